/* What the screens read: plain structs out of the cache, opened read-only. Nothing here writes.
 * The writer is aula-sync alone (cache/apply.h). Text is copied into the caller's arena. */
#ifndef AULA_CACHE_QUERY_H
#define AULA_CACHE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct arena;
struct error;
struct cache; /* one read-only connection with its prepared statements */

/* Opens for reading; works before the writer ever ran (ERROR_NOT_FOUND: no content yet), while it runs
 * and after it stopped. Never checkpoints, never writes. */
bool cache_open(struct cache **out, const char *path, struct error *e);
void cache_close(struct cache *c);
/* Cheap: true when a transaction was committed since the last call (PRAGMA data_version). */
bool cache_changed(struct cache *c);
/* True when the file on disk is no longer the one that is open (sync replaced a damaged cache). */
bool cache_replaced(const struct cache *c, const char *path);

struct cache_state {
	int64_t seq;		/* last applied sequence */
	int64_t signed_at;	/* server's signed time of the last verified page */
	int64_t verified_at;	/* device clock when the digest last agreed; INSTANT_NONE never */
	int64_t n_activities;
	bool complete;		/* a first load has finished */
	int64_t load_have, load_total; /* first-load progress; total 0 = unknown */
};
bool cache_get_state(struct cache *c, struct cache_state *out, struct error *e);

/* Which centre this screen stands in; everything below is seen from there. */
struct cache_view {
	const char *centre; /* centre id */
	const char *screen; /* device id or "" */
	int64_t now;	    /* wall clock; INSTANT_NONE = time unknown: nothing is hidden by time */
	enum lang lang;
};

/* One row of a list: everything a card shows. */
struct card {
	const char *id;
	const char *title;	   /* in lang or fallback */
	enum lang title_lang;
	const char *topic;	   /* main topic id */
	const char *look;	   /* its look ("peer") */
	enum activity_type type;
	enum activity_status status;	  /* of this occurrence */
	int64_t start_at, end_at;	  /* next (or the asked) occurrence; INSTANT_NONE = no times */
	struct civil start;		  /* local wall clock of it */
	bool all_day;
	unsigned attend;
	const char *place_name, *place_note, *city;
	double distance_m;	   /* <0 unknown */
	bool here;		   /* in this building */
	bool approximate;	   /* position is only the municipality's */
	enum price_kind price;
	const char *organisation_name;
	const char *phone;
	const struct schedule *hours; /* ongoing help with opening hours (activity_has_hours): they; else NULL */
	bool featured;
	int64_t feature_until;
	const char *feature_sentence;
	struct image image;	   /* hash NULL: none */
	double score;		   /* search only */
};

struct cards {
	struct card *v;
	size_t n;	 /* in this page */
	size_t total;	 /* that match */
	size_t n_free;	 /* of the total, free of charge */
};

enum when_filter { WHEN_ANY, WHEN_TODAY, WHEN_WEEK /* until Sunday night */, WHEN_DAY };
enum where_filter {
	WHERE_ANY,
	WHERE_NEAR, /* < 1 km */
	WHERE_REMOTE,
	WHERE_CENTRE_AREA, /* < centre.nearby_km */
	WHERE_REACHABLE,   /* the centre's area, and what can be joined from anywhere */
};

struct list_filter {
	const char *topic;	 /* id or NULL = all */
	enum when_filter when;
	struct date day;	 /* WHEN_DAY */
	enum where_filter where;
	const char *language;	 /* spoken-language tag, NULL = any, "other" = neither fi nor sv */
	bool free, wheelchair, loop;
	int age;		 /* 0 = any */
	unsigned attend;	 /* 0 = any */
	bool by_clock;		 /* board and calendar: by start, not as model/nearby.h orders a list */
	bool events_only;	 /* only what has an occurrence that has not ended */
	bool each_occurrence;	 /* one row an occurrence (calendar) instead of one an activity */
};

bool cache_list(struct cache *c, const struct cache_view *view, const struct list_filter *f, size_t offset,
		size_t limit, struct cards *out, struct arena *a, struct error *e);
/* Number that match, without building cards. */
bool cache_count(struct cache *c, const struct cache_view *view, const struct list_filter *f, size_t *out,
		 struct error *e);
/* Events (occurrences) a day for n_days from first, WHERE_REACHABLE: the calendar's day buttons. */
bool cache_days(struct cache *c, const struct cache_view *view, struct date first, size_t n_days,
		size_t *counts, struct error *e);
/* Features in force for this centre and screen, in staff's order. */
bool cache_features(struct cache *c, const struct cache_view *view, struct cards *out, struct arena *a,
		    struct error *e);

struct detail {
	struct card card;
	struct activity activity;
	bool has_organisation, has_place;
	struct organisation organisation;
	struct place place;
	struct occurrence *next; /* coming occurrences, at most 10, status in next_status */
	enum activity_status *next_status;
	size_t n_next;
};
bool cache_detail(struct cache *c, const struct cache_view *view, const char *id, struct detail *out,
		  struct arena *a, struct error *e);

bool cache_centre(struct cache *c, const char *id, struct centre *out, struct arena *a, struct error *e);
struct named_topic {
	const char *id;
	struct topic topic;
};
/* Topics this centre shows, in its order, without hidden ones. */
bool cache_topics(struct cache *c, const struct cache_view *view, struct named_topic **out, size_t *n,
		  struct arena *a, struct error *e);
bool cache_contacts(struct cache *c, const struct cache_view *view, struct contact **out, size_t *n,
		    struct arena *a, struct error *e);
bool cache_notices(struct cache *c, const struct cache_view *view, struct notice **out, size_t *n,
		   struct arena *a, struct error *e);
struct named_poll {
	const char *id;
	struct poll poll;
};
bool cache_polls(struct cache *c, const struct cache_view *view, struct named_poll **out, size_t *n,
		 struct arena *a, struct error *e);
/* Every live centre (staff page and first start). */
bool cache_centre_ids(struct cache *c, struct strs *out, struct arena *a, struct error *e);

#endif
