/* One page of a topic's list. */
#ifndef AULA_SCREENS_VIEWMODEL_RESULTS_H
#define AULA_SCREENS_VIEWMODEL_RESULTS_H

#include "screens/viewmodel.h"

struct viewmodel_results {
	const char *topic;  /* id, NULL = all topics */
	struct topic words; /* title, subtitle, lead, look of the topic */
	struct card *cards;
	size_t n_cards;
	size_t total, n_free; /* of everything that the filters leave */
	size_t page, n_pages; /* page from 0; n_pages ≥ 1 */
	struct filters filters;
	size_t total_unlimited;  /* without filters: what the empty page can offer */
	size_t total_without[3]; /* without `when`, without `where`, without the rest (see enum below) */
};

enum { RESULTS_WITHOUT_WHEN, RESULTS_WITHOUT_WHERE, RESULTS_WITHOUT_REST };

/* topic "" or NULL: everything. A page past the end gives the last one. */
bool viewmodel_results_load(struct viewmodel_results *vm, const struct load *l, const char *topic,
			    const struct filters *f, size_t page, size_t per_page, struct error *e);
/* The filters without one group of them. */
struct filters viewmodel_results_without(const struct filters *f, int what);

#endif
