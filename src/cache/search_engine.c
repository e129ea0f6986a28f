#include "cache/search_engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/str.h"
#include "cache/search.h"
#include "cache/search_engine_internal.h"
#include "cache/search_index.h"
#include "cache/search_thesaurus.h"
#include "cache/search_when.h"

#define FILL_UNDER SEARCH_FEW /* fewer that meet every word: those that meet all but one follow */
#define TEXT_POWER                                                                                           \
	1.5 /* text^1.5 x near: a find in the title a few km farther beats a related word next door */

_Static_assert(ENGINE_LEVELS == SEARCH_LEVELS_MAX, "reader and writer agree on levels");

struct search_engine *engine_new(struct analyser *a, const struct thesaurus *t)
{
	struct search_engine *x = calloc(1, sizeof *x);
	ASSERT(x != NULL);
	x->analyser = a;
	x->thesaurus = t;
	return x;
}

static void free_arrays(struct search_engine *x)
{
	free(x->dead);
	free(x->visible);
	free(x->factors);
	free(x->days);
	free(x->best);
	free(x->tags);
	free(x->factor_logs);
	free(x->part);
	free(x->sum_part);
	free(x->sum);
	free(x->met);
	free(x->keep);
}

void engine_free(struct search_engine *x)
{
	if (x == NULL)
		return;
	for (int i = 0; i < ENGINE_LEVELS; i++)
		segment_fini(&x->level[i]);
	free_arrays(x);
	free(x);
}

int64_t engine_made(const struct search_engine *x, int level)
{
	return x->level[level].made;
}

bool engine_set_segment(struct search_engine *x, int level, int64_t made, void *blob, size_t len,
			struct error *e)
{
	ASSERT(level >= 0 && level < ENGINE_LEVELS);
	struct segment *s = &x->level[level];
	segment_fini(s);
	if (blob != NULL && !segment_take(s, blob, len, e))
		return false;
	s->made = made;
	return true;
}

static void *fresh(size_t n, size_t size)
{
	void *p = calloc(n > 0 ? n : 1, size);
	ASSERT(p != NULL);
	return p;
}

struct named {
	uint64_t name;
	uint32_t number;
};

static int compare_named(const void *pa, const void *pb)
{
	const struct named *a = pa, *b = pb;
	return a->name != b->name      ? (a->name < b->name ? -1 : 1)
	       : a->number < b->number ? -1
				       : a->number > b->number;
}

/* Levels are numbered newest first, so of equal names the first is the one that holds. Only the newer levels'
 * names are sorted; the big one is looked through. */
static void bury(struct search_engine *x)
{
	size_t n_new = 0;
	const struct segment *oldest = x->n_used > 0 ? &x->used[x->n_used - 1] : NULL;
	struct named *names = fresh(x->n_docs, sizeof *names);
	for (size_t i = 0; i < x->n_docs; i++) {
		const struct segment_doc *d = engine_doc(x, i);
		x->dead[i] = d->key == 0;
		if (oldest != NULL && i < oldest->base)
			names[n_new++] = (struct named){d->name, (uint32_t)i};
	}
	qsort(names, n_new, sizeof *names, compare_named);
	for (size_t i = 1; i < n_new; i++)
		if (names[i].name == names[i - 1].name)
			x->dead[names[i].number] = 1;
	for (size_t i = oldest != NULL ? oldest->base : 0; n_new > 0 && i < x->n_docs; i++) {
		uint64_t name = engine_doc(x, i)->name;
		size_t low = 0, high = n_new;
		while (low < high) {
			size_t mid = (low + high) / 2;
			if (names[mid].name < name)
				low = mid + 1;
			else
				high = mid;
		}
		if (low < n_new && names[low].name == name)
			x->dead[i] = 1;
	}
	free(names);
}

