/* 10 "Oletko vielä siinä?": no one is thrown out, no one leaves traces. Over any screen, dock included. */
#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen.h"

static void countdown(struct build *b, struct rect r)
{
	const struct semantics sem = {.id = "countdown", .role = ROLE_STATUS};
	struct box_style face = {.face = b->t->info_face,
				 .radius = metrics_px(b->m, 20),
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	long left = (long)b->moment->question_left_s;
	node_box(b->f, r, &face);
	struct text_box n = build_text(b, RECT(r.x, r.y + r.h * 6 / 100, r.w, r.h * 60 / 100), TYPE_ATTRACT,
				       b->t->plain, arena_printf(b->a, "%ld", left));
	n.align = TEXT_CENTRE;
	n.valign = VALIGN_CENTRE;
	n.max_lines = 1;
	n.sizes_px = build_sizes(b, build_small(b) ? 84 : 112);
	node_text(b->f, &n, &sem);
	struct text_box unit = build_text(b, RECT(r.x, r.y + r.h * 64 / 100, r.w, r.h * 28 / 100), TYPE_FACT,
					  b->t->ink2, trn(b->lang, "second", "seconds", left));
	unit.align = TEXT_CENTRE;
	unit.valign = VALIGN_CENTRE;
	unit.max_lines = 1;
	unit.sizes_px = build_sizes(b, build_px(b, 32));
	node_text(b->f, &unit, NULL);
}

static void bar(struct build *b, struct rect r)
{
	struct box_style rest = {.face = b->t->surface,
				 .border = b->t->plain,
				 .border_px = metrics_px(b->m, 3),
				 .radius = r.h / 2};
	struct box_style done = {.face = b->t->plain, .radius = r.h / 2};
	int64_t of = b->moment->question_of_s > 0 ? b->moment->question_of_s : 1;
	int w = (int)(r.w * b->moment->question_left_s / of);
	node_box(b->f, r, &rest);
	if (w >= r.h)
		node_box(b->f, RECT(r.x, r.y, w, r.h), &done);
}

static void big_button(struct build *b, struct rect r, enum part_kind kind, const char *id, const char *icon,
		       const char *label, int px, int icon_px, int verb)
{
	const struct semantics sem = {
		.id = id, .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {verb, 0, NULL}};
	struct widget_button w = {.r = r,
				  .kind = kind,
				  .look = LOOK_NONE,
				  .icon = icon,
				  .label = label,
				  .px = px,
				  .icon_px = icon_px};
	widget_button(b->f, &w, &sem);
}

/* Landscape: 1200 × 700 at the bottom; small: the whole screen. */
static void wide_question(struct build *b)
{
	bool small = build_small(b);
	/* the small layout in a part of a panel of another shape (metrics_inside) is less high, dock included */
	double all = b->m->h / b->m->unit_y, k = small && all < 480 ? all / 480 : 1;
	double w = small ? 800 : 1200, h = small ? 480 * k : 700, x = small ? 0 : (build_w(b) - w) / 2,
	       y = small ? all - h : build_h(b) - h;
	double side = small ? 8 : 48, count = small ? 180 : 260;
	struct rect sheet = build_rect(b, x, y, w, h);
	const struct semantics sem = {
		.id = "question", .role = ROLE_DIALOG, .label = T(b, "Are you still there?")};
	struct box_style face = {.face = b->t->page,
				 .radius = metrics_px(b->m, small ? 0 : RADIUS_SHEET),
				 .corners = CORNERS_TOP,
				 .square = small,
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_modal(b->f, sheet, RECT(0, 0, b->m->w, b->m->h), b->t->dim_dialog, &sem);
	node_box(b->f, sheet, &face);
	struct text_box t = build_text(
		b, build_rect(b, x + side, y + (small ? 8 : 36) * k, w - count - 3 * side, (small ? 70 : 96) * k),
		TYPE_DIALOG, b->t->ink, T(b, "Are you still there?"));
	const struct semantics head = {.id = "question:heading", .role = ROLE_HEADING, .level = 1},
			       text = {.role = ROLE_TEXT};
	t.sizes_px = build_sizes(b, small ? 52 : 76);
	t.max_lines = 1;
	node_text(b->f, &t, &head);
	struct text_box why = build_text(
		b, build_rect(b, x + side, y + (small ? 64 : 136) * k, w - count - 3 * side, (small ? 124 : 150) * k),
		TYPE_BODY, b->t->ink,
		T(b, "The screen will clear soon, so that the next person does not see your choices."));
	why.line_pct = small ? 106 : 0;
	why.max_lines = small ? 3 : 0;
	why.sizes_px = build_sizes(b, build_px(b, 36));
	node_text(b->f, &why, &text);
	countdown(b, build_rect(b, x + w - side - count, y + (small ? 10 : 36) * k, count, (small ? 160 : 230) * k));
	if (!small)
		bar(b, build_rect(b, x + side, y + 296, w - 2 * side, 32));
	big_button(b, build_rect(b, x + side, y + (small ? 188 : 356) * k, w - 2 * side, (small ? 130 : 160) * k),
		   PART_PRIMARY, "stay", "check", T(b, "I am still here"), small ? 48 : 68, 64, ACT_STAY);
	big_button(b, build_rect(b, x + side, y + (small ? 334 : 540) * k, w - 2 * side, (small ? 130 : 124) * k),
		   PART_PLAIN, "leave", "logout", T(b, "Finish and clear the screen"), small ? 40 : 48, 56,
		   ACT_QUIT);
	node_close(b->f);
	b->first_focus = "stay";
}

void screen_question_build(struct build *b)
{
	if (!build_portrait(b)) {
		wide_question(b);
		return;
	}
	b->squeeze = false; /* it covers the dock */
	double w = build_w(b), y = build_h(b) - 784;
	struct rect sheet = build_rect(b, 0, y, w, 784);
	const struct semantics sem = {
		.id = "question", .role = ROLE_DIALOG, .label = T(b, "Are you still there?")};
	struct box_style face = {.face = b->t->page,
				 .radius = metrics_px(b->m, RADIUS_SHEET),
				 .corners = CORNERS_TOP,
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_modal(b->f, sheet, RECT(0, 0, b->m->w, b->m->h), b->t->dim_dialog, &sem);
	node_box(b->f, sheet, &face);
	struct text_box h = build_text(b, build_rect(b, 48, y + 36, w - 360, 88), TYPE_DIALOG, b->t->ink,
				       T(b, "Are you still there?"));
	const struct semantics head = {.id = "question:heading", .role = ROLE_HEADING, .level = 1};
	h.sizes_px = build_sizes(b, 64);
	h.max_lines = 1;
	node_text(b->f, &h, &head);
	struct text_box why = build_text(
		b, build_rect(b, 48, y + 132, w - 360, 148), TYPE_BODY, b->t->ink,
		T(b, "The screen will clear soon, so that the next person does not see your choices."));
	const struct semantics text = {.role = ROLE_TEXT};
	why.max_lines = 3;
	why.sizes_px = build_sizes(b, 36);
	node_text(b->f, &why, &text);
	countdown(b, build_rect(b, w - 288, y + 32, 240, 216));
	bar(b, build_rect(b, 48, y + 280, w - 96, 28));
	big_button(b, build_rect(b, 48, y + 348, w - 96, 176), PART_PRIMARY, "stay", "check",
		   T(b, "I am still here"), 64, 72, ACT_STAY);
	big_button(b, build_rect(b, 48, y + 556, w - 96, 124), PART_PLAIN, "leave", "logout",
		   T(b, "Finish and clear the screen"), 44, 56, ACT_QUIT);
	struct text_box note = build_text(b, build_rect(b, 48, y + 704, w - 96, 48), TYPE_META, b->t->ink2,
					  T(b, "You may go on as many times as you like."));
	note.align = TEXT_CENTRE;
	note.max_lines = 1;
	note.sizes_px = build_sizes(b, 30);
	node_text(b->f, &note, &text);
	node_close(b->f);
	b->first_focus = "stay";
}
