#include "model/fields.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define F(type, struct_name, member) {#member, type, offsetof(struct struct_name, member), 0, NULL, NULL}
#define F_WORDS(type, struct_name, member, words) \
	{#member, type, offsetof(struct struct_name, member), 0, words, NULL}
#define F_INNER(struct_name, member, fields) \
	{#member, FIELD_STRUCT, offsetof(struct struct_name, member), 0, NULL, &(fields)}
#define F_LIST(struct_name, member, fields) \
	{#member, FIELD_LIST, offsetof(struct struct_name, member), offsetof(struct struct_name, n_##member), NULL, &(fields)}
#define FIELDS(name, struct_name, table) \
	const struct fields name = {sizeof(struct struct_name), table, COUNT(table)}

static const char *const type_words[] = {"event", "ongoing", NULL};
static const char *const status_words[] = {"scheduled", "cancelled", "postponed", "rescheduled", NULL};
static const char *const attend_words[] = {"site", "phone", "online", NULL};
static const char *const reach_words[] = {"local", "regional", "national", NULL};
static const char *const price_words[] = {"unknown", "free", "paid", NULL};
static const char *const signup_words[] = {"unknown", "no", "yes", NULL};
static const char *const freq_words[] = {"once", "daily", "weekly", "monthly", "yearly", NULL};

static const struct field provenance_table[] = {
	F(FIELD_STRING, provenance, source),	  F(FIELD_STRING, provenance, source_id),
	F(FIELD_STRING, provenance, url),	  F(FIELD_STRING, provenance, license),
	F(FIELD_STRING, provenance, attribution), F(FIELD_INSTANT, provenance, modified_at),
};
static FIELDS(fields_provenance, provenance, provenance_table);

static const struct field organisation_table[] = {
	F(FIELD_LTEXT, organisation, name),	    F(FIELD_LTEXT, organisation, description),
	F(FIELD_STRING, organisation, type),	    F(FIELD_STRING, organisation, business_id),
	F(FIELD_STRING, organisation, phone),	    F(FIELD_STRING, organisation, email),
	F(FIELD_STRING, organisation, web),	    F_INNER(organisation, from, fields_provenance),
	F(FIELD_LTEXT, organisation, words),
};
static FIELDS(fields_organisation, organisation, organisation_table);

static const struct field place_table[] = {
	F(FIELD_LTEXT, place, name),
	F(FIELD_LTEXT, place, street),
	F(FIELD_LTEXT, place, city),
	F(FIELD_STRING, place, postcode),
	F(FIELD_STRING, place, municipality),
	{"lat", FIELD_POSITION, offsetof(struct place, lat), 0, NULL, NULL},
	{"lon", FIELD_POSITION, offsetof(struct place, lon), 0, NULL, NULL},
	F(FIELD_BOOL, place, approximate),
	F(FIELD_STRINGS, place, access),
	F_INNER(place, from, fields_provenance),
	F(FIELD_LTEXT, place, words),
};
FIELDS(fields_place, place, place_table);

static const struct field schedule_table[] = {
	F_WORDS(FIELD_WORD, schedule, freq, freq_words),
	F(FIELD_INT, schedule, interval),
	F(FIELD_STRING, schedule, byday),
	F(FIELD_STRING, schedule, bymonthday),
	F(FIELD_STRING, schedule, bymonth),
	F(FIELD_STRING, schedule, bysetpos),
	F(FIELD_INT, schedule, count),
	F(FIELD_DATE, schedule, until),
	F(FIELD_CIVIL, schedule, start),
	F(FIELD_INT, schedule, duration_min),
	F(FIELD_BOOL, schedule, all_day),
	F(FIELD_STRING, schedule, zone),
	F(FIELD_DATE, schedule, valid_from),
	F(FIELD_DATE, schedule, valid_to),
	F(FIELD_CIVILS, schedule, exdates),
	F(FIELD_CIVILS, schedule, rdates),
};
FIELDS(fields_schedule, schedule, schedule_table);

static const struct field exception_table[] = {
	F(FIELD_CIVIL, exception, start),
	F_WORDS(FIELD_WORD, exception, status, status_words),
	F(FIELD_CIVIL, exception, to),
	F(FIELD_LTEXT, exception, note),
};
static FIELDS(fields_exception, exception, exception_table);

static const struct field image_table[] = {
	F(FIELD_STRING, image, hash),	F(FIELD_STRING, image, url),	 F(FIELD_LTEXT, image, alt),
	F(FIELD_STRING, image, credit), F(FIELD_STRING, image, license), F(FIELD_INT, image, w),
	F(FIELD_INT, image, h),
};
static FIELDS(fields_image, image, image_table);

static const struct field activity_table[] = {
	F(FIELD_STRING, activity, code),
	F_WORDS(FIELD_WORD, activity, type, type_words),
	F_WORDS(FIELD_WORD, activity, status, status_words),
	F(FIELD_LTEXT, activity, status_note),
	F(FIELD_LTEXT, activity, title),
	F(FIELD_LTEXT, activity, summary),
	F(FIELD_LTEXT, activity, text),
	F(FIELD_STRING, activity, organisation),
	F(FIELD_STRING, activity, place),
	F(FIELD_LTEXT, activity, place_note),
	F(FIELD_STRINGS, activity, topics),
	F(FIELD_STRINGS, activity, keywords),
	F(FIELD_INT, activity, age_min),
	F(FIELD_INT, activity, age_max),
	F_WORDS(FIELD_FLAGS, activity, attend, attend_words),
	F_WORDS(FIELD_WORD, activity, reach, reach_words),
	F(FIELD_STRINGS, activity, areas),
	F_LIST(activity, schedules, fields_schedule),
	F_LIST(activity, exceptions, fields_exception),
	F_WORDS(FIELD_WORD, activity, price, price_words),
	F(FIELD_LTEXT, activity, price_text),
	F_WORDS(FIELD_WORD, activity, signup, signup_words),
	F(FIELD_DATE, activity, signup_until),
	F(FIELD_LTEXT, activity, signup_note),
	F(FIELD_STRING, activity, signup_url),
	F(FIELD_STRINGS, activity, access),
	F(FIELD_STRINGS, activity, languages),
	F(FIELD_STRING, activity, phone),
	F(FIELD_LTEXT, activity, phone_label),
	F(FIELD_STRING, activity, email),
	F(FIELD_STRING, activity, web),
	F_INNER(activity, image, fields_image),
	F(FIELD_DATE, activity, assured),
	F(FIELD_INSTANT, activity, expires_at),
	F(FIELD_STRINGS, activity, quality),
	F_INNER(activity, from, fields_provenance),
	F(FIELD_LTEXT, activity, words_title),
	F(FIELD_LTEXT, activity, words_text),
};
static FIELDS(fields_activity, activity, activity_table);

static const struct field topic_table[] = {
	F(FIELD_LTEXT, topic, title), F(FIELD_LTEXT, topic, subtitle), F(FIELD_LTEXT, topic, lead),
	F(FIELD_STRING, topic, look), F(FIELD_INT, topic, order),
};
static FIELDS(fields_topic, topic, topic_table);

static const struct field open_hours_table[] = {
	F(FIELD_STRINGS, open_hours, days),
	F(FIELD_STRING, open_hours, opens),
	F(FIELD_STRING, open_hours, closes),
};
static FIELDS(fields_open_hours, open_hours, open_hours_table);

static const struct field centre_table[] = {
	F(FIELD_LTEXT, centre, name),
	F(FIELD_LTEXT, centre, short_name),
	F(FIELD_LTEXT, centre, advice_name),
	F(FIELD_STRING, centre, place),
	F(FIELD_NUMBER, centre, lat),
	F(FIELD_NUMBER, centre, lon),
	F(FIELD_STRING, centre, municipality),
	F(FIELD_STRING, centre, zone),
	F(FIELD_STRINGS, centre, languages),
	F(FIELD_STRINGS, centre, topics),
	F(FIELD_INT, centre, nearby_km),
	F_LIST(centre, screen_hours, fields_open_hours),
	F(FIELD_STRING, centre, logo),
};
static FIELDS(fields_centre, centre, centre_table);

static const struct field contact_table[] = {
	F(FIELD_STRINGS, contact, centres),
	F(FIELD_STRING, contact, type),
	F(FIELD_LTEXT, contact, name),
	F(FIELD_LTEXT, contact, note),
	F(FIELD_LTEXT, contact, place),
	F(FIELD_STRING, contact, phone),
	F(FIELD_STRING, contact, web),
	F_LIST(contact, hours, fields_open_hours),
	F(FIELD_BOOL, contact, always),
	F(FIELD_INT, contact, order),
};
static FIELDS(fields_contact, contact, contact_table);

static const struct field feature_table[] = {
	F(FIELD_STRING, feature, activity),   F(FIELD_STRINGS, feature, centres),  F(FIELD_STRINGS, feature, screens),
	F(FIELD_INSTANT, feature, from_at),   F(FIELD_INSTANT, feature, until_at), F(FIELD_INT, feature, order),
	F(FIELD_LTEXT, feature, sentence),
};
static FIELDS(fields_feature, feature, feature_table);

static const struct field hide_table[] = {
	F(FIELD_STRINGS, hide, centres),
	F(FIELD_STRING, hide, what),
	F(FIELD_STRING, hide, target),
};
static FIELDS(fields_hide, hide, hide_table);

static const struct field notice_table[] = {
	F(FIELD_STRINGS, notice, centres), F(FIELD_STRING, notice, level),    F(FIELD_LTEXT, notice, title),
	F(FIELD_LTEXT, notice, text),	   F(FIELD_INSTANT, notice, from_at), F(FIELD_INSTANT, notice, until_at),
};
static FIELDS(fields_notice, notice, notice_table);

static const struct field poll_answer_table[] = {
	F(FIELD_STRING, poll_answer, id),
	F(FIELD_LTEXT, poll_answer, text),
	F(FIELD_STRING, poll_answer, icon),
};
static FIELDS(fields_poll_answer, poll_answer, poll_answer_table);

static const struct field poll_table[] = {
	F(FIELD_STRINGS, poll, centres),
	F(FIELD_LTEXT, poll, question),
	F_LIST(poll, answers, fields_poll_answer),
	F(FIELD_INSTANT, poll, from_at),
	F(FIELD_INSTANT, poll, until_at),
};
static FIELDS(fields_poll, poll, poll_table);

const struct fields *fields_of_kind(enum record_kind kind)
{
	switch (kind) {
	case KIND_ORGANISATION: return &fields_organisation;
	case KIND_PLACE: return &fields_place;
	case KIND_ACTIVITY: return &fields_activity;
	case KIND_TOPIC: return &fields_topic;
	case KIND_CENTRE: return &fields_centre;
	case KIND_FEATURE: return &fields_feature;
	case KIND_HIDE: return &fields_hide;
	case KIND_NOTICE: return &fields_notice;
	case KIND_CONTACT: return &fields_contact;
	case KIND_POLL: return &fields_poll;
	case KIND_COUNT:
	case KIND_NONE: break;
	}
	return NULL;
}

/* --- what both readers need --- */

static void *at(void *base, size_t offset)
{
	return (char *)base + offset;
}

void fields_set_defaults(const struct fields *f, void *to)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].type == FIELD_INSTANT)
			*(int64_t *)at(to, f->v[i].offset) = INSTANT_NONE;
		else if (f->v[i].type == FIELD_STRUCT)
			fields_set_defaults(f->v[i].inner, at(to, f->v[i].offset));
	}
	if (f == &fields_schedule) {
		((struct schedule *)to)->interval = 1;
		((struct schedule *)to)->zone = ZONE_DEFAULT;
	}
}

size_t fields_find(const struct fields *f, const char *name, size_t *next)
{
	for (size_t k = 0; k < f->n; k++) {
		size_t i = *next + k < f->n ? *next + k : *next + k - f->n;
		if (f->v[i].name[0] != name[0] || strcmp(f->v[i].name, name) != 0)
			continue;
		*next = i + 1;
		return i;
	}
	return f->n;
}

void fields_settle(const struct fields *f, void *of, int n_positions)
{
	if (f == &fields_place)
		((struct place *)of)->has_position = n_positions == 2;
}
