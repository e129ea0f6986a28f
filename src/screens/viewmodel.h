/* What every viewmodel is made from. A viewmodel is a plain struct read out of the cache for one screen;
 * its memory is the arena's, which lives until the screen is read again. Building nodes from it needs
 * neither the cache nor a clock. */
#ifndef AULA_SCREENS_VIEWMODEL_H
#define AULA_SCREENS_VIEWMODEL_H

#include <stdbool.h>

#include "cache/query.h"
#include "screens/nav.h"

struct arena;
struct error;

struct load {
	struct cache *cache;
	struct cache_view view; /* view.now INSTANT_NONE: the device does not know the time */
	const char *zone;       /* the centre's */
	struct date today;      /* local; unset when the time is unknown */
	struct arena *a;
};

/* The list filter for these limits; topic NULL = all. */
struct list_filter viewmodel_filter(const struct filters *f, const char *topic);

#endif
