/* What a screen told of itself, and what it means: shared by the list of screens and the page of one. */
#ifndef AULA_SERVER_SCREEN_HEALTH_H
#define AULA_SERVER_SCREEN_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "model/lang.h"

struct arena;
struct device;

enum screen_mood { SCREEN_WELL, SCREEN_ATTENTION, SCREEN_GONE, SCREEN_MOOD_COUNT };

#define SCREEN_OFFLINE_S 1000	  /* longer than a screen on a metered link is silent (sync.metered_poll_s) */
#define SCREEN_OLD_CONTENT_S 3600 /* of a screen that is heard of */
#define SCREEN_HOT_CELSIUS 55
#define SCREEN_DISK_LOW_MB 200
#define SCREEN_MEMORY_LOW_MB 64
#define SCREEN_CARD_WORN_PERCENT 80

/* Numbers INSTANT_NONE, texts "": not told. */
struct screen_health {
	int64_t last_frame, last_touch, started;
	int64_t celsius, width, height, memory_kb, memory_free_mb, disk_free_mb, card_written_mb, card_worn_percent;
	bool touch, touch_told, display, display_told, safe_screen, clock_behind;
	bool undervoltage, undervoltage_told;
	const char *printer, *version, *sync, *audio, *sound;
};

/* json: as stored, may be NULL. */
struct screen_health screen_health_read(const char *json, struct arena *a);
bool screen_printer_bad(const char *word);
const char *screen_printer_words(enum lang l, const char *word);
/* Whether the screen can speak, in words; bad: it cannot. */
const char *screen_sound_words(enum lang l, const struct screen_health *x, bool *bad);
/* Its last report told of no picture, or of one that was drawn too long before. */
bool screen_still(const struct device *d, const struct screen_health *x);
/* Whether its content was too old at that moment, or is not there. */
bool screen_content_old(const struct device *d, int64_t at);
/* Ages of frame and content are as of the last report, so that a silent minute does not make them old. */
enum screen_mood screen_mood(const struct device *d, const struct screen_health *x, int64_t now);
const char *screen_mood_words(enum lang l, enum screen_mood m);
const char *screen_mood_icon(enum screen_mood m);
/* "well", "warn", "bad" */
const char *screen_mood_class(enum screen_mood m);
/* "8 s", "2 h 4 min", "3 days", "–" */
const char *screen_age(enum lang l, int64_t at, int64_t now, struct arena *a);
/* The same of what should be there: when that is what is wrong, the words say so. */
const char *screen_age_told(enum lang l, int64_t at, int64_t now, bool wrong, struct arena *a);

#endif
