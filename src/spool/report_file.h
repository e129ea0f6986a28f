/* Names and JSON of the report files; private to this folder. */
#ifndef AULA_SPOOL_REPORT_FILE_H
#define AULA_SPOOL_REPORT_FILE_H

#include <limits.h>

#include "spool/report.h"

#define REPORT_HOUR_BYTES 12 /* "20261122T05" */

void report_hour(int64_t wall_s, char out[REPORT_HOUR_BYTES]);
/* "c-HOUR-random". */
void report_new_id(char kind, const char *hour, char out[REPORT_ID_BYTES]);
void report_encode(const struct report_batch *b, struct buf *out);

#endif
