#include "base/str.h"

#include <endian.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

bool str_eq(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool str_starts(const char *s, const char *prefix)
{
	return s != NULL && strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	if (s == NULL)
		return false;
	size_t n = strlen(s);
	size_t m = strlen(suffix);
	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool str_empty(const char *s)
{
	return s == NULL || s[0] == '\0';
}

bool strs_has(const struct strs *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], s))
			return true;
	return false;
}

static bool number_start(const char *s)
{
	return s != NULL && (s[0] == '-' || (s[0] >= '0' && s[0] <= '9'));
}

bool str_is_hex(const char *s, size_t n)
{
	return s != NULL && strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

bool str_to_i64(const char *s, int64_t min, int64_t max, int64_t *out)
{
	if (!number_start(s))
		return false;
	char *end = NULL;
	errno = 0;
	long long v = strtoll(s, &end, 10);
	if (errno != 0 || end == s || *end != '\0' || v < min || v > max)
		return false;
	*out = v;
	return true;
}

bool str_to_double(const char *s, double min, double max, double *out)
{
	if (!number_start(s) || strspn(s, "-+.eE0123456789") != strlen(s))
		return false;
	char *end = NULL;
	errno = 0;
	double v = strtod(s, &end);
	if (errno != 0 || end == s || *end != '\0' || !isfinite(v) || v < min || v > max)
		return false;
	*out = v;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char *trim_range(struct arena *a, const char *from, const char *to)
{
	while (from < to && is_blank(*from))
		from++;
	while (to > from && is_blank(to[-1]))
		to--;
	return arena_strndup(a, from, (size_t)(to - from));
}

char *str_trim(struct arena *a, const char *s)
{
	return s == NULL ? NULL : trim_range(a, s, s + strlen(s));
}

struct strs str_split(struct arena *a, const char *s, const char *seps)
{
	struct strs out = {0};
	if (s == NULL)
		return out;
	size_t most = 1;
	for (const char *p = s; *p != '\0'; p++)
		most += strchr(seps, *p) != NULL;
	out.v = ARENA_ARRAY(a, const char *, most);
	for (const char *p = s;;) {
		size_t n = strcspn(p, seps);
		char *part = trim_range(a, p, p + n);
		if (part[0] != '\0')
			out.v[out.n++] = part;
		if (p[n] == '\0')
			return out;
		p += n + 1;
	}
}

static size_t utf8_need(unsigned char c, uint32_t *cp, uint32_t *least)
{
	if (c < 0x80) {
		*cp = c;
		*least = 0;
		return 1;
	}
	if (c >= 0xc2 && c <= 0xdf) {
		*cp = c & 0x1fU;
		*least = 0x80;
		return 2;
	}
	if (c >= 0xe0 && c <= 0xef) {
		*cp = c & 0x0fU;
		*least = 0x800;
		return 3;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*cp = c & 0x07U;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

/* Decodes one code point; false for a bad sequence (then *at moves one byte). */
static bool utf8_step(const char *s, size_t len, size_t *at, uint32_t *out)
{
	uint32_t cp = 0;
	uint32_t least = 0;
	size_t need = utf8_need((unsigned char)s[*at], &cp, &least);
	bool ok = need != 0 && len - *at >= need;
	for (size_t i = 1; ok && i < need; i++) {
		unsigned char c = (unsigned char)s[*at + i];
		ok = (c & 0xc0) == 0x80;
		cp = cp << 6 | (c & 0x3fU);
	}
	ok = ok && cp >= least && cp <= 0x10ffff && !(cp >= 0xd800 && cp <= 0xdfff);
	*out = ok ? cp : 0xfffd;
	*at += ok ? need : 1;
	return ok;
}

uint32_t utf8_next(const char *s, size_t len, size_t *at)
{
	if (*at >= len)
		return 0;
	uint32_t cp = 0;
	utf8_step(s, len, at, &cp);
	return cp;
}

size_t utf8_put(uint32_t cp, char out[4])
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = 0xfffd;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/* How many of the next bytes are ASCII, as far as eight tell. */
static size_t ascii_ahead(const char *s, size_t left)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	uint64_t eight;
	if (left < sizeof eight)
		return (unsigned char)*s < 0x80;
	memcpy(&eight, s, sizeof eight);
	eight = le64toh(eight) & high;
	return eight == 0 ? sizeof eight : (size_t)__builtin_ctzll(eight) / 8;
}

/* Every byte of every record passes here: eight ASCII letters at a time, and without utf8_step the letters of two
 * bytes, which are the others that Finnish has. */
bool utf8_valid(const char *s, size_t len)
{
	uint32_t cp = 0;
	for (size_t at = 0; at < len;) {
		size_t ascii = ascii_ahead(s + at, len - at);
		unsigned char c = (unsigned char)s[at];
		if (ascii > 0)
			at += ascii;
		else if (c >= 0xc2 && c <= 0xdf && len - at >= 2 && ((unsigned char)s[at + 1] & 0xc0) == 0x80)
			at += 2;
		else if (!utf8_step(s, len, &at, &cp))
			return false;
	}
	return true;
}

size_t utf8_count(const char *s)
{
	size_t n = 0;
	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

char *utf8_clean(struct arena *a, const char *s, size_t len)
{
	char *out = arena_alloc(a, len * 3 + 1);
	size_t n = 0;
	for (size_t at = 0; at < len;) {
		uint32_t cp = 0;
		utf8_step(s, len, &at, &cp);
		bool control = (cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7f;
		if (!control)
			n += utf8_put(cp, out + n);
	}
	out[n] = '\0';
	return out;
}
