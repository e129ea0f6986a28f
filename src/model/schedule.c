#include "model/schedule.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/schedule_rules.h"

/* A rule is followed for at most this many steps, whatever it says: daily for 27 years. */
#define STEPS_MAX 10000
#define DURATION_MAX_MIN (366 * 1440)
#define INTERVAL_MAX 1000
#define YEAR_MIN 1970
#define YEAR_MAX 2200

struct expansion {
	const struct schedule *s;
	int64_t from, to;
	struct occurrence *out;
	size_t n, most;
};

static struct icaltimetype to_ical(struct civil c)
{
	struct icaltimetype t = icaltime_null_time();
	t.year = c.date.year;
	t.month = c.date.month;
	t.day = c.date.day;
	t.hour = c.hour;
	t.minute = c.minute;
	t.second = c.second;
	return t;
}

static struct civil from_ical(struct icaltimetype t)
{
	return (struct civil){
		.date = {.year = (int16_t)t.year, .month = (int8_t)t.month, .day = (int8_t)t.day},
		.hour = (int8_t)t.hour,
		.minute = (int8_t)t.minute,
		.second = (int8_t)t.second};
}

static const char *freq_word(enum schedule_freq f)
{
	switch (f) {
	case SCHEDULE_ONCE: break;
	case SCHEDULE_DAILY: return "DAILY";
	case SCHEDULE_WEEKLY: return "WEEKLY";
	case SCHEDULE_MONTHLY: return "MONTHLY";
	case SCHEDULE_YEARLY: return "YEARLY";
	}
	return "DAILY";
}

/* The schedule as an RFC 5545 RRULE value; false when it does not fit. */
static bool rule_text(const struct schedule *s, char *out, size_t size)
{
	const struct {
		const char *name, *value;
	} parts[] = {{"BYDAY", s->byday},
		     {"BYMONTHDAY", s->bymonthday},
		     {"BYMONTH", s->bymonth},
		     {"BYSETPOS", s->bysetpos}};
	int n = snprintf(out, size, "FREQ=%s;INTERVAL=%d", freq_word(s->freq),
			 s->interval > 0 ? s->interval : 1);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0] && n >= 0 && (size_t)n < size; i++)
		if (parts[i].value != NULL)
			n += snprintf(out + n, size - (size_t)n, ";%s=%s", parts[i].name, parts[i].value);
	if (n >= 0 && (size_t)n < size && s->count > 0)
		n += snprintf(out + n, size - (size_t)n, ";COUNT=%d", s->count);
	else if (n >= 0 && (size_t)n < size && date_is_set(s->until))
		n += snprintf(out + n, size - (size_t)n, ";UNTIL=%04d%02d%02dT235959", s->until.year,
			      s->until.month, s->until.day);
	return n >= 0 && (size_t)n < size;
}

static bool same_or_whole_day(struct civil exdate, struct civil start)
{
	bool whole_day = exdate.hour == 0 && exdate.minute == 0 && exdate.second == 0;
	return whole_day ? date_compare(exdate.date, start.date) == 0 : civil_compare(exdate, start) == 0;
}

static bool excluded(const struct schedule *s, struct civil start)
{
	if (date_is_set(s->valid_from) && date_compare(start.date, s->valid_from) < 0)
		return true;
	if (date_is_set(s->valid_to) && date_compare(start.date, s->valid_to) > 0)
		return true;
	for (size_t i = 0; i < s->exdates.n; i++)
		if (same_or_whole_day(s->exdates.v[i], start))
			return true;
	return false;
}

/* Adds it when it lies in the window. Returns false when the window is behind us: stop. */
static bool take(struct expansion *x, struct civil start)
{
	int64_t end_at, start_at = zone_span(x->s->zone, start, x->s->duration_min, &end_at);
	if (start_at >= x->to)
		return false;
	bool over = end_at > start_at ? end_at <= x->from : start_at < x->from;
	if (over || excluded(x->s, start))
		return true;
	if (x->n == x->most)
		return false;
	x->out[x->n++] = (struct occurrence){
		.start_at = start_at, .end_at = end_at, .start = start, .all_day = x->s->all_day};
	return true;
}

/* Moves an uncounted daily or weekly rule forward by whole periods, so that an old rule costs no more
 * than a new one. Weeks move by the interval, which keeps "every other week" in step. */
static struct civil fast_forward(const struct schedule *s, int64_t from)
{
	if (s->count > 0 || (s->freq != SCHEDULE_DAILY && s->freq != SCHEDULE_WEEKLY))
		return s->start;
	int period = (s->freq == SCHEDULE_WEEKLY ? 7 : 1) * (s->interval > 0 ? s->interval : 1);
	int lead = s->duration_min / 1440 + 2 + 7;
	int behind = date_to_days(zone_to_civil(s->zone, from).date) - lead - date_to_days(s->start.date);
	struct civil start = s->start;
	if (behind > period)
		start.date = date_add(start.date, behind / period * period);
	return start;
}

/* libical (3.0) counts the weeks of "every other Sunday" from the wrong one when the start itself is not one of
 * the rule's days, so the rule is given its first matching day: the first one in a week that the interval reaches. */
static struct civil first_of_weekly(const struct schedule *s, struct civil start)
{
	static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	int interval = s->interval > 0 ? s->interval : 1;
	if (s->freq != SCHEDULE_WEEKLY || s->byday == NULL)
		return start;
	int monday = date_to_days(start.date) - (date_weekday(start.date) - 1);
	for (int ahead = 0; ahead < 7 * (interval + 1); ahead++) {
		struct date d = date_add(start.date, ahead);
		bool reached = (date_to_days(d) - monday) / 7 % interval == 0;
		if (reached && strstr(s->byday, codes[date_weekday(d) - 1]) != NULL) {
			start.date = d;
			break;
		}
	}
	return start;
}

