/* Cards, facts, notices: what lists and detail pages are made of. */
#include "base/arena.h"
#include "base/str.h"
#include "ui/ui.h"
#include "ui/widget.h"
#include "ui/widget_fit.h"

#define TAG_H 38
#define FACT_NOTE_LINES 4 /* an address with the way to the door */

static int tag_words_width(struct frame *f, const struct widget_card *c)
{
	struct text_style style = {.px = widget_em(f, 28), .bold = true, .max_lines = 1, .layout_rtl = f->in.m->rtl};
	return text_measure(f->in.ui->text, c->tag_text, &style, 0).w;
}

/* With the gap after it; 0: no tag. */
static int tag_width(struct frame *f, const struct widget_card *c)
{
	if (c->tag == TAG_NONE || str_empty(c->tag_text))
		return 0;
	return tag_words_width(f, c) + widget_em(f, 30) + widget_px(f, 12) * 2 + widget_px(f, 10) + widget_px(f, 14);
}

/* Red tag; returns its width with the gap after it. */
static int place_tag(struct frame *f, int x, int middle, const struct widget_card *c)
{
	const struct theme *t = f->in.theme;
	if (c->tag == TAG_NONE || str_empty(c->tag_text))
		return 0;
	int px = widget_em(f, 28), icon = widget_em(f, 30), pad = widget_px(f, 12), gap = widget_px(f, 10), h = widget_em(f, TAG_H);
	int w = tag_words_width(f, c);
	struct rect r = RECT(x, middle - h / 2, tag_width(f, c) - widget_px(f, 14), h);
	bool cancelled = c->tag == TAG_CANCELLED;
	colour face = cancelled ? t->error : t->warning_bar, ink = cancelled ? t->on_error : 0xFF14212Bu;
	node_box(f, r, &(struct box_style){.face = face, .radius = widget_px(f, RADIUS_TAG)});
	node_icon(f, RECT(x + pad, middle - icon / 2, icon, icon), cancelled ? "event_busy" : "event_repeat",
		  ink);
	node_text(f,
		  &(struct text_box){.r = RECT(x + pad + icon + gap, r.y, w + pad / 2, h), /* measured anew it may be a px wider */
				     .s = c->tag_text,
				     .px = px,
				     .bold = true,
				     .ink = ink,
				     .max_lines = 1,
				     .valign = VALIGN_CENTRE},
		  NULL);
	return tag_width(f, c);
}

/* Where the parts of a card stand. */
struct card_plan {
	struct rect spine, block, text, arrow;
	int title_px;
	struct widget_fitted title, meta;
	const char *meta_words; /* the note that was taken */
	int meta_h, meta_line; /* of all its lines, of one */
};

/* A little larger than the words it stands before. */
static int meta_icon(struct frame *f, const struct widget_card *c)
{
	return widget_em(f, widget_or(c->meta_px, 30) + 2);
}

/* Width that is left for the note beside tag and icon. */
static int card_meta_width(struct frame *f, const struct widget_card *c, const struct card_plan *p)
{
	int icon = c->meta_icon != NULL ? meta_icon(f, c) + widget_px(f, 10) : 0;
	return p->text.w - tag_width(f, c) - icon;
}

/* The note on at most so many lines. */
static void plan_meta(struct frame *f, const struct widget_card *c, struct card_plan *p, int px, int lines)
{
	p->meta_line = (px * WIDGET_META_PCT + 50) / 100;
	p->meta_words = widget_note_words(f, c->meta, c->meta_short, &(struct widget_text){NULL, px, false, WIDGET_META_PCT, lines},
					  card_meta_width(f, c, p), &p->meta);
	if (p->meta.lines > 1)
		p->meta_line = (p->meta.px * WIDGET_META_PCT + 50) / 100;
	p->meta_h = str_empty(c->meta) && c->tag == TAG_NONE ? 0
		    : p->meta.lines > 1			     ? p->meta.h
							     : p->meta_line;
}

