/* The search index of a load, gathered as its records pass, so that no document has to be read and decoded a
 * second time at the end. Names of organisations and places may come after the activities that name them:
 * they are added last. */
#ifndef AULA_CACHE_SEARCH_LOAD_H
#define AULA_CACHE_SEARCH_LOAD_H

#include <stdint.h>

#include "model/record.h"

struct analyser;
struct known_names;
struct search_build;
struct search_load;

/* Borrows what search_build_new does. Returns owned. */
struct search_load *search_load_new(struct analyser *a, struct known_names *names);
void search_load_free(struct search_load *l);

/* Copies what it needs of the record; each record at most once. key: in the cache. */
void search_load_put(struct search_load *l, int64_t key, const struct record *r);
/* Adds the names; borrowed, ready for search_build_write. Nothing may be put after it. */
struct search_build *search_load_finish(struct search_load *l);

#endif
