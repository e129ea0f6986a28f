/* What one screen may show, in the order of model/nearby.h: the index seen from a centre at a moment. Hidden,
 * expired and past activities have no row. Made anew when the content, the centre or the time has changed it;
 * between that, a list is one pass over an array. */
#ifndef AULA_CACHE_ROWS_H
#define AULA_CACHE_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "cache/index.h"
#include "cache/query.h"

struct cache;

enum row_flag {
	ROW_HERE = 1, /* in this building */
	ROW_APPROXIMATE = 2,
	ROW_WHEELCHAIR = 4,
	ROW_LOOP = 8,
	ROW_REMOTE = 16, /* by phone or online only, and meant for people here */
};

struct row {
	uint64_t topics, languages; /* bits of the index */
	uint32_t entry;
	uint32_t occurrence; /* the next that is not over, within the entry's; INDEX_NONE = no times */
	int64_t start_at;    /* of it; INSTANT_NONE */
	float distance_m;    /* <0 unknown */
	uint8_t attend, price, type, flags, age_min, age_max;
};

struct row_feature {
	uint64_t name; /* hash_name of the activity's id */
	const char *id, *activity;
	const struct feature *feature;
};

struct row_look {
	uint64_t name;
	const char *look;
};

/* Occurrences by local day. */
struct day_item {
	uint32_t row, occurrence;
};
struct days {
	bool made;
	int32_t first; /* days since 1970-01-01 */
	size_t n_days;
	uint32_t *start; /* n_days + 1 */
	bool *sorted;
	struct day_item *items;
};

struct rows {
	bool made;
	uint64_t generation; /* of the index; also changes with records the rows are made from */
	int64_t rev;
	int64_t from, until; /* right for from ≤ now < until */
	struct arena arena;  /* all that follows */
	const char *centre_id, *screen;
	bool has_centre;
	struct centre centre;
	uint64_t home; /* hash_name of the centre's place */
	const char *zone;
	bool time_known;
	struct date today;
	int64_t today_end, week_end;  /* instants; week: Sunday night */
	struct row_feature *features; /* in force, in staff's order */
	size_t n_features;
	struct row_look *looks;
	size_t n_looks;
	uint64_t *hidden_activities, *hidden_organisations, *hidden_topics;
	size_t n_hidden_activities, n_hidden_organisations, n_hidden_topics;
	struct row *v; /* by nearby cost */
	size_t n;
	uint32_t *by_clock;     /* numbers of rows, by start, without times last */
	uint32_t *row_of_entry; /* INDEX_NONE: not shown */
	float *place_distance;  /* metres, <0 unknown */
	struct days days;
};

/* Within the reader's transaction, after index_refresh. */
bool rows_prepare(struct cache *c, const struct cache_view *view, struct error *e);
void rows_fini(struct rows *r);

enum row_fate {
	ROW_SHOWN,
	ROW_PAST,   /* nothing to come any more: not in lists */
	ROW_HIDDEN, /* by staff or by its hard expiry: not at all */
};
/* One entry as a row, whether or not it is shown. */
enum row_fate row_of_entry(const struct rows *r, const struct index *x, uint32_t entry, int64_t now,
			   struct row *out);

/* The feature in force for an activity, or NULL. */
const struct row_feature *rows_feature(const struct rows *r, uint64_t name);
const char *rows_look(const struct rows *r, uint64_t topic); /* NULL when unknown */

/* --- rows_view.c: what the rows are made from --- */
bool rows_load_view(struct cache *c, const struct cache_view *view, struct error *e);

/* --- rows_sort.c --- */
/* Puts numbers[] in the order of keys[number], stable. */
void rows_radix(uint32_t *numbers, const uint32_t *keys, size_t n, struct arena *scratch);

/* --- days.c --- */
/* Occurrences of that day by start; NULL and *n 0 outside what is known. */
const struct day_item *days_items(struct rows *r, const struct index *x, int32_t day, size_t *n);

#endif
