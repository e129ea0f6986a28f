/* Letters that wait, on every engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backends.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "store/mail.h"

#define NOW 1763800000

static void put(struct store *s, const char *to, int64_t at)
{
	const struct mail m = {.to = to, .subject = "Pyyntö", .body = "Hei,\n\nsoittakaa.\n"};
	struct error e = ERROR_INIT;
	if (!store_begin(s, &e) || !mail_put(s, &m, at, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
}

static bool take(struct store *s, int64_t at, struct mail *out, struct arena *a)
{
	struct error e = ERROR_INIT;
	bool found = false;
	if (!store_begin(s, &e) || !mail_take(s, at, out, &found, a, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
	return found;
}

static void the_longest_due_is_taken_once(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct mail m;
	put(b->store, "b@example.org", NOW + 1);
	put(b->store, "a@example.org", NOW);
	assert_false(take(b->store, NOW - 1, &m, &a));
	assert_true(take(b->store, NOW + 5, &m, &a));
	assert_string_equal(m.to, "a@example.org");
	assert_string_equal(m.body, "Hei,\n\nsoittakaa.\n");
	assert_null(m.reply_to);
	assert_int_equal(m.tries, 1);
	assert_true(take(b->store, NOW + 5, &m, &a));
	assert_string_equal(m.to, "b@example.org");
	assert_false(take(b->store, NOW + 5, &m, &a));
	/* whoever took them died: after the lease they come again */
	assert_true(take(b->store, NOW + 5 + MAIL_LEASE_S, &m, &a));
	assert_int_equal(m.tries, 2);
}

static void sent_is_gone_and_failed_waits_longer_each_time(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct mail m;
	int64_t waiting = 0, next = 0, at = NOW, wait = 0;
	put(b->store, "a@example.org", NOW);
	for (int i = 0; i < 12; i++) {
		assert_true(take(b->store, at, &m, &a));
		assert_true(store_begin(b->store, &e) && mail_failed(b->store, m.id, at, &e) && store_commit(b->store, &e));
		assert_true(mail_state(b->store, &waiting, &next, &e));
		assert_int_equal(waiting, 1);
		assert_true(next - at >= wait && next - at <= MAIL_RETRY_MAX_S);
		wait = next - at;
		at = next;
	}
	assert_int_equal(wait, MAIL_RETRY_MAX_S);
	assert_true(take(b->store, at, &m, &a));
	assert_true(store_begin(b->store, &e) && mail_sent(b->store, m.id, &e) && store_commit(b->store, &e));
	bool settled;
	assert_true(mail_settle(b->store, &settled, &e) && settled);
	assert_true(mail_state(b->store, &waiting, &next, &e));
	assert_int_equal(waiting, 0);
	assert_int_equal(next, INSTANT_NONE);
}

static void nothing_is_kept_for_ever_and_a_flood_is_refused(void **state)
{
	struct backend *b = *state;
	struct error e = ERROR_INIT;
	const struct mail m = {.to = "a@example.org", .subject = "x", .body = "y"};
	int64_t lost = 0, waiting = 0, next = 0;
	put(b->store, "old@example.org", NOW - MAIL_KEPT_S - 1);
	put(b->store, "new@example.org", NOW);
	assert_true(store_begin(b->store, &e) && mail_purge(b->store, NOW, &lost, &e));
	assert_int_equal(lost, 1);
	for (int i = 1; i < MAIL_WAITING_MAX; i++)
		assert_true(mail_put(b->store, &m, NOW, &e));
	assert_false(mail_put(b->store, &m, NOW, &e));
	assert_int_equal(e.kind, ERROR_BUSY);
	e = ERROR_INIT;
	assert_true(store_commit(b->store, &e) && mail_state(b->store, &waiting, &next, &e));
	assert_int_equal(waiting, MAIL_WAITING_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_longest_due_is_taken_once),
		CASE(sent_is_gone_and_failed_waits_longer_each_time),
		CASE(nothing_is_kept_for_ever_and_a_flood_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
