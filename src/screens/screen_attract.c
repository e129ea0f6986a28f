/* 01 The idle picture: one real event at a time, readable from five metres, and one clear way in. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "screens/detail_words.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/viewmodel_attract.h"

static const char *const TOUCH_HERE = TR("Touch the screen");

#define TITLE_LONG_PX 72 /* a title that is longer than two lines of this takes three */

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	(void)in;
	*vm = ARENA_NEW(l->a, struct viewmodel_attract);
	return viewmodel_attract_load(*vm, l, e);
}

/* Without a place to break a line: each language stands whole on one. */
static const char *together(const struct build *b, const char *s)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	for (; *s != '\0'; s++)
		if (*s == ' ')
			buf_puts(&out, "\u00a0");
		else
			buf_putc(&out, *s);
	return arena_strdup(b->a, buf_str(&out));
}

#define INVITATIONS_MAX LANG_COUNT

/* "Touch the screen" in the other languages of the centre, in their own words. */
static size_t invitations(const struct build *b, const char *out[INVITATIONS_MAX])
{
	static const enum lang ORDER[] = {LANG_FI, LANG_SV, LANG_EN, LANG_SE, LANG_RU,
					  LANG_UK, LANG_ET, LANG_AR, LANG_SO};
	size_t n = 0;
	for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++) {
		if (ORDER[i] == b->lang || !i18n_has(ORDER[i]))
			continue;
		const char *s = together(b, tr(ORDER[i], TOUCH_HERE));
		out[n++] = lang_is_rtl(ORDER[i]) ? arena_printf(b->a, "\u2067%s\u2069", s) : s;
	}
	return n;
}

/* On lines of at most `w`; *lines tells how many. No line ends in a dot that leads nowhere. */
static const char *in_lines(struct build *b, const char *const *all, size_t n, struct text_box t, int w, int *lines)
{
	const char *out = NULL, *line = NULL;
	t.r.w = 10 * w;
	t.max_lines = 1;
	t.sizes_px = NULL;
	*lines = n > 0;
	for (size_t i = 0; i < n; i++) {
		t.s = build_join(b, " · ", line, all[i]);
		if (line != NULL && node_text_size(b->f, &t).w > w) {
			out = build_join(b, "\n", out, line);
			t.s = all[i];
			++*lines;
		}
		line = t.s;
	}
	return build_join(b, "\n", out, line);
}

/* As large as fits, and then as even as the same number of lines allows. */
static void invitation(struct build *b, struct text_box t, int max_lines)
{
	const char *all[INVITATIONS_MAX];
	const struct semantics text = {.role = ROLE_TEXT};
	size_t n = invitations(b, all);
	if (n == 0)
		return;
	int lines = 0;
	const int *px = t.sizes_px;
	for (;; px++) {
		t.px = *px;
		t.s = in_lines(b, all, n, t, t.r.w, &lines);
		if (lines <= max_lines || px[1] == 0)
			break;
	}
	for (int w = t.r.w * 19 / 20, even = 0; w > t.r.w / 2; w -= t.r.w / 20) {
		const char *s = in_lines(b, all, n, t, w, &even);
		if (even > lines)
			break;
		t.s = s;
	}
	t.sizes_px = NULL;
	t.max_lines = lines;
	node_text(b->f, &t, &text);
}

/* Where the words stand: 984 wide under the picture, or beside it. */
struct column {
	double x, w, when, title, title_h, place, note, button, button_h, invitation;
	int title_px, when_px;
};

static struct column column_of(const struct build *b)
{
	if (build_small(b))
		return (struct column){16, 768, 8, 62, 130, 200, 0, 250, 104, 0, 56, 44};
	if (build_landscape(b))
		return (struct column){948, 924, 56, 132, 250, 396, 470, 540, 180, 732, 100, 62};
	return (struct column){48, build_w(b) - 96, 912, 990, 250, 1258, 1330, 1424, 176, 1624, 112, 56};
}

