/* The heart of search, without SQLite: segments and a factor for each document in, names of activities out,
 * best first. search.c puts it between the cache and the screens. */
#ifndef AULA_CACHE_SEARCH_ENGINE_H
#define AULA_CACHE_SEARCH_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/lang.h"

struct analyser;
struct arena;
struct buf;
struct error;
struct search_engine;
struct segment_doc;
struct thesaurus;

#define ENGINE_LEVELS 4 /* SEARCH_LEVELS_MAX of search_index.h */
/* Postings one query may read. A first letter over 100,000 activities needs a third of it; what is over (many
 * common words at once) leaves out the least worthy ways to understand a word. */
#define ENGINE_POSTINGS_MAX 2500000

/* Borrows both. Returns owned. */
struct search_engine *engine_new(struct analyser *a, const struct thesaurus *t);
void engine_free(struct search_engine *x);

/* Generation of what is loaded at a level, 0 = nothing. */
int64_t engine_made(const struct search_engine *x, int level);
/* Takes blob (from malloc) as the level's segment, NULL: the level is empty. Call engine_settle after the
 * last one. */
bool engine_set_segment(struct search_engine *x, int level, int64_t made, void *blob, size_t len,
			struct error *e);
void engine_settle(struct search_engine *x);

/* Documents of all levels. A document that a newer level replaces keeps its number but is never found. */
size_t engine_docs(const struct search_engine *x);
const struct segment_doc *engine_doc(const struct search_engine *x, size_t i);
bool engine_doc_live(const struct search_engine *x, size_t i);
/* One factor a document, 0 = not shown; the caller fills it after engine_settle and whenever time, place or
 * what is hidden change. */
float *engine_factors(struct search_engine *x);
/* Days on which each happens, bits as in search_when.h; filled beside the factors. */
uint16_t *engine_days(struct search_engine *x);
void engine_set_weekday(struct search_engine *x, int weekday); /* today's, 1–7; 0: the time is not known */
void engine_factors_made(struct search_engine *x); /* call when they are filled */

struct engine_hit {
	uint64_t name; /* hash_name of the activity's id */
	int64_t key;
	double text, score; /* score = text × factor */
	bool every_word;
	const char *how; /* only when asked */
};

struct engine_word {
	const char *text; /* what the field holds when it is taken */
	size_t typed;     /* bytes as typed */
	size_t n;
};

struct engine_result {
	struct engine_hit *hits;
	size_t n_hits, total;
	size_t n_words; /* words that count */
	bool partial;
	uint16_t days; /* that the words named and the hits happen on; 0: none */
	struct engine_word *words;
	size_t n_words_offered;
	const char *did_you_mean;
	size_t n_did_you_mean;
	bool corrected;
	unsigned danger;
	enum lang understood;
	size_t postings; /* read, for the bench */
};

/* text: len bytes, any. how: NULL, or gets one line a word (and hits[].how are filled). Results belong to the
 * arena. */
void engine_query(struct search_engine *x, enum lang lang, const char *text, size_t len, size_t limit,
		  struct engine_result *out, struct buf *how, struct arena *arena);

#endif
