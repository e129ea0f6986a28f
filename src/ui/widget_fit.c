#include "ui/widget_fit.h"

#include "base/str.h"
#include "ui/ui.h"

#define A_LITTLE_PCT 88
#define STEP_PCT 94

static bool try_fit(struct frame *f, const struct widget_text *t, int px, int lines, int w,
		    struct widget_fitted *out)
{
	struct text_style style = {.px = px,
				   .bold = t->bold,
				   .line_pct = t->line_pct,
				   .max_lines = lines,
				   .layout_rtl = f->in.m->rtl};
	struct text_size size = text_measure(f->in.ui->text, t->s, &style, w);
	*out = (struct widget_fitted){px, size.lines, size.w, size.h, t->line_pct, size.truncated || size.cut};
	return !size.truncated && !size.cut;
}

static int lines_in(const struct widget_text *t, int px, int h)
{
	int line = (px * (t->line_pct > 0 ? t->line_pct : 125) + 50) / 100;
	int lines = h / line;
	if (t->max_lines > 0 && lines > t->max_lines)
		lines = t->max_lines;
	return lines > 0 ? lines : 1;
}

struct widget_fitted widget_fit(struct frame *f, const struct widget_text *t, int w, int h)
{
	struct widget_fitted out;
	int least = f->in.m->min_em < t->px ? f->in.m->min_em : t->px;
	int a_little = t->px * A_LITTLE_PCT / 100 > least ? t->px * A_LITTLE_PCT / 100 : least;
	if (try_fit(f, t, t->px, 1, w, &out) || try_fit(f, t, a_little, 1, w, &out))
		return out;
	for (int px = t->px; px > least; px = px * STEP_PCT / 100)
		if (try_fit(f, t, px, lines_in(t, px, h), w, &out))
			return out;
	try_fit(f, t, least, lines_in(t, least, h), w, &out);
	return out;
}

struct semantics widget_semantics(const struct semantics *sem, enum role usual)
{
	struct semantics s = sem != NULL ? *sem : (struct semantics){0};
	if (s.role == ROLE_NONE)
		s.role = usual;
	return s;
}

void widget_block(struct frame *f, int part, struct rect block, colour c)
{
	const struct part_colours *p = &f->nodes[part].as.part.c;
	int w = p->border_px;
	node_box(f, RECT(block.x - w, block.y - w, block.w + w, block.h + 2 * w),
		 &(struct box_style){.face = c, .corners = CORNERS_START, .radius = p->radius});
}

struct widget_fitted widget_note_fit(struct frame *f, const char *s, int px, int w, int lines)
{
	struct widget_text t = {s, px, false, WIDGET_META_PCT, lines};
	return widget_fit(f, &t, w, lines * ((px * WIDGET_META_PCT + 50) / 100));
}

const char *widget_note_words(struct frame *f, const char *s, const char *const *shorter, const struct widget_text *t, int w,
			      struct widget_fitted *out)
{
	static const char *const NONE[] = {NULL};
	struct widget_text one = *t;
	*out = (struct widget_fitted){0};
	if (str_empty(s))
		return NULL;
	int h = t->max_lines * ((t->px * t->line_pct + 50) / 100);
	const char *const *next = shorter != NULL ? shorter : NONE;
	for (one.s = s;; one.s = *next++) {
		*out = widget_fit(f, &one, w, h);
		if (!out->truncated || *next == NULL)
			return one.s;
	}
}

void widget_note(struct frame *f, struct rect r, const char *s, const struct widget_fitted *fit, colour ink,
		    const char *lang)
{
	node_text(f,
		  &(struct text_box){.r = r,
				     .s = s,
				     .px = fit->px,
				     .ink = ink,
				     .line_pct = WIDGET_META_PCT,
				     .max_lines = fit->lines,
				     .lang = lang,
				     .may_end = END_LISTED},
		  NULL);
}

void widget_two_lines(struct frame *f, struct rect r, const char *top, int top_px, bool top_bold,
		      const char *low, int low_px, bool low_bold, bool struck, colour ink)
{
	struct rect in = rect_inset(r, widget_px(f, 6), 0, widget_px(f, 6), 0);
	struct widget_fitted a = {0}, b = {0};
	int pct = WIDGET_LINE_PCT;
	if (!str_empty(low))
		b = widget_fit(f, &(struct widget_text){low, low_px, low_bold, WIDGET_LINE_PCT, 1}, in.w, in.h);
	if (!str_empty(top)) /* three weekdays in full take three lines */
		a = widget_fit(f, &(struct widget_text){top, top_px, top_bold, WIDGET_LINE_PCT, 3}, in.w, in.h - b.h);
	if (a.truncated && b.h > 0) { /* the day before the size of the clock */
		b = widget_fit(f, &(struct widget_text){low, low_px * 3 / 4, low_bold, WIDGET_LINE_PCT, 1}, in.w, in.h);
		a = widget_fit(f, &(struct widget_text){top, top_px, top_bold, WIDGET_LINE_PCT, 3}, in.w, in.h - b.h);
	}
	if (a.truncated && b.h > 0) { /* a date and the names of days in Arabic want two lines */
		int least = f->in.m->min_em;
		pct = WIDGET_CLOSE_PCT;
		b = widget_fit(f, &(struct widget_text){low, least, low_bold, pct, 1}, in.w, in.h);
		a = widget_fit(f, &(struct widget_text){top, least, top_bold, pct, 3}, in.w, in.h - b.h);
	}
	/* both one over the other: smaller until they stand inside */
	if (a.h + b.h > in.h && a.h > 0 && b.h > 0) {
		int least = f->in.m->min_em, all = a.h + b.h, px_a = a.px * in.h / all, px_b = b.px * in.h / all;
		a = widget_fit(f, &(struct widget_text){top, px_a > least ? px_a : least, top_bold, WIDGET_LINE_PCT, 1}, in.w, in.h / 2);
		b = widget_fit(f, &(struct widget_text){low, px_b > least ? px_b : least, low_bold, WIDGET_LINE_PCT, 1}, in.w, in.h);
	}
	int y = in.y + (in.h - a.h - b.h) / 2;
	if (a.h > 0)
		node_text(f,
			  &(struct text_box){.r = RECT(in.x, y, in.w, a.h),
					     .s = top,
					     .px = a.px,
					     .bold = top_bold,
					     .ink = ink,
					     .line_pct = pct,
					     .max_lines = a.lines,
					     .align = TEXT_CENTRE,
					     .may_end = a.lines > 1 ? END_LISTED : END_NEVER, /* many days: said, and whole on the next page */
					     .strike = struck && top_bold},
			  NULL);
	if (b.h > 0)
		node_text(f,
			  &(struct text_box){.r = RECT(in.x, y + a.h, in.w, b.h),
					     .s = low,
					     .px = b.px,
					     .bold = low_bold,
					     .ink = ink,
					     .line_pct = pct,
					     .max_lines = 1,
					     .align = TEXT_CENTRE,
					     .strike = struck && low_bold},
			  NULL);
}
