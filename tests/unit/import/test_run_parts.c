/* The pieces a run is made of: cutting items, spans of time, weeks, tables, sets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "import/id_set.h"
#include "import/item_stream.h"
#include "import/run.h"
#include "import/str_map.h"
#include "import/tables.h"
#include "import/tally.h"
#include "import/times.h"
#include "import/week.h"

static struct arena a;

struct got {
	char items[512];
	size_t skipped;
};

static bool on_item(void *user, const char *text, size_t len)
{
	struct got *g = user;
	snprintf(g->items + strlen(g->items), sizeof g->items - strlen(g->items), "%.*s|", (int)len, text);
	return strstr(text, "stop") == NULL;
}

static void on_skip(void *user, size_t number, const char *why)
{
	(void)number, (void)why;
	((struct got *)user)->skipped++;
}

/* The items of the text, fed `step` bytes at a time; NULL when the document is damaged. */
static const char *cut(const char *text, size_t step, struct got *g, char *rest, size_t rest_size)
{
	struct item_handler h = {.on_item = on_item, .on_skip = on_skip, .user = g};
	struct item_stream *s = item_stream_new("data|items", &h);
	bool ok = true;
	*g = (struct got){.skipped = 0};
	size_t len = strlen(text);
	for (size_t at = 0; ok && at < len; at += step)
		ok = item_stream_feed(s, text + at, len - at < step ? len - at : step, NULL);
	ok = ok && item_stream_end(s, NULL);
	snprintf(rest, rest_size, "%s", item_stream_rest(s));
	item_stream_free(s);
	return ok ? g->items : NULL;
}

static void items_are_cut_at_any_boundary(void **state)
{
	(void)state;
	struct got g;
	char rest[128];
	const char *doc = "{\"meta\":{\"data\":[1]},\"data\":[{\"x\":\"]}\\\"\"},{\"y\":[[]]}],\"z\":1}";
	for (size_t step = 1; step < 20; step++) {
		assert_string_equal(cut(doc, step, &g, rest, sizeof rest),
				    "{\"x\":\"]}\\\"\"}|{\"y\":[[]]}|");
		assert_string_equal(rest, "{\"meta\":{\"data\":[1]},\"data\":[],\"z\":1}");
	}
	assert_string_equal(cut("[{\"a\":1},{\"b\":2}]", 3, &g, rest, sizeof rest), "{\"a\":1}|{\"b\":2}|");
	assert_string_equal(cut("{\"a\":{\"data\":[{}]}}", 3, &g, rest, sizeof rest),
			    "{\"a\":{\"data\":[{}]}}|");
	assert_string_equal(cut("\xef\xbb\xbf{\"items\":[]}", 1, &g, rest, sizeof rest), "");
}

