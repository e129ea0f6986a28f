/* What is done to every record, whatever its source, before it is sent. Pure: no I/O. */
#ifndef AULA_IMPORT_FINISH_H
#define AULA_IMPORT_FINISH_H

#include <stdbool.h>
#include <stdint.h>

#include "import/run.h"

/* NULL: take it; otherwise why it is left out ("already over", "no start time"). Does, for an activity: caps
 * of texts, topics from words when codes said none, expiry from its last occurrence, attend from what is
 * known, quality notes; for a place: the municipality's centre (approximate) when there is no position. */
const char *finish_record(struct run *r, struct record *rec);

/* finish_topics (declared in run.h): from the codes voted for so far and the words of the title; from summary
 * and text when that gives no topic; from the source's default_topic last. */

/* The instant after which nothing of it happens; INSTANT_NONE: never ends. */
int64_t activity_last_end(const struct activity *v, struct arena *a);

#define OLD_TEXT_S ((int64_t)365 * 86400)

#endif
