/* Addresses and telephone numbers. */
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

/* --- addresses: aula.example/7k4m, neuvonta@example.org, https://… --- */

/* A code is spelled, a name is read. */
static void say_part(struct recogniser *r, const char *p, size_t n)
{
	bool has_digit = false;
	for (size_t i = 0; i < n; i++)
		has_digit |= isdigit((unsigned char)p[i]) != 0;
	if (!has_digit) {
		buf_append(r->out, p, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_puts(r->out, ", ");
		if (isdigit((unsigned char)p[i]) && r->rules->spell_numbers)
			r->rules->number(r->out, p[i] - '0');
		else
			buf_putc(r->out, p[i]);
	}
}

static const char *mark_word(const struct speech_rules *rules, char c)
{
	switch (c) {
	case '.': return rules->dot;
	case '/': return rules->slash;
	case '@': return rules->at;
	case '-': return rules->dash_word;
	case '_': return rules->low_line;
	default: return NULL;
	}
}

static size_t address_length(const char *p)
{
	size_t n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_@/:");
	while (n > 0 && strchr(".:-/", p[n - 1]) != NULL)
		n--;
	return n;
}

/* Has a dot between two letters of a name ending in letters, like example.org or aula.example/7k4m. */
static bool looks_like_address(const char *p, size_t n)
{
	if (n < 4 || !isalpha((unsigned char)p[0]))
		return false;
	const char *slash = memchr(p, '/', n);
	size_t host = slash != NULL ? (size_t)(slash - p) : n;
	size_t dot = host;
	while (dot > 0 && p[dot - 1] != '.')
		dot--;
	if (dot < 2 || host - dot < 2)
		return memchr(p, '@', n) != NULL;
	for (size_t i = dot; i < host; i++)
		if (!isalpha((unsigned char)p[i]))
			return false;
	return isalnum((unsigned char)p[dot - 2]) != 0;
}

size_t recognise_address(struct recogniser *r, const char *p)
{
	size_t skip = str_starts(p, "https://") ? 8 : str_starts(p, "http://") ? 7 : 0;
	size_t n = address_length(p + skip);
	if (!looks_like_address(p + skip, n))
		return 0;
	const char *q = p + skip;
	for (size_t i = 0; i < n;) {
		const char *word = mark_word(r->rules, q[i]);
		if (word != NULL) {
			buf_printf(r->out, " %s ", word);
			i++;
			continue;
		}
		size_t part = 0;
		while (i + part < n && mark_word(r->rules, q[i + part]) == NULL)
			part++;
		say_part(r, q + i, part);
		i += part;
	}
	return skip + n + (q[n] == '/'); /* the last one says nothing */
}

/* --- telephone numbers: digit by digit, a pause between groups --- */

#define PHONE_RUN_LONG 7 /* digits without a blank that are said in threes */

/* A group of digits; the first, or the one behind the country's, may stand in brackets: "(09)", "+358 (0)40". */
static size_t phone_group(const char *p, bool brackets)
{
	if (*p != '(')
		return piece_digits(p);
	size_t d = brackets && p[1] == '0' ? piece_digits(p + 1) : 0;
	return d > 0 && p[1 + d] == ')' ? d + 2 : 0;
}

static size_t phone_length(const char *p, int *n_digits)
{
	size_t n = p[0] == '+', blank = 0;
	*n_digits = 0;
	for (unsigned groups = 0;; groups++) {
		size_t d = phone_group(p + n + blank, groups == (p[0] == '+'));
		bool closed = n > 0 && p[n - 1] == ')';
		if (d == 0 || (groups > 0 && d < 2) || (groups > 0 && blank == 0 && !closed && p[n] != '('))
			return n;
		n += blank + d;
		*n_digits += (int)d - (p[n - 1] == ')' ? 2 : 0);
		blank = p[n] == ' ' || p[n] == '-';
	}
}

static bool short_public_number(const char *p, size_t n)
{
	bool grouped = n == 7 && strncmp(p, "116 ", 4) == 0; /* "116 117" */
	return (n == 3 && strncmp(p, "112", 3) == 0) || ((n == 6 || n == 5) && strncmp(p, "116", 3) == 0) || grouped;
}

/* One by one; a run too long to keep in mind is cut: "1234567". */
static void say_digits(struct recogniser *r, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_puts(r->out, n >= PHONE_RUN_LONG && i % 3 == 0 && n - i > 1 ? ", " : " ");
		if (r->rules->spell_numbers)
			r->rules->number(r->out, p[i] - '0');
		else
			buf_putc(r->out, p[i]);
	}
}

size_t recognise_phone(struct recogniser *r, const char *p)
{
	int n_digits = 0;
	size_t n = phone_length(p, &n_digits);
	bool begins = p[0] == '0' || p[0] == '+' || p[0] == '(';
	bool one_run = piece_digits(p) >= PHONE_RUN_LONG; /* a business's number: nobody means millions by it */
	bool national = (begins || one_run) && n_digits >= 6 && n_digits <= 15;
	bool part_of_more = piece_goes_on(p + n) || (p[n] == '.' && isdigit((unsigned char)p[n + 1]));
	if ((!national && !short_public_number(p, n)) || part_of_more)
		return 0;
	for (size_t i = 0; i < n;) {
		size_t d = phone_group(p + i, true);
		bool country = p[0] == '+' && p[i] == '('; /* "+358 (0)40": the 0 is not dialled */
		if (d == 0) {
			if (p[i] == '+')
				buf_puts(r->out, "plus");
			i++;
			continue;
		}
		if (i > 0 && !country)
			buf_puts(r->out, p[0] == '+' && i == 1 ? " " : ", ");
		if (!country)
			say_digits(r, p + i + (p[i] == '('), d - (p[i] == '(' ? 2 : 0));
		i += d;
	}
	return n;
}
