/* All topics in the order of time: one day's page, and seven days to choose from. */
#ifndef AULA_SCREENS_VIEWMODEL_CALENDAR_H
#define AULA_SCREENS_VIEWMODEL_CALENDAR_H

#include "screens/viewmodel.h"

#define CALENDAR_DAYS 7

struct viewmodel_calendar {
	struct date first;            /* today */
	size_t counts[CALENDAR_DAYS]; /* events of each day */
	int day;                      /* 0..CALENDAR_DAYS-1, the open one */
	struct date date;
	struct card *cards;
	size_t n_cards, total, page, n_pages;
	int next_day; /* the next day with events after `day`, -1 none */
};

/* The time must be known (l->today set). */
bool viewmodel_calendar_load(struct viewmodel_calendar *vm, const struct load *l, int day, size_t page,
			     size_t per_page, struct error *e);

#endif
