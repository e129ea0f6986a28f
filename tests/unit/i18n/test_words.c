#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"

static struct arena arena;
#define A (&arena)

static const struct date WED = {2026, 3, 11};
static const struct date NONE = {0};

static struct civil at(const char *s)
{
	struct civil c;
	assert_true(civil_parse(s, &c));
	return c;
}

static struct date on(const char *s)
{
	struct date d;
	assert_true(date_parse(s, &d));
	return d;
}

static void days(void **state)
{
	(void)state;
	assert_string_equal(words_day(A, LANG_FI, WED, WED), "tänään");
	assert_string_equal(words_day(A, LANG_FI, on("2026-03-12"), WED), "huomenna");
	assert_string_equal(words_day(A, LANG_FI, on("2026-03-13"), WED), "pe 13.3.");
	assert_string_equal(words_day(A, LANG_FI, on("2026-03-12"), NONE), "to 12.3.");
	assert_string_equal(words_day(A, LANG_FI, on("2027-03-12"), WED), "pe 12.3.2027");
	assert_string_equal(words_day(A, LANG_SV, on("2026-03-13"), WED), "fr 13.3");
	assert_string_equal(words_day(A, LANG_EN, on("2026-03-13"), WED), "Fri 13 Mar");
	assert_string_equal(words_date(A, LANG_FI, WED, DATE_SHORT), "11.3.");
	assert_string_equal(words_date(A, LANG_FI, WED, DATE_WEEKDAY), "ke 11.3.");
	assert_string_equal(words_date(A, LANG_FI, WED, DATE_WEEKDAY_LONG), "keskiviikko 11.3.");
	assert_string_equal(words_date(A, LANG_FI, WED, DATE_WEEKDAY_ON), "keskiviikkona 11.3.");
	assert_string_equal(words_date(A, LANG_FI, on("2026-03-02"), DATE_FULL), "2.3.2026");
	assert_string_equal(words_date(A, LANG_SV, on("2026-03-02"), DATE_FULL), "2.3.2026");
	assert_string_equal(words_date(A, LANG_EN, on("2026-03-02"), DATE_FULL), "2 Mar 2026");
	assert_string_equal(words_date(A, LANG_EN, WED, DATE_WEEKDAY_ON), "on Wednesday 11 Mar");
	assert_string_equal(words_day_of_month(A, LANG_FI, WED), "11.");
	assert_string_equal(words_day_of_month(A, LANG_EN, WED), "11");
	assert_string_equal(words_month(LANG_FI, 3), "maaliskuu");
}

