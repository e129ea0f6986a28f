/* POST /v1/report: what a screen tells. The first line is about the screen itself, each further line is one
 * file of its spool/report as it lies there, so that a damaged one is refused alone. */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "model/codec.h"
#include "server/api/api.h"
#include "server/app.h"
#include "spool/report.h"
#include "store/device_files.h"
#include "store/devices.h"
#include "store/store.h"
#include "store/usage.h"
#include "web/http.h"
#include "web/json.h"

#define HEAD_BYTES_MAX ((size_t)DEVICE_HEALTH_MAX + 1024)
#define HEALTH_TEXT_MAX 200
#define SEQ_MAX 1e15

static void delete_json(cJSON **doc)
{
	cJSON_Delete(*doc);
}
#define CLEANUP_DOC __attribute__((cleanup(delete_json)))

/* --- who --- */

bool api_device_gate(struct web_request *r)
{
	struct app *a = web_app(r);
	struct device *d = arena_alloc(web_arena(r), sizeof *d);
	struct error e = ERROR_INIT;
	const char *given = web_header(r, "Authorization");
	bool known = given != NULL && str_starts(given, "Bearer ") &&
		     device_by_credential(a->store, given + 7, d, web_arena(r), &e);
	if (!known && e.kind != ERROR_NOT_FOUND && e.kind != ERROR_NONE) {
		log_error("report: %s", e.text);
		api_refuse(r, 503, "the store cannot be read");
		return false;
	}
	if (!known) {
		web_set_header(r, "WWW-Authenticate", "Bearer");
		api_refuse(r, 401, "the credential is missing or not known");
		return false;
	}
	if (d->state != DEVICE_ACTIVE) {
		api_refuse(r, 403, device_state_word(d->state));
		return false;
	}
	web_set_user(r, d);
	return true;
}

/* --- the first line --- */

static int64_t number(const cJSON *doc, const char *name, int64_t absent)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(doc, name);
	return cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble < SEQ_MAX ? (int64_t)v->valuedouble
										    : absent;
}

/* A flat object of plain values; anything else is left out as a whole, and the rest of the report taken. */
static const char *health_of(const cJSON *doc, struct arena *a)
{
	const cJSON *health = cJSON_GetObjectItemCaseSensitive(doc, "health"), *v;
	if (!cJSON_IsObject(health))
		return NULL;
	cJSON_ArrayForEach(v, health)
	{
		bool text = cJSON_IsString(v) && strlen(v->valuestring) <= HEALTH_TEXT_MAX &&
			    utf8_valid(v->valuestring, strlen(v->valuestring));
		if (!text && !cJSON_IsBool(v) && !cJSON_IsNumber(v))
			return NULL;
	}
	char *printed = cJSON_PrintUnformatted(health);
	const char *out =
		printed != NULL && strlen(printed) <= DEVICE_HEALTH_MAX ? arena_strdup(a, printed) : NULL;
	cJSON_free(printed);
	return out;
}

static bool read_head(const char *line, size_t len, struct device_report *out, struct arena *a,
		      struct error *e)
{
	CLEANUP_DOC cJSON *doc = json_parse(line, len, HEAD_BYTES_MAX, e);
	const cJSON *nonce = cJSON_GetObjectItemCaseSensitive(doc, "nonce");
	if (doc == NULL)
		return false;
	if (!cJSON_IsObject(doc) || !cJSON_IsString(nonce) ||
	    strlen(nonce->valuestring) >= DEVICE_NONCE_BYTES ||
	    strspn(nonce->valuestring, "0123456789abcdef") != strlen(nonce->valuestring))
		return error_set(e, ERROR_INPUT, "the first line is an object with a nonce");
	*out = (struct device_report){
		.nonce = arena_strdup(a, nonce->valuestring),
		.displayed_seq = number(doc, "displayed_seq", -1),
		.displayed_at = number(doc, "displayed_at", INSTANT_NONE),
		.verified_seq = number(doc, "verified_seq", 0),
		.content_at = number(doc, "content_at", INSTANT_NONE),
		.health = health_of(doc, a),
	};
	return true;
}

/* --- the files --- */

struct taking {
	struct app *app;
	const struct device *device;
	struct arena *arena;
	struct json taken, refused;
	size_t n_taken, n_new;
};

static bool take_batch(struct taking *t, const struct report_batch *b, struct error *e)
{
	bool first = false, ok;
	int64_t now = app_now(t->app);
	if (b->kind == REPORT_KIND_FLAG) {
		const struct device_flag f = {t->device->id, b->hour, b->subject, b->why};
		ok = flag_take(t->app->store, b->id, &f, now, &first, e);
	} else {
		struct usage_count *counts = ARENA_ARRAY(t->arena, struct usage_count, b->n_counts);
		for (size_t i = 0; i < b->n_counts; i++)
			counts[i] = (struct usage_count){b->counts[i].action, b->counts[i].topic,
							 b->counts[i].subject, b->counts[i].n};
		ok = usage_take(t->app->store, t->device->id, b->id, b->hour, counts, b->n_counts, now,
				&first, e);
	}
	json_text(&t->taken, b->id);
	t->n_taken++;
	t->n_new += first;
	return ok;
}

