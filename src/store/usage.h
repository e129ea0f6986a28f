/* What visitors did at the screens, in sums an hour, and what they said is out of date. There is no event log: a
 * row is (hour, screen, action, topic, subject, how many), without order, minute or visit.
 *
 * Topic and time are sensitive in a health centre, and a small count in a small place can point at a person:
 * every question below leaves out, or marks as too few, what is below `least`; pages never ask with less than
 * USAGE_LEAST. The words of searches that found nothing are not even kept by the hour but by the day, and
 * usage_forget drops those that fewer than USAGE_LEAST visitors typed.
 *
 * A count belongs to the centre the screen stood in at that hour, also after the screen was moved.
 *
 * Actions are the words of spool/report.h ("visit", "topic", "open", "print", "search", "search-empty"…). Hours
 * are UTC, "20261122T05"; weeks and clocks that come out are those of Finland. Writes stand inside a transaction.
 * Strings that come out live in the caller's arena. */
#ifndef AULA_STORE_USAGE_H
#define AULA_STORE_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/civil.h"

struct arena;
struct error;
struct store;

#define USAGE_LEAST 5
#define USAGE_FEW (-1)		   /* as a sum: something, but too little to tell */
#define USAGE_HOUR_BYTES 12	   /* "20261122T05" and NUL */
#define USAGE_WORDS_KEPT_S ((int64_t)35 * 86400) /* of unfound searches too few have typed */
#define USAGE_UNFOUND "search-empty"

/* The hour an instant lies in; and the start of an hour, INSTANT_NONE when it is none. */
void usage_hour(int64_t at, char out[USAGE_HOUR_BYTES]);
int64_t usage_hour_start(const char *hour);

/* --- taking --- */

struct usage_count {
	const char *action, *topic, *subject; /* topic, subject: NULL = none */
	int64_t n;
};
/* Adds a finished hour of a device. *first false: report_id was taken before, nothing is added. hour as in
 * spool/report.h. */
bool usage_take(struct store *s, const char *device, const char *report_id, const char *hour,
		const struct usage_count *counts, size_t n, int64_t now, bool *first, struct error *e);
/* Forgets the words of unfound searches that are older than USAGE_WORDS_KEPT_S and were typed fewer than
 * USAGE_LEAST times in all that is kept. */
bool usage_forget(struct store *s, int64_t now, struct error *e);

/* --- asking --- */

struct usage_ask {
	const struct strs *centres; /* ids; NULL: all. None in it: nothing comes out */
	const char *device;	    /* NULL or "": all; so the next two */
	const char *action, *topic;
	const char *from, *until; /* hours, from <= hour < until */
	int64_t least;		  /* sums below are left out; pages: USAGE_LEAST */
	size_t limit;		  /* of rows */
};

/* The simplest question: per action, topic and subject, largest first. */
bool usage_list(struct store *s, const struct usage_ask *ask, struct usage_count **out, size_t *n,
		struct arena *a, struct error *e);

enum usage_by { USAGE_BY_ACTION, USAGE_BY_TOPIC, USAGE_BY_SUBJECT, USAGE_BY_CENTRE, USAGE_BY_DEVICE, USAGE_BY_COUNT };
struct usage_sum {
	const char *key; /* action, topic id, subject (activity id, words, language tag…), centre or device id */
	int64_t n;
};
/* Sums by one of these, largest first; rows without one ("") are left out. What visitors took along at two
 * centres last week, by activity: centres, from, until, action "print", USAGE_BY_SUBJECT. */
bool usage_sums(struct store *s, const struct usage_ask *ask, enum usage_by by, struct usage_sum **out, size_t *n,
		struct arena *a, struct error *e);
/* Words of searches that found nothing, never with less than USAGE_LEAST, whatever the ask says. */
bool usage_unfound(struct store *s, const struct usage_ask *ask, struct usage_sum **out, size_t *n, struct arena *a,
		   struct error *e);

/* Sums by the hour, oldest first: what weeks and rhythm are made of. Sums of any size are in it, so it is nothing to
 * show. */
struct usage_at {
	int64_t at, n; /* at: where the hour begins */
};
struct usage_hours {
	struct usage_at *v;
	size_t n;
};
bool usage_by_hour(struct store *s, const struct usage_ask *ask, struct usage_hours *out, struct arena *a,
		   struct error *e);

struct usage_week {
	struct date monday;
	int64_t n; /* or USAGE_FEW */
};
/* One row a week from the one `from` lies in to the one before `until`, oldest first, empty ones too. limit: of
 * weeks, the newest of them. */
bool usage_weeks(const struct usage_hours *hours, const struct usage_ask *ask, struct usage_week **out, size_t *n,
		 struct arena *a, struct error *e);
/* When in the week: out[0] is Monday, by the hour of the clock on the wall. USAGE_FEW where fewer than least. */
void usage_rhythm(const struct usage_hours *hours, int64_t least, int64_t out[7][24]);

/* --- "this seems out of date" --- */

struct device_flag {
	const char *device, *hour, *subject, *why; /* subject: activity id; why: "time", "place", "phone", "over", "other" */
};
bool flag_take(struct store *s, const char *report_id, const struct device_flag *f, int64_t now, bool *first,
	       struct error *e);

#endif
