/* schema.org/Event as JSON-LD inside a web page (<script type="application/ld+json">), or a JSON-LD document.
 */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/json.h"
#include "import/sources.h"
#include "import/text.h"
#include "import/week.h"
#include "model/codec.h"

#define PAGE_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define EVENTS_MAX 5000
#define WALK_DEPTH_MAX 12

struct jsonld {
	struct run *r;
	size_t events;
	bool any_script;
	struct error *e;
};

/* "https://schema.org/EventCancelled" → "EventCancelled" */
static const char *term(const char *s)
{
	const char *slash = s != NULL ? strrchr(s, '/') : NULL;
	return slash != NULL ? slash + 1 : s;
}

static bool type_is_event(const cJSON *type)
{
	if (cJSON_IsString(type))
		return str_ends(term(type->valuestring), "Event") ||
		       str_eq(term(type->valuestring), "Festival");
	const cJSON *t = NULL;
	cJSON_ArrayForEach(t, type) if (cJSON_IsString(t) && type_is_event(t)) return true;
	return false;
}

/* One value where lists are allowed: the first. */
static const cJSON *one(const cJSON *j, const char *path)
{
	const cJSON *v = j_get(j, path);
	return cJSON_IsArray(v) ? cJSON_GetArrayItem(v, 0) : v;
}

static const char *text_at(const cJSON *j, const char *path, struct arena *a)
{
	const cJSON *v = one(j, path), *x = NULL;
	cJSON_ArrayForEach(x, j_list(j, path)) if (str_eq(j_str(x, "@language", a), "fi")) v = x;
	if (cJSON_IsObject(v)) /* {"@value":"…","@language":"fi"} */
		v = j_get(v, "@value");
	const char *s = cJSON_IsString(v) ? html_to_text(a, v->valuestring) : NULL;
	return str_empty(s) ? NULL : s;
}

/* ---- time ---- */

static int iso_minutes(const char *s) /* "PT1H30M" */
{
	int h = 0;
	int m = 0;
	if (s == NULL || (sscanf(s, "PT%dH%dM", &h, &m) < 1 && sscanf(s, "PT%dM", &m) < 1))
		return 0;
	return h >= 0 && h <= 48 && m >= 0 && m <= 2880 ? h * 60 + m : 0;
}

/* "P1W" → weekly, 1; absent: weekly. False for what is neither days, weeks nor months, also "Weekly" in words. */
static bool frequency_of(const char *s, enum schedule_freq *freq, int *every)
{
	char unit = 'W';
	*every = 1;
	if (s != NULL && (sscanf(s, "P%d%c", every, &unit) != 2 || *every < 1 || *every > 52))
		return false;
	*freq = unit == 'D' ? SCHEDULE_DAILY : unit == 'M' ? SCHEDULE_MONTHLY : SCHEDULE_WEEKLY;
	return strchr("DWM", unit) != NULL;
}

static unsigned weekdays_of(const cJSON *days)
{
	const cJSON *x = NULL;
	int day = cJSON_IsString(days) ? weekday_from_word(term(days->valuestring)) : 0;
	unsigned bits = day > 0 ? 1U << day : 0;
	cJSON_ArrayForEach(x, days)
	{
		day = cJSON_IsString(x) ? weekday_from_word(term(x->valuestring)) : 0;
		bits |= day > 0 ? 1U << day : 0;
	}
	return bits;
}

/* schema.org/Schedule: byDay, byMonthDay, repeatFrequency, startDate, endDate, startTime, endTime, exceptDate. False when
 * there is a rule that gives no times: the event's own span would be a whole season then. */
