/* A growing one-bit picture: the paper. Rows of whole bytes, most significant bit left, 1 = black, as
 * ESC/POS and PWG want it. */
#ifndef AULA_PRINT_PAPER_H
#define AULA_PRINT_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/rect.h"

#define PAPER_MAX_W 2480  /* A4 at 300 dpi */
#define PAPER_MAX_H 20000 /* 2.5 m of paper at 203 dpi: more is a mistake */

struct paper {
	int w, h;
	size_t pitch; /* bytes a row */
	uint8_t *bits;
	int cap_h;
};

/* White, h rows. w ≤ PAPER_MAX_W. */
void paper_init(struct paper *r, int w, int h);
void paper_fini(struct paper *r);
/* At least h rows, the new ones white; beyond PAPER_MAX_H the rest is not drawn. */
void paper_grow(struct paper *r, int h);

/* How long so many rows take to come out. */
int64_t paper_ms(int rows, int dpi, int64_t mm_per_s);

bool paper_dot(const struct paper *r, int x, int y); /* outside: white */
/* All drawing is clipped to the picture. */
void paper_fill(struct paper *r, struct rect at, bool black);
/* Outline of the given thickness, corners rounded. */
void paper_frame(struct paper *r, struct rect at, int thickness, int radius);
/* Dots where the 8-bit coverage is at least half. */
void paper_mask(struct paper *r, int x, int y, const uint8_t *a, int w, int h, int pitch, bool black);

#endif
