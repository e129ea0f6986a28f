/* Inside drawing: what a canvas is. */
#ifndef AULA_UI_CANVAS_H
#define AULA_UI_CANVAS_H

#include "ui/draw.h"
#include "ui/drawlist.h"

struct canvas {
	int w, h, cols, rows;
	uint32_t *px;          /* the picture drawn last */
	uint64_t *cell, *last; /* hash of what each cell shows: being made, and in px */
	bool stale;
	struct drawlist list;
	struct raster_corners corners;
	struct rect damage[CANVAS_MAX_DAMAGE];
	int n_damage;

	/* motion: the picture it began with and the one shown now; NULL when nothing moves */
	uint32_t *held, *shown;
	enum motion kind;
	struct rect sheet, moving; /* moving: what differs between held and px */
	int duration_ms;
	int64_t began_ms;
};

void canvas_add_damage(struct canvas *c, struct rect r);
/* While moving: the damage just drawn into px belongs to the motion. */
void canvas_motion_drawn(struct canvas *c);
void canvas_end_motion(struct canvas *c);

#endif
