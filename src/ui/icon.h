/* Icons: Material names (design/tokens.md §10) from MaterialIcons-Regular.ttf; the few that font lacks are
 * our own SVGs in assets/icons. Both give a square 8-bit coverage mask, tinted when drawn. Cached by (name,
 * size). */
#ifndef AULA_UI_ICON_H
#define AULA_UI_ICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct icons;

#define ICON_CACHE_BYTES ((size_t)4 * 1024 * 1024)

/* font: NULL for Debian's place; folder: assets/icons. returns owned; NULL with e without the font (lenient: said in the log,
 * and only our own icons are drawn). */
struct icons *icons_new(const char *font, const char *folder, bool lenient, struct error *e);
void icons_free(struct icons *i);

bool icon_known(const char *name);
bool icon_mirrors(const char *name); /* arrows and lists turn round in right-to-left */

struct icon_mask {
	const uint8_t *a; /* size × size, pitch = size; valid until the next icon_mask_get */
	int size;
};
/* false (logged once) for an unknown name. */
bool icon_mask_get(struct icons *i, const char *name, int size_px, bool mirrored, struct icon_mask *out);

#endif
