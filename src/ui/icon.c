#include "ui/icon.h"

#include <SDL.h>
#include <SDL_image.h>
#include <SDL_ttf.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "ui/icon_table.h"

#define FONT_PATH "/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf"
#define NAME_BYTES 40
#define SIZE_MAX_PX 600
#define ENTRIES 256

/* Drawn by us: the font of Debian 12 is older than these names. */
static const char *const own_names[] = {"assist_walker", "cardiology", "diversity_3", "hearing_aid",
					"print_error"};

/* Turned round in right-to-left: arrows, lists and what moves along the line of text; not clocks, phones,
 * loudspeakers, flags. */
static const char *const mirrored_names[] = {
	"arrow_back",      "arrow_forward", "backspace", "checklist",    "chevron_left", "chevron_right",
	"keyboard_return", "list",          "logout",    "playlist_add", "undo",
};

struct entry {
	char name[NAME_BYTES];
	int size;
	bool mirrored;
	uint8_t *a; /* NULL: empty slot */
	uint64_t used;
};

struct icons {
	TTF_Font *font;
	int font_px;
	char *font_path;
	char *folder;
	struct entry entry[ENTRIES];
	size_t bytes;
	uint64_t tick;
};

/* The list's own string, or NULL. */
static const char *named_in(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], name))
			return list[i];
	return NULL;
}

static const char *own_name(const char *name)
{
	return named_in(own_names, sizeof own_names / sizeof own_names[0], name);
}

static int compare_name(const void *key, const void *point)
{
	return strcmp(key, ((const struct icon_point *)point)->name);
}

static uint32_t code_point(const char *name)
{
	const struct icon_point *p =
		bsearch(name, icon_points, icon_points_n, sizeof icon_points[0], compare_name);
	return p != NULL ? p->cp : 0;
}

bool icon_known(const char *name)
{
	return name != NULL && (own_name(name) != NULL || code_point(name) != 0);
}

bool icon_mirrors(const char *name)
{
	return named_in(mirrored_names, sizeof mirrored_names / sizeof mirrored_names[0], name) != NULL;
}

struct icons *icons_new(const char *font, const char *folder, bool lenient, struct error *e)
{
	if (TTF_Init() != 0) {
		error_set(e, ERROR_INTERNAL, "SDL_ttf: %s", TTF_GetError());
		return NULL;
	}
	struct icons *i = calloc(1, sizeof *i);
	ASSERT(i != NULL);
	i->font_path = strdup(font != NULL ? font : FONT_PATH);
	i->folder = strdup(folder);
	ASSERT(i->font_path != NULL && i->folder != NULL);
	i->font_px = 48;
	i->font = TTF_OpenFont(i->font_path, i->font_px);
	if (i->font == NULL && lenient) {
		log_warning("icon font %s: %s; icons are missing", i->font_path, TTF_GetError());
	} else if (i->font == NULL) {
		error_set(e, ERROR_NOT_FOUND, "icon font %s: %s", i->font_path, TTF_GetError());
		icons_free(i);
		return NULL;
	}
	if (i->font != NULL)
		TTF_SetFontHinting(i->font, TTF_HINTING_NONE);
	return i;
}

void icons_free(struct icons *i)
{
	if (i == NULL)
		return;
	for (int k = 0; k < ENTRIES; k++)
		free(i->entry[k].a);
	if (i->font != NULL)
		TTF_CloseFont(i->font);
	free(i->font_path);
	free(i->folder);
	free(i);
	TTF_Quit();
}

/* Alpha of a 32-bit surface into the square mask at (left, top). */
static void copy_alpha(SDL_Surface *s, uint8_t *mask, int size, int left, int top, bool mirrored)
{
	SDL_LockSurface(s);
	for (int y = 0; y < s->h; y++) {
		const uint32_t *row =
			(const uint32_t *)(const void *)((const uint8_t *)s->pixels + (size_t)y * s->pitch);
		int to_y = y + top;
		for (int x = 0; x < s->w && to_y >= 0 && to_y < size; x++) {
			int to_x = x + left;
			if (to_x < 0 || to_x >= size)
				continue;
			mask[to_y * size + (mirrored ? size - 1 - to_x : to_x)] = (uint8_t)(row[x] >> 24);
		}
	}
	SDL_UnlockSurface(s);
}

