#include "sync/fetch.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "feed/key.h"
#include "feed/page.h"
#include "model/codec.h"
#include "sync/settings.h"

#define LIMIT_MIN 20
/* A page may take its time on a slow link as long as something comes. */
#define TOTAL_MS 900000
#define IDLE_MS 60000
#define QUICK_MS 3000 /* an answer within this may have more records the next time */

void fetcher_init(struct fetcher *f, const struct settings *s)
{
	const struct http_options options = settings_http(s);
	*f = (struct fetcher){
		.settings = s, .http = http_client_new(&options), .limit = s->page_limit, .cancel_fd = -1,
		.seen_at = INSTANT_NONE};
}

void fetcher_fini(struct fetcher *f)
{
	http_client_free(f->http);
	f->http = NULL;
}

void fetcher_stop(struct fetcher *f, bool stop)
{
	atomic_store(&f->stopped, stop);
}

static bool cancelled(void *user)
{
	struct fetcher *f = user;
	return (f->alive != NULL && f->alive(f->alive_user)) || atomic_load(&f->stopped);
}

static struct http_request request_for(struct fetcher *f, const char *url)
{
	return (struct http_request){
		.url = url,
		.max_redirects = -1, /* our server never redirects; a captive portal does */
		.total_timeout_ms = TOTAL_MS,
		.idle_timeout_ms = IDLE_MS,
		.cancel_fd = f->cancel_fd,
		.cancelled = cancelled,
		.cancelled_user = f,
	};
}

static enum sync_state state_of_failure(const struct http_response *r, const struct error *e)
{
	if (r->status >= 300 && r->status < 400)
		return SYNC_NO_NETWORK;
	switch (e->kind) {
	case ERROR_TRUST: return SYNC_CERTIFICATE;
	case ERROR_LIMIT:
	case ERROR_INPUT: return SYNC_REFUSED;
	case ERROR_BUSY: return SYNC_SERVER_DOWN;
	default: return SYNC_NO_NETWORK;
	}
}

static void adapt_limit(struct fetcher *f, bool ok, bool too_slow, int64_t took_ms)
{
	if (too_slow && f->limit > LIMIT_MIN)
		f->limit = f->limit / 2 > LIMIT_MIN ? f->limit / 2 : LIMIT_MIN;
	else if (ok && took_ms < QUICK_MS && f->limit < f->settings->page_limit)
		f->limit = f->limit * 2 < f->settings->page_limit ? f->limit * 2 : f->settings->page_limit;
}

static enum fetched sort_answer(const struct http_response *r, enum sync_state *state, struct error *e)
{
	if (r->status == 410)
		return FETCHED_START_OVER;
	if (r->status == 200 && http_is_type(r, "application/x-ndjson"))
		return FETCHED_PAGE;
	if (r->status >= 500 || http_is_type(r, "application/json")) {
		*state = SYNC_SERVER_DOWN;
		error_set(e, ERROR_BUSY, "the server answers with status %d", r->status);
	} else {
		*state = SYNC_NO_NETWORK;
		error_set(e, ERROR_IO,
			  "something else than our server answers (status %d, %.80s): a sign-in page?",
			  r->status, r->content_type[0] != '\0' ? r->content_type : "no type");
	}
	return FETCHED_FAILED;
}

