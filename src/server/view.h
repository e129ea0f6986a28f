/* One activity with all that a page about it shows: organisation, place, topic, coming times. */
#ifndef AULA_SERVER_VIEW_H
#define AULA_SERVER_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"
#include "store/store.h"

struct arena;
struct error;

#define VIEW_TIMES_MAX 8
#define VIEW_DAYS 400 /* how far ahead times are looked for */

struct view_time {
	int64_t start_at, end_at; /* equal: the end is not known */
	struct civil start, end;  /* local */
	bool all_day;
	enum activity_status status;
};

struct view {
	const char *id, *code;
	const struct activity *activity;
	const struct organisation *organisation; /* NULL: none, or not known here */
	const struct place *place;               /* NULL: none */
	const struct topic *topic;               /* main one; NULL: none */
	const char *look;                        /* "peer" when there is no topic */
	struct view_time times[VIEW_TIMES_MAX];  /* not over yet, by start */
	size_t n_times;
};

/* Decodes a stored activity and fetches what belongs to it. ERROR_NOT_FOUND when it is removed or past its
 * hard expiry. */
bool view_load(struct store *s, const struct store_record *stored, int64_t now, struct view *out,
	       struct arena *a, struct error *e);
/* The record behind a printed code: that of one it was merged into, when it was. Like store_by_code otherwise. */
bool view_by_code(struct store *s, const char *code, struct store_record *out, struct arena *a, struct error *e);
/* Text without soft hyphens, for titles, files and JSON. */
const char *view_plain(const char *text, struct arena *a);
/* Records of the kind, decoded, what was changed last first; at most VIEW_NEWEST_MAX, which is some years of what staff make.
 * One that cannot be read is left out. */
#define VIEW_NEWEST_MAX 2000
struct view_stored {
	const struct record *record;
	int64_t seq;
};
bool view_newest(struct store *s, enum record_kind kind, struct view_stored **out, size_t *n, struct arena *a,
		 struct error *e);
/* What the record is called: name, title or question; NULL for a kind that has none. */
const struct ltext *view_name(const struct record *x);
/* The record of that kind, decoded; NULL when it is not there. */
const struct record *view_record(struct store *s, enum record_kind kind, const char *id, struct arena *a);

#endif
