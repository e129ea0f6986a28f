#include "kiosk/loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "base/version.h"
#include "kiosk/beat.h"
#include "kiosk/idle_picture.h"
#include "kiosk/keymap.h"
#include "kiosk/say.h"
#include "kiosk/settings.h"
#include "kiosk/stage.h"
#include "kiosk/starts.h"
#include "kiosk/watch.h"
#include "spool/daybook.h"
#include "ui/display.h"
#include "ui/draw.h"
#include "ui/metrics.h"
#include "ui/screenshot.h"

#define MOTION_FRAME_MS 16
#define WAIT_MAX_MS 60000 /* also the longest time between two watchdog messages that a config may ask for   \
			   */
#define DISPLAY_RETRY_FIRST_MS 500
#define DISPLAY_RETRY_MOST_MS 15000
#define SOUND_SETTLES_MS 3000
#define YEAR_SANE_S 1735689600 /* 2025-01-01: a clock before this has never been set */

struct loop {
	const struct settings *set;
	const struct loop_options *options;
	struct clock_source clock;
	struct stage stage;
	struct say say;
	int64_t opened_ms; /* of the sound: SDL first tells of all the devices there are */
	struct display *display;
	struct watch *watch;
	struct beat *beat; /* NULL: none */
	struct idle_picture *idle_picture;
	char starts[PATH_MAX];
	int64_t started_ms;
	bool safe, fine; /* too many starts in vain; this one was good */
	int wake_fd;       /* virtual screen */
	int64_t watchdog_ms, notified_ms;
	bool presented, stop;
};

static struct app_now now_of(const struct loop *l)
{
	int64_t wall = clock_wall_s(&l->clock);
	return (struct app_now){.mono_ms = clock_mono_ms(&l->clock),
				.wall_s = wall < YEAR_SANE_S ? INSTANT_NONE : wall};
}

static struct beat_now beat_now_of(const struct loop *l)
{
	const struct app_now now = now_of(l);
	return (struct beat_now){now.mono_ms, now.wall_s};
}

static void wake(void *user)
{
	struct loop *l = user;
	const uint64_t one = 1;
	if (l->display != NULL)
		display_wake(l->display);
	else if (write(l->wake_fd, &one, sizeof one) < 0 && errno != EAGAIN)
		log_warning("wake: %s", strerror(errno));
}

/* The watchdog is told only when a picture was presented or the loop is back in its waiting place with
 * nothing left to draw: a program that spins or hangs says nothing. */
static void alive(struct loop *l)
{
	int64_t now = clock_mono_ms(&l->clock);
	if (!l->presented || l->watchdog_ms == 0 || now - l->notified_ms < l->watchdog_ms / 3)
		return;
	l->notified_ms = now;
	sd_notify(0, "WATCHDOG=1");
}

static void present(struct loop *l)
{
	int64_t from_ms = clock_mono_ms(&l->clock);
	if (l->display != NULL && !display_present(l->display, l->stage.canvas, app_metrics(l->stage.app))) {
		l->presented = false; /* neither staff nor the watchdog are told of a picture that nobody sees */
		return;
	}
	if (l->options->picture_path != NULL) {
		struct error e = ERROR_INIT;
		const struct canvas *c = l->stage.canvas;
		if (!screenshot_write(l->options->picture_path, canvas_pixels(c), canvas_w(c), canvas_h(c),
				      &e))
			log_once("picture", e.text);
	}
	if (!l->presented)
		sd_notify(0, "READY=1");
	l->presented = true;
	beat_frame(l->beat, app_displayed_seq(l->stage.app), clock_mono_ms(&l->clock) - from_ms, beat_now_of(l));
}

static void draw(struct loop *l)
{
	bool moving = canvas_moving(l->stage.canvas);
	if (stage_draw(&l->stage, now_of(l), l->display != NULL))
		present(l);
	else if (moving && (canvas_step(l->stage.canvas, now_of(l).mono_ms), true))
		present(l);
	if (stage_encode_codes(&l->stage)) {
		const struct draw_state looks = app_looks(l->stage.app);
		if (canvas_draw(l->stage.canvas, &l->stage.ui, app_frame(l->stage.app, now_of(l)), &looks) >
		    0)
			present(l);
	}
}

