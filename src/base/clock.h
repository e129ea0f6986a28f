/* The one source of time. Programs get it from the system, tests from a fake; nothing else may call
 * time(2). An instant is int64_t seconds since 1970-01-01T00:00:00Z; INSTANT_NONE means "no time". */
#ifndef AULA_BASE_CLOCK_H
#define AULA_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define INSTANT_NONE INT64_MIN

struct clock_source {
	bool fake;
	int64_t fake_wall_ms;
	int64_t fake_mono_ms;
	int64_t floor_s; /* wall time is never reported below this (last signed time); INSTANT_NONE: no floor */
};

void clock_init_system(struct clock_source *c);
/* A clock that only clock_advance_ms moves. */
void clock_init_fake(struct clock_source *c, int64_t wall_s);
void clock_advance_ms(struct clock_source *c, int64_t ms);

int64_t clock_wall_s(const struct clock_source *c);  /* at least floor_s */
int64_t clock_mono_ms(const struct clock_source *c); /* never goes back, any origin */

#endif
