#include "bench.h"

#include "ui/gesture.h"

static const struct gesture_config usual = {.drift_px = 27, .same_target_ms = 500, .screen_change_ms = 300};

static struct gesture_touch touch(enum gesture_phase phase, int64_t contact, int x, int y, int64_t at,
				  uint64_t target)
{
	return (struct gesture_touch){
		.phase = phase, .contact = contact, .x = x, .y = y, .at_ms = at, .target = target};
}

/* A whole tap; what it fired. */
static uint64_t tap(struct gesture *g, int64_t at, uint64_t target)
{
	struct gesture_touch down = touch(GESTURE_DOWN, 1, 100, 100, at, target);
	struct gesture_touch up = touch(GESTURE_UP, 1, 100, 100, at + 60, target);
	gesture_feed(g, &down);
	return gesture_feed(g, &up).fired;
}

static void a_tap_fires_at_lift_and_shows_at_once(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch down = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	struct gesture_result r = gesture_feed(&g, &down);
	assert_true(r.press_changed && r.touched);
	assert_int_equal(r.fired, 0);
	assert_int_equal(gesture_pressed(&g), 7);
	struct gesture_touch up = touch(GESTURE_UP, 1, 100, 100, 1050, 7);
	r = gesture_feed(&g, &up);
	assert_int_equal(r.fired, 7);
	assert_true(r.press_changed);
	assert_int_equal(gesture_pressed(&g), 0);
}

static void a_very_long_press_is_a_tap_too(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch down = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	struct gesture_touch up = touch(GESTURE_UP, 1, 100, 100, 61000, 7);
	gesture_feed(&g, &down);
	assert_int_equal(gesture_feed(&g, &up).fired, 7);
}

static void drift_up_to_the_limit_is_allowed(void **state)
{
	(void)state;
	static const struct {
		int dx, dy;
		uint64_t fires;
	} cases[] = {{27, 0, 7}, {28, 0, 0}, {0, -27, 7}, {20, 20, 0}, {19, 19, 7}};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct gesture g;
		gesture_init(&g, &usual);
		struct gesture_touch down = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
		struct gesture_touch up = touch(GESTURE_UP, 1, 100 + cases[i].dx, 100 + cases[i].dy, 1100, 7);
		gesture_feed(&g, &down);
		assert_int_equal(gesture_feed(&g, &up).fired, cases[i].fires);
	}
}

static void coming_back_shows_it_pressed_again(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	gesture_feed(&g, &t);
	t = touch(GESTURE_MOVE, 1, 160, 100, 1010, 8);
	assert_true(gesture_feed(&g, &t).press_changed);
	assert_int_equal(gesture_pressed(&g), 0);
	t = touch(GESTURE_MOVE, 1, 110, 100, 1020, 7);
	gesture_feed(&g, &t);
	assert_int_equal(gesture_pressed(&g), 7);
}

static void lifting_over_another_target_fires_nothing(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	gesture_feed(&g, &t);
	t = touch(GESTURE_UP, 1, 110, 100, 1010, 8);
	assert_int_equal(gesture_feed(&g, &t).fired, 0);
}

static void the_first_contact_wins(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch palm = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	struct gesture_touch other = touch(GESTURE_DOWN, 2, 400, 400, 1010, 9);
	struct gesture_touch other_up = touch(GESTURE_UP, 2, 400, 400, 1020, 9);
	struct gesture_touch palm_up = touch(GESTURE_UP, 1, 100, 100, 1030, 7);
	gesture_feed(&g, &palm);
	gesture_feed(&g, &other);
	assert_int_equal(gesture_pressed(&g), 7);
	assert_int_equal(gesture_feed(&g, &other_up).fired, 0);
	assert_int_equal(gesture_feed(&g, &palm_up).fired, 7);
}

static void the_same_target_is_locked_for_half_a_second(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	assert_int_equal(tap(&g, 1000, 7), 7); /* lifts at 1060 */
	assert_int_equal(tap(&g, 1400, 7), 0);
	assert_int_equal(tap(&g, 1559, 7), 0);
	assert_int_equal(tap(&g, 1560, 7), 7);
	/* another target is not locked */
	assert_int_equal(tap(&g, 1700, 8), 8);
}

