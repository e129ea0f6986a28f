/* When something happens: the HSDS 3 schedule (itself RFC 5545's RRULE) with exclusions, extra dates
 * and an IANA zone instead of HSDS's UTC offset. Wall-clock times stay the same over DST changes. */
#ifndef AULA_MODEL_SCHEDULE_H
#define AULA_MODEL_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/civil.h"

struct arena;
struct error;

#define SCHEDULE_OCCURRENCES_MAX 1000 /* of one schedule in one expansion */
#define SCHEDULE_EXCEPTIONS_MAX 400

enum schedule_freq {
	SCHEDULE_ONCE, /* no rule: dtstart (and rdates) only */
	SCHEDULE_DAILY,
	SCHEDULE_WEEKLY,
	SCHEDULE_MONTHLY,
	SCHEDULE_YEARLY,
};

struct civils {
	struct civil *v;
	size_t n;
};

struct schedule {
	enum schedule_freq freq;
	int interval;           /* ≥ 1 */
	const char *byday;      /* RFC 5545 "MO,WE" or "1SA,-1SU"; NULL = from dtstart */
	const char *bymonthday; /* "1,15,-1" */
	const char *bymonth;    /* "1,2,3,9,10,11,12" */
	const char *bysetpos;   /* "-1" */
	int count;              /* 0 = no count */
	struct date until;      /* last local day, inclusive; unset = no end */
	struct civil start; /* first occurrence (DTSTART), local; date always set, time 00:00 when all_day */
	int duration_min;   /* length; 0 = no known end. all_day: 1440 × days */
	bool all_day;
	const char *zone;                 /* IANA, never NULL after decoding */
	struct date valid_from, valid_to; /* season; unset = open */
	struct civils exdates;            /* excluded starts; a time of 00:00:00 excludes the whole day */
	struct civils rdates;             /* extra starts */
};

struct occurrence {
	int64_t start_at, end_at; /* instants; end_at == start_at when the end is unknown */
	struct civil start;       /* local wall clock in the schedule's zone */
	bool all_day;
};

/* Occurrences that end after from and start before to, in order, without doubles, at most `most`
 * (≤ SCHEDULE_OCCURRENCES_MAX), allocated in the arena. Work is bounded for any rule. */
size_t schedule_expand(const struct schedule *s, int64_t from, int64_t to, size_t most,
		       struct occurrence **out, struct arena *a);

/* Checks fields against each other and the caps (interval ≥ 1, dates 1970–2200, known zone…). */
bool schedule_check(const struct schedule *s, struct error *e);

#endif
