/* The frame: mirroring, hits, labels, caps. */
#include "home.h"

static const struct action act = {.verb = 1};

static void every_rectangle_is_mirrored_around_the_width(void **state)
{
	(void)state;
	struct bench ltr, rtl;
	bench_open(&ltr, 1080, 1920, false);
	bench_open(&rtl, 1080, 1920, true);
	home_build(bench_frame(&ltr, THEME_LIGHT));
	frame_end(&ltr.f);
	home_build(bench_frame(&rtl, THEME_LIGHT));
	frame_end(&rtl.f);
	assert_int_equal(ltr.f.n, rtl.f.n);
	for (int i = 0; i < ltr.f.n; i++) {
		const struct node *a = &ltr.f.nodes[i], *b = &rtl.f.nodes[i];
		assert_int_equal(b->r.x, 1080 - a->r.x - a->r.w);
		assert_int_equal(b->r.y, a->r.y);
		assert_int_equal(b->r.w, a->r.w);
		if (a->kind != NODE_TEXT)
			continue;
		/* the ink too, line by line */
		const struct text_layout *la = a->as.text.layout, *lb = b->as.text.layout;
		assert_int_equal(la->size.lines, lb->size.lines);
		for (int k = 0; k < la->size.lines; k++) {
			int left = b->as.text.ink_box.x + lb->lines[k].x;
			int mirrored = 1080 - (a->as.text.ink_box.x + la->lines[k].x) - la->lines[k].w;
			assert_in_range(left - mirrored + 1, 0, 2); /* halves of odd numbers */
		}
	}
	bench_close(&ltr);
	bench_close(&rtl);
}

static void arrows_turn_round_and_clocks_do_not(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		bool turns;
	} cases[] = {
		{"arrow_back", true}, {"chevron_right", true}, {"playlist_add", true},
		{"logout", true},     {"schedule", false},     {"call", false},
		{"volume_up", false}, {"flag", false},         {"home", false},
	};
	struct bench b;
	bench_open(&b, 1080, 1920, true);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int n = node_icon(f, RECT(0, 0, 40, 40), cases[i].name, 0xFF000000u);
		assert_int_equal(f->nodes[n].as.icon.mirrored, cases[i].turns);
	}
	frame_end(f);
	bench_close(&b);
}

static void hits_find_the_topmost_live_part(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	int below = node_open_part(f, RECT(100, 100, 200, 100), PART_PLAIN, LOOK_NONE,
				   &(struct semantics){.id = "below", .action = act});
	node_close(f);
	int dock = node_open_part(f, RECT(0, 1800, 200, 100), PART_DOCK, LOOK_NONE,
				  &(struct semantics){.id = "dock", .action = act, .over_modal = true});
	node_close(f);
	node_open_modal(f, RECT(0, 900, 1080, 800), RECT(0, 0, 1080, 1736), 0x80000000u,
			&(struct semantics){.id = "sheet"});
	int first = node_open_part(f, RECT(100, 1000, 200, 100), PART_PLAIN, LOOK_NONE,
				   &(struct semantics){.id = "first", .action = act});
	node_close(f);
	node_open_modal(f, RECT(0, 1100, 1080, 800), RECT(0, 0, 0, 0), COLOUR_NONE,
			&(struct semantics){.id = "second"});
	int top = node_open_part(f, RECT(100, 1200, 200, 100), PART_PLAIN, LOOK_NONE,
				 &(struct semantics){.id = "top", .action = act});
	node_close(f);
	node_close(f);
	int later = node_open_part(f, RECT(500, 1000, 200, 100), PART_PLAIN, LOOK_NONE,
				   &(struct semantics){.id = "later", .action = act});
	node_close(f);
	node_close(f);
	frame_end(f);
	assert_int_equal(frame_hit(f, 150, 1250), top);
	assert_int_equal(frame_hit(f, 150, 150), -1); /* under the sheets */
	assert_int_equal(frame_hit(f, 150, 1050), -1);
	assert_int_equal(frame_hit(f, 550, 1050), -1); /* of the first sheet, added after the second */
	assert_int_equal(frame_hit(f, 50, 1850), dock);
	assert_int_equal(f->nodes[below].modal, 0);
	assert_int_equal(f->nodes[first].modal, 1);
	assert_int_equal(f->nodes[later].modal, 1);
	bench_close(&b);
}

