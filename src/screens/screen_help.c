/* 09 Advice: a person, a number, an emergency. The same place on every screen. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/viewmodel_help.h"

#define HELP_PATH "apu"

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	(void)in;
	*vm = ARENA_NEW(l->a, struct viewmodel_help);
	return viewmodel_help_load(*vm, l, e);
}

static const char *name_of(const struct build *b, const struct contact *c)
{
	return ltext_get(&c->name, b->lang, NULL);
}

/* "ma–pe klo 9–15 · maksuton"; when closed now, when it opens. */
static const char *hours_of(const struct build *b, const struct contact *c)
{
	const char *hours = words_hours(b->a, b->lang, c->hours, c->n_hours, c->always);
	if (!b->frame->time_known)
		return hours;
	struct open_state s = words_open_state(c->hours, c->n_hours, c->always, b->frame->now);
	if (s.known && !s.open)
		return words_open_now(b->a, b->lang, c->hours, c->n_hours, c->always, b->frame->now);
	return hours;
}

static struct text_box line_box(struct build *b, struct rect r, enum type_role role, int px, colour ink, const char *s)
{
	struct text_box t = build_text(b, r, role, ink, s);
	t.sizes_px = build_sizes(b, build_landscape(b) ? px * 6 / 5 : px);
	t.px = t.sizes_px[0];
	t.max_lines = 1;
	t.valign = VALIGN_CENTRE;
	return t;
}

static void one_line(struct build *b, struct rect r, enum type_role role, int px, colour ink, const char *s,
		     bool number)
{
	struct text_box t = line_box(b, r, role, px, ink, s);
	if (number)
		t.direction = TEXT_LTR;
	if (s != NULL)
		node_text(b->f, &t, NULL);
}

static const char *spoken_contact(const struct build *b, const struct contact *c)
{
	return build_join(
		b, ". ",
		build_join(b, ": ", name_of(b, c), c->phone == NULL ? NULL : words_phone(b->a, c->phone)),
		build_join(b, ". ", hours_of(b, c), ltext_get(&c->note, b->lang, NULL)));
}

/* Two lines where one is too narrow: the hours are never cut. */
static void hours_line(struct build *b, struct rect r, const char *s, int lines)
{
	struct text_box t = build_text(b, r, TYPE_BODY, b->t->ink2, s);
	t.sizes_px = build_sizes(b, build_px(b, 32));
	t.max_lines = lines;
	t.line_pct = 112;
	t.valign = VALIGN_CENTRE;
	if (s != NULL)
		node_text(b->f, &t, NULL);
}

static void advice_panel(struct build *b, const struct contact *c, double x, double y, double w, double h)
{
	struct rect r = build_rect(b, x, y, w, h);
	const struct semantics sem = {.id = "advice",
				      .role = ROLE_TEXT,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .label = spoken_contact(b, c)};
	widget_panel_open(b->f, r, false, &sem);
	int pad = metrics_px(b->m, 40), icon = metrics_px(b->m, 96);
	struct rect number = RECT(r.x + pad, r.y + r.h * 8 / 100, r.w - 2 * pad, r.h * 56 / 100);
	colour ink = b->t->name == THEME_DARK ? b->t->plain : theme_look(b->t, LOOK_PEER).line;
	node_icon(b->f, RECT(number.x, number.y + (number.h - icon) / 2, icon, icon), "call", ink);
	one_line(b, rect_inset(number, icon + metrics_px(b->m, 30), 0, 0, 0), TYPE_ATTRACT, 112, b->t->ink,
		 words_phone(b->a, c->phone), true);
	/* The name is the heading's in the narrow layouts. */
	const char *line = build_join(b, " · ", build_portrait(b) ? name_of(b, c) : NULL, hours_of(b, c));
	line = build_join(b, " · ", line, ltext_get(&c->note, b->lang, NULL));
	struct rect low = RECT(number.x, r.y + r.h * 64 / 100, number.w, r.h * 28 / 100);
	if (build_portrait(b))
		one_line(b, low, TYPE_BODY, 36, b->t->ink2, line, false);
	else
		hours_line(b, RECT(low.x, r.y + r.h * 58 / 100, low.w, r.h * 38 / 100), line, 2);
	node_close(b->f);
}

