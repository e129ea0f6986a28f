/* What every unit test includes: cmocka in the order it wants, and a few checks. */
#ifndef AULA_TESTS_UNIT_H
#define AULA_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#define TEST_MAIN(...)                                                             \
	int main(void)                                                             \
	{                                                                          \
		const struct CMUnitTest tests[] = {__VA_ARGS__};                   \
		return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);   \
	}

#define T(f) cmocka_unit_test(f)

#define assert_ok(call, e)                                     \
	do {                                                   \
		if (!(call))                                   \
			fail_msg("%s: %s", #call, (e).text);   \
	} while (0)

#define assert_contains(text, part)                                              \
	do {                                                                     \
		if (strstr((text), (part)) == NULL)                              \
			fail_msg("\"%s\" does not contain \"%s\"", (text), (part)); \
	} while (0)

#endif
