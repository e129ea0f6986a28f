/* POST /v1/ingest and /v1/run. A long body is taken in slices, one transaction each, with the loop running in
 * between: a bulk import must not keep screens and staff waiting. A run that breaks off has delivered its
 * first slices, which is safe because every record stands alone and sending it again changes nothing. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "feed/compress.h"
#include "model/codec.h"
#include "server/api/api.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "store/runs.h"
#include "web/http.h"
#include "web/json.h"

#define SLICE_MS 40
#define SLICE_RECORDS 500
#define RUN_REPORT_BYTES_MAX ((size_t)64 * 1024)
#define WHY_BYTES_MAX 4000

struct refused {
	size_t line;
	const char *id, *why; /* in the work's arena */
};

struct work {
	struct buf text;
	size_t at, line;
	const char *source, *run;
	bool last, any_kind;
	int64_t started_at;
	int64_t taken, new, changed, unchanged, removed, refused;
	struct refused list[API_REFUSED_LISTED];
	struct arena arena;
};

static void work_free(void *p)
{
	struct work *w = p;
	buf_fini(&w->text);
	arena_fini(&w->arena);
	free(w);
}

bool api_authorised(struct web_request *r, const char *source, bool *any_kind)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	const char *given = web_header(r, "Authorization");
	enum token_verdict verdict = TOKEN_UNKNOWN, general = TOKEN_UNKNOWN;
	if (given != NULL && str_starts(given, "Bearer ") &&
	    (!token_check(a->store, given + 7, source, &verdict, &e) ||
	     !token_check(a->store, given + 7, TOKEN_ANY_SOURCE, &general, &e))) {
		log_error("ingest: %s", e.text);
		api_refuse(r, 500, "the store cannot be read");
		return false;
	}
	*any_kind = general == TOKEN_OK;
	if (verdict == TOKEN_OK)
		return true;
	log_warning("ingest: token refused for source %s from %s", source, web_client(r));
	if (verdict == TOKEN_UNKNOWN)
		web_set_header(r, "WWW-Authenticate", "Bearer");
	api_refuse(r, verdict == TOKEN_UNKNOWN ? 401 : 403,
		   verdict == TOKEN_UNKNOWN ? "the token is missing or not known"
					    : "the token is for another source");
	return false;
}

static bool source_ok(const char *source)
{
	return run_id_ok(source) && !str_eq(source, "staff");
}

/* Reads the query and the body. NULL after answering. */
static struct work *work_begin(struct web_request *r)
{
	struct app *a = web_app(r);
	const char *source = web_query(r, "source"), *mode = web_query(r, "mode"), *run = web_query(r, "run");
	bool full = str_eq(mode, "full"), any_kind;
	enum coding coding = coding_from_word(web_header(r, "Content-Encoding"));
	struct error e = ERROR_INIT;
	if (!source_ok(source) || (!full && !str_eq(mode, "delta")) ||
	    (full && (run == NULL || !run_id_ok(run)))) {
		api_refuse(r, 400, "source, mode=delta|full and, for full, run are needed");
		return NULL;
	}
	if (!api_authorised(r, source, &any_kind))
		return NULL;
	if (coding == CODING_UNKNOWN) {
		api_refuse(r, 415, "content codings: zstd, gzip");
		return NULL;
	}
	struct work *w = calloc(1, sizeof *w);
	ASSERT(w != NULL);
	web_set_work(r, w, work_free);
	const struct buf *body = web_body(r);
	if (!decompress_bytes(coding, body->data, body->len, API_INGEST_TEXT_MAX, &w->text, &e)) {
		api_refuse(r, e.kind == ERROR_LIMIT ? 413 : 400, e.text);
		return NULL;
	}
	w->source = arena_strdup(&w->arena, source);
	w->run = full ? arena_strdup(&w->arena, run) : NULL;
	w->last = full && str_eq(web_query(r, "last"), "1");
	w->any_kind = any_kind;
	w->started_at = app_now(a);
	return w;
}

