/* Telephone numbers as people type them. */
#include "unit.h"

#include "base/arena.h"
#include "server/staff/phone_field.h"

static void numbers_as_typed(void **state)
{
	static const struct {
		const char *typed, *number;
	} cases[] = {
		{"040 123 4567", "+358401234567"}, {"(09) 310-5015", "+35893105015"}, {"+46 8 123 456", "+468123456"},
		{"116117", "116117"},		   {"112", "112"},			{"0", NULL},
		{"soita", NULL},		   {"040 123 4567x", NULL},		{"1234567890123456", NULL},
		{"+", NULL},			   {"", NULL},				{"04+0 1234567", NULL},
	};
	struct arena a = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *got = phone_field(cases[i].typed, &a);
		if (cases[i].number == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].number);
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_as_typed)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
