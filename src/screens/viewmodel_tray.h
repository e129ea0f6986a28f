/* The visitor's own list, read again each time: what went away from the content goes away from the list. */
#ifndef AULA_SCREENS_VIEWMODEL_TRAY_H
#define AULA_SCREENS_VIEWMODEL_TRAY_H

#include "screens/session.h"
#include "screens/viewmodel.h"

struct viewmodel_tray {
	struct card cards[SESSION_PICKS_MAX];
	const char *codes[SESSION_PICKS_MAX];
	size_t n;
};

bool viewmodel_tray_load(struct viewmodel_tray *vm, const struct load *l, const struct session *s,
			 struct error *e);

#endif
