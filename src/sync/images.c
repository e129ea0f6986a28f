#include "sync/images.h"

#include <limits.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "cache/schema.h"
#include "feed/hex.h"
#include "media/clean.h"
#include "net/http.h"
#include "spool/sync_status.h"
#include "sync/backoff.h"
#include "sync/image_files.h"
#include "sync/image_wants.h"
#include "sync/link.h"
#include "sync/settings.h"
#include "sync/vault.h"

#define LOOK_MS 3000 /* whether the cache has changed: after once to twice this */
#define TOTAL_MS 900000
#define IDLE_MS 60000
#define AGAIN_MS ((int64_t)3600 * 1000) /* what was refused but could come right */
#define MISSING_MS ((int64_t)900 * 1000)
#define DAY_S 86400
#define MB ((int64_t)1000000)

struct images {
	const struct settings *settings;
	const struct link *link; /* borrowed, may be NULL */
	struct http_client *http;
	struct clock_source clock;
	struct backoff backoff;
	int cancel_fd;
	char cache[PATH_MAX], dir[PATH_MAX], status[PATH_MAX];
	struct image_wants wants;
	/* what an answer cost that gave no file: on a metered link it counts too */
	int64_t wasted_bytes, wasted_since_ms;
	int64_t n_refused;
};

struct images *images_new(const struct settings *s, const struct link *link, int cancel_fd)
{
	struct images *x = calloc(1, sizeof *x);
	const struct http_options options = settings_http(s);
	ASSERT(x != NULL);
	x->settings = s;
	x->link = link;
	x->http = http_client_new(&options);
	clock_init_system(&x->clock);
	x->backoff = (struct backoff){.first_ms = s->backoff_first_ms, .most_ms = s->backoff_most_s * 1000};
	x->cancel_fd = cancel_fd;
	x->wasted_since_ms = clock_mono_ms(&x->clock);
	/* engine_open has refused a folder whose name is too long for these */
	snprintf(x->cache, sizeof x->cache, "%.*s/" CACHE_PATH, PATH_MAX - 32, s->state);
	snprintf(x->dir, sizeof x->dir, "%.*s/images", PATH_MAX - 128, s->state);
	snprintf(x->status, sizeof x->status, "%.*s/status/" SYNC_IMAGES_FILE, PATH_MAX - 32, s->state);
	return x;
}

void images_free(struct images *x)
{
	if (x == NULL)
		return;
	http_client_free(x->http);
	image_wants_fini(&x->wants);
	free(x);
}

/* --- what is there --- */

/* The screen looks when this file changes. */
static void tell(struct images *x, const struct image_files *f)
{
	char json[160];
	size_t missing = 0;
	for (size_t i = 0; i < x->wants.n; i++)
		missing += x->wants.v[i].state != WANT_HERE;
	int n = snprintf(json, sizeof json, "{\"held\":%zu,\"bytes\":%lld,\"missing\":%zu,\"refused\":%lld}", f->n,
			 (long long)f->bytes, missing, (long long)x->n_refused);
	if (n > 0 && n < (int)sizeof json)
		log_once("images status", fs_write_swap(x->status, json, (size_t)n, NULL) ? NULL : "cannot be written");
}

/* Ranks of the files, and which of the wanted are here. */
static bool list(struct images *x, struct image_files *f, struct arena *a, struct error *e)
{
	if (!image_files_list(x->dir, f, a, e))
		return false;
	for (size_t i = 0; i < x->wants.n; i++)
		if (x->wants.v[i].state == WANT_HERE)
			x->wants.v[i].state = WANT_MISSING;
	for (size_t i = 0; i < f->n; i++) {
		struct image_want *w = image_wants_find(&x->wants, f->v[i].hash);
		if (w == NULL)
			continue;
		f->v[i].rank = w->rank;
		w->state = WANT_HERE;
	}
	return true;
}

/* Removes what must go so that `more` bytes fit; false: they do not. */
static bool make_room(struct images *x, struct image_files *f, int64_t more, size_t rank, struct arena *a)
{
	bool *goes = ARENA_ARRAY(a, bool, f->n + 1);
	if (!image_files_choose(f, more, x->settings->images_budget_mb * MB, rank, goes))
		return false;
	for (size_t i = 0; i < f->n; i++) {
		if (!goes[i] || !image_files_remove(x->dir, f->v[i].hash))
			continue;
		struct image_want *w = image_wants_find(&x->wants, f->v[i].hash);
		if (w != NULL)
			w->state = WANT_NO_ROOM;
	}
	return true;
}

