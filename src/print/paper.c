#include "print/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#define GROW_ROWS 512
#define HALF 128

void paper_init(struct paper *r, int w, int h)
{
	ASSERT(w > 0 && w <= PAPER_MAX_W);
	*r = (struct paper){.w = w, .pitch = ((size_t)w + 7) / 8};
	paper_grow(r, h);
}

void paper_fini(struct paper *r)
{
	free(r->bits);
	*r = (struct paper){0};
}

void paper_grow(struct paper *r, int h)
{
	if (h > PAPER_MAX_H)
		h = PAPER_MAX_H;
	if (h <= r->h)
		return;
	if (h > r->cap_h) {
		int cap = h + GROW_ROWS;
		uint8_t *bits = realloc(r->bits, (size_t)cap * r->pitch);
		ASSERT(bits != NULL);
		memset(bits + (size_t)r->cap_h * r->pitch, 0, (size_t)(cap - r->cap_h) * r->pitch);
		r->bits = bits;
		r->cap_h = cap;
	}
	r->h = h;
}

int64_t paper_ms(int rows, int dpi, int64_t mm_per_s)
{
	return (int64_t)rows * 254 * 100 / (dpi * mm_per_s);
}

static void set(struct paper *r, int x, int y, bool black)
{
	uint8_t bit = (uint8_t)(0x80 >> (x & 7));
	uint8_t *byte = &r->bits[(size_t)y * r->pitch + (size_t)(x >> 3)];
	*byte = (uint8_t)(black ? *byte | bit : *byte & ~bit);
}

bool paper_dot(const struct paper *r, int x, int y)
{
	if (x < 0 || y < 0 || x >= r->w || y >= r->h)
		return false;
	return (r->bits[(size_t)y * r->pitch + (size_t)(x >> 3)] & (0x80 >> (x & 7))) != 0;
}

void paper_fill(struct paper *r, struct rect at, bool black)
{
	struct rect in = rect_meet(at, RECT(0, 0, r->w, r->h));
	for (int y = in.y; y < in.y + in.h; y++)
		for (int x = in.x; x < in.x + in.w; x++)
			set(r, x, y, black);
}

/* Whether the centre of dot (x, y) of a w × h box with rounded corners lies inside; all in half dots, so
 * that it is exact in whole numbers. */
static bool inside_round(int x, int y, int w, int h, int radius)
{
	if (x < 0 || y < 0 || x >= w || y >= h)
		return false;
	int cx = x < radius ? radius : x >= w - radius ? w - radius : -1;
	int cy = y < radius ? radius : y >= h - radius ? h - radius : -1;
	if (cx < 0 || cy < 0)
		return true;
	int dx = 2 * x + 1 - 2 * cx, dy = 2 * y + 1 - 2 * cy;
	return dx * dx + dy * dy <= 4 * radius * radius;
}

void paper_frame(struct paper *r, struct rect at, int thickness, int radius)
{
	int inner = radius > thickness ? radius - thickness : 0;
	for (int y = 0; y < at.h; y++)
		for (int x = 0; x < at.w; x++) {
			bool ink = inside_round(x, y, at.w, at.h, radius) &&
				   !inside_round(x - thickness, y - thickness, at.w - 2 * thickness,
						 at.h - 2 * thickness, inner);
			if (ink && at.x + x >= 0 && at.x + x < r->w && at.y + y >= 0 && at.y + y < r->h)
				set(r, at.x + x, at.y + y, true);
		}
}

void paper_mask(struct paper *r, int x, int y, const uint8_t *a, int w, int h, int pitch, bool black)
{
	struct rect in = rect_meet(RECT(x, y, w, h), RECT(0, 0, r->w, r->h));
	for (int row = in.y; row < in.y + in.h; row++)
		for (int col = in.x; col < in.x + in.w; col++)
			if (a[(size_t)(row - y) * (size_t)pitch + (size_t)(col - x)] >= HALF)
				set(r, col, row, black);
}
