/* Shared by the reader's .c files, search among them. Everything happens within cache_read_begin …
 * cache_read_end: one snapshot of the database, with the index and the rows in step with it. */
#ifndef AULA_CACHE_READER_INTERNAL_H
#define AULA_CACHE_READER_INTERNAL_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"
#include "cache/index.h"
#include "cache/query.h"
#include "cache/rows.h"
#include "db/db.h"

struct cache {
	struct db *db;
	dev_t device; /* of the open file */
	ino_t inode;
	int64_t seen_version; /* what cache_changed said last */
	int64_t n_activities, counted_rev; /* of which rev; 0 = not counted */
	struct index index;
	struct rows rows;
	struct arena scratch; /* one query's */
};

/* Begins a snapshot and brings the index up to date. */
bool cache_read_begin(struct cache *c, struct error *e);
/* The same, and c->rows as seen from the view. */
bool cache_read_view(struct cache *c, const struct cache_view *view, struct error *e);
void cache_read_end(struct cache *c);

/* One record, decoded into the arena. *found false: not there, unreadable, or its checksum is wrong. */
bool cache_read_record(struct cache *c, enum record_kind kind, const char *id, struct record *out,
		       bool *found, struct arena *a, struct error *e);
bool cache_read_key(struct cache *c, int64_t key, struct record *out, bool *found, struct arena *a,
		    struct error *e);
/* All readable records of a kind, by id. */
bool cache_read_kind(struct cache *c, enum record_kind kind, struct record **out, size_t *n, struct arena *a,
		     struct error *e);

/* What a card shows of a row: occurrence is a number within the entry's, INDEX_NONE = no times. The card's
 * score is 0. *found false: its record is not readable. */
bool cache_fill_card(struct cache *c, const struct cache_view *view, const struct row *row,
		     uint32_t occurrence, struct card *out, bool *found, struct arena *a, struct error *e);

#endif
