/* A VEVENT's times as our schedule and exceptions. */
#ifndef AULA_IMPORT_ICAL_RULE_H
#define AULA_IMPORT_ICAL_RULE_H

#include <libical/ical.h>

#include "import/run.h"

/* False with *why when it has no usable time, or repeats within a day. Rules our schedule cannot say
 * (BYYEARDAY, BYWEEKNO, BYHOUR, another first day of the week) are written out as dates, ICAL_DATES_MAX at
 * most and so far ahead. Overrides of single dates are exceptions; one with RANGE=THISANDFUTURE ends the schedule and
 * begins another. */
#define ICAL_DATES_MAX 200
#define ICAL_WRITE_OUT_S ((int64_t)400 * 86400)
bool ical_times(struct run *r, icalcomponent *event, icalcomponent *const *overrides, size_t n_overrides,
		struct activity *v, const char **why);
/* Was there a property of that name that libical could not read? It takes it out and leaves a remark in its place. */
bool ical_damaged(icalcomponent *c, const char *name);
/* Whose texts and place the activity has, for a record has them once: the series' own, and from the day on from which an
 * override with RANGE=THISANDFUTURE holds, that one's. */
icalcomponent *ical_holding(struct run *r, icalcomponent *event, icalcomponent *const *overrides, size_t n_overrides);

#endif