static void clocks(void **state)
{
	(void)state;
	struct civil a = at("2026-03-11T13:00");
	struct civil b = at("2026-03-11T14:30");
	assert_string_equal(words_clock(A, LANG_FI, 9, 5), "9.05");
	assert_string_equal(words_clock(A, LANG_EN, 9, 5), "9:05");
	assert_string_equal(words_clock_range(A, LANG_FI, a, b), "13.00–14.30");
	assert_string_equal(words_clock_until(A, LANG_FI, b), "–14.30");
	assert_string_equal(words_clock_span(A, LANG_FI, at("2026-03-11T09:00"), at("2026-03-11T15:00")), "9–15");
	assert_string_equal(words_clock_span(A, LANG_FI, at("2026-03-11T09:30"), at("2026-03-12T00:00")), "9.30–24");
	assert_string_equal(words_clock_span(A, LANG_EN, at("2026-03-11T09:00"), at("2026-03-11T15:00")),
			    "9:00–15:00");
	assert_string_equal(words_when(A, LANG_FI, a, b, false, WED), "tänään klo 13.00–14.30");
	assert_string_equal(words_when(A, LANG_FI, a, a, false, WED), "tänään klo 13.00");
	assert_string_equal(words_when(A, LANG_SV, a, b, false, WED), "i dag kl. 13.00–14.30");
	assert_string_equal(words_when(A, LANG_EN, a, b, false, WED), "today 13:00–14:30");
	assert_string_equal(words_when(A, LANG_EN, a, a, false, WED), "today at 13:00");
	assert_string_equal(words_when(A, LANG_FI, at("2026-03-12T17:30"), at("2026-03-12T17:30"), false, NONE),
			    "to 12.3. klo 17.30");
	assert_string_equal(words_when(A, LANG_FI, at("2026-03-13T21:00"), at("2026-03-14T01:00"), false, WED),
			    "pe 13.3. klo 21.00–1.00");
	assert_string_equal(words_when(A, LANG_FI, at("2026-03-13T18:00"), at("2026-03-15T12:00"), false, WED),
			    "pe 13.3. klo 18.00 – su 15.3. klo 12.00");
	assert_string_equal(words_when(A, LANG_FI, at("2026-03-13T00:00"), at("2026-03-14T00:00"), true, WED),
			    "pe 13.3., koko päivän");
	assert_string_equal(words_when(A, LANG_FI, at("2026-03-13T00:00"), at("2026-03-16T00:00"), true, WED),
			    "pe 13.3.–su 15.3.");
	assert_string_equal(words_duration(A, LANG_FI, 90), "1 h 30 min");
	assert_string_equal(words_duration(A, LANG_FI, 60), "1 h");
	assert_string_equal(words_duration(A, LANG_FI, 45), "45 min");
	assert_string_equal(words_content_from(A, LANG_FI, at("2026-03-09T16:40")),
			    "Tiedot ovat maanantailta 9.3. klo 16.40");
	assert_string_equal(words_content_from(A, LANG_EN, at("2026-03-09T16:40")),
			    "Information is from Monday 9 Mar at 16:40");
	assert_string_equal(words_checked_on(A, LANG_FI, on("2026-03-02")), "Tiedot tarkistettu 2.3.2026");
}

static struct schedule rule(enum schedule_freq freq, int interval, const char *byday)
{
	return (struct schedule){.freq = freq,
				 .interval = interval,
				 .byday = byday,
				 .start = at("2026-03-11T17:00"),
				 .duration_min = 120,
				 .zone = ZONE_DEFAULT};
}

#define SAYS(lang, flags, s, text) assert_string_equal(words_schedule(A, lang, &(s), flags, WED), text)

static void weekly(void **state)
{
	(void)state;
	struct schedule s = rule(SCHEDULE_WEEKLY, 1, NULL);
	SAYS(LANG_FI, 0, s, "joka keskiviikko");
	SAYS(LANG_FI, SCHEDULE_CLOCK, s, "joka keskiviikko klo 17–19");
	SAYS(LANG_SV, SCHEDULE_CLOCK, s, "varje onsdag kl. 17–19");
	SAYS(LANG_EN, SCHEDULE_CLOCK, s, "every Wednesday, 17:00–19:00");
	s = rule(SCHEDULE_WEEKLY, 2, "TU");
	SAYS(LANG_FI, SCHEDULE_CLOCK, s, "joka toinen tiistai klo 17–19");
	SAYS(LANG_SV, 0, s, "varannan tisdag");
	SAYS(LANG_EN, 0, s, "every other Tuesday");
	s = rule(SCHEDULE_WEEKLY, 1, "MO,WE");
	SAYS(LANG_FI, 0, s, "maanantaisin ja keskiviikkoisin");
	SAYS(LANG_SV, 0, s, "på måndagar och onsdagar");
	SAYS(LANG_EN, 0, s, "on Mondays and Wednesdays");
	s = rule(SCHEDULE_WEEKLY, 1, "MO,TU,WE,TH,FR");
	SAYS(LANG_FI, 0, s, "arkipäivisin");
	s = rule(SCHEDULE_WEEKLY, 1, "SA,SU");
	SAYS(LANG_FI, 0, s, "viikonloppuisin");
	s = rule(SCHEDULE_WEEKLY, 1, "MO,TU,WE,TH,FR,SA");
	SAYS(LANG_FI, 0, s, "joka viikko ma–la");
	s = rule(SCHEDULE_WEEKLY, 1, "MO,TU,WE,TH,FR,SA,SU");
	SAYS(LANG_FI, 0, s, "joka päivä");
	s = rule(SCHEDULE_WEEKLY, 2, "MO,WE");
	SAYS(LANG_FI, 0, s, "joka toinen viikko ma, ke");
	s = rule(SCHEDULE_WEEKLY, 3, "TH");
	SAYS(LANG_FI, 0, s, "3 viikon välein to");
	s = rule(SCHEDULE_DAILY, 1, NULL);
	SAYS(LANG_FI, 0, s, "joka päivä");
	s = rule(SCHEDULE_DAILY, 2, NULL);
	SAYS(LANG_FI, 0, s, "joka toinen päivä");
}

