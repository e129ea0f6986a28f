/* Draw list and damage. A frame becomes commands; every command is hashed into the cells it touches; only
 * cells whose hash differs from the last picture are drawn again into the canvas (32-bit, software). Integer
 * arithmetic only, so that the same frame gives the same bytes on every compiler and machine. */
#ifndef AULA_UI_DRAW_H
#define AULA_UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/rect.h"

struct canvas;
struct frame;
struct ui;

/* Looks put on when drawing. */
struct draw_state {
	uint64_t pressed; /* node key, 0: none */
	uint64_t focused; /* node key, 0: none; ring drawn */
};

#define CANVAS_CELL_PX 48
#define CANVAS_MAX_DAMAGE 64

struct canvas *canvas_new(int w, int h); /* returns owned; black */
void canvas_free(struct canvas *c);
int canvas_w(const struct canvas *c);
int canvas_h(const struct canvas *c);
const uint32_t *canvas_pixels(const struct canvas *c); /* 0xFFRRGGBB, pitch = w */

/* Draws the frame; returns the number of changed rectangles (also kept for canvas_damage). 0: nothing
 * changed. */
int canvas_draw(struct canvas *c, struct ui *ui, const struct frame *f, const struct draw_state *s);
/* Rectangles changed by the last canvas_draw or canvas_step. */
const struct rect *canvas_damage(const struct canvas *c, int *n);
/* Forgets what is on the canvas: the next draw is full. */
void canvas_invalidate(struct canvas *c);

/* Motion from the picture as it is now to the one drawn next. Call canvas_hold() before canvas_draw(), then
 * canvas_step() until it returns false. With duration 0 nothing is kept and there is no motion. */
enum motion { MOTION_NONE, MOTION_FADE, MOTION_SLIDE_UP };
void canvas_hold(struct canvas *c, enum motion kind, struct rect sheet, int duration_ms, int64_t now_ms);
bool canvas_moving(const struct canvas *c);
/* Puts the state of the motion at now_ms into the shown pixels; true while there is more to come. */
bool canvas_step(struct canvas *c, int64_t now_ms);
/* Curve (.2, 0, 0, 1): t and result 0…65536. */
int motion_curve(int t);

#endif
