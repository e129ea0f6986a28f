#include "server/staff/staff_form.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/devices.h"
#include "web/http.h"

#define AREA_ROWS 4

static const enum lang form_langs[] = {LANG_FI, LANG_SV, LANG_EN};
#define N_LANGS (sizeof form_langs / sizeof form_langs[0])

void form_init(struct form *f, struct web_request *r)
{
	*f = (struct form){.h = HTML_INIT, .r = r, .lang = staff_lang(r)};
}

void form_problem(struct form *f, const char *field, const char *text)
{
	for (size_t i = 0; i < f->n_problems; i++)
		if (str_eq(f->problems[i].field, field))
			return;
	if (f->n_problems == FORM_PROBLEMS_MAX)
		return;
	f->problems[f->n_problems].field = field;
	f->problems[f->n_problems++].text = text;
}

static const char *problem_of(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_problems; i++)
		if (str_eq(f->problems[i].field, name))
			return f->problems[i].text;
	return NULL;
}

bool form_has_problem(const struct form *f, const char *field)
{
	return problem_of(f, field) != NULL;
}

void form_problems(struct form *f)
{
	struct html *h = &f->h;
	if (f->n_problems == 0)
		return;
	html_raw(h, "<div class=\"problems\" role=\"alert\"><h2>");
	html_text(h, tr(f->lang, "Not saved yet"));
	html_raw(h, "</h2><ul>");
	for (size_t i = 0; i < f->n_problems; i++) {
		html_raw(h, "<li><a");
		html_link(h, arena_printf(web_arena(f->r), "#f-%s", f->problems[i].field));
		html_raw(h, ">");
		html_text(h, f->problems[i].text);
		html_raw(h, "</a></li>");
	}
	html_raw(h, "</ul></div>");
}

/* --- reading --- */

const char *form_value(struct web_request *r, const char *name)
{
	const char *value = web_form(r, name);
	value = value != NULL ? str_trim(web_arena(r), value) : NULL;
	return str_empty(value) ? NULL : value;
}

struct strs form_values(struct web_request *r, const char *name, size_t max)
{
	struct strs out = {ARENA_ARRAY(web_arena(r), const char *, max), 0};
	for (const char *v; out.n < max && (v = web_form_nth(r, name, out.n)) != NULL;)
		out.v[out.n++] = v;
	return out;
}

static const char *name_in(struct web_request *r, const char *name, enum lang l)
{
	return arena_printf(web_arena(r), "%s_%s", name, lang_tag(l));
}

struct ltext form_ltext(struct web_request *r, const char *name)
{
	struct ltext out = {0};
	for (size_t i = 0; i < N_LANGS; i++)
		out.v[form_langs[i]] = form_value(r, name_in(r, name, form_langs[i]));
	return out;
}

int64_t form_moment(struct form *f, const char *name, const char *day, const char *clock)
{
	struct civil c;
	const char *field = arena_printf(web_arena(f->r), "%s_day", name);
	if (day != NULL && clock != NULL && civil_parse(arena_printf(web_arena(f->r), "%sT%s", day, clock), &c))
		return zone_to_instant(ZONE_DEFAULT, c);
	form_problem(f, field, tr(f->lang, "Give both the first and the last day, with a time."));
	return INSTANT_NONE;
}

void form_span(struct form *f, int64_t from, int64_t until, int days_max)
{
	if (from == INSTANT_NONE || until == INSTANT_NONE)
		return;
	if (until <= from)
		form_problem(f, "until_day", tr(f->lang, "The end is before the beginning."));
	else if (until - from > (int64_t)days_max * 86400)
		form_problem(f, "until_day", tr(f->lang, "At most a year at a time."));
}

void form_limit(struct form *f, const char *field, const char *value, size_t max)
{
	if (value != NULL && utf8_count(value) > max)
		form_problem(f, field,
			     arena_printf(web_arena(f->r),
					  trn(f->lang, "There is room for %d character.", "There is room for %d characters.", (long)max),
					  (int)max));
}

void form_limit_ltext(struct form *f, const char *field, const struct ltext *value, size_t max)
{
	for (size_t i = 0; i < N_LANGS; i++)
		form_limit(f, name_in(f->r, field, form_langs[i]), value->v[form_langs[i]], max);
}

