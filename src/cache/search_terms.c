#include "cache/search_terms.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/fold.h"
#include "base/assert.h"
#include "cache/hash.h"

#define LIST_FIRST_BYTES 16
#define POSTING_BYTES_MAX 6 /* of a varint of 36 bits */

void terms_fini(struct terms *t)
{
	slots_fini(&t->slots);
	buf_fini(&t->scratch);
	arena_fini(&t->arena);
	*t = TERMS_INIT;
}

/* --- words --- */

uint64_t terms_seek(const struct terms *t, const char *lower, size_t len)
{
	uint64_t hash = hash_word(lower, len);
	slots_prefetch(&t->slots, hash);
	return hash;
}

void terms_near(const struct terms *t, uint64_t hash)
{
	if (t->slots.n > 0)
		__builtin_prefetch(slots_first(&t->slots, hash)->what);
}

struct build_term *terms_get(struct terms *t, const char *lower, size_t len, uint64_t hash)
{
	slots_reserve(&t->slots);
	struct slot *slot = slots_first(&t->slots, hash);
	for (; slot->what != NULL; slot = slots_next(&t->slots, slot)) {
		struct build_term *there = slot->what;
		if (slot->hash == hash && there->len == len && same_word(there->lower, lower, len))
			return there;
	}
	buf_clear(&t->scratch);
	fold_base(lower, len, &t->scratch);
	if (t->scratch.len == 0 || t->scratch.len > UINT8_MAX || len > UINT8_MAX)
		return NULL;
	struct build_term *term = arena_alloc(&t->arena, sizeof *term + len + 1);
	memcpy(term->lower, lower, len);
	term->len = (uint8_t)len;
	term->key = strcmp(term->lower, buf_str(&t->scratch)) == 0 ? term->lower
								  : arena_strdup(&t->arena, buf_str(&t->scratch));
	slots_put(&t->slots, slot, hash, term);
	return term;
}

/* The first eight letters of the key lie beside it, so that most words are told apart without a look at them. */
struct sorting {
	uint64_t first;
	struct build_term *term;
};

static int compare_terms(const void *pa, const void *pb)
{
	const struct sorting *a = pa, *b = pb;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	int c = strcmp(a->term->key, b->term->key);
	return c != 0 ? c : strcmp(a->term->lower, b->term->lower);
}

static uint64_t first_letters(const char *key)
{
	uint64_t first = 0;
	for (int i = 0; i < 8; i++)
		first = first << 8 | (*key != '\0' ? (unsigned char)*key++ : 0);
	return first;
}

struct build_term **terms_sorted(const struct terms *t)
{
	size_t n = 0, n_all = terms_count(t);
	struct build_term **out = calloc(n_all + 1, sizeof(struct build_term *));
	struct sorting *v = calloc(n_all + 1, sizeof *v);
	ASSERT(out != NULL && v != NULL);
	for (size_t i = 0; i < t->slots.n; i++) {
		struct build_term *term = t->slots.v[i].what;
		if (term != NULL)
			v[n++] = (struct sorting){first_letters(term->key), term};
	}
	ASSERT(n == n_all);
	qsort(v, n, sizeof *v, compare_terms);
	for (size_t i = 0; i < n; i++)
		out[i] = v[i].term;
	free(v);
	return out;
}

/* --- postings --- */

static void list_grow(struct terms *t, struct posting_list *p)
{
	uint32_t cap = p->cap == 0 ? LIST_FIRST_BYTES : p->cap * 2;
	ASSERT(cap > p->cap);
	unsigned char *bytes = arena_alloc(&t->arena, cap);
	if (p->len > 0)
		memcpy(bytes, p->bytes, p->len);
	p->bytes = bytes;
	p->cap = cap;
}

static void flush(struct terms *t, struct posting_list *p)
{
	if (p->pending == 0)
		return;
	if (p->cap - p->len < POSTING_BYTES_MAX)
		list_grow(t, p);
	uint64_t v = (uint64_t)(p->pending - p->last) << 4 | p->pending_level;
	while (v >= 0x80) {
		p->bytes[p->len++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	p->bytes[p->len++] = (unsigned char)v;
	p->n++;
	p->last = p->pending;
	p->pending = 0;
}

void terms_post(struct terms *t, struct posting_list *p, uint32_t doc, uint8_t level)
{
	if (p->pending != doc)
		flush(t, p);
	if (p->pending != doc || p->pending_level < level)
		p->pending_level = level;
	p->pending = doc;
}

struct posting_list *terms_later(struct terms *t, struct build_term *term)
{
	if (term->later == NULL)
		term->later = ARENA_NEW(&t->arena, struct posting_list);
	return term->later;
}

/* Reads one posting of a list written here. */
static bool next_posting(const struct posting_list *p, uint32_t *at, uint32_t *doc, uint8_t *level)
{
	uint64_t v = 0;
	if (*at >= p->len)
		return false;
	for (unsigned shift = 0;; shift += 7) {
		unsigned char byte = p->bytes[(*at)++];
		v |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			break;
	}
	*doc += (uint32_t)(v >> 4);
	*level = v & 15;
	return true;
}

void terms_settle(struct terms *t, struct build_term *term)
{
	struct posting_list joined = {0};
	uint32_t doc_a = 0, doc_b = 0, at_a = 0, at_b = 0;
	uint8_t level_a = 0, level_b = 0;
	flush(t, &term->own);
	if (term->later == NULL)
		return;
	flush(t, term->later);
	bool more_a = next_posting(&term->own, &at_a, &doc_a, &level_a);
	bool more_b = next_posting(term->later, &at_b, &doc_b, &level_b);
	while (more_a || more_b) {
		if (more_a && (!more_b || doc_a <= doc_b)) {
			terms_post(t, &joined, doc_a, level_a);
			more_a = next_posting(&term->own, &at_a, &doc_a, &level_a);
		} else {
			terms_post(t, &joined, doc_b, level_b);
			more_b = next_posting(term->later, &at_b, &doc_b, &level_b);
		}
	}
	flush(t, &joined);
	term->own = joined;
	term->later = NULL;
}
