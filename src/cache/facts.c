#include "cache/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "cache/apply.h"
#include "cache/hash.h"

#define DAY_S 86400
/* Occurrences are expanded from yesterday's start: enough for every zone's today. */
#define DAYS_BEHIND 1
/* How far a moved occurrence may have come from: expansion looks this much further around. */
#define MOVED_DAYS 60

/* What is stored; `sum` covers all that follows it. */
struct head {
	uint64_t sum;
	uint64_t id, organisation, place;
	int64_t expires_at;
	uint32_t n_occurrences;
	uint16_t n_topics, n_languages, n_areas;
	uint8_t type, status, attend, reach, price, flags;
	uint8_t age_min, age_max;
	uint8_t unused[6];
};

struct place_head {
	uint64_t sum;
	uint64_t id;
	double lat, lon;
	uint8_t has_position, approximate, wheelchair, loop;
	uint8_t unused[4];
};

_Static_assert(sizeof(struct head) == 64, "no padding: it is stored");
_Static_assert(sizeof(struct place_head) == 40, "no padding: it is stored");
_Static_assert(sizeof(struct fact_occurrence) == 16, "no padding: it is stored");

struct facts_window facts_window_at(int64_t now)
{
	struct date today = zone_to_civil(ZONE_DEFAULT, now).date;
	return (struct facts_window){
		.now = now,
		.from = zone_day_start(ZONE_DEFAULT, date_add(today, -DAYS_BEHIND)),
		.to = zone_day_start(ZONE_DEFAULT, date_add(today, CACHE_HORIZON_DAYS + 1)),
		.far = zone_day_start(ZONE_DEFAULT, date_add(today, FACTS_FAR_DAYS)),
	};
}

/* --- occurrences --- */

struct collecting {
	const struct activity *x;
	struct fact_occurrence *v; /* FACTS_OCCURRENCES_MAX + 1 */
	size_t n;
};

static int64_t local_s(struct civil c)
{
	return (int64_t)date_to_days(c.date) * DAY_S + c.hour * 3600 + c.minute * 60 + c.second;
}

static bool same_time(struct civil a, struct civil b)
{
	return civil_compare(a, b) == 0;
}

static const struct exception *exception_for(const struct activity *x, struct civil start)
{
	for (size_t i = 0; i < x->n_exceptions; i++) {
		if (same_time(x->exceptions[i].start, start))
			return &x->exceptions[i];
	}
	return NULL;
}

static bool has_moved(const struct activity *x)
{
	for (size_t i = 0; i < x->n_exceptions; i++) {
		if (x->exceptions[i].status == STATUS_RESCHEDULED)
			return true;
	}
	return false;
}

static void collect_one(struct collecting *c, const struct schedule *s, const struct occurrence *o,
			int64_t from, int64_t to)
{
	struct civil start = o->start;
	int64_t start_at = o->start_at;
	enum activity_status status = c->x->status;
	const struct exception *ex = exception_for(c->x, o->start);
	if (ex != NULL && status == STATUS_SCHEDULED)
		status = ex->status;
	if (ex != NULL && ex->status == STATUS_RESCHEDULED && date_is_set(ex->to.date)) {
		start = ex->to;
		start_at = zone_to_instant(s->zone, start);
	}
	int64_t length = o->end_at - o->start_at;
	bool over = length > 0 ? start_at + length <= from : start_at < from;
	if (over || start_at >= to || c->n > FACTS_OCCURRENCES_MAX)
		return;
	c->v[c->n++] = (struct fact_occurrence){
		.start_at = start_at,
		.length_s = (int32_t)length,
		.offset_min = (int16_t)((local_s(start) - start_at) / 60),
		.status = (uint8_t)status,
		.all_day = o->all_day,
	};
}

static void collect(struct collecting *c, int64_t from, int64_t to, size_t most, struct arena *a)
{
	int64_t around = has_moved(c->x) ? (int64_t)MOVED_DAYS * DAY_S : 0;
	for (size_t i = 0; i < c->x->n_schedules; i++) {
		struct occurrence *v;
		const struct schedule *s = &c->x->schedules[i];
		size_t n = schedule_expand(s, from - around, to + around,
					   around != 0 ? FACTS_OCCURRENCES_MAX : most, &v, a);
		for (size_t j = 0; j < n; j++)
			collect_one(c, s, &v[j], from, to);
	}
}

static int by_start(const void *pa, const void *pb)
{
	const struct fact_occurrence *a = pa, *b = pb;
	return a->start_at < b->start_at ? -1 : a->start_at > b->start_at;
}

