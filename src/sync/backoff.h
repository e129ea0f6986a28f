/* How long to wait before the next try: doubling, and spread at random over the upper half, so that the
 * screens of a server that restarts do not all come back at once. */
#ifndef AULA_SYNC_BACKOFF_H
#define AULA_SYNC_BACKOFF_H

#include <stdint.h>

#define BACKOFF_LONGEST 20 /* as n_failed: straight to most_ms */

struct backoff {
	int64_t first_ms, most_ms;
	int n_failed; /* in a row */
};

/* Of the next wait after one more failure: in [whole/2, whole], whole = first · 2^failures, at most most. */
int64_t backoff_next_ms(struct backoff *b);
void backoff_reset(struct backoff *b);

#endif
