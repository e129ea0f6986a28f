/* Where on the panel a screen is laid out. Most take all of it. Some are laid into a part, by the layout of the small
 * screen (few and large parts, more pages), so that one layout serves wherever room is short:
 *  - low view: all screens without a low layout of their own, in the lower 800 px;
 *  - landscape with large text: under a bar that keeps the name and the clock;
 * and on landscape and small screens everything moves down for the strip that shows what is said. */
#include "screens/app_inside.h"
#include "screens/part.h"
#include "ui/theme.h"

#define LOW_H 800.0	    /* of the 32" portrait picture */
#define STRIP_H 96.0	    /* two lines of the smallest text */
#define STRIP_SMALL_H 52.0 /* one */
#define LETTERS_SMALL 34

static int px_of(const struct app *app, double design)
{
	return metrics_px(&app->metrics, design);
}

void app_view_init(struct app *app)
{
	const struct metrics *m = &app->metrics;
	enum screen_class cls = m->cls;
	app->inside_top = 0;
	if (cls == SCREEN_PORTRAIT && m->low_reach) {
		cls = SCREEN_SMALL;
		app->inside_top = m->h - px_of(app, LOW_H);
	} else if (cls == SCREEN_LANDSCAPE && m->large) {
		cls = SCREEN_SMALL;
		app->inside_top = px_of(app, STRIP_H);
	} else if (cls != SCREEN_PORTRAIT && app->session.speech) {
		app->inside_top = px_of(app, cls == SCREEN_SMALL ? STRIP_SMALL_H : STRIP_H);
	}
	if (app->inside_top == 0)
		return;
	metrics_inside(&app->inside, m, cls, m->h - app->inside_top);
	metrics_inside(&app->inside_own, m, m->cls, m->h - app->inside_top);
	app->inside_own.unit_y = app->inside_own.h / app->inside_own.design_h; /* for what has no dock */
}

/* Has a layout of its own for the low view. */
static bool has_low(const struct app *app, enum screen_kind kind)
{
	/* the idle picture acts as a whole: no part of it is out of reach */
	return kind == SCREEN_ATTRACT || (!app->metrics.large && (kind == SCREEN_HOME || kind == SCREEN_RESULTS || kind == SCREEN_DETAIL));
}

static bool is_inside(const struct app *app, enum screen_kind kind)
{
	if (kind == SCREEN_ATTRACT && !app->session.speech)
		return false;
	return app->inside_top > 0 && !(app->metrics.low_reach && has_low(app, kind));
}

const struct metrics *app_view_metrics(const struct app *app, enum screen_kind kind)
{
	return !is_inside(app, kind)	? &app->metrics
	       : kind == SCREEN_ATTRACT ? &app->inside_own
					: &app->inside;
}

static void use(struct build *b, const struct metrics *m)
{
	b->m = m;
	b->f->in.m = m;
	b->squeeze = m->large && m->cls == SCREEN_PORTRAIT;
}

void app_view_screen(struct app *app, struct build *b, enum screen_kind kind, const void *vm)
{
	int from = b->f->n;
	use(b, app_view_metrics(app, kind));
	app_speak_make_room(app, b);
	screen_of(kind)->build(b, vm);
	if (b->m != &app->metrics)
		frame_move_down(b->f, from, app->inside_top);
	use(b, &app->metrics);
}

/* In low view its own place, the lower 784 px, is low enough. */
void app_view_question(struct app *app, struct build *b)
{
	int from = b->f->n;
	bool inside = app->inside_top > 0 && app->metrics.cls != SCREEN_PORTRAIT;
	if (inside)
		use(b, app->metrics.cls == SCREEN_SMALL ? &app->inside_own : &app->inside);
	screen_question_build(b);
	if (inside)
		frame_move_down(b->f, from, app->inside_top);
	use(b, &app->metrics);
}

static void low_reading(struct build *b, int top)
{
	const struct semantics text = {.role = ROLE_TEXT};
	double h = top / b->m->unit;
	part_sign(b, LOOK_NONE, 0, h);
	part_status(b, LOOK_NONE, false);
	if (b->t->pictures)
		node_picture(b->f, build_rect(b, 0, b->m->large ? 128 : 96, build_w(b), h - (b->m->large ? 328 : 296)), "topic-peer", -1, 0, false, NULL);
	struct rect r = build_rect(b, 48, h - 170, build_w(b) - 96, 140);
	struct text_box t = build_text(b, r, TYPE_FACT, b->t->on_sign, T(b, "Low view: all buttons are at the bottom."));
	t.max_lines = 2;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 36);
	widget_icon_line(b->f, r, "vertical_align_bottom", metrics_px(b->m, 56), metrics_px(b->m, 20), &t, b->t->on_sign, &text);
}

void app_view_above(struct app *app, struct build *b)
{
	enum screen_kind base = nav_base(&app->nav)->kind;
	b->strip_px = app->metrics.cls == SCREEN_PORTRAIT ? 0 : app->inside_top;
	if (!is_inside(app, base))
		return;
	if (app->metrics.cls == SCREEN_PORTRAIT)
		low_reading(b, app->inside_top);
	else if (app->moment.caption == NULL && app->inside.cls != app->metrics.cls && base != SCREEN_ATTRACT)
		part_strip(b);
	else if (app->moment.caption == NULL) /* the screen has its own bar */
		node_fill(b->f, RECT(0, 0, app->metrics.w, app->inside_top), b->t->sign);
}

size_t app_view_caption_letters(const struct app *app)
{
	int letters = app->metrics.cls == SCREEN_SMALL ? LETTERS_SMALL : SPEAK_PIECE_CHARS;
	return (size_t)(letters / app->metrics.text_factor);
}
