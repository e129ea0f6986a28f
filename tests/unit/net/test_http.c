#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "net/http.h"
#include "support/canned_server.h"

struct fixture {
	struct canned_server server;
	struct canned_server other; /* a second origin */
	struct http_client *client;
	struct http_response response;
	struct error e;
	struct arena a;
};

/* ---- answers ---- */

static void send_gzip(int fd, size_t zeros, const char *text)
{
	size_t len = zeros > 0 ? zeros : strlen(text);
	unsigned char *plain = calloc(1, len);
	if (zeros == 0)
		memcpy(plain, text, len);
	uLong cap = compressBound(len) + 64;
	unsigned char *packed = malloc(cap);
	z_stream z = {.next_in = plain, .avail_in = (uInt)len, .next_out = packed, .avail_out = (uInt)cap};
	deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	char head[256];
	snprintf(head, sizeof head,
		 "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %lu\r\nConnection: close\r\n\r\n",
		 z.total_out);
	canned_send(fd, head);
	for (size_t at = 0; at < z.total_out;) {
		ssize_t n = send(fd, packed + at, z.total_out - at, MSG_NOSIGNAL);
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	deflateEnd(&z);
	free(plain);
	free(packed);
}

static bool asks(const char *request, const char *path)
{
	const char *at = strchr(request, ' ');
	return at != NULL && strncmp(at + 1, path, strlen(path)) == 0 && at[1 + strlen(path)] == ' ';
}

static void handle(struct canned_server *s, const char *q, int fd)
{
	struct fixture *f = s->user;
	char headers[256];
	if (asks(q, "/hello")) {
		canned_answer(fd, "200 OK",
			      "Content-Type: Application/JSON; charset=utf-8\r\nETag: \"v1\"\r\n"
			      "Last-Modified: Sun, 22 Nov 2026 05:00:00 GMT\r\nDate: Sun, 22 Nov 2026 06:00:00 GMT\r\n",
			      "{\"a\":1}");
	} else if (asks(q, "/conditional")) {
		bool same = strstr(q, "If-None-Match: \"v1\"") != NULL &&
			    strstr(q, "If-Modified-Since: Sun, 22 Nov 2026 05:00:00 GMT") != NULL;
		canned_answer(fd, same ? "304 Not Modified" : "200 OK", "", same ? "" : "new");
	} else if (asks(q, "/gone")) {
		canned_answer(fd, "410 Gone", "", "start over");
	} else if (asks(q, "/big")) {
		char *body = malloc(100001);
		memset(body, 'x', 100000);
		body[100000] = '\0';
		canned_answer(fd, "200 OK", "", body);
		free(body);
	} else if (asks(q, "/gzip")) {
		send_gzip(fd, 0, "unpacked text");
	} else if (asks(q, "/bomb")) {
		send_gzip(fd, (size_t)30 * 1024 * 1024, NULL);
	} else if (asks(q, "/notgzip")) {
		canned_answer(fd, "200 OK", "Content-Encoding: gzip\r\n", "this is no gzip at all");
	} else if (asks(q, "/loop")) {
		canned_answer(fd, "302 Found", "Location: /loop\r\n", "");
	} else if (asks(q, "/once")) {
		canned_answer(fd, "301 Moved", "Location: /hello\r\n", "");
	} else if (asks(q, "/file")) {
		canned_answer(fd, "302 Found", "Location: file:///etc/passwd\r\n", "");
	} else if (asks(q, "/away")) {
		snprintf(headers, sizeof headers, "Location: http://127.0.0.1:%d/hello\r\n", f->other.port);
		canned_answer(fd, "302 Found", headers, "");
	} else if (asks(q, "/busy")) {
		if (s->requests < 3)
			canned_answer(fd, "503 Busy", "", "later");
		else
			canned_answer(fd, "200 OK", "", "now");
	} else if (asks(q, "/later")) {
		canned_answer(fd, "429 Too Many Requests", "Retry-After: 3600\r\n", "");
	} else if (asks(q, "/soon")) {
		if (s->requests < 2)
			canned_answer(fd, "429 Too Many Requests", "Retry-After: 1\r\n", "");
		else
			canned_answer(fd, "200 OK", "", "now");
	} else if (asks(q, "/cut")) {
		canned_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
	} else if (asks(q, "/park")) {
		struct timespec t = {.tv_sec = 2};
		nanosleep(&t, NULL);
		canned_answer(fd, "200 OK", "", "late");
	} else if (asks(q, "/echo")) {
		canned_answer(fd, "200 OK", "", strstr(q, "\r\n\r\n") + 4);
	} else {
		canned_answer(fd, "404 Not Found", "", "no such page");
	}
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->server.handle = f->other.handle = handle;
	f->server.user = f->other.user = f;
	assert_int_equal(canned_start(&f->server), 0);
	assert_int_equal(canned_start(&f->other), 0);
	f->client = http_client_new(&(struct http_options){.proxy = ""});
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	http_client_free(f->client);
	http_response_fini(&f->response);
	canned_stop(&f->server);
	canned_stop(&f->other);
	arena_fini(&f->a);
	free(f);
	return 0;
}

static bool fetch(struct fixture *f, const char *path, struct http_request r)
{
	r.url = arena_printf(&f->a, "http://127.0.0.1:%d%s", f->server.port, path);
	return http_fetch(f->client, &r, &f->response, &f->e);
}

static int64_t now_ms(void)
{
	struct clock_source c;
	clock_init_system(&c);
	return clock_mono_ms(&c);
}

/* ---- tests ---- */

static void answer_is_read(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/hello", (struct http_request){0}));
	assert_int_equal(f->response.status, 200);
	assert_string_equal(buf_str(&f->response.body), "{\"a\":1}");
	assert_true(http_is_type(&f->response, "application/json"));
	assert_false(http_is_type(&f->response, "application/js"));
	assert_string_equal(f->response.etag, "\"v1\"");
	assert_string_equal(f->response.last_modified, "Sun, 22 Nov 2026 05:00:00 GMT");
	assert_int_equal(f->response.date_s, 1795327200);
	assert_int_equal(f->response.retry_after_s, -1);
	assert_non_null(strstr(f->server.last, "User-Agent: aula/"));
}

static void conditional_request_gives_304(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/conditional",
			  (struct http_request){.etag = "\"v1\"",
						.last_modified = "Sun, 22 Nov 2026 05:00:00 GMT"}));
	assert_int_equal(f->response.status, 304);
}

