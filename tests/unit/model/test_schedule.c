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

/* A rule once as it is and once as a yearly rule of the same dates, which libical follows. */
struct twin {
	enum schedule_freq freq;
	const char *byday, *bymonthday, *bymonth, *bysetpos;
	const char *yearly_byday, *yearly_bymonthday, *yearly_bymonth;
};

#define EVERY_MONTH "1,2,3,4,5,6,7,8,9,10,11,12"
#define EVERY_DAY "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31"

static const struct twin twins[] = {
	{SCHEDULE_DAILY, NULL, NULL, NULL, NULL, NULL, EVERY_DAY, EVERY_MONTH},
	{SCHEDULE_DAILY, "MO,TU,WE,TH,FR", NULL, NULL, NULL, "MO,TU,WE,TH,FR", NULL, EVERY_MONTH},
	{SCHEDULE_DAILY, NULL, NULL, "2,7", NULL, NULL, EVERY_DAY, "2,7"},
	{SCHEDULE_WEEKLY, "MO", NULL, NULL, NULL, "MO", NULL, EVERY_MONTH},
	{SCHEDULE_WEEKLY, "SU,WE", NULL, "1,2,3,9,10,11,12", NULL, "SU,WE", NULL, "1,2,3,9,10,11,12"},
	{SCHEDULE_MONTHLY, "1SA", NULL, NULL, NULL, "1SA", NULL, EVERY_MONTH},
	{SCHEDULE_MONTHLY, "-1SU,2TU", NULL, NULL, NULL, "-1SU,2TU", NULL, EVERY_MONTH},
	{SCHEDULE_MONTHLY, "5FR", NULL, "1,3,5,8,10,12", NULL, "5FR", NULL, "1,3,5,8,10,12"},
	{SCHEDULE_MONTHLY, "TH", NULL, NULL, NULL, "TH", NULL, EVERY_MONTH},
	{SCHEDULE_MONTHLY, NULL, "15,-1", NULL, NULL, NULL, "15,-1", EVERY_MONTH},
	{SCHEDULE_MONTHLY, NULL, "31", NULL, NULL, NULL, "31", EVERY_MONTH},
};

static void daily_weekly_and_monthly_rules_are_what_libical_says(void **state)
{
	(void)state;
	static const char *const windows[][2] = {{"2026-03-11T00:00:00Z", "2026-07-09T00:00:00Z"},
						 {"2026-10-20T10:00:00Z", "2026-11-02T10:00:00Z"},
						 {"2027-12-30T00:00:00Z", "2028-03-05T00:00:00Z"}};
	unsigned seed = 1;
	for (size_t i = 0; i < 660; i++) {
		struct arena a = ARENA_INIT;
		unsigned r[3];
		for (size_t k = 0; k < 3; k++)
			r[k] = (seed = seed * 1103515245 + 12345) >> 16 & 0x7fff;
		const struct twin *t = &twins[i % (sizeof twins / sizeof twins[0])];
		struct schedule ours = weekly("2026-03-02T17:00", t->byday), theirs;
		ours.start.date = date_add((struct date){2025, 1, 1}, (int32_t)(r[0] % 900));
		if (r[1] % 4 == 1)
			ours.count = 1 + (int)(r[2] % 60);
		if (r[1] % 4 == 2)
			ours.until = date_add(ours.start.date, (int32_t)(r[2] % 900));
		theirs = ours;
		ours.freq = t->freq;
		ours.bymonthday = t->bymonthday;
		ours.bymonth = t->bymonth;
		theirs.freq = SCHEDULE_YEARLY;
		theirs.byday = t->yearly_byday;
		theirs.bymonthday = t->yearly_bymonthday;
		theirs.bymonth = t->yearly_bymonth;
		for (size_t w = 0; w < 3; w++) {
			const char *x = starts(&a, &ours, windows[w][0], windows[w][1]);
			const char *y = starts(&a, &theirs, windows[w][0], windows[w][1]);
			if (strcmp(x, y) != 0)
				fail_msg("case %zu window %zu:\n%s\n%s", i, w, x, y);
		}
		arena_fini(&a);
	}
}

/* Expected dates are those of python-dateutil. */
static void intervals_and_positions(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct schedule s = weekly("2026-01-31T10:00", NULL);
	s.freq = SCHEDULE_MONTHLY; /* only months that have a 31st */
	assert_string_equal(starts(&a, &s, "2026-02-01T00:00:00Z", "2026-08-01T00:00:00Z"),
			    "2026-03-31T10:00 2026-05-31T10:00 2026-07-31T10:00");
	s.interval = 3; /* January, April, July, October */
	s.bymonthday = "-1";
	assert_string_equal(starts(&a, &s, "2026-02-01T00:00:00Z", "2026-12-01T00:00:00Z"),
			    "2026-04-30T10:00 2026-07-31T10:00 2026-10-31T10:00");
	s = weekly("2026-01-05T10:00", "MO,TU,WE,TH,FR");
	s.freq = SCHEDULE_MONTHLY;
	s.bysetpos = "2,-1"; /* the second and the last working day */
	assert_string_equal(starts(&a, &s, "2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z"),
			    "2026-02-03T10:00 2026-02-27T10:00 2026-03-03T10:00 2026-03-31T10:00");
	s = weekly("2020-01-06T10:00", "MO,SU"); /* weeks begin on Monday; years later still in step */
	s.interval = 3;
	assert_string_equal(starts(&a, &s, "2026-03-01T00:00:00Z", "2026-04-10T00:00:00Z"),
			    "2026-03-02T10:00 2026-03-08T10:00 2026-03-23T10:00 2026-03-29T10:00");
	s = weekly("2020-01-06T10:00", NULL);
	s.freq = SCHEDULE_DAILY;
	s.interval = 100;
	assert_string_equal(starts(&a, &s, "2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"),
			    "2026-01-14T10:00 2026-04-24T10:00 2026-08-02T10:00 2026-11-10T10:00");
	arena_fini(&a);
}

TEST_MAIN(T(daily_weekly_and_monthly_rules_are_what_libical_says), T(intervals_and_positions),
	  T(every_other_wednesday), T(local_clock_stays_over_the_change),
	  T(an_event_over_midnight_is_on_until_it_ends), T(first_saturday_last_day_and_setpos),
	  T(exclusions_extras_season_until_and_count), T(leap_day_and_bounded_work),
	  T(nonsense_is_refused_with_its_field))
