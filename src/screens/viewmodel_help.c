#include "screens/viewmodel_help.h"

#include "base/str.h"

bool viewmodel_help_load(struct viewmodel_help *vm, const struct load *l, struct error *e)
{
	struct contact *all = NULL;
	size_t n = 0;
	*vm = (struct viewmodel_help){0};
	if (!cache_contacts(l->cache, &l->view, &all, &n, l->a, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct contact *c = &all[i];
		if (str_eq(c->type, "advice") && vm->advice == NULL)
			vm->advice = c;
		else if (str_eq(c->type, "person") && vm->person == NULL)
			vm->person = c;
		else if (str_eq(c->type, "emergency") && vm->n_emergency < HELP_EMERGENCY_MAX)
			vm->emergency[vm->n_emergency++] = c;
		else if (str_eq(c->type, "helpline") && vm->n_lines < HELP_LINES_MAX)
			vm->lines[vm->n_lines++] = c;
	}
	return true;
}
