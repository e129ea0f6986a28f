#include "unit/cache/fixture.h"

static const struct list_filter all = {0};

static void test_soonest_and_nearest_first(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	put_activity(f, "today-80km", event("a", "2026-03-11T18:00"), "p-80km");
	put_activity(f, "tomorrow-2km", event("b", "2026-03-12T10:00"), "p-2km");
	put_activity(f, "today-here", event("c", "2026-03-11T18:00"), "p-home");
	put_activity(f, "ongoing-here", event("d", NULL), "p-home");
	put_activity(f, "today-here-later", event("e", "2026-03-11T19:00"), "p-home");
	commit(f);
	assert_list(f, all, "today-here today-here-later tomorrow-2km ongoing-here today-80km");
	assert_list(f, (struct list_filter){.by_clock = true},
		    "today-here today-80km today-here-later tomorrow-2km ongoing-here");
	struct cards cards = list(f, all);
	assert_true(cards.v[0].here);
	assert_true(cards.v[0].distance_m == 0);
	assert_false(cards.v[2].here);
	assert_in_range((int)cards.v[2].distance_m, 1990, 2010);
	assert_int_equal(cards.n_free, 5);
	assert_string_equal(cards.v[0].place_name, "Talo");
	assert_string_equal(cards.v[0].city, "Oulu");
	assert_int_equal(cards.v[0].start.hour, 18);
}

static void test_pages_of_a_list(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_centre(f);
	for (int i = 0; i < 25; i++) {
		char id[16], start[32];
		snprintf(id, sizeof id, "a%02d", i);
		snprintf(start, sizeof start, "2026-03-12T%02d:%02d", 8 + i / 6, i % 6 * 10);
		put_activity(f, id, event(id, start), "p-home");
	}
	commit(f);
	struct cards page;
	assert_ok(cache_list(reader(f), &f->view, &all, 20, 10, &page, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &page), "a20 a21 a22 a23 a24");
	assert_int_equal(page.total, 25);
	assert_ok(cache_list(f->c, &f->view, &all, 5, 3, &page, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &page), "a05 a06 a07");
	assert_ok(cache_list(f->c, &f->view, &all, 25, SIZE_MAX, &page, &f->a, &f->e), f->e);
	assert_int_equal(page.n, 0);
}

static void test_filters(void **state)
{
	struct fixture *f = *state;
	static const char *sv[] = {"sv"}, *ar[] = {"ar", "fi"}, *loop[] = {"loop", "wheelchair"},
			  *t2[] = {"t1", "t2"};
	struct record r;
	begin(f);
	put_centre(f);
	r = event("a", "2026-03-11T18:00");
	r.activity.languages = (struct strs){sv, 1};
	r.activity.price = PRICE_PAID;
	put_activity(f, "swedish", r, "p-home");
	r = event("b", "2026-03-14T18:00");
	r.activity.languages = (struct strs){ar, 2};
	r.activity.access = (struct strs){loop, 2};
	put_activity(f, "arabic", r, "p-near");
	r = event("c", "2026-03-17T18:00");
	r.activity.topics = (struct strs){t2, 2};
	r.activity.age_min = 60;
	put_activity(f, "old", r, "p-2km");
	r = event("d", NULL);
	r.activity.attend = ATTEND_PHONE;
	r.activity.age_min = 10;
	r.activity.age_max = 25;
	put_activity(f, "phone", r, NULL);
	commit(f);
	assert_list(f, (struct list_filter){.topic = "t2"}, "old");
	assert_list(f, (struct list_filter){.topic = "nothing"}, "");
	assert_list(f, (struct list_filter){.when = WHEN_TODAY}, "swedish");
	assert_list(f, (struct list_filter){.when = WHEN_WEEK}, "swedish arabic"); /* until Sunday the 15th */
	assert_list(f, (struct list_filter){.where = WHERE_NEAR}, "swedish arabic");
	assert_list(f, (struct list_filter){.where = WHERE_CENTRE_AREA}, "swedish arabic old");
	assert_list(f, (struct list_filter){.where = WHERE_REMOTE}, "phone");
	assert_list(f, (struct list_filter){.language = "sv"}, "swedish");
	assert_list(f, (struct list_filter){.language = "fi"}, "arabic old phone"); /* unsaid is Finnish */
	assert_list(f, (struct list_filter){.language = "other"}, "arabic");
	assert_list(f, (struct list_filter){.language = "so"}, "");
	assert_list(f, (struct list_filter){.free = true}, "arabic old phone");
	assert_list(f, (struct list_filter){.wheelchair = true}, "arabic");
	assert_list(f, (struct list_filter){.loop = true}, "arabic");
	assert_list(f, (struct list_filter){.age = 70}, "swedish arabic old");
	assert_list(f, (struct list_filter){.age = 20}, "swedish arabic phone");
	assert_list(f, (struct list_filter){.attend = ATTEND_PHONE}, "phone");
	assert_list(f, (struct list_filter){.events_only = true}, "swedish arabic old");
}

