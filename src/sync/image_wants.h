/* Which pictures the records in the cache refer to, in the order in which they matter: the centres' logos, activities that
 * staff feature, then the others, newest first. Read over a connection of its own that is open only meanwhile. */
#ifndef AULA_SYNC_IMAGE_WANTS_H
#define AULA_SYNC_IMAGE_WANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "sync/image_files.h"

struct error;

enum want_state {
	WANT_MISSING,
	WANT_HERE,
	WANT_LATER,   /* not there, or too much for today: asked again at again_ms */
	WANT_REFUSED, /* the same, after something wrong came; INT64_MAX: never */
	WANT_NO_ROOM, /* until the records change */
};

struct image_want {
	char hash[IMAGE_HASH_HEX + 1];
	size_t rank;
	enum want_state state;
	int64_t again_ms; /* monotonic */
	bool said;
};

struct image_wants {
	struct image_want *v; /* by hash */
	size_t n;
	struct {
		ino_t file;
		int64_t size, at_ns;
	} seen[2]; /* cache.db and its log, when they were read last */
};

void image_wants_fini(struct image_wants *w);
/* *changed: the records were read (again). ERROR_NOT_FOUND: no cache yet. */
bool image_wants_read(struct image_wants *w, const char *cache, bool *changed, struct error *e);
struct image_want *image_wants_find(const struct image_wants *w, const char *hash);
/* What to fetch next; NULL: nothing now. */
struct image_want *image_wants_next(const struct image_wants *w, int64_t now_ms);

#endif