static bool in_order(const struct fact_occurrence *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i].start_at < v[i - 1].start_at)
			return false;
	return true;
}

/* Room for what an activity can have within the horizon, without taking the most for everybody. */
static size_t room_for(const struct activity *x)
{
	size_t room = 0;
	for (size_t i = 0; i < x->n_schedules; i++)
		room += x->schedules[i].freq == SCHEDULE_ONCE
				? 1 + x->schedules[i].rdates.n
				: CACHE_HORIZON_DAYS + 8 + x->schedules[i].rdates.n;
	return room < FACTS_OCCURRENCES_MAX ? room : FACTS_OCCURRENCES_MAX;
}

static void find_occurrences(struct collecting *c, const struct facts_window *w, struct arena *a)
{
	size_t room = has_moved(c->x) ? FACTS_OCCURRENCES_MAX : room_for(c->x);
	size_t cap = room * c->x->n_schedules + 1;
	c->v = ARENA_RAW(a, struct fact_occurrence,
			 cap < FACTS_OCCURRENCES_MAX ? cap : FACTS_OCCURRENCES_MAX + 1);
	collect(c, w->from, w->to, room, a);
	if (c->n == 0)
		collect(c, w->to, w->far, 1, a);
	if (!in_order(c->v, c->n))
		qsort(c->v, c->n, sizeof *c->v, by_start);
	if (c->n > FACTS_OCCURRENCES_MAX)
		c->n = FACTS_OCCURRENCES_MAX;
}

/* --- writing --- */

static uint16_t put_names(struct buf *out, const struct strs *names)
{
	for (size_t i = 0; i < names->n; i++) {
		uint64_t h = hash_name(names->v[i]);
		buf_append(out, &h, sizeof h);
	}
	return (uint16_t)names->n;
}

static uint16_t put_areas(struct buf *out, const struct strs *areas)
{
	uint16_t n = 0;
	for (size_t i = 0; i < areas->n; i++) {
		int64_t code;
		if (!str_to_i64(areas->v[i], 0, 999, &code))
			continue;
		uint16_t number = (uint16_t)code;
		buf_append(out, &number, sizeof number);
		n++;
	}
	return n;
}

static uint8_t age(int years)
{
	return (uint8_t)(years < 0 ? 0 : years > 255 ? 255 : years);
}

static uint8_t flags_of(const struct activity *x)
{
	unsigned flags = 0;
	if (strs_has(&x->access, "wheelchair"))
		flags |= FACTS_WHEELCHAIR;
	if (strs_has(&x->access, "loop"))
		flags |= FACTS_LOOP;
	if (x->n_schedules > 0)
		flags |= FACTS_SCHEDULED;
	return (uint8_t)flags;
}

void facts_of_activity(const struct activity *x, const char *id, const struct facts_window *window,
		       struct arena *scratch, struct buf *out)
{
	size_t at = out->len;
	struct collecting c = {.x = x};
	struct head h = {
		.id = hash_name(id),
		.organisation = hash_name(x->organisation),
		.place = hash_name(x->place),
		.expires_at = x->expires_at,
		.type = (uint8_t)x->type,
		.status = (uint8_t)x->status,
		.attend = (uint8_t)x->attend,
		.reach = (uint8_t)x->reach,
		.price = (uint8_t)x->price,
		.flags = flags_of(x),
		.age_min = age(x->age_min),
		.age_max = age(x->age_max),
	};
	if (x->n_schedules > 0) {
		find_occurrences(&c, window, scratch);
		if (c.n == 0)
			h.flags |= FACTS_OVER;
		if (activity_has_hours(x))
			c.n = 0; /* being open is no event */
	}
	buf_append(out, &h, sizeof h);
	h.n_topics = put_names(out, &x->topics);
	h.n_languages = put_names(out, &x->languages);
	h.n_occurrences = (uint32_t)c.n;
	if (c.n > 0)
		buf_append(out, c.v, c.n * sizeof *c.v);
	h.n_areas = put_areas(out, &x->areas);
	memcpy(out->data + at, &h, sizeof h);
	h.sum = hash_bytes(out->data + at + sizeof h.sum, out->len - at - sizeof h.sum);
	memcpy(out->data + at, &h.sum, sizeof h.sum);
}

