#include "sync/wants.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "net/http.h"
#include "spool/daybook.h"
#include "spool/device_status.h"
#include "sync/settings.h"

#define TOTAL_MS 120000
#define ANSWER_BYTES_MAX ((size_t)4096)

static void path(char out[PATH_MAX], const struct settings *s, const char *rest)
{
	snprintf(out, PATH_MAX, "%.*s/%s", PATH_MAX - 64, s->state, rest);
}

void wants_init(struct wants *w, const struct settings *s, struct http_client *http, int cancel_fd)
{
	*w = (struct wants){.settings = s, .http = http, .cancel_fd = cancel_fd};
	path(w->want_file, s, "status/" DEVICE_WANT_PICTURE_FILE);
	path(w->picture_file, s, "spool/report/" DEVICE_IDLE_PICTURE_FILE);
	path(w->kiosk_log, s, "spool/report/" DAYBOOK_KIOSK_FILE);
}

void wants_note(struct wants *w, const struct cJSON *list)
{
	const cJSON *v;
	struct error e = ERROR_INIT;
	w->picture = w->log = false;
	cJSON_ArrayForEach(v, list)
	{
		w->picture |= cJSON_IsString(v) && str_eq(v->valuestring, "picture");
		w->log |= cJSON_IsString(v) && str_eq(v->valuestring, "log");
	}
	if (w->picture == fs_exists(w->want_file))
		return;
	if (!w->picture) {
		unlink(w->want_file);
		return;
	}
	/* an old picture is not what they asked for */
	unlink(w->picture_file);
	if (!fs_write_atomic(w->want_file, "", 0, &e))
		log_warning("%s", e.text);
}

bool wants_ready(const struct wants *w)
{
	return w->log || (w->picture && fs_exists(w->picture_file));
}

static bool post(struct wants *w, const char *what, const char *type, const struct buf *body, const char *credential,
		 struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_RESPONSE struct http_response response = HTTP_RESPONSE_INIT;
	const char *headers[] = {arena_printf(&a, "Authorization: Bearer %s", credential),
				 arena_printf(&a, "Content-Type: %s", type)};
	const struct http_request r = {
		.url = arena_printf(&a, "%s/v1/device/%s", w->settings->url, what),
		.headers = {headers, 2},
		.body = buf_str(body),
		.body_len = body->len,
		.max_redirects = -1,
		.max_bytes = ANSWER_BYTES_MAX,
		.total_timeout_ms = TOTAL_MS,
		.cancel_fd = w->cancel_fd,
	};
	if (!http_fetch(w->http, &r, &response, e))
		return false;
	return http_ok(&response) ||
	       error_set(e, ERROR_REFUSED, "status %d %.120s", response.status, buf_str(&response.body));
}

static bool send_picture(struct wants *w, const char *credential, struct error *e)
{
	CLEANUP_BUF struct buf png = BUF_INIT;
	bool ok = fs_read(w->picture_file, DEVICE_IDLE_PICTURE_BYTES_MAX, &png, e) &&
		  post(w, "picture", "image/png", &png, credential, e);
	/* one try: the server asks again as long as staff want it */
	w->picture = false;
	unlink(w->want_file);
	unlink(w->picture_file);
	return ok;
}

static bool send_log(struct wants *w, const char *credential, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	w->log = false;
	if (fs_exists(w->kiosk_log) && !fs_read(w->kiosk_log, DAYBOOK_BYTES_MAX, &text, e))
		buf_clear(&text);
	daybook_write(&text);
	if (text.len == 0)
		buf_puts(&text, "\n");
	return post(w, "log", "text/plain; charset=utf-8", &text, credential, e);
}

bool wants_send(struct wants *w, const char *credential, struct error *e)
{
	if (w->log && !send_log(w, credential, e))
		return false;
	return !w->picture || !fs_exists(w->picture_file) || send_picture(w, credential, e);
}
