/* Filters act at once; the quick filters and the sheet change the same place: the list below. */
#include "base/str.h"
#include "screens/act_inside.h"
#include "screens/viewmodel_results.h"

static struct filters *filters(struct app *app)
{
	struct place_on_path *p = nav_base(&app->nav);
	p->page = 0;
	app->stale_content = app->dirty = true;
	return &p->filters;
}

void act_filter_when(struct app *app, const struct action *a)
{
	filters(app)->when = (enum when_filter)a->number;
}

void act_filter_where(struct app *app, const struct action *a)
{
	filters(app)->where = (enum where_filter)a->number;
}

/* The choices are few and known, so the filter points at static words. */
void act_filter_language(struct app *app, const struct action *a)
{
	static const char *const TAGS[] = {"fi", "sv", "other"};
	struct filters *f = filters(app);
	f->language = NULL;
	for (size_t i = 0; i < sizeof TAGS / sizeof TAGS[0]; i++) {
		if (str_eq(a->text, TAGS[i]))
			f->language = TAGS[i];
	}
}

void act_filter_attend(struct app *app, const struct action *a)
{
	filters(app)->attend = (unsigned)a->number;
}

void act_filter_age(struct app *app, const struct action *a)
{
	filters(app)->age = (int)a->number;
}

void act_filter_toggle(struct app *app, const struct action *a)
{
	struct filters *f = filters(app);
	bool *const flags[FILTER_TOGGLE_COUNT] = {&f->free, &f->wheelchair, &f->loop};
	*flags[a->number] = !*flags[a->number];
}

void act_filter_clear(struct app *app, const struct action *a)
{
	(void)a;
	*filters(app) = (struct filters){0};
}

void act_filter_without(struct app *app, const struct action *a)
{
	struct filters *f = filters(app);
	*f = viewmodel_results_without(f, (int)a->number);
}
