/* Rasterised runs: 8-bit coverage cut to the ink, kept by (text, font, size, direction) within a byte budget;
 * the least recently used go first. */
#include <SDL.h>
#include <SDL_ttf.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/str.h"
#include "ui/text_font.h"

#define BUCKETS 1024

struct entry {
	struct entry *chain;         /* in its bucket */
	struct entry *newer, *older; /* by use */
	uint64_t hash;
	char *s;
	int face, px;
	bool rtl;
	struct text_mask mask;
	uint8_t *pixels;
	size_t bytes;
};

struct text_masks {
	struct entry *bucket[BUCKETS];
	struct entry *newest, *oldest;
	size_t used, budget;
};

struct text_masks *text_masks_new(size_t budget)
{
	struct text_masks *m = calloc(1, sizeof *m);
	ASSERT(m != NULL);
	m->budget = budget;
	return m;
}

static void unlink_use(struct text_masks *m, struct entry *e)
{
	if (e->newer != NULL)
		e->newer->older = e->older;
	else
		m->newest = e->older;
	if (e->older != NULL)
		e->older->newer = e->newer;
	else
		m->oldest = e->newer;
	e->newer = e->older = NULL;
}

static void link_newest(struct text_masks *m, struct entry *e)
{
	e->older = m->newest;
	e->newer = NULL;
	if (m->newest != NULL)
		m->newest->newer = e;
	else
		m->oldest = e;
	m->newest = e;
}

static void drop_oldest(struct text_masks *m)
{
	struct entry *e = m->oldest;
	struct entry **at = &m->bucket[e->hash % BUCKETS];
	while (*at != e)
		at = &(*at)->chain;
	*at = e->chain;
	m->oldest = e->newer;
	if (m->oldest != NULL)
		m->oldest->older = NULL;
	else
		m->newest = NULL;
	m->used -= e->bytes;
	free(e->s);
	free(e->pixels);
	free(e);
}

void text_masks_free(struct text_masks *m)
{
	if (m == NULL)
		return;
	while (m->oldest != NULL)
		drop_oldest(m);
	free(m);
}

size_t text_cache_used(const struct text *t)
{
	return t->masks->used;
}

/* Rows [*top, *bottom) of the surface that have ink. */
static void ink_rows(const SDL_Surface *s, int *top, int *bottom)
{
	*top = s->h;
	*bottom = 0;
	for (int y = 0; y < s->h; y++) {
		const uint32_t *row =
			(const uint32_t *)(const void *)((const uint8_t *)s->pixels + (size_t)y * s->pitch);
		uint32_t any = 0;
		for (int x = 0; x < s->w; x++)
			any |= row[x];
		if ((any & 0xFF000000u) != 0) {
			*top = y < *top ? y : *top;
			*bottom = y + 1;
		}
	}
	if (*bottom <= *top)
		*top = *bottom = 0;
}

static void rasterise(struct text *t, struct entry *e)
{
	TTF_Font *font = text_font(t, e->face, e->px, e->s, e->rtl);
	SDL_Surface *s = TTF_RenderUTF8_Blended(font, e->s, (SDL_Color){255, 255, 255, 255});
	if (s == NULL) /* nothing but zero-width characters */
		return;
	ASSERT(s->format->BytesPerPixel == 4);
	int top, bottom;
	ink_rows(s, &top, &bottom);
	e->mask = (struct text_mask){.w = s->w, .h = bottom - top, .pitch = s->w};
	e->mask.ascent = TTF_FontAscent(font) - top;
	/* SDL_ttf starts the surface at the ink when the first glyph reaches left of the pen */
	int min_x = 0;
	size_t at = 0;
	uint32_t first = utf8_next(e->s, strlen(e->s), &at);
	if (!e->rtl && TTF_GlyphMetrics32(font, first, &min_x, NULL, NULL, NULL, NULL) == 0 && min_x < 0)
		e->mask.left = min_x;
	size_t bytes = (size_t)e->mask.w * (size_t)e->mask.h;
	e->pixels = malloc(bytes > 0 ? bytes : 1);
	ASSERT(e->pixels != NULL);
	for (int y = top; y < bottom; y++) {
		const uint32_t *row =
			(const uint32_t *)(const void *)((const uint8_t *)s->pixels + (size_t)y * s->pitch);
		uint8_t *out = e->pixels + (size_t)(y - top) * (size_t)e->mask.w;
		for (int x = 0; x < s->w; x++)
			out[x] = (uint8_t)(row[x] >> 24);
	}
	SDL_FreeSurface(s);
	e->mask.a = e->pixels;
	e->bytes = bytes;
}

static struct entry *make_entry(struct text *t, const struct text_run *run, int px, uint64_t hash)
{
	struct text_masks *m = t->masks;
	struct entry *e = calloc(1, sizeof *e);
	ASSERT(e != NULL);
	*e = (struct entry){.hash = hash, .s = strdup(run->s), .face = run->face, .px = px, .rtl = run->rtl};
	ASSERT(e->s != NULL);
	rasterise(t, e);
	e->bytes += sizeof *e + strlen(e->s) + 1;
	while (m->oldest != NULL && m->used + e->bytes > m->budget)
		drop_oldest(m);
	m->used += e->bytes;
	e->chain = m->bucket[hash % BUCKETS];
	m->bucket[hash % BUCKETS] = e;
	link_newest(m, e);
	return e;
}

bool text_mask_get(struct text *t, const struct text_run *run, int px, struct text_mask *out)
{
	struct text_masks *m = t->masks;
	if (t->wordless)
		return false;
	uint64_t hash = text_hash(((uint64_t)px << 16) ^ ((uint64_t)run->face << 8) ^ run->rtl, run->s);
	struct entry *e = m->bucket[hash % BUCKETS];
	while (e != NULL && !(e->hash == hash && e->px == px && e->face == run->face && e->rtl == run->rtl &&
			      str_eq(e->s, run->s)))
		e = e->chain;
	if (e == NULL) {
		e = make_entry(t, run, px, hash);
	} else {
		unlink_use(m, e);
		link_newest(m, e);
	}
	*out = e->mask;
	return e->mask.a != NULL && e->mask.w > 0 && e->mask.h > 0;
}
