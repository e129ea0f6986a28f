/* Icons, SVG art and outside pictures, QR codes, screenshots. */
#include "bench.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fs.h"
#include "ui/icon.h"
#include "ui/icon_table.h"
#include "ui/picture.h"
#include "ui/screenshot.h"

#define FOLDER "build/test-pictures"

static int ink_of(const struct icon_mask *m)
{
	int n = 0;
	for (int i = 0; i < m->size * m->size; i++)
		n += m->a[i] > 127;
	return n;
}

static void every_icon_draws_ink(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	for (size_t i = 0; i < icon_points_n; i++) {
		struct icon_mask m;
		assert_true(icon_mask_get(b.ui.icons, icon_points[i].name, 44, false, &m));
		if (ink_of(&m) < 60) /* "remove" is a thin line */
			fail_msg("%s has %d px of ink", icon_points[i].name, ink_of(&m));
		if (i > 0)
			assert_true(strcmp(icon_points[i - 1].name, icon_points[i].name) <
				    0); /* bsearch needs it */
	}
	bench_close(&b);
}

static void the_icons_the_font_lacks_are_ours(void **state)
{
	(void)state;
	static const char *const names[] = {"diversity_3", "cardiology", "print_error", "hearing_aid",
					    "assist_walker"};
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct icon_mask m;
		assert_true(icon_known(names[i]));
		assert_true(icon_mask_get(b.ui.icons, names[i], 80, false, &m));
		assert_in_range(ink_of(&m), 800, 4000);
	}
	bench_close(&b);
}

/* Every name of tokens.md §10 but the one it says is not used. */
static const char *const design_icons[] = {
	"diversity_3", "psychology", "elderly", "family_restroom", "cardiology", "food_bank", "palette",
	"volunteer_activism", "arrow_back", "arrow_forward", "chevron_right", "home", "logout", "language",
	"accessibility_new", "support_agent", "search", "calendar_month", "today", "near_me", "tune",
	"check", "close", "delete", "checklist", "playlist_add", "print", "print_error", "volume_up",
	"volume_off", "flag", "verified", "schedule", "location_on", "directions_walk", "videocam", "call",
	"euro", "accessible", "hearing_aid", "wc", "assist_walker", "local_parking", "translate",
	"emergency", "sos", "badge", "star", "event_busy", "event_repeat", "cloud_off", "history", "info",
	"warning", "how_to_vote", "lock", "touch_app", "pause", "format_size", "contrast",
	"record_voice_over", "remove", "add", "vertical_align_bottom", "vertical_align_top", "timer",
	"animation", "replay", "backspace", "space_bar", "keyboard_return",
};

static void every_name_of_the_design_is_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof design_icons / sizeof design_icons[0]; i++)
		if (!icon_known(design_icons[i]))
			fail_msg("%s", design_icons[i]);
	assert_false(icon_known("money_off"));
	assert_false(icon_known(NULL));
}

static void a_mirrored_icon_is_the_mirror_image(void **state)
{
	(void)state;
	struct bench b;
	uint8_t plain[44 * 44];
	struct icon_mask m;
	bench_open(&b, 1080, 1920, false);
	assert_true(icon_mask_get(b.ui.icons, "logout", 44, false, &m));
	memcpy(plain, m.a, sizeof plain);
	assert_true(icon_mask_get(b.ui.icons, "logout", 44, true, &m));
	for (int y = 0; y < 44; y++)
		for (int x = 0; x < 44; x++)
			assert_int_equal(m.a[y * 44 + x], plain[y * 44 + 43 - x]);
	assert_false(icon_mask_get(b.ui.icons, "no_such_icon", 44, false, &m));
	bench_close(&b);
}

