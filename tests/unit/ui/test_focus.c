#include "bench.h"

#include "ui/focus.h"

static const struct action act = {.verb = 1};

static void part(struct frame *f, const char *id, int y, int group, bool disabled)
{
	node_open_part(f, RECT(0, y, 200, 60), PART_PLAIN, LOOK_NONE,
		       &(struct semantics){
			       .id = id, .label = id, .action = act, .focus = group, .disabled = disabled});
	node_close(f);
}

/* Heading, sign shortcut drawn first, three of the table, dock. */
static struct frame *screen(struct bench *b, bool with_second, bool dialog)
{
	struct frame *f = bench_frame(b, THEME_LIGHT);
	part(f, "shortcut", 100, FOCUS_SIGN, false);
	node_text(f, &(struct text_box){.r = RECT(0, 0, 400, 60), .s = "Otsikko", .px = 40},
		  &(struct semantics){
			  .id = "title", .role = ROLE_HEADING, .stop = true, .focus = FOCUS_HEADING});
	part(f, "one", 200, FOCUS_TABLE, false);
	if (with_second)
		part(f, "two", 300, FOCUS_TABLE, true);
	part(f, "three", 400, FOCUS_TABLE, false);
	part(f, "skipped", 500, FOCUS_SKIP, false);
	node_open_part(f, RECT(0, 1800, 200, 100), PART_DOCK, LOOK_NONE,
		       &(struct semantics){.id = "dock",
					   .label = "dock",
					   .action = act,
					   .focus = FOCUS_DOCK,
					   .over_modal = true});
	node_close(f);
	if (dialog) {
		node_open_modal(f, RECT(0, 1000, 1080, 700), RECT(0, 0, 1080, 1736), f->in.theme->dim_sheet,
				&(struct semantics){.id = "sheet", .role = ROLE_DIALOG});
		part(f, "ok", 1100, FOCUS_TABLE, false);
		part(f, "no", 1200, FOCUS_TABLE, false);
		node_close(f);
	}
	frame_end(f);
	return f;
}

static void order_is_heading_table_sign_dock(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = screen(&b, true, false);
	int order[16];
	size_t n = frame_focus_order(f, order, 16);
	static const char *const want[] = {"title", "one", "two", "three", "shortcut", "dock"};
	assert_int_equal(n, 6);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(f->nodes[order[i]].sem->id, want[i]);
	bench_close(&b);
}

static void keys_walk_round_without_a_trap(void **state)
{
	(void)state;
	struct bench b;
	struct focus k;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = screen(&b, true, false);
	focus_init(&k);
	focus_sync(&k, f, NULL, true);
	assert_int_equal(k.key, node_key("one")); /* first that acts in the table */
	assert_int_equal(focus_ring(&k), 0);
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_DOWN), FOCUS_MOVED); /* only shows it */
	assert_int_equal(focus_ring(&k), node_key("one"));
	static const char *const down[] = {"two", "three", "shortcut", "dock", "title", "one"};
	for (int i = 0; i < 6; i++) {
		assert_int_equal(focus_feed(&k, f, FOCUS_KEY_DOWN), FOCUS_MOVED);
		assert_int_equal(k.key, node_key(down[i]));
	}
	focus_feed(&k, f, FOCUS_KEY_UP);
	focus_feed(&k, f, FOCUS_KEY_UP);
	assert_int_equal(k.key, node_key("dock"));
	bench_close(&b);
}

static void select_acts_refuses_or_repeats(void **state)
{
	(void)state;
	struct bench b;
	struct focus k;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = screen(&b, true, false);
	focus_init(&k);
	focus_sync(&k, f, NULL, true);
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_SELECT), FOCUS_MOVED); /* nothing unseen is acted on */
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_SELECT), FOCUS_ACT);
	focus_feed(&k, f, FOCUS_KEY_DOWN);
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_SELECT), FOCUS_REFUSED);
	focus_feed(&k, f, FOCUS_KEY_UP);
	focus_feed(&k, f, FOCUS_KEY_UP);
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_SELECT), FOCUS_REPEAT); /* a heading */
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_BACK), FOCUS_GO_BACK);
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_HELP), FOCUS_REPEAT);
	bench_close(&b);
}

static void focus_stays_by_id_when_the_frame_changes(void **state)
{
	(void)state;
	struct bench b;
	struct focus k;
	bench_open(&b, 1080, 1920, false);
	focus_init(&k);
	focus_sync(&k, screen(&b, true, false), "three", true);
	assert_int_equal(k.key, node_key("three"));
	focus_sync(&k, screen(&b, false, false), NULL, false);
	assert_int_equal(k.key, node_key("three"));
	/* what disappears leaves the focus to the one in its place */
	focus_sync(&k, screen(&b, true, false), "two", true);
	focus_sync(&k, screen(&b, false, false), NULL, false);
	assert_int_equal(k.key, node_key("three"));
	bench_close(&b);
}

static void a_dialog_takes_the_focus_and_gives_it_back(void **state)
{
	(void)state;
	struct bench b;
	struct focus k;
	bench_open(&b, 1080, 1920, false);
	focus_init(&k);
	focus_sync(&k, screen(&b, true, false), "three", true);
	struct frame *f = screen(&b, true, true);
	focus_sync(&k, f, NULL, false);
	assert_int_equal(k.key, node_key("ok"));
	focus_feed(&k, f, FOCUS_KEY_DOWN);
	static const char *const round[] = {"no", "dock",
					    "ok"}; /* the dock stays live, what lies below does not */
	for (int i = 0; i < 3; i++) {
		focus_feed(&k, f, FOCUS_KEY_DOWN);
		assert_int_equal(k.key, node_key(round[i]));
	}
	focus_sync(&k, screen(&b, true, false), NULL, false);
	assert_int_equal(k.key, node_key("three"));
	bench_close(&b);
}

static void touch_hides_the_ring_and_moves_the_focus(void **state)
{
	(void)state;
	struct bench b;
	struct focus k;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = screen(&b, true, false);
	focus_init(&k);
	focus_sync(&k, f, NULL, true);
	focus_feed(&k, f, FOCUS_KEY_DOWN);
	focus_touched(&k, f, node_key("three"));
	assert_int_equal(focus_ring(&k), 0);
	assert_int_equal(k.key, node_key("three"));
	bench_close(&b);
}

static void a_screen_without_stops_does_nothing(void **state)
{
	(void)state;
	struct bench b;
	struct focus k;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	frame_end(f);
	focus_init(&k);
	focus_sync(&k, f, NULL, true);
	assert_int_equal(focus_feed(&k, f, FOCUS_KEY_DOWN), FOCUS_NOTHING);
	assert_int_equal(focus_ring(&k), 0);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_is_heading_table_sign_dock),
		cmocka_unit_test(keys_walk_round_without_a_trap),
		cmocka_unit_test(select_acts_refuses_or_repeats),
		cmocka_unit_test(focus_stays_by_id_when_the_frame_changes),
		cmocka_unit_test(a_dialog_takes_the_focus_and_gives_it_back),
		cmocka_unit_test(touch_hides_the_ring_and_moves_the_focus),
		cmocka_unit_test(a_screen_without_stops_does_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
