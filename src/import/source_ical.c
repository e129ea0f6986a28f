/* iCalendar (RFC 5545) by libical: an organisation's own calendar. A series (VEVENT with RRULE and its
 * RECURRENCE-ID overrides) is one activity. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/ical_rule.h"
#include "import/sources.h"
#include "import/str_map.h"
#include "import/text.h"
#include "model/codec.h"

#define CALENDAR_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define EVENTS_MAX 20000
#define NESTING_MAX 8

/* libical builds and frees components recursively: what is nested too deeply is refused before. */
static bool nesting_ok(const char *text)
{
	int depth = 0;
	for (const char *p = text; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n') {
		if (strncasecmp(p, "BEGIN:", 6) == 0 && ++depth > NESTING_MAX)
			return false;
		if (strncasecmp(p, "END:", 4) == 0)
			depth--;
	}
	return true;
}

/* ---- one event ---- */

static const char *text_of(icalcomponent *c, icalproperty_kind kind, struct arena *a)
{
	icalproperty *p = icalcomponent_get_first_property(c, kind);
	const char *s = p != NULL ? icalproperty_get_value_as_string(p) : NULL;
	icalvalue *v = p != NULL ? icalproperty_get_value(p) : NULL;
	if (v != NULL && icalvalue_isa(v) == ICAL_TEXT_VALUE)
		s = icalvalue_get_text(v); /* without the backslashes */
	s = s != NULL ? html_to_text(a, s) : NULL;
	return str_empty(s) ? NULL : s;
}

static void set_status(struct activity *v, icalcomponent *c)
{
	if (icalcomponent_get_status(c) == ICAL_STATUS_CANCELLED)
		v->status = STATUS_CANCELLED;
}

/* Does the text have one of the words, as the beginning of a part of it (a place) or anywhere (an address)? */
static bool says_meeting(const char *s, bool address)
{
	static const char *const hosts[] = {"zoom", "teams", "meet", "webex", "jitsi", "whereby"};
	static const char *const places[] = {"Microsoft Teams", "Teams",    "Teamsissä", "Zoom",   "Zoomissa",
					     "Google Meet",     "Webex", "Verkossa",  "Etänä", "Online"};
	for (size_t i = 0; address && i < sizeof hosts / sizeof hosts[0]; i++)
		if (strcasestr(s, hosts[i]) != NULL)
			return true;
	for (size_t i = 0; !address && i < sizeof places / sizeof places[0]; i++) {
		size_t n = strlen(places[i]);
		if (strncasecmp(s, places[i], n) == 0 && (s[n] == '\0' || strchr(" -:.", s[n]) != NULL)) /* not Zoomarintie */
			return true;
	}
	return false;
}

/* Takes a meeting's address, or the name of a service for such, out of the words about the place; NULL when nothing
 * else is said. */
static const char *take_meeting(struct activity *v, const char *words, struct arena *a)
{
	const char *at = words != NULL ? strstr(words, "://") : NULL;
	const char *url = NULL;
	const char *left = NULL;
	if (at != NULL) {
		while (at > words && (at[-1] | 32) >= 'a' && (at[-1] | 32) <= 'z')
			at--;
		size_t n = strcspn(at, " \n\t,;<>()");
		url = url_normalise(a, arena_strndup(a, at, n));
		words = arena_printf(a, "%.*s %s", (int)(at - words), words, at + n);
	}
	struct strs parts = str_split(a, words, ",;\n()<>");
	for (size_t i = 0; i < parts.n; i++) {
		if (says_meeting(parts.v[i], false))
			v->attend = ATTEND_ONLINE;
		else
			left = left == NULL ? parts.v[i] : arena_printf(a, "%s, %s", left, parts.v[i]);
	}
	if (url != NULL && (left == NULL || says_meeting(url, true))) /* with a room it may be a map */
		v->attend = ATTEND_ONLINE;
	if (v->web == NULL)
		v->web = url;
	return left;
}

static bool set_place(struct run *r, const char *prefix, struct activity *v, icalcomponent *c,
		      struct error *e)
{
	struct place p = {.has_position = false};
	const char *words = take_meeting(v, text_of(c, ICAL_LOCATION_PROPERTY, &r->item), &r->item);
	icalproperty *geo = icalcomponent_get_first_property(c, ICAL_GEO_PROPERTY);
	if (words != NULL && !address_parse(&p, words, r->tables, &r->item))
		p.name = run_text(r, text_cap(&r->item, text_line(&r->item, words), TEXT_TITLE_MAX, NULL));
	if (geo != NULL) {
		struct icalgeotype g = icalproperty_get_geo(geo);
		if (coords_set(&p, g.lat, g.lon) == COORDS_ABSURD)
			run_changed(r, "absurd position dropped", v->from.source_id);
	}
	if (words == NULL && !p.has_position)
		return true;
	run_default_municipality(r, &p);
	v->attend |= v->attend != 0 ? (unsigned)ATTEND_SITE : 0; /* in a room and by video */
	return address_take(r, prefix, &p, &v->place, e);
}

