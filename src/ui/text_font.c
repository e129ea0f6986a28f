#include "ui/text_font.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"

#define NOTO "/usr/share/fonts/truetype/noto/"
#define OTHER "/usr/share/fonts/truetype/"
#define PROBE_PX 16
#define GUESSED_ADVANCE_PCT 55 /* of the em, for words that nothing can draw */

/* In place of a lost Noto Sans, rather than a screen without words. */
static const char *const stand_ins[2][3] = {
	{OTHER "dejavu/DejaVuSans.ttf", OTHER "liberation/LiberationSans-Regular.ttf", OTHER "freefont/FreeSans.ttf"},
	{OTHER "dejavu/DejaVuSans-Bold.ttf", OTHER "liberation/LiberationSans-Bold.ttf", OTHER "freefont/FreeSansBold.ttf"},
};

/* Tried in this order for letters that Noto Sans lacks; all in fonts-noto-core, any may be missing. */
static const char *const fallbacks[] = {
	NOTO "NotoSansSymbols2-Regular.ttf",   NOTO "NotoSansMath-Regular.ttf",
	NOTO "NotoSansSymbols-Regular.ttf",    NOTO "NotoSansHebrew-Regular.ttf",
	NOTO "NotoSansThai-Regular.ttf",       NOTO "NotoSansEthiopic-Regular.ttf",
	NOTO "NotoSansArmenian-Regular.ttf",   NOTO "NotoSansGeorgian-Regular.ttf",
	NOTO "NotoSansDevanagari-Regular.ttf", NOTO "NotoSansBengali-Regular.ttf",
	NOTO "NotoSansTamil-Regular.ttf",      NOTO "NotoSansKhmer-Regular.ttf",
	NOTO "NotoSansMyanmar-Regular.ttf",
};

uint64_t text_hash(uint64_t seed, const char *s)
{
	uint64_t h = seed ^ 0xCBF29CE484222325u;
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001B3u;
	h ^= h >> 32;
	return h * 0x9E3779B97F4A7C15u;
}

static bool map_file(struct text_file *f, struct error *e)
{
	CLEANUP_CLOSE int fd = open(f->path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0)
		return error_set_errno(e, "font %s", f->path);
	if (st.st_size < 12)
		return error_set(e, ERROR_CORRUPT, "font %s: too short", f->path);
	void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		return error_set_errno(e, "font %s", f->path);
	f->data = data;
	f->len = (size_t)st.st_size;
	return true;
}

static TTF_Font *open_sized(const struct text_file *f, int px)
{
	SDL_RWops *rw = SDL_RWFromConstMem(f->data, (int)f->len);
	TTF_Font *font = rw != NULL ? TTF_OpenFontRW(rw, 1, px) : NULL;
	if (font != NULL) {
		TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
		TTF_SetFontKerning(font, 1);
	}
	return font;
}

static bool open_file(struct text_file *f, struct error *e)
{
	if (f->missing)
		return error_set(e, ERROR_NOT_FOUND, "font %s", f->path);
	if (f->probe != NULL)
		return true;
	if (!map_file(f, e)) {
		f->missing = true;
		return false;
	}
	f->probe = open_sized(f, PROBE_PX);
	if (f->probe == NULL) {
		f->missing = true;
		return error_set(e, ERROR_CORRUPT, "font %s: %s", f->path, TTF_GetError());
	}
	return true;
}

/* The file it should be, Debian's, a stand-in, the other weight's: says which is drawn with in the end. */
static bool open_some(struct text *t, int face, const char *usual)
{
	struct text_file *f = &t->file[face];
	const char *const *others = stand_ins[face == FACE_BOLD];
	const char *const tries[] = {f->path, usual, others[0], others[1], others[2],
				     t->file[face == FACE_BOLD ? FACE_REGULAR : FACE_BOLD].path};
	for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		struct error e = ERROR_INIT;
		f->path = tries[i];
		f->missing = false;
		if (open_file(f, &e)) {
			if (i > 0)
				log_warning("words are drawn with %s", f->path);
			return true;
		}
		if (i == 0)
			log_warning("%s", e.text);
	}
	return false;
}

