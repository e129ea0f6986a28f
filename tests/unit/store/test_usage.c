/* Counters an hour, weeks and clocks of Finland, too small counts, unfound searches and flags, on every engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backends.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "store/devices.h"
#include "store/review.h"
#include "store/usage.h"

#define NOW 1763800000 /* 2025-11-22T08:26:40Z, a Saturday */

static void take(struct store *s, const char *device, const char *key, const char *hour, int64_t n, bool expect)
{
	const struct usage_count counts[] = {{"open", "peer", "le:x", n}, {"visit", NULL, NULL, 2 * n}};
	struct error e = ERROR_INIT;
	bool first = false;
	if (!store_begin(s, &e) || !usage_take(s, device, key, hour, counts, 2, NOW, &first, &e) ||
	    !store_commit(s, &e))
		fail_msg("%s", e.text);
	assert_int_equal(first, expect);
}

static void use_is_summed_once(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct usage_count *v;
	size_t n;
	take(b->store, "d-1", "c-1", "20261122T05", 3, true);
	take(b->store, "d-1", "c-1", "20261122T05", 3, false);
	take(b->store, "d-1", "c-2", "20261122T05", 1, true); /* the same hour, taken up after a restart */
	take(b->store, "d-2", "c-1", "20261122T05", 2, true); /* another device's key is its own */
	take(b->store, "d-1", "c-3", "20261122T06", 100, true);
	struct usage_ask q = {.from = "20261122T05", .until = "20261122T06", .least = 1, .limit = 10};
	assert_true(usage_list(b->store, &q, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].action, "visit");
	assert_int_equal(v[0].n, 12);
	assert_null(v[0].topic);
	assert_int_equal(v[1].n, 6);
	q.least = 7;
	assert_true(usage_list(b->store, &q, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	q.least = 1;
	q.device = "d-2";
	assert_true(usage_list(b->store, &q, &v, &n, &a, NULL));
	assert_int_equal(v[1].n, 2);
}

static void flags_are_taken_once(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct flag_sum *v;
	const struct device_flag f = {"d-1", "20261122T05", "le:x", "time"};
	size_t n;
	bool first = false;
	assert_true(store_begin(b->store, NULL));
	assert_true(flag_take(b->store, "f-1", &f, NOW, &first, NULL));
	assert_true(first);
	assert_true(flag_take(b->store, "f-1", &f, NOW, &first, NULL));
	assert_false(first);
	assert_true(device_purge(b->store, NOW + DEVICE_REPORTS_KEPT_S, NULL));
	assert_true(flag_take(b->store, "f-1", &f, NOW, &first, NULL));
	assert_false(first);
	assert_true(store_commit(b->store, NULL));
	assert_true(flag_open(b->store, 5, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].n, 1);
	assert_string_equal(v[0].why, "time");
}

static void add_device(struct store *s, const char *centre, int64_t now, char id[DEVICE_ID_BYTES])
{
	char credential[DEVICE_CREDENTIAL_BYTES];
	assert_true(store_begin(s, NULL));
	assert_true(device_add(s, "A", centre, now, id, credential, NULL));
	assert_true(store_commit(s, NULL));
}

/* n times one thing in the hour, each batch under a key of its own. */
static void count(struct store *s, const char *device, const char *hour, const char *action, const char *subject,
		  int64_t n)
{
	static int key;
	char id[24];
	bool first;
	const struct usage_count c = {action, NULL, subject, n};
	snprintf(id, sizeof id, "c-%d", ++key);
	assert_true(store_begin(s, NULL));
	assert_true(usage_take(s, device, id, hour, &c, 1, NOW, &first, NULL));
	assert_true(store_commit(s, NULL));
}

static void hours_are_read_and_written(void **state)
{
	(void)state;
	char hour[USAGE_HOUR_BYTES];
	usage_hour(NOW, hour);
	assert_string_equal(hour, "20251122T08");
	assert_int_equal(usage_hour_start(hour), NOW - NOW % 3600);
	assert_true(usage_hour_start("20251122T8") == INSTANT_NONE);
	assert_true(usage_hour_start("20251322T08") == INSTANT_NONE);
	assert_true(usage_hour_start("2025112xT08") == INSTANT_NONE);
}

static void a_count_stays_with_the_centre_it_was_counted_at(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct usage_sum *v;
	size_t n;
	char id[DEVICE_ID_BYTES];
	add_device(b->store, "oulu", NOW, id);
	assert_true(store_begin(b->store, NULL));
	assert_true(device_move(b->store, id, "A", "raahe", NOW + 2 * 86400, NULL));
	assert_true(store_commit(b->store, NULL));
	count(b->store, id, "20251123T10", "visit", NULL, 7); /* told after the move, counted before it */
	count(b->store, id, "20251125T10", "visit", NULL, 4);
	struct usage_ask ask = {.from = "20251101T00", .until = "20251201T00", .least = 1, .limit = 5};
	assert_true(usage_sums(b->store, &ask, USAGE_BY_CENTRE, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].key, "oulu");
	assert_int_equal(v[0].n, 7);
	assert_int_equal(v[1].n, 4);
	const char *only[] = {"ahe", "raahe"};
	const struct strs raahe = {only, 2}, part = {only, 1}, none = {NULL, 0};
	ask.centres = &raahe;
	assert_true(usage_sums(b->store, &ask, USAGE_BY_ACTION, &v, &n, &a, NULL));
	assert_int_equal(v[0].n, 4);
	ask.centres = &part; /* not by a part of the name */
	assert_true(usage_sums(b->store, &ask, USAGE_BY_ACTION, &v, &n, &a, NULL));
	assert_int_equal(n, 0);
	ask.centres = &none;
	assert_true(usage_sums(b->store, &ask, USAGE_BY_ACTION, &v, &n, &a, NULL));
	assert_int_equal(n, 0);
}

/* A few centres are asked for in another way than many, and what stood nowhere is in neither. */
static void any_number_of_centres_can_be_asked_for(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct usage_sum *v;
	size_t n;
	const char *ids[] = {"c:0", "c:1", "c:2", "c:3", "c:4", "c:5"};
	char id[DEVICE_ID_BYTES];
	count(b->store, "d-nowhere", "20251123T10", "visit", NULL, 100);
	for (size_t i = 0; i < 6; i++) {
		add_device(b->store, ids[i], NOW, id);
		count(b->store, id, "20251123T10", "visit", NULL, 1);
	}
	struct usage_ask ask = {.from = "20251101T00", .until = "20251201T00", .least = 1, .limit = 9};
	for (size_t i = 0; i <= 6; i++) {
		const struct strs some = {ids, i};
		ask.centres = &some;
		assert_true(usage_sums(b->store, &ask, USAGE_BY_CENTRE, &v, &n, &a, NULL));
		assert_int_equal(n, i);
		assert_true(usage_sums(b->store, &ask, USAGE_BY_ACTION, &v, &n, &a, NULL));
		assert_int_equal(n > 0 ? v[0].n : 0, i);
	}
	ask.centres = NULL;
	assert_true(usage_sums(b->store, &ask, USAGE_BY_ACTION, &v, &n, &a, NULL));
	assert_int_equal(v[0].n, 106);
}

static void weeks_begin_on_the_monday_of_the_wall(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct usage_week *v;
	size_t n;
	char day[11];
	count(b->store, "d-1", "20251116T21", "visit", NULL, 6); /* Sunday 23 o'clock */
	count(b->store, "d-1", "20251116T22", "visit", NULL, 9); /* Monday 0 o'clock */
	count(b->store, "d-1", "20251124T10", "visit", NULL, 3);
	const struct usage_ask ask = {
		.from = "20251110T00", .until = "20251208T00", .action = "visit", .least = 5, .limit = 60};
	struct usage_hours hours;
	assert_true(usage_by_hour(b->store, &ask, &hours, &a, NULL));
	assert_int_equal(hours.n, 3);
	assert_true(usage_weeks(&hours, &ask, &v, &n, &a, NULL));
	assert_int_equal(n, 5); /* 2025-12-08T00 is two in the morning of a Monday */
	date_format(v[0].monday, day);
	assert_string_equal(day, "2025-11-10");
	assert_int_equal(v[0].n, 6);
	assert_int_equal(v[1].n, 9);
	assert_int_equal(v[2].n, USAGE_FEW);
	assert_int_equal(v[3].n, 0);
	struct usage_ask newest = ask;
	newest.limit = 2;
	assert_true(usage_weeks(&hours, &newest, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	date_format(v[1].monday, day);
	assert_string_equal(day, "2025-12-08");
	int64_t rhythm[7][24];
	usage_rhythm(&hours, ask.least, rhythm);
	assert_int_equal(rhythm[6][23], 6);
	assert_int_equal(rhythm[0][0], 9);
	assert_int_equal(rhythm[0][12], USAGE_FEW);
	assert_int_equal(rhythm[1][12], 0);
	newest.until = "nonsense";
	struct error e = ERROR_INIT;
	assert_false(usage_weeks(&hours, &newest, &v, &n, &a, &e));
	assert_int_equal(e.kind, ERROR_INPUT);
}

static void unfound_words_need_five(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct usage_sum *v;
	struct usage_count *all;
	size_t n;
	count(b->store, "d-1", "20251001T05", USAGE_UNFOUND, "joogaa", 3);
	count(b->store, "d-2", "20251001T09", USAGE_UNFOUND, "joogaa", 2);
	count(b->store, "d-1", "20251001T05", USAGE_UNFOUND, "maija meikäläinen", 4);
	count(b->store, "d-1", "20251120T05", USAGE_UNFOUND, "uusi sana", 1);
	struct usage_ask ask = {.from = "20250901T00", .until = "20251201T00", .least = 0, .limit = 10};
	assert_true(usage_unfound(b->store, &ask, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].key, "joogaa");
	assert_int_equal(v[0].n, 5);
	/* not by the hour */
	ask.from = "20251001T01";
	ask.until = "20251001T23";
	assert_true(usage_list(b->store, &ask, &all, &n, &a, NULL));
	assert_int_equal(n, 0);
	/* nor kept when too few have typed it */
	assert_true(store_begin(b->store, NULL));
	assert_true(usage_forget(b->store, NOW, NULL));
	assert_true(store_commit(b->store, NULL));
	ask.from = "20250901T00";
	ask.until = "20251201T00";
	assert_true(usage_list(b->store, &ask, &all, &n, &a, NULL));
	assert_int_equal(n, 2); /* joogaa, and the new one that may yet come to five */
	assert_string_equal(all[0].subject, "joogaa");
	assert_string_equal(all[1].subject, "uusi sana");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(use_is_summed_once),
		CASE(flags_are_taken_once),
		cmocka_unit_test(hours_are_read_and_written),
		CASE(a_count_stays_with_the_centre_it_was_counted_at),
		CASE(any_number_of_centres_can_be_asked_for),
		CASE(weeks_begin_on_the_monday_of_the_wall),
		CASE(unfound_words_need_five),
	};
	return cmocka_run_group_tests_name("store/usage", tests, NULL, NULL);
}
