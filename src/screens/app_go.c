/* Going straight to a place, for pictures of it. */
#include "base/str.h"
#include "screens/act.h"
#include "screens/app_inside.h"
#include "screens/viewmodel_attract.h"

static bool show_card(struct app *app, const char *activity)
{
	const struct content *c = app_shown(app);
	if (!c->ready || c->base_kind != SCREEN_ATTRACT || c->base == NULL)
		return false;
	const struct viewmodel_attract *vm = c->base;
	for (size_t i = 0; i < vm->n_cards; i++) {
		if (!str_eq(vm->cards[i].id, activity))
			continue;
		app->moment.attract_card = i;
		app->dirty = true;
		return true;
	}
	return false;
}

bool app_go_to(struct app *app, enum screen_kind kind, const char *arg, struct app_now now)
{
	app->now = now;
	if (kind == SCREEN_ATTRACT)
		return str_empty(arg) || show_card(app, arg);
	app_act(app, &(struct action){ACT_WAKE, 0, NULL});
	if (kind != SCREEN_HOME)
		app_act(app, &(struct action){ACT_OPEN, kind, arg});
	return true;
}
