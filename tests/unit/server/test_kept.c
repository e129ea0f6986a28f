/* Answers that are good for some minutes. */
#include "unit.h"

#include <stdio.h>

#include "server/kept.h"

#define NOW INT64_C(1773223200)

static int freed;

static void count_freed(void *what)
{
	(void)what;
	freed++;
}

static void an_answer_is_good_for_some_minutes(void **state)
{
	(void)state;
	int one = 0, other = 0;
	int64_t at = 0;
	struct kept *k = kept_new();
	freed = 0;
	assert_null(kept_find(k, "a", NOW, &at));
	kept_put(k, "a", NOW, &one, count_freed);
	kept_put(k, "b", NOW + 1, &other, count_freed);
	assert_ptr_equal(kept_find(k, "a", NOW + KEPT_S - 1, &at), &one);
	assert_int_equal(at, NOW);
	assert_null(kept_find(k, "a", NOW + KEPT_S, &at));
	assert_null(kept_find(k, "a", NOW - 1, &at)); /* the clock was set back */
	assert_ptr_equal(kept_find(k, "b", NOW + KEPT_S, &at), &other);
	kept_free(k);
	assert_int_equal(freed, 2);
	kept_free(NULL);
}

static void the_oldest_makes_room(void **state)
{
	(void)state;
	int v[KEPT_ANSWERS + 1];
	int64_t at;
	char key[8];
	struct kept *k = kept_new();
	freed = 0;
	for (int i = 0; i <= KEPT_ANSWERS; i++) {
		snprintf(key, sizeof key, "%d", i);
		kept_put(k, key, NOW, &v[i], count_freed);
	}
	assert_int_equal(freed, 1);
	assert_null(kept_find(k, "0", NOW, &at));
	assert_ptr_equal(kept_find(k, "1", NOW, &at), &v[1]);
	assert_ptr_equal(kept_find(k, key, NOW, &at), &v[KEPT_ANSWERS]);
	kept_free(k);
	assert_int_equal(freed, KEPT_ANSWERS + 1);
}

TEST_MAIN(cmocka_unit_test(an_answer_is_good_for_some_minutes), cmocka_unit_test(the_oldest_makes_room))
