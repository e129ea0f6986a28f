/* Who this screen is: the configuration says it until the server does (spool/device_status.h). */
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "screens/app_inside.h"

static const char *told_or(const char *told, const char *configured)
{
	return told[0] != '\0' ? told : configured;
}

void app_read_device(struct app *app)
{
	struct error e = ERROR_INIT;
	struct device_status s;
	if (app->in.status_dir == NULL)
		return;
	if (!device_status_read(app->in.status_dir, &s, &e)) {
		/* a broken file changes nothing; it is written anew */
		if (e.kind != ERROR_NOT_FOUND)
			log_warning("who this screen is: %s", e.text);
		return;
	}
	app->device = s;
	app->config.centre = told_or(app->device.centre, app->configured->centre);
	app->config.screen = told_or(app->device.id, app->configured->screen);
	app->config.base = str_eq(app->configured->base, SCREEN_BASE_DEFAULT)
				   ? told_or(app->device.base, app->configured->base)
				   : app->configured->base;
}

void app_device_changed(struct app *app, struct app_now now)
{
	app->now = now;
	enum device_link before = app->device.link;
	app_read_device(app);
	/* out of use, and back: nobody's visit goes on through that */
	if (before != app->device.link && (before == DEVICE_LINK_REVOKED || app->device.link == DEVICE_LINK_REVOKED))
		app_end_visit(app);
	app->stale_content = app->dirty = true;
}

bool app_is_idle(const struct app *app)
{
	return app_on_attract(app) && app->question_ms == INSTANT_NONE;
}
