/* The writing side of search: keeps the prefix index in step with the cache, inside the same transactions, so
 * a reader never sees one without the other. aula-sync only.
 *
 * The index is up to four segments (blobs in table search_segment): level 3 holds nearly everything, the
 * lower ones the newest changes. A change rewrites level 0 (at most SEARCH_LEVEL0_MAX activities); when that
 * is full it goes up into level 1, and so on. What a level held already is copied from it (search_join.h),
 * only what changed is read. While a first load runs the index is built anew only each time the number of
 * activities has grown sixteenfold, and at its end.
 *
 * When an activity is and how far away is not in here: occurrences may be expanded without touching the
 * index. */
#ifndef AULA_CACHE_SEARCH_INDEX_H
#define AULA_CACHE_SEARCH_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct cache_item;
struct db;
struct error;
struct search_index;

/* One schema step for db_migrate. */
#define SEARCH_INDEX_SCHEMA                                                                                  \
	"CREATE TABLE search_segment("                                                                       \
	" level INTEGER PRIMARY KEY,"                                                                        \
	" made INTEGER NOT NULL,"                                                                            \
	" documents INTEGER NOT NULL,"                                                                       \
	" data BLOB NOT NULL);"

#define SEARCH_LEVELS_MAX 4
#define SEARCH_LEVEL0_MAX 64
#define SEARCH_LEVEL1_MAX 512
#define SEARCH_LEVEL2_MAX 4096
#define SEARCH_TOUCHED_MAX 256 /* organisations or places changed in one page; more: everything anew */

/* Borrows the database for its own life. Returns owned. */
struct search_index *search_index_new(struct db *db);
void search_index_free(struct search_index *x);

/* An organisation was put or removed in the open page: the activities that name it are indexed anew. Other
 * kinds are ignored (their changes are seen in the tables fact and gone). */
void search_index_touch(struct search_index *x, enum record_kind kind, const char *id);

/* A load: what is put from here on is the whole cache at its end, and is gathered as it comes. items: begins
 * with some in a thread, and borrows them as search_load_items does; last: with the last ones ahead of items,
 * which then does nothing, and with building (false: no load is gathered); keys: what their records are in
 * the cache. spoilt: a record of this load was put again or taken away; the index is built from the documents
 * instead, and nothing is borrowed. */
void search_index_load_begin(struct search_index *x);
void search_index_load_items(struct search_index *x, const struct cache_item *items, size_t n);
bool search_index_load_last(struct search_index *x, const struct cache_item *items, size_t n);
void search_index_load_keys(struct search_index *x, const struct cache_item *items, size_t n,
			    const int64_t *keys);
void search_index_load_settle(struct search_index *x);
void search_index_load_spoilt(struct search_index *x);

/* The page is being committed: call inside its transaction after the last put, remove and sweep, before gone
 * is trimmed. rev: the transaction's own, as in fact.rev; complete: a first load is over (with this page at
 * the latest); to_come: records the load has yet to bring, as far as is known. */
bool search_index_write(struct search_index *x, int64_t rev, bool complete, int64_t to_come, struct error *e);
/* The page was rolled back. */
void search_index_forget(struct search_index *x);

/* When the writer opens, outside a transaction: builds everything when there is no index, or one of an older
 * form. */
bool search_index_check(struct search_index *x, struct error *e);
/* Everything anew, inside a transaction of the caller's. */
bool search_index_rebuild(struct search_index *x, struct error *e);

#endif
