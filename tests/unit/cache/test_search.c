/* What a visitor gets from search over the demo data, and that no bytes can slow it down. */
#include "demo_search.h"

#include <time.h>

#include "cache/search_engine.h"
#include "cache/search_segment.h"
#include "db/db.h"

static void dangerous_needs_are_marked_in_every_language(void **state)
{
	(void)state;
	const struct {
		enum lang lang;
		const char *text;
		unsigned danger;
	} cases[] = {
		{LANG_FI, "itsemurha", SEARCH_DANGER_CRISIS},
		{LANG_FI, "itsemurh", SEARCH_DANGER_CRISIS},
		{LANG_FI, "itsemurhaa", SEARCH_DANGER_CRISIS},
		{LANG_FI, "Itsemurha-ajatuksia", SEARCH_DANGER_CRISIS},
		{LANG_FI, "itsemurah", SEARCH_DANGER_CRISIS},
		{LANG_FI, "haluan kuolla", SEARCH_DANGER_CRISIS},
		{LANG_FI, "en jaksa enää", SEARCH_DANGER_CRISIS},
		{LANG_FI, "minä haluan kuolla nyt heti", SEARCH_DANGER_CRISIS},
		{LANG_FI, "en halua enää elää", SEARCH_DANGER_CRISIS},
		{LANG_FI, "haluaisin kuolla", SEARCH_DANGER_CRISIS},
		{LANG_FI, "viiltelen itseäni", SEARCH_DANGER_CRISIS},
		{LANG_FI, "minua on lyöty", SEARCH_DANGER_VIOLENCE},
		{LANG_EN, "I wanna die", SEARCH_DANGER_CRISIS},
		{LANG_RU, "мне хочется умереть", SEARCH_DANGER_CRISIS},
		{LANG_EN, "sometimes i want to die", SEARCH_DANGER_CRISIS},
		{LANG_SV, "tänker ta mitt liv ikväll", SEARCH_DANGER_CRISIS},
		{LANG_FI, "väkivaltaa kotona", SEARCH_DANGER_VIOLENCE},
		{LANG_FI, "vakivalta", SEARCH_DANGER_VIOLENCE},
		{LANG_FI, "hätä", SEARCH_DANGER_EMERGENCY},
		{LANG_FI, "112", SEARCH_DANGER_EMERGENCY},
		{LANG_FI, "myrkytys", SEARCH_DANGER_POISON},
		{LANG_SV, "självmord", SEARCH_DANGER_CRISIS},
		{LANG_SV, "misshandel", SEARCH_DANGER_VIOLENCE},
		{LANG_EN, "suicidal", SEARCH_DANGER_CRISIS},
		{LANG_EN, "my husband hits me", SEARCH_DANGER_VIOLENCE},
		{LANG_EN, "overdose", SEARCH_DANGER_POISON},
		{LANG_RU, "самоубийство", SEARCH_DANGER_CRISIS},
		{LANG_UK, "насильство", SEARCH_DANGER_VIOLENCE},
		{LANG_ET, "enesetapp", SEARCH_DANGER_CRISIS},
		{LANG_AR, "انتحار", SEARCH_DANGER_CRISIS},
		{LANG_SO, "kufsi", SEARCH_DANGER_VIOLENCE},
		{LANG_SE, "veahkaváldi", SEARCH_DANGER_VIOLENCE},
		{LANG_FI, "suicide", SEARCH_DANGER_CRISIS}, /* whatever the screen's language */
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct search_result r = ask(cases[i].lang, cases[i].text);
		if ((r.danger & cases[i].danger) == 0)
			fail_msg("\"%s\" is not marked (%u)", cases[i].text, r.danger);
	}
	const char *harmless[] = {"kahvila", "itse",  "hatut",         "liikunta", "poliisi",
				  "kurssi",  "kuoro", "vapaaehtoinen", "lyhyt",
				  "haluan laulaa kuorossa", "en jaksa lukea lehteä", "mieli maassa", "jaksa paremmin kotona",
				  "i want to learn finnish", "jag vill sjunga i kör", "hyvä olo", "halu auttaa",
				  "puoliso", "vaimo", "poika", "mieheni", "muistisairaan puoliso", "my husband", "mannen", "min man",
				  "killing", "take my", "minua"};
	for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
		if (ask(LANG_FI, harmless[i]).danger != 0)
			fail_msg("\"%s\" is marked as dangerous", harmless[i]);
}

