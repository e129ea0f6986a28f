/* Numbers with something behind them: units, floors, "3 / 7", postcodes. */
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

/* "5", "1 000", "1,5", "½", "2 ½" */
struct quantity {
	int64_t whole; /* -1: none */
	const char *decimals;
	size_t n_decimals;
	unsigned quarters; /* 1–3; 0: none */
};

/* "¼", "½" or "¾" as 1, 2 or 3; 0: something else. */
static unsigned quarters_at(const char *p)
{
	unsigned char c = p[0] == '\xc2' ? (unsigned char)p[1] : 0;
	return c >= 0xbc && c <= 0xbe ? c - 0xbbU : 0;
}

/* Its length or 0. */
static size_t parse_quantity(const struct speech_rules *rules, const char *p, struct quantity *q)
{
	*q = (struct quantity){.whole = -1};
	size_t n = piece_grouped(rules, p, &q->whole), blank = n > 0 && p[n] == ' ';
	unsigned quarters = quarters_at(p + n + blank);
	if (quarters > 0 && rules->quarters[quarters - 1] != NULL) {
		q->quarters = quarters;
		return n + blank + 2;
	}
	bool point = rules->decimal_point && p[n] == '.';
	size_t digits = n > 0 && (p[n] == ',' || point) ? piece_digits(p + n + 1) : 0;
	if (digits == 0 || digits > 3)
		return n;
	q->decimals = p + n + 1;
	q->n_decimals = digits;
	return n + 1 + digits;
}

static void say_quantity(struct recogniser *r, const struct quantity *q)
{
	const struct speech_rules *rules = r->rules;
	if (q->quarters == 2 && q->whole == 1 && rules->one_and_half != NULL) {
		buf_puts(r->out, rules->one_and_half);
		return;
	}
	if (q->whole >= 0)
		rules->number(r->out, q->whole);
	if (q->quarters > 0)
		buf_printf(r->out, "%s%s", q->whole >= 0 ? " " : "",
			   (q->whole >= 0 ? rules->and_quarters : rules->quarters)[q->quarters - 1]);
	if (q->n_decimals > 0)
		buf_printf(r->out, " %s", rules->decimal);
	for (size_t i = 0; i < q->n_decimals; i++) {
		buf_putc(r->out, ' ');
		rules->number(r->out, q->decimals[i] - '0');
	}
}

static bool only_whole(const struct quantity *q)
{
	return q->n_decimals == 0 && q->quarters == 0;
}

/* Is it one of a unit, or a part of one that is said so? */
static bool of_one(const struct recogniser *r, const struct quantity *q)
{
	if (q->quarters > 0)
		return q->whole < 0 ? r->rules->half_a_unit : r->rules->halves_of_unit;
	return q->whole == 1 && q->n_decimals == 0;
}

/* Says the unit behind a number; its length with the blank, or 0. */
static size_t say_unit(struct recogniser *r, const char *p, bool one)
{
	size_t blank = *p == ' ';
	char word[WORD_MAX + 1];
	size_t n = piece_word(p + blank, word);
	if (p[blank] == '%' || str_starts(p + blank, EURO)) { /* "2,5 €": no price */
		buf_printf(r->out, " %s", p[blank] == '%' ? r->rules->percent : r->rules->euro_many);
		return blank + (p[blank] == '%' ? 1 : strlen(EURO));
	}
	bool letter = n == 1 && isupper((unsigned char)p[blank]); /* the stair of "Kulmakatu 5 H" */
	if (n == 0 || letter || piece_goes_on(p + blank + n))
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

#define ENDING_MAX 12 /* bytes */

/* "5 §", "30 §:n": the sign is said first, with its ending. */
static size_t say_section(struct recogniser *r, const char *p, const struct quantity *q)
{
	char ending[WORD_MAX];
	size_t n = *p == ' ';
	if (r->rules->section == NULL || !str_starts(p + n, SECTION))
		return 0;
	n += strlen(SECTION);
	buf_puts(r->out, r->rules->section);
	size_t m = p[n] == ':' ? piece_word(p + n + 1, ending) : 0;
	if (m > 0 && m <= ENDING_MAX) {
		buf_puts(r->out, ending + (str_starts(ending, "ä") ? strlen("ä") : 0)); /* pykälä:ään */
		n += 1 + m;
	}
	buf_putc(r->out, ' ');
	say_quantity(r, q);
	return n;
}

static size_t say_range(struct recogniser *r, const char *p, const struct quantity *from, const struct quantity *to)
{
	bool joined = joining_hyphen(p) != 0;
	if (!joined && only_whole(from) && only_whole(to)) {
		r->rules->range(r->out, from->whole, to->whole);
		return say_unit(r, p, false);
	}
	say_quantity(r, from);
	buf_printf(r->out, " %s ", r->rules->to_word);
	say_quantity(r, to);
	return joined ? say_joined(r, p) : say_unit(r, p, of_one(r, to));
}

size_t recognise_number(struct recogniser *r, const char *p)
{
	struct quantity q, to;
	size_t n = parse_quantity(r->rules, p, &q);
	if (n == 0)
		return 0;
	size_t section = say_section(r, p + n, &q);
	if (section > 0)
		return n + section;
	size_t dash = piece_dash(p + n), m = dash > 0 ? parse_quantity(r->rules, p + n + dash, &to) : 0;
	if (m > 0 && to.whole < 1000000 && !piece_goes_on(p + n + dash + m))
		return n + dash + m + say_range(r, p + n + dash + m, &q, &to);
	if (piece_goes_on(p + n) && !r->rules->spell_numbers)
		return 0;
	bool one_thing = q.whole == 1 && only_whole(&q) && r->rules->one_before_unit != NULL;
	size_t before = r->out->len;
	if (one_thing)
		buf_puts(r->out, r->rules->one_before_unit);
	else
		say_quantity(r, &q);
	if (joining_hyphen(p + n) != 0)
		return n + say_joined(r, p + n);
	if (p[n] == '+' && r->rules->plus != NULL && !isdigit((unsigned char)p[n + 1])) {
		buf_printf(r->out, " %s", r->rules->plus);
		return n + 1;
	}
	size_t unit = say_unit(r, p + n, of_one(r, &q));
	if (one_thing && unit == 0) { /* no unit: the plain "one" */
		r->out->len = before;
		say_quantity(r, &q);
	}
	return n + unit;
}
