#include "cache/search_build.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/words.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "cache/hash.h"
#include "model/codec.h"

/* A posting is held back until the next document: a document may have a term in several places, and only the
 * strongest counts. */
struct posting_list {
	struct buf bytes;
	uint32_t n;
	uint32_t last;    /* document number + 1 of the last posting written; 0 none */
	uint32_t pending; /* document number + 1 held back; 0 none */
	uint8_t pending_level;
};

struct build_term {
	const char *key, *lower;
	struct posting_list own;    /* what came with the documents */
	struct posting_list *later; /* what search_build_add_names brought; NULL none */
	uint16_t flags;
};

/* A name that was analysed: the same organisation and place stand with many activities, and analysing is most
 * of the work of adding one. */
struct known_name {
	const char *name, *words;
	int lang;
};
#define KNOWN_NAMES 131072 /* a power of two; a name that falls on another's slot takes its place */
#define KNOWN_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct known_names {
	struct known_name v[KNOWN_NAMES];
	struct arena texts;
};

/* The hash lies beside the pointer: a word is told from others without a look at them. */
struct slot {
	uint64_t hash;
	struct build_term *term; /* NULL free */
};

struct search_build {
	struct analyser *analyser;
	struct arena strings;
	struct known_names *names; /* borrowed */
	struct slot *slots; /* open addressing, a power of two */
	size_t n_slots, n_terms;
	struct segment_doc *docs;
	size_t n_docs, docs_cap;
	uint32_t doc; /* number + 1 of the one whose words are being added */
	bool later;   /* names are being added to documents that are there already */
	struct buf scratch, words;
};

struct search_build *search_build_new(struct analyser *a, struct known_names *names)
{
	struct search_build *b = calloc(1, sizeof *b);
	ASSERT(b != NULL);
	b->analyser = a;
	b->names = names;
	return b;
}

static void build_clear(struct search_build *b)
{
	for (size_t i = 0; i < b->n_slots; i++) {
		struct build_term *t = b->slots[i].term;
		if (t == NULL)
			continue;
		buf_fini(&t->own.bytes);
		if (t->later != NULL)
			buf_fini(&t->later->bytes);
	}
	free(b->slots);
	b->slots = NULL;
	b->n_slots = b->n_terms = b->n_docs = 0;
	b->later = false;
	arena_fini(&b->strings);
}

void search_build_free(struct search_build *b)
{
	if (b == NULL)
		return;
	build_clear(b);
	free(b->docs);
	buf_fini(&b->scratch);
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

static void slots_grow(struct search_build *b)
{
	size_t n = b->n_slots == 0 ? 4096 : b->n_slots * 2;
	struct slot *slots = calloc(n, sizeof *slots);
	ASSERT(slots != NULL);
	for (size_t i = 0; i < b->n_slots; i++) {
		if (b->slots[i].term == NULL)
			continue;
		size_t at = b->slots[i].hash & (n - 1);
		while (slots[at].term != NULL)
			at = (at + 1) & (n - 1);
		slots[at] = b->slots[i];
	}
	free(b->slots);
	b->slots = slots;
	b->n_slots = n;
}

struct build_term *search_build_term(struct search_build *b, const char *lower)
{
	if (b->n_terms * 2 >= b->n_slots)
		slots_grow(b);
	uint64_t hash = hash_name(lower);
	size_t at = hash & (b->n_slots - 1);
	for (; b->slots[at].term != NULL; at = (at + 1) & (b->n_slots - 1))
		if (b->slots[at].hash == hash && strcmp(b->slots[at].term->lower, lower) == 0)
			return b->slots[at].term;
	size_t len = strlen(lower);
	buf_clear(&b->scratch);
	fold_base(lower, len, &b->scratch);
	if (b->scratch.len == 0 || b->scratch.len > UINT8_MAX || len > UINT8_MAX)
		return NULL;
	struct build_term *t = ARENA_NEW(&b->strings, struct build_term);
	t->lower = arena_strdup(&b->strings, lower);
	t->key = strcmp(lower, buf_str(&b->scratch)) == 0 ? t->lower
							  : arena_strdup(&b->strings, buf_str(&b->scratch));
	b->slots[at] = (struct slot){hash, t};
	b->n_terms++;
	return t;
}

static void flush(struct posting_list *p)
{
	if (p->pending == 0)
		return;
	uint64_t v = (uint64_t)(p->pending - p->last) << 4 | p->pending_level;
	while (v >= 0x80) {
		buf_putc(&p->bytes, (char)(v | 0x80));
		v >>= 7;
	}
	buf_putc(&p->bytes, (char)v);
	p->n++;
	p->last = p->pending;
	p->pending = 0;
}

/* doc: number + 1, never lower than the one before. */
static void post_to(struct posting_list *p, uint32_t doc, uint8_t level)
{
	if (p->pending != doc)
		flush(p);
	if (p->pending != doc || p->pending_level < level)
		p->pending_level = level;
	p->pending = doc;
}

static void post(struct search_build *b, const char *word, enum search_level level, unsigned flags)
{
	struct build_term *t = search_build_term(b, word);
	if (t == NULL)
		return;
	if (b->later && t->later == NULL)
		t->later = ARENA_NEW(&b->strings, struct posting_list);
	post_to(b->later ? t->later : &t->own, b->doc, (uint8_t)level);
	t->flags |= (uint16_t)flags;
}

void search_build_posting(struct build_term *t, uint32_t doc, unsigned level, unsigned flags)
{
	post_to(&t->own, doc, (uint8_t)level);
	t->flags |= (uint16_t)flags;
}

/* Reads one posting of a list this builder wrote. */
static bool next_posting(const struct posting_list *p, size_t *at, uint32_t *doc, uint8_t *level)
{
	uint64_t v = 0;
	if (*at >= p->bytes.len)
		return false;
	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte = (unsigned char)p->bytes.data[(*at)++];
		v |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			break;
	}
	*doc += (uint32_t)(v >> 4);
	*level = v & 15;
	return true;
}

