#include "cache/search_segment.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

const uint16_t search_levels[SEARCH_LEVELS] = {
	[LEVEL_ROOT_TEXT] = 140,  [LEVEL_ROOT_TITLE] = 300, [LEVEL_PLACE] = 460,  [LEVEL_PART_ORG] = 420,
	[LEVEL_PART_TEXT] = 460,  [LEVEL_STEM_TEXT] = 560,  [LEVEL_TEXT_1] = 600, [LEVEL_TEXT_2] = 660,
	[LEVEL_TEXT_3] = 720,     [LEVEL_ORG] = 640,        [LEVEL_TAG] = 760,    [LEVEL_PART_TITLE] = 820,
	[LEVEL_STEM_TITLE] = 940, [LEVEL_WRITTEN] = 980,    [LEVEL_TITLE] = 1000,
};

uint32_t search_letters(const char *key, unsigned len)
{
	uint32_t bits = 0;
	for (unsigned i = 0; i < len; i++) {
		unsigned char c = (unsigned char)key[i];
		if (c >= 'a' && c <= 'z')
			bits |= UINT32_C(1) << (c - 'a');
		else if (c < 0x80 || c >= 0xC0)
			bits |= UINT32_C(1) << 26;
		else /* the low byte of a letter beyond ASCII */
			bits |= UINT32_C(1) << (27 + c % 5);
	}
	return bits;
}

static bool section(const struct segment_header *h, uint32_t at, uint64_t n, uint64_t size)
{
	return at % 8 == 0 && at >= sizeof *h && at <= h->size && n * size <= h->size - at;
}

static bool header_fits(const struct segment_header *h, size_t len)
{
	return memcmp(h->magic, SEARCH_MAGIC, sizeof h->magic) == 0 && h->size == len &&
	       h->n_docs < UINT32_MAX / 32 && section(h, h->docs_at, h->n_docs, sizeof(struct segment_doc)) &&
	       section(h, h->terms_at, h->n_terms, sizeof(struct segment_term)) &&
	       section(h, h->strings_at, h->strings_len, 1) && section(h, h->postings_at, h->postings_len, 1);
}

static bool contents_fit(const struct segment *s)
{
	for (uint32_t i = 0; i < s->h->n_terms; i++) {
		const struct segment_term *t = &s->terms[i];
		if ((uint64_t)t->string + t->key_len + t->lower_len > s->h->strings_len ||
		    (uint64_t)t->postings + t->bytes > s->h->postings_len || t->n > t->bytes)
			return false;
	}
	return true;
}

bool segment_take(struct segment *s, void *blob, size_t len, struct error *e)
{
	*s = (struct segment){.blob = blob, .h = blob};
	if (len < sizeof *s->h || !header_fits(s->h, len))
		goto damaged;
	const char *bytes = blob;
	s->docs = (const void *)(bytes + s->h->docs_at);
	s->terms = (const void *)(bytes + s->h->terms_at);
	s->strings = bytes + s->h->strings_at;
	s->postings = (const void *)(bytes + s->h->postings_at);
	if (contents_fit(s))
		return true;
damaged:
	segment_fini(s);
	return error_set(e, ERROR_CORRUPT, "search index: a segment of %zu bytes is damaged", len);
}

void segment_fini(struct segment *s)
{
	free(s->blob);
	*s = (struct segment){0};
}

/* <0, 0, >0 as the term's key, cut to the length asked for, is to the key. */
static int compare_cut(const struct segment *s, const struct segment_term *t, const char *key, size_t len)
{
	size_t n = t->key_len < len ? t->key_len : len;
	int c = memcmp(segment_key(s, t), key, n);
	return c != 0 ? c : t->key_len < len ? -1 : 0;
}

