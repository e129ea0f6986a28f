/* How a segment of the search index lies in memory and in its blob: native byte order (it never leaves the
 * device), sections aligned to 8 bytes.
 *
 *   header | docs | terms | strings | postings
 *
 * Terms are sorted by (key, lower): the key is the base form of fold.h, by which everything is found; the
 * lower form tells an exact find. A term's postings are one varint each (7 bits a byte, low first, high bit =
 * more) of (step << 4 | level), where step is the distance from the document before (the first counts from
 * -1) and level is how strongly the document has the term, put there once at building. */
#ifndef AULA_CACHE_SEARCH_FORMAT_H
#define AULA_CACHE_SEARCH_FORMAT_H

#include <stdint.h>

#define SEARCH_MAGIC "AULASR01"

struct segment_header {
	char magic[8];
	uint32_t size; /* of the whole blob */
	uint32_t n_docs, n_terms;
	uint32_t docs_at, terms_at; /* byte offsets */
	uint32_t strings_at, strings_len;
	uint32_t postings_at, postings_len;
	uint32_t spare;
};

/* A document is an activity. Where and when it is lies in the cache's own facts (index.h), under the same
 * name. */
struct segment_doc {
	uint64_t name; /* hash_name of its id */
	int64_t key;   /* of its record in the cache; 0: removed, which hides the name in older segments */
};

enum segment_term_flag {
	TERM_LANGS = 0x3FF,    /* bit i: occurs in language i of enum lang */
	TERM_SHOWN = 0x400,    /* a word of a dictionary, fit for a suggestion */
	TERM_IN_TITLE = 0x800, /* in a title somewhere */
};

struct segment_term {
	uint32_t string; /* offset of the key in strings; the lower form follows it when it differs */
	uint8_t key_len, lower_len; /* bytes; lower_len 0: same as the key */
	uint16_t flags;
	uint32_t letters;  /* bit set of its letters, for a quick look at what may be a misspelling */
	uint32_t postings; /* offset */
	uint32_t bytes;    /* of its postings */
	uint32_t n;
};

/* Levels, 1–15: where a document has a term and what it is there. Their worth is in search_levels[]. */
enum search_level {
	LEVEL_ROOT_TEXT = 1, /* the word a word of the text is derived from */
	LEVEL_ROOT_TITLE = 2,
	LEVEL_PLACE = 3,    /* name of the place, city */
	LEVEL_PART_ORG = 4, /* part of a compound in the organisation's name */
	LEVEL_PART_TEXT = 5,
	LEVEL_STEM_TEXT = 6,
	LEVEL_TEXT_1 = 7, /* once in summary or text */
	LEVEL_TEXT_2 = 8,
	LEVEL_TEXT_3 = 9, /* three times or more */
	LEVEL_ORG = 10,
	LEVEL_TAG = 11, /* topic, need, audience, spoken language, … */
	LEVEL_PART_TITLE = 12,
	LEVEL_STEM_TITLE = 13,
	LEVEL_WRITTEN = 14, /* title, as written */
	LEVEL_TITLE = 15,
};

#define SEARCH_LEVELS 16
extern const uint16_t search_levels[SEARCH_LEVELS]; /* 0–1000 */

/* One bit for each letter a–z, the rest shared by other letters. key: base form. */
uint32_t search_letters(const char *key, unsigned len);

#endif
