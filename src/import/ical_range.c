#include "import/ical_range.h"

#include "base/arena.h"
#include "base/str.h"
#include "import/ical_rule.h"
#include "import/times.h"

#define FAR_S ((int64_t)200 * 366 * 86400)

struct civil ical_range_shift(const struct ical_range *g, struct civil at)
{
	int days = date_to_days(g->to.date) - date_to_days(g->from.date);
	int minutes = (g->to.hour - g->from.hour) * 60 + g->to.minute - g->from.minute;
	if (g->own != NULL)
		return at;
	if (g->all_day)
		return (struct civil){.date = date_add(at.date, days)};
	return civil_add_minutes((struct civil){date_add(at.date, days), at.hour, at.minute, at.second}, minutes);
}

const struct ical_range *ical_range_of(const struct ical_range *g, size_t n, struct civil at)
{
	while (n > 0 && civil_compare(at, g[n - 1].from) < 0)
		n--;
	return n > 0 ? &g[n - 1] : NULL;
}

/* ---- cutting ---- */

static struct civils dates_of(struct civils all, struct civil at, bool before, struct arena *a)
{
	struct civils out = {.v = ARENA_ARRAY(a, struct civil, all.n + 1)};
	for (size_t i = 0; i < all.n; i++)
		if ((civil_compare(all.v[i], at) < 0) == before)
			out.v[out.n++] = all.v[i];
	return out;
}

/* What is left when the rule gives nothing: the extra dates. False when there are none. */
static bool dates_alone(struct schedule *s)
{
	if (s->rdates.n == 0)
		return false;
	s->freq = SCHEDULE_ONCE;
	s->interval = 1;
	s->byday = s->bymonthday = s->bymonth = s->bysetpos = NULL;
	s->until = (struct date){.year = 0};
	s->start = s->rdates.v[0];
	s->rdates.v++;
	s->rdates.n--;
	return true;
}

/* Both false when nothing is left on that side. */
static bool keep_before(struct schedule *s, struct civil at, struct arena *a)
{
	struct date last = date_add(at.date, -1);
	s->rdates = dates_of(s->rdates, at, true, a);
	s->exdates = dates_of(s->exdates, at, true, a);
	if (s->freq == SCHEDULE_ONCE)
		return civil_compare(s->start, at) < 0 || dates_alone(s);
	if (!date_is_set(s->until) || date_compare(last, s->until) < 0)
		s->until = last;
	return date_compare(s->until, s->start.date) >= 0 || dates_alone(s);
}

static bool keep_from(struct schedule *s, struct civil at, struct arena *a)
{
	s->rdates = dates_of(s->rdates, at, false, a);
	s->exdates = dates_of(s->exdates, at, false, a);
	if (s->freq == SCHEDULE_ONCE)
		return civil_compare(s->start, at) >= 0 || dates_alone(s);
	struct schedule rule = *s;
	struct occurrence *first = NULL;
	int64_t from = zone_to_instant(s->zone, at);
	rule.rdates.n = rule.exdates.n = 0;
	rule.duration_min = 0; /* what began before and still goes on is not asked for */
	if (schedule_expand(&rule, from, from + FAR_S, 1, &first, a) == 0)
		return dates_alone(s);
	s->start = first->start;
	return true;
}

/* COUNT would count from a part's own start: the last date says the same. */
static void count_as_until(struct schedule *s, struct arena *a)
{
	struct schedule rule = *s;
	struct occurrence *v = NULL;
	int64_t from = zone_to_instant(s->zone, s->start);
	const int64_t to = from + FAR_S;
	size_t n = 0;
	rule.rdates.n = rule.exdates.n = 0;
	rule.duration_min = 0;
	while (s->count > 0 && (n = schedule_expand(&rule, from, to, SCHEDULE_OCCURRENCES_MAX, &v, a)) > 0) {
		s->until = v[n - 1].start.date;
		from = v[n - 1].start_at + 1;
	}
	s->count = 0;
}

/* ---- moving ---- */

static int week_of(int weekday, int days) /* Monday's day 0; how many weeks on that day then lies */
{
	return (weekday + days + 7 * 100000) / 7;
}

/* Other days of the week for the rule; false when it has parts that do not move with the days. */
static bool move_weekdays(struct schedule *s, int days, struct arena *a)
{
	bool weekly = s->freq == SCHEDULE_WEEKLY;
	if ((!weekly && s->freq != SCHEDULE_DAILY) || s->bymonth != NULL || s->bymonthday != NULL || s->bysetpos != NULL)
		return false;
	if (s->byday == NULL)
		return true;
	struct strs was = str_split(a, s->byday, ",");
	const char *moved = "";
	int week = 0;
	for (size_t i = 0; i < was.n; i++) {
		int weekday = weekday_from_word(was.v[i]) - 1;
		if (weekday < 0)
			return false;
		/* every other Tuesday and Saturday: moved by two days they would be of different weeks */
		if (weekly && s->interval > 1 && i > 0 && week_of(weekday, days) != week)
			return false;
		week = week_of(weekday, days);
		moved = arena_printf(a, "%s%s%s", moved, i > 0 ? "," : "",
				     weekday_code((weekday + days + 7 * 100000) % 7 + 1));
	}
	s->byday = moved;
	return true;
}

static bool write_dates(struct schedule *s, int64_t now, struct arena *a)
{
	struct occurrence *v = NULL;
	size_t n = schedule_expand(s, now - 86400, now + ICAL_WRITE_OUT_S, ICAL_DATES_MAX, &v, a);
	s->rdates = (struct civils){.v = ARENA_ARRAY(a, struct civil, n + 1)};
	s->exdates.n = 0;
	for (size_t i = 0; i < n; i++)
		s->rdates.v[s->rdates.n++] = v[i].start;
	return dates_alone(s);
}

static bool move(struct schedule *s, const struct ical_range *g, int64_t now, bool *written_out, struct arena *a)
{
	if (g->ends)
		return false;
	if (g->own != NULL)
		return true;
	int days = date_to_days(ical_range_shift(g, s->start).date) - date_to_days(s->start.date);
	if (days != 0 && s->freq != SCHEDULE_ONCE && !move_weekdays(s, days, a)) {
		*written_out = true;
		if (!write_dates(s, now, a))
			return false;
	}
	s->start = ical_range_shift(g, s->start);
	for (size_t i = 0; i < s->rdates.n; i++)
		s->rdates.v[i] = ical_range_shift(g, s->rdates.v[i]);
	for (size_t i = 0; i < s->exdates.n; i++)
		s->exdates.v[i] = ical_range_shift(g, s->exdates.v[i]);
	if (date_is_set(s->until))
		s->until = date_add(s->until, days);
	s->all_day = g->all_day;
	s->duration_min = g->duration_min;
	return true;
}

size_t ical_ranges_apply(const struct schedule *series, const struct ical_range *g, size_t n, int64_t now, struct schedule *out,
			 bool *written_out, struct arena *a)
{
	struct schedule rest = *series;
	bool left = true;
	size_t parts = 0;
	if (n > 0)
		count_as_until(&rest, a);
	for (size_t i = 0; i <= n; i++) {
		struct schedule part = rest;
		bool some = left && (i == n || keep_before(&part, g[i].from, a));
		if (some && (i == 0 || move(&part, &g[i - 1], now, written_out, a)))
			out[parts++] = part;
		if (i == n)
			break;
		left = left && keep_from(&rest, g[i].from, a);
		if (g[i].own != NULL) {
			rest = *g[i].own;
			left = true;
		}
	}
	return parts;
}
