/* Shared by the writer's .c files only. */
#ifndef AULA_CACHE_WRITER_INTERNAL_H
#define AULA_CACHE_WRITER_INTERNAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "cache/apply.h"
#include "cache/facts.h"
#include "db/db.h"

struct search_index;

struct cache_writer {
	struct db *db;
	struct search_index *search; /* kept in step inside each page's transaction */
	int64_t gen, rev; /* of the load, of the transaction in progress */
	bool has_window;
	struct facts_window window;
	struct arena scratch;
	struct buf facts;
	int64_t *keys; /* of the items being put */
	size_t n_keys;
};

/* Next rev for a transaction that changes facts; begins it. */
bool writer_begin(struct cache_writer *w, struct error *e);
/* Into w->facts; false for kinds that have none. */
bool writer_take_facts(struct cache_writer *w, const struct record *r);
/* Stores the item's facts under its record's key. */
bool writer_put_facts(struct cache_writer *w, int64_t key, const struct cache_item *item, struct error *e);
bool writer_drop_facts(struct cache_writer *w, int64_t key, struct error *e);
/* All facts anew from the docs, also of records that were opaque to an older program. */
bool writer_reread_all(struct cache_writer *w, struct error *e);
/* How the walks over all records find the next one: one step each (a test looks at the plans). */
#define WRITER_NEXT_RECORD "SELECT key, kind, id, sum, doc FROM record WHERE key>?1 ORDER BY key LIMIT 1"
/* "+kind": by the key, never by the index on kind, which would sort all activities for each one of them */
#define WRITER_NEXT_ACTIVITY                                                                                           \
	"SELECT key, kind, id, sum, doc FROM record WHERE key>?1 AND +kind='activity' AND opaque=0 ORDER BY key LIMIT 1"

#endif
