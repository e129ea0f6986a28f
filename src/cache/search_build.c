#include "cache/search_build.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/words.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "cache/search_segment.h"
#include "cache/search_terms.h"
#include "model/codec.h"

/* Looking words up is mostly waiting for memory: several wait together (terms_seek). */
#define WAITING_MAX 16

struct waiting {
	const char *word; /* borrowed, or tag */
	size_t len;
	uint64_t hash;
	uint8_t level;
	uint16_t flags;
	char tag[RECORD_ID_MAX + 4];
};

struct search_build {
	struct analyser *analyser;
	struct terms terms;
	struct segment_doc *docs;
	size_t n_docs, docs_cap;
	uint32_t doc; /* number + 1 of the one whose words are being added */
	struct waiting waiting[WAITING_MAX];
	size_t n_waiting; /* words of it that are sought */
	bool later;   /* names are being added to documents that are there already */
	struct build_post *posts; /* of the names being looked up */
	size_t n_posts, posts_cap;
	struct buf words;
};

struct search_build *search_build_new(struct analyser *a)
{
	struct search_build *b = calloc(1, sizeof *b);
	ASSERT(b != NULL);
	b->analyser = a;
	return b;
}

void search_build_free(struct search_build *b)
{
	if (b == NULL)
		return;
	terms_fini(&b->terms);
	free(b->docs);
	free(b->posts);
	buf_fini(&b->words);
	free(b);
}

size_t search_build_count(const struct search_build *b)
{
	return b->n_docs;
}

static void *grown(void *array, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return array;
	*cap = *cap == 0 ? 256 : *cap * 2;
	array = realloc(array, *cap * size);
	ASSERT(array != NULL);
	return array;
}

struct build_term *search_build_term(struct search_build *b, const char *lower, size_t len)
{
	return terms_get(&b->terms, lower, len, terms_seek(&b->terms, lower, len));
}

void search_build_posting(struct search_build *b, struct build_term *t, uint32_t doc, unsigned level, unsigned flags)
{
	terms_post(&b->terms, &t->own, doc, (uint8_t)level);
	t->flags |= (uint16_t)flags;
}

/* To the document whose words are being added. */
static void post_waiting(struct search_build *b)
{
	for (size_t i = 0; i < b->n_waiting; i++)
		terms_near(&b->terms, b->waiting[i].hash);
	for (size_t i = 0; i < b->n_waiting; i++) {
		const struct waiting *x = &b->waiting[i];
		struct build_term *t = terms_get(&b->terms, x->word, x->len, x->hash);
		if (t != NULL)
			search_build_posting(b, t, b->doc, x->level, x->flags);
	}
	b->n_waiting = 0;
}

static struct waiting *next_waiting(struct search_build *b)
{
	if (b->n_waiting == WAITING_MAX)
		post_waiting(b);
	return &b->waiting[b->n_waiting++];
}

static void seek(struct search_build *b, struct waiting *x, const char *word, size_t len, enum search_level level,
		 unsigned flags)
{
	x->word = word;
	x->len = len;
	x->hash = terms_seek(&b->terms, word, len);
	x->level = (uint8_t)level;
	x->flags = (uint16_t)flags;
}

static void post_names(struct search_build *b, const struct build_names *names)
{
	for (size_t i = 0; names != NULL && i < names->n; i++) {
		const struct build_post *p = &names->v[i];
		struct posting_list *list = b->later ? terms_later(&b->terms, p->term) : &p->term->own;
		terms_post(&b->terms, list, b->doc, p->level);
		p->term->flags |= p->flags;
	}
}

static enum search_level level_in_title(enum words_mark m)
{
	switch (m) {
	case WORDS_WRITTEN: return LEVEL_WRITTEN;
	case WORDS_PART: return LEVEL_PART_TITLE;
	case WORDS_ROOT: return LEVEL_ROOT_TITLE;
	case WORDS_STEM: return LEVEL_STEM_TITLE;
	default: return LEVEL_TITLE;
	}
}

static enum search_level level_in_text(enum words_mark m, unsigned count)
{
	switch (m) {
	case WORDS_PART: return LEVEL_PART_TEXT;
	case WORDS_ROOT: return LEVEL_ROOT_TEXT;
	case WORDS_STEM: return LEVEL_STEM_TEXT;
	default: return count >= 3 ? LEVEL_TEXT_3 : count == 2 ? LEVEL_TEXT_2 : LEVEL_TEXT_1;
	}
}

static unsigned flags_of(enum words_mark m, int lang)
{
	/* plain Finnish is Finnish to whoever asks */
	unsigned langs = 1u << lang | (lang == LANG_SELKO ? 1u << LANG_FI : 0);
	return langs | (m == WORDS_BASE ? TERM_SHOWN : 0);
}

