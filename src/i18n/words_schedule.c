#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "i18n/forms.h"

#define DATES_NAMED 4	   /* of a list of single dates */
#define SCHEDULES_NAMED 3  /* of an activity */
#define DAYS_IN_WORDS 3	   /* more weekdays than this are given as "ma–la" */
#define MONTH_DAYS_NAMED 4 /* "on the 1st and 15th" */
#define UNTIL_SHOWN_DAYS 300

#define WORKDAYS 0x1fU
#define WEEKEND 0x60U
#define ALL_DAYS 0x7fU

struct byday {
	unsigned plain;			/* weekdays without a number */
	struct {
		int ordinal, day;	/* see form_ordinal */
	} nth[ORDINALS * 2];
	size_t n_nth;
	bool unsayable;
};

/* Number before a weekday in a rule → index for form_ordinal; -1 when there are no words for it. */
static int ordinal_of(long number)
{
	return number >= 1 && number <= 4 ? (int)number - 1 : number == -1 ? 4 : -1;
}

static struct byday read_byday(const struct schedule *s)
{
	struct byday b = {0};
	for (const char *p = s->byday; p != NULL && *p != '\0';) {
		char *code = NULL;
		long number = strtol(p, &code, 10);
		int day = form_day_of_code(code);
		if (day < 0) {
			b.unsayable = true;
			return b;
		}
		if (code == p)
			b.plain |= 1U << day;
		else if (ordinal_of(number) < 0 || b.n_nth == sizeof b.nth / sizeof b.nth[0])
			b.unsayable = true;
		else {
			b.nth[b.n_nth].ordinal = ordinal_of(number);
			b.nth[b.n_nth++].day = day;
		}
		p = code + 2 + strspn(code + 2, ", ");
	}
	return b;
}

static unsigned weekly_days(const struct schedule *s)
{
	unsigned days = read_byday(s).plain;
	return days != 0 ? days : 1U << (date_weekday(s->start.date) - 1);
}

static int count_days(unsigned days)
{
	return __builtin_popcount(days);
}

static int only_day(unsigned days)
{
	return __builtin_ctz(days);
}

static char *say_number(struct arena *a, const char *template_text, int n, const char *days)
{
	return tr_fill(a, template_text, "n", arena_printf(a, "%d", n), "days", days, NULL);
}

static const char *every_week(struct arena *a, enum lang l, unsigned days)
{
	if (days == ALL_DAYS)
		return trc(l, "schedule", "every day");
	if (days == WORKDAYS)
		return trc(l, "schedule", "on weekdays");
	if (days == WEEKEND)
		return trc(l, "schedule", "at weekends");
	if (count_days(days) == 1)
		return form_every(l, only_day(days));
	if (count_days(days) > DAYS_IN_WORDS)
		return tr_fill(a, trc(l, "schedule", "every week {days}"), "days", form_days_short(a, l, days), NULL);
	const char *names[7];
	size_t n = 0;
	for (int i = 0; i < 7; i++)
		if (days >> i & 1U)
			names[n++] = form_plural(l, i);
	return tr_fill(a, trc(l, "schedule", "on {days}"), "days", words_list(a, l, names, n), NULL);
}

static const char *say_weekly(struct arena *a, enum lang l, const struct schedule *s)
{
	unsigned days = weekly_days(s);
	if (s->interval <= 1)
		return every_week(a, l, days);
	if (s->interval == 2 && count_days(days) == 1)
		return form_every_other(l, only_day(days));
	const char *names = form_days_short(a, l, days);
	if (s->interval == 2)
		return tr_fill(a, trc(l, "schedule", "every other week {days}"), "days", names, NULL);
	return say_number(a, trc(l, "schedule", "every {n} weeks {days}"), s->interval, names);
}

static const char *say_daily(struct arena *a, enum lang l, const struct schedule *s)
{
	if (s->byday != NULL && s->interval <= 1)
		return every_week(a, l, weekly_days(s));
	if (s->interval <= 1)
		return trc(l, "schedule", "every day");
	if (s->interval == 2)
		return trc(l, "schedule", "every other day");
	return say_number(a, trc(l, "schedule", "every {n} days"), s->interval, "");
}

/* "ensimmäinen ja kolmas tiistai"; NULL when the rule is not one of numbered weekdays. */
static char *numbered_weekdays(struct arena *a, enum lang l, const struct schedule *s)
{
	struct byday b = read_byday(s);
	if (b.unsayable || (b.plain != 0 && b.n_nth > 0))
		return NULL;
	if (b.plain != 0) {
		char *end = NULL;
		long set = s->bysetpos == NULL ? 0 : strtol(s->bysetpos, &end, 10);
		if (count_days(b.plain) != 1 || end == NULL || *end != '\0' || ordinal_of(set) < 0)
			return NULL;
		b.nth[b.n_nth].ordinal = ordinal_of(set);
		b.nth[b.n_nth++].day = only_day(b.plain);
	}
	const char *names[ORDINALS * 2];
	for (size_t i = 0; i < b.n_nth; i++)
		names[i] = form_ordinal(l, b.nth[i].ordinal, b.nth[i].day);
	return words_list(a, l, names, b.n_nth);
}

