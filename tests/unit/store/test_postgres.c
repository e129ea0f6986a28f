/* What only an engine with several processes can get wrong: interleaved writers, notifications, lost
 * connections. Skipped without AULA_TEST_POSTGRES (see tests/conformance/store_postgres.sh). */
#include "unit.h"

#include <poll.h>
#include <pthread.h>
#include <time.h>

#include "backends.h"

#define NOW INT64_C(1773223200)

static void need_postgres(void)
{
	if (getenv("AULA_TEST_POSTGRES") == NULL)
		skip();
}

static bool put(struct store *s, const char *id, struct error *e)
{
	struct store_put p = {.kind = KIND_NOTICE, .id = id, .source = "staff", .doc = "{\"title\":{\"fi\":\"x\"}}", .title = id, .now = NOW};
	p.doc_len = strlen(p.doc);
	enum store_outcome outcome;
	return store_put(s, &p, &outcome, e);
}

struct reader {
	int64_t last;
	int n;
};

static bool in_order(void *user, int64_t seq, const char *kind, const char *id, const char *doc, size_t doc_len)
{
	struct reader *r = user;
	(void)kind;
	(void)id;
	(void)doc;
	(void)doc_len;
	assert_true(seq > r->last);
	r->last = seq;
	r->n++;
	return true;
}

struct writer {
	const char *address;
	int n, rollback_every;
	const char *name;
};

static void *write_many(void *arg)
{
	struct writer *w = arg;
	struct store *s;
	struct error e = ERROR_INIT;
	if (!store_open(&s, w->address, &e))
		return NULL;
	for (int i = 0; i < w->n; i++) {
		char id[32];
		snprintf(id, sizeof id, "%s-%d", w->name, i);
		if (!store_begin(s, &e) || !put(s, id, &e)) {
			store_rollback(s);
			break;
		}
		/* the number is given now, the commit comes later: other writers and readers get their chance */
		nanosleep(&(struct timespec){.tv_nsec = (i % 5) * 300000}, NULL);
		if (w->rollback_every != 0 && i % w->rollback_every == 0)
			store_rollback(s);
		else if (!store_commit(s, &e))
			break;
	}
	store_close(s);
	return s;
}

/* Three writers, one of which rolls back every third, and a reader that goes on from the last number it
 * saw: it must see every committed record exactly once. */
static void a_reader_never_skips_a_late_commit(void **state)
{
	need_postgres();
	struct backend *b = *state;
	struct writer w[3] = {{b->address, 60, 0, "a"}, {b->address, 60, 0, "b"}, {b->address, 60, 3, "c"}};
	pthread_t t[3];
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&t[i], NULL, write_many, &w[i]), 0);
	struct reader r = {0};
	struct error e = ERROR_INIT;
	for (int idle = 0; idle < 600 && r.n < 160; idle++) {
		int before = r.n;
		assert_ok(store_changes(b->store, r.last, 1000, in_order, &r, &e), e);
		idle = r.n > before ? 0 : idle;
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
	}
	for (int i = 0; i < 3; i++) {
		void *result = NULL;
		pthread_join(t[i], &result);
		assert_non_null(result);
	}
	assert_int_equal(r.n, 160);
	bool moved = false;
	struct store_head counted;
	assert_ok(store_refresh(b->store, &moved, &e), e);
	assert_ok(store_recount(b->store, &counted, &e), e);
	struct store_head head = store_head(b->store);
	assert_int_equal(head.head, r.last);
	assert_true(digest_equal(&head.digest, &counted.digest));
	assert_int_equal(head.live, 160);
}

static bool readable(int fd, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	return poll(&p, 1, ms) == 1;
}

static void a_commit_wakes_the_other_process(void **state)
{
	need_postgres();
	struct backend *b = *state;
	struct store *other;
	struct error e = ERROR_INIT;
	assert_ok(store_open(&other, b->address, &e), e);
	bool moved = true;
	assert_false(readable(store_watch_fd(b->store), 0));
	assert_ok(store_begin(other, &e), e);
	assert_ok(put(other, "n", &e), e);
	assert_false(readable(store_watch_fd(b->store), 50)); /* not before it is committed */
	assert_ok(store_commit(other, &e), e);
	assert_true(readable(store_watch_fd(b->store), 2000));
	assert_ok(store_refresh(b->store, &moved, &e), e);
	assert_true(moved);
	assert_int_equal(store_head(b->store).head, 1);
	assert_false(readable(store_watch_fd(b->store), 0)); /* drained */
	store_close(other);
}