static bool open_words(struct text *t, const char *const usual[2], bool lenient, struct error *e)
{
	if (!lenient)
		return open_file(&t->file[FACE_REGULAR], e) && open_file(&t->file[FACE_BOLD], e);
	t->wordless = !open_some(t, FACE_REGULAR, usual[0]) || !open_some(t, FACE_BOLD, usual[1]);
	if (t->wordless)
		log_warning("there is no font (Debian has them in fonts-noto-core): no words can be shown");
	return true;
}

struct text *text_new(const struct text_paths *paths, size_t cache_bytes, struct error *e)
{
	static const struct text_paths debian = {NOTO "NotoSans-Regular.ttf", NOTO "NotoSans-Bold.ttf",
						 NOTO "NotoSansArabicUI-Regular.ttf",
						 NOTO "NotoSansArabicUI-Bold.ttf"};
	if (paths == NULL)
		paths = &debian;
	if (TTF_Init() != 0) {
		error_set(e, ERROR_INTERNAL, "SDL_ttf: %s", TTF_GetError());
		return NULL;
	}
	struct text *t = calloc(1, sizeof *t);
	ASSERT(t != NULL);
	const char *given[4] = {paths->regular, paths->bold, paths->arabic_regular, paths->arabic_bold};
	const char *usual[4] = {debian.regular, debian.bold, debian.arabic_regular, debian.arabic_bold};
	for (int i = 0; i < 4; i++) {
		t->own_path[i] = strdup(given[i] != NULL ? given[i] : usual[i]);
		ASSERT(t->own_path[i] != NULL);
		t->file[i].path = t->own_path[i];
	}
	for (size_t i = 0; i < sizeof fallbacks / sizeof fallbacks[0]; i++)
		t->file[FACE_FALLBACK + i].path = fallbacks[i];
	t->widths = calloc(TEXT_WIDTHS, sizeof *t->widths);
	ASSERT(t->widths != NULL);
	t->masks = text_masks_new(cache_bytes);
	/* the Arabic files wait until Arabic is met: most visitors never see it */
	if (!open_words(t, usual, paths->lenient, e)) {
		text_free(t);
		return NULL;
	}
	return t;
}

void text_free(struct text *t)
{
	if (t == NULL)
		return;
	text_masks_free(t->masks);
	for (int i = 0; i < TEXT_FONTS_OPEN; i++)
		if (t->sized[i].font != NULL)
			TTF_CloseFont(t->sized[i].font);
	for (int i = 0; i < FACE_MAX; i++) {
		if (t->file[i].probe != NULL)
			TTF_CloseFont(t->file[i].probe);
		if (t->file[i].data != NULL)
			munmap(t->file[i].data, t->file[i].len);
	}
	for (int i = 0; i < 4; i++)
		free(t->own_path[i]);
	free(t->widths);
	arena_fini(&t->scratch);
	free(t);
	TTF_Quit();
}

bool text_wordless(const struct text *t)
{
	return t->wordless;
}

static bool has_glyph(struct text *t, int face, uint32_t cp)
{
	struct error e;
	struct text_file *f = &t->file[face];
	if (f->path == NULL || f->missing)
		return false;
	if (!open_file(f, &e)) {
		log_once(f->path, e.text);
		return false;
	}
	return TTF_GlyphIsProvided32(f->probe, cp) != 0;
}

static bool is_arabic(uint32_t cp)
{
	return (cp >= 0x0600 && cp <= 0x06FF) || (cp >= 0x0750 && cp <= 0x077F) ||
	       (cp >= 0x08A0 && cp <= 0x08FF) || (cp >= 0xFB50 && cp <= 0xFDFF) ||
	       (cp >= 0xFE70 && cp <= 0xFEFF);
}

