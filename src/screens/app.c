#include "screens/app_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "screens/count.h"
#include "screens/part.h"
#include "spool/report.h"

#define SCREEN_CHANGE_LOCK_MS 300
#define NIGHT_BLACK ((colour)0xff000000)

static enum lang first_language(const struct app *app)
{
	enum lang l = lang_from_tag(app->in.config->first_language);
	return l == LANG_NONE ? LANG_FI : l;
}

void app_apply_settings(struct app *app)
{
	struct metrics_in in = app->in.panel;
	in.step = app->session.text;
	in.low_reach = app->session.low_view;
	in.rtl = lang_is_rtl(app->session.lang);
	metrics_init(&app->metrics, &in);
	app_view_init(app);
	app->gesture.config.drift_px = app->metrics.drift_px;
	int lock_ms = app->in.config->touch_lock_ms;
	app->gesture.config.same_target_ms =
		app->session.slow_touch && lock_ms < SESSION_SLOW_TOUCH_MS ? SESSION_SLOW_TOUCH_MS : lock_ms;
	app->stale_content = app->dirty = true;
}

/* Sums an hour for home; without a place or a clock the screen works all the same. */
static void open_report(struct app *app)
{
	struct error e = ERROR_INIT;
	if (app->in.spool_dir == NULL || app->now.wall_s == INSTANT_NONE)
		return;
	app->report =
		report_open(arena_printf(&app->life, "%s/report", app->in.spool_dir), app->now.wall_s, &e);
	if (app->report == NULL)
		log_warning("report: %s", e.text);
}

struct app *app_new(const struct app_in *in, struct app_now now)
{
	struct app *app = calloc(1, sizeof *app);
	ASSERT(app != NULL);
	app->in = *in;
	app->in.cache_path = arena_strdup(&app->life, in->cache_path);
	app->in.words_dir = arena_strdup(&app->life, in->words_dir);
	app->in.spool_dir = arena_strdup(&app->life, in->spool_dir);
	app->in.images_dir = arena_strdup(&app->life, in->images_dir);
	app->in.status_dir = arena_strdup(&app->life, in->status_dir);
	app->now = now;
	app->configured = in->config;
	app->config = *in->config;
	app->in.config = &app->config;
	app_read_device(app);
	const struct gesture_config gestures = {.same_target_ms = in->config->touch_lock_ms,
						.screen_change_ms = SCREEN_CHANGE_LOCK_MS};
	gesture_init(&app->gesture, &gestures);
	focus_init(&app->focus);
	app->zone_minute = -1;
	app->unread_ms = INSTANT_NONE;
	open_report(app);
	print_open(app);
	app_end_visit(app);
	return app;
}

void app_free(struct app *app)
{
	if (app == NULL)
		return;
	print_close(app);
	if (app->report != NULL)
		report_close(app->report, app->now.wall_s == INSTANT_NONE ? 0 : app->now.wall_s);
	app_close_cache(app);
	speak_fini(&app->speak);
	arena_fini(&app->speak_slip_arena);
	for (int i = 0; i < 2; i++) {
		arena_fini(&app->content[i].arena);
		arena_fini(&app->frame_arena[i]);
	}
	arena_fini(&app->life);
	free(app);
}

void app_end_visit(struct app *app)
{
	if (app->nav.n > 0 && nav_top(&app->nav)->kind == SCREEN_SEARCH)
		count_search(app);
	memset(app->searched, 0, sizeof app->searched);
	session_reset(&app->session, first_language(app));
	nav_reset(&app->nav);
	memset(&app->moment, 0, sizeof app->moment);
	app->moment.question_left_s = -1;
	app->question_ms = app->notice_until_ms = app->thanks_until_ms = app->undo_until_ms = INSTANT_NONE;
	memset(app->undo_id, 0, sizeof app->undo_id);
	memset(app->pin, 0, sizeof app->pin);
	app->attract_ms = app->touched_ms = app->now.mono_ms;
	app_speak_end_visit(app);
	print_dismiss(app);
	print_limit_new_visit(&app->printing.limit);
	focus_hide(&app->focus);
	app_apply_settings(app);
	app_moved(app, MOTION_FADE);
}