static struct card_plan plan_card(struct frame *f, const struct widget_card *c, struct rect face)
{
	struct card_plan p = {0};
	int x = face.x;
	if (c->spine) {
		p.spine = RECT(x, face.y, widget_px(f, 108), face.h);
		x += p.spine.w;
	}
	/* larger text needs a wider block, or "tänään" would be cut */
	double grow = f->in.m->text_factor < 1.35 ? f->in.m->text_factor : 1.35;
	int block = c->block_w > 0 ? c->block_w : c->spine ? 160 : 184;
	p.block = RECT(x, face.y, (int)(widget_px(f, block) * grow), face.h);
	int arrow = c->no_arrow ? 0 : widget_px(f, widget_or(c->arrow_px, 56)), edge = widget_px(f, 14);
	p.arrow = RECT(face.x + face.w - edge - arrow, face.y, arrow, face.h);
	x = p.block.x + p.block.w + widget_px(f, 24);
	p.text = RECT(x, face.y, p.arrow.x - widget_px(f, 8) - x, face.h);
	p.title_px = widget_em(f, widget_or(c->title_px, c->spine ? 36 : 38));
	plan_meta(f, c, &p, widget_em(f, widget_or(c->meta_px, 30)), 2);
	return p;
}

static void place_block(struct frame *f, const struct widget_card *c, const struct card_plan *p, int part)
{
	const struct theme *t = f->in.theme;
	struct look_colours look = theme_look(t, c->look);
	colour face = look.tint, ink = look.deep;
	int radius = f->nodes[part].as.part.c.radius - f->nodes[part].as.part.c.border_px;
	if (c->spine) {
		int icon = widget_px(f, 76);
		widget_block(f, part, p->spine, look.line);
		if (look.icon != NULL)
			node_icon(f, RECT(p->spine.x + (p->spine.w - icon) / 2, p->spine.y, icon, p->spine.h),
				  look.icon, look.on_line);
	}
	if (c->struck) {
		face = t->name == THEME_DARK ? t->surface : 0xFFEDEFF1u;
		ink = t->ink2;
	}
	node_box(f, p->block,
		 &(struct box_style){.face = face,
				     .corners = CORNERS_START,
				     .radius = c->spine ? 0 : radius,
				     .square = c->spine});
	if (c->block_icon != NULL) {
		int icon = widget_px(f, 56);
		int low = str_empty(c->top) ? 0 : widget_em(f, 34);
		node_icon(f,
			  RECT(p->block.x + (p->block.w - icon) / 2,
			       p->block.y + (p->block.h - icon - low) / 2, icon, icon),
			  c->block_icon, ink);
		if (low > 0)
			widget_two_lines(
				f,
				RECT(p->block.x, p->block.y + (p->block.h + icon - low) / 2, p->block.w, low),
				NULL, 0, false, c->top, widget_em(f, widget_or(c->top_px, 30)), false, false,
				ink);
		return;
	}
	int clock = widget_em(f, widget_or(c->clock_px, 44)), small = widget_em(f, widget_or(c->top_px, 30));
	/* the calendar says when it starts, large, and under it when it ends */
	if (c->spine)
		widget_two_lines(f, p->block, c->top, clock, true, c->clock, small, false, c->struck, ink);
	else
		widget_two_lines(f, p->block, c->top, small, false, c->clock, clock, true, c->struck, ink);
}

int widget_card_height(struct frame *f, const struct widget_card *c)
{
	struct rect face = RECT(0, 0, c->r.w - 2 * widget_px(f, BORDER), 1000);
	struct card_plan p = plan_card(f, c, face);
	const struct widget_text title = {c->title, p.title_px, true, WIDGET_LINE_PCT, c->title_lines};
	int need = widget_fit(f, &title, p.text.w, face.h).h + p.meta_h + widget_px(f, 2 * 8 + BORDER + FOOT);
	int block =
		(widget_em(f, widget_or(c->clock_px, 44)) + widget_em(f, widget_or(c->top_px, 30))) * WIDGET_LINE_PCT / 100 +
		widget_px(f, 8 + BORDER + FOOT);
	int least = widget_px(f, 116);
	need = need > block ? need : block;
	return need > least ? need : least;
}

bool widget_card_whole(struct frame *f, const struct widget_card *c)
{
	struct rect face = node_face_to_be(f, c->r, PART_LINE, c->look, NULL);
	struct card_plan p = plan_card(f, c, face);
	struct widget_text title = {c->title, p.title_px, true, WIDGET_LINE_PCT, c->title_lines};
	return !widget_fit(f, &title, p.text.w, face.h).truncated;
}

