#include <string.h>

#include "base/clock.h"
#include "cache/filter.h"
#include "cache/reader_internal.h"

/* One match: a row, and which of its occurrences. */
struct hit {
	uint32_t row, occurrence;
};

/* Counts everything that matches and keeps the hits of one page. */
struct gathering {
	struct hit *hits; /* NULL: only count */
	size_t offset, limit, n, total, n_free;
};

static void gather(struct gathering *g, const struct rows *r, uint32_t row, uint32_t occurrence)
{
	if (g->hits != NULL && g->total >= g->offset && g->n < g->limit)
		g->hits[g->n++] = (struct hit){.row = row, .occurrence = occurrence};
	g->total++;
	g->n_free += r->v[row].price == PRICE_FREE;
}

static void gather_rows(struct gathering *g, const struct rows *r, const struct filter *f, bool by_clock)
{
	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t row = by_clock ? r->by_clock[i] : i;
		if (filter_match(f, &r->v[row]))
			gather(g, r, row, r->v[row].occurrence);
	}
}

/* Whether an earlier occurrence of the same activity stands for it on that day already. */
static bool stands_already(const struct fact_occurrence *v, uint32_t occurrence, int32_t day, int64_t now)
{
	for (uint32_t i = occurrence; i-- > 0;) {
		bool over = now != INSTANT_NONE && fact_over_at(&v[i]) <= now;
		if (!over && fact_day(&v[i]) <= day && fact_last_day(&v[i]) >= day)
			return true;
		if (fact_day(&v[i]) < day && v[i].length_s <= 86400)
			return false;
	}
	return false;
}

struct day_range {
	int32_t first, last;
};

static void gather_day(struct gathering *g, struct cache *c, const struct filter *f,
		       const struct cache_view *view, int32_t day, const struct day_range *range, bool each)
{
	size_t n;
	struct rows *r = &c->rows;
	const struct day_item *items = days_items(r, &c->index, day, &n);
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &r->v[items[i].row];
		const struct fact_occurrence *v = index_occurrences(&c->index, &c->index.entries[row->entry]);
		const struct fact_occurrence *o = &v[items[i].occurrence];
		if (view->now != INSTANT_NONE && fact_over_at(o) <= view->now)
			continue;
		/* what lasts for days stands once: on its first day within the range */
		if (day != range->first && day != fact_day(o))
			continue;
		if (!each && stands_already(v, items[i].occurrence, day, view->now))
			continue;
		if (filter_match(f, row))
			gather(g, r, items[i].row, items[i].occurrence);
	}
}

/* The local days that a list of occurrences is about. */
static struct day_range range_of(const struct list_filter *f, struct cache *c)
{
	struct rows *r = &c->rows;
	size_t n;
	if (f->when == WHEN_DAY)
		return (struct day_range){date_to_days(f->day), date_to_days(f->day)};
	days_items(r, &c->index, 0, &n); /* makes the days */
	int32_t end = r->days.first + (int32_t)r->days.n_days - 1;
	if (!r->time_known)
		return (struct day_range){r->days.first, end};
	int32_t today = date_to_days(r->today);
	if (f->when == WHEN_TODAY)
		return (struct day_range){today, today};
	if (f->when == WHEN_WEEK)
		return (struct day_range){today, today + 7 - date_weekday(r->today)};
	return (struct day_range){today, end};
}

static void gather_occurrences(struct gathering *g, struct cache *c, const struct cache_view *view,
			       const struct list_filter *in)
{
	struct list_filter any_time = *in;
	any_time.when = WHEN_ANY; /* the days say when; a row's next occurrence may be another one */
	struct filter f = filter_make(&any_time, &c->rows, &c->index);
	struct day_range range = range_of(in, c);
	for (int32_t day = range.first; day <= range.last; day++)
		gather_day(g, c, &f, view, day, &range, in->each_occurrence);
}

static void gather_all(struct gathering *g, struct cache *c, const struct cache_view *view,
		       const struct list_filter *in)
{
	if (in->each_occurrence || in->when == WHEN_DAY) {
		gather_occurrences(g, c, view, in);
		return;
	}
	struct filter f = filter_make(in, &c->rows, &c->index);
	gather_rows(g, &c->rows, &f, in->by_clock);
}

static bool fill_cards(struct cache *c, const struct cache_view *view, const struct gathering *g,
		       struct cards *out, struct arena *a, struct error *e)
{
	*out = (struct cards){.v = ARENA_ARRAY(a, struct card, g->n), .total = g->total, .n_free = g->n_free};
	for (size_t i = 0; i < g->n; i++) {
		bool found;
		if (!cache_fill_card(c, view, &c->rows.v[g->hits[i].row], g->hits[i].occurrence,
				     &out->v[out->n], &found, a, e))
			return false;
		out->n += found;
	}
	return true;
}

bool cache_list(struct cache *c, const struct cache_view *view, const struct list_filter *f, size_t offset,
		size_t limit, struct cards *out, struct arena *a, struct error *e)
{
	if (!cache_read_view(c, view, e))
		return false;
	struct gathering g = {.offset = offset, .limit = limit};
	/* no more than there can be: a caller may ask for "all" with a huge limit */
	size_t room = c->index.n_live + c->index.n_occurrences;
	if (g.limit > room)
		g.limit = room;
	g.hits = ARENA_ARRAY(&c->scratch, struct hit, g.limit);
	gather_all(&g, c, view, f);
	bool ok = fill_cards(c, view, &g, out, a, e);
	cache_read_end(c);
	return ok;
}

bool cache_count(struct cache *c, const struct cache_view *view, const struct list_filter *f, size_t *out,
		 struct error *e)
{
	if (!cache_read_view(c, view, e))
		return false;
	struct gathering g = {0};
	gather_all(&g, c, view, f);
	*out = g.total;
	cache_read_end(c);
	return true;
}

bool cache_days(struct cache *c, const struct cache_view *view, struct date first, size_t n_days,
		size_t *counts, struct error *e)
{
	if (!cache_read_view(c, view, e))
		return false;
	const struct list_filter any = {
		.when = WHEN_DAY, .where = WHERE_REACHABLE, .each_occurrence = true};
	struct filter f = filter_make(&any, &c->rows, &c->index);
	for (size_t i = 0; i < n_days; i++) {
		int32_t day = date_to_days(first) + (int32_t)i;
		struct gathering g = {0};
		struct day_range range = {day, day};
		gather_day(&g, c, &f, view, day, &range, true);
		counts[i] = g.total;
	}
	cache_read_end(c);
	return true;
}

bool cache_features(struct cache *c, const struct cache_view *view, struct cards *out, struct arena *a,
		    struct error *e)
{
	if (!cache_read_view(c, view, e))
		return false;
	const struct rows *r = &c->rows;
	struct gathering g = {.limit = r->n_features};
	g.hits = ARENA_ARRAY(&c->scratch, struct hit, r->n_features);
	for (size_t i = 0; i < r->n_features; i++) {
		uint32_t entry = index_find(&c->index, r->features[i].name);
		uint32_t row = entry != INDEX_NONE ? r->row_of_entry[entry] : INDEX_NONE;
		bool twice = rows_feature(r, r->features[i].name) != &r->features[i];
		if (row != INDEX_NONE && !twice)
			gather(&g, r, row, r->v[row].occurrence);
	}
	bool ok = fill_cards(c, view, &g, out, a, e);
	cache_read_end(c);
	return ok;
}