static char *days_of_month(struct arena *a, enum lang l, const struct schedule *s)
{
	const char *names[MONTH_DAYS_NAMED];
	struct strs days = str_split(a, s->bymonthday, ",");
	size_t n = 0;
	if (days.n == 0) {
		names[n++] = tr_fill(a, trc(l, "day of a month", "day {day}"), "day",
				     arena_printf(a, "%d", s->start.date.day), NULL);
	}
	for (size_t i = 0; i < days.n; i++) {
		int64_t day;
		if (n == MONTH_DAYS_NAMED || !str_to_i64(days.v[i], -1, 31, &day) || day == 0)
			return NULL;
		names[n++] = day == -1 ? trc(l, "day of a month", "last day")
				       : tr_fill(a, trc(l, "day of a month", "day {day}"), "day",
						 arena_printf(a, "%d", (int)day), NULL);
	}
	return words_list(a, l, names, n);
}

static const char *say_monthly(struct arena *a, enum lang l, const struct schedule *s)
{
	const char *days = s->byday != NULL ? numbered_weekdays(a, l, s) : days_of_month(a, l, s);
	if (days == NULL)
		return s->interval <= 1 ? trc(l, "schedule", "every month") : NULL;
	if (s->interval <= 1)
		return tr_fill(a, trc(l, "schedule", "{days} of each month"), "days", days, NULL);
	if (s->interval == 2)
		return tr_fill(a, trc(l, "schedule", "{days} of every other month"), "days", days, NULL);
	return say_number(a, trc(l, "schedule", "{days}, every {n} months"), s->interval, days);
}

static const char *say_yearly(struct arena *a, enum lang l, const struct schedule *s)
{
	if (s->interval > 1)
		return NULL;
	if (s->byday != NULL || s->bymonth != NULL || s->bymonthday != NULL)
		return trc(l, "schedule", "every year");
	return tr_fill(a, trc(l, "schedule", "every year {date}"), "date",
		       words_date(a, l, s->start.date, DATE_SHORT), NULL);
}

static int compare_civil(const void *a, const void *b)
{
	return civil_compare(*(const struct civil *)a, *(const struct civil *)b);
}

/* Single dates: those still to come. */
static const char *say_dates(struct arena *a, enum lang l, const struct schedule *s, struct date today)
{
	if (s->rdates.n == 0)
		return NULL;
	struct civil *all = ARENA_ARRAY(a, struct civil, s->rdates.n + 1);
	size_t n = 0;
	for (size_t i = 0; i <= s->rdates.n; i++) {
		struct civil c = i == 0 ? s->start : s->rdates.v[i - 1];
		if (!date_is_set(today) || date_compare(c.date, today) >= 0)
			all[n++] = c;
	}
	qsort(all, n, sizeof *all, compare_civil);
	const char *names[DATES_NAMED];
	size_t named = 0;
	bool more = false;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && date_compare(all[i].date, all[i - 1].date) == 0)
			continue;
		more = named == DATES_NAMED;
		if (more)
			break;
		names[named++] = words_date(a, l, all[i].date, DATE_SHORT);
	}
	if (named < 2)
		return NULL;
	if (!more)
		return words_list(a, l, names, named);
	char *out = arena_strdup(a, names[0]);
	for (size_t i = 1; i < named; i++)
		out = tr_fill(a, trc(l, "list", "{list}, {item}"), "list", out, "item", names[i], NULL);
	return arena_printf(a, "%s …", out);
}

/* "syyskuu–toukokuu" for one unbroken run of months (round the new year too); NULL otherwise. */
static char *season(struct arena *a, enum lang l, const struct schedule *s)
{
	bool in[12] = {false};
	struct strs months = str_split(a, s->bymonth, ",");
	int n = 0;
	for (size_t i = 0; i < months.n; i++) {
		int64_t m;
		if (str_to_i64(months.v[i], 1, 12, &m) && !in[m - 1]) {
			in[m - 1] = true;
			n++;
		}
	}
	int starts = 0;
	int first = 0;
	for (int m = 0; m < 12; m++) {
		if (in[m] && !in[(m + 11) % 12]) {
			starts++;
			first = m;
		}
	}
	if (starts != 1)
		return NULL;
	if (n == 1)
		return arena_strdup(a, words_month(l, first + 1));
	return tr_fill(a, trc(l, "months", "{first}–{last}"), "first", words_month(l, first + 1), "last",
		       words_month(l, (first + n - 1) % 12 + 1), NULL);
}

