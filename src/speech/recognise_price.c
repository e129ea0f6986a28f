/* Prices: "2,50 €", "€5", "5–10 €/krt". */
#include "speech/recognise_inside.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"

struct money {
	int64_t euros;
	int cents;
};

/* "2,50", "2.50", "1 000"; its length or 0. */
static size_t amount(const struct recogniser *r, const char *p, struct money *m)
{
	size_t n = piece_grouped(r->rules, p, &m->euros);
	m->cents = 0;
	if (n == 0 || n > 9)
		return 0;
	if ((p[n] != ',' && p[n] != '.') || piece_digits(p + n + 1) != 2)
		return n;
	m->cents = (int)piece_number(p + n + 1, 2);
	return n + 3;
}

/* The euro sign, a blank before it allowed; its length or 0. */
static size_t euro_sign(const char *p)
{
	size_t blank = *p == ' ';
	return str_starts(p + blank, EURO) ? blank + strlen(EURO) : 0;
}

static void say_amount(struct recogniser *r, const struct money *m)
{
	r->rules->price(r->out, m->euros, m->cents);
}

static void say_amounts(struct recogniser *r, const struct money *from, const struct money *to)
{
	if (from->cents == 0 && to->cents == 0) {
		r->rules->range(r->out, from->euros, to->euros);
		buf_printf(r->out, " %s", r->rules->euro_many);
		return;
	}
	say_amount(r, from);
	buf_printf(r->out, " %s ", r->rules->to_word);
	say_amount(r, to);
}

/* "/krt", " / kerta": for what it is. The length of what was said. */
static size_t say_per(struct recogniser *r, const char *p)
{
	char word[WORD_MAX];
	size_t n = strspn(p, " ");
	if (p[n] != '/')
		return 0;
	n++;
	n += strspn(p + n, " ");
	size_t m = piece_word(p + n, word);
	if (m == 0 || piece_goes_on(p + n + m))
		return 0;
	const char *spoken = piece_lookup(r->rules->per, word);
	if (spoken != NULL)
		buf_printf(r->out, " %s", spoken);
	else if (r->rules->per_word != NULL)
		buf_printf(r->out, " %s ", r->rules->per_word);
	else
		buf_puts(r->out, ", ");
	return spoken != NULL ? n + m : n;
}

/* "€5", "€5–10", "€2.50–€5", as the English write it */
static size_t sign_first(struct recogniser *r, const char *p)
{
	struct money from, to;
	size_t at = strlen(EURO), n = at + amount(r, p + at, &from);
	if (n == at)
		return 0;
	size_t dash = piece_dash(p + n), sign = str_starts(p + n + dash, EURO) ? strlen(EURO) : 0;
	size_t m = dash > 0 && (sign > 0 || p[n] != ' ') ? amount(r, p + n + dash + sign, &to) : 0;
	if (m == 0 || piece_goes_on(p + n + dash + sign + m)) {
		say_amount(r, &from);
		return n;
	}
	say_amounts(r, &from, &to);
	return n + dash + sign + m;
}

static size_t sign_last(struct recogniser *r, const char *p)
{
	struct money from, to;
	size_t n = amount(r, p, &from);
	if (n == 0)
		return 0;
	size_t sign = euro_sign(p + n), dash = piece_dash(p + n + sign);
	size_t m = dash > 0 ? amount(r, p + n + sign + dash, &to) : 0;
	size_t last = m > 0 ? euro_sign(p + n + sign + dash + m) : 0;
	if (last > 0) {
		say_amounts(r, &from, &to);
		return n + sign + dash + m + last;
	}
	if (sign > 0)
		say_amount(r, &from);
	return sign > 0 ? n + sign : 0;
}

size_t recognise_price(struct recogniser *r, const char *p)
{
	size_t n = str_starts(p, EURO) ? sign_first(r, p) : sign_last(r, p);
	return n > 0 ? n + say_per(r, p + n) : 0;
}
