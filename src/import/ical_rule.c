#include "import/ical_rule.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "import/ical_range.h"
#include "model/codec.h"

#define COUNT_MAX 10000
#define STEPS_MAX 20000

/* ---- times ---- */

static struct civil civil_of(struct icaltimetype t)
{
	return (struct civil){
		.date = {.year = (int16_t)t.year, .month = (int8_t)t.month, .day = (int8_t)t.day},
		.hour = (int8_t)t.hour,
		.minute = (int8_t)t.minute,
		.second = (int8_t)t.second};
}

/* The zone the event's wall clock belongs to: its TZID when the system knows it, else the source's. */
static const char *zone_of(struct run *r, icalproperty *start)
{
	icalparameter *p =
		start != NULL ? icalproperty_get_first_parameter(start, ICAL_TZID_PARAMETER) : NULL;
	const char *tzid = p != NULL ? icalparameter_get_tzid(p) : NULL;
	if (tzid == NULL)
		return r->source->zone;
	if (zone_known(tzid))
		return arena_strdup(&r->item, tzid);
	/* "/freeassociation.sourceforge.net/Europe/Helsinki" and the like end in the name */
	for (const char *p2 = strchr(tzid, '/'); p2 != NULL; p2 = strchr(p2 + 1, '/'))
		if (zone_known(p2 + 1))
			return arena_strdup(&r->item, p2 + 1);
	run_changed(r, "unknown time zone: taken as the source's", tzid);
	return r->source->zone;
}

/* Wall clock in `zone`. UTC times are turned; times with the event's own TZID or none are local already; with
 * another known TZID (an override made abroad) they are turned too. */
static struct civil local_of(struct icaltimetype t, icalproperty *p, const char *zone)
{
	struct civil c = civil_of(t);
	icalparameter *param = p != NULL ? icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER) : NULL;
	const char *tzid = param != NULL ? icalparameter_get_tzid(param) : NULL;
	if (t.is_date)
		return (struct civil){.date = c.date};
	if (icaltime_is_utc(t))
		return zone_to_civil(zone, zone_to_instant("UTC", c));
	if (tzid != NULL && zone_known(tzid) && strcmp(tzid, zone) != 0)
		return zone_to_civil(zone, zone_to_instant(tzid, c));
	return c;
}

/* The same of a day of a series: one given without its clock time means the occurrence of that day. */
static struct civil occurrence_of(struct icaltimetype t, icalproperty *p, const struct schedule *s)
{
	struct civil c = local_of(t, p, s->zone);
	if (t.is_date && !s->all_day)
		c = (struct civil){c.date, s->start.hour, s->start.minute, s->start.second};
	return c;
}

static bool usable(struct icaltimetype t)
{
	return !icaltime_is_null_time(t) && t.year >= 1990 && t.year <= 2100 && t.month >= 1 &&
	       t.month <= 12 && t.day >= 1 && t.day <= 31 && t.hour >= 0 && t.hour <= 23 && t.minute >= 0 &&
	       t.minute <= 59 && date_valid(civil_of(t).date);
}

static int minutes_between(struct civil from, struct civil to)
{
	int64_t d = ((int64_t)date_to_days(to.date) - date_to_days(from.date)) * 1440 +
		    (to.hour - from.hour) * 60 + (to.minute - from.minute);
	return d < 0 ? 0 : d > 366 * 1440 ? 366 * 1440 : (int)d;
}

static int duration_of(icalcomponent *c, const struct schedule *s)
{
	icalproperty *end = icalcomponent_get_first_property(c, ICAL_DTEND_PROPERTY);
	icalproperty *length = icalcomponent_get_first_property(c, ICAL_DURATION_PROPERTY);
	int minutes = 0;
	if (end != NULL && usable(icalproperty_get_dtend(end))) {
		minutes = minutes_between(s->start, local_of(icalproperty_get_dtend(end), end, s->zone));
	} else if (length != NULL) {
		int64_t seconds = icaldurationtype_as_int(icalproperty_get_duration(length));
		minutes = seconds < 0 ? 0 : seconds > (int64_t)366 * 86400 ? 366 * 1440 : (int)(seconds / 60);
	}
	return s->all_day && minutes < 1440 ? 1440 : minutes;
}

/* ---- rule ---- */

static const char *numbers(const short *v, size_t most, struct arena *a)
{
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < most && v[i] != ICAL_RECURRENCE_ARRAY_MAX && i < 60; i++)
		buf_printf(&out, "%s%d", i > 0 ? "," : "", v[i]);
	const char *s = out.len > 0 ? arena_strdup(a, out.data) : NULL;
	buf_fini(&out);
	return s;
}

