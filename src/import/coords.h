/* Positions: ETRS-TM35FIN (EPSG:3067) to WGS84 by PROJ, and what is no position at all. */
#ifndef AULA_IMPORT_COORDS_H
#define AULA_IMPORT_COORDS_H

#include <stdbool.h>

#include "model/record.h"

/* northing ~6 600 000–7 800 000 m, easting ~50 000–760 000 m. False when outside Finland or PROJ cannot. */
bool coords_from_tm35fin(double northing, double easting, double *lat, double *lon);
/* For the end of the program (valgrind, sanitizers). */
void coords_fini(void);

enum coords_result { COORDS_NONE, COORDS_TAKEN, COORDS_FILLER, COORDS_ABSURD };
/* Puts the position on the place when it is plausible (geo.h); FILLER: a value that tools put where they know
 * nothing (0,0; central Helsinki 60.1699, 24.9384 when the place is not there); ABSURD: outside Finland. */
enum coords_result coords_set(struct place *p, double lat, double lon);

#endif
