#include "i18n/forms.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"

/* Every weekday stands in every form as a message of its own: languages bend the names, and the words
 * before them, each in its own way. The context tells a translator where the form is used. */
static const char *const day_short[] = {
	TRC("weekday, short", "Mon"),
	TRC("weekday, short", "Tue"),
	TRC("weekday, short", "Wed"),
	TRC("weekday, short", "Thu"),
	TRC("weekday, short", "Fri"),
	TRC("weekday, short", "Sat"),
	TRC("weekday, short", "Sun"),
};

static const char *const day_long[] = {
	TRC("weekday", "Monday"),
	TRC("weekday", "Tuesday"),
	TRC("weekday", "Wednesday"),
	TRC("weekday", "Thursday"),
	TRC("weekday", "Friday"),
	TRC("weekday", "Saturday"),
	TRC("weekday", "Sunday"),
};

static const char *const day_on[] = {
	TRC("weekday, when", "on Monday"),
	TRC("weekday, when", "on Tuesday"),
	TRC("weekday, when", "on Wednesday"),
	TRC("weekday, when", "on Thursday"),
	TRC("weekday, when", "on Friday"),
	TRC("weekday, when", "on Saturday"),
	TRC("weekday, when", "on Sunday"),
};

static const char *const day_from[] = {
	TRC("weekday, content from", "from Monday"),
	TRC("weekday, content from", "from Tuesday"),
	TRC("weekday, content from", "from Wednesday"),
	TRC("weekday, content from", "from Thursday"),
	TRC("weekday, content from", "from Friday"),
	TRC("weekday, content from", "from Saturday"),
	TRC("weekday, content from", "from Sunday"),
};

static const char *const day_every[] = {
	TRC("weekday, repeated", "every Monday"),
	TRC("weekday, repeated", "every Tuesday"),
	TRC("weekday, repeated", "every Wednesday"),
	TRC("weekday, repeated", "every Thursday"),
	TRC("weekday, repeated", "every Friday"),
	TRC("weekday, repeated", "every Saturday"),
	TRC("weekday, repeated", "every Sunday"),
};

static const char *const day_every_other[] = {
	TRC("weekday, repeated", "every other Monday"),
	TRC("weekday, repeated", "every other Tuesday"),
	TRC("weekday, repeated", "every other Wednesday"),
	TRC("weekday, repeated", "every other Thursday"),
	TRC("weekday, repeated", "every other Friday"),
	TRC("weekday, repeated", "every other Saturday"),
	TRC("weekday, repeated", "every other Sunday"),
};

/* Stands in "on {days}". */
static const char *const day_plural[] = {
	TRC("weekday, plural", "Mondays"),
	TRC("weekday, plural", "Tuesdays"),
	TRC("weekday, plural", "Wednesdays"),
	TRC("weekday, plural", "Thursdays"),
	TRC("weekday, plural", "Fridays"),
	TRC("weekday, plural", "Saturdays"),
	TRC("weekday, plural", "Sundays"),
};

/* Stands in "{days} of each month". */
static const char *const day_ordinal[ORDINALS][7] = {
	{
		TRC("weekday of a month", "first Monday"),
		TRC("weekday of a month", "first Tuesday"),
		TRC("weekday of a month", "first Wednesday"),
		TRC("weekday of a month", "first Thursday"),
		TRC("weekday of a month", "first Friday"),
		TRC("weekday of a month", "first Saturday"),
		TRC("weekday of a month", "first Sunday"),
	},
	{
		TRC("weekday of a month", "second Monday"),
		TRC("weekday of a month", "second Tuesday"),
		TRC("weekday of a month", "second Wednesday"),
		TRC("weekday of a month", "second Thursday"),
		TRC("weekday of a month", "second Friday"),
		TRC("weekday of a month", "second Saturday"),
		TRC("weekday of a month", "second Sunday"),
	},
	{
		TRC("weekday of a month", "third Monday"),
		TRC("weekday of a month", "third Tuesday"),
		TRC("weekday of a month", "third Wednesday"),
		TRC("weekday of a month", "third Thursday"),
		TRC("weekday of a month", "third Friday"),
		TRC("weekday of a month", "third Saturday"),
		TRC("weekday of a month", "third Sunday"),
	},
	{
		TRC("weekday of a month", "fourth Monday"),
		TRC("weekday of a month", "fourth Tuesday"),
		TRC("weekday of a month", "fourth Wednesday"),
		TRC("weekday of a month", "fourth Thursday"),
		TRC("weekday of a month", "fourth Friday"),
		TRC("weekday of a month", "fourth Saturday"),
		TRC("weekday of a month", "fourth Sunday"),
	},
	{
		TRC("weekday of a month", "last Monday"),
		TRC("weekday of a month", "last Tuesday"),
		TRC("weekday of a month", "last Wednesday"),
		TRC("weekday of a month", "last Thursday"),
		TRC("weekday of a month", "last Friday"),
		TRC("weekday of a month", "last Saturday"),
		TRC("weekday of a month", "last Sunday"),
	},
};