static void set_topics(struct run *r, struct activity *v, icalcomponent *c)
{
	struct votes votes = {0};
	for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_CATEGORIES_PROPERTY); p != NULL;
	     p = icalcomponent_get_next_property(c, ICAL_CATEGORIES_PROPERTY)) {
		struct strs words = str_split(&r->item, icalproperty_get_categories(p), ",");
		for (size_t i = 0; i < words.n; i++)
			if (!votes_code(&votes, r->tables, "ical", words.v[i]))
				votes_text(&votes, r->tables, words.v[i], &r->item);
	}
	finish_topics(r, v, &votes);
}

static int64_t modified_of(icalcomponent *c)
{
	icalproperty *p = icalcomponent_get_first_property(c, ICAL_LASTMODIFIED_PROPERTY);
	struct icaltimetype t = p != NULL ? icalproperty_get_lastmodified(p) : icaltime_null_time();
	if (icaltime_is_null_time(t) || t.year < 1990 || t.year > 2100)
		return INSTANT_NONE;
	return (int64_t)icaltime_as_timet_with_zone(t, icaltimezone_get_utc_timezone());
}

/* source_id of a single overriding event without its series: the series' UID and which occurrence it was. */
static bool take_event(struct run *r, icalcomponent *event, const char *source_id,
		       icalcomponent *const *overrides, size_t n_overrides, struct error *e)
{
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	const char *why = NULL;
	struct organisation o = {.name = {{NULL}}};
	const char *prefix = run_prefix(r, "ical");
	icalcomponent *c = ical_holding(r, event, overrides, n_overrides);
	*v = (struct activity){.type = ACTIVITY_EVENT, .expires_at = INSTANT_NONE};
	rec.id = run_id(r, prefix, source_id);
	v->from = run_provenance(r, source_id);
	v->from.modified_at = modified_of(c);
	const char *title = text_of(c, ICAL_SUMMARY_PROPERTY, a);
	v->title = run_text(r, title != NULL ? title : text_of(event, ICAL_SUMMARY_PROPERTY, a));
	v->text = run_text(r, text_of(c, ICAL_DESCRIPTION_PROPERTY, a));
	v->web = url_normalise(a, text_of(c, ICAL_URL_PROPERTY, a));
	v->from.url = v->web;
	set_status(v, c);
	if (!ical_times(r, event, overrides, n_overrides, v, &why)) {
		run_skip(r, why, source_id);
		return true;
	}
	set_topics(r, v, c);
	return run_organisation(r, prefix, &o, &v->organisation, e) && set_place(r, prefix, v, c, e) &&
	       run_take(r, &rec, e);
}

/* ---- series ---- */

struct event {
	icalcomponent *c;
	const char *uid;
	bool is_override;
	int sequence;
	const char *start; /* DTSTART as it is written */
	size_t order;
};

static int by_uid(const void *pa, const void *pb)
{
	const struct event *a = pa;
	const struct event *b = pb;
	int d = strcmp(a->uid, b->uid);
	if (d == 0)
		d = a->is_override - b->is_override; /* the series first */
	if (d == 0)
		d = (b->sequence > a->sequence) - (b->sequence < a->sequence); /* the newest first */
	if (d == 0)
		d = strcmp(a->start, b->start);
	return d != 0 ? d : (a->order > b->order) - (a->order < b->order);
}

static bool is_private(icalcomponent *c)
{
	icalproperty *p = icalcomponent_get_first_property(c, ICAL_CLASS_PROPERTY);
	return p != NULL && icalproperty_get_class(p) != ICAL_CLASS_PUBLIC &&
	       icalproperty_get_class(p) != ICAL_CLASS_NONE;
}

