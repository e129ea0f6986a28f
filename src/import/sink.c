#include "import/sink.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/random.h"
#include "import/json.h"
#include "model/codec.h"
#include "net/http.h"

#define POST_ATTEMPTS 4
#define POST_TIMEOUT_MS 120000
#define ANSWER_BYTES_MAX ((size_t)4 * 1024 * 1024)

struct sink {
	struct sink_target target;
	struct sink_result result;
	struct buf batch;
	size_t lines;
	char run[33];
};

struct sink *sink_new(const struct sink_target *t)
{
	struct sink *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->target = *t;
	unsigned char id[16];
	random_bytes(id, sizeof id);
	for (size_t i = 0; i < sizeof id; i++)
		snprintf(s->run + 2 * i, 3, "%02x", id[i]);
	return s;
}

void sink_free(struct sink *s)
{
	if (s == NULL)
		return;
	buf_fini(&s->batch);
	free(s);
}

const char *sink_run(const struct sink *s)
{
	return s->run;
}

void sink_set_full(struct sink *s)
{
	s->target.full = true;
}

const struct sink_result *sink_result(const struct sink *s)
{
	return &s->result;
}

/* Source names may hold characters that mean something in an address. */
static const char *escaped(struct arena *a, const char *s)
{
	struct buf out = BUF_INIT;
	for (; *s != '\0'; s++) {
		bool plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
			     (*s >= '0' && *s <= '9') || *s == '-' || *s == '_' || *s == '.' || *s == ':';
		buf_printf(&out, plain ? "%c" : "%%%02X", (unsigned char)*s);
	}
	const char *copy = arena_strdup(a, buf_str(&out));
	buf_fini(&out);
	return copy;
}

static void take_answer(struct sink *s, const cJSON *j, struct arena *a)
{
	struct sink_result *r = &s->result;
	r->fresh += (size_t)j_int(j, "new", 0);
	r->changed += (size_t)j_int(j, "changed", 0);
	r->unchanged += (size_t)j_int(j, "unchanged", 0);
	r->removed += (size_t)j_int(j, "removed", 0);
	r->would_remove += (size_t)j_int(j, "would_remove", 0);
	const char *sweep = j_str(j, "sweep", a);
	r->sweep_refused = r->sweep_refused || str_eq(sweep, "refused");
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j_list(j, "refused"))
	{
		const char *why = j_str(v, "why", a);
		tally_add(&r->refused, why != NULL ? why : "no reason given", j_str(v, "id", a));
	}
}

static bool post_batch(struct sink *s, bool last, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_RESPONSE struct http_response answer = HTTP_RESPONSE_INIT;
	const char *headers[] = {arena_printf(&a, "Authorization: Bearer %s", s->target.token),
				 "Content-Type: application/x-ndjson"};
	struct http_request q = {
		.url = arena_printf(&a, "%s/v1/ingest?source=%s&mode=%s&run=%s&last=%d", s->target.url,
				    escaped(&a, s->target.source), s->target.full ? "full" : "delta", s->run,
				    last),
		.headers = {.v = headers, .n = 2},
		.body = buf_str(&s->batch),
		.body_len = s->batch.len,
		.max_bytes = ANSWER_BYTES_MAX,
		.total_timeout_ms = POST_TIMEOUT_MS,
		.attempts = POST_ATTEMPTS, /* ingest is idempotent: a batch whose answer was lost may be sent
					      again */
		.retry_base_ms = s->target.retry_base_ms,
	};
	if (!http_fetch(s->target.http, &q, &answer, e))
		return error_context(e, "sending to the server");
	if (!http_ok(&answer))
		return error_set(e, answer.status == 401 || answer.status == 403 ? ERROR_REFUSED : ERROR_IO,
				 "server answered %d: %.200s", answer.status, buf_str(&answer.body));
	cJSON *j = json_parse(buf_str(&answer.body), answer.body.len, ANSWER_BYTES_MAX, e);
	if (j == NULL)
		return error_context(e, "server's answer");
	take_answer(s, j, &a);
	cJSON_Delete(j);
	return true;
}

static bool flush(struct sink *s, bool last, struct error *e)
{
	bool ok = true;
	if (s->target.http != NULL && (s->lines > 0 || last))
		ok = post_batch(s, last, e);
	else if (s->target.http == NULL && s->batch.len > 0)
		ok = (fwrite(s->batch.data, 1, s->batch.len, stdout) == s->batch.len &&
		      fflush(stdout) == 0) ||
		     error_set_errno(e, "standard output");
	buf_clear(&s->batch);
	s->lines = 0;
	return ok;
}

static bool end_line(struct sink *s, struct error *e)
{
	buf_putc(&s->batch, '\n');
	s->lines++;
	s->result.sent++;
	if (s->lines < SINK_BATCH_LINES && s->batch.len < SINK_BATCH_BYTES)
		return true;
	return flush(s, false, e);
}

bool sink_put(struct sink *s, const struct record *r, struct error *e)
{
	record_line_write(r, &s->batch);
	return end_line(s, e);
}

bool sink_put_line(struct sink *s, const char *line, bool unused, struct error *e)
{
	size_t len = strlen(line);
	ASSERT(len > 0 && line[len - 1] == '}');
	if (unused && s->target.http == NULL)
		return true;
	buf_append(&s->batch, line, len - 1);
	buf_puts(&s->batch, unused ? ",\"unused\":true}" : "}");
	return end_line(s, e);
}

bool sink_gone(struct sink *s, enum record_kind kind, const char *id, struct error *e)
{
	buf_puts(&s->batch, "{\"kind\":");
	json_write_string(&s->batch, record_kind_word(kind));
	buf_puts(&s->batch, ",\"id\":");
	json_write_string(&s->batch, id);
	buf_puts(&s->batch, ",\"gone\":true}");
	return end_line(s, e);
}

bool sink_finish(struct sink *s, bool sweep, struct error *e)
{
	return flush(s, sweep && s->target.full, e);
}