void engine_settle(struct search_engine *x)
{
	size_t n = 0;
	x->n_used = 0;
	for (int i = 0; i < ENGINE_LEVELS; i++) {
		if (x->level[i].blob == NULL)
			continue;
		x->level[i].base = (uint32_t)n;
		n += x->level[i].h->n_docs;
		x->used[x->n_used++] = x->level[i];
	}
	x->n_docs = n;
	free_arrays(x);
	x->dead = fresh(n, sizeof *x->dead);
	x->visible = fresh(n, sizeof *x->visible);
	x->factors = fresh(n, sizeof *x->factors);
	x->days = fresh(n, sizeof *x->days);
	x->best = fresh(n, sizeof *x->best);
	x->tags = fresh(n, sizeof *x->tags);
	x->factor_logs = fresh(n, sizeof *x->factor_logs);
	x->part = fresh(n, sizeof *x->part);
	x->sum_part = fresh(n, sizeof *x->sum_part);
	x->sum = fresh(n, sizeof *x->sum);
	x->met = fresh(n, sizeof *x->met);
	x->keep = fresh(n, sizeof *x->keep);
	bury(x);
}

size_t engine_docs(const struct search_engine *x)
{
	return x->n_docs;
}

const struct segment_doc *engine_doc(const struct search_engine *x, size_t i)
{
	size_t k = x->n_used - 1;
	while (k > 0 && i < x->used[k].base)
		k--;
	return &x->used[k].docs[i - x->used[k].base];
}

bool engine_doc_live(const struct search_engine *x, size_t i)
{
	return x->dead[i] == 0;
}

float *engine_factors(struct search_engine *x)
{
	return x->factors;
}

uint16_t *engine_days(struct search_engine *x)
{
	return x->days;
}

void engine_set_weekday(struct search_engine *x, int weekday)
{
	x->weekday = weekday;
}

void engine_factors_made(struct search_engine *x)
{
	x->n_visible = 0;
	for (size_t i = 0; i < x->n_docs; i++) {
		if (x->dead[i] != 0)
			x->factors[i] = 0;
		x->visible[i] = x->factors[i] > 0;
		x->n_visible += x->visible[i];
		x->factor_logs[i] = score_log((double)x->factors[i]);
	}
}

struct top {
	double log; /* of the score */
	uint32_t doc;
};

/* Better first; the earlier number settles a draw, so the order never flickers. */
static bool before(const struct top *a, const struct top *b)
{
	return a->log != b->log ? a->log > b->log : a->doc < b->doc;
}

/* Keeps the best `limit` in order by insertion: the list is a screenful. */
static void top_add(struct top *list, size_t *n, size_t limit, const struct top *one)
{
	if (*n == limit && (limit == 0 || !before(one, &list[limit - 1])))
		return;
	size_t at = *n < limit ? (*n)++ : limit - 1;
	while (at > 0 && before(one, &list[at - 1])) {
		list[at] = list[at - 1];
		at--;
	}
	list[at] = *one;
}

struct choice {
	unsigned most;   /* words the best document meets */
	size_t n_most;   /* documents that do */
	unsigned accept; /* words that are enough to be listed */
};

static struct choice choose(const struct scoring *s)
{
	const struct search_engine *x = s->x;
	struct choice c = {0};
	size_t n[SEARCH_WORDS_MAX + 1] = {0};
	for (size_t d = 0; d < x->n_docs; d++)
		n[score_listable(s, d) ? x->met[d] : 0]++;
	for (unsigned i = 1; i <= SEARCH_WORDS_MAX; i++)
		c.most = n[i] > 0 ? i : c.most;
	c.n_most = c.most > 0 ? n[c.most] : 0;
	c.accept = c.n_most < FILL_UNDER && c.most > 1 ? c.most - 1 : c.most;
	return c;
}

static void select_hits(struct scoring *s, size_t limit, struct engine_result *out, bool how)
{
	struct search_engine *x = s->x;
	struct choice c = choose(s);
	struct top *list = ARENA_ARRAY(s->context.arena, struct top, limit + 1);
	const double power = s->weights > 0 ? TEXT_POWER / s->weights : 0;
	out->partial = s->missing || c.most < s->need;
	bool any = c.accept > 0 || (s->days != 0 && s->need == 0); /* of a day all that it has */
	for (size_t d = 0; any && d < x->n_docs; d++) {
		if (x->met[d] < c.accept || !score_listable(s, d))
			continue;
		struct top one = {power * x->sum[d] + x->factor_logs[d], (uint32_t)d};
		out->total++;
		if (limit > 0 && (out->n_hits < limit || one.log > list[limit - 1].log))
			top_add(list, &out->n_hits, limit, &one);
	}
	out->hits = ARENA_ARRAY(s->context.arena, struct engine_hit, out->n_hits);
	for (size_t i = 0; i < out->n_hits; i++) {
		const struct segment_doc *d = engine_doc(x, list[i].doc);
		double score = score_of_log(list[i].log);
		out->hits[i] =
			(struct engine_hit){.name = d->name,
					    .key = d->key,
					    .score = score,
					    .text = score / (double)x->factors[list[i].doc],
					    .every_word = x->met[list[i].doc] == s->need && !s->missing,
					    .how = how ? how_document(s, list[i].doc) : NULL};
	}
}

