/* The records that a screen's view of the content is made from: its centre, what staff hide and feature
 * there, and the looks of topics. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "cache/hash.h"
#include "cache/reader_internal.h"

static bool for_centre(const struct strs *centres, const struct rows *r)
{
	return centres->n == 0 || (r->centre_id != NULL && strs_has(centres, r->centre_id));
}

static bool load_centre(struct cache *c, struct rows *r, struct error *e)
{
	struct record record;
	if (!cache_read_record(c, KIND_CENTRE, r->centre_id, &record, &r->has_centre, &r->arena, e))
		return false;
	if (r->has_centre)
		r->centre = record.centre;
	r->zone = r->has_centre && !str_empty(r->centre.zone) ? r->centre.zone : ZONE_DEFAULT;
	r->home = r->has_centre ? hash_name(r->centre.place) : 0;
	return true;
}

static void set_moment(struct rows *r, int64_t now)
{
	r->from = INT64_MIN;
	r->until = INT64_MAX;
	r->time_known = now != INSTANT_NONE;
	if (!r->time_known)
		return;
	r->today = zone_to_civil(r->zone, now).date;
	r->today_end = zone_day_start(r->zone, date_add(r->today, 1));
	r->week_end = zone_day_start(r->zone, date_add(r->today, 8 - date_weekday(r->today)));
	r->from = now;
	r->until = r->today_end;
}

static void add_hidden(uint64_t **v, size_t *n, size_t room, const char *target, struct arena *a)
{
	if (*v == NULL)
		*v = ARENA_ARRAY(a, uint64_t, room);
	(*v)[(*n)++] = hash_name(target);
}

static bool load_hides(struct cache *c, struct rows *r, struct error *e)
{
	struct record *v;
	size_t n;
	if (!cache_read_kind(c, KIND_HIDE, &v, &n, &r->arena, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct hide *h = &v[i].hide;
		if (!for_centre(&h->centres, r))
			continue;
		if (str_eq(h->what, "activity"))
			add_hidden(&r->hidden_activities, &r->n_hidden_activities, n, h->target, &r->arena);
		else if (str_eq(h->what, "organisation"))
			add_hidden(&r->hidden_organisations, &r->n_hidden_organisations, n, h->target,
				   &r->arena);
		else if (str_eq(h->what, "topic"))
			add_hidden(&r->hidden_topics, &r->n_hidden_topics, n, h->target, &r->arena);
	}
	return true;
}

/* In force now; and narrows the time the rows are right for to its next beginning or end. */
static bool in_force(const struct feature *f, struct rows *r)
{
	if (!for_centre(&f->centres, r) || (f->screens.n > 0 && !strs_has(&f->screens, r->screen)))
		return false;
	if (!r->time_known)
		return true;
	if (f->until_at != INSTANT_NONE && f->until_at <= r->from)
		return false;
	if (f->from_at != INSTANT_NONE && f->from_at > r->from) {
		if (f->from_at < r->until)
			r->until = f->from_at;
		return false;
	}
	if (f->until_at != INSTANT_NONE && f->until_at < r->until)
		r->until = f->until_at;
	return true;
}

static int by_order(const void *pa, const void *pb)
{
	const struct row_feature *a = pa, *b = pb;
	if (a->feature->order != b->feature->order)
		return a->feature->order < b->feature->order ? -1 : 1;
	return strcmp(a->id, b->id);
}

static bool load_features(struct cache *c, struct rows *r, struct error *e)
{
	struct record *v;
	size_t n;
	if (!cache_read_kind(c, KIND_FEATURE, &v, &n, &r->arena, e))
		return false;
	r->features = ARENA_ARRAY(&r->arena, struct row_feature, n);
	for (size_t i = 0; i < n; i++) {
		const struct feature *f = &v[i].feature;
		if (str_empty(f->activity) || !in_force(f, r))
			continue;
		r->features[r->n_features++] = (struct row_feature){
			.name = hash_name(f->activity), .id = v[i].id, .activity = f->activity, .feature = f};
	}
	if (r->n_features > 1)
		qsort(r->features, r->n_features, sizeof *r->features, by_order);
	return true;
}

static bool load_looks(struct cache *c, struct rows *r, struct error *e)
{
	struct record *v;
	size_t n;
	if (!cache_read_kind(c, KIND_TOPIC, &v, &n, &r->arena, e))
		return false;
	r->looks = ARENA_ARRAY(&r->arena, struct row_look, n);
	r->n_looks = n;
	for (size_t i = 0; i < n; i++)
		r->looks[i] = (struct row_look){.name = hash_name(v[i].id), .look = v[i].topic.look};
	return true;
}

bool rows_load_view(struct cache *c, const struct cache_view *view, struct error *e)
{
	struct rows *r = &c->rows;
	r->centre_id = arena_strdup(&r->arena, view->centre);
	r->screen = arena_strdup(&r->arena, view->screen != NULL ? view->screen : "");
	if (!load_centre(c, r, e))
		return false;
	set_moment(r, view->now);
	return load_hides(c, r, e) && load_features(c, r, e) && load_looks(c, r, e);
}

const struct row_feature *rows_feature(const struct rows *r, uint64_t name)
{
	for (size_t i = 0; i < r->n_features; i++) {
		if (r->features[i].name == name)
			return &r->features[i];
	}
	return NULL;
}

const char *rows_look(const struct rows *r, uint64_t topic)
{
	for (size_t i = 0; i < r->n_looks; i++) {
		if (r->looks[i].name == topic)
			return r->looks[i].look;
	}
	return NULL;
}
