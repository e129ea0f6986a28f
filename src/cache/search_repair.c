/* The two ways out for a word nothing was found for (search_alts.h): an unfinished ending, and a misspelling. */
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "cache/search_alts.h"
#include "cache/search_best.h"
#include "cache/search_fuzzy.h"
#include "cache/search_segment.h"
#include "cache/search_thesaurus.h"

#define ENDING_LETTERS_MAX 6 /* "-lleni…" taken off */
#define ENDING_STEM_MIN 4    /* letters that must stay */
#define ENDING_TERMS_MAX 400
#define CERTAIN_DISTANCE 6
#define FAR_MORE 8
#define RELATIVE_DISTANCE 11 /* what a shared beginning counts as, beside fuzzy distances */
#define RELATIVE_REST_MAX 4  /* bytes of a base form after the shared beginning */

/* Bytes of the first n letters. */
static size_t first_letters(const char *s, size_t n)
{
	size_t at = 0, len = strlen(s);
	while (n-- > 0 && at < len)
		utf8_next(s, len, &at);
	return at;
}

static void add_ending(const struct alt_context *c, const char *lower, size_t len, unsigned weight,
		       struct alt_list *out)
{
	CLEANUP_BUF struct buf key = BUF_INIT;
	if (out->n == ALTS_MAX)
		return;
	fold_base(lower, len, &key);
	out->v[out->n++] = (struct alt){.kind = ALT_ENDING,
					.lower = arena_strndup(c->arena, lower, len),
					.key = arena_strdup(c->arena, buf_str(&key)),
					.weight = (uint16_t)weight};
}

/* Terms that begin with the first `len` bytes of the key and go on for at most two letters: base forms whose
 * last letters an ending changes ("yksinäisyy|d" ← "yksinäisyy|s"). */
static bool add_terms_near(const struct alt_context *c, const char *key, size_t len, unsigned weight,
			   struct alt_list *out)
{
	bool any = false;
	for (size_t i = 0; i < c->n_segments; i++) {
		const struct segment *s = &c->segments[i];
		size_t first, n = segment_find(s, key, len, false, &first);
		for (size_t k = first; k < first + n && k < first + ENDING_TERMS_MAX && out->n < 8; k++) {
			unsigned lower_len;
			const char *lower = segment_lower(s, &s->terms[k], &lower_len);
			if (s->terms[k].key_len > len + 2 || (s->terms[k].flags & TERM_SHOWN) == 0)
				continue;
			add_ending(c, lower, lower_len, weight, out);
			any = true;
		}
	}
	return any;
}

bool alts_of_ending(const struct alt_context *c, const struct query_word *w, struct alt_list *out)
{
	size_t letters = utf8_count(w->key);
	for (size_t off = 1; off <= ENDING_LETTERS_MAX; off++) {
		size_t stay = letters - off;
		if (letters < off + ENDING_STEM_MIN || stay * 10 < letters * 6)
			break;
		/* a longer ending must leave a longer word, or anything would be an ending */
		if (off > 3 && stay < 6)
			break;
		unsigned weight = ALT_WORTH_ENDING - (unsigned)off * 20;
		size_t len = first_letters(w->key, stay);
		bool term = add_terms_near(c, w->key, len, weight, out);
		if (alts_of_meaning(c, w->key, len, 2, weight, out) || term)
			return true;
	}
	return false;
}

/* A nearer word before a farther one, then the one more documents have. */
static uint64_t worth_of(unsigned distance, uint32_t documents)
{
	return (uint64_t)(UINT32_MAX - distance) << 32 | documents;
}

static void offer_terms(const struct segment *s, const struct fuzzy_word *f, bool open,
			struct best_words *list)
{
	for (uint32_t i = 0; i < s->h->n_terms; i++) {
		const struct segment_term *t = &s->terms[i];
		if ((t->flags & TERM_LANGS) == 0) /* a tag */
			continue;
		unsigned d = fuzzy_distance(f, segment_key(s, t), t->key_len, t->letters, open);
		if (d == FUZZY_FAR)
			continue;
		struct best_word one = {.worth = worth_of(d, t->n)};
		one.lower = segment_lower(s, t, &one.len);
		best_words_offer(list, &one);
	}
}

