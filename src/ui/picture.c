#include "ui/picture.h"

#include <SDL.h>
#include <SDL_image.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"

#define ENTRIES 48

struct entry {
	char *name; /* NULL: empty slot */
	int w, h;   /* asked for; 0 × 0: the natural size only */
	bool mirrored;
	SDL_Surface *s;           /* NULL: missing or refused, kept so that it is tried once */
	int natural_w, natural_h; /* 0: not known */
	bool opaque;
	uint64_t used;
};

struct pictures {
	char *folder;
	size_t budget, bytes;
	uint64_t tick;
	struct entry entry[ENTRIES];
};

struct pictures *pictures_new(const char *folder, size_t cache_bytes, struct error *e)
{
	(void)e;
	struct pictures *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	p->folder = strdup(folder);
	ASSERT(p->folder != NULL);
	p->budget = cache_bytes;
	return p;
}

static size_t entry_bytes(const struct entry *e)
{
	return e->s != NULL ? (size_t)e->s->h * (size_t)e->s->pitch : 0;
}

static void forget(struct pictures *p, struct entry *e)
{
	p->bytes -= entry_bytes(e);
	SDL_FreeSurface(e->s);
	free(e->name);
	*e = (struct entry){0};
}

void pictures_free(struct pictures *p)
{
	if (p == NULL)
		return;
	for (int i = 0; i < ENTRIES; i++)
		if (p->entry[i].name != NULL)
			forget(p, &p->entry[i]);
	free(p->folder);
	free(p);
}

/* Width and height from the head of a PNG or JPEG file, before any decoder sees it. */
static bool sniff_png(const unsigned char *d, size_t n, int *w, int *h)
{
	static const unsigned char magic[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
	if (n < 24 || memcmp(d, magic, 8) != 0 || memcmp(d + 12, "IHDR", 4) != 0)
		return false;
	uint32_t wide = (uint32_t)d[16] << 24 | (uint32_t)d[17] << 16 | (uint32_t)d[18] << 8 | d[19];
	uint32_t high = (uint32_t)d[20] << 24 | (uint32_t)d[21] << 16 | (uint32_t)d[22] << 8 | d[23];
	if (wide == 0 || high == 0 || wide > PICTURE_MAX_SIDE || high > PICTURE_MAX_SIDE)
		return false;
	*w = (int)wide;
	*h = (int)high;
	return true;
}

static bool sniff_jpeg(const unsigned char *d, size_t n, int *w, int *h)
{
	size_t i = 2;
	if (n < 4 || d[0] != 0xFF || d[1] != 0xD8)
		return false;
	while (i + 9 < n && d[i] == 0xFF) {
		unsigned marker = d[i + 1];
		size_t len = (size_t)d[i + 2] << 8 | d[i + 3];
		if (marker == 0xFF) {
			i++;
			continue;
		}
		if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
			*h = d[i + 5] << 8 | d[i + 6];
			*w = d[i + 7] << 8 | d[i + 8];
			return *w > 0 && *h > 0 && *w <= PICTURE_MAX_SIDE && *h <= PICTURE_MAX_SIDE;
		}
		if (len < 2)
			return false;
		i += 2 + len;
	}
	return false;
}