static void art_is_drawn_at_the_size_asked(void **state)
{
	(void)state;
	struct bench b;
	struct picture_pixels p;
	int w, h;
	bench_open(&b, 1080, 1920, false);
	assert_true(picture_natural_size(b.ui.pictures, "topic-mind", &w, &h));
	assert_int_equal(w, 1080);
	assert_int_equal(h, 860);
	assert_true(picture_get(b.ui.pictures, "topic-mind", 1080, 400, false, &p));
	assert_int_equal(p.w, 1080);
	assert_int_equal(p.h, 860);
	assert_true(p.opaque);
	assert_int_equal(p.px[0], 0xFF5B3A8Cu); /* the topic's line colour */
	assert_true(picture_get(b.ui.pictures, "topic-mind", 356, 300, false, &p));
	assert_true(p.w >= 356 && p.h >= 300);
	assert_false(picture_get(b.ui.pictures, "no-such-picture", 100, 100, false, &p));
	bench_close(&b);
}

static void write_file(const char *path, const void *data, size_t len)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
}

static void full_path(char out[600], const char *name)
{
	char cwd[400];
	assert_non_null(getcwd(cwd, sizeof cwd));
	snprintf(out, 600, "%s/%s/%s", cwd, FOLDER, name);
}

static void outside_pictures_are_bounded(void **state)
{
	(void)state;
	struct bench b;
	struct picture_pixels p;
	char path[600];
	bench_open(&b, 1080, 1920, false);
	assert_true(fs_mkdirs(FOLDER, NULL));
	uint32_t px[200 * 100];
	for (int i = 0; i < 200 * 100; i++)
		px[i] = i % 200 < 100 ? 0xFFFF0000u : 0xFF0000FFu;
	full_path(path, "good.png");
	assert_true(screenshot_write(path, px, 200, 100, NULL));
	assert_true(picture_get(b.ui.pictures, path, 50, 25, false, &p));
	assert_int_equal(p.w, 50);
	assert_int_equal(p.px[0], 0xFFFF0000u);
	assert_int_equal(p.px[49], 0xFF0000FFu);
	assert_true(picture_get(b.ui.pictures, path, 50, 25, true, &p));
	assert_int_equal(p.px[0], 0xFF0000FFu);
	/* a head that claims too much, a head alone, no picture at all, an SVG by path */
	unsigned char head[33] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I',
				  'H',  'D', 'R', 0,   1,    0,    0,    0,    1, 0, 0, 8,  2};
	full_path(path, "huge.png");
	write_file(path, head, sizeof head);
	assert_false(picture_get(b.ui.pictures, path, 50, 25, false, &p));
	int w, h;
	assert_false(picture_natural_size(b.ui.pictures, path, &w, &h)); /* refused by its head, not by the decoder */
	head[17] = 0, head[18] = 1, head[21] = 0, head[22] = 1;
	full_path(path, "cut.png");
	write_file(path, head, sizeof head);
	assert_false(picture_get(b.ui.pictures, path, 50, 25, false, &p));
	full_path(path, "text.png");
	write_file(path, "hello", 5);
	assert_false(picture_get(b.ui.pictures, path, 50, 25, false, &p));
	full_path(path, "drawing.svg");
	write_file(path, "<svg width=\"9\" height=\"9\"/>", 27);
	assert_false(picture_get(b.ui.pictures, path, 50, 25, false, &p));
	static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0, 0, 4,    0,    0,    0xFF, 0xFF,
					     0xFF, 0xC0, 0,    11,   8, 0xFF, 0xFF, 0xFF, 0xFF, 1};
	full_path(path, "huge.jpg");
	write_file(path, jpeg, sizeof jpeg);
	assert_false(picture_get(b.ui.pictures, path, 50, 25, false, &p));
	bench_close(&b);
}

static void the_picture_cache_keeps_its_budget(void **state)
{
	(void)state;
	struct picture_pixels p;
	struct pictures *small = pictures_new("assets/art", 300 * 300 * 4, NULL);
	for (int i = 0; i < 60; i++)
		assert_true(picture_get(small, "topic-old", 100 + i * 3, 100, false, &p));
	pictures_free(small);
}

