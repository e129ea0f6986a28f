#include "ui/widget.h"

#include "base/arena.h"
#include "ui/ui.h"
#include "ui/widget_fit.h"

#define LINE_PCT 118

static int px_of(const struct frame *f, int design)
{
	return metrics_px(f->in.m, design);
}

static int em_of(const struct frame *f, int design)
{
	return metrics_em(f->in.m, design);
}

/* Icons keep their size beside the text of the class: larger on a landscape panel seen from as far. */
static int icon_of(const struct frame *f, int design)
{
	return f->in.m->cls == SCREEN_LANDSCAPE ? px_of(f, design * 6 / 5) : px_of(f, design);
}

/* Icon and label of a button once their sizes are known. */
struct content {
	struct widget_fitted label, note;
	int icon, gap, note_gap, count;
	int line_pct; /* of the label */
};

static int content_width(const struct widget_button *b, const struct content *c)
{
	return c->label.w + (c->icon > 0 ? c->icon + c->gap : 0) +
	       (b->note != NULL && c->note.w > 0 ? c->note_gap + c->note.w : 0) +
	       (c->count > 0 ? c->gap + c->count : 0);
}

static void place_text(struct frame *f, struct rect r, const char *s, const struct widget_fitted *fit,
		       bool bold, enum text_align align, int line_pct, colour ink)
{
	/* Pieces laid one by one may be a few px wider than the line measured whole. */
	r.w += px_of(f, 8);
	if (align == TEXT_CENTRE)
		r.x -= px_of(f, 4);
	node_text(f,
		  &(struct text_box){.r = r,
				     .s = s,
				     .px = fit->px,
				     .bold = bold,
				     .ink = ink,
				     .line_pct = line_pct,
				     .max_lines = fit->lines,
				     .align = align,
				     .valign = VALIGN_CENTRE},
		  NULL);
}

static void place_count(struct frame *f, struct rect at, int count, colour face, colour ink)
{
	node_box(f, at, &(struct box_style){.face = face, .radius = at.h / 2});
	node_text(f,
		  &(struct text_box){.r = at,
				     .s = arena_printf(f->arena, "%d", count),
				     .px = em_of(f, 28),
				     .bold = true,
				     .ink = ink,
				     .max_lines = 1,
				     .align = TEXT_CENTRE,
				     .valign = VALIGN_CENTRE},
		  NULL);
}

static void place_content(struct frame *f, const struct widget_button *b, const struct content *c,
			  struct rect face, const struct part_colours *ink, const char *icon)
{
	int x = b->start ? face.x : face.x + (face.w - content_width(b, c)) / 2;
	if (c->icon > 0 && !b->icon_after) {
		node_icon(f, RECT(x, face.y + (face.h - c->icon) / 2, c->icon, c->icon), icon, ink->ink);
		x += c->icon + c->gap;
	}
	int room = face.x + face.w - x - px_of(f, 5); /* place_text adds a little: never over the edge */
	place_text(f, RECT(x, face.y, c->label.w < room || c->label.lines > 1 ? c->label.w : room, face.h), b->label, &c->label, true,
		   c->label.lines > 1 && c->icon == 0 && !b->start ? TEXT_CENTRE : TEXT_START, c->line_pct, ink->ink);
	x += c->label.w;
	if (b->note != NULL && c->note.w > 0) {
		x += c->note_gap;
		place_text(f, RECT(x, face.y, c->note.w, face.h), b->note, &c->note, false, TEXT_START, LINE_PCT, ink->ink2);
		x += c->note.w;
	}
	if (c->icon > 0 && b->icon_after) {
		x += c->gap;
		node_icon(f, RECT(x, face.y + (face.h - c->icon) / 2, c->icon, c->icon), icon, ink->ink);
		x += c->icon;
	}
	if (c->count > 0) {
		int at = b->start ? face.x + face.w - c->count : x + c->gap;
		place_count(f, RECT(at, face.y + (face.h - c->count) / 2, c->count, c->count), b->count,
			    ink->ink, ink->face);
	}
}

