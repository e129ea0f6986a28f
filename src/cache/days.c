/* Occurrences by local day, for the calendar and the board: made at the first question after the rows were.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "cache/rows.h"

#define DAYS_MAX 1000 /* further than anything is expanded for */

struct span {
	int32_t first, last;
};

static void for_each_day(const struct rows *r, const struct index *x, struct days *d,
			 void (*visit)(struct days *d, int32_t day, struct day_item item))
{
	int32_t end = d->first + (int32_t)d->n_days;
	for (uint32_t i = 0; i < r->n; i++) {
		const struct index_entry *entry = &x->entries[r->v[i].entry];
		const struct fact_occurrence *v = index_occurrences(x, entry);
		for (uint32_t k = 0; k < entry->n_occurrences; k++) {
			int32_t last = fact_last_day(&v[k]);
			for (int32_t day = fact_day(&v[k]); day <= last && day < end; day++) {
				if (day >= d->first)
					visit(d, day, (struct day_item){.row = i, .occurrence = k});
			}
		}
	}
}

static void count(struct days *d, int32_t day, struct day_item item)
{
	(void)item;
	d->start[day - d->first + 1]++;
}

/* start[day] is where the next goes; afterwards it is where the next day begins. */
static void place(struct days *d, int32_t day, struct day_item item)
{
	d->items[d->start[day - d->first]++] = item;
}

static struct span span_of(const struct rows *r, const struct index *x)
{
	struct span s = {.first = INT32_MAX, .last = INT32_MIN};
	for (uint32_t i = 0; i < r->n; i++) {
		const struct index_entry *entry = &x->entries[r->v[i].entry];
		const struct fact_occurrence *v = index_occurrences(x, entry);
		for (uint32_t k = 0; k < entry->n_occurrences; k++) {
			int32_t first = fact_day(&v[k]), last = fact_last_day(&v[k]);
			s.first = first < s.first ? first : s.first;
			s.last = last > s.last ? last : s.last;
		}
	}
	return s;
}

static void make(struct rows *r, const struct index *x)
{
	struct days *d = &r->days;
	struct span span = span_of(r, x);
	d->made = true;
	if (span.first > span.last)
		return;
	d->first = span.first;
	/* something long that began years ago must not use the days up */
	if (r->time_known && d->first < date_to_days(r->today) - 1)
		d->first = date_to_days(r->today) - 1;
	if (d->first > span.last)
		return;
	d->n_days = (size_t)(span.last - d->first) + 1;
	if (d->n_days > DAYS_MAX)
		d->n_days = DAYS_MAX;
	d->start = ARENA_ARRAY(&r->arena, uint32_t, d->n_days + 2);
	d->sorted = ARENA_ARRAY(&r->arena, bool, d->n_days);
	for_each_day(r, x, d, count);
	for (size_t i = 1; i <= d->n_days; i++)
		d->start[i] += d->start[i - 1];
	d->items = ARENA_ARRAY(&r->arena, struct day_item, d->start[d->n_days]);
	for_each_day(r, x, d, place);
	for (size_t i = d->n_days; i > 0; i--)
		d->start[i] = d->start[i - 1];
	d->start[0] = 0;
}

struct sorting {
	const struct rows *r;
	const struct index *x;
};

static int by_start(const void *pa, const void *pb, void *context)
{
	const struct sorting *s = context;
	const struct day_item *a = pa, *b = pb;
	int64_t sa = index_occurrences(s->x, &s->x->entries[s->r->v[a->row].entry])[a->occurrence].start_at;
	int64_t sb = index_occurrences(s->x, &s->x->entries[s->r->v[b->row].entry])[b->occurrence].start_at;
	if (sa != sb)
		return sa < sb ? -1 : 1;
	return a->row < b->row ? -1 : a->row > b->row;
}

const struct day_item *days_items(struct rows *r, const struct index *x, int32_t day, size_t *n)
{
	struct days *d = &r->days;
	*n = 0;
	if (!d->made)
		make(r, x);
	if (d->n_days == 0 || day < d->first || day >= d->first + (int32_t)d->n_days)
		return NULL;
	size_t at = (size_t)(day - d->first);
	struct day_item *items = d->items + d->start[at];
	*n = d->start[at + 1] - d->start[at];
	if (!d->sorted[at]) {
		struct sorting s = {.r = r, .x = x};
		if (*n > 1)
			qsort_r(items, *n, sizeof *items, by_start, &s);
		d->sorted[at] = true;
	}
	return items;
}
