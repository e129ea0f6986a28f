/* Text: bidi runs (FriBidi), a font per run, our own line breaker, shaping by SDL2_ttf/HarfBuzz, and a cache
 * of rasterised runs with a byte budget. See ACCESS.md "Text".
 *
 * Lines break after a space, a hyphen, a slash, U+200B, and at U+00AD (then shown as a hyphen, otherwise
 * invisible; a word that fits whole on the next line is not parted unless that would leave the line half
 * empty or text over). Words are cut only when one piece alone is wider than the box. Clock times, dates,
 * phone numbers and addresses are isolated and never reordered; they do not break inside (URLs: only after a
 * slash). Bad UTF-8 is shown as U+FFFD. Strings longer than TEXT_MAX_BYTES are cut with "…". */
#ifndef AULA_UI_TEXT_H
#define AULA_UI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/rect.h"

struct arena;
struct error;
struct text; /* the engine: fonts and cache; one per thread */

#define TEXT_MAX_BYTES 16384
#define TEXT_MAX_LINES 400
#define TEXT_CACHE_BYTES ((size_t)12 * 1024 * 1024)

enum text_align { TEXT_START, TEXT_CENTRE, TEXT_END };
enum text_direction {
	TEXT_AUTO, /* first strong letter of the paragraph, otherwise the layout's direction */
	TEXT_LTR,
	TEXT_RTL,
};

struct text_paths {
	const char *regular, *bold;               /* Noto Sans; NULL: where Debian puts it */
	const char *arabic_regular, *arabic_bold; /* Noto Sans Arabic UI; NULL: Debian */
	bool lenient; /* another font rather than none; without any the engine measures and draws no words */
};

/* Bytes [from, to) of the string in bold (or regular when the style is bold). */
struct text_span {
	size_t from, to;
};

struct text_style {
	int px; /* em, already scaled (metrics_em) */
	bool bold;
	bool strike;
	int line_pct;  /* line height in % of px; 0: 125 */
	int max_lines; /* 0: no limit; the last one ends in "…" when text is left */
	enum text_align align;
	enum text_direction direction;
	bool layout_rtl; /* start is on the right, base of TEXT_AUTO without strong letters */
	const struct text_span *spans;
	size_t n_spans;
};

struct text_size {
	int w, h; /* widest line, lines × line height */
	int lines;
	bool truncated; /* "…" was put */
	bool cut;       /* a word had to be cut inside */
};

/* One drawable piece: x is the pen at its left edge, baseline the y of the baseline, both from the layout's
 * top left. */
struct text_run {
	int x, baseline;
	const char *s; /* its text in logical order */
	int face;      /* which font file */
	bool rtl;
	int w;
};

struct text_line {
	const struct text_run *runs;
	size_t n_runs;
	int x, w; /* of the ink's advance box */
	int top, baseline;
};

/* Shaped text; lives in the arena it was made in. */
struct text_layout {
	struct text_size size;
	int px;
	int line_px;
	int box_w;
	bool strike, bold;
	const struct text_line *lines;
};

/* returns owned; NULL with e when a font cannot be opened (lenient: said in the log instead). Starts SDL_ttf when needed. */
struct text *text_new(const struct text_paths *paths, size_t cache_bytes, struct error *e);
void text_free(struct text *t);
bool text_wordless(const struct text *t); /* no font at all: sizes are guessed, nothing is drawn */

/* Breaks and shapes s for a box of the given width (0: one endless line but for \n). */
const struct text_layout *text_lay(struct text *t, struct arena *a, const char *s,
				   const struct text_style *style, int width);
/* The same without keeping anything. */
struct text_size text_measure(struct text *t, const char *s, const struct text_style *style, int width);
/* Largest of the given sizes (px, falling, zero-ended) with which s takes at most max_lines in width without
 * truncation or cut words; the last one when none does. */
int text_fit(struct text *t, const char *s, const struct text_style *style, int width, const int *sizes_px);

/* A rasterised run: 8-bit coverage. Valid until the next call of text_mask_get (it may be evicted later). */
struct text_mask {
	const uint8_t *a;
	int w, h, pitch;
	int left;   /* of the mask's first column from the pen */
	int ascent; /* of the mask's first row above the baseline */
};
bool text_mask_get(struct text *t, const struct text_run *run, int px, struct text_mask *out);

size_t
text_cache_used(const struct text *t); /* bytes of masks now held, never above the budget after a call */

#endif
