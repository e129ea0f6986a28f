#include "import/text.h"

#include <stdint.h>
#include <string.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/str.h"

/* Blanks that are not ' ': no-break, figure and thin spaces. */
static bool is_odd_blank(uint32_t c)
{
	return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	       c == 0x3000;
}

/* Invisible marks that break searching and shaping when sources leave them in. U+200C, U+200D and the
 * directional marks stay: Arabic needs them. */
static bool is_noise(uint32_t c)
{
	return c == 0xfeff || c == 0x200b || c == 0xad || c == 0x2060 || (c >= 0x80 && c < 0xa0);
}

struct cleaner {
	char *out;
	size_t n;
	int line_ends; /* waiting to be written before the next visible character */
	bool blank;
};

static void put_visible(struct cleaner *w, uint32_t c)
{
	if (w->n > 0 && w->line_ends > 0) {
		w->out[w->n++] = '\n';
		if (w->line_ends > 1)
			w->out[w->n++] = '\n';
	} else if (w->n > 0 && w->blank) {
		w->out[w->n++] = ' ';
	}
	w->line_ends = 0;
	w->blank = false;
	w->n += utf8_put(c, w->out + w->n);
}

char *text_clean(struct arena *a, const char *s)
{
	if (s == NULL)
		return NULL;
	size_t len = strlen(s);
	struct cleaner w = {.out = arena_alloc(a, len * 3 + 3)};
	for (size_t at = 0; at < len;) {
		uint32_t c = utf8_next(s, len, &at);
		if (c == '\n' || c == 0x2028 || c == 0x2029)
			w.line_ends++;
		else if (c == ' ' || c == '\t' || c == '\r' || is_odd_blank(c))
			w.blank = true;
		else if (c >= 0x20 && c != 0x7f && !is_noise(c))
			put_visible(&w, c);
	}
	w.out[w.n] = '\0';
	return w.out;
}

/* Windows-1252 where it differs from Latin-1: 0x80–0x9F; 0: no letter. */
static uint32_t letter_of(unsigned char byte)
{
	static const uint16_t upper[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
					   0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
					   0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
	return byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte;
}

static bool holds_utf8(const char *s, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t from = at;
		utf8_next(s, len, &at);
		if (at - from > 1 && utf8_valid(s + from, at - from))
			return true;
	}
	return false;
}

const char *text_decode(struct arena *a, const char *s, size_t len)
{
	if (utf8_valid(s, len) || holds_utf8(s, len))
		return utf8_clean(a, s, len);
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < len && s[i] != '\0'; i++) {
		char bytes[4];
		uint32_t cp = letter_of((unsigned char)s[i]);
		buf_append(&out, bytes, cp != 0 ? utf8_put(cp, bytes) : 0);
	}
	const char *text = arena_strdup(a, buf_str(&out));
	buf_fini(&out);
	return text;
}

char *text_line(struct arena *a, const char *s)
{
	char *out = text_clean(a, s);
	size_t n = 0;
	for (char *p = out; p != NULL && *p != '\0'; p++) {
		if (*p != '\n')
			out[n++] = *p;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (out != NULL)
		out[n] = '\0';
	return out;
}

const char *text_cap(struct arena *a, const char *s, size_t max, bool *cut)
{
	size_t len = s != NULL ? strlen(s) : 0;
	size_t chars = 0;
	size_t word_end = 0; /* where the last whole word ends */
	size_t last = 0;     /* where max - 1 characters end: room for "…" */
	for (size_t at = 0; at < len;) {
		size_t before = at;
		uint32_t c = utf8_next(s, len, &at);
		if (++chars > max) {
			if (cut != NULL)
				*cut = true;
			/* a "word" of a whole screenful is cut inside */
			size_t keep = word_end > last / 2 ? word_end : last;
			return arena_printf(a, "%.*s…", (int)keep, s);
		}
		if (chars == max)
			last = before;
		if (c == ' ' || c == '\n')
			word_end = before;
	}
	return s;
}

void ltext_cap(struct ltext *t, size_t max, struct arena *a)
{
	for (int l = 0; l < LANG_COUNT; l++)
		t->v[l] = text_cap(a, t->v[l], max, NULL);
}

int ltext_count(const struct ltext *t)
{
	int n = 0;
	for (int l = 0; l < LANG_COUNT; l++)
		n += !str_empty(t->v[l]);
	return n;
}

int ltext_drop_copies(struct ltext *t)
{
	int dropped = 0;
	for (int l = 0; l < LANG_COUNT; l++) {
		if (l == LANG_FI || t->v[l] == NULL || !str_eq(t->v[l], t->v[LANG_FI]))
			continue;
		t->v[l] = NULL;
		dropped++;
	}
	return dropped;
}

/* The lower case of a code point, or 0 for what is no letter or digit. Latin with diacritics is all that
 * names are compared by; other letters stay as they are. */
static uint32_t key_letter(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
		return c;
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 32;
	if (c >= 0x100 && c <= 0x17f && c % 2 == 0 && !(c >= 0x138 && c <= 0x148) && c < 0x178)
		return c + 1;
	return c >= 0xdf && c != 0xf7 && !is_odd_blank(c) && !(c >= 0x2000 && c <= 0x206f) ? c : 0;
}

static size_t without_legal_form(const char *key, size_t n)
{
	static const char *const forms[] = {" ry", " rf", " oy", " ab", " rekisteröity yhdistys"};
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		size_t m = strlen(forms[i]);
		if (n > m && memcmp(key + n - m, forms[i], m) == 0)
			return n - m;
	}
	return n;
}

char *text_key(struct arena *a, const char *s)
{
	size_t len = s != NULL ? strlen(s) : 0;
	char *out = arena_alloc(a, len * 3 + 1);
	size_t n = 0;
	for (size_t at = 0; at < len;) {
		uint32_t c = key_letter(utf8_next(s, len, &at));
		if (c != 0)
			n += utf8_put(c, out + n);
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	n = without_legal_form(out, n);
	out[n] = '\0';
	return out;
}
