/* A child that does its work, one that fails, one that hangs, and what a locked-in one may not do. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "server/child.h"

#define LOOKS 2000
#define LOOK_US 5000

static enum child_state run(const char *script, const char *input, int seconds, bool network, struct buf *out, struct error *e)
{
	const char *const argv[] = {"/bin/bash", "-c", script, NULL};
	const struct child_task task = {.argv = argv,
					.input = input,
					.input_len = input != NULL ? strlen(input) : 0,
					.seconds = seconds,
					.network = network};
	struct child *c = child_start(&task, e);
	assert_non_null(c);
	enum child_state state = CHILD_RUNNING;
	for (int i = 0; i < LOOKS && state == CHILD_RUNNING; i++) {
		state = child_poll(c, e);
		usleep(LOOK_US);
	}
	if (state == CHILD_DONE)
		assert_true(child_output(c, 1000, out, e));
	child_free(c);
	return state;
}

static void what_goes_in_comes_out(void **state)
{
	struct buf out = BUF_INIT;
	struct error e = ERROR_INIT;
	(void)state;
	assert_int_equal(run("tr a-z A-Z", "hei aula\n", 20, false, &out, &e), CHILD_DONE);
	assert_string_equal(buf_str(&out), "HEI AULA\n");
	buf_fini(&out);
}

static void its_last_words_are_the_reason(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	assert_int_equal(run("echo no paper >&2; exit 3", NULL, 20, false, NULL, &e), CHILD_FAILED);
	assert_non_null(strstr(e.text, "ended with 3: no paper"));
	assert_int_equal(run("kill -SEGV $$", NULL, 20, true, NULL, &e), CHILD_FAILED);
	assert_non_null(strstr(e.text, "signal 11"));
}

static void a_program_that_is_not_there_is_told(void **state)
{
	const char *const argv[] = {"/nonexistent/aula-kiosk", NULL};
	const struct child_task task = {.argv = argv, .seconds = 20};
	struct error e = ERROR_INIT;
	(void)state;
	struct child *c = child_start(&task, &e);
	assert_non_null(c);
	enum child_state got = CHILD_RUNNING;
	for (int i = 0; i < LOOKS && got == CHILD_RUNNING; i++) {
		got = child_poll(c, &e);
		usleep(LOOK_US);
	}
	assert_int_equal(got, CHILD_FAILED);
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	child_free(c);
}

static void one_that_hangs_is_killed(void **state)
{
	struct error e = ERROR_INIT;
	(void)state;
	assert_int_equal(run("exec sleep 600", NULL, 1, false, NULL, &e), CHILD_FAILED);
	assert_int_equal(e.kind, ERROR_LIMIT);
}

static void output_is_bounded(void **state)
{
	struct buf out = BUF_INIT;
	struct error e = ERROR_INIT;
	(void)state;
	assert_int_equal(run("head -c 100000 /dev/zero | tr '\\0' x", NULL, 20, false, &out, &e), CHILD_DONE);
	assert_int_equal(out.len, 1000);
	buf_fini(&out);
}

/* The port is closed: with a network it is "refused", without "denied". */
static void locked_in_there_is_no_network_and_no_signal(void **state)
{
	struct buf out = BUF_INIT;
	struct error e = ERROR_INIT;
	(void)state;
	assert_int_equal(run("(exec 3<>/dev/tcp/127.0.0.1/9) 2>&1 | grep -q 'Permission denied' && echo denied; kill -0 $PPID && echo reaches; true", NULL, 20,
			     false, &out, &e), CHILD_DONE);
	assert_string_equal(buf_str(&out), "denied\n");
	buf_clear(&out);
	assert_int_equal(run("(exec 3<>/dev/tcp/127.0.0.1/9) 2>&1 | grep -q 'Permission denied' && echo denied; kill -0 $PPID && echo reaches; true", NULL, 20,
			     true, &out, &e), CHILD_DONE);
	assert_string_equal(buf_str(&out), "reaches\n");
	buf_fini(&out);
}

static void nothing_of_ours_is_handed_on(void **state)
{
	struct buf out = BUF_INIT;
	struct error e = ERROR_INIT;
	(void)state;
	setenv("AULA_SECRET", "1", 1);
	int fd = dup(1); /* as the store's file is open in the server */
	assert_int_equal(run("echo ${AULA_SECRET:-none}; ls /proc/self/fd | wc -l; grep NoNewPrivs /proc/self/status", NULL, 20, false, &out,
			     &e), CHILD_DONE);
	assert_string_equal(buf_str(&out), "none\n4\nNoNewPrivs:\t1\n"); /* 0, 1, 2 and ls' own */
	close(fd);
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out),
		cmocka_unit_test(its_last_words_are_the_reason),
		cmocka_unit_test(a_program_that_is_not_there_is_told),
		cmocka_unit_test(one_that_hangs_is_killed),
		cmocka_unit_test(output_is_bounded),
		cmocka_unit_test(locked_in_there_is_no_network_and_no_signal),
		cmocka_unit_test(nothing_of_ours_is_handed_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
