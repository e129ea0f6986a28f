#include "ui/widget.h"
#include "ui/widget_fit.h"

#define LINE_PCT 118

struct rect widget_dock_rect(const struct metrics *m)
{
	int h = 184;
	if (m->cls == SCREEN_LANDSCAPE)
		h = 128;
	else if (m->cls == SCREEN_SMALL)
		h = 112;
	else if (m->low_reach)
		h = METRICS_DOCK_LOW;
	else if (m->large)
		h = 216;
	h = m->dock_px > 0 ? m->dock_px : metrics_px(m, h);
	return RECT(0, m->h - h, m->w, h);
}

static void place_label(struct frame *f, struct rect r, const struct widget_dock_cell *cell, const struct widget_fitted *fit,
			enum text_align align, colour ink)
{
	node_text(f,
		  &(struct text_box){.r = r,
				     .s = cell->label,
				     .px = fit->px,
				     .bold = cell->open,
				     .ink = ink,
				     .line_pct = LINE_PCT,
				     .max_lines = fit->lines,
				     .align = align,
				     .valign = align == TEXT_CENTRE ? VALIGN_TOP : VALIGN_CENTRE,
				     .lang = cell->lang},
		  NULL);
}

static void place_beside(struct frame *f, struct rect r, const struct widget_dock_cell *cell, colour ink)
{
	const struct metrics *m = f->in.m;
	int icon = metrics_px(m, 72), gap = metrics_px(m, 20), pad = metrics_px(m, 12);
	struct widget_text label = {cell->label, metrics_em(m, 40), cell->open, LINE_PCT, 2};
	struct widget_fitted fit = widget_fit(f, &label, r.w - icon - gap - 2 * pad, r.h);
	int x = r.x + (r.w - icon - gap - fit.w) / 2;
	node_icon(f, RECT(x, r.y, icon, r.h), cell->icon, ink);
	place_label(f, RECT(x + icon + gap, r.y, fit.w, r.h), cell, &fit, TEXT_START, ink);
}

static void place_over(struct frame *f, struct rect r, const struct widget_dock_cell *cell, colour ink)
{
	const struct metrics *m = f->in.m;
	bool small = m->cls == SCREEN_SMALL;
	int icon = metrics_px(m, small ? 48 : m->low_reach ? 60 : 76);
	struct rect in = rect_inset(r, metrics_px(m, 4), metrics_px(m, small ? 4 : 14), metrics_px(m, 4),
				    metrics_px(m, small ? 4 : 14));
	struct widget_text label = {cell->label, metrics_em(m, small ? 36 : 30), cell->open, LINE_PCT, 2};
	struct widget_fitted fit = widget_fit(f, &label, in.w, in.h - icon * 2 / 3);
	int gap = metrics_px(m, small ? 0 : 8);
	if (icon + gap + fit.h > in.h)
		icon = in.h - gap - fit.h;
	int y = in.y + (in.h - icon - gap - fit.h) / 2;
	node_icon(f, RECT(in.x, y, in.w, icon), cell->icon, ink);
	place_label(f, RECT(in.x, y + icon + gap, in.w, fit.h), cell, &fit, TEXT_CENTRE, ink);
}

static void place_cell(struct frame *f, struct rect r, const struct widget_dock_cell *cell)
{
	const struct theme *t = f->in.theme;
	struct semantics s = {.id = cell->id,
			      .role = ROLE_BUTTON,
			      .label = cell->label,
			      .hint = cell->hint,
			      .lang = cell->lang,
			      .selected = cell->open,
			      .disabled = cell->disabled,
			      .why = cell->why,
			      .action = cell->action,
			      .focus = FOCUS_DOCK,
			      .over_modal = true,
			      .ring_inside = true};
	int i = node_open_part(f, r, PART_DOCK, LOOK_NONE, &s);
	struct part_colours c = node_part_ink(f, i);
	if (cell->disabled)
		c.ink = t->on_sign2;
	if (cell->open)
		node_fill(f, RECT(r.x, r.y, r.w, metrics_px(f->in.m, f->in.m->cls == SCREEN_SMALL ? 6 : 10)),
			  t->on_dock);
	if (f->in.m->cls == SCREEN_LANDSCAPE)
		place_beside(f, r, cell, c.ink);
	else
		place_over(f, r, cell, c.ink);
	node_close(f);
}

void widget_dock(struct frame *f, struct rect r, const struct widget_dock_cell *cells, int n)
{
	const struct theme *t = f->in.theme;
	node_open_group(f, r, NULL);
	node_fill(f, r, t->dock);
	for (int i = 0; i < n; i++) {
		int x = r.x + r.w * i / n, end = r.x + r.w * (i + 1) / n;
		place_cell(f, RECT(x, r.y, end - x, r.h), &cells[i]);
		if (i > 0)
			node_fill(f, RECT(x - metrics_px(f->in.m, 1), r.y, metrics_px(f->in.m, 2), r.h),
				  t->dock_hairline);
	}
	if (t->dock_line >> 24 != 0)
		node_fill(f, RECT(r.x, r.y, r.w, metrics_px(f->in.m, 4)), t->dock_line);
	node_close(f);
}
