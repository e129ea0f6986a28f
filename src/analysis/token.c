#include "analysis/token.h"

#include <string.h>
#include <utf8proc.h>

#include "analysis/fold.h"
#include "base/cleanup.h"
#include "base/str.h"

#define DIGITS_MAX 5 /* a longer number is a phone number or an account */

static bool letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= '0' && cp <= '9');
	if (cp == 0xFFFD)
		return false;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND: return true;
	default: return cp == 0xAD || cp == 0x200D || cp == 0x200C;
	}
}

static bool inner(uint32_t cp)
{
	return cp == '-' || cp == '\'' || cp == 0x2010 || cp == 0x2011 || cp == 0x2019 || cp == 0x2BC;
}

void token_start(struct token_reader *r, const char *s, size_t len)
{
	*r = (struct token_reader){.s = s, .len = len};
}

static uint32_t peek(const struct token_reader *r, size_t at, size_t *next)
{
	*next = at;
	return at < r->len ? utf8_next(r->s, r->len, next) : 0;
}

/* Runs from the first letter to where the word ends; the number of letters tells where to cut. */
static size_t run(const struct token_reader *r, size_t start, size_t *cut)
{
	size_t at = start, next = start, letters = 0;
	*cut = 0;
	while (at < r->len) {
		uint32_t cp = peek(r, at, &next);
		if (!letter(cp)) {
			size_t after;
			if (!inner(cp) || !letter(peek(r, next, &after)))
				break;
		}
		if (++letters == TOKEN_LETTERS_MAX)
			*cut = next;
		at = next;
	}
	if (*cut == 0)
		*cut = at;
	return at;
}

/* A blank-delimited piece that is an address: has "@", "://" or begins with "www." */
static bool address(const struct token_reader *r, size_t start, size_t *end)
{
	size_t at = start;
	bool found = false;
	while (at < r->len && (unsigned char)r->s[at] > ' ') {
		found = found || r->s[at] == '@' ||
			(r->s[at] == ':' && at + 2 < r->len && r->s[at + 1] == '/');
		at++;
	}
	found = found || (at - start > 4 && strncmp(r->s + start, "www.", 4) == 0);
	*end = at;
	return found;
}

static bool long_number(const char *word)
{
	size_t digits = strspn(word, "0123456789-");
	return digits > DIGITS_MAX && word[digits] == '\0';
}

/* "THL:n", "EU:sta": a case ending after the colon belongs to the word before it. */
static size_t skip_ending(const struct token_reader *r, size_t at)
{
	if (at + 1 >= r->len || r->s[at] != ':')
		return at;
	size_t n = 0, end = at + 1;
	while (end < r->len && r->s[end] >= 'a' && r->s[end] <= 'z' && n <= 4) {
		end++;
		n++;
	}
	return n > 0 && n <= 4 ? end : at;
}

bool token_next(struct token_reader *r, struct token *t)
{
	while (r->at < r->len) {
		size_t next, end, cut;
		bool fresh = r->at == 0 || (unsigned char)r->s[r->at - 1] <= ' ';
		if (fresh && !r->keep_addresses && address(r, r->at, &end)) {
			r->at = end;
			continue;
		}
		uint32_t cp = peek(r, r->at, &next);
		if (!letter(cp)) {
			r->at = next;
			continue;
		}
		t->start = r->at;
		t->end = run(r, r->at, &cut);
		r->at = skip_ending(r, t->end);
		CLEANUP_BUF struct buf low = {.limit = TOKEN_BYTES_MAX - 1};
		fold_lower(r->s + t->start, cut - t->start, &low);
		if (low.len == 0 || low.overflowed || long_number(buf_str(&low)))
			continue;
		memcpy(t->word, low.data, low.len + 1);
		return true;
	}
	return false;
}

static const char stop_fi[] =
	" ja on ei se tai kun että myös ovat voi voit joka jos niin kuin kanssa sekä tule sinä "
	"minä hän me te he olet oma mukaan ole eli vai mutta jo nyt vain en ny joita jotka jonka ";
static const char stop_sv[] =
	" och att det som en ett är för på med till av den i du kan om de vi har inte eller vid "
	"från så jag man ut upp dig din ditt dina sig ";
static const char stop_en[] =
	" the and of to in a is for with you or on are be at by your we can it this that from an "
	"as our us i me my have has will they their who ";

bool token_is_stop(const char *tag, const char *word)
{
	const char *list = strncmp(tag, "fi", 2) == 0 ? stop_fi
			   : str_eq(tag, "sv")        ? stop_sv
			   : str_eq(tag, "en")        ? stop_en
						      : "";
	size_t len = strlen(word);
	for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word))
		if (at > list && at[-1] == ' ' && at[len] == ' ')
			return true;
	return false;
}
