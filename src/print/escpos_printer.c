#include "print/escpos_printer.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "print/device.h"
#include "print/paper.h"

#define REOPEN_MS 2000
#define READ_PAUSE_MS 100  /* after a read that gave nothing though the device said it would */
#define READ_MOST 512      /* bytes a step: a printer that never stops talking must not hold us */
#define WRITE_MOST 32768   /* bytes a step */
#define GARBAGE_MOST 8     /* in one question: then its answers are not to be believed */
#define DONE_SLACK_MS 3000 /* beyond the printing time */
#define ASK_AGAIN_MS 2000  /* how it is, while a slip waits for it to end */

enum phase { IDLE, SENDING, COMMITTING, ENDING };

struct escpos_printer {
	struct escpos_printer_config config;
	struct device *device; /* NULL: not there */
	int64_t now_ms;        /* of the last step */
	int64_t reopen_ms, read_again_ms;
	struct escpos_reader in;
	struct printer_known known;
	/* the question going on */
	bool asking;
	int64_t ask_until_ms;
	int garbage;
	bool ever_answered;
	/* the job */
	enum phase phase;
	struct buf out;
	size_t sent, commit_at;
	int rows;
	int64_t progress_ms; /* last byte taken */
	int64_t done_by_ms;  /* ENDING: taken for done by then */
	bool confirmed;
};

static const int questions[] = {4, 2, 3}; /* paper, why offline, which fault */
#define N_QUESTIONS (sizeof questions / sizeof questions[0])

static void settle(struct escpos_printer *p, enum printer_state state, int64_t now)
{
	p->asking = false;
	p->in.asked = 0;
	p->known.state = state;
	p->known.checked_ms = now;
}

static void lose(struct escpos_printer *p, int64_t now)
{
	device_free(p->device);
	p->device = NULL;
	p->in = (struct escpos_reader){0};
	p->reopen_ms = now + REOPEN_MS;
	settle(p, PRINTER_SILENT, now);
}

/* Puts the question; what cannot be written now will be found out by the deadline. */
static bool put_question(struct escpos_printer *p, int n)
{
	CLEANUP_BUF struct buf b = BUF_INIT;
	size_t done;
	escpos_ask(&b, n);
	p->in.asked = n;
	return device_write(p->device, b.data, b.len, &done) == DEVICE_OK;
}

/* Answers have no name on them: one that comes too late must not count for the next question. */
static void drop_late_answers(struct escpos_printer *p)
{
	uint8_t bytes[READ_MOST];
	size_t n = 0;
	device_read(p->device, bytes, sizeof bytes, &n);
}

static bool can_ask(const struct escpos_printer *p)
{
	return p->config.ask && device_answers(p->device);
}

/* Nothing was heard, or the question could not be put. A fault that it told of by itself still holds. */
static void unanswered(struct escpos_printer *p, enum printer_state otherwise, int64_t now)
{
	bool told = p->in.status.have_watch && !printer_state_prints(p->known.state);
	settle(p, told ? p->known.state : otherwise, now);
}

static void begin_asking(struct escpos_printer *p, int64_t now)
{
	memset(p->in.status.have, 0, sizeof p->in.status.have);
	p->garbage = 0;
	p->asking = true;
	p->ask_until_ms = now + ESCPOS_ANSWER_MS;
	if (!put_question(p, questions[0]))
		unanswered(p, PRINTER_SILENT, now);
}

static void ep_check(void *self, int64_t now)
{
	struct escpos_printer *p = self;
	if (p->device == NULL || p->asking || p->phase != IDLE)
		return;
	if (!can_ask(p)) {
		settle(p, PRINTER_UNKNOWN, now);
		return;
	}
	drop_late_answers(p);
	p->in = (struct escpos_reader){0};
	begin_asking(p, now);
}

static void next_question(struct escpos_printer *p, int64_t now)
{
	for (size_t i = 0; i < N_QUESTIONS; i++)
		if (!p->in.status.have[questions[i]]) {
			if (!put_question(p, questions[i]))
				unanswered(p, PRINTER_SILENT, now);
			return;
		}
	p->ever_answered = true;
	p->in.status.have_watch = false; /* older than these answers */
	settle(p, escpos_status_state(&p->in.status), now);
}

static void ask_deadline(struct escpos_printer *p, int64_t now)
{
	if (!p->asking || now < p->ask_until_ms)
		return;
	bool some = p->in.status.have[questions[0]];
	if (p->garbage > GARBAGE_MOST)
		settle(p, PRINTER_UNKNOWN, now);
	else if (some)
		settle(p, escpos_status_state(&p->in.status), now);
	else /* one that used to answer and does not any more is switched off */
		unanswered(p, p->ever_answered ? PRINTER_SILENT : PRINTER_UNKNOWN, now);
}

