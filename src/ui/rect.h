/* Rectangles and colours in px of the logical picture (before rotation). Colours are 0xAARRGGBB. */
#ifndef AULA_UI_RECT_H
#define AULA_UI_RECT_H

#include <stdbool.h>
#include <stdint.h>

struct rect {
	int x, y, w, h; /* w or h <= 0: empty */
};

typedef uint32_t colour;

#define RECT(x_, y_, w_, h_) ((struct rect){(x_), (y_), (w_), (h_)})
#define COLOUR_NONE ((colour)0) /* fully transparent: nothing is drawn */

static inline bool rect_empty(struct rect r)
{
	return r.w <= 0 || r.h <= 0;
}

static inline bool rect_has(struct rect r, int x, int y)
{
	return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

static inline struct rect rect_inset(struct rect r, int left, int top, int right, int bottom)
{
	return RECT(r.x + left, r.y + top, r.w - left - right, r.h - top - bottom);
}

static inline struct rect rect_moved(struct rect r, int dx, int dy)
{
	return RECT(r.x + dx, r.y + dy, r.w, r.h);
}

static inline struct rect rect_meet(struct rect a, struct rect b)
{
	int x = a.x > b.x ? a.x : b.x;
	int y = a.y > b.y ? a.y : b.y;
	int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
	int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
	return RECT(x, y, right - x, bottom - y);
}

static inline struct rect rect_join(struct rect a, struct rect b)
{
	if (rect_empty(a))
		return b;
	if (rect_empty(b))
		return a;
	int x = a.x < b.x ? a.x : b.x;
	int y = a.y < b.y ? a.y : b.y;
	int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
	int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
	return RECT(x, y, right - x, bottom - y);
}

/* Inner lies wholly in outer. */
static inline bool rect_within(struct rect inner, struct rect outer)
{
	return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
	       inner.y + inner.h <= outer.y + outer.h;
}

#endif
