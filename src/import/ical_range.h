/* A series that is otherwise from one of its dates on: RECURRENCE-ID;RANGE=THISANDFUTURE (RFC 5545 3.2.13, 3.8.4.4).
 * Pure: schedules in, schedules out. */
#ifndef AULA_IMPORT_ICAL_RANGE_H
#define AULA_IMPORT_ICAL_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/schedule.h"

struct arena;

struct ical_range {
	struct civil from; /* the first date it is about, as the series has it */
	struct civil to;   /* when that one is held instead; all later ones are as far from theirs */
	bool all_day;      /* from there on */
	int duration_min;
	bool ends;                  /* cancelled from there on */
	const struct schedule *own; /* a rule of its own takes the place of the series' rest; or NULL */
};

#define ICAL_RANGES_MAX 20

/* When the series' date `at`, which the range is about, is held. */
struct civil ical_range_shift(const struct ical_range *g, struct civil at);
/* The range that is about the series' date `at`: the last one that begins by then; NULL: none. */
const struct ical_range *ical_range_of(const struct ical_range *g, size_t n, struct civil at);
/* Cuts the series at the ranges (ordered by `from`, n <= ICAL_RANGES_MAX) into `out` (room for n + 1); returns how many parts have a
 * date. A part whose rule cannot be moved by days ("the second Tuesday" by two) is written out as dates from now on
 * and sets *written_out. */
size_t ical_ranges_apply(const struct schedule *series, const struct ical_range *g, size_t n, int64_t now, struct schedule *out,
			 bool *written_out, struct arena *a);

#endif
