/* Hits and suggestions for the word typed so far. */
#ifndef AULA_SCREENS_VIEWMODEL_SEARCH_H
#define AULA_SCREENS_VIEWMODEL_SEARCH_H

#include "cache/search.h"
#include "screens/viewmodel.h"

#define SEARCH_SCREEN_HITS 3
#define SEARCH_SCREEN_WORDS 4
#define SEARCH_FROM_LETTERS 2

struct viewmodel_search {
	const char *query;
	bool asked; /* long enough to search */
	bool ready; /* the search works (its index is there) */
	struct search_result result;
	size_t page, n_pages; /* of all hits */
};

/* limit: hits wanted; offset: first one of them (hits page). */
bool viewmodel_search_load(struct viewmodel_search *vm, const struct load *l, struct search *s,
			   const char *query, size_t page, size_t per_page, struct error *e);

#endif
