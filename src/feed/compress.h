/* HTTP content codings, both ways, with a hard bound on what decompression may give (a bomb costs its bound
 * and no more). */
#ifndef AULA_FEED_COMPRESS_H
#define AULA_FEED_COMPRESS_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct error;

enum coding {
	CODING_IDENTITY,
	CODING_GZIP,
	CODING_ZSTD,
	CODING_UNKNOWN = -1,
};

#define COMPRESS_ZSTD_LEVEL 3 /* measured: 29 MB of JSON to 6.6 MB in 82 ms */
#define COMPRESS_GZIP_LEVEL 5
/* Window a decoder is willing to allocate for, log2 bytes; RFC 8878 asks decoders of the web for 8 MiB. */
#define COMPRESS_ZSTD_WINDOW_LOG 23

/* The word in Content-Encoding; NULL for identity. */
const char *coding_word(enum coding c);
/* NULL and "" and "identity" are CODING_IDENTITY; "x-gzip" is gzip. */
enum coding coding_from_word(const char *word);

/* Both append to out. */
bool compress_bytes(enum coding c, const void *data, size_t len, struct buf *out, struct error *e);
/* ERROR_LIMIT: more than max_bytes would come out; ERROR_INPUT: damaged, cut off, or followed by rubbish. */
bool decompress_bytes(enum coding c, const void *data, size_t len, size_t max_bytes, struct buf *out,
		      struct error *e);

#endif
