#include "unit.h"

#include <SDL.h>
#include <SDL_image.h>

#include "media/clean.h"

/* A picture of w × h with a diagonal, encoded by the library. */
static void make(struct buf *out, int w, int h, bool jpeg)
{
	SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_RGBA32);
	SDL_FillRect(s, NULL, SDL_MapRGBA(s->format, 200, 30, 60, 255));
	for (int i = 0; i < w && i < h; i++)
		((uint32_t *)s->pixels)[i * s->pitch / 4 + i] = 0xff00ff00;
	size_t cap = (size_t)w * (size_t)h * 5 + 10000;
	void *mem = malloc(cap);
	SDL_RWops *rw = SDL_RWFromMem(mem, (int)cap);
	assert_int_equal(jpeg ? IMG_SaveJPG_RW(s, rw, 0, 90) : IMG_SavePNG_RW(s, rw, 0), 0);
	buf_append(out, mem, (size_t)SDL_RWtell(rw));
	SDL_RWclose(rw);
	free(mem);
	SDL_FreeSurface(s);
}

static void pictures_come_out_as_our_own_png(void **state)
{
	(void)state;
	for (int jpeg = 0; jpeg < 2; jpeg++) {
		struct buf in = BUF_INIT;
		struct buf out = BUF_INIT;
		struct error e = ERROR_INIT;
		struct media_info info;
		make(&in, 600, 400, jpeg);
		assert_ok(media_clean(in.data, in.len, 300, 300, &out, &info, &e), e);
		assert_int_equal(info.w, 300);
		assert_int_equal(info.h, 200);
		SDL_Surface *s = IMG_Load_RW(SDL_RWFromConstMem(out.data, (int)out.len), 1);
		assert_non_null(s);
		assert_int_equal(s->w, 300);
		SDL_FreeSurface(s);
		buf_clear(&out);
		assert_ok(media_clean(in.data, in.len, 5000, 5000, &out, &info, &e), e);
		assert_int_equal(info.w, 600); /* never larger than it was */
		buf_fini(&in);
		buf_fini(&out);
	}
}

static void other_formats_and_bombs_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *data;
		size_t len;
		enum error_kind kind;
	} cases[] = {
		{"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", 45, ERROR_INPUT},
		{"GIF89a\1\0\1\0\0\0\0", 13, ERROR_INPUT},
		{"", 0, ERROR_INPUT},
		{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\x06\0\0\0", 29, ERROR_LIMIT},	   /* 65536 × 65536 */
		{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x1f\x40\0\0\x1f\x40\x08\x06\0\0\0", 29, ERROR_LIMIT}, /* 8000 × 8000 */
		{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x40\x08\x06\0\0\0", 29, ERROR_INPUT},  /* ends after its head */
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out = BUF_INIT;
		struct error e = ERROR_INIT;
		struct media_info info;
		assert_false(media_clean(cases[i].data, cases[i].len, 100, 100, &out, &info, &e));
		assert_int_equal(e.kind, cases[i].kind);
		assert_int_equal(out.len, 0);
		buf_fini(&out);
	}
}

/* Damage anywhere: an answer or a refusal, never a crash of ours, never a hang. */
static void damaged_pictures_are_survived(void **state)
{
	(void)state;
	unsigned seed = 11;
	for (int jpeg = 0; jpeg < 2; jpeg++) {
		struct buf in = BUF_INIT;
		make(&in, 60, 40, jpeg);
		for (int i = 0; i < 40; i++) {
			struct buf bad = BUF_INIT;
			struct buf out = BUF_INIT;
			struct media_info info;
			buf_append(&bad, in.data, i % 4 == 0 ? in.len * (size_t)i / 40 : in.len);
			for (int k = 0; k < 3 && bad.len > 0; k++)
				bad.data[(size_t)rand_r(&seed) % bad.len] = (char)rand_r(&seed);
			media_clean(buf_str(&bad), bad.len, 100, 100, &out, &info, NULL);
			buf_fini(&bad);
			buf_fini(&out);
		}
		buf_fini(&in);
	}
}

static void heads_are_read(void **state)
{
	(void)state;
	int w = 0;
	int h = 0;
	struct buf in = BUF_INIT;
	make(&in, 123, 45, true);
	assert_true(media_probe(in.data, in.len, &w, &h));
	assert_int_equal(w, 123);
	assert_int_equal(h, 45);
	for (size_t n = 0; n < in.len; n++)
		media_probe(in.data, n, &w, &h); /* no reading past the end: the sanitizers look on */
	buf_fini(&in);
	static const char vp8x[] = "RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\x03\0\x57\x02\0";
	assert_true(media_probe(vp8x, 30, &w, &h));
	assert_int_equal(w, 800);
	assert_int_equal(h, 600);
}

TEST_MAIN(T(pictures_come_out_as_our_own_png), T(other_formats_and_bombs_are_refused), T(damaged_pictures_are_survived),
	  T(heads_are_read))