static void follow_rule(struct expansion *x)
{
	const struct schedule *s = x->s;
	char text[512];
	if (!rule_text(s, text, sizeof text))
		return;
	icalerror_set_errors_are_fatal(false);
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
	if (rule.freq == ICAL_NO_RECURRENCE)
		return;
	icalrecur_iterator *it = icalrecur_iterator_new(rule, to_ical(first_of_weekly(s, fast_forward(s, x->from))));
	if (it == NULL)
		return;
	for (int step = 0; step < STEPS_MAX; step++) {
		struct icaltimetype t = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(t) || t.year > YEAR_MAX || !take(x, from_ical(t)))
			break;
	}
	icalrecur_iterator_free(it);
}

static bool take_simple(void *user, struct civil start)
{
	return take(user, start);
}

static void follow_simple_rule(struct expansion *x, const struct simple_rule *r)
{
	const struct schedule *s = x->s;
	int32_t lead = s->duration_min / 1440 + 2;
	simple_rule_follow(r, date_to_days(zone_to_civil(s->zone, x->from).date) - lead,
			   date_to_days(zone_to_civil(s->zone, x->to).date) + 1, take_simple, x);
}

static int by_start(const void *pa, const void *pb)
{
	const struct occurrence *a = pa;
	const struct occurrence *b = pb;
	return (a->start_at > b->start_at) - (a->start_at < b->start_at);
}

static size_t sort_unique(struct occurrence *v, size_t n)
{
	bool sorted = true; /* nearly always: a rule gives its dates in order */
	for (size_t i = 1; i < n; i++)
		sorted = sorted && v[i].start_at >= v[i - 1].start_at;
	if (n == 0)
		return 0;
	if (!sorted)
		qsort(v, n, sizeof *v, by_start);
	size_t kept = 1;
	for (size_t i = 1; i < n; i++)
		if (v[i].start_at != v[kept - 1].start_at)
			v[kept++] = v[i];
	return kept;
}

size_t schedule_expand(const struct schedule *s, int64_t from, int64_t to, size_t most,
		       struct occurrence **out, struct arena *a)
{
	if (most > SCHEDULE_OCCURRENCES_MAX)
		most = SCHEDULE_OCCURRENCES_MAX;
	/* the rule and the extra dates are each in order but not together: room for both, cut after sorting
	 */
	size_t room = most + s->rdates.n + 1;
	struct expansion x = {.s = s, .from = from, .to = to, .most = most};
	x.out = ARENA_RAW(a, struct occurrence, room);
	struct simple_rule rule;
	if (s->freq == SCHEDULE_ONCE)
		take(&x, s->start);
	else if (simple_rule_of(s, &rule))
		follow_simple_rule(&x, &rule);
	else
		follow_rule(&x);
	x.most = room;
	for (size_t i = 0; i < s->rdates.n; i++)
		take(&x, s->rdates.v[i]);
	x.n = sort_unique(x.out, x.n);
	*out = x.out;
	return x.n < most ? x.n : most;
}

static bool check_dates(const struct schedule *s, struct error *e)
{
	if (!date_valid(s->start.date) || s->start.date.year < YEAR_MIN || s->start.date.year > YEAR_MAX)
		return error_set(e, ERROR_INPUT, "start: not a date between %d and %d", YEAR_MIN, YEAR_MAX);
	if (date_is_set(s->until) && date_compare(s->until, s->start.date) < 0)
		return error_set(e, ERROR_INPUT, "until: before start");
	if (date_is_set(s->valid_from) && date_is_set(s->valid_to) &&
	    date_compare(s->valid_to, s->valid_from) < 0)
		return error_set(e, ERROR_INPUT, "valid_to: before valid_from");
	return true;
}

bool schedule_check(const struct schedule *s, struct error *e)
{
	if (!check_dates(s, e))
		return false;
	if (s->interval < 1 || s->interval > INTERVAL_MAX)
		return error_set(e, ERROR_INPUT, "interval: %d is not between 1 and %d", s->interval,
				 INTERVAL_MAX);
	if (s->duration_min < 0 || s->duration_min > DURATION_MAX_MIN)
		return error_set(e, ERROR_INPUT, "duration_min: %d is not between 0 and %d", s->duration_min,
				 DURATION_MAX_MIN);
	if (s->count < 0 || s->count > STEPS_MAX)
		return error_set(e, ERROR_INPUT, "count: %d is not between 0 and %d", s->count, STEPS_MAX);
	if (s->exdates.n > SCHEDULE_EXCEPTIONS_MAX || s->rdates.n > SCHEDULE_EXCEPTIONS_MAX)
		return error_set(e, ERROR_LIMIT, "exdates, rdates: more than %d", SCHEDULE_EXCEPTIONS_MAX);
	if (!zone_known(s->zone))
		return error_set(e, ERROR_INPUT, "zone: '%s' is not an IANA zone",
				 s->zone != NULL ? s->zone : "");
	struct simple_rule rule;
	if (s->freq == SCHEDULE_ONCE || simple_rule_of(s, &rule))
		return true;
	char text[512];
	icalerror_set_errors_are_fatal(false);
	if (!rule_text(s, text, sizeof text) ||
	    icalrecurrencetype_from_string(text).freq == ICAL_NO_RECURRENCE)
		return error_set(e, ERROR_INPUT, "byday, bymonthday, bymonth or bysetpos: not RFC 5545");
	return true;
}