static const char *weekdays(const short *v, struct arena *a)
{
	static const char *const codes[] = {"", "SU", "MO", "TU", "WE", "TH", "FR", "SA"};
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < 40 && v[i] != ICAL_RECURRENCE_ARRAY_MAX; i++) {
		int day = icalrecurrencetype_day_day_of_week(v[i]);
		int position = icalrecurrencetype_day_position(v[i]);
		if (day < 1 || day > 7)
			continue;
		buf_puts(&out, out.len > 0 ? "," : "");
		if (position != 0)
			buf_printf(&out, "%d", position);
		buf_puts(&out, codes[day]);
	}
	const char *s = out.len > 0 ? arena_strdup(a, out.data) : NULL;
	buf_fini(&out);
	return s;
}

static bool is_used(const short *v)
{
	return v[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

static bool needs_writing_out(const struct icalrecurrencetype *rule)
{
	bool odd_week = rule->freq == ICAL_WEEKLY_RECURRENCE && rule->interval > 1 &&
			rule->week_start != ICAL_MONDAY_WEEKDAY && rule->week_start != ICAL_NO_WEEKDAY;
	return is_used(rule->by_year_day) || is_used(rule->by_week_no) || is_used(rule->by_hour) ||
	       is_used(rule->by_minute) || is_used(rule->by_second) || odd_week;
}

/* libical reads BYSETPOS only in monthly and yearly rules, and no days from the end of the month in daily
 * ones (tests/conformance/rrule.py): better no time than a wrong one. */
static bool not_understood(const struct icalrecurrencetype *rule)
{
	bool short_freq = rule->freq == ICAL_DAILY_RECURRENCE || rule->freq == ICAL_WEEKLY_RECURRENCE;
	bool from_end = false;
	for (size_t i = 0; i < ICAL_BY_MONTHDAY_SIZE && rule->by_month_day[i] != ICAL_RECURRENCE_ARRAY_MAX;
	     i++)
		from_end = from_end || rule->by_month_day[i] < 0;
	bool days_of_month = rule->freq == ICAL_WEEKLY_RECURRENCE && is_used(rule->by_month_day); /* RFC 5545 has none there */
	return (short_freq && is_used(rule->by_set_pos)) || (rule->freq == ICAL_DAILY_RECURRENCE && from_end) || days_of_month;
}

static void set_until(struct schedule *s, struct icaltimetype until)
{
	if (!usable(until))
		return;
	struct civil c = local_of(until, NULL, s->zone);
	s->until = c.date;
	/* an end before the day's clock time leaves that day out; our until is the last day itself */
	struct civil that_day = s->start;
	that_day.date = c.date;
	if (!until.is_date && civil_compare(c, that_day) < 0)
		s->until = date_add(c.date, -1);
}

static void write_out(struct run *r, struct schedule *s, const struct icalrecurrencetype *rule,
		      struct icaltimetype start)
{
	icalrecur_iterator *it = icalrecur_iterator_new(*rule, start);
	run_depends_on_day(r);
	s->rdates.v = ARENA_ARRAY(&r->item, struct civil, SCHEDULE_EXCEPTIONS_MAX);
	bool first = true;
	for (int step = 0; it != NULL && step < STEPS_MAX && s->rdates.n < ICAL_DATES_MAX; step++) {
		struct icaltimetype t = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(t) || !usable(t))
			break;
		struct civil c = civil_of(t);
		int64_t at = zone_to_instant(s->zone, c);
		if (at < r->now - 86400)
			continue;
		if (at > r->now + ICAL_WRITE_OUT_S)
			break;
		if (first)
			s->start = c;
		else
			s->rdates.v[s->rdates.n++] = c;
		first = false;
	}
	if (it != NULL)
		icalrecur_iterator_free(it);
}

bool ical_damaged(icalcomponent *c, const char *name)
{
	for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_XLICERROR_PROPERTY); p != NULL;
	     p = icalcomponent_get_next_property(c, ICAL_XLICERROR_PROPERTY))
		if (strstr(icalproperty_get_xlicerror(p), name) != NULL)
			return true;
	return false;
}