int widget_card(struct frame *f, const struct widget_card *c, const struct semantics *sem)
{
	struct semantics s = widget_semantics(sem, ROLE_ITEM);
	int i = node_open_part(f, c->r, PART_LINE, c->look, &s);
	struct rect face = node_part_face(f, i);
	struct part_colours ink = node_part_ink(f, i);
	struct card_plan p = plan_card(f, c, face);
	place_block(f, c, &p, i);
	struct widget_text title = {c->title, p.title_px, true, WIDGET_LINE_PCT, c->title_lines};
	p.title = widget_fit(f, &title, p.text.w, face.h - p.meta_h - widget_px(f, 4));
	/* closer, before anything is left out */
	bool crowded = p.title.truncated || p.title.h + p.meta_h > face.h;
	if (crowded && (p.meta.lines > 1 || p.meta.px > f->in.m->min_em)) {
		plan_meta(f, c, &p, f->in.m->min_em, 1);
		p.title = widget_fit(f, &title, p.text.w, face.h - p.meta_h);
	}
	/* beside a tag on a narrow card a name would only be a piece of itself */
	int beside = card_meta_width(f, c, &p);
	bool piece = tag_width(f, c) > 0 && beside < widget_px(f, 300) && (p.meta.truncated || beside <= 0);
	bool meta = !p.title.truncated || c->tag != TAG_NONE; /* else the hint and the next page still say it */
	if (!meta) {
		p.meta_h = 0;
		p.title = widget_fit(f, &title, p.text.w, face.h);
	}
	if (p.title.truncated) {
		title.line_pct = WIDGET_CLOSE_PCT;
		int line = c->tag != TAG_NONE ? widget_em(f, TAG_H) : p.meta_h; /* a tag needs no air above it */
		struct widget_fitted close = widget_fit(f, &title, p.text.w, face.h - line);
		if (close.lines > p.title.lines) {
			p.title = close;
			p.meta_h = p.meta_line = line;
		}
	}
	int y = face.y + (face.h - p.title.h - p.meta_h) / 2;
	/* capitals have more air above them than a g has below, which a tag would cover */
	int lift_px = p.title.line_pct != WIDGET_CLOSE_PCT ? 0 : c->tag != TAG_NONE ? p.title.px / 6 : p.title.px / 12;
	y -= lift_px;
	node_text(f,
		  &(struct text_box){.r = RECT(p.text.x, y, p.text.w, p.title.h),
				     .s = c->title,
				     .px = p.title.px,
				     .bold = true,
				     .ink = ink.ink,
				     .line_pct = p.title.line_pct,
				     .max_lines = p.title.lines,
				     .may_end = END_LISTED,
				     .lang = c->lang},
		  NULL);
	y += p.title.h;
	if (c->tag != TAG_NONE)
		y += lift_px;
	int x = p.text.x, middle = y + p.meta_line / 2;
	x += place_tag(f, x, middle, c);
	if (meta && !piece && !str_empty(c->meta)) {
		int icon = meta_icon(f, c);
		if (c->meta_icon != NULL) {
			node_icon(f, RECT(x, middle - icon / 2, icon, icon), c->meta_icon, ink.ink2);
			x += icon + widget_px(f, 10);
		}
		int lift = p.meta.lines > 1 ? 0 : (p.meta_h - p.meta.h) / 2;
		widget_note(f, RECT(x, y + lift, p.text.x + p.text.w - x, p.meta.h), p.meta_words, &p.meta, ink.ink2, c->lang);
	}
	if (!c->no_arrow)
		node_icon(f, p.arrow, "chevron_right", theme_look(f->in.theme, c->look).line);
	node_close(f);
	return i;
}

/* Words beside the plate. */
struct fact_plan {
	int plate, width;
	struct widget_text value;
	struct widget_fitted note;
};

static struct widget_fitted fact_note(struct frame *f, const struct widget_fact *w, int px, int width)
{
	return str_empty(w->text) ? (struct widget_fitted){0} : widget_note_fit(f, w->text, px, width, FACT_NOTE_LINES);
}

static struct fact_plan plan_fact(struct frame *f, const struct widget_fact *w)
{
	struct fact_plan p = {.plate = widget_px(f, widget_or(w->plate_px, 88)),
			      .value = {w->value, widget_em(f, widget_or(w->value_px, 40)), true, WIDGET_LINE_PCT, 3}};
	p.width = w->r.w - p.plate - widget_px(f, 24);
	p.note = fact_note(f, w, widget_em(f, widget_or(w->text_px, 32)), p.width);
	return p;
}

