/* Out of order: calm, in three languages, with the numbers that always help. It needs no content. */
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "ui/text.h"
#include "ui/ui.h"

/* A number to be read from afar, with what it is below. */
static void number(struct build *b, double x, double y, double w, const char *id, const char *digits,
		   const char *what)
{
	const struct semantics sem = {.id = id, .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	bool small = build_small(b);
	struct text_box n =
		build_text(b, build_rect(b, x, y, w, small ? 90 : 150), TYPE_H1, b->t->on_sign, digits);
	n.max_lines = 1;
	n.sizes_px = build_sizes(b, small ? 64 : 112);
	node_text(b->f, &n, &sem);
	struct text_box t = build_text(b, build_rect(b, x, y + (small ? 84 : 150), w, small ? 60 : 110), TYPE_BODY,
				       b->t->on_sign2, what);
	t.max_lines = 2;
	t.sizes_px = build_sizes(b, small ? 38 : 40);
	node_text(b->f, &t, NULL);
}

/* No font is left: two signs that everybody knows, ask somebody and emergency. */
static void without_words(struct build *b)
{
	double side = build_small(b) ? 200 : 400, x = build_w(b) / 2, y = build_h(b) / 2;
	bool across = !build_portrait(b);
	node_icon(b->f, build_rect(b, across ? x - side - 40 : x - side / 2, across ? y - side / 2 : y - side - 40, side, side), "support_agent",
		  b->t->on_sign);
	node_icon(b->f, build_rect(b, across ? x + 40 : x - side / 2, across ? y - side / 2 : y + 40, side, side), "sos", b->t->on_sign);
}

void screen_out_build(struct build *b)
{
	static const enum lang ORDER[] = {LANG_FI, LANG_SV, LANG_EN};
	static const char *const SAYS = TR("This screen is out of order. Ask the staff.");
	bool small = build_small(b);
	double side = small ? 16 : 72, w = build_w(b) - 2 * side, y = small ? 12 : build_landscape(b) ? 90 : 360,
	       pitch = small ? 66 : 170;
	b->f->background = b->t->sign;
	node_fill(b->f, RECT(0, 0, b->m->w, b->m->h), b->t->sign);
	for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++, y += pitch) {
		const struct semantics sem = {.id = lang_tag(ORDER[i]),
					      .role = i == 0 ? ROLE_HEADING : ROLE_TEXT,
					      .level = i == 0 ? 1 : 0,
					      .lang = lang_tag(ORDER[i])};
		struct text_box t = build_text(b, build_rect(b, side, y, w, pitch - 8),
					       i == 0 ? TYPE_H2 : TYPE_H3,
					       i == 0 ? b->t->on_sign : b->t->on_sign2, tr(ORDER[i], SAYS));
		t.max_lines = small ? 1 : 2;
		t.sizes_px = build_sizes(b, small ? 40 : i == 0 ? 64 : 48);
		t.lang = sem.lang;
		node_text(b->f, &t, &sem);
	}
	const char *phone = str_empty(b->config->advice_phone) ? NULL : words_phone(b->a, b->config->advice_phone);
	bool across = !build_portrait(b) && phone != NULL;
	double half = (w - 24) / 2;
	y += small ? 6 : 80;
	number(b, side, y, across ? half : w, "emergency", "112", T(b, "In an emergency call 112"));
	if (phone != NULL)
		number(b, across ? side + half + 24 : side, across ? y : y + 320, across ? half : w, "advice", phone,
		       T(b, "Advice service"));
	b->first_focus = "emergency";
	if (text_wordless(b->f->in.ui->text))
		without_words(b);
}
