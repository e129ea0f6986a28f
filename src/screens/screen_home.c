/* 02 Home: today's board, the topics, search, calendar, emergency line. */
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/screen_small.h"
#include "screens/viewmodel_home.h"

#include "base/arena.h"
#include "base/str.h"

#define ROWS_PORTRAIT 4
#define ROWS_LANDSCAPE 3
#define TILES_MAX 8

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	(void)in;
	*vm = ARENA_NEW(l->a, struct viewmodel_home);
	return viewmodel_home_load(*vm, l, e);
}

/* "Tänään" with the date, and what to say when there is nothing. */
static void board_heading(struct build *b, const struct viewmodel_home *vm, struct rect r)
{
	const char *title = vm->tomorrow ? T(b, "Tomorrow") : T(b, "Today");
	if (!b->frame->time_known)
		title = T(b, "Coming up");
	const struct semantics sem = {.role = ROLE_HEADING, .level = 2};
	struct text_box t = build_text(b, r, TYPE_H3, b->t->on_sign, title);
	t.sizes_px = build_sizes(b, build_px(b, 44));
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	node_text(b->f, &t, &sem);
	if (!date_is_set(vm->day) || !b->frame->time_known)
		return;
	const struct semantics text = {.role = ROLE_TEXT};
	struct text_box d = build_text(
		b, r, TYPE_LEAD, b->t->on_sign2,
		words_date(b->a, b->lang, vm->day, build_landscape(b) ? DATE_WEEKDAY : DATE_WEEKDAY_ON));
	d.align = TEXT_END;
	d.valign = VALIGN_CENTRE;
	d.max_lines = 1;
	node_text(b->f, &d, &text);
}

static void board(struct build *b, const struct viewmodel_home *vm, double y, size_t most)
{
	double w = build_w(b) - 96;
	size_t n = vm->n_rows < most ? vm->n_rows : most;
	struct rect row = build_rect(b, 48, y, w, 112);
	if (part_board(b, vm->rows, n, row, metrics_px(b->m, 8), row.y + metrics_px(b->m, 120.0 * (double)most)) > 0)
		return;
	build_label(b, build_rect(b, 48, y + 16, w, 110), TYPE_BODY, b->t->on_sign,
		    T(b, "There are no events today. See the calendar."));
}

static void search_row(struct build *b, double y)
{
	const struct action search = {ACT_OPEN, SCREEN_SEARCH, NULL},
			    calendar = {ACT_OPEN, SCREEN_CALENDAR, NULL};
	double w = build_w(b) - 96;
	if (b->session->n_picks == 0) {
		const struct semantics sem = {
			.id = "search", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = search};
		struct widget_button s = {.r = build_rect(b, 48, y, w - 384, 96),
					  .kind = PART_PLAIN,
					  .look = LOOK_NONE,
					  .icon = "search",
					  .label = T(b, "Search by word"),
					  .note = T(b, "for example sleep"),
					  .start = true};
		widget_button(b->f, &s, &sem);
		part_button(b, build_rect(b, 48 + w - 360, y, 360, 96), PART_PLAIN, "calendar",
			    "calendar_month", T(b, "Calendar"), calendar);
		return;
	}
	double third = (w - 352 - 32) / 2;
	part_button(b, build_rect(b, 48, y, third, 96), PART_PLAIN, "search", "search", T(b, "Search"),
		    search);
	part_button(b, build_rect(b, 64 + third, y, third, 96), PART_PLAIN, "calendar", "calendar_month",
		    T(b, "Calendar"), calendar);
	const struct semantics sem = {.id = "tray",
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_OPEN, SCREEN_TRAY, NULL}};
	struct widget_button tray = {.r = build_rect(b, 48 + w - 352, y, 352, 96),
				     .kind = PART_PLAIN,
				     .look = LOOK_NONE,
				     .icon = "checklist",
				     .label = T(b, "My list"),
				     .count = (int)b->session->n_picks};
	widget_button(b->f, &tray, &sem);
}

/* Landscape: wider where the words need it. */
static double crisis_width(struct build *b)
{
	struct text_box t = build_text(b, build_rect(b, 0, 0, 900, 84), TYPE_BUTTON, b->t->error, T(b, "Crisis help"));
	double w = node_text_size(b->f, &t).w / b->m->unit + 64;
	return w < 320 ? 320 : w > 480 ? 480 : w;
}