static void monthly(void **state)
{
	(void)state;
	struct schedule s = rule(SCHEDULE_MONTHLY, 1, "1SA");
	SAYS(LANG_FI, 0, s, "joka kuun ensimmäinen lauantai");
	SAYS(LANG_SV, 0, s, "första lördagen i varje månad");
	SAYS(LANG_EN, 0, s, "first Saturday of each month");
	s = rule(SCHEDULE_MONTHLY, 1, "1TU,3TU");
	SAYS(LANG_FI, 0, s, "joka kuun ensimmäinen tiistai ja kolmas tiistai");
	s = rule(SCHEDULE_MONTHLY, 1, "-1SU");
	SAYS(LANG_FI, 0, s, "joka kuun viimeinen sunnuntai");
	s = rule(SCHEDULE_MONTHLY, 1, "TH");
	s.bysetpos = "2";
	SAYS(LANG_FI, 0, s, "joka kuun toinen torstai");
	s = rule(SCHEDULE_MONTHLY, 1, NULL);
	s.bymonthday = "1,15";
	SAYS(LANG_FI, 0, s, "joka kuun 1. päivä ja 15. päivä");
	s = rule(SCHEDULE_MONTHLY, 1, NULL);
	SAYS(LANG_FI, 0, s, "joka kuun 11. päivä");
	/* no words for the fifth: said less exactly, never wrongly */
	s = rule(SCHEDULE_MONTHLY, 1, "5MO");
	SAYS(LANG_FI, 0, s, "joka kuukausi");
	s = rule(SCHEDULE_MONTHLY, 2, "5MO");
	assert_null(words_schedule(A, LANG_FI, &s, 0, WED));
	s = rule(SCHEDULE_YEARLY, 1, NULL);
	SAYS(LANG_FI, 0, s, "joka vuosi 11.3.");
}

static void dates_and_seasons(void **state)
{
	(void)state;
	struct civil more[] = {at("2026-03-25T17:00"), at("2026-03-18T17:00"), at("2026-03-04T17:00")};
	struct schedule s = rule(SCHEDULE_ONCE, 1, NULL);
	assert_null(words_schedule(A, LANG_FI, &s, 0, WED));
	s.rdates = (struct civils){more, 3};
	SAYS(LANG_FI, 0, s, "11.3., 18.3. ja 25.3.");
	SAYS(LANG_EN, 0, s, "11 Mar, 18 Mar and 25 Mar");
	struct civil many[5];
	for (int i = 0; i < 5; i++)
		many[i] = civil_add_minutes(at("2026-04-01T17:00"), i * 7 * 1440);
	s.rdates = (struct civils){many, 5};
	SAYS(LANG_FI, 0, s, "11.3., 1.4., 8.4., 15.4. …");
	s = rule(SCHEDULE_WEEKLY, 1, NULL);
	s.bymonth = "9,10,11,12,1,2,3,4,5";
	SAYS(LANG_FI, SCHEDULE_SEASON, s, "joka keskiviikko, syyskuu–toukokuu");
	SAYS(LANG_FI, 0, s, "joka keskiviikko");
	s.bymonth = NULL;
	s.until = on("2026-05-27");
	SAYS(LANG_FI, SCHEDULE_SEASON | SCHEDULE_CLOCK, s, "joka keskiviikko klo 17–19, 27.5. asti");
	s.until = on("2028-05-27");
	SAYS(LANG_FI, SCHEDULE_SEASON, s, "joka keskiviikko");
}

