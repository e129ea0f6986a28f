#include "analysis/words.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "base/assert.h"
#include "base/cleanup.h"

#define SLOTS ((size_t)2048) /* over three times WORDS_TEXT_MAX: short probes */

struct seen {
	const char *item; /* mark and word, in the arena */
	unsigned count;
};

struct tally {
	struct arena arena;
	struct seen *order[WORDS_TEXT_MAX];
	struct seen *slots[SLOTS];
	size_t n;
};

static size_t hash(const char *s, size_t len)
{
	size_t h = 1469598103934665603u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return h ^ (h >> 29);
}

static void tally_add(struct tally *t, const char *item, size_t len)
{
	size_t slot = hash(item, len) % SLOTS;
	for (; t->slots[slot] != NULL; slot = (slot + 1) % SLOTS) {
		struct seen *s = t->slots[slot];
		if (strncmp(s->item, item, len) == 0 && s->item[len] == '\0') {
			s->count += s->count < 9;
			return;
		}
	}
	if (t->n == WORDS_TEXT_MAX)
		return;
	struct seen *s = ARENA_NEW(&t->arena, struct seen);
	s->item = arena_strndup(&t->arena, item, len);
	s->count = 1;
	t->slots[slot] = t->order[t->n++] = s;
}

static void tally_list(struct tally *t, const char *items)
{
	while (*items != '\0') {
		size_t len = strcspn(items, " ");
		if (len > 0)
			tally_add(t, items, len);
		items += len + (items[len] == ' ');
	}
}

static bool list_has(const char *items, const char *word)
{
	size_t want = strlen(word);
	while (*items != '\0') {
		size_t len = strcspn(items, " ");
		if (len == want && memcmp(items, word, len) == 0)
			return true;
		items += len + (items[len] == ' ');
	}
	return false;
}

static void tally_write(const struct tally *t, struct buf *out)
{
	for (size_t i = 0; i < t->n; i++) {
		if (out->len > 0)
			buf_putc(out, ' ');
		buf_puts(out, t->order[i]->item);
		if (t->order[i]->count > 1)
			buf_printf(out, "*%u", t->order[i]->count);
	}
}

void words_analyse(struct analyser *a, const char *tag, const char *text, enum words_field field,
		   struct buf *out)
{
	if (text == NULL)
		return;
	CLEANUP_FREE struct tally *t = calloc(1, sizeof *t);
	ASSERT(t != NULL);
	CLEANUP_BUF struct buf forms = BUF_INIT;
	struct token_reader r;
	struct token token;
	token_start(&r, text, strlen(text));
	while (token_next(&r, &token)) {
		if (token_is_stop(tag, token.word))
			continue;
		buf_clear(&forms);
		analyser_word(a, tag, token.word, &forms);
		tally_list(t, buf_str(&forms));
		if (field == WORDS_TITLE && !list_has(buf_str(&forms), token.word)) {
			char written[TOKEN_BYTES_MAX + 1] = "=";
			memcpy(written + 1, token.word, strlen(token.word) + 1);
			tally_add(t, written, strlen(written));
		}
	}
	tally_write(t, out);
	arena_fini(&t->arena);
}

static void add_found(const char *word, size_t len, struct buf *out)
{
	buf_printf(out, "%s%c%.*s", out->len > 0 ? " " : "", WORDS_STEM, (int)len, word);
}

void words_street(struct analyser *a, const char *tag, const char *street, struct buf *out)
{
	size_t len = street != NULL ? strcspn(street, "0123456789") : 0;
	if (len == 0)
		return;
	CLEANUP_BUF struct buf name = BUF_INIT;
	CLEANUP_BUF struct buf words = BUF_INIT;
	struct token_reader r;
	struct token token;
	struct words_item item;
	char last[TOKEN_BYTES_MAX] = "";
	buf_append(&name, street, len);
	words_analyse(a, tag, buf_str(&name), WORDS_TITLE, &words);
	for (const char *at = buf_str(&words); words_next(&at, &item);)
		if (item.mark != WORDS_PART && item.mark != WORDS_ROOT)
			add_found(item.word, item.len, out);
	token_start(&r, buf_str(&name), name.len);
	while (token_next(&r, &token))
		memcpy(last, token.word, sizeof last);
	buf_clear(&name);
	buf_printf(&name, "%s%.*s", last, (int)strspn(street + len, "0123456789"), street + len);
	if (last[0] != '\0' && street[len] != '\0' && name.len < TOKEN_BYTES_MAX)
		add_found(buf_str(&name), name.len, out);
}

static bool item_read(const char *s, size_t len, struct words_item *item)
{
	item->mark = WORDS_BASE;
	item->count = 1;
	if (len > 0 && (*s == '=' || *s == '+' || *s == '^' || *s == '~')) {
		item->mark = (enum words_mark) * s;
		s++;
		len--;
	}
	if (len > 2 && s[len - 2] == '*' && s[len - 1] >= '1' && s[len - 1] <= '9') {
		item->count = (unsigned)(s[len - 1] - '0');
		len -= 2;
	}
	if (len == 0 || len >= TOKEN_BYTES_MAX)
		return false;
	item->word = s;
	item->len = len;
	return true;
}

bool words_next(const char **at, struct words_item *item)
{
	while (**at != '\0') {
		const char *s = *at;
		size_t len = (size_t)(strchrnul(s, ' ') - s);
		*at = s + len + (s[len] == ' ');
		if (len > 0 && item_read(s, len, item))
			return true;
	}
	return false;
}
