#include "unit.h"

#include "model/schedule.h"

static struct civil civil(const char *text)
{
	struct civil c = {0};
	assert_true(civil_parse(text, &c));
	return c;
}

static int64_t at(const char *text)
{
	int64_t t = 0;
	assert_true(instant_parse(text, &t));
	return t;
}

static struct schedule weekly(const char *start, const char *byday)
{
	return (struct schedule){.freq = SCHEDULE_WEEKLY,
				 .interval = 1,
				 .byday = byday,
				 .start = civil(start),
				 .duration_min = 90,
				 .zone = "Europe/Helsinki"};
}

/* The local starts in the window, separated by spaces ("2026-03-11T13:00:00 …"). */
static const char *starts(struct arena *a, const struct schedule *s, const char *from, const char *to)
{
	struct occurrence *v = NULL;
	size_t n = schedule_expand(s, at(from), at(to), SCHEDULE_OCCURRENCES_MAX, &v, a);
	char *text = arena_strdup(a, "");
	for (size_t i = 0; i < n; i++) {
		char one[20];
		civil_format(v[i].start, one);
		one[16] = '\0';
		text = arena_printf(a, "%s%s%s", text, i > 0 ? " " : "", one);
	}
	return text;
}

static void every_other_wednesday(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2026-03-11T13:00", "WE");
	s.interval = 2;
	assert_string_equal(starts(&a, &s, "2026-03-01T00:00:00Z", "2026-04-10T00:00:00Z"),
			    "2026-03-11T13:00 2026-03-25T13:00 2026-04-08T13:00");
	/* years later the rhythm is the same, and the clock is local on both sides of the change */
	s.start = civil("2016-03-09T13:00");
	assert_string_equal(starts(&a, &s, "2026-03-20T00:00:00Z", "2026-04-10T00:00:00Z"),
			    "2026-03-25T13:00 2026-04-08T13:00");
	arena_fini(&a);
}

static void local_clock_stays_over_the_change(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2026-03-22T12:00", "SU");
	struct occurrence *v = NULL;
	size_t n = schedule_expand(&s, at("2026-03-22T00:00:00Z"), at("2026-04-01T00:00:00Z"), 10, &v, &a);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].start_at, at("2026-03-22T10:00:00Z"));
	assert_int_equal(v[1].start_at, at("2026-03-29T09:00:00Z"));
	arena_fini(&a);
}

static void an_event_over_midnight_is_on_until_it_ends(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2026-03-13T22:00", "FR");
	s.duration_min = 240;
	assert_string_equal(starts(&a, &s, "2026-03-13T23:00:00Z", "2026-03-14T10:00:00Z"),
			    "2026-03-13T22:00");
	assert_string_equal(starts(&a, &s, "2026-03-14T00:00:00Z", "2026-03-14T10:00:00Z"),
			    ""); /* ended 02:00 */
	arena_fini(&a);
}

