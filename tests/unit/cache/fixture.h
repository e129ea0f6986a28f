/* A cache in a folder of its own, filled from C structs; shared by the tests of cache/. */
#ifndef AULA_TESTS_CACHE_FIXTURE_H
#define AULA_TESTS_CACHE_FIXTURE_H

#include "unit.h"

#include "base/clock.h"
#include "cache/apply.h"
#include "cache/query.h"
#include "model/codec.h"
#include "support/tmpdir.h"

struct fixture {
	struct tmpdir dir;
	char path[128];
	struct error e;
	struct arena a;
	struct cache_writer *w;
	struct cache *c;
	int64_t seq, now;
	struct cache_view view;
};

/* Wednesday 2026-03-11 12:15 in Helsinki. */
static inline int64_t at(const char *civil)
{
	struct civil c;
	if (!civil_parse(civil, &c))
		fail_msg("bad time %s", civil);
	return zone_to_instant(ZONE_DEFAULT, c);
}

static inline struct civil civil_at(const char *s)
{
	struct civil c;
	if (!civil_parse(s, &c))
		fail_msg("bad time %s", s);
	return c;
}

static inline int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	tmpdir_make(&f->dir);
	snprintf(f->path, sizeof f->path, "%s", tmpdir_file(&f->dir, "cache.db"));
	f->now = at("2026-03-11T12:15");
	f->view = (struct cache_view){.centre = "c1", .screen = "s1", .now = f->now, .lang = LANG_FI};
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	cache_writer_set_now(f->w, f->now);
	*state = f;
	return 0;
}

static inline int teardown(void **state)
{
	struct fixture *f = *state;
	cache_close(f->c);
	cache_writer_close(f->w);
	arena_fini(&f->a);
	tmpdir_remove(&f->dir);
	free(f);
	return 0;
}

static inline void put(struct fixture *f, enum record_kind kind, const char *id, const struct record *r)
{
	struct buf doc = BUF_INIT;
	struct record copy = *r;
	int64_t was;
	copy.kind = kind;
	copy.id = id;
	record_doc_write(&copy, &doc);
	assert_ok(cache_page_put(f->w, ++f->seq, &copy, doc.data, doc.len, &was, &f->e), f->e);
	buf_fini(&doc);
}

static inline void begin(struct fixture *f)
{
	assert_ok(cache_page_begin(f->w, &f->e), f->e);
}

static inline void commit(struct fixture *f)
{
	struct cache_meta m;
	assert_ok(cache_writer_meta(f->w, &m, &f->e), f->e);
	m.seq = m.after = f->seq;
	m.complete = true;
	m.loading = false;
	m.signed_at = f->now;
	assert_ok(cache_page_commit(f->w, &m, &f->e), f->e);
}

/* An activity to start from: an event on site, free, in Finnish, topic t1, with one time. */
static inline struct record event(const char *title, const char *start)
{
	static struct schedule schedules[64];
	static size_t next;
	static const char *topic[] = {"t1"};
	struct schedule *s = &schedules[next++ % 64];
	*s = (struct schedule){.interval = 1, .zone = ZONE_DEFAULT, .duration_min = 90};
	struct record r = {.kind = KIND_ACTIVITY};
	r.activity = (struct activity){
		.type = ACTIVITY_EVENT,
		.title = {.v = {[LANG_FI] = title}},
		.topics = {topic, 1},
		.attend = ATTEND_SITE,
		.price = PRICE_FREE,
		.expires_at = INSTANT_NONE,
		.from = {.modified_at = INSTANT_NONE},
	};
	if (start != NULL) {
		s->start = civil_at(start);
		r.activity.schedules = s;
		r.activity.n_schedules = 1;
	} else {
		r.activity.type = ACTIVITY_ONGOING;
	}
	return r;
}

static inline struct record weekly(const char *title, const char *start)
{
	struct record r = event(title, start);
	r.activity.schedules->freq = SCHEDULE_WEEKLY;
	return r;
}

static inline void put_place(struct fixture *f, const char *id, double lat, double lon)
{
	struct record r = {.kind = KIND_PLACE};
	r.place.name.v[LANG_FI] = "Talo";
	r.place.city.v[LANG_FI] = "Oulu";
	r.place.lat = lat;
	r.place.lon = lon;
	r.place.has_position = true;
	r.place.from.modified_at = INSTANT_NONE;
	put(f, KIND_PLACE, id, &r);
}

/* Centre c1 in Oulu at place p-home; places p-near (about 700 m), p-2km, p-80km. */
static inline void put_centre(struct fixture *f)
{
	struct record r = {.kind = KIND_CENTRE};
	r.centre.name.v[LANG_FI] = "Keskus";
	r.centre.place = "p-home";
	r.centre.lat = 65.0121;
	r.centre.lon = 25.4651;
	r.centre.municipality = "564";
	r.centre.zone = ZONE_DEFAULT;
	r.centre.nearby_km = 30;
	put(f, KIND_CENTRE, "c1", &r);
	put_place(f, "p-home", 65.0121, 25.4651);
	put_place(f, "p-near", 65.0184, 25.4651);
	put_place(f, "p-2km", 65.0301, 25.4651);
	put_place(f, "p-80km", 65.7316, 25.4651);
}

static inline void put_activity(struct fixture *f, const char *id, struct record r, const char *place)
{
	r.activity.place = place;
	put(f, KIND_ACTIVITY, id, &r);
}

static inline struct cache *reader(struct fixture *f)
{
	if (f->c == NULL)
		assert_ok(cache_open(&f->c, f->path, &f->e), f->e);
	return f->c;
}

/* The ids of a list in order, joined by blanks. */
static inline const char *ids_of(struct fixture *f, const struct cards *cards)
{
	const char *all = "";
	for (size_t i = 0; i < cards->n; i++)
		all = arena_printf(&f->a, "%s%s%s", all, i > 0 ? " " : "", cards->v[i].id);
	return all;
}

static inline struct cards list(struct fixture *f, struct list_filter filter)
{
	struct cards cards;
	assert_ok(cache_list(reader(f), &f->view, &filter, 0, 100, &cards, &f->a, &f->e), f->e);
	size_t count;
	assert_ok(cache_count(reader(f), &f->view, &filter, &count, &f->e), f->e);
	assert_int_equal(count, cards.total);
	return cards;
}

static inline void assert_list(struct fixture *f, struct list_filter filter, const char *expect)
{
	struct cards cards = list(f, filter);
	assert_string_equal(ids_of(f, &cards), expect);
	assert_int_equal(cards.n, cards.total);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