/* Brings both lists of a term together in its own, by document; the strongest level counts. */
static void join_later(struct build_term *t)
{
	struct posting_list joined = {0};
	uint32_t doc_a = 0, doc_b = 0;
	uint8_t level_a = 0, level_b = 0;
	size_t at_a = 0, at_b = 0;
	flush(&t->own);
	if (t->later == NULL)
		return;
	flush(t->later);
	bool more_a = next_posting(&t->own, &at_a, &doc_a, &level_a);
	bool more_b = next_posting(t->later, &at_b, &doc_b, &level_b);
	while (more_a || more_b) {
		if (more_a && (!more_b || doc_a <= doc_b)) {
			post_to(&joined, doc_a, level_a);
			more_a = next_posting(&t->own, &at_a, &doc_a, &level_a);
		} else {
			post_to(&joined, doc_b, level_b);
			more_b = next_posting(t->later, &at_b, &doc_b, &level_b);
		}
	}
	flush(&joined);
	buf_fini(&t->own.bytes);
	buf_fini(&t->later->bytes);
	t->own = joined;
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

static void add_words(struct search_build *b, const struct ltext *words, bool title)
{
	for (int l = 0; l < LANG_COUNT; l++) {
		const char *at = words->v[l];
		struct words_item item;
		while (at != NULL && words_next(&at, &item))
			post(b, item.word,
			     title ? level_in_title(item.mark) : level_in_text(item.mark, item.count),
			     flags_of(item.mark, l) | (title ? TERM_IN_TITLE : 0));
	}
}

struct known_names *known_names_new(void)
{
	struct known_names *n = calloc(1, sizeof *n);
	ASSERT(n != NULL);
	return n;
}

void known_names_free(struct known_names *n)
{
	if (n != NULL)
		arena_fini(&n->texts);
	free(n);
}

/* Valid until the next name. */
static const char *words_of_name(struct search_build *b, int lang, const char *name)
{
	struct known_names *n = b->names;
	if (n->texts.used_bytes > KNOWN_BYTES_MAX) {
		arena_fini(&n->texts);
		memset(n->v, 0, sizeof n->v);
	}
	struct known_name *k = &n->v[(hash_name(name) + (uint64_t)lang) & (KNOWN_NAMES - 1)];
	if (k->name != NULL && k->lang == lang && strcmp(k->name, name) == 0)
		return k->words;
	buf_clear(&b->words);
	words_analyse(b->analyser, lang_tag((enum lang)lang), name, WORDS_TITLE, &b->words);
	*k = (struct known_name){.name = arena_strdup(&n->texts, name),
				 .words = arena_strdup(&n->texts, buf_str(&b->words)),
				 .lang = lang};
	return k->words;
}

/* Names that reach the activity only here: the organisation's and the place's. */
static void add_name(struct search_build *b, const struct ltext *name, enum search_level whole,
		     enum search_level part)
{
	for (int l = 0; l < LANG_COUNT; l++) {
		if (name->v[l] == NULL)
			continue;
		const char *at = words_of_name(b, l, name->v[l]);
		struct words_item item;
		while (words_next(&at, &item))
			if (item.mark != WORDS_ROOT)
				post(b, item.word, item.mark == WORDS_PART ? part : whole,
				     flags_of(item.mark, l));
	}
}

/* Tags are terms no visitor can type: "#k:caregivers". */
static void add_tag(struct search_build *b, char kind, const char *tag, enum search_level level)
{
	char term[RECORD_ID_MAX + 4];
	if (tag == NULL)
		return;
	int len = snprintf(term, sizeof term, "#%c:%s", kind, tag);
	if (len > 0 && (size_t)len < sizeof term)
		post(b, term, level, 0);
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
		post(b, "#p:free", LEVEL_TAG, 0);
	if (act->attend & ATTEND_PHONE)
		post(b, "#a:phone", LEVEL_TAG, 0);
	if (act->attend & ATTEND_ONLINE)
		post(b, "#a:online", LEVEL_TAG, 0);
}

static void add_names(struct search_build *b, const struct organisation *organisation,
		      const struct place *place)
{
	if (organisation != NULL)
		add_name(b, &organisation->name, LEVEL_ORG, LEVEL_PART_ORG);
	if (place != NULL) {
		add_name(b, &place->name, LEVEL_PLACE, LEVEL_ROOT_TEXT);
		add_name(b, &place->city, LEVEL_PLACE, LEVEL_ROOT_TEXT);
	}
}

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
	add_names(b, d->organisation, d->place);
}

