/* Weekly times collected into as few schedules as possible: Mon–Fri 9–15 is one schedule with BYDAY. */
#ifndef AULA_IMPORT_WEEK_H
#define AULA_IMPORT_WEEK_H

#include "import/times.h"

#define WEEK_SCHEDULES_MAX 14

struct week_line {
	unsigned days;                /* bit 0 = Monday */
	int minutes_from, minutes_to; /* to < from: ends after midnight; equal: no known end; 0 and 1440, 0 and 0: all day */
	int interval;
	struct date from, until; /* season; unset = open */
};

struct week {
	struct week_line line[WEEK_SCHEDULES_MAX];
	size_t n;
	bool overflowed;
};

/* weekday 1–7. Lines equal in all but the day are one. */
void week_add(struct week *w, int weekday, struct week_line like);
/* The schedules, earliest first. A season without beginning starts on WEEK_ANCHOR, a fixed Monday, so that
 * the same source gives the same record every day. exdates are put on each. */
#define WEEK_ANCHOR ((struct date){.year = 2024, .month = 1, .day = 1})
struct schedule *week_schedules(const struct week *w, struct civils exdates, const char *zone,
				struct arena *a);

#endif
