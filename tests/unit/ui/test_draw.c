/* Damage: incremental redraw equals full redraw, whatever the sequence. Motion. Pressed parts. */
#include "home.h"

#include "ui/draw.h"

#define W 1080
#define H 1920

static uint32_t next_random(uint32_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 17;
	*s ^= *s << 5;
	return *s;
}

static int in(uint32_t *s, int n)
{
	return (int)(next_random(s) % (uint32_t)n);
}

/* A picture made of anything anywhere, also reaching out of the screen. */
static void random_frame(struct frame *f, uint32_t seed)
{
	static const char *const strings[] = {"Vertaistuki", "kahvi\u00ADhetki", "الساعة 10:30",
					      "13.00–14.30", "Éлектро",          "j"};
	static const char *const icons[] = {"home", "diversity_3", "arrow_back", "star"};
	uint32_t s = seed * 2654435761u + 1;
	int n = 3 + in(&s, 25);
	for (int i = 0; i < n; i++) {
		struct rect r =
			RECT(in(&s, W + 100) - 50, in(&s, H + 100) - 50, 1 + in(&s, 500), 1 + in(&s, 300));
		colour c = next_random(&s) | 0x80000000u;
		char id[16];
		switch (in(&s, 8)) {
		case 0: node_fill(f, r, c); break;
		case 1:
			node_box(f, r,
				 &(struct box_style){.face = c,
						     .radius = in(&s, 90),
						     .border = ~c,
						     .border_px = in(&s, 6),
						     .corners = in(&s, 16),
						     .dashed = in(&s, 4) == 0});
			break;
		case 2:
		case 3:
			snprintf(id, sizeof id, "p%d", i);
			node_open_part(f, r, (enum part_kind)in(&s, 8), (enum look)in(&s, 8),
				       &(struct semantics){.id = id,
							   .action = {.verb = 1},
							   .disabled = in(&s, 5) == 0,
							   .selected = in(&s, 4) == 0});
			node_icon(f, RECT(r.x, r.y, 60, 60), icons[in(&s, 4)], c);
			node_close(f);
			break;
		case 4:
			node_text(f,
				  &(struct text_box){.r = r,
						     .s = strings[in(&s, 6)],
						     .px = 20 + in(&s, 100),
						     .ink = c,
						     .bold = in(&s, 2) == 0,
						     .strike = in(&s, 5) == 0},
				  NULL);
			break;
		case 5: node_icon(f, r, icons[in(&s, 4)], c); break;
		case 6:
			node_picture(f, r, in(&s, 2) == 0 ? "topic-peer" : "topic-mind", in(&s, 200) - 1,
				     in(&s, 40), true, NULL);
			break;
		default: node_qr(f, r, "https://aula.example/7k4m", QR_M, 1 + in(&s, 9), NULL); break;
		}
	}
}

static void incremental_equals_full(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *step = canvas_new(W, H), *full = canvas_new(W, H);
	for (uint32_t seed = 1; seed <= 60; seed++) {
		/* neighbours share most of their picture, as screens do */
		b.m.rtl = seed % 7 == 0;
		struct frame *f = bench_frame(&b, seed % 5 == 0 ? THEME_DARK : THEME_LIGHT);
		if (seed % 3 != 0)
			home_build(f);
		random_frame(f, seed / 2);
		frame_end(f);
		struct draw_state look = {.pressed = node_key(seed % 2 == 0 ? "topic:3" : "p4"),
					  .focused = node_key(seed % 3 == 0 ? "p3" : "topic:1")};
		canvas_draw(step, &b.ui, f, &look);
		canvas_invalidate(full);
		canvas_draw(full, &b.ui, f, &look);
		if (memcmp(canvas_pixels(step), canvas_pixels(full), (size_t)W * H * 4) != 0)
			fail_msg("frame %u: incremental redraw differs from full redraw", seed);
	}
	canvas_free(step);
	canvas_free(full);
	bench_close(&b);
}