static void add_list(struct search_build *b, const char *at, int lang, bool title)
{
	struct words_item v;
	while (words_next(&at, &v))
		seek(b, next_waiting(b), v.word, v.len,
		     title ? level_in_title(v.mark) : level_in_text(v.mark, v.count),
		     flags_of(v.mark, lang) | (title ? TERM_IN_TITLE : 0));
}

static void add_words(struct search_build *b, const struct ltext *words, bool title)
{
	for (int l = 0; l < LANG_COUNT; l++)
		if (words->v[l] != NULL)
			add_list(b, words->v[l], l, title);
}

/* --- names that reach the activity only here: the organisation's and the place's --- */

static void look_up(struct search_build *b, const char *words, int lang, enum search_level whole,
		    enum search_level part)
{
	struct words_item item;
	while (words_next(&words, &item)) {
		struct build_term *t = item.mark == WORDS_ROOT ? NULL : search_build_term(b, item.word, item.len);
		if (t == NULL)
			continue;
		b->posts = grown(b->posts, b->n_posts, &b->posts_cap, sizeof *b->posts);
		b->posts[b->n_posts++] =
			(struct build_post){.term = t,
					    .flags = (uint16_t)flags_of(item.mark, lang),
					    .level = (uint8_t)(item.mark == WORDS_PART ? part : whole)};
	}
}

/* A server from before the words of names were part of the record sends none. */
static void look_up_name(struct search_build *b, const char *name, int lang, enum search_level whole,
			 enum search_level part)
{
	if (name == NULL)
		return;
	buf_clear(&b->words);
	words_analyse(b->analyser, lang_tag((enum lang)lang), name, WORDS_TITLE, &b->words);
	look_up(b, buf_str(&b->words), lang, whole, part);
}

struct build_names search_build_names(struct search_build *b, const struct record *r)
{
	b->n_posts = 0;
	for (int l = 0; l < LANG_COUNT; l++) {
		if (r->kind == KIND_ORGANISATION && r->organisation.words.v[l] != NULL) {
			look_up(b, r->organisation.words.v[l], l, LEVEL_ORG, LEVEL_PART_ORG);
		} else if (r->kind == KIND_ORGANISATION) {
			look_up_name(b, r->organisation.name.v[l], l, LEVEL_ORG, LEVEL_PART_ORG);
		} else if (r->place.words.v[l] != NULL) {
			look_up(b, r->place.words.v[l], l, LEVEL_PLACE, LEVEL_ROOT_TEXT);
		} else {
			look_up_name(b, r->place.name.v[l], l, LEVEL_PLACE, LEVEL_ROOT_TEXT);
			look_up_name(b, r->place.city.v[l], l, LEVEL_PLACE, LEVEL_ROOT_TEXT);
		}
	}
	struct build_names names = {.n = b->n_posts};
	names.v = ARENA_ARRAY(&b->terms.arena, struct build_post, names.n);
	if (names.n > 0)
		memcpy(names.v, b->posts, names.n * sizeof *names.v);
	return names;
}

/* --- tags are terms no visitor can type: "#k:caregivers" --- */

static void add_tag(struct search_build *b, char kind, const char *tag, enum search_level level)
{
	size_t len = tag != NULL ? strlen(tag) : 0;
	if (tag == NULL || len > RECORD_ID_MAX)
		return;
	struct waiting *x = next_waiting(b);
	memcpy(x->tag, (const char[3]){'#', kind, ':'}, 3);
	memcpy(x->tag + 3, tag, len);
	seek(b, x, x->tag, len + 3, level, 0);
}

static void add_tags(struct search_build *b, char kind, const struct strs *tags)
{
	for (size_t i = 0; i < tags->n; i++) /* the first topic is the main one */
		add_tag(b, kind, tags->v[i], kind == 't' && i > 0 ? LEVEL_TEXT_3 : LEVEL_TAG);
}

static void add_facts(struct search_build *b, const struct activity *act)
{
	add_tags(b, 't', &act->topics);
	add_tags(b, 'k', &act->keywords);
	add_tags(b, 'l', &act->languages);
	add_tag(b, 'o', act->organisation, LEVEL_TAG); /* to find what to build anew when a name changes */
	add_tag(b, 'w', act->place, LEVEL_TAG);
	if (act->price == PRICE_FREE)
		add_tag(b, 'p', "free", LEVEL_TAG);
	if (act->attend & ATTEND_PHONE)
		add_tag(b, 'a', "phone", LEVEL_TAG);
	if (act->attend & ATTEND_ONLINE)
		add_tag(b, 'a', "online", LEVEL_TAG);
}

/* --- documents --- */

uint32_t search_build_document(struct search_build *b, const struct segment_doc *d)
{
	ASSERT(b->n_docs < UINT32_MAX / 32);
	b->docs = grown(b->docs, b->n_docs, &b->docs_cap, sizeof *b->docs);
	b->docs[b->n_docs++] = *d;
	return (uint32_t)b->n_docs;
}

