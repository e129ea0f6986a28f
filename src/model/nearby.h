/* The two rules of "soonest and nearest".
 *
 * Search weighs both, so that a word finds what is close in time and place: cost = day_cost(days until the next occurrence) + distance_cost(metres).
 *   day_cost:      today 0, then 1 for each day, 14 at most; ongoing help without times 3
 *   distance_cost: this house 0, then 1 for each 2 km up to 10 km, 1 for each further 5 km (fractions count); remote (phone,
 *                  online) 2; unknown place 8
 * so something tomorrow 2 km away (1 + 1) comes before something today 80 km away (0 + 19).
 *
 * A list of a topic is read from the top like a departure board (design/screens.md 03): within 15 km and remote, today's
 * by clock, then day after day, within a day this house first and then by distance; after the events of two weeks the
 * ongoing help without times, nearest first. What is further away is put later as above: today 80 km away (19) comes
 * after all of these. cost = day + share, where share is below 1:
 *   day:   0–14 as above; ongoing 15
 *   share: today how much of the day is gone when it starts, else distance / 15 km (remote: as 4 km)
 *   further than 15 km: day + distance_cost; unknown place: day + 8
 * Within the same cost, in both: earlier start, then shorter distance, then id. A list *of a day* (board, calendar) is
 * by clock instead. */
#ifndef AULA_MODEL_NEARBY_H
#define AULA_MODEL_NEARBY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/civil.h"

#define NEARBY_HERE_M 60.0 /* closer than this is "this house" when the place is not the centre's own */

struct nearby_key {
	double cost;
	int64_t start_at; /* next occurrence; INSTANT_NONE = ongoing */
	double distance_m;
};

/* distance_m: <0 = unknown place. remote: can be attended by phone or online only. today: centre's local date. */
struct nearby_key nearby_key_of(int64_t start_at, struct date start_day, struct date today, double distance_m,
				bool remote);
/* The same for a list. today_end: the instant of the centre's next midnight. */
struct nearby_key nearby_list_key_of(int64_t start_at, struct date start_day, struct date today, int64_t today_end,
				     double distance_m, bool remote);
int nearby_compare(const struct nearby_key *a, const struct nearby_key *b);

#endif
