#include "ui/draw.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "ui/canvas.h"
#include "ui/node.h"

struct canvas *canvas_new(int w, int h)
{
	ASSERT(w > 0 && h > 0 && w <= 16384 && h <= 16384);
	struct canvas *c = calloc(1, sizeof *c);
	ASSERT(c != NULL);
	c->w = w;
	c->h = h;
	c->cols = (w + CANVAS_CELL_PX - 1) / CANVAS_CELL_PX;
	c->rows = (h + CANVAS_CELL_PX - 1) / CANVAS_CELL_PX;
	size_t cells = (size_t)c->cols * (size_t)c->rows, pixels = (size_t)w * (size_t)h;
	c->px = malloc(pixels * sizeof *c->px);
	c->cell = calloc(cells, sizeof *c->cell);
	c->last = calloc(cells, sizeof *c->last);
	ASSERT(c->px != NULL && c->cell != NULL && c->last != NULL);
	for (size_t i = 0; i < pixels; i++)
		c->px[i] = 0xFF000000u;
	c->stale = true;
	return c;
}

void canvas_free(struct canvas *c)
{
	if (c == NULL)
		return;
	canvas_end_motion(c);
	drawlist_fini(&c->list);
	raster_corners_fini(&c->corners);
	free(c->px);
	free(c->cell);
	free(c->last);
	free(c);
}

int canvas_w(const struct canvas *c)
{
	return c->w;
}

int canvas_h(const struct canvas *c)
{
	return c->h;
}

const uint32_t *canvas_pixels(const struct canvas *c)
{
	return c->shown != NULL ? c->shown : c->px;
}

void canvas_invalidate(struct canvas *c)
{
	c->stale = true;
}

const struct rect *canvas_damage(const struct canvas *c, int *n)
{
	*n = c->n_damage;
	return c->damage;
}

static void hash_into_cells(struct canvas *c)
{
	size_t cells = (size_t)c->cols * (size_t)c->rows;
	memset(c->cell, 0, cells * sizeof *c->cell);
	for (size_t i = 0; i < c->list.n; i++) {
		struct rect r = rect_meet(c->list.cmd[i].r, RECT(0, 0, c->w, c->h));
		if (rect_empty(r))
			continue;
		int x1 = (r.x + r.w - 1) / CANVAS_CELL_PX, y1 = (r.y + r.h - 1) / CANVAS_CELL_PX;
		for (int y = r.y / CANVAS_CELL_PX; y <= y1; y++) {
			for (int x = r.x / CANVAS_CELL_PX; x <= x1; x++) {
				uint64_t *h = &c->cell[y * c->cols + x];
				*h = (*h ^ c->list.cmd[i].hash) * 0x100000001B3u;
				*h ^= *h >> 31;
			}
		}
	}
}

void canvas_add_damage(struct canvas *c, struct rect r)
{
	r = rect_meet(r, RECT(0, 0, c->w, c->h));
	if (rect_empty(r))
		return;
	/* a strip that continues the rectangle above it */
	for (int i = 0; i < c->n_damage; i++) {
		struct rect *d = &c->damage[i];
		if (d->x == r.x && d->w == r.w && d->y + d->h == r.y) {
			d->h += r.h;
			return;
		}
	}
	if (c->n_damage < CANVAS_MAX_DAMAGE)
		c->damage[c->n_damage++] = r;
	else
		c->damage[CANVAS_MAX_DAMAGE - 1] = rect_join(c->damage[CANVAS_MAX_DAMAGE - 1], r);
}

static void find_damage(struct canvas *c)
{
	c->n_damage = 0;
	if (c->stale) {
		canvas_add_damage(c, RECT(0, 0, c->w, c->h));
		return;
	}
	for (int y = 0; y < c->rows; y++) {
		for (int x = 0; x < c->cols;) {
			int from = x;
			while (x < c->cols && c->cell[y * c->cols + x] != c->last[y * c->cols + x])
				x++;
			if (x > from)
				canvas_add_damage(c, RECT(from * CANVAS_CELL_PX, y * CANVAS_CELL_PX,
							  (x - from) * CANVAS_CELL_PX, CANVAS_CELL_PX));
			else
				x++;
		}
	}
}

int canvas_draw(struct canvas *c, struct ui *ui, const struct frame *f, const struct draw_state *s)
{
	static const struct draw_state plain = {0};
	ASSERT(f->in.m->w == c->w && f->in.m->h == c->h);
	drawlist_build(&c->list, ui, f, s != NULL ? s : &plain);
	hash_into_cells(c);
	find_damage(c);
	for (int i = 0; i < c->n_damage; i++) {
		struct raster t = {c->px, c->w, c->damage[i], &c->corners};
		drawlist_run(&c->list, ui, &t);
	}
	uint64_t *swap = c->last;
	c->last = c->cell;
	c->cell = swap;
	c->stale = false;
	c->list.n = 0; /* the commands borrow from the frame */
	canvas_motion_drawn(c);
	return c->n_damage;
}
