/* Search as a visitor types: one path from the first letter to the last, results and suggestions at each key.
 *
 * The index is made by aula-sync (search_index.h) and read whole into memory here; a query touches SQLite
 * only for the cards it shows. docs/SEARCH.md tells how words are understood and how results are ordered. */
#ifndef AULA_CACHE_SEARCH_H
#define AULA_CACHE_SEARCH_H

#include "cache/query.h"

struct buf;
struct search;

#define SEARCH_TEXT_MAX 200 /* bytes of a query that are looked at */
#define SEARCH_WORDS_MAX 8  /* its words that are looked at */
#define SEARCH_LIMIT_MAX 200
#define SEARCH_SUGGESTIONS_MAX 6
#define SEARCH_FEW 5 /* fewer activities than this: another spelling is offered when it gives more */

/* Borrows the cache for its own life. words_dir: the folder of the thesaurus ("assets/thesaurus"); words
 * missing or wrong there are logged and left out. Cheap: the index and the Finnish dictionary are loaded at
 * the first search_prepare or query. */
bool search_open(struct search **out, struct cache *c, const char *words_dir, struct error *e);
void search_close(struct search *s);

/* Loads what the next key press would have to wait for: the index if it changed, the dictionary, distances
 * from the centre. Call it when the search screen opens and after cache_changed(). */
bool search_prepare(struct search *s, const struct cache_view *view, struct error *e);

enum suggestion_kind {
	SUGGESTION_WORD,     /* a word of the index that completes what is typed */
	SUGGESTION_ACTIVITY, /* an activity by its name */
};

struct suggestion {
	enum suggestion_kind kind;
	const char *text; /* what the field holds when it is taken; for SUGGESTION_ACTIVITY its title */
	size_t typed;     /* bytes at the beginning of text that are as typed (shown bold); may be 0 */
	size_t n;         /* activities that have the words as they stand, without words of like meaning */
	const char *id;   /* SUGGESTION_ACTIVITY: open this; else NULL */
};

/* A visitor may be in danger: show these first (bit set). */
enum search_danger {
	SEARCH_DANGER_NONE = 0,
	SEARCH_DANGER_EMERGENCY = 1, /* 112 */
	SEARCH_DANGER_CRISIS = 2,    /* suicide, despair: 112 and the crisis line */
	SEARCH_DANGER_VIOLENCE = 4,  /* 112 and the line for violence at home */
	SEARCH_DANGER_POISON = 8,    /* the poison information line */
};

/* Why a result stands where it does; the factors multiply to card.score. */
struct search_factors {
	double text;     /* 0–1: how well the words are met */
	double near;     /* 0.15–1: distance and next occurrence, by model/nearby.h */
	double feature;  /* 1, or SEARCH_FEATURE_FACTOR for what staff promote here */
	bool every_word; /* all words are met, not only some */
	const char *how; /* one line for people: which words met what; only from search_explain */
};
#define SEARCH_FEATURE_FACTOR 1.08

struct search_result {
	struct cards cards; /* best first; total counts all that are listed by this rule: every word met, or,
			     * when nothing meets every word, some of them */
	struct search_factors *factors; /* beside cards.v */
	bool partial;                   /* no activity meets every word */
	struct suggestion *suggestions;
	size_t n_suggestions;
	const char *did_you_mean; /* the query with misspelt words replaced, or NULL */
	size_t n_did_you_mean;    /* what searching for it lists; more than cards.total unless corrected */
	bool corrected;           /* nothing matched as typed, so the cards answer did_you_mean: say so. Else it
				   * is only offered: ask */
	unsigned danger;          /* enum search_danger */
	enum lang understood;     /* language the words were understood in when it is not view->lang; else
				     view->lang */
	size_t n_other_language;  /* cards whose title_lang is another language than view->lang (plain Finnish
				   * counts  Finnish as its own): mark them "in Finnish" */
};

/* Any bytes are a query. False only when the cache cannot be read. An empty or blank query gives no cards.
 * limit is cut to SEARCH_LIMIT_MAX. Results belong to the arena. */
bool search_query(struct search *s, const struct cache_view *view, const char *text, size_t limit,
		  struct search_result *out, struct arena *a, struct error *e);
/* The same with factors[].how filled, and to `how` (may be NULL) the way each word was understood, one line
 * each. */
bool search_explain(struct search *s, const struct cache_view *view, const char *text, size_t limit,
		    struct search_result *out, struct buf *how, struct arena *a, struct error *e);

#endif
