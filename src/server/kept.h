/* Answers that took long and are good for some minutes: sums that change once an hour. */
#ifndef AULA_SERVER_KEPT_H
#define AULA_SERVER_KEPT_H

#include <stdint.h>

struct kept;

#define KEPT_ANSWERS 16 /* of up to 300 kB each */
#define KEPT_S 300

/* returns owned. */
struct kept *kept_new(void);
void kept_free(struct kept *k);
/* What was put under the key less than KEPT_S before now, and *at when; NULL: nothing. Borrowed until the
 * next put. */
void *kept_find(struct kept *k, const char *key, int64_t now, int64_t *at);
/* Takes what, and frees it with free_what when its place is wanted: the oldest goes. Copies the key. */
void kept_put(struct kept *k, const char *key, int64_t now, void *what, void (*free_what)(void *what));

#endif
