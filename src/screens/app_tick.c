/* Time: cards that change, minutes that turn, notes that end, the question and the end of a visit. */
#include <string.h>

#include "screens/app_inside.h"
#include "screens/count.h"
#include "screens/viewmodel_attract.h"
#include "spool/report.h"

#define TICK_NEVER INT64_MAX
#define MINUTE_S 60
#define QUIET_MS 2000
#define UNREAD_RETRY_MS 20000

static size_t attract_cards(const struct app *app)
{
	const struct content *c = app_shown(app);
	if (!c->ready || c->base_kind != SCREEN_ATTRACT || c->base == NULL)
		return 0;
	return ((const struct viewmodel_attract *)c->base)->n_cards;
}

static int64_t question_at(const struct app *app)
{
	return app->touched_ms + 1000 * session_idle_s(&app->session, app->in.config->idle_s);
}

static int64_t question_length_ms(const struct app *app)
{
	return 1000 * session_question_s(&app->session, app->in.config->question_s);
}

static void tick_question(struct app *app)
{
	int64_t now = app->now.mono_ms;
	if (app_on_attract(app))
		return;
	if (app->question_ms == INSTANT_NONE) {
		if (now < question_at(app))
			return;
		app->question_ms = question_at(app);
		app->fresh_screen = true;
		app->motion = (struct app_motion){MOTION_SLIDE_UP, RECT(0, 0, 0, 0), MOTION_SHEET_MS};
	}
	int64_t left_ms = app->question_ms + question_length_ms(app) - now;
	if (left_ms <= 0) {
		app_end_visit(app);
		return;
	}
	int64_t left_s = (left_ms + 999) / 1000;
	if (left_s != app->moment.question_left_s) {
		app->moment.question_left_s = left_s;
		app->moment.question_of_s = question_length_ms(app) / 1000;
		if (left_s <= SPEAK_COUNTDOWN_FROM_S && left_s % SPEAK_COUNTDOWN_EVERY_S == 0) {
			app->beep = true;
			app_speak(app, SPEAK_COUNTDOWN);
		}
		app->dirty = true;
	}
}

static void tick_attract(struct app *app)
{
	size_t n = attract_cards(app);
	if (!app_on_attract(app) || app->moment.attract_stopped || n < 2 || app->night != NIGHT_DAY)
		return;
	if (app->now.mono_ms - app->attract_ms < 1000 * app->in.config->attract_s)
		return;
	app->attract_ms = app->now.mono_ms;
	app->moment.attract_card = (app->moment.attract_card + 1) % n;
	count_attract(app);
	app->motion = (struct app_motion){MOTION_FADE, RECT(0, 0, 0, 0), MOTION_ATTRACT_MS};
	app->dirty = true;
}

static bool over(struct app *app, int64_t *until)
{
	if (*until == INSTANT_NONE || app->now.mono_ms < *until)
		return false;
	*until = INSTANT_NONE;
	app->dirty = true;
	return true;
}

static void tick_notes(struct app *app)
{
	if (over(app, &app->notice_until_ms))
		app->moment.notice = NULL;
	if (over(app, &app->undo_until_ms)) {
		app->moment.undo_title = NULL;
		memset(app->undo_id, 0, sizeof app->undo_id);
	}
	if (over(app, &app->thanks_until_ms)) {
		app->moment.thanks = false;
		if (nav_back(&app->nav))
			app_moved(app, MOTION_FADE);
	}
	if (app->pin_locked_until_ms != 0 && app->now.mono_ms >= app->pin_locked_until_ms) {
		app->pin_locked_until_ms = 0;
		app->moment.pin_locked = false;
		app->dirty = true;
	}
	if (print_tick(app))
		app->dirty = true;
}

/* Ended events go away at their minute, and the clock is part of the picture. */
static void tick_minute(struct app *app)
{
	int64_t minute = app->now.wall_s == INSTANT_NONE ? -2 : app->now.wall_s / MINUTE_S;
	if (minute == app->zone_minute)
		return;
	app->zone_minute = minute;
	if (app->night != NIGHT_DARK)
		app->stale_content = app->dirty = true;
}

/* Nothing to show: tried again now and then, also when no clock turns the minute. */
static void tick_unread(struct app *app)
{
	if (app->unread_ms != INSTANT_NONE && app->now.mono_ms - app->read_ms >= UNREAD_RETRY_MS)
		app->stale_content = app->dirty = true;
}

void app_tick(struct app *app, struct app_now now)
{
	app->now = now;
	tick_minute(app);
	tick_notes(app);
	app_speak_tick(app);
	night_tick(app);
	tick_unread(app);
	tick_attract(app);
	tick_question(app);
	/* Writing waits for a moment when nobody is touching: a slow card never holds up a picture. */
	bool quiet = now.mono_ms - app->touched_ms >= QUIET_MS;
	if (app->report != NULL && now.wall_s != INSTANT_NONE && quiet)
		(void)report_tick(app->report, now.wall_s, NULL);
}

static void sooner(int64_t *at, int64_t other)
{
	if (other != INSTANT_NONE && other < *at)
		*at = other;
}

int64_t app_deadline_ms(const struct app *app)
{
	int64_t at = TICK_NEVER;
	if (app->now.wall_s != INSTANT_NONE)
		at = app->now.mono_ms + 1000 * (MINUTE_S - app->now.wall_s % MINUTE_S);
	if (!app_on_attract(app))
		sooner(&at, app->question_ms == INSTANT_NONE
				    ? question_at(app)
				    : app->question_ms + question_length_ms(app) -
					      1000 * (app->moment.question_left_s - 1));
	else if (!app->moment.attract_stopped && attract_cards(app) > 1 && app->night == NIGHT_DAY)
		sooner(&at, app->attract_ms + 1000 * app->in.config->attract_s);
	sooner(&at, app->notice_until_ms);
	sooner(&at, app->undo_until_ms);
	sooner(&at, app->thanks_until_ms);
	sooner(&at, app->pin_locked_until_ms == 0 ? INSTANT_NONE : app->pin_locked_until_ms);
	sooner(&at, app_speak_deadline_ms(app));
	sooner(&at, print_deadline_ms(app));
	sooner(&at, night_deadline_ms(app));
	if (app->unread_ms != INSTANT_NONE)
		sooner(&at, app->read_ms + UNREAD_RETRY_MS);
	return at;
}
