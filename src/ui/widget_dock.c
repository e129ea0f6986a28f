#include "base/assert.h"
#include "ui/ui.h"
#include "ui/widget.h"
#include "ui/widget_fit.h"

#define LINE_PCT 118
#define EVEN_PCT 85
#define ALONE_MM 20.6 /* width of a cell with an icon alone */

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

/* Five words of twelve letters below icons have no room to be bold, nor have those of the 7" screen: the bar and the face
 * of the cell say it alone. */
static bool bold(const struct frame *f, const struct widget_dock_cell *cell)
{
	const struct metrics *m = f->in.m;
	return cell->open && (m->cls == SCREEN_LANDSCAPE || (m->cls == SCREEN_PORTRAIT && (m->large || m->low_reach)));
}

static void place_label(struct frame *f, struct rect r, const struct widget_dock_cell *cell, const struct widget_fitted *fit,
			enum text_align align, colour ink)
{
	node_text(f,
		  &(struct text_box){.r = r,
				     .s = cell->label,
				     .px = fit->px,
				     .bold = bold(f, cell),
				     .ink = ink,
				     .line_pct = LINE_PCT,
				     .max_lines = fit->lines,
				     .align = align,
				     .valign = align == TEXT_CENTRE ? VALIGN_TOP : VALIGN_CENTRE,
				     .lang = cell->lang},
		  NULL);
}

static void place_beside(struct frame *f, struct rect r, const struct widget_dock_cell *cell, colour ink, colour icon_ink)
{
	const struct metrics *m = f->in.m;
	int icon = metrics_px(m, 72), gap = metrics_px(m, 20), pad = metrics_px(m, 12);
	struct widget_text label = {cell->label, metrics_em(m, 40), bold(f, cell), LINE_PCT, 2};
	struct widget_fitted fit = widget_fit(f, &label, r.w - icon - gap - 2 * pad, r.h);
	int x = r.x + (r.w - icon - gap - fit.w) / 2;
	node_icon(f, RECT(x, r.y, icon, r.h), cell->icon, icon_ink);
	place_label(f, RECT(x + icon + gap, r.y, fit.w, r.h), cell, &fit, TEXT_START, ink);
}

/* A cell whose icon stands over its label. */
struct over {
	struct rect in;
	int icon, gap;
	struct widget_text label;
};

static struct over over_plan(const struct frame *f, struct rect r, const struct widget_dock_cell *cell)
{
	const struct metrics *m = f->in.m;
	bool small = m->cls == SCREEN_SMALL, plain = !small && !m->low_reach && !m->large;
	/* the picture stands a little under the middle, below the bar of the open cell */
	int top = small ? 4 : plain ? 18 : 14, bottom = small ? 4 : plain ? 10 : 14;
	return (struct over){
		.in = rect_inset(r, metrics_px(m, 4), metrics_px(m, top), metrics_px(m, 4), metrics_px(m, bottom)),
		.icon = metrics_px(m, small ? 48 : m->low_reach ? 60 : 76),
		.gap = metrics_px(m, small ? 0 : 8),
		.label = {cell->label, metrics_em(m, small ? 36 : 30), bold(f, cell), LINE_PCT, 2},
	};
}

static struct widget_fitted over_fit(struct frame *f, const struct over *o)
{
	return widget_fit(f, &o->label, o->in.w, o->in.h - o->icon * 2 / 3);
}

/* One size for all where a little smaller is enough for it: labels of three sizes side by side look like an accident. */
static int over_label_px(struct frame *f, int h, const struct widget_dock_cell *cells, const int *widths, int n)
{
	int least = 0, whole = 0;
	for (int i = 0; i < n; i++) {
		struct over o = over_plan(f, RECT(0, 0, widths[i], h), &cells[i]);
		int px = cells[i].icon_alone ? 0 : over_fit(f, &o).px;
		whole = o.label.px;
		if (px >= whole * EVEN_PCT / 100 && (least == 0 || px < least))
			least = px;
	}
	return least > 0 ? least : whole;
}

