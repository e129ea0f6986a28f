#include "screens/viewmodel_attract.h"

#include "base/arena.h"
#include "base/str.h"

#define ATTRACT_LOOK_AT 40 /* of today's, before giving up on finding enough that fit */

bool viewmodel_attract_discreet(const struct card *c)
{
	return !str_eq(c->look, "ill") && !str_eq(c->look, "mind");
}

static bool fits(const struct viewmodel_attract *vm, const struct load *l, const struct card *c)
{
	bool begun = c->start_at != INSTANT_NONE && l->view.now != INSTANT_NONE && c->start_at <= l->view.now;
	if (begun || c->status == STATUS_CANCELLED || c->status == STATUS_POSTPONED)
		return false;
	for (size_t i = 0; i < vm->n_cards; i++) {
		if (str_eq(vm->cards[i].id, c->id))
			return false;
	}
	return vm->n_cards < ATTRACT_CARDS_MAX;
}

static void add(struct viewmodel_attract *vm, const struct load *l, const struct cards *from, bool chosen)
{
	for (size_t i = 0; i < from->n; i++) {
		if ((chosen || viewmodel_attract_discreet(&from->v[i])) && fits(vm, l, &from->v[i]))
			vm->cards[vm->n_cards++] = from->v[i];
	}
}

static bool load_cards(struct viewmodel_attract *vm, const struct load *l, struct error *e)
{
	*vm = (struct viewmodel_attract){.cards = ARENA_ARRAY(l->a, struct card, ATTRACT_CARDS_MAX)};
	struct cards features = {0}, today = {0};
	struct list_filter f = {
		.when = date_is_set(l->today) ? WHEN_TODAY : WHEN_ANY,
		.where = WHERE_CENTRE_AREA,
		.by_clock = true,
		.events_only = true,
	};
	if (!cache_features(l->cache, &l->view, &features, l->a, e))
		return false;
	add(vm, l, &features, true);
	if (!cache_list(l->cache, &l->view, &f, 0, ATTRACT_LOOK_AT, &today, l->a, e))
		return false;
	add(vm, l, &today, false);
	if (vm->n_cards > 0 || !date_is_set(l->today))
		return true;
	/* Late in the evening the next days are still worth stopping for. */
	f.when = WHEN_ANY;
	if (!cache_list(l->cache, &l->view, &f, 0, ATTRACT_LOOK_AT, &today, l->a, e))
		return false;
	add(vm, l, &today, false);
	return true;
}

bool viewmodel_attract_load(struct viewmodel_attract *vm, const struct load *l, struct error *e)
{
	if (!load_cards(vm, l, e))
		return false;
	vm->images = ARENA_ARRAY(l->a, struct shown_image, vm->n_cards + 1);
	for (size_t i = 0; i < vm->n_cards; i++)
		vm->images[i] = viewmodel_image(l, &vm->cards[i].image);
	return true;
}
