/* The heart of aula-print: takes jobs from the queue, prints each exactly once as far as that can be,
 * and tells how it goes. One step at a time, never blocking; main.c waits between the steps. */
#ifndef AULA_PRINT_SPOOLER_H
#define AULA_PRINT_SPOOLER_H

#include <stdbool.h>
#include <stdint.h>

#include "print/printer.h"

struct error;
struct pollfd;
struct paper;
struct slip;
struct spooler;

struct spooler_config {
	const char *queue_folder;  /* spool/print; borrowed */
	const char *status_folder; /* status; borrowed */
	const char *model;         /* for the status file; borrowed */
	int64_t wait_s;     /* a slip that could not begin within this is given up: nobody waits for it */
	int64_t stuck_s;    /* one that began and does not end (paper being changed), or that a busy printer
			       puts off, within this, too */
	int64_t per_minute; /* more slips than this in a minute are refused */
	/* Draws the slip; false: it cannot be drawn. */
	bool (*draw)(void *context, const struct slip *s, struct paper *out, struct error *e);
	void *draw_context;
};

/* printer: taken. Returns owned. */
struct spooler *spooler_new(const struct spooler_config *config, struct printer printer, int64_t mono_ms,
			    int64_t wall_s);
void spooler_free(struct spooler *s);

/* Something may be new in the queue's folder. */
void spooler_look(struct spooler *s);
/* Moves on; writes the status file when something changed. */
void spooler_step(struct spooler *s, int64_t mono_ms, int64_t wall_s);
/* See printer_ops.wait; *wake_ms is lowered to when the next step is due at the latest. */
int spooler_wait(const struct spooler *s, struct pollfd *out, int64_t *wake_ms);
/* A slip is on its way to the printer. */
bool spooler_busy(const struct spooler *s);
/* Nothing is left to do in the queue (as of the last look). */
bool spooler_empty(const struct spooler *s);

#endif
