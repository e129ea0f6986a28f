#include "cache/search_alts.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/token.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "cache/search_segment.h"
#include "cache/search_thesaurus.h"

#define CONCEPTS_OF_WORD_MAX 6
#define CONCEPT_PREFIX_MIN 3 /* letters typed before a beginning stands for a word of like meaning */
#define CONCEPT_PREFIX_WORTH 700
#define SPLIT_LEAST 3          /* bytes of each half */
#define PART_MEANING_WORTH 700 /* words of like meaning for a part of a compound */

const char *alt_kind_word(enum alt_kind k)
{
	static const char *const words[] = {
		"as written", "base form", "stem",       "derived from", "written together",  "beginning",
		"parts",      "like",      "stands for", "related to",   "unfinished ending", "meant",
	};
	return words[k];
}

bool alts_known(const struct alt_context *c, const char *key, bool whole)
{
	size_t first, len = strlen(key);
	for (size_t i = 0; i < c->n_segments; i++)
		if (segment_find(&c->segments[i], key, len, whole, &first) > 0)
			return true;
	return false;
}

static const char *key_of(const struct alt_context *c, const char *lower)
{
	CLEANUP_BUF struct buf key = BUF_INIT;
	fold_base(lower, strlen(lower), &key);
	return arena_strdup(c->arena, buf_str(&key));
}

/* The better weight stays when the same thing is looked for twice. */
static void add(struct alt_list *list, const struct alt *a)
{
	for (size_t i = 0; i < list->n; i++) {
		struct alt *old = &list->v[i];
		if (old->prefix == a->prefix && old->parts == NULL && a->parts == NULL &&
		    strcmp(old->lower, a->lower) == 0) {
			if (old->weight < a->weight)
				*old = *a;
			return;
		}
	}
	if (list->n < ALTS_MAX)
		list->v[list->n++] = *a;
}

static void add_whole(const struct alt_context *c, struct alt_list *list, enum alt_kind kind,
		      const char *lower, unsigned weight)
{
	struct alt a = {.kind = kind, .lower = lower, .key = key_of(c, lower), .weight = (uint16_t)weight};
	if (*a.key != '\0' && alts_known(c, a.key, true))
		add(list, &a);
}

static void add_tag(const struct alt_context *c, struct alt_list *list, enum alt_kind kind, const char *tag,
		    unsigned weight)
{
	add_whole(c, list, kind, tag, weight);
}

static unsigned language_worth(const struct alt_context *c, enum lang l)
{
	bool own = l == c->lang || (c->lang == LANG_SELKO && l == LANG_FI) ||
		   (c->lang == LANG_FI && l == LANG_SELKO);
	return own ? 1000 : ALT_OTHER_LANGUAGE;
}

/* Plain Finnish is Finnish. A word of like meaning must be of its language: Swedish "far" is not English
 * "far". */
static uint16_t language_bits(enum lang l)
{
	bool finnish = l == LANG_FI || l == LANG_SELKO;
	return (uint16_t)(finnish ? 1u << LANG_FI | 1u << LANG_SELKO : 1u << l);
}

static void add_concept_words(const struct alt_context *c, struct alt_list *list, uint16_t number,
			      unsigned worth, enum alt_kind kind)
{
	const struct thesaurus_concept *k = thesaurus_concept(c->thesaurus, number);
	for (size_t i = 0; i < k->n_words; i++) {
		const struct thesaurus_word *w = k->words[i];
		unsigned weight = worth * w->weight / 1000 * language_worth(c, w->lang) / 1000;
		struct alt a = {.kind = kind,
				.lower = w->lower,
				.key = w->key,
				.weight = (uint16_t)weight,
				.langs = language_bits(w->lang)};
		if (alts_known(c, a.key, true))
			add(list, &a);
	}
}

/* worth: of 1000, how surely the word means the concept. */
static void add_concept(const struct alt_context *c, struct alt_list *list, uint16_t number, unsigned worth,
			bool related)
{
	const struct thesaurus_concept *k = thesaurus_concept(c->thesaurus, number);
	add_concept_words(c, list, number, ALT_WORTH_LIKE * worth / 1000, ALT_LIKE);
	for (size_t i = 0; i < k->n_links; i++) {
		const struct thesaurus_link *l = &k->links[i];
		unsigned weight = worth * l->weight / 1000;
		if (l->tag != NULL)
			add_tag(c, list, ALT_TAG, l->tag, ALT_WORTH_TAG * weight / 1000);
		else if (related)
			add_concept_words(c, list, l->concept, ALT_WORTH_RELATED * weight / 1000,
					  ALT_RELATED);
	}
}

struct concepts {
	uint16_t number[CONCEPTS_OF_WORD_MAX], worth[CONCEPTS_OF_WORD_MAX];
	size_t n;
};

