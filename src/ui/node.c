#include "ui/node.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "ui/icon.h"
#include "ui/picture.h"
#include "ui/ui.h"

uint64_t node_key(const char *id)
{
	uint64_t h = 0xCBF29CE484222325u;
	for (; *id != '\0'; id++)
		h = (h ^ (unsigned char)*id) * 0x100000001B3u;
	return h != 0 ? h : 1;
}

void frame_begin(struct frame *f, struct arena *arena, const struct frame_in *in)
{
	*f = (struct frame){.arena = arena, .in = *in, .open = -1, .background = in->theme->page};
	f->cap = 256;
	f->nodes = ARENA_ARRAY(arena, struct node, (size_t)f->cap + 1);
}

/* Without soft hyphens and U+200B, which are for the eye. */
static void put_spoken(struct buf *b, const char *s)
{
	size_t len = strlen(s), at = 0;
	while (at < len) {
		size_t from = at;
		uint32_t cp = utf8_next(s, len, &at);
		if (cp != 0x00AD && cp != 0x200B)
			buf_append(b, s + from, at - from);
	}
}

static const char *spoken(struct frame *f, const char *label)
{
	if (label == NULL || (strstr(label, "\u00ad") == NULL && strstr(label, "\u200b") == NULL))
		return label;
	struct buf b = BUF_INIT;
	put_spoken(&b, label);
	label = arena_strdup(f->arena, buf_str(&b));
	buf_fini(&b);
	return label;
}

static struct semantics *copy_semantics(struct frame *f, const struct semantics *sem)
{
	struct semantics *s = ARENA_NEW(f->arena, struct semantics);
	*s = *sem;
	s->id = arena_strdup(f->arena, sem->id);
	s->label = arena_strdup(f->arena, spoken(f, sem->label));
	s->hint = arena_strdup(f->arena, sem->hint);
	s->lang = arena_strdup(f->arena, sem->lang);
	s->why = arena_strdup(f->arena, sem->why);
	s->action.text = arena_strdup(f->arena, sem->action.text);
	return s;
}

static bool acts(const struct semantics *s)
{
	return s != NULL && s->action.verb != 0;
}

static bool is_stop(const struct semantics *s)
{
	return s != NULL && s->focus != FOCUS_SKIP && (s->stop || acts(s));
}

static void grow(struct frame *f)
{
	int cap = f->cap * 2 < FRAME_MAX_NODES ? f->cap * 2 : FRAME_MAX_NODES;
	struct node *more = ARENA_ARRAY(f->arena, struct node, (size_t)cap + 1);
	memcpy(more, f->nodes, (size_t)f->n * sizeof *more);
	f->nodes = more;
	f->cap = cap;
}

static int add(struct frame *f, enum node_kind kind, struct rect r, const struct semantics *sem)
{
	ASSERT(!f->ended);
	if (f->n == f->cap && f->cap < FRAME_MAX_NODES)
		grow(f);
	if (f->n ==
	    f->cap) { /* over the cap: a slot that is never looked at, so that callers need no check */
		if (f->dropped++ == 0)
			log_once("ui", "a screen has too many nodes");
		f->nodes[f->cap] = (struct node){.kind = kind, .r = r, .parent = f->open};
		return f->cap;
	}
	int index = f->n++;
	struct node *n = &f->nodes[index];
	*n = (struct node){.kind = kind, .r = r, .parent = f->open, .end = index + 1, .modal = f->modal_open};
	if (sem != NULL) {
		struct semantics *s = copy_semantics(f, sem);
		if (s->id == NULL && is_stop(s))
			s->id = arena_printf(f->arena, "at:%d", index);
		n->sem = s;
		n->key = s->id != NULL ? node_key(s->id) : 0;
	}
	return index;
}

static int open_node(struct frame *f, enum node_kind kind, struct rect r, const struct semantics *sem)
{
	int index = add(f, kind, r, sem);
	if (index == FRAME_MAX_NODES)
		f->dropped_open++;
	else
		f->open = index;
	return index;
}