/* The glyphs do not fill their squares: the gap the eye sees is wider than this one. */
static int gap_beside(int icon)
{
	return icon * 5 / 16;
}

static int width_for_label(const struct content *c, struct rect face)
{
	return face.w - (c->icon > 0 ? c->icon + c->gap : 0) - (c->count > 0 ? c->gap + c->count : 0);
}

/* The label beside an icon of this size. */
static void label_beside(struct frame *f, const struct widget_text *words, struct content *c, int icon, struct rect face)
{
	c->icon = icon;
	if (icon > 0)
		c->gap = gap_beside(icon);
	c->label = widget_fit(f, words, width_for_label(c, face), face.h);
}

/* A smaller icon did not bring the words onto one line: as large as they leave it. */
static void grow_icon(struct frame *f, const struct widget_text *words, struct content *c, int large, struct rect face)
{
	const struct content small = *c;
	for (int left = 5; left > 0; left--) {
		label_beside(f, words, c, small.icon + (large - small.icon) * left / 5, face);
		if (!c->label.truncated && c->label.px == small.label.px && c->label.lines == small.label.lines)
			return;
	}
	*c = small;
}

/* Words before pictures: the icon gives way down to the height of the letters, then, unless it says that this is the one
 * chosen, altogether. */
static void fit_label(struct frame *f, const struct widget_button *b, struct content *c, int px, struct rect face, bool selected)
{
	struct widget_text words = {b->label, px, true, c->line_pct, 2};
	int large = c->icon;
	c->gap = px_of(f, 20);
	label_beside(f, &words, c, large, face);
	for (int left = 4; large > px && left >= 0 && (c->label.truncated || c->label.px < px || c->label.lines > 1); left--)
		label_beside(f, &words, c, px + (large - px) * left / 5, face);
	if (c->icon > 0 && (c->label.truncated || c->label.px < px) && c->icon > c->label.px)
		label_beside(f, &words, c, c->label.px, face);
	if (c->icon > 0 && !selected && c->label.truncated) /* the word alone rather than half a word */
		label_beside(f, &words, c, 0, face);
	if (c->icon > 0 && c->icon < large && c->label.lines > 1 && !c->label.truncated)
		grow_icon(f, &words, c, large, face);
}

/* Chosen: its mark stands in place of its icon. */
static bool chosen(const struct semantics *s)
{
	return s->selected && (s->role == ROLE_CHOICE || s->role == ROLE_TOGGLE);
}

static int at_most(int px, int most)
{
	return most > 0 && px > most ? most : px;
}

/* Sizes of what is on the button; *face becomes the part of it that is for words. */
static struct content fit_button(struct frame *f, const struct widget_button *b, const struct semantics *s, struct rect *face)
{
	bool tall = b->r.h >= px_of(f, 120);
	int pad = b->start ? px_of(f, 24) : px_of(f, face->w < px_of(f, 260) ? 8 : 16);
	*face = rect_inset(*face, pad, 0, pad, 0);
	struct content c = {.note_gap = px_of(f, 16), .line_pct = LINE_PCT};
	int px = em_of(f, b->px > 0 ? b->px : tall ? 40 : 36);
	px = at_most(px, b->most.px);
	if (b->icon != NULL || chosen(s))
		c.icon = at_most(widget_or(px_of(f, b->icon_px), icon_of(f, chosen(s) ? 44 : tall ? 64 : 56)), b->most.icon);
	if (b->count > 0)
		c.count = em_of(f, 44);
	fit_label(f, b, &c, px, *face, s->selected);
	if (c.label.truncated) { /* lines and edges closer rather than a word cut */
		*face = rect_inset(*face, px_of(f, 4) - pad, 0, px_of(f, 4) - pad, 0);
		c.line_pct = WIDGET_CLOSE_PCT;
		fit_label(f, b, &c, px, *face, s->selected);
	}
	int left = face->w - content_width(b, &c) - c.note_gap;
	if (b->note != NULL && c.label.lines == 1 && left > 0) {
		c.note = widget_fit(f, &(struct widget_text){b->note, em_of(f, 30), false, LINE_PCT, 1}, left, face->h);
		if (c.note.truncated) /* the spoken label still has it */
			c.note.w = 0;
	}
	return c;
}

