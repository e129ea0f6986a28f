#include "server/staff/feature_form.h"

#include <string.h>

#include "base/arena.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_frame.h"
#include "store/devices.h"
#include "web/http.h"

void feature_form_read(struct feature_form *x, struct web_request *r)
{
	*x = (struct feature_form){
		.id = form_value(r, "id"),
		.activity = form_value(r, "activity"),
		.everywhere = web_form(r, "everywhere") != NULL,
		.centres = form_values(r, "centre", FORM_CENTRES_MAX),
		.screens = form_values(r, "screen", FEATURE_SCREENS_MAX),
		.from_day = form_value(r, "from_day"),
		.from_clock = form_value(r, "from_clock"),
		.until_day = form_value(r, "until_day"),
		.until_clock = form_value(r, "until_clock"),
		.order = form_value(r, "order"),
		.sentence = form_ltext(r, "sentence"),
	};
}

void feature_form_fresh(struct feature_form *x, struct web_request *r, const char *activity)
{
	struct civil now = app_civil_now(web_app(r));
	const struct user *u = &staff_session(r)->user;
	*x = (struct feature_form){.activity = activity, .order = "1"};
	if (u->role == ROLE_CONTACT)
		x->centres = u->centres;
	form_times_of(r, zone_to_instant(ZONE_DEFAULT, (struct civil){now.date, 7, 0, 0}), &x->from_day,
		      &x->from_clock);
	form_times_of(r, zone_to_instant(ZONE_DEFAULT, (struct civil){date_add(now.date, 14), 15, 0, 0}),
		      &x->until_day, &x->until_clock);
}

void feature_form_of(struct feature_form *x, struct web_request *r, const char *id, const struct feature *feature)
{
	*x = (struct feature_form){
		.id = id,
		.activity = feature->activity,
		.centres = feature->centres,
		.screens = feature->screens,
		.everywhere = feature->centres.n == 0,
		.order = arena_printf(web_arena(r), "%d", feature->order),
		.sentence = feature->sentence,
	};
	form_times_of(r, feature->from_at, &x->from_day, &x->from_clock);
	form_times_of(r, feature->until_at, &x->until_day, &x->until_clock);
}

/* --- what it means --- */

static const struct device *device_of(const struct device *v, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].id, id) && v[i].state == DEVICE_ACTIVE)
			return &v[i];
	return NULL;
}

static void add_once(struct strs *list, const char *s)
{
	if (!strs_has(list, s))
		list->v[list->n++] = s;
}

static bool has_chosen(const struct strs *screens, const struct device *v, size_t n, const char *centre)
{
	for (size_t i = 0; i < screens->n; i++) {
		const struct device *d = device_of(v, n, screens->v[i]);
		if (d != NULL && str_eq(d->centre, centre))
			return true;
	}
	return false;
}

/* Single screens narrow their own centre; a centre ticked without any means all its screens of today. */
static void check_screens(const struct feature_form *x, struct form *f, struct feature *out)
{
	struct app *a = web_app(f->r);
	struct arena *arena = web_arena(f->r);
	struct device *v = NULL;
	size_t n = 0;
	if (x->screens.n == 0 || !device_list(a->store, &v, &n, arena, NULL))
		return;
	out->screens = (struct strs){ARENA_ARRAY(arena, const char *, x->screens.n + n), 0};
	struct strs centres = {ARENA_ARRAY(arena, const char *, out->centres.n + n), 0};
	for (size_t i = 0; i < x->screens.n; i++) {
		const struct device *d = device_of(v, n, x->screens.v[i]);
		if (d == NULL || !staff_may_centre(&staff_session(f->r)->user, d->centre)) {
			form_problem(f, "centre", tr(f->lang, "One of the screens is not in your centres."));
			return;
		}
		add_once(&out->screens, d->id);
		add_once(&centres, d->centre);
	}
	for (size_t i = 0; i < out->centres.n; i++) {
		add_once(&centres, out->centres.v[i]);
		if (has_chosen(&x->screens, v, n, out->centres.v[i]))
			continue;
		for (size_t j = 0; j < n; j++)
			if (v[j].state == DEVICE_ACTIVE && str_eq(v[j].centre, out->centres.v[i]))
				add_once(&out->screens, v[j].id);
	}
	out->centres = centres;
}

