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

/* A hyphen or en dash, blanks around it allowed; its length or 0. */
size_t piece_dash(const char *p)
{
	size_t n = strspn(p, " ");
	size_t mark = str_starts(p + n, EN_DASH) ? strlen(EN_DASH) : (size_t)(p[n] == '-');
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
	       !str_starts(p + n, EN_DASH) && !str_starts(p + n, EURO)) {
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
