/* The screen's hours and the screen that cannot show anything. Outside the hours the idle picture dims, then
 * goes dark and draws nothing; any touch lights it, and the visit that follows ends as every visit does. */
#include "screens/app_inside.h"

#define DARK_AFTER_S 60            /* dimmed so long first */
#define OUT_OF_ORDER_AFTER_MS 60000 /* aula-sync replaces a damaged cache well within this */

static bool closed(const struct app *app)
{
	const struct content *c = app_shown(app);
	if (!c->ready || !c->frame.time_known || app->now.wall_s == INSTANT_NONE)
		return false;
	const struct centre *centre = &c->frame.centre;
	struct open_state s = words_open_state(centre->screen_hours, centre->n_screen_hours, false,
					       zone_to_civil(c->frame.zone, app->now.wall_s));
	return s.known && !s.open;
}

static int64_t dim_at_ms(const struct app *app)
{
	return app->touched_ms + 1000 * app->in.config->idle_s;
}

void night_tick(struct app *app)
{
	enum night want = NIGHT_DAY;
	if (app_on_attract(app) && closed(app) && app->now.mono_ms >= dim_at_ms(app))
		want = app->now.mono_ms >= dim_at_ms(app) + 1000 * DARK_AFTER_S ? NIGHT_DARK : NIGHT_DIM;
	if (want == app->night)
		return;
	app->night = want;
	app->attract_ms = app->now.mono_ms;
	app->motion = (struct app_motion){MOTION_FADE, RECT(0, 0, 0, 0), MOTION_ATTRACT_MS};
	app->dirty = true;
	app->stale_content = app->stale_content || want == NIGHT_DAY;
}

int64_t night_deadline_ms(const struct app *app)
{
	if (app->night == NIGHT_DARK || !app_on_attract(app) || !closed(app))
		return INT64_MAX;
	return dim_at_ms(app) + (app->night == NIGHT_DIM ? 1000 * DARK_AFTER_S : 0);
}

bool night_wake(struct app *app)
{
	if (app->night == NIGHT_DAY)
		return false;
	app->night = NIGHT_DAY;
	app->touched_ms = app->now.mono_ms;
	app_act(app, &(struct action){ACT_WAKE, 0, NULL});
	return true;
}

bool app_out_of_order(const struct app *app)
{
	return app->in.safe || (!app_shown(app)->ready && app->unread_ms != INSTANT_NONE &&
				app->now.mono_ms - app->unread_ms >= OUT_OF_ORDER_AFTER_MS);
}

bool app_is_safe(const struct app *app)
{
	return app_out_of_order(app);
}