void node_close(struct frame *f)
{
	if (f->dropped_open > 0) {
		f->dropped_open--;
		return;
	}
	ASSERT(f->open >= 0);
	struct node *n = &f->nodes[f->open];
	n->end = f->n;
	f->open = n->parent;
	f->modal_open = n->parent >= 0 ? f->nodes[n->parent].modal : 0;
}

int node_open_group(struct frame *f, struct rect r, const struct semantics *sem)
{
	return open_node(f, NODE_GROUP, r, sem);
}

int node_open_box(struct frame *f, struct rect r, const struct box_style *style, const struct semantics *sem)
{
	int index = open_node(f, NODE_BOX, r, sem);
	f->nodes[index].as.box = *style;
	return index;
}

static struct part_style part_style_of(const struct frame *f, struct rect r, const struct part_colours *c, const struct semantics *sem)
{
	const struct metrics *m = f->in.m;
	struct part_style p = {.c = *c};
	if (c->foot_px > FOOT_LOW && r.h <= metrics_px(m, FOOT_LOW_HEIGHT))
		p.c.foot_px = FOOT_LOW;
	p.c.foot_px = metrics_px(m, p.c.foot_px);
	p.c.radius = metrics_px(m, c->radius);
	p.c.border_px = c->border_px > 0 && metrics_px(m, c->border_px) < 1 ? 1 : metrics_px(m, c->border_px);
	p.selected = sem != NULL && (sem->selected || sem->on);
	p.disabled = sem != NULL && sem->disabled;
	return p;
}

static struct rect face_of(struct rect r, const struct part_style *p)
{
	int b = p->c.border_px;
	int bottom = p->selected || p->disabled ? b : p->c.foot_px > b ? p->c.foot_px : b;
	return rect_inset(r, b, b, b, bottom);
}

int node_open_part_styled(struct frame *f, struct rect r, const struct part_colours *c,
			  const struct semantics *sem)
{
	int index = open_node(f, NODE_PART, r, sem);
	f->nodes[index].as.part = part_style_of(f, r, c, sem);
	return index;
}

int node_open_part(struct frame *f, struct rect r, enum part_kind kind, enum look look,
		   const struct semantics *sem)
{
	struct part_colours c = theme_part(f->in.theme, kind, look);
	return node_open_part_styled(f, r, &c, sem);
}

int node_open_modal(struct frame *f, struct rect r, struct rect dimmed, colour ink,
		    const struct semantics *sem)
{
	if (ink != COLOUR_NONE) {
		int dim = add(f, NODE_DIM, dimmed, NULL);
		f->nodes[dim].as.dim.ink = ink;
	}
	f->modal_open = ++f->modals;
	return open_node(f, NODE_GROUP, r, sem);
}

int node_box(struct frame *f, struct rect r, const struct box_style *style)
{
	int index = add(f, NODE_BOX, r, NULL);
	f->nodes[index].as.box = *style;
	return index;
}

int node_fill(struct frame *f, struct rect r, colour c)
{
	return node_box(f, r, &(struct box_style){.face = c, .square = true});
}

/* Where sizes are given, one whose lines are higher than the box is too large as well (an eighth over is leading). */
static int fit_height(const struct frame *f, const struct text_box *t, const struct text_style *style, int px)
{
	struct text_style s = *style;
	for (const int *size = t->sizes_px; t->r.h > 0 && *size != 0; size++) {
		if (*size > px)
			continue;
		px = s.px = *size;
		if (text_measure(f->in.ui->text, t->s, &s, t->r.w).h <= t->r.h + px / 8)
			break;
	}
	return px;
}

static struct text_style style_of(const struct frame *f, const struct text_box *t)
{
	struct text_style style = {
		.px = t->px,
		.bold = t->bold,
		.strike = t->strike,
		.line_pct = t->line_pct,
		.max_lines = t->max_lines,
		.align = t->align,
		.direction = t->direction,
		.layout_rtl = f->in.m->rtl,
		.spans = t->spans,
		.n_spans = t->n_spans,
	};
	if (t->sizes_px != NULL)
		style.px = fit_height(f, t, &style, text_fit(f->in.ui->text, t->s, &style, t->r.w, t->sizes_px));
	if (style.max_lines == 0 && t->r.h > 0) {
		int line_px = (style.px * (style.line_pct > 0 ? style.line_pct : 125) + 50) / 100;
		int h = t->r.h + (t->sizes_px != NULL ? style.px / 8 : 0); /* as fit_height() allows */
		style.max_lines = h / line_px > 0 ? h / line_px : 1;
	}
	return style;
}

