/* Reading: which cache is open, and the viewmodels of what is on the path. Reading goes into the spare
 * content; only when all of it succeeded is it shown, so a broken file never takes away the picture that
 * stands. */
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "cache/search.h"
#include "screens/app_inside.h"

#define CLOCK_SLACK_S 300 /* the device may be this far behind the server before its clock counts as unset   \
			   */

void app_close_cache(struct app *app)
{
	if (app->search != NULL)
		search_close(app->search);
	if (app->cache != NULL)
		cache_close(app->cache);
	app->search = NULL;
	app->cache = NULL;
}

/* false: there is a file but it cannot be read; none yet is fine. */
static bool open_cache(struct app *app)
{
	struct error e = ERROR_INIT;
	if (app->cache != NULL && cache_replaced(app->cache, app->in.cache_path))
		app_close_cache(app);
	if (app->cache != NULL)
		return true;
	if (!cache_open(&app->cache, app->in.cache_path, &e)) {
		app->cache = NULL;
		log_once("cache", e.text);
		return e.kind == ERROR_NOT_FOUND;
	}
	log_once("cache", NULL);
	if (app->in.words_dir != NULL && !search_open(&app->search, app->cache, app->in.words_dir, &e)) {
		log_warning("search: %s", e.text);
		app->search = NULL;
	}
	return true;
}

static void unread(struct app *app)
{
	if (app->unread_ms == INSTANT_NONE)
		app->unread_ms = app->now.mono_ms;
}

/* The configured centre, or the only one there is. */
static const char *centre_id(struct app *app, struct arena *a)
{
	struct strs ids = {0};
	if (!str_empty(app->in.config->centre))
		return app->in.config->centre;
	if (!cache_centre_ids(app->cache, &ids, a, NULL) || ids.n == 0)
		return "";
	return ids.v[0];
}

/* A clock that is behind the server's last signed time is not set: better no clock than a wrong one. */
static int64_t trusted_wall(struct app *app)
{
	struct cache_state state = {0};
	int64_t wall = app->now.wall_s;
	if (wall == INSTANT_NONE || !cache_get_state(app->cache, &state, NULL))
		return wall;
	bool behind = state.signed_at != INSTANT_NONE && wall + CLOCK_SLACK_S < state.signed_at;
	return behind ? INSTANT_NONE : wall;
}

bool app_find_poll(struct app *app, char id[RECORD_ID_MAX + 1])
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct named_poll *polls = NULL;
	size_t n = 0;
	const struct viewmodel_frame *f = &app->content[app->shown].frame;
	if (app->cache == NULL || f->centre_id == NULL)
		return false;
	const struct cache_view view = {.centre = f->centre_id,
					.screen = app->in.config->screen,
					.now = f->time_known ? app->now.wall_s : INSTANT_NONE,
					.lang = app->session.lang};
	if (!cache_polls(app->cache, &view, &polls, &n, &a, NULL) || n == 0 ||
	    strlen(polls[0].id) > RECORD_ID_MAX)
		return false;
	memcpy(id, polls[0].id, strlen(polls[0].id) + 1);
	return true;
}

static bool load_one(struct app *app, struct place_on_path *place, const struct load *l, void **vm,
		     struct error *e)
{
	const struct screen *s = screen_of(place->kind);
	const struct screen_in in = {.place = place,
				     .base = nav_base(&app->nav),
				     .session = &app->session,
				     .m = app_view_metrics(app, place->kind),
				     .config = app->in.config,
				     .search = app->search,
				     .status_dir = app->in.status_dir};
	*vm = NULL;
	return s->load == NULL || s->load(vm, l, &in, e);
}

static bool load_all(struct app *app, struct content *c, struct error *e)
{
	struct centre centre = {0};
	struct load l = {
		.cache = app->cache,
		.view = {.centre = centre_id(app, &c->arena),
			 .screen = app->in.config->screen,
			 .now = trusted_wall(app),
			 .lang = app->session.lang},
		.a = &c->arena,
		.images = app->in.images_dir,
	};
	(void)cache_centre(app->cache, l.view.centre, &centre, &c->arena, NULL);
	l.zone = centre.zone == NULL ? ZONE_DEFAULT : centre.zone;
	if (l.view.now != INSTANT_NONE)
		l.today = zone_to_civil(l.zone, l.view.now).date;
	if (app->prepare_search && app->search != NULL)
		(void)search_prepare(app->search, &l.view, NULL); /* the first letter does not wait for it */
	app->prepare_search = false;
	struct place_on_path *base = nav_base(&app->nav), *top = nav_top(&app->nav);
	c->base_kind = base->kind;
	c->top_kind = top->kind;
	if (!viewmodel_frame_load(&c->frame, &l, app->in.config->stale_after_s, e) ||
	    !load_one(app, base, &l, &c->base, e))
		return false;
	return top == base || load_one(app, top, &l, &c->top, e);
}

void app_read(struct app *app)
{
	struct error e = ERROR_INIT;
	struct content *spare = &app->content[1 - app->shown];
	app->stale_content = false;
	app->read_ms = app->now.mono_ms;
	if (app->in.safe)
		return;
	if (!open_cache(app)) {
		unread(app);
		return;
	}
	if (app->cache == NULL)
		return;
	arena_reset(&spare->arena);
	spare->ready = false;
	spare->base = spare->top = NULL;
	if (!load_all(app, spare, &e)) {
		log_once("read", e.text);
		if (e.kind == ERROR_CORRUPT)
			app_close_cache(app);
		unread(app);
		return;
	}
	log_once("read", NULL);
	app->unread_ms = INSTANT_NONE;
	spare->ready = true;
	app->seq = spare->frame.state.seq;
	app->shown = 1 - app->shown;
}
