#include "import/finish.h"

#include <string.h>

#include "import/text.h"
#include "model/geo.h"

#define QUALITY_MAX 10
#define AGE_MAX 120
#define UNKNOWN_MIN 60 /* how long something without an end is held to last, as on screens (cache/facts.h) */
#define FAR_S ((int64_t)20 * 366 * 86400)

void finish_topics(struct run *r, struct activity *v, struct votes *votes)
{
	votes_text(votes, r->tables, v->title.v[LANG_FI], &r->item);
	if (votes->n_topics == 0) {
		votes_text(votes, r->tables, v->summary.v[LANG_FI], &r->item);
		votes_text(votes, r->tables, v->text.v[LANG_FI], &r->item);
	}
	votes_take(votes, v, &r->item);
	if (v->topics.n == 0 && r->source->default_topic != NULL) {
		v->topics.v = ARENA_ARRAY(&r->item, const char *, 1);
		v->topics.v[v->topics.n++] = r->source->default_topic;
	}
}

static int64_t civil_end(const struct schedule *s, struct civil start)
{
	return zone_to_instant(s->zone, civil_add_minutes(start, s->duration_min > 0 ? s->duration_min : UNKNOWN_MIN));
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* End of the last occurrence; INSTANT_NONE when the rule has no end. */
static int64_t schedule_last_end(const struct schedule *s, struct arena *a)
{
	int64_t last = INT64_MIN + 1;
	for (size_t i = 0; i < s->rdates.n; i++)
		last = later(last, civil_end(s, s->rdates.v[i]));
	if (s->freq == SCHEDULE_ONCE)
		return later(last, civil_end(s, s->start));
	struct date end = s->until;
	if (date_is_set(s->valid_to) && (!date_is_set(end) || date_compare(s->valid_to, end) < 0))
		end = s->valid_to;
	if (date_is_set(end))
		return later(last, civil_end(s, (struct civil){.date = end,
							       .hour = s->start.hour,
							       .minute = s->start.minute}));
	if (s->count == 0)
		return INSTANT_NONE;
	struct occurrence *o = NULL;
	int64_t from = zone_day_start(s->zone, s->start.date);
	size_t n = schedule_expand(s, from, from + FAR_S, SCHEDULE_OCCURRENCES_MAX, &o, a);
	return n > 0 && n < SCHEDULE_OCCURRENCES_MAX ? later(last, o[n - 1].end_at) : INSTANT_NONE;
}

int64_t activity_last_end(const struct activity *v, struct arena *a)
{
	int64_t last = INT64_MIN + 1;
	for (size_t i = 0; i < v->n_schedules; i++) {
		int64_t end = schedule_last_end(&v->schedules[i], a);
		if (end == INSTANT_NONE)
			return INSTANT_NONE;
		last = later(last, end);
		for (size_t x = 0; x < v->n_exceptions; x++) /* whose of the schedules it is makes little difference */
			if (v->exceptions[x].status == STATUS_RESCHEDULED)
				last = later(last, civil_end(&v->schedules[i], v->exceptions[x].to));
	}
	return v->n_schedules > 0 ? last : INSTANT_NONE;
}

static void add_quality(struct activity *v, const char *note)
{
	if (!strs_has(&v->quality, note) && v->quality.n < QUALITY_MAX)
		v->quality.v[v->quality.n++] = note;
}

static void note_quality(struct run *r, struct activity *v)
{
	struct strs had = v->quality;
	v->quality = (struct strs){.v = ARENA_ARRAY(&r->item, const char *, QUALITY_MAX)};
	for (size_t i = 0; i < had.n; i++)
		add_quality(v, had.v[i]);
	if (v->place == NULL && (v->attend & (ATTEND_PHONE | ATTEND_ONLINE)) == 0)
		add_quality(v, "no-place");
	if (ltext_count(&v->title) == 1)
		add_quality(v, "one-language");
	if (v->from.modified_at != INSTANT_NONE && r->now - v->from.modified_at > OLD_TEXT_S)
		add_quality(v, "old-text");
	if (v->phone == NULL && v->email == NULL && v->web == NULL && v->signup_url == NULL)
		add_quality(v, "no-contact");
	if (v->organisation == NULL)
		add_quality(v, "no-organisation");
	if (v->topics.n == 0)
		add_quality(v, "no-topic");
	if (ltext_empty(&v->summary) && ltext_empty(&v->text))
		add_quality(v, "no-text");
}

static void cap_texts(struct activity *v, struct arena *a)
{
	for (int l = 0; l < LANG_COUNT; l++)
		if (v->title.v[l] != NULL)
			v->title.v[l] = text_line(a, v->title.v[l]);
	ltext_cap(&v->title, TEXT_TITLE_MAX, a);
	ltext_cap(&v->summary, TEXT_SUMMARY_MAX, a);
	ltext_cap(&v->text, TEXT_BODY_MAX, a);
	ltext_cap(&v->status_note, TEXT_SUMMARY_MAX, a);
	ltext_cap(&v->place_note, TEXT_SUMMARY_MAX, a);
	ltext_cap(&v->price_text, TEXT_SUMMARY_MAX, a);
	ltext_cap(&v->signup_note, TEXT_SUMMARY_MAX, a);
	ltext_cap(&v->phone_label, TEXT_TITLE_MAX, a);
	ltext_cap(&v->image.alt, TEXT_SUMMARY_MAX, a);
}

static void drop_absurd_ages(struct run *r, struct activity *v)
{
	if (v->age_min >= 0 && v->age_max >= 0 && v->age_min <= AGE_MAX && v->age_max <= AGE_MAX &&
	    (v->age_max == 0 || v->age_max >= v->age_min))
		return;
	v->age_min = v->age_max = 0;
	run_changed(r, "absurd ages left out", v->from.source_id);
}

static const char *finish_activity(struct run *r, struct activity *v)
{
	if (ltext_empty(&v->title))
		return "no title";
	drop_absurd_ages(r, v);
	v->n_schedules = run_sound_schedules(r, v->schedules, v->n_schedules, v->from.source_id);
	if (v->type == ACTIVITY_EVENT && v->n_schedules == 0 && v->status != STATUS_POSTPONED)
		return "no start time";
	cap_texts(v, &r->item);
	if (v->attend == 0 && v->place != NULL)
		v->attend = ATTEND_SITE;
	if (v->attend == 0 && v->phone != NULL && v->type == ACTIVITY_ONGOING)
		v->attend = ATTEND_PHONE;
	int64_t end = activity_last_end(v, &r->item);
	if (v->type == ACTIVITY_EVENT && end != INSTANT_NONE) {
		if (end <= r->now && v->status != STATUS_POSTPONED)
			return "already over";
		if (v->expires_at == INSTANT_NONE || end < v->expires_at)
			v->expires_at = end;
	}
	if (v->expires_at != INSTANT_NONE && v->expires_at <= r->now)
		return "already over";
	note_quality(r, v);
	return NULL;
}

static void finish_place(struct run *r, const char *id, struct place *p)
{
	const struct municipality *m = municipality_by_code(r->tables, p->municipality);
	if (m == NULL)
		m = municipality_by_name(r->tables, ltext_get(&p->city, LANG_FI, NULL));
	if (m == NULL)
		return;
	p->municipality = m->code;
	if (p->has_position || !m->has_position)
		return;
	p->lat = m->lat;
	p->lon = m->lon;
	p->has_position = p->approximate = true;
	run_changed(r, "position is the municipality's centre", id);
}

const char *finish_record(struct run *r, struct record *rec)
{
	if (rec->kind == KIND_PLACE)
		finish_place(r, rec->id, &rec->place);
	if (rec->kind == KIND_ACTIVITY)
		return finish_activity(r, &rec->activity);
	return NULL;
}
