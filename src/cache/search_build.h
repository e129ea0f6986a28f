/* Makes a segment: activities in, one blob out. */
#ifndef AULA_CACHE_SEARCH_BUILD_H
#define AULA_CACHE_SEARCH_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "cache/search_format.h"
#include "model/record.h"

struct analyser;
struct buf;
struct error;
struct search_build;

/* What one document of the index is made of; all borrowed during the call. */
struct search_doc {
	int64_t key;                             /* of its record, not 0 */
	uint64_t name;                           /* hash_name of its id */
	const struct activity *activity;         /* NULL: removed */
	const struct organisation *organisation; /* NULL: none or unknown */
	const struct place *place;
};

/* Words of names that were analysed, kept from one build to the next: analysing is most of what a small change
 * costs. Bounded. Returns owned. */
struct known_names;
struct known_names *known_names_new(void);
void known_names_free(struct known_names *n);

/* Borrows the analyser and the names it knows (names of organisations and places are analysed here, where they meet the activity).
 * Returns owned. */
struct search_build *search_build_new(struct analyser *a, struct known_names *names);
void search_build_free(struct search_build *b);

void search_build_add(struct search_build *b, const struct search_doc *d);
/* Names for a document (numbered from 0) that was added without: when all are added, in rising order. */
void search_build_add_names(struct search_build *b, size_t doc, const struct organisation *organisation,
			    const struct place *place);
/* The parts, for what another segment has already (search_join.h). document: gives its number + 1. term: NULL for a
 * word without a letter. posting: documents of one term in rising order. */
struct build_term;
uint32_t search_build_document(struct search_build *b, const struct segment_doc *d);
struct build_term *search_build_term(struct search_build *b, const char *lower);
void search_build_posting(struct build_term *t, uint32_t doc, unsigned level, unsigned flags);

size_t search_build_count(const struct search_build *b);

/* Appends the segment to out (empty, no limit) and empties the builder. ERROR_LIMIT over 4 GB. */
bool search_build_write(struct search_build *b, struct buf *out, struct error *e);

#endif
