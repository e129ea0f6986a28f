/* What the screen offers beside results: completed words with counts, corrections of misspelt ones. */
#include <string.h>

#include "analysis/fold.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "cache/search.h"
#include "cache/search_best.h"
#include "cache/search_engine_internal.h"
#include "cache/search_thesaurus.h"

#define TITLE_BONUS 3 /* a word of titles is worth this many times its documents */

static unsigned language_bits(enum lang l)
{
	return l == LANG_SELKO ? 1u << LANG_SELKO | 1u << LANG_FI : 1u << l;
}

/* Words that go on from what is typed, in the screen's language (or any, when that gives none). */
static void complete(const struct scoring *s, const struct query_word *w, unsigned langs,
		     struct best_words *list)
{
	size_t key_len = strlen(w->key), typed_len = strlen(w->typed);
	bool dots = key_len != typed_len;
	for (size_t i = 0; i < s->x->n_used; i++) {
		const struct segment *seg = &s->x->used[i];
		size_t first, n = segment_find(seg, w->key, key_len, false, &first);
		for (size_t k = first; k < first + n; k++) {
			const struct segment_term *t = &seg->terms[k];
			struct best_word one = {.worth = t->n};
			if ((t->flags & TERM_SHOWN) == 0 || (t->flags & langs) == 0 || t->key_len == key_len)
				continue;
			one.lower = segment_lower(seg, t, &one.len);
			bool as_typed = one.len >= typed_len && memcmp(one.lower, w->typed, typed_len) == 0;
			if (dots && !as_typed)
				continue;
			one.worth =
				one.worth * (t->flags & TERM_IN_TITLE ? TITLE_BONUS : 1) * (as_typed ? 4 : 1);
			best_words_offer(list, &one);
		}
	}
}

static size_t count_documents(const struct scoring *s, const char *lower, unsigned len)
{
	size_t n = 0;
	CLEANUP_BUF struct buf key = BUF_INIT;
	fold_base(lower, len, &key);
	for (size_t i = 0; i < s->x->n_used; i++) {
		const struct segment *seg = &s->x->used[i];
		size_t first, count = segment_find(seg, buf_str(&key), key.len, true, &first);
		for (size_t k = first; k < first + count; k++) {
			unsigned term_len;
			const char *term = segment_lower(seg, &seg->terms[k], &term_len);
			if (term_len == len && memcmp(term, lower, len) == 0)
				n += segment_count(seg, &seg->terms[k], s->x->keep);
		}
	}
	return n;
}

/* text with the word at [start, end) replaced. */
static const char *replaced(struct arena *a, const char *text, size_t len, size_t start, size_t end,
			    const char *word)
{
	return arena_printf(a, "%.*s%s%.*s", (int)start, text, word, (int)(len - end), text + end);
}

static size_t same_bytes(const char *a, const char *b)
{
	size_t n = 0;
	while (a[n] != '\0' && a[n] == b[n])
		n++;
	while (n > 0 && ((unsigned char)a[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static void offer(struct scoring *s, const struct query_word *w, const char *text, size_t len,
		  const struct best_word *one, struct engine_result *out)
{
	struct arena *a = s->context.arena;
	const char *word = arena_strndup(a, one->lower, one->len);
	struct engine_word *o = &out->words[out->n_words_offered++];
	o->text = replaced(a, text, len, w->start, w->end, word);
	o->n = one->n;
	o->typed = w->start + same_bytes(word, w->typed);
}

static void offer_completions(struct scoring *s, const struct query_word *w, const char *text, size_t len,
			      struct engine_result *out)
{
	struct best_words list = {.n = 0};
	complete(s, w, language_bits(s->context.lang), &list);
	if (list.n == 0)
		complete(s, w, TERM_LANGS, &list);
	for (size_t i = 0; i < list.n; i++)
		list.v[i].n = count_documents(s, list.v[i].lower, list.v[i].len);
	while (out->n_words_offered < SEARCH_SUGGESTIONS_MAX) {
		struct best_word *most = NULL;
		for (size_t i = 0; i < list.n; i++)
			if (list.v[i].n > 0 && (most == NULL || list.v[i].worth > most->worth))
				most = &list.v[i];
		if (most == NULL)
			break;
		offer(s, w, text, len, most, out);
		most->n = 0; /* taken */
	}
}

static void offer_guesses(struct scoring *s, const struct scored_word *w, const char *text, size_t len,
			  struct engine_result *out)
{
	/* the first guess is taken already or asked about: did_you_mean */
	for (size_t i = 1; i < w->n_guess && out->n_words_offered < SEARCH_SUGGESTIONS_MAX; i++) {
		struct best_word one = {.lower = w->guess[i], .len = (unsigned)strlen(w->guess[i])};
		one.n = count_documents(s, one.lower, one.len);
		if (one.n > 0)
			offer(s, w->word, text, len, &one, out);
	}
}

void offer_words(struct scoring *s, const struct query_words *q, const char *text, size_t len,
		 struct engine_result *out)
{
	out->words = ARENA_ARRAY(s->context.arena, struct engine_word, SEARCH_SUGGESTIONS_MAX);
	for (size_t i = 0; i < s->n_words; i++)
		offer_guesses(s, &s->words[i], text, len, out);
	if (q->open && q->n > 0)
		offer_completions(s, &q->v[q->n - 1], text, len, out);
}

const char *offer_correction(const struct scoring *s, const char *text, size_t len, size_t guess)
{
	const char *now = arena_strndup(s->context.arena, text, len);
	bool any = false;
	for (size_t i = s->n_words; i-- > 0;) { /* from the end, so that places before stay true */
		const struct scored_word *w = &s->words[i];
		if (guess >= w->n_guess)
			continue;
		now = replaced(s->context.arena, now, strlen(now), w->word->start, w->word->end,
			       w->guess[guess]);
		any = true;
	}
	return any ? now : NULL;
}
