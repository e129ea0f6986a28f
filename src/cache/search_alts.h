/* A typed word as a list of things to look for in the index, each with its worth. */
#ifndef AULA_CACHE_SEARCH_ALTS_H
#define AULA_CACHE_SEARCH_ALTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/query.h"
#include "model/lang.h"

struct arena;
struct segment;
struct thesaurus;

enum alt_kind {
	ALT_WRITTEN, /* as typed */
	ALT_BASE,    /* its base form */
	ALT_STEM,
	ALT_ROOT,    /* the word it is derived from */
	ALT_JOINED,  /* written together with its neighbour */
	ALT_PREFIX,  /* words that begin with it */
	ALT_PARTS,   /* the parts of a compound, together */
	ALT_LIKE,    /* a word of like meaning */
	ALT_TAG,     /* the topic, need or audience it stands for */
	ALT_RELATED, /* a word or tag of a related meaning */
	ALT_ENDING,  /* it without an ending that is not complete */
	ALT_FIX,     /* what it may have been meant to be */
};

/* What each is worth, of 1000, before the level of the find. */
#define ALT_WORTH_FULL 1000
#define ALT_WORTH_JOINED 960
#define ALT_WORTH_STEM 930
#define ALT_WORTH_PREFIX 800
#define ALT_WORTH_PARTS 780
#define ALT_WORTH_LIKE 700
#define ALT_WORTH_RELATED 560
#define ALT_WORTH_TAG 800
#define ALT_WORTH_ENDING 700
#define ALT_WORTH_FIX 800
#define ALT_WORTH_PREFIX_INSIDE 450 /* a word that is not the last */
#define ALT_WORTH_ROOT 450
#define ALT_OTHER_LANGUAGE 880 /* of 1000, for words in a language that is not the screen's */
/* of 1000, when only the base forms agree: dots left out; dots typed that do not belong */
#define ALT_DOTS_MISSING 850
#define ALT_DOTS_WRONG 600

struct alt_list;

struct alt {
	enum alt_kind kind;
	const char *lower, *key;
	bool prefix;
	uint16_t weight;
	uint16_t langs;               /* terms of these languages only (bits as TERM_LANGS); 0 = any */
	const struct alt_list *parts; /* ALT_PARTS */
	size_t n_parts;
};

#define ALTS_MAX 64

struct alt_list {
	struct alt v[ALTS_MAX];
	size_t n;
};

struct alt_context {
	struct analyser *analyser;
	const struct thesaurus *thesaurus;
	const struct segment *segments;
	size_t n_segments;
	enum lang lang;
	struct arena *arena;
};

/* All that a word may mean as typed. open: it may be a beginning. */
void alts_of_word(const struct alt_context *c, const struct query_word *w, bool last, bool open,
		  struct alt_list *out);
/* Two neighbouring words written as one; adds to both lists when the index or the thesaurus knows that word.
 */
void alts_of_pair(const struct alt_context *c, const struct query_word *a, const struct query_word *b,
		  bool open, struct alt_list *first, struct alt_list *second);
/* For a word that is no word of the index: an unfinished ending taken off. Adds; false when there is nothing.
 */
bool alts_of_ending(const struct alt_context *c, const struct query_word *w, struct alt_list *out);
/* For a word no dictionary takes apart: two words of the index written together, Swedish compounds and
 * unfinished ones
 * ("sorgegrupp", "suruvertaisr"). Adds; false when there is no such place to cut. */
bool alts_of_split(const struct alt_context *c, const struct query_word *w, bool open, struct alt_list *out);
enum typo_reach {
	TYPO_CERTAIN, /* what can hardly be anything else, for words that are right as they stand */
	TYPO_NEAR,    /* near enough to be taken for it when nothing has the word as typed */
	TYPO_FAR,     /* a letter more is wrong: only to be asked about */
};

/* Words it may be a misspelling of, best first (lower forms); at most max. */
size_t alts_of_typo(const struct alt_context *c, const struct query_word *w, bool open, enum typo_reach reach,
		    const char **words, size_t max);

/* Adds what the thesaurus has for words that begin with this and go on for at most `rest` bytes. */
bool alts_of_meaning(const struct alt_context *c, const char *key, size_t len, size_t rest, unsigned worth,
		     struct alt_list *out);
/* Is there a term whose key begins with (whole: is) this? */
bool alts_known(const struct alt_context *c, const char *key, bool whole);
void alts_sort(struct alt_list *list); /* by weight, most first */
const char *alt_kind_word(enum alt_kind k);

#endif
