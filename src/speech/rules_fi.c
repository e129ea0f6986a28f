#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "speech/number.h"
#include "speech/rules.h"

static const char *const months[] = {"", "tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta",
				     "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"};

static void number(struct buf *out, int64_t n)
{
	number_fi(out, n, NUMBER_PLAIN);
}

static void range(struct buf *out, int64_t from, int64_t to)
{
	number_fi(out, from, NUMBER_FROM);
	buf_putc(out, ' ');
	number_fi(out, to, NUMBER_TO);
}

static void hour_and_minute(struct buf *out, struct clock_time t)
{
	number(out, t.hour);
	if (t.minute == 0)
		return;
	buf_puts(out, t.minute < 10 ? " nolla " : " ");
	number(out, t.minute);
}

static void clock_time(struct buf *out, struct clock_time t)
{
	buf_puts(out, "kello ");
	hour_and_minute(out, t);
}

/* Full hours inflect as people say them ("yhdeksästä viiteentoista"); with minutes the inflected form would
 * be ambiguous to the ear, and people say the dash. */
static void clock_range(struct buf *out, struct clock_time from, struct clock_time to)
{
	buf_puts(out, "kello ");
	if (from.minute == 0 && to.minute == 0) {
		range(out, from.hour, to.hour);
		return;
	}
	hour_and_minute(out, from);
	buf_puts(out, " viiva ");
	hour_and_minute(out, to);
}

static void date(struct buf *out, int day, int month, int year)
{
	ordinal_fi(out, day);
	buf_printf(out, " %s", months[month]);
	if (year != 0) {
		buf_putc(out, ' ');
		number(out, year);
	}
}

static void price(struct buf *out, int64_t euros, int cents)
{
	number(out, euros);
	buf_puts(out, euros == 1 ? " euro" : " euroa");
	if (cents == 0)
		return;
	buf_putc(out, ' ');
	number(out, cents);
	buf_puts(out, cents == 1 ? " sentti" : " senttiä");
}

/* Ordinals of floors agree with the word: nominative, genitive, inessive. */
static const char *const floors[][3] = {
	{"ensimmäinen", "ensimmäisen", "ensimmäisessä"}, {"toinen", "toisen", "toisessa"},
	{"kolmas", "kolmannen", "kolmannessa"},		 {"neljäs", "neljännen", "neljännessä"},
	{"viides", "viidennen", "viidennessä"},		 {"kuudes", "kuudennen", "kuudennessa"},
	{"seitsemäs", "seitsemännen", "seitsemännessä"}, {"kahdeksas", "kahdeksannen", "kahdeksannessa"},
	{"yhdeksäs", "yhdeksännen", "yhdeksännessä"},	 {"kymmenes", "kymmenennen", "kymmenennessä"},
};

static void floor_number(struct buf *out, int n, const char *word)
{
	int form = strcmp(word, "kerroksen") == 0 ? 1 : strcmp(word, "kerroksessa") == 0 ? 2 : 0;
	if (n >= 1 && n <= 10)
		buf_puts(out, floors[n - 1][form]);
	else
		ordinal_fi(out, n);
}

static void position(struct buf *out, int64_t n, int64_t of)
{
	number(out, n);
	buf_puts(out, ", kaikkiaan ");
	number(out, of);
}

static const struct word_pair units[] = {
	{"m", "metriä"},	{"m1", "metri"},     {"km", "kilometriä"}, {"km1", "kilometri"}, {"min", "minuuttia"}, {"min1", "minuutti"},
	{"h", "tuntia"},	{"h1", "tunti"},     {"cm", "senttimetriä"}, {"v", "vuotta"},    {"kg", "kiloa"},      {"kpl", "kappaletta"},
	{"hlö", "henkilöä"}, {"hlö1", "henkilö"}, {"t", "tuntia"},   {"x", "kertaa"},     {"x1", "kerran"},
	{"m²", "neliömetriä"}, {"°c", "astetta"}, {"°c1", "aste"}, {"°", "astetta"}, {"°1", "aste"}, {"kk", "kuukautta"}, {"kk1", "kuukausi"}, {"vk", "viikkoa"}, {"vko", "viikkoa"},
	{"krt", "kertaa"}, {"krt1", "kerta"}, {"eur", "euroa"}, {"eur1", "euro"},
	{NULL, NULL},
};

