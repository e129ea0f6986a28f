#include "screens/viewmodel_results.h"

#include "base/arena.h"
#include "base/str.h"

struct filters viewmodel_results_without(const struct filters *f, int what)
{
	struct filters out = *f;
	if (what == RESULTS_WITHOUT_WHEN) {
		out.when = WHEN_ANY;
	} else if (what == RESULTS_WITHOUT_WHERE) {
		out.where = WHERE_ANY;
	} else {
		out = (struct filters){.when = f->when, .where = f->where};
	}
	return out;
}

static bool load_words(struct viewmodel_results *vm, const struct load *l, struct error *e)
{
	struct named_topic *topics = NULL;
	size_t n = 0;
	if (vm->topic == NULL)
		return true;
	if (!cache_topics(l->cache, &l->view, &topics, &n, l->a, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (str_eq(topics[i].id, vm->topic))
			vm->words = topics[i].topic;
	}
	return true;
}

/* Only asked when the page is empty: what each way out would give. */
static bool load_ways_out(struct viewmodel_results *vm, const struct load *l, struct error *e)
{
	const struct filters none = {0};
	struct list_filter f = viewmodel_filter(&none, vm->topic);
	if (!cache_count(l->cache, &l->view, &f, &vm->total_unlimited, e))
		return false;
	for (int what = RESULTS_WITHOUT_WHEN; what <= RESULTS_WITHOUT_REST; what++) {
		struct filters without = viewmodel_results_without(&vm->filters, what);
		f = viewmodel_filter(&without, vm->topic);
		if (!cache_count(l->cache, &l->view, &f, &vm->total_without[what], e))
			return false;
	}
	return true;
}

bool viewmodel_results_load(struct viewmodel_results *vm, const struct load *l, const char *topic,
			    const struct filters *f, size_t page, size_t per_page, struct error *e)
{
	*vm = (struct viewmodel_results){
		.topic = str_empty(topic) ? NULL : topic, .filters = *f, .page = page};
	struct list_filter lf = viewmodel_filter(f, vm->topic);
	struct cards cards = {0};
	if (!load_words(vm, l, e) ||
	    !cache_list(l->cache, &l->view, &lf, page * per_page, per_page, &cards, l->a, e))
		return false;
	vm->n_pages = cards.total == 0 ? 1 : (cards.total + per_page - 1) / per_page;
	if (page >= vm->n_pages) {
		/* Content shrank under the visitor: the last page that is left. */
		vm->page = vm->n_pages - 1;
		if (!cache_list(l->cache, &l->view, &lf, vm->page * per_page, per_page, &cards, l->a, e))
			return false;
	}
	vm->cards = cards.v;
	/* The topic's colour runs from the tile through the sign to its cards, whatever else they belong to. */
	for (size_t i = 0; i < cards.n && vm->words.look != NULL; i++)
		vm->cards[i].look = vm->words.look;
	vm->n_cards = cards.n;
	vm->total = cards.total;
	vm->n_free = cards.n_free;
	return vm->total > 0 || load_ways_out(vm, l, e);
}
