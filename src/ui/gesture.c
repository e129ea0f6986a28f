#include "ui/gesture.h"

#include <stdlib.h>

#include "ui/node.h"

#define NEVER INT64_MIN

void gesture_init(struct gesture *g, const struct gesture_config *config)
{
	*g = (struct gesture){.config = *config, .last_fired_ms = NEVER, .changed_ms = NEVER};
}

uint64_t gesture_pressed(const struct gesture *g)
{
	return g->active && g->over ? g->target : 0;
}

static bool within(int64_t now, int64_t since, int span_ms)
{
	return since != NEVER && now - since < span_ms;
}

static bool locked(const struct gesture *g, uint64_t target, int64_t now)
{
	if (within(now, g->changed_ms, g->config.screen_change_ms))
		return true;
	return target == g->last_fired && within(now, g->last_fired_ms, g->config.same_target_ms);
}

static bool drifted(const struct gesture *g, const struct gesture_touch *t)
{
	int64_t dx = t->x - g->down_x, dy = t->y - g->down_y, most = g->config.drift_px;
	return dx * dx + dy * dy > most * most;
}

static void down(struct gesture *g, const struct gesture_touch *t)
{
	g->active = true;
	g->contact = t->contact;
	g->down_x = t->x;
	g->down_y = t->y;
	/* a locked target is not even shown pressed, so that nobody waits for it */
	g->target = locked(g, t->target, t->at_ms) ? 0 : t->target;
	g->slides = t->slides;
	g->over = g->target != 0;
}

static void follow(struct gesture *g, const struct gesture_touch *t)
{
	if (g->target == 0)
		return;
	if (g->slides && t->slides && t->target != 0 && t->target != g->target) {
		if (!locked(g, t->target, t->at_ms)) {
			g->target = t->target;
			g->down_x = t->x;
			g->down_y = t->y;
		}
	}
	bool still = t->target == g->target;
	g->over = still && (g->slides || !drifted(g, t));
}

struct gesture_result gesture_feed(struct gesture *g, const struct gesture_touch *t)
{
	struct gesture_result r = {.touched = t->phase == GESTURE_DOWN || t->phase == GESTURE_UP};
	uint64_t before = gesture_pressed(g);
	if (t->phase == GESTURE_DOWN && !g->active) {
		down(g, t);
	} else if (g->active && t->contact == g->contact) {
		if (t->phase == GESTURE_MOVE || t->phase == GESTURE_UP)
			follow(g, t);
		if (t->phase == GESTURE_UP && g->target != 0 && g->over) {
			r.fired = g->target;
			g->last_fired = g->target;
			g->last_fired_ms = t->at_ms;
		}
		if (t->phase == GESTURE_UP || t->phase == GESTURE_CANCEL)
			g->active = g->over = false;
	}
	r.press_changed = gesture_pressed(g) != before;
	return r;
}

void gesture_screen_changed(struct gesture *g, int64_t now_ms)
{
	g->changed_ms = now_ms;
	g->target = 0;
	g->over = false;
}

void gesture_target(const struct frame *f, struct gesture_touch *t)
{
	int i = frame_hit(f, t->x, t->y);
	t->target = 0;
	t->slides = false;
	if (i < 0 || f->nodes[i].sem->disabled)
		return;
	t->target = f->nodes[i].key;
	t->slides = f->nodes[i].sem->role == ROLE_KEY;
}