static bool add_schedule(struct run *r, struct activity *v, const cJSON *j)
{
	struct arena *a = &r->item;
	struct week w = {0};
	struct week_line like = {.interval = 1};
	enum schedule_freq freq = SCHEDULE_WEEKLY;
	struct when from = when_parse(j_str(j, "startDate", a), r->source->zone);
	struct when until = when_parse(j_str(j, "endDate", a), r->source->zone);
	unsigned days = weekdays_of(j_get(j, "byDay"));
	int month_day = j_int(one(j, "byMonthDay"), "", 0);
	if (j_get(j, "repeatFrequency") == NULL && j_get(j, "byDay") == NULL && month_day == 0)
		return true; /* a span in other words */
	if (!frequency_of(j_str(j, "repeatFrequency", a), &freq, &like.interval) ||
	    (days == 0 && j_get(j, "byDay") != NULL) || (freq != SCHEDULE_DAILY && days == 0 && !from.set) ||
	    (freq == SCHEDULE_MONTHLY && days != 0)) {
		run_changed(r, "eventSchedule left out: when it repeats is not understood", v->from.source_id);
		return false;
	}
	struct civils ex = {.v = ARENA_ARRAY(a, struct civil, SCHEDULE_EXCEPTIONS_MAX)};
	const cJSON *x = NULL;
	like.from = from.local.date;
	like.until = until.local.date;
	if (!clock_parse(j_str(j, "startTime", a), &like.minutes_from))
		like.minutes_to = 1440;
	else if (!clock_parse(j_str(j, "endTime", a), &like.minutes_to))
		like.minutes_to = like.minutes_from + iso_minutes(j_str(j, "duration", a));
	cJSON_ArrayForEach(x, j_list(j, "exceptDate"))
	{
		struct when d = when_parse(cJSON_IsString(x) ? x->valuestring : NULL, r->source->zone);
		if (d.set && ex.n < SCHEDULE_EXCEPTIONS_MAX)
			ex.v[ex.n++] = (struct civil){.date = d.local.date};
	}
	if (days == 0) /* any one day, mended below */
		days = 1U << (from.set ? date_weekday(from.local.date) : 1);
	for (int d = 1; d <= 7; d++)
		if ((days & 1U << d) != 0)
			week_add(&w, d, like);
	struct schedule *s = week_schedules(&w, ex, r->source->zone, a);
	for (size_t i = 0; i < w.n && freq != SCHEDULE_WEEKLY; i++) {
		s[i].freq = freq;
		s[i].byday = freq == SCHEDULE_DAILY && j_get(j, "byDay") != NULL ? s[i].byday : NULL;
		if (freq == SCHEDULE_MONTHLY && month_day != 0)
			s[i].bymonthday = arena_printf(a, "%d", month_day);
	}
	v->schedules = s;
	v->n_schedules = run_sound_schedules(r, s, w.n, v->from.source_id);
	return v->n_schedules > 0;
}

static void set_times(struct run *r, struct activity *v, const cJSON *event)
{
	struct when start = when_parse(text_at(event, "startDate", &r->item), r->source->zone);
	struct when end = when_parse(text_at(event, "endDate", &r->item), r->source->zone);
	const cJSON *schedule = one(event, "eventSchedule");
	struct schedule *s = ARENA_NEW(&r->item, struct schedule);
	if (cJSON_IsObject(schedule) && (!add_schedule(r, v, schedule) || v->n_schedules > 0))
		return;
	if (schedule_from_span(s, &start, &end, r->source->zone) == SPAN_NO_START)
		return;
	if (!end.set && start.has_time)
		s->duration_min = iso_minutes(j_str(event, "duration", &r->item));
	v->schedules = s;
	v->n_schedules = 1;
}

static void set_status(struct activity *v, const cJSON *event, struct arena *a)
{
	const char *s = term(j_str(one(event, "eventStatus"), "", a));
	const char *mode = term(j_str(one(event, "eventAttendanceMode"), "", a));
	if (str_eq(s, "EventCancelled"))
		v->status = STATUS_CANCELLED;
	else if (str_eq(s, "EventPostponed"))
		v->status = STATUS_POSTPONED;
	else if (str_eq(s, "EventRescheduled"))
		v->status = STATUS_RESCHEDULED;
	if (str_eq(s, "EventMovedOnline") || str_eq(mode, "OnlineEventAttendanceMode"))
		v->attend = ATTEND_ONLINE;
	else if (str_eq(mode, "MixedEventAttendanceMode"))
		v->attend = ATTEND_ONLINE | ATTEND_SITE;
}

/* ---- place, price, organiser ---- */

/* Of several places the first that is not a meeting's address; that one only says that one may join from anywhere. */
static const cJSON *location_of(struct activity *v, const cJSON *event, struct arena *a)
{
	const cJSON *all = j_get(event, "location"), *found = NULL, *x = NULL;
	bool list = cJSON_IsArray(all), online = false;
	cJSON_ArrayForEach(x, all)
	{
		if (list && str_eq(term(j_str(x, "@type", a)), "VirtualLocation"))
			online = true;
		else if (list && found == NULL)
			found = x;
	}
	if (online)
		v->attend |= found != NULL ? ATTEND_ONLINE | ATTEND_SITE : ATTEND_ONLINE;
	return list ? found : all;
}

