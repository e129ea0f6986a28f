/* Pictures by hash: what the records in the cache refer to is fetched from /v1/image/HASH, one at a time, on a thread and a
 * connection of its own, so that content never waits for it. A picture whose bytes do not give its hash is dropped; what
 * agrees is decoded and drawn anew in a sandboxed child (media/clean.h), and only that drawing is written, whole or not
 * at all, where the screen finds it (image_files.h). Featured activities and the centre's logo come first.
 *
 * What is refused is said once and not asked for again for an hour, or while the program runs where no other bytes
 * could ever fit the hash. Nothing is remembered beside the files: after a restart it goes on with what is missing. */
#ifndef AULA_SYNC_IMAGES_H
#define AULA_SYNC_IMAGES_H

#include <stdbool.h>
#include <stdint.h>

struct images;
struct link;
struct settings;

#define IMAGES_WANTED_MAX 5000
#define IMAGES_BYTES_MAX ((size_t)4 * 1024 * 1024) /* of one, as the server sends it */
#define IMAGES_PIXELS_MAX 9000000 /* of one: what decodes within the memory that aula-sync's unit gives */
#define IMAGES_SIDE_PX 1080
#define IMAGES_SMALLER_SIDE_PX 640 /* when the PNG would be too large at that */
#define IMAGES_ONCE_S 20	   /* --once does not wait longer for them */

enum images_step {
	IMAGES_IDLE,	/* nothing to fetch that could be fetched now */
	IMAGES_FETCHED, /* one more is there, or one more is known not to come */
	IMAGES_FAILED,	/* no connection, server down, disk full: later */
	IMAGES_STOPPED,
};

/* Borrows settings and link (NULL: none; nothing is fetched for a screen that is out of use). cancel_fd: readable = stop, may be -1. returns owned. */
struct images *images_new(const struct settings *s, const struct link *link, int cancel_fd);
void images_free(struct images *x);
enum images_step images_step(struct images *x);
/* Until cancel_fd is readable. */
void images_run(struct images *x);
/* Until nothing is missing, something fails or the time is over. */
void images_once(struct images *x);

#endif