static void person_panel(struct build *b, const struct contact *c, double x, double y, double w, double h)
{
	struct rect r = build_rect(b, x, y, w, h);
	const struct semantics sem = {.id = "person", .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
	bool dark = b->t->name == THEME_DARK;
	struct box_style face = {.face = dark ? b->t->surface : b->t->primary,
				 .radius = metrics_px(b->m, 24),
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_box(b->f, r, &face, &sem);
	struct box_style plate = {.face = b->t->accent, .radius = metrics_px(b->m, 20)};
	bool narrow = build_landscape(b);
	int side = metrics_px(b->m, narrow ? 88 : 136), pad = metrics_px(b->m, narrow ? 20 : 40);
	struct rect p = RECT(r.x + pad, r.y + (r.h - side) / 2, side, side);
	node_box(b->f, p, &plate);
	int in = side / 6;
	node_icon(b->f, rect_inset(p, in, in, in, in), "badge", dark ? b->t->page : b->t->sign);
	int left = pad + side + metrics_px(b->m, narrow ? 16 : 32);
	struct text_box t = build_text(b, RECT(r.x + left, r.y, r.w - left - pad / 2, r.h), TYPE_BIG_BUTTON,
				       b->t->on_sign, NULL);
	const char *title = name_of(b, c), *where = ltext_get(&c->place, b->lang, NULL);
	const char *hours = words_hours(b->a, b->lang, c->hours, c->n_hours, c->always);
	const char *rest = build_join(b, "\n", where, build_capital(b, hours));
	t.s = title;
	t.max_lines = narrow ? 3 : 2;
	t.r.h = narrow ? r.h / 2 : r.h;
	t.sizes_px = build_sizes(b, build_px(b, narrow ? 34 : 40));
	struct text_box u = build_text(b, t.r, TYPE_BODY, b->t->on_sign2, rest == NULL ? "" : rest);
	u.max_lines = narrow ? 6 : 4;
	u.sizes_px = build_sizes(b, build_portrait(b) ? 36 : 40);
	int h1 = node_text_size(b->f, &t).h;
	u.r.h = r.h - (narrow ? t.r.h : h1);
	int h2 = node_text_size(b->f, &u).h;
	if (h1 + h2 > r.h) { /* the name gives way first */
		t.r.h = r.h * 4 / 10;
		h1 = node_text_size(b->f, &t).h;
		u.r.h = r.h - h1;
		h2 = node_text_size(b->f, &u).h;
	}
	if (h1 + h2 > r.h) { /* then the air between lines */
		t.line_pct = u.line_pct = 108;
		h1 = node_text_size(b->f, &t).h;
		u.r.h = r.h - h1;
		h2 = node_text_size(b->f, &u).h;
	}
	t.r.y = r.y + (r.h - h1 - h2) / 2;
	t.r.h = h1;
	u.r.y = t.r.y + h1;
	u.r.h = h2;
	node_text(b->f, &t, NULL);
	node_text(b->f, &u, NULL);
	node_close(b->f);
}

/* A name that does not fit on two of the smallest lines. */
static bool three_lines(struct build *b, struct rect r, const char *s)
{
	struct text_box t = build_text(b, r, TYPE_BODY, b->t->ink, s);
	t.sizes_px = NULL;
	t.px = b->m->min_em;
	t.max_lines = 2;
	return s != NULL && node_text_size(b->f, &t).truncated;
}

static void emergency_panel(struct build *b, const struct contact *c, double x, double y, double w, double h)
{
	struct rect r = build_rect(b, x, y, w, h);
	const struct semantics sem = {.id = arena_printf(b->a, "number:%s", c->phone),
				      .role = ROLE_TEXT,
				      .stop = true,
				      .focus = FOCUS_HEADING,
				      .label = spoken_contact(b, c)};
	struct box_style face = {.face = b->t->error_face,
				 .radius = metrics_px(b->m, 18),
				 .border = b->t->error,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_box(b->f, r, &face, &sem);
	widget_bar(b->f, r, b->t->error, b->t->error_face, metrics_px(b->m, 14), face.radius);
	int left = metrics_px(b->m, 42);
	struct rect name =
		RECT(r.x + left, r.y + r.h * 60 / 100, r.w - left - metrics_px(b->m, 16), r.h * 32 / 100);
	int number_at = r.h * 10 / 100;
	if (build_small(b) && three_lines(b, name, name_of(b, c)))
		number_at = 0;
	one_line(b, RECT(name.x, r.y + number_at, name.w, r.h * 52 / 100), TYPE_H1, 72, b->t->error, c->phone, true);
	struct text_box one = build_text(b, name, TYPE_LEAD, b->t->ink, name_of(b, c));
	one.max_lines = 1;
	one.sizes_px = build_sizes(b, build_px(b, 34));
	if (build_small(b) || (one.s != NULL && node_text_size(b->f, &one).truncated))
		hours_line(b, number_at > 0 ? RECT(name.x, r.y + r.h * 54 / 100, name.w, r.h * 44 / 100)
					    : RECT(name.x, r.y + r.h * 46 / 100, name.w, r.h * 53 / 100),
			   name_of(b, c), number_at > 0 ? 2 : 3);
	else
		one_line(b, name, TYPE_LEAD, 34, b->t->ink, name_of(b, c), false);
	node_close(b->f);
}

/* Panel of the i-th helpline, until node_close. */
static void open_line(struct build *b, const struct contact *c, int i, struct rect r)
{
	const struct semantics sem = {.id = arena_printf(b->a, "line:%d", i),
				      .role = ROLE_TEXT,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .label = spoken_contact(b, c)};
	widget_panel_open(b->f, r, false, &sem);
}

/* A name on two lines: number and hours share one. Hours that do not fit beside the number are spoken, and stand on the slip. */
static void long_helpline(struct build *b, const struct contact *c, struct rect r, struct text_box name)
{
	name.r.h = r.h * 47 / 100;
	name.max_lines = 2;
	name.line_pct = 105;
	node_text(b->f, &name, NULL);
	struct rect low = RECT(name.r.x, r.y + r.h * 56 / 100, name.r.w, r.h * 38 / 100);
	struct text_box number = line_box(b, low, TYPE_H3, 44, b->t->plain, words_phone(b->a, c->phone));
	number.direction = TEXT_LTR;
	int used = node_text(b->f, &number, NULL).w + metrics_px(b->m, 24);
	struct text_box hours = line_box(b, rect_inset(low, used, 0, 0, 0), TYPE_SMALL, 28, b->t->ink2, build_capital(b, hours_of(b, c)));
	hours.align = TEXT_END;
	if (hours.s != NULL && !node_text_size(b->f, &hours).truncated)
		node_text(b->f, &hours, NULL);
}

static void helpline(struct build *b, const struct contact *c, int i, double x, double y, double w, double h)
{
	struct rect r = build_rect(b, x, y, w, h);
	open_line(b, c, i, r);
	int left = metrics_px(b->m, 28);
	struct rect in = rect_inset(r, left, 0, left / 2, 0);
	struct text_box name = line_box(b, RECT(in.x, r.y + r.h * 5 / 100, in.w, r.h * (b->m->large ? 44 : 31) / 100),
					TYPE_BUTTON, 34, b->t->ink, name_of(b, c));
	if (name.s != NULL && node_text_size(b->f, &name).truncated) {
		long_helpline(b, c, r, name);
		node_close(b->f);
		return;
	}
	if (name.s != NULL)
		node_text(b->f, &name, NULL);
	/* Large text has room for name and number; the hours are spoken, and stand on the slip. */
	if (!b->m->large)
		one_line(b, RECT(in.x, r.y + r.h * 34 / 100, in.w, r.h * 26 / 100), TYPE_SMALL, 28,
			 b->t->ink2, build_capital(b, hours_of(b, c)), false);
	one_line(b,
		 RECT(in.x, r.y + r.h * (b->m->large ? 50 : 58) / 100, in.w,
		      r.h * (b->m->large ? 46 : 38) / 100),
		 TYPE_H3, 44, b->t->plain, words_phone(b->a, c->phone), true);
	node_close(b->f);
}

/* One row of the 7": name and number. */
static void small_line(struct build *b, const struct contact *c, int i, double y)
{
	struct rect r = build_rect(b, 8, y, 784, 78);
	open_line(b, c, i, r);
	struct text_box t = build_text(b, rect_inset(r, metrics_px(b->m, 16), 0, metrics_px(b->m, 300), 0), TYPE_BUTTON,
				       b->t->ink, name_of(b, c));
	t.sizes_px = build_sizes(b, 38);
	t.max_lines = 2;
	t.line_pct = 105;
	t.valign = VALIGN_CENTRE;
	node_text(b->f, &t, NULL);
	one_line(b, rect_inset(r, r.w - metrics_px(b->m, 290), 0, 0, 0), TYPE_H3, 42, b->t->plain,
		 words_phone(b->a, c->phone), true);
	node_close(b->f);
}

static void buttons(struct build *b, double x, double y, double w)
{
	const struct action print = {ACT_PRINT, 0, "help"}, guide = {ACT_OPEN, SCREEN_GUIDE, NULL},
			    about = {ACT_OPEN, SCREEN_ABOUT, NULL};
	double half = (w - 24) / 2;
	if (b->moment->printer) {
		part_button(b, build_rect(b, x, y, half, 92), PART_PRIMARY, "print", "print",
			    T(b, "Print the numbers"), print);
		part_button(b, build_rect(b, x + half + 24, y, half, 92), PART_PLAIN, "guide", "touch_app",
			    T(b, "How to use this"), guide);
		b->first_focus = "print";
	} else {
		part_button(b, build_rect(b, x, y, w, 92), PART_PLAIN, "guide", "touch_app",
			    T(b, "How to use this"), guide);
		b->first_focus = "guide";
	}
	part_button(b, build_rect(b, x, y + 106, w, 88), PART_PLAIN, "about", "info",
		    T(b, "Where the content comes from. Privacy"), about);
}

static void build_portrait_help(struct build *b, const struct viewmodel_help *vm)
{
	double w = build_w(b) - 96, half = (w - 24) / 2;
	part_sign(b, LOOK_NONE, 0, 868);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 124, w, 88), 72, 1, b->t->on_sign, T(b, "Ask a person"));
	if (!part_age_notice(b, build_rect(b, 48, 212, w, 84))) {
		struct text_box lead = build_text(b, build_rect(b, 48, 214, w, 60), TYPE_BODY, b->t->on_sign2,
						  T(b, "The advice service helps you find the right group."));
		const struct semantics text = {.role = ROLE_TEXT};
		lead.max_lines = 1;
		lead.sizes_px = build_sizes(b, 36);
		node_text(b->f, &lead, &text);
	}
	if (vm->advice != NULL && vm->advice->phone != NULL)
		advice_panel(b, vm->advice, 48, 300, w, 248);
	if (vm->person != NULL)
		person_panel(b, vm->person, 48, 572, w, 264);
	for (size_t i = 0; i < vm->n_emergency; i++)
		emergency_panel(b, vm->emergency[i], 48 + (half + 24) * (double)i, 892, half, 148);
	part_code_panel(b, build_rect(b, 48, 1060, 373, 442), part_address(b, HELP_PATH));
	for (size_t i = 0; i < vm->n_lines; i++)
		helpline(b, vm->lines[i], (int)i, 445, 1060 + 150.0 * (double)i, w - 397, 142);
	buttons(b, 48, 1526, w);
}

/* Landscape: numbers on the sign, helplines and code on the table. */
static void build_landscape_help(struct build *b, const struct viewmodel_help *vm)
{
	part_sign(b, LOOK_NONE, 0, build_h(b) - 128);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 40, 112, 600, 96), 84, 1, b->t->on_sign, T(b, "Ask a person"));
	bool age = part_age_notice(b, build_rect(b, 40, 208, 600, 208));
	if (vm->advice != NULL && vm->advice->phone != NULL)
		advice_panel(b, vm->advice, 40, age ? 424 : 226, 600, age ? 222 : 230);
	if (vm->person != NULL)
		person_panel(b, vm->person, 40, age ? 654 : 474, 600, age ? 288 : 340);
	for (size_t i = 0; i < vm->n_emergency; i++)
		emergency_panel(b, vm->emergency[i], 720 + 592.0 * (double)i, 24, 568, 168);
	part_code_panel(b, build_rect(b, 720, 210, 420, 500), part_address(b, HELP_PATH));
	for (size_t i = 0; i < vm->n_lines; i++)
		helpline(b, vm->lines[i], (int)i, 1160, 210 + 169.0 * (double)i, 720, 160);
	buttons(b, 720, 728, 1160);
}

