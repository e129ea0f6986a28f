#include "ui/text_split.h"

#include "base/str.h"

#define SOFT_HYPHEN 0x00AD
#define EN_DASH 0x2013
#define ZERO_SPACE 0x200B
#define LRI 0x2066
#define PDI 0x2069
#define EN_DASH 0x2013
#define NO_BREAK_SPACE 0x00A0
#define NARROW_NO_BREAK_SPACE 0x202F

/* Longest number or phone kept together, in characters. */
#define ISLAND_MAX 32

bool text_cp_is_rtl(uint32_t cp)
{
	return (cp >= 0x0590 && cp <= 0x08FF && !(cp >= 0x0660 && cp <= 0x0669) &&
		!(cp >= 0x06F0 && cp <= 0x06F9)) ||
	       (cp >= 0xFB1D && cp <= 0xFDFF) || (cp >= 0xFE70 && cp <= 0xFEFC) || cp == 0x200F;
}

bool text_has_rtl(const char *s, size_t len)
{
	size_t at = 0;
	uint32_t cp;
	while ((cp = utf8_next(s, len, &at)) != 0)
		if (text_cp_is_rtl(cp))
			return true;
	return false;
}

static bool is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool is_latin(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

static bool is_space(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == 0x2002 || cp == 0x2003 || cp == 0x2009;
}

static bool is_letter(uint32_t cp)
{
	return is_latin(cp) || cp >= 0xC0;
}

static bool is_joined(uint32_t cp)
{
	return (cp >= 0x0300 && cp <= 0x036F) || (cp >= 0x0483 && cp <= 0x0489) ||
	       (cp >= 0x0591 && cp <= 0x05BD) || (cp >= 0x0610 && cp <= 0x061A) ||
	       (cp >= 0x064B && cp <= 0x065F) || cp == 0x0670 || (cp >= 0x06D6 && cp <= 0x06DC) ||
	       (cp >= 0x1AB0 && cp <= 0x1AFF) || (cp >= 0x20D0 && cp <= 0x20FF) ||
	       (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0x200D || cp == 0x200C;
}

/* The characters of the string while it is being read: at(i) beyond the end is 0. */
struct reader {
	const struct text_char *c;
	size_t n;
};

static uint32_t at(const struct reader *r, size_t i)
{
	return i < r->n ? r->c[i].cp : 0;
}

/* "12.3." is a date whose last full stop belongs to it; "18.00." ends a sentence. */
static bool ends_as_date(const struct reader *r, size_t from, size_t end)
{
	unsigned part[2] = {0, 0};
	int digits[2] = {0, 0};
	int k = 0;
	for (size_t i = from; i < end; i++) {
		uint32_t cp = at(r, i);
		if (is_digit(cp)) {
			part[k] = part[k] * 10 + (cp - '0');
			if (++digits[k] > 2)
				return false;
		} else if (cp == '.' && k == 0) {
			k = 1;
		} else {
			return false;
		}
	}
	return k == 1 && part[0] >= 1 && part[0] <= 31 && part[1] >= 1 && part[1] <= 12;
}

/* End of a number, time, range or phone number that starts at i (a digit, or a sign before one: "+358",
 * "–11.30"). */
static size_t number_end(const struct reader *r, size_t i)
{
	size_t from = i, end = i;
	if (!is_digit(at(r, i)))
		i++;
	while (i < r->n && i - from < ISLAND_MAX) {
		uint32_t cp = at(r, i);
		if (is_digit(cp)) {
			end = ++i;
			continue;
		}
		bool glue = cp == '.' || cp == ':' || cp == ',' || cp == '/' || cp == '-' || cp == EN_DASH ||
			    cp == ' ' || cp == NO_BREAK_SPACE || cp == NARROW_NO_BREAK_SPACE;
		/* the dash of a range of dates stands after a full stop: "1.3.–31.5." */
		if (cp == '.' && (at(r, i + 1) == EN_DASH || at(r, i + 1) == '-') && is_digit(at(r, i + 2)))
			i++;
		else if (!glue || !is_digit(at(r, i + 1)))
			break;
		i++;
	}
	if (at(r, end) == '.' && !is_letter(at(r, end + 1)) && ends_as_date(r, from, end))
		end++;
	return end;
}

static bool in_address(uint32_t cp)
{
	return cp > ' ' && cp < 0x7F && cp != '"' && cp != '<' && cp != '>' && cp != '(' && cp != ')';
}

/* End of a web or e-mail address that starts at i; i itself when there is none. */
static size_t address_end(const struct reader *r, size_t i)
{
	size_t end = i;
	bool scheme = false, mail = false, dotted = false;
	while (in_address(at(r, end))) {
		uint32_t cp = at(r, end);
		if (cp == ':' && at(r, end + 1) == '/' && at(r, end + 2) == '/')
			scheme = true;
		if (cp == '@' && end > i)
			mail = true;
		/* "aula.example", not "ry.Tervetuloa" nor "kl.10" */
		if (cp == '.' && end > i + 1 && at(r, end + 1) >= 'a' && at(r, end + 1) <= 'z' &&
		    at(r, end + 2) >= 'a' && at(r, end + 2) <= 'z' && is_latin(at(r, end - 1)))
			dotted = true;
		end++;
	}
	if (!scheme && !mail && !dotted)
		return i;
	while (end > i && (at(r, end - 1) == '.' || at(r, end - 1) == ',' || at(r, end - 1) == ';' ||
			   at(r, end - 1) == ':' || at(r, end - 1) == '!' || at(r, end - 1) == '?'))
		end--;
	return end;
}

static size_t island_end(const struct reader *r, size_t i, bool *address)
{
	uint32_t before = i > 0 ? at(r, i - 1) : ' ';
	*address = false;
	if (is_latin(at(r, i)) || is_digit(at(r, i))) {
		if (!is_latin(before) && !is_digit(before)) {
			size_t end = address_end(r, i);
			if (end > i) {
				*address = true;
				return end;
			}
		}
	}
	bool sign = at(r, i) == '+' || at(r, i) == EN_DASH || at(r, i) == '-' || at(r, i) == 0x2212;
	if (is_digit(at(r, i)) || (sign && is_space(before) && is_digit(at(r, i + 1))))
		return number_end(r, i);
	return i;
}

static uint8_t break_after(const struct reader *r, size_t i)
{
	uint32_t cp = at(r, i), next = at(r, i + 1), before = i > 0 ? at(r, i - 1) : 0;
	if (cp == '\n')
		return TEXT_BREAK_LINE;
	if (is_space(cp))
		return TEXT_BREAK_SPACE;
	if (cp == ZERO_SPACE)
		return TEXT_BREAK_AFTER;
	if (cp == SOFT_HYPHEN)
		return TEXT_BREAK_HYPHEN;
	if ((cp == '-' || cp == 0x2010) && is_letter(before) && (is_letter(next) || is_digit(next)))
		return TEXT_BREAK_AFTER;
	if (cp == EN_DASH && is_letter(before) && is_letter(next)) /* days: "maanantai–perjantai" */
		return TEXT_BREAK_AFTER;
	if (cp == '/' && before != 0 && !is_space(before) && is_letter(next))
		return TEXT_BREAK_AFTER;
	return TEXT_BREAK_NONE;
}

/* Fills `read` with the plain characters of s. */
static size_t decode(const char *s, size_t len, struct text_char *read)
{
	size_t n = 0, pos = 0;
	while (pos < len) {
		uint32_t from = (uint32_t)pos;
		uint32_t cp = utf8_next(s, len, &pos);
		if (cp == 0)
			break;
		if (cp == '\r' || (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x202A && cp <= 0x202E))
			continue; /* controls and old-style embeddings of outside text */
		read[n++] = (struct text_char){.cp = cp == '\t' ? ' ' : cp, .from = from};
	}
	return n;
}

static struct text_char isolate_char(uint32_t cp, uint32_t from)
{
	return (struct text_char){.cp = cp, .from = from, .hidden = true, .island = true};
}

size_t text_split(const char *s, size_t len, bool isolate, struct text_char *out)
{
	/* the plain characters are read into the end of out, which the writing never overtakes */
	struct text_char *read = out + 2 * len + 2;
	struct reader r = {read, decode(s, len, read)};
	size_t n = 0, end = 0;
	bool address = false;
	for (size_t i = 0; i < r.n; i++) {
		struct text_char c = read[i];
		if (i >= end) {
			size_t e = island_end(&r, i, &address);
			if (e > i) {
				end = e;
				if (isolate)
					out[n++] = isolate_char(LRI, c.from);
			}
		}
		c.island = i < end;
		c.brk = break_after(&r, i);
		/* a number is never parted, an address only after its slashes */
		if (c.island && i + 1 < end && !(address && c.brk == TEXT_BREAK_AFTER && c.cp == '/'))
			c.brk = TEXT_BREAK_NONE;
		c.hidden = c.cp == '\n' || c.cp == SOFT_HYPHEN || c.cp == ZERO_SPACE ||
			   (c.cp >= 0x2066 && c.cp <= 0x2069) || c.cp == 0x200E || c.cp == 0x200F ||
			   c.cp == 0xFEFF;
		c.joined = is_joined(c.cp);
		if (isolate && i < end && i + 1 == end) {
			uint8_t brk = c.brk;
			c.brk = TEXT_BREAK_NONE;
			out[n++] = c;
			out[n] = isolate_char(PDI, c.from);
			out[n++].brk = brk;
		} else {
			out[n++] = c;
		}
	}
	return n;
}
