#include "server/staff/written.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/staff/phone_field.h"
#include "server/staff/picture_upload.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/view.h"
#include "store/store.h"
#include "web/http.h"

#define DRAFT_ACTIVITY "preview:activity"
#define DRAFT_PLACE "preview:place"
#define PLACE_TEXT_MAX 80
#define TOPICS_MAX 40
#define WEEKS_MAX_DAYS 400
#define CHOICES_MAX 200

/* --- reading --- */

void written_read(struct written *w, struct form *f)
{
	struct web_request *r = f->r;
	*w = (struct written){
		.id = form_value(r, "written"),
		.title = form_ltext(r, "title"),
		.text = form_ltext(r, "text"),
		.place_note = form_ltext(r, "room"),
		.place_name = form_ltext(r, "place"),
		.topic = form_value(r, "topic"),
		.repeat = form_value(r, "repeat"),
		.day = form_value(r, "day"),
		.start = form_value(r, "start"),
		.end = form_value(r, "end"),
		.until = form_value(r, "until"),
		.centre = form_value(r, "home"),
		.where = form_value(r, "where"),
		.street = form_value(r, "street"),
		.city = form_value(r, "city"),
		.phone = form_value(r, "phone"),
		.free = web_form(r, "free") != NULL,
	};
	picture_read(f, &w->image);
}

void written_fresh(struct written *w, struct web_request *r)
{
	char day[11];
	struct staff_centre *v = NULL;
	size_t n = 0;
	date_format(date_add(app_civil_now(web_app(r)).date, 1), day);
	staff_centres(r, &v, &n);
	*w = (struct written){.repeat = "once",
			      .day = arena_strdup(web_arena(r), day),
			      .start = "13:00",
			      .end = "14:30",
			      .centre = n > 0 ? v[0].id : NULL,
			      .where = "here",
			      .free = true};
}

static struct ltext plain(const struct ltext *t, struct arena *a)
{
	struct ltext out = {0};
	for (int l = 0; l < LANG_COUNT; l++)
		if (t->v[l] != NULL)
			out.v[l] = view_plain(t->v[l], a);
	return out;
}

static const char *clock_words(struct arena *a, struct civil c)
{
	return arena_printf(a, "%02d:%02d", c.hour, c.minute);
}

static void times_of(struct written *w, const struct activity *x, struct arena *a)
{
	char day[11];
	w->repeat = "none";
	if (x->n_schedules == 0)
		return;
	const struct schedule *s = &x->schedules[0];
	w->repeat = s->freq == SCHEDULE_WEEKLY ? "weekly" : "once";
	date_format(s->start.date, day);
	w->day = arena_strdup(a, day);
	w->start = clock_words(a, s->start);
	w->end = s->duration_min > 0 ? clock_words(a, civil_add_minutes(s->start, s->duration_min)) : NULL;
	if (!date_is_set(s->until))
		return;
	date_format(s->until, day);
	w->until = arena_strdup(a, day);
}

void written_of(struct written *w, struct web_request *r, const struct record *record)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const struct activity *x = &record->activity;
	const struct record *centre = view_record(app->store, KIND_CENTRE, x->from.source_id, a);
	bool here = x->place == NULL || (centre != NULL && str_eq(centre->centre.place, x->place));
	const struct record *place = here ? NULL : view_record(app->store, KIND_PLACE, x->place, a);
	*w = (struct written){
		.id = record->id,
		.title = plain(&x->title, a),
		.text = plain(&x->text, a),
		.place_note = x->place_note,
		.topic = x->topics.n > 0 ? x->topics.v[0] : NULL,
		.centre = x->from.source_id,
		.where = here ? "here" : "elsewhere",
		.phone = words_phone(a, x->phone),
		.free = x->price == PRICE_FREE,
		.image = x->image,
	};
	times_of(w, x, a);
	if (place == NULL)
		return;
	w->place_id = place->id;
	w->place_name = place->place.name;
	w->street = ltext_get(&place->place.street, LANG_FI, NULL);
	w->city = ltext_get(&place->place.city, LANG_FI, NULL);
}

/* --- what it means --- */

static bool read_date(const char *s, struct date *out)
{
	return s != NULL && date_parse(s, out);
}

static void check_end(const struct written *w, struct form *f, struct schedule *s)
{
	struct civil end;
	struct arena *a = web_arena(f->r);
	if (w->end == NULL)
		return;
	if (!civil_parse(arena_printf(a, "%sT%s", w->day, w->end), &end)) {
		form_problem(f, "end", tr(f->lang, "Give the time as hours and minutes."));
		return;
	}
	int minutes = (end.hour - s->start.hour) * 60 + end.minute - s->start.minute;
	if (minutes <= 0)
		form_problem(f, "end", tr(f->lang, "The end is before the beginning."));
	else
		s->duration_min = minutes;
}