static void when_line(struct build *b, const struct card *c, const struct column *k, colour line)
{
	const struct semantics text = {.role = ROLE_TEXT};
	const char *when = c->start_at == INSTANT_NONE ? c->feature_sentence
						       : words_when(b->a, b->lang, c->start, c->start,
								    c->all_day, b->frame->today);
	struct text_box t = build_text(b, build_rect(b, k->x, k->when, k->w, 76), TYPE_H2, line, build_capital(b, when));
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, k->when_px);
	if (when != NULL)
		node_text(b->f, &t, &text);
}

/* Returns how far what is below it moves up: a title on one line brings the place up to it. */
static int title_lines(struct build *b, const struct card *c, const struct column *k)
{
	struct rect box = build_rect(b, k->x, k->title, k->w, k->title_h);
	struct text_box title = build_text(b, box, TYPE_ATTRACT, b->t->ink, c->title);
	const struct semantics head = {
		.id = "heading", .role = ROLE_HEADING, .level = 1, .stop = true, .focus = FOCUS_HEADING};
	title.sizes_px = build_sizes(b, k->title_px);
	title.max_lines = 2;
	const int *least = build_sizes(b, TITLE_LONG_PX);
	struct text_box two = title;
	two.sizes_px = NULL;
	two.px = least[0];
	if (node_text_size(b->f, &two).truncated || node_text_size(b->f, &two).lines > 2) {
		title.sizes_px = least;
		title.max_lines = 3;
	}
	title.lang = build_other_lang(b, c->title_lang);
	build_whole_words(b, &title);
	struct rect used = node_text(b->f, &title, &head);
	return used.h < box.h * 3 / 4 ? (box.h - used.h) / 2 : 0;
}

/* Returns whether it took two lines. */
static bool place_line(struct build *b, const struct card *c, const struct column *k, int lift, colour line)
{
	const struct semantics text = {.role = ROLE_TEXT};
	struct rect place = rect_moved(build_rect(b, k->x, k->place, k->w, build_small(b) ? 48 : 64), 0, -lift);
	const char *rest = NULL;
	const char *where = build_join(b, ", ", part_place_words(b, c), c->here ? part_split_note(b, c->place_note, &rest) : NULL);
	if (where == NULL)
		return false;
	struct text_box p = build_text(b, place, TYPE_H3, b->t->ink, where);
	p.bold = false;
	p.max_lines = 1;
	p.valign = VALIGN_CENTRE;
	p.sizes_px = build_sizes(b, build_px(b, 44));
	struct text_box fits = p;
	fits.r.w -= metrics_px(b->m, 64);
	if (node_text_size(b->f, &fits).truncated)
		p.s = part_place_words(b, c); /* the room is on the next page */
	fits.s = p.s;
	bool wraps = p.s != NULL && node_text_size(b->f, &fits).truncated;
	if (wraps && build_small(b))
		p.s = part_place_brief(b, c);
	if (wraps && !build_small(b)) {
		p.max_lines = 2;
		p.line_pct = 110;
		p.sizes_px = build_sizes(b, build_px(b, 36));
		place.h = metrics_px(b->m, 100);
	}
	widget_icon_line(b->f, place, part_place_icon(c), metrics_px(b->m, build_small(b) ? 44 : 52),
			 metrics_px(b->m, 12), &p, line, &text);
	return wraps;
}

/* What a feature says, or that it costs nothing. */
static void note_line(struct build *b, const struct card *c, const struct column *k, int lift, bool below_two)
{
	const struct semantics text = {.role = ROLE_TEXT};
	const char *price = c->price == PRICE_FREE
				    ? build_capital(b, words_price(b->a, b->lang, PRICE_FREE, NULL))
				    : NULL;
	const char *extra =
		c->start_at != INSTANT_NONE && c->feature_sentence != NULL ? c->feature_sentence : price;
	if (extra == NULL || k->note <= 0 || (below_two && build_landscape(b)))
		return;
	struct text_box n = build_text(b, rect_moved(build_rect(b, k->x, k->note, k->w, 64), 0, -lift),
				       TYPE_BODY, b->t->ink2, extra);
	n.max_lines = 1;
	n.sizes_px = build_sizes(b, build_px(b, 36));
	n.r.y += below_two ? metrics_px(b->m, 34) : 0;
	node_text(b->f, &n, &text);
}

