/* One run of one source: what readers (source_*.c) use. A reader asks for items, makes records of them with
 * its mapping, and hands each to run_take; everything that is the same for all sources happens behind that:
 * caps, topics, missing positions, quality notes, expiry, duplicates, checking, sending. */
#ifndef AULA_IMPORT_RUN_H
#define AULA_IMPORT_RUN_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "import/item_stream.h"
#include "import/options.h"
#include "import/tables.h"
#include "import/tally.h"
#include "import/times.h"
#include "model/record.h"

struct buf;
struct dups;
struct error;
struct http_client;
struct held;
struct id_set;
struct sink;

enum run_mode { RUN_FULL, RUN_DELTA };

struct run {
	/* set by the caller */
	const struct import_options *options;
	const struct source_options *source;
	const struct tables *tables;
	struct http_client *http, *http_details; /* pages; single documents while a page is arriving */
	struct sink *sink;
	struct dups *dups; /* may be NULL */
	enum run_mode mode;
	char since[21]; /* delta: from this instant (RFC 3339); "" in a full run */
	int64_t now;
	bool progress;       /* draw a line on stderr */
	struct strs headers; /* sent with each request to the source: its key */
	/* kept between runs; written by fetch_document */
	char etag[256], last_modified[256];

	/* results */
	struct tally skipped; /* items not taken */
	struct tally changed; /* values that had to be corrected, by kind of correction */
	size_t taken, gone, pages, bytes, repeated;
	size_t of_kind[KIND_COUNT];
	bool incomplete;   /* something of the source could not be read: never sweep after this */
	bool not_modified; /* the source answered 304: nothing to do */
	char why_incomplete[256];

	/* working */
	struct arena keep; /* for the whole run */
	struct arena item; /* reset before each item */
	struct id_set *seen;
	struct held *held; /* places and organisations that nothing taken uses yet */
};

void run_init(struct run *r);
void run_fini(struct run *r);

/* Takes a record: finishes it (see finish.h), checks it, sends it. False only when sending failed (stop the
 * run); a record that fails the check is counted as skipped. Everything of it lives in r->item or r->keep. */
bool run_take(struct run *r, struct record *rec, struct error *e);
/* After the last record: sends what waited for a use that did not come. What only skipped activities use is kept where it
 * is in the store, for staff may use it, and not brought anew. */
bool run_take_rest(struct run *r, struct error *e);
/* The source says it no longer exists. */
bool run_gone(struct run *r, enum record_kind kind, const char *id, struct error *e);
/* An item is left out; example: its id or place. */
void run_skip(struct run *r, const char *why, const char *example);
/* A value was corrected or left out; the record itself is taken. */
void run_changed(struct run *r, const char *what, const char *id);
/* What was read means something else on another day: the next run reads it even if it has not changed. */
void run_depends_on_day(struct run *r);
/* The rest of the run is not to be trusted as a whole. */
void run_incomplete(struct run *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A delta run that turns out to need everything becomes a full one. */
void run_read_all(struct run *r);
/* Was a record of this kind and id taken in this run? */
bool run_has(const struct run *r, enum record_kind kind, const char *id);

/* Topics and keywords by the votes of the item's codes and words: see finish.h. */
void finish_topics(struct run *r, struct activity *v, struct votes *votes);

/* Fills the fields every record of the source has in common. */
struct provenance run_provenance(const struct run *r, const char *source_id);
/* "le:helsinki:abc": prefix and the source's own id made printable ASCII; too long ones are hashed. */
const char *run_id(struct run *r, const char *prefix, const char *source_id);
/* "ical:NAME" for sources whose ids are only their own. */
const char *run_prefix(struct run *r, const char *type);
/* A text in the source's language. */
struct ltext run_text(const struct run *r, const char *text);
/* The source's own organisation or one of that name; its id, NULL without a name. False: sending failed. */
bool run_organisation(struct run *r, const char *prefix, struct organisation *o, const char **id,
		      struct error *e);
/* Puts the place in the municipality the source is configured for, when it tells none itself. */
void run_default_municipality(const struct run *r, struct place *p);
/* Keeps those schedules that are sound, and mends what their source cannot have meant; each other one is counted as a correction. Returns how many. */
size_t run_sound_schedules(struct run *r, struct schedule *s, size_t n, const char *id);
/* Short stable hash of a text, for ids of things that have none ("3f9a0c21d4e5"). */
const char *run_hash(struct arena *a, const char *text);

/* ---- reading (fetch.c) ---- */

/* Handles one item of a JSON source; false only to stop the run (e filled). Called with r->item empty. */
typedef bool item_fn(struct run *r, const cJSON *item, void *user, struct error *e);

/* Items of one document (streamed). rest, when not NULL, gets the root object without its items; the caller
 * deletes it. A document that cannot be read to its end makes the run incomplete (rest stays NULL) and is no
 * failure: what came is taken. False only when an item stopped the run. */
bool run_items(struct run *r, const char *url, const char *keys, item_fn *on_item, void *user, cJSON **rest,
	       struct error *e);
bool run_items_of_file(struct run *r, const char *path, const char *keys, item_fn *on_item, void *user,
		       cJSON **rest, struct error *e);

/* Pages until next() returns NULL. next: address of the page after this one, in r->keep; number is 1-based.
 */
typedef const char *next_fn(struct run *r, const cJSON *rest, const char *url, int number, size_t items);
bool run_pages(struct run *r, const char *first_url, const char *keys, item_fn *on_item, void *user,
	       next_fn *next, struct error *e);

/* A whole document (calendar, page, table) with conditional request; r->not_modified when the source says so.
 */
bool run_document(struct run *r, const char *what, size_t max_bytes, struct buf *out, struct error *e);

/* One JSON document by GET, whole; NULL with e filled. */
cJSON *run_json(struct run *r, const char *url, struct error *e);

/* The address of a next page, made safe: at the same host as the first. Linked Events behind a proxy writes http:// for
 * what is served as https://, and a site configured as http:// may lead to https://: both mean https://. NULL: refused. */
const char *url_next(struct run *r, const char *first, const char *next);
/* The address with that parameter; replaces the one it has. Value is taken as it is. */
const char *url_with(struct run *r, const char *url, const char *name, const char *value);
/* Value of a parameter where it stands in the address, NULL: none. */
const char *url_param(const char *url, const char *name);

/* Sources and their readers (sources.c). */
struct source_type {
	const char *name, *title;
	bool delta; /* can tell what changed since */
	bool (*read)(struct run *r, struct error *e);
};
const struct source_type *source_type_find(const char *name);
const struct source_type *source_types(size_t *n);

#endif
