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
	int px, lines, w, h;
	bool truncated;
};

/* One line, one line a little smaller, as many lines as h allows, then smaller step by step down to the smallest
 * that may be read on this screen, then "…". */
struct widget_fitted widget_fit(struct frame *f, const struct widget_text *t, int w, int h);

static inline int widget_or(int given, int usual)
{
	return given > 0 ? given : usual;
}

/* sem with the widget's own role when none was given. */
struct semantics widget_semantics(const struct semantics *sem, enum role usual);

#endif