void form_times_of(struct web_request *r, int64_t at, const char **day, const char **clock)
{
	char date[11];
	struct civil c = zone_to_civil(ZONE_DEFAULT, at);
	date_format(c.date, date);
	*day = arena_strdup(web_arena(r), date);
	*clock = arena_printf(web_arena(r), "%02d:%02d", c.hour, c.minute);
}

/* --- writing --- */

static const char *id_of(struct form *f, const char *name)
{
	return arena_printf(web_arena(f->r), "f-%s", name);
}

static void write_state(struct form *f, const char *name)
{
	field_state(&f->h, name, problem_of(f, name) != NULL, false, web_arena(f->r));
}

static void write_notes(struct form *f, const char *name)
{
	field_notes(&f->h, name, problem_of(f, name), NULL, web_arena(f->r));
}

static void write_label(struct form *f, const char *label, const char *name)
{
	field_label(&f->h, label, name, web_arena(f->r));
}

void form_state(struct form *f, const char *name)
{
	write_state(f, name);
}

void form_problem_of(struct form *f, const char *name)
{
	write_notes(f, name);
}

void form_field(struct form *f, const struct field *x)
{
	struct field own = *x;
	own.problem = problem_of(f, x->name);
	field_write(&f->h, &own, FIELD_NOTES_BEHIND, web_arena(f->r));
}

void form_field_ltext(struct form *f, const char *label, const char *name, const struct ltext *value, size_t max, bool area,
		      bool required)
{
	for (size_t i = 0; i < N_LANGS; i++) {
		enum lang l = form_langs[i];
		const struct field field = {
			.label = arena_printf(web_arena(f->r), "%s (%s)", label, words_language(f->lang, lang_tag(l))),
			.name = name_in(f->r, name, l),
			.value = value->v[l],
			.lang = lang_tag(l),
			.rows = area ? AREA_ROWS : 0,
			.max = (int)max,
			.required = required && l == LANG_FI,
		};
		form_field(f, &field);
	}
}

void form_field_moment(struct form *f, const char *label, const char *name, const char *day, const char *clock)
{
	struct html *h = &f->h;
	struct arena *a = web_arena(f->r);
	const char *day_name = arena_printf(a, "%s_day", name), *clock_name = arena_printf(a, "%s_clock", name);
	html_raw(h, "<div class=\"field\">");
	write_label(f, label, day_name);
	html_raw(h, "<span class=\"moment\"><input type=\"date\" required");
	html_attr(h, "id", id_of(f, day_name));
	html_attr(h, "name", day_name);
	html_attr(h, "value", day);
	write_state(f, day_name);
	html_raw(h, "><input type=\"time\" required");
	html_attr(h, "name", clock_name);
	html_attr(h, "value", clock);
	html_attr(h, "aria-label", arena_printf(a, "%s, %s", label, tr(f->lang, "time of day")));
	html_raw(h, "></span>");
	write_notes(f, day_name);
	html_raw(h, "</div>");
}

void form_field_select(struct form *f, const char *label, const char *name, const char *value,
		       const struct form_choice *choices, size_t n)
{
	struct html *h = &f->h;
	html_raw(h, "<div class=\"field\">");
	write_label(f, label, name);
	html_raw(h, "<select");
	html_attr(h, "id", id_of(f, name));
	html_attr(h, "name", name);
	write_state(f, name);
	html_raw(h, ">");
	for (size_t i = 0; i < n; i++)
		staff_option(h, choices[i].value, choices[i].label, str_eq(value, choices[i].value));
	html_raw(h, "</select>");
	write_notes(f, name);
	html_raw(h, "</div>");
}

void form_step(struct form *f, int number, const char *legend)
{
	html_raw(&f->h, "<fieldset><legend>");
	if (number > 0) {
		html_number(&f->h, number);
		html_raw(&f->h, ". ");
	}
	html_text(&f->h, legend);
	html_raw(&f->h, "</legend>");
}

void form_step_end(struct form *f)
{
	html_raw(&f->h, "</fieldset>");
}

/* --- centres --- */

static size_t screens_at(const struct device *v, size_t n, const char *centre)
{
	size_t out = 0;
	for (size_t i = 0; i < n; i++)
		out += v[i].state == DEVICE_ACTIVE && str_eq(v[i].centre, centre);
	return out;
}