static void fact_plate(struct frame *f, const struct widget_fact *w, struct rect r)
{
	const struct theme *t = f->in.theme;
	struct look_colours look = theme_look(t, w->look);
	int in = (r.w - r.w * 56 / 88) / 2;
	bool dark = t->name == THEME_DARK;
	node_box(f, r,
		 &(struct box_style){.face = dark ? look.line : look.tint,
				     .radius = widget_px(f, 16),
				     .border = t->surface_border,
				     .border_px = widget_px(f, t->surface_border_px)});
	node_icon(f, rect_inset(r, in, in, in, in), w->icon, dark ? look.on_line : look.line);
}

int widget_fact(struct frame *f, const struct widget_fact *w, const struct semantics *sem)
{
	const struct theme *t = f->in.theme;
	struct semantics s = widget_semantics(sem, ROLE_TEXT);
	int i = node_open_group(f, w->r, &s);
	struct fact_plan p = plan_fact(f, w);
	fact_plate(f, w, RECT(w->r.x, w->r.y + (w->r.h - p.plate) / 2, p.plate, p.plate));
	struct widget_fitted fit = widget_fit(f, &p.value, p.width, w->r.h - p.note.h);
	if (fit.truncated && p.note.px > f->in.m->min_em) { /* smaller, before anything is left out */
		p.note = fact_note(f, w, f->in.m->min_em, p.width);
		fit = widget_fit(f, &p.value, p.width, w->r.h - p.note.h);
	}
	int x = w->r.x + w->r.w - p.width, y = w->r.y + (w->r.h - fit.h - p.note.h) / 2;
	node_text(f,
		  &(struct text_box){.r = RECT(x, y, p.width, fit.h),
				     .s = w->value,
				     .px = fit.px,
				     .bold = true,
				     .ink = t->ink,
				     .line_pct = WIDGET_LINE_PCT,
				     .max_lines = fit.lines,
				     .lang = w->lang},
		  NULL);
	if (p.note.h > 0)
		node_text(f,
			  &(struct text_box){.r = RECT(x, y + fit.h, p.width, p.note.h),
					     .s = w->text,
					     .px = p.note.px,
					     .ink = t->ink2,
					     .line_pct = WIDGET_META_PCT,
					     .max_lines = p.note.lines,
					     .strike = w->struck,
					     .lang = w->lang},
			  NULL);
	node_close(f);
	return i;
}

int widget_fact_height(struct frame *f, const struct widget_fact *w)
{
	struct fact_plan p = plan_fact(f, w);
	int lines = p.value.max_lines * ((p.value.px * WIDGET_LINE_PCT + 50) / 100);
	int h = widget_fit(f, &p.value, p.width, lines).h + p.note.h;
	return h > w->r.h ? h : w->r.h;
}

struct notice_look {
	colour face, bar, icon, ink;
	const char *name;
};

static struct notice_look notice_look(const struct theme *t, const struct widget_notice *n)
{
	if (n->strong)
		return (struct notice_look){t->error, t->error, t->on_error, t->on_error, "event_busy"};
	switch (n->kind) {
	case NOTICE_WARNING:
		return (struct notice_look){t->warning_face, t->warning_bar, t->warning_icon, t->warning_ink,
					    "warning"};
	case NOTICE_ERROR:
		return (struct notice_look){t->error_face, t->error, t->error, t->ink, "event_busy"};
	case NOTICE_SUCCESS:
		return (struct notice_look){t->success_face, t->success, t->success, t->success_ink,
					    "check_circle"};
	case NOTICE_INFO: break;
	}
	return (struct notice_look){t->info_face, t->info_bar, t->info_bar, t->info_ink, "info"};
}

void widget_bar(struct frame *f, struct rect r, colour c, colour face, int bar, int radius)
{
	node_box(f, RECT(r.x, r.y, bar + radius, r.h), &(struct box_style){.face = c, .radius = radius, .corners = CORNERS_START});
	int in = f->in.theme->surface_border_px > 0 ? widget_px(f, f->in.theme->surface_border_px) : 0;
	node_fill(f, RECT(r.x + bar, r.y + in, radius, r.h - 2 * in), face);
}

#define NOTICE_TIGHT_PCT 100

