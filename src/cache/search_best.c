#include "cache/search_best.h"

#include <string.h>

void best_words_offer(struct best_words *list, const struct best_word *one)
{
	size_t at = list->n;
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].len == one->len && memcmp(list->v[i].lower, one->lower, one->len) == 0)
			return;
	if (list->n < BEST_WORDS_MAX)
		list->n++;
	else if (one->worth <= list->v[--at].worth)
		return;
	while (at > 0 && list->v[at - 1].worth < one->worth) {
		list->v[at] = list->v[at - 1];
		at--;
	}
	list->v[at] = *one;
}