static void status_is_no_failure(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/gone", (struct http_request){0}));
	assert_int_equal(f->response.status, 410);
	assert_false(http_ok(&f->response));
	assert_string_equal(buf_str(&f->response.body), "start over");
}

static void byte_cap_is_on_the_body(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/big", (struct http_request){.max_bytes = 100000}));
	assert_int_equal(f->response.body.len, 100000);
	assert_false(fetch(f, "/big", (struct http_request){.max_bytes = 99999}));
	assert_int_equal(f->e.kind, ERROR_LIMIT);
}

static void gzip_is_unpacked(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/gzip", (struct http_request){0}));
	assert_string_equal(buf_str(&f->response.body), "unpacked text");
	assert_int_equal(f->response.body.len, 13);
}

static void gzip_bomb_is_refused(void **state)
{
	struct fixture *f = *state;
	assert_false(fetch(f, "/bomb", (struct http_request){.max_bytes = (size_t)1 << 30}));
	assert_int_equal(f->e.kind, ERROR_LIMIT);
	assert_non_null(strstr(f->e.text, "unpacks"));
	assert_true(f->response.body.len <= HTTP_RATIO_FREE_BYTES + 65536);
	assert_false(fetch(f, "/bomb", (struct http_request){.max_bytes = 1000}));
	assert_int_equal(f->e.kind, ERROR_LIMIT);
}

static void damaged_compression_is_an_error(void **state)
{
	struct fixture *f = *state;
	assert_false(fetch(f, "/notgzip", (struct http_request){.attempts = 3}));
	assert_int_equal(f->e.kind, ERROR_INPUT);
	assert_int_equal(f->response.attempts, 1);
}

