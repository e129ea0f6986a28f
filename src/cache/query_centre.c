#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "cache/hash.h"
#include "cache/reader_internal.h"

static bool for_centre(const struct strs *centres, const struct cache_view *view)
{
	return centres->n == 0 || (view->centre != NULL && strs_has(centres, view->centre));
}

static bool is_now(int64_t from, int64_t until, int64_t now)
{
	return now == INSTANT_NONE ||
	       ((from == INSTANT_NONE || from <= now) && (until == INSTANT_NONE || now < until));
}

bool cache_centre(struct cache *c, const char *id, struct centre *out, struct arena *a, struct error *e)
{
	struct record r;
	bool found;
	if (!cache_read_record(c, KIND_CENTRE, id, &r, &found, a, e))
		return false;
	if (!found)
		return error_set(e, ERROR_NOT_FOUND, "centre %s", id != NULL ? id : "(none)");
	*out = r.centre;
	return true;
}

bool cache_centre_ids(struct cache *c, struct strs *out, struct arena *a, struct error *e)
{
	struct record *v;
	if (!cache_read_kind(c, KIND_CENTRE, &v, &out->n, a, e))
		return false;
	out->v = ARENA_ARRAY(a, const char *, out->n);
	for (size_t i = 0; i < out->n; i++)
		out->v[i] = v[i].id;
	return true;
}

/* --- topics --- */

struct placed_topic {
	struct named_topic topic;
	int place; /* in the centre's list, else after it by the topic's own order */
};

static int by_place(const void *pa, const void *pb)
{
	const struct placed_topic *a = pa, *b = pb;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a->topic.topic.order != b->topic.topic.order)
		return a->topic.topic.order < b->topic.topic.order ? -1 : 1;
	return strcmp(a->topic.id, b->topic.id);
}

/* -1: the centre has a list and this is not in it. */
static int place_in(const struct rows *r, const char *id)
{
	if (!r->has_centre || r->centre.topics.n == 0)
		return 0;
	for (size_t i = 0; i < r->centre.topics.n; i++) {
		if (str_eq(r->centre.topics.v[i], id))
			return (int)i;
	}
	return -1;
}

static bool topic_hidden(const struct rows *r, const char *id)
{
	for (size_t i = 0; i < r->n_hidden_topics; i++) {
		if (r->hidden_topics[i] == hash_name(id))
			return true;
	}
	return false;
}

static bool read_topics(struct cache *c, struct named_topic **out, size_t *n, struct arena *a,
			struct error *e)
{
	struct record *v;
	size_t n_all;
	if (!cache_read_kind(c, KIND_TOPIC, &v, &n_all, a, e))
		return false;
	struct placed_topic *placed = ARENA_ARRAY(a, struct placed_topic, n_all);
	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		int place = place_in(&c->rows, v[i].id);
		if (place < 0 || topic_hidden(&c->rows, v[i].id))
			continue;
		placed[(*n)++] =
			(struct placed_topic){.topic = {.id = v[i].id, .topic = v[i].topic}, .place = place};
	}
	if (*n > 1)
		qsort(placed, *n, sizeof *placed, by_place);
	*out = ARENA_ARRAY(a, struct named_topic, *n);
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = placed[i].topic;
	return true;
}

bool cache_topics(struct cache *c, const struct cache_view *view, struct named_topic **out, size_t *n,
		  struct arena *a, struct error *e)
{
	if (!cache_read_view(c, view, e))
		return false;
	bool ok = read_topics(c, out, n, a, e);
	cache_read_end(c);
	return ok;
}

/* --- contacts, notices, polls --- */

static int by_contact_order(const void *pa, const void *pb)
{
	const struct record *a = pa, *b = pb;
	if (a->contact.order != b->contact.order)
		return a->contact.order < b->contact.order ? -1 : 1;
	return strcmp(a->id, b->id);
}

bool cache_contacts(struct cache *c, const struct cache_view *view, struct contact **out, size_t *n,
		    struct arena *a, struct error *e)
{
	struct record *v;
	size_t n_all;
	if (!cache_read_kind(c, KIND_CONTACT, &v, &n_all, a, e))
		return false;
	if (n_all > 1)
		qsort(v, n_all, sizeof *v, by_contact_order);
	*out = ARENA_ARRAY(a, struct contact, n_all);
	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		if (for_centre(&v[i].contact.centres, view))
			(*out)[(*n)++] = v[i].contact;
	}
	return true;
}

static int by_notice_weight(const void *pa, const void *pb)
{
	const struct record *a = pa, *b = pb;
	int wa = str_eq(a->notice.level, "warning"), wb = str_eq(b->notice.level, "warning");
	if (wa != wb)
		return wb - wa;
	if (a->notice.from_at != b->notice.from_at)
		return a->notice.from_at > b->notice.from_at ? -1 : 1;
	return strcmp(a->id, b->id);
}

bool cache_notices(struct cache *c, const struct cache_view *view, struct notice **out, size_t *n,
		   struct arena *a, struct error *e)
{
	struct record *v;
	size_t n_all;
	if (!cache_read_kind(c, KIND_NOTICE, &v, &n_all, a, e))
		return false;
	if (n_all > 1)
		qsort(v, n_all, sizeof *v, by_notice_weight);
	*out = ARENA_ARRAY(a, struct notice, n_all);
	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		const struct notice *x = &v[i].notice;
		if (for_centre(&x->centres, view) && is_now(x->from_at, x->until_at, view->now))
			(*out)[(*n)++] = *x;
	}
	return true;
}

bool cache_polls(struct cache *c, const struct cache_view *view, struct named_poll **out, size_t *n,
		 struct arena *a, struct error *e)
{
	struct record *v;
	size_t n_all;
	if (!cache_read_kind(c, KIND_POLL, &v, &n_all, a, e))
		return false;
	*out = ARENA_ARRAY(a, struct named_poll, n_all);
	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		const struct poll *x = &v[i].poll;
		if (for_centre(&x->centres, view) && is_now(x->from_at, x->until_at, view->now))
			(*out)[(*n)++] = (struct named_poll){.id = v[i].id, .poll = *x};
	}
	return true;
}
