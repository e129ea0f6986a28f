/* Status bar, sign, dock and caption strip: what stands around every screen. */
#include "screens/part.h"

#include "base/arena.h"
#include "base/str.h"

#define STATUS_H 96.0
#define STATUS_LARGE_H 128.0
#define CAPTION_H 112.0
#define SIDE_ART_LEAST 220.0 /* lower than this a picture would only be a piece of one */
#define SIDE_BAND 380.0
#define SIDE_ARCHES 540.0

static colour bar_colour(const struct build *b, enum look look)
{
	return look == LOOK_NONE ? b->t->sign : theme_look(b->t, look).deep;
}

/* The dark theme's deep colour is for text on tint; its bars are black as its signs are. */
static colour status_colour(const struct build *b, enum look look)
{
	return b->t->name == THEME_DARK ? b->t->sign : bar_colour(b, look);
}

static const char *centre_name(const struct build *b)
{
	const struct centre *c = &b->frame->centre;
	const char *name = ltext_get(&c->name, b->lang, NULL);
	const char *brief = ltext_get(&c->short_name, b->lang, NULL);
	if (build_landscape(b) && brief != NULL)
		return brief;
	return name != NULL ? name : "Aula";
}

static void status_clock(struct build *b, double right, double h)
{
	const struct semantics sem = {.id = "clock", .role = ROLE_STATUS};
	struct rect r = build_rect(b, right - 330, 0, 330, h);
	if (!b->frame->time_known) {
		struct text_box t = build_text(b, r, TYPE_FACT, b->t->on_sign2, T(b, "Time is not known"));
		t.align = TEXT_END;
		t.valign = VALIGN_CENTRE;
		t.max_lines = 2;
		t.line_pct = 105;
		node_text(b->f, &t, &sem);
		return;
	}
	const char *clock = words_clock(b->a, b->lang, b->frame->now.hour, b->frame->now.minute);
	struct text_box t = build_text(b, r, TYPE_H3, b->t->on_sign, clock);
	t.align = TEXT_END;
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.sizes_px = build_landscape(b) ? build_sizes(b, b->m->large ? 44 : build_px(b, 44)) : NULL;
	struct text_size size = node_text_size(b->f, &t);
	node_text(b->f, &t, &sem);
	/* With large text, and on the narrow sign of landscape, the clock alone has room. */
	if (b->m->large || build_landscape(b))
		return;
	const char *date = words_date(b->a, b->lang, b->frame->today, DATE_WEEKDAY);
	struct text_box d = build_text(b, RECT(r.x, 0, r.w - size.w - metrics_px(b->m, 24), r.h), TYPE_FACT,
				       b->t->on_sign2, date);
	d.align = TEXT_END;
	d.valign = VALIGN_CENTRE;
	d.max_lines = 1;
	const struct semantics date_sem = {.id = "date", .role = ROLE_TEXT};
	node_text(b->f, &d, &date_sem);
}

void part_status(struct build *b, enum look look, bool line)
{
	b->f->background = b->t->page;
	if (build_small(b))
		return;
	double h = b->m->large && build_portrait(b) ? STATUS_LARGE_H : STATUS_H;
	/* the idle picture is wider than the sign */
	double sign_w = b->place->kind == SCREEN_ATTRACT ? 886 : 680;
	double w = build_landscape(b) ? sign_w : build_w(b), side = build_landscape(b) ? 40 : 48;
	double mark = b->m->large ? 56 : 44;
	if (part_caption_on_top(b))
		return;
	node_fill(b->f, build_rect(b, 0, 0, w, h), status_colour(b, look));
	double logo = part_logo(b, side, h / 2, mark);
	if (logo <= 0)
		node_picture(b->f, build_rect(b, side, (h - mark) / 2 + 2, mark, mark), "aula-mark", 0, 0,
			     false, NULL);
	double x = side + (logo > 0 ? logo : mark) + 18;
	struct text_box t = build_text(b, build_rect(b, x, 0, w - x - (b->m->large ? 240 : 400), h),
				       TYPE_FACT, b->t->on_sign, centre_name(b));
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.may_end = END_TOLD;
	const struct semantics sem = {.id = "centre", .role = ROLE_TEXT};
	node_text(b->f, &t, &sem);
	status_clock(b, w - side, h);
	if (line)
		node_fill(b->f, build_rect(b, side, h - 1, w - 2 * side, 3), b->t->sign_line);
}