static const struct word_pair per[] = {
	{"krt", "kerralta"}, {"kerta", "kerralta"}, {"h", "tunnilta"}, {"t", "tunnilta"}, {"tunti", "tunnilta"}, {"vrk", "vuorokaudelta"},
	{"pv", "päivältä"}, {"päivä", "päivältä"}, {"vko", "viikossa"}, {"vk", "viikossa"}, {"viikko", "viikossa"}, {"kk", "kuukaudessa"},
	{"v", "vuodessa"}, {"vuosi", "vuodessa"}, {"hlö", "henkilöltä"}, {"henkilö", "henkilöltä"}, {"lapsi", "lapselta"},
	{"perhe", "perheeltä"}, {"kpl", "kappaleelta"}, {"kausi", "kaudelta"}, {"kurssi", "kurssilta"}, {NULL, NULL},
};

static const struct word_pair abbreviations[] = {
	{"24/7", "ympäri vuorokauden"}, {"esim.", "esimerkiksi"}, {"ym.", "ynnä muuta"}, {"yms.", "ynnä muuta sellaista"}, {"jne.", "ja niin edelleen"},
	{"mm.", "muun muassa"}, {"ks.", "katso"}, {"puh.", "puhelin"}, {"p.", "puhelin"}, {"krs", "kerros"}, {"krs.", "kerros"},
	{"os.", "osoite"}, {"n.", "noin"}, {"ry", "r y"}, {"ry.", "r y"}, {"srk", "seurakunta"}, {"srk.", "seurakunta"},
	{"tk", "terveyskeskus"}, {"wc", "vessa"}, {"ti-iltaisin", "tiistai-iltaisin"}, {"sote", "sote"}, {"aa", "a a"},
	{"na", "n a"}, {"klo", "kello"}, {"vrk", "vuorokausi"}, {"alk.", "alkaen"}, {"ent.", "entinen"}, {"nro", "numero"},
	{"ilm.", "ilmoittautuminen"}, {"vko", "viikko"}, {"pvm", "päivämäärä"}, {"huom.", "huomaa"}, {"qr", "q r"}, {"v.", "vuonna"}, {"max.", "enintään"}, {"max", "enintään"}, {"hlö", "henkilö"},
	{"puh", "puhelin"}, {"tel.", "puhelin"}, {"n:o", "numero"}, {"krt", "kerta"}, {"kpl", "kappale"}, {"yht.", "yhteensä"}, {"sis.", "sisältää"},
	{"min.", "vähintään"}, {"tms.", "tai muuta sellaista"}, {"ts.", "toisin sanoen"}, {"ns.", "niin sanottu"}, {"ml.", "mukaan lukien"},
	{"vrt.", "vertaa"}, {"pj.", "puheenjohtaja"}, {NULL, NULL},
};

static const struct word_pair joined[] = {{"v", "vuotias"}, {"vuot", "vuotias"}, {NULL, NULL}};

const struct speech_rules speech_rules_fi = {
	.number = number,
	.range = range,
	.clock = clock_time,
	.clock_range = clock_range,
	.date = date,
	.price = price,
	.floor = floor_number,
	.position = position,
	.decimal = "pilkku",
	.dot = "piste",
	.slash = "kautta",
	.at = "ät",
	.dash_word = "viiva",
	.low_line = "alaviiva",
	.to_word = "viiva",
	.percent = "prosenttia",
	.euro_many = "euroa",
	.per = per,
	.thousands = ".",
	.section = "pykälä",
	.quarters = {"neljännes", "puoli", "kolme neljännestä"},
	.and_quarters = {"ja neljännes", "ja puoli", "ja kolme neljännestä"},
	.one_and_half = "puolitoista",
	.units = units,
	.abbreviations = abbreviations,
	.clock_before = " klo kello ",
	.days = {NULL, "ma", "ti", "ke", "to", "pe", "la", "su"},
	.day_words = {NULL, "maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina"},
	.day_from = {NULL, "maanantaista", "tiistaista", "keskiviikosta", "torstaista", "perjantaista", "lauantaista", "sunnuntaista"},
	.day_to = {NULL, "maanantaihin", "tiistaihin", "keskiviikkoon", "torstaihin", "perjantaihin", "lauantaihin", "sunnuntaihin"},
	.floor_words = " kerros krs kerroksen kerroksessa ",
	.floor_short = "krs",
	.ordinal_dot = true,
	.and_word = "ja",
	.plus = "plus",
	.minus = "miinus",
	.joined = joined,
	.joiner = "",
	.spell_numbers = true,
};