enum fetched fetch_feed(struct fetcher *f, int64_t after, int64_t wait_s, struct http_response *response,
			enum sync_state *state, struct error *e)
{
	char url[1024];
	struct clock_source clock;
	clock_init_system(&clock);
	int n = snprintf(url, sizeof url, "%s/v1/feed?after=%lld&limit=%lld", f->settings->url,
			 (long long)after, (long long)f->limit);
	if (wait_s > 0 && n > 0 && (size_t)n < sizeof url)
		n += snprintf(url + n, sizeof url - (size_t)n, "&wait=%lld", (long long)wait_s);
	/* Screens that have seen the same ask the same, and a cache in front lets one of them through; after an empty
	 * page they ask something new, which the cache has no answer to yet. */
	if (wait_s > 0 && f->seen_at != INSTANT_NONE && n > 0 && (size_t)n < sizeof url)
		n += snprintf(url + n, sizeof url - (size_t)n, "&seen=%lld", (long long)f->seen_at);
	*state = SYNC_NO_NETWORK;
	if (n < 0 || (size_t)n >= sizeof url) {
		error_set(e, ERROR_LIMIT, "server.url is too long");
		return FETCHED_FAILED;
	}
	struct http_request r = request_for(f, url);
	r.max_bytes = FEED_PAGE_BYTES_MAX;
	r.total_timeout_ms += wait_s * 1000;
	r.idle_timeout_ms += wait_s * 1000;
	int64_t began = clock_mono_ms(&clock);
	bool ok = http_fetch(f->http, &r, response, e);
	if (response->cancelled)
		return FETCHED_CANCELLED;
	adapt_limit(f, ok, !ok && e->kind == ERROR_BUSY && response->status == 200,
		    clock_mono_ms(&clock) - began);
	if (ok)
		return sort_answer(response, state, e);
	*state = state_of_failure(response, e);
	return FETCHED_FAILED;
}

/* --- the key --- */

static bool follow(const cJSON *answer, const char *pinned, char out[65], struct error *e)
{
	const char *statements[KEY_ROTATIONS_MAX];
	size_t n = 0;
	const cJSON *item, *list = cJSON_GetObjectItemCaseSensitive(answer, "rotations");
	cJSON_ArrayForEach(item, list)
	{
		if (n == KEY_ROTATIONS_MAX)
			return error_set(e, ERROR_LIMIT, "more than %d key rotations", KEY_ROTATIONS_MAX);
		if (!cJSON_IsString(item))
			return error_set(e, ERROR_INPUT, "/v1/key: a rotation is not a text");
		statements[n++] = item->valuestring;
	}
	return key_rotation_follow(statements, n, pinned, out, e);
}

static bool read_key(const struct http_response *response, const char *pinned, char out[65], struct error *e)
{
	cJSON *answer = json_parse(buf_str(&response->body), response->body.len, FETCH_KEY_BYTES_MAX, e);
	if (answer == NULL)
		return false;
	const char *key = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(answer, "key"));
	const char *alg = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(answer, "alg"));
	bool ok = str_is_hex(key, 64) && str_eq(alg, "ed25519");
	if (!ok)
		error_set(e, ERROR_INPUT, "/v1/key: not a key");
	else if (pinned[0] == '\0')
		memcpy(out, key, 65);
	else
		ok = follow(answer, pinned, out, e);
	cJSON_Delete(answer);
	return ok;
}

bool fetch_key(struct fetcher *f, const char *pinned, char out[65], struct error *e)
{
	char url[1024];
	CLEANUP_RESPONSE struct http_response response = HTTP_RESPONSE_INIT;
	if (snprintf(url, sizeof url, "%s/v1/key", f->settings->url) >= (int)sizeof url)
		return error_set(e, ERROR_LIMIT, "server.url is too long");
	struct http_request r = request_for(f, url);
	r.max_bytes = FETCH_KEY_BYTES_MAX;
	if (!http_fetch(f->http, &r, &response, e))
		return false;
	if (response.status != 200 || !http_is_type(&response, "application/json"))
		return error_set(e, ERROR_IO, "/v1/key: status %d, not a key", response.status);
	return read_key(&response, pinned, out, e);
}

bool fetcher_sleep(struct fetcher *f, int64_t ms)
{
	while (ms > 0) {
		struct pollfd p = {.fd = f->cancel_fd, .events = POLLIN};
		int64_t slice = ms < 1000 ? ms : 1000;
		if (poll(&p, 1, (int)slice) > 0 || (f->alive != NULL && f->alive(f->alive_user)))
			return true;
		ms -= slice;
	}
	return false;
}
