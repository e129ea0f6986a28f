/* The idle picture: up to five real things, features first, then what starts today. */
#ifndef AULA_SCREENS_VIEWMODEL_ATTRACT_H
#define AULA_SCREENS_VIEWMODEL_ATTRACT_H

#include "screens/viewmodel.h"

#define ATTRACT_CARDS_MAX 5

struct viewmodel_attract {
	struct card *cards;
	struct shown_image *images; /* of each card */
	size_t n_cards;
};

bool viewmodel_attract_load(struct viewmodel_attract *vm, const struct load *l, struct error *e);
/* By itself nothing goes on the big picture whose topic reveals an illness; staff may choose it. */
bool viewmodel_attract_discreet(const struct card *c);

#endif
