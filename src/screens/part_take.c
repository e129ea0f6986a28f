/* The take-along panel: code, address, number. */
#include "screens/part.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "ui/ui.h"

const char *part_address(const struct build *b, const char *path)
{
	size_t len = strlen(b->config->base);
	bool slash = len > 0 && b->config->base[len - 1] == '/';
	return arena_printf(b->a, "%.*s/%s", (int)(len - slash), b->config->base, path);
}

const char *part_address_shown(const char *address)
{
	const char *scheme = strstr(address, "://");
	return scheme == NULL ? address : scheme + 3;
}

const char *part_address_breaking(const struct build *b, const char *address)
{
	const char *shown = part_address_shown(address), *slash = strchr(shown, '/');
	if (slash == NULL)
		return shown;
	return arena_printf(b->a, "%.*s\u200b%s", (int)(slash - shown), shown, slash);
}

/* A print dialog shows the same over the page that has it already. */
static const char *own_id(const struct build *b, const char *id)
{
	return b->place->kind == SCREEN_PRINT ? arena_printf(b->a, "print:%s", id) : id;
}

static void code(struct build *b, struct rect r, const char *address)
{
	const struct semantics sem = {.id = own_id(b, "code"),
				      .role = ROLE_IMAGE,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .label = T(b, "Code for your phone"),
				      .hint = part_address_shown(address)};
	int side = r.w < r.h ? r.w : r.h;
	int module = qr_module_for(b->f->in.ui->qrs, address, QR_M, side);
	struct rect square = RECT(r.x + (r.w - side) / 2, r.y + (r.h - side) / 2, side, side);
	node_fill(b->f, square, 0xFFFFFFFF);
	if (module > 0)
		node_qr(b->f, square, address, QR_M, module, &sem);
}

/* "040 123 4567" with its icon; shrinks when a number is long. */
static void number(struct build *b, struct rect r, const struct take_along *t, int px)
{
	const struct semantics sem = {.id = own_id(b, "phone"),
				      .role = ROLE_TEXT,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .label = build_join(b, " ", t->phone_label, t->phone)};
	int icon = metrics_px(b->m, px == 64 ? 60 : 72), gap = metrics_px(b->m, 14);
	node_icon(b->f, RECT(r.x, r.y + (r.h - icon) / 2, icon, icon), "call", t->icon);
	struct text_box n =
		build_text(b, rect_inset(r, icon + gap, 0, 0, 0), TYPE_DIALOG, b->t->ink, t->phone);
	n.sizes_px = build_sizes(b, px);
	n.px = n.sizes_px[0];
	n.max_lines = 1;
	n.valign = VALIGN_CENTRE;
	n.direction = TEXT_LTR;
	node_text(b->f, &n, &sem);
}

static struct rect address_line(struct build *b, struct rect r, const char *address, int lines)
{
	struct text_box t =
		build_text(b, r, TYPE_H3, b->t->plain,
			   lines > 1 ? part_address_breaking(b, address) : part_address_shown(address));
	const struct semantics sem = {.role = ROLE_TEXT};
	t.direction = TEXT_LTR;
	t.sizes_px = build_sizes(b, build_px(b, 44));
	t.max_lines = lines;
	return node_text(b->f, &t, &sem);
}

/* Text column of the panel, top down; returns where it ends. */
static int words(struct build *b, struct rect r, const struct take_along *t)
{
	int y = r.y;
	if (t->address != NULL) {
		struct text_box i = build_text(b, RECT(r.x, y, r.w, metrics_px(b->m, 84)), TYPE_FACT,
					       b->t->ink2, t->instruction);
		i.max_lines = 2;
		const struct semantics sem = {.role = ROLE_TEXT};
		if (!b->m->large) /* the code and the address speak for themselves */
			y += node_text(b->f, &i, &sem).h + metrics_px(b->m, 2);
		y += address_line(b, RECT(r.x, y, r.w, metrics_px(b->m, 60)), t->address, 1).h +
		     metrics_px(b->m, 14);
	}
	const char *under = t->phone != NULL ? t->phone_label : t->instead;
	if (under == NULL)
		return y;
	node_fill(b->f, RECT(r.x, y, r.w, metrics_px(b->m, 3)), b->t->hairline);
	y += metrics_px(b->m, 18);
	if (t->check != NULL)
		under = t->check;
	struct text_box label =
		build_text(b, RECT(r.x, y, r.w, metrics_px(b->m, t->phone == NULL ? 130 : 44)), TYPE_FACT,
			   t->check != NULL ? b->t->warning_ink : b->t->ink2, under);
	if (t->check != NULL && b->t->name == THEME_DARK)
		label.ink = b->t->ink;
	label.max_lines = t->phone == NULL ? 3 : 1;
	label.sizes_px = t->phone == NULL ? NULL : build_sizes(b, 32);
	const struct semantics sem = {.role = ROLE_TEXT};
	y += node_text(b->f, &label, &sem).h;
	if (t->phone == NULL)
		return y;
	number(b, RECT(r.x, y, r.w, metrics_px(b->m, 84)), t, 64);
	return y + metrics_px(b->m, 84);
}

