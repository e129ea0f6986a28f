#include "screens/viewmodel_detail.h"

#include "base/error.h"
#include "base/str.h"

static bool load_topic(struct viewmodel_detail *vm, const struct load *l, struct error *e)
{
	struct named_topic *topics = NULL;
	size_t n = 0;
	if (!cache_topics(l->cache, &l->view, &topics, &n, l->a, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (str_eq(topics[i].id, vm->d.card.topic))
			vm->topic = topics[i].topic;
	}
	return true;
}

static bool takes_place(enum activity_status s)
{
	return s != STATUS_CANCELLED && s != STATUS_POSTPONED;
}

bool viewmodel_detail_load(struct viewmodel_detail *vm, const struct load *l, const char *id, struct error *e)
{
	struct error why = ERROR_INIT;
	*vm = (struct viewmodel_detail){0};
	vm->found = cache_detail(l->cache, &l->view, id, &vm->d, l->a, &why);
	if (!vm->found)
		return why.kind == ERROR_NOT_FOUND || error_pass(e, &why);
	vm->image = viewmodel_image(l, &vm->d.activity.image);
	if (vm->d.n_next > 0) {
		vm->shown = &vm->d.next[0];
		vm->shown_status = vm->d.next_status[0];
	}
	for (size_t i = 1; i < vm->d.n_next && vm->after == NULL; i++) {
		if (takes_place(vm->d.next_status[i]))
			vm->after = &vm->d.next[i];
	}
	return load_topic(vm, l, e);
}
