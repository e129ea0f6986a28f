/* Pages asked for ahead, from a server in this process. */
#include "unit.h"

#include <poll.h>

#include "base/clock.h"
#include "feed/key.h"
#include "feed/page.h"
#include "support/canned_server.h"
#include "sync/ahead.h"
#include "sync/settings.h"

#define DOC                                                                                                  \
	"{\"type\":\"ongoing\",\"title\":{\"fi\":\"Ryhm\\u00e4\"},\"topics\":[\"t\"],\"attend\":[\"site\"]}"

struct fixture {
	struct canned_server server;
	struct signing_key key, other;
	struct settings settings;
	struct fetcher fetcher;
	struct ahead ahead;
	char url[64];
	int hang[2]; /* a pipe: while it is open the server does not answer a question after 7 */
};

/* the feed's last sequence, and the one whose page is signed by somebody else */
#define HEAD 20
#define FORGED 14

/* One record a page, numbered by what was asked for. */
static void answer(struct canned_server *s, const char *request, int fd)
{
	struct fixture *f = s->user;
	struct buf page = BUF_INIT;
	long long after = 0;
	sscanf(request, "GET /v1/feed?after=%lld", &after);
	if (after == 7) {
		struct pollfd p = {.fd = f->hang[0], .events = POLLIN};
		poll(&p, 1, 10000);
		return;
	}
	struct feed_trailer t = {
		.after = after, .to = after + 1, .head = HEAD, .live = HEAD, .at = 1773223200};
	struct digest d = DIGEST_EMPTY;
	t.more = t.to < t.head;
	digest_to_hex(&d, t.digest);
	feed_page_put(&page, after + 1, "activity", "a", DOC, strlen(DOC));
	feed_page_finish(&page, &t, after + 1 == FORGED ? &f->other : &f->key);
	canned_answer(fd, "200 OK", "Content-Type: application/x-ndjson\r\n", buf_str(&page));
	buf_fini(&page);
}

static enum fetched fetch(void *user, int64_t seq, int64_t wait_s, struct http_response *response,
			  enum sync_state *state, struct error *e)
{
	return fetch_feed(user, seq, wait_s, response, state, e);
}

static void stop(void *user, bool stopped)
{
	fetcher_stop(user, stopped);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	feed_init();
	signing_key_generate(&f->key);
	signing_key_generate(&f->other);
	assert_int_equal(pipe(f->hang), 0);
	f->server.handle = answer;
	f->server.user = f;
	assert_int_equal(canned_start(&f->server), 0);
	snprintf(f->url, sizeof f->url, "http://127.0.0.1:%d", f->server.port);
	f->settings = (struct settings){.url = f->url, .page_limit = 500, .proxy = ""};
	fetcher_init(&f->fetcher, &f->settings);
	ahead_init(&f->ahead, &(struct ahead_source){fetch, stop, &f->fetcher});
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	ahead_fini(&f->ahead);
	fetcher_fini(&f->fetcher);
	close(f->hang[1]);
	canned_stop(&f->server);
	close(f->hang[0]);
	signing_key_fini(&f->key);
	signing_key_fini(&f->other);
	free(f);
	return 0;
}

static struct question after(const struct fixture *f, int64_t seq)
{
	struct question q = {.after = seq, .now = 1773223200};
	snprintf(q.key, sizeof q.key, "%s", f->key.public_hex);
	return q;
}

static void assert_page(const struct answer *x, int64_t seq)
{
	assert_int_equal(x->fetched, FETCHED_PAGE);
	assert_true(x->verified);
	assert_int_equal(x->page.page.n_items, 1);
	assert_true(x->page.items[0].seq == seq);
	assert_non_null(x->page.items[0].record);
	assert_string_equal(x->page.items[0].record->activity.title.v[LANG_FI], "Ryhmä");
	assert_true(x->page.items[0].facts_len > 0);
}

static void test_pages_follow_one_another_and_each_is_asked_for_once(void **state)
{
	struct fixture *f = *state;
	const struct answer *taken[8];
	for (int64_t i = 0; i < 7; i++) {
		struct question q = after(f, 8 + i);
		taken[i] = ahead_take(&f->ahead, &q);
		if (8 + i + 1 == FORGED)
			break;
		assert_page(taken[i], 8 + i + 1);
		/* what the cache may still borrow */
		for (int64_t k = i > CACHE_PAGES_BEHIND ? i - CACHE_PAGES_BEHIND : 0; k < i; k++)
			assert_page(taken[k], 8 + k + 1);
	}
	assert_false(taken[FORGED - 9]->verified);
	assert_int_equal(taken[FORGED - 9]->error.kind, ERROR_TRUST);
	ahead_drop(&f->ahead);
	assert_int_equal(f->server.requests,
			 FORGED - 8); /* nothing is asked for that follows a page not believed */
}

static void test_nothing_is_asked_for_after_the_last(void **state)
{
	struct fixture *f = *state;
	for (int64_t seq = HEAD - 2; seq < HEAD; seq++) {
		struct question q = after(f, seq);
		assert_page(ahead_take(&f->ahead, &q), seq + 1);
	}
	ahead_drop(&f->ahead);
	assert_int_equal(f->server.requests, 2);
}

static void test_another_question_gets_its_own_answer(void **state)
{
	struct fixture *f = *state;
	struct question q = after(f, 0), other = after(f, 15), key = after(f, 16);
	assert_page(ahead_take(&f->ahead, &q), 1);
	assert_page(ahead_take(&f->ahead, &other), 16);
	key.key[0] = key.key[0] == 'a' ? 'b' : 'a';
	const struct answer *x = ahead_take(&f->ahead, &key);
	assert_int_equal(x->fetched, FETCHED_PAGE);
	assert_false(x->verified);
	assert_int_equal(x->error.kind, ERROR_TRUST);
}

static void test_a_question_that_is_dropped_ends_soon(void **state)
{
	struct fixture *f = *state;
	struct clock_source clock;
	struct question before_slow = after(f, 6), next = after(f, 3);
	clock_init_system(&clock);
	int64_t began = clock_mono_ms(&clock);
	assert_page(ahead_take(&f->ahead, &before_slow), 7);
	ahead_drop(&f->ahead);
	assert_true(clock_mono_ms(&clock) - began < 8000); /* about a second; the server would take ten */
	close(f->hang[1]);
	assert_page(ahead_take(&f->ahead, &next), 4); /* and later questions are not cut off */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
TEST_MAIN(CASE(test_pages_follow_one_another_and_each_is_asked_for_once),
	  CASE(test_nothing_is_asked_for_after_the_last), CASE(test_another_question_gets_its_own_answer),
	  CASE(test_a_question_that_is_dropped_ends_soon))
