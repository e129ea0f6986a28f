/* Calendar dates and wall-clock times, and their conversion to instants through IANA zones (the
 * system's tzdata, read by glibc). Proleptic Gregorian calendar, years 1–9999. */
#ifndef AULA_MODEL_CIVIL_H
#define AULA_MODEL_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h" /* INSTANT_NONE */

struct date {
	int16_t year; /* 0 = no date */
	int8_t month; /* 1–12 */
	int8_t day;   /* 1–31 */
};

struct civil {
	struct date date;
	int8_t hour, minute, second;
};

#define ZONE_DEFAULT "Europe/Helsinki"

bool date_is_set(struct date d);
bool date_valid(struct date d);
int date_compare(struct date a, struct date b); /* <0, 0, >0 */
int civil_compare(struct civil a, struct civil b);
int32_t date_to_days(struct date d); /* days since 1970-01-01 */
struct date date_from_days(int32_t days);
struct date date_add(struct date d, int32_t days);
int date_weekday(struct date d); /* ISO: 1 = Monday … 7 = Sunday */
struct civil civil_add_minutes(struct civil c, int32_t minutes);

/* "2026-03-11"; and "2026-03-11T13:00[:00]". Whole string; no zone. */
bool date_parse(const char *s, struct date *out);
bool civil_parse(const char *s, struct civil *out);
void date_format(struct date d, char out[11]);
void civil_format(struct civil c, char out[20]); /* "2026-03-11T13:00:00" */

/* RFC 3339 with zone: "2026-11-22T09:00:00Z", "…+02:00", fractions dropped. */
bool instant_parse(const char *s, int64_t *out);
void instant_format(int64_t at, char out[21]); /* "2026-11-22T09:00:00Z" */

/* True when the system knows the zone. Only names of letters, digits and "/_+-" are looked up. */
bool zone_known(const char *zone);
/* Wall clock in the zone at that instant. Unknown zone: ZONE_DEFAULT. Sets TZ, which nothing else in
 * the program may use; any thread may call these. */
struct civil zone_to_civil(const char *zone, int64_t at);
/* The instant of a wall clock. A time that the spring change skips means the instant the clock would
 * have shown it without the change (03:30 → 04:30 local); a time that comes twice means the first. */
int64_t zone_to_instant(const char *zone, struct civil c);
/* The same, and the instant at which ends what begins then and lasts so long by the clock: that of
 * civil_add_minutes, and mostly without asking. */
int64_t zone_span(const char *zone, struct civil start, int32_t minutes, int64_t *end_at);
/* Start of that local day (DST-safe: first instant whose local date is d). */
int64_t zone_day_start(const char *zone, struct date d);

#endif
