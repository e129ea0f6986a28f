#include "screens/print.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "screens/app_inside.h"
#include "screens/count.h"
#include "screens/slip_words.h"
#include "spool/report.h"
#include "spool/slip.h"

#define LOOK_EVERY_MS 500        /* while a slip is on its way */
#define LOOK_IDLE_MS (20 * 1000) /* is the printer still there */

static bool empty_printer(enum printer_state s)
{
	return s == PRINTER_OUT_OF_PAPER || s == PRINTER_COVER_OPEN;
}

static void show_state(struct app *app)
{
	const struct printer_status *s =
		app->printing.watch == NULL ? NULL : printer_watch_status(app->printing.watch);
	app->moment.printer = app->in.config->printer && s != NULL && s->state != PRINTER_NONE;
	app->moment.printer_empty = s != NULL && empty_printer(s->state);
	app->moment.printer_word = printer_state_word(s == NULL ? PRINTER_NONE : s->state);
}

void print_open(struct app *app)
{
	print_limit_init(&app->printing.limit, PRINT_LIMIT_PER_VISIT, PRINT_LIMIT_PER_MINUTE);
	if (app->in.status_dir == NULL || !app->in.config->printer)
		return;
	app->printing.watch = printer_watch_new(app->in.status_dir);
	printer_watch_poll(app->printing.watch);
	app->printing.looked_ms = app->now.mono_ms;
}

void print_close(struct app *app)
{
	printer_watch_free(app->printing.watch);
	app->printing.watch = NULL;
}

static const char *queue_folder(struct app *app, struct arena *a)
{
	return arena_printf(a, "%s/print", app->in.spool_dir);
}

static void step(struct app *app, enum print_step to)
{
	app->printing.step = to;
	app->printing.since_ms = app->now.mono_ms;
	app->moment.print = to;
	app->moment.print_percent = to == PRINT_DONE ? 100 : 0;
	app_speak(app, SPEAK_ARRIVAL);
	app->dirty = true;
}

void print_start(struct app *app, const char *subject)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct slip slip;
	const struct printer_status *s =
		app->printing.watch == NULL ? NULL : printer_watch_status(app->printing.watch);
	if (s == NULL || app->in.spool_dir == NULL || !printer_state_prints(s->state)) {
		step(app, s != NULL && empty_printer(s->state) ? PRINT_EMPTY : PRINT_SILENT);
		return;
	}
	if (!print_limit_take(&app->printing.limit, app->now.mono_ms)) {
		step(app, PRINT_REFUSED);
		return;
	}
	int64_t wall = app->now.wall_s == INSTANT_NONE ? 0 : app->now.wall_s;
	if (slip_words_make(&slip, app, subject, &a) &&
	    queue_drop(queue_folder(app, &a), &slip, wall * 1000 + app->now.mono_ms % 1000, app->printing.job,
		       &e)) {
		app_speak_keep_slip(app, &slip);
		snprintf(app->printing.subject, sizeof app->printing.subject, "%s", subject);
		app->printing.heard_ms = app->now.mono_ms;
		step(app, PRINT_RUNNING);
	} else {
		log_warning("print: %s", e.text);
		step(app, PRINT_SILENT);
	}
}

static void give_up(struct app *app)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	(void)queue_cancel(queue_folder(app, &a), app->printing.job, NULL);
	app_count(app, REPORT_PRINT_FAILED, NULL, NULL);
	const struct printer_status *s = printer_watch_status(app->printing.watch);
	step(app, empty_printer(s->state) ? PRINT_EMPTY : PRINT_SILENT);
}

static void follow(struct app *app)
{
	struct printing *p = &app->printing;
	const struct printer_status *s = printer_watch_status(p->watch);
	int64_t since = app->now.mono_ms - p->since_ms;
	enum print_job_state job = printer_status_job(s, p->job);
	if (printer_state_prints(s->state))
		p->heard_ms = app->now.mono_ms;
	/* one that does not answer is waited for equally long before the slip begins and in the middle of it
	 */
	bool silent = app->now.mono_ms - (job == PRINT_JOB_WAITING ? p->since_ms : p->heard_ms) >=
		      PRINT_SILENT_AFTER_MS;
	if (job == PRINT_JOB_DONE) {
		count_print(app, p->subject);
		step(app, PRINT_DONE);
	} else if (job == PRINT_JOB_REFUSED) {
		step(app, PRINT_REFUSED);
	} else if (job == PRINT_JOB_FAILED || empty_printer(s->state) || silent) {
		give_up(app);
	} else {
		/* The bar promises the usual time and then waits just before the end. */
		int percent = (int)(since * 90 / PRINT_USUAL_MS);
		app->moment.print_percent = percent > 92 ? 92 : percent;
		app->dirty = true;
	}
}

bool print_tick(struct app *app)
{
	struct printing *p = &app->printing;
	if (p->step == PRINT_DONE && app->now.mono_ms - p->since_ms >= PRINT_CLOSE_AFTER_MS &&
	    nav_top(&app->nav)->kind == SCREEN_PRINT) {
		app_act(app, &(struct action){ACT_BACK, 0, NULL});
		return true;
	}
	if (p->watch == NULL || app->now.mono_ms < print_deadline_ms(app))
		return false;
	p->looked_ms = app->now.mono_ms;
	bool changed = printer_watch_poll(p->watch);
	show_state(app);
	if (p->step == PRINT_RUNNING)
		follow(app);
	return changed;
}

int64_t print_deadline_ms(const struct app *app)
{
	const struct printing *p = &app->printing;
	if (p->step == PRINT_DONE)
		return p->since_ms + PRINT_CLOSE_AFTER_MS;
	if (p->watch == NULL)
		return INT64_MAX;
	return p->looked_ms + (p->step == PRINT_RUNNING ? LOOK_EVERY_MS : LOOK_IDLE_MS);
}

void print_dismiss(struct app *app)
{
	/* A slip that is on its way comes out all the same: closing the dialog takes nothing back. */
	app->printing.step = PRINT_NONE;
	app->moment.print = PRINT_NONE;
	show_state(app);
}