static void heard(struct escpos_printer *p, enum escpos_event event, int64_t now)
{
	switch (event) {
	case ESCPOS_REPLY:
		if (p->asking && p->garbage <= GARBAGE_MOST)
			next_question(p, now);
		break;
	case ESCPOS_WATCH:
		memset(p->in.status.have, 0, sizeof p->in.status.have); /* older than this */
		if (p->garbage <= GARBAGE_MOST)
			p->known.state = escpos_status_state(&p->in.status);
		p->progress_ms = now; /* a printer that talks is not silent */
		break;
	case ESCPOS_DONE: p->confirmed = p->phase == ENDING && p->sent == p->out.len; break;
	case ESCPOS_GARBAGE:
		if (++p->garbage > GARBAGE_MOST && p->phase != IDLE) {
			p->in.status = (struct escpos_status){0};
			p->known.state = PRINTER_UNKNOWN;
		}
		break;
	case ESCPOS_NOTHING: break;
	}
}

/* False: the device is gone. */
static bool listen(struct escpos_printer *p, int64_t now)
{
	uint8_t bytes[READ_MOST];
	size_t n = 0;
	if (now < p->read_again_ms)
		return true;
	enum device_result r = device_read(p->device, bytes, sizeof bytes, &n);
	if (r == DEVICE_LOST)
		return false;
	for (size_t i = 0; i < n; i++)
		heard(p, escpos_read(&p->in, bytes[i]), now);
	if (r == DEVICE_OK && n == 0)
		p->read_again_ms = now + READ_PAUSE_MS;
	return true;
}

static void ep_open(struct escpos_printer *p, int64_t now)
{
	struct error e = ERROR_INIT;
	if (p->device != NULL || now < p->reopen_ms)
		return;
	p->device = device_open(p->config.path, p->config.baud, &e);
	log_once("printer-device", p->device == NULL ? e.text : NULL);
	p->reopen_ms = now + REOPEN_MS;
	if (p->device == NULL) {
		settle(p, PRINTER_SILENT, now);
		return;
	}
	p->ever_answered = false; /* perhaps another printer */
	p->read_again_ms = 0;
	ep_check(p, now);
}

static void put_job(struct escpos_printer *p, const struct paper *r, bool again, size_t row_bytes)
{
	struct buf *out = &p->out;
	bool ask = can_ask(p);
	buf_clear(out);
	if (again) {
		escpos_recover(out, row_bytes);
		escpos_end(out, p->config.cut);
	} else {
		escpos_begin(out);
	}
	if (ask)
		escpos_watch(out, true);
	p->commit_at = out->len;
	p->rows = r != NULL ? r->h : 0;
	if (r != NULL) {
		int last = r->h > ESCPOS_BAND_ROWS ? r->h - ESCPOS_BAND_ROWS : 0;
		escpos_rows(out, r, 0, last);
		p->commit_at = out->len;
		escpos_rows(out, r, last, r->h);
		escpos_end(out, p->config.cut);
	}
	if (ask)
		escpos_ask_done(out);
}

static bool ep_start(void *self, const char *name, const struct paper *r, bool again, int64_t now)
{
	struct escpos_printer *p = self;
	(void)name;
	if (p->device == NULL || p->asking || p->phase != IDLE)
		return false;
	/* after a crash nobody knows how wide the paper was set: the widest band covers all */
	put_job(p, r, again, r != NULL ? r->pitch : (PAPER_MAX_W + 7) / 8);
	p->in.watching = p->in.asked_done = can_ask(p);
	p->garbage = 0;
	p->sent = 0;
	p->confirmed = false;
	p->progress_ms = now;
	p->phase = SENDING;
	return true;
}

static void end_job(struct escpos_printer *p)
{
	CLEANUP_BUF struct buf b = BUF_INIT;
	size_t done;
	p->phase = IDLE;
	buf_clear(&p->out);
	if (p->device != NULL && p->in.watching) {
		escpos_watch(&b, false);
		device_write(p->device, b.data, b.len, &done);
	}
	p->in.watching = p->in.asked_done = false;
}

static void ep_abandon(void *self, int64_t now)
{
	struct escpos_printer *p = self;
	p->phase = IDLE;
	buf_clear(&p->out);
	if (p->device != NULL)
		lose(p, now); /* closing drops what the device has not sent */
}

static void ep_proceed(void *self, int64_t now)
{
	struct escpos_printer *p = self;
	ASSERT(p->phase == COMMITTING);
	p->phase = ENDING;
	p->progress_ms = now;
}

