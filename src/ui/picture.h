/* Pictures: our SVG art by name, and PNG/JPEG of outside origin by path, scaled to the width asked for and
 * cached within a byte budget. Outside pictures are bounded before decoding: bytes, width and height from the
 * header. */
#ifndef AULA_UI_PICTURE_H
#define AULA_UI_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct pictures;

#define PICTURE_CACHE_BYTES ((size_t)24 * 1024 * 1024)
#define PICTURE_FILE_MAX_BYTES ((size_t)8 * 1024 * 1024)
#define PICTURE_MAX_SIDE 6000

/* folder: assets/art. returns owned. */
struct pictures *pictures_new(const char *folder, size_t cache_bytes, struct error *e);
void pictures_free(struct pictures *p);

struct picture_pixels {
	const uint32_t *px; /* 0xAARRGGBB, not premultiplied; valid until the next picture_get */
	int w, h, pitch_px;
	bool opaque;
};

/* name: "topic-peer" (art) or a path beginning with "/" (PNG or JPEG). Scaled so that it covers w × h, aspect
 * kept. false (logged once per name) when it is missing or refused. */
bool picture_get(struct pictures *p, const char *name, int w, int h, bool mirrored,
		 struct picture_pixels *out);
/* Width and height of the picture itself; false when missing. */
bool picture_natural_size(struct pictures *p, const char *name, int *w, int *h);

#endif