void app_content_changed(struct app *app, struct app_now now)
{
	app->now = now;
	if (app->cache != NULL && !cache_replaced(app->cache, app->in.cache_path) &&
	    !cache_changed(app->cache))
		return;
	app->stale_content = app->dirty = true;
	/* here and not at the next letter; whoever does not search is not made to wait */
	app->prepare_search = nav_top(&app->nav)->kind == SCREEN_SEARCH;
}

void app_images_changed(struct app *app, struct app_now now)
{
	app->now = now;
	app->stale_content = app->dirty = true;
}

/* ---- touch and keys ---- */

/* A person is there: the time starts anew. Returns true when that was all this touch did. */
static bool person(struct app *app)
{
	app->touched_ms = app->now.mono_ms;
	if (app->question_ms == INSTANT_NONE)
		return false;
	return true;
}

static void stay(struct app *app)
{
	app->question_ms = INSTANT_NONE;
	app->moment.question_left_s = -1;
	app->touched_ms = app->now.mono_ms;
	app->dirty = true;
	gesture_screen_changed(&app->gesture, app->now.mono_ms);
}

static void act_on_node(struct app *app, const struct node *node)
{
	/* The frame's strings go when the next frame is built: the action is carried out before that. */
	struct action a = node->sem->action;
	app_speak_acted(app, node->sem);
	if (app->question_ms != INSTANT_NONE && a.verb == ACT_STAY)
		stay(app);
	else
		app_act(app, &a);
}

static const struct frame *newest(const struct app *app)
{
	return &app->frame[app->at];
}

void app_touch(struct app *app, enum gesture_phase phase, int64_t contact, int x, int y, struct app_now now)
{
	app->now = now;
	if (!app->have_frame)
		return;
	if (app->night != NIGHT_DAY) {
		if (phase == GESTURE_UP)
			(void)night_wake(app);
		return;
	}
	struct gesture_touch t = {.phase = phase, .contact = contact, .x = x, .y = y, .at_ms = now.mono_ms};
	gesture_target(newest(app), &t);
	struct gesture_result r = gesture_feed(&app->gesture, &t);
	if (r.press_changed)
		app->looks_dirty = true;
	if (!r.touched)
		return;
	if (phase == GESTURE_DOWN)
		app_speak_interrupt(app);
	bool asked = person(app);
	int i = r.fired == 0 ? -1 : frame_find(newest(app), r.fired);
	if (i >= 0) {
		focus_touched(&app->focus, newest(app), r.fired);
		app->looks_dirty = true;
		act_on_node(app, &newest(app)->nodes[i]);
	} else if (phase == GESTURE_UP && asked) {
		stay(app);
	} else if (phase == GESTURE_UP && app_on_attract(app)) {
		/* Anywhere on the idle picture only wakes. */
		app_act(app, &(struct action){ACT_WAKE, 0, NULL});
	} else if (phase == GESTURE_DOWN && app->focus.visible) {
		focus_hide(&app->focus);
		app->looks_dirty = true;
	}
}

static bool key_command(struct app *app, enum app_key key)
{
	if (key == APP_KEY_HOME)
		app_act(app, &(struct action){ACT_HOME, 0, NULL});
	else if (key == APP_KEY_VOLUME_UP || key == APP_KEY_VOLUME_DOWN)
		app_act(app, &(struct action){ACT_VOLUME, key == APP_KEY_VOLUME_UP ? 1 : -1, NULL});
	else
		return false;
	return true;
}