static bool look(struct images *x, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct image_files f;
	bool changed = false;
	if (!image_wants_read(&x->wants, x->cache, &changed, e))
		return false;
	if (!changed)
		return true;
	if (!fs_mkdirs(x->dir, e) || !list(x, &f, &a, e))
		return false;
	/* the budget may have been made smaller */
	if (f.bytes > x->settings->images_budget_mb * MB)
		(void)make_room(x, &f, 0, IMAGE_RANK_NONE, &a);
	tell(x, &f);
	return true;
}

/* --- money --- */

/* How many bytes may come now. What came in the last day is told by the files themselves, so a restart does not forget. */
static int64_t allowance(struct images *x)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct image_files f;
	int64_t now = clock_wall_s(&x->clock), spent;
	if (!x->settings->metered)
		return (int64_t)IMAGES_BYTES_MAX;
	if (clock_mono_ms(&x->clock) - x->wasted_since_ms > (int64_t)DAY_S * 1000) {
		x->wasted_since_ms = clock_mono_ms(&x->clock);
		x->wasted_bytes = 0;
	}
	spent = x->wasted_bytes;
	if (!image_files_list(x->dir, &f, &a, NULL))
		return 0;
	for (size_t i = 0; i < f.n; i++)
		spent += f.v[i].made_at > now - DAY_S ? f.v[i].bytes : 0;
	int64_t left = x->settings->images_metered_mb * MB - spent;
	return left < (int64_t)IMAGES_BYTES_MAX ? left : (int64_t)IMAGES_BYTES_MAX;
}

/* --- one picture --- */

static enum images_step refuse(struct images *x, struct image_want *w, bool for_ever, const char *why)
{
	if (!w->said)
		log_warning("picture %.12s… is refused: %s", w->hash, why);
	x->n_refused += !w->said;
	w->said = true;
	w->state = WANT_REFUSED;
	w->again_ms = for_ever ? INT64_MAX : clock_mono_ms(&x->clock) + AGAIN_MS;
	return IMAGES_FETCHED;
}

static bool hash_agrees(const struct image_want *w, const struct buf *body)
{
	uint8_t hash[crypto_hash_sha256_BYTES];
	char hex[IMAGE_HASH_HEX + 1];
	crypto_hash_sha256(hash, (const uint8_t *)buf_str(body), body->len);
	hex_write(hash, sizeof hash, hex);
	return str_eq(hex, w->hash);
}

static bool redraw(const struct buf *body, struct buf *png, struct error *e)
{
	struct media_info info;
	int w = 0, h = 0;
	if (!media_probe(buf_str(body), body->len, &w, &h))
		return error_set(e, ERROR_INPUT, "neither PNG, JPEG nor WebP");
	if ((int64_t)w * h > IMAGES_PIXELS_MAX)
		return error_set(e, ERROR_LIMIT, "%d × %d px are too many", w, h);
	if (media_clean(body->data, body->len, IMAGES_SIDE_PX, IMAGES_SIDE_PX, png, &info, e))
		return true;
	buf_clear(png);
	return e->kind == ERROR_LIMIT &&
	       media_clean(body->data, body->len, IMAGES_SMALLER_SIDE_PX, IMAGES_SMALLER_SIDE_PX, png, &info, e);
}

static enum images_step keep(struct images *x, struct image_want *w, const struct buf *png)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct image_files f;
	struct error e = ERROR_INIT;
	char path[PATH_MAX];
	bool ok = list(x, &f, &a, &e);
	if (ok && !make_room(x, &f, (int64_t)png->len, w->rank, &a)) {
		w->state = WANT_NO_ROOM;
		log_once("images room", "no room for all pictures: images.budget_mb");
		return IMAGES_FETCHED;
	}
	ok = ok && snprintf(path, sizeof path, "%s/%s.png", x->dir, w->hash) < (int)sizeof path &&
	     fs_write_atomic(path, png->data, png->len, &e) && list(x, &f, &a, &e);
	log_once("images disk", ok ? NULL : e.text);
	if (!ok)
		return IMAGES_FAILED;
	tell(x, &f);
	return IMAGES_FETCHED;
}

