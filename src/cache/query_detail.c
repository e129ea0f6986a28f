#include "base/clock.h"
#include "base/str.h"
#include "cache/hash.h"
#include "cache/reader_internal.h"

#define DETAIL_OCCURRENCES 10

static void fill_next(const struct cache *c, const struct row *row, struct detail *out, struct arena *a)
{
	const struct index_entry *entry = &c->index.entries[row->entry];
	const struct fact_occurrence *v = index_occurrences(&c->index, entry);
	out->next = ARENA_ARRAY(a, struct occurrence, DETAIL_OCCURRENCES);
	out->next_status = ARENA_ARRAY(a, enum activity_status, DETAIL_OCCURRENCES);
	if (row->occurrence == INDEX_NONE)
		return;
	for (uint32_t i = row->occurrence; i < entry->n_occurrences && out->n_next < DETAIL_OCCURRENCES;
	     i++) {
		out->next[out->n_next] = (struct occurrence){
			.start_at = v[i].start_at,
			.end_at = fact_end_at(&v[i]),
			.start = fact_civil(&v[i]),
			.all_day = v[i].all_day != 0,
		};
		out->next_status[out->n_next++] = (enum activity_status)v[i].status;
	}
}

static bool fill_others(struct cache *c, struct detail *out, struct arena *a, struct error *e)
{
	struct record r;
	if (!cache_read_record(c, KIND_ORGANISATION, out->activity.organisation, &r, &out->has_organisation,
			       a, e))
		return false;
	if (out->has_organisation)
		out->organisation = r.organisation;
	if (!cache_read_record(c, KIND_PLACE, out->activity.place, &r, &out->has_place, a, e))
		return false;
	if (out->has_place)
		out->place = r.place;
	return true;
}

static bool fill(struct cache *c, const struct cache_view *view, const char *id, struct detail *out,
		 struct arena *a, struct error *e)
{
	struct row row;
	struct record r;
	bool found = false;
	uint32_t entry = index_find(&c->index, hash_name(id));
	if (entry == INDEX_NONE || row_of_entry(&c->rows, &c->index, entry, view->now, &row) == ROW_HIDDEN)
		return error_set(e, ERROR_NOT_FOUND, "activity %s", id);
	if (!cache_read_record(c, KIND_ACTIVITY, id, &r, &found, a, e))
		return false;
	if (!found)
		return error_set(e, ERROR_NOT_FOUND, "activity %s", id);
	out->activity = r.activity;
	if (!cache_fill_card(c, view, &row, row.occurrence, &out->card, &found, a, e))
		return false;
	if (!found)
		return error_set(e, ERROR_NOT_FOUND, "activity %s", id);
	fill_next(c, &row, out, a);
	return fill_others(c, out, a, e);
}

bool cache_detail(struct cache *c, const struct cache_view *view, const char *id, struct detail *out,
		  struct arena *a, struct error *e)
{
	*out = (struct detail){0};
	if (!cache_read_view(c, view, e))
		return false;
	bool ok = fill(c, view, id, out, a, e);
	cache_read_end(c);
	return ok;
}