static void a_small_cache_draws_the_same(void **state)
{
	(void)state;
	struct bench b, tiny;
	bench_open(&b, W, H, false);
	bench_open(&tiny, W, H, false);
	text_free(tiny.ui.text);
	tiny.ui.text = text_new(NULL, 3000, NULL);
	struct canvas *one = canvas_new(W, H), *two = canvas_new(W, H);
	home_build(bench_frame(&b, THEME_LIGHT));
	frame_end(&b.f);
	home_build(bench_frame(&tiny, THEME_LIGHT));
	frame_end(&tiny.f);
	canvas_draw(one, &b.ui, &b.f, NULL);
	canvas_draw(two, &tiny.ui, &tiny.f, NULL);
	assert_memory_equal(canvas_pixels(one), canvas_pixels(two), (size_t)W * H * 4);
	canvas_free(one);
	canvas_free(two);
	bench_close(&b);
	bench_close(&tiny);
}

static int damage_area(const struct canvas *c)
{
	int n, sum = 0;
	const struct rect *d = canvas_damage(c, &n);
	for (int i = 0; i < n; i++)
		sum += d[i].w * d[i].h;
	return sum;
}

static void only_what_changed_is_drawn(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	home_build(bench_frame(&b, THEME_LIGHT));
	frame_end(&b.f);
	assert_int_equal(canvas_draw(c, &b.ui, &b.f, NULL), 1);
	assert_int_equal(damage_area(c), W * H);
	/* the same screen built again: nothing */
	home_build(bench_frame(&b, THEME_LIGHT));
	frame_end(&b.f);
	assert_int_equal(canvas_draw(c, &b.ui, &b.f, NULL), 0);
	/* a tile pressed: its cells */
	assert_true(canvas_draw(c, &b.ui, &b.f, &(struct draw_state){.pressed = node_key("topic:3")}) > 0);
	assert_true(damage_area(c) < (480 + 2 * CANVAS_CELL_PX) * (128 + 2 * CANVAS_CELL_PX));
	canvas_free(c);
	bench_close(&b);
}

/* One thing, in one of two variants that differ in a single property. */
static void one_thing(struct frame *f, int what, bool other)
{
	struct text_box text = {.r = RECT(100, 100, 400, 80), .s = "13.00", .px = 56, .ink = 0xFF000000u};
	struct box_style box = {.face = 0xFF336699u, .border = 0xFF000000u, .border_px = 4, .radius = 20};
	switch (what) {
	case 0: text.s = other ? "18.00" : "13.00"; break; /* tabular: the same room */
	case 1: text.ink = other ? 0xFFFF0000u : text.ink; break;
	case 2: text.strike = other; break;
	case 3: box.face = other ? 0xFF336698u : box.face; break;
	case 4: box.radius = other ? 21 : 20; break;
	case 5: box.corners = other ? CORNERS_TOP : CORNERS_ALL; break;
	case 6: box.dashed = other; break;
	default: break;
	}
	if (what <= 2)
		node_text(f, &text, NULL);
	else if (what <= 6)
		node_box(f, RECT(100, 100, 300, 200), &box);
	else if (what == 7)
		node_icon(f, RECT(100, 100, 80, 80), other ? "star" : "home", 0xFF000000u);
	else if (what == 8)
		node_picture(f, RECT(0, 100, 1080, 400), "topic-old", other ? 396 : 340, 0, false, NULL);
	else if (what == 9)
		node_picture(f, RECT(0, 100, 1080, 400), other ? "topic-old" : "topic-mind", 0, 0, false,
			     NULL);
	else
		node_qr(f, RECT(100, 100, 333, 333),
			other ? "https://aula.example/7k4m" : "https://aula.example/7k4n", QR_M, 9, NULL);
}