static const char *const month_long[] = {
	TRC("month", "January"),
	TRC("month", "February"),
	TRC("month", "March"),
	TRC("month", "April"),
	TRC("month", "May"),
	TRC("month", "June"),
	TRC("month", "July"),
	TRC("month", "August"),
	TRC("month", "September"),
	TRC("month", "October"),
	TRC("month", "November"),
	TRC("month", "December"),
};

/* In a date beside a day's number; languages that write months as numbers do not use them. */
static const char *const month_short[] = {
	TRC("month, short", "Jan"),
	TRC("month, short", "Feb"),
	TRC("month, short", "Mar"),
	TRC("month, short", "Apr"),
	TRC("month, short", "May"),
	TRC("month, short", "Jun"),
	TRC("month, short", "Jul"),
	TRC("month, short", "Aug"),
	TRC("month, short", "Sep"),
	TRC("month, short", "Oct"),
	TRC("month, short", "Nov"),
	TRC("month, short", "Dec"),
};

const char *words_weekday(enum lang l, int weekday, enum weekday_form form)
{
	if (weekday < 1 || weekday > 7)
		return "";
	switch (form) {
	case WEEKDAY_SHORT: return trc(l, "weekday, short", day_short[weekday - 1]);
	case WEEKDAY_LONG: return trc(l, "weekday", day_long[weekday - 1]);
	case WEEKDAY_ON: return trc(l, "weekday, when", day_on[weekday - 1]);
	case WEEKDAY_FROM: return trc(l, "weekday, content from", day_from[weekday - 1]);
	}
	return "";
}

const char *words_month(enum lang l, int month)
{
	return month < 1 || month > 12 ? "" : trc(l, "month", month_long[month - 1]);
}

const char *form_month_short(enum lang l, int month)
{
	return month < 1 || month > 12 ? "" : trc(l, "month, short", month_short[month - 1]);
}

const char *form_every(enum lang l, int day)
{
	return trc(l, "weekday, repeated", day_every[day]);
}

const char *form_every_other(enum lang l, int day)
{
	return trc(l, "weekday, repeated", day_every_other[day]);
}

const char *form_plural(enum lang l, int day)
{
	return trc(l, "weekday, plural", day_plural[day]);
}

const char *form_ordinal(enum lang l, int ordinal, int day)
{
	return trc(l, "weekday of a month", day_ordinal[ordinal][day]);
}

int form_day_of_code(const char *s)
{
	static const char codes[] = "MOTUWETHFRSASU";
	for (int i = 0; s[0] != '\0' && i < 7; i++)
		if (strncmp(codes + (size_t)i * 2, s, 2) == 0)
			return i;
	return -1;
}

char *form_days_short(struct arena *a, enum lang l, unsigned days)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	for (int i = 0; i < 7; i++) {
		if (!(days >> i & 1U))
			continue;
		int last = i;
		while (last < 6 && (days >> (last + 1) & 1U))
			last++;
		if (out.len > 0)
			buf_puts(&out, ", ");
		buf_puts(&out, words_weekday(l, i + 1, WEEKDAY_SHORT));
		if (last - i < 2)
			continue;
		buf_puts(&out, "–");
		buf_puts(&out, words_weekday(l, last + 1, WEEKDAY_SHORT));
		i = last;
	}
	return arena_strdup(a, buf_str(&out));
}
