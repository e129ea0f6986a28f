/* One segment of the search index, read: a checked blob in memory. Damage is found when it is taken (offsets)
 * or skipped when it is met (postings beyond the documents): no blob makes a reader step outside it. */
#ifndef AULA_CACHE_SEARCH_SEGMENT_H
#define AULA_CACHE_SEARCH_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "cache/search_format.h"

struct error;

struct segment {
	void *blob; /* owned, aligned for all sections */
	const struct segment_header *h;
	const struct segment_doc *docs;
	const struct segment_term *terms;
	const char *strings;
	const unsigned char *postings;
	uint32_t base; /* number of its first document among those of all segments */
	int64_t made;  /* generation, to know it again */
};

/* Takes blob (from malloc) also on failure. ERROR_CORRUPT. */
bool segment_take(struct segment *s, void *blob, size_t len, struct error *e);
void segment_fini(struct segment *s);

static inline const char *segment_key(const struct segment *s, const struct segment_term *t)
{
	return s->strings + t->string;
}

static inline const char *segment_lower(const struct segment *s, const struct segment_term *t, unsigned *len)
{
	*len = t->lower_len != 0 ? t->lower_len : t->key_len;
	return s->strings + t->string + (t->lower_len != 0 ? t->key_len : 0);
}

/* First and one past the last term whose key begins with (whole: is) the key. Returns how many. */
size_t segment_find(const struct segment *s, const char *key, size_t len, bool whole, size_t *first);

/* Raises best[base + doc] to score[level] for each posting of the term. Returns the number of postings read.
 */
size_t segment_scan(const struct segment *s, const struct segment_term *t,
		    const uint16_t score[SEARCH_LEVELS], uint16_t *best);
/* How many of the term's documents have keep[base + doc] != 0. */
size_t segment_count(const struct segment *s, const struct segment_term *t, const uint8_t *keep);
/* Every document that has the term. */
typedef void (*segment_doc_fn)(void *user, const struct segment_doc *d);
void segment_each(const struct segment *s, const struct segment_term *t, segment_doc_fn visit, void *user);
/* The same with the document's number within the segment, rising, and the level. */
typedef void (*segment_posting_fn)(void *user, uint32_t doc, unsigned level);
void segment_postings(const struct segment *s, const struct segment_term *t, segment_posting_fn visit, void *user);
/* The level at which a document has the term, 0 = not. doc counts within the segment. */
unsigned segment_level(const struct segment *s, const struct segment_term *t, uint32_t doc);

#endif