/* The language a word was understood in: the screen's when any reading of it is, else that of the first find.
 */
static enum lang language_of(const struct scoring *s, const struct scored_word *w)
{
	unsigned langs = 0;
	enum lang own = s->context.lang;
	for (size_t i = 0; i < w->alts.n && w->alts.v[i].kind <= ALT_PREFIX; i++) {
		const struct alt *a = &w->alts.v[i];
		for (size_t k = 0; k < s->x->n_used; k++) {
			size_t first,
				n = segment_find(&s->x->used[k], a->key, strlen(a->key), !a->prefix, &first);
			for (size_t t = first; t < first + n && t < first + 64; t++)
				langs |= s->x->used[k].terms[t].flags & TERM_LANGS;
		}
	}
	const struct thesaurus_entry *e;
	size_t n = thesaurus_find(s->x->thesaurus, w->word->key, strlen(w->word->key), true, &e);
	for (size_t i = 0; i < n; i++)
		langs |= 1u << thesaurus_word(s->x->thesaurus, e[i].word)->lang;
	if (langs == 0 || (langs & 1u << own) != 0)
		return own;
	enum lang l = LANG_FI;
	while ((langs & 1u << l) == 0)
		l++;
	return l;
}

#define DANGER_WORDS_MAX 5 /* of one entry of the list */

/* What the words as typed tell of: each by itself, and those that stand side by side written together. */
static unsigned danger_typed(const struct scoring *s, const struct query_words *q)
{
	const struct thesaurus *t = s->x->thesaurus;
	unsigned kinds = 0;
	for (size_t i = 0; i < q->n; i++) {
		const char *joined = q->v[i].key;
		kinds |= thesaurus_danger_word(t, &q->v[i], q->open && i + 1 == q->n);
		for (size_t k = i + 1; k < q->n && k < i + DANGER_WORDS_MAX; k++) { /* "haluan kuolla" is one entry of the list */
			joined = arena_printf(s->context.arena, "%s%s", joined, q->v[k].key);
			kinds |= thesaurus_danger(t, joined, q->open && k + 1 == q->n);
		}
	}
	return kinds;
}

static unsigned danger_meant(const struct scoring *s)
{
	unsigned kinds = 0;
	for (size_t i = 0; i < s->n_words; i++)
		if (s->words[i].fixed != NULL)
			kinds |= thesaurus_danger(s->x->thesaurus, s->words[i].fixed, false);
	return kinds;
}

/* Somebody in need is not told that nothing has the words: when no word of danger finds anything by itself
 * ("haluan kuolla", a Somali word no dictionary has), the list is what its kind of help finds. */
static void help_instead(struct scoring *s, size_t limit, struct engine_result *out)
{
	const char *help = thesaurus_help(s->x->thesaurus, s->danger);
	struct query_words q;
	if (help == NULL || !out->partial)
		return;
	for (size_t i = 0; i < s->n_words; i++) {
		const struct scored_word *w = &s->words[i];
		if (w->found > 0 && w->fixed == NULL &&
		    thesaurus_danger_word(s->x->thesaurus, w->word, false) != 0)
			return;
	}
	struct scoring of_help = {.x = s->x, .context = s->context, .budget = s->budget, .counting = true};
	struct engine_result found = {0};
	query_analyse(s->x->analyser, "fi", help, strlen(help), SEARCH_WORDS_MAX, &q, s->context.arena);
	score_words(&of_help, &q);
	s->budget = of_help.budget;
	select_hits(&of_help, limit, &found, false);
	if (found.total == 0)
		return;
	out->hits = found.hits;
	out->n_hits = found.n_hits;
	out->total = found.total;
	out->partial = found.partial;
}

