#include "analysis/hyphenate.h"

#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/token.h"
#include "base/cleanup.h"
#include "base/str.h"

#define SOFT_HYPHEN 0xAD
#define BOUNDARIES_MAX 8

/* Appends bytes without the soft hyphens an earlier pass (or a source) left. */
static void append_plain(struct buf *out, const char *s, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t from = at;
		if (utf8_next(s, len, &at) != SOFT_HYPHEN)
			buf_append(out, s + from, at - from);
	}
}

static bool worth_breaking(const char *word)
{
	return utf8_count(word) >= HYPHENATE_WORD_MIN && strpbrk(word, "0123456789-'") == NULL;
}

/* The word as written with a soft hyphen before each letter in where[]; len is of the written form. */
static void append_broken(struct buf *out, const char *s, size_t len, size_t letters, const size_t *where,
			  size_t n)
{
	size_t letter = 0, next = 0, last = 0;
	for (size_t at = 0; at < len;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, len, &at);
		if (cp == SOFT_HYPHEN)
			continue;
		if (cp >= 0x300 &&
		    cp <= 0x36F) { /* a mark on the letter before: boundaries count composed letters */
			buf_append(out, s + from, at - from);
			continue;
		}
		while (next < n && where[next] < letter)
			next++;
		if (next < n && where[next] == letter && letter - last >= HYPHENATE_PART_MIN &&
		    letters - letter >= HYPHENATE_PART_MIN) {
			buf_puts(out, "\u00AD");
			last = letter;
		}
		buf_append(out, s + from, at - from);
		letter++;
	}
}

void hyphenate_finnish(struct analyser *a, const char *text, struct buf *out)
{
	struct token_reader r;
	struct token t;
	size_t done = 0, where[BOUNDARIES_MAX];
	token_start(&r, text, strlen(text));
	while (token_next(&r, &t)) {
		append_plain(out, text + done, t.start - done);
		size_t n = worth_breaking(t.word) ? analyser_boundaries(a, t.word, where, BOUNDARIES_MAX) : 0;
		append_broken(out, text + t.start, t.end - t.start, utf8_count(t.word), where, n);
		done = t.end;
	}
	append_plain(out, text + done, strlen(text + done));
}
