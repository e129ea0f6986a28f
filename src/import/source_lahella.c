/* Lähellä.fi's listing: {items,total,hasMore}. There is no public reading interface; this is the shape its
 * own management host uses, switched on by whoever has an agreement and a token. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/finish.h"
#include "import/json.h"
#include "import/sources.h"
#include "import/text.h"
#include "import/week.h"
#include "model/codec.h"

#define PREFIX "la"

/* ---- times ---- */

static struct civils exclusions(const cJSON *recurrence, const char *zone, struct arena *a)
{
	const cJSON *list = j_list(recurrence, "exclude");
	struct civils out = {.v = ARENA_ARRAY(a, struct civil, SCHEDULE_EXCEPTIONS_MAX)};
	const cJSON *x = NULL;
	cJSON_ArrayForEach(x, list)
	{
		struct when w = cJSON_IsNumber(x)
					? when_from_ms(x->valuedouble, zone)
					: when_parse(cJSON_IsString(x) ? x->valuestring : NULL, zone);
		if (w.set && out.n < SCHEDULE_EXCEPTIONS_MAX) /* 00:00: the whole day */
			out.v[out.n++] = (struct civil){.date = w.local.date};
	}
	return out;
}

static int interval_of(const char *period)
{
	int weeks = 1;
	return period != NULL && sscanf(period, "P%dW", &weeks) == 1 && weeks >= 1 && weeks <= 52 ? weeks : 1;
}

/* "Every month" with weekdays: the same weekday of the month as the first one ("second Tuesday"). */
static void make_monthly(struct schedule *s, struct arena *a)
{
	struct strs days = str_split(a, s->byday, ",");
	struct date first = s->start.date;
	s->byday = NULL;
	for (size_t i = 0; i < days.n; i++) {
		struct date d = first;
		while (date_weekday(d) != weekday_from_word(days.v[i]))
			d = date_add(d, 1);
		const char *nth = weekday_of_month(d, a);
		s->byday = s->byday == NULL ? nth : arena_printf(a, "%s,%s", s->byday, nth);
	}
	s->freq = SCHEDULE_MONTHLY;
	s->interval = 1;
}

/* Type 4, and 2 with weekdays: the date is in milliseconds, the clock apart from it in daySpecificTimes. */
static void add_weekly(struct activity *v, const cJSON *event, const char *zone, struct arena *a)
{
	const cJSON *rec = j_get(event, "recurrence");
	double ms = 0;
	double end_ms = 0;
	struct week w = {0};
	struct week_line like = {.interval = interval_of(j_str(rec, "period", a))};
	const char *gap = j_str(rec, "gap", a);
	if (gap != NULL)
		like.interval = interval_of(gap);
	if (j_num(event, "start", &ms))
		like.from = when_from_ms(ms, zone).local.date;
	if (j_num(rec, "end", &end_ms))
		like.until = when_from_ms(end_ms, zone).local.date;
	const cJSON *t = NULL;
	cJSON_ArrayForEach(t, j_list(rec, "daySpecificTimes"))
	{
		int day = j_int(t, "weekday", 0);
		if (day < 1 || day > 7 || !clock_parse(j_str(t, "startTime", a), &like.minutes_from) ||
		    !clock_parse(j_str(t, "endTime", a), &like.minutes_to))
			continue;
		week_add(&w, day, like);
	}
	struct schedule *s = week_schedules(&w, exclusions(rec, zone, a), zone, a);
	for (size_t i = 0; i < w.n && v->n_schedules < RECORD_LIST_MAX; i++) {
		if (str_eq(j_str(rec, "period", a), "P1M"))
			make_monthly(&s[i], a);
		v->schedules[v->n_schedules++] = s[i];
	}
}

/* Types 1 and 3, and monthly: the start's own clock; times of the day from daySpecificTimes when the start is
 * midnight. */
static void add_plain(struct activity *v, const cJSON *event, int type, const char *zone, struct arena *a)
{
	const cJSON *rec = j_get(event, "recurrence");
	double ms = 0;
	double end_ms = 0;
	if (!j_num(event, "start", &ms) || v->n_schedules == RECORD_LIST_MAX)
		return;
	struct when start = when_from_ms(ms, zone);
	struct when end = {0};
	const cJSON *times = cJSON_GetArrayItem(j_list(rec, "daySpecificTimes"), 0);
	int from = start.local.hour * 60 + start.local.minute;
	int to = 0;
	bool has_from = clock_parse(j_str(times, "startTime", a), &from);
	bool has_to = clock_parse(j_str(times, "endTime", a), &to);
	start.local.hour = (int8_t)(from / 60 % 24);
	start.local.minute = (int8_t)(from % 60);
	start.has_time = has_from || from != 0;
	if (j_num(event, "end", &end_ms))
		end = when_from_ms(end_ms, zone);
	struct schedule s;
	if (schedule_from_span(&s, &start, &end, zone) == SPAN_NO_START)
		return;
	if (has_to && start.has_time)
		s.duration_min = to > from ? to - from : to + 1440 - from;
	const char *period = j_str(rec, "period", a);
	bool repeats = j_num(rec, "end", &end_ms) && type != 1;
	if (repeats) {
		s.freq = str_eq(period, "P1M")                ? SCHEDULE_MONTHLY
			 : type == 3 || str_eq(period, "P1D") ? SCHEDULE_DAILY
							      : SCHEDULE_WEEKLY;
		s.interval = interval_of(period);
		s.until = when_from_ms(end_ms, zone).local.date;
		s.exdates = exclusions(rec, zone, a);
	}
	v->schedules[v->n_schedules++] = s;
}