static bool set_rule(struct run *r, struct schedule *s, icalcomponent *c, struct icaltimetype start,
		     const char **why)
{
	if (icalcomponent_get_first_property(c, ICAL_EXRULE_PROPERTY) != NULL) {
		*why = "EXRULE, which is not read";
		return false;
	}
	icalproperty *p = icalcomponent_get_first_property(c, ICAL_RRULE_PROPERTY);
	if (p == NULL && ical_damaged(c, "RRULE")) {
		*why = "damaged RRULE";
		return false;
	}
	if (p == NULL)
		return true;
	struct icalrecurrencetype rule = icalproperty_get_rrule(p);
	switch (rule.freq) {
	case ICAL_DAILY_RECURRENCE: s->freq = SCHEDULE_DAILY; break;
	case ICAL_WEEKLY_RECURRENCE: s->freq = SCHEDULE_WEEKLY; break;
	case ICAL_MONTHLY_RECURRENCE: s->freq = SCHEDULE_MONTHLY; break;
	case ICAL_YEARLY_RECURRENCE: s->freq = SCHEDULE_YEARLY; break;
	case ICAL_NO_RECURRENCE: *why = "damaged RRULE"; return false;
	default: *why = "repeats within a day"; return false;
	}
	if (not_understood(&rule)) {
		*why = "RRULE with BYSETPOS or BYMONTHDAY that is not understood";
		return false;
	}
	if (needs_writing_out(&rule)) {
		s->freq = SCHEDULE_ONCE;
		write_out(r, s, &rule, start);
		run_changed(r, "unusual RRULE written out as dates", icalcomponent_get_uid(c));
		return true;
	}
	if (icalcomponent_get_next_property(c, ICAL_RRULE_PROPERTY) != NULL)
		run_changed(r, "several RRULEs: only the first is read", icalcomponent_get_uid(c));
	s->interval = rule.interval > 0 ? rule.interval : 1;
	s->byday = weekdays(rule.by_day, &r->item);
	s->bymonthday = numbers(rule.by_month_day, ICAL_BY_MONTHDAY_SIZE, &r->item);
	s->bymonth = numbers(rule.by_month, ICAL_BY_MONTH_SIZE, &r->item);
	s->bysetpos = numbers(rule.by_set_pos, ICAL_BY_SETPOS_SIZE, &r->item);
	set_until(s, rule.until);
	s->count = rule.count > 0 && rule.count <= COUNT_MAX ? rule.count : 0;
	if (rule.count > COUNT_MAX)
		run_changed(r, "absurd COUNT taken as endless", icalcomponent_get_uid(c));
	return true;
}

static void set_dates(struct run *r, struct schedule *s, icalcomponent *c)
{
	struct civil *ex = ARENA_ARRAY(&r->item, struct civil, SCHEDULE_EXCEPTIONS_MAX);
	struct civil *more = ARENA_ARRAY(&r->item, struct civil, SCHEDULE_EXCEPTIONS_MAX);
	size_t n_more = 0;
	s->exdates.v = ex;
	for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_EXDATE_PROPERTY); p != NULL;
	     p = icalcomponent_get_next_property(c, ICAL_EXDATE_PROPERTY))
		if (s->exdates.n == SCHEDULE_EXCEPTIONS_MAX)
			run_changed(r, "more excluded dates than a record holds", icalcomponent_get_uid(c));
		else if (usable(icalproperty_get_exdate(p)))
			ex[s->exdates.n++] = occurrence_of(icalproperty_get_exdate(p), p, s);
	for (size_t i = 0; i < s->rdates.n; i++)
		more[n_more++] = s->rdates.v[i];
	for (icalproperty *p = icalcomponent_get_first_property(c, ICAL_RDATE_PROPERTY); p != NULL;
	     p = icalcomponent_get_next_property(c, ICAL_RDATE_PROPERTY)) {
		struct icaldatetimeperiodtype d = icalproperty_get_rdate(p);
		struct icaltimetype t = icaltime_is_null_time(d.time) ? d.period.start : d.time;
		if (usable(t) && n_more < SCHEDULE_EXCEPTIONS_MAX)
			more[n_more++] = occurrence_of(t, p, s);
	}
	s->rdates = (struct civils){.v = more, .n = n_more};
}

