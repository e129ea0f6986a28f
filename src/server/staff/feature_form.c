#include "server/staff/feature_form.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_frame.h"
#include "web/http.h"

#define CENTRES_MAX 200

static const char *trimmed(struct web_request *r, const char *name)
{
	const char *value = web_form(r, name);
	value = value != NULL ? str_trim(web_arena(r), value) : NULL;
	return str_empty(value) ? NULL : value;
}

void feature_form_read(struct feature_form *f, struct web_request *r)
{
	*f = (struct feature_form){
		.id = trimmed(r, "id"),
		.activity = trimmed(r, "activity"),
		.everywhere = web_form(r, "everywhere") != NULL,
		.from_day = trimmed(r, "from_day"),
		.from_clock = trimmed(r, "from_clock"),
		.until_day = trimmed(r, "until_day"),
		.until_clock = trimmed(r, "until_clock"),
		.order = trimmed(r, "order"),
		.sentence = trimmed(r, "sentence"),
		.sentence_sv = trimmed(r, "sentence_sv"),
		.centres = {ARENA_ARRAY(web_arena(r), const char *, CENTRES_MAX), 0},
	};
	for (const char *c;
	     f->centres.n < CENTRES_MAX && (c = web_form_nth(r, "centre", f->centres.n)) != NULL;)
		f->centres.v[f->centres.n++] = c;
}

static void write_times(struct feature_form *f, struct web_request *r, struct civil from, struct civil until)
{
	char day[11];
	struct arena *a = web_arena(r);
	date_format(from.date, day);
	f->from_day = arena_strdup(a, day);
	f->from_clock = arena_printf(a, "%02d:%02d", from.hour, from.minute);
	date_format(until.date, day);
	f->until_day = arena_strdup(a, day);
	f->until_clock = arena_printf(a, "%02d:%02d", until.hour, until.minute);
}

void feature_form_fresh(struct feature_form *f, struct web_request *r, const char *activity)
{
	struct civil now = app_civil_now(web_app(r));
	const struct user *u = &staff_session(r)->user;
	*f = (struct feature_form){.activity = activity, .order = "1"};
	if (u->role == ROLE_CONTACT)
		f->centres = u->centres;
	write_times(f, r, (struct civil){now.date, 7, 0, 0},
		    (struct civil){date_add(now.date, 14), 15, 0, 0});
}

void feature_form_of(struct feature_form *f, struct web_request *r, const char *id, const struct feature *x)
{
	*f = (struct feature_form){
		.id = id,
		.activity = x->activity,
		.centres = x->centres,
		.everywhere = x->centres.n == 0,
		.order = arena_printf(web_arena(r), "%d", x->order),
		.sentence = x->sentence.v[LANG_FI],
		.sentence_sv = x->sentence.v[LANG_SV],
	};
	write_times(f, r, zone_to_civil(ZONE_DEFAULT, x->from_at), zone_to_civil(ZONE_DEFAULT, x->until_at));
}

bool feature_may_change(const struct user *u, const struct feature *x)
{
	if (staff_may_everywhere(u))
		return true;
	for (size_t i = 0; i < x->centres.n; i++)
		if (!staff_may_centre(u, x->centres.v[i]))
			return false;
	return x->centres.n > 0;
}

static void problem(struct feature_form *f, const char *text)
{
	ASSERT(f->n_problems < sizeof f->problems / sizeof f->problems[0]);
	f->problems[f->n_problems++] = text;
}

static bool read_time(const char *day, const char *clock, struct web_request *r, int64_t *out)
{
	struct civil c;
	if (day == NULL || clock == NULL || !civil_parse(arena_printf(web_arena(r), "%sT%s", day, clock), &c))
		return false;
	*out = zone_to_instant(ZONE_DEFAULT, c);
	return true;
}

static void check_times(struct feature_form *f, struct web_request *r, enum lang l, struct feature *out)
{
	bool from = read_time(f->from_day, f->from_clock, r, &out->from_at);
	bool until = read_time(f->until_day, f->until_clock, r, &out->until_at);
	if (!from || !until)
		problem(f, tr(l, "Give both the first and the last day, with a time."));
	else if (out->until_at <= out->from_at)
		problem(f, tr(l, "The end is before the beginning."));
	else if (out->until_at - out->from_at > (int64_t)FEATURE_DAYS_MAX * 86400)
		problem(f, tr(l, "At most a year at a time."));
}

static void check_centres(struct feature_form *f, struct web_request *r, enum lang l, struct feature *out)
{
	const struct user *u = &staff_session(r)->user;
	if (f->everywhere && staff_may_everywhere(u))
		return;
	out->centres = f->centres;
	for (size_t i = 0; i < f->centres.n; i++) {
		if (!staff_may_centre(u, f->centres.v[i])) {
			problem(f, tr(l, "One of the centres is not yours."));
			return;
		}
	}
	if (f->centres.n == 0)
		problem(f, tr(l, "Choose at least one centre."));
}

bool feature_form_check(struct feature_form *f, struct web_request *r, const struct feature *old,
			struct feature *out)
{
	enum lang l = staff_lang(r);
	int64_t order;
	*out = (struct feature){.activity = f->activity};
	if (old != NULL)
		out->screens = old->screens;
	if (f->activity == NULL)
		problem(f, tr(l, "Choose what is featured."));
	check_centres(f, r, l, out);
	check_times(f, r, l, out);
	if (f->order == NULL || !str_to_i64(f->order, 1, FEATURE_ORDER_MAX, &order))
		problem(f, tr(l, "The order is a number from 1 to 5."));
	else
		out->order = (int)order;
	if ((f->sentence != NULL && utf8_count(f->sentence) > FEATURE_SENTENCE_MAX) ||
	    (f->sentence_sv != NULL && utf8_count(f->sentence_sv) > FEATURE_SENTENCE_MAX))
		problem(f, tr(l, "The sentence has room for 60 characters."));
	out->sentence.v[LANG_FI] = f->sentence;
	out->sentence.v[LANG_SV] = f->sentence_sv;
	return f->n_problems == 0;
}