static void place_over(struct frame *f, struct rect r, const struct widget_dock_cell *cell, int px, colour ink, colour icon_ink)
{
	struct over o = over_plan(f, r, cell);
	o.label.px = px;
	struct rect in = o.in;
	struct widget_fitted fit = over_fit(f, &o);
	int icon = o.icon, gap = o.gap;
	if (icon + gap + fit.h > in.h)
		icon = in.h - gap - fit.h;
	int y = in.y + (in.h - icon - gap - fit.h) / 2;
	node_icon(f, RECT(in.x, y, in.w, icon), cell->icon, icon_ink);
	place_label(f, RECT(in.x, y + icon + gap, in.w, fit.h), cell, &fit, TEXT_CENTRE, ink);
}

/* px: of the labels below icons. */
static void place_cell(struct frame *f, struct rect r, const struct widget_dock_cell *cell, int px)
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
	colour icon_ink = cell->open || cell->disabled ? c.ink : t->dock_icon;
	if (cell->open && t->dock_line >> 24 == 0)
		node_fill(f, RECT(r.x, r.y, r.w, metrics_px(f->in.m, f->in.m->cls == SCREEN_SMALL ? 6 : 10)),
			  t->on_dock);
	int alone = metrics_px(f->in.m, 72);
	if (cell->icon_alone)
		node_icon(f, RECT(r.x, r.y + (r.h - alone) / 2, r.w, alone), cell->icon, icon_ink);
	else if (f->in.m->cls == SCREEN_LANDSCAPE)
		place_beside(f, r, cell, c.ink, icon_ink);
	else
		place_over(f, r, cell, px, c.ink, icon_ink);
	node_close(f);
}

static int label_width(struct frame *f, const char *label)
{
	struct text_style style = {.px = f->in.m->min_em, .max_lines = 1, .layout_rtl = f->in.m->rtl};
	return label == NULL ? 0 : text_measure(f->in.ui->text, label, &style, 0).w;
}

static void cell_widths(struct frame *f, int all, const struct widget_dock_cell *cells, int n, int *widths)
{
	int left = all, labels = 0, needs = 0, alone = metrics_mm(f->in.m, ALONE_MM);
	for (int i = 0; i < n; i++) {
		int a = label_width(f, cells[i].label), b = label_width(f, cells[i].other_label);
		widths[i] = cells[i].icon_alone ? alone : (a > b ? a : b) + 2 * metrics_px(f->in.m, 5);
		left -= cells[i].icon_alone ? alone : 0;
		needs += cells[i].icon_alone ? 0 : widths[i];
		labels += !cells[i].icon_alone;
	}
	for (int i = 0, k = 0; i < n; i++) {
		if (cells[i].icon_alone)
			continue;
		int part = left * (k + 1) / labels - left * k / labels; /* to the last px */
		int spare = (left - needs) * (k + 1) / labels - (left - needs) * k / labels;
		widths[i] = labels == n || needs > left ? part : widths[i] + spare;
		k++;
	}
}

void widget_dock(struct frame *f, struct rect r, const struct widget_dock_cell *cells, int n)
{
	const struct theme *t = f->in.theme;
	int widths[DOCK_CELLS_MAX], x = r.x;
	ASSERT(n <= DOCK_CELLS_MAX);
	cell_widths(f, r.w, cells, n, widths);
	node_open_group(f, r, NULL);
	node_fill(f, r, t->dock);
	int px = f->in.m->cls == SCREEN_LANDSCAPE ? 0 : over_label_px(f, r.h, cells, widths, n);
	for (int i = 0; i < n; x += widths[i], i++) {
		place_cell(f, RECT(x, r.y, widths[i], r.h), &cells[i], px);
		if (i > 0)
			node_fill(f, RECT(x - metrics_px(f->in.m, 1), r.y, metrics_px(f->in.m, 2), r.h),
				  t->dock_hairline);
	}
	if (t->dock_line >> 24 != 0)
		node_fill(f, RECT(r.x, r.y, r.w, metrics_px(f->in.m, 4)), t->dock_line);
	node_close(f);
}
