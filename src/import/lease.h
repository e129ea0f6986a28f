/* One machine at a time reads a source: a county with two servers has two aula-import timers, and sources are not asked
 * twice. The lease lies in the server's store (POST /v1/lease). */
#ifndef AULA_IMPORT_LEASE_H
#define AULA_IMPORT_LEASE_H

#include <stdbool.h>
#include <stdint.h>

struct http_client;

#define LEASE_RUN_S 7200  /* the unit's own limit on a run */
#define LEASE_REST_S 3600 /* a scheduled run leaves alone what another machine has read since */

struct lease_target {
	struct http_client *http; /* of the server */
	const char *url, *token, *source;
	int64_t retry_base_ms;
};

/* False: another machine is reading the source, or (scheduled) has just done so. True also when the server cannot say:
 * reading twice does no harm, reading never does. */
bool lease_begin(const struct lease_target *t, bool scheduled);
/* done: read well. */
void lease_end(const struct lease_target *t, bool done);

#endif
