#include "cache/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/str.h"
#include "cache/reader_internal.h"
#include "model/geo.h"
#include "model/nearby.h"

/* Costs become whole numbers for the first sorting; what falls together is put in order exactly. */
#define COST_STEPS 65536.0
#define COST_MAX 65000.0

static bool has_name(const uint64_t *v, size_t n, uint64_t name)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i] == name)
			return true;
	}
	return false;
}

static bool hidden(const struct rows *r, const struct index_entry *x)
{
	return has_name(r->hidden_activities, r->n_hidden_activities, x->name) ||
	       (x->organisation != 0 &&
		has_name(r->hidden_organisations, r->n_hidden_organisations, x->organisation)) ||
	       (x->main_topic != 0 && has_name(r->hidden_topics, r->n_hidden_topics, x->main_topic));
}

/* Whether help by phone or online is meant for people here. */
static bool serves(const struct rows *r, const struct index *x, const struct index_entry *entry)
{
	int64_t code;
	if (entry->reach == REACH_NATIONAL || entry->n_areas == 0)
		return true;
	if (!r->has_centre || str_empty(r->centre.municipality) ||
	    !str_to_i64(r->centre.municipality, 0, 999, &code))
		return true;
	for (size_t i = 0; i < entry->n_areas; i++) {
		if (x->areas[entry->areas + i] == code)
			return true;
	}
	return false;
}

static uint32_t next_occurrence(const struct index *x, const struct index_entry *entry, int64_t now)
{
	const struct fact_occurrence *v = index_occurrences(x, entry);
	if (now == INSTANT_NONE)
		return entry->n_occurrences > 0 ? 0 : INDEX_NONE;
	for (uint32_t i = 0; i < entry->n_occurrences; i++) {
		if (fact_over_at(&v[i]) > now)
			return i;
	}
	return INDEX_NONE;
}

static void set_place(const struct rows *r, const struct index *x, const struct index_entry *entry,
		      struct row *out)
{
	out->distance_m = -1;
	if (entry->place != INDEX_NONE) {
		const struct index_place *p = &x->places[entry->place];
		out->distance_m = r->place_distance[entry->place];
		bool here = (r->home != 0 && p->name == r->home) ||
			    (out->distance_m >= 0 && out->distance_m < NEARBY_HERE_M && !p->approximate);
		out->flags |= (uint8_t)((here ? ROW_HERE : 0) | (p->approximate ? ROW_APPROXIMATE : 0) |
					(p->wheelchair ? ROW_WHEELCHAIR : 0) | (p->loop ? ROW_LOOP : 0));
		if (here)
			out->distance_m = 0;
	}
	if (entry->attend != 0 && (entry->attend & ATTEND_SITE) == 0 && serves(r, x, entry))
		out->flags |= ROW_REMOTE;
}

enum row_fate row_of_entry(const struct rows *r, const struct index *x, uint32_t number, int64_t now,
			   struct row *out)
{
	const struct index_entry *entry = &x->entries[number];
	if (entry->key == 0 || hidden(r, entry))
		return ROW_HIDDEN;
	if (now != INSTANT_NONE && entry->expires_at != INSTANT_NONE && entry->expires_at <= now)
		return ROW_HIDDEN;
	uint32_t next = next_occurrence(x, entry, now);
	*out = (struct row){
		.topics = entry->topics,
		.languages = entry->languages,
		.entry = number,
		.occurrence = next,
		.start_at = next != INDEX_NONE ? index_occurrences(x, entry)[next].start_at : INSTANT_NONE,
		.attend = entry->attend,
		.price = entry->price,
		.type = entry->type,
		.age_min = entry->age_min,
		.age_max = entry->age_max,
	};
	if (entry->flags & FACTS_WHEELCHAIR)
		out->flags |= ROW_WHEELCHAIR;
	if (entry->flags & FACTS_LOOP)
		out->flags |= ROW_LOOP;
	set_place(r, x, entry, out);
	bool without_times = next == INDEX_NONE && (entry->flags & FACTS_SCHEDULED) != 0;
	if (now != INSTANT_NONE && without_times &&
	    (entry->type == ACTIVITY_EVENT || (entry->flags & FACTS_OVER) != 0))
		return ROW_PAST;
	return ROW_SHOWN;
}

static void measure_places(struct rows *r, const struct index *x)
{
	r->place_distance = ARENA_ARRAY(&r->arena, float, x->n_places);
	for (size_t i = 0; i < x->n_places; i++) {
		const struct index_place *p = &x->places[i];
		bool known = p->has_position && r->has_centre;
		r->place_distance[i] =
			known ? (float)geo_distance_m(r->centre.lat, r->centre.lon, p->lat, p->lon) : -1.0f;
	}
}

/* Until when this row stays as it is. */
static int64_t row_until(const struct index *x, const struct row *row)
{
	const struct index_entry *entry = &x->entries[row->entry];
	int64_t until = entry->expires_at != INSTANT_NONE ? entry->expires_at : INT64_MAX;
	if (row->occurrence != INDEX_NONE) {
		int64_t over = fact_over_at(&index_occurrences(x, entry)[row->occurrence]);
		if (over < until)
			until = over;
	}
	return until;
}

