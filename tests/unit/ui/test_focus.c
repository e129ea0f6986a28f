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

struct walk {
	struct bench b;
	struct focus k;
};

static int open_walk(void **state)
{
	struct walk *w = calloc(1, sizeof *w);
	assert_non_null(w);
	bench_open(&w->b, 1080, 1920, false);
	focus_init(&w->k);
	*state = w;
	return 0;
}

static int close_walk(void **state)
{
	struct walk *w = *state;
	bench_close(&w->b);
	free(w);
	return 0;
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
	struct walk *w = *state;
	struct frame *f = screen(&w->b, true, false);
	int order[16];
	size_t n = frame_focus_order(f, order, 16);
	static const char *const want[] = {"title", "one", "two", "three", "shortcut", "dock"};
	assert_int_equal(n, 6);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(f->nodes[order[i]].sem->id, want[i]);
}

static void keys_walk_round_without_a_trap(void **state)
{
	struct walk *w = *state;
	struct frame *f = screen(&w->b, true, false);
	focus_sync(&w->k, f, NULL, true);
	assert_int_equal(w->k.key, node_key("one")); /* first that acts in the table */
	assert_int_equal(focus_ring(&w->k), 0);
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_DOWN), FOCUS_MOVED); /* only shows it */
	assert_int_equal(focus_ring(&w->k), node_key("one"));
	static const char *const down[] = {"two", "three", "shortcut", "dock", "title", "one"};
	for (int i = 0; i < 6; i++) {
		assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_DOWN), FOCUS_MOVED);
		assert_int_equal(w->k.key, node_key(down[i]));
	}
	focus_feed(&w->k, f, FOCUS_KEY_UP);
	focus_feed(&w->k, f, FOCUS_KEY_UP);
	assert_int_equal(w->k.key, node_key("dock"));
}

static void select_acts_refuses_or_repeats(void **state)
{
	struct walk *w = *state;
	struct frame *f = screen(&w->b, true, false);
	focus_sync(&w->k, f, NULL, true);
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_SELECT), FOCUS_MOVED); /* nothing unseen is acted on */
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_SELECT), FOCUS_ACT);
	focus_feed(&w->k, f, FOCUS_KEY_DOWN);
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_SELECT), FOCUS_REFUSED);
	focus_feed(&w->k, f, FOCUS_KEY_UP);
	focus_feed(&w->k, f, FOCUS_KEY_UP);
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_SELECT), FOCUS_REPEAT); /* a heading */
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_BACK), FOCUS_GO_BACK);
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_HELP), FOCUS_REPEAT);
}

static void focus_stays_by_id_when_the_frame_changes(void **state)
{
	struct walk *w = *state;
	focus_sync(&w->k, screen(&w->b, true, false), "three", true);
	assert_int_equal(w->k.key, node_key("three"));
	focus_sync(&w->k, screen(&w->b, false, false), NULL, false);
	assert_int_equal(w->k.key, node_key("three"));
	/* what disappears leaves the focus to the one in its place */
	focus_sync(&w->k, screen(&w->b, true, false), "two", true);
	focus_sync(&w->k, screen(&w->b, false, false), NULL, false);
	assert_int_equal(w->k.key, node_key("three"));
}

static void a_dialog_takes_the_focus_and_gives_it_back(void **state)
{
	struct walk *w = *state;
	focus_sync(&w->k, screen(&w->b, true, false), "three", true);
	struct frame *f = screen(&w->b, true, true);
	focus_sync(&w->k, f, NULL, false);
	assert_int_equal(w->k.key, node_key("ok"));
	focus_feed(&w->k, f, FOCUS_KEY_DOWN);
	static const char *const round[] = {"no", "dock",
					    "ok"}; /* the dock stays live, what lies below does not */
	for (int i = 0; i < 3; i++) {
		focus_feed(&w->k, f, FOCUS_KEY_DOWN);
		assert_int_equal(w->k.key, node_key(round[i]));
	}
	focus_sync(&w->k, screen(&w->b, true, false), NULL, false);
	assert_int_equal(w->k.key, node_key("three"));
}

static void touch_hides_the_ring_and_moves_the_focus(void **state)
{
	struct walk *w = *state;
	struct frame *f = screen(&w->b, true, false);
	focus_sync(&w->k, f, NULL, true);
	focus_feed(&w->k, f, FOCUS_KEY_DOWN);
	focus_touched(&w->k, f, node_key("three"));
	assert_int_equal(focus_ring(&w->k), 0);
	assert_int_equal(w->k.key, node_key("three"));
}

static void a_screen_without_stops_does_nothing(void **state)
{
	struct walk *w = *state;
	struct frame *f = bench_frame(&w->b, THEME_LIGHT);
	frame_end(f);
	focus_sync(&w->k, f, NULL, true);
	assert_int_equal(focus_feed(&w->k, f, FOCUS_KEY_DOWN), FOCUS_NOTHING);
	assert_int_equal(focus_ring(&w->k), 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_walk, close_walk)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(order_is_heading_table_sign_dock),
		CASE(keys_walk_round_without_a_trap),
		CASE(select_acts_refuses_or_repeats),
		CASE(focus_stays_by_id_when_the_frame_changes),
		CASE(a_dialog_takes_the_focus_and_gives_it_back),
		CASE(touch_hides_the_ring_and_moves_the_focus),
		CASE(a_screen_without_stops_does_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
