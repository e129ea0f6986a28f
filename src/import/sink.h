/* Where records go: standard output (--dry-run) or the server's POST /v1/ingest, in batches. */
#ifndef AULA_IMPORT_SINK_H
#define AULA_IMPORT_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "import/tally.h"
#include "model/record.h"

struct error;
struct http_client;
struct sink;

#define SINK_BATCH_LINES 500
#define SINK_BATCH_BYTES ((size_t)2 * 1024 * 1024)

struct sink_target {
	struct http_client *http; /* NULL: write lines to stdout */
	const char *url, *token;  /* server's base address */
	const char *source;
	bool full;
	int64_t retry_base_ms;
};

struct sink_result {
	size_t sent, fresh, changed, unchanged, removed, would_remove;
	bool sweep_refused;
	struct tally refused; /* by the server */
};

struct sink *sink_new(const struct sink_target *t);
void sink_free(struct sink *s);
void sink_set_full(struct sink *s); /* before anything was put */
bool sink_put(struct sink *s, const struct record *r, struct error *e);
/* A record's line as record_line_write makes it. unused: nothing of the source uses it, so the server takes it only
 * where it is in the store already; on standard output it does not stand. */
bool sink_put_line(struct sink *s, const char *line, bool unused, struct error *e);
bool sink_gone(struct sink *s, enum record_kind kind, const char *id, struct error *e);
/* Sends what is left. sweep: the source was read whole, the server may remove what was not in it. */
bool sink_finish(struct sink *s, bool sweep, struct error *e);
const struct sink_result *sink_result(const struct sink *s);
const char *sink_run(const struct sink *s); /* the run's id */

#endif
