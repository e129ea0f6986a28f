/* Words with a meaning of their own, and which recogniser is asked in which order. */
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

static int weekday_of(const struct speech_rules *rules, const char *word)
{
	for (int d = 1; d <= 7; d++)
		if (str_eq(rules->days[d], word) || str_eq(rules->day_more[d], word))
			return d;
	return 0;
}

static bool followed_by_time(const char *p)
{
	return p[0] == ' ' && isdigit((unsigned char)p[1]);
}

/* "ti ja to": a short weekday and another say each other. */
static bool followed_by_weekday(const struct speech_rules *rules, const char *p)
{
	char word[WORD_MAX];
	size_t n = *p == ',' ? 1 : 0;
	n += strspn(p + n, " ");
	size_t m = piece_word(p + n, word);
	if (rules->and_word != NULL && (str_eq(word, rules->and_word) || p[n] == '&')) {
		n += m > 0 ? m : 1;
		n += strspn(p + n, " ");
		m = piece_word(p + n, word);
	}
	return n > 0 && m > 0 && weekday_of(rules, word) != 0 && !piece_goes_on(p + n + m);
}

static size_t try_weekday(struct recogniser *r, const char *p)
{
	char word[WORD_MAX];
	size_t n = piece_word(p, word);
	int from = n > 0 ? weekday_of(r->rules, word) : 0;
	if (from == 0 || piece_goes_on(p + n))
		return 0;
	size_t dash = piece_dash(p + n);
	size_t m = dash > 0 ? piece_word(p + n + dash, word) : 0;
	int to = m > 0 ? weekday_of(r->rules, word) : 0;
	if (to != 0 && !piece_goes_on(p + n + dash + m)) {
		buf_printf(r->out, "%s %s", r->rules->day_from[from], r->rules->day_to[to]);
		r->clock_next = true;
		return n + dash + m;
	}
	if (p[n] == '.' && isalpha((unsigned char)p[n + 1])) /* "fr.o.m." is no Friday */
		return 0;
	/* "la" may also be a word; a day on a board has a date, a clock or nothing behind it */
	if (!followed_by_time(p + n) && p[n] != '\0' && p[n] != ',' && p[n] != '.' && !str_starts(p + n, " kl") &&
	    !followed_by_weekday(r->rules, p + n))
		return 0;
	buf_puts(r->out, r->rules->day_words[from]);
	r->clock_next = true;
	return n + (p[n] == '.' && followed_by_time(p + n + 1));
}

static size_t try_clock_word(struct recogniser *r, const char *p)
{
	char word[WORD_MAX];
	size_t n = piece_word(p, word);
	if (n == 0 || !piece_in_list(r->rules->clock_before, word))
		return 0;
	size_t dot = p[n] == '.', blank = p[n + dot] == ' ';
	if (dot + blank == 0 || !isdigit((unsigned char)p[n + dot + blank]))
		return 0;
	r->clock_next = true;
	return n + dot + blank; /* the clock itself says "kello" */
}

/* Bytes of `written` at p, letters compared without case (ASCII); 0 when p is something else or a longer word. */
static size_t written_at(const char *p, const char *written)
{
	size_t n = strlen(written);
	return strncasecmp(p, written, n) == 0 && !piece_goes_on(p + n) ? n : 0;
}

static size_t try_abbreviation(struct recogniser *r, const char *p)
{
	const char *spoken = NULL;
	size_t longest = 0; /* "krs." before "krs" */
	for (const struct word_pair *w = r->rules->abbreviations; w != NULL && w->written != NULL; w++) {
		size_t n = written_at(p, w->written);
		if (n > longest) {
			longest = n;
			spoken = w->spoken;
		}
	}
	if (spoken == NULL)
		return 0;
	buf_puts(r->out, spoken);
	/* an abbreviation's dot that also ends the text stays as a pause */
	if (p[longest - 1] == '.' && p[longest] == '\0')
		buf_putc(r->out, '.');
	return longest;
}

static size_t try_clock_if_announced(struct recogniser *r, const char *p)
{
	size_t n = recognise_clock(r, p);
	r->clock_next = false;
	return n;
}

size_t recognise(struct recogniser *r, const char *p)
{
	static size_t (*const of_digits[])(struct recogniser *, const char *) = {
		try_abbreviation, recognise_sign, recognise_twelve_hours, recognise_date, recognise_price, recognise_floor,
		recognise_position, try_clock_if_announced, recognise_phone, recognise_postcode, recognise_number,
	};
	static size_t (*const of_words[])(struct recogniser *, const char *) = {
		try_clock_word, try_weekday, try_abbreviation, recognise_address, recognise_phone, recognise_price, recognise_sign,
	};
	if (isdigit((unsigned char)*p) || (*p == '+' && isdigit((unsigned char)p[1]))) {
		for (size_t i = 0; i < sizeof of_digits / sizeof of_digits[0]; i++) {
			size_t n = of_digits[i](r, p);
			if (n > 0)
				return n;
		}
		return 0;
	}
	for (size_t i = 0; i < sizeof of_words / sizeof of_words[0]; i++) {
		size_t n = of_words[i](r, p);
		if (n > 0)
			return n;
	}
	/* the middle dot between facts, and "12 € / kerta", are a pause */
	size_t sign = str_starts(p, "\xc2\xb7") ? 2 : p[0] == '/' && p[1] == ' ';
	if (sign > 0) {
		while (r->out->len > 0 && r->out->data[r->out->len - 1] == ' ')
			r->out->len--;
		buf_putc(r->out, ',');
	}
	return sign;
}

void recogniser_saw_plain(struct recogniser *r, const char *p, size_t len)
{
	if (len != 1 || (*p != ' ' && *p != ','))
		r->clock_next = false;
}