static void collect(struct rows *r, const struct index *x, int64_t now)
{
	r->v = ARENA_ARRAY(&r->arena, struct row, x->n_live);
	for (uint32_t i = 0; i < x->n_entries; i++) {
		struct row row;
		if (x->entries[i].key == 0 || row_of_entry(r, x, i, now, &row) != ROW_SHOWN)
			continue;
		r->v[r->n++] = row;
		int64_t until = r->time_known ? row_until(x, &row) : INT64_MAX;
		if (until < r->until)
			r->until = until;
	}
}

/* --- order --- */

struct sortable {
	struct nearby_key key;
	uint64_t name;
	uint32_t number;
};

static int by_cost(const void *pa, const void *pb)
{
	const struct sortable *a = pa, *b = pb;
	int order = nearby_compare(&a->key, &b->key);
	return order != 0 ? order : a->name < b->name ? -1 : a->name > b->name;
}

static struct nearby_key key_of(const struct rows *r, const struct index *x, const struct row *row)
{
	struct date day = r->today;
	if (row->occurrence != INDEX_NONE && r->time_known)
		day = date_from_days(
			fact_day(&index_occurrences(x, &x->entries[row->entry])[row->occurrence]));
	bool remote = (row->flags & ROW_REMOTE) != 0;
	return nearby_list_key_of(row->start_at, day, r->today, r->today_end, row->distance_m, remote);
}

/* Rows whose whole-number cost is the same, put in order by the whole rule. */
static void settle(struct sortable *s, uint32_t *order, const uint32_t *cost, size_t n, struct sortable *run)
{
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && cost[order[end]] == cost[order[i]]; end++)
			;
		if (end - i < 2)
			continue;
		for (size_t k = i; k < end; k++)
			run[k - i] = s[order[k]];
		qsort(run, end - i, sizeof *run, by_cost);
		for (size_t k = i; k < end; k++)
			order[k] = run[k - i].number;
	}
}

static void sort_by_cost(struct rows *r, const struct index *x, struct arena *scratch)
{
	struct sortable *s = ARENA_ARRAY(scratch, struct sortable, r->n);
	uint32_t *cost = ARENA_ARRAY(scratch, uint32_t, r->n);
	uint32_t *order = ARENA_ARRAY(scratch, uint32_t, r->n);
	for (uint32_t i = 0; i < r->n; i++) {
		struct nearby_key key = key_of(r, x, &r->v[i]);
		s[i] = (struct sortable){.key = key, .name = x->entries[r->v[i].entry].name, .number = i};
		cost[i] = (uint32_t)((key.cost < COST_MAX ? key.cost : COST_MAX) * COST_STEPS);
		order[i] = i;
	}
	rows_radix(order, cost, r->n, scratch);
	settle(s, order, cost, r->n, ARENA_ARRAY(scratch, struct sortable, r->n));
	struct row *sorted = ARENA_ARRAY(&r->arena, struct row, r->n);
	for (size_t i = 0; i < r->n; i++)
		sorted[i] = r->v[order[i]];
	r->v = sorted;
}

static void sort_by_clock(struct rows *r, struct arena *scratch)
{
	uint32_t *start = ARENA_ARRAY(scratch, uint32_t, r->n);
	r->by_clock = ARENA_ARRAY(&r->arena, uint32_t, r->n);
	for (uint32_t i = 0; i < r->n; i++) {
		int64_t at = r->v[i].start_at;
		start[i] = at == INSTANT_NONE || at >= UINT32_MAX ? UINT32_MAX : at < 0 ? 0 : (uint32_t)at;
		r->by_clock[i] = i;
	}
	rows_radix(r->by_clock, start, r->n, scratch); /* stable: the same start keeps the order of cost */
}

static void number_entries(struct rows *r, const struct index *x)
{
	r->row_of_entry = ARENA_ARRAY(&r->arena, uint32_t, x->n_entries);
	for (size_t i = 0; i < x->n_entries; i++)
		r->row_of_entry[i] = INDEX_NONE;
	for (uint32_t i = 0; i < r->n; i++)
		r->row_of_entry[r->v[i].entry] = i;
}

static bool still_right(const struct rows *r, const struct index *x, const struct cache_view *view)
{
	bool known = view->now != INSTANT_NONE;
	return r->made && r->rev == x->rev && r->generation == x->generation && r->time_known == known &&
	       (!known || (view->now >= r->from && view->now < r->until)) &&
	       str_eq(r->centre_id, view->centre) &&
	       str_eq(r->screen, view->screen != NULL ? view->screen : "");
}

bool rows_prepare(struct cache *c, const struct cache_view *view, struct error *e)
{
	struct rows *r = &c->rows;
	if (still_right(r, &c->index, view))
		return true;
	rows_fini(r);
	if (!rows_load_view(c, view, e)) {
		rows_fini(r);
		return false;
	}
	measure_places(r, &c->index);
	collect(r, &c->index, view->now);
	sort_by_cost(r, &c->index, &c->scratch);
	sort_by_clock(r, &c->scratch);
	number_entries(r, &c->index);
	r->rev = c->index.rev;
	r->generation = c->index.generation;
	r->made = true;
	return true;
}

void rows_fini(struct rows *r)
{
	arena_fini(&r->arena);
	*r = (struct rows){0};
}