static void damaged_documents_are_noticed(void **state)
{
	(void)state;
	struct got g;
	char rest[128];
	static const char *const bad[] = {"",
					  "  ",
					  "<html>",
					  "{\"data\":[{}",
					  "{\"data\":[}]",
					  "[{}]]",
					  "{}{}",
					  "{\"data\":[{\"a\":\"x"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_null(cut(bad[i], 2, &g, rest, sizeof rest));
	assert_null(cut("[{\"stop\":1},{\"b\":2}]", 2, &g, rest, sizeof rest));
	assert_string_equal(g.items, "{\"stop\":1}|");
}

static struct when when(const char *s)
{
	return when_parse(s, "Europe/Helsinki");
}

static void times_come_in_many_forms(void **state)
{
	(void)state;
	struct when w = when("2026-10-05T10:15:00.000Z");
	assert_true(w.has_time && w.local.hour == 13 && w.local.minute == 15);
	w = when("2026-12-05T10:15:00+02:00");
	assert_int_equal(w.local.hour, 10);
	assert_false(when("2026-12-05").has_time);
	assert_true(when("2026-12-05").set);
	static const char *const absurd[] = {"",           "0001-01-01", "9999-01-01T00:00:00Z",
					     "2026-02-30", "x",          "2026-13-01"};
	for (size_t i = 0; i < sizeof absurd / sizeof absurd[0]; i++)
		assert_false(when(absurd[i]).set);
	assert_false(when_from_ms(1e18, "Europe/Helsinki").set);
}

static void spans_over_the_clock_change_keep_the_wall_clock(void **state)
{
	(void)state;
	struct schedule s;
	struct when from = when("2026-03-28T22:00:00+02:00");
	struct when to = when("2026-03-29T05:00:00+03:00");
	assert_int_equal(schedule_from_span(&s, &from, &to, "Europe/Helsinki"), SPAN_OK);
	assert_int_equal(s.duration_min, 420);
	from = when("2026-12-01");
	to = when("2026-12-03");
	assert_int_equal(schedule_from_span(&s, &from, &to, "Europe/Helsinki"), SPAN_OK);
	assert_int_equal(s.duration_min, 3 * 1440);
	to = when("2026-11-30T10:00:00Z");
	from = when("2026-12-01T10:00:00Z");
	assert_int_equal(schedule_from_span(&s, &from, &to, "Europe/Helsinki"), SPAN_END_BEFORE_START);
	assert_int_equal(s.duration_min, 0);
}

static void equal_days_become_one_schedule(void **state)
{
	(void)state;
	struct week w = {0};
	struct week_line like = {.minutes_from = 540, .minutes_to = 900};
	week_add(&w, 5, like);
	week_add(&w, 1, like);
	week_add(&w, 1, like);
	week_add(&w, 6, (struct week_line){.minutes_from = 1320, .minutes_to = 120});
	struct schedule *s = week_schedules(&w, (struct civils){0}, "Europe/Helsinki", &a);
	assert_int_equal(w.n, 2);
	assert_string_equal(s[0].byday, "MO,FR");
	assert_int_equal(date_weekday(s[0].start.date), 1);
	assert_string_equal(s[1].byday, "SA");
	assert_int_equal(s[1].duration_min, 240); /* 22:00 to 02:00 */
}

static void tables_of_the_project_are_sound(void **state)
{
	(void)state;
	struct tables t;
	struct error e = ERROR_INIT;
	if (!tables_load(&t, "assets/topics", &a, &e))
		fail_msg("%s", e.text);
	size_t north = municipalities_of_region(&t, "Pohjois-Pohjanmaa", &a).n;
	assert_int_equal(north, 30);
	for (size_t i = 0; i < t.n_municipalities; i++) {
		assert_true(t.municipalities[i].has_position);
		assert_ptr_equal(municipality_by_code(&t, t.municipalities[i].code), &t.municipalities[i]);
	}
	assert_string_equal(municipality_by_name(&t, "ULEÅBORG")->code, "564");
	assert_string_equal(municipality_by_code(&t, "9")->name_fi, "Alavieska");
	assert_null(municipality_by_name(&t, "Atlantis"));
}

static void votes_do_not_depend_on_order(void **state)
{
	(void)state;
	struct tables t;
	assert_true(tables_load(&t, "assets/topics", &a, NULL));
	static const char *const codes[] = {"yso:p4354", "yso:p916", "yso:p2433", "yso:p14004"};
	struct votes one = {0};
	struct votes two = {0};
	for (size_t i = 0; i < 4; i++) {
		assert_true(votes_code(&one, &t, "yso", codes[i]));
		assert_true(votes_code(&two, &t, "yso", codes[3 - i]));
	}
	struct activity x = {0};
	struct activity y = {0};
	votes_take(&one, &x, &a);
	votes_take(&two, &y, &a);
	assert_int_equal(x.topics.n, TOPICS_OF_RECORD_MAX);
	assert_string_equal(x.topics.v[0], "old");
	for (size_t i = 0; i < x.topics.n; i++)
		assert_string_equal(x.topics.v[i], y.topics.v[i]);
	for (size_t i = 0; i < x.keywords.n; i++)
		assert_string_equal(x.keywords.v[i], y.keywords.v[i]);
	assert_false(votes_code(&one, &t, "yso", "yso:p999999999"));
	struct votes words = {0};
	votes_text(&words, &t, "Surevien vertaistukiryhmä, ei eroa muista", &a);
	assert_int_equal(words.n_topics, 2); /* mind and peer; "eroa" is not "ero" */
}

static void sets_and_maps_grow(void **state)
{
	(void)state;
	struct id_set *s = id_set_new();
	struct str_map *m = str_map_new(&a);
	char key[24];
	for (int i = 0; i < 20000; i++) {
		snprintf(key, sizeof key, "id-%d", i % 10000);
		assert_int_equal(id_set_add(s, key), i < 10000);
		str_map_put(m, key, i < 10000 ? "old" : "new");
	}
	assert_int_equal(str_map_count(m), 10000);
	assert_string_equal(str_map_get(m, "id-77"), "new");
	assert_string_equal(str_map_key(m, 77), "id-77");
	assert_null(str_map_get(m, "id-10000"));
	assert_null(str_map_get(m, NULL));
	id_set_free(s);
	str_map_free(m);
}

static void a_next_page_is_at_the_same_host(void **state)
{
	struct run r;
	(void)state;
	run_init(&r);
	assert_string_equal(url_next(&r, "https://a.example/x", "https://a.example/x?page=2"), "https://a.example/x?page=2");
	assert_string_equal(url_next(&r, "https://a.example/x", "http://a.example/x?page=2"), "https://a.example/x?page=2");
	/* configured as http, led to https */
	assert_string_equal(url_next(&r, "http://a.example/x", "https://a.example/x?page=2"), "https://a.example/x?page=2");
	assert_string_equal(url_next(&r, "http://a.example:8080/x", "http://a.example:8080/y"), "http://a.example:8080/y");
	assert_null(url_next(&r, "https://a.example/x", "https://b.example/x"));
	assert_null(url_next(&r, "http://a.example/x", "https://b.example/x"));
	assert_null(url_next(&r, "https://a.example/x", "ftp://a.example/x"));
	assert_null(url_next(&r, "https://a.example/x", "/x?page=2"));
	run_fini(&r);
}

static void reasons_are_counted_within_a_cap(void **state)
{
	(void)state;
	struct tally t = {.total = 0};
	char why[24];
	for (int i = 0; i < 100; i++) {
		snprintf(why, sizeof why, "reason %d", i);
		tally_add(&t, why, "x");
		tally_add(&t, "same", "first");
	}
	assert_int_equal(t.total, 200);
	assert_int_equal(t.n_reasons, TALLY_REASONS_MAX);
	assert_int_equal(t.reason[1].n, 100);
	assert_string_equal(t.reason[TALLY_REASONS_MAX - 1].why, "other reasons");
}

static int free_arena(void **state)
{
	(void)state;
	arena_fini(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_cut_at_any_boundary),
		cmocka_unit_test(damaged_documents_are_noticed),
		cmocka_unit_test(times_come_in_many_forms),
		cmocka_unit_test(spans_over_the_clock_change_keep_the_wall_clock),
		cmocka_unit_test(equal_days_become_one_schedule),
		cmocka_unit_test(tables_of_the_project_are_sound),
		cmocka_unit_test(votes_do_not_depend_on_order),
		cmocka_unit_test(sets_and_maps_grow),
		cmocka_unit_test(a_next_page_is_at_the_same_host),
		cmocka_unit_test(reasons_are_counted_within_a_cap),
	};
	return cmocka_run_group_tests(tests, NULL, free_arena);
}
