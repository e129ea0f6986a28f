#include "ui/widget_fit.h"

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
	*out = (struct widget_fitted){px, size.lines, size.w, size.h, size.truncated || size.cut};
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
