/* Pages asked for one ahead, from a server in this process. */
#include "unit.h"

#include <poll.h>

#include "base/clock.h"
#include "feed/key.h"
#include "feed/page.h"
#include "support/canned_server.h"
#include "sync/ahead.h"
#include "sync/settings.h"

#define DOC "{\"type\":\"ongoing\",\"title\":{\"fi\":\"Ryhm\\u00e4\"},\"topics\":[\"t\"],\"attend\":[\"site\"]}"

struct fixture {
	struct canned_server server;
	struct signing_key key;
	struct settings settings;
	struct fetcher fetcher;
	struct ahead ahead;
	char url[64];
	int hang[2]; /* a pipe: while it is open the server does not answer a question after 7 */
};

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
	struct feed_trailer t = {.after = after, .to = after + 1, .head = 100, .more = true, .live = 100, .at = 1773223200};
	struct digest d = DIGEST_EMPTY;
	digest_to_hex(&d, t.digest);
	feed_page_put(&page, after + 1, "activity", "a", DOC, strlen(DOC));
	feed_page_finish(&page, &t, &f->key);
	canned_answer(fd, "200 OK", "Content-Type: application/x-ndjson\r\n", buf_str(&page));
	buf_fini(&page);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	feed_init();
	signing_key_generate(&f->key);
	assert_int_equal(pipe(f->hang), 0);
	f->server.handle = answer;
	f->server.user = f;
	assert_int_equal(canned_start(&f->server), 0);
	snprintf(f->url, sizeof f->url, "http://127.0.0.1:%d", f->server.port);
	f->settings = (struct settings){.url = f->url, .page_limit = 500, .proxy = ""};
	fetcher_init(&f->fetcher, &f->settings);
	ahead_init(&f->ahead, &f->fetcher);
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

static void test_what_is_on_its_way_is_taken_once(void **state)
{
	struct fixture *f = *state;
	struct question first = after(f, 0), second = after(f, 1);
	const struct answer *one = ahead_take(&f->ahead, &first);
	assert_page(one, 1);
	ahead_begin(&f->ahead, &second);
	assert_page(one, 1); /* stays whole while the next comes */
	ahead_done(&f->ahead);
	assert_page(ahead_take(&f->ahead, &second), 2);
	assert_int_equal(f->server.requests, 2);
	assert_page(ahead_take(&f->ahead, &second), 2); /* asked anew */
	assert_int_equal(f->server.requests, 3);
}

static void test_another_question_gets_its_own_answer(void **state)
{
	struct fixture *f = *state;
	struct question q = after(f, 1), other = after(f, 0), key = q;
	ahead_begin(&f->ahead, &q);
	assert_page(ahead_take(&f->ahead, &other), 1);
	ahead_begin(&f->ahead, &q);
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
	struct question slow = after(f, 7), next = after(f, 3);
	clock_init_system(&clock);
	int64_t began = clock_mono_ms(&clock);
	ahead_begin(&f->ahead, &slow);
	ahead_drop(&f->ahead);
	assert_true(clock_mono_ms(&clock) - began < 8000); /* about a second; the server would take ten */
	close(f->hang[1]);
	assert_page(ahead_take(&f->ahead, &next), 4); /* and later questions are not cut off */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
TEST_MAIN(CASE(test_what_is_on_its_way_is_taken_once), CASE(test_another_question_gets_its_own_answer),
	  CASE(test_a_question_that_is_dropped_ends_soon))
