#include "base/str.h"
#include "cache/hash.h"
#include "cache/reader_internal.h"

static void fill_occurrence(const struct cache *c, const struct row *row, uint32_t number, struct card *out)
{
	const struct index_entry *entry = &c->index.entries[row->entry];
	out->start_at = out->end_at = INSTANT_NONE;
	out->status = (enum activity_status)entry->status;
	if (number == INDEX_NONE || number >= entry->n_occurrences)
		return;
	const struct fact_occurrence *o = &index_occurrences(&c->index, entry)[number];
	out->start_at = o->start_at;
	out->end_at = fact_end_at(o);
	out->start = fact_civil(o);
	out->all_day = o->all_day != 0;
	out->status = (enum activity_status)o->status;
}

static bool fill_names(struct cache *c, const struct cache_view *view, const struct activity *x,
		       struct card *out, struct arena *a, struct error *e)
{
	struct record r;
	bool found;
	if (!cache_read_record(c, KIND_PLACE, x->place, &r, &found, a, e))
		return false;
	if (found) {
		out->place_name = ltext_get(&r.place.name, view->lang, NULL);
		out->city = ltext_get(&r.place.city, view->lang, NULL);
	}
	if (!cache_read_record(c, KIND_ORGANISATION, x->organisation, &r, &found, a, e))
		return false;
	if (found)
		out->organisation_name = ltext_get(&r.organisation.name, view->lang, NULL);
	return true;
}

static void fill_feature(const struct cache *c, const struct cache_view *view, uint64_t name,
			 struct card *out, struct arena *a)
{
	const struct row_feature *f = rows_feature(&c->rows, name);
	out->feature_until = INSTANT_NONE;
	if (f == NULL)
		return;
	out->featured = true;
	out->feature_until = f->feature->until_at;
	out->feature_sentence = arena_strdup(a, ltext_get(&f->feature->sentence, view->lang, NULL));
}

bool cache_fill_card(struct cache *c, const struct cache_view *view, const struct row *row,
		     uint32_t occurrence, struct card *out, bool *found, struct arena *a, struct error *e)
{
	struct record r;
	const struct index_entry *entry = &c->index.entries[row->entry];
	if (!cache_read_key(c, entry->key, &r, found, a, e))
		return false;
	if (!*found || r.kind != KIND_ACTIVITY) {
		*found = false;
		return true;
	}
	const struct activity *x = &r.activity;
	*out = (struct card){
		.id = r.id,
		.type = x->type,
		.attend = x->attend,
		.price = x->price,
		.phone = x->phone,
		.topic = x->topics.n > 0 ? x->topics.v[0] : NULL,
		.look = arena_strdup(a, rows_look(&c->rows, entry->main_topic)),
		.place_note = ltext_get(&x->place_note, view->lang, NULL),
		.distance_m = row->distance_m,
		.here = (row->flags & ROW_HERE) != 0,
		.approximate = (row->flags & ROW_APPROXIMATE) != 0,
		.image = x->image,
		.hours = activity_has_hours(x) ? &x->schedules[0] : NULL,
	};
	out->title = ltext_get(&x->title, view->lang, &out->title_lang);
	fill_occurrence(c, row, occurrence, out);
	fill_feature(c, view, entry->name, out, a);
	return fill_names(c, view, x, out, a, e);
}
