#include "model/schedule_rules.h"

#include <stdlib.h>
#include <string.h>

#define YEAR_MAX 2200 /* as schedule.c */
#define STEPS_MAX 10000

struct following {
	const struct simple_rule *r;
	int32_t first, last_day; /* days since 1970-01-01 */
	int n;                   /* dates of the rule so far, for COUNT */
	bool (*take)(void *user, struct civil start);
	void *user;
};

/* --- reading the BY parts --- */

static int weekday_of(const char *two)
{
	static const char names[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	for (int i = 0; i < 7; i++) {
		if (strncmp(two, names[i], 2) == 0)
			return i;
	}
	return -1;
}

/* One "MO" or "-1SU" at *p, and the comma behind it. */
static bool next_byday(const char **p, int *ordinal, int *weekday)
{
	char *end;
	*ordinal = 0;
	if (**p == '+' || **p == '-' || (**p >= '0' && **p <= '9')) {
		long value = strtol(*p, &end, 10);
		if (value == 0 || value < -5 || value > 5)
			return false;
		*ordinal = (int)value;
		*p = end;
	}
	*weekday = weekday_of(*p);
	if (*weekday < 0 || ((*p)[2] != ',' && (*p)[2] != '\0'))
		return false;
	*p += (*p)[2] == ',' ? 3 : 2;
	return true;
}

static bool next_number(const char **p, int least, int most, int *out)
{
	char *end;
	long value = strtol(*p, &end, 10);
	if (end == *p || value == 0 || value < least || value > most || (*end != ',' && *end != '\0'))
		return false;
	*out = (int)value;
	*p = *end == ',' ? end + 1 : end;
	return true;
}

/* Checks the whole of BYDAY; weekdays gets those without ordinal. */
static bool read_byday(const char *p, bool ordinals, unsigned *weekdays)
{
	int ordinal, weekday;
	while (p != NULL && *p != '\0') {
		if (!next_byday(&p, &ordinal, &weekday) || (ordinal != 0 && !ordinals))
			return false;
		*weekdays |= 1u << weekday;
	}
	return true;
}

static bool read_months(const char *p, unsigned *months)
{
	int month;
	while (p != NULL && *p != '\0') {
		if (!next_number(&p, 1, 12, &month))
			return false;
		*months |= 1u << (month - 1);
	}
	return true;
}

static bool numbers_ok(const char *p, int most)
{
	int ignored;
	while (p != NULL && *p != '\0') {
		if (!next_number(&p, -most, most, &ignored))
			return false;
	}
	return true;
}

bool simple_rule_of(const struct schedule *s, struct simple_rule *out)
{
	bool monthly = s->freq == SCHEDULE_MONTHLY;
	*out = (struct simple_rule){.s = s};
	if (s->freq != SCHEDULE_DAILY && s->freq != SCHEDULE_WEEKLY && !monthly)
		return false;
	if (!monthly && (s->bymonthday != NULL || s->bysetpos != NULL))
		return false;
	return read_byday(s->byday, monthly, &out->weekdays) && read_months(s->bymonth, &out->months) &&
	       numbers_ok(s->bymonthday, 31) && numbers_ok(s->bysetpos, 31);
}

/* --- dates --- */

/* False: the end. */
static bool take_day(struct following *f, int32_t day)
{
	const struct schedule *s = f->r->s;
	if (day > f->last_day)
		return false;
	struct civil start = s->start;
	start.date = date_from_days(day);
	if (f->r->months != 0 && (f->r->months >> (start.date.month - 1) & 1) == 0)
		return true;
	if (start.date.year > YEAR_MAX || (s->count > 0 && f->n == s->count) ||
	    (s->count == 0 && date_is_set(s->until) && date_compare(start.date, s->until) > 0))
		return false;
	f->n++;
	return f->take(f->user, start);
}

/* Whole periods that may be skipped: none when dates are counted. */
static int32_t periods_behind(const struct following *f, int32_t from_day, int32_t period)
{
	int32_t behind = from_day - f->first;
	return f->r->s->count > 0 || behind < period ? 0 : behind / period;
}

static void follow_daily(struct following *f, int32_t from_day, int interval)
{
	int weekday = date_weekday(f->r->s->start.date) - 1;
	int32_t day = f->first + periods_behind(f, from_day, interval) * interval;
	for (int step = 0; step < STEPS_MAX && day <= f->last_day; step++, day += interval) {
		bool wanted =
			f->r->weekdays == 0 || (f->r->weekdays >> ((weekday + day - f->first) % 7) & 1) != 0;
		if (wanted && !take_day(f, day))
			return;
	}
}

static void follow_weekly(struct following *f, int32_t from_day, int interval)
{
	int weekday = date_weekday(f->r->s->start.date) - 1;
	unsigned days = f->r->weekdays != 0 ? f->r->weekdays : 1u << weekday;
	int32_t monday = f->first - weekday + periods_behind(f, from_day, interval * 7) * interval * 7;
	for (int week = 0; week < STEPS_MAX; week++, monday += interval * 7) {
		for (int d = 0; d < 7; d++) {
			if ((days >> d & 1) != 0 && monday + d >= f->first && !take_day(f, monday + d))
				return;
		}
	}
}

/* --- months: the days of one as bits, bit 0 = the 1st --- */

static uint32_t bits_of_weekday(int weekday, int ordinal, int first_weekday, int length)
{
	uint32_t bits = 0;
	int first = (weekday - first_weekday + 7) % 7, n = (length - first + 6) / 7;
	for (int i = 0; i < n; i++) {
		if (ordinal == 0 || ordinal == i + 1 || ordinal == i - n)
			bits |= (uint32_t)1 << (first + i * 7);
	}
	return bits;
}

static uint32_t bits_of_byday(const char *p, int first_weekday, int length)
{
	uint32_t bits = 0;
	int ordinal, weekday;
	while (*p != '\0' && next_byday(&p, &ordinal, &weekday))
		bits |= bits_of_weekday(weekday, ordinal, first_weekday, length);
	return bits;
}

static uint32_t bits_of_monthday(const char *p, int length)
{
	uint32_t bits = 0;
	int day;
	while (*p != '\0' && next_number(&p, -31, 31, &day)) {
		day = day < 0 ? length + day + 1 : day;
		if (day >= 1 && day <= length)
			bits |= (uint32_t)1 << (day - 1);
	}
	return bits;
}

static uint32_t bits_of_setpos(const char *p, uint32_t bits)
{
	uint32_t kept = 0;
	int position, n = __builtin_popcount(bits);
	while (*p != '\0' && next_number(&p, -31, 31, &position)) {
		int at = position < 0 ? n + position : position - 1;
		for (int day = 0, i = 0; day < 31; day++) {
			if ((bits >> day & 1) != 0 && i++ == at)
				kept |= (uint32_t)1 << day;
		}
	}
	return kept;
}

static uint32_t days_of_month(const struct schedule *s, int32_t first_day, int length)
{
	int first_weekday = date_weekday(date_from_days(first_day)) - 1;
	uint32_t bits = length == 31 ? 0x7fffffffu : ((uint32_t)1 << length) - 1;
	if (s->byday == NULL && s->bymonthday == NULL)
		return bits & ((uint32_t)1 << (s->start.date.day - 1));
	if (s->byday != NULL)
		bits &= bits_of_byday(s->byday, first_weekday, length);
	if (s->bymonthday != NULL)
		bits &= bits_of_monthday(s->bymonthday, length);
	return s->bysetpos != NULL ? bits_of_setpos(s->bysetpos, bits) : bits;
}

static int32_t day_of_month_number(int month) /* months since 1970-01 */
{
	int year = 1970 + month / 12;
	return date_to_days((struct date){(int16_t)year, (int8_t)(month % 12 + 1), 1});
}

static void follow_monthly(struct following *f, int32_t from_day, int interval)
{
	const struct schedule *s = f->r->s;
	int month = (s->start.date.year - 1970) * 12 + s->start.date.month - 1;
	/* 32: no month is longer, so nothing is skipped that counts */
	month += periods_behind(f, from_day, 32 * interval) * interval;
	for (int step = 0; step < STEPS_MAX && month / 12 + 1970 <= YEAR_MAX; step++, month += interval) {
		int32_t first = day_of_month_number(month);
		if (first > f->last_day)
			return;
		uint32_t bits = days_of_month(s, first, day_of_month_number(month + 1) - first);
		for (int d = 0; d < 31; d++) {
			if ((bits >> d & 1) != 0 && first + d >= f->first && !take_day(f, first + d))
				return;
		}
	}
}

void simple_rule_follow(const struct simple_rule *r, int32_t from_day, int32_t last_day,
			bool (*take)(void *user, struct civil start), void *user)
{
	struct following f = {.r = r,
			      .first = date_to_days(r->s->start.date),
			      .last_day = last_day,
			      .take = take,
			      .user = user};
	int interval = r->s->interval > 0 ? r->s->interval : 1;
	if (r->s->freq == SCHEDULE_DAILY)
		follow_daily(&f, from_day, interval);
	else if (r->s->freq == SCHEDULE_WEEKLY)
		follow_weekly(&f, from_day, interval);
	else
		follow_monthly(&f, from_day, interval);
}
