#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/fs.h"
#include "spool/printer_status.h"
#include "support/folder_case.h"

static void every_state_survives_the_round_trip(void **state)
{
	(void)state;
	for (int i = 0; i < PRINTER_STATE_COUNT; i++) {
		struct printer_status s = {.state = (enum printer_state)i, .since_s = 1773223200}, back;
		struct buf json = BUF_INIT;
		printer_status_note(&s, "job", (enum print_job_state)(i % 5));
		printer_status_encode(&s, &json);
		assert_true(printer_status_decode(json.data, json.len, &back, NULL));
		assert_int_equal(back.state, i);
		assert_int_equal(back.since_s, 1773223200);
		assert_int_equal(printer_status_job(&back, "job"), i % 5);
		buf_fini(&json);
	}
}

static void refuses_damaged_files(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"{}",
		"{\"state\":\"perhaps\"}",
		"{\"state\":\"ready\",\"since\":-1}",
		"{\"state\":\"ready\",\"since\":1e300}",
		"{\"state\":\"ready\",\"since\":1.5}",
		"{\"state\":\"ready\",\"jobs\":[{\"name\":\"a\"}]}",
		"{\"state\":\"ready\",\"jobs\":[{\"state\":\"done\"}]}",
		"{\"state\":\"ready\",\"jobs\":[{\"name\":\"01234567890123456789012345678901\"}]}",
	};
	struct printer_status s;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (printer_status_decode(cases[i], strlen(cases[i]), &s, NULL))
			fail_msg("taken: %s", cases[i]);
}

static void remembers_the_last_jobs(void **state)
{
	(void)state;
	struct printer_status s = {0};
	char name[8];
	for (int i = 0; i < PRINTER_STATUS_JOBS + 1; i++) {
		snprintf(name, sizeof name, "j%d", i);
		assert_true(printer_status_note(&s, name, PRINT_JOB_PRINTING));
		assert_true(printer_status_note(&s, name, PRINT_JOB_DONE));
		assert_false(printer_status_note(&s, name, PRINT_JOB_DONE));
	}
	assert_int_equal(printer_status_job(&s, "j0"), PRINT_JOB_WAITING); /* forgotten */
	assert_int_equal(printer_status_job(&s, "j1"), PRINT_JOB_DONE);
	assert_string_equal(s.jobs[0].name, "j4");
}

static void watch_follows_file_and_program(void **state)
{
	(void)state;
	struct printer_watch *w = printer_watch_new(folder);
	struct printer_status s = {.state = PRINTER_READY};
	assert_false(printer_watch_poll(w));
	assert_int_equal(printer_watch_status(w)->state, PRINTER_NONE);
	int lock = printer_status_lock(folder, NULL);
	assert_true(lock >= 0);
	assert_true(printer_status_write(folder, &s, NULL));
	assert_true(printer_watch_poll(w));
	assert_int_equal(printer_watch_status(w)->state, PRINTER_READY);
	assert_false(printer_watch_poll(w));
	s.state = PRINTER_OUT_OF_PAPER;
	assert_true(printer_status_write(folder, &s, NULL));
	assert_true(printer_watch_poll(w));
	assert_int_equal(printer_watch_status(w)->state, PRINTER_OUT_OF_PAPER);
	close(lock); /* aula-print is gone */
	assert_true(printer_watch_poll(w));
	assert_int_equal(printer_watch_status(w)->state, PRINTER_SILENT);
	lock = printer_status_lock(folder, NULL);
	assert_true(printer_watch_poll(w));
	assert_int_equal(printer_watch_status(w)->state, PRINTER_OUT_OF_PAPER);
	close(lock);
	printer_watch_free(w);
}

static void a_damaged_file_is_a_silent_printer(void **state)
{
	(void)state;
	char path[128];
	struct printer_watch *w = printer_watch_new(folder);
	snprintf(path, sizeof path, "%s/print.json", folder);
	assert_true(fs_write_atomic(path, "{\"state\":\"rea", 13, NULL));
	assert_true(printer_watch_poll(w));
	assert_int_equal(printer_watch_status(w)->state, PRINTER_SILENT);
	printer_watch_free(w);
}

static void only_one_program_a_folder(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	int first = printer_status_lock(folder, &e);
	assert_true(first >= 0);
	assert_int_equal(printer_status_lock(folder, &e), -1);
	assert_int_equal(e.kind, ERROR_BUSY);
	close(first);
	first = printer_status_lock(folder, &e);
	assert_true(first >= 0);
	close(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_survives_the_round_trip),
		cmocka_unit_test(refuses_damaged_files),
		cmocka_unit_test(remembers_the_last_jobs),
		FOLDER_CASE(watch_follows_file_and_program),
		FOLDER_CASE(a_damaged_file_is_a_silent_printer),
		FOLDER_CASE(only_one_program_a_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
