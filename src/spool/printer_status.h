/* What the printer says, from aula-print to the kiosk (and through aula-sync to the fleet view): one small
 * JSON file, status/print.json, written atomically and only when something changed. Beside it
 * status/print.lock is locked as long as aula-print lives, so that a dead program is not taken for a
 * ready printer.
 *
 * How a screen uses it: printer_watch_poll() once a frame (one stat and one fcntl, no reading unless the
 * file changed); the print button by `state`; after queue_drop() the job's progress by
 * printer_status_job(). Ten seconds of PRINT_JOB_WAITING or PRINTER_SILENT: say "Tulostin ei vastaa",
 * take the job back with queue_cancel() and show the code instead. */
#ifndef AULA_SPOOL_PRINTER_STATUS_H
#define AULA_SPOOL_PRINTER_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spool/queue.h"

struct buf;
struct error;

enum printer_state {
	PRINTER_NONE,         /* "none": this screen has no printer; no print button */
	PRINTER_UNKNOWN,      /* "unknown": takes data but never answers how it is; printing is offered */
	PRINTER_READY,        /* "ready" */
	PRINTER_NEAR_END,     /* "near-end": prints; the paper will end soon (for the fleet view) */
	PRINTER_OUT_OF_PAPER, /* "out-of-paper" */
	PRINTER_COVER_OPEN,   /* "cover-open" */
	PRINTER_ERROR,        /* "error": cutter or other fault the printer itself reports */
	PRINTER_SILENT,       /* "silent": not there, takes no data, or aula-print is not running */
	PRINTER_STATE_COUNT,
};

enum print_job_state {
	PRINT_JOB_WAITING,  /* not seen by aula-print yet, or behind another */
	PRINT_JOB_PRINTING, /* "printing" */
	PRINT_JOB_DONE,     /* "done": the paper is out */
	PRINT_JOB_FAILED,   /* "failed": given up (too old, not printable, printer lost) */
	PRINT_JOB_REFUSED,  /* "refused": too many in a minute */
};

#define PRINTER_STATUS_MAX_BYTES 4096
#define PRINTER_STATUS_JOBS 4 /* how many of the last jobs it tells about */

struct printer_job_status {
	char name[QUEUE_NAME_BYTES];
	enum print_job_state state;
};

struct printer_status {
	enum printer_state state;
	int64_t since_s;                                     /* wall clock of the last change of state */
	struct printer_job_status jobs[PRINTER_STATUS_JOBS]; /* newest first; name "" = unused */
	char model[64]; /* "58 mm", device path or queue: for the staff page; never for visitors */
};

/* Static words, as in the file. */
const char *printer_state_word(enum printer_state s);
/* Whether a print button makes sense now. */
bool printer_state_prints(enum printer_state s);

void printer_status_encode(const struct printer_status *s, struct buf *out);
bool printer_status_decode(const char *json, size_t len, struct printer_status *out, struct error *e);
/* Notes a job's progress in `jobs` (moved to the front). Returns true when that changed anything. */
bool printer_status_note(struct printer_status *s, const char *name, enum print_job_state state);
enum print_job_state printer_status_job(const struct printer_status *s, const char *name);

/* aula-print: writes the file atomically. */
bool printer_status_write(const char *folder, const struct printer_status *s, struct error *e);
/* aula-print: takes the lock for the life of the process (also: only one aula-print a folder). Returns the
 * descriptor (owned), or -1: ERROR_BUSY when another holds it. */
int printer_status_lock(const char *folder, struct error *e);

/* kiosk, sync: the reading end. What aula-print wrote last, whether it still lives or not. */
bool printer_status_read(const char *folder, struct printer_status *out, struct error *e);

/* The same for a screen, which looks again and again. */
struct printer_watch;

/* folder: paths.state/status, copied. The file need not exist yet. Returns owned. */
struct printer_watch *printer_watch_new(const char *folder);
void printer_watch_free(struct printer_watch *w);
/* Looks; true when the status differs from the last look. Never blocks on the printer. */
bool printer_watch_poll(struct printer_watch *w);
/* As of the last look; valid until the next. No file: PRINTER_NONE. No aula-print: PRINTER_SILENT. */
const struct printer_status *printer_watch_status(const struct printer_watch *w);

#endif