static void check_times(const struct written *w, struct form *f, struct activity *x)
{
	static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	struct arena *a = web_arena(f->r);
	x->type = ACTIVITY_ONGOING;
	if (str_eq(w->repeat, "none"))
		return;
	struct schedule *s = ARENA_NEW(a, struct schedule);
	*s = (struct schedule){.freq = SCHEDULE_ONCE, .interval = 1, .zone = ZONE_DEFAULT};
	if (w->day == NULL || w->start == NULL || !civil_parse(arena_printf(a, "%sT%s", w->day, w->start), &s->start)) {
		form_problem(f, "day", tr(f->lang, "Give the day and the time it begins."));
		return;
	}
	check_end(w, f, s);
	struct date last = s->start.date;
	if (str_eq(w->repeat, "weekly")) {
		s->freq = SCHEDULE_WEEKLY;
		s->byday = days[date_weekday(s->start.date) - 1];
		bool ok = read_date(w->until, &s->until) && date_compare(s->until, s->start.date) >= 0 &&
			  date_to_days(s->until) - date_to_days(s->start.date) <= WEEKS_MAX_DAYS;
		if (!ok) {
			form_problem(f, "until", tr(f->lang, "Give the last day, at most a year from the first."));
			return;
		}
		last = s->until;
	}
	x->type = ACTIVITY_EVENT;
	x->schedules = s;
	x->n_schedules = 1;
	x->expires_at = zone_day_start(ZONE_DEFAULT, date_add(last, 2));
}

static void check_place(const struct written *w, struct form *f, struct activity *x, struct record *place)
{
	struct app *app = web_app(f->r);
	const struct record *centre = view_record(app->store, KIND_CENTRE, w->centre, web_arena(f->r));
	*place = (struct record){.kind = KIND_PLACE};
	if (centre == NULL || !staff_may_write_at(&staff_session(f->r)->user, w->centre)) {
		form_problem(f, "home", tr(f->lang, "Choose the centre that this belongs to."));
		return;
	}
	x->from.source_id = w->centre;
	x->from.attribution = ltext_get(&centre->centre.name, LANG_FI, NULL);
	if (!str_eq(w->where, "elsewhere")) {
		x->place = centre->centre.place;
		return;
	}
	form_limit_ltext(f, "place", &w->place_name, PLACE_TEXT_MAX);
	form_limit(f, "street", w->street, PLACE_TEXT_MAX);
	form_limit(f, "city", w->city, PLACE_TEXT_MAX);
	if (w->place_name.v[LANG_FI] == NULL)
		form_problem(f, "place_fi", tr(f->lang, "Give the name of the place."));
	place->id = w->place_id != NULL ? w->place_id : w->id != NULL ? w->id : DRAFT_PLACE;
	place->place = (struct place){.name = w->place_name,
				      .municipality = centre->centre.municipality,
				      .lat = centre->centre.lat,
				      .lon = centre->centre.lon,
				      .has_position = true,
				      .approximate = true,
				      .from = x->from};
	place->place.street.v[LANG_FI] = w->street;
	place->place.city.v[LANG_FI] = w->city;
	x->place = place->id;
}

void written_check(struct written *w, struct form *f, struct record *activity, struct record *place)
{
	struct app *app = web_app(f->r);
	struct arena *a = web_arena(f->r);
	struct activity *x = &activity->activity;
	*activity = (struct record){.kind = KIND_ACTIVITY, .id = w->id != NULL ? w->id : DRAFT_ACTIVITY};
	*x = (struct activity){.title = w->title,
			       .text = w->text,
			       .attend = ATTEND_SITE,
			       .place_note = w->place_note,
			       .price = w->free ? PRICE_FREE : PRICE_UNKNOWN,
			       .image = w->image,
			       .assured = app_civil_now(app).date,
			       .expires_at = INSTANT_NONE,
			       .from = {.source = STAFF_SOURCE, .modified_at = app_now(app)}};
	if (x->title.v[LANG_FI] == NULL)
		form_problem(f, "title_fi", tr(f->lang, "Give a title in Finnish."));
	form_limit_ltext(f, "title", &w->title, FORM_TITLE_MAX);
	form_limit_ltext(f, "text", &w->text, FORM_TEXT_MAX);
	form_limit_ltext(f, "room", &w->place_note, PLACE_TEXT_MAX);
	if (w->topic == NULL || view_record(app->store, KIND_TOPIC, w->topic, a) == NULL) {
		form_problem(f, "topic", tr(f->lang, "Choose a topic."));
	} else {
		x->topics = (struct strs){ARENA_ARRAY(a, const char *, 1), 1};
		x->topics.v[0] = w->topic;
	}
	check_times(w, f, x);
	check_place(w, f, x, place);
	x->phone = w->phone != NULL ? phone_field(w->phone, a) : NULL;
	if (w->phone != NULL && x->phone == NULL)
		form_problem(f, "phone", tr(f->lang, "This is no telephone number."));
}

/* --- writing --- */

