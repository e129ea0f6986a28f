#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "ui/canvas.h"

#define ONE 65536
/* What a coming sheet has not covered yet darkens on the way, as the dim behind it does. */
#define SLIDE_DIM 0xFF14212Bu
#define SLIDE_DIM_MOST 174 /* of 256 */

/* Coordinate of the cubic Bézier curve 0, a, b, 1 at parameter u, all in 1/65536. */
static int64_t bezier(int64_t a, int64_t b, int64_t u)
{
	int64_t v = ONE - u;
	int64_t vvu = (v * v >> 16) * u >> 16, vuu = (v * u >> 16) * u >> 16, uuu = (u * u >> 16) * u >> 16;
	return 3 * (vvu * a >> 16) + 3 * (vuu * b >> 16) + uuu;
}

int motion_curve(int t)
{
	/* control points (.2, 0) and (0, 1): find u with x(u) = t, then y(u) */
	int64_t lo = 0, hi = ONE;
	if (t <= 0)
		return 0;
	if (t >= ONE)
		return ONE;
	while (hi - lo > 1) {
		int64_t mid = (lo + hi) / 2;
		if (bezier(ONE / 5, 0, mid) < t)
			lo = mid;
		else
			hi = mid;
	}
	return (int)bezier(0, ONE, hi);
}

void canvas_end_motion(struct canvas *c)
{
	free(c->held);
	free(c->shown);
	c->held = c->shown = NULL;
	c->kind = MOTION_NONE;
}

void canvas_hold(struct canvas *c, enum motion kind, struct rect sheet, int duration_ms, int64_t now_ms)
{
	size_t bytes = (size_t)c->w * (size_t)c->h * sizeof *c->px;
	if (kind == MOTION_NONE || duration_ms <= 0) {
		if (c->held != NULL) {
			canvas_end_motion(c);
			c->stale = true; /* what is on the glass is between two pictures */
		}
		return;
	}
	struct rect before = c->held != NULL ? c->moving : RECT(0, 0, 0, 0);
	uint32_t *held = malloc(bytes);
	uint32_t *shown = malloc(bytes);
	ASSERT(held != NULL && shown != NULL);
	memcpy(held, canvas_pixels(c), bytes);
	memcpy(shown, held, bytes);
	canvas_end_motion(c);
	c->held = held;
	c->shown = shown;
	c->kind = kind;
	c->sheet = sheet;
	c->moving = before;
	c->duration_ms = duration_ms;
	c->began_ms = now_ms;
}

bool canvas_moving(const struct canvas *c)
{
	return c->held != NULL;
}

void canvas_motion_drawn(struct canvas *c)
{
	if (c->held == NULL)
		return;
	for (int i = 0; i < c->n_damage; i++)
		c->moving = rect_join(c->moving, c->damage[i]);
}

static void fade(struct canvas *c, struct rect r, int v)
{
	for (int y = r.y; y < r.y + r.h; y++) {
		size_t at = (size_t)y * (size_t)c->w + (size_t)r.x;
		raster_mix(c->shown + at, c->held + at, c->px + at, v, r.w);
	}
}

/* The sheet comes up from below its place; around it the old picture fades into the new. */
static void slide(struct canvas *c, int v)
{
	struct rect sheet = rect_meet(c->sheet, RECT(0, 0, c->w, c->h));
	fade(c, c->moving, v);
	int off = (int)((int64_t)sheet.h * (256 - v) >> 8);
	for (int y = sheet.y; y < sheet.y + sheet.h; y++) {
		size_t at = (size_t)y * (size_t)c->w + (size_t)sheet.x;
		if (y - off >= sheet.y)
			memcpy(c->shown + at, c->px + at - (size_t)off * (size_t)c->w,
			       (size_t)sheet.w * sizeof *c->px);
		else
			raster_tint(c->shown + at, c->held + at, SLIDE_DIM, SLIDE_DIM_MOST * v / 256,
				    sheet.w);
	}
}

bool canvas_step(struct canvas *c, int64_t now_ms)
{
	if (c->held == NULL)
		return false;
	int64_t t = (now_ms - c->began_ms) * ONE / c->duration_ms;
	c->n_damage = 0;
	canvas_add_damage(c, c->moving);
	if (c->kind == MOTION_SLIDE_UP)
		canvas_add_damage(c, c->sheet);
	if (t >= ONE) {
		canvas_end_motion(c);
		return false;
	}
	int v = motion_curve(t > 0 ? (int)t : 0) >> 8;
	if (c->kind == MOTION_SLIDE_UP)
		slide(c, v);
	else
		fade(c, c->moving, v);
	return true;
}