void app_key(struct app *app, enum app_key key, struct app_now now)
{
	static const enum focus_key KEYS[] = {[APP_KEY_UP] = FOCUS_KEY_UP,
					      [APP_KEY_DOWN] = FOCUS_KEY_DOWN,
					      [APP_KEY_SELECT] = FOCUS_KEY_SELECT,
					      [APP_KEY_BACK] = FOCUS_KEY_BACK,
					      [APP_KEY_HELP] = FOCUS_KEY_HELP};
	app->now = now;
	person(app);
	if (night_wake(app))
		return;
	if (key == APP_KEY_JACK) {
		app_headphones(app, now);
		return;
	}
	app_speak_interrupt(app);
	bool volume = key == APP_KEY_VOLUME_UP || key == APP_KEY_VOLUME_DOWN;
	if (app->in.config->speech_on_key && !volume)
		app_speak_turn_on(app);
	if (!app->have_frame || key_command(app, key))
		return;
	enum focus_outcome o = focus_feed(&app->focus, newest(app), KEYS[key]);
	app->looks_dirty = true;
	app_speak(app, o == FOCUS_MOVED     ? SPEAK_STEP
		       : o == FOCUS_REFUSED ? SPEAK_REFUSED
		       : o == FOCUS_REPEAT  ? SPEAK_REPEAT
					    : SPEAK_NOTHING);
	int i = o == FOCUS_ACT ? frame_find(newest(app), app->focus.key) : -1;
	if (i >= 0)
		act_on_node(app, &newest(app)->nodes[i]);
	else if (o == FOCUS_GO_BACK && app->question_ms != INSTANT_NONE)
		stay(app);
	else if (o == FOCUS_GO_BACK)
		app_act(app, &(struct action){ACT_BACK, 0, NULL});
}

void app_type(struct app *app, const char *utf8, struct app_now now)
{
	app->now = now;
	if (person(app))
		stay(app);
	enum screen_kind kind = nav_top(&app->nav)->kind;
	app_speak_interrupt(app);
	if (kind == SCREEN_SEARCH) {
		app_speak_typed(app, utf8);
		app_act(app, &(struct action){str_eq(utf8, "\b") ? ACT_KEY_ERASE : ACT_KEY, 0, utf8});
	} else if (kind == SCREEN_PIN) {
		if (str_eq(utf8, "\b"))
			app_act(app, &(struct action){ACT_PIN_ERASE, 0, NULL});
		else if (utf8[0] >= '0' && utf8[0] <= '9' && utf8[1] == '\0')
			app_act(app, &(struct action){ACT_PIN_DIGIT, utf8[0] - '0', NULL});
	}
}

bool app_act_on(struct app *app, const char *id, struct app_now now)
{
	app->now = now;
	const struct frame *f = app_frame(app, now);
	int i = frame_find_id(f, id);
	if (i < 0 || f->nodes[i].sem == NULL || f->nodes[i].sem->action.verb == ACT_NONE ||
	    f->nodes[i].sem->disabled)
		return false;
	person(app);
	act_on_node(app, &f->nodes[i]);
	return true;
}

/* ---- frames ---- */

bool app_dirty(const struct app *app)
{
	return app->dirty || app->looks_dirty || app->speak_due != SPEAK_NOTHING || app->stale_content || !app->have_frame;
}

static void build_one(struct app *app, struct build *b, const struct place_on_path *place, enum screen_kind kind, const void *vm)
{
	b->place = place;
	app_view_screen(app, b, kind, vm);
}

/* Nothing to show yet, or nothing that may be shown any more. */
static bool app_shows_first(const struct app *app)
{
	const struct content *c = app_shown(app);
	return app->device.link == DEVICE_LINK_REVOKED || !c->ready ||
	       (!c->frame.state.complete && c->frame.state.n_activities == 0);
}

static void build_screens(struct app *app, struct build *b)
{
	const struct content *c = app_shown(app);
	struct place_on_path *base = nav_base(&app->nav), *top = nav_top(&app->nav);
	if (app_out_of_order(app)) {
		screen_out_build(b);
		return;
	}
	if (app->night == NIGHT_DARK) {
		b->f->background = NIGHT_BLACK;
		node_fill(b->f, RECT(0, 0, app->metrics.w, app->metrics.h), b->f->background);
		return;
	}
	if (app_shows_first(app)) {
		screen_first_build(b);
		return;
	}
	build_one(app, b, base, c->base_kind, c->base);
	if (top != base)
		build_one(app, b, top, c->top_kind, c->top);
	b->place = top;
	b->room = 0;
	if (app->question_ms != INSTANT_NONE)
		app_view_question(app, b);
	app_view_above(app, b);
	/* Last of all: a strip under a sheet's dimness could not be read. */
	part_caption(b, app->question_ms != INSTANT_NONE);
	if (app->night == NIGHT_DIM) {
		node_open_modal(b->f, RECT(0, 0, 0, 0), RECT(0, 0, app->metrics.w, app->metrics.h),
				b->t->dim_dialog, NULL);
		node_close(b->f);
	}
}

