#include "screens/viewmodel_home.h"

#include "base/arena.h"
#include "base/str.h"

/* A feature is not repeated among the day's rows. */
static bool has_row(const struct viewmodel_home *vm, const struct card *c)
{
	for (size_t i = 0; i < vm->n_rows; i++) {
		if (str_eq(vm->rows[i].id, c->id))
			return true;
	}
	return false;
}

static void add_rows(struct viewmodel_home *vm, const struct cards *from)
{
	for (size_t i = 0; i < from->n && vm->n_rows < HOME_BOARD_MAX; i++) {
		if (!has_row(vm, &from->v[i]))
			vm->rows[vm->n_rows++] = from->v[i];
	}
}

static bool load_day(struct viewmodel_home *vm, const struct load *l, struct date day, struct error *e)
{
	struct cards cards = {0};
	struct list_filter f = {
		.when = date_is_set(day) ? WHEN_DAY : WHEN_ANY,
		.day = day,
		.where = WHERE_CENTRE_AREA,
		.by_clock = true,
		.events_only = true,
		.each_occurrence = true,
	};
	if (!cache_list(l->cache, &l->view, &f, 0, HOME_BOARD_MAX, &cards, l->a, e))
		return false;
	vm->n_today = cards.total;
	vm->day = day;
	add_rows(vm, &cards);
	return true;
}

bool viewmodel_home_load(struct viewmodel_home *vm, const struct load *l, struct error *e)
{
	*vm = (struct viewmodel_home){.rows = ARENA_ARRAY(l->a, struct card, HOME_BOARD_MAX)};
	struct cards features = {0};
	if (!cache_features(l->cache, &l->view, &features, l->a, e))
		return false;
	add_rows(vm, &features);
	vm->n_features = vm->n_rows;
	if (!load_day(vm, l, l->today, e))
		return false;
	if (vm->n_today == 0 && date_is_set(l->today)) {
		vm->tomorrow = true;
		if (!load_day(vm, l, date_add(l->today, 1), e))
			return false;
		vm->tomorrow = vm->n_today > 0;
		vm->day = vm->tomorrow ? vm->day : l->today;
	}
	return cache_topics(l->cache, &l->view, &vm->topics, &vm->n_topics, l->a, e) &&
	       cache_notices(l->cache, &l->view, &vm->notices, &vm->n_notices, l->a, e);
}
