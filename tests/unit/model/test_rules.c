/* Codes, distances, nearby order, language fallback. */
#include "unit.h"

#include "model/code.h"
#include "model/geo.h"
#include "model/lang.h"
#include "model/nearby.h"
#include "model/record.h"

static void codes_are_stable_and_typeable(void **state)
{
	(void)state;
	char a[CODE_LEN_MAX + 1];
	char b[CODE_LEN_MAX + 1];
	code_candidate("activity", "le:helsinki:abc", 0, a);
	code_candidate("activity", "le:helsinki:abc", 0, b);
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), CODE_LEN_MIN);
	code_candidate("activity", "le:helsinki:abc", 1, b);
	assert_string_not_equal(a, b);
	code_candidate("activity", "le:helsinki:abc", 8, b);
	assert_int_equal(strlen(b), CODE_LEN_MIN + 1);
	code_candidate("activity", "le:helsinki:abc", 1000, b);
	assert_int_equal(strlen(b), CODE_LEN_MAX);
	for (unsigned i = 0; i < 100; i++) {
		code_candidate("activity", "x", i, a);
		assert_true(code_normalise(a, b));
		assert_string_equal(a, b);
	}
}

static void typed_codes_are_forgiven_case_only(void **state)
{
	(void)state;
	char out[CODE_LEN_MAX + 1];
	assert_true(code_normalise("7K4M", out));
	assert_string_equal(out, "7k4m");
	assert_false(code_normalise("7k4", out));
	assert_false(code_normalise("7k40", out));
	assert_false(code_normalise("7k4m7k4m7", out));
	assert_false(code_normalise("7k4/", out));
}

static void distances_match_known_ones(void **state)
{
	(void)state;
	/* Oulu–Helsinki city centres: 537 km on the great circle */
	double m = geo_distance_m(65.0121, 25.4651, 60.1699, 24.9384);
	assert_true(m > 535e3 && m < 541e3);
	assert_true(geo_distance_m(65, 25, 65, 25) < 0.001);
	assert_int_equal(geo_walk_minutes(600), 13);
	assert_false(geo_plausible(0, 0));
	assert_false(geo_plausible(60.1699, 24.9384));
	assert_true(geo_plausible(65.01, 25.47));
}

static void tomorrow_near_beats_today_far(void **state)
{
	(void)state;
	struct date today = {2026, 3, 11};
	struct date tomorrow = {2026, 3, 12};
	struct nearby_key far = nearby_key_of(1000, today, today, 80e3, false);
	struct nearby_key near = nearby_key_of(2000, tomorrow, today, 2000, false);
	assert_true(nearby_compare(&near, &far) < 0);
	/* same day: near before far; same place: sooner first; ongoing help after what is on today and tomorrow */
	struct nearby_key near_today = nearby_key_of(1500, today, today, 2000, false);
	assert_true(nearby_compare(&near_today, &near) < 0);
	struct nearby_key ongoing = nearby_key_of(INSTANT_NONE, today, today, 2000, false);
	assert_true(nearby_compare(&near, &ongoing) < 0);
	struct nearby_key here = nearby_key_of(1500, today, today, 10, false);
	struct nearby_key remote = nearby_key_of(1500, today, today, -1, true);
	struct nearby_key nowhere = nearby_key_of(1500, today, today, -1, false);
	assert_true(nearby_compare(&here, &remote) < 0);
	assert_true(nearby_compare(&remote, &nowhere) < 0);
}

static void list_reads_like_a_departure_board(void **state)
{
	(void)state;
	struct date today = {2026, 3, 11}, tomorrow = {2026, 3, 12};
	int64_t end = 1000000, noon = end - 43200, evening = end - 18000;
	const struct nearby_key board[] = {
		nearby_list_key_of(noon, today, today, end, 14e3, false),     /* today by clock, wherever within reach */
		nearby_list_key_of(evening, today, today, end, 10, false),
		nearby_list_key_of(evening + 60, today, today, end, -1, true),
		nearby_list_key_of(end + 9000, tomorrow, today, end, 10, false), /* then by day: this house first … */
		nearby_list_key_of(end + 3600, tomorrow, today, end, 2000, false), /* … although it is later */
		nearby_list_key_of(end + 3600, tomorrow, today, end, -1, true),
		nearby_list_key_of(evening, today, today, end, 20e3, false), /* a trip: as if a week away */
		nearby_list_key_of(end + 20 * 86400, (struct date){2026, 3, 31}, today, end, 10, false),
		nearby_list_key_of(INSTANT_NONE, today, today, end, 10, false), /* help without times */
		nearby_list_key_of(INSTANT_NONE, today, today, end, 2000, false),
		nearby_list_key_of(noon, today, today, end, 80e3, false),
	};
	for (size_t i = 1; i < sizeof board / sizeof board[0]; i++)
		assert_true(nearby_compare(&board[i - 1], &board[i]) < 0);
}

static void fallback_is_honest(void **state)
{
	(void)state;
	struct ltext t = {0};
	enum lang got = LANG_FI;
	assert_null(ltext_get(&t, LANG_EN, &got));
	assert_int_equal(got, LANG_NONE);
	t.v[LANG_SV] = "hej";
	assert_string_equal(ltext_get(&t, LANG_EN, &got), "hej");
	assert_int_equal(got, LANG_SV);
	t.v[LANG_FI] = "hei";
	assert_string_equal(ltext_get(&t, LANG_SELKO, &got), "hei");
	assert_int_equal(got, LANG_FI);
	assert_int_equal(lang_from_tag("fi-FI"), LANG_FI);
	assert_int_equal(lang_from_tag("fi-x-selko"), LANG_SELKO);
	assert_int_equal(lang_from_tag("FI"), LANG_FI);
	assert_int_equal(lang_from_tag("xx"), LANG_NONE);
	assert_int_equal(lang_from_tag("finnish"), LANG_NONE);
}

/* Opening hours are no events; a weekly meeting of an ongoing group is. */
static void hours_and_meetings(void **state)
{
	(void)state;
	struct schedule s[2] = {{.freq = SCHEDULE_WEEKLY, .interval = 1, .byday = "MO,TU,WE,TH,FR"},
				{.freq = SCHEDULE_WEEKLY, .interval = 1, .byday = "SA"}};
	struct activity a = {.type = ACTIVITY_ONGOING, .attend = ATTEND_SITE, .schedules = s, .n_schedules = 1};
	assert_true(activity_has_hours(&a));
	a.type = ACTIVITY_EVENT;
	assert_false(activity_has_hours(&a));
	a.type = ACTIVITY_ONGOING;
	s[0].byday = "TU,TH";
	assert_false(activity_has_hours(&a));
	a.attend = ATTEND_PHONE;
	assert_true(activity_has_hours(&a));
	a.attend = ATTEND_SITE;
	s[0].byday = "MO,WE,FR";
	a.n_schedules = 2;
	assert_true(activity_has_hours(&a));
	s[1].interval = 2;
	assert_false(activity_has_hours(&a));
	a.n_schedules = 0;
	assert_false(activity_has_hours(&a));
}

TEST_MAIN(T(codes_are_stable_and_typeable), T(typed_codes_are_forgiven_case_only), T(distances_match_known_ones),
	  T(tomorrow_near_beats_today_far), T(list_reads_like_a_departure_board), T(fallback_is_honest),
	  T(hours_and_meetings))
