/* POST /v1/report: what a screen tells. The first line is about the screen itself, each further line is one
 * file of its spool/report as it lies there, so that a damaged one is refused alone. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
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
#include "web/loop.h"

#define HEAD_BYTES_MAX ((size_t)DEVICE_HEALTH_MAX + 1024)
#define HEALTH_TEXT_MAX 200
#define SEQ_MAX 1e15
#define WAIT_MS 60000 /* the commit wakes */

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

/* One report on its way. */
struct taking {
	struct app *app;
	struct web_request *request;
	const struct device *device;
	struct arena *arena; /* the request's */
	struct device_report head;
	const char *rest, *end; /* of the body */
	/* what came of it */
	struct json taken, refused;
	enum device_verdict verdict;
	char nonce[DEVICE_NONCE_BYTES];
	struct error error;
	bool ok, done;
	struct taking *next; /* among the waiting */
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

/* Inside a transaction. Can be done again after a rollback. */
static bool take(struct taking *t, struct error *e)
{
	buf_clear(&t->taken.out);
	buf_clear(&t->refused.out);
	t->taken.comma = t->refused.comma = false;
	json_open(&t->taken, '[');
	json_open(&t->refused, '[');
	return device_report(t->app->store, t->device->id, &t->head, app_now(t->app), &t->verdict, t->nonce, e) &&
	       (t->verdict == DEVICE_REPORT_CLONED || take_lines(t, t->rest, t->end, e));
}

/* --- several at once: a durable commit keeps the disk busy for milliseconds whatever is in it, so the reports that have
 * come since the loop last looked share one; each is answered after it. When one cannot be taken, each gets its own. --- */

struct reports {
	struct app *app;
	struct taking *waiting; /* in the order they came */
};

static bool take_together(struct app *a, struct taking *first, size_t n, struct error *e)
{
	bool ok = store_begin(a->store, e);
	for (struct taking *t = first; ok && n > 0; t = t->next, n--)
		ok = take(t, e);
	if (ok && store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

static void take_waiting(void *user)
{
	struct reports *q = user;
	struct taking *first = q->waiting;
	struct error e = ERROR_INIT;
	size_t n = 0, bytes = 0;
	for (struct taking *t = first; t != NULL && n < API_REPORTS_TOGETHER; t = t->next) {
		bytes += web_body(t->request)->len;
		if (n > 0 && bytes > API_REPORTS_TOGETHER_BYTES)
			break;
		n++;
	}
	bool together = n > 0 && take_together(q->app, first, n, &e);
	for (; n > 0; n--) {
		struct taking *t = q->waiting;
		t->ok = together || take_together(q->app, t, 1, &t->error);
		t->done = true;
		q->waiting = t->next;
		t->next = NULL;
		web_wake(t->request);
	}
}

static int64_t take_in_ms(void *user)
{
	return ((const struct reports *)user)->waiting != NULL ? 0 : LOOP_FOREVER;
}

struct reports *reports_new(struct app *a)
{
	struct reports *q = calloc(1, sizeof *q);
	ASSERT(q != NULL);
	q->app = a;
	return q;
}

bool reports_attach(struct reports *q, struct loop *l, struct error *e)
{
	const struct loop_source source = {.fd = -1, .run = take_waiting, .timeout_ms = take_in_ms, .user = q};
	return loop_add(l, &source, e);
}

void reports_free(struct reports *q)
{
	ASSERT(q == NULL || q->waiting == NULL); /* requests leave the queue when they end */
	free(q);
}

static void wait_turn(struct reports *q, struct taking *t)
{
	struct taking **last = &q->waiting;
	while (*last != NULL)
		last = &(*last)->next;
	*last = t;
}

/* The request ends, answered or not. */
static void leave(void *work)
{
	struct taking *t = work;
	struct taking **at = &t->app->reports->waiting;
	while (*at != NULL && *at != t)
		at = &(*at)->next;
	if (*at == t)
		*at = t->next;
	buf_fini(&t->taken.out);
	buf_fini(&t->refused.out);
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

static void answer(struct web_request *r, struct taking *t)
{
	struct json j = JSON_INIT;
	json_close(&t->taken, ']');
	json_close(&t->refused, ']');
	json_open(&j, '{');
	json_key(&j, "nonce");
	json_text(&j, t->nonce);
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

/* NULL: refused. */
static struct taking *begin(struct web_request *r)
{
	struct taking *t = ARENA_NEW(web_arena(r), struct taking);
	const struct buf *body = web_body(r);
	const char *text = buf_str(body), *end = text + body->len, *line_end = memchr(text, '\n', body->len);
	struct error e = ERROR_INIT;
	line_end = line_end != NULL ? line_end : end;
	*t = (struct taking){.app = web_app(r),
			     .request = r,
			     .device = web_user(r),
			     .arena = web_arena(r),
			     .rest = line_end < end ? line_end + 1 : end,
			     .end = end,
			     .taken = JSON_INIT,
			     .refused = JSON_INIT,
			     .verdict = DEVICE_REPORT_CLONED};
	if (read_head(text, (size_t)(line_end - text), &t->head, t->arena, &e))
		return t;
	api_refuse(r, 400, e.text);
	return NULL;
}

void api_report(struct web_request *r)
{
	struct taking *t = web_work(r);
	if (t == NULL) {
		t = begin(r);
		if (t == NULL)
			return;
		wait_turn(t->app->reports, t);
		web_set_work(r, t, leave);
	}
	if (!t->done) {
		web_park(r, WAIT_MS);
	} else if (!t->ok) {
		bool limit = t->error.kind == ERROR_LIMIT;
		log_error("report of %s: %s", t->device->id, t->error.text);
		api_refuse(r, limit ? 413 : 503, limit ? t->error.text : "send it again");
	} else if (t->verdict == DEVICE_REPORT_CLONED) {
		log_warning("device %s (%s) came with an older nonce: quarantined%s", t->device->id, t->device->name,
			    t->head.verified_seq > store_head(t->app->store).head
				    ? " (and has seen more than this store holds: was a backup put back without "
				      "\"aula-server restored\"?)"
				    : "");
		api_refuse(r, 403, device_state_word(DEVICE_QUARANTINED));
	} else {
		answer(r, t);
	}
}