static void write_topic(const struct written *w, struct form *f)
{
	struct app *app = web_app(f->r);
	const struct store_filter filter = {.kind = KIND_TOPIC, .limit = TOPICS_MAX};
	struct store_records list;
	struct form_choice choices[TOPICS_MAX];
	size_t n = 0;
	if (!store_list(app->store, &filter, &list, web_arena(f->r), NULL))
		return;
	for (size_t i = 0; i < list.n; i++) {
		const struct record *topic = view_record(app->store, KIND_TOPIC, list.v[i].id, web_arena(f->r));
		if (topic != NULL)
			choices[n++] = (struct form_choice){topic->id, ltext_get(&topic->topic.title, f->lang, NULL)};
	}
	form_field_select(f, tr(f->lang, "Topic"), "topic", w->topic, choices, n);
}

static void write_times(const struct written *w, struct form *f)
{
	const struct form_choice repeats[] = {{"once", tr(f->lang, "Once")},
					      {"weekly", tr(f->lang, "Every week")},
					      {"none", tr(f->lang, "No fixed time")}};
	html_raw(&f->h, "<div class=\"two\">");
	form_field_select(f, tr(f->lang, "How often"), "repeat", w->repeat, repeats, 3);
	const struct field day = {.label = tr(f->lang, "Day (the first one)"), .name = "day", .value = w->day, .type = "date"};
	form_field(f, &day);
	const struct field start = {.label = trc(f->lang, "time of day", "Begins"), .name = "start", .value = w->start, .type = "time"};
	form_field(f, &start);
	const struct field end = {.label = trc(f->lang, "time of day", "Ends"), .name = "end", .value = w->end, .type = "time"};
	form_field(f, &end);
	const struct field until = {.label = tr(f->lang, "Last day, when every week"), .name = "until", .value = w->until, .type = "date"};
	form_field(f, &until);
	html_raw(&f->h, "</div>");
}

static void write_where(const struct written *w, struct form *f)
{
	struct form_choice homes[CHOICES_MAX];
	struct staff_centre *v = NULL;
	size_t n = 0, n_homes = 0;
	const struct form_choice wheres[] = {{"here", tr(f->lang, "In this building")},
					     {"elsewhere", tr(f->lang, "Elsewhere, address below")}};
	staff_centres(f->r, &v, &n);
	for (size_t i = 0; i < n && n_homes < CHOICES_MAX; i++)
		if (staff_may_write_at(&staff_session(f->r)->user, v[i].id))
			homes[n_homes++] = (struct form_choice){v[i].id, v[i].name};
	html_raw(&f->h, "<div class=\"two\">");
	form_field_select(f, tr(f->lang, "Centre"), "home", w->centre, homes, n_homes);
	form_field_select(f, tr(f->lang, "Where"), "where", w->where, wheres, 2);
	html_raw(&f->h, "</div>");
	form_field_ltext(f, tr(f->lang, "Room or way in"), "room", &w->place_note, PLACE_TEXT_MAX, false, false);
	html_raw_if(&f->h, str_eq(w->where, "elsewhere"), "<details open><summary>", "<details><summary>");
	html_text(&f->h, tr(f->lang, "Address, when it is elsewhere"));
	html_raw(&f->h, "</summary>");
	form_field_ltext(f, tr(f->lang, "Name of the place"), "place", &w->place_name, PLACE_TEXT_MAX, false, false);
	const struct field street = {.label = tr(f->lang, "Street"), .name = "street", .value = w->street, .max = PLACE_TEXT_MAX};
	form_field(f, &street);
	const struct field city = {.label = tr(f->lang, "Town"), .name = "city", .value = w->city, .max = PLACE_TEXT_MAX};
	form_field(f, &city);
	html_raw(&f->h, "</details>");
}

int written_write(const struct written *w, struct form *f, int first)
{
	form_step(f, first, tr(f->lang, "What"));
	if (w->id != NULL) {
		html_raw(&f->h, "<input type=\"hidden\" name=\"written\"");
		html_attr(&f->h, "value", w->id);
		html_raw(&f->h, ">");
	}
	form_field_ltext(f, tr(f->lang, "Title"), "title", &w->title, FORM_TITLE_MAX, false, true);
	form_field_ltext(f, tr(f->lang, "Text"), "text", &w->text, FORM_TEXT_MAX, true, false);
	write_topic(w, f);
	const struct field phone = {.label = tr(f->lang, "Phone for questions (not needed)"), .name = "phone", .value = w->phone, .type = "tel", .max = 30};
	form_field(f, &phone);
	field_choice(&f->h, "checkbox", "free", "1", tr(f->lang, "Free of charge"), NULL, w->free);
	form_step_end(f);
	form_step(f, first + 1, tr(f->lang, "When it is held"));
	write_times(w, f);
	form_step_end(f);
	form_step(f, first + 2, tr(f->lang, "Where it is held"));
	write_where(w, f);
	form_step_end(f);
	form_step(f, first + 3, tr(f->lang, "Picture (not needed)"));
	picture_write(f, &w->image);
	form_step_end(f);
	return first + 4;
}
