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
	const char *images; /* folder of the pictures that aula-sync has drawn; NULL: none */
};

/* A picture that is there to be shown. */
struct shown_image {
	const char *path; /* NULL: none, or not here (yet): the topic's art stands in */
	const char *alt;  /* NULL: nothing to say about it */
	enum lang alt_lang;
	const char *credit; /* to stand beside it, as its licence asks; NULL none */
};

struct shown_image viewmodel_image(const struct load *l, const struct image *image);

/* The list filter for these limits; topic NULL = all. */
struct list_filter viewmodel_filter(const struct filters *f, const char *topic);

#endif
