/* Configuration of aula-kiosk (config/aula-kiosk.ini). */
#ifndef AULA_KIOSK_SETTINGS_H
#define AULA_KIOSK_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "screens/app.h" /* enum app_key */
#include "screens/config.h"

#define SETTINGS_KEYS_MAX 56
#define SETTINGS_SIDE_MIN 320 /* px of a virtual screen */

struct settings {
	struct screen_config screen;
	/* paths */
	const char *state, *assets, *locale, *font_regular, *font_bold;
	/* panel */
	int64_t width, height; /* px; 0 = the screen's own */
	int64_t rotation;
	double width_mm, distance_mm; /* of the picture after rotation; 0 = the design's */
	bool fullscreen, kiosk;
	int64_t touch_lock_ms, stale_h;
	const char *speech_device; /* SDL's name, "" the default one */
	/* keys: words of SDL key names separated by blanks */
	const char *keys[APP_KEY_COUNT]; /* by enum app_key */
	/* result */
	struct config_key table[SETTINGS_KEYS_MAX];
	size_t n_table;
};

/* Defaults and the table that config_read fills. */
void settings_init(struct settings *s);
/* After reading: derived values. */
void settings_finish(struct settings *s);
/* The folder with art, icons and thesaurus: the configured one, else that of the source tree one stands in, else the installed one. */
const char *settings_assets(const struct settings *s);
/* "1080x1920": width and height of a virtual screen, each from SETTINGS_SIDE_MIN to most. */
bool settings_size(const char *text, int most, int *w, int *h);

#endif
