/* Everything about one activity. */
#ifndef AULA_SCREENS_VIEWMODEL_DETAIL_H
#define AULA_SCREENS_VIEWMODEL_DETAIL_H

#include "screens/viewmodel.h"

struct viewmodel_detail {
	bool found; /* false: it went away while the visitor was on the way */
	struct detail d;
	struct topic topic;
	struct shown_image image;
	const struct occurrence *shown; /* the occurrence the page is about; NULL: none */
	enum activity_status shown_status;
	const struct occurrence *after; /* the next one that takes place after it; NULL: none */
};

bool viewmodel_detail_load(struct viewmodel_detail *vm, const struct load *l, const char *id,
			   struct error *e);

#endif
