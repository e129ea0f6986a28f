/* Icons of the web pages as SVG outlines, put into the page itself (no font, no second request). */
#ifndef AULA_SERVER_ICONS_H
#define AULA_SERVER_ICONS_H

#include <stddef.h>

struct html;

struct icon_shape {
	const char *name, *box, *path;
};
extern const struct icon_shape icon_shapes[]; /* sorted by name */
extern const size_t icon_n_shapes;

/* Decorative: hidden from screen readers. An unknown name writes nothing. */
void html_icon(struct html *h, const char *name);
/* For an outline that a page has many times: once defined (inside an svg of class "defs"), then used by its name. */
void html_icon_define(struct html *h, const char *name);
void html_icon_use(struct html *h, const char *name);

#endif