static void test_past_and_expired_disappear_unless_time_is_unknown(void **state)
{
	struct fixture *f = *state;
	struct record r;
	begin(f);
	put_centre(f);
	put_activity(f, "over", event("a", "2026-03-11T10:00"), "p-home");    /* until 11:30 */
	put_activity(f, "running", event("b", "2026-03-11T11:30"), "p-home"); /* until 13:00 */
	r = event("c", NULL);
	r.activity.expires_at = f->now + 60;
	put_activity(f, "expiring", r, "p-home");
	commit(f);
	assert_list(f, all, "running expiring");
	f->view.now = f->now + 60;
	assert_list(f, all, "running");
	f->view.now = at("2026-03-11T13:00");
	assert_list(f, all, "");
	f->view.now = f->now; /* the clock was set back */
	assert_list(f, all, "running expiring");
	f->view.now = INSTANT_NONE;
	assert_list(f, (struct list_filter){.by_clock = true}, "over running expiring");
	assert_list(f, (struct list_filter){.when = WHEN_TODAY}, "over running expiring");
}

static void test_unknown_end_counts_an_hour(void **state)
{
	struct fixture *f = *state;
	struct record r = event("a", "2026-03-11T12:00");
	r.activity.schedules->duration_min = 0;
	begin(f);
	put_activity(f, "open-end", r, NULL);
	commit(f);
	struct cards cards = list(f, all);
	assert_int_equal(cards.n, 1);
	assert_true(cards.v[0].end_at == cards.v[0].start_at);
	f->view.now = at("2026-03-11T13:00");
	assert_list(f, all, "");
}

static void test_far_future_has_its_time_and_finished_series_is_gone(void **state)
{
	struct fixture *f = *state;
	struct record r;
	begin(f);
	put_activity(f, "far", event("a", "2026-11-20T12:00"), NULL);
	r = weekly("b", "2025-01-01T12:00");
	r.activity.type = ACTIVITY_ONGOING;
	r.activity.schedules->until = (struct date){2025, 12, 31};
	put_activity(f, "finished", r, NULL);
	commit(f);
	struct cards cards = list(f, all);
	assert_string_equal(ids_of(f, &cards), "far");
	assert_int_equal(cards.v[0].start.date.month, 11);
}

static void test_cancelled_and_moved_occurrences(void **state)
{
	struct fixture *f = *state;
	struct exception ex[2] = {
		{.start = civil_at("2026-03-11T09:00"), .status = STATUS_CANCELLED},
		{.start = civil_at("2026-03-18T09:00"),
		 .status = STATUS_RESCHEDULED,
		 .to = civil_at("2026-03-19T14:00")},
	};
	struct record r = weekly("a", "2026-03-04T09:00");
	r.activity.exceptions = ex;
	r.activity.n_exceptions = 2;
	begin(f);
	put_activity(f, "a", r, NULL);
	commit(f);
	struct cards cards = list(f, all); /* 12:15, but it is told until the day is over */
	assert_int_equal(cards.v[0].status, STATUS_CANCELLED);
	assert_int_equal(cards.v[0].start.date.day, 11);
	f->view.now = at("2026-03-12T00:00");
	cards = list(f, all);
	assert_int_equal(cards.v[0].status, STATUS_RESCHEDULED);
	assert_int_equal(cards.v[0].start.date.day, 19);
	assert_int_equal(cards.v[0].start.hour, 14);
	struct detail d;
	assert_ok(cache_detail(f->c, &f->view, "a", &d, &f->a, &f->e), f->e);
	assert_int_equal(d.n_next, 10);
	assert_int_equal(d.next_status[0], STATUS_RESCHEDULED);
	assert_int_equal(d.next_status[1], STATUS_SCHEDULED);
	assert_int_equal(d.next[1].start.date.day, 25);
}