static void redirects_are_followed_and_limited(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/once", (struct http_request){0}));
	assert_int_equal(f->response.redirects, 1);
	assert_non_null(strstr(f->response.final_url, "/hello"));
	assert_false(fetch(f, "/once", (struct http_request){.max_redirects = -1}));
	assert_int_equal(f->e.kind, ERROR_LIMIT);
	f->server.requests = 0;
	assert_false(fetch(f, "/loop", (struct http_request){.max_redirects = 3}));
	assert_int_equal(f->e.kind, ERROR_LIMIT);
	assert_int_equal(f->server.requests, 4);
}

static void only_http_ever(void **state)
{
	struct fixture *f = *state;
	assert_false(fetch(f, "/file", (struct http_request){0}));
	assert_int_equal(f->e.kind, ERROR_REFUSED);
	struct http_request r = {.url = "file:///etc/passwd"};
	assert_false(http_fetch(f->client, &r, &f->response, &f->e));
	assert_int_equal(f->e.kind, ERROR_REFUSED);
	r.url = "";
	assert_false(http_fetch(f->client, &r, &f->response, &f->e));
	struct http_client *strict = http_client_new(&(struct http_options){.https_only = true, .proxy = ""});
	r.url = arena_printf(&f->a, "http://127.0.0.1:%d/hello", f->server.port);
	assert_false(http_fetch(strict, &r, &f->response, &f->e));
	assert_int_equal(f->e.kind, ERROR_REFUSED);
	http_client_free(strict);
}

static void keys_stay_with_the_first_host(void **state)
{
	struct fixture *f = *state;
	const char *lines[] = {"x-api-key: secret", "Authorization: Bearer secret"};
	struct http_request r = {.headers = {.v = lines, .n = 2}};
	assert_true(fetch(f, "/hello", r));
	assert_non_null(strstr(f->server.last, "x-api-key: secret"));
	assert_true(fetch(f, "/once", r));
	assert_non_null(strstr(f->server.last, "Bearer secret"));
	assert_true(fetch(f, "/away", r));
	assert_int_equal(f->other.requests, 1);
	assert_null(strstr(f->other.last, "secret"));
}

static void busy_server_is_asked_again(void **state)
{
	struct fixture *f = *state;
	assert_true(fetch(f, "/busy", (struct http_request){.attempts = 4, .retry_base_ms = 10}));
	assert_string_equal(buf_str(&f->response.body), "now");
	assert_int_equal(f->response.attempts, 3);
	f->server.requests = 0;
	assert_false(fetch(f, "/busy", (struct http_request){.attempts = 2, .retry_base_ms = 10}));
	assert_int_equal(f->e.kind, ERROR_BUSY);
	assert_int_equal(f->response.status, 503);
}

static void retry_after_is_obeyed(void **state)
{
	struct fixture *f = *state;
	int64_t before = now_ms();
	assert_true(fetch(f, "/soon", (struct http_request){.attempts = 2, .retry_base_ms = 1}));
	assert_true(now_ms() - before >= 900);
	assert_false(fetch(f, "/later", (struct http_request){.attempts = 5}));
	assert_int_equal(f->response.retry_after_s, 3600);
	assert_int_equal(f->response.attempts, 1);
}

static void truncated_answer_is_an_error(void **state)
{
	struct fixture *f = *state;
	assert_false(fetch(f, "/cut", (struct http_request){.attempts = 2, .retry_base_ms = 1}));
	assert_int_equal(f->e.kind, ERROR_IO);
	assert_int_equal(f->response.attempts, 2);
}

static void no_server_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct http_request r = {.url = "http://127.0.0.1:1/"};
	assert_false(http_fetch(f->client, &r, &f->response, &f->e));
	assert_int_equal(f->e.kind, ERROR_IO);
	assert_int_equal(f->response.status, 0);
}

static void slow_answer_times_out(void **state)
{
	struct fixture *f = *state;
	int64_t before = now_ms();
	assert_false(fetch(f, "/park", (struct http_request){.total_timeout_ms = 200}));
	assert_int_equal(f->e.kind, ERROR_BUSY);
	assert_false(f->response.cancelled);
	assert_true(now_ms() - before < 1500);
}

static void *cancel_soon(void *user)
{
	struct timespec t = {.tv_nsec = 150 * 1000000L};
	nanosleep(&t, NULL);
	eventfd_write(*(int *)user, 1);
	return NULL;
}

