#include "ui/raster.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#define SUBROWS 16
#define SUBPIXEL 2048

/* a: 0…256 */
static inline uint32_t mix(uint32_t d, uint32_t s, uint32_t a)
{
	uint32_t rb = ((d & 0xFF00FF) * (256 - a) + (s & 0xFF00FF) * a) >> 8 & 0xFF00FF;
	uint32_t g = ((d >> 8 & 0xFF) * (256 - a) + (s >> 8 & 0xFF) * a) >> 8;
	return 0xFF000000u | rb | g << 8;
}

/* 0…255 → 0…256, so that full coverage is exact */
static inline uint32_t weight(uint32_t a)
{
	return a + (a >> 7);
}

/* Coverage of a pixel times the colour's own alpha, 0…256. */
static inline uint32_t covered(uint32_t mask, uint32_t alpha)
{
	return alpha == 256 ? weight(mask) : weight(mask) * alpha >> 8;
}

unsigned raster_isqrt(uint64_t n)
{
	uint64_t root = 0, bit = (uint64_t)1 << 62;
	while (bit > n)
		bit >>= 2;
	for (; bit != 0; bit >>= 2) {
		if (n >= root + bit) {
			n -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return (unsigned)root;
}

/* Exact in x, sixteen rows in y: how much of each pixel lies in the circle around the square's lower right
 * corner. */
static uint8_t *make_corner(int radius)
{
	uint8_t *mask = malloc((size_t)radius * (size_t)radius);
	uint32_t *sum = malloc((size_t)radius * sizeof *sum);
	ASSERT(mask != NULL && sum != NULL);
	int64_t r = (int64_t)radius * 2 * SUBROWS;
	for (int y = 0; y < radius; y++) {
		memset(sum, 0, (size_t)radius * sizeof *sum);
		for (int k = 0; k < SUBROWS; k++) {
			int64_t dy = r - (2 * (y * SUBROWS + k) + 1);
			int64_t reach = raster_isqrt((uint64_t)(r * r - dy * dy) *
						     (SUBPIXEL / (2 * SUBROWS)) * (SUBPIXEL / (2 * SUBROWS)));
			int64_t left = (int64_t)radius * SUBPIXEL - reach;
			for (int x = 0; x < radius; x++) {
				int64_t in = (int64_t)(x + 1) * SUBPIXEL - left;
				sum[x] += in <= 0 ? 0 : in >= SUBPIXEL ? SUBPIXEL : (uint32_t)in;
			}
		}
		for (int x = 0; x < radius; x++)
			mask[y * radius + x] =
				(uint8_t)((sum[x] * 255 + SUBPIXEL * SUBROWS / 2) / (SUBPIXEL * SUBROWS));
	}
	free(sum);
	return mask;
}

static const uint8_t *corner(const struct raster *t, int radius)
{
	if (t->corners->mask[radius] == NULL)
		t->corners->mask[radius] = make_corner(radius);
	return t->corners->mask[radius];
}

void raster_corners_fini(struct raster_corners *c)
{
	for (int i = 0; i <= RASTER_MAX_RADIUS; i++)
		free(c->mask[i]);
	*c = (struct raster_corners){0};
}

static void fill_row(uint32_t *d, int n, colour c)
{
	uint32_t a = weight(c >> 24);
	if (a == 256) {
		for (int i = 0; i < n; i++)
			d[i] = c;
	} else {
		for (int i = 0; i < n; i++)
			d[i] = mix(d[i], c, a);
	}
}

void raster_fill(const struct raster *t, struct rect r, colour c)
{
	r = rect_meet(r, t->clip);
	if (rect_empty(r) || c >> 24 == 0)
		return;
	for (int y = r.y; y < r.y + r.h; y++)
		fill_row(t->px + (size_t)y * t->pitch + r.x, r.w, c);
}

/* Never larger than the rectangle allows. */
static int fitting(struct rect r, int radius)
{
	int most = r.w < r.h ? r.w / 2 : r.h / 2;
	if (radius > most)
		radius = most;
	return radius > RASTER_MAX_RADIUS ? RASTER_MAX_RADIUS : radius > 0 ? radius : 0;
}

/* Coverage 0…255 of one pixel of a rounded rectangle. */
static uint32_t round_coverage(const struct raster *t, struct rect r, const struct radii *k, int x, int y)
{
	int dx = x - r.x, dy = y - r.y;
	if (dx < 0 || dy < 0 || dx >= r.w || dy >= r.h)
		return 0;
	int mx = r.w - 1 - dx, my = r.h - 1 - dy;
	if (dx < k->r[0] && dy < k->r[0])
		return corner(t, k->r[0])[dy * k->r[0] + dx];
	if (mx < k->r[1] && dy < k->r[1])
		return corner(t, k->r[1])[dy * k->r[1] + mx];
	if (dx < k->r[2] && my < k->r[2])
		return corner(t, k->r[2])[my * k->r[2] + dx];
	if (mx < k->r[3] && my < k->r[3])
		return corner(t, k->r[3])[my * k->r[3] + mx];
	return 255;
}

static struct radii fitted(struct rect r, struct radii k)
{
	for (int i = 0; i < 4; i++)
		k.r[i] = fitting(r, k.r[i]);
	return k;
}

/* Columns at the ends of row y (from the rectangle's top) that lie in a corner square. */
static void corner_columns(struct rect r, const struct radii *k, int dy, int *left, int *right)
{
	int my = r.h - 1 - dy;
	*left = dy < k->r[0] ? k->r[0] : my < k->r[2] ? k->r[2] : 0;
	*right = dy < k->r[1] ? k->r[1] : my < k->r[3] ? k->r[3] : 0;
}

static void blend_edge(const struct raster *t, struct rect r, const struct radii *k, int y, int from, int to,
		       colour c)
{
	uint32_t alpha = weight(c >> 24);
	uint32_t *row = t->px + (size_t)y * t->pitch;
	for (int x = from; x < to; x++)
		row[x] = mix(row[x], c, covered(round_coverage(t, r, k, x, y), alpha));
}

static int most_of(int a, int b)
{
	return a > b ? a : b;
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

void raster_round(const struct raster *t, struct rect r, struct radii radii, colour c)
{
	struct rect in = rect_meet(r, t->clip);
	if (rect_empty(in) || c >> 24 == 0)
		return;
	struct radii k = fitted(r, radii);
	int end = in.x + in.w;
	for (int y = in.y; y < in.y + in.h; y++) {
		int left, right;
		corner_columns(r, &k, y - r.y, &left, &right);
		int from = least_of(most_of(in.x, r.x + left), end);
		int to = most_of(least_of(end, r.x + r.w - right), from);
		blend_edge(t, r, &k, y, in.x, from, c);
		fill_row(t->px + (size_t)y * t->pitch + from, to - from, c);
		blend_edge(t, r, &k, y, to, end, c);
	}
}

/* Angle of (x, y), both >= 0, from the x axis, 0…65536 for a quarter turn; error below 0.3°. */
static int64_t quarter_angle(int64_t x, int64_t y)
{
	bool steep = y > x;
	int64_t lo = steep ? x : y, hi = steep ? y : x;
	if (hi == 0)
		return 0;
	int64_t q = (lo << 16) / hi;
	/* atan(q) ≈ q · (π/4 + 0.273 (1 - q)), in units of a quarter turn */
	int64_t angle = q * (32768 + (11390 * (65536 - q) >> 16)) >> 16;
	return steep ? 65536 - angle : angle;
}

struct dashes {
	struct rect r;
	int radius;
	int64_t straight_w, straight_h, arc, around; /* 1/256 px */
	int64_t n;                                   /* dashes */
};

static struct dashes dashes_for(struct rect r, int radius, int width)
{
	struct dashes d = {.r = r, .radius = radius};
	d.straight_w = (int64_t)(r.w - 2 * radius) * 256;
	d.straight_h = (int64_t)(r.h - 2 * radius) * 256;
	d.arc = ((int64_t)radius * 256 - width * 128) * 402 / 256; /* π/2 */
	if (d.arc < 0)
		d.arc = 0;
	d.around = 2 * (d.straight_w + d.straight_h) + 4 * d.arc;
	int64_t period = (int64_t)width * 5 * 256;
	d.n = (d.around + period / 2) / period;
	return d;
}

/* Way along the border, clockwise from the end of the upper left arc, 1/256 px. */
static int64_t way_along(const struct dashes *d, int x, int y)
{
	int64_t dx = (int64_t)(x - d->r.x) * 256 + 128, dy = (int64_t)(y - d->r.y) * 256 + 128;
	int64_t w = (int64_t)d->r.w * 256, h = (int64_t)d->r.h * 256, r = (int64_t)d->radius * 256;
	bool left = dx<r, right = dx> w - r, top = dy<r, bottom = dy> h - r;
	int64_t a = d->straight_w, b = d->straight_h;
	if (right && top)
		return a + (d->arc * quarter_angle(r - dy, dx - (w - r)) >> 16);
	if (right && bottom)
		return a + d->arc + b + (d->arc * quarter_angle(dx - (w - r), dy - (h - r)) >> 16);
	if (left && bottom)
		return 2 * a + 2 * d->arc + b + (d->arc * quarter_angle(dy - (h - r), r - dx) >> 16);
	if (left && top)
		return 2 * a + 3 * d->arc + 2 * b + (d->arc * quarter_angle(r - dx, r - dy) >> 16);
	int64_t to_top = dy, to_bottom = h - dy, to_left = dx, to_right = w - dx;
	if (to_top <= to_bottom && to_top <= to_left && to_top <= to_right)
		return dx - r;
	if (to_right <= to_left && to_right <= to_bottom)
		return a + d->arc + dy - r;
	if (to_bottom <= to_left)
		return a + 2 * d->arc + b + (w - r - dx);
	return 2 * a + 3 * d->arc + b + (h - r - dy);
}

/* 0…256: three fifths of each period are drawn, ends softened over a pixel. */
static uint32_t dash_coverage(const struct dashes *d, int x, int y)
{
	if (d->n <= 0 || d->around <= 0)
		return 256;
	int64_t period = d->around / d->n;
	int64_t in = way_along(d, x, y) * d->n % d->around / d->n;
	int64_t on = period * 3 / 5;
	int64_t from_start = in + 128, from_end = on - in + 128, from_next = in - period + 128;
	int64_t c = from_start < from_end ? from_start : from_end;
	if (from_next > c)
		c = from_next;
	return c <= 0 ? 0 : c >= 256 ? 256 : (uint32_t)c;
}

void raster_ring(const struct raster *t, struct rect r, int radius, int width, bool dashed, colour c)
{
	struct rect in = rect_meet(r, t->clip);
	if (rect_empty(in) || width <= 0 || c >> 24 == 0)
		return;
	struct rect inner = rect_inset(r, width, width, width, width);
	struct radii k_outer = fitted(r, radii_all(radius));
	struct radii k_inner = fitted(inner, radii_all(k_outer.r[0] - width));
	struct dashes d = dashes_for(r, k_outer.r[0], width);
	uint32_t alpha = weight(c >> 24);
	int band = most_of(k_outer.r[0], width);
	for (int y = in.y; y < in.y + in.h; y++) {
		uint32_t *row = t->px + (size_t)y * t->pitch;
		bool ends_only = y >= r.y + band && y < r.y + r.h - band;
		for (int x = in.x; x < in.x + in.w; x++) {
			if (ends_only && x >= r.x + width && x < r.x + r.w - width)
				x = r.x + r.w - width;
			if (x >= in.x + in.w)
				break;
			uint32_t cover = round_coverage(t, r, &k_outer, x, y) -
					 round_coverage(t, inner, &k_inner, x, y);
			if (cover == 0 || cover > 255)
				continue;
			uint32_t a = covered(cover, alpha);
			row[x] = mix(row[x], c, dashed ? a * dash_coverage(&d, x, y) >> 8 : a);
		}
	}
}

void raster_mask(const struct raster *t, int x, int y, const uint8_t *mask, int w, int h, int pitch, colour c)
{
	struct rect in = rect_meet(RECT(x, y, w, h), t->clip);
	uint32_t alpha = weight(c >> 24);
	if (rect_empty(in) || alpha == 0)
		return;
	for (int yy = in.y; yy < in.y + in.h; yy++) {
		uint32_t *d = t->px + (size_t)yy * t->pitch + in.x;
		const uint8_t *m = mask + (size_t)(yy - y) * pitch + (in.x - x);
		for (int i = 0; i < in.w; i++)
			if (m[i] != 0)
				d[i] = mix(d[i], c, covered(m[i], alpha));
	}
}

void raster_image(const struct raster *t, struct rect r, const uint32_t *px, int pitch, int sx, int sy,
		  bool opaque, struct radii radii)
{
	struct rect in = rect_meet(r, t->clip);
	if (rect_empty(in))
		return;
	struct radii k = fitted(r, radii);
	bool square = k.r[0] + k.r[1] + k.r[2] + k.r[3] == 0;
	for (int y = in.y; y < in.y + in.h; y++) {
		uint32_t *d = t->px + (size_t)y * t->pitch + in.x;
		const uint32_t *s = px + (size_t)(y - r.y + sy) * pitch + (in.x - r.x + sx);
		if (square && opaque) {
			memcpy(d, s, (size_t)in.w * sizeof *d);
			continue;
		}
		for (int i = 0; i < in.w; i++) {
			uint32_t cover = square ? 255 : round_coverage(t, r, &k, in.x + i, y);
			d[i] = mix(d[i], s[i], covered(cover, weight(s[i] >> 24)));
		}
	}
}

void raster_mix(uint32_t *out, const uint32_t *a, const uint32_t *b, int v, int n)
{
	for (int i = 0; i < n; i++)
		out[i] = mix(a[i], b[i], (uint32_t)v);
}

void raster_tint(uint32_t *out, const uint32_t *a, colour c, int v, int n)
{
	for (int i = 0; i < n; i++)
		out[i] = mix(a[i], c, (uint32_t)v);
}
