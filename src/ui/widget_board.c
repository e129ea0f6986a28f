/* Departure board row: on home, in the hits of a search. */
#include "base/str.h"
#include "ui/ui.h"
#include "ui/widget.h"
#include "ui/widget_fit.h"

struct board_plan {
	struct rect clock, text, arrow;
	int icon, indent; /* of the note */
};

static struct board_plan board_plan(const struct frame *f, const struct widget_board_row *b, struct rect face)
{
	struct board_plan p;
	double grow = f->in.m->text_factor < 1.35 ? f->in.m->text_factor : 1.35;
	int arrow = widget_px(f, widget_or(b->arrow_px, 56));
	p.clock = RECT(face.x, face.y, b->plain ? 0 : (int)(widget_px(f, widget_or(b->clock_w, 184)) * grow), face.h);
	p.arrow = RECT(face.x + face.w - widget_px(f, b->tight ? 0 : 14) - arrow, face.y, arrow, face.h);
	p.text = RECT(p.clock.x + p.clock.w + widget_px(f, 27), face.y, 0, face.h);
	p.text.w = p.arrow.x - widget_px(f, b->tight ? 0 : 8) - p.text.x;
	p.icon = b->meta_icon != NULL && !str_empty(b->meta) ? widget_em(f, 32) : 0;
	p.indent = p.icon > 0 ? p.icon + widget_px(f, 10) : 0;
	return p;
}

static const char *board_note(struct frame *f, const struct widget_board_row *b, int w, int lines, struct widget_fitted *out)
{
	struct widget_text t = {NULL, widget_em(f, widget_or(b->meta_px, 30)), false, WIDGET_META_PCT, lines};
	return widget_note_words(f, b->meta, b->meta_short, &t, w, out);
}

int widget_board_height(struct frame *f, const struct widget_board_row *b, int title_lines)
{
	struct board_plan p = board_plan(f, b, RECT(0, 0, b->r.w, b->r.h));
	int title_px = widget_em(f, widget_or(b->title_px, 38));
	struct widget_text title = {b->title, title_px, true, WIDGET_LINE_PCT, title_lines};
	int h = widget_fit(f, &title, p.text.w, title_lines * ((title_px * WIDGET_LINE_PCT + 50) / 100)).h;
	struct widget_fitted note;
	(void)board_note(f, b, p.text.w - p.indent, 2, &note);
	h += note.h;
	h += widget_px(f, 8 + FOOT);
	return h > b->r.h ? h : b->r.h;
}

struct board_words {
	struct widget_fitted title, meta;
	const char *note; /* the form of it that was taken */
};

/* Lines closer together, before a name is cut. */
static struct board_words board_closer(struct frame *f, const struct widget_text *title, int w, int h, const struct board_words *as)
{
	struct board_words closer = *as;
	struct widget_text t = *title;
	t.line_pct = WIDGET_CLOSE_PCT;
	if (as->title.truncated)
		closer.title = widget_fit(f, &t, w, h - as->meta.h);
	return closer.title.lines > as->title.lines ? closer : *as;
}

/* The note on one line, or on two where the row has room for them; a long title goes before it. */
static struct board_words board_words(struct frame *f, const struct widget_board_row *b, int title_w, int meta_w,
				      int h)
{
	struct widget_text title = {b->title, widget_em(f, widget_or(b->title_px, 38)), true, WIDGET_LINE_PCT, 0};
	struct board_words w = {0};
	w.note = board_note(f, b, meta_w, 2, &w.meta);
	w.title = widget_fit(f, &title, title_w, h - w.meta.h - widget_px(f, 4));
	if (w.meta.lines < 2 || (!w.title.truncated && w.title.h + w.meta.h <= h))
		return board_closer(f, &title, title_w, h, &w);
	w.note = board_note(f, b, meta_w, 1, &w.meta);
	w.title = widget_fit(f, &title, title_w, h - w.meta.h - widget_px(f, 4));
	return board_closer(f, &title, title_w, h, &w);
}

/* Alone in the middle, or with a word under it. */
static void board_clock(struct frame *f, const struct widget_board_row *b, struct rect r, const struct part_colours *ink)
{
	int px = widget_em(f, widget_or(b->clock_px, 56)), low_px = widget_em(f, widget_or(b->meta_px, 30));
	int high = (px * WIDGET_LINE_PCT + 50) / 100, low = (low_px * WIDGET_META_PCT + 50) / 100;
	if (str_empty(b->below)) {
		widget_two_lines(f, r, NULL, 0, false, b->clock, px, true, false, ink->ink);
		return;
	}
	r.y += (r.h - high - low) / 2;
	widget_two_lines(f, RECT(r.x, r.y, r.w, high), NULL, 0, false, b->clock, px, true, false, ink->ink);
	widget_two_lines(f, RECT(r.x, r.y + high, r.w, low), NULL, 0, false, b->below, low_px, false, false, ink->ink2);
}

int widget_board_row(struct frame *f, const struct widget_board_row *b, const struct semantics *sem)
{
	const struct theme *t = f->in.theme;
	struct semantics s = widget_semantics(sem, ROLE_ITEM);
	int i = node_open_part(f, b->r, PART_BOARD, LOOK_NONE, &s);
	struct rect face = node_part_face(f, i);
	struct part_colours ink = node_part_ink(f, i);
	struct board_plan p = board_plan(f, b, face);
	struct rect clock = p.clock, go = p.arrow, in = p.text;
	if (!b->plain) {
		int star = widget_em(f, 72) < clock.w * 2 / 3 ? widget_em(f, 72) : clock.w * 2 / 3;
		if (b->clock != NULL)
			board_clock(f, b, clock, &ink);
		else
			node_icon(f, RECT(clock.x + (clock.w - star) / 2, face.y, star, face.h), "star", t->accent);
		int line_h = face.h * 76 / 106;
		node_fill(f, RECT(clock.x + clock.w, face.y + (face.h - line_h) / 2, widget_px(f, 3), line_h), t->sign_line);
	}
	int icon = p.icon, indent = p.indent;
	struct board_words words = board_words(f, b, in.w, in.w - indent, face.h);
	int y = face.y + (face.h - words.title.h - words.meta.h) / 2;
	node_text(f,
		  &(struct text_box){.r = RECT(in.x, y, in.w, words.title.h),
				     .s = b->title,
				     .px = words.title.px,
				     .bold = true,
				     .ink = ink.ink,
				     .line_pct = words.title.line_pct,
				     .max_lines = words.title.lines,
				     .lang = b->lang,
				     .may_end = END_LISTED},
		  NULL);
	if (words.meta.h > 0) {
		int line = words.meta.h / words.meta.lines;
		y += words.title.h;
		if (icon > 0)
			node_icon(f, RECT(in.x, y + (line - icon) / 2, icon, icon), b->meta_icon, ink.ink2);
		widget_note(f, RECT(in.x + indent, y, in.w - indent, words.meta.h), words.note, &words.meta, ink.ink2,
			b->lang);
	}
	node_icon(f, go, "chevron_right", ink.ink);
	node_close(f);
	return i;
}