static void every_property_makes_damage(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H), *full = canvas_new(W, H);
	for (int what = 0; what <= 10; what++) {
		for (int other = 0; other < 2; other++) {
			one_thing(bench_frame(&b, THEME_LIGHT), what, other != 0);
			frame_end(&b.f);
			int changed = canvas_draw(c, &b.ui, &b.f, NULL);
			canvas_invalidate(full);
			canvas_draw(full, &b.ui, &b.f, NULL);
			if (changed == 0 ||
			    memcmp(canvas_pixels(c), canvas_pixels(full), (size_t)W * H * 4) != 0)
				fail_msg("property %d: the change is not seen", what);
		}
	}
	canvas_free(c);
	canvas_free(full);
	bench_close(&b);
}

static uint32_t pixel(const struct canvas *c, int x, int y)
{
	return canvas_pixels(c)[(size_t)y * (size_t)canvas_w(c) + (size_t)x];
}

static void a_pressed_part_goes_down_without_its_foot(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	const struct theme *t = f->in.theme;
	node_open_part(f, RECT(100, 100, 300, 96), PART_PLAIN, LOOK_NONE,
		       &(struct semantics){.id = "p", .action = {.verb = 1}});
	node_fill(f, RECT(200, 130, 10, 10), 0xFFFF0000u);
	node_close(f);
	frame_end(f);
	canvas_draw(c, &b.ui, f, NULL);
	assert_int_equal(pixel(c, 250, 100), t->plain);   /* border */
	assert_int_equal(pixel(c, 250, 102), t->surface); /* face */
	assert_int_equal(pixel(c, 250, 187), t->surface);
	assert_int_equal(pixel(c, 250, 188), t->plain); /* foot 8 */
	assert_int_equal(pixel(c, 205, 130), 0xFFFF0000u);
	canvas_draw(c, &b.ui, f, &(struct draw_state){.pressed = node_key("p")});
	assert_int_equal(pixel(c, 250, 105), t->page); /* 6 lower */
	assert_int_equal(pixel(c, 250, 106), t->plain);
	assert_int_equal(pixel(c, 250, 193), t->pressed);
	assert_int_equal(pixel(c, 250, 194), t->plain);
	assert_int_equal(pixel(c, 205, 130), t->pressed); /* its content too */
	assert_int_equal(pixel(c, 205, 145), 0xFFFF0000u);
	canvas_free(c);
	bench_close(&b);
}

static void focus_is_two_rings_outside(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	node_open_part(f, RECT(100, 100, 300, 96), PART_PLAIN, LOOK_NONE,
		       &(struct semantics){.id = "p", .action = {.verb = 1}});
	node_close(f);
	frame_end(f);
	canvas_draw(c, &b.ui, f, &(struct draw_state){.focused = node_key("p")});
	assert_int_equal(pixel(c, 250, 87), f->in.theme->page);
	assert_int_equal(pixel(c, 250, 88), f->in.theme->ring_outer);
	assert_int_equal(pixel(c, 250, 93), f->in.theme->ring_outer);
	assert_int_equal(pixel(c, 250, 94), f->in.theme->ring_inner);
	assert_int_equal(pixel(c, 250, 99), f->in.theme->ring_inner);
	assert_int_equal(pixel(c, 250, 100), f->in.theme->plain);
	canvas_free(c);
	bench_close(&b);
}

static void fill_screen(struct bench *b, struct canvas *c, colour ink)
{
	struct frame *f = bench_frame(b, THEME_LIGHT);
	node_fill(f, RECT(0, 0, W, H), ink);
	frame_end(f);
	canvas_draw(c, &b->ui, f, NULL);
}

static void a_fade_begins_and_ends_exactly(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	fill_screen(&b, c, 0xFF000000u);
	canvas_hold(c, MOTION_FADE, RECT(0, 0, 0, 0), 160, 1000);
	fill_screen(&b, c, 0xFFFFFFFFu);
	assert_true(canvas_step(c, 1000));
	assert_int_equal(pixel(c, 5, 5), 0xFF000000u);
	assert_true(canvas_step(c, 1080));
	uint32_t half = pixel(c, 5, 5) & 0xFF;
	assert_true(half > 128 && half < 255); /* the curve is past the middle by then */
	assert_false(canvas_step(c, 1160));
	assert_int_equal(pixel(c, 5, 5), 0xFFFFFFFFu);
	assert_int_equal(damage_area(c), W * H);
	assert_false(canvas_moving(c));
	canvas_free(c);
	bench_close(&b);
}