void search_build_add_names(struct search_build *b, size_t doc, const struct organisation *organisation,
			    const struct place *place)
{
	ASSERT(doc < b->n_docs && (!b->later || doc + 1 > b->doc));
	b->later = true;
	b->doc = (uint32_t)doc + 1;
	add_names(b, organisation, place);
}

static int compare_terms(const void *pa, const void *pb)
{
	const struct build_term *a = ((const struct slot *)pa)->term, *b = ((const struct slot *)pb)->term;
	int c = strcmp(a->key, b->key);
	return c != 0 ? c : strcmp(a->lower, b->lower);
}

static void align(struct buf *out)
{
	while (out->len % 8 != 0)
		buf_putc(out, '\0');
}

/* Terms in order, at the front of the slots array. */
static void sort_terms(struct search_build *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->n_slots; i++) {
		struct slot slot = b->slots[i];
		b->slots[i].term = NULL;
		if (slot.term != NULL)
			b->slots[n++] = slot;
	}
	ASSERT(n == b->n_terms);
	if (n > 0)
		qsort(b->slots, n, sizeof *b->slots, compare_terms);
}

/* The three sections about terms grow side by side: the table into out, strings and postings into buffers. */
static void write_terms(struct search_build *b, struct buf *out, struct buf *strings, struct buf *postings)
{
	for (size_t i = 0; i < b->n_terms; i++) {
		struct build_term *t = b->slots[i].term;
		join_later(t);
		struct segment_term s = {.string = (uint32_t)strings->len,
					 .key_len = (uint8_t)strlen(t->key),
					 .flags = t->flags,
					 .postings = (uint32_t)postings->len,
					 .bytes = (uint32_t)t->own.bytes.len,
					 .n = t->own.n};
		s.letters = search_letters(t->key, s.key_len);
		buf_puts(strings, t->key);
		if (t->lower != t->key) {
			s.lower_len = (uint8_t)strlen(t->lower);
			buf_puts(strings, t->lower);
		}
		buf_append(postings, t->own.bytes.data, t->own.bytes.len);
		buf_append(out, &s, sizeof s);
		buf_fini(&t->own.bytes);
	}
}

bool search_build_write(struct search_build *b, struct buf *out, struct error *e)
{
	CLEANUP_BUF struct buf strings = BUF_INIT;
	CLEANUP_BUF struct buf postings = BUF_INIT;
	struct segment_header h = {.n_docs = (uint32_t)b->n_docs, .n_terms = (uint32_t)b->n_terms};
	ASSERT(out->len == 0 && out->limit == 0);
	memcpy(h.magic, SEARCH_MAGIC, sizeof h.magic);
	buf_append(out, &h, sizeof h);
	h.docs_at = (uint32_t)out->len;
	buf_append(out, b->docs, b->n_docs * sizeof *b->docs);
	h.terms_at = (uint32_t)out->len;
	sort_terms(b);
	write_terms(b, out, &strings, &postings);
	h.strings_at = (uint32_t)out->len;
	h.strings_len = (uint32_t)strings.len;
	buf_append(out, strings.data, strings.len);
	align(out);
	h.postings_at = (uint32_t)out->len;
	h.postings_len = (uint32_t)postings.len;
	buf_append(out, postings.data, postings.len);
	h.size = (uint32_t)out->len;
	build_clear(b);
	if (out->len > UINT32_MAX || strings.len > UINT32_MAX || postings.len > UINT32_MAX)
		return error_set(e, ERROR_LIMIT, "search index over 4 GB");
	memcpy(out->data, &h, sizeof h);
	return true;
}
