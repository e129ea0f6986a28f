#include "server/metrics.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/version.h"
#include "server/app.h"
#include "store/runs.h"
#include "store/store.h"
#include "web/http.h"

#define CLASSES 5 /* of status: 1xx … 5xx */

static const int64_t wake_le_ms[] = {5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000};
#define WAKE_BUCKETS (sizeof wake_le_ms / sizeof wake_le_ms[0])

struct metrics {
	const struct web_route *routes;
	size_t n_routes;
	int64_t (*answers)[CLASSES]; /* n_routes + 1: the last is of no route */
	int64_t wake[WAKE_BUCKETS + 1], woken, wake_sum_ms;
};

struct metrics *metrics_new(const struct web_route *routes, size_t n)
{
	struct metrics *m = calloc(1, sizeof *m);
	ASSERT(m != NULL);
	m->routes = routes;
	m->n_routes = n;
	m->answers = calloc(n + 1, sizeof *m->answers);
	ASSERT(m->answers != NULL);
	return m;
}

void metrics_free(struct metrics *m)
{
	if (m == NULL)
		return;
	free(m->answers);
	free(m);
}

void metrics_answered(void *app, const struct web_route *route, unsigned status)
{
	struct metrics *m = ((struct app *)app)->metrics;
	size_t i = route != NULL ? (size_t)(route - m->routes) : m->n_routes;
	unsigned class = status / 100 - 1;
	ASSERT(i <= m->n_routes && class < CLASSES);
	m->answers[i][class]++;
}

void metrics_woken(struct metrics *m, int64_t after_ms)
{
	size_t i = 0;
	while (i < WAKE_BUCKETS && after_ms > wake_le_ms[i])
		i++;
	m->wake[i]++;
	m->woken++;
	m->wake_sum_ms += after_ms;
}

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_printf(out, "# HELP aula_%s %s\n# TYPE aula_%s %s\n", name, help, name, type);
}

static void one(struct buf *out, const char *name, const char *type, const char *help, int64_t value)
{
	head(out, name, type, help);
	buf_printf(out, "aula_%s %" PRId64 "\n", name, value);
}

static void write_answers(const struct metrics *m, struct buf *out)
{
	head(out, "http_requests_total", "counter", "Answered requests by route and class of status.");
	for (size_t i = 0; i <= m->n_routes; i++) {
		const struct web_route *r = &m->routes[i];
		for (int c = 0; c < CLASSES; c++)
			if (m->answers[i][c] > 0)
				buf_printf(out,
					   "aula_http_requests_total{method=\"%s\",route=\"%s\",status=\"%dxx\"} %" PRId64
					   "\n",
					   i == m->n_routes           ? ""
					   : r->method == WEB_POST ? "POST"
								      : "GET",
					   i == m->n_routes ? "none" : r->pattern, c + 1, m->answers[i][c]);
	}
}

static void write_wake(const struct metrics *m, struct buf *out)
{
	int64_t sum = 0;
	head(out, "wake_seconds", "histogram", "From seeing a change to answering a screen that waited for it.");
	for (size_t i = 0; i < WAKE_BUCKETS; i++) {
		sum += m->wake[i];
		buf_printf(out, "aula_wake_seconds_bucket{le=\"%g\"} %" PRId64 "\n", (double)wake_le_ms[i] / 1000, sum);
	}
	buf_printf(out, "aula_wake_seconds_bucket{le=\"+Inf\"} %" PRId64 "\naula_wake_seconds_sum %.3f\naula_wake_seconds_count %" PRId64 "\n",
		   m->woken, (double)m->wake_sum_ms / 1000, m->woken);
}

/* Names of sources are letters, digits and ":._-" (run_id_ok): nothing to escape. */
static void write_age(struct buf *out, const char *name, const char *source, int64_t at, int64_t now)
{
	if (at != INSTANT_NONE)
		buf_printf(out, "aula_%s{source=\"%s\"} %" PRId64 "\n", name, source, now - at);
}

static void write_runs(struct app *a, struct buf *out, struct arena *scratch)
{
	struct run_age *v;
	size_t n;
	struct error e = ERROR_INIT;
	if (a->store_away || !run_ages(a->store, &v, &n, scratch, &e))
		return;
	head(out, "import_run_age_seconds", "gauge", "Since the last run of a source began.");
	for (size_t i = 0; i < n; i++)
		write_age(out, "import_run_age_seconds", v[i].source, v[i].last_run_at, app_now(a));
	head(out, "import_ok_age_seconds", "gauge", "Since the last run of a source that went well began.");
	for (size_t i = 0; i < n; i++)
		write_age(out, "import_ok_age_seconds", v[i].source, v[i].last_ok_at, app_now(a));
}

void metrics_write(struct app *a, struct buf *out, struct arena *scratch)
{
	struct web_counts c = web_server_counts(a->web);
	struct store_head h = store_head(a->store);
	head(out, "build_info", "gauge", "Version and engine of the store.");
	buf_printf(out, "aula_build_info{version=\"%s\",store=\"%s\"} 1\n", AULA_VERSION, store_engine(a->store));
	one(out, "ready", "gauge", "1: takes part (as /readyz says).", !a->store_away && !a->draining && !a->key_changed);
	one(out, "feed_head", "gauge", "Newest sequence number this process knows.", h.head);
	one(out, "feed_live_records", "gauge", "Live records.", h.live);
	one(out, "waiting_screens", "gauge", "Requests that wait for news.", c.parked);
	one(out, "connections", "gauge", "Open connections.", c.connections);
	one(out, "late_connections_total", "counter", "Connections cut for being too slow.", c.late);
	one(out, "store_errors_total", "counter", "What the store's engine failed at.", store_errors(a->store));
	write_answers(a->metrics, out);
	write_wake(a->metrics, out);
	write_runs(a, out, scratch);
}