static void test_calendar_counts_what_its_lists_show(void **state)
{
	struct fixture *f = *state;
	struct record r;
	size_t counts[7];
	begin(f);
	put_centre(f);
	put_activity(f, "weekly", weekly("a", "2026-03-04T18:00"), "p-home");
	r = event("b", "2026-03-10T10:00");
	r.activity.schedules->duration_min = 4 * 1440;
	put_activity(f, "exhibition", r, "p-home");
	put_activity(f, "night", event("c", "2026-03-12T23:30"), "p-home");
	put_activity(f, "over", event("d", "2026-03-11T08:00"), "p-home");
	put_activity(f, "ongoing", event("e", NULL), "p-home");
	commit(f);
	struct date today = {2026, 3, 11};
	assert_ok(cache_days(reader(f), &f->view, today, 7, counts, &f->e), f->e);
	const size_t expect[7] = {2, 2, 1, 1, 0, 0, 0};
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(counts[i], expect[i]);
		struct list_filter day = {
			.when = WHEN_DAY, .day = date_add(today, (int32_t)i), .each_occurrence = true};
		assert_int_equal(list(f, day).total, expect[i]);
	}
	assert_list(f, (struct list_filter){.when = WHEN_DAY, .day = today}, "exhibition weekly");
	struct cards cards = list(f, (struct list_filter){.when = WHEN_DAY, .day = {2026, 3, 18}});
	assert_string_equal(ids_of(f, &cards), "weekly");
	assert_int_equal(cards.v[0].start.date.day, 18); /* the asked occurrence, not the next */
	cards = list(f, (struct list_filter){.each_occurrence = true, .when = WHEN_WEEK});
	assert_string_equal(ids_of(f, &cards), "exhibition weekly night");
}

static void test_calendar_stays_within_reach(void **state)
{
	struct fixture *f = *state;
	struct record r;
	size_t counts[1];
	begin(f);
	put_centre(f);
	put_activity(f, "here", event("a", "2026-03-11T18:00"), "p-2km");
	put_activity(f, "far", event("b", "2026-03-11T18:00"), "p-80km");
	r = event("c", "2026-03-11T18:00");
	r.activity.attend = ATTEND_ONLINE;
	put_activity(f, "online", r, NULL);
	commit(f);
	struct date today = {2026, 3, 11};
	assert_list(f, (struct list_filter){.when = WHEN_DAY, .day = today, .where = WHERE_REACHABLE, .by_clock = true},
		    "here online");
	assert_ok(cache_days(reader(f), &f->view, today, 1, counts, &f->e), f->e);
	assert_int_equal(counts[0], 2);
}

static void test_changing_clocks_and_midnight(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_activity(f, "weekly", weekly("a", "2026-03-22T09:00"), NULL);
	commit(f);
	struct cards before = list(f, (struct list_filter){.when = WHEN_DAY, .day = {2026, 3, 22}});
	struct cards after = list(f, (struct list_filter){.when = WHEN_DAY, .day = {2026, 3, 29}});
	assert_int_equal(before.v[0].start.hour, 9);
	assert_int_equal(after.v[0].start.hour, 9);
	assert_int_equal(after.v[0].start_at - before.v[0].start_at, 7 * 86400 - 3600);
}

static void test_remote_help_is_for_its_area(void **state)
{
	struct fixture *f = *state;
	static const char *helsinki[] = {"091"}, *oulu[] = {"564", "678"};
	struct record r = event("a", NULL);
	r.activity.attend = ATTEND_PHONE;
	begin(f);
	put_centre(f);
	r.activity.areas = (struct strs){helsinki, 1};
	put_activity(f, "helsinki", r, NULL);
	r.activity.areas = (struct strs){oulu, 2};
	put_activity(f, "oulu", r, NULL);
	put_activity(f, "site-2km", event("c", "2026-03-13T10:00"), "p-2km");
	commit(f);
	assert_list(f, all, "site-2km oulu helsinki");
}

TEST_MAIN(CASE(test_soonest_and_nearest_first), CASE(test_pages_of_a_list), CASE(test_filters),
	  CASE(test_past_and_expired_disappear_unless_time_is_unknown), CASE(test_unknown_end_counts_an_hour),
	  CASE(test_far_future_has_its_time_and_finished_series_is_gone),
	  CASE(test_cancelled_and_moved_occurrences), CASE(test_calendar_counts_what_its_lists_show),
	  CASE(test_calendar_stays_within_reach),
	  CASE(test_changing_clocks_and_midnight), CASE(test_remote_help_is_for_its_area))