/* Whatever language a need is typed in, the visitor sees help, and is never asked whether something harmless
 * was meant ("kufsi", Somali for rape, stands one letter from "kurssi", a course). */
static void a_need_finds_help_and_is_not_corrected_into_something_else(void **state)
{
	(void)state;
	const struct {
		enum lang lang;
		const char *text;
		const char *first; /* NULL: only the helplines */
	} cases[] = {
		{LANG_FI, "haluan kuolla", "kriisikeskustelu"},
		{LANG_FI, "hirttäytyä", "kriisikeskustelu"},
		{LANG_SO, "is-dilid", "kriisikeskustelu"},
		{LANG_SO, "kufsi", "perheen-valit"},
		{LANG_SE, "iešsorbmen", "kriisikeskustelu"},
		{LANG_ET, "enesetapp", "kriisikeskustelu"},
		{LANG_ET, "peks", "perheen-valit"},
		{LANG_AR, "انتحار", "kriisikeskustelu"},
		{LANG_AR, "اغتصاب", "perheen-valit"},
		{LANG_RU, "хочу умереть", "kriisikeskustelu"},
		{LANG_SV, "våldtagen", "perheen-valit"},
		{LANG_EN, "ambulance", "kriisikeskustelu"},
		{LANG_EN, "overdose", NULL},
		{LANG_ET, "mürgistus", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct search_result r = ask(cases[i].lang, cases[i].text);
		if (r.danger == 0 || r.corrected || r.did_you_mean != NULL)
			fail_msg("\"%s\": danger %u, taken for \"%s\"", cases[i].text, r.danger,
				 r.did_you_mean != NULL ? r.did_you_mean : "");
		if (cases[i].first == NULL)
			continue;
		if (r.cards.n == 0 || strstr(r.cards.v[0].id, cases[i].first) == NULL)
			fail_msg("\"%s\": %s stands first", cases[i].text,
				 r.cards.n > 0 ? r.cards.v[0].id : "nothing");
		assert_false(r.partial);
	}
}

/* "mielenterveys yhdistys" asks for mental health, not for whoever has "association" in its name. */
static void association_says_nothing_beside_other_words(void **state)
{
	(void)state;
	struct search_result alone = ask(LANG_FI, "mielenterveys"), with = ask(LANG_FI, "mielenterveys yhdistys");
	assert_int_equal(with.cards.total, alone.cards.total);
	for (size_t i = 0; i < with.cards.n; i++)
		assert_string_equal(with.cards.v[i].id, alone.cards.v[i].id);
	assert_true(ask(LANG_FI, "yhdistys").cards.n > 0);
}

static void a_misspelling_is_corrected_and_said(void **state)
{
	(void)state;
	struct search_result r = ask(LANG_FI, "masenus");
	assert_true(r.corrected);
	assert_string_equal(r.did_you_mean, "masennus");
	assert_true(r.cards.n > 0);
	r = ask(LANG_FI, "apua omaishotaja iltaan");
	assert_string_equal(r.did_you_mean, "apua omaishoitaja iltaan");
	r = ask(LANG_FI, "muistikahvila");
	assert_false(r.corrected);
	assert_null(r.did_you_mean);
}

static void another_spelling_is_offered_when_few_have_the_word(void **state)
{
	(void)state;
	/* "suru" is found in it, so nothing is changed, but it is asked about */
	struct search_result r = ask(LANG_FI, "sururyhna ");
	assert_true(r.cards.n > 0 && r.cards.total < SEARCH_FEW);
	assert_false(r.corrected);
	assert_string_equal(r.did_you_mean, "sururyhmä ");
	assert_int_equal(ask(LANG_FI, "sururyhmä ").cards.total, r.n_did_you_mean);
	/* a beginning that goes on as typed is no slip */
	assert_null(ask(LANG_FI, "sururyhm").did_you_mean);
}

static void what_is_too_far_to_be_taken_is_asked_about(void **state)
{
	(void)state;
	struct search_result r = ask(LANG_FI, "kahfelia ");
	assert_int_equal(r.cards.n, 0);
	assert_false(r.corrected);
	assert_string_equal(r.did_you_mean, "kahvila ");
	assert_true(r.n_did_you_mean > 0);
}

static void an_offer_gives_more_than_what_was_typed(void **state)
{
	static const char *const WORDS[] = {"muisti",      "masenus",    "kahvila", "kahvola ",
					    "lukupiiri",   "ryma",       "jumppa",  "vertaistuku ",
					    "omaishoitja", "sururyhna ", "kerjo "};
	(void)state;
	for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
		struct search_result r = ask(LANG_FI, WORDS[i]);
		if (r.did_you_mean == NULL)
			assert_int_equal(r.n_did_you_mean, 0);
		else if (r.corrected)
			assert_int_equal(r.n_did_you_mean, r.cards.total);
		else
			assert_true(r.n_did_you_mean > r.cards.total);
		for (size_t k = 0; r.did_you_mean != NULL && k < r.n_suggestions; k++)
			assert_string_not_equal(r.suggestions[k].text, r.did_you_mean);
		print_message("  %s: %zu, %s %s %zu\n", WORDS[i], r.cards.total,
			      r.corrected ? "meant" : "asks", r.did_you_mean == NULL ? "-" : r.did_you_mean,
			      r.n_did_you_mean);
	}
}

