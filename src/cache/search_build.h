/* Makes a segment: activities in, one blob out. */
#ifndef AULA_CACHE_SEARCH_BUILD_H
#define AULA_CACHE_SEARCH_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "cache/search_format.h"
#include "model/record.h"

struct analyser;
struct buf;
struct build_term;
struct error;
struct search_build;

/* What the names of an organisation or a place put into each document that names it. */
struct build_names {
	struct build_post {
		struct build_term *term;
		uint16_t flags;
		uint8_t level;
	} * v;
	size_t n;
};

/* What one document of the index is made of; all borrowed during the call. */
struct search_doc {
	int64_t key;                                   /* of its record; 0: not known yet */
	uint64_t name;                                 /* hash_name of its id */
	const struct activity *activity;               /* NULL: removed */
	const struct build_names *organisation, *place; /* NULL: none or unknown */
};

/* Borrows the analyser, for names that came without their words (model/record.h). Returns owned. */
struct search_build *search_build_new(struct analyser *a);
void search_build_free(struct search_build *b);

/* Names of an organisation or a place, once for all documents of this builder, which keeps the array. */
struct build_names search_build_names(struct search_build *b, const struct record *r);
void search_build_add(struct search_build *b, const struct search_doc *d);
/* Names for a document (numbered from 0) that was added without: when all are added, in rising order. */
void search_build_add_names(struct search_build *b, size_t doc, const struct build_names *organisation,
			    const struct build_names *place);
/* The parts, for what another segment has already (search_join.h). document: gives its number + 1. term: lower needs
 * no NUL; NULL for a word without a letter. posting: documents of one term in rising order. */
uint32_t search_build_document(struct search_build *b, const struct segment_doc *d);
struct build_term *search_build_term(struct search_build *b, const char *lower, size_t len);
void search_build_posting(struct search_build *b, struct build_term *t, uint32_t doc, unsigned level, unsigned flags);

size_t search_build_count(const struct search_build *b);

/* Appends the segment to out (empty, no limit). More documents may be added afterwards, for another segment of all of
 * them. ERROR_LIMIT over 4 GB. */
bool search_build_write(struct search_build *b, struct buf *out, struct error *e);
/* Into a segment written here: the keys of its first n documents, which were added before their records had any. */
void search_build_put_keys(struct buf *segment, const int64_t *keys, size_t n);

#endif