/* Words of like meaning may be misspelt too, and need not be in the index themselves. */
static void offer_thesaurus(const struct alt_context *c, const struct fuzzy_word *f, bool open,
			    struct best_words *list)
{
	for (size_t i = 0; i < thesaurus_count(c->thesaurus); i++) {
		const struct thesaurus_concept *k = thesaurus_concept(c->thesaurus, (uint16_t)i);
		for (size_t j = 0; j < k->n_words; j++) {
			const struct thesaurus_word *w = k->words[j];
			unsigned d = fuzzy_distance(f, w->key, w->key_len, w->letters, open);
			const struct best_word one = {w->lower, w->lower_len, worth_of(d, 1), 0};
			if (d != FUZZY_FAR)
				best_words_offer(list, &one);
		}
	}
}

/* Inflected words are not in the index; Voikko knows what was meant, and the index knows the base form of
 * that. */
static const char *voikko_word(const struct alt_context *c, const struct query_word *w)
{
	CLEANUP_BUF struct buf words = BUF_INIT;
	analyser_suggest(c->analyser, w->typed, &words);
	const char *at = buf_str(&words);
	struct words_item item;
	while (words_next(&at, &item)) {
		struct query_word meant = {0};
		const char *lower = arena_strndup(c->arena, item.word, item.len);
		query_analyse_word(c->analyser, "fi", lower, &meant, c->arena);
		for (size_t i = 0; i < meant.n_forms; i++) {
			CLEANUP_BUF struct buf key = BUF_INIT;
			fold_base(meant.forms[i].word, strlen(meant.forms[i].word), &key);
			if (meant.forms[i].mark == WORDS_BASE && key.len > 0 &&
			    alts_known(c, buf_str(&key), true))
				return lower;
		}
	}
	return NULL;
}

/* A misspelt inflected word shares its beginning with a base form: "surevile" with "sureva". The one most
 * documents have, of those that share most. */
static bool offer_relative(const struct alt_context *c, const struct query_word *w, struct best_words *list)
{
	size_t letters = utf8_count(w->key);
	struct best_word best = {.n = 0};
	for (size_t off = 1; off <= ENDING_LETTERS_MAX && best.n == 0; off++) {
		size_t stay = letters - off, len = first_letters(w->key, stay);
		if (letters < off + ENDING_STEM_MIN || stay * 10 < letters * 6)
			break;
		for (size_t i = 0; i < c->n_segments; i++) {
			const struct segment *s = &c->segments[i];
			size_t first, n = segment_find(s, w->key, len, false, &first);
			for (size_t k = first; k < first + n && k < first + ENDING_TERMS_MAX; k++) {
				const struct segment_term *t = &s->terms[k];
				if (t->key_len > len + RELATIVE_REST_MAX || (t->flags & TERM_SHOWN) == 0 ||
				    t->n <= best.n)
					continue;
				best.n = t->n;
				best.lower = segment_lower(s, t, &best.len);
			}
		}
	}
	best.worth = worth_of(RELATIVE_DISTANCE, (uint32_t)best.n);
	if (best.n > 0)
		best_words_offer(list, &best);
	return best.n > 0;
}

size_t alts_of_typo(const struct alt_context *c, const struct query_word *w, bool open, enum typo_reach reach,
		    const char **words, size_t max)
{
	struct fuzzy_word f;
	struct best_words list = {.n = 0};
	if (!fuzzy_start(&f, w->key))
		return 0;
	if (reach == TYPO_CERTAIN && f.limit > CERTAIN_DISTANCE)
		f.limit = CERTAIN_DISTANCE;
	if (reach == TYPO_FAR)
		f.limit += FAR_MORE;
	for (size_t i = 0; i < c->n_segments; i++)
		offer_terms(&c->segments[i], &f, open, &list);
	offer_thesaurus(c, &f, open, &list);
	size_t n = 0;
	bool near = reach != TYPO_NEAR || (list.n > 0 && list.v[0].worth >= worth_of(RELATIVE_DISTANCE, 0)) ||
		    offer_relative(c, w, &list);
	/* Voikko takes milliseconds for a word: not while it is being typed */
	const char *meant = near || open ? NULL : voikko_word(c, w);
	if (meant != NULL && n < max)
		words[n++] = meant;
	for (size_t i = 0; i < list.n && n < max; i++)
		words[n++] = arena_strndup(c->arena, list.v[i].lower, list.v[i].len);
	return n;
}
