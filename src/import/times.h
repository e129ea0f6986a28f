/* Times as sources write them, and schedules made of them. */
#ifndef AULA_IMPORT_TIMES_H
#define AULA_IMPORT_TIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "model/record.h"

struct arena;

/* A moment with or without a clock time, local to a zone. */
struct when {
	bool set, has_time;
	struct civil local; /* time 00:00 when there is none */
};

/* "2026-10-05T10:15:00.000Z", "…+02:00", "2026-10-05" (a date only), "2026-10-05T13:15" (already local).
 * Years outside 2000–2100 are absurd: not set. NULL and "" are not set. */
struct when when_parse(const char *s, const char *zone);
struct when when_from_ms(double ms, const char *zone);
int64_t when_instant(const struct when *w, const char *zone);
bool clock_parse(const char *s, int *minutes); /* "18:00", "08:00:00", "9.30"; "24:00" is 1440 */

enum span_result {
	SPAN_OK,
	SPAN_NO_START,
	SPAN_END_BEFORE_START, /* the end was left out */
	SPAN_TOO_LONG,         /* longer than a schedule may be: a season (daily, all day) was made of it */
};
/* One occurrence from start to end. A date-only end is inclusive, an end of exactly midnight ends the day
 * before for date-only starts. */
enum span_result schedule_from_span(struct schedule *s, const struct when *start, const struct when *end,
				    const char *zone);

/* A once-schedule with defaults. */
struct schedule schedule_blank(const char *zone);
/* "MO" for 1 … "SU" for 7. */
const char *weekday_code(int iso);
/* "2TU" for the second Tuesday of its month; the fifth is the last: "-1TU". */
const char *weekday_of_month(struct date d, struct arena *a);
/* 1–7 for "mon", "Monday", "MO", "ma", "maanantai"…; 0 otherwise. */
int weekday_from_word(const char *word);

#endif