static void emergency(struct build *b, double x, double y, double w, double h)
{
	double side = build_landscape(b) ? 40 : 48, button_w = build_landscape(b) ? crisis_width(b) : 288,
	       button_h = h - (build_landscape(b) ? 12 : 24);
	struct box_style face = {.face = b->t->error_face, .square = true};
	struct rect band = build_rect(b, x, y, w, h);
	node_box(b->f, band, &face);
	if (b->t->name == THEME_DARK)
		node_fill(b->f, RECT(band.x, band.y, band.w, metrics_px(b->m, 4)), b->t->error);
	struct text_box t = build_text(b, band, TYPE_BUTTON, b->t->error, T(b, "In an emergency call 112"));
	t.max_lines = 1;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, build_landscape(b) ? 46 : 36);
	const struct semantics sem = {
		.id = "emergency", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	struct rect line = build_rect(b, x + side, y, w - button_w - 2 * side - 8, h);
	widget_icon_line(b->f, line, "sos", metrics_px(b->m, build_landscape(b) ? 76 : 64),
			 metrics_px(b->m, 20), &t, b->t->error, &sem);
	const struct semantics crisis = {
		.id = "crisis", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_CRISIS, 0, NULL}};
	struct widget_button button = {
		.r = build_rect(b, x + w - side - button_w, y + (h - button_h) / 2, button_w, button_h),
		.kind = PART_DANGER,
		.look = LOOK_NONE,
		.icon = build_landscape(b) ? NULL : "chevron_right",
		.icon_after = true,
		.label = T(b, "Crisis help"),
		.icon_px = 36,
		.px = build_px(b, 34)};
	widget_button(b->f, &button, &crisis);
}

static void tiles(struct build *b, const struct viewmodel_home *vm, double y)
{
	size_t n = vm->n_topics < TILES_MAX ? vm->n_topics : TILES_MAX;
	double w = (build_w(b) - 120) / 2;
	for (size_t i = 0; i < n; i++) {
		struct widget_tile tile = {.r = build_rect(b, i % 2 == 0 ? 48 : 72 + w, y + 140.0 * (double)(i / 2), w, 128)};
		part_topic_tile(b, tile, &vm->topics[i], i, n, false);
	}
}

/* The first notice in place of the lead; all of them behind its button. */
static bool centre_notice(struct build *b, const struct viewmodel_home *vm, double y, double w)
{
	bool land = build_landscape(b); /* the button below the words */
	if (vm->n_notices == 0)
		return false;
	const struct notice *n = &vm->notices[0];
	const struct semantics sem = {
		.id = "notice", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_HEADING};
	struct widget_notice box = {.r = land ? build_rect(b, 40, y, 600, 132) : build_rect(b, 48, y, w - 216, 132),
				    .kind = str_eq(n->level, "warning") ? NOTICE_WARNING : NOTICE_INFO,
				    .title = ltext_get(&n->title, b->lang, NULL),
				    .text = land ? NULL : ltext_get(&n->text, b->lang, NULL),
				    .may_end = END_TOLD}; /* "Read" has it whole */
	widget_notice(b->f, &box, &sem);
	part_button(b, land ? build_rect(b, 40, y + 140, 600, 84) : build_rect(b, 48 + w - 200, y, 200, 132), PART_PLAIN, "notices", NULL, T(b, "Read"),
		    (struct action){ACT_OPEN, SCREEN_NOTICES, NULL});
	return true;
}

static void build_portrait_home(struct build *b, const struct viewmodel_home *vm)
{
	double w = build_w(b) - 96;
	size_t rows = b->dy > 0 ? ROWS_PORTRAIT - 1 : ROWS_PORTRAIT;
	part_sign(b, LOOK_NONE, 0, 868 - b->dy);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 124, w, 86), 72, 1, b->t->on_sign,
		      T(b, "Help, company and things to do"));
	double y = 294;
	bool notice = part_age_notice(b, build_rect(b, 48, 222, w, 132)) || centre_notice(b, vm, 222, w);
	if (notice) {
		y = 400;
		rows--;
	} else {
		build_label(b, build_rect(b, 48, 214, w, 56), TYPE_BODY, b->t->on_sign2,
			    T(b, "Groups and events of associations nearby."));
	}
	board_heading(b, vm, build_rect(b, 48, y, w, 60));
	board(b, vm, notice ? y + 84 : y + 72, rows);
	struct text_box q = build_text(b, build_rect(b, 48, 884 - b->dy, w, 56), TYPE_BIG_BUTTON, b->t->ink,
				       T(b, "What are you looking for?"));
	const struct semantics sem = {.role = ROLE_HEADING, .level = 2};
	node_text(b->f, &q, &sem);
	tiles(b, vm, 948 - b->dy);
	search_row(b, 1516 - b->dy);
	emergency(b, 0, 1632 - b->dy, build_w(b), 104);
}