/* A high panel (landscape): code and address above, the number on its own row below. */
static void high_panel(struct build *b, struct rect r, const struct take_along *t)
{
	int pad = metrics_px(b->m, 32), low = t->phone == NULL && t->instead == NULL ? 0 : r.h * 188 / 580;
	int side = metrics_px(b->m, 370);
	if (t->address != NULL) {
		code(b, RECT(r.x + pad / 2, r.y + pad / 2, side, side), t->address);
		int x = r.x + side + pad / 2 + metrics_px(b->m, 14);
		struct text_box i = build_text(b, RECT(x, r.y + 2 * pad, r.x + r.w - x - pad / 2, side / 2),
					       TYPE_FACT, b->t->ink2, t->instruction);
		const struct semantics text = {.role = ROLE_TEXT};
		i.px = metrics_em(b->m, 38);
		i.max_lines = 4;
		int y = i.r.y + node_text(b->f, &i, &text).h + metrics_px(b->m, 14);
		address_line(b, RECT(x, y, r.x + r.w - x - pad / 4, side - (y - r.y)), t->address, 2);
	}
	if (low == 0)
		return;
	struct rect foot = RECT(r.x + pad, r.y + r.h - low, r.w - 2 * pad, low);
	node_fill(b->f, RECT(foot.x, foot.y, foot.w, metrics_px(b->m, 3)), b->t->hairline);
	const char *label = t->check != NULL ? t->check : t->phone != NULL ? t->phone_label : t->instead;
	struct text_box l = build_text(b, RECT(foot.x, foot.y + metrics_px(b->m, 16), foot.w, low * 36 / 100),
				       TYPE_FACT, b->t->ink2, label);
	const struct semantics text = {.role = ROLE_TEXT};
	l.max_lines = t->phone == NULL ? 3 : 1;
	l.sizes_px = t->phone == NULL ? NULL : build_sizes(b, build_px(b, 32));
	node_text(b->f, &l, &text);
	if (t->phone != NULL)
		number(b, RECT(foot.x, foot.y + low * 42 / 100, foot.w, low * 52 / 100), t, 84);
}

void part_take_along(struct build *b, struct rect r, const struct take_along *t)
{
	const struct semantics sem = {.id = own_id(b, "take-along"), .role = ROLE_GROUP};
	widget_panel_open(b->f, r, false, &sem);
	if (build_landscape(b) && r.h > metrics_px(b->m, 450)) {
		high_panel(b, r, t);
		node_close(b->f);
		return;
	}
	int pad = metrics_px(b->m, 20), side = r.h - 2 * pad, x = r.x + pad;
	if (t->address != NULL) {
		code(b, RECT(r.x + pad, r.y + pad, side, side), t->address);
		x = r.x + side + 2 * pad + metrics_px(b->m, build_portrait(b) ? 15 : 0);
	}
	int from = b->f->n, top = r.y + (t->top > 0 ? t->top : 0);
	int end = words(b, RECT(x, top, r.x + r.w - x - metrics_px(b->m, 24), r.h), t);
	if (t->top == 0 && end < r.y + r.h) /* the column stands in the middle beside the code */
		frame_move_down(b->f, from, (r.y + r.h - end) / 2);
	node_close(b->f);
}

void part_code_panel(struct build *b, struct rect r, const char *address)
{
	const struct semantics panel = {.role = ROLE_GROUP}, sem = {.id = own_id(b, "code"),
								    .role = ROLE_IMAGE,
								    .stop = true,
								    .focus = FOCUS_TABLE,
								    .label = T(b, "Code for your phone"),
								    .hint = part_address_shown(address)};
	widget_panel_open(b->f, r, true, &panel);
	int foot = metrics_px(b->m, 104), side = r.w - metrics_px(b->m, 40);
	if (side > r.h - foot)
		side = r.h - foot;
	int module = qr_module_for(b->f->in.ui->qrs, address, QR_M, side);
	if (module > 0)
		node_qr(b->f, RECT(r.x + (r.w - side) / 2, r.y + metrics_px(b->m, 12), side, side), address,
			QR_M, module, &sem);
	struct text_box t = build_text(b,
				       RECT(r.x + metrics_px(b->m, 12), r.y + r.h - metrics_px(b->m, 92),
					    r.w - metrics_px(b->m, 24), metrics_px(b->m, build_small(b) ? 88 : 72)),
				       TYPE_BUTTON, 0xFF0B4F6C,
		build_small(b) ? part_address_breaking(b, address) : part_address_shown(address));
	t.align = TEXT_CENTRE;
	t.valign = VALIGN_CENTRE;
	t.direction = TEXT_LTR;
	t.max_lines = build_small(b) ? 2 : 1;
	t.sizes_px = build_sizes(b, build_px(b, 36));
	t.line_pct = build_small(b) ? 112 : 0;
	node_text(b->f, &t, NULL);
	node_close(b->f);
}
