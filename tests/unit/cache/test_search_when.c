/* Words that name a day, over the demo data. */
#include "demo_search.h"

#include "base/buf.h"
#include "base/cleanup.h"

/* A word that names a day lists what happens on it, and its cards show that time. 2026-03-11 is a Wednesday. */
static void words_that_name_a_day_list_that_day(void **state)
{
	static const struct {
		enum lang lang;
		const char *text;
		int first, last; /* of March; at least one card on each edge is not asked for */
		int weekday;	 /* or 0 */
	} cases[] = {
		{LANG_FI, "tänään", 11, 11, 0},
		{LANG_FI, "tanaan", 11, 11, 0},
		{LANG_FI, "Tänä iltana", 11, 11, 0},
		{LANG_FI, "huomenna", 12, 12, 0},
		{LANG_FI, "huomisen ohjelma", 12, 12, 0},
		{LANG_FI, "ylihuomenna", 13, 13, 0},
		{LANG_FI, "viikonloppuna", 14, 15, 0},
		{LANG_FI, "tapahtumat viikonlopulle", 14, 15, 0},
		{LANG_FI, "tällä viikolla", 11, 15, 0},
		{LANG_FI, "ensi viikolla", 16, 22, 0},
		{LANG_FI, "ensi viikon perjantaina", 20, 20, 0},
		{LANG_FI, "lauantaina tai sunnuntaina", 14, 22, 0},
		{LANG_FI, "torstaisin", 12, 19, 4},
		{LANG_FI, "jumppa huomenna", 12, 12, 0},
		{LANG_FI, "huomenna kah", 12, 12, 0},
		{LANG_SV, "vad händer i helgen", 14, 15, 0},
		{LANG_SV, "i dag", 11, 11, 0},
		{LANG_SV, "imorgon", 12, 12, 0},
		{LANG_SV, "på torsdag", 12, 19, 4},
		{LANG_EN, "what's on today", 11, 11, 0},
		{LANG_EN, "coffee tomorrow", 12, 12, 0},
		{LANG_EN, "this weekend", 14, 15, 0},
		{LANG_EN, "next Monday", 16, 23, 1},
		{LANG_RU, "на выходных", 14, 15, 0},
		{LANG_UK, "завтра", 12, 12, 0},
		{LANG_ET, "täna", 11, 11, 0},
		{LANG_SE, "ihttin", 12, 12, 0},
		{LANG_AR, "اليوم", 11, 11, 0},
		{LANG_SO, "berri", 12, 12, 0},
		{LANG_FI, "tomorrow", 12, 12, 0}, /* whatever the screen's language */
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct search_result r = ask(cases[i].lang, cases[i].text);
		if (r.cards.n == 0 || r.partial || r.corrected)
			fail_msg("\"%s\": %zu, partial %d", cases[i].text, r.cards.n, r.partial);
		for (size_t k = 0; k < r.cards.n; k++) {
			struct date d = r.cards.v[k].start.date;
			if (d.month != 3 || d.day < cases[i].first || d.day > cases[i].last ||
			    (cases[i].weekday != 0 && date_weekday(d) != cases[i].weekday))
				fail_msg("\"%s\": %s on %d.%d.", cases[i].text, r.cards.v[k].id, d.day, d.month);
		}
	}
	size_t n;
	struct search_result r = ask(LANG_FI, "huomenna kah");
	assert_true(offers(&r, "huomenna kahvi", &n)); /* and what is offered keeps the day */
	assert_int_equal(ask(LANG_FI, "huomenna kahvi ").cards.total >= n, true);
}

/* A misspelt day is the day, and that is said; a word that is right, or might be another, is none. */
static void misspelt_days_are_the_day_and_right_words_are_not(void **state)
{
	static const struct {
		enum lang lang;
		const char *text, *meant;
	} cases[] = {
		{LANG_FI, "huomennna", "huomenna"},
		{LANG_FI, "viikonlopuna", "viikonloppuna"},
		{LANG_FI, "lauvantai", "lauantai"},
		{LANG_FI, "torsati", "torstai"},
		{LANG_FI, "sununtaina", "sunnuntaina"},
		{LANG_FI, "tänän", "tänään"},
		{LANG_FI, "jumppa viikonlopuna", "jumppa viikonloppuna"},
		{LANG_FI, "torsati kahvi", "torstai kahvi"},
		{LANG_FI, "keskiviiko tai torsati", "keskiviikko tai torstai"},
		{LANG_SV, "imorgn", "imorgon"},
		{LANG_SV, "på trosdag", "på torsdag"},
		{LANG_EN, "tommorow", "tomorrow"},
		{LANG_EN, "coffee tomorow", "coffee tomorrow"},
		{LANG_FI, "huomena", "huomenna"}, /* listed in when.csv: it may be the beginning of another */
		{LANG_EN, "wensday", "wednesday"},
		{LANG_EN, "wednsday", "wednesday"},
		{LANG_FI, "wednsday", "wednesday"},
		{LANG_RU, "понедельнк", "понедельник"},
	};
	static const char *const others[] = {
		"huomenta", "helgon", "sundry", "morgon", "middag", "weekday", "huomioida", "torstaipiiri",
		"torsta", "viikonlop", "lauantaik", "salsa", "manta", "kesäviikko", "itsemurha", "tiistaikahvila",
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *meant = cases[i].meant;
		struct search_result r = ask(cases[i].lang, cases[i].text), right = ask(cases[i].lang, meant);
		if (r.cards.total == 0 || r.cards.total != right.cards.total || r.partial || !r.corrected ||
		    strcmp(r.did_you_mean, meant) != 0)
			fail_msg("\"%s\": %zu, not the %zu of \"%s\"; said \"%s\"", cases[i].text, r.cards.total, right.cards.total, meant,
				 r.did_you_mean != NULL ? r.did_you_mean : "");
		for (size_t k = 0; k < r.cards.n; k++)
			assert_string_equal(r.cards.v[k].id, right.cards.v[k].id);
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		CLEANUP_BUF struct buf how = BUF_INIT;
		struct search_result r;
		demo->view.lang = LANG_FI;
		assert_ok(search_explain(search, &demo->view, others[i], 10, &r, &how, &demo->a, &demo->e), demo->e);
		if (strstr(buf_str(&how), "names a day") != NULL)
			fail_msg("\"%s\" names no day: %s", others[i], buf_str(&how));
	}
}

/* When nothing of the kind happens then, other days are shown and that is said. */
static void a_day_without_any_shows_other_days_and_says_so(void **state)
{
	(void)state;
	struct search_result r = ask(LANG_FI, "koiralenkki ylihuomenna");
	assert_true(r.partial);
	assert_false(r.corrected);
	assert_string_equal(r.cards.v[0].id, "demo:koiralenkki");
	/* an unknown time: no day has a name, nothing is hidden */
	int64_t now = demo->view.now;
	demo->view.now = INSTANT_NONE;
	r = ask(LANG_FI, "jumppa tänään");
	demo->view.now = now;
	assert_true(r.cards.n > 0);
	/* danger is seen beside a day */
	assert_true(ask(LANG_FI, "itsemurha tänään").danger != 0);
	assert_true(ask(LANG_FI, "tänään haluan kuolla").danger != 0);
}

/* From the first letter on there is something at each key, and what was found early is not lost. */

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(words_that_name_a_day_list_that_day),
		T(misspelt_days_are_the_day_and_right_words_are_not),
		T(a_day_without_any_shows_other_days_and_says_so),
	};
	return cmocka_run_group_tests_name(__FILE__, tests, open_demo, close_demo);
}
