/* A printer as the spooler sees it: one slip at a time, nothing blocks for long. Three kinds: escpos_printer.h
 * (a device file), ipp_printer.h (any IPP or CUPS printer) and picture_printer.h (none: demos).
 *
 * A job goes: start → step gives PRINTER_EVENT_COMMIT when all but the last line is out → the spooler writes
 * that down (queue.h) → proceed → step gives PRINTER_EVENT_DONE. Times are monotonic milliseconds. */
#ifndef AULA_PRINT_PRINTER_H
#define AULA_PRINT_PRINTER_H

#include <stdbool.h>
#include <stdint.h>

#include "spool/printer_status.h"

struct pollfd;
struct paper;

enum printer_event {
	PRINTER_EVENT_NONE,
	PRINTER_EVENT_COMMIT, /* waits for proceed() */
	PRINTER_EVENT_DONE,   /* the paper is out */
	PRINTER_EVENT_LOST,   /* the job cannot go on (unplugged, aborted); the printer may come back */
	/* said no: surely nothing was printed, also after proceed() */
	PRINTER_EVENT_BUSY,    /* at work for somebody else: takes the job later */
	PRINTER_EVENT_REFUSED, /* for a reason of its own */
};

/* What is known of it now: a part of each kind's own struct. */
struct printer_known {
	enum printer_state state;
	int64_t checked_ms; /* when the last question was settled (answered or given up); INT64_MIN: never */
};
#define PRINTER_NOT_KNOWN ((struct printer_known){PRINTER_SILENT, INT64_MIN})

struct printer_ops {
	/* Begins to ask how it is, unless a job or a question is going on. */
	void (*check)(void *self, int64_t now_ms);
	/* Takes a job; r (copied or used up before returning) NULL: nothing but feed and cut. again: a
	 * program before this one, or this one, may have left half a slip in the printer. False: cannot now.
	 */
	bool (*start)(void *self, const char *name, const struct paper *r, bool again, int64_t now_ms);
	void (*proceed)(void *self, int64_t now_ms);
	/* Gives the job up; what the printer has not taken yet is dropped. */
	void (*abandon)(void *self, int64_t now_ms);
	/* Moves everything on that can move. */
	enum printer_event (*step)(void *self, int64_t now_ms);
	/* What to wait for: fills at most one pollfd (returns how many) and lowers *wake_ms. */
	int (*wait)(const void *self, struct pollfd *out, int64_t *wake_ms);
	void (*free)(void *self);
};

struct printer {
	const struct printer_ops *ops;
	void *self;
	const struct printer_known *known; /* inside self */
};

#endif