static bool set_place(struct run *r, const char *prefix, struct activity *v, const cJSON *event,
		      struct error *e)
{
	struct arena *a = &r->item;
	struct place p = {.has_position = false};
	const cJSON *loc = location_of(v, event, a);
	double lat = 0;
	double lon = 0;
	if (cJSON_IsString(loc)) {
		address_parse(&p, loc->valuestring, r->tables, a);
	} else if (str_eq(term(j_str(loc, "@type", a)), "VirtualLocation")) {
		v->attend |= ATTEND_ONLINE;
		return true;
	} else if (cJSON_IsObject(loc)) {
		const cJSON *address = one(loc, "address");
		if (cJSON_IsString(address))
			address_parse(&p, address->valuestring, r->tables, a);
		p.name = run_text(r, text_at(loc, "name", a));
		if (cJSON_IsObject(address)) {
			p.street = run_text(r, text_at(address, "streetAddress", a));
			p.city = run_text(r, text_at(address, "addressLocality", a));
			p.postcode = postcode_normalise(a, j_str(address, "postalCode", a));
		}
		if (j_num(loc, "geo.latitude", &lat) && j_num(loc, "geo.longitude", &lon) &&
		    coords_set(&p, lat, lon) != COORDS_TAKEN)
			run_changed(r, "absurd position dropped", v->from.source_id);
	} else {
		return true;
	}
	run_default_municipality(r, &p);
	return address_take(r, prefix, &p, &v->place, e);
}

/* Also "5,00", as Finns write it. */
static bool price_at(const cJSON *offer, const char *name, double *out, struct arena *a)
{
	const char *s = j_str(offer, name, a);
	char *point = s != NULL ? arena_strdup(a, s) : NULL;
	if (point != NULL && strchr(point, ',') != NULL)
		*strchr(point, ',') = '.';
	return point != NULL && str_to_double(point, 0, 1e6, out);
}

static void add_offer(const cJSON *offer, double *min, double *max, struct arena *a)
{
	static const char *const fields[] = {"price", "lowPrice", "highPrice"};
	double price = 0;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (!price_at(offer, fields[i], &price, a))
			continue;
		*min = *max < 0 || price < *min ? price : *min;
		*max = price > *max ? price : *max;
	}
}

static void set_price(struct run *r, struct activity *v, const cJSON *event)
{
	struct arena *a = &r->item;
	const cJSON *offer = one(event, "offers"), *o = NULL;
	const char *currency = j_str(offer, "priceCurrency", a);
	const char *unit = currency == NULL || str_eq(currency, "EUR") ? "€" : currency;
	double min = 0;
	double max = -1; /* none told */
	cJSON_ArrayForEach(o, j_list(event, "offers")) add_offer(o, &min, &max, a);
	if (j_list(event, "offers") == NULL)
		add_offer(offer, &min, &max, a);
	v->signup_url = url_normalise(a, j_str(offer, "url", a));
	if (j_true(event, "isAccessibleForFree") || max == 0) {
		v->price = PRICE_FREE;
	} else if (max > 0) {
		v->price = PRICE_PAID;
		v->price_text = run_text(r, min < max ? arena_printf(a, "%g–%g %.3s", min, max, unit) : arena_printf(a, "%g %.3s", max, unit));
	}
}

static bool set_organisation(struct run *r, const char *prefix, struct activity *v, const cJSON *event,
			     struct error *e)
{
	struct arena *a = &r->item;
	const cJSON *o = one(event, "organizer");
	struct organisation org = {.name = {{NULL}}};
	org.name = run_text(r, cJSON_IsString(o) ? text_at(event, "organizer", a) : text_at(o, "name", a));
	org.phone = v->phone = phone_normalise(a, j_str(o, "telephone", a));
	org.email = v->email = email_normalise(a, j_str(o, "email", a));
	org.web = url_normalise(a, j_str(o, "url", a));
	return run_organisation(r, prefix, &org, &v->organisation, e);
}

static void set_image(struct activity *v, const cJSON *event, struct arena *a)
{
	const cJSON *image = one(event, "image");
	if (cJSON_IsString(image))
		v->image.url = url_normalise(a, image->valuestring);
	else
		v->image.url = url_normalise(a, j_str(image, "url", a));
	v->image.license = j_str(image, "license", a);
	v->image.credit = j_str(image, "creditText", a);
}

static bool take_event(struct jsonld *d, const cJSON *event)
{
	struct run *r = d->r;
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	struct votes votes = {0};
	arena_reset(a);
	if (++d->events > EVENTS_MAX) {
		run_incomplete(r, "more than %d events in a page", EVENTS_MAX);
		return true;
	}
	const char *prefix = run_prefix(r, "jsonld");
	const char *name = text_at(event, "name", a);
	const char *url = url_normalise(a, j_str(event, "url", a));
	const char *own = j_str(event, "@id", a);
	const char *start = text_at(event, "startDate", a);
	*v = (struct activity){.type = ACTIVITY_EVENT, .expires_at = INSTANT_NONE};
	/* a page's address stays when an event in it moves, so the name is what tells events apart; a series
	 * that only lists single dates needs the date too */
	own = own != NULL ? own
			  : arena_printf(a, "%s|%s|%s", name != NULL ? name : "", url != NULL ? url : "",
					 start != NULL ? start : "");
	rec.id = run_id(r, prefix, run_hash(a, own));
	v->from = run_provenance(r, own);
	v->from.url = v->web = url != NULL ? url : url_normalise(a, r->source->url);
	instant_parse(j_str(event, "dateModified", a), &v->from.modified_at);
	v->title = run_text(r, name);
	v->text = run_text(r, text_at(event, "description", a));
	set_status(v, event, a);
	set_times(r, v, event);
	set_price(r, v, event);
	set_image(v, event, a);
	finish_topics(r, v, &votes);
	return set_organisation(r, prefix, v, event, d->e) && set_place(r, prefix, v, event, d->e) &&
	       run_take(r, &rec, d->e);
}

