/* The few best of many words, each once: what completions and corrections are chosen from. */
#ifndef AULA_CACHE_SEARCH_BEST_H
#define AULA_CACHE_SEARCH_BEST_H

#include <stddef.h>
#include <stdint.h>

#define BEST_WORDS_MAX 8

struct best_word {
	const char *lower; /* borrowed; not ended */
	unsigned len;
	uint64_t worth;
	size_t n; /* documents, where the chooser counts them */
};

struct best_words {
	struct best_word v[BEST_WORDS_MAX]; /* the best first; of equal ones, the earlier offered */
	size_t n;
};

/* A word that is among them already stays as it is. */
void best_words_offer(struct best_words *list, const struct best_word *one);

#endif
