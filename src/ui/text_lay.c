/* Third step of text: lines. Pieces between break opportunities are measured once, filled greedily into
 * lines, and each line is then cut into runs of one font, weight and direction in screen order. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/str.h"
#include "ui/text_bidi.h"
#include "ui/text_font.h"
#include "ui/text_split.h"

#define ELLIPSIS 0x2026
#define DEFAULT_LINE_PCT 125
/* A word with soft hyphens is parted although it fits on the next line when less than this much of the line
 * is used. */
#define PART_WHEN_USED_PCT 55

/* What stands between two places where a line may end. */
struct piece {
	size_t from, to; /* characters, with its trailing spaces */
	size_t ink_to;   /* without them */
	int w, ink_w;    /* px with and without trailing spaces */
	uint8_t brk;     /* enum text_break at its end */
};

struct span { /* a line: characters [from, to) and what is put after them */
	size_t from, to;
	uint32_t tail; /* 0, '-' or ELLIPSIS */
};

struct work {
	struct text *t;
	const struct text_style *style;
	struct text_char *c;
	size_t n;
	uint8_t *levels;
	uint8_t *faces;
	struct piece *pieces;
	size_t n_pieces;
	struct span *lines;
	size_t n_lines;
	int width; /* of the box, 0: endless */
	int hyphen_w, ellipsis_w;
	bool truncated, cut;
};

static bool bold_at(const struct text_style *style, size_t byte)
{
	for (size_t i = 0; i < style->n_spans; i++)
		if (byte >= style->spans[i].from && byte < style->spans[i].to)
			return !style->bold;
	return style->bold;
}

/* UTF-8 of the characters that are drawn, in the arena. */
static char *piece_string(struct arena *a, const struct text_char *c, size_t from, size_t to, uint32_t tail)
{
	char *s = arena_alloc(a, (to - from) * 4 + 8);
	size_t n = 0;
	for (size_t i = from; i < to; i++) {
		char put[4];
		if (c[i].hidden)
			continue;
		size_t k = utf8_put(c[i].cp, put);
		memcpy(s + n, put, k);
		n += k;
	}
	if (tail != 0) {
		char put[4];
		size_t k = utf8_put(tail, put);
		memcpy(s + n, put, k);
		n += k;
	}
	s[n] = '\0';
	return s;
}

/* End of the stretch from i in one font and direction. */
static size_t run_end(const struct work *w, size_t i, size_t to)
{
	size_t j = i + 1;
	while (j < to && (w->c[j].hidden || (w->levels[j] == w->levels[i] && w->faces[j] == w->faces[i])))
		j++;
	return j;
}

static size_t skip_hidden(const struct work *w, size_t i, size_t to)
{
	while (i < to && w->c[i].hidden)
		i++;
	return i;
}

static int measure(struct work *w, size_t from, size_t to)
{
	int sum = 0;
	for (size_t i = skip_hidden(w, from, to); i < to;) {
		size_t j = run_end(w, i, to);
		const char *s = piece_string(&w->t->scratch, w->c, i, j, 0);
		sum += text_width(w->t, w->faces[i], w->style->px, s, (w->levels[i] & 1) != 0);
		i = skip_hidden(w, j, to);
	}
	return sum;
}

static bool blank(const struct text_char *c)
{
	return c->hidden || c->cp == ' ' || c->brk == TEXT_BREAK_SPACE;
}

static void make_pieces(struct work *w)
{
	w->pieces = ARENA_ARRAY(&w->t->scratch, struct piece, w->n + 1);
	for (size_t from = 0; from < w->n;) {
		size_t to = from;
		while (to < w->n && w->c[to].brk == TEXT_BREAK_NONE)
			to++;
		if (to < w->n)
			to++;
		uint8_t brk = w->c[to - 1].brk;
		while (brk == TEXT_BREAK_SPACE && to < w->n && w->c[to].brk == TEXT_BREAK_SPACE)
			to++;
		size_t ink_to = to;
		while (ink_to > from && blank(&w->c[ink_to - 1]))
			ink_to--;
		struct piece *p = &w->pieces[w->n_pieces++];
		*p = (struct piece){.from = from, .to = to, .ink_to = ink_to, .brk = brk};
		p->ink_w = measure(w, from, ink_to);
		p->w = ink_to == to ? p->ink_w : measure(w, from, to);
		from = to;
	}
}

static void put_line(struct work *w, size_t from, size_t to, uint32_t tail)
{
	if (w->n_lines < TEXT_MAX_LINES)
		w->lines[w->n_lines++] = (struct span){from, to, tail};
	else
		w->truncated = true;
}

