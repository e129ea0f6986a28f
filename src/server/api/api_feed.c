/* GET /v1/feed, /v1/key, /v1/image/HASH. */
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "feed/hex.h"
#include "feed/page.h"
#include "server/api/api.h"
#include "server/api/feed_pages.h"
#include "server/app.h"
#include "server/metrics.h"
#include "store/store.h"
#include "web/http.h"
#include "web/json.h"

#define TYPE_JSON "application/json"

static void refuse_with(struct web_request *r, unsigned status, const char *why, const char *cache_control)
{
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "error");
	json_text(&j, why);
	json_close(&j, '}');
	web_set_header(r, "Cache-Control", cache_control);
	web_send(r, status, TYPE_JSON, &j.out);
	buf_fini(&j.out);
}

void api_refuse(struct web_request *r, unsigned status, const char *why)
{
	refuse_with(r, status, why, "no-store");
}

/* A number of the query; `otherwise` when it is not given. */
static bool query_number(struct web_request *r, const char *name, int64_t max, int64_t otherwise,
			 int64_t *out)
{
	const char *text = web_query(r, name);
	*out = otherwise;
	return text == NULL || str_to_i64(text, 0, max, out);
}

static void refuse_away(struct web_request *r)
{
	web_set_header(r, "Retry-After", "1");
	api_refuse(r, 503, "the store cannot be read now");
}

static void send_page(struct web_request *r, struct app *a, int64_t after, size_t limit)
{
	struct error e = ERROR_INIT;
	const char *etag, *have = web_header(r, "If-None-Match");
	enum coding coding = web_accepts_coding(r, "zstd")   ? CODING_ZSTD
			     : web_accepts_coding(r, "gzip") ? CODING_GZIP
							     : CODING_IDENTITY;
	struct web_page *page =
		feed_pages_get(a->pages, a->store, after, limit, coding, app_now(a), &etag, &e);
	if (page == NULL) {
		log_once("feed", e.text);
		refuse_away(r);
		return;
	}
	log_once("feed", NULL);
	if (web_calls_before(r) > 0 && !web_timed_out(r) && !web_draining(r))
		metrics_woken(a->metrics, clock_mono_ms(&a->clock) - a->moved_ms);
	if (have != NULL && strcmp(have, etag) == 0) {
		web_set_header(r, "ETag", etag);
		web_send_text(r, 304, "application/x-ndjson", "");
		return;
	}
	web_send_page(r, 200, page);
}

/* Nothing here may touch the request's arena before it parks: ten thousand of them wait at a time. */
void api_feed(struct web_request *r)
{
	struct app *a = web_app(r);
	int64_t after, limit, wait;
	if (!query_number(r, "after", FEED_SEQ_MAX, 0, &after) ||
	    !query_number(r, "limit", FEED_LIMIT_MAX, FEED_LIMIT_DEFAULT, &limit) || limit == 0 ||
	    !query_number(r, "wait", 86400, 0, &wait)) {
		api_refuse(r, 400, "after, limit and wait are whole numbers; limit is 1 to 2000");
		return;
	}
	/* another server may have told this screen of more than we have heard of: look before sending it back to the start */
	if (after > store_head(a->store).head && store_watch_fd(a->store) >= 0 && !app_look(a)) {
		refuse_away(r);
		return;
	}
	struct store_head head = store_head(a->store);
	if (after > head.head || (after > 0 && after < head.horizon)) {
		/* short, but cacheable: screens behind one cache lock must all hear it at once */
		refuse_with(r, 410,
			    after > head.head ? "this store has not been there yet: start over with after=0"
					      : "older than the horizon: start over with after=0",
			    "public, max-age=1");
		return;
	}
	if (after == head.head && wait > 0 && !web_timed_out(r) && !web_draining(r)) {
		web_park(r, wait * 1000);
		return;
	}
	send_page(r, a, after, (size_t)limit);
}

void api_key(struct web_request *r)
{
	struct app *a = web_app(r);
	struct strs rotations;
	struct error e = ERROR_INIT;
	if (!store_rotations(a->store, &rotations, web_arena(r), &e)) {
		log_error("key: %s", e.text);
		api_refuse(r, 500, "the store cannot be read");
		return;
	}
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "key");
	json_text(&j, a->key.public_hex);
	json_key(&j, "alg");
	json_text(&j, "ed25519");
	json_key(&j, "rotations");
	json_open(&j, '[');
	for (size_t i = 0; i < rotations.n; i++)
		json_text(&j, rotations.v[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	web_set_header(r, "Cache-Control", "public, max-age=60");
	web_send(r, 200, TYPE_JSON, &j.out);
	buf_fini(&j.out);
}

void api_image(struct web_request *r)
{
	struct app *a = web_app(r);
	struct store_image image;
	struct error e = ERROR_INIT;
	uint8_t unused[32];
	const char *hash = web_param(r, "hash");
	if (!hex_read(hash, unused, sizeof unused) ||
	    !store_image_get(a->store, hash, &image, web_arena(r), &e)) {
		api_refuse(r, e.kind == ERROR_NONE || e.kind == ERROR_NOT_FOUND ? 404 : 500, "no such image");
		return;
	}
	CLEANUP_BUF struct buf body = BUF_INIT;
	buf_append(&body, image.bytes, image.len);
	web_set_header(r, "Cache-Control", "public, max-age=31536000, immutable");
	web_send(r, 200, image.type, &body);
}
