/* The engine's long-lived parts together: fonts, icons, pictures, QR codes. */
#ifndef AULA_UI_UI_H
#define AULA_UI_UI_H

#include <stdbool.h>

#include "ui/text.h"

struct error;
struct icons;
struct pictures;
struct qrs;

struct ui_paths {
	struct text_paths fonts; /* lenient: the icons' font may be missing too */
	const char *icon_font; /* NULL: Debian */
	const char *assets;    /* folder with art/ and icons/ */
};

struct ui {
	struct text *text;
	struct icons *icons;
	struct pictures *pictures;
	struct qrs *qrs;
};

bool ui_open(struct ui *u, const struct ui_paths *paths, struct error *e);
void ui_close(struct ui *u);

#endif
