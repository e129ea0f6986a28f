#include "print/slip_draw.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "model/lang.h"
#include "print/paper.h"
#include "spool/slip.h"
#include "ui/icon.h"
#include "ui/picture.h"
#include "ui/qr.h"
#include "ui/text.h"
#include "ui/ui.h"

/* All lengths below are dots of the design (576 wide, 203 dpi), scaled by `permille`. */
#define DESIGN_DOTS 576
#define DESIGN_DPI 203
#define NARROW_PERMILLE 774 /* 58 mm: title 48 instead of 62 */
#define LARGE_PERMILLE 1300
#define SMALLEST_PX 29 /* at 203 dpi: 10 pt */
#define QR_SIDE 410
#define QR_MODULE_GOOD 6 /* under this the code takes the whole width */
#define QR_MODULE_MOST 12

struct pen {
	struct ui *ui;
	struct arena a;
	struct paper *r;
	int permille, smallest;
	int margin;
	int y;
	bool rtl;
};

static int u(const struct pen *p, int design)
{
	return (design * p->permille + 500) / 1000;
}

static int text_px(const struct pen *p, int design)
{
	int px = u(p, design);
	return px > p->smallest ? px : p->smallest;
}

static void skip(struct pen *p, int design)
{
	p->y += u(p, design);
}

static int inner_w(const struct pen *p)
{
	return p->r->w - 2 * p->margin;
}

/* x of a box of width w that stands `from_start` after the start edge (right edge in right-to-left). */
static int from_start(const struct pen *p, int from_start, int w)
{
	return p->rtl ? p->r->w - from_start - w : from_start;
}

struct ink {
	int px;
	bool bold, white;
	enum text_align align;
	int line_pct;
};

/* Puts text into a box of width w at x and the pen's y; returns its height. */
static int put_text(struct pen *p, const char *s, struct ink ink, int x, int w)
{
	struct text_style style = {.px = ink.px,
				   .bold = ink.bold,
				   .line_pct = ink.line_pct,
				   .align = ink.align,
				   .layout_rtl = p->rtl};
	const struct text_layout *l = text_lay(p->ui->text, &p->a, s, &style, w);
	paper_grow(p->r, p->y + l->size.h + ink.px / 2); /* tails may hang below the last line */
	for (int i = 0; i < l->size.lines; i++)
		for (size_t k = 0; k < l->lines[i].n_runs; k++) {
			const struct text_run *run = &l->lines[i].runs[k];
			struct text_mask m;
			if (text_mask_get(p->ui->text, run, l->px, &m))
				paper_mask(p->r, x + run->x + m.left, p->y + run->baseline - m.ascent, m.a,
					   m.w, m.h, m.pitch, !ink.white);
		}
	return l->size.h;
}

/* The largest of the design size and some smaller ones with which s takes at most max_lines (0: any) and no
 * word is cut; never smaller than can be read. */
static int fitting(const struct pen *p, const char *s, int design_px, bool bold, int max_lines, int w)
{
	int sizes[8] = {0}, full = text_px(p, design_px);
	for (int i = 0; i < 7; i++) {
		int px = full - full * i / 12;
		sizes[i] = px > p->smallest ? px : p->smallest;
	}
	struct text_style style = {.bold = bold, .max_lines = max_lines, .layout_rtl = p->rtl};
	return text_fit(p->ui->text, s, &style, w, sizes);
}

/* Text in the largest size that fits. Where even the smallest would cut a word ("saacadda 18:00–20:0|0" on narrow paper) the
 * hard spaces in it are let go, and the clock stands whole on the next line. */
static void put_fitting(struct pen *p, const char *s, int design_px, int max_lines, struct ink ink, int x, int w)
{
	CLEANUP_BUF struct buf loose = BUF_INIT;
	struct text_style style = {.bold = ink.bold, .layout_rtl = p->rtl};
	style.px = fitting(p, s, design_px, ink.bold, max_lines, w);
	if (text_measure(p->ui->text, s, &style, w).cut) {
		for (const char *at = s; *at != '\0'; at++) {
			bool hard = strncmp(at, "\xC2\xA0", 2) == 0;
			buf_putc(&loose, hard ? ' ' : *at);
			at += hard;
		}
		s = buf_str(&loose);
		style.px = fitting(p, s, design_px, ink.bold, 0, w);
	}
	ink.px = style.px;
	p->y += put_text(p, s, ink, x, w);
}

