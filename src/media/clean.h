/* A picture from outside becomes a picture of our own: decoded and encoded again in a child process that can do
 * nothing but compute (seccomp, no files, no network, bounded memory and time). What the screen opens later
 * was written by our encoder; whatever was hidden in the original stays behind in the child. */
#ifndef AULA_MEDIA_CLEAN_H
#define AULA_MEDIA_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct error;

#define MEDIA_INPUT_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define MEDIA_OUTPUT_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define MEDIA_SIDE_MAX 8000	 /* px of the original; more is refused before decoding */
#define MEDIA_PIXELS_MAX 40000000 /* of the original */
#define MEDIA_MEMORY_BYTES ((size_t)768 * 1024 * 1024)
#define MEDIA_SECONDS 10

struct media_info {
	int w, h; /* px of the result */
};

/* Accepts PNG, JPEG and WebP (by their first bytes, not by a name). The result is a PNG, scaled down (never up) to fit
 * max_w × max_h, appended to out. ERROR_INPUT: not a picture we take, or damaged; ERROR_LIMIT: over a cap;
 * ERROR_REFUSED: the child tried something it may not, or ended by a signal. */
bool media_clean(const void *data, size_t len, int max_w, int max_h, struct buf *out, struct media_info *info,
		 struct error *e);

/* Width and height as the file's head says, without decoding; false when the head is not one of the three formats. */
bool media_probe(const void *data, size_t len, int *w, int *h);

#endif
