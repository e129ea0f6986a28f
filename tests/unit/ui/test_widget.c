/* The widgets keep their words whole in every text size, and their semantics. */
#include "bench.h"

#include "ui/semantic.h"
#include "ui/widget.h"
#include "ui/widget_fit.h"

static const struct action act = {.verb = 1};

static void open_step(struct bench *b, enum text_step step)
{
	bench_open(b, 1080, 1920, false);
	metrics_init(&b->m, &(struct metrics_in){.panel_w = 1080, .panel_h = 1920, .step = step});
}

static void long_labels_stay_whole(void **state)
{
	(void)state;
	static const char *const labels[] = {
		"Tulosta lappu",      "Skriv ut en lapp", "Напечатать листок",
		"Надрукувати аркуш",  "Prindi leht",      "اطبع ورقة",
		"Čálit lihpu olggos", "Daabac warqad",    "Lisää omalle listalle"};
	for (int step = 0; step < TEXT_STEP_COUNT; step++) {
		struct bench b;
		struct finding out[SEMANTIC_MAX_FINDINGS];
		open_step(&b, (enum text_step)step);
		for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
			struct frame *f = bench_frame(&b, THEME_LIGHT);
			widget_button(f,
				      &(struct widget_button){.r = RECT(48, 1437, 480, 128),
							      .kind = PART_PRIMARY,
							      .icon = "print",
							      .label = labels[i]},
				      &(struct semantics){.id = "print", .action = act});
			widget_button(f,
				      &(struct widget_button){.r = RECT(552, 1437, 317, 88),
							      .kind = PART_NEUTRAL,
							      .label = labels[i]},
				      &(struct semantics){.id = "choice",
							  .role = ROLE_CHOICE,
							  .selected = true,
							  .action = act});
			frame_end(f);
			int n = semantic_check(f, &b.arena, out, SEMANTIC_MAX_FINDINGS);
			if (n > 0)
				fail_msg("step %d \"%s\": %s: %s", step, labels[i], out[0].check,
					 out[0].text);
		}
		bench_close(&b);
	}
}

static void fitting_goes_down_step_by_step(void **state)
{
	(void)state;
	struct bench b;
	open_step(&b, TEXT_STEP_NORMAL);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	struct widget_text t = {"Vapaaehtoiseksi", 56, true, 118, 1};
	int before = 57;
	for (int w = 600; w >= 200; w -= 20) {
		struct widget_fitted fit = widget_fit(f, &t, w, 80);
		assert_true(fit.px <= before);
		assert_true(fit.px >= b.m.min_em);
		assert_true(before - fit.px <= 9); /* no leap to the smallest */
		assert_true(fit.truncated || fit.w <= w);
		before = fit.px;
	}
	assert_int_equal(before, b.m.min_em);
	bench_close(&b);
}

static void dock_labels_part_at_their_soft_hyphen(void **state)
{
	(void)state;
	struct bench b;
	open_step(&b, TEXT_STEP_LARGEST);
	assert_int_equal(widget_dock_rect(&b.m).h, 216);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	struct widget_dock_cell cells[5];
	for (int i = 0; i < 5; i++)
		cells[i] = (struct widget_dock_cell){.id = "dock:access",
						     .icon = "accessibility_new",
						     .label = "Helppo\u00ADkäyttö",
						     .action = act};
	widget_dock(f, widget_dock_rect(&b.m), cells, 5);
	frame_end(f);
	int seen = 0;
	for (int i = 0; i < f->n; i++) {
		if (f->nodes[i].kind != NODE_TEXT)
			continue;
		assert_int_equal(f->nodes[i].as.text.layout->size.lines, 2);
		assert_in_range(f->nodes[i].as.text.layout->px, 39, 45);
		seen++;
	}
	assert_int_equal(seen, 5);
	bench_close(&b);
}

