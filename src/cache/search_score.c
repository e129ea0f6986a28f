/* From words to a number a document: the loop that runs at each key press. */
#include <math.h>
#include <string.h>

#include "analysis/analyser.h"
#include "base/arena.h"
#include "base/str.h"
#include "cache/search.h"
#include "cache/search_engine_internal.h"
#include "cache/search_thesaurus.h"

#define PARTS_LEAST                                                                                          \
	400 /* of 1000: of a compound's parts, weighted by rarity and level, that must be there              \
	     */
#define PARTS_LEAST_ALONE 200 /* when nothing else is found for the word */
#define PARTS_MAX 12
#define FIX_MIN_LETTERS 4
#define GUESSES (sizeof((struct scored_word *)NULL)->guess / sizeof(char *))
#define MET_LEAST 150  /* of 1000: a weaker relation does not count as a find */
#define UNMET 60       /* what a word that is not met counts as */
#define RARE_BASE 0.35 /* weight of a word everything has; one only one has weighs 1.35 */

/* How well a term's spelling agrees with what was typed, of 1000: hyphens never matter, dots do. */
static unsigned agreement(const struct alt *a, size_t lower_len, const char *term, unsigned term_len)
{
	size_t i = 0, k = 0;
	while (i < lower_len) {
		if (a->lower[i] == '-' || a->lower[i] == '\'' || a->lower[i] == ' ') {
			i++;
			continue;
		}
		while (k < term_len && (term[k] == '-' || term[k] == '\''))
			k++;
		if (k >= term_len || term[k] != a->lower[i])
			return strlen(a->key) == lower_len ? ALT_DOTS_MISSING : ALT_DOTS_WRONG;
		i++;
		k++;
	}
	return 1000;
}

static void score_table(unsigned weight, unsigned agree, uint16_t table[SEARCH_LEVELS])
{
	unsigned worth = weight * agree / 1000;
	for (unsigned i = 0; i < SEARCH_LEVELS; i++)
		table[i] = (uint16_t)(search_levels[i] * worth / 1000);
}

static unsigned term_agreement(const struct segment *seg, const struct segment_term *t, const struct alt *a,
			       size_t lower_len)
{
	unsigned len;
	const char *term = segment_lower(seg, t, &len);
	return agreement(a, lower_len, term, len);
}

static void score_simple(struct scoring *s, const struct alt *a, uint16_t *best)
{
	uint16_t table[SEARCH_LEVELS];
	unsigned table_for = 0;
	size_t lower_len = strlen(a->lower), key_len = strlen(a->key);
	for (size_t i = 0; i < s->x->n_used; i++) {
		const struct segment *seg = &s->x->used[i];
		size_t first, n = segment_find(seg, a->key, key_len, !a->prefix, &first);
		for (size_t k = first; k < first + n; k++) {
			const struct segment_term *t = &seg->terms[k];
			if (t->n > s->budget || (a->langs != 0 && (t->flags & a->langs) == 0))
				continue;
			unsigned agree = term_agreement(seg, t, a, lower_len);
			if (agree != table_for)
				score_table(a->weight, agree, table);
			table_for = agree;
			s->budget -= segment_scan(seg, t, table, best);
		}
	}
}

static size_t count_found(const struct search_engine *x, const uint16_t *best)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n_docs; i++)
		n += (best[i] >= MET_LEAST) & x->visible[i];
	return n;
}

static double rarity(const struct search_engine *x, size_t found)
{
	double all = (double)(x->n_visible > 2 ? x->n_visible : 2);
	return RARE_BASE + log(all / (double)(found > 0 ? found : 1)) / log(all);
}