/* 7": emergency, advice, helplines; the last button leads to the settings, which have no cell in this dock.
 */
static void build_small_help(struct build *b, const struct viewmodel_help *vm)
{
	bool advice = vm->advice != NULL && vm->advice->phone != NULL;
	size_t pages = 3 + (size_t)advice + (vm->person != NULL), page = b->place->page % pages;
	b->f->background = b->t->page;
	if (page == 0) {
		for (size_t i = 0; i < vm->n_emergency; i++)
			emergency_panel(b, vm->emergency[i], 8 + 400.0 * (double)i, 10, 384, 230);
	} else if (page == 1 && advice) {
		advice_panel(b, vm->advice, 8, 10, 784, 230);
	} else if (page == 1 + (size_t)advice) {
		for (size_t i = 0; i < vm->n_lines; i++)
			small_line(b, vm->lines[i], (int)i, 4 + 82.0 * (double)i);
	} else if (page + 1 < pages) {
		person_panel(b, vm->person, 8, 10, 784, 230);
	} else {
		part_button(b, build_rect(b, 8, 10, 784, 105), PART_PLAIN, "guide", "touch_app", T(b, "How to use this"),
			    (struct action){ACT_OPEN, SCREEN_GUIDE, NULL});
		part_button(b, build_rect(b, 8, 130, 784, 105), PART_PLAIN, "about", "info",
			    T(b, "Where the content comes from. Privacy"), (struct action){ACT_OPEN, SCREEN_ABOUT, NULL});
	}
	part_button(b, build_rect(b, 8, 254, 384, 105), PART_PLAIN, "access", "accessibility_new",
		    trc(b->lang, "dock", "Ease of use"), (struct action){ACT_OPEN, SCREEN_ACCESS, NULL});
	part_button(b, build_rect(b, 408, 254, 384, 105), PART_PRIMARY, "page:next", "arrow_forward",
		    T(b, "More"), (struct action){ACT_PAGE, (int64_t)((page + 1) % pages), NULL});
	b->first_focus = "page:next";
}

static void build(struct build *b, const void *data)
{
	if (build_small(b))
		build_small_help(b, data);
	else if (build_landscape(b))
		build_landscape_help(b, data);
	else
		build_portrait_help(b, data);
	part_dock(b);
}

const struct screen SCREEN_DEF_HELP = {"help", load, build};
