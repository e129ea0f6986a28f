/* Words of like meaning, in all languages, from the folder assets/thesaurus (see README.md there for the
 * form). */
#ifndef AULA_CACHE_SEARCH_THESAURUS_H
#define AULA_CACHE_SEARCH_THESAURUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/lang.h"

struct analyser;
struct query_word;
struct thesaurus;

#define THESAURUS_WEIGHT 1000 /* a full weight */

/* A word that means a concept. */
struct thesaurus_word {
	const char *lower; /* as in the file */
	const char *key;   /* base form of it, blanks dropped */
	enum lang lang;
	uint16_t concept;
	uint16_t weight;
	uint32_t letters; /* search_letters of the key */
	uint16_t key_len, lower_len;
};

/* A way to find a word: by its key or by the key of its stem. */
struct thesaurus_entry {
	const char *key;
	uint32_t word; /* number */
};

struct thesaurus_link {
	const char *tag; /* term "#k:…", or NULL: to a concept */
	uint16_t concept;
	uint16_t weight;
};

struct thesaurus_concept {
	const char *name;
	const struct thesaurus_word **words; /* of all languages */
	size_t n_words;
	struct thesaurus_link *links;
	size_t n_links;
};

/* Returns owned, never NULL: files and lines that are missing or wrong are logged and left out. */
struct thesaurus *thesaurus_load(const char *dir, struct analyser *a);
void thesaurus_free(struct thesaurus *t);

/* Entries whose key begins with (whole: is) the key; *first and how many. */
size_t thesaurus_find(const struct thesaurus *t, const char *key, size_t len, bool whole,
		      const struct thesaurus_entry **first);
const struct thesaurus_word *thesaurus_word(const struct thesaurus *t, uint32_t number);
const struct thesaurus_concept *thesaurus_concept(const struct thesaurus *t, uint16_t number);
size_t thesaurus_count(const struct thesaurus *t); /* concepts */

/* Dangerous needs: bits of enum search_danger that one word (its base form) stands for. open: it may be only
 * a beginning; then five letters, and three fifths of the word, are enough. */
unsigned thesaurus_danger(const struct thesaurus *t, const char *word, bool open);
/* The same of a word with the forms it was analysed into. */
unsigned thesaurus_danger_word(const struct thesaurus *t, const struct query_word *w, bool open);
/* A day or days that a word stands for; several at once only in what is added up. In the order of when.csv's kinds. */
enum search_when {
	WHEN_WORD_TODAY = 1,
	WHEN_WORD_TOMORROW = 1 << 1,
	WHEN_WORD_DAY_AFTER = 1 << 2,
	WHEN_WORD_WEEKEND = 1 << 3,
	WHEN_WORD_WEEK = 1 << 4,
	WHEN_WORD_NEXT_WEEK = 1 << 5,
	WHEN_WORD_MONDAY = 1 << 6, /* … Sunday: 1 << 12 */
	WHEN_WORD_ANY = 1 << 13,   /* says nothing beside one of the others: "tapahtumat tänään" */
};
/* Of one word, or of several with the blanks taken out, by its base form; 0 = none. */
unsigned thesaurus_when(const struct thesaurus *t, const char *key);
/* The word a listed slip stands for; NULL when it is none. */
const char *thesaurus_when_slip(const struct thesaurus *t, const char *key);
/* The word (lower form) for a day that this key can only be a misspelling of; NULL for none, or when it may be two days.
 * langs: of these languages (bits); open: it may be a beginning; one of such a word, or of one that begins with it, is not
 * misspelt. */
const char *thesaurus_when_near(const struct thesaurus *t, const char *key, unsigned langs, bool open);
/* A Finnish word that finds help with such needs: the first of the concept named as the kind, crisis help for
 * an emergency. NULL when there is no help to find but the number shown. */
const char *thesaurus_help(const struct thesaurus *t, unsigned danger);

#endif