struct widget_button_size widget_button_size(struct frame *f, const struct widget_button *b, const struct semantics *sem)
{
	struct semantics s = widget_semantics(sem, ROLE_BUTTON);
	struct rect face = node_face_to_be(f, b->r, b->kind, b->look, &s);
	struct content c = fit_button(f, b, &s, &face);
	return (struct widget_button_size){c.label.px, c.icon};
}

int widget_button(struct frame *f, const struct widget_button *b, const struct semantics *sem)
{
	struct semantics s = widget_semantics(sem, ROLE_BUTTON);
	if (s.label == NULL)
		s.label = b->note != NULL ? arena_printf(f->arena, "%s. %s", b->label, b->note) : b->label;
	int i = node_open_part(f, b->r, b->kind, b->look, &s);
	struct part_colours ink = node_part_ink(f, i);
	struct rect face = node_part_face(f, i);
	struct content c = fit_button(f, b, &s, &face);
	place_content(f, b, &c, face, &ink, chosen(&s) ? "check" : b->icon);
	node_close(f);
	return i;
}

int widget_tile(struct frame *f, const struct widget_tile *t, const struct semantics *sem)
{
	const struct theme *theme = f->in.theme;
	struct look_colours look = theme_look(theme, t->look);
	struct semantics s = widget_semantics(sem, ROLE_BUTTON);
	if (s.label == NULL)
		s.label = t->title;
	if (s.hint == NULL)
		s.hint = t->subtitle;
	int i = node_open_part(f, t->r, t->primary ? PART_PRIMARY : PART_LINE, t->look, &s);
	struct rect face = node_part_face(f, i);
	struct part_colours c = node_part_ink(f, i);
	int block_w = px_of(f, widget_or(t->block_w, 112)), icon = px_of(f, widget_or(t->icon_px, 80));
	struct rect block = RECT(face.x, face.y, block_w, face.h);
	if (icon > face.h - px_of(f, 8))
		icon = face.h - px_of(f, 8);
	if (!s.disabled && t->primary)
		node_box(f, block,
			 &(struct box_style){
				 .face = c.ink, .corners = CORNERS_START, .radius = f->nodes[i].as.part.c.radius - c.border_px});
	else if (!s.disabled)
		widget_block(f, i, block, look.line);
	const char *name = t->icon != NULL ? t->icon : look.icon;
	colour icon_ink = s.disabled ? c.ink : t->primary ? c.face : look.on_line;
	if (name != NULL)
		node_icon(f, RECT(block.x + (block.w - icon) / 2, block.y + (block.h - icon) / 2, icon, icon),
			  name, icon_ink);
	int title_px = em_of(f, widget_or(t->title_px, 36)), x = block.x + block.w + title_px / 2;
	int w = face.x + face.w - px_of(f, 12) - x;
	int sub_px = em_of(f, widget_or(t->subtitle_px, 28));
	struct widget_fitted sub = {0};
	if (t->subtitle != NULL)
		sub = widget_fit(f, &(struct widget_text){t->subtitle, sub_px, false, LINE_PCT, 2}, w,
				 face.h);
	struct widget_text title = {t->title, title_px, true, LINE_PCT, 2};
	struct widget_fitted fit = widget_fit(f, &title, w, face.h - sub.h);
	if (fit.truncated || sub.truncated || fit.h + sub.h > face.h) { /* the subtitle is still spoken */
		sub.h = 0;
		fit = widget_fit(f, &title, w, face.h);
	}
	int y = face.y + (face.h - fit.h - sub.h) / 2;
	place_text(f, RECT(x, y, w, fit.h), t->title, &fit, true, TEXT_START, LINE_PCT, c.ink);
	if (sub.h > 0)
		node_text(f,
			  &(struct text_box){.r = RECT(x, y + fit.h, w, sub.h),
					     .s = t->subtitle,
					     .px = sub.px,
					     .ink = c.ink2,
					     .line_pct = LINE_PCT,
					     .max_lines = sub.lines},
			  NULL);
	node_close(f);
	return i;
}

