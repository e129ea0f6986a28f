#include "unit.h"

#include <pthread.h>

#include "model/civil.h"

static int64_t at(const char *text)
{
	int64_t t = 0;
	assert_true(instant_parse(text, &t));
	return t;
}

static struct civil civil(const char *text)
{
	struct civil c = {0};
	assert_true(civil_parse(text, &c));
	return c;
}

static void assert_instant(int64_t got, const char *want)
{
	char text[21];
	instant_format(got, text);
	assert_string_equal(text, want);
}

static void assert_civil(struct civil got, const char *want)
{
	char text[20];
	civil_format(got, text);
	assert_string_equal(text, want);
}

static void parses_only_whole_valid_dates(void **state)
{
	(void)state;
	struct date d = {0};
	assert_true(date_parse("2028-02-29", &d));
	assert_false(date_parse("2026-02-29", &d));
	assert_false(date_parse("2026-13-01", &d));
	assert_false(date_parse("2026-1-01", &d));
	assert_false(date_parse("2026-01-01x", &d));
	assert_false(date_parse("", &d));
	assert_false(date_parse(NULL, &d));
	assert_int_equal(d.year, 2028); /* untouched by failures */
}

static void parses_instants_with_offsets(void **state)
{
	(void)state;
	assert_int_equal(at("1970-01-01T00:00:00Z"), 0);
	assert_int_equal(at("2026-03-11T13:00:00+02:00"), at("2026-03-11T11:00:00Z"));
	assert_int_equal(at("2026-03-11T11:00:00.123456Z"), at("2026-03-11T11:00:00Z"));
	assert_int_equal(at("2016-12-31T23:59:60Z"), at("2016-12-31T23:59:59Z"));
	int64_t t = 0;
	assert_false(instant_parse("2026-03-11T11:00:00", &t));
	assert_false(instant_parse("2026-03-11T25:00:00Z", &t));
	assert_false(instant_parse("2026-03-11T11:00:00Zjunk", &t));
}

static void days_round_trip_and_weekdays(void **state)
{
	(void)state;
	for (int32_t n = -25567; n < 84371; n++)
		assert_int_equal(date_to_days(date_from_days(n)), n);
	assert_int_equal(date_weekday((struct date){2026, 3, 11}), 3);
	assert_int_equal(date_weekday((struct date){1970, 1, 1}), 4);
	assert_int_equal(date_weekday((struct date){2026, 11, 22}), 7);
}

static void spring_change_in_helsinki(void **state)
{
	(void)state;
	/* last Sunday of March 2026: 03:00 EET becomes 04:00 EEST */
	assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-03-29T02:59")), "2026-03-29T00:59:00Z");
	assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-03-29T04:00")), "2026-03-29T01:00:00Z");
	/* a clock time that never comes is read by the clock before the change */
	assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-03-29T03:30")), "2026-03-29T01:30:00Z");
	assert_civil(zone_to_civil("Europe/Helsinki", at("2026-03-29T01:30:00Z")), "2026-03-29T04:30:00");
}

static void autumn_change_in_helsinki(void **state)
{
	(void)state;
	/* last Sunday of October 2026: 04:00 EEST becomes 03:00 EET; 03:30 comes twice, the first counts */
	assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-10-25T03:30")), "2026-10-25T00:30:00Z");
	assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-10-25T02:59")), "2026-10-24T23:59:00Z");
	assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-10-25T04:00")), "2026-10-25T02:00:00Z");
	assert_civil(zone_to_civil("Europe/Helsinki", at("2026-10-25T01:30:00Z")), "2026-10-25T03:30:00");
}

static void day_starts_over_changes(void **state)
{
	(void)state;
	int64_t spring = zone_day_start("Europe/Helsinki", (struct date){2026, 3, 29});
	int64_t next = zone_day_start("Europe/Helsinki", (struct date){2026, 3, 30});
	assert_int_equal(next - spring, 23 * 3600);
	int64_t autumn = zone_day_start("Europe/Helsinki", (struct date){2026, 10, 25});
	assert_int_equal(zone_day_start("Europe/Helsinki", (struct date){2026, 10, 26}) - autumn, 25 * 3600);
}

static void unknown_zones_are_refused(void **state)
{
	(void)state;
	assert_true(zone_known("Europe/Helsinki"));
	assert_false(zone_known("Europe/Nowhere"));
	assert_false(zone_known("../../etc/passwd"));
	assert_false(zone_known("/etc/localtime"));
	assert_false(zone_known(""));
	assert_false(zone_known(NULL));
}

static void every_hour_round_trips(void **state)
{
	(void)state;
	for (int64_t t = at("2026-01-01T00:00:00Z"); t < at("2027-01-01T00:00:00Z"); t += 3600) {
		struct civil c = zone_to_civil("Europe/Helsinki", t);
		int64_t back = zone_to_instant("Europe/Helsinki", c);
		/* only the second of the doubled hour differs: it reads back as the first */
		assert_true(back == t || t == at("2026-10-25T01:00:00Z"));
	}
}

static void an_end_is_the_clock_moved_on(void **state)
{
	static const int32_t minutes[] = {0, 30, 90, 720, 1439, 1440, 1441, 4000};
	static const char *const zones[] = {"Europe/Helsinki", "America/New_York", "Nowhere/Else"};
	(void)state;
	for (size_t z = 0; z < 3; z++)
		for (int32_t hour = 0; hour < 366 * 24; hour += 5) {
			struct civil start = civil_add_minutes(civil("2026-01-01T00:15"), hour * 60);
			int64_t at = zone_to_instant(zones[z], start);
			for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++) {
				int64_t end;
				assert_true(zone_span(zones[z], start, minutes[i], &end) == at);
				assert_true(end ==
					    zone_to_instant(zones[z], civil_add_minutes(start, minutes[i])));
			}
		}
}

static void *another_zone(void *user)
{
	struct civil *c = user;
	for (int i = 0; i < 2000; i++)
		*c = zone_to_civil("America/New_York", 1773223200 + i % 2);
	return NULL;
}

static void each_thread_has_its_own_zone(void **state)
{
	pthread_t thread;
	struct civil theirs;
	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, another_zone, &theirs), 0);
	for (int i = 0; i < 2000; i++) {
		assert_int_equal(zone_to_civil("Europe/Helsinki", 1773223200).hour, 12);
		assert_instant(zone_to_instant("Europe/Helsinki", civil("2026-03-29T03:30")), "2026-03-29T01:30:00Z");
	}
	pthread_join(thread, NULL);
	assert_int_equal(theirs.hour, 6);
}

TEST_MAIN(T(parses_only_whole_valid_dates), T(parses_instants_with_offsets), T(days_round_trip_and_weekdays),
	  T(spring_change_in_helsinki), T(autumn_change_in_helsinki), T(day_starts_over_changes),
	  T(unknown_zones_are_refused), T(every_hour_round_trips), T(an_end_is_the_clock_moved_on),
	  T(each_thread_has_its_own_zone))