/* false: the store failed. A line that is no report is refused; its place in the body names it. */
static bool take_line(struct taking *t, size_t place, const char *line, size_t len, struct error *e)
{
	struct report_batch b;
	struct error why = ERROR_INIT;
	if (len <= REPORT_MAX_BYTES && report_decode(line, len, t->arena, &b, &why))
		return take_batch(t, &b, e);
	json_open(&t->refused, '{');
	json_key(&t->refused, "line");
	json_number(&t->refused, (int64_t)place);
	json_key(&t->refused, "why");
	json_text(&t->refused, why.kind != ERROR_NONE ? why.text : "too long");
	json_close(&t->refused, '}');
	return true;
}

static bool take_lines(struct taking *t, const char *at, const char *end, struct error *e)
{
	for (size_t place = 2; at < end; place++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop != NULL ? stop : end;
		if (place > API_REPORT_LINES_MAX + 1)
			return error_set(e, ERROR_LIMIT, "more than %d lines", API_REPORT_LINES_MAX);
		if (stop > at && !take_line(t, place, at, (size_t)(stop - at), e))
			return false;
		at = stop + 1;
	}
	return true;
}

/* --- the answer --- */

static void write_wants(struct json *j, const struct taking *t)
{
	json_open(j, '[');
	for (int i = 0; i < DEVICE_FILE_COUNT; i++) {
		int64_t asked_at = INSTANT_NONE;
		/* a store that fails just now: asked for with the next report */
		if (device_wanted(t->app->store, t->device->id, (enum device_file)i, app_now(t->app), &asked_at, NULL) &&
		    asked_at != INSTANT_NONE)
			json_text(j, device_file_word((enum device_file)i));
	}
	json_close(j, ']');
}

static void answer(struct web_request *r, struct taking *t, const char *nonce)
{
	struct json j = JSON_INIT;
	json_close(&t->taken, ']');
	json_close(&t->refused, ']');
	json_open(&j, '{');
	json_key(&j, "nonce");
	json_text(&j, nonce);
	/* who it is now: staff may have moved it */
	json_key(&j, "id");
	json_text(&j, t->device->id);
	json_key(&j, "name");
	json_text(&j, t->device->name);
	json_key(&j, "centre");
	json_text(&j, t->device->centre);
	json_key(&j, "base");
	json_text(&j, t->app->settings.public_base);
	json_key(&j, "wants");
	write_wants(&j, t);
	json_key(&j, "taken");
	json_verbatim(&j, buf_str(&t->taken.out));
	json_key(&j, "refused");
	json_verbatim(&j, buf_str(&t->refused.out));
	json_close(&j, '}');
	web_set_header(r, "Cache-Control", "no-store");
	web_send(r, 200, "application/json", &j.out);
	buf_fini(&j.out);
}

static bool take_all(struct taking *t, const struct device_report *head, const char *rest, const char *end,
		     enum device_verdict *verdict, char nonce[DEVICE_NONCE_BYTES], struct error *e)
{
	struct store *s = t->app->store;
	if (store_begin(s, e) && device_report(s, t->device->id, head, app_now(t->app), verdict, nonce, e) &&
	    (*verdict == DEVICE_REPORT_CLONED || take_lines(t, rest, end, e)) && store_commit(s, e))
		return true;
	store_rollback(s);
	return false;
}

void api_report(struct web_request *r)
{
	struct taking t = {.app = web_app(r),
			   .device = web_user(r),
			   .arena = web_arena(r),
			   .taken = JSON_INIT,
			   .refused = JSON_INIT};
	const struct buf *body = web_body(r);
	const char *text = buf_str(body), *end = text + body->len, *line_end = memchr(text, '\n', body->len);
	struct error e = ERROR_INIT;
	struct device_report head;
	enum device_verdict verdict = DEVICE_REPORT_CLONED;
	char nonce[DEVICE_NONCE_BYTES] = "";
	line_end = line_end != NULL ? line_end : end;
	if (!read_head(text, (size_t)(line_end - text), &head, t.arena, &e)) {
		api_refuse(r, 400, e.text);
		return;
	}
	json_open(&t.taken, '[');
	json_open(&t.refused, '[');
	if (!take_all(&t, &head, line_end < end ? line_end + 1 : end, end, &verdict, nonce, &e)) {
		log_error("report of %s: %s", t.device->id, e.text);
		api_refuse(r, e.kind == ERROR_LIMIT ? 413 : 503,
			   e.kind == ERROR_LIMIT ? e.text : "send it again");
	} else if (verdict == DEVICE_REPORT_CLONED) {
		log_warning("device %s (%s) came with an older nonce: quarantined", t.device->id,
			    t.device->name);
		api_refuse(r, 403, device_state_word(DEVICE_QUARANTINED));
	} else {
		answer(r, &t, nonce);
	}
	buf_fini(&t.taken.out);
	buf_fini(&t.refused.out);
}