/* A page is signed with a head: what another process commits between reading the two must not show in one of them. */
static void a_frozen_store_is_of_one_moment(void **state)
{
	need_postgres();
	struct backend *b = *state;
	struct store *other;
	struct error e = ERROR_INIT;
	struct reader before = {0}, after = {0};
	assert_ok(store_open(&other, b->address, &e), e);
	assert_ok(store_begin(other, &e) && put(other, "a", &e) && store_commit(other, &e), e);
	assert_ok(store_freeze(b->store, &e), e);
	assert_int_equal(store_head(b->store).head, 1);
	assert_ok(store_begin(other, &e) && put(other, "b", &e) && store_commit(other, &e), e);
	assert_ok(store_changes(b->store, 0, 10, in_order, &before, &e), e);
	assert_int_equal(before.last, 1);
	store_thaw(b->store);
	assert_ok(store_freeze(b->store, &e), e);
	assert_int_equal(store_head(b->store).head, 2);
	assert_ok(store_changes(b->store, 0, 10, in_order, &after, &e), e);
	assert_int_equal(after.last, 2);
	store_thaw(b->store);
	assert_ok(store_begin(b->store, &e) && put(b->store, "c", &e) && store_commit(b->store, &e), e);
	store_close(other);
}

static void a_lost_connection_is_made_again(void **state)
{
	need_postgres();
	struct backend *b = *state;
	struct error e = ERROR_INIT;
	bool moved = false;
	static const char kill_all[] =
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'aula-server%'";
	assert_ok(store_begin(b->store, &e), e);
	assert_ok(put(b->store, "before", &e), e);
	assert_ok(store_commit(b->store, &e), e);

	/* between transactions: nobody notices */
	backend_sql(kill_all);
	assert_ok(store_refresh(b->store, &moved, &e), e);
	assert_int_equal(store_head(b->store).live, 1);

	/* inside one: it fails as a whole, and the next works */
	assert_ok(store_begin(b->store, &e), e);
	assert_ok(put(b->store, "lost", &e), e);
	backend_sql(kill_all);
	assert_false(put(b->store, "lost2", &e));
	assert_int_equal(e.kind, ERROR_BUSY);
	store_rollback(b->store);
	assert_ok(store_begin(b->store, &e), e);
	assert_ok(put(b->store, "after", &e), e);
	assert_ok(store_commit(b->store, &e), e);
	assert_int_equal(store_head(b->store).live, 2);

	/* and notifications come again */
	for (int i = 0; i < 50 && readable(store_watch_fd(b->store), 100); i++)
		store_refresh(b->store, &moved, &e);
	struct store *other;
	assert_ok(store_open(&other, b->address, &e), e);
	assert_ok(store_begin(other, &e), e);
	assert_ok(put(other, "again", &e), e);
	assert_ok(store_commit(other, &e), e);
	assert_true(readable(store_watch_fd(b->store), 3000));
	assert_ok(store_refresh(b->store, &moved, &e), e);
	assert_int_equal(store_head(b->store).live, 3);
	store_close(other);
}

static void a_wrong_address_is_an_error(void **state)
{
	(void)state;
	struct store *s;
	struct error e = ERROR_INIT;
	assert_false(store_open(&s, "postgresql://nobody@127.0.0.1:1/none", &e));
	assert_int_equal(e.kind, ERROR_BUSY);
	assert_false(store_open(&s, "mysql://x", &e));
	assert_int_equal(e.kind, ERROR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_reader_never_skips_a_late_commit),
		CASE(a_commit_wakes_the_other_process),
		CASE(a_frozen_store_is_of_one_moment),
		CASE(a_lost_connection_is_made_again),
		cmocka_unit_test(a_wrong_address_is_an_error),
	};
	return cmocka_run_group_tests_name("store/postgres", tests, NULL, NULL);
}
