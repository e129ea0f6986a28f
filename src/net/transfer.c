#include "net/transfer.h"

#include <ctype.h>
#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/version.h"

#define CONNECT_TIMEOUT_MS 10000
#define TOTAL_TIMEOUT_MS 60000
#define POLL_WITH_HOOK_MS 1000
#define POLL_MS 60000
#define HEADERS_MAX 200 /* lines of one answer */

struct transfer_client {
	CURLM *multi;
	CURL *easy;
	char *user_agent, *proxy, *ca_file;
	bool https_only;
	int64_t connect_timeout_ms;
	bool busy; /* a callback must not fetch with the same client */
};

/* What the callbacks of one run share. */
struct run {
	struct transfer *t;
	CURL *easy;
	size_t max_bytes, decoded_bytes;
	int header_lines;
	bool too_large, bomb, stopped, cancelled, too_many_headers;
};

static char *copy(const char *s)
{
	if (s == NULL)
		return NULL;
	char *out = strdup(s);
	ASSERT(out != NULL);
	return out;
}

struct transfer_client *transfer_client_new(const struct http_options *o)
{
	static bool
		ready; /* curl_global_init is once per process; programs make their client before threads */
	if (!ready)
		ASSERT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	ready = true;
	struct transfer_client *c = calloc(1, sizeof *c);
	ASSERT(c != NULL);
	c->multi = curl_multi_init();
	c->easy = curl_easy_init();
	ASSERT(c->multi != NULL && c->easy != NULL);
	c->user_agent = copy(o->user_agent != NULL ? o->user_agent : "aula/" AULA_VERSION);
	c->proxy = copy(o->proxy);
	c->ca_file = copy(o->ca_file);
	c->https_only = o->https_only;
	c->connect_timeout_ms = o->connect_timeout_ms > 0 ? o->connect_timeout_ms : CONNECT_TIMEOUT_MS;
	return c;
}

void transfer_client_free(struct transfer_client *c)
{
	if (c == NULL)
		return;
	curl_easy_cleanup(c->easy);
	curl_multi_cleanup(c->multi);
	free(c->user_agent);
	free(c->proxy);
	free(c->ca_file);
	free(c);
}

static bool status_is_2xx(int status)
{
	return status >= 200 && status < 300;
}

