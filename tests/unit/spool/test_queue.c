#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/fs.h"
#include "spool/print_limit.h"
#include "spool/queue.h"
#include "spool/slip.h"
#include "support/folder_case.h"

static struct slip_item item = {.title = "Kahvihetki"};
static const struct slip slip = {.lang = "fi", .centre = "Keskus", .items = &item, .n_items = 1};

static void put(const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static bool next(struct queue_job *job)
{
	bool found;
	assert_true(queue_next(folder, job, &found, NULL));
	return found;
}

static void oldest_comes_first(void **state)
{
	(void)state;
	char a[QUEUE_NAME_BYTES], b[QUEUE_NAME_BYTES];
	struct queue_job job;
	assert_false(next(&job));
	assert_true(queue_drop(folder, &slip, 2000, b, NULL));
	assert_true(queue_drop(folder, &slip, 1000, a, NULL));
	assert_true(next(&job));
	assert_string_equal(job.name, a);
	assert_int_equal(job.dropped_ms, 1000);
	assert_int_equal(job.state, QUEUE_WAITING);
	assert_true(queue_finish(folder, &job, NULL));
	assert_true(next(&job));
	assert_string_equal(job.name, b);
}

static void an_interrupted_job_comes_before_older_waiting_ones(void **state)
{
	(void)state;
	char a[QUEUE_NAME_BYTES], b[QUEUE_NAME_BYTES];
	struct queue_job job;
	assert_true(queue_drop(folder, &slip, 2000, b, NULL));
	assert_true(next(&job));
	assert_true(queue_move(folder, &job, QUEUE_PRINTING, NULL));
	assert_true(queue_drop(folder, &slip, 1000, a, NULL));
	assert_true(next(&job));
	assert_string_equal(job.name, b);
	assert_int_equal(job.state, QUEUE_PRINTING);
	assert_true(queue_move(folder, &job, QUEUE_CUTTING, NULL));
	assert_true(next(&job));
	assert_int_equal(job.state, QUEUE_CUTTING);
}

static void a_job_taken_back_is_never_started(void **state)
{
	(void)state;
	char name[QUEUE_NAME_BYTES];
	struct queue_job job;
	struct error e = ERROR_INIT;
	assert_true(queue_drop(folder, &slip, 1000, name, NULL));
	assert_true(next(&job));
	assert_true(queue_cancel(folder, name, NULL));
	assert_false(queue_move(folder, &job, QUEUE_PRINTING, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_int_equal(job.state, QUEUE_WAITING);
}

static void a_job_being_printed_cannot_be_taken_back(void **state)
{
	(void)state;
	char name[QUEUE_NAME_BYTES];
	struct queue_job job;
	struct error e = ERROR_INIT;
	assert_true(queue_drop(folder, &slip, 1000, name, NULL));
	assert_true(next(&job));
	assert_true(queue_move(folder, &job, QUEUE_PRINTING, NULL));
	assert_false(queue_cancel(folder, name, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(next(&job));
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	assert_false(queue_cancel(folder, "../../etc/passwd", &e));
	assert_int_equal(e.kind, ERROR_INPUT);
	assert_false(queue_cancel(folder, "../000000000000000-00000", &e));
	assert_int_equal(e.kind, ERROR_INPUT);
}

static void strange_files_are_left_alone(void **state)
{
	(void)state;
	struct queue_job job;
	put("notes.txt", "x");
	put("000000000001000-1a2b3c4d.json.tmp-abcdef", "{");
	put("000000000001000-1A2B3C4D.json", "{}");
	put("000000000001000-1a2b3c4d.json2", "{}");
	put("1-2.json", "{}");
	assert_false(next(&job));
	put("000000000001000-1a2b3c4d.json", "{}");
	assert_true(next(&job));
}

static void a_damaged_slip_is_found_refused_and_removable(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct queue_job job;
	struct slip s;
	struct error e = ERROR_INIT;
	put("000000000001000-1a2b3c4d.json", "{\"lang\":");
	assert_true(next(&job));
	assert_false(queue_load(folder, &job, &a, &s, &e));
	assert_int_equal(e.kind, ERROR_INPUT);
	assert_true(queue_finish(folder, &job, NULL));
	assert_true(queue_finish(folder, &job, NULL));
	assert_false(next(&job));
	arena_fini(&a);
}

static void a_full_queue_refuses(void **state)
{
	(void)state;
	char name[QUEUE_NAME_BYTES];
	struct error e = ERROR_INIT;
	for (int i = 0; i < QUEUE_MAX_JOBS; i++)
		assert_true(queue_drop(folder, &slip, 1000 + i, name, NULL));
	assert_false(queue_drop(folder, &slip, 5000, name, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
}

static void sweeping_removes_only_old_leftovers(void **state)
{
	(void)state;
	char name[QUEUE_NAME_BYTES];
	struct queue_job job;
	put("000000000001000-1a2b3c4d.json.tmp-abcdef", "{");
	assert_true(queue_drop(folder, &slip, 1000, name, NULL));
	struct stat st;
	char path[256];
	snprintf(path, sizeof path, "%s/000000000001000-1a2b3c4d.json.tmp-abcdef", folder);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(queue_sweep(folder, st.st_mtime + 30), 0);
	assert_int_equal(queue_sweep(folder, st.st_mtime + 61), 1);
	assert_true(next(&job));
}

static void limits_hold_for_a_visit_and_a_minute(void **state)
{
	(void)state;
	struct print_limit l;
	print_limit_init(&l, 3, 2);
	assert_true(print_limit_take(&l, 0));
	assert_true(print_limit_take(&l, 1000));
	assert_false(print_limit_allows(&l, 59999));
	assert_false(print_limit_take(&l, 59999));
	assert_true(print_limit_take(&l, 60000));
	assert_false(print_limit_take(&l, 600000)); /* the visit's three are used */
	print_limit_new_visit(&l);
	assert_true(print_limit_take(&l, 600000));
	assert_true(print_limit_take(&l, 600000));
	print_limit_new_visit(&l); /* does not get round the minute */
	assert_false(print_limit_take(&l, 600001));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_CASE(oldest_comes_first),
		FOLDER_CASE(an_interrupted_job_comes_before_older_waiting_ones),
		FOLDER_CASE(a_job_taken_back_is_never_started),
		FOLDER_CASE(a_job_being_printed_cannot_be_taken_back),
		FOLDER_CASE(names_that_lead_elsewhere_are_refused),
		FOLDER_CASE(strange_files_are_left_alone),
		FOLDER_CASE(a_damaged_slip_is_found_refused_and_removable),
		FOLDER_CASE(a_full_queue_refuses),
		FOLDER_CASE(sweeping_removes_only_old_leftovers),
		cmocka_unit_test(limits_hold_for_a_visit_and_a_minute),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
