/* Compares every PNG of a folder exactly with what was accepted: RIGHT/pictures.sha256 has a line "HASH  NAME" for each
 * picture, of its size and pixels; of some the picture itself is kept too (RIGHT/NAME.webp, lossless), to show what changed.
 *   compare_pictures RIGHT TAKEN OUT    "ok: NAME" or "not ok: NAME: why" for each; of a wrong one OUT gets
 *                                       NAME.actual.png and, where the accepted picture is kept, NAME.expected.webp and
 *                                       NAME.diff.png
 *   compare_pictures --list TAKEN       the lines of pictures.sha256
 * A picture that was never accepted fails, and so does an accepted one that is no longer taken. Exit 0: all the same,
 * 1: not, 2: wrong usage. */
#include <SDL.h>
#include <SDL_image.h>
#include <dirent.h>
#include <sodium.h>
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
#define LIST_NAME "pictures.sha256"
#define HASH_CHARS (crypto_hash_sha256_BYTES * 2 + 1)
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

/* Size and pixels, so that neither the file format nor its compression counts. */
static bool hash_of(const char *path, char hash[HASH_CHARS], struct error *e)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	SDL_Surface *s = load(path, e);
	if (s == NULL)
		return false;
	const int32_t size[2] = {s->w, s->h};
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)size, sizeof size);
	for (int y = 0; y < s->h; y++)
		crypto_hash_sha256_update(&state, (const unsigned char *)s->pixels + y * s->pitch,
					  (unsigned long long)s->w * 4);
	crypto_hash_sha256_final(&state, digest);
	sodium_bin2hex(hash, HASH_CHARS, digest, sizeof digest);
	SDL_FreeSurface(s);
	return true;
}

/* In words, in the arena. */
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
		return "the kept picture is not the one that was accepted";
	return arena_printf(a, "%lld pixels differ by up to %d, within %d,%d %dx%d", (long long)d.pixels,
			    d.max_channel, d.where.x, d.where.y, d.where.w, d.where.h);
}

/* The accepted hash of a name within the list's text; NULL: none. */
static const char *accepted(const char *list, const char *name, struct arena *a)
{
	struct strs lines = str_split(a, list, "\n");
	for (size_t i = 0; i < lines.n; i++)
		if (strlen(lines.v[i]) > HASH_CHARS + 1 && str_eq(lines.v[i] + HASH_CHARS + 1, name))
			return arena_strndup(a, lines.v[i], HASH_CHARS - 1);
	return NULL;
}

static bool compare_one(const char *const *dirs, const char *list, const char *file, struct arena *a)
{
	const char *name = arena_strndup(a, file, strlen(file) - strlen(TAKEN_AS));
	const char *right = arena_printf(a, "%s/%s" RIGHT_AS, dirs[0], name);
	const char *taken = arena_printf(a, "%s/%s", dirs[1], file);
	const char *expect = accepted(list, name, a), *why = NULL;
	struct error e = ERROR_INIT;
	char hash[HASH_CHARS];
	if (!hash_of(taken, hash, &e))
		why = e.text;
	else if (expect == NULL)
		why = "never accepted";
	else if (str_eq(hash, expect)) {
		printf("ok: %s\n", name);
		return true;
	} else if (!fs_exists(right))
		why = "not as accepted (of this one only the hash is kept: see it at the last commit that passed)";
	else
		why = difference(right, taken, arena_printf(a, "%s/%s.diff.png", dirs[2], name), a);
	printf("not ok: %s: %s; see %s/%s.*\n", name, why, dirs[2], name);
	copy(taken, arena_printf(a, "%s/%s.actual.png", dirs[2], name), &e);
	if (fs_exists(right))
		copy(right, arena_printf(a, "%s/%s.expected" RIGHT_AS, dirs[2], name), &e);
	return false;
}

static int was_taken(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');
	return dot != NULL && str_eq(dot, TAKEN_AS);
}

static int in_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Every picture taken, in order; returns how many, -1: no such folder. list NULL: prints its lines. */
static int compare_taken(const char *const *dirs, const char *list, bool *same)
{
	struct dirent **files;
	int n = scandir(dirs[1], &files, was_taken, in_bytes);
	for (int i = 0; i < n; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		const char *file = files[i]->d_name;
		struct error e = ERROR_INIT;
		char hash[HASH_CHARS];
		if (list != NULL)
			*same = compare_one(dirs, list, file, &a) && *same;
		else if (hash_of(arena_printf(&a, "%s/%s", dirs[1], file), hash, &e))
			printf("%s  %s\n", hash, arena_strndup(&a, file, strlen(file) - strlen(TAKEN_AS)));
		else
			*same = false;
		free(files[i]);
	}
	if (n >= 0)
		free(files);
	return n;
}

/* An accepted picture that no route takes any more is no test of anything. */
static void find_forgotten(const char *const *dirs, const char *list, bool *same)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct strs lines = str_split(&a, list, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		if (strlen(lines.v[i]) <= HASH_CHARS + 1)
			continue;
		const char *name = lines.v[i] + HASH_CHARS + 1;
		if (!fs_exists(arena_printf(&a, "%s/%s" TAKEN_AS, dirs[1], name))) {
			printf("not ok: %s: no longer taken\n", name);
			*same = false;
		}
	}
}

int main(int argc, char **argv)
{
	CLEANUP_BUF struct buf list = BUF_INIT;
	struct error e = ERROR_INIT;
	bool same = true;
	if (argc == 3 && str_eq(argv[1], "--list")) {
		const char *const only[] = {NULL, argv[2], NULL};
		return compare_taken(only, NULL, &same) > 0 && same ? 0 : 1;
	}
	if (argc != 4) {
		fprintf(stderr, "usage: compare_pictures RIGHT TAKEN OUT | --list TAKEN\n");
		return 2;
	}
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *const dirs[] = {argv[1], argv[2], argv[3]};
	if (!fs_mkdirs(dirs[2], &e)) {
		fprintf(stderr, "compare_pictures: %s\n", e.text);
		return 2;
	}
	const char *path = arena_printf(&a, "%s/" LIST_NAME, dirs[0]);
	if (fs_exists(path) && !fs_read(path, PICTURE_BYTES_MAX, &list, &e)) {
		fprintf(stderr, "compare_pictures: %s\n", e.text);
		return 2;
	}
	if (compare_taken(dirs, buf_str(&list), &same) <= 0) {
		printf("not ok: no pictures in %s\n", dirs[1]);
		return 1;
	}
	find_forgotten(dirs, buf_str(&list), &same);
	return same ? 0 : 1;
}