static void nonsense_finds_nothing_and_says_so(void **state)
{
	(void)state;
	struct search_result r = ask(LANG_FI, "qxzwvqxzwv");
	assert_int_equal(r.cards.n, 0);
	assert_int_equal(r.cards.total, 0);
	assert_true(r.partial);
	assert_null(r.did_you_mean);
	r = ask(LANG_FI, "   ");
	assert_int_equal(r.cards.n, 0);
	assert_false(r.partial);
	r = ask(LANG_FI, "muistikahvila qxzwvqxzwv");
	assert_true(r.partial);
	assert_true(r.cards.n > 0);
	assert_false(r.factors[0].every_word);
}

static void a_word_with_a_meaning_is_not_two_others(void **state)
{
	(void)state;
	/* "saa" + "me", which stand in many texts */
	struct search_result r = ask(LANG_FI, "saame");
	assert_true(r.cards.n > 0);
	assert_string_equal(r.cards.v[0].id, "demo:neuvontaa-monella-kielella");
}

static void words_are_completed_with_counts(void **state)
{
	(void)state;
	size_t n;
	struct search_result r = ask(LANG_FI, "omaish");
	assert_true(offers(&r, "omaishoitaja", &n));
	assert_true(n >= 3);
	for (size_t i = 0; i < r.n_suggestions; i++)
		assert_true(r.suggestions[i].typed <= strlen(r.suggestions[i].text));
	r = ask(LANG_FI, "vertaistuki dia");
	assert_true(offers(&r, "vertaistuki diabetes", &n));
	assert_true(n >= 1);
	r = ask(LANG_SV, "närst");
	assert_true(r.n_suggestions > 0);
	r = ask(LANG_FI, "muistikahv");
	bool named = false;
	for (size_t i = 0; i < r.n_suggestions; i++)
		named = named ||
			(r.suggestions[i].kind == SUGGESTION_ACTIVITY && r.suggestions[i].id != NULL);
	assert_true(named);
}

static void no_cliff_from_the_first_letter_to_the_last(void **state)
{
	(void)state;
	const char *words[] = {"omaishoitajalle", "muistikahvila", "diabetes", "yksinäisyydestä",
			       "velkaneuvonta"};
	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
		size_t len = strlen(words[w]);
		for (size_t at = 0; at < len;) {
			utf8_next(words[w], len, &at);
			struct search_result r = ask(LANG_FI, arena_strndup(&demo->a, words[w], at));
			if (r.cards.n == 0)
				fail_msg("nothing for \"%.*s\"", (int)at, words[w]);
		}
	}
}

