#include "ui/drawlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "ui/icon.h"
#include "ui/node.h"
#include "ui/picture.h"
#include "ui/ui.h"

#define RING_RADIUS 8 /* around what has no radius of its own, design px */

static uint64_t stir(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 29;
}

static uint64_t stir_string(uint64_t h, const char *s)
{
	return s == NULL ? stir(h, 0) : stir(h, node_key(s));
}

static uint64_t command_hash(const struct cmd *c)
{
	uint64_t h = stir(0x243F6A8885A308D3u, (uint64_t)c->kind << 32 | c->c);
	h = stir(h, (uint64_t)(uint32_t)c->r.x << 32 | (uint32_t)c->r.y);
	h = stir(h, (uint64_t)(uint32_t)c->r.w << 32 | (uint32_t)c->r.h);
	for (int i = 0; i < 4; i++)
		h = stir(h, (uint64_t)(uint32_t)c->radii.r[i]);
	h = stir(h, (uint64_t)(uint32_t)c->width << 32 | (uint64_t)c->level << 1 | c->flag);
	h = stir(h, (uint64_t)(uint32_t)c->x << 32 | (uint32_t)c->y);
	h = stir_string(h, c->name);
	if (c->run != NULL) {
		h = stir_string(h, c->run->s);
		h = stir(h, (uint64_t)c->run->face << 1 | c->run->rtl);
	}
	return h;
}

static void put(struct drawlist *l, const struct cmd *c)
{
	if (rect_empty(c->r))
		return;
	if (l->n == l->cap) {
		l->cap = l->cap > 0 ? l->cap * 2 : 512;
		struct cmd *more = realloc(l->cmd, l->cap * sizeof *more);
		ASSERT(more != NULL);
		l->cmd = more;
	}
	l->cmd[l->n] = *c;
	l->cmd[l->n++].hash = command_hash(c);
}

void drawlist_fini(struct drawlist *l)
{
	free(l->cmd);
	*l = (struct drawlist){0};
}

struct builder {
	struct drawlist *l;
	struct ui *ui;
	const struct frame *f;
	const struct draw_state *s;
	int down;     /* px the part being pressed has gone down */
	int down_end; /* index after its last descendant */
};

static void put_round(struct builder *b, struct rect r, struct radii radii, colour c)
{
	if (c >> 24 != 0)
		put(b->l, &(struct cmd){.kind = CMD_ROUND, .r = r, .c = c, .radii = radii});
}

static struct radii corner_radii(const struct frame *f, int radius, int corners)
{
	bool rtl = f->in.m->rtl;
	int start_top = corners & CORNER_START_TOP ? radius : 0,
	    end_top = corners & CORNER_END_TOP ? radius : 0;
	int start_bottom = corners & CORNER_START_BOTTOM ? radius : 0;
	int end_bottom = corners & CORNER_END_BOTTOM ? radius : 0;
	return rtl ? (struct radii){{end_top, start_top, end_bottom, start_bottom}}
		   : (struct radii){{start_top, end_top, start_bottom, end_bottom}};
}

static struct radii smaller(struct radii k, int by)
{
	for (int i = 0; i < 4; i++)
		k.r[i] = k.r[i] > by ? k.r[i] - by : 0;
	return k;
}

static void build_box(struct builder *b, const struct node *n, struct rect r)
{
	const struct box_style *s = &n->as.box;
	if (s->square && s->border_px == 0) {
		if (s->face >> 24 != 0)
			put(b->l, &(struct cmd){.kind = CMD_FILL, .r = r, .c = s->face});
		return;
	}
	int radius = s->square ? 0 : s->radius;
	struct radii k = corner_radii(b->f, radius, s->corners == CORNERS_NONE ? CORNERS_ALL : s->corners);
	if (s->border_px > 0 && (s->dashed || s->face >> 24 == 0)) {
		put_round(b, r, k, s->face);
		put(b->l, &(struct cmd){.kind = CMD_RING,
					.r = r,
					.c = s->border,
					.radii = radii_all(radius),
					.width = s->border_px,
					.flag = s->dashed});
		return;
	}
	int w = s->border_px;
	if (w > 0)
		put_round(b, r, k, s->border);
	put_round(b, rect_inset(r, w, w, w, w), smaller(k, w), s->face);
}