/* ---- input ---- */

static void key(struct loop *l, const char *name)
{
	enum app_key k;
	struct app_now now = now_of(l);
	bool typing = strlen(name) == 1 && str_eq(app_screen_name(l->stage.app), "search");
	if (str_eq(name, "Backspace"))
		app_type(l->stage.app, "\b", now);
	else if (!typing && keymap_find(l->set->keys, name, &k))
		app_key(l->stage.app, k, now);
	else if (strlen(name) == 1)
		app_type(l->stage.app, name, now);
}

static void take_input(struct loop *l, const struct input *in)
{
	static const enum gesture_phase PHASES[] = {[INPUT_DOWN] = GESTURE_DOWN,
						    [INPUT_MOVE] = GESTURE_MOVE,
						    [INPUT_UP] = GESTURE_UP,
						    [INPUT_CANCEL] = GESTURE_CANCEL};
	if (in->kind == INPUT_DOWN || in->kind == INPUT_KEY)
		beat_touch(l->beat, beat_now_of(l));
	switch (in->kind) {
	case INPUT_DOWN:
	case INPUT_MOVE:
	case INPUT_UP:
	case INPUT_CANCEL:
		app_touch(l->stage.app, PHASES[in->kind], in->contact, in->x, in->y, now_of(l));
		break;
	case INPUT_KEY: key(l, in->key); break;
	case INPUT_EXPOSE: present(l); break;
	case INPUT_SOUND:
		if (clock_mono_ms(&l->clock) - l->opened_ms > SOUND_SETTLES_MS)
			app_headphones(l->stage.app, now_of(l));
		break;
	case INPUT_QUIT:
		/* Breakout: in a lobby nothing a visitor does closes the program. */
		l->stop = l->stop || !(l->set->fullscreen && l->set->kiosk);
		break;
	default: break;
	}
}

static int wait_ms(const struct loop *l)
{
	if (canvas_moving(l->stage.canvas))
		return MOTION_FRAME_MS;
	int64_t left = app_deadline_ms(l->stage.app) - clock_mono_ms(&l->clock);
	int64_t most =
		l->watchdog_ms > 0 && l->watchdog_ms / 3 < WAIT_MAX_MS ? l->watchdog_ms / 3 : WAIT_MAX_MS;
	left = left < 1 ? 1 : left;
	return (int)(left < most ? left : most);
}

static void wait_and_take(struct loop *l)
{
	struct input in = {.kind = INPUT_NONE};
	if (l->display == NULL) {
		struct pollfd p = {l->wake_fd, POLLIN, 0};
		uint64_t count;
		if (poll(&p, 1, wait_ms(l)) > 0 && read(l->wake_fd, &count, sizeof count) < 0)
			log_once("wake", strerror(errno));
		return;
	}
	if (!display_wait(l->display, app_metrics(l->stage.app), wait_ms(l), &in))
		return;
	/* Everything that is there is taken before the next picture: a fast finger never waits in a queue. */
	do
		take_input(l, &in);
	while (display_wait(l->display, app_metrics(l->stage.app), 0, &in));
}

/* A start that has lived for a while was good; a safe one ends after its time, to try again. */
static void judge_start(struct loop *l)
{
	int64_t age_ms = clock_mono_ms(&l->clock) - l->started_ms;
	if (!l->fine && age_ms >= (l->safe ? STARTS_SAFE_MS : STARTS_FINE_MS)) {
		starts_fine(l->starts);
		l->fine = true;
		l->stop = l->stop || l->safe;
	}
}

/* Of struct heartbeat. */
static const char *sound_word(enum app_sound s)
{
	switch (s) {
	case APP_SOUND_WORKS: return "works";
	case APP_SOUND_NO_DEVICE: return "no-device";
	case APP_SOUND_NO_VOICE: return "no-voice";
	case APP_SOUND_UNKNOWN: break;
	}
	return "";
}