static enum images_step take(struct images *x, struct image_want *w, const struct buf *body)
{
	CLEANUP_BUF struct buf png = BUF_INIT;
	struct error e = ERROR_INIT;
	if (!hash_agrees(w, body))
		return refuse(x, w, false, "its bytes do not give its hash");
	if (redraw(body, &png, &e))
		return keep(x, w, &png);
	bool ours = e.kind != ERROR_INPUT && e.kind != ERROR_LIMIT && e.kind != ERROR_REFUSED;
	if (!ours)
		return refuse(x, w, e.kind == ERROR_INPUT, e.text);
	log_once("images disk", e.text); /* no process, no memory: not the picture's fault */
	return IMAGES_FAILED;
}

static enum images_step sort_answer(struct images *x, struct image_want *w, const struct http_response *r)
{
	struct error e = ERROR_INIT;
	if (r->status == 200 && strncmp(r->content_type, "image/", 6) == 0) {
		log_once("images", NULL);
		enum images_step step = take(x, w, &r->body);
		x->wasted_bytes += w->state == WANT_HERE ? 0 : (int64_t)r->received_bytes;
		return step;
	}
	if ((r->status == 404 || r->status == 410) && http_is_type(r, "application/json")) {
		w->state = WANT_LATER; /* perhaps it comes after the record */
		w->again_ms = clock_mono_ms(&x->clock) + MISSING_MS;
		return IMAGES_FETCHED;
	}
	error_set(&e, ERROR_IO, "no picture comes (status %d, %.80s)", r->status, r->content_type);
	log_once("images", e.text);
	return IMAGES_FAILED;
}

static enum images_step fetch(struct images *x, struct image_want *w, int64_t most)
{
	CLEANUP_RESPONSE struct http_response response = HTTP_RESPONSE_INIT;
	struct error e = ERROR_INIT;
	char url[1200];
	if (snprintf(url, sizeof url, "%s/v1/image/%s", x->settings->url, w->hash) >= (int)sizeof url)
		return IMAGES_FAILED;
	const struct http_request r = {
		.url = url,
		.max_redirects = -1,
		.max_bytes = (size_t)most,
		.total_timeout_ms = TOTAL_MS,
		.idle_timeout_ms = IDLE_MS,
		.cancel_fd = x->cancel_fd,
	};
	if (http_fetch(x->http, &r, &response, &e))
		return sort_answer(x, w, &response);
	if (response.cancelled)
		return IMAGES_STOPPED;
	if (response.status == 200 && e.kind == ERROR_LIMIT) {
		x->wasted_bytes += (int64_t)response.received_bytes;
		if (most == (int64_t)IMAGES_BYTES_MAX)
			return refuse(x, w, false, e.text);
		w->state = WANT_LATER; /* more than is left of today's */
		w->again_ms = clock_mono_ms(&x->clock) + (int64_t)DAY_S * 1000;
		return IMAGES_FETCHED;
	}
	log_once("images", e.text);
	return IMAGES_FAILED;
}

enum images_step images_step(struct images *x)
{
	struct error e = ERROR_INIT;
	if (x->settings->images_budget_mb == 0 || link_holds(x->link) != LINK_HOLD_NOT)
		return IMAGES_IDLE;
	if (!look(x, &e)) {
		log_once("images look", e.text);
		return e.kind == ERROR_NOT_FOUND ? IMAGES_IDLE : IMAGES_FAILED;
	}
	log_once("images look", NULL);
	struct image_want *w = image_wants_next(&x->wants, clock_mono_ms(&x->clock));
	int64_t most = w != NULL ? allowance(x) : 0;
	return most > 0 ? fetch(x, w, most) : IMAGES_IDLE;
}

/* True: stop. */
static bool nap(const struct images *x, int64_t ms)
{
	struct pollfd p = {.fd = x->cancel_fd, .events = POLLIN};
	return poll(&p, 1, (int)ms) > 0;
}

void images_run(struct images *x)
{
	for (;;) {
		enum images_step step = images_step(x);
		int64_t pause = LOOK_MS + (int64_t)random_below(LOOK_MS);
		if (step == IMAGES_FAILED)
			pause = backoff_next_ms(&x->backoff);
		else
			backoff_reset(&x->backoff);
		if (step == IMAGES_STOPPED || nap(x, step == IMAGES_FETCHED ? 0 : pause))
			return;
	}
}

void images_once(struct images *x)
{
	int64_t end = clock_mono_ms(&x->clock) + (int64_t)IMAGES_ONCE_S * 1000;
	while (images_step(x) == IMAGES_FETCHED && clock_mono_ms(&x->clock) < end)
		;
}