static void build_part(struct builder *b, const struct node *n, struct rect r, int index)
{
	const struct part_style *p = &n->as.part;
	const struct part_colours *c = &p->c;
	struct radii k = radii_all(c->radius);
	int w = c->border_px;
	if (p->disabled) {
		put(b->l, &(struct cmd){.kind = CMD_RING,
					.r = r,
					.c = b->f->in.theme->not_available,
					.radii = k,
					.width = w > 0 ? w : 2,
					.flag = true});
		return;
	}
	bool pressed = n->key != 0 && n->key == b->s->pressed;
	if (p->selected) {
		put_round(b, r, k, pressed ? c->pressed_face : c->selected_face);
		return;
	}
	if (pressed) {
		int down = c->foot_px > w ? c->foot_px - w : 0;
		b->down = down;
		b->down_end = b->f->nodes[index].end;
		struct rect low = rect_inset(r, 0, down, 0, 0);
		bool plain = c->border == c->face;
		put_round(b, low, k, plain ? c->pressed_face : c->border);
		if (!plain)
			put_round(b, rect_inset(low, w, w, w, w), smaller(k, w), c->pressed_face);
		return;
	}
	struct rect upper = rect_inset(r, 0, 0, 0, c->foot_px);
	if (c->foot_px > 0 || w > 0)
		put_round(b, r, k, c->foot_px > 0 ? c->foot : c->border);
	if (c->border == c->face || w == 0) {
		put_round(b, upper, k, c->face);
		return;
	}
	if (c->border != c->foot)
		put_round(b, upper, k, c->border);
	bool own_bottom = c->border != c->foot || c->foot_px == 0;
	put_round(b, rect_inset(r, w, w, w, own_bottom ? c->foot_px + w : c->foot_px), smaller(k, w),
		  c->face);
}

static void build_text(struct builder *b, const struct node *n)
{
	const struct text_layout *t = n->as.text.layout;
	struct rect box = rect_moved(n->as.text.ink_box, 0, b->down);
	for (int i = 0; i < t->size.lines; i++) {
		const struct text_line *line = &t->lines[i];
		for (size_t k = 0; k < line->n_runs; k++) {
			const struct text_run *run = &line->runs[k];
			struct text_mask m;
			if (!text_mask_get(b->ui->text, run, t->px, &m))
				continue;
			struct cmd c = {.kind = CMD_TEXT, .c = n->as.text.ink, .run = run, .width = t->px};
			c.x = box.x + run->x;
			c.y = box.y + run->baseline;
			c.r = RECT(c.x + m.left, c.y - m.ascent, m.w, m.h);
			put(b->l, &c);
		}
		if (t->strike && line->w > 0) {
			int thick = t->px / 14 > 2 ? t->px / 14 : 2;
			put(b->l, &(struct cmd){.kind = CMD_FILL,
						.r = RECT(box.x + line->x,
							  box.y + line->baseline - t->px * 32 / 100, line->w,
							  thick),
						.c = n->as.text.ink});
		}
	}
}

static void build_qr(struct builder *b, const struct node *n, struct rect r)
{
	int side = qr_side(b->ui->qrs, n->as.qr.text, n->as.qr.level, n->as.qr.module_px);
	struct rect field = RECT(r.x + (r.w - side) / 2, r.y + (r.h - side) / 2, side, side);
	struct qr_code code;
	/* a code that waits for its encoding differs from the encoded one, so that it is drawn again */
	bool ready = qr_get(b->ui->qrs, n->as.qr.text, n->as.qr.level, &code);
	put(b->l, &(struct cmd){.kind = CMD_QR,
				.r = field,
				.name = n->as.qr.text,
				.level = (int)n->as.qr.level,
				.width = n->as.qr.module_px,
				.flag = ready});
}

static void build_ring(struct builder *b)
{
	const struct theme *theme = b->f->in.theme;
	const struct metrics *m = b->f->in.m;
	int i = frame_find(b->f, b->s->focused);
	if (i < 0)
		return;
	const struct node *n = &b->f->nodes[i];
	int radius = n->kind == NODE_PART  ? n->as.part.c.radius
		     : n->kind == NODE_BOX ? n->as.box.radius
					   : metrics_px(m, RING_RADIUS);
	if (n->sem != NULL && n->sem->ring_inside) {
		put(b->l, &(struct cmd){.kind = CMD_RING,
					.r = n->r,
					.c = theme->ring_sign,
					.radii = radii_all(radius),
					.width = metrics_px(m, theme->ring_outer_px)});
		return;
	}
	int in = metrics_px(m, theme->ring_inner_px), out = metrics_px(m, theme->ring_outer_px);
	struct rect inner = rect_inset(n->r, -in, -in, -in, -in);
	put(b->l, &(struct cmd){.kind = CMD_RING,
				.r = rect_inset(inner, -out, -out, -out, -out),
				.c = theme->ring_outer,
				.radii = radii_all(radius + in + out),
				.width = out});
	put(b->l, &(struct cmd){.kind = CMD_RING,
				.r = inner,
				.c = theme->ring_inner,
				.radii = radii_all(radius + in),
				.width = in});
}

