/* Compares every PNG of a folder exactly with the picture of the same name among the right ones (lossless WebP).
 *   compare_pictures RIGHT TAKEN OUT
 * Prints "ok: NAME" or "not ok: NAME: why" for each; of a wrong one OUT gets NAME.actual.png, NAME.expected.webp and
 * NAME.diff.png. A picture without its right one fails, and so does a right one that is no longer taken. Exit 0:
 * all the same, 1: not, 2: wrong usage. */
#include <SDL.h>
#include <SDL_image.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/str.h"
#include "ui/screenshot.h"

#define TAKEN_AS ".png"
#define RIGHT_AS ".webp"
#define PICTURE_BYTES_MAX ((size_t)32 * 1024 * 1024)

static bool copy(const char *from, const char *to, struct error *e)
{
	CLEANUP_BUF struct buf b = BUF_INIT;
	return fs_read(from, PICTURE_BYTES_MAX, &b, e) && fs_write_atomic(to, b.data, b.len, e);
}

static SDL_Surface *load(const char *path, struct error *e)
{
	SDL_Surface *raw = IMG_Load(path);
	SDL_Surface *s = raw != NULL ? SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
	SDL_FreeSurface(raw);
	if (s == NULL)
		error_set(e, ERROR_CORRUPT, "%s: %s", path, IMG_GetError());
	return s;
}

/* NULL: the same; else why not, in the arena. */
static const char *difference(const char *right, const char *taken, const char *diff, struct arena *a)
{
	struct error e = ERROR_INIT;
	struct screenshot_difference d;
	SDL_Surface *s = load(taken, &e);
	if (s == NULL)
		return arena_strdup(a, e.text);
	/* 32-bit rows have no padding */
	bool ok = screenshot_compare(right, s->pixels, s->w, s->h, diff, &d, &e);
	SDL_FreeSurface(s);
	if (!ok)
		return arena_strdup(a, e.text);
	if (d.pixels < 0)
		return "another size";
	if (d.pixels == 0)
		return NULL;
	return arena_printf(a, "%lld pixels differ by up to %d, within %d,%d %dx%d", (long long)d.pixels,
			    d.max_channel, d.where.x, d.where.y, d.where.w, d.where.h);
}

static bool compare_one(const char *const *dirs, const char *file, struct arena *a)
{
	const char *name = arena_strndup(a, file, strlen(file) - strlen(TAKEN_AS));
	const char *right = arena_printf(a, "%s/%s" RIGHT_AS, dirs[0], name);
	const char *taken = arena_printf(a, "%s/%s", dirs[1], file);
	const char *diff = arena_printf(a, "%s/%s.diff.png", dirs[2], name);
	struct error e = ERROR_INIT;
	const char *why = difference(right, taken, diff, a);
	if (why == NULL) {
		printf("ok: %s\n", name);
		return true;
	}
	printf("not ok: %s: %s\n", name, why);
	copy(taken, arena_printf(a, "%s/%s.actual.png", dirs[2], name), &e);
	copy(right, arena_printf(a, "%s/%s.expected" RIGHT_AS, dirs[2], name), &e);
	return false;
}

static int was_taken(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');
	return dot != NULL && str_eq(dot, TAKEN_AS);
}

static int is_right(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');
	return dot != NULL && str_eq(dot, RIGHT_AS);
}

static int in_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Every picture taken, in order; returns how many, -1: no such folder. */
static int compare_taken(const char *const *dirs, bool *same)
{
	struct dirent **list;
	int n = scandir(dirs[1], &list, was_taken, in_bytes);
	for (int i = 0; i < n; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		*same = compare_one(dirs, list[i]->d_name, &a) && *same;
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	return n;
}

/* A right picture that no route takes any more is no test of anything. */
static void find_forgotten(const char *const *dirs, bool *same)
{
	struct dirent **list;
	int n = scandir(dirs[0], &list, is_right, in_bytes);
	for (int i = 0; i < n; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		const char *file = list[i]->d_name;
		const char *name = arena_strndup(&a, file, strlen(file) - strlen(RIGHT_AS));
		if (!fs_exists(arena_printf(&a, "%s/%s" TAKEN_AS, dirs[1], name))) {
			printf("not ok: %s: no longer taken\n", name);
			*same = false;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

int main(int argc, char **argv)
{
	struct error e = ERROR_INIT;
	bool same = true;
	if (argc != 4) {
		fprintf(stderr, "usage: compare_pictures RIGHT TAKEN OUT\n");
		return 2;
	}
	const char *const dirs[] = {argv[1], argv[2], argv[3]};
	if (!fs_mkdirs(dirs[2], &e)) {
		fprintf(stderr, "compare_pictures: %s\n", e.text);
		return 2;
	}
	if (compare_taken(dirs, &same) <= 0) {
		printf("not ok: no pictures in %s\n", dirs[1]);
		return 1;
	}
	find_forgotten(dirs, &same);
	return same ? 0 : 1;
}