/* A paragraph over the whole width; the pen moves below it. Nothing for NULL. */
static void paragraph(struct pen *p, const char *s, int design_px, bool bold)
{
	if (s != NULL)
		put_fitting(p, s, design_px, 0, (struct ink){.bold = bold, .line_pct = 124}, p->margin, inner_w(p));
}

static void rule(struct pen *p)
{
	int thick = u(p, 4) > 2 ? u(p, 4) : 2;
	paper_grow(p->r, p->y + thick);
	paper_fill(p->r, RECT(p->margin, p->y, inner_w(p), thick), true);
	p->y += thick;
}

/* Our mark, white on black: its light parts. */
static void put_mark(struct pen *p, int x, int y, int side)
{
	struct picture_pixels px;
	if (!picture_get(p->ui->pictures, "aula-mark", side, side, false, &px))
		return;
	for (int row = 0; row < px.h; row++)
		for (int col = 0; col < px.w; col++) {
			uint32_t c = px.px[row * px.pitch_px + col];
			bool light = (c >> 24) >= 0x80 && ((c >> 8) & 0xff) >= 0x80;
			if (light)
				paper_fill(p->r, RECT(x + col, y + row, 1, 1), false);
		}
}

static void header(struct pen *p, const char *centre)
{
	int side = u(p, 56), text_from = u(p, 98), w = p->r->w - text_from - u(p, 20);
	/* the name stays one line as long as it can be read; then two */
	int px = fitting(p, centre, 31, true, 1, w);
	struct text_style style = {.px = px, .bold = true, .line_pct = 118, .layout_rtl = p->rtl};
	struct text_size size = text_measure(p->ui->text, centre, &style, w);
	int h = u(p, 92);
	if (h < size.h + u(p, 32))
		h = size.h + u(p, 32);
	paper_grow(p->r, h);
	paper_fill(p->r, RECT(0, 0, p->r->w, h), true);
	put_mark(p, from_start(p, u(p, 24), side), (h - side) / 2, side);
	p->y = (h - size.h) / 2;
	put_text(p, centre, (struct ink){.px = px, .bold = true, .white = true, .line_pct = 118},
		 from_start(p, text_from, w), w);
	p->y = h;
}

static void cancelled_band(struct pen *p, const char *s)
{
	int w = inner_w(p) - u(p, 32), px = fitting(p, s, 50, true, 3, w);
	struct text_style style = {.px = px, .bold = true, .line_pct = 118, .layout_rtl = p->rtl};
	int h = text_measure(p->ui->text, s, &style, w).h + u(p, 32);
	paper_grow(p->r, p->y + h);
	paper_fill(p->r, RECT(p->margin, p->y, inner_w(p), h), true);
	p->y += u(p, 16);
	put_text(p, s,
		 (struct ink){.px = px, .bold = true, .white = true, .line_pct = 118, .align = TEXT_CENTRE},
		 p->margin + u(p, 16), w);
	p->y += h - u(p, 16);
	skip(p, 20);
}

static void title(struct pen *p, const char *s, int design_px)
{
	int px = fitting(p, s, design_px, true, 0, inner_w(p));
	p->y += put_text(p, s, (struct ink){.px = px, .bold = true, .line_pct = 112}, p->margin, inner_w(p));
}

/* Date and clock in the frame. A cancelled one is not framed: nobody shall go there by it. */
static void when(struct pen *p, const struct slip_item *it)
{
	if (it->date == NULL && it->time == NULL)
		return;
	int top = p->y, x = p->margin + u(p, 30), w = inner_w(p) - u(p, 60);
	const struct ink ink = {.bold = true, .line_pct = 130};
	skip(p, 18);
	if (it->date != NULL)
		put_fitting(p, it->date, 50, 1, ink, x, w);
	if (it->time != NULL)
		put_fitting(p, it->time, 56, 1, ink, x, w);
	skip(p, 18);
	paper_grow(p->r, p->y);
	if (it->cancelled == NULL)
		paper_frame(p->r, RECT(p->margin, top, inner_w(p), p->y - top), u(p, 5) > 2 ? u(p, 5) : 2,
			    u(p, 20));
}