/* Keeps the focused node's id with the place, so that "Takaisin" comes back to it. */
static void remember_focus(struct app *app)
{
	const struct frame *f = newest(app);
	int i = app->focus.key == 0 ? -1 : frame_find(f, app->focus.key);
	app->last_focus[0] = '\0';
	if (i >= 0 && f->nodes[i].sem != NULL && f->nodes[i].sem->id != NULL &&
	    strlen(f->nodes[i].sem->id) < sizeof app->last_focus)
		memcpy(app->last_focus, f->nodes[i].sem->id, strlen(f->nodes[i].sem->id) + 1);
}

/* Into the newest frame's place: what it held is gone. */
static void build_in_place(struct app *app)
{
	struct arena *a = &app->frame_arena[app->at];
	struct frame *f = &app->frame[app->at];
	arena_reset(a);
	const struct frame_in in = {.ui = app->in.ui,
				    .m = &app->metrics,
				    .theme = app_theme(app),
				    .lang = lang_tag(app->session.lang)};
	frame_begin(f, a, &in);
	struct build b = {
		.f = f,
		.m = &app->metrics,
		.t = app_theme(app),
		.session = &app->session,
		.place = nav_top(&app->nav),
		.frame = &app_shown(app)->frame,
		.config = app->in.config,
		.moment = &app->moment,
		.device = &app->device,
		.lang = app->session.lang,
		.a = a,
		.squeeze = app->metrics.large && app->metrics.cls == SCREEN_PORTRAIT,
	};
	build_screens(app, &b);
	frame_end(f);
	struct place_on_path *top = nav_top(&app->nav);
	bool kept = app->question_ms == INSTANT_NONE && top->focus[0] != '\0';
	focus_sync(&app->focus, f, kept ? top->focus : b.first_focus, app->fresh_screen);
	if (app->fresh_screen) {
		top->focus[0] = '\0';
		app_speak(app, SPEAK_ARRIVAL);
	}
	app->fresh_screen = false;
	app->have_frame = true;
	remember_focus(app);
}

static void build_frame(struct app *app)
{
	app->at = 1 - app->at;
	app->moment.caption = speak_caption(&app->speak);
	build_in_place(app);
	/* What is said comes from the frame; the strip that shows it is part of the frame. */
	if (app_speak_compose(app)) {
		app->moment.caption = speak_caption(&app->speak);
		build_in_place(app);
	}
}

const struct frame *app_frame(struct app *app, struct app_now now)
{
	app->now = now;
	if (app->stale_content)
		app_read(app);
	if (app->dirty || !app->have_frame || app->speak_due != SPEAK_NOTHING || (!app->session.speech && speak_caption(&app->speak) != NULL))
		build_frame(app);
	app->dirty = app->looks_dirty = false;
	return newest(app);
}

struct draw_state app_looks(const struct app *app)
{
	return (struct draw_state){.pressed = gesture_pressed(&app->gesture),
				   .focused = focus_ring(&app->focus)};
}

struct app_motion app_take_motion(struct app *app)
{
	struct app_motion m = app->motion;
	app->motion = (struct app_motion){MOTION_NONE, RECT(0, 0, 0, 0), 0};
	if (app->session.still)
		m.kind = MOTION_NONE;
	return m;
}

const struct metrics *app_metrics(const struct app *app)
{
	return &app->metrics;
}

const struct theme *app_theme(const struct app *app)
{
	return theme_get(app->session.dark ? THEME_DARK : THEME_LIGHT);
}

int64_t app_displayed_seq(const struct app *app)
{
	return app->seq;
}

const char *app_screen_name(const struct app *app)
{
	if (app_out_of_order(app))
		return "out";
	if (app->night == NIGHT_DARK)
		return "dark";
	if (app->question_ms != INSTANT_NONE)
		return "question";
	if (app_shows_first(app))
		return "first";
	return screen_of(app->nav.v[app->nav.n - 1].kind)->name;
}

bool app_wants_restart(const struct app *app)
{
	return app->restart;
}