void form_field_centres(struct form *f, const struct strs *chosen, bool everywhere)
{
	struct html *h = &f->h;
	struct app *a = web_app(f->r);
	struct staff_centre *centres = NULL;
	struct device *devices = NULL;
	size_t n = 0, n_devices = 0;
	staff_centres(f->r, &centres, &n);
	if (!device_list(a->store, &devices, &n_devices, web_arena(f->r), NULL))
		n_devices = 0;
	html_raw(h, "<div class=\"checks\" id=\"f-centre\" tabindex=\"-1\">");
	if (staff_may_everywhere(&staff_session(f->r)->user))
		field_choice(h, "checkbox", "everywhere", "1", tr(f->lang, "Everywhere"), NULL, everywhere);
	for (size_t i = 0; i < n; i++) {
		size_t screens = screens_at(devices, n_devices, centres[i].id);
		if (!centres[i].may)
			continue;
		html_raw(h, "<div data-screens=\"");
		html_number(h, (int64_t)screens);
		html_raw(h, "\">");
		field_choice(h, "checkbox", "centre", centres[i].id, centres[i].name,
			     arena_printf(web_arena(f->r), trn(f->lang, "%d screen", "%d screens", (long)screens),
					  (int)screens),
			     strs_has(chosen, centres[i].id));
		html_raw(h, "</div>");
	}
	html_raw(h, "</div>");
	write_notes(f, "centre");
}

void form_check_centres(struct form *f, const struct strs *chosen, bool everywhere)
{
	const struct user *u = &staff_session(f->r)->user;
	for (size_t i = 0; i < chosen->n; i++)
		if (!staff_may_centre(u, chosen->v[i]))
			form_problem(f, "centre", tr(f->lang, "One of the centres is not yours."));
	if (chosen->n == 0 && !(everywhere && staff_may_everywhere(u)))
		form_problem(f, "centre", tr(f->lang, "Choose at least one centre."));
}

void form_read_centres(struct form *f, struct strs *out, bool *everywhere)
{
	*out = form_values(f->r, "centre", FORM_CENTRES_MAX);
	*everywhere = web_form(f->r, "everywhere") != NULL;
	form_check_centres(f, out, *everywhere);
}

void form_actions(struct form *f)
{
	struct html *h = &f->h;
	html_raw(h, "<div class=\"actions\"><button class=\"primary\">");
	html_icon(h, "send");
	/* the script writes the number of screens in it */
	html_raw(h, "<span data-publish");
	html_attr(h, "data-one", trn(f->lang, "Publish to %d screen", "Publish to %d screens", 1));
	html_attr(h, "data-many", trn(f->lang, "Publish to %d screen", "Publish to %d screens", 2));
	html_raw(h, ">");
	html_text(h, tr(f->lang, "Publish"));
	html_raw(h, "</span></button>");
}

void form_actions_end(struct form *f)
{
	html_raw(&f->h, "</div>");
}

void form_publish(struct form *f)
{
	form_actions(f);
	form_actions_end(f);
}

/* --- the page --- */

void form_page_begin(struct form *f, int tab, const char *back, const char *back_words, const char *title)
{
	struct html *h = &f->h;
	staff_begin(h, f->r, title, (enum staff_tab)tab);
	staff_back(h, back, back_words);
	staff_title(h, title, NULL);
	form_problems(f);
}

void form_open(struct form *f, const char *action, const char *id, bool upload)
{
	struct html *h = &f->h;
	html_raw(h, "<form class=\"steps\" method=\"post\"");
	html_attr(h, "action", action);
	html_attr(h, "id", id);
	html_raw_if(h, upload, " enctype=\"multipart/form-data\">", ">");
	staff_csrf_field(h, f->r);
}

void form_close(struct form *f)
{
	html_raw(&f->h, "</form>");
}

void form_page_send(struct form *f)
{
	staff_end(&f->h);
	staff_send(f->r, &f->h, f->n_problems > 0 ? 422 : 200);
}

void form_button(struct html *h, struct web_request *r, const char *action, const char *id, const char *look,
		 const char *icon, const char *words, const char *about)
{
	html_raw(h, "<form method=\"post\"");
	html_attr(h, "action", action);
	html_raw(h, ">");
	staff_csrf_field(h, r);
	staff_hidden(h, "id", id);
	html_raw(h, "<button");
	html_attr(h, "class", look);
	html_raw(h, ">");
	if (icon != NULL)
		html_icon(h, icon);
	html_text(h, words);
	if (about != NULL) {
		html_raw(h, "<span class=\"hidden\"> ");
		html_text(h, about);
		html_raw(h, "</span>");
	}
	html_raw(h, "</button></form>");
}
