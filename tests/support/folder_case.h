/* cmocka cases with a folder of their own each: FOLDER_CASE(f) instead of cmocka_unit_test(f). */
#ifndef AULA_TESTS_FOLDER_CASE_H
#define AULA_TESTS_FOLDER_CASE_H

#include "support/tmpdir.h"

static struct tmpdir folder_of_case_;
static const char *const folder = folder_of_case_.path; /* while a case runs */

static inline int folder_make_(void **state)
{
	(void)state;
	tmpdir_make(&folder_of_case_);
	return 0;
}

static inline int folder_remove_(void **state)
{
	(void)state;
	tmpdir_remove(&folder_of_case_);
	return 0;
}

#define FOLDER_CASE(f) cmocka_unit_test_setup_teardown(f, folder_make_, folder_remove_)

#endif
