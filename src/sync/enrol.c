#include "sync/enrol.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "base/version.h"
#include "feed/key.h"
#include "net/http.h"
#include "spool/report.h"
#include "sync/settings.h"

#define TOTAL_MS 60000
#define SLOWER_MS 5000 /* RFC 8628, 3.5 */
#define MODEL_BYTES 256

void enrol_init(struct enrol *x, const struct settings *s, struct http_client *http, int cancel_fd)
{
	*x = (struct enrol){.settings = s, .http = http, .cancel_fd = cancel_fd};
	clock_init_system(&x->clock);
}

/* --- what we say of ourselves --- */

/* /sys only: our unit sees no /proc but the processes (ProcSubset=pid). */
static void read_model(char out[ENROL_NAME_MAX + 1])
{
	static const char *const files[] = {"/sys/firmware/devicetree/base/model", "/sys/class/dmi/id/product_name"};
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		CLEANUP_BUF struct buf text = BUF_INIT;
		if (!fs_exists(files[i]) || !fs_read(files[i], MODEL_BYTES, &text, NULL))
			continue;
		const char *line = str_trim(&a, utf8_clean(&a, text.data, strcspn(buf_str(&text), "\n")));
		if (strlen(line) > 0 && strlen(line) <= ENROL_NAME_MAX)
			snprintf(out, ENROL_NAME_MAX + 1, "%s", line);
		return;
	}
}

static void describe(const struct enrol *x, struct enrol_ask *out)
{
	char folder[PATH_MAX];
	struct heartbeat h;
	*out = (struct enrol_ask){0};
	snprintf(out->version, sizeof out->version, "%s", AULA_VERSION);
	read_model(out->model);
	snprintf(folder, sizeof folder, "%.*s/spool/report", PATH_MAX - 32, x->settings->state);
	if (heartbeat_read(folder, &h, NULL) && h.width > 0 && h.height > 0) {
		out->width = h.width;
		out->height = h.height;
	}
}

/* --- questions --- */

static bool post(struct enrol *x, const char *path, const struct buf *body, struct http_response *response,
		 struct arena *a, struct error *e)
{
	const char *headers[] = {"Content-Type: application/json"};
	const struct http_request r = {
		.url = arena_printf(a, "%s%s", x->settings->url, path),
		.headers = {headers, 1},
		.body = buf_str(body),
		.body_len = body->len,
		.max_redirects = -1,
		.max_bytes = ENROL_WIRE_BYTES_MAX,
		.total_timeout_ms = TOTAL_MS,
		.cancel_fd = x->cancel_fd,
	};
	return http_fetch(x->http, &r, response, e);
}

static enum enrol_step not_ours(const struct http_response *r, struct error *e)
{
	error_set(e, ERROR_IO, "status %d, no answer to an enrolment", r->status);
	return ENROL_FAILED;
}

static enum enrol_step ask(struct enrol *x, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf body = BUF_INIT;
	CLEANUP_RESPONSE struct http_response response = HTTP_RESPONSE_INIT;
	struct enrol_ask told;
	struct enrol_offer offer;
	describe(x, &told);
	enrol_ask_encode(&told, &body);
	if (!post(x, "/v1/enrol", &body, &response, &a, e))
		return response.cancelled ? ENROL_STOPPED : ENROL_FAILED;
	if (!http_ok(&response) || !http_is_type(&response, "application/json"))
		return not_ours(&response, e);
	if (!enrol_offer_decode(buf_str(&response.body), response.body.len, &offer, e))
		return ENROL_FAILED;
	x->offer = offer;
	x->has_code = true;
	x->pause_ms = offer.interval_s * 1000;
	x->until_ms = clock_mono_ms(&x->clock) + offer.expires_in_s * 1000;
	x->until_s = clock_wall_s(&x->clock) + offer.expires_in_s;
	log_info("enrolment: the code is %s, to be typed at %s", offer.user_code, offer.url);
	return ENROL_WAITS;
}

static bool keep(struct enrol *x, const struct enrol_grant_answer *g, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *folder = arena_printf(&a, "%s/device", x->settings->state);
	/* what the person compared is what we got; anything else is another server */
	if (!str_eq(g->key, x->offer.key))
		return error_set(e, ERROR_TRUST, "the server's key is not the one that was shown");
	return fs_mkdirs(folder, e) &&
	       fs_write_atomic(arena_printf(&a, "%s/server-key", folder), g->key, strlen(g->key), e) &&
	       fs_write_secret(arena_printf(&a, "%s/credential", folder), g->credential, strlen(g->credential), e);
}

static enum enrol_step granted(struct enrol *x, const struct http_response *r, struct error *e)
{
	struct enrol_grant_answer g;
	if (!enrol_grant_decode(buf_str(&r->body), r->body.len, &g, e) || !keep(x, &g, e)) {
		x->has_code = x->has_code && e->kind != ERROR_TRUST;
		return ENROL_FAILED;
	}
	x->answer = g;
	x->has_code = false;
	log_info("enrolled as %s (%s) at %s", g.id, g.name, g.centre);
	return ENROL_ENROLLED;
}

static enum enrol_step refused(struct enrol *x, const struct http_response *r, struct error *e)
{
	char word[ENROL_ERROR_MAX + 1];
	if (!enrol_error_decode(buf_str(&r->body), r->body.len, word))
		return not_ours(r, e);
	if (str_eq(word, "authorization_pending"))
		return ENROL_WAITS;
	if (str_eq(word, "slow_down")) {
		x->pause_ms += SLOWER_MS;
		return ENROL_WAITS;
	}
	if (!str_eq(word, "access_denied") && !str_eq(word, "expired_token"))
		return not_ours(r, e);
	log_info("enrolment: %s", word);
	x->has_code = false;
	return ENROL_OVER;
}

static enum enrol_step poll_once(struct enrol *x, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf body = BUF_INIT;
	CLEANUP_RESPONSE struct http_response response = HTTP_RESPONSE_INIT;
	enrol_poll_encode(x->offer.device_code, &body);
	if (!post(x, "/v1/enrol/token", &body, &response, &a, e))
		return response.cancelled ? ENROL_STOPPED : ENROL_FAILED;
	if (!http_is_type(&response, "application/json"))
		return not_ours(&response, e);
	return http_ok(&response) ? granted(x, &response, e) : refused(x, &response, e);
}

enum enrol_step enrol_step(struct enrol *x, struct error *e)
{
	if (x->has_code && clock_mono_ms(&x->clock) >= x->until_ms) {
		x->has_code = false;
		return ENROL_OVER;
	}
	return x->has_code ? poll_once(x, e) : ask(x, e);
}

void enrol_show(const struct enrol *x, struct device_status *out)
{
	out->code[0] = out->url[0] = out->url_complete[0] = out->fingerprint[0] = '\0';
	out->code_until = 0;
	if (!x->has_code)
		return;
	snprintf(out->code, sizeof out->code, "%s", x->offer.user_code);
	snprintf(out->url, sizeof out->url, "%s", x->offer.url);
	snprintf(out->url_complete, sizeof out->url_complete, "%s", x->offer.url_complete);
	key_fingerprint(x->offer.key, out->fingerprint);
	out->code_until = x->until_s > 0 ? x->until_s : 0;
}
