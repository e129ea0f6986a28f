/* Russian, Ukrainian, Estonian, Arabic: espeak-ng says plain digits well in these; what it reads wrongly is
 * how clocks, dates, ranges, telephone numbers and addresses are written. */
#include <inttypes.h>

#include "base/buf.h"
#include "speech/rules.h"

static void plain_number(struct buf *out, int64_t n)
{
	buf_printf(out, "%" PRId64, n);
}

static void plain_clock(struct buf *out, struct clock_time t)
{
	if (t.minute == 0)
		buf_printf(out, "%d", t.hour);
	else
		buf_printf(out, "%d %s%d", t.hour, t.minute < 10 ? "0 " : "", t.minute);
}

static void plain_position(struct buf *out, int64_t n, int64_t of)
{
	buf_printf(out, "%" PRId64 ", %" PRId64, n, of);
}

/* One language: words between the two ends of a range, months in the form dates take, what euros and cents
 * are called. */
#define LANGUAGE(l, between, euros, cents)                                                                  \
	static void l##_range(struct buf *out, int64_t from, int64_t to)                                    \
	{                                                                                                   \
		buf_printf(out, "%" PRId64 " " between " %" PRId64, from, to);                              \
	}                                                                                                   \
	static void l##_clock_range(struct buf *out, struct clock_time from, struct clock_time to)          \
	{                                                                                                   \
		plain_clock(out, from);                                                                     \
		buf_puts(out, " " between " ");                                                             \
		plain_clock(out, to);                                                                       \
	}                                                                                                   \
	static void l##_date(struct buf *out, int day, int month, int year)                                 \
	{                                                                                                   \
		buf_printf(out, "%d %s", day, l##_months[month]);                                           \
		if (year != 0)                                                                              \
			buf_printf(out, " %d", year);                                                       \
	}                                                                                                   \
	static void l##_price(struct buf *out, int64_t whole, int part)                                     \
	{                                                                                                   \
		buf_printf(out, "%" PRId64 " " euros, whole);                                               \
		if (part != 0)                                                                              \
			buf_printf(out, " %d " cents, part);                                                \
	}

static const char *const ru_months[] = {"", "января", "февраля", "марта", "апреля", "мая", "июня",
					"июля", "августа", "сентября", "октября", "ноября", "декабря"};
static const char *const uk_months[] = {"", "січня", "лютого", "березня", "квітня", "травня", "червня",
					"липня", "серпня", "вересня", "жовтня", "листопада", "грудня"};
static const char *const et_months[] = {"", "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni",
					"juuli", "august", "september", "oktoober", "november", "detsember"};
static const char *const ar_months[] = {"", "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
					"يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"};

LANGUAGE(ru, "до", "евро", "центов")
LANGUAGE(uk, "до", "євро", "центів")
LANGUAGE(et, "kuni", "eurot", "senti")
LANGUAGE(ar, "إلى", "يورو", "سنت")

static const struct word_pair units_ru[] = {{"м", "метров"}, {"км", "километров"}, {"мин", "минут"}, {"ч", "часов"}, {"°c", "градусов"}, {"°", "градусов"}, {NULL, NULL}};
static const struct word_pair units_uk[] = {{"м", "метрів"}, {"км", "кілометрів"}, {"хв", "хвилин"}, {"год", "годин"}, {"°c", "градусів"}, {"°", "градусів"}, {NULL, NULL}};
static const struct word_pair units_et[] = {{"m", "meetrit"}, {"km", "kilomeetrit"}, {"min", "minutit"}, {"t", "tundi"}, {"°c", "kraadi"}, {"°", "kraadi"}, {NULL, NULL}};
static const struct word_pair units_ar[] = {{"م", "متر"}, {"كم", "كيلومتر"}, {"km", "كيلومتر"}, {"m", "متر"}, {"°c", "درجة"}, {"°", "درجة"}, {NULL, NULL}};
static const struct word_pair words_ru[] = {{"тел.", "телефон"}, {"напр.", "например"}, {"эт.", "этаж"}, {"ry", "r y"}, {NULL, NULL}};
static const struct word_pair words_uk[] = {{"тел.", "телефон"}, {"напр.", "наприклад"}, {"пов.", "поверх"}, {"ry", "r y"}, {NULL, NULL}};
static const struct word_pair words_et[] = {{"nt.", "näiteks"}, {"jne.", "ja nii edasi"}, {"tel.", "telefon"}, {"kl.", "kell"}, {NULL, NULL}};
static const struct word_pair words_ar[] = {{"ry", "r y"}, {NULL, NULL}};

#define RULES(l, decimal_word, dot_word, slash_word, at_word, dash, percent_word, euros) \
	.number = plain_number, .range = l##_range, .clock = plain_clock, .clock_range = l##_clock_range, \
	.date = l##_date, .price = l##_price, .position = plain_position, .decimal = decimal_word, .dot = dot_word, \
	.slash = slash_word, .at = at_word, .dash_word = dash, .to_word = dash, .joiner = "-", .percent = percent_word, .euro_many = euros, \
	.units = units_##l, .abbreviations = words_##l

const struct speech_rules speech_rules_ru = {
	RULES(ru, "и", "точка", "косая черта", "собака", "дефис", "процентов", "евро"),
	.low_line = "подчёркивание", .plus = "плюс", .minus = "минус", .and_word = "и", .section = "параграф",
	.quarters = {"четверть", "половина", "три четверти"}, .and_quarters = {"с четвертью", "с половиной", "и три четверти"},
	.one_and_half = "полтора",
	.days = {NULL, "пн", "вт", "ср", "чт", "пт", "сб", "вс"},
	.day_words = {NULL, "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"},
	.day_from = {NULL, "с понедельника", "со вторника", "со среды", "с четверга", "с пятницы", "с субботы", "с воскресенья"},
	.day_to = {NULL, "по понедельник", "по вторник", "по среду", "по четверг", "по пятницу", "по субботу", "по воскресенье"},
};
const struct speech_rules speech_rules_uk = {
	RULES(uk, "кома", "крапка", "коса риска", "равлик", "дефіс", "відсотків", "євро"),
	.low_line = "підкреслення", .plus = "плюс", .minus = "мінус", .and_word = "і", .section = "параграф",
	.quarters = {"чверть", "половина", "три чверті"}, .and_quarters = {"з чвертю", "з половиною", "і три чверті"},
	.one_and_half = "півтора",
	.days = {NULL, "пн", "вт", "ср", "чт", "пт", "сб", "нд"},
	.day_words = {NULL, "понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"},
	.day_from = {NULL, "з понеділка", "з вівторка", "з середи", "з четверга", "з п’ятниці", "з суботи", "з неділі"},
	.day_to = {NULL, "до понеділка", "до вівторка", "до середи", "до четверга", "до п’ятниці", "до суботи", "до неділі"},
};
const struct speech_rules speech_rules_et = {
	RULES(et, "koma", "punkt", "kaldkriips", "ät", "sidekriips", "protsenti", "eurot"),
	.low_line = "alakriips", .plus = "pluss", .minus = "miinus", .and_word = "ja", .section = "paragrahv",
	.quarters = {"veerand", "pool", "kolmveerand"}, .and_quarters = {"ja veerand", "ja pool", "ja kolmveerand"},
	.one_and_half = "poolteist",
	.days = {NULL, "e", "t", "k", "n", "r", "l", "p"},
	.day_words = {NULL, "esmaspäeval", "teisipäeval", "kolmapäeval", "neljapäeval", "reedel", "laupäeval", "pühapäeval"},
	.day_from = {NULL, "esmaspäevast", "teisipäevast", "kolmapäevast", "neljapäevast", "reedest", "laupäevast", "pühapäevast"},
	.day_to = {NULL, "esmaspäevani", "teisipäevani", "kolmapäevani", "neljapäevani", "reedeni", "laupäevani", "pühapäevani"},
};
const struct speech_rules speech_rules_ar = {
	RULES(ar, "فاصلة", "نقطة", "شرطة مائلة", "آت", "شرطة", "بالمئة", "يورو"),
	.low_line = "شرطة سفلية", .plus = "زائد", .minus = "ناقص", .section = "المادة",
	.quarters = {"ربع", "نصف", "ثلاثة أرباع"}, .and_quarters = {"وربع", "ونصف", "وثلاثة أرباع"},
};
