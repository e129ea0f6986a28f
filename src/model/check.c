#include "model/check.h"

#include <string.h>

#include "base/error.h"
#include "model/codec.h"

bool record_check_id(const char *id, struct error *e)
{
	if (str_empty(id))
		return error_set(e, ERROR_INPUT, "id: empty");
	if (strlen(id) > RECORD_ID_MAX)
		return error_set(e, ERROR_LIMIT, "id: longer than %d", RECORD_ID_MAX);
	for (const char *p = id; *p != '\0'; p++)
		if (*p < '!' || *p > '~')
			return error_set(e, ERROR_INPUT, "id: a character that is not printable ASCII");
	return true;
}

static bool check_activity(const struct activity *v, struct error *e)
{
	if (ltext_empty(&v->title))
		return error_set(e, ERROR_INPUT, "title: missing");
	if (v->age_min < 0 || v->age_max > 150 || (v->age_max != 0 && v->age_max < v->age_min))
		return error_set(e, ERROR_INPUT, "age_min, age_max: not an age range");
	for (size_t i = 0; i < v->n_schedules; i++)
		if (!schedule_check(&v->schedules[i], e))
			return error_context(e, "schedules[%zu]", i);
	for (size_t i = 0; i < v->n_exceptions; i++) {
		const struct exception *x = &v->exceptions[i];
		if (!date_is_set(x->start.date))
			return error_set(e, ERROR_INPUT, "exceptions[%zu]: start: missing", i);
		if (x->status == STATUS_RESCHEDULED && !date_is_set(x->to.date))
			return error_set(e, ERROR_INPUT, "exceptions[%zu]: to: missing", i);
	}
	return true;
}

static bool check_position(double lat, double lon, struct error *e)
{
	if (lat < -90 || lat > 90 || lon < -180 || lon > 180)
		return error_set(e, ERROR_INPUT, "lat, lon: %g, %g is not on Earth", lat, lon);
	return true;
}

static bool check_span(int64_t from, int64_t until, struct error *e)
{
	if (from != INSTANT_NONE && until != INSTANT_NONE && until <= from)
		return error_set(e, ERROR_INPUT, "until_at: not after from_at");
	return true;
}

static bool check_poll(const struct poll *p, struct error *e)
{
	if (ltext_empty(&p->question))
		return error_set(e, ERROR_INPUT, "question: missing");
	if (p->n_answers < 2 || p->n_answers > 4)
		return error_set(e, ERROR_INPUT, "answers: %zu, must be 2 to 4", p->n_answers);
	for (size_t i = 0; i < p->n_answers; i++)
		if (str_empty(p->answers[i].id) || ltext_empty(&p->answers[i].text))
			return error_set(e, ERROR_INPUT, "answers[%zu]: id or text missing", i);
	return check_span(p->from_at, p->until_at, e);
}

static bool check_hide(const struct hide *h, struct error *e)
{
	if (!str_eq(h->what, "activity") && !str_eq(h->what, "organisation") && !str_eq(h->what, "topic"))
		return error_set(e, ERROR_INPUT, "what: not activity, organisation or topic");
	return !str_empty(h->target) || error_set(e, ERROR_INPUT, "target: missing");
}

static bool check_centre(const struct centre *c, struct error *e)
{
	if (ltext_empty(&c->name))
		return error_set(e, ERROR_INPUT, "name: missing");
	if (c->zone != NULL && !zone_known(c->zone))
		return error_set(e, ERROR_INPUT, "zone: '%s' is not an IANA zone", c->zone);
	return check_position(c->lat, c->lon, e);
}

bool record_check(const struct record *r, struct error *e)
{
	switch (r->kind) {
	case KIND_ORGANISATION:
		return !ltext_empty(&r->organisation.name) || error_set(e, ERROR_INPUT, "name: missing");
	case KIND_PLACE: return !r->place.has_position || check_position(r->place.lat, r->place.lon, e);
	case KIND_ACTIVITY: return check_activity(&r->activity, e);
	case KIND_TOPIC: return !ltext_empty(&r->topic.title) || error_set(e, ERROR_INPUT, "title: missing");
	case KIND_CENTRE: return check_centre(&r->centre, e);
	case KIND_FEATURE:
		if (str_empty(r->feature.activity))
			return error_set(e, ERROR_INPUT, "activity: missing");
		return check_span(r->feature.from_at, r->feature.until_at, e);
	case KIND_HIDE: return check_hide(&r->hide, e);
	case KIND_NOTICE:
		if (ltext_empty(&r->notice.title))
			return error_set(e, ERROR_INPUT, "title: missing");
		return check_span(r->notice.from_at, r->notice.until_at, e);
	case KIND_CONTACT: return !ltext_empty(&r->contact.name) || error_set(e, ERROR_INPUT, "name: missing");
	case KIND_POLL: return check_poll(&r->poll, e);
	case KIND_COUNT:
	case KIND_NONE: break;
	}
	return error_set(e, ERROR_INPUT, "kind: unknown");
}
