/* A VEVENT's times as our schedule and exceptions. */
#ifndef AULA_IMPORT_ICAL_RULE_H
#define AULA_IMPORT_ICAL_RULE_H

#include <libical/ical.h>

#include "import/run.h"

/* False with *why when it has no usable time, or repeats within a day. Rules our schedule cannot say
 * (BYYEARDAY, BYWEEKNO, BYHOUR, another first day of the week) are written out as dates, ICAL_DATES_MAX at
 * most. */
#define ICAL_DATES_MAX 200
bool ical_times(struct run *r, icalcomponent *event, icalcomponent *const *overrides, size_t n_overrides,
		struct activity *v, const char **why);

#endif