static void words(struct build *b, const struct card *c)
{
	const struct column k = column_of(b);
	colour line = b->t->name == THEME_DARK ? b->t->primary : theme_look(b->t, theme_look_from(c->look)).line;
	when_line(b, c, &k, line);
	int lift = title_lines(b, c, &k);
	bool two = place_line(b, c, &k, lift, line);
	note_line(b, c, &k, lift, two);
}

static void nothing(struct build *b)
{
	const struct column k = column_of(b);
	double x = build_landscape(b) ? 232 : (build_w(b) - 436) / 2;
	if (b->t->pictures && !build_small(b))
		node_picture(b->f, build_rect(b, x, 180, 436, 654), "arches", -1, 0, false, NULL);
	struct rect head = build_heading(b, build_rect(b, k.x, k.title, k.w, k.title_h), k.title_px, 2, b->t->ink,
					 T(b, "Help, company and things to do"));
	int y = head.y + head.h + metrics_px(b->m, 8), bottom = build_rect(b, k.x, k.button - 8, k.w, 0).y;
	build_label(b, RECT(head.x, y, metrics_px(b->m, k.w), bottom - y), TYPE_BODY, b->t->ink2,
		    T(b, "Groups and events of associations nearby."));
}

static void touch_button(struct build *b)
{
	const struct column k = column_of(b);
	const struct semantics sem = {
		.id = "wake", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_WAKE, 0, NULL}};
	struct widget_button w = {.r = build_rect(b, k.x, k.button, k.w, k.button_h),
				  .kind = PART_PRIMARY,
				  .look = LOOK_NONE,
				  .icon = "touch_app",
				  .icon_px = build_small(b) ? 72 : 104,
				  .label = T(b, TOUCH_HERE),
				  .px = build_small(b) ? 52 : 72};
	b->first_focus = "wake";
	widget_button(b->f, &w, &sem);
	if (k.invitation <= 0)
		return;
	struct text_box t =
		build_text(b, build_rect(b, k.x, k.invitation, k.w, build_landscape(b) ? 176 : 104),
			   TYPE_LEAD, b->t->ink, NULL);
	t.align = TEXT_CENTRE;
	t.direction = TEXT_LTR;
	t.sizes_px = build_sizes(b, build_px(b, 34));
	invitation(b, t, build_landscape(b) ? 3 : 2);
}

static void dots(struct build *b, double x, double y, size_t at, size_t n)
{
	const struct semantics sem = {.id = "position", .role = ROLE_STATUS};
	struct box_style pill = {.face = b->t->on_sign, .radius = metrics_px(b->m, 26)};
	struct rect r = build_rect(b, x, y + 58, 104, 52);
	node_box(b->f, r, &pill);
	struct text_box t = build_text(b, r, TYPE_META, b->t->name == THEME_DARK ? b->t->page : b->t->sign,
				       arena_printf(b->a, "%zu / %zu", at + 1, n));
	t.bold = true;
	t.align = TEXT_CENTRE;
	t.valign = VALIGN_CENTRE;
	t.direction = TEXT_LTR;
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, build_px(b, 30));
	node_text(b->f, &t, &sem);
	for (size_t i = 1; i < n; i++) {
		struct box_style dot = {.face = 0xFF7FA6B8, .radius = metrics_px(b->m, 12)};
		node_box(b->f, build_rect(b, x + 124 + 43.0 * (double)(i - 1), y + 72, 24, 24), &dot);
	}
}

/* Cycle stopped: the dots become two page buttons. */
static void page_buttons(struct build *b, double x, double y, size_t at, size_t n)
{
	const struct action back = {ACT_ATTRACT_SHOW, (int64_t)((at + n - 1) % n), NULL};
	const struct action next = {ACT_ATTRACT_SHOW, (int64_t)((at + 1) % n), NULL};
	const struct semantics p = {.id = "attract:previous",
				    .role = ROLE_BUTTON,
				    .label = T(b, "Previous picture"),
				    .action = back};
	const struct semantics q = {
		.id = "attract:next", .role = ROLE_BUTTON, .label = T(b, "Next picture"), .action = next};
	double each = build_small(b) ? 164 : 180, high = build_small(b) ? 105 : 112;
	struct widget_button w = {.r = build_rect(b, x, y + 28, each, high),
				  .kind = PART_SIGN,
				  .look = LOOK_NONE,
				  .icon = "arrow_back"};
	widget_button(b->f, &w, &p);
	w.r = build_rect(b, x + each + 16, y + 28, each, high);
	w.icon = "arrow_forward";
	widget_button(b->f, &w, &q);
}

