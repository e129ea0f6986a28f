#include "screens/viewmodel_tray.h"

#include "base/arena.h"
#include "screens/viewmodel_detail.h"

bool viewmodel_tray_load(struct viewmodel_tray *vm, const struct load *l, const struct session *s,
			 struct error *e)
{
	*vm = (struct viewmodel_tray){.n = 0};
	for (size_t i = 0; i < s->n_picks; i++) {
		struct viewmodel_detail *d = ARENA_NEW(l->a, struct viewmodel_detail);
		if (!viewmodel_detail_load(d, l, s->picks[i], e))
			return false;
		if (!d->found)
			continue;
		vm->cards[vm->n] = d->d.card;
		vm->codes[vm->n++] = d->d.activity.code;
	}
	return true;
}
