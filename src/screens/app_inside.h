/* The inside of struct app, shared by app.c, app_read.c, act.c and print.c only. */
#ifndef AULA_SCREENS_APP_INSIDE_H
#define AULA_SCREENS_APP_INSIDE_H

#include "base/arena.h"
#include "screens/app.h"
#include "screens/app_speak.h"
#include "screens/build.h"
#include "screens/print.h"
#include "screens/screen.h"
#include "screens/speak.h"
#include "spool/device_status.h"
#include "ui/focus.h"
#include "ui/node.h"

struct search;
struct report;

/* What has been read for the picture; one arena each, the spare one is filled while the other is shown. */
struct content {
	struct arena arena;
	struct viewmodel_frame frame;
	void *base, *top; /* viewmodels of nav_base and, when a sheet lies on it, nav_top */
	enum screen_kind base_kind, top_kind;
	bool ready;
};

/* Outside the screen's hours the idle picture is dimmed first, then dark (app_night.c). */
enum night { NIGHT_DAY, NIGHT_DIM, NIGHT_DARK };

struct app {
	struct app_in in;
	struct arena life; /* copied strings */
	struct cache *cache;
	struct search *search;
	struct report *report;
	struct printing printing;
	struct session session;
	struct nav nav;
	struct metrics metrics;
	struct metrics inside; /* for the screens that app_view.c lays into a part of the panel… */
	struct metrics inside_own; /* the same part with the panel's own layout: the idle picture */
	int inside_top;	       /* …from this y down; 0: none */
	struct moment moment;

	struct content content[2];
	int shown;           /* which content */
	bool stale_content;  /* read again before the next frame */
	int64_t seq;         /* of the content shown */
	bool fresh_screen;   /* focus starts anew */
	bool prepare_search; /* before the next reading: the search screen opened */

	struct arena frame_arena[2];
	struct frame frame[2];
	int at; /* which frame is the newest */
	bool have_frame, dirty, looks_dirty;

	struct gesture gesture;
	struct focus focus;
	char last_focus[NAV_FOCUS_BYTES];
	struct app_motion motion;

	struct app_now now;
	int64_t zone_minute;     /* wall minute of the picture */
	int64_t touched_ms;      /* last sign of a person */
	int64_t question_ms;     /* when the question came; INSTANT_NONE: not shown */
	int64_t attract_ms;      /* when the card came */
	int64_t notice_until_ms; /* INSTANT_NONE: none */
	int64_t thanks_until_ms;
	int64_t undo_until_ms;
	char undo_id[RECORD_ID_MAX + 1];
	int pin_wrong;
	int64_t pin_locked_until_ms;
	char pin[12];
	char searched[SESSION_QUERY_BYTES]; /* the word that has been counted */
	struct screen_config config;	    /* as configured, with what the server says of this screen */
	const struct screen_config *configured; /* borrowed */
	struct device_status device;
	bool restart;

	bool beep; /* to be sounded */
	struct speak speak;
	enum speak_due speak_due;
	enum lang speak_said_lang;	/* whose arrival was said last: a voiceless language is told once */
	int64_t speak_hits_ms;		/* when to say the hits of the typed word; INSTANT_NONE: not */
	char speak_echo[40];		/* key just pressed */
	struct arena speak_slip_arena;
	const char *speak_slip;		/* what the slip in print says, NULL none */
	enum night night;
	int64_t unread_ms; /* since when the cache cannot be read and nothing is shown; INSTANT_NONE: it can */
	int64_t read_ms;   /* last attempt */
};

static inline const struct content *app_shown(const struct app *app)
{
	return &app->content[app->shown];
}

static inline bool app_on_attract(const struct app *app)
{
	return app->nav.v[app->nav.n - 1].kind == SCREEN_ATTRACT;
}

/* app_read.c: opens the cache when it can, reads what the path shows into the spare content. */
void app_read(struct app *app);
void app_close_cache(struct app *app);
/* A poll to offer here and now; its id. */
bool app_find_poll(struct app *app, char id[RECORD_ID_MAX + 1]);

/* app_device.c: who this screen is, as aula-sync last wrote it */
void app_read_device(struct app *app);

/* app_view.c: after the settings changed. */
void app_view_init(struct app *app);
/* What a screen is laid out by. */
const struct metrics *app_view_metrics(const struct app *app, enum screen_kind kind);
/* Builds into its part of the panel. */
void app_view_screen(struct app *app, struct build *b, enum screen_kind kind, const void *vm);
void app_view_question(struct app *app, struct build *b);
size_t app_view_caption_letters(const struct app *app);
/* What stands above the part: the strip, or in low view what is only to be read. */
void app_view_above(struct app *app, struct build *b);

/* app_night.c */
void night_tick(struct app *app);
int64_t night_deadline_ms(const struct app *app); /* INT64_MAX: none */
/* A touch or key in the dark only lights the screen; true when it was one. */
bool night_wake(struct app *app);
/* Nothing can be shown and has not been for long, or the program keeps falling over. */
bool app_out_of_order(const struct app *app);

/* act.c */
void app_act(struct app *app, const struct action *a);
void app_end_visit(struct app *app);
/* After the path changed: new screen, locks, motion. */
void app_moved(struct app *app, enum motion motion);
void app_apply_settings(struct app *app);
void app_say_notice(struct app *app, const char *text);
void app_count(struct app *app, int action, const char *topic, const char *subject);

#endif
