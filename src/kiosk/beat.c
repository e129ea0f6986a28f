#include "kiosk/beat.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "spool/daybook.h"
#include "spool/report.h"

#define NOT_YET (-1)

struct beat {
	struct heartbeat now; /* the loop's own */
	bool news;	      /* worth telling at once */
	int64_t handed_ms, handed_seq;
	char *folder, log[PATH_MAX];
	pthread_t thread;
	/* between the loop and the writer */
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct heartbeat next;
	bool waiting, quit;
	char why[ERROR_TEXT_BYTES]; /* the last writing failed; "" = fine */
};

static void *run(void *user)
{
	struct beat *b = user;
	pthread_mutex_lock(&b->lock);
	while (true) {
		while (!b->waiting && !b->quit)
			pthread_cond_wait(&b->more, &b->lock);
		if (!b->waiting)
			break;
		struct heartbeat h = b->next;
		struct error e = ERROR_INIT;
		b->waiting = false;
		pthread_mutex_unlock(&b->lock);
		bool ok = heartbeat_write(b->folder, &h, &e) && daybook_save(b->log, NULL, &e);
		pthread_mutex_lock(&b->lock);
		snprintf(b->why, sizeof b->why, "%s", ok ? "" : e.text);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

static int64_t memory_kb(void)
{
	long long pages = 0, resident = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (f == NULL)
		return 0;
	if (fscanf(f, "%lld %lld", &pages, &resident) != 2)
		resident = 0;
	fclose(f);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

struct beat *beat_new(const char *folder, const struct beat_device *device, struct beat_now now, struct error *e)
{
	struct beat *b = calloc(1, sizeof *b);
	ASSERT(b != NULL);
	b->folder = strdup(folder);
	ASSERT(b->folder != NULL);
	snprintf(b->log, sizeof b->log, "%.*s/" DAYBOOK_KIOSK_FILE, PATH_MAX - 32, folder);
	b->now = (struct heartbeat){.started_s = now.wall_s == INSTANT_NONE ? 0 : now.wall_s,
				    .width = device->width,
				    .height = device->height,
				    .display_ok = device->display_ok,
				    .touch_ok = true, /* until a device tells otherwise */
				    .safe_screen = device->safe_screen};
	snprintf(b->now.version, sizeof b->now.version, "%s", device->version);
	b->handed_ms = b->handed_seq = NOT_YET;
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->more, NULL);
	int failed = pthread_create(&b->thread, NULL, run, b);
	if (failed == 0)
		return b;
	error_set(e, ERROR_INTERNAL, "heartbeat thread: %s", strerror(failed));
	pthread_cond_destroy(&b->more);
	pthread_mutex_destroy(&b->lock);
	free(b->folder);
	free(b);
	return NULL;
}

void beat_free(struct beat *b)
{
	if (b == NULL)
		return;
	pthread_mutex_lock(&b->lock);
	b->quit = true;
	pthread_cond_signal(&b->more);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
	pthread_cond_destroy(&b->more);
	pthread_mutex_destroy(&b->lock);
	free(b->folder);
	free(b);
}

void beat_frame(struct beat *b, int64_t seq, int64_t took_ms, struct beat_now now)
{
	if (b == NULL)
		return;
	int64_t wall = now.wall_s == INSTANT_NONE ? 0 : now.wall_s;
	b->now.frames++;
	b->now.last_frame_s = wall;
	if (took_ms > b->now.slowest_frame_ms)
		b->now.slowest_frame_ms = took_ms;
	if (b->now.frames > 1 && seq == b->now.displayed_seq)
		return;
	b->now.displayed_seq = seq;
	b->now.displayed_at_s = wall;
}

void beat_touch(struct beat *b, struct beat_now now)
{
	if (b != NULL && now.wall_s != INSTANT_NONE)
		b->now.last_touch_s = now.wall_s;
}

void beat_safe(struct beat *b, bool safe)
{
	if (b != NULL)
		b->now.safe_screen = safe;
}

void beat_sound(struct beat *b, const char *word)
{
	if (b == NULL || str_eq(b->now.sound, word))
		return;
	snprintf(b->now.sound, sizeof b->now.sound, "%s", word);
	b->news = true;
}

bool beat_tick(struct beat *b, struct beat_now now)
{
	if (b == NULL || b->now.frames == 0 || now.wall_s == INSTANT_NONE)
		return false;
	bool due = b->handed_ms == NOT_YET || now.mono_ms - b->handed_ms >= BEAT_EVERY_MS ||
		   b->now.displayed_seq != b->handed_seq || b->news;
	if (!due)
		return false;
	b->now.at_s = now.wall_s;
	b->now.memory_kb = memory_kb();
	b->handed_ms = now.mono_ms;
	b->handed_seq = b->now.displayed_seq;
	b->news = false;
	pthread_mutex_lock(&b->lock);
	b->next = b->now;
	b->waiting = true;
	log_once("heartbeat", b->why[0] == '\0' ? NULL : b->why);
	pthread_cond_signal(&b->more);
	pthread_mutex_unlock(&b->lock);
	b->now.slowest_frame_ms = 0;
	return true;
}
