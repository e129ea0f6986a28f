/* Numbers with something behind them: prices, units, floors, "3 / 7", postcodes. */
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

static size_t grouped_number(const char *p, int64_t *v);

/* "2,50" or "2.50" before a euro sign: cents. */
size_t recognise_price(struct recogniser *r, const char *p)
{
	int64_t euros = -1;
	size_t n = grouped_number(p, &euros);
	if (n == 0 || n > 9)
		return 0;
	int cents = 0;
	if ((p[n] == ',' || p[n] == '.') && piece_digits(p + n + 1) == 2) {
		cents = (int)piece_number(p + n + 1, 2);
		n += 3;
	}
	size_t blank = p[n] == ' ';
	if (str_starts(p + n + blank, EURO)) {
		r->rules->price(r->out, euros, cents);
		return n + blank + strlen(EURO);
	}
	size_t dash = cents == 0 ? piece_dash(p + n) : 0;
	int64_t to = 0;
	size_t m = dash > 0 ? grouped_number(p + n + dash, &to) : 0;
	blank = m > 0 && p[n + dash + m] == ' ';
	if (m == 0 || !str_starts(p + n + dash + m + blank, EURO))
		return 0;
	r->rules->range(r->out, euros, to);
	buf_printf(r->out, " %s", r->rules->euro_many);
	return n + dash + m + blank + strlen(EURO);
}

static void say_number(struct recogniser *r, int64_t whole, const char *decimals, size_t n_decimals)
{
	r->rules->number(r->out, whole);
	if (n_decimals == 0)
		return;
	buf_printf(r->out, " %s", r->rules->decimal);
	for (size_t i = 0; i < n_decimals; i++) {
		buf_putc(r->out, ' ');
		r->rules->number(r->out, decimals[i] - '0');
	}
}

/* Says the unit behind a number; its length with the blank, or 0. */
static size_t say_unit(struct recogniser *r, const char *p, bool one)
{
	size_t blank = *p == ' ';
	char word[WORD_MAX + 1];
	size_t n = piece_word(p + blank, word);
	if (p[blank] == '%') {
		buf_printf(r->out, " %s", r->rules->percent);
		return blank + 1;
	}
	if (n == 0 || piece_goes_on(p + blank + n))
		return 0;
	const char *spoken = NULL;
	if (one) {
		char singular[WORD_MAX + 1];
		snprintf(singular, sizeof singular, "%s1", word);
		spoken = piece_lookup(r->rules->units, singular);
	}
	if (spoken == NULL)
		spoken = piece_lookup(r->rules->units, word);
	if (spoken == NULL)
		return 0;
	buf_printf(r->out, " %s", spoken);
	return blank + n;
}

/* "1. kerroksen": the ordinal agrees with the word for floor. "2nd", "1:a" need no word. */
size_t recognise_floor(struct recogniser *r, const char *p)
{
	size_t n = piece_digits(p);
	char word[WORD_MAX];
	if (r->rules->floor == NULL || n < 1 || n > 2)
		return 0;
	size_t colon = p[n] == ':'; /* Swedish "2:a" */
	size_t suffix = piece_word(p + n + colon, word);
	if (suffix > 0 && colon == r->rules->ordinal_colon && piece_in_list(r->rules->ordinal_suffixes, word)) {
		r->rules->floor(r->out, (int)piece_number(p, n), "");
		return n + colon + suffix;
	}
	if (p[n] == ' ' && piece_word(p + n + 1, word) > 0 && str_eq(word, r->rules->floor_short)) { /* "3 krs" */
		r->rules->floor(r->out, (int)piece_number(p, n), "");
		return n;
	}
	if (p[n] != '.' || p[n + 1] != ' ')
		return 0;
	piece_word(p + n + 2, word);
	bool small = r->rules->ordinal_dot && islower((unsigned char)p[n + 2]) && piece_number(p, n) <= 31;
	if (!small && !piece_in_list(r->rules->floor_words, word))
		return 0;
	r->rules->floor(r->out, (int)piece_number(p, n), word);
	return n + 1;
}

