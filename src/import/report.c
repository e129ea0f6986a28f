#include "import/report.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "model/codec.h"
#include "net/http.h"

#define POST_TIMEOUT_MS 30000
#define WHY_MAX 60

static void print_tally(const char *title, const struct tally *t)
{
	if (t->total == 0)
		return;
	fprintf(stderr, "  %-9s %zu\n", title, t->total);
	for (size_t i = 0; i < t->n_reasons; i++)
		fprintf(stderr, "    %5zu × %s%s%s%s\n", t->reason[i].n, t->reason[i].why,
			t->reason[i].example[0] != '\0' ? "  (" : "", t->reason[i].example,
			t->reason[i].example[0] != '\0' ? ")" : "");
}

void report_print(const struct report *p)
{
	const struct run *r = p->run;
	const struct sink_result *s = p->sent;
	fprintf(stderr, "%s%s: %s run, %zu %s, %.1f MB, %.1f s\n", r->progress ? "\r\033[K" : "",
		r->source->name, r->mode == RUN_FULL ? "full" : "delta", r->pages,
		r->pages == 1 ? "document" : "documents", (double)r->bytes / 1e6, p->seconds);
	if (r->not_modified)
		fprintf(stderr, "  not modified since the last run\n");
	fprintf(stderr, "  taken     %zu (%zu activities, %zu places, %zu organisations)\n", r->taken,
		r->of_kind[KIND_ACTIVITY], r->of_kind[KIND_PLACE], r->of_kind[KIND_ORGANISATION]);
	print_tally("changed", &r->changed);
	print_tally("skipped", &r->skipped);
	if (r->gone > 0)
		fprintf(stderr, "  gone      %zu\n", r->gone);
	if (r->repeated > 0)
		fprintf(stderr, "  repeated  %zu\n", r->repeated);
	if (!p->dry)
		fprintf(stderr, "  server    %zu new, %zu changed, %zu unchanged, %zu removed\n", s->fresh,
			s->changed, s->unchanged, s->removed);
	if (s->sweep_refused)
		fprintf(stderr, "  the server refused to remove %zu records at once: see the staff pages\n",
			s->would_remove);
	print_tally("refused", &s->refused);
	if (r->incomplete)
		fprintf(stderr, "  incomplete: %s\n", r->why_incomplete);
	if (p->error != NULL)
		fprintf(stderr, "  failed: %s\n", p->error);
}

static void write_why(struct buf *out, const char *title, const struct tally *t, int *n)
{
	char line[3 * TALLY_REASON_BYTES];
	for (size_t i = 0; i < t->n_reasons && *n < WHY_MAX; i++) {
		snprintf(line, sizeof line, "%s: %zu × %s%s%s%s", title, t->reason[i].n, t->reason[i].why,
			 t->reason[i].example[0] != '\0' ? " (" : "", t->reason[i].example,
			 t->reason[i].example[0] != '\0' ? ")" : "");
		if ((*n)++ > 0)
			buf_putc(out, ',');
		json_write_string(out, line);
	}
}

static void write_report(struct buf *out, const struct report *p)
{
	const struct run *r = p->run;
	const struct sink_result *s = p->sent;
	char started[21];
	int n = 0;
	instant_format(p->started, started);
	buf_puts(out, "{\"source\":");
	json_write_string(out, r->source->name);
	if (r->mode == RUN_FULL) /* the store has counted that run itself */
		buf_printf(out, ",\"run\":\"%s\"", sink_run(r->sink));
	buf_printf(out,
		   ",\"started\":\"%s\",\"seconds\":%.1f,\"taken\":%zu,\"changed\":%zu,\"removed\":%zu,"
		   "\"refused\":%zu",
		   started, p->seconds, r->taken, s->fresh + s->changed, s->removed,
		   r->skipped.total + s->refused.total);
	buf_puts(out, ",\"why\":[");
	write_why(out, "skipped", &r->skipped, &n);
	write_why(out, "refused by the server", &s->refused, &n);
	write_why(out, "corrected", &r->changed, &n);
	if (r->incomplete) {
		buf_puts(out, n++ > 0 ? "," : "");
		json_write_string(out, r->why_incomplete);
	}
	if (p->error != NULL) {
		buf_puts(out, n++ > 0 ? "," : "");
		json_write_string(out, p->error);
	}
	buf_printf(out, "],\"ok\":%s}", p->ok ? "true" : "false");
}

bool report_post(const struct report *p, const char *token, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf body = BUF_INIT;
	CLEANUP_RESPONSE struct http_response answer = HTTP_RESPONSE_INIT;
	const char *headers[] = {arena_printf(&a, "Authorization: Bearer %s", token),
				 "Content-Type: application/json"};
	write_report(&body, p);
	struct http_request q = {.url = arena_printf(&a, "%s/v1/run", p->run->options->server_url),
				 .headers = {.v = headers, .n = 2},
				 .body = body.data,
				 .body_len = body.len,
				 .total_timeout_ms = POST_TIMEOUT_MS,
				 .attempts = 2,
				 .retry_base_ms = p->run->options->retry_base_ms};
	if (!http_fetch(p->http, &q, &answer, e))
		return error_context(e, "sending the run report");
	return http_ok(&answer) || error_set(e, ERROR_IO, "run report: server answered %d", answer.status);
}
