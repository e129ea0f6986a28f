/* Inside drawing: the commands of one picture. A command names what it draws (text run, icon, picture) and is
 * resolved again when it is rasterised, because caches may have dropped it meanwhile. */
#ifndef AULA_UI_DRAWLIST_H
#define AULA_UI_DRAWLIST_H

#include <stddef.h>
#include <stdint.h>

#include "ui/draw.h"
#include "ui/qr.h"
#include "ui/raster.h"

struct text_run;

enum cmd_kind { CMD_FILL, CMD_ROUND, CMD_RING, CMD_TEXT, CMD_ICON, CMD_PICTURE, CMD_QR };

struct cmd {
	enum cmd_kind kind;
	struct rect r; /* everything it touches */
	colour c;
	struct radii radii;
	int width; /* RING; px of TEXT; module px of QR */
	bool flag; /* RING: dashed; ICON, PICTURE: mirrored */
	int x, y;  /* TEXT: pen and baseline; PICTURE: first row in y */
	int level; /* QR */
	const char *name;
	const struct text_run *run;
	uint64_t hash;
};

struct drawlist {
	struct cmd *cmd;
	size_t n, cap;
};

void drawlist_fini(struct drawlist *l);
/* Replaces the list by the commands for this frame. Pointers into the frame stay borrowed. */
void drawlist_build(struct drawlist *l, struct ui *ui, const struct frame *f, const struct draw_state *s);
/* Draws what lies in the raster's clip. */
void drawlist_run(const struct drawlist *l, struct ui *ui, const struct raster *t);

#endif