static void add_events(struct activity *v, const cJSON *channel, struct run *r)
{
	const cJSON *event = NULL;
	cJSON_ArrayForEach(event, j_list(channel, "events"))
	{
		const char *zone = j_str(event, "timeZone", &r->item);
		if (zone == NULL || !zone_known(zone))
			zone = r->source->zone;
		int type = j_int(event, "type", 1);
		const cJSON *days = j_list(event, "recurrence.daySpecificTimes");
		if (type == 4 || (type == 2 && cJSON_GetArraySize(days) > 0))
			add_weekly(v, event, zone, &r->item);
		else
			add_plain(v, event, type, zone, &r->item);
	}
}

/* ---- place and channels ---- */

static struct ltext address_field(const cJSON *channel, const char *field, struct arena *a)
{
	struct ltext out = {0};
	char path[40];
	const cJSON *lang = NULL;
	snprintf(path, sizeof path, "address.%s", field);
	cJSON_ArrayForEach(lang, j_get(channel, "translations"))
	{
		enum lang l = lang_from_tag(lang->string);
		if (l != LANG_NONE)
			out.v[l] = j_str(lang, path, a);
	}
	return out;
}

static void add_access(struct strs *out, const cJSON *channel)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {{"ac_wheelchair", "wheelchair"},
		     {"ac_rollator", "rollator"},
		     {"ac_inductionloop", "loop"},
		     {"ac_itoilet", "toilet"},
		     {"ac_parking", "parking"}};
	const cJSON *w = NULL;
	cJSON_ArrayForEach(
		w, j_list(channel,
			  "accessibility")) for (size_t i = 0; i < sizeof words / sizeof words[0];
						 i++) if (cJSON_IsString(w) &&
							  strcmp(w->valuestring, words[i].theirs) == 0 &&
							  out->n < 5 && !strs_has(out, words[i].ours))
		out->v[out->n++] = words[i].ours;
}

static bool add_place(struct run *r, struct activity *v, const cJSON *channel, struct error *e)
{
	struct place p = {.has_position = false};
	double lon = 0;
	double lat = 0;
	p.street = address_field(channel, "street", &r->item);
	p.city = address_field(channel, "city", &r->item);
	struct ltext code = address_field(channel, "postalCode", &r->item);
	p.postcode = postcode_normalise(&r->item, ltext_get(&code, LANG_FI, NULL));
	const cJSON *xy = j_list(channel, "map.center.coordinates");
	if (cJSON_GetArraySize(xy) == 2 && j_num(cJSON_GetArrayItem(xy, 0), "", &lon) &&
	    j_num(cJSON_GetArrayItem(xy, 1), "", &lat)) {
		enum coords_result c = coords_set(&p, lat, lon);
		if (c == COORDS_FILLER)
			run_changed(r, "filler position dropped", v->from.source_id);
		if (c == COORDS_ABSURD)
			run_changed(r, "absurd position dropped", v->from.source_id);
	}
	if (ltext_empty(&p.street) && ltext_empty(&p.city))
		return true;
	return address_take(r, PREFIX, &p, &v->place, e);
}

static bool add_channel(struct run *r, struct activity *v, const cJSON *channel, struct error *e)
{
	const cJSON *type = NULL;
	cJSON_ArrayForEach(type, j_list(channel, "type"))
	{
		const char *word = cJSON_IsString(type) ? type->valuestring : "";
		bool hybrid = str_eq(word, "hybrid");
		v->attend |= str_eq(word, "place") || hybrid ? (unsigned)ATTEND_SITE : 0;
		v->attend |= str_eq(word, "online") || hybrid ? (unsigned)ATTEND_ONLINE : 0;
		v->attend |= str_eq(word, "phone") ? (unsigned)ATTEND_PHONE : 0;
	}
	add_access(&v->access, channel);
	add_events(v, channel, r);
	if (j_true(channel, "registrationRequired"))
		v->signup = SIGNUP_YES;
	else if (v->signup == SIGNUP_UNKNOWN && cJSON_IsFalse(j_get(channel, "registrationRequired")))
		v->signup = SIGNUP_NO;
	if (v->signup_url == NULL)
		v->signup_url = url_normalise(&r->item, j_str(channel, "registrationUrl", &r->item));
	if (v->email == NULL)
		v->email = email_normalise(&r->item, j_str(channel, "registrationEmail", &r->item));
	return v->place != NULL || (v->attend & ATTEND_SITE) == 0 || add_place(r, v, channel, e);
}