/* About how many documents a part reaches: those of its best known word. */
static size_t reach(const struct scoring *s, const struct alt_list *list)
{
	size_t most = 0;
	for (size_t i = 0; i < list->n; i++) {
		size_t n_all = 0;
		for (size_t k = 0; k < s->x->n_used; k++) {
			const struct segment *seg = &s->x->used[k];
			size_t first,
				n = segment_find(seg, list->v[i].key, strlen(list->v[i].key), true, &first);
			for (size_t t = first; t < first + n; t++)
				n_all += seg->terms[t].n;
		}
		most = n_all > most ? n_all : most;
	}
	return most;
}

static void add_part(struct search_engine *x, double share)
{
	unsigned of_1024 = (unsigned)(1024 * share);
	for (size_t d = 0; d < x->n_docs; d++)
		if (x->part[d] != 0) /* at least half for being there at all */
			x->sum_part[d] =
				(uint16_t)(x->sum_part[d] + of_1024 * (500u + x->part[d] / 2) / 1024);
}

/* The parts of a compound together: each adds its share by rarity, so "yhdistys" alone is not enough for
 * "mielenterveysyhdistys". A part nothing has counts as the rarest. */
static void score_list(struct scoring *s, const struct alt_list *list, uint16_t *best);

static void score_parts(struct scoring *s, const struct alt *a, uint16_t *best)
{
	struct search_engine *x = s->x;
	double weight[PARTS_MAX], all = 0;
	size_t n = a->n_parts < PARTS_MAX ? a->n_parts : PARTS_MAX;
	for (size_t i = 0; i < n; i++)
		all += weight[i] = rarity(x, reach(s, &a->parts[i]));
	memset(x->sum_part, 0, x->n_docs * sizeof *x->sum_part);
	for (size_t i = 0; i < n; i++) {
		memset(x->part, 0, x->n_docs * sizeof *x->part);
		score_list(s, &a->parts[i], x->part);
		add_part(x, weight[i] / all);
	}
	for (size_t d = 0; d < x->n_docs; d++) {
		unsigned v = x->sum_part[d];
		if (v < s->parts_least)
			continue;
		v = v * a->weight / 1000;
		if (best[d] < v)
			best[d] = (uint16_t)v;
	}
}

static void score_list(struct scoring *s, const struct alt_list *list, uint16_t *best)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i].parts != NULL)
			score_parts(s, &list->v[i], best);
		else
			score_simple(s, &list->v[i], best);
	}
}

/* A tag that agrees with the words strengthens them: what is left to a full match shrinks by half of it. */
static void score_word_list(struct scoring *s, const struct alt_list *list)
{
	struct search_engine *x = s->x;
	bool tags = false;
	memset(x->best, 0, x->n_docs * sizeof *x->best);
	for (size_t i = 0; i < list->n; i++)
		tags = tags || list->v[i].lower[0] == '#';
	if (tags)
		memset(x->tags, 0, x->n_docs * sizeof *x->tags);
	for (size_t i = 0; i < list->n; i++) {
		const struct alt *a = &list->v[i];
		if (a->parts != NULL)
			score_parts(s, a, x->best);
		else
			score_simple(s, a, a->lower[0] == '#' ? x->tags : x->best);
	}
	for (size_t d = 0; tags && d < x->n_docs; d++) {
		unsigned a = x->best[d], b = x->tags[d];
		unsigned high = a > b ? a : b, low = a > b ? b : a;
		x->best[d] = (uint16_t)(high + (1000 - high) * low / 2048);
	}
}

int32_t score_log(double of_one)
{
	return (int32_t)lrint(1024 * log2(of_one > 0.0001 ? of_one : 0.0001));
}

double score_of_log(double l)
{
	return exp2(l / 1024);
}

