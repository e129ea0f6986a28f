#include "kiosk/idle_picture.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "spool/device_status.h"
#include "ui/draw.h"
#include "ui/screenshot.h"

#define SIDE_MAX 960 /* px of the longer side: enough to see what stands there */

struct idle_picture {
	char want[PATH_MAX], path[PATH_MAX];
	bool wanted, running;
	atomic_bool done;
	pthread_t thread;
	uint32_t *px; /* of the picture being written */
	int w, h;
};

struct idle_picture *idle_picture_new(const char *state)
{
	struct idle_picture *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	snprintf(p->want, sizeof p->want, "%.*s/status/" DEVICE_WANT_PICTURE_FILE, PATH_MAX - 64, state);
	snprintf(p->path, sizeof p->path, "%.*s/spool/report/" DEVICE_IDLE_PICTURE_FILE, PATH_MAX - 64, state);
	idle_picture_look(p);
	return p;
}

static void finish(struct idle_picture *p)
{
	if (p->running)
		pthread_join(p->thread, NULL);
	p->running = false;
	free(p->px);
	p->px = NULL;
}

void idle_picture_free(struct idle_picture *p)
{
	if (p == NULL)
		return;
	finish(p);
	free(p);
}

void idle_picture_look(struct idle_picture *p)
{
	p->wanted = fs_exists(p->want);
}

/* The mean of each square of `by` pixels. */
static void shrink(struct idle_picture *p, const uint32_t *from, int from_w, int by)
{
	const uint32_t n = (uint32_t)(by * by);
	for (int y = 0; y < p->h; y++)
		for (int x = 0; x < p->w; x++) {
			uint32_t r = 0, g = 0, b = 0;
			for (int i = 0; i < by * by; i++) {
				uint32_t c = from[(size_t)(y * by + i / by) * (size_t)from_w + (size_t)(x * by + i % by)];
				r += c >> 16 & 0xFF;
				g += c >> 8 & 0xFF;
				b += c & 0xFF;
			}
			p->px[(size_t)y * (size_t)p->w + (size_t)x] =
				0xFF000000u | (r / n) << 16 | (g / n) << 8 | (b / n);
		}
}

static void *write_it(void *user)
{
	struct idle_picture *p = user;
	struct error e = ERROR_INIT;
	if (!screenshot_write(p->path, p->px, p->w, p->h, &e))
		log_warning("picture for staff: %s", e.text);
	atomic_store(&p->done, true);
	return NULL;
}

bool idle_picture_turn(struct idle_picture *p, const struct canvas *c, bool idle)
{
	if (p->running && atomic_load(&p->done))
		finish(p);
	if (!p->wanted || !idle || p->running)
		return false;
	int w = canvas_w(c), h = canvas_h(c), side = w > h ? w : h, by = (side + SIDE_MAX - 1) / SIDE_MAX;
	p->wanted = false;
	p->w = w / by;
	p->h = h / by;
	p->px = malloc((size_t)p->w * (size_t)p->h * sizeof *p->px);
	ASSERT(p->px != NULL);
	shrink(p, canvas_pixels(c), w, by);
	atomic_store(&p->done, false);
	p->running = pthread_create(&p->thread, NULL, write_it, p) == 0;
	if (!p->running)
		finish(p);
	return p->running;
}
