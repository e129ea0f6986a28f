/* POST /v1/device/picture and /v1/device/log: what staff asked a screen for. Nothing is taken unasked, and a picture
 * is decoded and encoded again in the sandbox before anybody's browser sees it. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "media/clean.h"
#include "server/api/api.h"
#include "server/app.h"
#include "store/device_files.h"
#include "store/devices.h"
#include "store/store.h"
#include "web/http.h"

#define PICTURE_SIDE_MAX 1000 /* px: enough to see what a screen shows */
#define PICTURE_SENT_MAX 4000
#define LOG_LINE_MAX 400

static bool wanted(struct web_request *r, enum device_file what)
{
	struct app *a = web_app(r);
	const struct device *d = web_user(r);
	struct error e = ERROR_INIT;
	int64_t asked_at;
	if (!device_wanted(a->store, d->id, what, app_now(a), &asked_at, &e)) {
		log_error("%s of %s: %s", device_file_word(what), d->id, e.text);
		api_refuse(r, 503, "the store cannot be read");
		return false;
	}
	if (asked_at == INSTANT_NONE)
		api_refuse(r, 409, "nobody has asked for it");
	return asked_at != INSTANT_NONE;
}

static void keep(struct web_request *r, enum device_file what, const char *type, const struct buf *bytes)
{
	struct app *a = web_app(r);
	const struct device *d = web_user(r);
	struct error e = ERROR_INIT;
	if (store_begin(a->store, &e) &&
	    device_file_put(a->store, d->id, what, type, bytes->data, bytes->len, app_now(a), &e) &&
	    store_commit(a->store, &e)) {
		web_send_text(r, 200, "application/json", "{\"taken\":true}");
		return;
	}
	store_rollback(a->store);
	log_error("%s of %s: %s", device_file_word(what), d->id, e.text);
	api_refuse(r, 503, "send it again");
}

void api_device_picture(struct web_request *r)
{
	const struct buf *body = web_body(r);
	struct error e = ERROR_INIT;
	struct media_info info;
	CLEANUP_BUF struct buf png = BUF_INIT;
	if (!wanted(r, DEVICE_PICTURE))
		return;
	int w, h;
	if (!media_probe(body->data, body->len, &w, &h) || w > PICTURE_SENT_MAX || h > PICTURE_SENT_MAX) {
		api_refuse(r, 400, "this is no picture of a screen");
		return;
	}
	if (!media_clean(body->data, body->len, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX, &png, &info, &e)) {
		log_warning("picture of %s: %s", ((const struct device *)web_user(r))->id, e.text);
		api_refuse(r, 400, "this is no picture");
		return;
	}
	if (png.len > DEVICE_PICTURE_BYTES_MAX) {
		api_refuse(r, 413, "the picture is too large");
		return;
	}
	keep(r, DEVICE_PICTURE, "image/png", &png);
}

/* Whole lines of clean text, the newest when there are more than fit. */
static void clean_log(const struct buf *body, struct buf *out, struct arena *a)
{
	struct strs lines = str_split(a, utf8_clean(a, body->data, body->len), "\n");
	size_t from = lines.n > DEVICE_LOG_LINES_MAX ? lines.n - DEVICE_LOG_LINES_MAX : 0;
	for (size_t i = from; i < lines.n; i++) {
		size_t len = strlen(lines.v[i]), cut = len < LOG_LINE_MAX ? len : LOG_LINE_MAX;
		while (cut < len && !utf8_valid(lines.v[i], cut))
			cut--;
		if (out->len + cut + 1 > DEVICE_LOG_BYTES_MAX)
			break;
		buf_append(out, lines.v[i], cut);
		buf_putc(out, '\n');
	}
}

void api_device_log(struct web_request *r)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	if (!wanted(r, DEVICE_LOG))
		return;
	clean_log(web_body(r), &text, web_arena(r));
	keep(r, DEVICE_LOG, "text/plain; charset=utf-8", &text);
}