static void check_centres(struct feature_form *x, struct form *f, struct feature *out)
{
	const struct user *u = &staff_session(f->r)->user;
	if (x->screens.n > 0 && x->centres.n == 0) {
		check_screens(x, f, out);
		return;
	}
	form_check_centres(f, &x->centres, x->everywhere);
	if (x->everywhere && staff_may_everywhere(u))
		return;
	out->centres = x->centres;
	check_screens(x, f, out);
}

void feature_form_check(struct feature_form *x, struct form *f, struct feature *out)
{
	int64_t order = 1;
	*out = (struct feature){.activity = x->activity, .sentence = x->sentence};
	if (x->activity == NULL)
		form_problem(f, "activity", tr(f->lang, "Choose what is featured."));
	check_centres(x, f, out);
	out->from_at = form_moment(f, "from", x->from_day, x->from_clock);
	out->until_at = form_moment(f, "until", x->until_day, x->until_clock);
	form_span(f, out->from_at, out->until_at, FEATURE_DAYS_MAX);
	if (x->order == NULL || !str_to_i64(x->order, 1, FEATURE_ORDER_MAX, &order))
		form_problem(f, "order", tr(f->lang, "The order is a number from 1 to 5."));
	out->order = (int)order;
	form_limit_ltext(f, "sentence", &x->sentence, FEATURE_SENTENCE_MAX);
}

/* --- writing --- */

static void write_screens(const struct feature_form *x, struct form *f)
{
	struct app *a = web_app(f->r);
	struct device *v = NULL;
	struct staff_centre *centres = NULL;
	size_t n = 0, n_centres = 0, shown = 0;
	const struct user *u = &staff_session(f->r)->user;
	struct html *h = &f->h;
	if (!device_list(a->store, &v, &n, web_arena(f->r), NULL) || !staff_centres(f->r, &centres, &n_centres))
		return;
	for (size_t i = 0; i < n; i++) {
		if (v[i].state != DEVICE_ACTIVE || !staff_may_centre(u, v[i].centre))
			continue;
		if (shown++ == 0) {
			html_raw_if(h, x->screens.n > 0, "<details open><summary>", "<details><summary>");
			html_text(h, tr(f->lang, "Only on some screens"));
			html_raw(h, "</summary><p class=\"hint\">");
			html_text(h, tr(f->lang, "None ticked: all screens of the centres above."));
			html_raw(h, "</p><div class=\"checks\">");
		}
		const struct strs at = {&v[i].centre, 1};
		field_choice(h, "checkbox", "screen", v[i].id, v[i].name,
			     staff_centre_names(&at, centres, n_centres, f->lang, web_arena(f->r)),
			     strs_has(&x->screens, v[i].id));
	}
	if (shown > 0)
		html_raw(h, "</div></details>");
}

static void write_order(const struct feature_form *x, struct form *f)
{
	struct form_choice choices[FEATURE_ORDER_MAX];
	for (int i = 0; i < FEATURE_ORDER_MAX; i++) {
		const char *number = arena_printf(web_arena(f->r), "%d", i + 1);
		choices[i] = (struct form_choice){number, number};
	}
	form_field_select(f, tr(f->lang, "Order"), "order", x->order, choices, FEATURE_ORDER_MAX);
}

void feature_form_write(const struct feature_form *x, struct form *f, int first)
{
	struct html *h = &f->h;
	form_step(f, first, tr(f->lang, "In which centres"));
	form_field_centres(f, &x->centres, x->everywhere);
	write_screens(x, f);
	form_step_end(f);
	form_step(f, first + 1, tr(f->lang, "When it is on the screens"));
	html_raw(h, "<div class=\"three\">");
	form_field_moment(f, tr(f->lang, "Begins"), "from", x->from_day, x->from_clock);
	form_field_moment(f, tr(f->lang, "Ends"), "until", x->until_day, x->until_clock);
	write_order(x, f);
	html_raw(h, "</div>");
	form_step_end(f);
	form_step(f, first + 2, tr(f->lang, "A sentence on the screen (not needed)"));
	html_raw(h, "<div class=\"three even\">");
	form_field_ltext(f, tr(f->lang, "Sentence"), "sentence", &x->sentence, FEATURE_SENTENCE_MAX, false, false);
	html_raw(h, "</div>");
	form_step_end(f);
}
