/* The search index of a load, gathered as its records pass, so that no document has to be read and decoded a
 * second time at the end. Names of organisations and places may come after the activities that name them:
 * those are added last. The words are taken in by a thread of its own, beside the rows. */
#ifndef AULA_CACHE_SEARCH_LOAD_H
#define AULA_CACHE_SEARCH_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct analyser;
struct buf;
struct cache_item;
struct error;
struct search_load;

/* Borrows what search_build_new does, and uses it from its thread between items and settle. Returns owned. */
struct search_load *search_load_new(struct analyser *a);
/* Waits for its thread too. */
void search_load_free(struct search_load *l);

/* Takes in the words of some items, in its thread, which may be CACHE_PAGES_BEHIND calls behind; each record
 * at most once in a load. Borrows the items until CACHE_PAGES_BEHIND + 1 calls more, or settle, which waits
 * for the thread. */
void search_load_items(struct search_load *l, const struct cache_item *items, size_t n);
/* The keys that the same items' records have been given in the cache. */
void search_load_keys(struct search_load *l, const struct cache_item *items, size_t n, const int64_t *keys);
void search_load_settle(struct search_load *l);

/* The items of the load's last page, as search_load_items; the thread goes on with building the segment of
 * all. Keys may still come, other items may not. */
void search_load_last(struct search_load *l, const struct cache_item *items, size_t n);
bool search_load_has_last(const struct search_load *l);

/* Appends the segment of what there is so far to out (empty, no limit), or of all: with the names that came
 * late, nothing may be put after it. Settles. Errors as search_build_write. */
bool search_load_write(struct search_load *l, bool all, struct buf *out, struct error *e);
/* Documents so far; when it has settled. */
size_t search_load_count(const struct search_load *l);

#endif