static void activities(void **state)
{
	(void)state;
	struct schedule two[] = {rule(SCHEDULE_WEEKLY, 2, NULL), rule(SCHEDULE_WEEKLY, 1, "FR")};
	struct activity a = {.schedules = two, .n_schedules = 1};
	assert_string_equal(words_repeats(A, LANG_FI, &a, 0, at("2026-03-25T17:00"), WED),
			    "joka toinen keskiviikko, seuraavaksi 25.3.");
	assert_string_equal(words_repeats(A, LANG_EN, &a, 0, at("2026-03-25T17:00"), WED),
			    "every other Wednesday, next 25 Mar");
	a.n_schedules = 2;
	assert_string_equal(words_schedules(A, LANG_FI, &a, 0, WED), "joka toinen keskiviikko ja joka perjantai");
	assert_string_equal(words_schedules(A, LANG_FI, &a, SCHEDULE_CLOCK, WED),
			    "joka toinen keskiviikko klo 17–19; joka perjantai klo 17–19");
	two[1].until = on("2026-03-10");
	assert_string_equal(words_schedules(A, LANG_FI, &a, 0, WED), "joka toinen keskiviikko");
	a.n_schedules = 0;
	assert_null(words_repeats(A, LANG_FI, &a, 0, (struct civil){0}, WED));
	assert_string_equal(words_repeats(A, LANG_FI, &a, 0, at("2026-03-25T17:00"), WED), "seuraavaksi 25.3.");
	two[0] = rule(SCHEDULE_WEEKLY, 1, "MO,TU,WE,TH,FR");
	assert_string_equal(words_schedule_days(A, LANG_FI, &two[0]), "ma–pe");
	two[0].interval = 2;
	assert_null(words_schedule_days(A, LANG_FI, &two[0]));
}

static const char *work[] = {"MO", "TU", "WE", "TH", "FR"};
static const char *saturday[] = {"SA"};

static void hours(void **state)
{
	(void)state;
	struct open_hours h[] = {{{work, 5}, "09:00", "15:00"}, {{saturday, 1}, "10:00", "13:30"}};
	assert_string_equal(words_hours(A, LANG_FI, h, 2, false), "ma–pe klo 9–15, la klo 10–13.30");
	assert_string_equal(words_hours(A, LANG_SV, h, 1, false), "må–fr kl. 9–15");
	assert_string_equal(words_hours(A, LANG_EN, h, 1, false), "Mon–Fri 9:00–15:00");
	assert_string_equal(words_hours(A, LANG_FI, NULL, 0, true), "joka päivä, ympäri vuorokauden");
	assert_null(words_hours(A, LANG_FI, NULL, 0, false));
	assert_string_equal(words_open_now(A, LANG_FI, h, 2, false, at("2026-03-11T12:15")),
			    "avoinna nyt, klo 15 asti");
	assert_string_equal(words_open_now(A, LANG_FI, h, 2, false, at("2026-03-11T15:00")),
			    "suljettu nyt, avataan huomenna klo 9");
	assert_string_equal(words_open_now(A, LANG_FI, h, 2, false, at("2026-03-14T13:30")),
			    "suljettu nyt, avataan ma 16.3. klo 9");
	assert_string_equal(words_open_now(A, LANG_FI, NULL, 0, true, at("2026-03-14T13:30")), "avoinna nyt");
	assert_null(words_open_now(A, LANG_FI, NULL, 0, false, at("2026-03-14T13:30")));
	/* past midnight */
	struct open_hours night = {{saturday, 1}, "18:00", "02:00"};
	assert_true(words_open_state(&night, 1, false, at("2026-03-15T01:59")).open);
	assert_false(words_open_state(&night, 1, false, at("2026-03-15T02:00")).open);
	/* hours that make no sense are not known, never "open" */
	struct open_hours bad = {{work, 5}, "9 o'clock", "15:00"};
	assert_false(words_open_state(&bad, 1, false, at("2026-03-11T12:15")).known);
}

