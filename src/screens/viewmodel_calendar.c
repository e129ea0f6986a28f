#include "screens/viewmodel_calendar.h"

#include "base/arena.h"
#include "base/assert.h"

static void find_next(struct viewmodel_calendar *vm)
{
	vm->next_day = -1;
	for (int d = CALENDAR_DAYS - 1; d > vm->day; d--) {
		if (vm->counts[d] > 0)
			vm->next_day = d;
	}
}

bool viewmodel_calendar_load(struct viewmodel_calendar *vm, const struct load *l, int day, size_t page,
			     size_t per_page, struct error *e)
{
	ASSERT(date_is_set(l->today) && day >= 0 && day < CALENDAR_DAYS);
	*vm = (struct viewmodel_calendar){.first = l->today, .day = day, .page = page};
	if (!cache_days(l->cache, &l->view, l->today, CALENDAR_DAYS, vm->counts, e))
		return false;
	vm->date = date_add(l->today, day);
	struct cards cards = {0};
	struct list_filter f = {.when = WHEN_DAY,
				.day = vm->date,
				.where = WHERE_REACHABLE,
				.by_clock = true,
				.events_only = true,
				.each_occurrence = true};
	if (!cache_list(l->cache, &l->view, &f, page * per_page, per_page, &cards, l->a, e))
		return false;
	vm->n_pages = cards.total == 0 ? 1 : (cards.total + per_page - 1) / per_page;
	if (page >= vm->n_pages) {
		vm->page = vm->n_pages - 1;
		if (!cache_list(l->cache, &l->view, &f, vm->page * per_page, per_page, &cards, l->a, e))
			return false;
	}
	vm->cards = cards.v;
	vm->n_cards = cards.n;
	vm->total = cards.total;
	find_next(vm);
	return true;
}