/* The event's own times, without its overrides. */
static bool own_schedule(struct run *r, icalcomponent *event, struct schedule *s, const char **why)
{
	icalproperty *p = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
	struct icaltimetype start = p != NULL ? icalproperty_get_dtstart(p) : icaltime_null_time();
	if (!usable(start)) {
		*why = p == NULL ? "no start time" : "absurd date";
		return false;
	}
	*s = schedule_blank(zone_of(r, p));
	s->all_day = start.is_date;
	s->start = local_of(start, p, s->zone);
	s->duration_min = duration_of(event, s);
	if (icaltime_is_utc(start) && icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY) != NULL)
		run_changed(r, "series in UTC: read as clock times of its zone",
			    icalcomponent_get_uid(event));
	/* the rule runs on the wall clock, so that a weekly meeting stays at its hour when the clocks change
	 */
	struct icaltimetype wall = start;
	wall.year = s->start.date.year;
	wall.month = (unsigned char)s->start.date.month;
	wall.day = (unsigned char)s->start.date.day;
	wall.hour = (unsigned char)s->start.hour;
	wall.minute = (unsigned char)s->start.minute;
	wall.zone = NULL;
	if (!set_rule(r, s, event, wall, why))
		return false;
	set_dates(r, s, event);
	return true;
}

/* ---- overrides ---- */

struct override {
	icalcomponent *c;
	struct civil was, to; /* local to the series; to: as was when it tells no other time */
	bool all_day, cancelled;
};

/* False: it does not say which date it is about, or an absurd one. */
static bool override_read(icalcomponent *c, const struct schedule *s, struct override *o)
{
	icalproperty *which = icalcomponent_get_first_property(c, ICAL_RECURRENCEID_PROPERTY);
	icalproperty *start = icalcomponent_get_first_property(c, ICAL_DTSTART_PROPERTY);
	struct icaltimetype was = icalproperty_get_recurrenceid(which);
	if (!usable(was))
		return false;
	*o = (struct override){.c = c, .was = occurrence_of(was, which, s), .all_day = s->all_day};
	o->to = o->was;
	o->cancelled = icalcomponent_get_status(c) == ICAL_STATUS_CANCELLED;
	if (start == NULL || o->cancelled)
		return true;
	if (!usable(icalproperty_get_dtstart(start)))
		return false;
	o->all_day = icalproperty_get_dtstart(start).is_date;
	o->to = local_of(icalproperty_get_dtstart(start), start, s->zone);
	return true;
}

static bool is_range(icalcomponent *c)
{
	icalproperty *which = icalcomponent_get_first_property(c, ICAL_RECURRENCEID_PROPERTY);
	icalparameter *range = icalproperty_get_first_parameter(which, ICAL_RANGE_PARAMETER);
	return range != NULL && icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE;
}

static void add_exception(struct run *r, struct activity *v, const struct override *o, const struct ical_range *g, size_t n_ranges)
{
	const struct ical_range *in = ical_range_of(g, n_ranges, o->was);
	struct exception x = {.start = in != NULL ? ical_range_shift(in, o->was) : o->was, .status = STATUS_CANCELLED};
	if (v->n_exceptions == RECORD_LIST_MAX) {
		run_changed(r, "more single dates changed than a record holds", icalcomponent_get_uid(o->c));
		return;
	}
	if (!o->cancelled) {
		x.status = STATUS_RESCHEDULED;
		x.to = o->to;
		if (civil_compare(x.to, x.start) == 0) {
			run_changed(r, "text of a single occurrence left out", icalcomponent_get_uid(o->c));
			return;
		}
	}
	v->exceptions[v->n_exceptions++] = x;
}

static bool range_read(struct run *r, const struct override *o, const struct schedule *s, struct ical_range *g)
{
	const char *why = NULL;
	*g = (struct ical_range){.from = o->was, .to = o->to, .all_day = o->all_day, .ends = o->cancelled};
	struct schedule from_then = *s;
	from_then.start = o->to;
	from_then.all_day = o->all_day;
	bool has_length = icalcomponent_get_first_property(o->c, ICAL_DTEND_PROPERTY) != NULL ||
			  icalcomponent_get_first_property(o->c, ICAL_DURATION_PROPERTY) != NULL;
	g->duration_min = has_length || o->all_day != s->all_day ? duration_of(o->c, &from_then) : s->duration_min;
	if (g->ends || icalcomponent_get_first_property(o->c, ICAL_RRULE_PROPERTY) == NULL)
		return true;
	struct schedule *own = ARENA_NEW(&r->item, struct schedule);
	if (!own_schedule(r, o->c, own, &why)) {
		run_changed(r, arena_printf(&r->item, "change of a series left out: %s", why), icalcomponent_get_uid(o->c));
		return false;
	}
	g->own = own;
	return true;
}