static void finish(struct scoring *s, struct engine_result *out)
{
	out->understood = s->context.lang;
	for (size_t i = 0; i < s->n_words; i++) {
		enum lang l = language_of(s, &s->words[i]);
		if (l != s->context.lang && out->understood == s->context.lang)
			out->understood = l;
		out->corrected = out->corrected || s->words[i].fixed != NULL;
	}
	out->n_words = s->need;
	out->postings = ENGINE_POSTINGS_MAX - s->budget;
}

static struct scoring begin(struct search_engine *x, enum lang lang, const char *text, size_t len, struct query_words *q,
			    struct arena *arena)
{
	struct scoring s = {.x = x, .budget = ENGINE_POSTINGS_MAX};
	query_analyse(x->analyser, lang_tag(lang), text, len, SEARCH_WORDS_MAX, q, arena);
	s.context = (struct alt_context){x->analyser, x->thesaurus, x->used, x->n_used, lang, arena};
	s.mended = x->weekday != 0 ? when_mended(&s.context, q, arena_strndup(arena, text, len)) : NULL;
	if (s.mended != NULL)
		query_analyse(x->analyser, lang_tag(lang), s.mended, strlen(s.mended), SEARCH_WORDS_MAX, q, arena);
	s.days = when_of_words(x->thesaurus, q, x->weekday, s.taken);
	return s;
}

/* What another spelling would list; the scores of this query are no longer needed. */
static size_t count_listed(struct search_engine *x, enum lang lang, const char *text, struct arena *arena)
{
	struct query_words q;
	struct engine_result r = {0};
	struct scoring s = begin(x, lang, text, strnlen(text, SEARCH_TEXT_MAX), &q, arena);
	s.counting = true;
	if (q.n == 0)
		return 0;
	score_words(&s, &q);
	select_hits(&s, 0, &r, false);
	return r.partial ? 0 : r.total;
}

/* A correction that was made is said as it is; one that was not must give more than what was typed. */
static void correct(struct scoring *s, const char *text, size_t len, struct engine_result *out)
{
	const char *offered = offer_correction(s, text, len, 0);
	/* a day put right is said; what was asked about beside it waits until that is taken */
	out->did_you_mean = s->mended != NULL && !out->corrected ? s->mended : offered;
	out->corrected = out->corrected || s->mended != NULL;
	out->n_did_you_mean = out->did_you_mean != NULL ? out->total : 0;
	if (out->did_you_mean == NULL || out->corrected)
		return;
	out->n_did_you_mean = count_listed(s->x, s->context.lang, out->did_you_mean, s->context.arena);
	if (out->n_did_you_mean <= out->total) {
		out->did_you_mean = NULL;
		out->n_did_you_mean = 0;
	}
}

/* Nothing that the words ask for happens on the days they name: the same on any day, and that is said. When they name
 * nothing but days, they are looked for as words. */
static void select_any_day(struct scoring *s, struct query_words *q, size_t limit, struct engine_result *out, bool how)
{
	bool words = s->need > 0;
	s->days = 0;
	if (!words) {
		memset(s->taken, 0, sizeof s->taken);
		score_words(s, q);
	}
	select_hits(s, limit, out, how);
	out->partial = out->partial || words;
}

void engine_query(struct search_engine *x, enum lang lang, const char *text, size_t len, size_t limit,
		  struct engine_result *out, struct buf *how, struct arena *arena)
{
	struct query_words q;
	*out = (struct engine_result){.understood = lang};
	if (len > SEARCH_TEXT_MAX)
		len = SEARCH_TEXT_MAX;
	len = strnlen(text, len);
	struct scoring s = begin(x, lang, text, len, &q, arena);
	if (q.n == 0)
		return;
	if (s.mended != NULL) {
		text = s.mended;
		len = strlen(text);
	}
	s.danger = danger_typed(&s, &q);
	score_words(&s, &q);
	select_hits(&s, limit, out, how != NULL);
	if (out->total == 0 && s.days != 0)
		select_any_day(&s, &q, limit, out, how != NULL);
	out->days = s.days;
	offer_words(&s, &q, text, len, out);
	finish(&s, out);
	out->danger = s.danger | danger_meant(&s);
	if (how != NULL)
		how_words(&s, &q, how);
	correct(&s, text, len, out);
	help_instead(&s, limit, out);
}
