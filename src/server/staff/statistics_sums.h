/* The sums behind the statistics page and its files, counted by the reader: months of a county are more than
 * the loop can wait for. */
#ifndef AULA_SERVER_STATISTICS_SUMS_H
#define AULA_SERVER_STATISTICS_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "store/usage.h"

struct web_request;

enum statistics_list {
	SUMS_TOPICS,
	SUMS_OPENED,
	SUMS_PRINTED,
	SUMS_TRAY,
	SUMS_UNFOUND,
	SUMS_CENTRES,
	SUMS_LANGUAGES,
	SUMS_MODES,
	SUMS_LISTS
};
enum statistics_tile { SUMS_TILE_OPENED, SUMS_TILE_SEARCHED, SUMS_TILE_UNFOUND, SUMS_TILES };

struct usage_rows {
	struct usage_sum *v;
	size_t n;
};

struct statistics_sums {
	struct usage_rows tiles[SUMS_TILES], lists[SUMS_LISTS];
	struct usage_hours visits, printed;
};

/* Each is NULL when the request is parked, or answered because nothing can be counted just now. The answer
 * lives as long as the request's handler runs. ask: its limit is that of each list; its action is not looked
 * at. */

/* All of it, as it was counted for anybody at *counted_at, at most KEPT_S ago (server/kept.h). */
const struct statistics_sums *statistics_sums(struct web_request *r, const struct usage_ask *ask,
					      int64_t *counted_at);
/* One list, counted now. */
const struct statistics_sums *statistics_list(struct web_request *r, const struct usage_ask *ask,
					      enum statistics_list list);
/* The hours only, counted now. */
const struct statistics_sums *statistics_weeks(struct web_request *r, const struct usage_ask *ask);

#endif
