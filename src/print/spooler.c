#include "print/spooler.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "print/paper.h"
#include "spool/print_limit.h"
#include "spool/queue.h"
#include "spool/slip.h"

#define LOOK_MS 5000          /* looks into the folder even when nobody said so */
#define CHECK_FINE_MS 15000   /* asks an idle printer how it is */
#define CHECK_BAD_MS 2000     /* and one that is out of paper */
#define FRESH_MS 1500         /* an answer this old still counts before a job */
#define JOB_WAITS_MS 100      /* between looks at a printer that a job waits for */
#define HOLD_MS 2000          /* before a slip that was refused is tried again */
#define PUBLISH_AGAIN_MS 1000 /* after the status could not be written (disk full) */
#define RESTARTS_MOST 2       /* then a printer that comes and goes does not get the slip again */
#define FUTURE_S 120          /* a slip "from the future" beyond this was dropped under another clock */

struct spooler {
	struct spooler_config config;
	struct printer printer;
	struct printer_status status;
	bool status_written;
	struct print_limit limit;
	bool look;
	int64_t started_wall_s, looked_ms, publish_again_ms, hold_until_ms;
	bool empty;
	/* the job that waits to begin */
	char waiting[QUEUE_NAME_BYTES];
	int64_t waiting_since_ms;
	bool queued; /* the printer is well and at work for somebody else: worth a longer wait */
	/* the job at the printer */
	bool active;
	struct queue_job job;
	int64_t begun_ms;
	int restarts; /* of this job, after the printer was lost */
	bool again;   /* the printer may hold half a slip */
};

static void publish(struct spooler *s, int64_t now, int64_t wall_s)
{
	struct error e = ERROR_INIT;
	enum printer_state state = s->printer.known->state;
	if (state != s->status.state || s->status.since_s == 0) {
		s->status.state = state;
		s->status.since_s = wall_s;
		s->status_written = false;
		log_info("printer: %s", printer_state_word(state));
	}
	if (s->status_written || now < s->publish_again_ms)
		return;
	s->status_written = printer_status_write(s->config.status_folder, &s->status, &e);
	s->publish_again_ms = s->status_written ? now : now + PUBLISH_AGAIN_MS;
	log_once("printer-status", s->status_written ? NULL : e.text);
}

static void note(struct spooler *s, const char *name, enum print_job_state state)
{
	if (printer_status_note(&s->status, name, state))
		s->status_written = false;
}

/* The job is over: said first, then forgotten, so that the kiosk never misses how it ended. */
static void finish(struct spooler *s, const struct queue_job *job, enum print_job_state how, int64_t now,
		   int64_t wall_s)
{
	struct error e = ERROR_INIT;
	note(s, job->name, how);
	publish(s, now, wall_s);
	if (!queue_finish(s->config.queue_folder, job, &e))
		log_error("%s", e.text);
	s->waiting[0] = '\0';
	s->look = true;
}

struct spooler *spooler_new(const struct spooler_config *config, struct printer printer, int64_t mono_ms,
			    int64_t wall_s)
{
	struct spooler *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->config = *config;
	s->printer = printer;
	s->look = true;
	s->looked_ms = mono_ms;
	snprintf(s->status.model, sizeof s->status.model, "%s", config->model);
	print_limit_init(&s->limit, 0, (int)config->per_minute);
	size_t swept = queue_sweep(config->queue_folder, wall_s);
	if (swept > 0)
		log_info("removed %zu half-written slips", swept);
	s->started_wall_s = wall_s;
	return s;
}

void spooler_free(struct spooler *s)
{
	if (s == NULL)
		return;
	s->printer.ops->free(s->printer.self);
	free(s);
}

void spooler_look(struct spooler *s)
{
	s->look = true;
}

/* Hands the slip to the printer. */
static void begin(struct spooler *s, struct queue_job *job, int64_t now, int64_t wall_s)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct paper paper = {0};
	struct slip slip;
	struct error e = ERROR_INIT;
	bool cut_only = job->state == QUEUE_CUTTING, interrupted = job->state != QUEUE_WAITING;
	if (!cut_only && (!queue_load(s->config.queue_folder, job, &a, &slip, &e) ||
			  !s->config.draw(s->config.draw_context, &slip, &paper, &e))) {
		log_error("job %s: %s", job->name, e.text);
		if (e.kind != ERROR_NOT_FOUND) /* taken back meanwhile */
			finish(s, job, PRINT_JOB_FAILED, now, wall_s);
		goto out;
	}
	if (job->state == QUEUE_WAITING && !queue_move(s->config.queue_folder, job, QUEUE_PRINTING, &e)) {
		log_info("job %s: %s", job->name, e.text);
		goto out;
	}
	if (!s->printer.ops->start(s->printer.self, job->name, cut_only ? NULL : &paper,
				   s->again || interrupted, now))
		goto out; /* it stays in the queue as interrupted: tried again */
	s->active = true;
	s->job = *job;
	s->begun_ms = now;
	s->again = false;
	note(s, job->name, PRINT_JOB_PRINTING);
out:
	paper_fini(&paper);
}

/* Slips from before a power cut belong to people who have gone. */
static bool is_stale(const struct spooler *s, const struct queue_job *job, int64_t wall_s)
{
	int64_t dropped_s = job->dropped_ms / 1000;
	int64_t most = job->state == QUEUE_WAITING ? s->config.wait_s : s->config.stuck_s;
	return dropped_s < s->started_wall_s - most || dropped_s > wall_s + FUTURE_S;
}

