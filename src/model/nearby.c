#include "model/nearby.h"

#define DAY_COST_MAX 14.0
#define ONGOING_COST 3.0
#define REMOTE_COST 2.0
#define UNKNOWN_PLACE_COST 8.0
#define NEAR_STEP_M 2000.0
#define NEAR_LIMIT_M 10000.0
#define FAR_STEP_M 5000.0

static double day_cost(int64_t start_at, struct date start_day, struct date today)
{
	if (start_at == INSTANT_NONE)
		return ONGOING_COST;
	int days = date_to_days(start_day) - date_to_days(today);
	if (days <= 0)
		return 0;
	return days < DAY_COST_MAX ? days : DAY_COST_MAX;
}

static double distance_cost(double distance_m, bool remote)
{
	if (remote)
		return REMOTE_COST;
	if (distance_m < 0)
		return UNKNOWN_PLACE_COST;
	if (distance_m <= NEARBY_HERE_M)
		return 0;
	if (distance_m <= NEAR_LIMIT_M)
		return distance_m / NEAR_STEP_M;
	return NEAR_LIMIT_M / NEAR_STEP_M + (distance_m - NEAR_LIMIT_M) / FAR_STEP_M;
}

struct nearby_key nearby_key_of(int64_t start_at, struct date start_day, struct date today, double distance_m,
				bool remote)
{
	return (struct nearby_key){
		.cost = day_cost(start_at, start_day, today) + distance_cost(distance_m, remote),
		.start_at = start_at,
		.distance_m = distance_m,
	};
}

int nearby_compare(const struct nearby_key *a, const struct nearby_key *b)
{
	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	/* INSTANT_NONE is the smallest number, but ongoing help comes after what has a time */
	if ((a->start_at == INSTANT_NONE) != (b->start_at == INSTANT_NONE))
		return a->start_at == INSTANT_NONE ? 1 : -1;
	if (a->start_at != b->start_at)
		return a->start_at < b->start_at ? -1 : 1;
	if (a->distance_m != b->distance_m)
		return a->distance_m < b->distance_m ? -1 : 1;
	return 0;
}
