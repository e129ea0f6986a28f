#include "model/nearby.h"

#define DAY_COST_MAX 14.0
#define ONGOING_COST 3.0
#define REMOTE_COST 2.0
#define UNKNOWN_PLACE_COST 8.0
#define NEAR_STEP_M 2000.0
#define NEAR_LIMIT_M 10000.0
#define FAR_STEP_M 5000.0
#define LIST_ONGOING_COST 15.0
#define LIST_NEAR_M 15000.0
#define LIST_REMOTE_M 4000.0
#define DAY_S 86400.0
#define SHARE_MAX 0.999

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

/* Place within a day of the list, or in front of it when far. */
static double list_share(int64_t start_at, bool is_today, int64_t today_end, double distance_m, bool remote)
{
	double m = remote ? LIST_REMOTE_M : distance_m;
	if (m < 0 || m > LIST_NEAR_M)
		return distance_cost(distance_m, remote);
	double share = is_today ? 1 - (double)(today_end - start_at) / DAY_S : m <= NEARBY_HERE_M ? 0 : m / LIST_NEAR_M;
	return share < 0 ? 0 : share < SHARE_MAX ? share : SHARE_MAX;
}

struct nearby_key nearby_list_key_of(int64_t start_at, struct date start_day, struct date today, int64_t today_end,
				     double distance_m, bool remote)
{
	bool ongoing = start_at == INSTANT_NONE;
	double day = ongoing ? LIST_ONGOING_COST : day_cost(start_at, start_day, today);
	return (struct nearby_key){
		.cost = day + list_share(start_at, !ongoing && day <= 0, today_end, distance_m, remote),
		.start_at = start_at,
		.distance_m = remote ? LIST_REMOTE_M : distance_m,
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
