/* The picture: app, engine and canvas together, with or without a window. */
#ifndef AULA_KIOSK_STAGE_H
#define AULA_KIOSK_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "kiosk/settings.h"
#include "screens/app.h"
#include "ui/ui.h"

struct canvas;
struct error;

struct stage {
	struct ui ui;
	struct app *app;
	struct canvas *canvas;
	int64_t frames; /* drawn so that something changed */
};

/* panel_w, panel_h: px of the panel before rotation. safe: the out of order screen, content left alone. */
bool stage_open(struct stage *s, const struct settings *set, int panel_w, int panel_h, bool safe,
		struct app_now now, struct error *e);
void stage_close(struct stage *s);
/* Draws when something is to be drawn; true when pixels changed. motion: let the change move (canvas_moving).
 */
bool stage_draw(struct stage *s, struct app_now now, bool motion);
/* Codes are encoded after the first picture stands; true when there is more to draw. */
bool stage_encode_codes(struct stage *s);

#endif
