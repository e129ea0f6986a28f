/* String → string, for joins within a run. Keys and values live in the arena given at the start. */
#ifndef AULA_IMPORT_STR_MAP_H
#define AULA_IMPORT_STR_MAP_H

#include <stddef.h>

#include "base/arena.h"

struct str_map;

struct str_map *str_map_new(struct arena *a);
void str_map_free(struct str_map *m);                                    /* the strings stay in the arena */
void str_map_put(struct str_map *m, const char *key, const char *value); /* copies both; replaces */
const char *str_map_get(const struct str_map *m, const char *key);       /* NULL: not there */
size_t str_map_count(const struct str_map *m);
/* Entries in the order of their first insertion. */
const char *str_map_key(const struct str_map *m, size_t i);
const char *str_map_value(const struct str_map *m, size_t i);

#endif
