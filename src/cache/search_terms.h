/* The words of a segment being built, each with its postings. All memory is one arena: a load has some hundred
 * thousand lists that grow, and they go together. */
#ifndef AULA_CACHE_SEARCH_TERMS_H
#define AULA_CACHE_SEARCH_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cache/slots.h"

/* As it will stand in the segment (search_format.h). A posting is held back until the next document: a document may
 * have a term in several places, and only the strongest counts. */
struct posting_list {
	unsigned char *bytes;
	uint32_t len, cap;
	uint32_t n;
	uint32_t last;	  /* document number + 1 of the last posting written; 0 none */
	uint32_t pending; /* document number + 1 held back; 0 none */
	uint8_t pending_level;
};

struct build_term {
	struct posting_list own;    /* by rising document */
	struct posting_list *later; /* of documents that had passed already, by rising document; NULL none */
	const char *key;	    /* base form; may be `lower` itself */
	uint16_t flags;		    /* enum segment_term_flag */
	uint8_t len;		    /* of lower */
	char lower[];
};

struct terms {
	struct arena arena;
	struct slots slots; /* of struct build_term */
	struct buf scratch;
};

#define TERMS_INIT ((struct terms){0})

/* As initialised. */
void terms_fini(struct terms *t);

/* Looking a word up is mostly waiting for memory: where several are known ahead, each is sought, then neared, then got.
 * seek: the word's hash. */
uint64_t terms_seek(const struct terms *t, const char *lower, size_t len);
void terms_near(const struct terms *t, uint64_t hash);
/* The term of that lower form, new when it is; NULL for a word without a letter, or too long. */
struct build_term *terms_get(struct terms *t, const char *lower, size_t len, uint64_t hash);
/* doc: number + 1, in one list never lower than the one before. */
void terms_post(struct terms *t, struct posting_list *p, uint32_t doc, uint8_t level);
struct posting_list *terms_later(struct terms *t, struct build_term *term);
/* Own has all postings, in order; further documents may follow. */
void terms_settle(struct terms *t, struct build_term *term);
static inline size_t terms_count(const struct terms *t)
{
	return t->slots.used;
}
/* All terms by (key, lower), in an array to be freed. */
struct build_term **terms_sorted(const struct terms *t);

#endif