/* Left out where large text leaves no room for it: it is not needed to go on. */
static int side_lead(struct build *b, struct rect r, const char *lead)
{
	const struct semantics sem = {.role = ROLE_TEXT};
	struct text_box t = build_text(b, r, TYPE_LEAD, b->t->on_sign2, lead);
	t.sizes_px = build_sizes(b, build_px(b, 34));
	if (r.h <= b->m->min_em || node_text_size(b->f, &t).truncated)
		return r.y;
	struct rect used = node_text(b->f, &t, &sem);
	return used.y + used.h;
}

void part_side_art(struct build *b, const char *name, int row, double below)
{
	int top = metrics_px(b->m, below), bottom = metrics_px(b->m, build_h(b) - 128), w = metrics_px(b->m, 680), air = metrics_px(b->m, 32);
	int h = bottom - top - air;
	if (!b->t->pictures || h < metrics_px(b->m, SIDE_ART_LEAST))
		return;
	if (row >= 0) { /* a band across the sign */
		int band = metrics_px(b->m, SIDE_BAND);
		band = band < h ? band : h;
		node_picture(b->f, RECT(0, bottom - band, w, band), name, row * w / 1080, 0, false, NULL);
		return;
	}
	int most = metrics_px(b->m, SIDE_ARCHES), high = h < most ? h : most, wide = high * 2 / 3;
	node_picture(b->f, RECT((w - wide) / 2, bottom - high, wide, high), name, -1, 0, true, NULL);
}

double part_side_sign(struct build *b, const char *title, const char *lead, double bottom)
{
	part_sign(b, LOOK_NONE, 0, build_h(b) - 128);
	part_status(b, LOOK_NONE, true);
	struct rect h = build_heading(b, build_rect(b, 40, 116, 600, bottom < 500 ? 196 : 300), 84, 3, b->t->on_sign, title);
	int y = h.y + h.h + metrics_px(b->m, 20);
	struct rect age = RECT(metrics_px(b->m, 40), y, metrics_px(b->m, 600), metrics_px(b->m, 230));
	if (part_age_notice(b, age))
		return (age.y + age.h) / b->m->unit;
	return (lead == NULL ? y : side_lead(b, RECT(age.x, y, age.w, metrics_px(b->m, bottom) - y), lead)) / b->m->unit;
}

void part_sign(struct build *b, enum look look, double y0, double y1)
{
	colour c = look == LOOK_NONE || b->t->name == THEME_DARK ? b->t->sign : theme_look(b->t, look).line;
	double w = build_landscape(b) ? 680 : build_w(b);
	node_fill(b->f, build_rect(b, 0, y0, w, y1 - y0), c);
}

static struct widget_dock_cell first_cell(const struct build *b, enum screen_kind here)
{
	const char *finish = trc(b->lang, "dock", "Finish"), *back = trc(b->lang, "dock", "Back");
	if (here == SCREEN_HOME)
		return (struct widget_dock_cell){.id = "dock:quit",
						 .icon = "logout",
						 .label = finish,
						 .other_label = back,
						 .action = {ACT_QUIT, 0, NULL}};
	return (struct widget_dock_cell){.id = "dock:back",
					 .icon = "arrow_back",
					 .label = back,
					 .other_label = finish,
					 .action = {ACT_BACK, 0, NULL}};
}

static struct widget_dock_cell open_cell(const struct build *b, const char *id, const char *icon,
					 const char *label, enum screen_kind kind)
{
	return (struct widget_dock_cell){
		.id = id,
		.icon = icon,
		.label = label,
		.open = b->place->kind == kind,
		.action = {ACT_OPEN_DOCK, kind, NULL},
	};
}

void part_dock(struct build *b)
{
	enum lang l = b->lang;
	struct widget_dock_cell cells[DOCK_CELLS_MAX];
	bool small = b->m->panel == SCREEN_SMALL;
	int n = 0;
	cells[n++] = first_cell(b, b->place->kind);
	cells[n++] = (struct widget_dock_cell){.id = "dock:home",
					       .icon = "home",
					       .label = trc(l, "dock", "Home"),
					       .open = b->place->kind == SCREEN_HOME,
					       .action = {ACT_HOME, 0, NULL}};
	cells[n] = open_cell(b, "dock:language", "language", "Language", SCREEN_LANGUAGE);
	cells[n++].lang = "en";
	cells[n] = open_cell(b, "dock:access", "accessibility_new", trc(l, "dock", "Ease of use"), SCREEN_ACCESS);
	cells[n++].icon_alone = small; /* five words have no room: the sign that is known everywhere, and said */
	cells[n++] = small ? open_cell(b, "dock:help", "help", trc(l, "dock", "Help"), SCREEN_HELP)
			   : open_cell(b, "dock:help", "support_agent", trc(l, "dock", "Advice"), SCREEN_HELP);
	widget_dock(b->f, widget_dock_rect(b->m), cells, n);
}

