/* Low view: everything that acts in y 1120–1920, from a wheelchair or for a child; above it only reading. */
#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen_results.h"
#include "screens/screen_small.h"

#define TABLE_TOP 1120.0
#define TILES_MAX 8

static void low_reading(struct build *b, const struct viewmodel_home *vm)
{
	const struct card *c = vm->n_rows > 0 ? &vm->rows[0] : NULL;
	enum look look = c == NULL ? LOOK_NONE : theme_look_from(c->look);
	double w = build_w(b) - 96;
	const char *art = theme_look(b->t, look).art;
	const struct semantics text = {.role = ROLE_TEXT};
	part_sign(b, look, 0, TABLE_TOP);
	part_status(b, look, false);
	if (b->t->pictures && art != NULL)
		node_picture(b->f, build_rect(b, 0, 96, build_w(b), 620), art, 120 * b->m->w / 1080, 0, false,
			     NULL);
	if (c != NULL) {
		const char *when = c->start_at == INSTANT_NONE ? T(b, "This centre's pick")
							       : words_when(b->a, b->lang, c->start, c->start,
									    c->all_day, b->frame->today);
		struct text_box t = build_text(b, build_rect(b, 48, 748, w, 64), TYPE_H3, b->t->on_sign,
					       build_capital(b, when));
		t.bold = false;
		t.max_lines = 1;
		node_text(b->f, &t, &text);
		build_heading(b, build_rect(b, 48, 812, w, 96), 72, 2, b->t->on_sign, c->title);
		struct rect r = build_rect(b, 48, 916, w, 60);
		struct text_box p = build_text(b, r, TYPE_BODY, b->t->on_sign, part_place_words(b, c));
		p.max_lines = 1;
		p.valign = VALIGN_CENTRE;
		if (p.s != NULL)
			widget_icon_line(b->f, r, part_place_icon(c), metrics_px(b->m, 48),
					 metrics_px(b->m, 10), &p, b->t->on_sign, &text);
	} else {
		build_heading(b, build_rect(b, 48, 760, w, 180), 72, 2, b->t->on_sign,
			      T(b, "Help, company and things to do"));
	}
	if (part_age_notice(b, build_rect(b, 48, 990, w, 116)))
		return;
	struct rect mode = build_rect(b, 48, 1010, w, 72);
	struct text_box m = build_text(b, mode, TYPE_FACT, b->t->on_sign2,
				       T(b, "Low view: all buttons are at the bottom."));
	m.max_lines = 1;
	m.valign = VALIGN_CENTRE;
	m.sizes_px = build_sizes(b, 32);
	widget_icon_line(b->f, mode, "vertical_align_bottom", metrics_px(b->m, 48), metrics_px(b->m, 16), &m,
			 b->t->on_sign2, &text);
}

static void full_view_button(struct build *b, double y)
{
	const struct semantics sem = {.id = "full",
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_SETTING, SETTING_LOW, "0"}};
	struct widget_button w = {.r = build_rect(b, build_w(b) - 408, y, 360, 72),
				  .kind = PART_PLAIN,
				  .look = LOOK_NONE,
				  .icon = "vertical_align_top",
				  .label = T(b, "Whole screen"),
				  .px = 32,
				  .icon_px = 40};
	widget_button(b->f, &w, &sem);
}

/* The rows of today cannot be reached: a button leads to them, where there are any and the list does not want its place. */
static void low_row(struct build *b, const struct viewmodel_home *vm, double y, double w)
{
	const struct action search = {ACT_OPEN, SCREEN_SEARCH, NULL},
			    calendar = {ACT_OPEN, SCREEN_CALENDAR, NULL};
	bool list = b->session->n_picks > 0, today = !list && vm->n_today > 0 && b->frame->time_known;
	double k = w / 984;
	part_button(b, build_rect(b, 48, y, (today ? 168 : 208) * k, 92), PART_PLAIN, "search", "search", T(b, "Search"),
		    search);
	if (today)
		part_button(b, build_rect(b, 48 + 184 * k, y, 224 * k, 92), PART_PLAIN, "today", "today", T(b, "Today"), calendar);
	part_button(b, build_rect(b, 48 + (today ? 424 : 224) * k, y, (today ? 264 : 300) * k, 92), PART_PLAIN, "calendar",
		    "calendar_month", T(b, "Calendar"), calendar);
	if (list)
		part_button(b, build_rect(b, 48 + 540 * k, y, 164 * k, 92), PART_PLAIN, "tray", "checklist",
			    arena_printf(b->a, "%zu", b->session->n_picks),
			    (struct action){ACT_OPEN, SCREEN_TRAY, NULL});
	const struct semantics sem = {
		.id = "crisis", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_CRISIS, 0, NULL}};
	double x = list ? 720 : today ? 704 : 540;
	struct widget_button crisis = {.r = build_rect(b, 48 + x * k, y, w - x * k, 92),
				       .kind = PART_DANGER,
				       .look = LOOK_NONE,
				       .icon = "sos",
				       .label = T(b, "Crisis help"),
				       .px = 34};
	widget_button(b->f, &crisis, &sem);
}

void screen_home_low(struct build *b, const struct viewmodel_home *vm)
{
	double w = build_w(b) - 96, half = (w - 24) / 2;
	low_reading(b, vm);
	struct text_box q = build_text(b, build_rect(b, 48, 1132, w - 380, 72), TYPE_BIG_BUTTON, b->t->ink,
				       T(b, "What are you looking for?"));
	const struct semantics head = {.role = ROLE_HEADING, .level = 2};
	q.max_lines = 1;
	q.valign = VALIGN_CENTRE;
	q.sizes_px = build_sizes(b, 40);
	node_text(b->f, &q, &head);
	for (size_t i = 0; i < vm->n_topics && i < TILES_MAX; i++) {
		struct widget_tile tile = {
			.r = build_rect(b, i % 2 == 0 ? 48 : 72 + half, 1212 + 112.0 * (double)(i / 2), half, 104), .block_w = 104, .icon_px = 72};
		part_topic_tile(b, tile, &vm->topics[i], i, vm->n_topics, false);
	}
	full_view_button(b, 1130);
	low_row(b, vm, 1664, w);
}

void screen_results_low(struct build *b, const struct viewmodel_results *vm)
{
	double w = build_w(b) - 96;
	struct part_heading h = results_heading(b, vm);
	size_t per_page = results_per_page(b->m);
	h.art = theme_look(b->t, h.look).art;
	h.row = 96;
	part_status(b, h.look, false);
	part_list_sign(b, &h, 664);
	for (size_t i = 0; i < vm->n_cards; i++)
		part_card(b, build_rect(b, 48, 1132 + 138.0 * (double)i, w, 126), &vm->cards[i],
			  (int)(vm->page * per_page + i) + 1, (int)vm->total);
	part_button(b, build_rect(b, 48, 1560, 240, 112), PART_PLAIN, "filters", "tune",
		    trc(b->lang, "chip", "Filter"), (struct action){ACT_OPEN, SCREEN_FILTERS, NULL});
	part_pager(b, build_rect(b, 304, 1560, w - 256, 112), vm->page, vm->n_pages);
}