static struct date last_day(const struct schedule *s)
{
	if (!date_is_set(s->until) || (date_is_set(s->valid_to) && date_compare(s->valid_to, s->until) < 0))
		return s->valid_to;
	return s->until;
}

static const char *with_season(struct arena *a, enum lang l, const struct schedule *s, const char *said,
			       struct date today)
{
	const char *months = s->bymonth != NULL && s->freq != SCHEDULE_YEARLY ? season(a, l, s) : NULL;
	if (months != NULL)
		said = tr_fill(a, trc(l, "schedule", "{repeats}, {season}"), "repeats", said, "season", months, NULL);
	struct date last = last_day(s);
	bool soon = date_is_set(last) && date_is_set(today) &&
		    date_to_days(last) - date_to_days(today) <= UNTIL_SHOWN_DAYS;
	if (soon)
		said = tr_fill(a, trc(l, "schedule", "{repeats}, until {date}"), "repeats", said, "date",
			       words_date(a, l, last, DATE_SHORT), NULL);
	return said;
}

char *words_schedule(struct arena *a, enum lang l, const struct schedule *s, unsigned flags, struct date today)
{
	const char *said = NULL;
	switch (s->freq) {
	case SCHEDULE_ONCE: said = say_dates(a, l, s, today); break;
	case SCHEDULE_DAILY: said = say_daily(a, l, s); break;
	case SCHEDULE_WEEKLY: said = say_weekly(a, l, s); break;
	case SCHEDULE_MONTHLY: said = say_monthly(a, l, s); break;
	case SCHEDULE_YEARLY: said = say_yearly(a, l, s); break;
	}
	if (said == NULL)
		return NULL;
	if ((flags & SCHEDULE_CLOCK) && !s->all_day) {
		const char *span = words_clock_span(a, l, s->start, civil_add_minutes(s->start, s->duration_min));
		said = tr_fill(a, trc(l, "schedule", "{repeats}, {clock}"), "repeats", said, "clock",
			       tr_fill(a, trc(l, "clock, full hours", "{span}"), "span", span, NULL), NULL);
	}
	if (flags & SCHEDULE_SEASON)
		said = with_season(a, l, s, said, today);
	return arena_strdup(a, said);
}

static bool already(const char *const *said, size_t n, const char *one)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(said[i], one) == 0)
			return true;
	return false;
}

char *words_schedules(struct arena *a, enum lang l, const struct activity *activity, unsigned flags,
		      struct date today)
{
	const char *said[SCHEDULES_NAMED];
	size_t n = 0;
	for (size_t i = 0; i < activity->n_schedules && n < SCHEDULES_NAMED; i++) {
		const struct schedule *s = &activity->schedules[i];
		struct date last = last_day(s);
		if (date_is_set(last) && date_is_set(today) && date_compare(last, today) < 0)
			continue;
		const char *one = words_schedule(a, l, s, flags, today);
		if (one != NULL && !already(said, n, one))
			said[n++] = one;
	}
	if (n <= 1 || flags == SCHEDULE_PLAIN)
		return words_list(a, l, said, n);
	char *out = arena_strdup(a, said[0]);
	for (size_t i = 1; i < n; i++)
		out = arena_printf(a, "%s%s%s", out, trc(l, "between schedules", "; "), said[i]);
	return out;
}

char *words_repeats(struct arena *a, enum lang l, const struct activity *activity, unsigned flags,
		    struct civil next, struct date today)
{
	const char *said = words_schedules(a, l, activity, flags, today);
	if (!date_is_set(next.date))
		return said == NULL ? NULL : arena_strdup(a, said);
	const char *date = words_date(a, l, next.date, DATE_SHORT);
	if (said == NULL)
		return tr_fill(a, trc(l, "schedule", "next {date}"), "date", date, NULL);
	return tr_fill(a, trc(l, "schedule", "{repeats}, next {date}"), "repeats", said, "date", date, NULL);
}

char *words_schedule_days(struct arena *a, enum lang l, const struct schedule *s)
{
	if (s->interval > 1 || (s->freq != SCHEDULE_WEEKLY && s->freq != SCHEDULE_DAILY))
		return NULL;
	unsigned days = s->freq == SCHEDULE_DAILY && s->byday == NULL ? ALL_DAYS : weekly_days(s);
	return days == ALL_DAYS ? arena_strdup(a, trc(l, "schedule", "every day")) : form_days_short(a, l, days);
}
