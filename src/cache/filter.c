#include "cache/filter.h"

#include "base/clock.h"
#include "base/str.h"
#include "cache/hash.h"

static void set_language(struct filter *f, const char *tag, const struct index *x)
{
	if (str_eq(tag, "other")) {
		f->language_not =
			index_language_bit(x, hash_name("fi")) | index_language_bit(x, hash_name("sv"));
		f->language = ~f->language_not;
		return;
	}
	f->language = index_language_bit(x, hash_name(tag));
	f->language_unsaid = str_eq(tag, "fi");
	if (f->language == 0 && !f->language_unsaid)
		f->nothing = true;
}

static void set_where(struct filter *f, enum where_filter where, const struct rows *r)
{
	int km = r->has_centre && r->centre.nearby_km > 0 ? r->centre.nearby_km : FILTER_CENTRE_AREA_KM;
	switch (where) {
	case WHERE_ANY: return;
	case WHERE_NEAR: f->within_m = FILTER_NEAR_M; return;
	case WHERE_REMOTE: f->attend = ATTEND_PHONE | ATTEND_ONLINE; return;
	case WHERE_REACHABLE: f->or_remote = true; /* fall through */
	case WHERE_CENTRE_AREA: f->within_m = (float)km * 1000.0f; return;
	}
}

static int64_t before_of(const struct list_filter *f, const struct rows *r)
{
	if (!r->time_known)
		return INT64_MAX;
	return f->when == WHEN_TODAY ? r->today_end : f->when == WHEN_WEEK ? r->week_end : INT64_MAX;
}

struct filter filter_make(const struct list_filter *in, const struct rows *r, const struct index *x)
{
	struct filter f = {.within_m = -1, .free = in->free, .age = in->age, .attend = (uint8_t)in->attend};
	f.before = before_of(in, r);
	f.events_only = in->events_only || f.before != INT64_MAX;
	f.flags = (uint8_t)((in->wheelchair ? ROW_WHEELCHAIR : 0) | (in->loop ? ROW_LOOP : 0));
	if (in->topic != NULL) {
		f.topic = index_topic_bit(x, hash_name(in->topic));
		f.nothing = f.topic == 0;
	}
	if (in->language != NULL)
		set_language(&f, in->language, x);
	set_where(&f, in->where, r);
	return f;
}

static bool language_match(const struct filter *f, const struct row *row)
{
	if (f->language == 0 && !f->language_unsaid)
		return true;
	return (row->languages & f->language) != 0 || (f->language_unsaid && row->languages == 0);
}

static bool age_match(int age, const struct row *row)
{
	return age == 0 || (age >= row->age_min && (row->age_max == 0 || age <= row->age_max));
}

/* A place known only by its municipality is not "less than a kilometre away" whatever its point says. */
static bool where_match(const struct filter *f, const struct row *row)
{
	if (f->within_m < 0 || (f->or_remote && (row->attend & (ATTEND_PHONE | ATTEND_ONLINE)) != 0))
		return true;
	if (f->within_m <= FILTER_NEAR_M && (row->flags & ROW_APPROXIMATE) != 0)
		return false;
	return row->distance_m >= 0 && row->distance_m < f->within_m;
}

bool filter_match(const struct filter *f, const struct row *row)
{
	if (f->topic != 0 && (row->topics & f->topic) == 0)
		return false;
	if ((row->flags & f->flags) != f->flags || (f->attend != 0 && (row->attend & f->attend) == 0))
		return false;
	if (f->free && row->price != PRICE_FREE)
		return false;
	if (f->events_only && (row->start_at == INSTANT_NONE || row->start_at >= f->before))
		return false;
	return where_match(f, row) && language_match(f, row) && age_match(f->age, row) && !f->nothing;
}