static bool draw_glyph(struct icons *i, uint32_t cp, int size, bool mirrored, uint8_t *mask)
{
	int min_x = 0, max_y = 0;
	if (i->font == NULL)
		return false;
	if (i->font_px != size && TTF_SetFontSize(i->font, size) == 0)
		i->font_px = size;
	if (TTF_GlyphMetrics32(i->font, cp, &min_x, NULL, NULL, &max_y, NULL) != 0)
		return false;
	SDL_Surface *s = TTF_RenderGlyph32_Blended(i->font, cp, (SDL_Color){255, 255, 255, 255});
	if (s == NULL)
		return false;
	/* the em square of this font stands on the baseline, and SDL_ttf's surface begins at the font's
	 * ascent */
	copy_alpha(s, mask, size, min_x < 0 ? min_x : 0, size - TTF_FontAscent(i->font), mirrored);
	SDL_FreeSurface(s);
	return true;
}

static bool draw_own(struct icons *i, const char *name, int size, bool mirrored, uint8_t *mask)
{
	char path[1200];
	snprintf(path, sizeof path, "%s/%s.svg", i->folder, name);
	SDL_RWops *rw = SDL_RWFromFile(path, "rb");
	SDL_Surface *loaded = rw != NULL ? IMG_LoadSizedSVG_RW(rw, size, size) : NULL;
	if (rw != NULL)
		SDL_RWclose(rw);
	SDL_Surface *s =
		loaded != NULL ? SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_ARGB8888, 0) : NULL;
	SDL_FreeSurface(loaded);
	if (s == NULL)
		return false;
	copy_alpha(s, mask, size, 0, 0, mirrored);
	SDL_FreeSurface(s);
	return true;
}

static struct entry *find(struct icons *i, const char *name, int size, bool mirrored)
{
	for (int k = 0; k < ENTRIES; k++) {
		struct entry *e = &i->entry[k];
		if (e->a != NULL && e->size == size && e->mirrored == mirrored && strcmp(e->name, name) == 0)
			return e;
	}
	return NULL;
}

static void forget(struct icons *i, struct entry *e)
{
	i->bytes -= (size_t)e->size * (size_t)e->size;
	free(e->a);
	*e = (struct entry){0};
}

static struct entry *oldest(struct icons *i, bool filled)
{
	struct entry *best = NULL;
	for (int k = 0; k < ENTRIES; k++) {
		struct entry *e = &i->entry[k];
		if (!filled && e->a == NULL)
			return e;
		if (e->a != NULL && (best == NULL || e->used < best->used))
			best = e;
	}
	return best;
}

static struct entry *add(struct icons *i, const char *name, int size, bool mirrored)
{
	size_t bytes = (size_t)size * (size_t)size;
	uint8_t *mask = calloc(1, bytes);
	ASSERT(mask != NULL);
	const char *own = own_name(name);
	bool drawn = own != NULL ? draw_own(i, name, size, mirrored, mask) : draw_glyph(i, code_point(name), size, mirrored, mask);
	/* an empty square is kept, so that it is tried once; of a missing font it has been said */
	if (!drawn && own != NULL)
		log_once(own, "this icon is missing");
	else if (!drawn && i->font != NULL)
		log_once("icon", name);
	while (i->bytes > 0 && i->bytes + bytes > ICON_CACHE_BYTES)
		forget(i, oldest(i, true));
	struct entry *e = oldest(i, false);
	if (e->a != NULL)
		forget(i, e);
	*e = (struct entry){.size = size, .mirrored = mirrored, .a = mask};
	snprintf(e->name, sizeof e->name, "%s", name);
	i->bytes += bytes;
	return e;
}

bool icon_mask_get(struct icons *i, const char *name, int size_px, bool mirrored, struct icon_mask *out)
{
	if (!icon_known(name)) {
		log_once("icon", name != NULL ? name : "(no name)");
		return false;
	}
	if (size_px <= 0 || size_px > SIZE_MAX_PX)
		return false;
	struct entry *e = find(i, name, size_px, mirrored);
	if (e == NULL)
		e = add(i, name, size_px, mirrored);
	e->used = ++i->tick;
	*out = (struct icon_mask){e->a, size_px};
	return true;
}
