#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/fs.h"
#include "spool/report.h"
#include "support/folder_case.h"

#define HOUR 3600
#define T0 (1773223200 + 600) /* 2026-03-11T10:10:00Z */

static size_t list(struct arena *a, const char ***names)
{
	size_t n;
	assert_true(report_list(folder, 100, a, names, &n, NULL));
	return n;
}

static int64_t count_of(const struct report_batch *b, const char *action, const char *subject)
{
	for (size_t i = 0; i < b->n_counts; i++)
		if (strcmp(b->counts[i].action, action) == 0 &&
		    strcmp(b->counts[i].subject != NULL ? b->counts[i].subject : "", subject) == 0)
			return b->counts[i].n;
	return 0;
}

static void an_hour_becomes_one_file(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	struct report *r = report_open(folder, T0, NULL);
	for (int i = 0; i < 3; i++)
		report_count(r, T0 + i, REPORT_OPEN, "peer", "le:1");
	report_count(r, T0, REPORT_VISIT, NULL, NULL);
	assert_true(report_tick(r, T0 + 10, NULL));
	assert_int_equal(list(&a, &names), 0);
	assert_true(report_tick(r, T0 + HOUR, NULL));
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, NULL, NULL));
	assert_string_equal(b.hour, "20260311T10");
	assert_int_equal(b.n_counts, 2);
	assert_int_equal(count_of(&b, "open", "le:1"), 3);
	assert_int_equal(count_of(&b, "visit", ""), 1);
	assert_true(report_remove(folder, names[0], NULL));
	assert_true(report_remove(folder, names[0], NULL));
	assert_int_equal(list(&a, &names), 0);
	report_close(r, T0 + HOUR);
	arena_fini(&a);
}

static void a_crash_loses_only_what_was_not_saved(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	struct report *r = report_open(folder, T0, NULL);
	report_count(r, T0, REPORT_PRINT, NULL, "le:1");
	assert_true(report_tick(r, T0 + REPORT_SAVE_S, NULL));
	report_count(r, T0 + REPORT_SAVE_S, REPORT_PRINT, NULL, "le:1");
	/* "crash": r is left as it is; another takes up the file */
	struct report *again = report_open(folder, T0 + 400, NULL);
	report_count(again, T0 + 400, REPORT_PRINT, NULL, "le:1");
	assert_true(report_tick(again, T0 + HOUR, NULL));
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, NULL, NULL));
	assert_int_equal(count_of(&b, "print", "le:1"), 2);
	report_close(again, T0 + HOUR);
	arena_fini(&a);
	report_close(r, T0 + 400);
}

static void a_finished_hour_left_by_a_crash_is_sent_later(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	struct report *r = report_open(folder, T0, NULL);
	report_count(r, T0, REPORT_HELP, NULL, NULL);
	report_close(r, T0);
	r = report_open(folder, T0 + 5 * HOUR, NULL);
	report_count(r, T0 + 5 * HOUR, REPORT_HELP, NULL, NULL);
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, NULL, NULL));
	assert_string_equal(b.hour, "20260311T10");
	report_close(r, T0 + 5 * HOUR);
	arena_fini(&a);
}

static void a_damaged_open_file_is_started_over(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	char path[128];
	const char **names;
	snprintf(path, sizeof path, "%s/open.json", folder);
	assert_true(fs_write_atomic(path, "{\"id\":", 6, NULL));
	struct report *r = report_open(folder, T0, NULL);
	assert_non_null(r);
	report_count(r, T0, REPORT_HELP, NULL, NULL);
	assert_true(report_tick(r, T0 + HOUR, NULL));
	assert_int_equal(list(&a, &names), 1);
	report_close(r, T0 + HOUR);
	arena_fini(&a);
}

static void files_do_not_tell_the_order(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	struct report *r = report_open(folder, T0, NULL);
	report_count(r, T0, REPORT_OPEN, NULL, "z");
	report_count(r, T0, REPORT_OPEN, NULL, "a");
	assert_true(report_tick(r, T0 + HOUR, NULL));
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, NULL, NULL));
	assert_string_equal(b.counts[0].subject, "a");
	report_close(r, T0 + HOUR);
	arena_fini(&a);
}

