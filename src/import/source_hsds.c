/* HSDS 3.x and Open Referral UK: /services (pages), /services/{id} for what the list leaves out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/json.h"
#include "import/sources.h"
#include "import/text.h"
#include "import/week.h"
#include "model/codec.h"

#define PREFIX "hsds"
#define LOCATIONS_MAX 20
#define SCHEDULES_MAX 30
#define DETAILS_MAX 20000

struct hsds {
	int details;
	size_t items, declared;
};

/* ---- schedule ---- */

/* The rule's word; false for one that is none. Absent: once. */
static bool freq_of(const char *word, enum schedule_freq *out)
{
	static const char *const words[] = {"", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	*out = SCHEDULE_ONCE;
	for (int i = 1; word != NULL && i < 5; i++)
		if (strcasecmp(word, words[i]) == 0)
			*out = (enum schedule_freq)i;
	return word == NULL || *out != SCHEDULE_ONCE;
}

/* "MO,TU", "1SA", "monday, -1 friday", or a list of such; NULL when something of it is no weekday. */
static const char *byday_of(const cJSON *j, struct arena *a)
{
	const char *all = j_str(j, "byday", a);
	const cJSON *one = NULL;
	cJSON_ArrayForEach(one, j_list(j, "byday")) if (cJSON_IsString(one) && strlen(one->valuestring) < 40)
		all = all == NULL ? one->valuestring : arena_printf(a, "%.300s,%s", all, one->valuestring);
	struct strs words = str_split(a, all, ",;");
	const char *out = NULL;
	for (size_t i = 0; i < words.n; i++) {
		const char *name = words.v[i] + strspn(words.v[i], "+-0123456789 ");
		int number = (int)strtol(words.v[i], NULL, 10);
		int day = weekday_from_word(name);
		if (day == 0 || number < -5 || number > 5)
			return NULL;
		const char *word = number != 0 ? arena_printf(a, "%d%s", number, weekday_code(day)) : weekday_code(day);
		out = out == NULL ? word : arena_printf(a, "%s,%s", out, word);
	}
	return out;
}

static struct date date_of(const cJSON *j, const char *field, struct arena *a)
{
	struct when w = when_parse(j_str(j, field, a), "UTC");
	return w.local.date;
}

static void set_hours(struct schedule *s, const cJSON *j, struct arena *a)
{
	int from = 0;
	int to = 0;
	bool has_from = clock_parse(j_str(j, "opens_at", a), &from);
	bool has_to = clock_parse(j_str(j, "closes_at", a), &to);
	/* the standard's way to say day and night is 00:00 to 23:59 */
	s->all_day = !has_from || (from == 0 && has_to && (to == 0 || to >= 1439));
	s->start.hour = (int8_t)(s->all_day ? 0 : from / 60 % 24);
	s->start.minute = (int8_t)(s->all_day ? 0 : from % 60);
	s->duration_min = s->all_day ? 1440 : !has_to || to == from ? 0 : to > from ? to - from : to + 1440 - from;
}

/* NULL, or what of it cannot be said with our schedule: better no time than a wrong one. */
static const char *odd_rule(struct run *r, const cJSON *j, const struct schedule *s)
{
	struct arena *a = &r->item;
	bool has_start = date_is_set(date_of(j, "dtstart", a));
	bool has_days = s->byday != NULL || s->bymonthday != NULL;
	const char *week_start = j_str(j, "wkst", a);
	if (s->freq == SCHEDULE_ONCE)
		return has_days ? "days without freq" : has_start ? NULL : "neither freq nor dtstart";
	if (s->freq != SCHEDULE_DAILY && !has_days && !has_start)
		return "neither byday nor dtstart";
	if (s->interval > 1 && !has_start)
		return "interval without dtstart";
	if (s->freq == SCHEDULE_WEEKLY && j_str(j, "byweekno", a) != NULL)
		return "byweekno, which is not read";
	if (s->freq == SCHEDULE_YEARLY && j_str(j, "byyearday", a) != NULL)
		return "byyearday, which is not read";
	if (s->interval > 1 && s->freq == SCHEDULE_WEEKLY && week_start != NULL && !str_eq(week_start, "MO") && s->byday != NULL &&
	    strchr(s->byday, ',') != NULL)
		return "interval with several days and another wkst than MO";
	if (date_is_set(s->valid_to) && date_compare(s->valid_to, zone_to_civil(s->zone, r->now).date) < 0 &&
	    !(date_is_set(s->until) && date_compare(s->until, s->valid_to) <= 0))
		return "valid_to has passed"; /* the hours are unknown then; the service goes on */
	return NULL;
}

/* `timezone` is a number of hours and knows no summer time, so the clock is read as that of the source's
 * zone. False with *why when it is left out. */
static bool schedule_of(struct run *r, const cJSON *j, struct schedule *s, const char **why)
{
	struct arena *a = &r->item;
	*s = schedule_blank(r->source->zone);
	*why = "freq is none of DAILY, WEEKLY, MONTHLY, YEARLY";
	if (!freq_of(j_str(j, "freq", a), &s->freq))
		return false;
	s->interval = j_int(j, "interval", 1);
	if (s->interval < 1)
		s->interval = 1;
	s->byday = byday_of(j, a);
	s->bymonthday = j_str(j, "bymonthday", a);
	s->until = date_of(j, "until", a);
	s->count = date_is_set(s->until)
			   ? 0
			   : j_int(j, "count", 0); /* both are given in the specification's example */
	s->valid_from = date_of(j, "valid_from", a);
	s->valid_to = date_of(j, "valid_to", a);
	s->start.date = date_of(j, "dtstart", a);
	if (!date_is_set(s->start.date))
		s->start.date = date_is_set(s->valid_from) ? s->valid_from : WEEK_ANCHOR;
	set_hours(s, j, a);
	bool says_days = j_str(j, "byday", a) != NULL || cJSON_GetArraySize(j_list(j, "byday")) > 0;
	*why = says_days && s->byday == NULL ? "byday is no list of weekdays" : odd_rule(r, j, s);
	return *why == NULL;
}

static void add_schedules(struct run *r, struct activity *v, const cJSON *holder, const char *id)
{
	const cJSON *j = NULL;
	struct schedule *list = ARENA_ARRAY(&r->item, struct schedule, SCHEDULES_MAX);
	size_t n = 0;
	if (v->n_schedules > 0)
		return;
	cJSON_ArrayForEach(j, j_list(holder, "schedules"))
	{
		const char *why = NULL;
		if (n < SCHEDULES_MAX && schedule_of(r, j, &list[n], &why))
			n++;
		else
			run_changed(r, arena_printf(&r->item, "schedule left out: %s", n < SCHEDULES_MAX ? why : "too many"), id);
	}
	v->schedules = list;
	v->n_schedules = run_sound_schedules(r, list, n, id);
}

/* ---- place and organisation ---- */

static bool set_place(struct run *r, struct activity *v, const cJSON *location, struct error *e)
{
	struct arena *a = &r->item;
	const char *id = j_str(location, "id", a);
	const char *type = j_str(location, "location_type", a);
	struct record rec = {.kind = KIND_PLACE};
	double lat = 0;
	double lon = 0;
	if (str_eq(type, "virtual")) {
		v->attend |= ATTEND_ONLINE;
		return true;
	}
	if (id == NULL)
		return true;
	rec.id = run_id(r, PREFIX, id);
	const cJSON *address = cJSON_GetArrayItem(j_list(location, "addresses"), 0);
	rec.place.name = run_text(r, j_str(location, "name", a));
	rec.place.street = run_text(r, j_str(address, "address_1", a));
	rec.place.city = run_text(r, j_str(address, "city", a));
	rec.place.postcode = postcode_normalise(a, j_str(address, "postal_code", a));
	rec.place.from = run_provenance(r, id);
	if (j_num(location, "latitude", &lat) && j_num(location, "longitude", &lon) &&
	    coords_set(&rec.place, lat, lon) != COORDS_TAKEN)
		run_changed(r, "absurd position dropped", rec.id);
	run_default_municipality(r, &rec.place);
	v->place = rec.id;
	v->attend |= ATTEND_SITE;
	return run_has(r, KIND_PLACE, rec.id) || run_take(r, &rec, e);
}

static const char *first_phone(const cJSON *holder, struct arena *a)
{
	const cJSON *p = NULL;
	const char *found = NULL;
	cJSON_ArrayForEach(p, j_list(holder, "phones")) if (found == NULL) found =
		phone_normalise(a, j_str(p, "number", a));
	return found;
}

static bool set_organisation(struct run *r, struct activity *v, const cJSON *service, struct error *e)
{
	struct arena *a = &r->item;
	const cJSON *org = j_get(service, "organization");
	const char *id = j_str(org, "id", a);
	struct record rec = {.kind = KIND_ORGANISATION};
	struct organisation *o = &rec.organisation;
	o->name = run_text(r, j_str(org, "name", a));
	if (id == NULL || ltext_empty(&o->name))
		return run_organisation(r, PREFIX, o, &v->organisation, e);
	rec.id = run_id(r, PREFIX, id);
	o->description = run_text(r, text_cap(a, j_str(org, "description", a), TEXT_SUMMARY_MAX, NULL));
	o->email = email_normalise(a, j_str(org, "email", a));
	o->web = url_normalise(a, j_str(org, "website", a));
	o->phone = first_phone(org, a);
	const cJSON *i = NULL;
	cJSON_ArrayForEach(i, j_list(org, "organization_identifiers")) if (o->business_id == NULL)
		o->business_id = business_id_normalise(a, j_str(i, "identifier", a));
	o->from = run_provenance(r, id);
	v->organisation = rec.id;
	return run_has(r, KIND_ORGANISATION, rec.id) || run_take(r, &rec, e);
}

/* ---- service ---- */

static void set_price(struct run *r, struct activity *v, const cJSON *service)
{
	struct arena *a = &r->item;
	const cJSON *c = NULL;
	double amount = 0;
	v->price_text = run_text(r, j_str(service, "fees_description", a));
	cJSON_ArrayForEach(c, j_list(service, "cost_options"))
	{
		if (!j_num(c, "amount", &amount))
			continue;
		if (v->price == PRICE_UNKNOWN)
			v->price = amount > 0 ? PRICE_PAID : PRICE_FREE;
		const char *words = j_str(c, "amount_description", a);
		const char *currency = j_str(c, "currency", a);
		if (amount > 0 && ltext_empty(&v->price_text))
			v->price_text = run_text(
				r, arena_printf(a, "%g %s%s%s", amount,
						currency == NULL || str_eq(currency, "EUR") ? "€" : currency,
						words != NULL ? " " : "", words != NULL ? words : ""));
	}
}

static void set_details(struct run *r, struct activity *v, const cJSON *service)
{
	struct arena *a = &r->item;
	struct votes votes = {0};
	v->title = run_text(r, j_str(service, "name", a));
	const cJSON *text = j_get(service, "description");
	v->text = run_text(r, cJSON_IsString(text) ? html_to_text(a, text->valuestring) : NULL);
	v->status_note = run_text(r, j_str(service, "alert", a));
	v->signup_note = run_text(r, j_str(service, "application_process", a));
	v->web = url_normalise(a, j_str(service, "url", a));
	v->email = email_normalise(a, j_str(service, "email", a));
	v->phone = first_phone(service, a);
	v->assured = date_of(service, "assured_date", a);
	v->age_min = j_int(service, "minimum_age", 0);
	v->age_max = j_int(service, "maximum_age", 0);
	const cJSON *list = j_list(service, "languages");
	v->languages.v = ARENA_ARRAY(a, const char *, (size_t)cJSON_GetArraySize(list) + 1);
	const cJSON *j = NULL;
	cJSON_ArrayForEach(j, list)
	{
		const char *code = j_str(j, "code", a);
		if (code != NULL && strlen(code) <= 8 && v->languages.n < 20)
			v->languages.v[v->languages.n++] = code;
	}
	cJSON_ArrayForEach(j, j_list(service, "attributes"))
	{
		votes_code(&votes, r->tables, "hsds", j_str(j, "taxonomy_term.code", a));
		votes_code(&votes, r->tables, "hsds", j_str(j, "taxonomy_term.name", a));
	}
	set_price(r, v, service);
	finish_topics(r, v, &votes);
	instant_parse(j_str(service, "last_modified", a), &v->from.modified_at);
}

static const char *activity_id(struct run *r, const char *id, const char *at_id)
{
	return run_id(r, PREFIX, at_id != NULL ? arena_printf(&r->item, "%s@%s", id, at_id) : id);
}

static bool take_away(struct run *r, const cJSON *service, const char *id, struct error *e)
{
	const cJSON *at = NULL;
	cJSON_ArrayForEach(at, j_list(service, "service_at_locations"))
	{
		const char *at_id = j_str(at, "id", &r->item);
		if (at_id != NULL && !run_gone(r, KIND_ACTIVITY, activity_id(r, id, at_id), e))
			return false;
	}
	return run_gone(r, KIND_ACTIVITY, activity_id(r, id, NULL), e);
}

static bool take_one(struct run *r, const cJSON *service, const char *id, const cJSON *at, struct error *e)
{
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	const char *at_id = j_str(at, "id", &r->item);
	*v = (struct activity){.type = ACTIVITY_ONGOING, .expires_at = INSTANT_NONE};
	rec.id = activity_id(r, id, at_id);
	v->from = run_provenance(r, id);
	set_details(r, v, service);
	add_schedules(r, v, at, rec.id);
	add_schedules(r, v, service, rec.id);
	add_schedules(r, v, j_get(at, "location"), rec.id);
	if (v->phone == NULL)
		v->phone = first_phone(at, &r->item);
	return set_organisation(r, v, service, e) &&
	       (at == NULL || set_place(r, v, j_get(at, "location"), e)) && run_take(r, &rec, e);
}

static bool take_service(struct run *r, const cJSON *service, const char *id, struct error *e)
{
	const char *status = j_str(service, "status", &r->item);
	if (status != NULL && !str_eq(status, "active")) {
		run_skip(r, "not active", id);
		return take_away(r, service, id, e);
	}
	int n = 0;
	const cJSON *at = NULL;
	cJSON_ArrayForEach(at, j_list(service, "service_at_locations"))
	{
		if (n++ == LOCATIONS_MAX)
			break;
		if (!take_one(r, service, id, at, e))
			return false;
	}
	return n > 0 || take_one(r, service, id, NULL, e);
}

static const char *detail_url(struct run *r, const char *id)
{
	size_t n = strcspn(r->source->url, "?");
	while (n > 0 && r->source->url[n - 1] == '/')
		n--;
	return arena_printf(&r->item, "%.*s/%s", (int)n, r->source->url, id);
}

static bool on_service(struct run *r, const cJSON *item, void *user, struct error *e)
{
	struct hsds *h = user;
	const char *id = j_str(item, "id", &r->item);
	h->items++;
	/* the standard wants all three of a service; places, organisations and terms of a taxonomy have no status, and an
	 * address that lists those must not fill the screens with them */
	if (id == NULL || j_get(item, "name") == NULL || j_str(item, "status", &r->item) == NULL) {
		run_skip(r, "not a service with id, name and status", id);
		return true;
	}
	bool whole = j_get(item, "service_at_locations") != NULL || j_get(item, "schedules") != NULL;
	bool can_ask = r->source->url != NULL && h->details < DETAILS_MAX &&
		       strspn(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:") ==
			       strlen(id);
	if (whole || !can_ask)
		return take_service(r, item, id, e);
	struct error why = ERROR_INIT;
	h->details++;
	cJSON *detail = run_json(r, detail_url(r, id), &why);
	if (detail == NULL) /* what the list says is better than nothing; the next full run asks again */
		run_changed(r, "details could not be read", id);
	bool ok = take_service(r, detail != NULL ? detail : item, id, e);
	cJSON_Delete(detail);
	return ok;
}

/* Declared totals do not always match: the end is a page that says it is the last, or an empty one. */
static const char *next_page(struct run *r, const cJSON *rest, const char *url, int number, size_t items)
{
	int total_pages = j_int(rest, "total_pages", -1);
	if (items == 0 || j_true(rest, "empty") || (j_true(rest, "last_page") && number >= total_pages))
		return NULL;
	if (total_pages < 0 && j_get(rest, "last_page") == NULL)
		return NULL; /* no paging at all */
	return url_with(r, url, "page", arena_printf(&r->keep, "%d", number + 1));
}

bool source_hsds_read(struct run *r, struct error *e)
{
	struct hsds h = {.details = 0};
	if (r->source->file != NULL) {
		bool ok = run_items_of_file(r, r->source->file, "contents|services", on_service, &h, NULL, e);
		return ok;
	}
	const char *url = r->source->url;
	if (r->mode == RUN_DELTA)
		url = url_with(r, url, "modified_after", r->since);
	return run_pages(r, url, "contents|services", on_service, &h, next_page, e);
}