static void fact(struct pen *p, const char *icon, const char *s)
{
	if (s == NULL)
		return;
	struct icon_mask m;
	int side = u(p, 64), text_from = p->margin + u(p, 84), w = p->r->w - text_from - p->margin;
	skip(p, 22);
	int top = p->y;
	if (icon_mask_get(p->ui->icons, icon, side, false, &m)) {
		paper_grow(p->r, top + side);
		paper_mask(p->r, from_start(p, p->margin, side), top - u(p, 4), m.a, m.size, m.size, m.size,
			   true);
	}
	struct ink ink = {.px = fitting(p, s, 40, false, 0, w), .line_pct = 124};
	int wide_px = fitting(p, s, 40, false, 0, inner_w(p));
	if (ink.px * 4 < text_px(p, 40) * 3 &&
	    ink.px < wide_px) { /* a word too long for beside the icon: below it, and readable */
		ink.px = wide_px;
		p->y = top + side;
		p->y += put_text(p, s, ink, p->margin, inner_w(p));
		return;
	}
	int h = put_text(p, s, ink, from_start(p, text_from, w), w);
	p->y = top + (h > side ? h : side);
}

static void phone(struct pen *p, const char *number, int design_px)
{
	if (number == NULL)
		return;
	int px = fitting(p, number, design_px, true, 1, inner_w(p));
	p->y += put_text(p, number, (struct ink){.px = px, .bold = true, .line_pct = 118}, p->margin,
			 inner_w(p));
}

/* One activity by itself: everything, in the order of the picture. */
static void single_item(struct pen *p, const struct slip_item *it)
{
	if (it->cancelled != NULL)
		cancelled_band(p, it->cancelled);
	title(p, it->title, 62);
	skip(p, 8);
	paragraph(p, it->organisation, 36, false);
	skip(p, 24);
	when(p, it);
	skip(p, 24);
	paragraph(p, it->repeats, 40, false);
	fact(p, "location_on", it->place);
	fact(p, "euro", it->price);
	fact(p, "accessible", it->access);
	skip(p, 24);
	if (it->phone != NULL || it->phone_label != NULL) {
		rule(p);
		skip(p, 24);
		paragraph(p, it->phone_label, 36, false);
		phone(p, it->phone, 78);
		skip(p, 28);
	}
}

/* One of several: title, time, place and number. */
static void short_item(struct pen *p, const struct slip_item *it)
{
	CLEANUP_BUF struct buf time = BUF_INIT;
	if (it->cancelled != NULL)
		cancelled_band(p, it->cancelled);
	title(p, it->title, 48);
	skip(p, 6);
	/* day and clock on one line when they fit, on two when not: never broken between "klo" and "13.00" */
	const char *both[] = {it->date, it->time};
	if (it->date != NULL && it->time != NULL) {
		buf_printf(&time, "%s %s", it->date, it->time);
		struct text_style style = {.px = text_px(p, 42), .bold = true, .layout_rtl = p->rtl};
		if (text_measure(p->ui->text, buf_str(&time), &style, inner_w(p)).lines == 1)
			both[0] = buf_str(&time), both[1] = NULL;
	}
	paragraph(p, both[0], 42, true);
	paragraph(p, both[1], 42, true);
	paragraph(p, it->place, 38, false);
	if (it->phone != NULL) {
		skip(p, 4);
		phone(p, it->phone, 54);
	}
	skip(p, 22);
}

static void items(struct pen *p, const struct slip *s)
{
	skip(p, 26);
	if (s->n_items == 1) {
		single_item(p, &s->items[0]);
		return;
	}
	if (s->heading != NULL) {
		title(p, s->heading, 56);
		skip(p, 16);
	}
	for (size_t i = 0; i < s->n_items; i++) {
		if (i > 0 || s->heading != NULL) {
			rule(p);
			skip(p, 20);
		}
		short_item(p, &s->items[i]);
	}
}