size_t recognise_position(struct recogniser *r, const char *p)
{
	size_t n = piece_digits(p);
	if (n == 0 || n > 6 || strncmp(p + n, " / ", 3) != 0)
		return 0;
	size_t m = piece_digits(p + n + 3);
	if (m == 0 || m > 6)
		return 0;
	r->rules->position(r->out, piece_number(p, n), piece_number(p + n + 3, m));
	return n + 3 + m;
}

/* "20 000": groups of three with blanks between. */
static size_t grouped_number(const char *p, int64_t *v)
{
	size_t n = piece_digits(p);
	if (n == 0 || n > 9)
		return 0;
	*v = piece_number(p, n);
	while (n > 0 && p[n] == ' ' && piece_digits(p + n + 1) == 3 && *v < 1000000 && piece_digits(p) <= 3 && p[0] != '0') {
		*v = *v * 1000 + piece_number(p + n + 1, 3);
		n += 4;
	}
	return n;
}

/* "65-vuotiaat": the hyphen only joins. Its length (0 or 1). */
static size_t joining_hyphen(const char *p)
{
	return p[0] == '-' && piece_goes_on(p + 1) && !isdigit((unsigned char)p[1]);
}

/* "90100 Oulu": digit by digit. */
size_t recognise_postcode(struct recogniser *r, const char *p)
{
	if (piece_digits(p) != 5 || p[5] != ' ' || !r->rules->spell_numbers)
		return 0;
	bool capital = isupper((unsigned char)p[6]) || (unsigned char)p[6] == 0xc3;
	for (size_t i = 0; capital && i < 5; i++) {
		if (i > 0)
			buf_putc(r->out, ' ');
		r->rules->number(r->out, p[i] - '0');
	}
	return capital ? 5 : 0;
}

/* The hyphen, and the word behind it when it is short for another: "65-v." */
static size_t say_joined(struct recogniser *r, const char *p)
{
	char word[WORD_MAX];
	size_t n = piece_word(p + 1, word);
	const char *whole = piece_lookup(r->rules->joined, word);
	buf_printf(r->out, "%s%s", r->rules->joiner, whole != NULL ? whole : "");
	return whole == NULL ? 1 : 1 + n + (p[1 + n] == '.');
}

size_t recognise_number(struct recogniser *r, const char *p)
{
	int64_t v = 0;
	size_t n = grouped_number(p, &v);
	if (n == 0)
		return 0;
	size_t dash = piece_dash(p + n);
	size_t m = dash > 0 ? piece_digits(p + n + dash) : 0;
	if (m > 0 && m < 7 && !piece_goes_on(p + n + dash + m)) {
		int64_t to = piece_number(p + n + dash, m);
		n += dash + m;
		if (joining_hyphen(p + n) == 0) {
			r->rules->range(r->out, v, to);
			return n + say_unit(r, p + n, false);
		}
		r->rules->number(r->out, v);
		buf_printf(r->out, " %s ", r->rules->to_word);
		r->rules->number(r->out, to);
		return n + say_joined(r, p + n);
	}
	size_t decimals = p[n] == ',' ? piece_digits(p + n + 1) : 0;
	if (decimals > 3)
		decimals = 0;
	if (piece_goes_on(p + n) && !r->rules->spell_numbers)
		return 0;
	bool one_thing = v == 1 && decimals == 0 && r->rules->one_before_unit != NULL;
	size_t before = r->out->len;
	if (one_thing)
		buf_puts(r->out, r->rules->one_before_unit);
	else
		say_number(r, v, p + n + 1, decimals);
	n += decimals > 0 ? decimals + 1 : 0;
	if (joining_hyphen(p + n) != 0) {
		return n + say_joined(r, p + n);
	}
	if (p[n] == '+' && r->rules->plus != NULL && !isdigit((unsigned char)p[n + 1])) {
		buf_printf(r->out, " %s", r->rules->plus);
		return n + 1;
	}
	size_t unit = say_unit(r, p + n, v == 1 && decimals == 0);
	if (one_thing && unit == 0) { /* no unit: the plain "one" */
		r->out->len = before;
		say_number(r, v, NULL, 0);
	}
	return n + unit;
}