/* A job seen for the first time. True when that was the end of it. */
static bool turned_away(struct spooler *s, const struct queue_job *job, int64_t now, int64_t wall_s)
{
	snprintf(s->waiting, sizeof s->waiting, "%s", job->name);
	s->waiting_since_ms = now;
	s->restarts = 0;
	s->queued = false;
	enum print_job_state how = PRINT_JOB_FAILED;
	if (is_stale(s, job, wall_s)) {
		log_info("job %s: too old", job->name);
	} else if (job->state == QUEUE_WAITING && !print_limit_take(&s->limit, now)) {
		log_warning("job %s: refused, more than %" PRId64 " in a minute", job->name,
			    s->config.per_minute);
		how = PRINT_JOB_REFUSED;
	} else {
		return false;
	}
	s->again = s->again || job->state != QUEUE_WAITING;
	finish(s, job, how, now, wall_s);
	return true;
}

/* Begins the next job if there is one and the printer can print; asks the printer first. */
static void next_job(struct spooler *s, int64_t now, int64_t wall_s)
{
	const struct printer_ops *ops = s->printer.ops;
	struct queue_job job;
	struct error e = ERROR_INIT;
	bool found = false, ok = queue_next(s->config.queue_folder, &job, &found, &e);
	log_once("queue", ok ? NULL : e.text);
	s->look = false;
	s->looked_ms = now;
	s->empty = !found;
	if (!found)
		return;
	if (!str_eq(s->waiting, job.name) && turned_away(s, &job, now, wall_s))
		return;
	if (now - s->waiting_since_ms > (s->queued ? s->config.stuck_s : s->config.wait_s) * 1000) {
		log_warning("job %s: given up, the printer is %s", job.name,
			    printer_state_word(s->printer.known->state));
		s->again = s->again || job.state != QUEUE_WAITING;
		finish(s, &job, PRINT_JOB_FAILED, now, wall_s);
		return;
	}
	s->look = true; /* come back until it has begun */
	if (now < s->hold_until_ms)
		return;
	if (s->printer.known->checked_ms < now - FRESH_MS)
		ops->check(s->printer.self, now);
	else if (printer_state_prints(s->printer.known->state))
		begin(s, &job, now, wall_s);
}

static void move_job(struct spooler *s, enum printer_event event, int64_t now, int64_t wall_s)
{
	const struct printer_ops *ops = s->printer.ops;
	struct error e = ERROR_INIT;
	switch (event) {
	case PRINTER_EVENT_COMMIT:
		if (s->job.state != QUEUE_CUTTING &&
		    !queue_move(s->config.queue_folder, &s->job, QUEUE_CUTTING, &e))
			log_error("%s", e.text); /* the paper is nearly out: it is finished all the same */
		ops->proceed(s->printer.self, now);
		break;
	case PRINTER_EVENT_DONE:
		s->active = false;
		log_info("job %s: printed in %" PRId64 " ms", s->job.name, now - s->begun_ms);
		finish(s, &s->job, PRINT_JOB_DONE, now, wall_s);
		break;
	case PRINTER_EVENT_LOST:
		s->active = false;
		s->again = true;
		/* once committed, whether its last line came out nobody can know */
		if (s->job.state == QUEUE_CUTTING || s->restarts++ >= RESTARTS_MOST)
			finish(s, &s->job, PRINT_JOB_FAILED, now, wall_s);
		s->look = true;
		break;
	case PRINTER_EVENT_BUSY:
	case PRINTER_EVENT_REFUSED:
		s->queued = event == PRINTER_EVENT_BUSY;
		s->active = false;
		s->hold_until_ms = now + HOLD_MS;
		s->look = true;
		if (s->job.state == QUEUE_CUTTING &&
		    !queue_move(s->config.queue_folder, &s->job, QUEUE_PRINTING, &e))
			log_error("%s", e.text);
		break;
	case PRINTER_EVENT_NONE:
		if (now - s->begun_ms > s->config.stuck_s * 1000) {
			log_warning("job %s: given up, it does not end", s->job.name);
			ops->abandon(s->printer.self, now);
			s->active = false;
			s->again = true;
			finish(s, &s->job, PRINT_JOB_FAILED, now, wall_s);
		}
		break;
	}
}

static int64_t check_due_ms(const struct spooler *s)
{
	int64_t checked = s->printer.known->checked_ms;
	bool fine = printer_state_prints(s->printer.known->state);
	return checked == INT64_MIN ? s->looked_ms : checked + (fine ? CHECK_FINE_MS : CHECK_BAD_MS);
}

void spooler_step(struct spooler *s, int64_t now, int64_t wall_s)
{
	enum printer_event event = s->printer.ops->step(s->printer.self, now);
	if (s->active)
		move_job(s, event, now, wall_s);
	if (!s->active && (s->look || now - s->looked_ms >= LOOK_MS))
		next_job(s, now, wall_s);
	if (!s->active && now >= check_due_ms(s))
		s->printer.ops->check(s->printer.self, now);
	publish(s, now, wall_s);
}

int spooler_wait(const struct spooler *s, struct pollfd *out, int64_t *wake_ms)
{
	int64_t due =
		s->begun_ms + s->config.stuck_s * 1000 + 1; /* the folder is not looked at during a job */
	if (!s->active) {
		int64_t look = s->looked_ms + (s->look ? JOB_WAITS_MS : LOOK_MS), check = check_due_ms(s);
		due = check < look ? check : look;
	}
	if (due < *wake_ms)
		*wake_ms = due;
	return s->printer.ops->wait(s->printer.self, out, wake_ms);
}

bool spooler_busy(const struct spooler *s)
{
	return s->active;
}

bool spooler_empty(const struct spooler *s)
{
	return s->empty && !s->active;
}