struct text_size node_text_size(struct frame *f, const struct text_box *t)
{
	struct text_style style = style_of(f, t);
	return text_measure(f->in.ui->text, t->s, &style, t->r.w);
}

struct rect node_text(struct frame *f, const struct text_box *t, const struct semantics *sem)
{
	struct text_style style = style_of(f, t);
	const char *s = arena_strdup(f->arena, t->s != NULL ? t->s : "");
	const struct text_layout *layout = text_lay(f->in.ui->text, f->arena, s, &style, t->r.w);
	struct rect box = t->r;
	box.h = layout->size.h;
	if (box.w <= 0)
		box.w = layout->box_w;
	if (t->valign == VALIGN_CENTRE) /* by the capitals: they stand 0.03 em below the middle of the line */
		box.y += (t->r.h - box.h) / 2 - layout->px * 3 / 100;
	else if (t->valign == VALIGN_BOTTOM)
		box.y += t->r.h - box.h;
	struct rect whole = t->r.h > 0 ? RECT(box.x, t->r.y, box.w, t->r.h) : box;
	int index = add(f, NODE_TEXT, whole, sem);
	struct node *n = &f->nodes[index];
	n->as.text.layout = layout;
	n->as.text.ink_box = box;
	n->as.text.s = s;
	n->as.text.ink = t->ink;
	n->as.text.may_end = t->may_end;
	n->as.text.lang = arena_strdup(f->arena, t->lang);
	/* what the lines take, on the side where they stand, as in a left-to-right layout */
	struct rect used = box;
	used.w = layout->size.w;
	if (t->align == TEXT_CENTRE)
		used.x += (box.w - used.w) / 2;
	else if (t->align == TEXT_END)
		used.x += box.w - used.w;
	return used;
}

int node_icon(struct frame *f, struct rect r, const char *name, colour ink)
{
	int index = add(f, NODE_ICON, r, NULL);
	struct node *n = &f->nodes[index];
	n->as.icon.name = arena_strdup(f->arena, name);
	n->as.icon.ink = ink;
	n->as.icon.mirrored = f->in.m->rtl && name != NULL && icon_mirrors(name);
	return index;
}

int node_picture(struct frame *f, struct rect r, const char *name, int row, int radius, bool flips,
		 const struct semantics *sem)
{
	int index = add(f, NODE_PICTURE, r, sem);
	struct node *n = &f->nodes[index];
	n->as.picture.name = arena_strdup(f->arena, name);
	n->as.picture.row = row;
	n->as.picture.radius = radius;
	n->as.picture.corners = CORNERS_ALL;
	n->as.picture.mirrored = flips && f->in.m->rtl;
	return index;
}

bool node_picture_ready(struct frame *f, struct rect r, const char *name, int *w, int *h)
{
	struct picture_pixels unused;
	int own_w = 0, own_h = 0;
	if (!picture_natural_size(f->in.ui->pictures, name, &own_w, &own_h) ||
	    !picture_get(f->in.ui->pictures, name, r.w, r.h, false, &unused))
		return false;
	if (w != NULL)
		*w = own_w;
	if (h != NULL)
		*h = own_h;
	return true;
}

int node_qr(struct frame *f, struct rect r, const char *text, enum qr_level level, int module_px,
	    const struct semantics *sem)
{
	int index = add(f, NODE_QR, r, sem);
	struct node *n = &f->nodes[index];
	n->as.qr.text = arena_strdup(f->arena, text);
	n->as.qr.level = level;
	n->as.qr.module_px = module_px;
	return index;
}

struct rect node_part_face(const struct frame *f, int index)
{
	const struct node *n = &f->nodes[index];
	ASSERT(n->kind == NODE_PART);
	return face_of(n->r, &n->as.part);
}