static void other_languages_are_understood_and_marked(void **state)
{
	(void)state;
	struct search_result r = ask(LANG_FI, "bereavement");
	assert_int_equal(r.understood, LANG_EN);
	assert_string_equal(r.cards.v[0].id, "demo:surevien-keskusteluryhma");
	r = ask(LANG_EN, "village food");
	bool finnish = false;
	for (size_t i = 0; i < r.cards.n; i++)
		finnish = finnish || r.cards.v[i].title_lang == LANG_FI;
	assert_true(finnish);
	assert_true(r.n_other_language > 0);
	assert_int_equal(ask(LANG_FI, "suru").understood, LANG_FI);
}

/* demo:parkinson-kuoro is in Esimerkkikatu 21. */
static bool finds_the_choir(const struct search_result *r)
{
	bool found = false;
	for (size_t i = 0; i < r->cards.n; i++)
		found = found || strcmp(r->cards.v[i].id, "demo:parkinson-kuoro") == 0;
	return found;
}

static void streets_find_what_lies_there(void **state)
{
	static const char *const words[] = {"Esimerkkikatu 21", "esimerkkikatu 21", "parkinson Esimerkkikadulla", "kuoro esimerkkikatu"};
	size_t n;
	(void)state;
	size_t all = ask(LANG_FI, "Esimerkkikatu ").cards.total, there = ask(LANG_FI, "esimerkkikatu 21").cards.total;
	assert_true(all > there && there > 0);
	assert_int_equal(ask(LANG_FI, "esimerkkikadulla").cards.total, all);
	assert_int_equal(ask(LANG_SV, "esimerkkikatu ").cards.total, all);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct search_result r = ask(LANG_FI, words[i]);
		if (!finds_the_choir(&r) || r.partial || r.corrected)
			fail_msg("\"%s\" finds %zu, partial %d", words[i], r.cards.n, r.partial);
	}
	assert_true(ask(LANG_FI, "esimerkkikatu 99").partial);
	struct search_result r = ask(LANG_FI, "esimerkkik");
	assert_false(offers(&r, "esimerkkikatu21", &n)); /* what finds is not always fit to be shown */
}

static void exact_letters_rank_before_folded_ones(void **state)
{
	struct fixture *f;
	(void)state;
	void *made;
	struct search *s;
	struct search_result r;
	setup(&made);
	f = made;
	begin(f);
	put_centre(f);
	struct record a = event("Sää", "2026-03-12T12:00"), b = event("Saa", "2026-03-12T12:00");
	a.activity.words_title.v[LANG_FI] = "sää";
	b.activity.words_title.v[LANG_FI] = "saa";
	put_activity(f, "dots", a, "p-near");
	put_activity(f, "plain", b, "p-near");
	commit(f);
	assert_ok(search_open(&s, reader(f), "assets/thesaurus", &f->e), f->e);
	assert_ok(search_query(s, &f->view, "saa", 5, &r, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &r.cards), "plain dots");
	assert_ok(search_query(s, &f->view, "sää", 5, &r, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &r.cards), "dots plain");
	search_close(s);
	teardown(&made);
}

static void explain_names_words_and_factors(void **state)
{
	(void)state;
	struct search_result r;
	struct buf how = BUF_INIT;
	demo->view.lang = LANG_FI;
	assert_ok(search_explain(search, &demo->view, "dementia", 5, &r, &how, &demo->a, &demo->e), demo->e);
	assert_contains(buf_str(&how), "like muisti");
	assert_contains(buf_str(&how), "stands for #k:memory");
	assert_non_null(r.factors[0].how);
	for (size_t i = 0; i < r.cards.n; i++) {
		double product = r.factors[i].text * r.factors[i].near * r.factors[i].feature;
		assert_true(product > r.cards.v[i].score * 0.97 && product < r.cards.v[i].score * 1.03);
	}
	buf_fini(&how);
}

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Bytes of every kind, long words, many words, repeats: an answer each time, none of them slow. The limit is
 * far above what is measured (most under 5 ms) so that only unbounded work can reach it, sanitizers or not.
 */
