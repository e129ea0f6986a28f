/* Inside the text engine: font files, sized fonts, widths. Not for other modules. */
#ifndef AULA_UI_TEXT_FONT_H
#define AULA_UI_TEXT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "ui/text.h"

struct _TTF_Font;

enum text_face {
	FACE_REGULAR,
	FACE_BOLD,
	FACE_ARABIC,
	FACE_ARABIC_BOLD,
	FACE_FALLBACK, /* first of the further scripts, opened when met */
	FACE_MAX = 24,
};

#define TEXT_FONTS_OPEN 96 /* sized fonts kept, the oldest is closed; with large text one screen tries some sixty */
#define TEXT_WIDTHS 16384   /* direct-mapped cache of measured pieces */

struct text_file {
	const char *path;
	void *data; /* the file, mapped; NULL: not opened yet */
	size_t len;
	struct _TTF_Font *probe; /* small, for asking what glyphs there are */
	bool missing;
};

struct text_sized {
	struct _TTF_Font *font;
	int face, px;
	uint64_t used;
};

struct text_width {
	uint64_t hash;
	int w;
};

struct text_masks; /* text_mask.c */

struct text {
	struct text_file file[FACE_MAX];
	char *own_path[4];
	bool wordless;
	struct text_sized sized[TEXT_FONTS_OPEN];
	uint64_t tick;
	struct text_width *widths;
	struct text_masks *masks;
	struct arena scratch; /* of one call */
};

/* Which file shows cp; `wanted` is the face of the text around it (keeps spaces and points with Arabic). */
int text_face_for(struct text *t, uint32_t cp, bool bold, int wanted);
/* Sized font set up for the run's script and direction; never NULL for faces 0 and 1. Valid until the next
 * call. */
struct _TTF_Font *text_font(struct text *t, int face, int px, const char *s, bool rtl);
int text_width(struct text *t, int face, int px, const char *s, bool rtl);
void text_line_metrics(struct text *t, int px, int *ascent, int *descent);
uint64_t text_hash(uint64_t seed, const char *s);

struct text_masks *text_masks_new(size_t budget);
void text_masks_free(struct text_masks *m);

#endif
