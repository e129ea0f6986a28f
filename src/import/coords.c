#include "import/coords.h"

#include <math.h>
#include <proj.h>
#include <stddef.h>

#include "model/geo.h"

#define FILLER_TOLERANCE 0.00006 /* degrees: values rounded to four places are recognised too */

static PJ *tm35fin; /* making one costs a millisecond; kept for the life of the process */

static PJ *transformation(void)
{
	if (tm35fin != NULL)
		return tm35fin;
	PJ *raw = proj_create_crs_to_crs(PJ_DEFAULT_CTX, "EPSG:3067", "EPSG:4326", NULL);
	if (raw == NULL)
		return NULL;
	tm35fin = proj_normalize_for_visualization(PJ_DEFAULT_CTX, raw); /* east, north → lon, lat */
	proj_destroy(raw);
	return tm35fin;
}

void coords_fini(void)
{
	proj_destroy(tm35fin);
	tm35fin = NULL;
}

bool coords_from_tm35fin(double northing, double easting, double *lat, double *lon)
{
	bool inside = northing > 6500000 && northing < 7900000 && easting > 40000 && easting < 780000;
	PJ *p = inside ? transformation() : NULL;
	if (p == NULL)
		return false;
	PJ_COORD out = proj_trans(p, PJ_FWD, proj_coord(easting, northing, 0, 0));
	*lat = out.xy.y;
	*lon = out.xy.x;
	return isfinite(*lat) && isfinite(*lon) && geo_plausible(*lat, *lon);
}

static bool near(double a, double b)
{
	return fabs(a - b) < FILLER_TOLERANCE;
}

enum coords_result coords_set(struct place *p, double lat, double lon)
{
	if (near(lat, 0) && near(lon, 0))
		return COORDS_FILLER;
	if (near(lat, 60.1699) && near(lon, 24.9384))
		return COORDS_FILLER;
	if (!geo_plausible(lat, lon))
		return COORDS_ABSURD;
	p->lat = lat;
	p->lon = lon;
	p->has_position = true;
	p->approximate = false;
	return COORDS_TAKEN;
}