/* Decompression that gives out of all proportion more than was received. */
static bool is_bomb(struct run *run, size_t more)
{
	size_t total = run->decoded_bytes + more;
	if (total <= HTTP_RATIO_FREE_BYTES)
		return false;
	curl_off_t received = 0;
	curl_easy_getinfo(run->easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
	return received > 0 && total / (size_t)received > HTTP_RATIO_MAX;
}

static size_t on_body(char *data, size_t size, size_t n, void *user)
{
	struct run *run = user;
	struct transfer *t = run->t;
	size_t len = size * n;
	long status = 0;
	curl_easy_getinfo(run->easy, CURLINFO_RESPONSE_CODE, &status);
	bool fine = status_is_2xx((int)status);
	if (!fine) { /* keep the beginning, for messages; drop the rest */
		size_t room = HTTP_ERROR_BODY_BYTES - t->response->body.len;
		buf_append(&t->response->body, data, len < room ? len : room);
		run->decoded_bytes += len;
		run->too_large = run->decoded_bytes > run->max_bytes;
		return run->too_large ? 0 : len;
	}
	run->bomb = is_bomb(run, len);
	run->too_large = run->decoded_bytes + len > run->max_bytes;
	if (run->bomb || run->too_large)
		return 0;
	run->decoded_bytes += len;
	if (t->request->on_data == NULL)
		return buf_append(&t->response->body, data, len) ? len : 0;
	t->delivered = true;
	run->stopped = !t->request->on_data(t->request->on_data_user, data, len);
	return run->stopped ? 0 : len;
}

/* "Name: value\r\n" → value into out when the name matches and it fits. */
static void take_header(const char *line, size_t len, const char *name, char out[HTTP_HEADER_BYTES_MAX])
{
	size_t n = strlen(name);
	if (len <= n || strncasecmp(line, name, n) != 0 || line[n] != ':')
		return;
	const char *from = line + n + 1;
	const char *to = line + len;
	while (from < to && isspace((unsigned char)*from))
		from++;
	while (to > from && isspace((unsigned char)to[-1]))
		to--;
	out[0] = '\0';
	if ((size_t)(to - from) >= HTTP_HEADER_BYTES_MAX)
		return;
	memcpy(out, from, (size_t)(to - from));
	out[to - from] = '\0';
}

static size_t on_header(char *line, size_t size, size_t n, void *user)
{
	struct run *run = user;
	struct http_response *r = run->t->response;
	size_t len = size * n;
	run->too_many_headers = ++run->header_lines > HEADERS_MAX;
	if (run->too_many_headers)
		return 0;
	char date[HTTP_HEADER_BYTES_MAX] = "";
	take_header(line, len, "content-type", r->content_type);
	take_header(line, len, "etag", r->etag);
	take_header(line, len, "last-modified", r->last_modified);
	take_header(line, len, "date", date);
	if (date[0] != '\0') {
		time_t at = curl_getdate(date, NULL);
		r->date_s = at == -1 ? INSTANT_NONE : (int64_t)at;
	}
	for (char *p = r->content_type; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return len;
}

static bool is_cancelled(const struct http_request *r)
{
	if (r->cancel_fd > 0) {
		struct pollfd p = {.fd = r->cancel_fd, .events = POLLIN};
		if (poll(&p, 1, 0) > 0)
			return true;
	}
	return r->cancelled != NULL && r->cancelled(r->cancelled_user);
}

static int on_progress(void *user, curl_off_t dltotal, curl_off_t dlnow, curl_off_t ultotal, curl_off_t ulnow)
{
	(void)dltotal, (void)dlnow, (void)ultotal, (void)ulnow;
	struct run *run = user;
	run->cancelled = run->cancelled || is_cancelled(run->t->request);
	return run->cancelled ? 1 : 0;
}

static void add_header(struct curl_slist **list, const char *line)
{
	struct curl_slist *more = curl_slist_append(*list, line);
	ASSERT(more != NULL);
	*list = more;
}

static void add_named_header(struct curl_slist **list, const char *name, const char *value)
{
	if (str_empty(value))
		return;
	struct buf line = BUF_INIT;
	buf_printf(&line, "%s: %s", name, value);
	add_header(list, line.data);
	buf_fini(&line);
}

static struct curl_slist *headers_of(const struct transfer *t)
{
	const struct http_request *r = t->request;
	struct curl_slist *list = NULL;
	add_header(&list, "Expect:"); /* no "100-continue" round trip before a body */
	if (t->with_headers) {
		for (size_t i = 0; i < r->headers.n; i++)
			add_header(&list, r->headers.v[i]);
	}
	add_named_header(&list, "If-None-Match", r->etag);
	add_named_header(&list, "If-Modified-Since", r->last_modified);
	return list;
}

static void set_method(CURL *easy, const struct transfer *t)
{
	if (str_eq(t->method, "HEAD")) {
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	} else if (str_eq(t->method, "GET")) {
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	} else {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, t->request->body != NULL ? t->request->body : "");
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)t->request->body_len);
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, t->method);
	}
}

static void set_options(struct transfer_client *c, struct run *run, struct curl_slist *headers)
{
	CURL *easy = c->easy;
	const struct http_request *r = run->t->request;
	curl_easy_reset(easy); /* options only: connections, DNS and TLS sessions stay */
	curl_easy_setopt(easy, CURLOPT_URL, run->t->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, c->https_only ? "https" : "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); /* http.c follows, and decides what goes along */
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, c->user_agent);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "zstd, gzip");
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)c->connect_timeout_ms);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)run->t->timeout_ms);
	if (r->idle_timeout_ms > 0) {
		curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
		curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)((r->idle_timeout_ms + 999) / 1000));
	}
	if (c->proxy != NULL)
		curl_easy_setopt(easy, CURLOPT_PROXY, c->proxy);
	if (c->ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, c->ca_file);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, run);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, run);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, run);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	set_method(easy, run->t);
}

bool transfer_sleep(const struct http_request *r, int64_t ms)
{
	struct clock_source clock;
	clock_init_system(&clock);
	int64_t until = clock_mono_ms(&clock) + ms;
	for (int64_t left = ms; left > 0; left = until - clock_mono_ms(&clock)) {
		if (is_cancelled(r))
			return false;
		if (r->cancelled != NULL && left > POLL_WITH_HOOK_MS)
			left = POLL_WITH_HOOK_MS;
		struct pollfd p = {.fd = r->cancel_fd > 0 ? r->cancel_fd : -1, .events = POLLIN};
		poll(&p, 1, (int)left);
	}
	return !is_cancelled(r);
}

