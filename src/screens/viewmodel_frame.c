#include "screens/viewmodel_frame.h"

#include "base/error.h"
#include "base/str.h"

static bool load_centre(struct viewmodel_frame *vm, const struct load *l, struct error *e)
{
	struct error why = ERROR_INIT;
	vm->has_centre = cache_centre(l->cache, l->view.centre, &vm->centre, l->a, &why);
	if (vm->has_centre)
		vm->logo = viewmodel_image(l, &(struct image){.hash = vm->centre.logo});
	return vm->has_centre || why.kind == ERROR_NOT_FOUND || error_pass(e, &why);
}

static bool load_advice(struct viewmodel_frame *vm, const struct load *l, struct error *e)
{
	struct contact *contacts = NULL;
	size_t n = 0;
	if (!cache_contacts(l->cache, &l->view, &contacts, &n, l->a, e))
		return false;
	for (size_t i = 0; i < n && vm->advice_phone == NULL; i++) {
		if (!str_eq(contacts[i].type, "advice"))
			continue;
		vm->advice = &contacts[i];
		vm->advice_phone = contacts[i].phone;
	}
	return true;
}

bool viewmodel_frame_load(struct viewmodel_frame *vm, const struct load *l, int64_t stale_after_s,
			  struct error *e)
{
	*vm = (struct viewmodel_frame){.zone = l->zone,
				       .centre_id = l->view.centre,
				       .today = l->today,
				       .time_known = l->view.now != INSTANT_NONE};
	if (vm->time_known)
		vm->now = zone_to_civil(l->zone, l->view.now);
	if (!cache_get_state(l->cache, &vm->state, e) || !load_centre(vm, l, e) || !load_advice(vm, l, e))
		return false;
	if (vm->state.signed_at != INSTANT_NONE && vm->state.signed_at > 0)
		vm->content_at = zone_to_civil(l->zone, vm->state.signed_at);
	vm->stale = vm->time_known && date_is_set(vm->content_at.date) &&
		    l->view.now - vm->state.signed_at > stale_after_s;
	return true;
}
