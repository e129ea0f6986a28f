/* Dates and clocks. */
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

/* "9", "9.30", whatever follows; its length or 0. */
static size_t parse_hour(const char *p, struct clock_time *t)
{
	size_t n = piece_digits(p);
	int64_t hour = n >= 1 && n <= 2 ? piece_number(p, n) : -1;
	if (hour < 0 || hour > 24)
		return 0;
	*t = (struct clock_time){.hour = (int)hour};
	if ((p[n] != '.' && p[n] != ':') || piece_digits(p + n + 1) != 2 || p[n + 1] >= '6')
		return n;
	t->minute = (int)piece_number(p + n + 1, 2);
	t->has_minute = true;
	return n + 3;
}

static size_t parse_clock(const char *p, bool bare_hour, struct clock_time *t)
{
	size_t n = parse_hour(p, t);
	bool date_follows = t->has_minute && p[n] == '.' && isdigit((unsigned char)p[n + 1]);
	if (n == 0 || date_follows || piece_goes_on(p + n))
		return 0;
	return t->has_minute || bare_hour ? n : 0;
}

/* "am", " p.m." behind an hour; its length or 0. */
static size_t half_of_day(const char *p, bool *afternoon)
{
	size_t n = *p == ' ';
	int half = tolower((unsigned char)p[n]);
	if (half != 'a' && half != 'p')
		return 0;
	*afternoon = half == 'p';
	bool dots = p[++n] == '.';
	n += dots;
	if (tolower((unsigned char)p[n]) != 'm' || piece_goes_on(p + n + 1))
		return 0;
	return n + 1 + (dots && p[n + 1] == '.');
}

static void set_half(struct clock_time *t, bool afternoon)
{
	t->hour = t->hour % 12 + (afternoon ? 12 : 0);
}

/* "10am–2pm", "6.30 p.m.", "11–1pm" */
size_t recognise_twelve_hours(struct recogniser *r, const char *p)
{
	struct clock_time from = {0}, to = {0};
	bool from_pm = false, to_pm = false;
	size_t n = r->rules->twelve_hours ? parse_hour(p, &from) : 0;
	if (n == 0 || from.hour < 1 || from.hour > 12)
		return 0;
	size_t half = half_of_day(p + n, &from_pm), dash = piece_dash(p + n + half);
	size_t m = dash > 0 ? parse_hour(p + n + half + dash, &to) : 0;
	size_t last = m > 0 && to.hour >= 1 && to.hour <= 12 ? half_of_day(p + n + half + dash + m, &to_pm) : 0;
	if (half == 0 && last == 0)
		return 0;
	set_half(&to, to_pm);
	set_half(&from, half > 0 ? from_pm : to_pm != (from.hour % 12 > to.hour % 12)); /* "11–1pm" begins before noon */
	if (last > 0)
		r->rules->clock_range(r->out, from, to);
	else
		r->rules->clock(r->out, from);
	n += last > 0 ? half + dash + m + last : half;
	if (p[n - 1] == '.' && p[n] == '\0') /* as of an abbreviation */
		buf_putc(r->out, '.');
	r->clock_next = false;
	return n;
}

size_t recognise_clock(struct recogniser *r, const char *p)
{
	struct clock_time from = {0};
	struct clock_time to = {0};
	size_t n = parse_clock(p, r->clock_next, &from);
	if (n == 0)
		return 0;
	size_t dash = piece_dash(p + n);
	size_t m = dash > 0 ? parse_clock(p + n + dash, true, &to) : 0;
	if (m > 0 && !str_starts(p + n + dash + m, " " EURO)) {
		r->rules->clock_range(r->out, from, to);
		return n + dash + m;
	}
	if (str_starts(p + n, " " EURO) || str_starts(p + n, EURO))
		return 0;
	r->rules->clock(r->out, from);
	return n;
}

/* "11.3.", "11.3.2026", "11.3.26", "2026-03-11" */
static size_t parse_date(const char *p, int *day, int *month, int *year)
{
	size_t n = piece_digits(p);
	if (n == 4 && p[4] == '-' && piece_digits(p + 5) == 2 && p[7] == '-' && piece_digits(p + 8) == 2) {
		*year = (int)piece_number(p, 4);
		*month = (int)piece_number(p + 5, 2);
		*day = (int)piece_number(p + 8, 2);
		return *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31 ? 10 : 0;
	}
	if (n < 1 || n > 2 || p[n] != '.')
		return 0;
	size_t m = piece_digits(p + n + 1);
	bool no_dot = m >= 1 && str_starts(p + n + 1 + m, " kl"); /* "5.12 kl. 10" */
	if (m < 1 || m > 2 || (p[n + 1 + m] != '.' && !no_dot))
		return 0;
	*day = (int)piece_number(p, n);
	*month = (int)piece_number(p + n + 1, m);
	*year = 0;
	if (*day < 1 || *day > 31 || *month < 1 || *month > 12)
		return 0;
	size_t end = n + m + 2 - no_dot, digits = piece_digits(p + end);
	if (digits == 4 || digits == 2) /* "5.12.26" */
		*year = (int)piece_number(p + end, digits) + (digits == 2 ? 2000 : 0);
	else if (digits > 0) /* "1.2.3" */
		return 0;
	return end + digits;
}

/* "1.–3.12.": the first day, said as an ordinal; the date behind the dash follows by itself. */
static size_t days_of_one_month(struct recogniser *r, const char *p)
{
	size_t n = piece_digits(p), dot = p[n] == '.';
	size_t dash = n >= 1 && n <= 2 && !r->clock_next ? piece_dash(p + n + dot) : 0;
	int from = dash > 0 ? (int)piece_number(p, n) : 0, day = 0, month = 0, year = 0;
	if (from < 1 || r->rules->floor == NULL || parse_date(p + n + dot + dash, &day, &month, &year) == 0 || day <= from)
		return 0;
	r->rules->floor(r->out, from, "");
	buf_printf(r->out, " %s ", r->rules->to_word);
	return n + dot + dash;
}

size_t recognise_date(struct recogniser *r, const char *p)
{
	int day = 0;
	int month = 0;
	int year = 0;
	size_t n = parse_date(p, &day, &month, &year);
	if (n == 0)
		return days_of_one_month(r, p);
	r->rules->date(r->out, day, month, year);
	size_t dash = piece_dash(p + n);
	if (dash > 0 && parse_date(p + n + dash, &day, &month, &year) > 0) {
		buf_printf(r->out, " %s ", r->rules->to_word);
		return n + dash;
	}
	/* the dot of "11.3." also ends a sentence; a voice needs it for the pause */
	if (p[n] == '\0' && p[n - 1] == '.')
		buf_putc(r->out, '.');
	return n;
}
