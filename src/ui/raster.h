/* Pixels: fills, rounded corners, dashes, masks, images, into 32-bit memory within a clip. Integer arithmetic
 * only. */
#ifndef AULA_UI_RASTER_H
#define AULA_UI_RASTER_H

#include <stdint.h>

#include "ui/rect.h"

#define RASTER_MAX_RADIUS 160 /* larger radii are drawn with this one */

/* Coverage of a quarter circle's square, made when first asked for. */
struct raster_corners {
	uint8_t *mask[RASTER_MAX_RADIUS + 1]; /* radius × radius, of the upper left corner */
};

struct raster {
	uint32_t *px; /* 0xFFRRGGBB */
	int pitch;    /* px */
	struct rect clip;
	struct raster_corners *corners;
};

/* Radii in the order upper left, upper right, lower left, lower right. */
struct radii {
	int r[4];
};

void raster_corners_fini(struct raster_corners *c);
void raster_fill(const struct raster *t, struct rect r, colour c);
void raster_round(const struct raster *t, struct rect r, struct radii radii, colour c);
/* The border of the given width inside r; dashed: in dashes of three widths. */
void raster_ring(const struct raster *t, struct rect r, int radius, int width, bool dashed, colour c);
void raster_mask(const struct raster *t, int x, int y, const uint8_t *mask, int w, int h, int pitch,
		 colour c);
/* px (not premultiplied) from its column sx and row sy on, into r. */
void raster_image(const struct raster *t, struct rect r, const uint32_t *px, int pitch, int sx, int sy,
		  bool opaque, struct radii radii);
/* out = a + (b - a) · v / 256 for n pixels. */
void raster_mix(uint32_t *out, const uint32_t *a, const uint32_t *b, int v, int n);
/* out = a + (c - a) · v / 256 for n pixels. */
void raster_tint(uint32_t *out, const uint32_t *a, colour c, int v, int n);
unsigned raster_isqrt(uint64_t n);

static inline struct radii radii_all(int r)
{
	return (struct radii){{r, r, r, r}};
}

#endif