int text_face_for(struct text *t, uint32_t cp, bool bold, int wanted)
{
	int plain = bold ? FACE_BOLD : FACE_REGULAR;
	int arabic = bold ? FACE_ARABIC_BOLD : FACE_ARABIC;
	bool beside_arabic = wanted == FACE_ARABIC || wanted == FACE_ARABIC_BOLD;
	if ((is_arabic(cp) || (beside_arabic && cp < 0x80)) && has_glyph(t, arabic, cp))
		return arabic;
	if (cp < 0x250 || has_glyph(t, plain, cp))
		return plain;
	if (has_glyph(t, arabic, cp))
		return arabic;
	for (int i = FACE_FALLBACK; i < FACE_MAX && t->file[i].path != NULL; i++)
		if (has_glyph(t, i, cp))
			return i;
	return plain;
}

static const char *script_of(const char *s)
{
	size_t at = 0, len = strlen(s);
	uint32_t cp;
	while ((cp = utf8_next(s, len, &at)) != 0) {
		if (is_arabic(cp))
			return "Arab";
		if (cp >= 0x0400 && cp <= 0x052F)
			return "Cyrl";
		if ((cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp < 0x250))
			return "Latn";
		if (cp >= 0x0590 && cp <= 0x05FF)
			return "Hebr";
		if (cp >= 0x0900 && cp <= 0x097F)
			return "Deva";
		if (cp >= 0x0E00 && cp <= 0x0E7F)
			return "Thai";
		if (cp >= 0x1200 && cp <= 0x139F)
			return "Ethi";
	}
	return "Latn";
}

static struct text_sized *find_sized(struct text *t, int face, int px)
{
	struct text_sized *oldest = &t->sized[0];
	for (int i = 0; i < TEXT_FONTS_OPEN; i++) {
		struct text_sized *s = &t->sized[i];
		if (s->font != NULL && s->face == face && s->px == px)
			return s;
		if (s->used < oldest->used)
			oldest = s;
	}
	TTF_Font *font = open_sized(&t->file[face], px);
	if (font == NULL)
		return NULL;
	if (oldest->font != NULL)
		TTF_CloseFont(oldest->font);
	*oldest = (struct text_sized){.font = font, .face = face, .px = px};
	return oldest;
}

struct _TTF_Font *text_font(struct text *t, int face, int px, const char *s, bool rtl)
{
	struct error e;
	if (!open_file(&t->file[face], &e))
		face = FACE_REGULAR;
	struct text_sized *sized = find_sized(t, face, px);
	ASSERT(sized != NULL); /* the file has been opened once: only memory can be missing */
	sized->used = ++t->tick;
	if (s != NULL) {
		TTF_SetFontDirection(sized->font, rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
		TTF_SetFontScriptName(sized->font, script_of(s));
	}
	return sized->font;
}

int text_width(struct text *t, int face, int px, const char *s, bool rtl)
{
	if (s[0] == '\0')
		return 0;
	if (t->wordless)
		return (int)utf8_count(s) * px * GUESSED_ADVANCE_PCT / 100;
	uint64_t hash = text_hash(((uint64_t)px << 16) ^ ((uint64_t)face << 8) ^ rtl, s);
	struct text_width *slot = &t->widths[hash % TEXT_WIDTHS];
	if (slot->hash == hash)
		return slot->w;
	int w = 0, h = 0;
	if (TTF_SizeUTF8(text_font(t, face, px, s, rtl), s, &w, &h) != 0)
		w = 0;
	*slot = (struct text_width){hash, w};
	return w;
}

void text_line_metrics(struct text *t, int px, int *ascent, int *descent)
{
	*ascent = px;
	*descent = px / 4;
	if (t->wordless)
		return;
	TTF_Font *font = text_font(t, FACE_REGULAR, px, NULL, false);
	*ascent = TTF_FontAscent(font);
	*descent = -TTF_FontDescent(font);
}
