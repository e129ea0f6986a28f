/* The word that is being typed. */
#include <string.h>

#include "screens/act_inside.h"

static void changed(struct app *app)
{
	app->stale_content = app->dirty = true;
}

void act_key(struct app *app, const struct action *a)
{
	if (session_query_add(&app->session, a->text))
		changed(app);
}

void act_key_erase(struct app *app, const struct action *a)
{
	(void)a;
	session_query_erase(&app->session);
	changed(app);
}

void act_key_clear(struct app *app, const struct action *a)
{
	(void)a;
	memset(app->session.query, 0, sizeof app->session.query);
	changed(app);
}

void act_key_mode(struct app *app, const struct action *a)
{
	(void)a;
	struct place_on_path *p = nav_top(&app->nav);
	p->step = !p->step;
	app->dirty = true;
}

void act_word(struct app *app, const struct action *a)
{
	char copy[SESSION_QUERY_BYTES] = "";
	if (strlen(a->text) < sizeof copy)
		memcpy(copy, a->text, strlen(a->text) + 1);
	memcpy(app->session.query, copy, sizeof copy);
	changed(app);
}

void act_show_hits(struct app *app, const struct action *a)
{
	(void)a;
	act_go(app, SCREEN_HITS, NULL);
}
