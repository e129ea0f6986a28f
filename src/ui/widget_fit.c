#include "ui/widget_fit.h"

#include "ui/ui.h"

#define A_LITTLE_PCT 88

static bool try_fit(struct frame *f, const struct widget_text *t, int px, int lines, int w,
		    struct widget_fitted *out)
{
	struct text_style style = {.px = px,
				   .bold = t->bold,
				   .line_pct = t->line_pct,
				   .max_lines = lines,
				   .layout_rtl = f->in.m->rtl};
	struct text_size size = text_measure(f->in.ui->text, t->s, &style, w);
	*out = (struct widget_fitted){px, size.lines, size.w, size.h, size.truncated};
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
	int floor_px = metrics_em(f->in.m, 28);
	int less = t->px * A_LITTLE_PCT / 100 > floor_px ? t->px * A_LITTLE_PCT / 100 : floor_px;
	if (less > t->px)
		less = t->px;
	if (try_fit(f, t, t->px, 1, w, &out) || try_fit(f, t, less, 1, w, &out))
		return out;
	for (int px = t->px; px > floor_px; px = px * 93 / 100)
		if (lines_in(t, px, h) > 1 && try_fit(f, t, px, lines_in(t, px, h), w, &out))
			return out;
	/* as small as the visitor's text size allows, then as small as may be read at all */
	if (!try_fit(f, t, floor_px < t->px ? floor_px : t->px, lines_in(t, floor_px, h), w, &out) &&
	    f->in.m->min_em < floor_px)
		try_fit(f, t, f->in.m->min_em, lines_in(t, f->in.m->min_em, h), w, &out);
	return out;
}

struct semantics widget_semantics(const struct semantics *sem, enum role usual)
{
	struct semantics s = sem != NULL ? *sem : (struct semantics){0};
	if (s.role == ROLE_NONE)
		s.role = usual;
	return s;
}