void search_build_add(struct search_build *b, const struct search_doc *d)
{
	ASSERT(!b->later);
	b->doc = search_build_document(
		b, &(struct segment_doc){.name = d->name, .key = d->activity != NULL ? d->key : 0});
	if (d->activity == NULL)
		return;
	add_words(b, &d->activity->words_title, true);
	add_words(b, &d->activity->words_text, false);
	add_facts(b, d->activity);
	post_waiting(b);
	post_names(b, d->organisation);
	post_names(b, d->place);
}

void search_build_add_names(struct search_build *b, size_t doc, const struct build_names *organisation,
			    const struct build_names *place)
{
	ASSERT(doc < b->n_docs && (!b->later || doc + 1 > b->doc));
	b->later = true;
	b->doc = (uint32_t)doc + 1;
	post_names(b, organisation);
	post_names(b, place);
}

/* All postings in order; how many bytes these and the strings take. */
static void settle_terms(struct search_build *b, struct build_term **sorted, size_t *strings, size_t *postings)
{
	*strings = *postings = 0;
	for (size_t i = 0; i < terms_count(&b->terms); i++) {
		struct build_term *t = sorted[i];
		terms_settle(&b->terms, t);
		*strings += strlen(t->key) + (t->lower != t->key ? t->len : 0);
		*postings += t->own.len;
	}
}

/* The three sections about terms side by side, each into its place. */
static void write_terms(const struct search_build *b, struct build_term **sorted, const struct segment_header *h,
			char *out)
{
	struct segment_term s = {0};
	char *strings = out + h->strings_at, *postings = out + h->postings_at;
	for (size_t i = 0; i < terms_count(&b->terms); i++) {
		const struct build_term *t = sorted[i];
		s.key_len = (uint8_t)strlen(t->key);
		s.lower_len = t->lower != t->key ? t->len : 0;
		s.flags = t->flags;
		s.bytes = t->own.len;
		s.n = t->own.n;
		s.letters = search_letters(t->key, s.key_len);
		memcpy(out + h->terms_at + i * sizeof s, &s, sizeof s);
		memcpy(strings + s.string, t->key, s.key_len);
		memcpy(strings + s.string + s.key_len, t->lower, s.lower_len);
		if (s.bytes > 0)
			memcpy(postings + s.postings, t->own.bytes, s.bytes);
		s.string += s.key_len + s.lower_len;
		s.postings += s.bytes;
	}
}

static size_t aligned(size_t at)
{
	return (at + 7) / 8 * 8;
}

/* Where everything is to lie; false when that is too much. */
static bool lay_out(const struct search_build *b, size_t strings, size_t postings, struct segment_header *h)
{
	size_t docs_at = sizeof *h, terms_at = docs_at + b->n_docs * sizeof *b->docs,
	       strings_at = terms_at + terms_count(&b->terms) * sizeof(struct segment_term),
	       postings_at = aligned(strings_at + strings), size = postings_at + postings;
	memcpy(h->magic, SEARCH_MAGIC, sizeof h->magic);
	h->n_docs = (uint32_t)b->n_docs;
	h->n_terms = (uint32_t)terms_count(&b->terms);
	h->docs_at = (uint32_t)docs_at;
	h->terms_at = (uint32_t)terms_at;
	h->strings_at = (uint32_t)strings_at;
	h->strings_len = (uint32_t)strings;
	h->postings_at = (uint32_t)postings_at;
	h->postings_len = (uint32_t)postings;
	h->size = (uint32_t)size;
	return size <= UINT32_MAX;
}

bool search_build_write(struct search_build *b, struct buf *out, struct error *e)
{
	CLEANUP_FREE struct build_term **sorted = terms_sorted(&b->terms);
	struct segment_header h = {0};
	size_t strings, postings;
	ASSERT(out->len == 0 && out->limit == 0);
	settle_terms(b, sorted, &strings, &postings);
	if (!lay_out(b, strings, postings, &h))
		return error_set(e, ERROR_LIMIT, "search index over 4 GB");
	char *to = buf_reserve(out, h.size);
	memcpy(to, &h, sizeof h);
	if (b->n_docs > 0)
		memcpy(to + h.docs_at, b->docs, b->n_docs * sizeof *b->docs);
	write_terms(b, sorted, &h, to);
	memset(to + h.strings_at + h.strings_len, 0, h.postings_at - h.strings_at - h.strings_len);
	to[h.size] = '\0';
	out->len = h.size;
	return true;
}

void search_build_put_keys(struct buf *segment, const int64_t *keys, size_t n)
{
	struct segment_header h;
	memcpy(&h, segment->data, sizeof h);
	ASSERT(n <= h.n_docs);
	for (size_t i = 0; i < n; i++)
		memcpy(segment->data + h.docs_at + i * sizeof(struct segment_doc) + offsetof(struct segment_doc, key),
		       &keys[i], sizeof keys[i]);
}