unsigned score_of_document(struct scoring *s, const struct alt *a, size_t document)
{
	unsigned most = 0;
	size_t lower_len = strlen(a->lower);
	for (size_t i = 0; a->parts == NULL && i < s->x->n_used; i++) {
		const struct segment *seg = &s->x->used[i];
		if (document < seg->base || document - seg->base >= seg->h->n_docs)
			continue;
		size_t first, n = segment_find(seg, a->key, strlen(a->key), !a->prefix, &first);
		for (size_t k = first; k < first + n; k++) {
			if (a->langs != 0 && (seg->terms[k].flags & a->langs) == 0)
				continue;
			unsigned level = segment_level(seg, &seg->terms[k], (uint32_t)(document - seg->base));
			unsigned v = search_levels[level] *
				     (a->weight * term_agreement(seg, &seg->terms[k], a, lower_len) / 1000) /
				     1000;
			if (level > 0 && v > most)
				most = v;
		}
	}
	return most;
}

/* Words it may be a slip of. A word of danger is never taken for a harmless one: who types the Somali word
 * for rape is not asked whether a course was meant. Nor is a right word taken for one of danger ("vaimo" for
 * "vaino"). */
static void guess(struct scoring *s, struct scored_word *w, enum typo_reach reach)
{
	size_t n = alts_of_typo(&s->context, w->word, w->last && w->open, reach, w->guess, GUESSES);
	w->n_guess = 0;
	for (size_t i = 0; i < n; i++) {
		bool dangerous = thesaurus_danger(s->x->thesaurus, w->guess[i], false) != 0;
		if (s->danger != 0 ? dangerous : !dangerous || reach != TYPO_CERTAIN)
			w->guess[w->n_guess++] = w->guess[i];
	}
}

static bool try_list(struct scoring *s, struct scored_word *w)
{
	score_word_list(s, &w->alts);
	w->found = count_found(s->x, s->x->best);
	return w->found > 0;
}

static void take_guess(struct scoring *s, struct scored_word *w, const char *word)
{
	struct query_word meant = *w->word;
	query_analyse_word(s->x->analyser, lang_tag(s->context.lang), word, &meant, s->context.arena);
	alts_of_word(&s->context, &meant, w->last, false, &w->alts);
	for (size_t i = 0; i < w->alts.n; i++)
		w->alts.v[i].weight = (uint16_t)(w->alts.v[i].weight * ALT_WORTH_FIX / 1000);
	w->fixed = word;
}

/* The guess that is taken stands first. */
static bool try_guesses(struct scoring *s, struct scored_word *w)
{
	for (size_t i = 0; i < w->n_guess; i++) {
		take_guess(s, w, w->guess[i]);
		if (!try_list(s, w))
			continue;
		w->guess[i] = w->guess[0];
		w->guess[0] = w->fixed;
		return true;
	}
	w->fixed = NULL;
	w->n_guess = 0;
	return false;
}

/* What a word is when nothing has it as typed: an unfinished ending, a misspelling, one part of a compound.
 */
static void repair(struct scoring *s, struct scored_word *w)
{
	struct alt_list before = w->alts;
	if (alts_of_ending(&s->context, w->word, &w->alts) && try_list(s, w))
		return;
	w->alts = before;
	const struct thesaurus_entry *listed;
	bool known = analyser_knows(s->x->analyser, w->word->typed);
	/* a word that has a meaning of its own is not two others ("saame": "saa" and "me…") */
	if (thesaurus_find(s->x->thesaurus, w->word->key, strlen(w->word->key), true, &listed) == 0 &&
	    alts_of_split(&s->context, w->word, w->last && w->open, &w->alts) && try_list(s, w))
		return;
	w->alts = before;
	guess(s, w, known ? TYPO_CERTAIN : TYPO_NEAR);
	if (try_guesses(s, w))
		return;
	w->alts = before;
	s->parts_least = PARTS_LEAST_ALONE;
	s->missing = try_list(s, w) || s->missing; /* found, but not the whole of it */
	s->parts_least = PARTS_LEAST;
	if (w->found == 0 && !known && !s->counting)
		guess(s, w, TYPO_FAR);
}

/* Few have the word: it may be a slip all the same, and the visitor is asked. A word that is being typed and
 * goes on as typed is no slip yet. */