static void band(struct build *b, size_t n)
{
	double x = build_landscape(b) ? 948 : 48, y = build_h(b) - 168;
	if (!build_portrait(b) && n <= 1)
		return;
	if (build_small(b)) {
		/* One button of the full width leaves no room for the dots: the small one beside the
		 * position. */
		y = build_h(b) - 140;
		x = 16;
	}
	double left = build_landscape(b) ? 900 : 0;
	node_fill(b->f, build_rect(b, left, y + (build_small(b) ? 20 : 0), build_w(b) - left, 168),
		  b->t->sign);
	if (n <= 1)
		return;
	size_t at = b->moment->attract_card % n;
	bool stopped = b->moment->attract_stopped;
	if (stopped)
		page_buttons(b, x, y, at, n);
	else
		dots(b, x, y, at, n);
	const struct semantics sem = {.id = "attract:stop",
				      .role = ROLE_TOGGLE,
				      .on = stopped,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_ATTRACT_STOP, 0, NULL}};
	struct widget_button w = {.r = build_rect(b, build_w(b) - (build_portrait(b) ? 376 : 424), y + 28,
						  build_portrait(b) ? 328 : 400, build_small(b) ? 105 : 112),
				  .kind = PART_SIGN,
				  .look = LOOK_NONE,
				  .icon = stopped ? "play_arrow" : "pause",
				  .label = stopped ? T(b, "Continue pictures") : T(b, "Stop pictures"),
				  .px = build_px(b, 32)};
	widget_button(b->f, &w, &sem);
}

static void picture(struct build *b, const struct card *c, const struct shown_image *own)
{
	struct look_colours colours = theme_look(b->t, theme_look_from(c->look));
	colour edge = b->t->name == THEME_DARK ? b->t->primary : colours.deep;
	if (build_small(b))
		return;
	if (build_landscape(b)) {
		struct rect side = build_rect(b, 0, 96, 886, build_h(b) - 96);
		if (!part_image(b, side, own) && b->t->pictures && colours.art != NULL)
			node_picture(b->f, build_rect(b, 0, 96, 900, build_h(b) - 96), colours.art, -1, 0,
				     false, NULL);
		node_fill(b->f, build_rect(b, 886, 0, 14, build_h(b)), edge);
		return;
	}
	if (!part_image(b, build_rect(b, 0, 96, build_w(b), 764), own) && b->t->pictures && colours.art != NULL)
		node_picture(b->f, build_rect(b, 0, 96, build_w(b), 764), colours.art, 96 * b->m->w / 1080, 0,
			     false, NULL);
	node_fill(b->f, build_rect(b, 0, 860, build_w(b), 14), edge);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_attract *vm = data;
	const struct card *c = vm->n_cards == 0 ? NULL : &vm->cards[b->moment->attract_card % vm->n_cards];
	enum look look = c == NULL ? LOOK_NONE : theme_look_from(c->look);
	b->f->background = b->t->page;
	if (build_landscape(b))
		node_fill(b->f, build_rect(b, 0, 0, 900, build_h(b)),
			  b->t->name == THEME_DARK ? b->t->sign : theme_look(b->t, look).line);
	else if (build_portrait(b))
		part_sign(b, look, 0, 874);
	part_status(b, look, false);
	if (c == NULL) {
		nothing(b);
	} else {
		picture(b, c, &vm->images[b->moment->attract_card % vm->n_cards]);
		words(b, c);
	}
	touch_button(b);
	band(b, vm->n_cards);
}

const struct screen SCREEN_DEF_ATTRACT = {"attract", load, build};
