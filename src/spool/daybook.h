/* The program's own log lines of the last day, for staff who ask from afar: kept in memory, a fixed number of them,
 * by tapping the log (base/log.h). The journal stays where it is; this is what a person may see who has no login on
 * the device. What programs log holds nothing of visitors.
 *
 * One a process; every call may come from any thread. */
#ifndef AULA_SPOOL_DAYBOOK_H
#define AULA_SPOOL_DAYBOOK_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct error;

#define DAYBOOK_LINES 100
#define DAYBOOK_LINE_BYTES 240 /* longer ones are cut */
#define DAYBOOK_KEPT_S 86400
#define DAYBOOK_BYTES_MAX ((size_t)DAYBOOK_LINES * (DAYBOOK_LINE_BYTES + 1))
#define DAYBOOK_KIOSK_FILE "kiosk.log" /* in spool/report: the kiosk leaves its own there for sync */

/* From now on lines are kept. */
void daybook_start(void);
/* Appends the lines of the last day, oldest first: "2026-11-22T10:05:00Z aula-kiosk warning: …". */
void daybook_write(struct buf *out);
/* Writes them to the file when there are new ones since the last saving; *written (may be NULL) tells. */
bool daybook_save(const char *path, bool *written, struct error *e);

#endif
