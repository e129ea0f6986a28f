/* Before the first content is there: says so, with the progress and the emergency number; no dead buttons. */
#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen.h"

static const char *progress(const struct build *b)
{
	const struct cache_state *s = &b->frame->state;
	if (s->load_total <= 0)
		return T(b, "The content is being fetched for the first time.");
	long percent = (long)(100 * s->load_have / s->load_total);
	return arena_printf(b->a, "%s %ld %%", T(b, "The content is being fetched for the first time."),
			    percent > 100 ? 100 : percent);
}

void screen_first_build(struct build *b)
{
	bool land = build_landscape(b), small = build_small(b);
	double w = build_w(b), h = build_h(b);
	double side = small ? 16 : 48;
	node_fill(b->f, RECT(0, 0, b->m->w, b->m->h), b->t->sign);
	b->f->background = b->t->sign;
	if (b->t->pictures && !small)
		node_picture(b->f, build_rect(b, land ? w - 600 : (w - 436) / 2, land ? 140 : 240, 436, 654),
			     "arches", -1, 0, true, NULL);
	double y = small ? 40 : land ? 200 : 1000, text_w = (land ? w - 800 : w) - 2 * side;
	struct rect r = build_heading(b, build_rect(b, side, y, text_w, small ? 120 : 250), small ? 44 : 72,
				      2, b->t->on_sign, T(b, "Welcome. This screen is starting."));
	build_label(
		b,
		RECT(r.x, r.y + r.h + metrics_px(b->m, 24), metrics_px(b->m, text_w), metrics_px(b->m, 160)),
		TYPE_BODY, b->t->on_sign2, progress(b));
	struct text_box sos = build_text(b, build_rect(b, side, h - (small ? 100 : 220), w - 2 * side, 90),
					 TYPE_H3, b->t->on_sign, T(b, "In an emergency call 112"));
	const struct semantics sem = {
		.id = "emergency", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	sos.valign = VALIGN_CENTRE;
	sos.max_lines = 1;
	sos.sizes_px = build_sizes(b, 44);
	widget_icon_line(b->f, sos.r, "sos", metrics_px(b->m, 72), metrics_px(b->m, 20), &sos, b->t->on_sign,
			 &sem);
}
