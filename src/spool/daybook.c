#include "spool/daybook.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"

static struct {
	pthread_mutex_t lock;
	struct clock_source clock;
	bool started, dirty;
	size_t n, next; /* a ring */
	struct {
		int64_t at_s;
		char text[DAYBOOK_LINE_BYTES];
	} lines[DAYBOOK_LINES];
} book = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void stamp(int64_t at_s, char *out, size_t size)
{
	const time_t at = (time_t)at_s;
	struct tm tm;
	if (gmtime_r(&at, &tm) == NULL || strftime(out, size, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(out, size, "-");
}

static void take(const char *program, const char *level, const char *line)
{
	char at[32];
	pthread_mutex_lock(&book.lock);
	int64_t now = clock_wall_s(&book.clock);
	char *text = book.lines[book.next].text;
	stamp(now, at, sizeof at);
	snprintf(text, DAYBOOK_LINE_BYTES, "%s %s %s: %s", at, program, level, line);
	/* what was cut in the middle of a letter is cut before it */
	while (!utf8_valid(text, strlen(text)))
		text[strlen(text) - 1] = '\0';
	book.lines[book.next].at_s = now;
	book.next = (book.next + 1) % DAYBOOK_LINES;
	book.n += book.n < DAYBOOK_LINES;
	book.dirty = true;
	pthread_mutex_unlock(&book.lock);
}

void daybook_start(void)
{
	pthread_mutex_lock(&book.lock);
	bool first = !book.started;
	book.started = true;
	clock_init_system(&book.clock);
	pthread_mutex_unlock(&book.lock);
	if (first)
		log_set_tap(take);
}

static void write_locked(struct buf *out)
{
	int64_t oldest = clock_wall_s(&book.clock) - DAYBOOK_KEPT_S;
	for (size_t i = 0; i < book.n; i++) {
		size_t at = (book.next + DAYBOOK_LINES - book.n + i) % DAYBOOK_LINES;
		if (book.lines[at].at_s < oldest)
			continue;
		buf_puts(out, book.lines[at].text);
		buf_putc(out, '\n');
	}
}

void daybook_write(struct buf *out)
{
	pthread_mutex_lock(&book.lock);
	if (book.started)
		write_locked(out);
	pthread_mutex_unlock(&book.lock);
}

bool daybook_save(const char *path, bool *written, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	pthread_mutex_lock(&book.lock);
	bool due = book.started && book.dirty;
	book.dirty = false;
	if (due)
		write_locked(&text);
	pthread_mutex_unlock(&book.lock);
	if (written != NULL)
		*written = due;
	return !due || fs_write_atomic(path, buf_str(&text), text.len, e);
}