/* Dots a module: about the size of the picture, the whole width when the code is dense. 0: does not fit. */
static int module_dots(const struct pen *p, int modules_with_quiet)
{
	int m = u(p, QR_SIDE) / modules_with_quiet;
	int most = p->r->w / modules_with_quiet;
	if (m < QR_MODULE_GOOD)
		m = most < QR_MODULE_GOOD ? most : QR_MODULE_GOOD;
	m = m > most ? most : m;
	m = m > QR_MODULE_MOST ? QR_MODULE_MOST : m;
	return m >= SLIP_MIN_QR_MODULE ? m : 0;
}

static void put_qr(struct pen *p, const char *text)
{
	struct qr_code qr;
	int m = 0, all = 0;
	if (qr_get(p->ui->qrs, text, QR_Q, &qr)) {
		all = qr.modules + 2 * QR_QUIET_MODULES;
		m = module_dots(p, all);
	}
	if (m == 0) { /* the address is there to read */
		log_warning("slip: no code, %zu characters are too many for %d dots", strlen(text), p->r->w);
		return;
	}
	int left = (p->r->w - all * m) / 2 + QR_QUIET_MODULES * m, top = p->y + QR_QUIET_MODULES * m;
	paper_grow(p->r, p->y + all * m);
	for (int y = 0; y < qr.modules; y++)
		for (int x = 0; x < qr.modules; x++)
			if (qr.dark[y * qr.modules + x] != 0)
				paper_fill(p->r, RECT(left + x * m, top + y * m, m, m), true);
	p->y += all * m;
}

static void centred(struct pen *p, const char *s, int px, bool bold)
{
	p->y += put_text(p, s, (struct ink){.px = px, .bold = bold, .line_pct = 124, .align = TEXT_CENTRE},
			 p->margin, inner_w(p));
}

static void code(struct pen *p, const struct slip *s)
{
	if (s->qr == NULL && s->address == NULL)
		return;
	rule(p);
	skip(p, 22);
	if (s->qr_label != NULL)
		centred(p, s->qr_label, fitting(p, s->qr_label, 36, false, 0, inner_w(p)), false);
	if (s->qr != NULL)
		put_qr(p, s->qr);
	if (s->address != NULL)
		centred(p, s->address, fitting(p, s->address, 48, true, 1, inner_w(p)), true);
	skip(p, 18);
}

static void footer(struct pen *p, const struct slip *s)
{
	if (s->advice_name != NULL || s->advice_phone != NULL) {
		rule(p);
		skip(p, 22);
		paragraph(p, s->advice_name, 38, true);
		skip(p, 4);
		phone(p, s->advice_phone, 50);
		paragraph(p, s->advice_hours, 38, false);
		skip(p, 20);
	} else if (s->checked != NULL || s->printed != NULL) {
		rule(p);
		skip(p, 22);
	}
	paragraph(p, s->checked, 32, false);
	paragraph(p, s->printed, 32, false);
}

bool slip_draw(struct ui *ui, const struct slip *s, const struct slip_format *format, struct paper *out,
	       struct error *e)
{
	if (format->dots < SLIP_MIN_DOTS || format->dots > SLIP_MAX_DOTS)
		return error_set(e, ERROR_INPUT, "slip: %d dots are not a width for paper", format->dots);
	int wide = format->dots * 1000 / DESIGN_DOTS, readable = NARROW_PERMILLE * format->dpi / DESIGN_DPI;
	int permille = wide > readable ? wide : readable;
	if (s->large_text)
		permille = permille * LARGE_PERMILLE / 1000;
	struct pen p = {.ui = ui, .a = ARENA_INIT, .r = out, .permille = permille};
	p.smallest = SMALLEST_PX * format->dpi / DESIGN_DPI;
	p.margin = format->dots * 24 / DESIGN_DOTS;
	enum lang lang = lang_from_tag(s->lang);
	p.rtl = lang != LANG_NONE && lang_is_rtl(lang);
	paper_init(out, format->dots, 1);
	header(&p, s->centre);
	items(&p, s);
	code(&p, s);
	footer(&p, s);
	/* white at the end: what is sent after the job is committed (escpos_printer.c) holds no text */
	paper_grow(out, p.y + 48);
	arena_fini(&p.a);
	if (p.y + 48 <= PAPER_MAX_H)
		return true;
	paper_fini(out);
	return error_set(e, ERROR_LIMIT, "slip: longer than %d dots", PAPER_MAX_H);
}
