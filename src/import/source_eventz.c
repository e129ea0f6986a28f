/* Eventz.today: one GET for a collection → {pages:[…]}. Seen in a client's code and fixtures. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/json.h"
#include "import/sources.h"
#include "import/text.h"
#include "import/week.h"
#include "model/codec.h"

#define PREFIX "ez"

static struct civil local_of(const cJSON *j, const char *field, const char *zone)
{
	const cJSON *v = j_get(j, field);
	int64_t at = 0;
	if (!cJSON_IsString(v) || !instant_parse(v->valuestring, &at))
		return (struct civil){0};
	return zone_to_civil(zone, at);
}

static bool is_midnight(struct civil c)
{
	return c.hour == 0 && c.minute == 0;
}

/* Weekly times are given on 1970-01-01 with that year's +02:00: "08:00Z" is 10:00 on the wall, all year. The
 * season's days are local midnights, the last one the midnight after it. */
static void set_weekly(struct run *r, struct activity *v, const cJSON *schedule)
{
	const char *zone = r->source->zone;
	struct week w = {0};
	struct civil from = local_of(schedule, "start", zone);
	struct civil until = local_of(schedule, "end", zone);
	if (date_is_set(until.date) && is_midnight(until))
		until.date = date_add(until.date, -1);
	const cJSON *entry = NULL;
	cJSON_ArrayForEach(entry, j_list(schedule, "entries"))
	{
		const cJSON *day = j_get(entry, "dayOfWeek");
		struct civil opens = local_of(entry, "startTime", zone);
		struct civil closes = local_of(entry, "endTime", zone);
		int weekday = cJSON_IsString(day) ? weekday_from_word(day->valuestring) : 0;
		if (weekday == 0 || !date_is_set(opens.date) || !date_is_set(closes.date))
			continue;
		struct week_line like = {.minutes_from = opens.hour * 60 + opens.minute,
					 .minutes_to = closes.hour * 60 + closes.minute,
					 .from = from.date,
					 .until = until.date};
		if (like.minutes_to == 0)
			like.minutes_to = 1440;
		week_add(&w, weekday, like);
	}
	v->schedules = week_schedules(&w, (struct civils){0}, zone, &r->item);
	v->n_schedules = w.n;
}

/* A given date; both ends at midnight: whole days, and a midnight end means the day before. */
static void set_dates(struct run *r, struct activity *v, const cJSON *dates)
{
	struct arena *a = &r->item;
	v->schedules = ARENA_ARRAY(a, struct schedule, (size_t)cJSON_GetArraySize(dates) + 1);
	const cJSON *d = NULL;
	cJSON_ArrayForEach(d, dates)
	{
		struct when start = when_parse(j_str(d, "start", a), r->source->zone);
		struct when end = when_parse(j_str(d, "end", a), r->source->zone);
		if (start.has_time && end.has_time && is_midnight(start.local) && is_midnight(end.local) &&
		    date_compare(end.local.date, start.local.date) > 0) {
			start.has_time = end.has_time = false;
			end.local.date = date_add(end.local.date, -1);
		}
		struct schedule s;
		if (schedule_from_span(&s, &start, &end, r->source->zone) == SPAN_NO_START ||
		    v->n_schedules == RECORD_LIST_MAX)
			continue;
		v->schedules[v->n_schedules++] = s;
	}
}

static void set_price(struct activity *v, const cJSON *page, struct arena *a)
{
	double min = 0;
	double max = 0;
	bool has_min = j_num(page, "price.min", &min);
	bool has_max = j_num(page, "price.max", &max);
	max = has_max ? max : min;
	if ((!has_min && !has_max) || max < 0) /* a missing price is not "free" */
		return;
	v->price = max > 0 ? PRICE_PAID : PRICE_FREE;
	if (max > 0)
		v->price_text.v[LANG_FI] = has_min && min < max ? arena_printf(a, "%g–%g €", min, max)
								: arena_printf(a, "%g €", max);
}

static bool set_place(struct run *r, struct activity *v, const cJSON *page, struct error *e)
{
	struct place p = {.has_position = false};
	const cJSON *loc = cJSON_GetArrayItem(j_list(page, "locations"), 0);
	double lat = 0;
	double lon = 0;
	if (!j_true(page, "hideAddress"))
		address_parse(&p, j_str(loc, "address", &r->item), r->tables, &r->item);
	if (j_num(loc, "lat", &lat) && j_num(loc, "lng", &lon) && !j_true(page, "hideAddress"))
		coords_set(&p, lat, lon);
	run_default_municipality(r, &p);
	return address_take(r, PREFIX, &p, &v->place, e);
}

static bool set_organisation(struct run *r, struct activity *v, const cJSON *page, struct error *e)
{
	struct organisation o = {.name = {{NULL}}};
	o.name.v[LANG_FI] = j_str(page, "ownerName", &r->item);
	return run_organisation(r, PREFIX, &o, &v->organisation, e);
}

static void set_topics(struct run *r, struct activity *v, const cJSON *page)
{
	struct votes votes = {0};
	const cJSON *c = NULL;
	cJSON_ArrayForEach(c, j_list(page, "globalContentCategories")) if (cJSON_IsString(c))
		votes_code(&votes, r->tables, "eventz", c->valuestring);
	finish_topics(r, v, &votes);
}

static bool on_page(struct run *r, const cJSON *page, void *user, struct error *e)
{
	(void)user;
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	const char *id = j_str(page, "_id", a);
	const char *type = j_str(page, "pageType", a);
	const char *privacy = j_str(page, "privacy", a);
	if (id == NULL || (type != NULL && !str_eq(type, "event")) ||
	    (privacy != NULL && !str_eq(privacy, "public"))) {
		run_skip(r, id == NULL ? "no id" : "not a public event", id);
		return true;
	}
	*v = (struct activity){.type = ACTIVITY_EVENT, .expires_at = INSTANT_NONE};
	rec.id = run_id(r, PREFIX, id);
	v->title.v[LANG_FI] = j_str(page, "name", a);
	v->summary.v[LANG_FI] = j_str(page, "descriptionShort", a);
	v->text = j_ltext(page, "descriptionLong", J_HTML, a);
	v->signup_url = url_normalise(a, j_str(page, "event.urlSignUp", a));
	v->signup = v->signup_url != NULL ? SIGNUP_YES : SIGNUP_UNKNOWN;
	v->web = url_normalise(a, j_str(page, "event.urlPurchaseTicket", a));
	v->from = run_provenance(r, id);
	if (cJSON_GetArraySize(j_list(page, "schedule.entries")) > 0) /* then there is no event.start */
		set_weekly(r, v, j_get(page, "schedule"));
	else if (j_list(page, "event.dates") != NULL)
		set_dates(r, v, j_list(page, "event.dates"));
	set_price(v, page, a);
	set_topics(r, v, page);
	return set_organisation(r, v, page, e) && set_place(r, v, page, e) && run_take(r, &rec, e);
}

bool source_eventz_read(struct run *r, struct error *e)
{
	bool ok = r->source->file != NULL
			  ? run_items_of_file(r, r->source->file, "pages", on_page, NULL, NULL, e)
			  : run_items(r, r->source->url, "pages", on_page, NULL, NULL, e);
	return ok;
}
