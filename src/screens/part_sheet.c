/* Sheets from below: their ground, their head, where they lie. */
#include "screens/part.h"
#include "ui/text.h"
#include "ui/ui.h"

#define CLOSE_PX 32

void part_sheet_open(struct build *b, struct rect r, const char *id, const char *title)
{
	struct rect dock = widget_dock_rect(b->m);
	const struct semantics sem = {.id = id, .role = ROLE_DIALOG, .label = title};
	struct box_style face = {.face = b->t->page,
				 .radius = metrics_px(b->m, RADIUS_SHEET),
				 .corners = CORNERS_TOP,
				 .square = build_small(b), /* fills the table: nothing to stand out from */
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_modal(b->f, r, RECT(0, 0, b->m->w, dock.y), b->t->dim_sheet, &sem);
	node_box(b->f, r, &face);
}

struct area part_sheet_area(const struct build *b, double h)
{
	double bottom = build_portrait(b)    ? build_h(b) - 184
			: build_landscape(b) ? build_h(b) - 128
					     : build_h(b) - 112;
	double w = build_landscape(b) ? 1200 : build_w(b);
	if (h > bottom || build_small(b))
		h = bottom;
	return (struct area){build_w(b) - w, bottom - h, w, h};
}

/* Room for the icon beside the word in every language; the right edge stays. */
static struct rect close_rect(const struct build *b, struct rect r, const char *label)
{
	const struct text_style style = {.px = metrics_em(b->m, build_px(b, CLOSE_PX)), .bold = true, .layout_rtl = b->m->rtl};
	int words = text_measure(b->f->in.ui->text, label, &style, 0).w;
	int need = words + style.px + metrics_px(b->m, 10 + 2 * 8 + 2 * BORDER);
	return need > r.w ? RECT(r.x - (need - r.w), r.y, need, r.h) : r;
}

void part_sheet_head(struct build *b, const struct part_sheet_head *h)
{
	const char *label = T(b, "Close");
	struct rect close = rect_empty(h->close) ? h->close : close_rect(b, h->close, label);
	struct text_box t = build_text(b, h->r, TYPE_H2, b->t->ink, h->title);
	const struct semantics head = {.id = h->id, .role = ROLE_HEADING, .level = 1};
	t.max_lines = h->max_lines;
	t.may_end = h->may_end;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, h->px);
	node_text(b->f, &t, &head);
	if (rect_empty(close))
		return;
	const struct semantics sem = {.id = "close", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_BACK, 0, NULL}};
	const struct widget_button w = {.r = close, .kind = PART_NEUTRAL, .look = LOOK_NONE, .icon = "close", .label = label, .px = build_px(b, CLOSE_PX)};
	widget_button(b->f, &w, &sem);
}