void facts_of_place(const struct place *p, const char *id, struct buf *out)
{
	struct place_head h = {
		.id = hash_name(id),
		.lat = p->lat,
		.lon = p->lon,
		.has_position = p->has_position,
		.approximate = p->approximate,
		.wheelchair = strs_has(&p->access, "wheelchair"),
		.loop = strs_has(&p->access, "loop"),
	};
	h.sum = hash_bytes(&h.id, sizeof h - sizeof h.sum);
	buf_append(out, &h, sizeof h);
}

bool facts_of(const struct record *r, const struct facts_window *window, struct arena *scratch,
	      struct buf *out)
{
	if (r->kind == KIND_ACTIVITY)
		facts_of_activity(&r->activity, r->id, window, scratch, out);
	else if (r->kind == KIND_PLACE)
		facts_of_place(&r->place, r->id, out);
	return r->kind == KIND_ACTIVITY || r->kind == KIND_PLACE;
}

/* --- reading --- */

bool facts_read_activity(const void *data, size_t len, struct facts *out)
{
	struct head h;
	if (len < sizeof h)
		return false;
	memcpy(&h, data, sizeof h);
	size_t expect = sizeof h + ((size_t)h.n_topics + h.n_languages) * sizeof(uint64_t) +
			(size_t)h.n_occurrences * sizeof(struct fact_occurrence) +
			(size_t)h.n_areas * sizeof(uint16_t);
	const unsigned char *p = (const unsigned char *)data;
	if (len != expect || h.n_occurrences > FACTS_OCCURRENCES_MAX ||
	    h.sum != hash_bytes(p + sizeof h.sum, len - sizeof h.sum))
		return false;
	p += sizeof h;
	*out = (struct facts){
		.id = h.id,
		.organisation = h.organisation,
		.place = h.place,
		.expires_at = h.expires_at,
		.n_occurrences = h.n_occurrences,
		.n_topics = h.n_topics,
		.n_languages = h.n_languages,
		.n_areas = h.n_areas,
		.type = h.type,
		.status = h.status,
		.attend = h.attend,
		.reach = h.reach,
		.price = h.price,
		.flags = h.flags,
		.age_min = h.age_min,
		.age_max = h.age_max,
	};
	/* every part but the last is a multiple of eight long, so each stands aligned */
	out->topics = (const void *)p;
	out->languages = out->topics + h.n_topics;
	out->occurrences = (const void *)(out->languages + h.n_languages);
	out->areas = (const void *)(out->occurrences + h.n_occurrences);
	return true;
}

bool facts_read_place(const void *data, size_t len, struct place_facts *out)
{
	struct place_head h;
	if (len != sizeof h)
		return false;
	memcpy(&h, data, sizeof h);
	if (h.sum != hash_bytes(&h.id, sizeof h - sizeof h.sum))
		return false;
	*out = (struct place_facts){.id = h.id,
				    .lat = h.lat,
				    .lon = h.lon,
				    .has_position = h.has_position,
				    .approximate = h.approximate,
				    .wheelchair = h.wheelchair,
				    .loop = h.loop};
	return true;
}

/* --- occurrences as read --- */

static int64_t local_start(const struct fact_occurrence *o)
{
	return o->start_at + (int64_t)o->offset_min * 60;
}

static int32_t day_of(int64_t local)
{
	return (int32_t)(local >= 0 ? local / DAY_S : -((-local + DAY_S - 1) / DAY_S));
}

struct civil fact_civil(const struct fact_occurrence *o)
{
	int64_t local = local_start(o);
	int32_t day = day_of(local);
	int second = (int)(local - (int64_t)day * DAY_S);
	return (struct civil){.date = date_from_days(day),
			      .hour = (int8_t)(second / 3600),
			      .minute = (int8_t)(second / 60 % 60),
			      .second = (int8_t)(second % 60)};
}

int32_t fact_day(const struct fact_occurrence *o)
{
	return day_of(local_start(o));
}

int32_t fact_last_day(const struct fact_occurrence *o)
{
	return o->length_s > DAY_S ? day_of(local_start(o) + o->length_s - 1) : fact_day(o);
}

int64_t fact_end_at(const struct fact_occurrence *o)
{
	return o->start_at + o->length_s;
}

int64_t fact_over_at(const struct fact_occurrence *o)
{
	if (o->status == STATUS_CANCELLED || o->status == STATUS_POSTPONED)
		return ((int64_t)fact_last_day(o) + 1) * DAY_S - (int64_t)o->offset_min * 60;
	return o->start_at + (o->length_s > 0 ? o->length_s : FACTS_UNKNOWN_LENGTH_S);
}
