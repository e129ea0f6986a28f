/* How many slips one visit and one minute may ask for, so that nobody empties the roll for fun. Kept by
 * the kiosk (and, with only the minute, by aula-print as a second lock). Plain struct, no memory. */
#ifndef AULA_SPOOL_PRINT_LIMIT_H
#define AULA_SPOOL_PRINT_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#define PRINT_LIMIT_MAX_PER_MINUTE 16

struct print_limit {
	int per_visit, per_minute; /* 0: no limit */
	int in_visit;
	int64_t recent_ms[PRINT_LIMIT_MAX_PER_MINUTE]; /* when the last ones were allowed, a ring */
	int n_recent, next;
};

#define PRINT_LIMIT_PER_VISIT 5
#define PRINT_LIMIT_PER_MINUTE 3

/* per_minute ≤ PRINT_LIMIT_MAX_PER_MINUTE. */
void print_limit_init(struct print_limit *l, int per_visit, int per_minute);
/* A new visitor. The minute goes on counting: ending the visit does not get round the limit. */
void print_limit_new_visit(struct print_limit *l);
/* Whether one more may be printed now; does not count it (for drawing the button). */
bool print_limit_allows(const struct print_limit *l, int64_t mono_ms);
/* The same, and counts it when true. */
bool print_limit_take(struct print_limit *l, int64_t mono_ms);

#endif