static enum printer_event send(struct escpos_printer *p, int64_t now)
{
	size_t end = p->phase == SENDING ? p->commit_at : p->out.len, done = 0;
	size_t n = end - p->sent < WRITE_MOST ? end - p->sent : WRITE_MOST;
	enum device_result r = n > 0 ? device_write(p->device, p->out.data + p->sent, n, &done) : DEVICE_OK;
	p->sent += done;
	if (done > 0) {
		p->progress_ms = now;
		if (p->known.state == PRINTER_SILENT)
			p->known.state = PRINTER_UNKNOWN;
	}
	if (r == DEVICE_LOST)
		return PRINTER_EVENT_LOST;
	bool told_why = !printer_state_prints(p->known.state);
	if (r == DEVICE_BLOCKED && now - p->progress_ms >= ESCPOS_STALL_MS && !told_why)
		p->known.state = PRINTER_SILENT;
	if (p->sent < end)
		return PRINTER_EVENT_NONE;
	if (p->phase == SENDING) {
		p->phase = COMMITTING;
		return PRINTER_EVENT_COMMIT;
	}
	if (done > 0)
		p->done_by_ms = now + paper_ms(p->rows, p->config.dpi, p->config.mm_per_s) + DONE_SLACK_MS;
	return PRINTER_EVENT_NONE;
}

static bool all_sent(const struct escpos_printer *p)
{
	return p->phase == ENDING && p->sent == p->out.len;
}

/* One that answers is asked once more when the time is up: its cover may have been opened on the last lines.
 */
static bool must_still_say(const struct escpos_printer *p)
{
	return p->ever_answered && p->known.checked_ms < p->done_by_ms;
}

/* When to ask again how it is; INT64_MAX: need not. A printer that cannot print is asked while the slip
 * waits, because the message that its cover is closed can be lost. */
static int64_t ask_again_ms(const struct escpos_printer *p)
{
	if (!all_sent(p) || p->confirmed || p->asking || !can_ask(p))
		return INT64_MAX;
	if (!printer_state_prints(p->known.state))
		return p->known.checked_ms + ASK_AGAIN_MS;
	return must_still_say(p) ? p->done_by_ms : INT64_MAX;
}

/* All is sent: done when the printer says so or the time is up, but not while it says it cannot print. */
static bool is_done(const struct escpos_printer *p, int64_t now)
{
	if (!all_sent(p))
		return false;
	return p->confirmed ||
	       (now >= p->done_by_ms && printer_state_prints(p->known.state) && !must_still_say(p));
}

static enum printer_event ep_step(void *self, int64_t now)
{
	struct escpos_printer *p = self;
	p->now_ms = now;
	ep_open(p, now);
	if (p->device == NULL)
		return PRINTER_EVENT_NONE;
	enum printer_event event = listen(p, now) ? PRINTER_EVENT_NONE : PRINTER_EVENT_LOST;
	if (event == PRINTER_EVENT_NONE && p->device != NULL) {
		ask_deadline(p, now);
		if (p->phase == SENDING || p->phase == ENDING)
			event = send(p, now);
		if (now >= ask_again_ms(p))
			begin_asking(p, now);
	}
	if (event == PRINTER_EVENT_LOST) {
		bool had_job = p->phase != IDLE;
		p->phase = IDLE;
		lose(p, now);
		return had_job ? PRINTER_EVENT_LOST : PRINTER_EVENT_NONE;
	}
	if (event == PRINTER_EVENT_NONE && is_done(p, now)) {
		end_job(p);
		return PRINTER_EVENT_DONE;
	}
	return event;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int ep_wait(const void *self, struct pollfd *out, int64_t *wake_ms)
{
	const struct escpos_printer *p = self;
	if (p->device == NULL) {
		*wake_ms = earlier(*wake_ms, p->reopen_ms);
		return 0;
	}
	bool more = (p->phase == SENDING || p->phase == ENDING) && p->sent < p->out.len;
	if (p->asking)
		*wake_ms = earlier(*wake_ms, p->ask_until_ms);
	if (all_sent(p) && printer_state_prints(p->known.state) && !must_still_say(p))
		*wake_ms = earlier(*wake_ms, p->done_by_ms);
	*wake_ms = earlier(*wake_ms, ask_again_ms(p));
	if (more && printer_state_prints(p->known.state))
		*wake_ms = earlier(*wake_ms, p->progress_ms + ESCPOS_STALL_MS);
	bool paused = p->now_ms < p->read_again_ms;
	if (paused)
		*wake_ms = earlier(*wake_ms, p->read_again_ms);
	int events = (more ? POLLOUT : 0) | (paused ? 0 : POLLIN);
	*out = (struct pollfd){.fd = device_fd(p->device), .events = (short)events};
	return 1;
}

static void ep_free(void *self)
{
	struct escpos_printer *p = self;
	device_free(p->device);
	buf_fini(&p->out);
	free(p);
}

struct printer escpos_printer_new(const struct escpos_printer_config *config)
{
	static const struct printer_ops ops = {ep_check, ep_start, ep_proceed, ep_abandon,
					       ep_step,  ep_wait,  ep_free};
	struct escpos_printer *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	p->config = *config;
	p->known = PRINTER_NOT_KNOWN;
	p->reopen_ms = INT64_MIN;
	return (struct printer){.ops = &ops, .self = p, .known = &p->known};
}