/* ---- the rest ---- */

static struct ltext translation(const cJSON *traits, const char *field, enum j_text form, struct arena *a)
{
	struct ltext out = {0};
	const cJSON *lang = NULL;
	cJSON_ArrayForEach(lang, j_get(traits, "translations"))
	{
		enum lang l = lang_from_tag(lang->string);
		const cJSON *text = j_get(lang, field);
		if (l == LANG_NONE || !cJSON_IsString(text))
			continue;
		const char *s = form == J_HTML ? html_to_text(a, text->valuestring)
					       : text_clean(a, text->valuestring);
		out.v[l] = str_empty(s) ? NULL : s;
	}
	return out;
}

/* "city/FI/Oulu", "state/FI/Kainuu"; none at all: the whole country. */
static void set_reach(struct run *r, struct activity *v, const cJSON *traits)
{
	const cJSON *list = j_list(traits, "region");
	const cJSON *x = NULL;
	v->areas.v = ARENA_ARRAY(&r->item, const char *, RECORD_LIST_MAX);
	v->reach = cJSON_GetArraySize(list) == 0 ? REACH_NATIONAL : REACH_LOCAL;
	cJSON_ArrayForEach(x, list)
	{
		const char *word = cJSON_IsString(x) ? x->valuestring : "";
		struct strs codes = {0};
		if (str_starts(word, "city/FI/")) {
			const struct municipality *m = municipality_by_name(r->tables, word + 8);
			codes.v = ARENA_ARRAY(&r->item, const char *, 1);
			if (m != NULL)
				codes.v[codes.n++] = m->code;
		} else if (str_starts(word, "state/FI/")) {
			codes = municipalities_of_region(r->tables, word + 9, &r->item);
			v->reach = REACH_REGIONAL;
		}
		for (size_t i = 0; i < codes.n && v->areas.n < RECORD_LIST_MAX; i++)
			if (!strs_has(&v->areas, codes.v[i]))
				v->areas.v[v->areas.n++] = codes.v[i];
	}
}

static void set_audience(struct activity *v, const cJSON *traits, struct arena *a)
{
	const cJSON *x = NULL;
	cJSON_ArrayForEach(x, j_list(traits, "demographic"))
	{
		int from = 0;
		int to = 0;
		const char *word = cJSON_IsString(x) ? x->valuestring : "";
		if (sscanf(word, "ageGroup/range:%d-%d", &from, &to) != 2 || from < 0 || to < from ||
		    to > 150)
			continue;
		bool first = v->age_min == 0 && v->age_max == 0;
		v->age_min = first || from < v->age_min ? from : v->age_min;
		v->age_max = first || to > v->age_max ? to : v->age_max;
	}
	if (v->age_min == 0 && v->age_max >= 99) /* every age */
		v->age_max = 0;
	const cJSON *list = j_list(traits, "locale");
	v->languages.v = ARENA_ARRAY(a, const char *, (size_t)cJSON_GetArraySize(list) + 1);
	cJSON_ArrayForEach(x, list)
	{
		const char *word = cJSON_IsString(x) ? x->valuestring : "";
		const char *tag = str_eq(word, "fisl") ? "fse" : arena_strndup(a, word, strcspn(word, "-"));
		if (tag[0] != '\0' && strlen(tag) <= 8 && v->languages.n < 20 &&
		    !strs_has(&v->languages, tag))
			v->languages.v[v->languages.n++] = tag;
	}
}

static void set_contacts(struct activity *v, const cJSON *traits, struct arena *a)
{
	const cJSON *c = NULL;
	cJSON_ArrayForEach(c, j_list(traits, "contacts"))
	{
		const char *type = j_str(c, "type", a);
		const char *value = j_str(c, "value", a);
		if (str_eq(type, "phone") && v->phone == NULL) {
			v->phone = phone_normalise(a, value);
			v->phone_label = translation(c, "description", J_PLAIN, a);
		} else if (str_eq(type, "email") && v->email == NULL) {
			v->email = email_normalise(a, value);
		} else if (str_eq(type, "www") && v->web == NULL) {
			v->web = url_normalise(a, value);
		}
	}
}

