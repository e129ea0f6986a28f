/* Inside the widgets: the size and number of lines with which a text stays whole. */
#ifndef AULA_UI_WIDGET_FIT_H
#define AULA_UI_WIDGET_FIT_H

#include "ui/node.h"

struct widget_text {
	const char *s;
	int px; /* final */
	bool bold;
	int line_pct;
	int max_lines;
};

struct widget_fitted {
	int px, lines, w, h, line_pct;
	bool truncated;
};

/* One line, one line a little smaller, as many lines as h allows, then smaller step by step down to the smallest
 * that may be read on this screen, then "…". */
struct widget_fitted widget_fit(struct frame *f, const struct widget_text *t, int w, int h);

#define WIDGET_LINE_PCT 118 /* titles */
#define WIDGET_META_PCT 125 /* notes under them */
#define WIDGET_CLOSE_PCT 106 /* lines that would not all stand otherwise */

/* A note on one line or, where it needs to, on up to so many. */
struct widget_fitted widget_note_fit(struct frame *f, const char *s, int px, int w, int lines);
/* The first of s and its shorter forms (NULL-ended, NULL: none) that stands whole, as t has it but for its words; else the
 * last one. NULL: there is no s. */
const char *widget_note_words(struct frame *f, const char *s, const char *const *shorter, const struct widget_text *t, int w,
			      struct widget_fitted *out);
/* Drawn as fitted, from the top of r. */
void widget_note(struct frame *f, struct rect r, const char *s, const struct widget_fitted *fit, colour ink,
		 const char *lang);
/* Day over clock, both centred in the block. */
void widget_two_lines(struct frame *f, struct rect r, const char *top, int top_px, bool top_bold, const char *low,
		      int low_px, bool low_bold, bool struck, colour ink);

/* A block in the colour of the part's border at its start: out to the edge, or the white of the face below shows through
 * in a thin arc at the corners. */
void widget_block(struct frame *f, int part, struct rect block, colour c);

static inline int widget_px(const struct frame *f, int design)
{
	return metrics_px(f->in.m, design);
}

static inline int widget_em(const struct frame *f, int design)
{
	return metrics_em(f->in.m, design);
}

static inline int widget_or(int given, int usual)
{
	return given > 0 ? given : usual;
}

/* sem with the widget's own role when none was given. */
struct semantics widget_semantics(const struct semantics *sem, enum role usual);

#endif
