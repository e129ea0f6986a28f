#include "analysis/fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/str.h"

#define REPLACEMENT 0xFFFD

static void put(struct buf *out, uint32_t cp)
{
	char bytes[4];
	buf_append(out, bytes, utf8_put(cp, bytes));
}

/* Marks that change nothing a reader sees: soft hyphen, joiners, direction marks, tatweel, BOM. */
static bool invisible(uint32_t cp)
{
	return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2069) || cp == 0x0640 || cp == 0xFEFF || cp == REPLACEMENT;
}

/* One pair of a letter and a combining mark as one letter, or 0. Only pairs occur in the languages shown
 * here, so a full composition (with its canonical ordering) would buy nothing. */
static uint32_t compose(uint32_t base, uint32_t mark)
{
	char pair[9];
	size_t n = utf8_put(base, pair);
	n += utf8_put(mark, pair + n);
	pair[n] = '\0';
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)pair, (utf8proc_ssize_t)n, &made,
					    UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	uint32_t one = 0;
	if (len > 0) {
		size_t at = 0;
		uint32_t cp = utf8_next((const char *)made, (size_t)len, &at);
		if (at == (size_t)len)
			one = cp;
	}
	free(made);
	return one;
}

void fold_lower(const char *s, size_t len, struct buf *out)
{
	uint32_t held = 0; /* last letter, waiting for a mark */
	for (size_t at = 0; at < len;) {
		uint32_t cp = utf8_next(s, len, &at);
		if (cp == 0)
			break;
		if (invisible(cp))
			continue;
		if (cp >= 0x300 && cp <= 0x36F) {
			uint32_t one = held != 0 ? compose(held, cp) : 0;
			if (one != 0)
				held = one;
			continue;
		}
		if (held != 0)
			put(out, held);
		held = cp < 0x80 ? (cp >= 'A' && cp <= 'Z' ? cp + 32 : cp)
				 : (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
	}
	if (held != 0)
		put(out, held);
}

/* Letters whose stroke or shape is no combining mark in Unicode, so decomposition leaves them. */
static uint32_t plain_letter(uint32_t cp)
{
	switch (cp) {
	case 0x111: return 'd';   /* đ */
	case 0x167: return 't';   /* ŧ */
	case 0x14B: return 'n';   /* ŋ */
	case 0xF8: return 'o';    /* ø */
	case 0xE6: return 'a';    /* æ */
	case 0xDF: return 's';    /* ß */
	case 0x131: return 'i';   /* ı */
	case 0x142: return 'l';   /* ł */
	case 0x292: return 'z';   /* ʒ */
	case 0x629: return 0x647; /* teh marbuta → heh */
	case 0x649: return 0x64A; /* alef maksura → yeh */
	case 0x671: return 0x627; /* alef wasla → alef */
	case 0x491: return 0x433; /* ґ → г */
	case 0x456: return 0x438; /* і → и: typed on a Russian layout */
	case 0x454: return 0x435; /* є → е */
	default: return cp;
	}
}

static bool joiner(uint32_t cp)
{
	return cp == '-' || cp == '\'' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2019 || cp == 0x2BC ||
	       cp == 0x2212;
}

static void put_base(struct buf *out, uint32_t cp)
{
	if (cp < 0x80) {
		if (!joiner(cp))
			put(out, cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
		return;
	}
	if (invisible(cp) || joiner(cp))
		return;
	utf8proc_int32_t parts[8];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 8,
						     UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
		utf8proc_category_t c = utf8proc_category(parts[i]);
		if (c != UTF8PROC_CATEGORY_MN && c != UTF8PROC_CATEGORY_ME)
			put(out, plain_letter((uint32_t)utf8proc_tolower(parts[i])));
	}
}

void fold_base(const char *s, size_t len, struct buf *out)
{
	for (size_t at = 0; at < len;) {
		uint32_t cp = utf8_next(s, len, &at);
		if (cp == 0)
			break;
		put_base(out, cp);
	}
}
