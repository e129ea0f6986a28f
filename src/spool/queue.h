/* The print queue: a folder (spool/print) that the kiosk drops slips into and aula-print empties. The
 * state of a job is the suffix of its one file, changed by rename(2), so every step is atomic and
 * survives kill -9 and power loss (the folder is synced after each step):
 *
 *   NAME.json      waiting        the kiosk may still take it back (queue_cancel)
 *   NAME.printing  bytes are going to the printer; after a crash the half slip is cut off and the
 *                  whole one is printed again
 *   NAME.cutting   all but the last line and the cut has gone out: it is never printed again, after a
 *                  crash only fed and cut
 *   (no file)      finished; how it ended is in the printer's status file (printer_status.h)
 *
 * So a crash at any moment gives exactly one whole slip a job, except in the short time between
 * `cutting` and the end, where the last line ("Tulostettu…") may be missing: paper is never doubled.
 * NAMEs begin with the wall clock in milliseconds, so that they sort oldest first. Slips hold what a
 * visitor looked at: nothing is kept when a job is over. */
#ifndef AULA_SPOOL_QUEUE_H
#define AULA_SPOOL_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct slip;

#define QUEUE_NAME_BYTES 32
#define QUEUE_MAX_JOBS 16 /* waiting; more are refused */

enum queue_state { QUEUE_WAITING, QUEUE_PRINTING, QUEUE_CUTTING };

struct queue_job {
	char name[QUEUE_NAME_BYTES];
	enum queue_state state;
	int64_t dropped_ms; /* wall clock of the kiosk when it was dropped, from the name */
};

/* kiosk: puts a slip into the queue and tells its name. ERROR_LIMIT: the queue is full. Creates nothing
 * half: the file is there whole or not at all. */
bool queue_drop(const char *folder, const struct slip *s, int64_t wall_ms, char name[QUEUE_NAME_BYTES],
		struct error *e);
/* kiosk: takes a waiting job back (the printer is silent, the visitor has the code on the screen instead).
 * ERROR_NOT_FOUND: too late, it is being printed or over. */
bool queue_cancel(const char *folder, const char *name, struct error *e);

/* aula-print: the job to do next: an interrupted one first, then the oldest waiting one. *found false
 * when there is none. Files that are no jobs are left alone. */
bool queue_next(const char *folder, struct queue_job *out, bool *found, struct error *e);
/* Reads and checks the slip (ERROR_INPUT, ERROR_LIMIT: never printable, queue_finish it). */
bool queue_load(const char *folder, const struct queue_job *job, struct arena *a, struct slip *out,
		struct error *e);
/* Another state (back from cutting only when the printer said that it printed nothing); on success job->state
 * says so. ERROR_NOT_FOUND: taken back or gone. */
bool queue_move(const char *folder, struct queue_job *job, enum queue_state to, struct error *e);
/* Removes the job, whatever its state; fine when it is gone. */
bool queue_finish(const char *folder, const struct queue_job *job, struct error *e);
/* At start: removes what writers that died left half-written more than a minute ago. Returns how many. */
size_t queue_sweep(const char *folder, int64_t wall_s);

#endif
