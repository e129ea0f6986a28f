#include "screens/viewmodel_search.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"

bool viewmodel_search_load(struct viewmodel_search *vm, const struct load *l, struct search *s,
			   const char *query, size_t page, size_t per_page, struct error *e)
{
	struct error why = ERROR_INIT;
	*vm = (struct viewmodel_search){.query = arena_strdup(l->a, query), .page = page, .n_pages = 1};
	vm->asked = utf8_count(query) >= SEARCH_FROM_LETTERS;
	vm->ready = s != NULL;
	if (!vm->asked || s == NULL)
		return true;
	size_t limit = (page + 1) * per_page;
	if (limit > SEARCH_LIMIT_MAX)
		limit = SEARCH_LIMIT_MAX;
	if (!search_query(s, &l->view, query, limit, &vm->result, l->a, &why)) {
		/* The rest of the screen works without the index. */
		log_once("search", why.text);
		vm->ready = false;
		return why.kind != ERROR_CORRUPT || error_set(e, ERROR_CORRUPT, "%s", why.text);
	}
	log_once("search", NULL);
	struct cards *c = &vm->result.cards;
	size_t total = c->total < SEARCH_LIMIT_MAX ? c->total : SEARCH_LIMIT_MAX;
	vm->n_pages = total == 0 ? 1 : (total + per_page - 1) / per_page;
	if (page >= vm->n_pages)
		vm->page = page = vm->n_pages - 1;
	size_t from = page * per_page < c->n ? page * per_page : c->n;
	c->v += from;
	c->n = c->n - from < per_page ? c->n - from : per_page;
	return true;
}
