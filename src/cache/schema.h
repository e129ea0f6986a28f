/* The cache's tables; shared by writer and reader.
 *
 * record  every live record as the feed gave it: doc is the JSON, sum its checksum (hash.h), gen the load
 * that brought it last. fact    what lists need of an activity or a place (facts.h), same key as its record.
 * rev counts committed changes, so that a reader takes in only what is newer than what it has. gone    names
 * (hash_name of the id) of facts that were removed, by rev, for the same purpose; the newest only. state one
 * row. Kinds are stored by their word: the feed may bring kinds that this program does not know yet. */
#ifndef AULA_CACHE_SCHEMA_H
#define AULA_CACHE_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

struct db;
struct error;

extern const char *const cache_schema[];
extern const size_t cache_schema_steps;

/* Rows of gone that are kept; a reader that missed more reads everything anew. */
#define CACHE_GONE_MAX 5000

/* Where it lies in a device's folder. */
#define CACHE_FILE "cache.db"
#define CACHE_PATH "cache/" CACHE_FILE

#endif