bool part_caption_on_top(const struct build *b)
{
	return b->moment->caption != NULL && build_portrait(b) && (b->m->large || b->m->low_reach);
}

void part_strip(struct build *b)
{
	int side = metrics_px(b->m, build_small(b) ? 12 : 48), h = b->strip_px;
	const struct semantics clock_sem = {.id = "clock", .role = ROLE_STATUS}, name_sem = {.id = "centre", .role = ROLE_TEXT};
	node_fill(b->f, RECT(0, 0, b->m->w, h), b->t->sign);
	struct text_box t = build_text(b, RECT(side, 0, b->m->w - 2 * side, h), TYPE_FACT, b->t->on_sign,
				       b->frame->time_known ? words_clock(b->a, b->lang, b->frame->now.hour, b->frame->now.minute)
							    : T(b, "Time is not known"));
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.px = b->m->min_em;
	int clock_w = node_text_size(b->f, &t).w;
	struct text_box name = t;
	t.bold = true;
	t.align = TEXT_END;
	node_text(b->f, &t, &clock_sem);
	name.r.w -= clock_w + 2 * side;
	name.s = centre_name(b);
	name.may_end = END_TOLD;
	node_text(b->f, &name, &name_sem);
}

static struct rect caption_rect(const struct build *b, bool dialog)
{
	if (!build_portrait(b))
		return RECT(0, 0, b->m->w, b->strip_px);
	if (part_caption_on_top(b))
		return build_rect(b, 0, 0, build_w(b), b->m->large ? STATUS_LARGE_H : STATUS_H);
	if (dialog)
		return build_rect(b, 0, build_h(b) - 784 - CAPTION_H, build_w(b), CAPTION_H);
	struct rect dock = widget_dock_rect(b->m);
	int h = metrics_px(b->m, CAPTION_H);
	return RECT(0, dock.y - h, b->m->w, h);
}

void part_caption(struct build *b, bool dialog)
{
	if (b->moment->caption == NULL || (!build_portrait(b) && b->strip_px == 0))
		return;
	struct rect r = caption_rect(b, dialog);
	struct box_style style = {.face = b->t->caption, .border = b->t->caption_border,
				  .border_px = b->t->caption_border == COLOUR_NONE ? 0 : metrics_px(b->m, 2), .square = true};
	node_box(b->f, r, &style);
	bool small = build_small(b);
	int side = metrics_px(b->m, small ? 12 : 48), icon = metrics_px(b->m, small ? 40 : 56), gap = metrics_px(b->m, small ? 12 : 28);
	node_icon(b->f, RECT(side, r.y + (r.h - icon) / 2, icon, icon), "volume_up", b->t->caption_icon);
	struct text_box t = build_text(b, RECT(side + icon + gap, r.y, b->m->w - 2 * side - icon - gap, r.h), TYPE_LEAD, b->t->on_caption,
				       b->moment->caption);
	t.valign = VALIGN_CENTRE;
	t.max_lines = small ? 1 : 2;
	t.sizes_px = build_sizes(b, build_px(b, 34));
	t.line_pct = 120;
	t.may_end = END_TOLD;
	/* What is being said is not said again. */
	const struct semantics sem = {.id = "caption", .role = ROLE_NONE, .focus = FOCUS_SKIP};
	node_text(b->f, &t, &sem);
}

bool part_age_notice(struct build *b, struct rect r)
{
	if (!b->frame->stale)
		return false;
	const struct semantics sem = {.id = "age", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_HEADING};
	struct widget_notice n = {
		.r = r,
		.kind = NOTICE_WARNING,
		.icon = "cloud_off",
		.title = words_content_from(b->a, b->lang, b->frame->content_at),
		.text = T(b, "No network connection. Check the time by phone."),
	};
	widget_notice(b->f, &n, &sem);
	return true;
}

void part_done_notice(struct build *b, struct rect r)
{
	const struct semantics sem = {.id = "notice", .role = ROLE_STATUS};
	const struct widget_notice n = {.r = r, .kind = NOTICE_SUCCESS, .title = b->moment->notice};
	widget_notice(b->f, &n, &sem);
}