/* Puts it in its place by date. Of two about the same date the first stays: the newest came first. */
static void range_insert(struct run *r, struct ical_range *g, size_t *n, const struct ical_range *one, const char *uid)
{
	size_t at = *n;
	while (at > 0 && civil_compare(one->from, g[at - 1].from) < 0)
		at--;
	if (at > 0 && civil_compare(one->from, g[at - 1].from) == 0)
		return;
	if (*n == ICAL_RANGES_MAX) {
		run_changed(r, "a series changed too often: a change left out", uid);
		return;
	}
	memmove(g + at + 1, g + at, (*n - at) * sizeof *g);
	g[at] = *one;
	++*n;
}

static size_t ranges_read(struct run *r, const struct schedule *s, icalcomponent *const *overrides, size_t n_overrides,
			  struct ical_range *g)
{
	size_t n = 0;
	struct override o;
	struct ical_range one;
	for (size_t i = 0; i < n_overrides; i++) {
		const char *uid = icalcomponent_get_uid(overrides[i]);
		if (!is_range(overrides[i]))
			continue;
		if (!override_read(overrides[i], s, &o))
			run_changed(r, "change of a series left out: absurd date", uid);
		else if (range_read(r, &o, s, &one))
			range_insert(r, g, &n, &one, uid);
	}
	return n;
}

bool ical_times(struct run *r, icalcomponent *event, icalcomponent *const *overrides, size_t n_overrides,
		struct activity *v, const char **why)
{
	struct schedule series;
	struct ical_range ranges[ICAL_RANGES_MAX];
	struct override o;
	bool written_out = false;
	const char *uid = icalcomponent_get_uid(event);
	if (!own_schedule(r, event, &series, why))
		return false;
	size_t n = ranges_read(r, &series, overrides, n_overrides, ranges);
	if (n > 0 && ranges[0].ends && civil_compare(ranges[0].from, series.start) <= 0) {
		v->status = STATUS_CANCELLED; /* all of it: said, not left out */
		n = 0;
	}
	v->exceptions = ARENA_ARRAY(&r->item, struct exception, RECORD_LIST_MAX);
	for (size_t i = 0; i < n_overrides; i++)
		if (!is_range(overrides[i]) && override_read(overrides[i], &series, &o))
			add_exception(r, v, &o, ranges, n);
	v->schedules = ARENA_ARRAY(&r->item, struct schedule, ICAL_RANGES_MAX + 1);
	v->n_schedules = ical_ranges_apply(&series, ranges, n, r->now, v->schedules, &written_out, &r->item);
	if (written_out) {
		run_depends_on_day(r);
		run_changed(r, "series moved by days written out as dates", uid);
	}
	v->n_schedules = run_sound_schedules(r, v->schedules, v->n_schedules, uid);
	*why = "no sound time";
	return v->n_schedules > 0;
}

static bool same_words(icalcomponent *a, icalcomponent *b)
{
	static const icalproperty_kind kinds[] = {ICAL_SUMMARY_PROPERTY, ICAL_DESCRIPTION_PROPERTY, ICAL_LOCATION_PROPERTY};
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		icalproperty *pa = icalcomponent_get_first_property(a, kinds[i]);
		icalproperty *pb = icalcomponent_get_first_property(b, kinds[i]);
		const char *sa = pa != NULL ? icalproperty_get_value_as_string(pa) : "";
		if (strcmp(sa, pb != NULL ? icalproperty_get_value_as_string(pb) : "") != 0)
			return false;
	}
	return true;
}

static bool any_range(icalcomponent *const *overrides, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_range(overrides[i]))
			return true;
	return false;
}

icalcomponent *ical_holding(struct run *r, icalcomponent *event, icalcomponent *const *overrides, size_t n_overrides)
{
	icalcomponent *holding = event;
	struct override o, last = {.c = event};
	if (!any_range(overrides, n_overrides))
		return event;
	struct schedule s = schedule_blank(zone_of(r, icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY)));
	struct date today = zone_to_civil(s.zone, r->now).date;
	for (size_t i = 0; i < n_overrides; i++) {
		if (!is_range(overrides[i]) || !override_read(overrides[i], &s, &o) || o.cancelled)
			continue;
		if (date_compare(o.to.date, today) > 0) {
			if (same_words(event, o.c))
				continue;
			run_depends_on_day(r);
			run_changed(r, "a series' later text or place: the present one is kept until then",
					    icalcomponent_get_uid(event));
		} else if (holding == event || civil_compare(o.was, last.was) > 0) {
			holding = o.c;
			last = o;
		}
	}
	return holding;
}