static void without_duration_nothing_moves(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	fill_screen(&b, c, 0xFF000000u);
	canvas_hold(c, MOTION_FADE, RECT(0, 0, 0, 0), 0, 1000);
	fill_screen(&b, c, 0xFFFFFFFFu);
	assert_false(canvas_moving(c));
	assert_int_equal(pixel(c, 5, 5), 0xFFFFFFFFu);
	canvas_free(c);
	bench_close(&b);
}

static void a_motion_broken_by_another_goes_on_from_what_is_seen(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	fill_screen(&b, c, 0xFF000000u);
	canvas_hold(c, MOTION_FADE, RECT(0, 0, 0, 0), 160, 0);
	fill_screen(&b, c, 0xFFFFFFFFu);
	canvas_step(c, 40);
	uint32_t seen = pixel(c, 5, 5);
	canvas_hold(c, MOTION_SLIDE_UP, RECT(0, 1000, W, 700), 200, 40);
	fill_screen(&b, c, 0xFFFF0000u);
	canvas_step(c, 40);
	assert_int_equal(pixel(c, 5, 5), seen);
	assert_false(canvas_step(c, 500));
	assert_int_equal(pixel(c, 5, 5), 0xFFFF0000u);
	canvas_free(c);
	bench_close(&b);
}

static void a_sheet_comes_from_below(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, W, H, false);
	struct canvas *c = canvas_new(W, H);
	fill_screen(&b, c, 0xFFFFFFFFu);
	canvas_hold(c, MOTION_SLIDE_UP, RECT(0, 1000, W, 700), 200, 0);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	node_fill(f, RECT(0, 0, W, H), 0xFFFFFFFFu);
	node_fill(f, RECT(0, 1000, W, 700), 0xFF0000FFu);
	frame_end(f);
	canvas_draw(c, &b.ui, f, NULL);
	canvas_step(c, 30);
	assert_int_not_equal(pixel(c, 5, 1005), 0xFF0000FFu);
	canvas_step(c, 100);
	assert_int_equal(pixel(c, 5, 1690), 0xFF0000FFu);
	canvas_step(c, 200);
	assert_int_equal(pixel(c, 5, 1000), 0xFF0000FFu);
	canvas_free(c);
	bench_close(&b);
}

static void the_curve_is_the_designs(void **state)
{
	(void)state;
	/* cubic-bezier(.2, 0, 0, 1) at t = 1/4 and 1/2 is 0.6072 and 0.8778, worked out with real numbers */
	assert_int_equal(motion_curve(0), 0);
	assert_int_equal(motion_curve(65536), 65536);
	assert_in_range(motion_curve(16384), 0.606 * 65536, 0.609 * 65536);
	assert_in_range(motion_curve(32768), 0.876 * 65536, 0.880 * 65536);
	int before = 0;
	for (int t = 0; t <= 65536; t += 512) {
		assert_true(motion_curve(t) >= before);
		before = motion_curve(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(incremental_equals_full),
		cmocka_unit_test(a_small_cache_draws_the_same),
		cmocka_unit_test(only_what_changed_is_drawn),
		cmocka_unit_test(every_property_makes_damage),
		cmocka_unit_test(a_pressed_part_goes_down_without_its_foot),
		cmocka_unit_test(focus_is_two_rings_outside),
		cmocka_unit_test(a_fade_begins_and_ends_exactly),
		cmocka_unit_test(without_duration_nothing_moves),
		cmocka_unit_test(a_motion_broken_by_another_goes_on_from_what_is_seen),
		cmocka_unit_test(a_sheet_comes_from_below),
		cmocka_unit_test(the_curve_is_the_designs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