static void the_lock_is_adjustable(void **state)
{
	(void)state;
	struct gesture g;
	struct gesture_config slow = usual;
	slow.same_target_ms = 2000;
	gesture_init(&g, &slow);
	assert_int_equal(tap(&g, 1000, 7), 7);
	assert_int_equal(tap(&g, 2500, 7), 0);
	assert_int_equal(tap(&g, 3060, 7), 7);
}

static void a_new_screen_is_locked_and_forgets_the_contact(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	gesture_feed(&g, &t);
	gesture_screen_changed(&g, 1010);
	assert_int_equal(gesture_pressed(&g), 0);
	t = touch(GESTURE_UP, 1, 100, 100, 1020, 7);
	assert_int_equal(gesture_feed(&g, &t).fired, 0);
	assert_int_equal(tap(&g, 1309, 9), 0);
	assert_int_equal(tap(&g, 1310, 9), 9);
}

static void a_locked_touch_still_counts_as_a_person(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	gesture_screen_changed(&g, 1000);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1010, 7);
	struct gesture_result r = gesture_feed(&g, &t);
	assert_true(r.touched);
	assert_false(r.press_changed);
}

static void a_cancelled_contact_fires_nothing(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	gesture_feed(&g, &t);
	t = touch(GESTURE_CANCEL, 1, 100, 100, 1010, 7);
	assert_int_equal(gesture_feed(&g, &t).fired, 0);
	assert_int_equal(tap(&g, 1020, 7), 7);
}

static void sliding_over_keys_changes_the_key(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	t.slides = true;
	gesture_feed(&g, &t);
	t = touch(GESTURE_MOVE, 1, 195, 100, 1050, 8);
	t.slides = true;
	assert_true(gesture_feed(&g, &t).press_changed);
	assert_int_equal(gesture_pressed(&g), 8);
	t = touch(GESTURE_UP, 1, 198, 100, 1080, 8);
	t.slides = true;
	assert_int_equal(gesture_feed(&g, &t).fired, 8);
}

static void sliding_from_a_button_onto_a_key_does_nothing(void **state)
{
	(void)state;
	struct gesture g;
	gesture_init(&g, &usual);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 100, 100, 1000, 7);
	gesture_feed(&g, &t);
	t = touch(GESTURE_UP, 1, 110, 100, 1050, 8);
	t.slides = true;
	assert_int_equal(gesture_feed(&g, &t).fired, 0);
}

static void targets_come_from_the_frame(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	const struct action act = {.verb = 1};
	node_open_part(f, RECT(0, 0, 100, 100), PART_PLAIN, LOOK_NONE,
		       &(struct semantics){.id = "a", .action = act});
	node_close(f);
	node_open_part(f, RECT(100, 0, 100, 100), PART_PLAIN, LOOK_NONE,
		       &(struct semantics){.id = "b", .action = act, .disabled = true});
	node_close(f);
	node_open_part(f, RECT(200, 0, 100, 100), PART_KEY, LOOK_NONE,
		       &(struct semantics){.id = "c", .role = ROLE_KEY, .action = act});
	node_close(f);
	frame_end(f);
	struct gesture_touch t = touch(GESTURE_DOWN, 1, 50, 50, 0, 0);
	gesture_target(f, &t);
	assert_int_equal(t.target, node_key("a"));
	t.x = 150;
	gesture_target(f, &t);
	assert_int_equal(t.target, 0);
	t.x = 250;
	gesture_target(f, &t);
	assert_true(t.slides);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tap_fires_at_lift_and_shows_at_once),
		cmocka_unit_test(a_very_long_press_is_a_tap_too),
		cmocka_unit_test(drift_up_to_the_limit_is_allowed),
		cmocka_unit_test(coming_back_shows_it_pressed_again),
		cmocka_unit_test(lifting_over_another_target_fires_nothing),
		cmocka_unit_test(the_first_contact_wins),
		cmocka_unit_test(the_same_target_is_locked_for_half_a_second),
		cmocka_unit_test(the_lock_is_adjustable),
		cmocka_unit_test(a_new_screen_is_locked_and_forgets_the_contact),
		cmocka_unit_test(a_locked_touch_still_counts_as_a_person),
		cmocka_unit_test(a_cancelled_contact_fires_nothing),
		cmocka_unit_test(sliding_over_keys_changes_the_key),
		cmocka_unit_test(sliding_from_a_button_onto_a_key_does_nothing),
		cmocka_unit_test(targets_come_from_the_frame),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
