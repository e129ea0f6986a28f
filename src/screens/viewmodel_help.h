/* Who to ask: advice, the contact person, emergency numbers, helplines. */
#ifndef AULA_SCREENS_VIEWMODEL_HELP_H
#define AULA_SCREENS_VIEWMODEL_HELP_H

#include "screens/viewmodel.h"

#define HELP_EMERGENCY_MAX 2
#define HELP_LINES_MAX 3

struct viewmodel_help {
	const struct contact *advice, *person; /* NULL: none */
	const struct contact *emergency[HELP_EMERGENCY_MAX];
	size_t n_emergency;
	const struct contact *lines[HELP_LINES_MAX];
	size_t n_lines;
};

bool viewmodel_help_load(struct viewmodel_help *vm, const struct load *l, struct error *e);

#endif