static void dock_cells_are_live_focusable_and_named(void **state)
{
	(void)state;
	struct bench b;
	open_step(&b, TEXT_STEP_NORMAL);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	widget_dock(
		f, widget_dock_rect(&b.m),
		&(struct widget_dock_cell){
			.id = "dock:home", .icon = "home", .label = "Alkuun", .open = true, .action = act},
		1);
	node_open_modal(f, RECT(0, 900, 1080, 836), RECT(0, 0, 1080, 1736), f->in.theme->dim_sheet, NULL);
	node_close(f);
	frame_end(f);
	int i = frame_find_id(f, "dock:home");
	assert_true(i >= 0 && frame_live(f, i));
	assert_string_equal(node_label(f, i), "Alkuun");
	assert_true(f->nodes[i].sem->selected && f->nodes[i].sem->ring_inside);
	assert_int_equal(f->nodes[i].sem->focus, FOCUS_DOCK);
	bench_close(&b);
}

static void a_second_title_line_makes_the_card_higher(void **state)
{
	(void)state;
	struct bench b;
	open_step(&b, TEXT_STEP_NORMAL);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	struct widget_card c = {.r = RECT(48, 868, 984, 0),
				.look = LOOK_PEER,
				.top = "tänään",
				.clock = "13.00",
				.title = "Kahvihetki",
				.meta = "Tässä talossa",
				.meta_icon = "location_on"};
	assert_int_equal(widget_card_height(f, &c), 116);
	c.title = "Läheisensä menettäneiden aikuisten keskusteluryhmä ja tuki";
	int h = widget_card_height(f, &c);
	assert_in_range(h, 140, 164);
	c.r.h = h;
	widget_card(f, &c, &(struct semantics){.id = "card", .action = act});
	frame_end(f);
	struct finding out[8];
	int n = semantic_check(f, &b.arena, out, 8);
	if (n > 0)
		fail_msg("%s: %s", out[0].check, out[0].text);
	int i = frame_find_id(f, "card");
	assert_int_equal(f->nodes[i].sem->role, ROLE_ITEM);
	assert_string_equal(
		node_label(f, i),
		"tänään. 13.00. Läheisensä menettäneiden aikuisten keskusteluryhmä ja tuki. Tässä talossa");
	bench_close(&b);
}

static void a_button_says_its_note_even_when_there_is_no_room(void **state)
{
	(void)state;
	struct bench b;
	open_step(&b, TEXT_STEP_NORMAL);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	int i = widget_button(f,
			      &(struct widget_button){.r = RECT(0, 0, 300, 96),
						      .kind = PART_PLAIN,
						      .icon = "search",
						      .label = "Hae sanalla",
						      .note = "esimerkiksi uni"},
			      &(struct semantics){.id = "search", .action = act});
	frame_end(f);
	assert_string_equal(node_label(f, i), "Hae sanalla. esimerkiksi uni");
	for (int k = 0; k < f->n; k++)
		if (f->nodes[k].kind == NODE_TEXT)
			assert_false(f->nodes[k].as.text.layout->size.truncated);
	bench_close(&b);
}

static void a_disabled_button_keeps_its_reason(void **state)
{
	(void)state;
	struct bench b;
	open_step(&b, TEXT_STEP_NORMAL);
	struct frame *f = bench_frame(&b, THEME_LIGHT);
	int order[4];
	int i = widget_button(
		f,
		&(struct widget_button){.r = RECT(0, 0, 336, 96), .kind = PART_PLAIN, .label = "Edelliset"},
		&(struct semantics){.id = "previous",
				    .action = act,
				    .disabled = true,
				    .why = "olet ensimmäisellä sivulla"});
	frame_end(f);
	assert_int_equal(frame_focus_order(f, order, 4), 1); /* stays in the focus order */
	assert_string_equal(f->nodes[i].sem->why, "olet ensimmäisellä sivulla");
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_labels_stay_whole),
		cmocka_unit_test(fitting_goes_down_step_by_step),
		cmocka_unit_test(dock_labels_part_at_their_soft_hyphen),
		cmocka_unit_test(dock_cells_are_live_focusable_and_named),
		cmocka_unit_test(a_second_title_line_makes_the_card_higher),
		cmocka_unit_test(a_button_says_its_note_even_when_there_is_no_room),
		cmocka_unit_test(a_disabled_button_keeps_its_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
