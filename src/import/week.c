#include "import/week.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static bool same_but_day(const struct week_line *a, const struct week_line *b)
{
	return a->minutes_from == b->minutes_from && a->minutes_to == b->minutes_to &&
	       a->interval == b->interval && date_compare(a->from, b->from) == 0 &&
	       date_compare(a->until, b->until) == 0;
}

void week_add(struct week *w, int weekday, struct week_line like)
{
	unsigned bit = 1U << (weekday - 1);
	if (like.interval < 1)
		like.interval = 1;
	for (size_t i = 0; i < w->n; i++) {
		if (same_but_day(&w->line[i], &like)) {
			w->line[i].days |= bit;
			return;
		}
	}
	w->overflowed = w->overflowed || w->n == WEEK_SCHEDULES_MAX;
	if (w->n == WEEK_SCHEDULES_MAX)
		return;
	like.days = bit;
	w->line[w->n++] = like;
}

static int by_time(const void *pa, const void *pb)
{
	const struct week_line *a = pa;
	const struct week_line *b = pb;
	int d = date_compare(a->from, b->from);
	if (d == 0)
		d = a->minutes_from - b->minutes_from;
	if (d == 0)
		d = a->minutes_to - b->minutes_to;
	return d != 0 ? d : (int)a->days - (int)b->days;
}

static struct schedule schedule_of(const struct week_line *l, const char *zone, struct arena *a)
{
	struct schedule s = schedule_blank(zone);
	struct date first = date_is_set(l->from) ? l->from : WEEK_ANCHOR;
	char days[32] = "";
	size_t len = 0;
	for (int d = 1; d <= 7; d++) {
		if ((l->days & 1U << (d - 1)) == 0)
			continue;
		len += (size_t)snprintf(days + len, sizeof days - len, "%s%s", len > 0 ? "," : "", weekday_code(d));
	}
	while ((l->days & 1U << (date_weekday(first) - 1)) == 0)
		first = date_add(first, 1);
	s.freq = SCHEDULE_WEEKLY;
	s.interval = l->interval;
	s.byday = arena_strdup(a, days);
	s.until = l->until;
	s.start.date = first;
	bool no_end = l->minutes_to == l->minutes_from && l->minutes_from != 0;
	s.all_day = l->minutes_from == 0 && (l->minutes_to == 1440 || l->minutes_to == 0);
	s.start.hour = (int8_t)(l->minutes_from / 60);
	s.start.minute = (int8_t)(l->minutes_from % 60);
	s.duration_min = no_end ? 0
			 : l->minutes_to > l->minutes_from ? l->minutes_to - l->minutes_from
							 : l->minutes_to + 1440 - l->minutes_from;
	return s;
}

struct schedule *week_schedules(const struct week *w, struct civils exdates, const char *zone,
				struct arena *a)
{
	struct week sorted = *w;
	struct schedule *out = ARENA_ARRAY(a, struct schedule, w->n + 1);
	qsort(sorted.line, sorted.n, sizeof sorted.line[0], by_time);
	for (size_t i = 0; i < sorted.n; i++) {
		out[i] = schedule_of(&sorted.line[i], zone, a);
		out[i].exdates = exdates;
	}
	return out;
}