static void note_concept(struct concepts *list, uint16_t number, unsigned worth)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->number[i] == number) {
			if (list->worth[i] < worth)
				list->worth[i] = (uint16_t)worth;
			return;
		}
	}
	if (list->n < CONCEPTS_OF_WORD_MAX) {
		list->number[list->n] = number;
		list->worth[list->n++] = (uint16_t)worth;
	}
}

static void concepts_of_key(const struct alt_context *c, const char *key, bool whole, unsigned worth,
			    struct concepts *out)
{
	const struct thesaurus_entry *first;
	size_t n = thesaurus_find(c->thesaurus, key, strlen(key), whole, &first);
	for (size_t i = 0; i < n && i < 40; i++) {
		const struct thesaurus_word *w = thesaurus_word(c->thesaurus, first[i].word);
		note_concept(out, w->concept, worth * w->weight / 1000);
	}
}

static void add_concepts(const struct alt_context *c, struct alt_list *list, const struct concepts *concepts,
			 bool related)
{
	for (size_t i = 0; i < concepts->n; i++)
		add_concept(c, list, concepts->number[i], concepts->worth[i], related);
}

static void add_meanings(const struct alt_context *c, const struct query_word *w, bool open,
			 struct alt_list *out)
{
	struct concepts concepts = {.n = 0};
	concepts_of_key(c, w->key, true, 1000, &concepts);
	for (size_t i = 0; i < w->n_forms; i++)
		if (w->forms[i].mark == WORDS_BASE || w->forms[i].mark == WORDS_STEM)
			concepts_of_key(c, key_of(c, w->forms[i].word), true, 970, &concepts);
	for (size_t i = 0; i < w->n_forms && concepts.n == 0; i++)
		if (w->forms[i].mark == WORDS_ROOT)
			concepts_of_key(c, key_of(c, w->forms[i].word), true, 600, &concepts);
	if (open && concepts.n == 0 && utf8_count(w->key) >= CONCEPT_PREFIX_MIN)
		concepts_of_key(c, w->key, false, CONCEPT_PREFIX_WORTH, &concepts);
	add_concepts(c, out, &concepts, true);
}

bool alts_of_meaning(const struct alt_context *c, const char *key, size_t len, size_t rest, unsigned worth,
		     struct alt_list *out)
{
	const struct thesaurus_entry *first;
	struct concepts concepts = {.n = 0};
	size_t n = thesaurus_find(c->thesaurus, key, len, false, &first), before = out->n;
	for (size_t i = 0; i < n && i < 40; i++)
		if (strlen(first[i].key) <= len + rest)
			note_concept(&concepts, thesaurus_word(c->thesaurus, first[i].word)->concept, worth);
	add_concepts(c, out, &concepts, true);
	alts_sort(out);
	return out->n > before;
}

static void add_forms(const struct alt_context *c, const struct query_word *w, struct alt_list *out)
{
	for (size_t i = 0; i < w->n_forms; i++) {
		const struct query_form *f = &w->forms[i];
		unsigned own = language_worth(c, lang_from_tag(f->tag));
		if (f->mark == WORDS_BASE)
			add_whole(c, out, ALT_BASE, f->word, ALT_WORTH_FULL * (own + 1000) / 2000);
		else if (f->mark == WORDS_STEM && utf8_count(f->word) >= 3)
			add_whole(c, out, ALT_STEM, f->word, ALT_WORTH_STEM * own / 1000);
		else if (f->mark == WORDS_ROOT)
			add_whole(c, out, ALT_ROOT, f->word, ALT_WORTH_ROOT);
	}
}

/* Each part with the words of like meaning, as a list of its own. */
static void add_parts(const struct alt_context *c, const struct query_word *w, struct alt_list *out)
{
	size_t n = 0;
	bool broken = false; /* "saame" is no "saa" + "me" */
	for (size_t i = 0; i < w->n_forms; i++) {
		n += w->forms[i].mark == WORDS_PART;
		broken = broken || (w->forms[i].mark == WORDS_PART && token_is_stop("fi", w->forms[i].word));
	}
	if (n < 2 || broken)
		return;
	struct alt_list *parts = ARENA_ARRAY(c->arena, struct alt_list, n);
	struct alt a = {.kind = ALT_PARTS,
			.lower = w->typed,
			.key = w->key,
			.weight = ALT_WORTH_PARTS,
			.parts = parts};
	for (size_t i = 0; i < w->n_forms; i++) {
		if (w->forms[i].mark != WORDS_PART)
			continue;
		struct alt_list *part = &parts[a.n_parts++];
		struct concepts concepts = {.n = 0};
		const char *lower = w->forms[i].word;
		add_whole(c, part, ALT_BASE, lower, ALT_WORTH_FULL);
		if (part->n == 0) /* a part that stands in the index needs no other word for it */
			concepts_of_key(c, key_of(c, lower), true, PART_MEANING_WORTH, &concepts);
		add_concepts(c, part, &concepts, false);
		alts_sort(part);
	}
	add(out, &a);
}

