/* Misspellings: how far a typed word is from a word of the index, counted the way fingers and Finnish err.
 *
 * Costs (in tenths of a full error): a letter too many, missing or wrong 10; wrong but beside it on the
 * keyboard 6; single for double or double for single ("masenus") 4; two letters exchanged 7; the first letter
 * wrong 5 more. Dots cost nothing: both sides are base forms. */
#ifndef AULA_CACHE_SEARCH_FUZZY_H
#define AULA_CACHE_SEARCH_FUZZY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/token.h"

#define FUZZY_FAR 255

struct fuzzy_word {
	uint32_t letters[TOKEN_LETTERS_MAX];
	unsigned n;
	uint32_t set;                     /* search_letters */
	uint32_t near[TOKEN_LETTERS_MAX]; /* of each letter: the keys beside it, bit 0 = a */
	uint32_t first;                   /* letters a candidate may begin with */
	unsigned limit;                   /* the greatest distance that is a misspelling of this word */
};

/* false: too short to be misspelt recognisably (under four letters). */
bool fuzzy_start(struct fuzzy_word *w, const char *key);

/* Distance to the candidate, FUZZY_FAR over the limit. open: to the candidate's nearest beginning, plus one
 * for what is not typed yet. set: search_letters of the candidate. */
unsigned fuzzy_distance(const struct fuzzy_word *w, const char *candidate, size_t len, uint32_t set,
			bool open);

#endif
