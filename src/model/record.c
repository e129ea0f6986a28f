#include "model/record.h"

#include <string.h>

static const char *const kind_words[KIND_COUNT] = {
	[KIND_ORGANISATION] = "organisation", [KIND_PLACE] = "place",	  [KIND_ACTIVITY] = "activity",
	[KIND_TOPIC] = "topic",		      [KIND_CENTRE] = "centre",	  [KIND_FEATURE] = "feature",
	[KIND_HIDE] = "hide",		      [KIND_NOTICE] = "notice",	  [KIND_CONTACT] = "contact",
	[KIND_POLL] = "poll",
};

const char *record_kind_word(enum record_kind k)
{
	return k >= 0 && k < KIND_COUNT ? kind_words[k] : "";
}

enum record_kind record_kind_from_word(const char *word)
{
	for (int k = 0; k < KIND_COUNT; k++)
		if (str_eq(word, kind_words[k]))
			return (enum record_kind)k;
	return KIND_NONE;
}

/* Weekdays on which the schedules meet every week, as bits. */
static unsigned weekly_days(const struct activity *a)
{
	static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	unsigned days = 0;
	for (size_t i = 0; i < a->n_schedules; i++) {
		const struct schedule *s = &a->schedules[i];
		if (s->interval > 1 || (s->freq != SCHEDULE_WEEKLY && s->freq != SCHEDULE_DAILY))
			continue;
		if (s->byday == NULL)
			days |= s->freq == SCHEDULE_DAILY ? 0x7fU : 1U << (date_weekday(s->start.date) - 1);
		for (unsigned d = 0; s->byday != NULL && d < 7; d++)
			if (strstr(s->byday, codes[d]) != NULL)
				days |= 1U << d;
	}
	return days;
}

bool activity_has_hours(const struct activity *a)
{
	if (a->type != ACTIVITY_ONGOING || a->n_schedules == 0)
		return false;
	bool remote = a->attend != 0 && (a->attend & ATTEND_SITE) == 0;
	return remote || __builtin_popcount(weekly_days(a)) >= ACTIVITY_HOURS_DAYS;
}