/* Longest part of [from, to) that fits in width px with `extra` px after it; at least one character. */
static size_t cut_inside(struct work *w, size_t from, size_t to, int extra)
{
	size_t best = from;
	for (size_t i = from + 1; i <= to; i++) {
		if (i < to && w->c[i].joined)
			continue;
		if (best > from && measure(w, from, i) + extra > w->width)
			break;
		best = i;
	}
	return best;
}

/* The line being filled. */
struct fill {
	size_t start; /* its first character */
	size_t first; /* its first piece */
	int used;     /* px of the pieces put, with trailing spaces */
};

/* A word that does not fit: should the line end at the last space (k: piece after it) rather than at the soft
 * hyphen? */
static bool better_whole(const struct work *w, size_t k, size_t now, int used)
{
	int word = 0;
	if (used * 100 < w->width * PART_WHEN_USED_PCT)
		return false;
	for (size_t i = k; i < w->n_pieces; i++) {
		word += i + 1 < w->n_pieces && w->pieces[i].brk == TEXT_BREAK_HYPHEN ? w->pieces[i].w
										     : w->pieces[i].ink_w;
		if (w->pieces[i].brk != TEXT_BREAK_HYPHEN && i >= now)
			break;
	}
	return word <= w->width;
}

/* Piece `now` does not fit after the pieces [f->first, now): where does the line end? Returns the first piece
 * of the next line. */
static size_t end_line(struct work *w, const struct fill *f, size_t now, bool parting)
{
	size_t k = now;
	if (w->pieces[now - 1].brk == TEXT_BREAK_HYPHEN) {
		size_t word = now;
		int used = f->used;
		while (word > f->first && w->pieces[word - 1].brk == TEXT_BREAK_HYPHEN)
			used -= w->pieces[--word].w;
		bool has_hard = word > f->first;
		if (has_hard && !parting && better_whole(w, word, now, used))
			k = word;
		/* the hyphen itself must fit */
		used = f->used;
		while (k == now && now > word && used + w->hyphen_w > w->width) {
			used -= w->pieces[--now].w;
			k = now;
			if (now == f->first || w->pieces[now - 1].brk != TEXT_BREAK_HYPHEN)
				break;
		}
		if (k == f->first)
			k = f->first + 1;
	}
	bool hyphen = w->pieces[k - 1].brk == TEXT_BREAK_HYPHEN;
	put_line(w, f->start, w->pieces[k - 1].ink_to, hyphen ? '-' : 0);
	return k;
}

/* Whether a piece no longer fits on the line. Widths of pieces do not add up to the line's exactly (kerning, rounding): near
 * the edge the line itself is measured. */
static bool too_wide(struct work *w, const struct fill *f, const struct piece *p)
{
	int sum = f->used + p->ink_w;
	if (w->width <= 0 || sum > w->width)
		return w->width > 0;
	return sum > w->width - w->style->px / 2 && measure(w, f->start, p->ink_to) > w->width;
}

/* parting: use soft hyphens whenever they fill a line more. */
static void fill_lines(struct work *w, bool parting)
{
	struct fill f = {0};
	w->n_lines = 0;
	w->truncated = w->cut = false;
	for (size_t i = 0; i < w->n_pieces && w->n_lines < TEXT_MAX_LINES;) {
		const struct piece *p = &w->pieces[i];
		if (i == f.first && w->width > 0 && p->ink_w > w->width && p->ink_to > f.start) {
			/* one piece alone is too wide: cut it until the rest fits */
			size_t to = cut_inside(w, f.start, p->ink_to, 0);
			w->cut = true;
			if (to < p->ink_to) {
				put_line(w, f.start, to, 0);
				f.start = to;
				continue;
			}
			f.used = measure(w, f.start, p->to);
		} else if (i > f.first && too_wide(w, &f, p)) {
			i = end_line(w, &f, i, parting);
			f = (struct fill){w->pieces[i].from, i, 0};
			continue;
		} else {
			f.used += p->w;
		}
		i++;
		if (p->brk == TEXT_BREAK_LINE || i == w->n_pieces) {
			put_line(w, f.start, p->ink_to, 0);
			if (i < w->n_pieces)
				f = (struct fill){w->pieces[i].from, i, 0};
		}
	}
}

