/* The first line of a report: how the device is, from the files its programs write. */
#ifndef AULA_SYNC_REPORT_HEALTH_H
#define AULA_SYNC_REPORT_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct error;

/* A heartbeat older than this is of a screen that no longer draws. */
#define REPORT_HEARTBEAT_S 60

/* Appends it without a line break. What cannot be read is left out. *seq: what the picture was drawn from, -1
 * when nobody draws. state: the device's folder. */
bool report_health_write(const char *state, int64_t now, const char *nonce, int64_t *seq, struct buf *out,
			 struct error *e);

#endif