/* Runs the prepared handle to its end; curl's result, or CURLE_ABORTED_BY_CALLBACK when cancelled. */
static CURLcode drive(struct transfer_client *c, struct run *run)
{
	const struct http_request *r = run->t->request;
	struct curl_waitfd cancel = {.fd = r->cancel_fd, .events = CURL_WAIT_POLLIN};
	CURLcode result = CURLE_ABORTED_BY_CALLBACK;
	ASSERT(curl_multi_add_handle(c->multi, c->easy) == CURLM_OK);
	for (int running = 1; running > 0;) {
		if (curl_multi_perform(c->multi, &running) != CURLM_OK || running == 0)
			break;
		run->cancelled = run->cancelled || is_cancelled(r);
		if (run->cancelled)
			break;
		curl_multi_poll(c->multi, &cancel, r->cancel_fd > 0 ? 1 : 0,
				r->cancelled != NULL ? POLL_WITH_HOOK_MS : POLL_MS, NULL);
	}
	int left = 0;
	for (CURLMsg *m = curl_multi_info_read(c->multi, &left); m != NULL;
	     m = curl_multi_info_read(c->multi, &left))
		if (m->msg == CURLMSG_DONE)
			result = m->data.result;
	curl_multi_remove_handle(c->multi, c->easy);
	return result;
}

static void take_results(struct run *run)
{
	struct transfer *t = run->t;
	long status = 0;
	curl_off_t received = 0;
	curl_off_t retry_after = 0;
	const char *redirect = NULL;
	curl_easy_getinfo(run->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(run->easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
	curl_easy_getinfo(run->easy, CURLINFO_RETRY_AFTER, &retry_after);
	curl_easy_getinfo(run->easy, CURLINFO_REDIRECT_URL, &redirect);
	t->response->status = (int)status;
	t->response->received_bytes = (size_t)received;
	t->response->retry_after_s = retry_after > 0 ? (int64_t)retry_after : -1;
	t->redirect_url = copy(redirect);
}

static bool describe(const struct run *run, CURLcode code, struct error *e)
{
	struct transfer *t = run->t;
	const char *url = t->url;
	if (run->cancelled) {
		t->response->cancelled = true;
		return error_set(e, ERROR_BUSY, "%s: cancelled", url);
	}
	if (run->too_large)
		return error_set(e, ERROR_LIMIT, "%s: answer larger than %zu bytes", url, run->max_bytes);
	if (run->bomb)
		return error_set(e, ERROR_LIMIT, "%s: answer unpacks to more than %d times its size", url,
				 HTTP_RATIO_MAX);
	if (run->too_many_headers)
		return error_set(e, ERROR_LIMIT, "%s: more than %d header lines", url, HEADERS_MAX);
	if (run->stopped)
		return error_set(e, ERROR_REFUSED, "%s: stopped by the reader", url);
	switch (code) {
	case CURLE_URL_MALFORMAT: return error_set(e, ERROR_INPUT, "%s: not a URL", url);
	case CURLE_UNSUPPORTED_PROTOCOL:
		return error_set(e, ERROR_REFUSED, "%s: only %s is allowed", url, "http(s)");
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return error_set(e, ERROR_TRUST, "%s: %s", url, curl_easy_strerror(code));
	case CURLE_OPERATION_TIMEDOUT:
		t->transient = true;
		return error_set(e, ERROR_BUSY, "%s: no whole answer in time", url);
	case CURLE_WRITE_ERROR:
	case CURLE_BAD_CONTENT_ENCODING:
		return error_set(e, ERROR_INPUT, "%s: answer's compression is damaged", url);
	default: break;
	}
	t->transient = true;
	return error_set(e, ERROR_IO, "%s: %s", url, curl_easy_strerror(code));
}

bool transfer_run(struct transfer_client *c, struct transfer *t, struct error *e)
{
	struct run run = {.t = t, .easy = c->easy};
	ASSERT(!c->busy);
	c->busy = true;
	run.max_bytes = t->request->max_bytes > 0 ? t->request->max_bytes : HTTP_BYTES_DEFAULT;
	struct http_response *r = t->response;
	buf_clear(&r->body);
	r->content_type[0] = r->etag[0] = r->last_modified[0] = '\0';
	r->date_s = INSTANT_NONE;
	r->status = 0;
	if (t->timeout_ms <= 0)
		t->timeout_ms = TOTAL_TIMEOUT_MS;

	struct curl_slist *headers = headers_of(t);
	set_options(c, &run, headers);
	CURLcode code = drive(c, &run);
	take_results(&run);
	curl_slist_free_all(headers);
	c->busy = false;
	return code == CURLE_OK ? true : describe(&run, code, e);
}
