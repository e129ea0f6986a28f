/* The cache's files on the device: which one is written, and what happens when one is damaged.
 *
 *   cache/cache.db    what the screen reads
 *   cache/rebuild.db  exists only after cache.db was found damaged: filled from the start beside it, so that
 * the screen keeps what it can still read; when whole, it takes the place of cache.db cache/bad.db      the
 * damaged one, the newest only, for whoever wants to know cache/key.pin     "ANCHOR KEY\n": the signing key
 * that is believed, so that it outlives a damaged cache cache/lock        locked as long as an aula-sync
 * lives: there is one writer
 *
 * Each file has its -wal and -shm. A power cut between any two steps leaves something that opening
 * understands. */
#ifndef AULA_SYNC_VAULT_H
#define AULA_SYNC_VAULT_H

#include <limits.h>
#include <stdbool.h>

#include "cache/apply.h"

struct error;

struct vault {
	char dir[PATH_MAX - 32];
	int lock_fd;
	struct cache_writer *w;
	struct cache_meta meta; /* of w */
	bool rebuilding;
};

/* e is not NULL here. Makes the folder, takes the lock (ERROR_BUSY: another has it) and opens the cache,
 * beginning a rebuild when it is damaged. state: the device's folder. */
bool vault_open(struct vault *v, const char *state, struct error *e);
void vault_close(struct vault *v);
/* Opens the cache when it is not: after an error of condemn or settle left v->w NULL. */
bool vault_reopen(struct vault *v, struct error *e);

/* meta anew from the cache, as after cache_load_begin. */
bool vault_reload(struct vault *v, struct error *e);

/* The cache in use was found damaged: put aside, or when it was itself a rebuild, begun again. meta keeps key
 * and signed time. */
bool vault_condemn(struct vault *v, struct error *e);
/* After a load has finished: a rebuild takes its place. Nothing to do otherwise. */
bool vault_settle(struct vault *v, struct error *e);
/* Remembers meta.anchor and meta.key outside the cache. */
bool vault_pin(struct vault *v, struct error *e);

/* DIR/cache/cache.db of a device's folder. */
bool vault_cache_path(const char *state, char out[PATH_MAX], struct error *e);

#endif
