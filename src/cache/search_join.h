/* Bringing levels of the search index together without reading a record again: what a segment has of documents that
 * nothing newer replaces is copied into the next one. */
#ifndef AULA_CACHE_SEARCH_JOIN_H
#define AULA_CACHE_SEARCH_JOIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct search_build;
struct search_join;
struct segment;

struct search_join *search_join_new(void); /* returns owned */
void search_join_free(struct search_join *j);

/* A document that changed: older segments' documents of that name are left out. */
void search_join_changed(struct search_join *j, uint64_t name);
/* The next level, newest first; takes the segment, which may be empty (no blob). */
void search_join_take(struct search_join *j, struct segment *s);
/* How many documents there would be: changed ones and those kept. */
size_t search_join_count(const struct search_join *j);
/* Adds what is kept to an empty builder. all: no level is below, so names that are gone are left out too. */
void search_join_write(const struct search_join *j, struct search_build *b, bool all);

#endif
