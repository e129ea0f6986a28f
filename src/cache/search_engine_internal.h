/* Shared by search_engine.c, search_score.c, search_offer.c and search_how.c only. */
#ifndef AULA_CACHE_SEARCH_ENGINE_INTERNAL_H
#define AULA_CACHE_SEARCH_ENGINE_INTERNAL_H

#include "analysis/query.h"
#include "cache/search.h"
#include "cache/search_alts.h"
#include "cache/search_engine.h"
#include "cache/search_segment.h"

struct search_engine {
	struct analyser *analyser;
	const struct thesaurus *thesaurus;
	struct segment level[ENGINE_LEVELS]; /* newest first; blob NULL: empty */
	struct segment used[ENGINE_LEVELS];  /* those that are not empty, borrowed from level */
	size_t n_used;
	size_t n_docs, n_visible;
	uint8_t *visible; /* factor over 0 */
	uint8_t *dead;    /* replaced by a newer level, or removed */
	float *factors;
	uint16_t *days; /* on which a document happens: bit 0 is today, see search_when.h */
	int weekday;    /* today's */
	/* scratch of one query, one value a document */
	uint16_t *best, *tags, *part, *sum_part;
	int32_t *sum; /* of logarithms, see search_score.c */
	int32_t *factor_logs;
	uint8_t *met;
	uint8_t *keep;
};

/* A word of the query with all it may mean. */
struct scored_word {
	const struct query_word *word;
	struct alt_list alts;
	bool last, open;
	const char *fixed;    /* what it was taken to mean instead, or NULL */
	const char *guess[3]; /* what it may have meant; without fixed only to be asked about */
	size_t n_guess;
	size_t found;  /* visible documents that meet it */
	double weight; /* rare words count more */
};

struct scoring {
	struct search_engine *x;
	struct alt_context context;
	struct scored_word *words;
	size_t n_words;
	size_t need;     /* words that were found at all */
	bool taken[SEARCH_WORDS_MAX]; /* words of the query that name a day */
	const char *mended; /* the text with such words written right; NULL: they are */
	uint16_t days;	 /* on which what is listed must happen; 0: any */
	unsigned danger; /* enum search_danger, of the words as typed: none is taken for a harmless one */
	bool counting;   /* only how many: no guesses, no offers */
	double weights;  /* of those, summed */
	size_t budget;   /* postings left */
	bool missing;    /* a word was found nowhere, or only a part of it */
	unsigned parts_least; /* of 1000: of a compound's parts that must be there */
	int32_t logs[1001];   /* score_log of 0–1000 thousandths */
};

/* 1024 × log2 of a score of 1–1000 against 1000; for adding up what is meant to multiply. */
int32_t score_log(double of_one);
double score_of_log(double log);
/* Whether a document may be listed at all. */
static inline bool score_listable(const struct scoring *s, size_t document)
{
	return s->x->visible[document] != 0 && (s->days == 0 || (s->x->days[document] & s->days) != 0);
}
/* What one alternative gives one document: 0 = nothing. document counts over all levels. */
unsigned score_of_document(struct scoring *s, const struct alt *a, size_t document);
/* All words of the query into x->sum and x->met; x->keep: documents that meet all words but the last. */
void score_words(struct scoring *s, struct query_words *q);

/* Completed words for the last word, or guesses for a misspelt one. */
void offer_words(struct scoring *s, const struct query_words *q, const char *text, size_t len,
		 struct engine_result *out);
/* The query with misspelt words replaced, for one of the guesses; NULL when there are none. */
const char *offer_correction(const struct scoring *s, const char *text, size_t len, size_t guess);

void how_words(const struct scoring *s, const struct query_words *q, struct buf *how);
const char *how_document(struct scoring *s, size_t document);

#endif
