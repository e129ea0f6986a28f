#include "ui/screenshot.h"

#include <SDL.h>
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"

static bool save(const char *path, const uint32_t *px, int w, int h, struct error *e)
{
	/* 24-bit: the alpha channel carries nothing */
	SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 24, SDL_PIXELFORMAT_RGB24);
	if (s == NULL)
		return error_set(e, ERROR_INTERNAL, "screenshot: %s", SDL_GetError());
	for (int y = 0; y < h; y++) {
		uint8_t *d = (uint8_t *)s->pixels + (size_t)y * (size_t)s->pitch;
		for (int x = 0; x < w; x++) {
			uint32_t c = px[(size_t)y * (size_t)w + (size_t)x];
			*d++ = (uint8_t)(c >> 16);
			*d++ = (uint8_t)(c >> 8);
			*d++ = (uint8_t)c;
		}
	}
	bool ok = IMG_SavePNG(s, path) == 0 || error_set(e, ERROR_IO, "%s: %s", path, IMG_GetError());
	SDL_FreeSurface(s);
	return ok;
}

bool screenshot_write(const char *path, const uint32_t *px, int w, int h, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *part = arena_printf(&a, "%s.part", path);
	if (!save(part, px, w, h, e))
		return false;
	return rename(part, path) == 0 || error_set_errno(e, "%s", path);
}

static int channel_difference(uint32_t a, uint32_t b)
{
	int most = 0;
	for (int k = 0; k < 24; k += 8) {
		int d = abs((int)(a >> k & 0xFF) - (int)(b >> k & 0xFF));
		most = d > most ? d : most;
	}
	return most;
}

/* Fills out and, when wanted, a picture: differing pixels red on the faded expected picture. */
static void compare(const SDL_Surface *expected, const uint32_t *px, uint32_t *diff,
		    struct screenshot_difference *out)
{
	for (int y = 0; y < expected->h; y++) {
		const uint32_t *row = (const uint32_t *)(const void *)((const uint8_t *)expected->pixels +
								       (size_t)y * expected->pitch);
		for (int x = 0; x < expected->w; x++) {
			size_t at = (size_t)y * (size_t)expected->w + (size_t)x;
			int d = channel_difference(row[x], px[at]);
			if (diff != NULL)
				diff[at] = d > 0 ? 0xFFFF0000u : (row[x] >> 2 & 0x3F3F3F) + 0xC0C0C0u;
			if (d == 0)
				continue;
			out->pixels++;
			out->max_channel = d > out->max_channel ? d : out->max_channel;
			out->where = rect_join(out->where, RECT(x, y, 1, 1));
		}
	}
}

bool screenshot_compare(const char *path, const uint32_t *px, int w, int h, const char *diff_path,
			struct screenshot_difference *out, struct error *e)
{
	*out = (struct screenshot_difference){0};
	if (!fs_exists(path))
		return error_set(e, ERROR_NOT_FOUND, "%s does not exist", path);
	SDL_Surface *loaded = IMG_Load(path);
	SDL_Surface *s =
		loaded != NULL ? SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
	SDL_FreeSurface(loaded);
	if (s == NULL)
		return error_set(e, ERROR_CORRUPT, "%s: %s", path, IMG_GetError());
	bool ok = true;
	if (s->w != w || s->h != h) {
		out->pixels = -1;
	} else {
		uint32_t *diff = diff_path != NULL ? malloc((size_t)w * (size_t)h * sizeof *diff) : NULL;
		compare(s, px, diff, out);
		if (diff != NULL && out->pixels > 0)
			ok = save(diff_path, diff, w, h, e);
		free(diff);
	}
	SDL_FreeSurface(s);
	return ok;
}