static void numbers(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to;
	} phones[] = {
		{"+358401234567", "040 123 4567"}, {"+35893105015", "09 310 5015"},   {"0401234567", "040 123 4567"},
		{"+358 44 000 1234", "044 000 1234"}, {"+35881234567", "08 123 4567"}, {"112", "112"},
		{"116117", "116117"},		   {"+358800123456", "0800 123 456"}, {"+358201234567", "020 123 4567"},
		{"+358161234567", "016 123 4567"}, {"+358501234567", "050 123 4567"}, {"+46812345678", "+46 812 345 678"},
		{"+3725551234", "+372 555 1234"},  {"call us", "call us"},	      {"+358291234567", "029 123 4567"},
		{"+358301234567", "030 123 4567"}, {"+358400123456", "0400 123 456"},
	};
	for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++)
		assert_string_equal(words_phone(A, phones[i].from), phones[i].to);
	assert_null(words_phone(A, NULL));
	assert_string_equal(words_distance(A, LANG_FI, 10), "50 m");
	assert_string_equal(words_distance(A, LANG_FI, 612), "600 m");
	assert_string_equal(words_distance(A, LANG_FI, 974), "950 m");
	assert_string_equal(words_distance(A, LANG_FI, 976), "1 km");
	assert_string_equal(words_distance(A, LANG_FI, 7400), "7 km");
	assert_null(words_distance(A, LANG_FI, -1));
	assert_string_equal(words_walk(A, LANG_FI, 10), "10 min kävellen");
}

static void facts(void **state)
{
	(void)state;
	struct ltext five = {.v = {[LANG_FI] = "5 €"}};
	assert_string_equal(words_price(A, LANG_FI, PRICE_FREE, NULL), "maksuton");
	assert_string_equal(words_price(A, LANG_SV, PRICE_PAID, &five), "5 €");
	assert_string_equal(words_price(A, LANG_FI, PRICE_PAID, NULL), "maksullinen");
	assert_null(words_price(A, LANG_FI, PRICE_UNKNOWN, &five));
	assert_string_equal(words_signup(A, LANG_FI, SIGNUP_NO, NONE), "ei tarvitse ilmoittautua");
	assert_string_equal(words_signup(A, LANG_FI, SIGNUP_YES, on("2026-03-25")), "ilmoittaudu viimeistään ke 25.3.");
	assert_null(words_signup(A, LANG_FI, SIGNUP_UNKNOWN, NONE));
	assert_string_equal(words_attend(LANG_FI, ATTEND_ONLINE), "etänä, videopuhelu");
	assert_string_equal(words_attend(LANG_FI, ATTEND_PHONE), "puhelimessa");
	assert_null(words_attend(LANG_FI, ATTEND_SITE));
	assert_string_equal(words_access(LANG_FI, "toilet"), "esteetön wc");
	assert_null(words_access(LANG_FI, "escalator"));
	assert_string_equal(words_language(LANG_FI, "fse"), "suomalainen viittomakieli");
	assert_string_equal(words_language(LANG_FI, "xx"), "xx");
	assert_string_equal(words_status(LANG_FI, STATUS_CANCELLED), "peruttu");
	assert_string_equal(words_ages(A, LANG_FI, 13, 17), "13–17-vuotiaat");
	assert_string_equal(words_ages(A, LANG_FI, 65, 0), "65 vuotta täyttäneet");
	assert_string_equal(words_ages(A, LANG_FI, 65, 99), "65 vuotta täyttäneet");
	assert_null(words_ages(A, LANG_FI, 0, 0));
}

static void capitals_and_lists(void **state)
{
	(void)state;
	assert_string_equal(words_small(A, "Perheet"), "perheet");
	assert_string_equal(words_small(A, "Группы"), "группы");
	assert_string_equal(words_small(A, "Языки"), "языки");
	assert_string_equal(words_small(A, "perheet"), "perheet");
	assert_string_equal(words_small(A, ""), "");
	assert_string_equal(words_capital(A, "tänään"), "Tänään");
	assert_string_equal(words_capital(A, "äitien"), "Äitien");
	assert_string_equal(words_capital(A, "čakčat"), "Čakčat");
	assert_string_equal(words_capital(A, "žurnála"), "Žurnála");
	assert_string_equal(words_capital(A, "сегодня"), "Сегодня");
	assert_string_equal(words_capital(A, "їжа"), "Їжа");
	assert_string_equal(words_capital(A, "11.3."), "11.3.");
	assert_string_equal(words_capital(A, ""), "");
	const char *items[] = {"a", "b", "c"};
	assert_null(words_list(A, LANG_FI, items, 0));
	assert_string_equal(words_list(A, LANG_FI, items, 1), "a");
	assert_string_equal(words_list(A, LANG_FI, items, 2), "a ja b");
	assert_string_equal(words_list(A, LANG_EN, items, 3), "a, b and c");
	assert_string_equal(words_isolate(A, LANG_FI, "Aula ry"), "Aula ry");
	assert_string_equal(words_isolate(A, LANG_AR, "Aula ry"), "\u2066Aula ry\u2069");
}