static void landscape_tiles(struct build *b, const struct viewmodel_home *vm)
{
	size_t n = vm->n_topics < TILES_MAX ? vm->n_topics : TILES_MAX;
	for (size_t i = 0; i < n; i++) {
		struct widget_tile tile = {.r = build_rect(b, i % 2 == 0 ? 720 : 1312, 100 + 154.0 * (double)(i / 2), 568, 140),
					   .title_px = 42,
					   .subtitle_px = 37,
					   .block_w = 136,
					   .icon_px = 104};
		part_topic_tile(b, tile, &vm->topics[i], i, n, false);
	}
}

static void build_landscape_home(struct build *b, const struct viewmodel_home *vm)
{
	double y = 338;
	size_t rows = ROWS_LANDSCAPE;
	part_sign(b, LOOK_NONE, 0, build_h(b) - 128);
	part_status(b, LOOK_NONE, true);
	bool notice = part_age_notice(b, build_rect(b, 40, 306, 600, 214)) || centre_notice(b, vm, 306, 600);
	build_heading(b, build_rect(b, 40, notice ? 100 : 116, 600, 200), 84, 2, b->t->on_sign,
		      T(b, "Help, company and things to do"));
	if (notice) {
		y = 530;
		rows--;
	}
	board_heading(b, vm, build_rect(b, 40, y, 600, 72));
	struct rect row = build_rect(b, 40, y + 82, 600, 162);
	size_t most = vm->n_rows < rows ? vm->n_rows : rows;
	if (part_board(b, vm->rows, most, row, metrics_px(b->m, 12), metrics_px(b->m, build_h(b) - 128 - 4)) == 0)
		build_label(b, build_rect(b, 40, y + 82, 600, 220), TYPE_BODY, b->t->on_sign,
			    T(b, "There are no events today. See the calendar."));
	struct text_box q = build_text(b, build_rect(b, 720, 18, 1160, 72), TYPE_H2, b->t->ink,
				       T(b, "What are you looking for?"));
	const struct semantics sem = {.role = ROLE_HEADING, .level = 2};
	q.px = metrics_em(b->m, 56);
	q.valign = VALIGN_CENTRE;
	q.max_lines = 1;
	node_text(b->f, &q, &sem);
	landscape_tiles(b, vm);
	const struct action search = {ACT_OPEN, SCREEN_SEARCH, NULL},
			    calendar = {ACT_OPEN, SCREEN_CALENDAR, NULL},
			    tray = {ACT_OPEN, SCREEN_TRAY, NULL};
	bool list = b->session->n_picks > 0;
	double w = list ? 376 : 568, step = list ? 392 : 592;
	part_button(b, build_rect(b, 720, 724, w, 112), PART_PLAIN, "search", "search",
		    list ? T(b, "Search") : T(b, "Search by word"), search);
	part_button(b, build_rect(b, 720 + step, 724, w, 112), PART_PLAIN, "calendar", "calendar_month",
		    T(b, "Calendar"), calendar);
	if (list)
		part_button(b, build_rect(b, 720 + 2 * step, 724, w, 112), PART_PLAIN, "tray", "checklist",
			    arena_printf(b->a, "%s (%zu)", T(b, "My list"), b->session->n_picks), tray);
	emergency(b, 680, 856, build_w(b) - 680, 96);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_home *vm = data;
	if (build_small(b))
		screen_home_small(b, vm);
	else if (build_landscape(b))
		build_landscape_home(b, vm);
	else if (b->m->low_reach)
		screen_home_low(b, vm);
	else if (b->m->large)
		screen_home_large(b, vm);
	else
		build_portrait_home(b, vm);
	part_dock(b);
}

const struct screen SCREEN_DEF_HOME = {"home", load, build};
