/* 07 Language: find one's own without reading Finnish. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/languages.h"
#include "screens/part.h"
#include "screens/screen.h"

static const char *const CHOOSE = TR("Choose a language");

static void greetings(struct build *b, const struct languages *offered, double x, double top, double w)
{
	double y = top, pitch = b->room > 0 ? 64 : 74; /* with the caption strip the rows stand closer */
	for (size_t i = 0; i < offered->n && y < 800; i++) {
		enum lang l = offered->v[i];
		if (l == b->lang || l == LANG_SELKO || !i18n_has(l))
			continue;
		const struct semantics sem = {.role = ROLE_TEXT, .lang = lang_tag(l)};
		size_t row = (size_t)((y - top) / pitch);
		struct text_box t = build_text(b, build_rect(b, x, y, w, pitch), TYPE_BODY,
					       row % 2 == 0 ? b->t->on_sign : b->t->on_sign2, tr(l, CHOOSE));
		t.px = metrics_em(b->m, b->room > 0 ? 44 : 48);
		t.sizes_px = build_sizes(b, b->room > 0 ? 44 : 48);
		t.valign = VALIGN_CENTRE;
		t.max_lines = 1;
		t.align = TEXT_START;
		t.lang = lang_tag(l);
		node_text(b->f, &t, &sem);
		y += pitch;
	}
}

static void language_button(struct build *b, struct rect r, enum lang l, int position, int of)
{
	const char *id = arena_printf(b->a, "language:%s", lang_tag(l));
	bool chosen = l == b->lang, mute = !languages_has_voice(l);
	const struct semantics sem = {.id = id,
				      .role = ROLE_CHOICE,
				      .selected = chosen,
				      .focus = FOCUS_TABLE,
				      .lang = lang_tag(l),
				      .label = lang_own_name(l),
				      .hint = mute ? T(b, "No speech in this language yet") : NULL,
				      .position = position,
				      .of = of,
				      .action = {ACT_LANGUAGE, l, NULL}};
	int part = node_open_part(b->f, r, PART_PLAIN, LOOK_NONE, &sem);
	struct part_colours c = node_part_ink(b->f, part);
	struct rect face =
		rect_inset(node_part_face(b->f, part), metrics_px(b->m, 32), 0, metrics_px(b->m, 28), 0);
	int icon = metrics_px(b->m, 44), gap = metrics_px(b->m, 20);
	if (chosen) {
		node_icon(b->f, RECT(face.x + metrics_px(b->m, 8), face.y + (face.h - icon) / 2, icon, icon),
			  "check", c.ink);
		face = rect_inset(face, icon + gap + metrics_px(b->m, 8), 0, 0, 0);
	}
	if (mute && !build_small(b)) {
		node_icon(b->f, RECT(face.x + face.w - icon, face.y + (face.h - icon) / 2, icon, icon),
			  "volume_off", chosen ? c.ink : b->t->ink2);
		face.w -= icon + metrics_px(b->m, 12);
	}
	struct text_box t = build_text(b, face, TYPE_H3, chosen ? c.ink : b->t->ink, lang_own_name(l));
	t.valign = VALIGN_CENTRE;
	t.max_lines = build_small(b) ? 2 : 1; /* a long name parts at its hyphen */
	t.sizes_px = build_sizes(b, build_px(b, 44));
	t.lang = lang_tag(l);
	node_text(b->f, &t, NULL);
	node_close(b->f);
	if (chosen)
		b->first_focus = id;
}

static bool any_mute(const struct languages *offered)
{
	for (size_t i = 0; i < offered->n; i++) {
		if (!languages_has_voice(offered->v[i]))
			return true;
	}
	return false;
}

static void legend(struct build *b)
{
	struct rect r = build_rect(b, 48, 1616, build_w(b) - 96, 96);
	const char *s = build_join(b, " · ", T(b, "No speech in this language yet"),
				   b->lang == LANG_EN ? NULL : tr(LANG_EN, "No speech yet"));
	const struct semantics sem = {.id = "legend", .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
	struct text_box t = build_text(b, r, TYPE_FACT, b->t->ink2, s);
	t.valign = VALIGN_CENTRE;
	t.max_lines = 2;
	widget_icon_line(b->f, r, "volume_off", metrics_px(b->m, 48), metrics_px(b->m, 20), &t, b->t->ink2,
			 &sem);
}

/* Two columns of five beside the sign; on the 7\" two pages of six with a button between them. */
static void build_wide(struct build *b, const struct languages *offered)
{
	bool small = build_small(b);
	size_t per_page = small ? 5 : offered->n,
	       from = small ? (b->place->page * per_page) % (offered->n + per_page) : 0;
	if (from >= offered->n)
		from = 0;
	if (!small) {
		double end = part_side_sign(b, T(b, CHOOSE), NULL, 840);
		greetings(b, offered, 40, end < 250 ? 250 : end, 600);
		if (b->t->pictures) /* beside the shorter words */
			node_picture(b->f, build_rect(b, 424, 592, 240, 360), "arches", -1, 0, true, NULL);
	}
	b->f->background = b->t->page;
	double rows = (double)((offered->n + 1) / 2), pitch = rows > 5 ? 900 / rows : 160;
	for (size_t i = from; i < offered->n && i < from + per_page; i++) {
		size_t at = i - from;
		struct rect r =
			small ? build_rect(b, at % 2 == 0 ? 8 : 408, 10 + 121.0 * (double)(at / 2), 384, 105)
			      : build_rect(b, at % 2 == 0 ? 720 : 1312, 32 + pitch * (double)(at / 2), 568,
					   pitch - 16);
		language_button(b, r, offered->v[i], (int)i + 1, (int)offered->n);
	}
	if (small && offered->n > per_page)
		part_button(b, build_rect(b, 408, 252, 384, 105), PART_PLAIN, "page:next", "arrow_forward",
			    tr(LANG_EN, "More"), (struct action){ACT_PAGE, from == 0 ? 1 : 0, NULL});
}

static void build(struct build *b, const void *vm)
{
	(void)vm;
	if (!build_portrait(b)) {
		struct languages list = languages_offered(&b->frame->centre, b->config->languages);
		build_wide(b, &list);
		part_dock(b);
		return;
	}
	struct languages offered = languages_offered(&b->frame->centre, b->config->languages);
	double w = (build_w(b) - 120) / 2;
	part_sign(b, LOOK_NONE, 0, 868);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 124, build_w(b) - 96, 88), 72, 1, b->t->on_sign, T(b, CHOOSE));
	greetings(b, &offered, 48, 236, 540);
	if (b->t->pictures)
		node_picture(b->f, build_rect(b, build_w(b) - 484, 216, 436, 654), "arches", -1, 0, true,
			     NULL);
	for (size_t i = 0; i < offered.n; i++)
		language_button(
			b, build_rect(b, i % 2 == 0 ? 48 : 72 + w, 904 + 140.0 * (double)(i / 2), w, 124),
			offered.v[i], (int)i + 1, (int)offered.n);
	if (any_mute(&offered))
		legend(b);
	part_dock(b);
}

const struct screen SCREEN_DEF_LANGUAGE = {"language", NULL, build};
