#include "feed/compress.h"

#include <stdint.h>
#include <strings.h>
#include <zlib.h>
#include <zstd.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#define STEP_BYTES ((size_t)64 * 1024)
#define GZIP_WINDOW (15 + 16) /* zlib: 32 KiB window, gzip wrapper */

const char *coding_word(enum coding c)
{
	return c == CODING_GZIP ? "gzip" : c == CODING_ZSTD ? "zstd" : NULL;
}

enum coding coding_from_word(const char *word)
{
	if (str_empty(word) || strcasecmp(word, "identity") == 0)
		return CODING_IDENTITY;
	if (strcasecmp(word, "gzip") == 0 || strcasecmp(word, "x-gzip") == 0)
		return CODING_GZIP;
	return strcasecmp(word, "zstd") == 0 ? CODING_ZSTD : CODING_UNKNOWN;
}

static bool gzip_compress(const void *data, size_t len, struct buf *out, struct error *e)
{
	z_stream z = {0};
	if (len > UINT32_MAX / 2)
		return error_set(e, ERROR_LIMIT, "gzip: %zu bytes are too many at once", len);
	ASSERT(deflateInit2(&z, COMPRESS_GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	size_t bound = deflateBound(&z, (uLong)len);
	z.next_in = (z_const Bytef *)(uintptr_t)data;
	z.avail_in = (uInt)len;
	z.next_out = (Bytef *)buf_reserve(out, bound);
	z.avail_out = (uInt)bound;
	bool ok = z.next_out != NULL && deflate(&z, Z_FINISH) == Z_STREAM_END;
	size_t made = bound - z.avail_out;
	deflateEnd(&z);
	if (!ok)
		return error_set(e, ERROR_LIMIT, "gzip: output does not fit");
	out->len += made;
	out->data[out->len] = '\0';
	return true;
}

static bool zstd_compress(const void *data, size_t len, struct buf *out, struct error *e)
{
	size_t bound = ZSTD_compressBound(len);
	char *to = buf_reserve(out, bound);
	size_t made = to == NULL ? 0 : ZSTD_compress(to, bound, data, len, COMPRESS_ZSTD_LEVEL);
	if (to == NULL || ZSTD_isError(made))
		return error_set(e, ERROR_LIMIT, "zstd: output does not fit");
	out->len += made;
	out->data[out->len] = '\0';
	return true;
}

bool compress_bytes(enum coding c, const void *data, size_t len, struct buf *out, struct error *e)
{
	if (c == CODING_GZIP)
		return gzip_compress(data, len, out, e);
	if (c == CODING_ZSTD)
		return zstd_compress(data, len, out, e);
	ASSERT(c == CODING_IDENTITY);
	return buf_append(out, data, len) || error_set(e, ERROR_LIMIT, "output does not fit");
}

/* Room for the next step of output, at most one byte past what is still allowed (to notice "too much"). */
static char *step_room(struct buf *out, size_t start, size_t max_bytes, size_t *room)
{
	size_t left = max_bytes - (out->len - start) + 1;
	*room = left < STEP_BYTES ? left : STEP_BYTES;
	return buf_reserve(out, *room);
}

static bool step_done(struct buf *out, size_t start, size_t max_bytes, size_t made, struct error *e)
{
	out->len += made;
	out->data[out->len] = '\0';
	return out->len - start <= max_bytes ||
	       error_set(e, ERROR_LIMIT, "decompresses to more than %zu bytes", max_bytes);
}

static bool gzip_decompress(const void *data, size_t len, size_t max_bytes, struct buf *out, struct error *e)
{
	z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)data, .avail_in = (uInt)len};
	const size_t start = out->len;
	if (len > UINT32_MAX / 2)
		return error_set(e, ERROR_LIMIT, "gzip: %zu bytes are too many at once", len);
	ASSERT(inflateInit2(&z, GZIP_WINDOW) == Z_OK);
	int rc = Z_OK;
	bool ok = true;
	while (ok && rc == Z_OK) {
		size_t room;
		char *to = step_room(out, start, max_bytes, &room);
		if (to == NULL) {
			ok = error_set(e, ERROR_LIMIT, "gzip: output does not fit");
			break;
		}
		z.next_out = (Bytef *)to;
		z.avail_out = (uInt)room;
		rc = inflate(&z, Z_NO_FLUSH);
		ok = step_done(out, start, max_bytes, room - z.avail_out, e);
	}
	bool whole = rc == Z_STREAM_END && z.avail_in == 0;
	inflateEnd(&z);
	if (ok && !whole)
		return error_set(e, ERROR_INPUT, "gzip: damaged, cut off or followed by other bytes");
	return ok;
}

static bool zstd_decompress(const void *data, size_t len, size_t max_bytes, struct buf *out, struct error *e)
{
	const size_t start = out->len;
	ZSTD_DCtx *d = ZSTD_createDCtx();
	ASSERT(d != NULL);
	ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, COMPRESS_ZSTD_WINDOW_LOG);
	ZSTD_inBuffer in = {data, len, 0};
	size_t rc = 1;
	bool ok = true;
	while (ok && rc != 0) {
		size_t room, before = in.pos;
		char *to = step_room(out, start, max_bytes, &room);
		ZSTD_outBuffer o = {to, room, 0};
		if (to == NULL) {
			ok = error_set(e, ERROR_LIMIT, "zstd: output does not fit");
			break;
		}
		rc = ZSTD_decompressStream(d, &o, &in);
		if (ZSTD_isError(rc) || (rc != 0 && o.pos == 0 && in.pos == before))
			break; /* damaged, or wants more than there is */
		ok = step_done(out, start, max_bytes, o.pos, e);
	}
	ZSTD_freeDCtx(d);
	if (ok && (rc != 0 || in.pos != len))
		return error_set(e, ERROR_INPUT, "zstd: damaged, cut off or followed by other bytes");
	return ok;
}

bool decompress_bytes(enum coding c, const void *data, size_t len, size_t max_bytes, struct buf *out,
		      struct error *e)
{
	if (c == CODING_GZIP)
		return gzip_decompress(data, len, max_bytes, out, e);
	if (c == CODING_ZSTD)
		return zstd_decompress(data, len, max_bytes, out, e);
	ASSERT(c == CODING_IDENTITY);
	if (len > max_bytes)
		return error_set(e, ERROR_LIMIT, "body is more than %zu bytes", max_bytes);
	return buf_append(out, data, len) || error_set(e, ERROR_LIMIT, "body does not fit");
}