static void guess_at_rare(struct scoring *s, struct scored_word *w)
{
	const struct thesaurus_entry *first;
	const char *key = w->word->key;
	bool open = w->last && w->open;
	bool listed = thesaurus_find(s->x->thesaurus, key, strlen(key), !open, &first) > 0;
	if (s->counting || w->fixed != NULL || w->found == 0 || w->found >= SEARCH_FEW ||
	    utf8_count(key) < FIX_MIN_LETTERS || (open && (listed || alts_known(&s->context, key, false))))
		return;
	bool right = listed || alts_known(&s->context, key, true) ||
		     analyser_knows(s->x->analyser, w->word->typed);
	guess(s, w, right ? TYPO_CERTAIN : TYPO_NEAR);
}

/* Scores of words multiply (a geometric mean weighted by rarity): an activity that has both words a little is
 * nearer to what was asked than one that has one of them fully. Sums of logarithms do that without a power at
 * each key press. */
static void add_to_sums(struct scoring *s, const struct scored_word *w)
{
	struct search_engine *x = s->x;
	int32_t weight = (int32_t)(w->weight * 256), logs[1001];
	for (size_t i = 0; i <= 1000; i++)
		logs[i] = weight * s->logs[i] / 256;
	for (size_t d = 0; d < x->n_docs; d++) {
		bool met = x->best[d] >= MET_LEAST;
		x->sum[d] += logs[met ? x->best[d] : UNMET];
		x->met[d] += met;
	}
}

static void keep_those_before(struct scoring *s)
{
	struct search_engine *x = s->x;
	for (size_t d = 0; d < x->n_docs; d++)
		x->keep[d] = score_listable(s, d) && x->met[d] == s->need;
}

static void score_word(struct scoring *s, struct scored_word *w)
{
	struct search_engine *x = s->x;
	if (!try_list(s, w) && utf8_count(w->word->key) >= FIX_MIN_LETTERS)
		repair(s, w);
	guess_at_rare(s, w);
	if (w->found == 0) {
		s->missing = s->missing || !w->word->stop;
		return;
	}
	w->weight = rarity(x, w->found);
	s->weights += w->weight;
	s->need++;
	add_to_sums(s, w);
}

void score_words(struct scoring *s, struct query_words *q)
{
	struct search_engine *x = s->x;
	memset(x->sum, 0, x->n_docs * sizeof *x->sum);
	memset(x->met, 0, x->n_docs);
	s->parts_least = PARTS_LEAST;
	for (int i = 0; i <= 1000; i++)
		s->logs[i] = score_log(i / 1000.0);
	s->words = ARENA_ARRAY(s->context.arena, struct scored_word, q->n);
	bool only_stops = true;
	for (size_t i = 0; i < q->n; i++)
		only_stops = only_stops && (q->v[i].stop || s->taken[i]);
	only_stops = only_stops && s->days == 0; /* beside a day they say nothing either */
	for (size_t i = 0; i < q->n; i++) {
		if (s->taken[i] || (q->v[i].stop && !only_stops))
			continue;
		struct scored_word *w = &s->words[s->n_words++];
		*w = (struct scored_word){.word = &q->v[i], .last = i + 1 == q->n, .open = q->open};
		alts_of_word(&s->context, w->word, w->last, w->open, &w->alts);
	}
	for (size_t i = 0; i + 1 < s->n_words; i++)
		alts_of_pair(&s->context, s->words[i].word, s->words[i + 1].word,
			     s->words[i + 1].last && q->open, &s->words[i].alts, &s->words[i + 1].alts);
	keep_those_before(s);
	for (size_t i = 0; i < s->n_words; i++) {
		if (s->words[i].last)
			keep_those_before(s);
		score_word(s, &s->words[i]);
	}
	if (s->n_words == 0 || !s->words[s->n_words - 1].last) /* the last one typed asks for nothing */
		keep_those_before(s);
}
