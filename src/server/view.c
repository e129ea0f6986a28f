#include "server/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/codec.h"
#include "store/review.h"

#define MOVED_DAYS 60 /* how far a moved time may have come from */
#define DAY_S ((int64_t)86400)
#define UNKNOWN_LENGTH_S 3600 /* a time without an end counts as over this long after its start */

const char *view_plain(const char *text, struct arena *a)
{
	if (text == NULL)
		return NULL;
	char *out = arena_strdup(a, text), *to = out;
	for (const char *p = out; *p != '\0';) {
		if (strncmp(p, "\xC2\xAD", 2) == 0)
			p += 2;
		else
			*to++ = *p++;
	}
	*to = '\0';
	return out;
}

const struct ltext *view_name(const struct record *x)
{
	switch (x->kind) {
	case KIND_ORGANISATION: return &x->organisation.name;
	case KIND_PLACE: return &x->place.name;
	case KIND_ACTIVITY: return &x->activity.title;
	case KIND_TOPIC: return &x->topic.title;
	case KIND_CENTRE: return &x->centre.name;
	case KIND_NOTICE: return &x->notice.title;
	case KIND_CONTACT: return &x->contact.name;
	case KIND_POLL: return &x->poll.question;
	default: return NULL;
	}
}

static bool decode(const struct store_record *stored, struct record *out, struct arena *a, struct error *e)
{
	return record_decode(out, record_kind_from_word(stored->kind), stored->id, stored->doc, stored->doc_len, a, e);
}

const struct record *view_record(struct store *s, enum record_kind kind, const char *id, struct arena *a)
{
	struct store_record stored;
	struct record *r = ARENA_NEW(a, struct record);
	if (id == NULL || !store_get(s, kind, id, &stored, a, NULL) || stored.doc == NULL)
		return NULL;
	return decode(&stored, r, a, NULL) ? r : NULL;
}

bool view_newest(struct store *s, enum record_kind kind, struct view_stored **out, size_t *n, struct arena *a,
		 struct error *e)
{
	struct store_filter f = {.kind = kind, .docs = true, .limit = STORE_LIST_MAX};
	struct store_records list;
	size_t room = 0;
	*n = 0;
	do {
		if (!store_list_newest(s, &f, &list, a, e))
			return false;
		if (f.offset == 0) {
			room = list.total < VIEW_NEWEST_MAX ? list.total : VIEW_NEWEST_MAX;
			*out = ARENA_ARRAY(a, struct view_stored, room);
		}
		for (size_t i = 0; i < list.n && *n < room; i++) {
			struct record *r = ARENA_NEW(a, struct record);
			if (decode(&list.v[i], r, a, NULL))
				(*out)[(*n)++] = (struct view_stored){r, list.v[i].seq};
		}
		f.offset += list.n;
	} while (list.n == f.limit && f.offset < VIEW_NEWEST_MAX);
	return true;
}

bool view_by_code(struct store *s, const char *code, struct store_record *out, struct arena *a, struct error *e)
{
	const char *stands;
	enum record_kind kind;
	if (!store_by_code(s, code, out, a, e))
		return false;
	kind = record_kind_from_word(out->kind);
	if (out->doc != NULL)
		return true;
	return merge_stands_for(s, kind, out->id, &stands, a, e) &&
	       (str_eq(stands, out->id) || store_get(s, kind, stands, out, a, e));
}

/* --- coming times
 * ---------------------------------------------------------------------------------------------- */

static const struct exception *exception_for(const struct activity *x, struct civil start)
{
	for (size_t i = 0; i < x->n_exceptions; i++)
		if (civil_compare(x->exceptions[i].start, start) == 0)
			return &x->exceptions[i];
	return NULL;
}

static struct view_time time_of(const struct activity *x, const struct schedule *s,
				const struct occurrence *o)
{
	struct view_time t = {.start_at = o->start_at,
			      .end_at = o->end_at,
			      .start = o->start,
			      .all_day = o->all_day,
			      .status = x->status};
	const struct exception *ex = exception_for(x, o->start);
	if (ex != NULL && t.status == STATUS_SCHEDULED)
		t.status = ex->status;
	if (ex != NULL && ex->status == STATUS_RESCHEDULED && date_is_set(ex->to.date)) {
		t.start = ex->to;
		t.start_at = zone_to_instant(s->zone, ex->to);
		t.end_at = t.start_at + (o->end_at - o->start_at);
	}
	t.end = zone_to_civil(s->zone, t.end_at);
	return t;
}

static int by_start(const void *pa, const void *pb)
{
	const struct view_time *a = pa, *b = pb;
	return a->start_at < b->start_at ? -1 : a->start_at > b->start_at;
}

static void find_times(struct view *v, int64_t now, struct arena *a)
{
	const struct activity *x = v->activity;
	const size_t room = VIEW_TIMES_MAX + SCHEDULE_EXCEPTIONS_MAX;
	struct view_time *all = ARENA_ARRAY(a, struct view_time, room * (x->n_schedules + 1));
	size_t n = 0;
	int64_t back = x->n_exceptions > 0 ? MOVED_DAYS * DAY_S : DAY_S;
	for (size_t i = 0; i < x->n_schedules; i++) {
		struct occurrence *v_;
		const struct schedule *s = &x->schedules[i];
		size_t found = schedule_expand(s, now - back, now + VIEW_DAYS * DAY_S,
					       x->n_exceptions > 0 ? room : VIEW_TIMES_MAX + 1, &v_, a);
		for (size_t j = 0; j < found; j++) {
			struct view_time t = time_of(x, s, &v_[j]);
			int64_t over = t.end_at > t.start_at ? t.end_at : t.start_at + UNKNOWN_LENGTH_S;
			if (over > now)
				all[n++] = t;
		}
	}
	qsort(all, n, sizeof *all, by_start);
	v->n_times = n < VIEW_TIMES_MAX ? n : VIEW_TIMES_MAX;
	memcpy(v->times, all, v->n_times * sizeof *all);
}

bool view_load(struct store *s, const struct store_record *stored, int64_t now, struct view *out,
	       struct arena *a, struct error *e)
{
	struct record *r = ARENA_NEW(a, struct record);
	if (stored->doc == NULL || !str_eq(stored->kind, record_kind_word(KIND_ACTIVITY)))
		return error_set(e, ERROR_NOT_FOUND, "activity %s is gone", stored->id);
	if (!decode(stored, r, a, e))
		return error_context(e, "stored activity %s", stored->id);
	const struct activity *x = &r->activity;
	if (x->expires_at != INSTANT_NONE && x->expires_at <= now)
		return error_set(e, ERROR_NOT_FOUND, "activity %s has expired", stored->id);
	*out = (struct view){.id = stored->id, .code = stored->code, .activity = x, .look = "peer"};
	const struct record *organisation = view_record(s, KIND_ORGANISATION, x->organisation, a);
	const struct record *place = view_record(s, KIND_PLACE, x->place, a);
	const struct record *topic = x->topics.n > 0 ? view_record(s, KIND_TOPIC, x->topics.v[0], a) : NULL;
	out->organisation = organisation != NULL ? &organisation->organisation : NULL;
	out->place = place != NULL ? &place->place : NULL;
	out->topic = topic != NULL ? &topic->topic : NULL;
	if (out->topic != NULL && out->topic->look != NULL)
		out->look = out->topic->look;
	find_times(out, now, a);
	return true;
}
