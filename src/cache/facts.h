/* What lists need to know of an activity or a place, taken out of the record when it is applied and stored as
 * one checked blob beside it: loading the index (index.h) then costs one short read a record and no JSON.
 *
 * The layout is that of the structs below, in native byte order: the cache never leaves its device, and
 * CACHE_FACTS_VERSION has the writer take everything out anew when it changes. */
#ifndef AULA_CACHE_FACTS_H
#define AULA_CACHE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct arena;
struct buf;

#define CACHE_FACTS_VERSION 1

#define FACTS_OCCURRENCES_MAX 1000 /* of one activity */
/* With nothing within the horizon, the first thing within this many days is kept; with nothing there either,
 * the activity counts as over. */
#define FACTS_FAR_DAYS 400
/* An occurrence without a known end counts as over this long after its start. */
#define FACTS_UNKNOWN_LENGTH_S 3600

struct fact_occurrence {
	int64_t start_at;
	int32_t length_s;   /* 0 = end unknown */
	int16_t offset_min; /* local time of the schedule's zone minus UTC */
	uint8_t status;     /* enum activity_status */
	uint8_t all_day;
};

enum facts_flag {
	FACTS_WHEELCHAIR = 1,
	FACTS_LOOP = 2,
	FACTS_SCHEDULED = 4, /* has schedules */
	FACTS_OVER = 8,      /* has schedules, and none gives anything any more */
};

struct facts {
	uint64_t id, organisation, place; /* hash_name of the ids; 0 = none */
	int64_t expires_at;
	uint32_t n_occurrences;
	uint16_t n_topics, n_languages, n_areas;
	uint8_t type, status, attend, reach, price, flags;
	uint8_t age_min, age_max;
	/* in the blob behind this, in this order: */
	const uint64_t *topics;                    /* hash_name of topic ids, the main one first */
	const uint64_t *languages;                 /* hash_name of tags */
	const struct fact_occurrence *occurrences; /* by start */
	const uint16_t *areas;                     /* municipality codes as numbers */
};

struct place_facts {
	uint64_t id;
	double lat, lon;
	uint8_t has_position, approximate, wheelchair, loop;
};

/* The window occurrences are expanded for. */
struct facts_window {
	int64_t now, from, to, far;
};
struct facts_window facts_window_at(int64_t now);

/* Appends the blob. scratch: for the expansion, may be reset afterwards. */
void facts_of_activity(const struct activity *x, const char *id, const struct facts_window *window,
		       struct arena *scratch, struct buf *out);
void facts_of_place(const struct place *p, const char *id, struct buf *out);

/* Either of them, by the record's kind; false for kinds that have none. */
bool facts_of(const struct record *r, const struct facts_window *window, struct arena *scratch,
	      struct buf *out);

/* False when the checksum or a length does not fit. out's pointers borrow from data, which must be 8-byte
 * aligned. */
bool facts_read_activity(const void *data, size_t len, struct facts *out);
bool facts_read_place(const void *data, size_t len, struct place_facts *out);

/* Local date and wall clock of an occurrence; instant from which it is over: its end, and for one that is
 * called off the end of its local day, so that people who come for it still find out. */
struct civil fact_civil(const struct fact_occurrence *o);
int32_t fact_day(const struct fact_occurrence *o); /* days since 1970-01-01 */
int32_t
fact_last_day(const struct fact_occurrence *o); /* later than fact_day only when longer than 24 hours */
int64_t fact_over_at(const struct fact_occurrence *o);
int64_t fact_end_at(const struct fact_occurrence *o); /* start_at when unknown */

#endif