void alts_of_word(const struct alt_context *c, const struct query_word *w, bool last, bool open,
		  struct alt_list *out)
{
	out->n = 0;
	add_whole(c, out, ALT_WRITTEN, w->typed, ALT_WORTH_FULL);
	add_forms(c, w, out);
	size_t letters = utf8_count(w->key);
	if ((last && open) || letters >= 4) {
		struct alt a = {.kind = ALT_PREFIX,
				.lower = w->typed,
				.key = w->key,
				.prefix = true,
				.weight = last && open ? ALT_WORTH_PREFIX : ALT_WORTH_PREFIX_INSIDE};
		if (alts_known(c, a.key, false))
			add(out, &a);
	}
	bool word = out->n > 0 && out->v[0].kind != ALT_PREFIX;
	add_parts(c, w, out);
	add_meanings(c, w, last && open, out);
	if (!word &&
	    out->n > 0) /* "omaishoitajal": a written form begins so, yet the base form is meant as well */
		alts_of_ending(c, w, out);
	alts_sort(out);
}

/* The first half: a term, or one with a linking letter after it ("sorg|e"). NULL when it is neither. */
static const char *split_left(const struct alt_context *c, const char *key, size_t len)
{
	char *left = arena_strndup(c->arena, key, len);
	if (alts_known(c, left, true))
		return left;
	if (len > SPLIT_LEAST && strchr("seaou", left[len - 1]) != NULL) {
		left[len - 1] = '\0';
		if (alts_known(c, left, true))
			return left;
	}
	return NULL;
}

static void split_at(const struct alt_context *c, const struct query_word *w, const char *left,
		     const char *right, bool open, struct alt_list *out)
{
	struct alt_list *parts = ARENA_ARRAY(c->arena, struct alt_list, 2);
	struct alt a = {.kind = ALT_PARTS, .lower = w->typed, .key = w->key, .weight = ALT_WORTH_PARTS};
	struct alt rest = {
		.kind = ALT_PREFIX, .lower = right, .key = right, .prefix = open, .weight = ALT_WORTH_PREFIX};
	struct concepts concepts = {.n = 0};
	add_whole(c, &parts[0], ALT_BASE, left, ALT_WORTH_FULL);
	concepts_of_key(c, left, true, PART_MEANING_WORTH, &concepts);
	add_concepts(c, &parts[0], &concepts, false);
	alts_sort(&parts[0]);
	add(&parts[1], &rest);
	a.parts = parts;
	a.n_parts = 2;
	add(out, &a);
}

bool alts_of_split(const struct alt_context *c, const struct query_word *w, bool open, struct alt_list *out)
{
	size_t len = strlen(w->key), least = open ? 2 : SPLIT_LEAST;
	for (size_t at = len > least ? len - least : 0; at >= SPLIT_LEAST; at--) {
		const char *right = w->key + at;
		if (((unsigned char)*right & 0xC0) == 0x80 || !alts_known(c, right, !open))
			continue;
		const char *left = split_left(c, w->key, at);
		if (left == NULL)
			continue;
		split_at(c, w, left, right, open, out);
		return true;
	}
	return false;
}

void alts_of_pair(const struct alt_context *c, const struct query_word *a, const struct query_word *b,
		  bool open, struct alt_list *first, struct alt_list *second)
{
	char joined[TOKEN_BYTES_MAX];
	int len = snprintf(joined, sizeof joined, "%s%s", a->typed, b->typed);
	if (len < 0 || (size_t)len >= sizeof joined)
		return;
	struct query_word w = {0};
	struct alt_list found = {.n = 0};
	struct concepts concepts = {.n = 0};
	query_analyse_word(c->analyser, lang_tag(c->lang), joined, &w, c->arena);
	add_whole(c, &found, ALT_JOINED, w.typed, ALT_WORTH_JOINED);
	concepts_of_key(c, w.key, true, 1000, &concepts);
	for (size_t i = 0; i < w.n_forms; i++) {
		if (w.forms[i].mark != WORDS_BASE)
			continue;
		add_whole(c, &found, ALT_JOINED, w.forms[i].word, ALT_WORTH_JOINED);
		concepts_of_key(c, key_of(c, w.forms[i].word), true, 970, &concepts);
	}
	add_concepts(c, &found, &concepts, true);
	struct alt prefix = {.kind = ALT_JOINED,
			     .lower = w.typed,
			     .key = w.key,
			     .prefix = true,
			     .weight = ALT_WORTH_PREFIX};
	if (open && alts_known(c, w.key, false))
		add(&found, &prefix);
	for (size_t i = 0; i < found.n; i++) {
		add(first, &found.v[i]);
		add(second, &found.v[i]);
	}
	alts_sort(first);
	alts_sort(second);
}

static int compare_weights(const void *a, const void *b)
{
	return ((const struct alt *)b)->weight - ((const struct alt *)a)->weight;
}

void alts_sort(struct alt_list *list)
{
	if (list->n > 1)
		qsort(list->v, list->n, sizeof list->v[0], compare_weights);
}