struct rect node_face_to_be(const struct frame *f, struct rect r, enum part_kind kind, enum look look, const struct semantics *sem)
{
	struct part_colours c = theme_part(f->in.theme, kind, look);
	struct part_style p = part_style_of(f, r, &c, sem);
	return face_of(r, &p);
}

struct part_colours node_part_ink(const struct frame *f, int index)
{
	const struct node *n = &f->nodes[index];
	ASSERT(n->kind == NODE_PART);
	struct part_colours c = n->as.part.c;
	if (n->as.part.disabled)
		c.ink = c.ink2 = f->in.theme->not_available_ink;
	else if (n->as.part.selected)
		c.ink = c.ink2 = c.selected_ink;
	return c;
}

void frame_end(struct frame *f)
{
	ASSERT(!f->ended && f->open == -1);
	f->ended = true;
	if (!f->in.m->rtl)
		return;
	for (int i = 0; i < f->n; i++) {
		struct node *n = &f->nodes[i];
		n->r.x = f->in.m->w - n->r.x - n->r.w;
		if (n->kind == NODE_TEXT)
			n->as.text.ink_box.x = f->in.m->w - n->as.text.ink_box.x - n->as.text.ink_box.w;
	}
}

void frame_move_down(struct frame *f, int from, int dy)
{
	ASSERT(!f->ended);
	for (int i = from; i < f->n; i++) {
		f->nodes[i].r.y += dy;
		if (f->nodes[i].kind == NODE_TEXT)
			f->nodes[i].as.text.ink_box.y += dy;
	}
}

static bool dimmed(const struct frame *f, struct rect r)
{
	for (int i = f->n - 1; i >= 0; i--)
		if (f->nodes[i].kind == NODE_DIM)
			return !rect_empty(rect_meet(r, f->nodes[i].r));
	return false;
}

bool frame_live(const struct frame *f, int index)
{
	const struct node *n = &f->nodes[index];
	if (n->modal == f->modals)
		return true;
	/* what a dialog dims is not live, the dock neither (the time-out question) */
	for (int i = index; i >= 0; i = f->nodes[i].parent)
		if (f->nodes[i].sem != NULL && f->nodes[i].sem->over_modal)
			return !dimmed(f, f->nodes[index].r);
	return false;
}

int frame_hit(const struct frame *f, int x, int y)
{
	for (int i = f->n - 1; i >= 0; i--)
		if (acts(f->nodes[i].sem) && rect_has(f->nodes[i].r, x, y) && frame_live(f, i))
			return i;
	return -1;
}

int frame_find(const struct frame *f, uint64_t key)
{
	for (int i = 0; i < f->n && key != 0; i++)
		if (f->nodes[i].key == key)
			return i;
	return -1;
}

int frame_find_id(const struct frame *f, const char *id)
{
	return frame_find(f, node_key(id));
}

size_t frame_focus_order(const struct frame *f, int *out, size_t cap)
{
	size_t n = 0;
	for (int i = 0; i < f->n && n < cap; i++) {
		if (!is_stop(f->nodes[i].sem) || !frame_live(f, i))
			continue;
		/* insertion keeps the order of adding within a group */
		size_t at = n++;
		while (at > 0 && f->nodes[out[at - 1]].sem->focus > f->nodes[i].sem->focus) {
			out[at] = out[at - 1];
			at--;
		}
		out[at] = i;
	}
	return n;
}

const char *node_label(const struct frame *f, int index)
{
	const struct node *n = &f->nodes[index];
	if (n->sem != NULL && n->sem->label != NULL)
		return n->sem->label;
	struct buf b = BUF_INIT;
	for (int i = index; i < n->end; i++) {
		const struct node *k = &f->nodes[i];
		const char *s = k->kind == NODE_TEXT ? k->as.text.s : NULL;
		if (i > index && k->sem != NULL) {
			i = k->end - 1; /* speaks for itself */
			continue;
		}
		if (s == NULL || s[0] == '\0')
			continue;
		if (b.len > 0)
			buf_puts(&b, b.data[b.len - 1] == '.' ? " " : ". ");
		put_spoken(&b, s);
	}
	const char *label = arena_strdup(f->arena, buf_str(&b));
	buf_fini(&b);
	return label;
}