static SDL_Surface *argb(SDL_Surface *s)
{
	SDL_Surface *out = s != NULL ? SDL_ConvertSurfaceFormat(s, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
	SDL_FreeSurface(s);
	return out;
}

/* Smallest size that covers w × h and keeps the aspect. */
static void cover(int natural_w, int natural_h, int w, int h, int *out_w, int *out_h)
{
	ASSERT(natural_w > 0 && natural_h > 0); /* its head has been read */
	if ((int64_t)w * natural_h >= (int64_t)h * natural_w) {
		*out_w = w;
		*out_h = (int)(((int64_t)natural_h * w + natural_w - 1) / natural_w);
	} else {
		*out_h = h;
		*out_w = (int)(((int64_t)natural_w * h + natural_h - 1) / natural_h);
	}
}

/* Box filter with integer weights: outside photographs are mostly shrunk. */
static void shrink_row(const SDL_Surface *from, SDL_Surface *to, int y)
{
	int y0 = (int)((int64_t)y * from->h / to->h);
	int y1 = (int)((int64_t)(y + 1) * from->h / to->h);
	uint32_t *out = (uint32_t *)(void *)((uint8_t *)to->pixels + (size_t)y * to->pitch);
	y1 = y1 > y0 ? y1 : y0 + 1;
	for (int x = 0; x < to->w; x++) {
		int x0 = (int)((int64_t)x * from->w / to->w);
		int x1 = (int)((int64_t)(x + 1) * from->w / to->w);
		uint64_t sum[4] = {0};
		x1 = x1 > x0 ? x1 : x0 + 1;
		for (int yy = y0; yy < y1; yy++) {
			const uint32_t *row = (const uint32_t *)(const void *)((const uint8_t *)from->pixels +
									       (size_t)yy * from->pitch);
			for (int xx = x0; xx < x1; xx++)
				for (int k = 0; k < 4; k++)
					sum[k] += row[xx] >> (8 * k) & 0xFF;
		}
		uint64_t n = (uint64_t)(x1 - x0) * (uint64_t)(y1 - y0);
		uint32_t px = 0;
		for (int k = 0; k < 4; k++)
			px |= (uint32_t)((sum[k] + n / 2) / n) << (8 * k);
		out[x] = px;
	}
}

static SDL_Surface *scaled(SDL_Surface *s, int w, int h)
{
	int to_w, to_h;
	cover(s->w, s->h, w, h, &to_w, &to_h);
	if (to_w > PICTURE_MAX_SIDE || to_h > PICTURE_MAX_SIDE) {
		SDL_FreeSurface(s);
		return NULL;
	}
	SDL_Surface *out = SDL_CreateRGBSurfaceWithFormat(0, to_w, to_h, 32, SDL_PIXELFORMAT_ARGB8888);
	for (int y = 0; out != NULL && y < to_h; y++)
		shrink_row(s, out, y);
	SDL_FreeSurface(s);
	return out;
}

static SDL_Surface *decode_file(const char *path, int *natural_w, int *natural_h, bool only_size,
				struct error *e)
{
	CLEANUP_BUF struct buf data = BUF_INIT;
	if (!fs_read(path, PICTURE_FILE_MAX_BYTES, &data, e))
		return NULL;
	const unsigned char *d = (const unsigned char *)data.data;
	bool png = sniff_png(d, data.len, natural_w, natural_h);
	if (!png && !sniff_jpeg(d, data.len, natural_w, natural_h)) {
		error_set(e, ERROR_INPUT, "%s: not a PNG or JPEG of at most %d × %d", path, PICTURE_MAX_SIDE,
			  PICTURE_MAX_SIDE);
		return NULL;
	}
	if (only_size)
		return NULL;
	SDL_RWops *rw = SDL_RWFromConstMem(data.data, (int)data.len);
	SDL_Surface *s = argb(png ? IMG_LoadPNG_RW(rw) : IMG_LoadJPG_RW(rw));
	SDL_RWclose(rw);
	/* the decoder's word against the header's */
	if (s == NULL || s->w != *natural_w || s->h != *natural_h) {
		error_set(e, ERROR_INPUT, "%s: cannot be decoded: %s", path, IMG_GetError());
		SDL_FreeSurface(s);
		return NULL;
	}
	return s;
}

/* Natural size of one of our SVGs: width="…" height="…" of its first element. */
static bool svg_size(const char *path, struct buf *data, int *w, int *h, struct error *e)
{
	if (!fs_read(path, PICTURE_FILE_MAX_BYTES, data, e))
		return false;
	const char *wide = strstr(data->data, " width=\""), *high = strstr(data->data, " height=\"");
	*w = wide != NULL ? atoi(wide + 8) : 0;
	*h = high != NULL ? atoi(high + 9) : 0;
	if (*w <= 0 || *h <= 0 || *w > PICTURE_MAX_SIDE || *h > PICTURE_MAX_SIDE)
		return error_set(e, ERROR_INPUT, "%s: width and height must be plain px", path);
	return true;
}

static SDL_Surface *draw_svg(struct pictures *p, const char *name, int w, int h, int *natural_w,
			     int *natural_h, struct error *e)
{
	char path[1200];
	CLEANUP_BUF struct buf data = BUF_INIT;
	snprintf(path, sizeof path, "%s/%s.svg", p->folder, name);
	if (!svg_size(path, &data, natural_w, natural_h, e) || w == 0)
		return NULL;
	int to_w, to_h;
	cover(*natural_w, *natural_h, w, h, &to_w, &to_h);
	SDL_RWops *rw = SDL_RWFromConstMem(data.data, (int)data.len);
	SDL_Surface *s = argb(IMG_LoadSizedSVG_RW(rw, to_w, to_h));
	SDL_RWclose(rw);
	if (s == NULL)
		error_set(e, ERROR_INPUT, "%s: %s", path, IMG_GetError());
	return s;
}

static void mirror(SDL_Surface *s)
{
	for (int y = 0; y < s->h; y++) {
		uint32_t *row = (uint32_t *)(void *)((uint8_t *)s->pixels + (size_t)y * s->pitch);
		for (int a = 0, b = s->w - 1; a < b; a++, b--) {
			uint32_t swap = row[a];
			row[a] = row[b];
			row[b] = swap;
		}
	}
}

static bool all_opaque(const SDL_Surface *s)
{
	uint32_t all = 0xFF000000u;
	for (int y = 0; y < s->h; y++) {
		const uint32_t *row =
			(const uint32_t *)(const void *)((const uint8_t *)s->pixels + (size_t)y * s->pitch);
		for (int x = 0; x < s->w; x++)
			all &= row[x];
	}
	return all == 0xFF000000u;
}

static struct entry *oldest(struct pictures *p, bool filled)
{
	struct entry *best = NULL;
	for (int i = 0; i < ENTRIES; i++) {
		struct entry *e = &p->entry[i];
		if (!filled && e->name == NULL)
			return e;
		if (e->name != NULL && (best == NULL || e->used < best->used))
			best = e;
	}
	return best;
}

static struct entry *load(struct pictures *p, const char *name, int w, int h, bool mirrored)
{
	struct error e = ERROR_INIT;
	struct entry made = {.w = w, .h = h, .mirrored = mirrored};
	if (name[0] == '/') {
		made.s = decode_file(name, &made.natural_w, &made.natural_h, w == 0, &e);
		if (made.s != NULL)
			made.s = scaled(made.s, w, h);
	} else {
		made.s = draw_svg(p, name, w, h, &made.natural_w, &made.natural_h, &e);
	}
	if (e.kind != ERROR_NONE)
		log_warning("picture %s", e.text);
	if (made.s != NULL) {
		if (mirrored)
			mirror(made.s);
		made.opaque = all_opaque(made.s);
	}
	size_t bytes = entry_bytes(&made);
	while (p->bytes > 0 && p->bytes + bytes > p->budget)
		forget(p, oldest(p, true));
	struct entry *slot = oldest(p, false);
	if (slot->name != NULL)
		forget(p, slot);
	*slot = made;
	slot->name = strdup(name);
	ASSERT(slot->name != NULL);
	p->bytes += bytes;
	return slot;
}

static struct entry *find(struct pictures *p, const char *name, int w, int h, bool mirrored)
{
	struct entry *found = NULL;
	for (int i = 0; i < ENTRIES && found == NULL; i++) {
		struct entry *e = &p->entry[i];
		if (e->name != NULL && e->w == w && e->h == h && e->mirrored == mirrored &&
		    str_eq(e->name, name))
			found = e;
	}
	if (found == NULL)
		found = load(p, name, w, h, mirrored);
	found->used = ++p->tick;
	return found;
}

bool picture_get(struct pictures *p, const char *name, int w, int h, bool mirrored,
		 struct picture_pixels *out)
{
	if (name == NULL || w <= 0 || h <= 0 || w > PICTURE_MAX_SIDE || h > PICTURE_MAX_SIDE)
		return false;
	struct entry *e = find(p, name, w, h, mirrored);
	if (e->s == NULL)
		return false;
	*out = (struct picture_pixels){e->s->pixels, e->s->w, e->s->h, e->s->pitch / 4, e->opaque};
	return true;
}

bool picture_natural_size(struct pictures *p, const char *name, int *w, int *h)
{
	if (name == NULL)
		return false;
	struct entry *e = find(p, name, 0, 0, false);
	*w = e->natural_w;
	*h = e->natural_h;
	return e->natural_w > 0;
}