int widget_key(struct frame *f, struct rect r, const char *label, const char *icon,
	       const struct semantics *sem)
{
	struct semantics s = widget_semantics(sem, ROLE_KEY);
	bool letter = label != NULL && label[0] != '\0' && r.w < r.h * 3 / 2 && icon == NULL;
	if (s.label == NULL)
		s.label = label;
	int i = node_open_part(f, r, PART_KEY, LOOK_NONE, &s);
	struct part_colours c = node_part_ink(f, i);
	struct rect face = rect_inset(node_part_face(f, i), px_of(f, 4), 0, px_of(f, 4), 0);
	struct widget_fitted fit = {0};
	int size = px_of(f, 48), gap = gap_beside(size);
	if (label != NULL)
		fit = widget_fit(f,
				 &(struct widget_text){label, em_of(f, letter ? 52 : 34), true, LINE_PCT, 1},
				 face.w - (icon != NULL ? size + gap : 0), face.h);
	if (letter && fit.w > face.w) { /* one letter is never cut: it is drawn smaller */
		int px = fit.px * face.w / fit.w;
		fit = widget_fit(f, &(struct widget_text){label, px > f->in.m->min_em ? px : f->in.m->min_em, true, LINE_PCT, 1},
				 face.w, face.h);
	}
	int used = fit.w + (icon != NULL ? size : 0) + (icon != NULL && label != NULL ? gap : 0);
	int x = face.x + (face.w - used) / 2;
	if (icon != NULL) {
		node_icon(f, RECT(x, face.y + (face.h - size) / 2, size, size), icon, c.ink);
		x += size + gap;
	}
	int spare = r.x + r.w - px_of(f, 8) - x; /* place_text adds a little */
	if (label != NULL)
		place_text(f, RECT(x, face.y, letter && fit.w > spare ? spare : fit.w, face.h), label, &fit, true, TEXT_START, LINE_PCT, c.ink);
	node_close(f);
	return i;
}

int widget_panel_open(struct frame *f, struct rect r, bool paper, const struct semantics *sem)
{
	const struct theme *t = f->in.theme;
	struct box_style style = {.face = paper ? 0xFFFFFFFFu : t->surface, .radius = px_of(f, RADIUS_PANEL)};
	if (!paper) {
		style.border = t->surface_border;
		style.border_px = px_of(f, t->surface_border_px);
	}
	return node_open_box(f, r, &style, sem);
}

struct rect widget_icon_line(struct frame *f, struct rect r, const char *icon, int icon_px, int gap_px,
			     const struct text_box *text, colour icon_ink, const struct semantics *sem)
{
	struct text_box t = *text;
	t.r = rect_inset(r, icon_px + gap_px, 0, 0, 0);
	struct text_size size = node_text_size(f, &t); /* that fitted */
	int line = size.lines > 0 ? size.h / size.lines : 0;
	struct rect used = node_text(f, &t, sem);
	/* the icon stands beside the first line */
	int top = t.valign == VALIGN_CENTRE ? used.y : t.r.y;
	node_icon(f, RECT(r.x, top + (line - icon_px) / 2, icon_px, icon_px), icon, icon_ink);
	return rect_join(used, RECT(r.x, top + (line - icon_px) / 2, icon_px, icon_px));
}
