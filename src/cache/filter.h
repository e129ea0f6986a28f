/* A list's filter, made ready for one pass over the rows: words become bits once. */
#ifndef AULA_CACHE_FILTER_H
#define AULA_CACHE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "cache/rows.h"

#define FILTER_NEAR_M 1000.0f    /* WHERE_NEAR */
#define FILTER_CENTRE_AREA_KM 50 /* WHERE_CENTRE_AREA of a centre that does not say */

struct filter {
	bool nothing; /* asks for a topic or language that no activity has */
	uint64_t topic, language, language_not;
	bool language_unsaid; /* what does not say its languages counts too (it is in Finnish) */
	uint8_t flags;        /* enum row_flag that must be set */
	uint8_t attend;       /* any of these; 0 = any way */
	bool free, events_only;
	int age;
	float within_m; /* <0 = anywhere */
	bool or_remote; /* or wherever, when one need not come */
	int64_t before; /* next occurrence starts before; INT64_MAX = no limit */
};

/* The part that looks at rows; WHEN_DAY and each_occurrence are about occurrences and left to the caller. */
struct filter filter_make(const struct list_filter *f, const struct rows *r, const struct index *x);
bool filter_match(const struct filter *f, const struct row *row);

#endif
