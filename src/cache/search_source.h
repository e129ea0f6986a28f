/* Activities out of the cache's tables into a segment being built, with the organisation and the place they
 * name. */
#ifndef AULA_CACHE_SEARCH_SOURCE_H
#define AULA_CACHE_SEARCH_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct error;
struct search_build;

/* Adds the activity with this record key; nothing when there is none or it cannot be read by this program. */
bool source_add(struct db *db, int64_t key, struct search_build *b, struct error *e);
/* Adds every activity. */
bool source_add_all(struct db *db, struct search_build *b, struct error *e);

#endif