static void labels_come_from_the_text_inside(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	int card = node_open_part(f, RECT(0, 0, 900, 200), PART_PLAIN, LOOK_NONE,
				  &(struct semantics){.id = "card", .action = act});
	node_text(f, &(struct text_box){.r = RECT(0, 0, 400, 50), .s = "Kahvi\u00ADhetki", .px = 36}, NULL);
	node_text(f, &(struct text_box){.r = RECT(0, 50, 400, 50), .s = "Tässä talossa.", .px = 36}, NULL);
	node_text(f, &(struct text_box){.r = RECT(0, 100, 400, 50), .s = "klo 13.00", .px = 36}, NULL);
	node_text(f, &(struct text_box){.r = RECT(0, 150, 400, 50), .s = "oma", .px = 36},
		  &(struct semantics){.id = "own", .stop = true});
	node_close(f);
	frame_end(f);
	assert_string_equal(node_label(f, card), "Kahvihetki. Tässä talossa. klo 13.00");
	bench_close(&b);
}

static void what_acts_always_has_a_key(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	int i = node_open_part(f, RECT(0, 0, 90, 90), PART_PLAIN, LOOK_NONE,
			       &(struct semantics){.action = act});
	node_close(f);
	frame_end(f);
	assert_int_not_equal(f->nodes[i].key, 0);
	assert_int_equal(frame_find(f, f->nodes[i].key), i);
	bench_close(&b);
}

static void too_many_nodes_are_dropped_and_counted(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	for (int i = 0; i < FRAME_MAX_NODES; i++)
		node_fill(f, RECT(0, 0, 5, 5), 0xFF000000u);
	for (int i = 0; i < 10; i++) {
		node_open_part(f, RECT(0, 0, 90, 90), PART_PLAIN, LOOK_NONE,
			       &(struct semantics){.action = act});
		node_open_group(f, RECT(0, 0, 90, 90), NULL);
		node_text(f, &(struct text_box){.r = RECT(0, 0, 90, 90), .s = "x", .px = 30}, NULL);
		node_close(f);
		node_close(f);
	}
	frame_end(f);
	assert_int_equal(f->n, FRAME_MAX_NODES);
	assert_int_equal(f->dropped, 30);
	bench_close(&b);
}

static void faces_leave_room_for_the_foot(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, false);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	int high = node_open_part(f, RECT(0, 0, 300, 96), PART_PLAIN, LOOK_NONE, NULL);
	node_close(f);
	int low = node_open_part(f, RECT(0, 0, 300, 84), PART_PLAIN, LOOK_NONE, NULL);
	node_close(f);
	int chosen = node_open_part(f, RECT(0, 0, 300, 96), PART_PLAIN, LOOK_NONE,
				    &(struct semantics){.selected = true});
	node_close(f);
	assert_int_equal(node_part_face(f, high).h, 96 - 2 - 8);
	assert_int_equal(node_part_face(f, low).h, 84 - 2 - 6);
	assert_int_equal(node_part_face(f, chosen).h, 96 - 2 - 2);
	assert_int_equal(node_part_ink(f, chosen).ink, f->in.theme->on_primary);
	frame_end(f);
	bench_close(&b);
}

static void text_returns_where_its_lines_stand(void **state)
{
	(void)state;
	struct bench b;
	bench_open(&b, 1080, 1920, true); /* coordinates stay those of a left-to-right layout */
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	struct rect r = node_text(f,
				  &(struct text_box){.r = RECT(100, 100, 500, 100),
						     .s = "sana",
						     .px = 40,
						     .line_pct = 125,
						     .valign = VALIGN_BOTTOM},
				  NULL);
	assert_int_equal(r.x, 100);
	assert_int_equal(r.y, 150);
	assert_int_equal(r.h, 50);
	r = node_text(
		f, &(struct text_box){.r = RECT(100, 100, 500, 0), .s = "sana", .px = 40, .align = TEXT_END},
		NULL);
	assert_int_equal(r.x + r.w, 600);
	frame_end(f);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rectangle_is_mirrored_around_the_width),
		cmocka_unit_test(arrows_turn_round_and_clocks_do_not),
		cmocka_unit_test(hits_find_the_topmost_live_part),
		cmocka_unit_test(labels_come_from_the_text_inside),
		cmocka_unit_test(what_acts_always_has_a_key),
		cmocka_unit_test(too_many_nodes_are_dropped_and_counted),
		cmocka_unit_test(faces_leave_room_for_the_foot),
		cmocka_unit_test(text_returns_where_its_lines_stand),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