static void build_node(struct builder *b, int i)
{
	const struct node *n = &b->f->nodes[i];
	if (i >= b->down_end)
		b->down = 0;
	struct rect r = rect_moved(n->r, 0, b->down);
	int side = r.w < r.h ? r.w : r.h;
	switch (n->kind) {
	case NODE_GROUP: break;
	case NODE_BOX: build_box(b, n, r); break;
	case NODE_PART: build_part(b, n, r, i); break;
	case NODE_TEXT: build_text(b, n); break;
	case NODE_ICON:
		put(b->l,
		    &(struct cmd){.kind = CMD_ICON,
				  .c = n->as.icon.ink,
				  .name = n->as.icon.name,
				  .flag = n->as.icon.mirrored,
				  .r = RECT(r.x + (r.w - side) / 2, r.y + (r.h - side) / 2, side, side)});
		break;
	case NODE_PICTURE:
		put(b->l,
		    &(struct cmd){.kind = CMD_PICTURE,
				  .r = r,
				  .name = n->as.picture.name,
				  .y = n->as.picture.row,
				  .flag = n->as.picture.mirrored,
				  .radii = corner_radii(b->f, n->as.picture.radius, n->as.picture.corners)});
		break;
	case NODE_QR: build_qr(b, n, r); break;
	case NODE_DIM: put(b->l, &(struct cmd){.kind = CMD_FILL, .r = r, .c = n->as.dim.ink}); break;
	}
}

void drawlist_build(struct drawlist *l, struct ui *ui, const struct frame *f, const struct draw_state *s)
{
	ASSERT(f->ended);
	struct builder b = {.l = l, .ui = ui, .f = f, .s = s};
	l->n = 0;
	put(l, &(struct cmd){.kind = CMD_FILL,
			     .r = RECT(0, 0, f->in.m->w, f->in.m->h),
			     .c = f->background | 0xFF000000u});
	for (int i = 0; i < f->n; i++)
		build_node(&b, i);
	if (s->focused != 0)
		build_ring(&b);
}

static void run_picture(const struct cmd *c, struct ui *ui, const struct raster *t)
{
	struct picture_pixels p;
	if (!picture_get(ui->pictures, c->name, c->r.w, c->r.h, c->flag, &p))
		return;
	int row = c->y < 0 ? (p.h - c->r.h) / 2 : c->y;
	if (row > p.h - c->r.h)
		row = p.h - c->r.h;
	raster_image(t, c->r, p.px, p.pitch_px, (p.w - c->r.w) / 2, row, p.opaque, c->radii);
}

static void run_qr(const struct cmd *c, struct ui *ui, const struct raster *t)
{
	struct qr_code code;
	raster_fill(t, c->r, 0xFFFFFFFFu);
	if (!c->flag || !qr_get(ui->qrs, c->name, (enum qr_level)c->level, &code))
		return;
	for (int y = 0; y < code.modules; y++) {
		for (int x = 0; x < code.modules;) {
			int from = x;
			bool dark = code.dark[y * code.modules + x] != 0;
			while (x < code.modules && (code.dark[y * code.modules + x] != 0) == dark)
				x++;
			if (dark)
				raster_fill(t,
					    RECT(c->r.x + (from + QR_QUIET_MODULES) * c->width,
						 c->r.y + (y + QR_QUIET_MODULES) * c->width,
						 (x - from) * c->width, c->width),
					    0xFF000000u);
		}
	}
}

static void run_one(const struct cmd *c, struct ui *ui, const struct raster *t)
{
	struct text_mask text;
	struct icon_mask icon;
	switch (c->kind) {
	case CMD_FILL: raster_fill(t, c->r, c->c); break;
	case CMD_ROUND: raster_round(t, c->r, c->radii, c->c); break;
	case CMD_RING: raster_ring(t, c->r, c->radii.r[0], c->width, c->flag, c->c); break;
	case CMD_TEXT:
		if (text_mask_get(ui->text, c->run, c->width, &text))
			raster_mask(t, c->r.x, c->r.y, text.a, text.w, text.h, text.pitch, c->c);
		break;
	case CMD_ICON:
		if (icon_mask_get(ui->icons, c->name, c->r.w, c->flag, &icon))
			raster_mask(t, c->r.x, c->r.y, icon.a, icon.size, icon.size, icon.size, c->c);
		break;
	case CMD_PICTURE: run_picture(c, ui, t); break;
	case CMD_QR: run_qr(c, ui, t); break;
	}
}

void drawlist_run(const struct drawlist *l, struct ui *ui, const struct raster *t)
{
	for (size_t i = 0; i < l->n; i++)
		if (!rect_empty(rect_meet(l->cmd[i].r, t->clip)))
			run_one(&l->cmd[i], ui, t);
}
