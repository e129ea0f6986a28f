/* The sign of list pages: picture band, plate, title, count, lead. */
#include "screens/part.h"

#define SIGN_TEXT_H 348.0

static void plate(struct build *b, const struct part_heading *h, double x, double y, double side)
{
	bool dark = b->t->name == THEME_DARK;
	struct look_colours look = theme_look(b->t, h->look);
	struct box_style style = {.face = dark ? look.line : 0xFFFFFFFF, .radius = metrics_px(b->m, 20)};
	struct rect r = build_rect(b, x, y, side, side);
	node_box(b->f, r, &style);
	int pad = metrics_px(b->m, side * 0.14);
	colour ink = dark ? look.on_line : h->look == LOOK_NONE ? b->t->sign : look.line;
	node_icon(b->f, rect_inset(r, pad, pad, pad, pad), h->icon != NULL ? h->icon : look.icon, ink);
}

static void band(struct build *b, const struct part_heading *h, double picture_h)
{
	struct look_colours look = theme_look(b->t, h->look);
	const char *art = h->art != NULL ? h->art : look.art_wide;
	if (!b->t->pictures || art == NULL || picture_h < 60)
		return;
	if (build_landscape(b) && h->art == NULL) { /* narrow and high: the whole picture has room */
		node_picture(b->f, build_rect(b, 0, 96, 680, picture_h), look.art, -1, 0, false, NULL);
		return;
	}
	/* wide_row is for a band of 400: a lower band shows the middle of it. */
	int row = h->row >= 0 ? h->row : look.wide_row;
	struct rect r = build_rect(b, 0, 96, build_landscape(b) ? 680 : build_w(b), picture_h);
	row = row * r.w / 1080 + (metrics_px(b->m, 400) - r.h) / 2;
	node_picture(b->f, r, art, row < 0 ? 0 : row, 0, false, NULL);
}

void part_lead(struct build *b, struct text_box t, const struct part_heading *h)
{
	const struct semantics text = {.role = ROLE_TEXT};
	struct text_box both = t;
	both.s = build_join(b, " ", h->lead, h->order);
	both.px = t.sizes_px[0];
	both.sizes_px = NULL;
	struct text_size size = node_text_size(b->f, &both);
	node_text(b->f, size.truncated || size.cut || size.h > t.r.h ? &t : &both, &text);
}

static void landscape_words(struct build *b, const struct part_heading *h)
{
	double y = b->t->pictures ? 548 : 128;
	plate(b, h, 40, y, 120);
	struct text_box one = build_text(b, build_rect(b, 184, y - 4, 470, 84), TYPE_H1, b->t->on_sign, h->title);
	one.sizes_px = build_sizes(b, 72);
	one.max_lines = 1;
	bool two = node_text_size(b->f, &one).truncated; /* the count goes lower, the lead gives way */
	build_heading(b, two ? build_rect(b, 184, y - 14, 480, 110) : one.r, two ? 50 : 72, two ? 2 : 1, b->t->on_sign,
		      h->title);
	struct text_box count =
		build_text(b, build_rect(b, 184, y + (two ? 94 : 74), 470, 52), TYPE_FACT, b->t->on_sign, h->count);
	const struct semantics sem = {.id = "count", .role = ROLE_STATUS};
	count.px = metrics_em(b->m, 38);
	count.sizes_px = build_sizes(b, 38);
	count.max_lines = 1;
	if (h->count != NULL)
		node_text(b->f, &count, &sem);
	if (part_age_notice(b, build_rect(b, 40, y + 144, 600, 240)) || h->lead == NULL)
		return;
	struct text_box lead =
		build_text(b, build_rect(b, 40, y + 152, 610, 240), TYPE_BODY, b->t->on_sign, h->lead);
	lead.px = metrics_em(b->m, 42);
	lead.sizes_px = build_sizes(b, 42);
	part_lead(b, lead, h);
}

void part_list_sign(struct build *b, const struct part_heading *h, double picture_h)
{
	if (build_landscape(b)) {
		part_sign(b, h->look, 96, build_h(b) - 128);
		band(b, h, 420);
		landscape_words(b, h);
		return;
	}
	double y = 96 + picture_h, w = build_w(b) - 96;
	part_sign(b, h->look, 96, y + SIGN_TEXT_H);
	band(b, h, picture_h);
	plate(b, h, 48, y + 32, 136);
	build_heading(b, build_rect(b, 212, y + 36, w - 164, 88), 72, 1, b->t->on_sign, h->title);
	if (h->count != NULL) {
		struct text_box count =
			build_text(b, build_rect(b, 212, y + 120, w - 164, 48), TYPE_LEAD,
				   h->look == LOOK_NONE ? b->t->on_sign2 : b->t->on_sign, h->count);
		const struct semantics sem = {.id = "count", .role = ROLE_STATUS};
		count.max_lines = 1;
		count.sizes_px = build_sizes(b, 34);
		node_text(b->f, &count, &sem);
	}
	if (part_age_notice(b, build_rect(b, 48, y + 188, w, 124)) || h->lead == NULL)
		return;
	struct text_box lead =
		build_text(b, build_rect(b, 48, y + 194, w, 104), TYPE_BODY, b->t->on_sign, h->lead);
	lead.max_lines = 2;
	lead.sizes_px = build_sizes(b, build_px(b, 36));
	part_lead(b, lead, h);
}
