/* Small looks at what stands at a place in the text. */
#include "speech/recognise_inside.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"
#include "speech/rules.h"

size_t piece_digits(const char *p)
{
	return strspn(p, "0123456789");
}

/* "20 000", "1,000": groups of three with blanks, or what the language has, between; its length or 0. */
size_t piece_grouped(const struct speech_rules *rules, const char *p, int64_t *v)
{
	size_t n = piece_digits(p);
	if (n == 0 || n > 9)
		return 0;
	bool groups = n <= 3 && p[0] != '0';
	*v = piece_number(p, n);
	while (groups && *v < 1000000 && p[n] != '\0' &&
	       (p[n] == ' ' || (rules->thousands != NULL && strchr(rules->thousands, p[n]) != NULL)) &&
	       piece_digits(p + n + 1) == 3) {
		*v = *v * 1000 + piece_number(p + n + 1, 3);
		n += 4;
	}
	return n;
}

/* A hyphen, an en dash or a minus, blanks around it allowed; its length or 0. */
size_t piece_dash(const char *p)
{
	size_t n = strspn(p, " ");
	bool long_one = str_starts(p + n, EN_DASH) || str_starts(p + n, MINUS);
	size_t mark = long_one ? strlen(EN_DASH) : (size_t)(p[n] == '-');
	if (mark == 0)
		return 0;
	n += mark;
	return n + strspn(p + n, " ");
}

/* U+0080–U+00BF and U+2000–U+2FFF (lead bytes C2 and E2) are signs: dashes, the euro, the middle dot. */
static bool sign_byte(unsigned char c)
{
	return c == 0xc2 || c == 0xe2;
}

bool piece_goes_on(const char *p)
{
	return isalnum((unsigned char)*p) || ((unsigned char)*p >= 0xc0 && !sign_byte((unsigned char)*p));
}

size_t recognise_plain(const char *p)
{
	size_t n = 0;
	while (piece_goes_on(p + n)) {
		n++;
		while (((unsigned char)p[n] & 0xc0) == 0x80) /* the rest of a character goes with its first byte */
			n++;
	}
	if (n > 0)
		return n;
	n = 1;
	while (((unsigned char)p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

int64_t piece_number(const char *p, size_t n)
{
	char text[20];
	if (n >= sizeof text)
		return -1;
	memcpy(text, p, n);
	text[n] = '\0';
	int64_t v = -1;
	return str_to_i64(text, 0, INT64_MAX, &v) ? v : -1;
}

/* The word at p (letters only), lower-cased in ASCII; its length. */
size_t piece_word(const char *p, char out[WORD_MAX])
{
	size_t n = 0;
	while ((isalpha((unsigned char)p[n]) || (unsigned char)p[n] >= 0x80) && n + 1 < WORD_MAX &&
	       !str_starts(p + n, EN_DASH) && !str_starts(p + n, EURO) && !str_starts(p + n, MINUS)) {
		out[n] = (char)tolower((unsigned char)p[n]);
		n++;
	}
	out[n] = '\0';
	return n;
}

bool piece_in_list(const char *list, const char *word)
{
	char padded[WORD_MAX + 2];
	snprintf(padded, sizeof padded, " %s ", word);
	return list != NULL && word[0] != '\0' && strstr(list, padded) != NULL;
}

const char *piece_lookup(const struct word_pair *table, const char *written)
{
	for (; table != NULL && table->written != NULL; table++)
		if (strcmp(table->written, written) == 0)
			return table->spoken;
	return NULL;
}