static void cancel_ends_a_long_poll_at_once(void **state)
{
	struct fixture *f = *state;
	int fd = eventfd(0, EFD_CLOEXEC);
	pthread_t thread;
	pthread_create(&thread, NULL, cancel_soon, &fd);
	int64_t before = now_ms();
	assert_false(fetch(f, "/park",
			   (struct http_request){.total_timeout_ms = 90000, .cancel_fd = fd, .attempts = 5}));
	assert_true(f->response.cancelled);
	assert_true(now_ms() - before < 1000);
	/* also between attempts */
	assert_false(fetch(f, "/later", (struct http_request){.cancel_fd = fd, .attempts = 5}));
	assert_true(f->response.cancelled);
	pthread_join(thread, NULL);
	close(fd);
}

static bool say_yes(void *user)
{
	++*(int *)user;
	return true;
}

static void cancel_hook_is_asked(void **state)
{
	struct fixture *f = *state;
	int asked = 0;
	assert_false(fetch(f, "/park", (struct http_request){.cancelled = say_yes, .cancelled_user = &asked}));
	assert_true(f->response.cancelled);
	assert_true(asked >= 1);
}

struct pieces {
	size_t len, stop_at;
};

static bool take_piece(void *user, const char *data, size_t len)
{
	struct pieces *p = user;
	(void)data;
	p->len += len;
	return p->stop_at == 0 || p->len < p->stop_at;
}

static void body_can_stream(void **state)
{
	struct fixture *f = *state;
	struct pieces p = {0};
	assert_true(fetch(f, "/big", (struct http_request){.on_data = take_piece, .on_data_user = &p}));
	assert_int_equal(p.len, 100000);
	assert_int_equal(f->response.body.len, 0);
	p = (struct pieces){.stop_at = 10};
	assert_false(fetch(f, "/big", (struct http_request){.on_data = take_piece, .on_data_user = &p, .attempts = 3}));
	assert_int_equal(f->e.kind, ERROR_REFUSED);
	assert_int_equal(f->response.attempts, 1);
	/* an error page does not go into the stream */
	p = (struct pieces){0};
	assert_true(fetch(f, "/none", (struct http_request){.on_data = take_piece, .on_data_user = &p}));
	assert_int_equal(p.len, 0);
	assert_string_equal(buf_str(&f->response.body), "no such page");
}

static void post_sends_its_body_and_is_not_redirected(void **state)
{
	struct fixture *f = *state;
	const char body[] = "line\nwith a \0 zero";
	assert_true(fetch(f, "/echo", (struct http_request){.body = body, .body_len = 9}));
	assert_string_equal(buf_str(&f->response.body), "line\nwith");
	assert_int_equal(strncmp(f->server.last, "POST ", 5), 0);
	assert_false(fetch(f, "/once", (struct http_request){.body = body, .body_len = 4}));
	assert_int_equal(f->e.kind, ERROR_REFUSED);
}

static void origins_are_compared(void **state)
{
	(void)state;
	assert_true(http_same_origin("https://a.example/x", "https://A.example:443/y?z"));
	assert_false(http_same_origin("https://a.example/", "http://a.example/"));
	assert_false(http_same_origin("https://a.example/", "https://a.example.evil.example/"));
	assert_false(http_same_origin("https://a.example/", "https://a.example:444/"));
	assert_false(http_same_origin("https://a.example/", "junk"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(answer_is_read),
		T(conditional_request_gives_304),
		T(status_is_no_failure),
		T(byte_cap_is_on_the_body),
		T(gzip_is_unpacked),
		T(gzip_bomb_is_refused),
		T(damaged_compression_is_an_error),
		T(redirects_are_followed_and_limited),
		T(only_http_ever),
		T(keys_stay_with_the_first_host),
		T(busy_server_is_asked_again),
		T(retry_after_is_obeyed),
		T(truncated_answer_is_an_error),
		T(no_server_is_an_error),
		T(slow_answer_times_out),
		T(cancel_ends_a_long_poll_at_once),
		T(cancel_hook_is_asked),
		T(body_can_stream),
		T(post_sends_its_body_and_is_not_redirected),
		cmocka_unit_test(origins_are_compared),
#undef T
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