static void first_saturday_last_day_and_setpos(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2026-01-03T10:00", "1SA");
	s.freq = SCHEDULE_MONTHLY;
	assert_string_equal(starts(&a, &s, "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"),
			    "2026-01-03T10:00 2026-02-07T10:00 2026-03-07T10:00");
	s.byday = "MO,TU,WE,TH,FR";
	s.bysetpos = "-1";
	assert_string_equal(starts(&a, &s, "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
			    "2026-01-30T10:00 2026-02-27T10:00");
	arena_fini(&a);
}

static void exclusions_extras_season_until_and_count(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2026-03-02T17:00", "MO");
	struct civil ex[] = {civil("2026-03-09T17:00"), {.date = {2026, 3, 16}}};
	struct civil extra[] = {civil("2026-03-17T12:00"), civil("2026-03-02T17:00")};
	s.exdates = (struct civils){ex, 2};
	s.rdates = (struct civils){extra, 2};
	assert_string_equal(starts(&a, &s, "2026-03-01T00:00:00Z", "2026-03-25T00:00:00Z"),
			    "2026-03-02T17:00 2026-03-17T12:00 2026-03-23T17:00");
	s.exdates.n = s.rdates.n = 0;
	s.until = (struct date){2026, 3, 16};
	assert_string_equal(starts(&a, &s, "2026-03-01T00:00:00Z", "2027-03-25T00:00:00Z"),
			    "2026-03-02T17:00 2026-03-09T17:00 2026-03-16T17:00");
	s.until = (struct date){0};
	s.count = 2;
	assert_string_equal(starts(&a, &s, "2026-03-01T00:00:00Z", "2027-03-25T00:00:00Z"),
			    "2026-03-02T17:00 2026-03-09T17:00");
	s.count = 0;
	s.valid_from = (struct date){2026, 3, 8};
	s.valid_to = (struct date){2026, 3, 9};
	assert_string_equal(starts(&a, &s, "2026-03-01T00:00:00Z", "2027-03-25T00:00:00Z"),
			    "2026-03-09T17:00");
	arena_fini(&a);
}

static void leap_day_and_bounded_work(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2024-02-29T09:00", NULL);
	s.freq = SCHEDULE_YEARLY;
	assert_string_equal(starts(&a, &s, "2024-01-01T00:00:00Z", "2033-01-01T00:00:00Z"),
			    "2024-02-29T09:00 2028-02-29T09:00 2032-02-29T09:00");
	/* a date that never comes must not hang */
	s.bymonth = "2";
	s.bymonthday = "30";
	assert_string_equal(starts(&a, &s, "2024-01-01T00:00:00Z", "2033-01-01T00:00:00Z"), "");
	s = weekly("1970-01-01T09:00", NULL);
	s.freq = SCHEDULE_DAILY;
	assert_string_equal(starts(&a, &s, "2199-12-30T00:00:00Z", "2199-12-31T00:00:00Z"),
			    "2199-12-30T09:00");
	struct occurrence *v = NULL;
	assert_int_equal(
		schedule_expand(&s, at("1970-01-01T00:00:00Z"), at("2199-12-31T00:00:00Z"), 1 << 30, &v, &a),
		SCHEDULE_OCCURRENCES_MAX);
	arena_fini(&a);
}

static void nonsense_is_refused_with_its_field(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct schedule s = weekly("2026-03-02T17:00", "MO");
	assert_ok(schedule_check(&s, &e), e);
	s.byday = "MO;FREQ=SECONDLY";
	assert_false(schedule_check(&s, &e));
	s.byday = "XX";
	assert_false(schedule_check(&s, &e));
	assert_contains(e.text, "byday");
	s.byday = "MO";
	s.zone = "Mars/Base";
	assert_false(schedule_check(&s, &e));
	assert_contains(e.text, "zone");
	s.zone = "Europe/Helsinki";
	s.interval = 0;
	assert_false(schedule_check(&s, &e));
	assert_contains(e.text, "interval");
}

/* "Every month" changes nothing of a daily or weekly rule but has libical follow it. */
#define EVERY_MONTH "1,2,3,4,5,6,7,8,9,10,11,12"

static void plain_rules_are_what_libical_says(void **state)
{
	(void)state;
	static const char *const days[] = {NULL, "MO", "WE,FR", "SU,MO", "TU,TH,SA,SU", "MO,TU,WE,TH,FR"};
	static const char *const windows[][2] = {{"2026-03-11T00:00:00Z", "2026-07-09T00:00:00Z"},
						 {"2026-10-20T10:00:00Z", "2026-11-02T10:00:00Z"},
						 {"2031-12-30T00:00:00Z", "2032-03-05T00:00:00Z"}};
	unsigned seed = 1;
	for (int i = 0; i < 600; i++) {
		struct arena a = ARENA_INIT;
		unsigned r[6];
		for (size_t k = 0; k < 6; k++)
			r[k] = (seed = seed * 1103515245 + 12345) >> 16 & 0x7fff;
		struct schedule s = weekly("2026-03-02T17:00", days[r[0] % 6]);
		s.freq = r[1] % 3 == 0 ? SCHEDULE_DAILY : SCHEDULE_WEEKLY;
		s.interval = 1 + (int)(r[2] % 4);
		s.start.date = date_add((struct date){2024, 1, 1}, (int32_t)(r[3] % 1200));
		if (r[4] % 4 == 1)
			s.count = 1 + (int)(r[5] % 200);
		if (r[4] % 4 == 2)
			s.until = date_add(s.start.date, (int32_t)(r[5] % 900));
		for (size_t w = 0; w < 3; w++) {
			s.bymonth = NULL;
			const char *ours = starts(&a, &s, windows[w][0], windows[w][1]);
			s.bymonth = EVERY_MONTH;
			const char *theirs = starts(&a, &s, windows[w][0], windows[w][1]);
			if (strcmp(ours, theirs) != 0)
				fail_msg("case %d window %zu:\n%s\n%s", i, w, ours, theirs);
		}
		arena_fini(&a);
	}
}

TEST_MAIN(T(plain_rules_are_what_libical_says), T(every_other_wednesday),
	  T(local_clock_stays_over_the_change), T(an_event_over_midnight_is_on_until_it_ends),
	  T(first_saturday_last_day_and_setpos), T(exclusions_extras_season_until_and_count),
	  T(leap_day_and_bounded_work), T(nonsense_is_refused_with_its_field))