static void set_topics(struct run *r, struct activity *v, const cJSON *traits)
{
	static const char *const lists[] = {"theme", "format"};
	struct votes votes = {0};
	votes_code(&votes, r->tables, "lahella", j_str(traits, "type", &r->item));
	for (size_t i = 0; i < 2; i++) {
		const cJSON *c = NULL;
		cJSON_ArrayForEach(c, j_list(traits, lists[i])) if (cJSON_IsString(c))
			votes_code(&votes, r->tables, "lahella", c->valuestring);
	}
	finish_topics(r, v, &votes);
}

/* published, draft, or null: then tags.visibility tells from when to when. */
static bool is_visible(const struct run *r, const cJSON *item, int64_t *until)
{
	const cJSON *status = j_get(item, "status");
	double from = 0;
	double to = 0;
	if (j_num(item, "tags.visibility.end", &to))
		*until = (int64_t)(to / 1000);
	if (cJSON_IsString(status))
		return strcmp(status->valuestring, "published") == 0;
	bool has_from = j_num(item, "tags.visibility.start", &from);
	bool has_to = *until != INSTANT_NONE;
	return (has_from || has_to) && (!has_from || (int64_t)(from / 1000) <= r->now) &&
	       (!has_to || *until > r->now);
}

static bool on_activity(struct run *r, const cJSON *item, void *user, struct error *e)
{
	(void)user;
	struct arena *a = &r->item;
	const cJSON *traits = j_get(item, "traits");
	const char *id = j_str(item, "_key", a);
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	*v = (struct activity){.type = ACTIVITY_ONGOING, .expires_at = INSTANT_NONE};
	if (id == NULL || traits == NULL || !is_visible(r, item, &v->expires_at)) {
		run_skip(r, id == NULL ? "no id" : "not published", id);
		return true;
	}
	rec.id = run_id(r, PREFIX, id);
	v->from = run_provenance(r, id);
	v->title = translation(traits, "name", J_PLAIN, a);
	v->summary = translation(traits, "summary", J_HTML, a);
	v->text = translation(traits, "description", J_HTML, a);
	v->price_text = translation(traits, "pricing", J_HTML, a);
	v->signup_note = translation(traits, "registration", J_HTML, a);
	const cJSON *price = cJSON_GetArrayItem(j_list(traits, "pricing"), 0);
	if (cJSON_IsString(price))
		v->price = str_eq(price->valuestring, "free")   ? PRICE_FREE
			   : str_eq(price->valuestring, "paid") ? PRICE_PAID
								: PRICE_UNKNOWN;
	v->access.v = ARENA_ARRAY(a, const char *, 5);
	v->schedules = ARENA_ARRAY(a, struct schedule, RECORD_LIST_MAX + WEEK_SCHEDULES_MAX);
	set_reach(r, v, traits);
	set_audience(v, traits, a);
	set_contacts(v, traits, a);
	const cJSON *channel = NULL;
	cJSON_ArrayForEach(channel,
			   j_list(traits, "channels")) if (!add_channel(r, v, channel, e)) return false;
	bool only_once = v->n_schedules > 0;
	for (size_t i = 0; i < v->n_schedules; i++)
		only_once = only_once && v->schedules[i].freq == SCHEDULE_ONCE;
	v->type = only_once ? ACTIVITY_EVENT : ACTIVITY_ONGOING;
	int64_t end = activity_last_end(v, a);
	if (end != INSTANT_NONE && (v->expires_at == INSTANT_NONE || end < v->expires_at))
		v->expires_at = end;
	set_topics(r, v, traits);
	return run_take(r, &rec, e);
}

/* The next `skip`: the listing pages by an offset in the address. */
static const char *next_page(struct run *r, const cJSON *rest, const char *url, int number, size_t items)
{
	(void)number;
	const char *skip = url_param(url, "skip");
	int64_t at = 0;
	if (!j_true(rest, "hasMore") || items == 0 || skip == NULL)
		return NULL;
	if (!str_to_i64(arena_strndup(&r->keep, skip, strspn(skip, "0123456789")), 0, 100000000, &at))
		return NULL;
	return url_with(r, url, "skip", arena_printf(&r->keep, "%" PRId64, at + (int64_t)items));
}

bool source_lahella_read(struct run *r, struct error *e)
{
	const char *headers[1];
	if (r->source->file != NULL) {
		bool ok = run_items_of_file(r, r->source->file, "items", on_activity, NULL, NULL, e);
		return ok;
	}
	if (r->source->api_key != NULL) {
		headers[0] = arena_printf(&r->keep, "Authorization: Bearer %s", r->source->api_key);
		r->headers = (struct strs){.v = headers, .n = 1};
	}
	bool ok = run_pages(r, r->source->url, "items", on_activity, NULL, next_page, e);
	r->headers = (struct strs){0};
	return ok;
}