/* First term that is not below the key (past: that is above everything beginning with it). */
static size_t bound(const struct segment *s, const char *key, size_t len, bool past)
{
	size_t low = 0, high = s->h->n_terms;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = compare_cut(s, &s->terms[mid], key, len);
		if (c < 0 || (past && c == 0))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t segment_find(const struct segment *s, const char *key, size_t len, bool whole, size_t *first)
{
	*first = bound(s, key, len, false);
	if (!whole)
		return bound(s, key, len, true) - *first;
	size_t end = *first;
	while (end < s->h->n_terms && s->terms[end].key_len == len &&
	       compare_cut(s, &s->terms[end], key, len) == 0)
		end++;
	return end - *first;
}

/* Reads one posting; false at the end or where the bytes make no sense. */
static inline bool next_posting(const unsigned char **at, const unsigned char *end, uint32_t *doc_plus_1,
				unsigned *level)
{
	if (*at >= end)
		return false;
	uint32_t v = *(*at)++;
	if (v >= 0x80) {
		v &= 0x7F;
		for (unsigned shift = 7;; shift += 7) {
			if (*at >= end || shift > 28)
				return false;
			uint32_t b = *(*at)++;
			v |= (b & 0x7F) << shift;
			if (b < 0x80)
				break;
		}
	}
	*doc_plus_1 += v >> 4;
	*level = v & 15;
	return true;
}

/* The loop a key press spends its time in. One or two bytes, which nearly all postings have, are taken
 * without a branch on which, and the better score without one on whether: guessing either wrong costs more
 * than the work. */
size_t segment_scan(const struct segment *s, const struct segment_term *t,
		    const uint16_t score[SEARCH_LEVELS], uint16_t *best)
{
	const unsigned char *at = s->postings + t->postings, *end = at + t->bytes;
	uint32_t doc = 0;
	unsigned level;
	uint16_t *mine = best + s->base;
	for (;;) {
		uint32_t two = 0, v = 0;
		if (end - at >= 2 && ((at[0] & at[1]) & 0x80) == 0) {
			two = (uint32_t)at[0] >> 7;
			v = (at[0] & 0x7Fu) | ((0 - two) & ((uint32_t)at[1] << 7));
			at += 1 + two;
			doc += v >> 4;
			level = v & 15;
		} else if (!next_posting(&at, end, &doc, &level)) {
			break;
		}
		if (doc - 1 >= s->h->n_docs) /* also 0 */
			break;
		uint16_t old = mine[doc - 1], now = score[level];
		mine[doc - 1] = old > now ? old : now;
	}
	return t->n;
}

size_t segment_count(const struct segment *s, const struct segment_term *t, const uint8_t *keep)
{
	const unsigned char *at = s->postings + t->postings, *end = at + t->bytes;
	uint32_t doc = 0;
	unsigned level;
	size_t n = 0;
	while (next_posting(&at, end, &doc, &level)) {
		if (doc == 0 || doc > s->h->n_docs)
			break;
		n += keep[s->base + doc - 1] != 0;
	}
	return n;
}

void segment_each(const struct segment *s, const struct segment_term *t, segment_doc_fn visit, void *user)
{
	const unsigned char *at = s->postings + t->postings, *end = at + t->bytes;
	uint32_t doc = 0;
	unsigned level;
	while (next_posting(&at, end, &doc, &level) && doc != 0 && doc <= s->h->n_docs)
		visit(user, &s->docs[doc - 1]);
}

void segment_postings(const struct segment *s, const struct segment_term *t, segment_posting_fn visit, void *user)
{
	const unsigned char *at = s->postings + t->postings, *end = at + t->bytes;
	uint32_t doc = 0;
	unsigned level;
	while (next_posting(&at, end, &doc, &level) && doc != 0 && doc <= s->h->n_docs)
		visit(user, doc - 1, level);
}

unsigned segment_level(const struct segment *s, const struct segment_term *t, uint32_t wanted)
{
	const unsigned char *at = s->postings + t->postings, *end = at + t->bytes;
	uint32_t doc = 0;
	unsigned level;
	while (next_posting(&at, end, &doc, &level) && doc <= wanted + 1)
		if (doc == wanted + 1)
			return level;
	return 0;
}
