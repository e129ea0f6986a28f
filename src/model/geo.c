#include "model/geo.h"

#include <math.h>

#define EARTH_RADIUS_M 6371008.8
#define WALK_M_PER_MIN 60.0
#define WALK_DETOUR 1.3

static double radians(double degrees)
{
	return degrees * (3.14159265358979323846 / 180.0);
}

double geo_distance_m(double lat1, double lon1, double lat2, double lon2)
{
	double half_lat = sin(radians(lat2 - lat1) / 2);
	double half_lon = sin(radians(lon2 - lon1) / 2);
	double h = half_lat * half_lat + cos(radians(lat1)) * cos(radians(lat2)) * half_lon * half_lon;
	return 2 * EARTH_RADIUS_M * asin(sqrt(fmin(1.0, h)));
}

int geo_walk_minutes(double distance_m)
{
	return (int)ceil(distance_m * WALK_DETOUR / WALK_M_PER_MIN);
}

bool geo_plausible(double lat, double lon)
{
	if (!isfinite(lat) || !isfinite(lon))
		return false;
	bool filler = fabs(lat - 60.1699) < 1e-6 && fabs(lon - 24.9384) < 1e-6;
	/* Finland with Åland, and the border regions of its neighbours */
	return !filler && lat >= 58.5 && lat <= 70.5 && lon >= 18.0 && lon <= 32.5;
}
