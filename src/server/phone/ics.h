/* Calendar entries (RFC 5545) of activities: their schedules as RRULEs, exceptions as EXDATEs and single
 * events. */
#ifndef AULA_SERVER_ICS_H
#define AULA_SERVER_ICS_H

#include <stdint.h>

#include "base/buf.h"
#include "model/lang.h"

struct arena;
struct view;

void ics_begin(struct buf *out);
/* One VEVENT a schedule. url: the activity's page. now: DTSTAMP. Nothing for an activity without times. */
void ics_activity(struct buf *out, const struct view *v, enum lang l, const char *url, int64_t now,
		  struct arena *a);
void ics_end(struct buf *out);

#endif