static void count(struct work *w, enum store_outcome outcome)
{
	w->taken++;
	w->new += outcome == STORE_NEW;
	w->changed += outcome == STORE_CHANGED;
	w->unchanged += outcome == STORE_UNCHANGED;
	w->removed += outcome == STORE_REMOVED;
}

static void note_refused(struct work *w, const char *id, const char *why)
{
	if (w->refused < API_REFUSED_LISTED)
		w->list[w->refused] =
			(struct refused){w->line, arena_strdup(&w->arena, id), arena_strdup(&w->arena, why)};
	w->refused++;
}

/* The next line that is not empty; false at the end. */
static bool next_line(struct work *w, const char **line, size_t *len)
{
	while (w->at < w->text.len) {
		*line = w->text.data + w->at;
		const char *end = memchr(*line, '\n', w->text.len - w->at);
		*len = end != NULL ? (size_t)(end - *line) : w->text.len - w->at;
		w->at += *len + 1;
		w->line++;
		if (*len > 0 && (*line)[*len - 1] == '\r')
			--*len;
		if (*len > 0)
			return true;
	}
	return false;
}

/* One transaction's worth. A record's own fault is noted; a fault of the store ends the request. */
static bool take_slice(struct app *a, struct work *w, bool *done, struct error *e)
{
	CLEANUP_ARENA struct arena scratch = ARENA_INIT;
	const struct intake in = {.store = a->store,
				  .analyser = a->analyser,
				  .source = w->source,
				  .run = w->run,
				  .any_kind = w->any_kind,
				  .now = app_now(a)};
	int64_t until = clock_mono_ms(&a->clock) + SLICE_MS;
	const char *line, *id;
	size_t len;
	*done = false;
	for (int n = 0; n < SLICE_RECORDS && clock_mono_ms(&a->clock) < until; n++) {
		enum store_outcome outcome;
		struct error why = ERROR_INIT;
		if (!next_line(w, &line, &len)) {
			*done = true;
			break;
		}
		if (intake_line(&in, line, len, &outcome, &id, &scratch, &why))
			count(w, outcome);
		else if (why.kind == ERROR_INPUT || why.kind == ERROR_LIMIT || why.kind == ERROR_REFUSED)
			note_refused(w, id, why.text);
		else {
			*e = why;
			return false;
		}
		arena_reset(&scratch);
	}
	return true;
}

static bool finish_run(struct app *a, struct work *w, struct run_swept *swept, struct error *e)
{
	*swept = (struct run_swept){.sweep = SWEEP_NONE};
	if (w->run == NULL)
		return true;
	if (w->last && !run_sweep(a->store, w->source, w->run, (int)a->settings.sweep_guard_percent,
				  app_now(a), swept, e))
		return false;
	const struct run_note note = {
		.source = w->source,
		.run = w->run,
		.started_at = w->started_at,
		.ended_at = w->last ? app_now(a) : INSTANT_NONE,
		.taken = w->taken,
		.changed = w->new + w->changed,
		.removed = w->removed + swept->removed,
		.refused = w->refused,
		.would_remove = swept->would_remove,
		.ok = swept->sweep != SWEEP_REFUSED,
		.sweep = swept->sweep,
	};
	return run_note(a->store, &note, e);
}

static void json_pair(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_number(j, value);
}

