#include "server/staff/hours_form.h"

#include "base/arena.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "model/civil.h"
#include "server/staff/staff_parts.h"
#include "web/http.h"

static const char *const days[7] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

static const char *name_of(struct web_request *r, const char *lead, int day, const char *which)
{
	return arena_printf(web_arena(r), "%s_%s_%s", lead, days[day], which);
}

void hours_read(struct hours_form *x, struct web_request *r, const char *lead)
{
	for (int i = 0; i < 7; i++) {
		x->opens[i] = form_value(r, name_of(r, lead, i, "opens"));
		x->closes[i] = form_value(r, name_of(r, lead, i, "closes"));
	}
}

void hours_of(struct hours_form *x, const struct open_hours *v, size_t n)
{
	*x = (struct hours_form){0};
	for (size_t i = n; i-- > 0;) {
		for (int d = 0; d < 7; d++) {
			if (!strs_has(&v[i].days, days[d]))
				continue;
			x->opens[d] = v[i].opens;
			x->closes[d] = v[i].closes;
		}
	}
}

static bool clock_ok(const char *s, struct arena *a)
{
	struct civil c;
	return s != NULL && civil_parse(arena_printf(a, "2026-01-01T%s", s), &c);
}

void hours_check(const struct hours_form *x, struct form *f, const char *lead, struct open_hours **out, size_t *n)
{
	struct arena *a = web_arena(f->r);
	struct open_hours *v = ARENA_ARRAY(a, struct open_hours, 7);
	*out = v;
	*n = 0;
	for (int d = 0; d < 7; d++) {
		size_t at = 0;
		if (x->opens[d] == NULL && x->closes[d] == NULL)
			continue;
		if (!clock_ok(x->opens[d], a) || !clock_ok(x->closes[d], a)) {
			form_problem(f, name_of(f->r, lead, d, "opens"),
				     arena_printf(a, "%s: %s", words_weekday(f->lang, d + 1, WEEKDAY_LONG),
						  tr(f->lang, "give both clocks, or neither when it is closed.")));
			continue;
		}
		while (at < *n && !(str_eq(v[at].opens, x->opens[d]) && str_eq(v[at].closes, x->closes[d])))
			at++;
		if (at == *n)
			v[(*n)++] = (struct open_hours){.days = {ARENA_ARRAY(a, const char *, 7), 0},
							.opens = x->opens[d],
							.closes = x->closes[d]};
		v[at].days.v[v[at].days.n++] = days[d];
	}
}

static void write_clock(struct form *f, const char *lead, int day, const char *which, const char *label, const char *value)
{
	struct html *h = &f->h;
	const char *name = name_of(f->r, lead, day, which);
	html_raw(h, "<input type=\"time\"");
	html_attr(h, "id", arena_printf(web_arena(f->r), "f-%s", name));
	html_attr(h, "name", name);
	html_attr(h, "aria-label",
		  arena_printf(web_arena(f->r), "%s, %s", words_weekday(f->lang, day + 1, WEEKDAY_LONG), label));
	html_attr(h, "value", value);
	form_state(f, name);
	html_raw(h, ">");
}

void hours_write(const struct hours_form *x, struct form *f, const char *lead, const char *legend, const char *hint)
{
	struct html *h = &f->h;
	html_raw(h, "<fieldset class=\"hours\"><legend>");
	html_text(h, legend);
	html_raw(h, "</legend>");
	if (hint != NULL)
		staff_el(h, "p", " class=\"hint\"", hint);
	for (int d = 0; d < 7; d++) {
		html_raw(h, "<div class=\"day\"><span aria-hidden=\"true\">");
		html_text(h, words_capital(web_arena(f->r), words_weekday(f->lang, d + 1, WEEKDAY_LONG)));
		html_raw(h, "</span>");
		write_clock(f, lead, d, "opens", tr(f->lang, "opens"), x->opens[d]);
		write_clock(f, lead, d, "closes", tr(f->lang, "closes"), x->closes[d]);
		html_raw(h, "</div>");
		form_problem_of(f, name_of(f->r, lead, d, "opens"));
	}
	html_raw(h, "</fieldset>");
}