/* Shortens the last allowed line so that "…" stands after its last whole word. */
static void end_with_ellipsis(struct work *w)
{
	struct span *last = &w->lines[w->style->max_lines - 1];
	w->n_lines = (size_t)w->style->max_lines;
	w->truncated = true;
	size_t to = last->from;
	for (size_t i = 0; i < w->n_pieces; i++) {
		const struct piece *p = &w->pieces[i];
		if (p->ink_to <= last->from)
			continue;
		bool fits = w->width <= 0 || measure(w, last->from, p->ink_to) + w->ellipsis_w <= w->width;
		if (!fits)
			break;
		to = p->ink_to;
		if (p->brk == TEXT_BREAK_LINE)
			break;
	}
	if (to == last->from && last->to > last->from) {
		w->cut = true;
		to = cut_inside(w, last->from, last->to, w->ellipsis_w);
	}
	while (to > last->from && (blank(&w->c[to - 1]) || w->c[to - 1].cp == ',' || w->c[to - 1].cp == ';'))
		to--;
	*last = (struct span){last->from, to, ELLIPSIS};
}

/* The runs of one line in screen order; returns the line's width. */
static int make_runs(struct work *w, struct arena *a, const struct span *line, struct text_line *out)
{
	size_t room = line->to - line->from + 2, n = 0;
	struct text_run *logical = ARENA_ARRAY(&w->t->scratch, struct text_run, room);
	uint8_t *levels = ARENA_ARRAY(&w->t->scratch, uint8_t, room);
	size_t *order = ARENA_ARRAY(&w->t->scratch, size_t, room);
	for (size_t i = skip_hidden(w, line->from, line->to); i < line->to;) {
		size_t j = run_end(w, i, line->to);
		size_t next = skip_hidden(w, j, line->to);
		bool with_tail = next >= line->to && line->tail == '-';
		const char *s = piece_string(a, w->c, i, j, with_tail ? '-' : 0);
		levels[n] = w->levels[i];
		logical[n++] = (struct text_run){.s = s, .face = w->faces[i], .rtl = (w->levels[i] & 1) != 0};
		i = next;
	}
	if (line->tail == ELLIPSIS) {
		/* stands at the reading end of the line: at the paragraph's own level */
		uint8_t base = w->n > 0 && line->from < w->n ? (uint8_t)(w->levels[w->n] & 1) : 0;
		levels[n] = base;
		logical[n++] = (struct text_run){.s = piece_string(a, w->c, 0, 0, ELLIPSIS),
						 .face = bold_at(w->style, 0) ? FACE_BOLD : FACE_REGULAR,
						 .rtl = base != 0};
	}
	text_visual_order(levels, n, order);
	struct text_run *runs = ARENA_ARRAY(a, struct text_run, n > 0 ? n : 1);
	int x = 0;
	for (size_t i = 0; i < n; i++) {
		runs[i] = logical[order[i]];
		runs[i].x = x;
		runs[i].w = text_width(w->t, runs[i].face, w->style->px, runs[i].s, runs[i].rtl);
		x += runs[i].w;
	}
	out->runs = runs;
	out->n_runs = n;
	out->w = x;
	return x;
}

static void analyse(struct work *w, const char *s, size_t len)
{
	const struct text_style *style = w->style;
	struct arena *scratch = &w->t->scratch;
	bool rtl_text = text_has_rtl(s, len);
	bool rtl_base = style->direction == TEXT_RTL || (style->direction == TEXT_AUTO && style->layout_rtl);
	w->c = ARENA_ARRAY(scratch, struct text_char, TEXT_SPLIT_ROOM(len));
	w->n = text_split(s, len, rtl_text || rtl_base, w->c);
	w->levels = ARENA_ARRAY(scratch, uint8_t, w->n + 1);
	w->faces = ARENA_ARRAY(scratch, uint8_t, w->n + 1);
	if (rtl_text || rtl_base) {
		enum text_base base = style->direction == TEXT_LTR   ? TEXT_BASE_LTR
				      : style->direction == TEXT_RTL ? TEXT_BASE_RTL
				      : style->layout_rtl            ? TEXT_BASE_WEAK_RTL
								     : TEXT_BASE_WEAK_LTR;
		for (size_t from = 0; from < w->n;) { /* each paragraph has its own base */
			size_t to = from;
			while (to < w->n && w->c[to].brk != TEXT_BREAK_LINE)
				to++;
			to += to < w->n;
			w->levels[w->n] =
				(uint8_t)text_levels(scratch, w->c + from, to - from, base, w->levels + from);
			from = to;
		}
	}
	int wanted = FACE_REGULAR;
	for (size_t i = 0; i < w->n; i++) {
		bool bold = bold_at(style, w->c[i].from);
		if (w->c[i].joined && i > 0 && !w->c[i - 1].hidden)
			w->faces[i] = w->faces[i - 1];
		else if (!w->c[i].hidden)
			w->faces[i] = (uint8_t)text_face_for(w->t, w->c[i].cp, bold,
							     (w->levels[i] & 1) != 0 ? wanted : FACE_REGULAR);
		if (!w->c[i].hidden)
			wanted = w->faces[i];
	}
}

