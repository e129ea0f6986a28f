/* What lists are made from, in memory: the facts of every activity and place of the cache, read once and then
 * kept in step by what changed. At 20,000 activities it takes about 5 MB.
 *
 * An entry's number stays the same until the index is read anew; index.generation tells. Removed entries
 * leave a hole (key 0). */
#ifndef AULA_CACHE_INDEX_H
#define AULA_CACHE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cache/facts.h"

struct db;
struct error;

#define INDEX_NONE UINT32_MAX
#define INDEX_BITS_MAX                                                                                       \
	64 /* topics, and languages, that have a bit of their own; the last bit is shared by the rest */

/* Names to numbers: open addressing, power of two. */
struct index_map {
	uint64_t *name; /* 0 = free */
	uint32_t *number;
	size_t slots, n;
};

struct index_entry {
	int64_t key; /* of its record; 0 = hole */
	uint64_t name, organisation;
	int64_t expires_at;
	uint64_t topics, languages; /* bits */
	uint64_t main_topic;        /* hash_name */
	uint32_t place;             /* number or INDEX_NONE */
	uint32_t first_occurrence, n_occurrences;
	uint32_t areas; /* number of the first in index.areas */
	uint16_t n_areas;
	uint8_t type, status, attend, reach, price, flags, age_min, age_max;
};

struct index_place {
	uint64_t name;
	double lat, lon;
	bool has_position, approximate, wheelchair, loop;
};

struct index {
	int64_t rev;         /* what of the cache is in here; 0 = nothing */
	uint64_t generation; /* changes whenever anything here does */
	uint64_t epoch;      /* changes when entries are renumbered */
	struct index_entry *entries;
	size_t n_entries, cap_entries, n_live;
	struct index_place *places;
	size_t n_places, cap_places;
	struct fact_occurrence *occurrences;
	size_t n_occurrences, cap_occurrences, dead_occurrences;
	uint16_t *areas;
	size_t n_areas, cap_areas;
	struct index_map by_name, place_by_name;
	uint64_t topic_names[INDEX_BITS_MAX], language_names[INDEX_BITS_MAX];
	size_t n_topics, n_languages;
	uint64_t *aligned; /* a blob being read */
	size_t aligned_bytes;
	size_t n_damaged; /* facts that were left out because their checksum is wrong */
};

/* Takes in what is committed, within the reader's transaction. Nothing to do costs one short query. */
bool index_refresh(struct index *x, struct db *db, struct error *e);
void index_fini(struct index *x);

/* INDEX_NONE when it is not there. */
uint32_t index_find(const struct index *x, uint64_t name);
/* The bit of a topic or language; 0 when no activity has it. */
uint64_t index_topic_bit(const struct index *x, uint64_t name);
uint64_t index_language_bit(const struct index *x, uint64_t name);

static inline const struct fact_occurrence *index_occurrences(const struct index *x,
							      const struct index_entry *entry)
{
	return x->occurrences != NULL ? x->occurrences + entry->first_occurrence : NULL; /* NULL + 0 is undefined */
}

#endif