static size_t collect(struct run *r, icalcomponent *cal, struct event *out)
{
	size_t n = 0;
	icalcomponent *c = icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT);
	for (; c != NULL; c = icalcomponent_get_next_component(cal, ICAL_VEVENT_COMPONENT)) {
		const char *uid = icalcomponent_get_uid(c);
		if (str_empty(uid)) {
			const char *words = icalcomponent_get_summary(c);
			uid = run_hash(&r->keep, words != NULL ? words : "");
		}
		if (is_private(c)) {
			run_skip(r, "private", uid);
			continue;
		}
		if (ical_damaged(c, "RECURRENCE-ID")) { /* no event of its own */
			run_skip(r, "damaged RECURRENCE-ID", uid);
			continue;
		}
		if (n == EVENTS_MAX) {
			run_incomplete(r, "more than %d events", EVENTS_MAX);
			break;
		}
		bool over = icalcomponent_get_first_property(c, ICAL_RECURRENCEID_PROPERTY) != NULL;
		icalproperty *start = icalcomponent_get_first_property(c, ICAL_DTSTART_PROPERTY);
		out[n] = (struct event){.c = c,
					.uid = uid,
					.is_override = over,
					.sequence = icalcomponent_get_sequence(c),
					.start = arena_strdup(&r->keep, start != NULL ? icalproperty_get_value_as_string(start) : ""),
					.order = n};
		n++;
	}
	qsort(out, n, sizeof *out, by_uid);
	return n;
}

/* Events that share a UID with the series `first` and are none of its overrides: older versions of it, or other events of a
 * program that gives every event the same UID. */
static bool take_namesakes(struct run *r, const struct event *first, const struct event *ev, size_t n, struct error *e)
{
	for (size_t i = 0; i < n && !ev[i].is_override; i++) {
		arena_reset(&r->item);
		const struct event *before = i > 0 ? &ev[i - 1] : first;
		if (ev[i].sequence < first->sequence) {
			run_skip(r, "an older version of an event", ev[i].uid);
		} else if (str_eq(ev[i].start, before->start)) {
			run_skip(r, "the same event twice", ev[i].uid);
		} else {
			run_changed(r, "several events with one UID", ev[i].uid);
			if (!take_event(r, ev[i].c, arena_printf(&r->item, "%s/%s", ev[i].uid, ev[i].start), NULL, 0, e))
				return false;
		}
	}
	return true;
}

/* Events from..to share a UID. */
static bool take_series(struct run *r, const struct event *ev, size_t n, struct error *e)
{
	icalcomponent **overrides = ARENA_ARRAY(&r->keep, icalcomponent *, n);
	size_t n_over = 0;
	arena_reset(&r->item);
	for (size_t i = 1; i < n; i++)
		if (ev[i].is_override)
			overrides[n_over++] = ev[i].c;
	if (!ev[0].is_override)
		return take_event(r, ev[0].c, ev[0].uid, overrides, n_over, e) && take_namesakes(r, &ev[0], ev + 1, n - 1, e);
	for (size_t i = 0; i < n; i++) { /* the series itself is not in this calendar */
		arena_reset(&r->item);
		icalproperty *p = icalcomponent_get_first_property(ev[i].c, ICAL_RECURRENCEID_PROPERTY);
		const char *id =
			arena_printf(&r->item, "%s/%s", ev[i].uid, icalproperty_get_value_as_string(p));
		if (!take_event(r, ev[i].c, id, NULL, 0, e))
			return false;
	}
	return true;
}

static bool take_calendar(struct run *r, icalcomponent *cal, struct error *e)
{
	CLEANUP_FREE struct event *events = calloc(EVENTS_MAX, sizeof *events);
	if (events == NULL)
		return error_set(e, ERROR_INTERNAL, "out of memory");
	size_t n = collect(r, cal, events);
	for (size_t i = 0, end = 0; i < n; i = end) {
		for (end = i + 1; end < n && str_eq(events[end].uid, events[i].uid);)
			end++;
		if (!take_series(r, events + i, end - i, e))
			return false;
	}
	return true;
}

bool source_ical_read(struct run *r, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	if (!run_document(r, "calendar", CALENDAR_BYTES_MAX, &text, e))
		return false;
	if (r->not_modified)
		return true;
	const char *good = text_decode(&r->keep, buf_str(&text), text.len);
	if (strcasestr(good, "BEGIN:VCALENDAR") == NULL || strcasestr(good, "END:VCALENDAR") == NULL) {
		run_incomplete(r, "not an iCalendar, or it ends in the middle");
		return true;
	}
	if (!nesting_ok(good)) {
		run_incomplete(r, "components nested deeper than %d", NESTING_MAX);
		return true;
	}
	icalerror_set_errors_are_fatal(false);
	icalcomponent *root = icalparser_parse_string(good);
	if (root == NULL) {
		run_incomplete(r, "not an iCalendar");
		return true;
	}
	bool ok = true;
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		ok = take_calendar(r, root, e);
	else /* several calendars in one file */
		for (icalcomponent *c = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
		     ok && c != NULL; c = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
			ok = take_calendar(r, c, e);
	icalcomponent_free(root);
	icalmemory_free_ring();
	return ok;
}
