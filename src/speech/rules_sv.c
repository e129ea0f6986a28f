#include "base/buf.h"
#include "speech/number.h"
#include "speech/rules.h"

static const char *const months[] = {"",     "januari", "februari",  "mars",	"april",    "maj",	"juni",
				     "juli", "augusti", "september", "oktober", "november", "december"};

static void range(struct buf *out, int64_t from, int64_t to)
{
	number_sv(out, from);
	buf_puts(out, " till ");
	number_sv(out, to);
}

static void hour_and_minute(struct buf *out, struct clock_time t)
{
	number_sv(out, t.hour);
	if (t.minute == 0)
		return;
	buf_puts(out, t.minute < 10 ? " noll " : " ");
	number_sv(out, t.minute);
}

static void clock_time(struct buf *out, struct clock_time t)
{
	buf_puts(out, "klockan ");
	hour_and_minute(out, t);
}

static void clock_range(struct buf *out, struct clock_time from, struct clock_time to)
{
	clock_time(out, from);
	buf_puts(out, " till ");
	hour_and_minute(out, to);
}

/* Years are said in hundreds until 1999, as a number from 2000. */
static void year_words(struct buf *out, int year)
{
	if (year < 1100 || year > 1999) {
		number_sv(out, year);
		return;
	}
	number_sv(out, year / 100);
	buf_puts(out, "hundra");
	if (year % 100 != 0)
		number_sv(out, year % 100);
}

static void date(struct buf *out, int day, int month, int year)
{
	buf_puts(out, "den ");
	ordinal_sv(out, day);
	buf_printf(out, " %s", months[month]);
	if (year != 0) {
		buf_putc(out, ' ');
		year_words(out, year);
	}
}

/* The euro is of common gender: "en euro". */
static void price(struct buf *out, int64_t euros, int cents)
{
	if (euros == 1)
		buf_puts(out, "en");
	else
		number_sv(out, euros);
	buf_puts(out, " euro");
	if (cents == 0)
		return;
	buf_puts(out, " och ");
	number_sv(out, cents);
	buf_puts(out, " cent");
}

static void floor_number(struct buf *out, int n, const char *word)
{
	(void)word;
	ordinal_sv(out, n);
}

static void position(struct buf *out, int64_t n, int64_t of)
{
	number_sv(out, n);
	buf_puts(out, " av ");
	number_sv(out, of);
}

static const struct word_pair units[] = {
	{"m", "meter"}, {"km", "kilometer"}, {"min", "minuter"}, {"min1", "minut"}, {"h", "timmar"}, {"h1", "timme"},
	{"cm", "centimeter"}, {"tim", "timmar"}, {"kg", "kilo"}, {"st", "stycken"},
	{"°c", "grader"}, {"°c1", "grad"}, {"°", "grader"}, {"°1", "grad"}, {"m²", "kvadratmeter"}, {"ggr", "gånger"}, {"eur", "euro"},
	{NULL, NULL},
};

static const struct word_pair per[] = {
	{"h", "per timme"}, {"tim", "per timme"}, {"mån", "per månad"}, {"pers", "per person"}, {"st", "per styck"}, {"gg", "per gång"},
	{NULL, NULL},
};

static const struct word_pair abbreviations[] = {
	{"24/7", "dygnet runt"}, {"t.ex.", "till exempel"}, {"t.ex", "till exempel"}, {"bl.a.", "bland annat"}, {"bl.a", "bland annat"},
	{"osv.", "och så vidare"}, {"tel.", "telefon"}, {"tfn", "telefon"}, {"tfn.", "telefon"}, {"kl.", "klockan"}, {"kl", "klockan"},
	{"ca", "cirka"}, {"ca.", "cirka"}, {"rf", "r f"}, {"rf.", "r f"}, {"vån.", "våningen"}, {"vån", "våningen"},
	{"wc", "toalett"}, {"obs.", "observera"}, {"adr.", "adress"}, {"förs.", "församlingen"}, {"nr", "nummer"}, {"aa", "a a"},
	{"na", "n a"}, {"anm.", "anmälan"}, {"inkl.", "inklusive"}, {"m.m.", "med mera"}, {"m.fl.", "med flera"}, {"fr.o.m.", "från och med"},
	{"t.o.m.", "till och med"}, {"resp.", "respektive"}, {"qr", "q r"},
	{"tel", "telefon"}, {"nr.", "nummer"}, {"dvs.", "det vill säga"}, {"d.v.s.", "det vill säga"}, {"e.d.", "eller dylikt"},
	{"f.d.", "före detta"}, {"ggr", "gånger"}, {"max.", "högst"}, {"max", "högst"}, {"min.", "minst"}, {"pers.", "personer"}, {"exkl.", "exklusive"},
	{"ordf.", "ordförande"}, {"sid.", "sidan"}, {"s.k.", "så kallad"}, {NULL, NULL},
};

const struct speech_rules speech_rules_sv = {
	.number = number_sv,
	.range = range,
	.clock = clock_time,
	.clock_range = clock_range,
	.date = date,
	.price = price,
	.floor = floor_number,
	.position = position,
	.decimal = "komma",
	.dot = "punkt",
	.slash = "snedstreck",
	.at = "snabel-a",
	.dash_word = "streck",
	.low_line = "understreck",
	.to_word = "till",
	.percent = "procent",
	.euro_many = "euro",
	.per = per,
	.per_word = "per",
	.thousands = ".",
	.section = "paragraf",
	.quarters = {"en kvarts", "en halv", "tre kvarts"},
	.and_quarters = {"och en kvarts", "och en halv", "och tre kvarts"},
	.one_and_half = "en och en halv",
	.half_a_unit = true,
	.halves_of_unit = true,
	.units = units,
	.abbreviations = abbreviations,
	.clock_before = " kl klo klockan ",
	.days = {NULL, "må", "ti", "on", "to", "fr", "lö", "sö"},
	.day_words = {NULL, "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
	.day_from = {NULL, "måndag till", "tisdag till", "onsdag till", "torsdag till", "fredag till", "lördag till", "söndag till"},
	.day_to = {NULL, "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
	.day_more = {NULL, "mån", "tis", "ons", "tors", "fre", "lör", "sön"},
	.and_word = "och",
	.plus = "plus",
	.minus = "minus",
	.floor_short = "vån",
	.floor_words = " våningen vån våning ",
	.ordinal_suffixes = " a e ",
	.ordinal_colon = true,
	.joiner = "",
	.one_before_unit = "en",
	.spell_numbers = true,
};
