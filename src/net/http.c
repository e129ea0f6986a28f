#include "net/http.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "net/transfer.h"

#define RETRY_BASE_MS 1000
#define RETRY_SHIFT_MAX 10

struct http_client {
	struct transfer_client *transfer;
};

struct http_client *http_client_new(const struct http_options *o)
{
	struct http_client *c = calloc(1, sizeof *c);
	ASSERT(c != NULL);
	c->transfer = transfer_client_new(o);
	return c;
}

void http_client_free(struct http_client *c)
{
	if (c == NULL)
		return;
	transfer_client_free(c->transfer);
	free(c);
}

void http_response_reset(struct http_response *r)
{
	struct buf body = r->body;
	buf_clear(&body);
	free(r->final_url);
	*r = HTTP_RESPONSE_INIT;
	r->body = body;
}

void http_response_fini(struct http_response *r)
{
	http_response_reset(r);
	buf_fini(&r->body);
}

bool http_ok(const struct http_response *r)
{
	return r->status >= 200 && r->status < 300;
}

bool http_is_type(const struct http_response *r, const char *type)
{
	size_t n = strlen(type);
	return strncmp(r->content_type, type, n) == 0 &&
	       (r->content_type[n] == '\0' || r->content_type[n] == ';' || r->content_type[n] == ' ');
}

static bool part_equal(CURLU *a, CURLU *b, CURLUPart part, unsigned flags)
{
	char *va = NULL;
	char *vb = NULL;
	bool same = curl_url_get(a, part, &va, flags) == CURLUE_OK &&
		    curl_url_get(b, part, &vb, flags) == CURLUE_OK && strcasecmp(va, vb) == 0;
	curl_free(va);
	curl_free(vb);
	return same;
}

bool http_same_origin(const char *url_a, const char *url_b)
{
	CURLU *a = curl_url();
	CURLU *b = curl_url();
	ASSERT(a != NULL && b != NULL);
	bool same = curl_url_set(a, CURLUPART_URL, url_a, 0) == CURLUE_OK &&
		    curl_url_set(b, CURLUPART_URL, url_b, 0) == CURLUE_OK &&
		    part_equal(a, b, CURLUPART_SCHEME, 0) && part_equal(a, b, CURLUPART_HOST, 0) &&
		    part_equal(a, b, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	curl_url_cleanup(a);
	curl_url_cleanup(b);
	return same;
}

static bool is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static const char *method_of(const struct http_request *r)
{
	if (r->method != NULL)
		return r->method;
	return r->body != NULL ? "POST" : "GET";
}

/* Whether the answer's redirect may be followed; the reason otherwise. */
static bool may_follow(const struct http_request *r, const struct transfer *t, int redirects, struct error *e)
{
	int most = r->max_redirects == 0 ? HTTP_REDIRECTS_DEFAULT : r->max_redirects;
	if (t->redirect_url == NULL)
		return error_set(e, ERROR_INPUT, "%s: a redirect to nowhere", t->url);
	if (!str_eq(t->method, "GET") && !str_eq(t->method, "HEAD"))
		return error_set(e, ERROR_REFUSED, "%s: a %s is not redirected (to %s)", t->url, t->method,
				 t->redirect_url);
	if (redirects >= most)
		return error_set(e, ERROR_LIMIT, "%s: more than %d redirects", r->url, most < 0 ? 0 : most);
	if (strncasecmp(t->url, "https:", 6) == 0 && strncasecmp(t->redirect_url, "https:", 6) != 0)
		return error_set(e, ERROR_REFUSED, "%s: redirected from https to %s", t->url,
				 t->redirect_url);
	return true;
}

/* One attempt: the request and the redirects it leads to. */
static bool attempt(struct http_client *c, const struct http_request *r, struct http_response *out,
		    struct transfer *t, struct error *e)
{
	struct clock_source clock;
	clock_init_system(&clock);
	int64_t deadline = clock_mono_ms(&clock) + (r->total_timeout_ms > 0 ? r->total_timeout_ms : 60000);
	char *url = strdup(r->url);
	ASSERT(url != NULL);
	bool ok = false;
	for (out->redirects = 0;; out->redirects++) {
		int64_t left = deadline - clock_mono_ms(&clock);
		*t = (struct transfer){.request = r,
				       .method = method_of(r),
				       .url = url,
				       .with_headers = http_same_origin(r->url, url),
				       .timeout_ms = left > 1 ? left : 1,
				       .response = out};
		ok = transfer_run(c->transfer, t, e);
		if (!ok || !is_redirect(out->status))
			break;
		ok = may_follow(r, t, out->redirects, e);
		if (!ok)
			break;
		free(url);
		url = t->redirect_url;
		t->redirect_url = NULL;
	}
	free(t->redirect_url);
	t->redirect_url = NULL;
	free(out->final_url);
	out->final_url = url;
	return ok;
}

static bool worth_waiting(int status)
{
	return status == 429 || status == 502 || status == 503 || status == 504;
}

static int64_t wait_ms(const struct http_request *r, const struct http_response *out, int tried)
{
	if (out->retry_after_s >= 0)
		return out->retry_after_s * 1000;
	int64_t base = r->retry_base_ms > 0 ? r->retry_base_ms : RETRY_BASE_MS;
	int64_t whole = base << (tried - 1 < RETRY_SHIFT_MAX ? tried - 1 : RETRY_SHIFT_MAX);
	if (whole > HTTP_RETRY_WAIT_MAX_MS)
		whole = HTTP_RETRY_WAIT_MAX_MS;
	return whole / 2 + random_below((uint32_t)(whole - whole / 2) + 1);
}

bool http_fetch(struct http_client *c, const struct http_request *r, struct http_response *out,
		struct error *e)
{
	int most = r->attempts > 0 ? r->attempts : 1;
	for (out->attempts = 1;; out->attempts++) {
		struct transfer t;
		bool ok = attempt(c, r, out, &t, e);
		bool again = ok ? worth_waiting(out->status) : t.transient && !t.delivered;
		if (!again)
			return ok;
		int64_t ms = wait_ms(r, out, out->attempts);
		if (out->attempts >= most || ms > HTTP_RETRY_WAIT_MAX_MS)
			return ok ? error_set(e, ERROR_BUSY, "%s: status %d after %d attempts", r->url,
					      out->status, out->attempts)
				  : false;
		if (!transfer_sleep(r, ms)) {
			out->cancelled = true;
			return error_set(e, ERROR_BUSY, "%s: cancelled", r->url);
		}
	}
}