static void more_than_the_cap_goes_to_other(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	char subject[200];
	struct report *r = report_open(folder, T0, NULL);
	for (int i = 0; i < REPORT_MAX_COUNTS + 7; i++) {
		/* the longest and worst to write: quotes double in JSON */
		memset(subject, '"', sizeof subject);
		snprintf(subject + 100, sizeof subject - 100, "%d", i);
		report_count(r, T0, REPORT_OPEN, subject + 50, subject);
	}
	assert_true(report_tick(r, T0 + HOUR, NULL));
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, NULL, NULL));
	assert_int_equal(b.n_counts, REPORT_MAX_COUNTS + 1);
	assert_int_equal(count_of(&b, "open", "(other)"), 7);
	report_close(r, T0 + HOUR);
	arena_fini(&a);
}

static void long_and_dirty_texts_are_cut_at_a_character(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	char subject[300] = "x\n\t";
	for (int i = 0; i < 100; i++)
		strcat(subject, "ä");
	struct report *r = report_open(folder, T0, NULL);
	report_count(r, T0, REPORT_SEARCH, NULL, subject);
	assert_true(report_tick(r, T0 + HOUR, NULL));
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, NULL, NULL));
	assert_int_equal(strlen(b.counts[0].subject), REPORT_TEXT_BYTES - 2); /* 1 + 59 * 2 */
	report_close(r, T0 + HOUR);
	arena_fini(&a);
}

static void flags_are_written_at_once(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	struct report_batch b;
	struct buf json = BUF_INIT;
	struct report *r = report_open(folder, T0, NULL);
	assert_true(report_flag(r, T0, "le:helsinki:abc", "time", NULL));
	assert_int_equal(list(&a, &names), 1);
	assert_true(report_read(folder, names[0], &a, &b, &json, NULL));
	assert_int_equal(b.kind, REPORT_KIND_FLAG);
	assert_string_equal(b.subject, "le:helsinki:abc");
	assert_string_equal(b.why, "time");
	assert_non_null(strstr(buf_str(&json), "\"kind\":\"flag\""));
	buf_fini(&json);
	report_close(r, T0);
	arena_fini(&a);
}

static void old_files_go_when_there_are_too_many(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	const char **names;
	char path[256];
	for (int i = 0; i < REPORT_MAX_FILES; i++) {
		snprintf(path, sizeof path, "%s/f-20260101T%02d-%08x.json", folder, i % 24, i);
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fclose(f);
	}
	struct report *r = report_open(folder, T0, NULL);
	assert_true(report_flag(r, T0, "x", "time", NULL));
	size_t n;
	assert_true(report_list(folder, SIZE_MAX, &a, &names, &n, NULL));
	assert_int_equal(n, REPORT_MAX_FILES);
	assert_string_equal(names[0], "f-20260101T00-00000018.json"); /* the very oldest is gone */
	report_close(r, T0);
	arena_fini(&a);
}

static void strange_names_are_not_removed(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	assert_false(report_remove(folder, "open.json", &e));
	assert_int_equal(e.kind, ERROR_INPUT);
	assert_false(report_remove(folder, "../x", &e));
}

static void heartbeat_survives_the_round_trip(void **state)
{
	(void)state;
	struct heartbeat h = {.at_s = T0,
			      .frames = 1234567890123,
			      .displayed_seq = 812,
			      .touch_ok = true,
			      .version = "0.1.0"},
			 back;
	struct error e = ERROR_INIT;
	assert_false(heartbeat_read(folder, &back, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(heartbeat_write(folder, &h, NULL));
	assert_true(heartbeat_read(folder, &back, NULL));
	assert_int_equal(back.frames, 1234567890123);
	assert_int_equal(back.displayed_seq, 812);
	assert_true(back.touch_ok);
	assert_false(back.display_ok);
	assert_string_equal(back.version, "0.1.0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_CASE(an_hour_becomes_one_file),
		FOLDER_CASE(a_crash_loses_only_what_was_not_saved),
		FOLDER_CASE(a_finished_hour_left_by_a_crash_is_sent_later),
		FOLDER_CASE(a_damaged_open_file_is_started_over),
		FOLDER_CASE(files_do_not_tell_the_order),
		FOLDER_CASE(more_than_the_cap_goes_to_other),
		FOLDER_CASE(long_and_dirty_texts_are_cut_at_a_character),
		FOLDER_CASE(flags_are_written_at_once),
		FOLDER_CASE(old_files_go_when_there_are_too_many),
		FOLDER_CASE(strange_names_are_not_removed),
		FOLDER_CASE(heartbeat_survives_the_round_trip),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
