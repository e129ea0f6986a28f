/* What monitoring reads at /metrics: Prometheus' text format 0.0.4. Counts of this process since its start, and how
 * the store stands. Routes are named by their pattern, never by what was asked for, so nothing of a person is in it. */
#ifndef AULA_SERVER_METRICS_H
#define AULA_SERVER_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct app;
struct arena;
struct buf;
struct metrics;
struct web_route;

/* Borrows the table of routes. */
struct metrics *metrics_new(const struct web_route *routes, size_t n);
void metrics_free(struct metrics *m);

/* For web_options.answered. */
void metrics_answered(void *app, const struct web_route *route, unsigned status);
/* A waiting screen gets its page this long after the change was seen here. */
void metrics_woken(struct metrics *m, int64_t after_ms);

void metrics_write(struct app *a, struct buf *out, struct arena *scratch);

#endif
