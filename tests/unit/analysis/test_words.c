/* cmocka needs these four before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/hyphenate.h"
#include "analysis/words.h"
#include "base/buf.h"

static struct analyser *an;

static int setup(void **state)
{
	(void)state;
	an = analyser_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	analyser_free(an);
	return 0;
}

static void expect_words(const char *tag, const char *text, enum words_field field, const char *want)
{
	struct buf out = BUF_INIT;
	words_analyse(an, tag, text, field, &out);
	assert_string_equal(buf_str(&out), want);
	buf_fini(&out);
}

static void finnish_inflections_come_to_base_forms(void **state)
{
	(void)state;
	if (!analyser_load(an))
		skip();
	expect_words("fi", "omaishoitajalle", WORDS_TEXT, "omaishoitaja +omainen +hoitaja");
	expect_words("fi", "Sureville", WORDS_TITLE, "sureva ^surra =sureville");
	expect_words("fi", "vertaistukea ja vertaistuesta", WORDS_TEXT, "vertaistuki*2 +vertais*2 +tuki*2");
	expect_words("fi-x-selko", "kerhossa", WORDS_TEXT, "kerho");
}

static void streets_give_their_name_and_their_number_joined(void **state)
{
	static const struct {
		const char *tag, *street, *want;
	} cases[] = {
		{"fi", "Kirkkokatu 5 A 12", "~kirkkokatu ~kirkkokatu5"},
		{"fi", "Kirkkokadun 12–14", "~kirkkokatu ~kirkkokadun ~kirkkokadun12"},
		{"fi", "Kirkkokatu", "~kirkkokatu"},
		{"fi", "5", ""},
		{"fi", "", ""},
		{"sv", "Kyrkogatan 5", "~kyrkogatan ~kyrkogatan5"},
	};
	(void)state;
	if (!analyser_load(an))
		skip();
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out = BUF_INIT;
		words_street(an, cases[i].tag, cases[i].street, &out);
		assert_string_equal(buf_str(&out), cases[i].want);
		buf_fini(&out);
	}
}

static void compounds_give_their_parts_and_inner_compounds(void **state)
{
	(void)state;
	if (!analyser_load(an))
		skip();
	expect_words("fi", "mielenterveysyhdistys", WORDS_TEXT,
		     "mielenterveysyhdistys +mieli +terveys +yhdistys +mielenterveys +terveysyhdistys");
	expect_words("fi", "AA-kerhoon", WORDS_TEXT, "aa-kerho +aa +kerho");
}

static void unknown_words_stay_raw(void **state)
{
	(void)state;
	expect_words("fi", "Xyzzyq-Plover", WORDS_TEXT, "xyzzyq-plover +xyzzyq +plover");
	expect_words("se", "Doarjjajoavku", WORDS_TEXT, "doarjjajoavku");
	expect_words("uk", "Підтримка", WORDS_TITLE, "підтримка");
}

static void snowball_stems_the_others(void **state)
{
	(void)state;
	expect_words("sv", "grupper för anhöriga", WORDS_TEXT, "grupper ~grupp anhöriga ~anhör");
	expect_words("en", "walking groups", WORDS_TEXT, "walking ~walk groups ~group");
	expect_words("ru", "группы", WORDS_TEXT, "группы ~групп");
}

static void addresses_phones_and_endings_after_colons_are_left_out(void **state)
{
	(void)state;
	expect_words(
		"en",
		"see www.example.org or https://example.org/a mail me@example.org call 0401234567 room 12",
		WORDS_TEXT, "see mail call room 12");
	expect_words("so", "THL:n", WORDS_TEXT, "thl");
}

static void any_bytes_are_survived(void **state)
{
	(void)state;
	char junk[400];
	uint32_t x = 7;
	for (int round = 0; round < 300; round++) {
		for (size_t i = 0; i + 1 < sizeof junk; i++) {
			x = x * 1664525u + 1013904223u;
			junk[i] = (char)((x >> 24) | 1);
		}
		junk[sizeof junk - 1] = '\0';
		struct buf out = BUF_INIT;
		words_analyse(an, round % 2 == 0 ? "fi" : "en", junk, WORDS_TITLE, &out);
		hyphenate_finnish(an, junk, &out);
		const char *at = buf_str(&out);
		struct words_item item;
		while (words_next(&at, &item))
			assert_in_range(item.count, 1, 9);
		buf_fini(&out);
	}
}

static void a_long_text_is_capped(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, out = BUF_INIT;
	for (int i = 0; i < 3000; i++)
		buf_printf(&text, "w%dx ", i % 1500);
	words_analyse(an, "so", buf_str(&text), WORDS_TEXT, &out);
	size_t n = 0;
	struct words_item item;
	for (const char *at = buf_str(&out); words_next(&at, &item); n++)
		assert_int_equal(item.count, 2);
	assert_int_equal(n, WORDS_TEXT_MAX);
	buf_fini(&text);
	buf_fini(&out);
}

static void items_are_read_back(void **state)
{
	(void)state;
	const char *at = "  koti*3 +työ =kotityön ^tehdä ~kot * *5 x*1";
	struct words_item item;
	const struct {
		enum words_mark mark;
		const char *word;
		unsigned count;
	} want[] = {{WORDS_BASE, "koti", 3},  {WORDS_PART, "työ", 1}, {WORDS_WRITTEN, "kotityön", 1},
		    {WORDS_ROOT, "tehdä", 1}, {WORDS_STEM, "kot", 1}, {WORDS_BASE, "*", 1},
		    {WORDS_BASE, "*5", 1},    {WORDS_BASE, "x", 1}};
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		assert_true(words_next(&at, &item));
		assert_int_equal(item.mark, want[i].mark);
		assert_int_equal(item.len, strlen(want[i].word));
		assert_memory_equal(item.word, want[i].word, item.len);
		assert_int_equal(item.count, want[i].count);
	}
	assert_false(words_next(&at, &item));
}

static void expect_fold(const char *s, const char *lower, const char *base)
{
	struct buf out = BUF_INIT;
	fold_lower(s, strlen(s), &out);
	assert_string_equal(buf_str(&out), lower);
	buf_clear(&out);
	fold_base(s, strlen(s), &out);
	assert_string_equal(buf_str(&out), base);
	buf_fini(&out);
}

static void letters_fold(void **state)
{
	(void)state;
	expect_fold("ÄITI", "äiti", "aiti");
	expect_fold("a\u0308iti", "äiti", "aiti");
	expect_fold("Mielen\u00ADterveys", "mielenterveys", "mielenterveys");
	expect_fold("AA-ryhmä", "aa-ryhmä", "aaryhma");
	expect_fold("Čáhci", "čáhci", "cahci");
	expect_fold("Đ ŧ ŋ", "đ ŧ ŋ", "d t n");
	expect_fold("Ёлка", "ёлка", "елка");
	expect_fold("أَسْرَة", "أَسْرَة", "اسره");
	expect_fold("\xff\xfe", "", "");
}

static void expect_hyphens(const char *text, const char *want)
{
	struct buf out = BUF_INIT;
	hyphenate_finnish(an, text, &out);
	assert_string_equal(buf_str(&out), want);
	struct buf again = BUF_INIT;
	hyphenate_finnish(an, buf_str(&out), &again);
	assert_string_equal(buf_str(&again), want);
	buf_fini(&out);
	buf_fini(&again);
}

static void compounds_may_break_between_parts(void **state)
{
	(void)state;
	if (!analyser_load(an))
		skip();
	expect_hyphens("Mielenterveysyhdistyksen ilta", "Mielen\u00ADterveys\u00ADyhdistyksen ilta");
	expect_hyphens("Omaishoitajille!", "Omais\u00ADhoitajille!");
	expect_hyphens("lyhyt sana", "lyhyt sana");
	expect_hyphens("kirje@mielenterveysyhdistys.fi ja www.vertaistukiryhma.fi",
		       "kirje@mielenterveysyhdistys.fi ja www.vertaistukiryhma.fi");
	expect_hyphens("yksinäisyydestä", "yksinäisyydestä");
	expect_hyphens("", "");
	expect_hyphens("ikäihmisten", "ikä\u00ADihmisten");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finnish_inflections_come_to_base_forms),
		cmocka_unit_test(streets_give_their_name_and_their_number_joined),
		cmocka_unit_test(compounds_give_their_parts_and_inner_compounds),
		cmocka_unit_test(unknown_words_stay_raw),
		cmocka_unit_test(snowball_stems_the_others),
		cmocka_unit_test(addresses_phones_and_endings_after_colons_are_left_out),
		cmocka_unit_test(any_bytes_are_survived),
		cmocka_unit_test(a_long_text_is_capped),
		cmocka_unit_test(items_are_read_back),
		cmocka_unit_test(letters_fold),
		cmocka_unit_test(compounds_may_break_between_parts),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