static void turn(struct loop *l)
{
	judge_start(l);
	app_tick(l->stage.app, now_of(l));
	draw(l);
	beat_safe(l->beat, app_is_safe(l->stage.app));
	beat_sound(l->beat, sound_word(app_sound(l->stage.app)));
	beat_tick(l->beat, beat_now_of(l));
	say_turn(&l->say, l->stage.app);
	idle_picture_turn(l->idle_picture, l->stage.canvas,
			  app_is_idle(l->stage.app) && !canvas_moving(l->stage.canvas));
	alive(l);
	wait_and_take(l);
	if (watch_take_changed(l->watch))
		app_content_changed(l->stage.app, now_of(l));
	if (watch_take_images(l->watch))
		app_images_changed(l->stage.app, now_of(l));
	if (watch_take_device(l->watch)) {
		app_device_changed(l->stage.app, now_of(l));
		idle_picture_look(l->idle_picture);
	}
	l->stop = l->stop || watch_wants_stop(l->watch) || app_wants_restart(l->stage.app);
}

/* ---- start and end ---- */

/* A display that is not there yet (a television that is off, a cable) comes later: never give up in a lobby.
 */
static bool open_display(struct loop *l, struct error *e)
{
	const struct display_config config = {.title = "Aula",
					      .w = (int)l->set->width,
					      .h = (int)l->set->height,
					      .windowed = !l->set->fullscreen,
					      .hide_pointer = l->set->kiosk};
	int wait = DISPLAY_RETRY_FIRST_MS;
	while ((l->display = display_open(&config, e)) == NULL) {
		if (!l->set->kiosk)
			return false;
		log_once("display", e->text);
		const struct timespec rest = {wait / 1000, (wait % 1000) * 1000000L};
		nanosleep(&rest, NULL);
		wait = wait * 2 < DISPLAY_RETRY_MOST_MS ? wait * 2 : DISPLAY_RETRY_MOST_MS;
		sd_notify(0, "STATUS=waiting for a display\nWATCHDOG=1\nEXTEND_TIMEOUT_USEC=60000000");
	}
	log_once("display", NULL);
	return true;
}

static bool open_all(struct loop *l, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	int w = l->options->w, h = l->options->h;
	uint64_t usec = 0;
	clock_init_system(&l->clock);
	if (sd_watchdog_enabled(0, &usec) > 0)
		l->watchdog_ms = (int64_t)(usec / 1000);
	l->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (l->wake_fd < 0)
		return error_set_errno(e, "eventfd");
	if (!l->options->virtual_screen) {
		if (!open_display(l, e))
			return false;
		display_size(l->display, &w, &h);
	}
	snprintf(l->starts, sizeof l->starts, "%s/spool/kiosk/starts", l->set->state);
	l->started_ms = clock_mono_ms(&l->clock);
	(void)fs_mkdirs(arena_printf(&a, "%s/spool/kiosk", l->set->state), NULL);
	l->safe = starts_note(l->starts);
	if (!stage_open(&l->stage, l->set, w, h, l->safe, now_of(l), e))
		return false;
	l->idle_picture = idle_picture_new(l->set->state);
	l->watch = watch_new(arena_printf(&a, "%s/cache", l->set->state), arena_printf(&a, "%s/status", l->set->state),
			     wake, l, e);
	if (l->watch == NULL)
		return false;
	/* After the watch, which keeps signals from every thread that is started later. */
	const struct beat_device device = {
		.width = w, .height = h, .version = AULA_VERSION, .display_ok = l->display != NULL};
	l->beat = beat_new(arena_printf(&a, "%s/spool/report", l->set->state), &device, beat_now_of(l), e);
	if (l->beat == NULL)
		return false;
	if (!l->options->virtual_screen)
		say_open(&l->say, l->set, l->stage.app);
	l->opened_ms = clock_mono_ms(&l->clock);
	return true;
}

bool loop_run(const struct settings *set, const struct loop_options *o, struct error *e)
{
	struct loop l = {.set = set, .options = o, .wake_fd = -1};
	daybook_start();
	bool ok = open_all(&l, e);
	while (ok && !l.stop)
		turn(&l);
	if (ok)
		starts_fine(l.starts);
	sd_notify(0, "STOPPING=1");
	watch_free(l.watch);
	beat_free(l.beat);
	idle_picture_free(l.idle_picture);
	say_close(&l.say);
	stage_close(&l.stage);
	if (l.display != NULL)
		display_close(l.display);
	if (l.wake_fd >= 0)
		close(l.wake_fd);
	return ok;
}
