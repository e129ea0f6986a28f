/* Leases and the signing key that all servers of a store share; on both engines. */
#include "unit.h"

#include <pthread.h>

#include "backends.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "store/leases.h"

#define NOW INT64_C(1773223200)

static bool take(struct store *s, const char *holder, int64_t seconds, int64_t rest_s, int64_t now)
{
	struct error e = ERROR_INIT;
	bool held = false;
	const struct lease_wish w = {"import:x", holder, seconds, rest_s};
	assert_ok(lease_take(s, &w, now, &held, &e), e);
	return held;
}

static void one_holds_it_at_a_time(void **state)
{
	struct store *s = ((struct backend *)*state)->store;
	assert_true(take(s, "a", 60, 0, NOW));
	assert_false(take(s, "b", 60, 0, NOW + 59));
	assert_true(take(s, "a", 60, 0, NOW + 59)); /* renewed */
	assert_false(take(s, "b", 60, 0, NOW + 119));
	assert_false(take(s, "b", 60, 0, NOW + 119 + LEASE_SKEW_S - 1)); /* clocks differ */
	assert_true(take(s, "b", 60, 0, NOW + 119 + LEASE_SKEW_S));	 /* a died */
	assert_false(take(s, "a", 60, 0, NOW + 126));
}

static void a_release_lets_the_next_in(void **state)
{
	struct store *s = ((struct backend *)*state)->store;
	struct error e = ERROR_INIT;
	assert_true(take(s, "a", 600, 0, NOW));
	assert_ok(lease_release(s, "import:x", "b", false, NOW, &e), e); /* not b's to give */
	assert_false(take(s, "b", 600, 0, NOW));
	assert_ok(lease_release(s, "import:x", "a", false, NOW, &e), e);
	assert_true(take(s, "b", 600, 3600, NOW)); /* it was not done */
}

static void what_another_has_just_done_is_not_done_again(void **state)
{
	struct store *s = ((struct backend *)*state)->store;
	struct error e = ERROR_INIT;
	assert_true(take(s, "a", 600, 3600, NOW));
	assert_ok(lease_release(s, "import:x", "a", true, NOW + 100, &e), e);
	assert_false(take(s, "b", 600, 3600, NOW + 3699));
	assert_true(take(s, "a", 600, 3600, NOW + 101)); /* its own job it may repeat */
	assert_ok(lease_release(s, "import:x", "a", false, NOW + 102, &e), e);
	assert_true(take(s, "b", 600, 3600, NOW + 3700));
}

static void what_is_out_of_bounds_is_refused(void **state)
{
	struct store *s = ((struct backend *)*state)->store;
	char long_name[LEASE_NAME_MAX + 2];
	memset(long_name, 'x', sizeof long_name);
	long_name[sizeof long_name - 1] = '\0';
	const struct lease_wish wishes[] = {
		{"", "a", 60, 0}, {"x", "", 60, 0}, {"x", "a", 0, 0}, {"x", "a", LEASE_SECONDS_MAX + 1, 0}, {long_name, "a", 1, 0},
	};
	for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++) {
		struct error e = ERROR_INIT;
		bool held = true;
		assert_false(lease_take(s, &wishes[i], NOW, &held, &e));
		assert_int_equal(e.kind, ERROR_INPUT);
		assert_false(held);
	}
}

struct racer {
	const char *address;
	char holder[8];
	int won;
};

static void *race(void *arg)
{
	struct racer *r = arg;
	struct store *s;
	if (!store_open(&s, r->address, NULL))
		return NULL;
	for (int i = 0; i < 50; i++) {
		char name[16];
		bool held = false;
		snprintf(name, sizeof name, "job-%d", i);
		const struct lease_wish w = {name, r->holder, 60, 0};
		r->won += lease_take(s, &w, NOW, &held, NULL) && held;
	}
	store_close(s);
	return s;
}

/* Several processes (PostgreSQL): each job is won once. */
static void a_race_has_one_winner(void **state)
{
	struct backend *b = *state;
	struct racer r[4] = {{0}};
	pthread_t t[4];
	int won = 0;
	if (getenv("AULA_TEST_POSTGRES") == NULL)
		skip();
	for (int i = 0; i < 4; i++) {
		r[i].address = b->address;
		snprintf(r[i].holder, sizeof r[i].holder, "p%d", i);
		assert_int_equal(pthread_create(&t[i], NULL, race, &r[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		void *result = NULL;
		pthread_join(t[i], &result);
		assert_non_null(result);
		won += r[i].won;
	}
	assert_int_equal(won, 50);
}

static void the_signing_key_is_kept(void **state)
{
	struct backend *b = *state;
	struct error e = ERROR_INIT;
	char hex[STORE_KEY_HEX_BYTES] = "x";
	assert_ok(store_signing_key(b->store, hex, &e), e);
	assert_string_equal(hex, "");
	assert_ok(store_signing_key_set(b->store, "aa11", &e), e);
	assert_ok(store_signing_key_set(b->store, "bb22", &e), e);
	backend_reopen(b);
	assert_ok(store_signing_key(b->store, hex, &e), e);
	assert_string_equal(hex, "bb22");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(one_holds_it_at_a_time),
		CASE(a_release_lets_the_next_in),
		CASE(what_another_has_just_done_is_not_done_again),
		CASE(what_is_out_of_bounds_is_refused),
		CASE(a_race_has_one_winner),
		CASE(the_signing_key_is_kept),
	};
	return cmocka_run_group_tests_name("store/leases", tests, NULL, NULL);
}