#define SLOW_MS 400.0
static void any_bytes_are_answered_in_bounded_time(void **state)
{
	(void)state;
	static const char *const pieces[] = {"vertaistuki",
					     "ryhmä",
					     "a",
					     "ä",
					     " ",
					     "-",
					     "\"",
					     "*",
					     "'",
					     "\xff",
					     "\xc3",
					     "%",
					     "омг",
					     "الصحة",
					     "\xf0\x9f\x98\x80",
					     "kkkkkkkkkkkkkkkk",
					     "#k:memory",
					     "\xcc\x88",
					     "112",
					     "\n",
					     "aa",
					     "mielenterveysyhdistyksenkokous",
					     "\xc2\xad",
					     "NOT",
					     "("};
	uint32_t x = 12345;
	for (int round = 0; round < 1200; round++) {
		char text[700];
		size_t n = 0;
		while (n < sizeof text - 40 && (x = x * 1664525u + 1013904223u) >> 24 > 6) {
			if ((x >> 16) % 4 == 0) {
				text[n++] = (char)((x >> 8) | 1);
				continue;
			}
			const char *p = pieces[(x >> 10) % (sizeof pieces / sizeof pieces[0])];
			memcpy(text + n, p, strlen(p));
			n += strlen(p);
		}
		text[n] = '\0';
		double t = cpu_ms();
		struct search_result r = ask((enum lang)(round % LANG_COUNT), text);
		t = cpu_ms() - t;
		if (t > SLOW_MS)
			fail_msg("%.0f ms for \"%s\"", t, text);
		assert_true(r.cards.n <= 10);
		assert_true(r.n_suggestions <= SEARCH_SUGGESTIONS_MAX);
		arena_reset(&demo->a);
	}
}

/* A segment with any byte changed is refused or searched, never stepped out of. */
static void damaged_segments_do_no_harm(void **state)
{
	(void)state;
	size_t len;
	struct db_stmt *s =
		db_use(cache_writer_db(demo->w), "SELECT data FROM search_segment WHERE level=3", &demo->e);
	bool row;
	assert_ok(db_step(s, &row, &demo->e), demo->e);
	assert_true(row);
	const char *blob = db_column_blob(s, 0, &len, &demo->a);
	db_reset(s);
	uint32_t x = 99;
	for (int round = 0; round < 400; round++) {
		struct segment seg;
		uint16_t score[SEARCH_LEVELS] = {0}, *best;
		char *copy = malloc(len);
		memcpy(copy, blob, len);
		for (int i = 0; i < 1 + round % 5; i++) {
			x = x * 1664525u + 1013904223u;
			size_t at = round % 2 == 0 ? (x >> 8) % len : (x >> 8) % 64;
			copy[at] = (char)(x >> 3);
		}
		if (!segment_take(&seg, copy, round % 7 == 0 ? len / 2 : len, NULL))
			continue;
		best = calloc(seg.h->n_docs + 1, sizeof *best);
		for (uint32_t i = 0; i < seg.h->n_terms; i++) {
			segment_scan(&seg, &seg.terms[i], score, best);
			segment_level(&seg, &seg.terms[i], 3);
		}
		size_t first;
		segment_find(&seg, "mu", 2, false, &first);
		free(best);
		segment_fini(&seg);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(dangerous_needs_are_marked_in_every_language),
		T(a_need_finds_help_and_is_not_corrected_into_something_else),
		T(association_says_nothing_beside_other_words),
		T(a_misspelling_is_corrected_and_said),
		T(another_spelling_is_offered_when_few_have_the_word),
		T(what_is_too_far_to_be_taken_is_asked_about),
		T(an_offer_gives_more_than_what_was_typed),
		T(nonsense_finds_nothing_and_says_so),
		T(words_are_completed_with_counts),
		T(a_word_with_a_meaning_is_not_two_others),
		T(no_cliff_from_the_first_letter_to_the_last),
		T(other_languages_are_understood_and_marked),
		T(streets_find_what_lies_there),
		T(exact_letters_rank_before_folded_ones),
		T(explain_names_words_and_factors),
		T(any_bytes_are_answered_in_bounded_time),
		T(damaged_segments_do_no_harm),
	};
	return cmocka_run_group_tests_name(__FILE__, tests, open_demo, close_demo);
}
