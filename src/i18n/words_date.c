#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "i18n/forms.h"

#define YEAR_SHOWN_FROM_DAYS 300 /* farther than this a day without its year would mislead */

#define ISOLATE_LTR "\u2066"
#define ISOLATE_END "\u2069"

const char *words_isolate(struct arena *a, enum lang l, const char *s)
{
	return lang_is_rtl(l) ? arena_printf(a, ISOLATE_LTR "%s" ISOLATE_END, s) : s;
}

static char *with_first(struct arena *a, uint32_t c, const char *rest)
{
	char first[4];
	size_t n = utf8_put(c, first);
	return arena_printf(a, "%.*s%s", (int)n, first, rest);
}

char *words_small(struct arena *a, const char *s)
{
	size_t rest = 0;
	uint32_t c = utf8_next(s, strlen(s), &rest);
	bool capital = (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42f);
	return capital ? with_first(a, c + 0x20, s + rest) : arena_strdup(a, s);
}

char *words_capital(struct arena *a, const char *s)
{
	size_t len = strlen(s);
	size_t rest = 0;
	uint32_t c = utf8_next(s, len, &rest);
	bool latin = (c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7);
	if (latin || (c >= 0x430 && c <= 0x44f))
		c -= 0x20;
	else if (c >= 0x450 && c <= 0x45f)
		c -= 0x50;
	else if ((c >= 0x100 && c <= 0x137 && (c & 1)) || (c >= 0x14a && c <= 0x177 && (c & 1)) || c == 0x491)
		c -= 1; /* Latin Extended-A pairs (č đ ŋ š …; ž is in a block of odd capitals) */
	else if ((c >= 0x139 && c <= 0x148 && !(c & 1)) || (c >= 0x179 && c <= 0x17e && !(c & 1)))
		c -= 1;
	else
		return arena_strdup(a, s);
	return with_first(a, c, s + rest);
}

char *words_list(struct arena *a, enum lang l, const char *const *items, size_t n)
{
	if (n == 0)
		return NULL;
	char *out = arena_strdup(a, items[0]);
	for (size_t i = 1; i < n; i++) {
		const char *join = i + 1 == n ? trc(l, "list, last", "{list} and {item}")
					      : trc(l, "list", "{list}, {item}");
		out = tr_fill(a, join, "list", out, "item", items[i], NULL);
	}
	return out;
}

static const char *date_template(enum lang l, enum date_form form)
{
	switch (form) {
	case DATE_SHORT: return trc(l, "date", "{day} {mon}");
	case DATE_WEEKDAY: return trc(l, "date", "{weekday} {day} {mon}");
	case DATE_WEEKDAY_LONG: return trc(l, "date", "{weekday_long} {day} {mon}");
	case DATE_WEEKDAY_ON: return trc(l, "date", "{on_weekday} {day} {mon}");
	case DATE_FULL: return trc(l, "date", "{day} {mon} {year}");
	case DATE_FULL_WEEKDAY: return trc(l, "date", "{weekday} {day} {mon} {year}");
	}
	return "";
}

/* {mon} is the short name of the month in English; languages that write it as a number translate the short
 * names to numbers, so that the template and the check of its fields stay the same for all. */
static char *fill_date(struct arena *a, enum lang l, struct date d, const char *template_text)
{
	int weekday = date_weekday(d);
	return tr_fill(a, template_text, "day", arena_printf(a, "%d", d.day), "mon", form_month_short(l, d.month),
		       "year", arena_printf(a, "%d", d.year), "weekday", words_weekday(l, weekday, WEEKDAY_SHORT),
		       "weekday_long", words_weekday(l, weekday, WEEKDAY_LONG), "on_weekday",
		       words_weekday(l, weekday, WEEKDAY_ON), NULL);
}

char *words_date(struct arena *a, enum lang l, struct date d, enum date_form form)
{
	return fill_date(a, l, d, date_template(l, form));
}

char *words_day_of_month(struct arena *a, enum lang l, struct date d)
{
	return tr_fill(a, trc(l, "day on a calendar button", "{day}"), "day", arena_printf(a, "%d", d.day), NULL);
}

char *words_day(struct arena *a, enum lang l, struct date d, struct date today)
{
	if (!date_is_set(today))
		return words_date(a, l, d, DATE_WEEKDAY);
	int32_t away = date_to_days(d) - date_to_days(today);
	if (away == 0)
		return arena_strdup(a, trc(l, "day", "today"));
	if (away == 1)
		return arena_strdup(a, trc(l, "day", "tomorrow"));
	return words_date(a, l, d, abs(away) > YEAR_SHOWN_FROM_DAYS ? DATE_FULL_WEEKDAY : DATE_WEEKDAY);
}