static void qr_sizes_are_known_before_encoding(void **state)
{
	(void)state;
	struct qrs *q = qrs_new();
	char text[QR_MAX_TEXT + 2];
	for (int level = QR_L; level <= QR_H; level++) {
		for (int len = 1; len <= 400; len += 7) {
			struct qr_code code;
			memset(text, 'a' + len % 20, (size_t)len);
			text[len] = '\0';
			assert_true(qr_get(q, text, (enum qr_level)level, &code));
			assert_int_equal(qr_side(q, text, (enum qr_level)level, 3), (code.modules + 8) * 3);
		}
	}
	/* the take-along panel: 42 characters at level M are version 3, 333 px at 9 a module */
	memset(text, 'x', 42);
	text[42] = '\0';
	assert_int_equal(qr_side(q, text, QR_M, 9), 333);
	assert_int_equal(qr_module_for(q, text, QR_M, 340), 9);
	memset(text, 'x', QR_MAX_TEXT + 1);
	text[QR_MAX_TEXT + 1] = '\0';
	struct qr_code code;
	assert_false(qr_get(q, text, QR_L, &code));
	assert_false(qr_get(q, "", QR_L, &code));
	assert_false(qr_get(q, NULL, QR_L, &code));
	qrs_free(q);
}

static void lazy_codes_wait_for_the_first_present(void **state)
{
	(void)state;
	struct qrs *q = qrs_new();
	struct qr_code code;
	qrs_set_lazy(q, true);
	assert_false(qr_get(q, "https://aula.example/7k4m", QR_M, &code));
	assert_true(qrs_pending(q));
	qrs_encode_pending(q);
	assert_false(qrs_pending(q));
	assert_true(qr_get(q, "https://aula.example/7k4m", QR_M, &code));
	assert_int_equal(code.version, 2);
	qrs_free(q);
}

static void screenshots_compare_exactly(void **state)
{
	(void)state;
	uint32_t px[20 * 10];
	struct screenshot_difference d;
	struct error e = ERROR_INIT;
	for (int i = 0; i < 200; i++)
		px[i] = 0xFF000000u + (uint32_t)i * 77;
	assert_true(fs_mkdirs(FOLDER, NULL));
	assert_true(screenshot_write(FOLDER "/shot.png", px, 20, 10, &e));
	assert_true(screenshot_compare(FOLDER "/shot.png", px, 20, 10, NULL, &d, &e));
	assert_int_equal(d.pixels, 0);
	px[25] ^= 1; /* the least there can be */
	assert_true(screenshot_compare(FOLDER "/shot.png", px, 20, 10, FOLDER "/shot-diff.png", &d, &e));
	assert_int_equal(d.pixels, 1);
	assert_int_equal(d.max_channel, 1);
	assert_int_equal(d.where.x, 5);
	assert_int_equal(d.where.y, 1);
	assert_true(fs_exists(FOLDER "/shot-diff.png"));
	assert_true(screenshot_compare(FOLDER "/shot.png", px, 10, 20, NULL, &d, &e));
	assert_int_equal(d.pixels, -1);
	assert_false(screenshot_compare(FOLDER "/none.png", px, 20, 10, NULL, &d, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_icon_draws_ink),
		cmocka_unit_test(the_icons_the_font_lacks_are_ours),
		cmocka_unit_test(every_name_of_the_design_is_known),
		cmocka_unit_test(a_mirrored_icon_is_the_mirror_image),
		cmocka_unit_test(art_is_drawn_at_the_size_asked),
		cmocka_unit_test(outside_pictures_are_bounded),
		cmocka_unit_test(the_picture_cache_keeps_its_budget),
		cmocka_unit_test(qr_sizes_are_known_before_encoding),
		cmocka_unit_test(lazy_codes_wait_for_the_first_present),
		cmocka_unit_test(screenshots_compare_exactly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