/* ---- finding events ---- */

/* Events stand at the root, in lists, in @graph, in ItemList.itemListElement[].item, in subEvent. */
static bool walk(struct jsonld *d, const cJSON *j, int depth)
{
	static const char *const holders[] = {"@graph",   "itemListElement", "item",
					      "subEvent", "event",           "mainEntity"};
	if (depth > WALK_DEPTH_MAX)
		return true;
	if (cJSON_IsArray(j)) {
		const cJSON *x = NULL;
		cJSON_ArrayForEach(x, j) if (!walk(d, x, depth + 1)) return false;
		return true;
	}
	if (!cJSON_IsObject(j))
		return true;
	bool series = j_list(j, "subEvent") != NULL;
	if (type_is_event(j_get(j, "@type")) && !series && !take_event(d, j))
		return false;
	for (size_t i = 0; i < sizeof holders / sizeof holders[0]; i++)
		if (!walk(d, j_get(j, holders[i]), depth + 1))
			return false;
	return true;
}

static bool take_json(struct jsonld *d, const char *text)
{
	struct error why = ERROR_INIT;
	d->any_script = true;
	const char *wrapped = strstr(text, "<![CDATA["), *end = wrapped != NULL ? strstr(wrapped, "]]>") : NULL;
	if (end != NULL && wrapped < text + strcspn(text, "{")) { /* "//<![CDATA[ … //]]>" of old XHTML */
		wrapped += strlen("<![CDATA[");
		wrapped += strcspn(wrapped, "{[");
		while (end > wrapped && end[-1] != '}' && end[-1] != ']')
			end--;
		text = end > wrapped ? arena_strndup(&d->r->keep, wrapped, (size_t)(end - wrapped)) : text;
	}
	cJSON *j = json_parse(text, strlen(text), PAGE_BYTES_MAX, &why);
	if (j == NULL) {
		run_skip(d->r, "a JSON-LD block that is not JSON", d->r->source->name);
		return true;
	}
	bool ok = walk(d, j, 0);
	cJSON_Delete(j);
	return ok;
}

static bool is_ld_script(xmlNode *n)
{
	if (n->type != XML_ELEMENT_NODE || strcasecmp((const char *)n->name, "script") != 0)
		return false;
	xmlChar *type = xmlGetProp(n, (const xmlChar *)"type");
	bool yes = type != NULL && strncasecmp((const char *)type, "application/ld+json", 19) == 0;
	xmlFree(type);
	return yes;
}

/* Document order, without recursion: a page may be nested as deeply as it likes. */
static xmlNode *next_node(xmlNode *n)
{
	if (n->children != NULL && n->type == XML_ELEMENT_NODE)
		return n->children;
	while (n != NULL && n->next == NULL)
		n = n->parent;
	return n != NULL ? n->next : NULL;
}

static bool take_page(struct jsonld *d, const char *html)
{
	int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
	htmlDocPtr doc = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8", options);
	bool ok = true;
	if (doc == NULL)
		return true;
	for (xmlNode *n = xmlDocGetRootElement(doc); ok && n != NULL; n = next_node(n)) {
		if (!is_ld_script(n))
			continue;
		xmlChar *text = xmlNodeGetContent(n);
		ok = text == NULL || take_json(d, (const char *)text);
		xmlFree(text);
	}
	xmlFreeDoc(doc);
	return ok;
}

bool source_jsonld_read(struct run *r, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	struct jsonld d = {.r = r, .e = e};
	if (!run_document(r, "page", PAGE_BYTES_MAX, &text, e))
		return false;
	if (r->not_modified)
		return true;
	const char *good = text_decode(&r->keep, buf_str(&text), text.len);
	const char *first = good + strspn(good, " \t\r\n");
	bool ok = *first == '{' || *first == '[' ? take_json(&d, first) : take_page(&d, good);
	if (ok && !d.any_script)
		run_incomplete(r, "the page has no JSON-LD");
	return ok;
}