static char *clock_plain(struct arena *a, enum lang l, int hour, int minute)
{
	return tr_fill(a, trc(l, "clock", "{hour}:{minute}"), "hour", arena_printf(a, "%d", hour), "minute",
		       arena_printf(a, "%02d", minute), NULL);
}

char *words_clock(struct arena *a, enum lang l, int hour, int minute)
{
	return clock_plain(a, l, hour, minute);
}

char *words_clock_range(struct arena *a, enum lang l, struct civil start, struct civil end)
{
	const char *range = arena_printf(a, "%s–%s", clock_plain(a, l, start.hour, start.minute),
					 clock_plain(a, l, end.hour, end.minute));
	return arena_strdup(a, words_isolate(a, l, range));
}

char *words_clock_until(struct arena *a, enum lang l, struct civil end)
{
	const char *until = arena_printf(a, "–%s", clock_plain(a, l, end.hour, end.minute));
	return arena_strdup(a, words_isolate(a, l, until));
}

/* "9" where a language says full hours so, else "9:00". */
static char *clock_short(struct arena *a, enum lang l, struct civil at)
{
	if (at.minute != 0)
		return clock_plain(a, l, at.hour, at.minute);
	return tr_fill(a, trc(l, "clock, full hour", "{hour}:00"), "hour", arena_printf(a, "%d", at.hour), NULL);
}

char *words_clock_span(struct arena *a, enum lang l, struct civil start, struct civil end)
{
	/* closing at midnight is said "24" */
	if (end.hour == 0 && end.minute == 0 && civil_compare(start, end) != 0)
		end.hour = 24;
	const char *span = civil_compare(start, end) == 0
				   ? clock_short(a, l, start)
				   : arena_printf(a, "%s–%s", clock_short(a, l, start), clock_short(a, l, end));
	return arena_strdup(a, words_isolate(a, l, span));
}

char *words_at_clock(struct arena *a, enum lang l, struct civil start, struct civil end)
{
	if (civil_compare(start, end) != 0)
		return tr_fill(a, trc(l, "clock", "{from_to}"), "from_to", words_clock_range(a, l, start, end),
			       NULL);
	return tr_fill(a, trc(l, "clock", "at {time}"), "time", words_clock(a, l, start.hour, start.minute), NULL);
}

static char *when_days(struct arena *a, enum lang l, struct date first, struct date last, struct date today)
{
	if (date_compare(first, last) >= 0)
		return tr_fill(a, tr(l, "{day}, all day"), "day", words_day(a, l, first, today), NULL);
	return tr_fill(a, trc(l, "days", "{first} – {last}"), "first", words_day(a, l, first, today), "last",
		       words_day(a, l, last, today), NULL);
}

char *words_when(struct arena *a, enum lang l, struct civil start, struct civil end, bool all_day,
		 struct date today)
{
	if (all_day)
		return when_days(a, l, start.date, civil_compare(start, end) < 0 ? date_add(end.date, -1) : start.date,
				 today);
	const char *day = words_day(a, l, start.date, today);
	/* an evening that ends after midnight still reads as one day */
	bool same_evening = date_compare(start.date, end.date) == 0 ||
			    (date_to_days(end.date) == date_to_days(start.date) + 1 && end.hour < 6);
	if (civil_compare(start, end) != 0 && !same_evening)
		return tr_fill(a, trc(l, "from a day and clock to another", "{day} {time} – {last_day} {last_time}"),
			       "day", day, "time", words_at_clock(a, l, start, start), "last_day",
			       words_day(a, l, end.date, today), "last_time", words_at_clock(a, l, end, end), NULL);
	return tr_fill(a, trc(l, "when", "{day} {time}"), "day", day, "time", words_at_clock(a, l, start, end), NULL);
}

char *words_duration(struct arena *a, enum lang l, int minutes)
{
	const char *hour = arena_printf(a, "%d", minutes / 60);
	const char *minute = arena_printf(a, "%d", minutes % 60);
	if (minutes < 60)
		return tr_fill(a, trc(l, "duration", "{minutes} min"), "minutes", minute, NULL);
	if (minutes % 60 == 0)
		return tr_fill(a, trc(l, "duration", "{hours} h"), "hours", hour, NULL);
	return tr_fill(a, trc(l, "duration", "{hours} h {minutes} min"), "hours", hour, "minutes", minute, NULL);
}

char *words_content_from(struct arena *a, enum lang l, struct civil at)
{
	return tr_fill(a, tr(l, "Information is {from_weekday} {date} {time}"), "from_weekday",
		       words_weekday(l, date_weekday(at.date), WEEKDAY_FROM), "date",
		       words_date(a, l, at.date, DATE_SHORT), "time", words_at_clock(a, l, at, at), NULL);
}

char *words_checked_on(struct arena *a, enum lang l, struct date d)
{
	return tr_fill(a, tr(l, "Information checked {date}"), "date", words_date(a, l, d, DATE_FULL), NULL);
}