static void answer(struct web_request *r, const struct work *w, const struct run_swept *swept)
{
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_pair(&j, "taken", w->taken);
	json_pair(&j, "new", w->new);
	json_pair(&j, "changed", w->changed);
	json_pair(&j, "unchanged", w->unchanged);
	json_pair(&j, "removed", w->removed + swept->removed);
	json_key(&j, "sweep");
	json_text(&j, run_sweep_word(swept->sweep));
	json_pair(&j, "would_remove", swept->would_remove);
	json_pair(&j, "refused_count", w->refused);
	json_key(&j, "refused");
	json_open(&j, '[');
	for (int64_t i = 0; i < w->refused && i < API_REFUSED_LISTED; i++) {
		json_open(&j, '{');
		json_pair(&j, "line", (int64_t)w->list[i].line);
		json_key(&j, "id");
		json_text(&j, w->list[i].id);
		json_key(&j, "why");
		json_text(&j, w->list[i].why);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	web_set_header(r, "Cache-Control", "no-store");
	web_send(r, 200, "application/json", &j.out);
	buf_fini(&j.out);
}

void api_ingest(struct web_request *r)
{
	struct app *a = web_app(r);
	struct work *w = web_work(r);
	struct run_swept swept = {.sweep = SWEEP_NONE};
	struct error e = ERROR_INIT;
	bool done;
	if (w == NULL && (w = work_begin(r)) == NULL)
		return;
	if (!store_begin(a->store, &e) || !take_slice(a, w, &done, &e) ||
	    (done && !finish_run(a, w, &swept, &e)) || !store_commit(a->store, &e)) {
		store_rollback(a->store);
		log_error("ingest from %s: %s", w->source, e.text);
		api_refuse(r, 503, "the store cannot take this now; send it again");
		return;
	}
	app_published(a);
	if (done)
		answer(r, w, &swept);
	else
		web_yield(r);
}

/* --- reports of runs
 * --------------------------------------------------------------------------------------------- */

static int64_t number_of(const cJSON *doc, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(doc, name);
	return cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble < 1e15 ? (int64_t)v->valuedouble
										 : 0;
}

static const char *reasons(const cJSON *doc, struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	const cJSON *why = NULL;
	cJSON_ArrayForEach(why, cJSON_GetObjectItemCaseSensitive(doc, "why"))
	{
		if (cJSON_IsString(why) && out.len + strlen(why->valuestring) < WHY_BYTES_MAX)
			buf_printf(&out, "%s%s", out.len > 0 ? "\n" : "", why->valuestring);
	}
	return out.len > 0 ? utf8_clean(a, out.data, out.len) : NULL;
}

static bool note_report(struct app *a, const cJSON *doc, const char *source, struct arena *arena,
			struct error *e)
{
	const cJSON *started = cJSON_GetObjectItemCaseSensitive(doc, "started");
	const cJSON *run = cJSON_GetObjectItemCaseSensitive(doc, "run");
	int64_t at;
	if (!cJSON_IsString(started) || !instant_parse(started->valuestring, &at))
		at = app_now(a);
	bool named = cJSON_IsString(run) && run_id_ok(run->valuestring);
	/* the counts of a full run are known from its records already */
	const struct run_note note = {
		.source = source,
		.run = named ? run->valuestring : arena_printf(arena, "report-%lld", (long long)at),
		.started_at = at,
		.ended_at = at + number_of(doc, "seconds"),
		.taken = named ? 0 : number_of(doc, "taken"),
		.changed = named ? 0 : number_of(doc, "changed"),
		.removed = named ? 0 : number_of(doc, "removed"),
		.refused = named ? 0 : number_of(doc, "refused"),
		.ok = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(doc, "ok")),
		.why = reasons(doc, arena),
		.sweep = SWEEP_NONE,
	};
	return store_begin(a->store, e) && run_note(a->store, &note, e) && store_commit(a->store, e);
}

void api_run(struct web_request *r)
{
	struct app *a = web_app(r);
	const struct buf *body = web_body(r);
	struct error e = ERROR_INIT;
	bool any_kind;
	cJSON *doc = json_parse(buf_str(body), body->len, RUN_REPORT_BYTES_MAX, &e);
	const cJSON *source = cJSON_GetObjectItemCaseSensitive(doc, "source");
	if (!cJSON_IsString(source) || !source_ok(source->valuestring)) {
		api_refuse(r, 400, doc == NULL ? e.text : "source is missing");
	} else if (api_authorised(r, source->valuestring, &any_kind)) {
		if (note_report(a, doc, source->valuestring, web_arena(r), &e)) {
			web_send_text(r, 200, "application/json", "{\"ok\":true}");
		} else {
			store_rollback(a->store);
			log_error("run report: %s", e.text);
			api_refuse(r, 503, "the store cannot take this now; send it again");
		}
	}
	cJSON_Delete(doc);
}
