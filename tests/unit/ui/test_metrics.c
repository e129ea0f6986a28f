#include "bench.h"

static struct metrics made(int w, int h, double px_per_mm, double distance, int rotation, enum text_step step)
{
	struct metrics m;
	metrics_init(&m, &(struct metrics_in){.panel_w = w,
					      .panel_h = h,
					      .px_per_mm = px_per_mm,
					      .distance_mm = distance,
					      .rotation = rotation,
					      .step = step});
	return m;
}

/* The table of ACCESS.md: smallest text and 22 mm of five panels. */
static void the_millimetre_rule_gives_the_published_sizes(void **state)
{
	(void)state;
	static const struct {
		int w, h;
		double px_per_mm, distance;
		int min_em, mm22;
	} panels[] = {
		{1080, 1920, 2.71, 600, 28, 60}, {1920, 1080, 3.64, 600, 37, 80},
		{1080, 1920, 4.03, 600, 41, 89}, {1080, 1920, 5.56, 500, 48, 122},
		{800, 480, 5.25, 400, 36, 116},
	};
	for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++) {
		struct metrics m = made(panels[i].w, panels[i].h, panels[i].px_per_mm, panels[i].distance, 0,
					TEXT_STEP_NORMAL);
		assert_int_equal(m.min_em, panels[i].min_em);
		assert_int_equal(metrics_mm(&m, 22), panels[i].mm22);
		assert_true(metrics_em(&m, 10) == m.min_em);
	}
}

static void the_three_designs_are_one_to_one(void **state)
{
	(void)state;
	static const struct {
		int w, h;
		double px_per_mm;
		enum screen_class cls;
		int text, is;
	} cases[] = {
		{1080, 1920, 2.71, SCREEN_PORTRAIT, 36, 36}, {1920, 1080, 3.64, SCREEN_LANDSCAPE, 42, 42},
		{800, 480, 5.25, SCREEN_SMALL, 38, 38},      {1080, 1920, 0, SCREEN_PORTRAIT, 36, 36},
		{1920, 1080, 0, SCREEN_LANDSCAPE, 42, 42},   {800, 480, 0, SCREEN_SMALL, 38, 38},
		{2160, 3840, 5.42, SCREEN_PORTRAIT, 36, 72},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct metrics m = made(cases[i].w, cases[i].h, cases[i].px_per_mm, 0, 0, TEXT_STEP_NORMAL);
		assert_int_equal(m.cls, cases[i].cls);
		assert_int_equal(metrics_em(&m, cases[i].text), cases[i].is);
		assert_false(m.large);
	}
}

static void a_denser_panel_reflows_as_for_large_text(void **state)
{
	(void)state;
	struct metrics m = made(1080, 1920, 3.64, 600, 0, TEXT_STEP_NORMAL);
	assert_true(m.large);
	assert_int_equal(metrics_px(&m, 48), 48);
	assert_in_range(metrics_em(&m, 36), 44, 49);
}

static void the_visitors_steps_multiply_text_only(void **state)
{
	(void)state;
	struct metrics m = made(1080, 1920, 2.71, 600, 0, TEXT_STEP_LARGE);
	assert_int_equal(metrics_em(&m, 36), 45);
	assert_true(m.large);
	m = made(1080, 1920, 2.71, 600, 0, TEXT_STEP_LARGEST);
	assert_int_equal(metrics_em(&m, 36), 54);
	assert_int_equal(metrics_px(&m, 480), 480);
}

static void rotation_turns_picture_and_touch_alike(void **state)
{
	(void)state;
	for (int rotation = 0; rotation < 360; rotation += 90) {
		struct metrics m = made(1920, 1080, 2.71, 600, rotation, TEXT_STEP_NORMAL);
		bool turned = rotation % 180 != 0;
		assert_int_equal(m.w, turned ? 1080 : 1920);
		assert_int_equal(m.cls, turned ? SCREEN_PORTRAIT : SCREEN_LANDSCAPE);
		for (int i = 0; i < 50; i++) {
			int x = i * 37 % m.w, y = i * 91 % m.h, back_x, back_y;
			struct rect p = metrics_to_panel(&m, RECT(x, y, 1, 1));
			assert_true(rect_within(p, RECT(0, 0, 1920, 1080)));
			metrics_to_logical(&m, p.x, p.y, &back_x, &back_y);
			assert_int_equal(back_x, x);
			assert_int_equal(back_y, y);
		}
	}
	/* turned clockwise: the picture's upper left corner is the panel's upper right */
	struct metrics m = made(1920, 1080, 2.71, 600, 90, TEXT_STEP_NORMAL);
	struct rect p = metrics_to_panel(&m, RECT(0, 0, 10, 20));
	assert_int_equal(p.x, 1900);
	assert_int_equal(p.y, 0);
	assert_int_equal(p.w, 20);
	assert_int_equal(p.h, 10);
}

static void low_reach_is_for_portrait(void **state)
{
	(void)state;
	struct metrics m;
	metrics_init(&m, &(struct metrics_in){.panel_w = 1080, .panel_h = 1920, .low_reach = true});
	assert_true(m.low_reach);
	metrics_init(&m, &(struct metrics_in){.panel_w = 1920, .panel_h = 1080, .low_reach = true});
	assert_false(m.low_reach);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_millimetre_rule_gives_the_published_sizes),
		cmocka_unit_test(the_three_designs_are_one_to_one),
		cmocka_unit_test(a_denser_panel_reflows_as_for_large_text),
		cmocka_unit_test(the_visitors_steps_multiply_text_only),
		cmocka_unit_test(rotation_turns_picture_and_touch_alike),
		cmocka_unit_test(low_reach_is_for_portrait),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
