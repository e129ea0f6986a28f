/* Home: today's board and the topics. */
#ifndef AULA_SCREENS_VIEWMODEL_HOME_H
#define AULA_SCREENS_VIEWMODEL_HOME_H

#include "screens/viewmodel.h"

#define HOME_BOARD_MAX 6 /* rows that any layout can show */

struct viewmodel_home {
	struct card *rows; /* features first, then the day's by clock */
	size_t n_rows, n_features;
	size_t n_today;  /* all that the board's day has, for the small screen's button */
	bool tomorrow;   /* today is over: the rows are tomorrow's */
	struct date day; /* of the rows; unset when the time is unknown */
	struct named_topic *topics;
	size_t n_topics;
	struct notice *notices;
	size_t n_notices;
};

bool viewmodel_home_load(struct viewmodel_home *vm, const struct load *l, struct error *e);

#endif