static void fit_notice(struct frame *f, const struct widget_notice *n, struct rect in, int line_pct, struct widget_fitted *title,
		       struct widget_fitted *text)
{
	struct widget_text t = {n->title, widget_em(f, widget_or(n->title_px, 36)), true, line_pct, 0};
	struct widget_text s = {n->text, widget_em(f, widget_or(n->text_px, 32)), false, line_pct, 0};
	bool half = n->title != NULL && n->text != NULL && line_pct != NOTICE_TIGHT_PCT;
	*title = *text = (struct widget_fitted){.line_pct = line_pct};
	if (n->title != NULL)
		*title = widget_fit(f, &t, in.w, half ? in.h / 2 : in.h);
	if (n->text != NULL)
		*text = widget_fit(f, &s, in.w, in.h - title->h);
}

static int whole_height(struct frame *f, const char *s, int px, bool bold, int w)
{
	struct text_style style = {.px = px, .bold = bold, .line_pct = WIDGET_LINE_PCT, .layout_rtl = f->in.m->rtl};
	return s == NULL ? 0 : text_measure(f->in.ui->text, s, &style, w).h;
}

#define NOTICE_NARROW 620 /* on the landscape sign: the words need the air of a wide one */
#define NOTICE_BAR 14

/* Where icon and words stand in a notice of n's width. */
struct notice_plan {
	struct rect icon, words;
};

static struct notice_plan plan_notice(const struct frame *f, const struct widget_notice *n)
{
	bool both = n->title != NULL && n->text != NULL, narrow = n->r.w <= widget_px(f, NOTICE_NARROW);
	int icon = widget_px(f, narrow ? 42 : both || n->strong ? 60 : 48), air = widget_px(f, narrow ? 8 : 20);
	struct rect at = RECT(n->r.x + widget_px(f, NOTICE_BAR) + widget_px(f, narrow ? 8 : 22), n->r.y, icon, n->r.h);
	int x = at.x + icon + air;
	return (struct notice_plan){at, RECT(x, n->r.y, n->r.x + n->r.w - air - x, n->r.h)};
}

int widget_notice_height(struct frame *f, const struct widget_notice *n)
{
	bool both = n->title != NULL && n->text != NULL;
	int w = plan_notice(f, n).words.w;
	int title = whole_height(f, n->title, widget_em(f, widget_or(n->title_px, 36)), true, w);
	int text = whole_height(f, n->text, widget_em(f, widget_or(n->text_px, 32)), false, w);
	/* each has at most half the height where there are two */
	return (both && title > text ? 2 * title : title + text) + widget_px(f, 2 * 20);
}

int widget_notice(struct frame *f, const struct widget_notice *n, const struct semantics *sem)
{
	struct notice_look look = notice_look(f->in.theme, n);
	struct semantics s = widget_semantics(sem, ROLE_STATUS);
	int radius = widget_px(f, RADIUS_BOARD), bar = widget_px(f, NOTICE_BAR);
	struct box_style style = {.face = look.face,
				  .radius = radius,
				  .border = f->in.theme->surface_border,
				  .border_px = widget_px(f, f->in.theme->surface_border_px)};
	int i = node_open_box(f, n->r, &style, &s);
	if (!n->strong)
		widget_bar(f, n->r, look.bar, look.face, bar, radius);
	struct notice_plan plan = plan_notice(f, n);
	struct rect in = plan.words;
	node_icon(f, plan.icon, n->icon != NULL ? n->icon : look.name, look.icon);
	struct widget_fitted a, b;
	fit_notice(f, n, in, WIDGET_LINE_PCT, &a, &b);
	if (n->may_end == END_NEVER && (a.truncated || b.truncated)) /* closer, and the title as many lines as it takes, before an end is lost */
		fit_notice(f, n, in, NOTICE_TIGHT_PCT, &a, &b);
	/* in the largest letters only what comes first; the whole is said */
	bool text = n->text != NULL && (n->title == NULL || a.h + b.h <= in.h);
	int y = in.y + (in.h - a.h - (text ? b.h : 0)) / 2;
	if (n->title != NULL)
		node_text(f,
			  &(struct text_box){.r = RECT(in.x, y, in.w, a.h),
					     .s = n->title,
					     .px = a.px,
					     .bold = true,
					     .ink = look.ink,
					     .line_pct = a.line_pct,
					     .max_lines = a.lines,
					     .may_end = n->may_end},
			  NULL);
	if (text)
		node_text(f,
			  &(struct text_box){.r = RECT(in.x, y + a.h, in.w, b.h),
					     .s = n->text,
					     .px = b.px,
					     .ink = look.ink,
					     .line_pct = b.line_pct,
					     .max_lines = b.lines,
					     .may_end = n->may_end},
			  NULL);
	node_close(f);
	return i;
}
