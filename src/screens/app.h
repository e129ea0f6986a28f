/* The visitor program without a screen: events and time go in, frames (nodes) come out. It owns the visit,
 * the path, the viewmodels, the tap filter and the focus; it touches neither SDL nor a clock, so tests drive
 * it by hand. Time comes with each call: mono_ms never goes back; wall_s is INSTANT_NONE when the device does
 * not know the time. One thread. */
#ifndef AULA_SCREENS_APP_H
#define AULA_SCREENS_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "screens/config.h"
#include "screens/nav.h"
#include "screens/session.h"
#include "ui/draw.h"
#include "ui/gesture.h"
#include "ui/metrics.h"

struct app;
struct error;
struct frame;
struct ui;

struct app_in {
	struct ui *ui;                      /* borrows */
	const struct screen_config *config; /* borrows */
	struct metrics_in panel; /* of the device; text step, low view and direction come from the visit */
	const char *cache_path;  /* cache.db; need not exist yet */
	const char *words_dir;   /* assets/thesaurus, for the search; NULL: none */
	const char *spool_dir;   /* print/ and report/ below it; NULL: nothing is written */
	const char *images_dir;  /* pictures by hash, from aula-sync; NULL: none */
	const char *status_dir;  /* print.json; NULL: no printer */
	bool safe; /* the program keeps falling over: content is left alone, the out of order screen stands */
};

struct app_now {
	int64_t mono_ms;
	int64_t wall_s;
};

/* Keys by what they do; which key does it is the device's configuration. */
enum app_key {
	APP_KEY_UP,
	APP_KEY_DOWN,
	APP_KEY_SELECT,
	APP_KEY_BACK,
	APP_KEY_HELP,
	APP_KEY_HOME,
	APP_KEY_VOLUME_UP,
	APP_KEY_VOLUME_DOWN,
	APP_KEY_JACK, /* a keypad tells of headphones in its jack by a key */
	APP_KEY_COUNT,
};

/* returns owned. Strings are copied. */
struct app *app_new(const struct app_in *in, struct app_now now);
void app_free(struct app *app);

void app_touch(struct app *app, enum gesture_phase phase, int64_t contact, int x, int y, struct app_now now);
void app_key(struct app *app, enum app_key key, struct app_now now);
/* A character from a real keyboard, "\b" erases. Only the search screen and the PIN take it. */
void app_type(struct app *app, const char *utf8, struct app_now now);
/* Lets time pass: cards change, minutes turn, the question comes. Cheap when nothing is due. */
void app_tick(struct app *app, struct app_now now);
/* Monotonic time at which app_tick has something to do next. */
int64_t app_deadline_ms(const struct app *app);
/* Something happened to the cache file: looks, and reads again when there is new content. */
void app_content_changed(struct app *app, struct app_now now);

/* aula-sync has put pictures into images_dir or taken some away. */
void app_images_changed(struct app *app, struct app_now now);

/* aula-sync wrote status/device.json: another name or centre, a code to show, out of use. */
void app_device_changed(struct app *app, struct app_now now);
/* Nobody is using the screen and the idle picture stands: a picture of it shows nothing of any visitor. */
bool app_is_idle(const struct app *app);

/* True when the picture is no longer what app_frame last gave (or a part is pressed or focused otherwise). */
bool app_dirty(const struct app *app);
/* Builds when needed; valid until the next call but one. */
const struct frame *app_frame(struct app *app, struct app_now now);
struct draw_state app_looks(const struct app *app);

struct app_motion {
	enum motion kind;
	struct rect sheet;
	int duration_ms;
};
/* How the next picture comes in; asking takes it. */
struct app_motion app_take_motion(struct app *app);
const struct metrics *app_metrics(const struct app *app);
const struct theme *app_theme(const struct app *app);
/* Sequence of the content in the picture: for the receipt. */
int64_t app_displayed_seq(const struct app *app);

/* The out of order screen is what is shown. */
bool app_is_safe(const struct app *app);

/* For scripts and tests. */
const char *app_screen_name(const struct app *app);
/* Acts as if the node with this id had been tapped; false: there is no live node of that id. */
bool app_act_on(struct app *app, const char *id, struct app_now now);
/* "lang", "text", "dark", "low", "still", "speech": for pictures; false for an unknown name or value. */
bool app_set(struct app *app, const char *name, const char *value);
/* Shows that place as if a visitor had gone there (arg as in nav.h); SCREEN_ATTRACT with an activity: its card, false
 * when it has none. After a first app_frame. */
bool app_go_to(struct app *app, enum screen_kind kind, const char *arg, struct app_now now);
/* True once when the staff page asked for a restart. */
bool app_wants_restart(const struct app *app);

/* Speech: what is to be said, in the visitor's words as shown; the program makes sound of it. */
struct spoken_part;
struct spoken {
	const struct spoken_part *part; /* screens/speak.h */
	size_t n;			/* 0: silence */
	int volume;			/* 1..SESSION_VOLUME_MAX */
};
/* True when there is something new to say (or to silence); valid until the next call of the app. */
bool app_take_spoken(struct app *app, struct spoken *out);
/* A beep is due (30, 20 and 10 s before the screen clears), with or without speech. */
bool app_take_beep(struct app *app);
/* Headphones were plugged in. */
void app_headphones(struct app *app, struct app_now now);
enum app_sound { APP_SOUND_UNKNOWN, APP_SOUND_WORKS, APP_SOUND_NO_DEVICE, APP_SOUND_NO_VOICE };
/* For the staff page, and told home. */
void app_set_sound(struct app *app, enum app_sound sound);
enum app_sound app_sound(const struct app *app);

#endif
