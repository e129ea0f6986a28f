/* The writing side of search: keeps the prefix index in step with the cache, inside the same transactions, so
 * a reader never sees one without the other. aula-sync only.
 *
 * The index is up to three segments (blobs in table search_segment): level 2 holds nearly everything, levels
 * 1 and 0 the newest changes. A change rewrites level 0 (at most SEARCH_LEVEL0_MAX activities); when that is
 * full it goes up into level 1, and when that is full everything is built anew. While a first load runs the
 * index is built anew only each time the number of activities has grown fourfold, and at its end. */
#ifndef AULA_CACHE_SEARCH_INDEX_H
#define AULA_CACHE_SEARCH_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "model/record.h"

struct db;
struct error;
struct search_index;

/* One schema step for db_migrate. */
#define SEARCH_INDEX_SCHEMA                                                                                  \
	"CREATE TABLE search_segment (level INTEGER PRIMARY KEY, made INTEGER NOT NULL, data BLOB NOT NULL)"

#define SEARCH_LEVEL0_MAX 256
#define SEARCH_LEVEL1_MAX 4096

/* Borrows the database for its own life. Returns owned. */
struct search_index *search_index_new(struct db *db);
void search_index_free(struct search_index *x);

/* A record was put or removed in the open page: remembered, nothing more. Organisations and places reach the
 * activities that name them; other kinds are ignored. */
void search_index_touch(struct search_index *x, enum record_kind kind, const char *id);
/* The page is being committed: call inside its transaction after the last put and remove. now: for which
 * occurrences are to come; complete: a first load is over. */
bool search_index_write(struct search_index *x, int64_t now, bool complete, struct error *e);
/* The page was rolled back. */
void search_index_forget(struct search_index *x);
/* Everything anew, inside a transaction of the caller's: after cache_expand_all has changed the occurrences.
 */
bool search_index_rebuild(struct search_index *x, int64_t now, struct error *e);

#endif
