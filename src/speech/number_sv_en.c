#include <inttypes.h>

#include "base/buf.h"
#include "speech/number.h"

#define NUMBER_MAX 999999999

/* Swedish and English build numbers alike; what differs stands here. */
struct grammar {
	const char *small[20];
	const char *tens[10];
	const char *tens_join;	  /* between tens and ones */
	const char *hundred, *thousand, *million, *millions;
	const char *one_hundred, *one_thousand, *one_million; /* how "one" is said before them */
	const char *and_join;	  /* between hundreds and the rest */
	const char *part_join;	  /* between thousands and the rest */
};

static const struct grammar swedish = {
	{"noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton", "fjorton",
	 "femton", "sexton", "sjutton", "arton", "nitton"},
	{"", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"},
	"", "hundra", " tusen", " miljon", " miljoner", "ett", "ett", "en", "", " "};

static const struct grammar english = {
	{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
	 "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"},
	{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"},
	"-", " hundred", " thousand", " million", " million", "one", "one", "one", " and ", " "};

static void below_thousand(struct buf *out, const struct grammar *g, int n)
{
	if (n >= 100) {
		buf_printf(out, "%s%s", n / 100 == 1 ? g->one_hundred : g->small[n / 100], g->hundred);
		n %= 100;
		if (n == 0)
			return;
		buf_puts(out, g->and_join);
	}
	if (n < 20)
		buf_puts(out, g->small[n]);
	else if (n % 10 == 0)
		buf_puts(out, g->tens[n / 10]);
	else
		buf_printf(out, "%s%s%s", g->tens[n / 10], g->tens_join, g->small[n % 10]);
}

static void words(struct buf *out, const struct grammar *g, int64_t n)
{
	if (n < 0 || n > NUMBER_MAX) {
		buf_printf(out, "%" PRId64, n);
		return;
	}
	int millions = (int)(n / 1000000);
	int thousands = (int)(n / 1000 % 1000);
	int rest = (int)(n % 1000);
	if (millions > 0) {
		if (millions == 1)
			buf_printf(out, "%s%s", g->one_million, g->million);
		else {
			below_thousand(out, g, millions);
			buf_puts(out, g->millions);
		}
		if (thousands > 0 || rest > 0)
			buf_puts(out, g->part_join);
	}
	if (thousands > 0) {
		if (thousands == 1)
			buf_puts(out, g->one_thousand);
		else
			below_thousand(out, g, thousands);
		buf_puts(out, g->thousand);
		if (rest > 0)
			buf_puts(out, rest < 100 && g->and_join[0] != '\0' ? g->and_join : g->part_join);
	}
	if (rest > 0 || n == 0)
		below_thousand(out, g, rest);
}

void number_sv(struct buf *out, int64_t n)
{
	words(out, &swedish, n);
}

void number_en(struct buf *out, int64_t n)
{
	words(out, &english, n);
}

static const char *const ordinals_sv[32] = {
	"", "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte",
	"trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde", "nittonde", "tjugonde", "tjugoförsta",
	"tjugoandra", "tjugotredje", "tjugofjärde", "tjugofemte", "tjugosjätte", "tjugosjunde", "tjugoåttonde", "tjugonionde",
	"trettionde", "trettioförsta"};

static const char *const ordinals_en[32] = {
	"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
	"thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
	"twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh",
	"twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first"};

void ordinal_sv(struct buf *out, int n)
{
	if (n < 1 || n > 31)
		number_sv(out, n);
	else
		buf_puts(out, ordinals_sv[n]);
}

void ordinal_en(struct buf *out, int n)
{
	if (n < 1 || n > 31)
		number_en(out, n);
	else
		buf_puts(out, ordinals_en[n]);
}