/* Every language has its own forms; the same facts in each. */
static void other_languages(void **state)
{
	(void)state;
	static const struct {
		enum lang lang;
		const char *when, *repeats, *hours, *from;
	} said[] = {
		{LANG_SELKO, "pe 13.3. klo 17.00–19.00", "joka toinen keskiviikko klo 17–19, seuraavaksi 25.3.",
		 "ma–pe klo 9–15", "Nämä tiedot ovat maanantailta 9.3. klo 16.40"},
		{LANG_SE, "bear 13.3. dii. 17.00–19.00", "juohke nuppi gaskavahku dii. 17–19, boahtte háve 25.3.",
		 "vuos–bear dii. 9–15", "Dieđut leat vuossárgga rájes 9.3. dii. 16.40"},
		{LANG_RU, "пт 13.03 17:00–19:00", "каждую вторую среду, 17–19, следующий раз 25.03", "пн–пт 9–15",
		 "Данные с понедельника, 9.03 в 16:40"},
		{LANG_UK, "пт 13.03 17:00–19:00", "кожну другу середу, 17–19, наступний раз 25.03", "пн–пт 9–15",
		 "Дані з понеділка, 9.03 о 16:40"},
		{LANG_ET, "R 13.3. kell 17.00–19.00", "üle nädala kolmapäeval kell 17–19, järgmine kord 25.3.",
		 "E–R kell 9–15", "Andmed on esmaspäevast 9.3. kell 16.40"},
		{LANG_AR, "الجمعة \u206613.3.\u2069 الساعة \u206617.00–19.00\u2069",
		 "كل أسبوعين يوم الأربعاء الساعة \u206617–19\u2069، المرة القادمة \u206625.3.\u2069",
		 "الاثنين–الجمعة الساعة \u20669–15\u2069",
		 "المعلومات من يوم الاثنين \u20669.3.\u2069 الساعة 16.40"},
		{LANG_SO, "Jim 13/3 saacadda 17:00–19:00",
		 "labadii toddobaadba mar Arbacada, saacadda 17:00–19:00, marka xigta 25/3", "Isn–Jim saacadda 9:00–15:00",
		 "Xogtu waa Isniinta 9/3 saacadda 16:40"},
	};
	struct schedule s = rule(SCHEDULE_WEEKLY, 2, NULL);
	struct activity activity = {.schedules = &s, .n_schedules = 1};
	struct open_hours h = {{work, 5}, "09:00", "15:00"};
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		enum lang l = said[i].lang;
		assert_string_equal(words_when(A, l, at("2026-03-13T17:00"), at("2026-03-13T19:00"), false, WED),
				    said[i].when);
		assert_string_equal(words_repeats(A, l, &activity, SCHEDULE_CLOCK, at("2026-03-25T17:00"), WED),
				    said[i].repeats);
		assert_string_equal(words_hours(A, l, &h, 1, false), said[i].hours);
		assert_string_equal(words_content_from(A, l, at("2026-03-09T16:40")), said[i].from);
	}
}

static int setup(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	return i18n_open("build/locale", &e) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	i18n_close();
	arena_fini(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days),	     cmocka_unit_test(clocks),	      cmocka_unit_test(weekly),
		cmocka_unit_test(monthly),   cmocka_unit_test(dates_and_seasons), cmocka_unit_test(activities),
		cmocka_unit_test(hours),     cmocka_unit_test(numbers),	      cmocka_unit_test(facts),
		cmocka_unit_test(capitals_and_lists), cmocka_unit_test(other_languages),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
