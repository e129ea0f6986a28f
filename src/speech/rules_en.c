#include "base/buf.h"
#include "speech/number.h"
#include "speech/rules.h"

static const char *const months[] = {"",     "January", "February",  "March",	"April",    "May",	"June",
				     "July", "August",	"September", "October", "November", "December"};

static void range(struct buf *out, int64_t from, int64_t to)
{
	number_en(out, from);
	buf_puts(out, " to ");
	number_en(out, to);
}

/* The twelve-hour clock, which is how English is spoken: 13.30 → "one thirty p m". */
static void spoken_clock(struct buf *out, struct clock_time t)
{
	if (t.minute == 0 && (t.hour == 12 || t.hour == 0 || t.hour == 24)) {
		buf_puts(out, t.hour == 12 ? "noon" : "midnight");
		return;
	}
	int hour = t.hour % 12 == 0 ? 12 : t.hour % 12;
	number_en(out, hour);
	if (t.minute > 0) {
		buf_puts(out, t.minute < 10 ? " oh " : " ");
		number_en(out, t.minute);
	}
	buf_puts(out, t.hour % 24 < 12 ? " a m" : " p m");
}

static void clock_range(struct buf *out, struct clock_time from, struct clock_time to)
{
	spoken_clock(out, from);
	buf_puts(out, " to ");
	spoken_clock(out, to);
}

/* 1999 "nineteen ninety-nine", 2005 "two thousand and five", 2026 "twenty twenty-six". */
static void year_words(struct buf *out, int year)
{
	if (year < 1100 || (year >= 2000 && year < 2010) || year % 100 == 0 || year > 2099) {
		number_en(out, year);
		return;
	}
	number_en(out, year / 100);
	buf_puts(out, year % 100 < 10 ? " oh " : " ");
	number_en(out, year % 100);
}

static void date(struct buf *out, int day, int month, int year)
{
	buf_puts(out, "the ");
	ordinal_en(out, day);
	buf_printf(out, " of %s", months[month]);
	if (year != 0) {
		buf_puts(out, " ");
		year_words(out, year);
	}
}

static void price(struct buf *out, int64_t euros, int cents)
{
	number_en(out, euros);
	buf_puts(out, euros == 1 ? " euro" : " euros");
	if (cents == 0)
		return;
	buf_puts(out, " and ");
	number_en(out, cents);
	buf_puts(out, cents == 1 ? " cent" : " cents");
}

static void position(struct buf *out, int64_t n, int64_t of)
{
	number_en(out, n);
	buf_puts(out, " of ");
	number_en(out, of);
}

static void floor_number(struct buf *out, int n, const char *word)
{
	(void)word;
	ordinal_en(out, n);
}

static const struct word_pair units[] = {
	{"m", "metres"}, {"m1", "metre"}, {"km", "kilometres"}, {"km1", "kilometre"}, {"min", "minutes"}, {"min1", "minute"},
	{"h", "hours"}, {"h1", "hour"}, {"cm", "centimetres"}, {"kg", "kilograms"},
	{"°c", "degrees"}, {"°c1", "degree"}, {"°", "degrees"}, {"°1", "degree"}, {"m²", "square metres"}, {"hr", "hours"}, {"hr1", "hour"},
	{"hrs", "hours"}, {"mins", "minutes"}, {"yrs", "years"}, {"x", "times"}, {"eur", "euros"}, {NULL, NULL},
};

static const struct word_pair per[] = {
	{"h", "per hour"}, {"hr", "per hour"}, {"pp", "per person"}, {"mo", "per month"}, {"yr", "per year"}, {NULL, NULL},
};

static const struct word_pair abbreviations[] = {
	{"24/7", "around the clock"}, {"e.g.", "for example"}, {"etc.", "et cetera"}, {"i.e.", "that is"}, {"tel.", "telephone"}, {"approx.", "approximately"},
	{"no.", "number"}, {"ry", "r y"}, {"wc", "toilet"}, {"aa", "a a"}, {"na", "n a"}, {"st.", "street"}, {"qr", "q r"}, {"sms", "s m s"},
	{"incl.", "including"}, {"excl.", "excluding"}, {"tel", "telephone"}, {"approx", "approximately"}, {"ca.", "about"}, {"max.", "at most"},
	{"min.", "at least"}, {"a.m.", "a m"}, {"p.m.", "p m"}, {"mr.", "mister"}, {"dr.", "doctor"}, {"vs.", "versus"}, {NULL, NULL},
};

const struct speech_rules speech_rules_en = {
	.number = number_en,
	.range = range,
	.clock = spoken_clock,
	.clock_range = clock_range,
	.date = date,
	.price = price,
	.floor = floor_number,
	.position = position,
	.decimal = "point",
	.dot = "dot",
	.slash = "slash",
	.at = "at",
	.dash_word = "dash",
	.low_line = "underscore",
	.to_word = "to",
	.percent = "per cent",
	.euro_many = "euros",
	.per = per,
	.per_word = "per",
	.thousands = ",",
	.decimal_point = true,
	.twelve_hours = true,
	.section = "section",
	.quarters = {"a quarter", "half", "three quarters"},
	.and_quarters = {"and a quarter", "and a half", "and three quarters"},
	.half_a_unit = true,
	.units = units,
	.abbreviations = abbreviations,
	.clock_before = " klo ",
	.days = {NULL, "mon", "tue", "wed", "thu", "fri", "sat", "sun"},
	.day_words = {NULL, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	.day_from = {NULL, "Monday to", "Tuesday to", "Wednesday to", "Thursday to", "Friday to", "Saturday to", "Sunday to"},
	.day_to = {NULL, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
	.day_more = {NULL, "mons", "tues", "weds", "thur", NULL, NULL, NULL},
	.and_word = "and",
	.plus = "plus",
	.minus = "minus",
	.floor_words = " floor ",
	.ordinal_suffixes = " st nd rd th ",
	.joiner = " ",
	.spell_numbers = true,
};