/* Cuts what is over the cap at a character. */
static size_t bounded_len(const char *s)
{
	size_t len = strnlen(s, TEXT_MAX_BYTES + 1);
	if (len <= TEXT_MAX_BYTES)
		return len;
	len = TEXT_MAX_BYTES;
	while (len > 0 && ((unsigned char)s[len] & 0xC0) == 0x80)
		len--;
	return len;
}

static void place_lines(struct work *w, struct arena *a, struct text_layout *out)
{
	int ascent, descent;
	text_line_metrics(w->t, w->style->px, &ascent, &descent);
	struct text_line *lines = ARENA_ARRAY(a, struct text_line, w->n_lines > 0 ? w->n_lines : 1);
	bool end = w->style->align == TEXT_END, centre = w->style->align == TEXT_CENTRE;
	bool right = end != w->style->layout_rtl;
	for (size_t i = 0; i < w->n_lines; i++) {
		int line_w = make_runs(w, a, &w->lines[i], &lines[i]);
		if (line_w > out->size.w)
			out->size.w = line_w;
	}
	out->box_w = w->width > 0 ? w->width : out->size.w;
	for (size_t i = 0; i < w->n_lines; i++) {
		struct text_line *l = &lines[i];
		l->top = (int)i * out->line_px;
		l->baseline = l->top + (out->line_px - ascent - descent) / 2 + ascent;
		l->x = centre ? (out->box_w - l->w) / 2 : right ? out->box_w - l->w : 0;
		struct text_run *runs = ARENA_ARRAY(a, struct text_run, l->n_runs > 0 ? l->n_runs : 1);
		for (size_t k = 0; k < l->n_runs; k++) {
			runs[k] = l->runs[k];
			runs[k].x += l->x;
			runs[k].baseline = l->baseline;
		}
		l->runs = runs;
	}
	out->lines = lines;
}

const struct text_layout *text_lay(struct text *t, struct arena *a, const char *s,
				   const struct text_style *style, int width)
{
	ASSERT(style->px > 0);
	arena_reset(&t->scratch);
	struct work w = {.t = t, .style = style, .width = width};
	if (s == NULL)
		s = "";
	size_t len = bounded_len(s);
	analyse(&w, s, len);
	make_pieces(&w);
	int face = style->bold ? FACE_BOLD : FACE_REGULAR;
	w.hyphen_w = text_width(t, face, style->px, "-", false);
	w.ellipsis_w = text_width(t, face, style->px, "…", false);
	w.lines = ARENA_ARRAY(&t->scratch, struct span, TEXT_MAX_LINES);
	fill_lines(&w, false);
	if (style->max_lines > 0 && w.n_lines > (size_t)style->max_lines)
		fill_lines(&w, true);
	if (style->max_lines > 0 && w.n_lines > (size_t)style->max_lines)
		end_with_ellipsis(&w);
	struct text_layout *out = ARENA_NEW(a, struct text_layout);
	out->px = style->px;
	out->bold = style->bold;
	out->strike = style->strike;
	out->line_px = (style->px * (style->line_pct > 0 ? style->line_pct : DEFAULT_LINE_PCT) + 50) / 100;
	place_lines(&w, a, out);
	out->size.lines = (int)w.n_lines;
	out->size.h = out->line_px * out->size.lines;
	out->size.truncated = w.truncated || s[len] != '\0';
	out->size.cut = w.cut;
	return out;
}

struct text_size text_measure(struct text *t, const char *s, const struct text_style *style, int width)
{
	struct arena a = ARENA_INIT;
	struct text_size size = text_lay(t, &a, s, style, width)->size;
	arena_fini(&a);
	return size;
}

int text_fit(struct text *t, const char *s, const struct text_style *style, int width, const int *sizes_px)
{
	ASSERT(sizes_px[0] > 0);
	struct text_style trial = *style;
	for (int i = 0;; i++) {
		trial.px = sizes_px[i];
		struct text_size size = text_measure(t, s, &trial, width);
		if ((!size.truncated && !size.cut) || sizes_px[i + 1] <= 0)
			return sizes_px[i];
	}
}
