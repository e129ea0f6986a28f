/* The log of changes in words. */
#include "unit.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "server/staff/deeds.h"

static void actions_and_doers_have_words(void **state)
{
	(void)state;
	assert_string_equal(deed_words("device.add", LANG_EN), "Screen added");
	assert_string_equal(deed_words("of.another-version", LANG_EN), "of.another-version");
	assert_string_equal(deed_doer("command line", LANG_EN), "The server's administrator");
	assert_string_equal(deed_doer("kaisa", LANG_EN), "kaisa");
}

static void fields_are_called_as_on_the_pages(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	(void)state;
	assert_string_equal(deed_field("name.fi", LANG_EN, &a), "Name · Finnish");
	assert_string_equal(deed_field("screen_hours.0.days", LANG_EN, &a), "When the screens are lit · 1 · Days");
	assert_string_equal(deed_field("title_sv", LANG_EN, &a), "Title · Swedish");
	assert_string_equal(deed_field("until_day", LANG_EN, &a), "Ends");
	assert_string_equal(deed_field("not_known", LANG_EN, &a), "not_known");
	assert_string_equal(deed_field("", LANG_EN, &a), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(actions_and_doers_have_words),
		cmocka_unit_test(fields_are_called_as_on_the_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
