/* Printing as the visitor sees it: one slip into the spool, then what the printer says of it. */
#ifndef AULA_SCREENS_PRINT_H
#define AULA_SCREENS_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/codec.h"
#include "spool/print_limit.h"
#include "spool/printer_status.h"
#include "spool/queue.h"

struct app;
struct slip;

enum print_step {
	PRINT_NONE,
	PRINT_RUNNING, /* "Lappu tulostuu" */
	PRINT_DONE,    /* "Ota lappu. Se on valmis." */
	PRINT_EMPTY,   /* out of paper */
	PRINT_SILENT,  /* "Tulostin ei vastaa" */
	PRINT_REFUSED, /* too many slips */
};

#define PRINT_SILENT_AFTER_MS 10000
#define PRINT_CLOSE_AFTER_MS 6000
#define PRINT_USUAL_MS 5000 /* what the bar promises */

struct printing {
	enum print_step step;
	int64_t since_ms, looked_ms;
	int64_t heard_ms; /* when the printer of a running slip was last well */
	char job[QUEUE_NAME_BYTES];
	char subject[RECORD_ID_MAX + 1]; /* of that job, as in print_start */
	struct print_limit limit;
	struct printer_watch *watch; /* NULL: no printer */
};

void print_open(struct app *app);
void print_close(struct app *app);
/* The visitor pressed print. Fills the slip from what is shown and drops it. subject: activity id, "" list,
 * "help". */
void print_start(struct app *app, const char *subject);
/* Looks at the printer; true when the picture changes. */
bool print_tick(struct app *app);
/* Monotonic time of the next look, INT64_MAX none. */
int64_t print_deadline_ms(const struct app *app);
/* The dialog was closed. */
void print_dismiss(struct app *app);

#endif
