#include "unit.h"

#include "sync/backoff.h"

static void doubles_up_to_the_longest_in_its_upper_half(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct backoff b = {.first_ms = 1000, .most_ms = 60000};
		const int64_t whole[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
		for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
			int64_t ms = backoff_next_ms(&b);
			assert_in_range(ms, whole[i] / 2, whole[i]);
		}
		backoff_reset(&b);
		assert_in_range(backoff_next_ms(&b), 500, 1000);
	}
}

static void two_screens_do_not_come_back_together(void **state)
{
	(void)state;
	int different = 0;
	for (int i = 0; i < 100; i++) {
		struct backoff a = {.first_ms = 2000, .most_ms = 300000}, b = a;
		different += backoff_next_ms(&a) != backoff_next_ms(&b);
	}
	assert_true(different > 90);
}

static void never_overflows(void **state)
{
	(void)state;
	struct backoff b = {.first_ms = 60000, .most_ms = 86400000};
	for (int i = 0; i < 1000; i++)
		assert_in_range(backoff_next_ms(&b), 30000, 86400000);
	b.n_failed = BACKOFF_LONGEST;
	assert_in_range(backoff_next_ms(&b), 43200000, 86400000);
}

TEST_MAIN(T(doubles_up_to_the_longest_in_its_upper_half), T(two_screens_do_not_come_back_together),
	  T(never_overflows))
