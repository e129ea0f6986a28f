#include "unit.h"

#include "base/clock.h"
#include "spool/sync_status.h"
#include "support/tmpdir.h"

static void comes_back_as_written(void **state)
{
	(void)state;
	struct tmpdir dir;
	struct error e = ERROR_INIT;
	struct sync_status s = {.state = SYNC_LOADING,
				.since = 10,
				.last_contact = INSTANT_NONE,
				.content_at = 30,
				.verified_at = INSTANT_NONE,
				.seq = 5,
				.complete = true,
				.rebuilding = true,
				.clock_behind = true,
				.load_have = 7,
				.load_total = 9,
				.why = "syy \"ä\"\n"};
	struct sync_status read;
	tmpdir_make(&dir);
	assert_false(sync_status_read(dir.path, &read, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	for (int i = 0; i < SYNC_STATE_COUNT; i++) {
		s.state = (enum sync_state)i;
		assert_ok(sync_status_write(dir.path, &s, &e), e);
		assert_ok(sync_status_read(dir.path, &read, &e), e);
		assert_int_equal(read.state, s.state);
	}
	assert_true(read.last_contact == INSTANT_NONE && read.content_at == 30 &&
		    read.verified_at == INSTANT_NONE);
	assert_true(read.complete && read.rebuilding && read.clock_behind);
	assert_int_equal(read.load_have, 7);
	assert_int_equal(read.load_total, 9);
	assert_string_equal(read.why, s.why);
	tmpdir_remove(&dir);
}

static void nonsense_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"",
					  "[]",
					  "{}",
					  "{\"state\":\"flying\"}",
					  "{\"state\":\"current\",\"seq\":-1}",
					  "{\"state\":\"current\",\"seq\":\"x\"}",
					  "{\"state\":\"current\""};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct sync_status s;
		struct error e = ERROR_INIT;
		assert_false(sync_status_decode(bad[i], strlen(bad[i]), &s, &e));
		assert_int_equal(e.kind, ERROR_INPUT);
	}
}

TEST_MAIN(T(comes_back_as_written), T(nonsense_is_refused))
