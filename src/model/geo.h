/* Distances on the ground. */
#ifndef AULA_MODEL_GEO_H
#define AULA_MODEL_GEO_H

#include <stdbool.h>

/* Great-circle distance in metres, haversine formula on a sphere of radius 6,371,008.8 m (IUGG mean). */
double geo_distance_m(double lat1, double lon1, double lat2, double lon2);
/* Minutes on foot for an older walker: 1.0 m/s over 1.3 × the straight line, rounded up. */
int geo_walk_minutes(double distance_m);
/* A position that can be in or near Finland and is not a known filler value (0,0; central Helsinki 24.9384,60.1699). */
bool geo_plausible(double lat, double lon);

#endif
