/* 18 Quick poll: one question, one press. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "ui/icon.h"

#define SMALL_QUESTION 70.0 /* design px of a question on one line */
#define ANSWERS_MAX 4
#define POLL_ROW 140 /* of the picture: the heads of the two on the bridge are whole */

struct viewmodel_poll {
	bool found;
	struct poll poll;
};

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_poll *p = ARENA_NEW(l->a, struct viewmodel_poll);
	struct named_poll *polls = NULL;
	size_t n = 0;
	*vm = p;
	if (!cache_polls(l->cache, &l->view, &polls, &n, l->a, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!p->found && (str_empty(in->place->arg) || str_eq(polls[i].id, in->place->arg))) {
			p->found = true;
			p->poll = polls[i].poll;
		}
	}
	return true;
}

static void answer(struct build *b, const struct poll_answer *a, int i, int of, struct rect r)
{
	const char *text = ltext_get(&a->text, b->lang, NULL), *id = arena_printf(b->a, "answer:%s", a->id);
	const struct semantics sem = {.id = id,
				      .role = ROLE_BUTTON,
				      .label = text,
				      .position = i + 1,
				      .of = of,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_ANSWER, i, a->id}};
	if (i == 0)
		b->first_focus = id;
	if (build_small(b)) { /* words before pictures */
		struct widget_button w = {.r = r, .kind = PART_PLAIN, .look = LOOK_NONE, .label = text, .px = 38};
		widget_button(b->f, &w, &sem);
		return;
	}
	struct widget_tile t = {.r = r,
				.look = LOOK_NONE,
				.icon = a->icon != NULL && icon_known(a->icon) ? a->icon : "how_to_vote",
				.title = text,
				.title_px = build_px(b, 44),
				.block_w = 132,
				.icon_px = 84};
	widget_tile(b->f, &t, &sem);
}

/* Returns design y below the question. */
static double sign(struct build *b, const char *question, double picture_h)
{
	double w = build_w(b) - 96;
	const struct semantics text = {.role = ROLE_TEXT};
	b->f->background = b->t->page;
	if (build_small(b)) {
		struct rect r = build_heading(b, build_rect(b, 16, 4, 768, 112), 44, 2, b->t->ink, question);
		return (r.y + r.h) / b->m->unit;
	}
	if (build_landscape(b)) {
		double end = part_side_sign(
			b, question,
			T(b, "The answer is anonymous. We only count how many times each one was pressed."), 840);
		part_side_art(b, "topic-ill", POLL_ROW, end);
		return 0;
	}
	part_sign(b, LOOK_NONE, 0, 856);
	part_status(b, LOOK_NONE, false);
	if (b->t->pictures)
		node_picture(b->f, build_rect(b, 0, 96, build_w(b), picture_h), "topic-ill",
			     POLL_ROW * b->m->w / 1080, 0, false, NULL);
	struct rect kind = build_rect(b, 48, 452, w, 64);
	struct text_box k = build_text(b, kind, TYPE_BUTTON, b->t->accent, T(b, "Quick poll, 1 question"));
	k.max_lines = 1;
	k.valign = VALIGN_CENTRE;
	widget_icon_line(b->f, kind, "how_to_vote", metrics_px(b->m, 56), metrics_px(b->m, 20), &k,
			 b->t->accent, &text);
	build_heading(b, build_rect(b, 48, 524, w, 176), 72, 2, b->t->on_sign, question);
	struct rect privacy = build_rect(b, 48, 708, w, 110);
	struct text_box p = build_text(
		b, privacy, TYPE_LEAD, b->t->on_sign2,
		T(b, "The answer is anonymous. We only count how many times each one was pressed."));
	p.max_lines = 2;
	p.valign = VALIGN_CENTRE;
	p.sizes_px = build_sizes(b, 34);
	widget_icon_line(b->f, privacy, "lock", metrics_px(b->m, 52), metrics_px(b->m, 28), &p,
			 b->t->on_sign2, &text);
	return 856;
}

/* A large check where the answers stood. */
static void counted(struct build *b, double below)
{
	bool small = build_small(b), land = build_landscape(b);
	double side = small ? 152 : 320, middle = small ? 400 : land ? 1300 : build_w(b) / 2,
	       top = small ? below + (288 - below - side) / 2 : land ? 260 : 1040;
	struct rect r = build_rect(b, middle - side / 2, top, side, side);
	r.w = r.h = r.w < r.h ? r.w : r.h;
	node_box(b->f, r, &(struct box_style){.face = b->t->success_face, .radius = r.w / 2});
	int in = r.w / 5;
	node_icon(b->f, rect_inset(r, in, in, in, in), "check", b->t->success);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_poll *vm = data;
	double w = build_w(b) - 96;
	bool thanks = b->moment->thanks || !vm->found;
	double below = sign(b,
			    thanks ? T(b, "Thank you. The answer has been counted.")
				   : ltext_get(&vm->poll.question, b->lang, NULL),
			    330);
	size_t n = thanks ? 0 : vm->poll.n_answers < ANSWERS_MAX ? vm->poll.n_answers : ANSWERS_MAX;
	bool small = build_small(b), land = build_landscape(b);
	/* 7": answers on two lines each; below a long question "Takaisin" is the way not to answer */
	bool tight = small && !thanks && below > SMALL_QUESTION;
	double answer_h = ((tight ? 358 : 276) - below - 16) / 2;
	for (size_t i = 0; i < n; i++) {
		struct rect r =
			small  ? build_rect(b, i % 2 == 0 ? 8 : 408, below + 6 + (answer_h + 10) * (double)(i / 2), 384, answer_h)
			: land ? build_rect(b, 720, 40 + 180.0 * (double)i, 1160, 164)
			       : build_rect(b, 48, 888 + 160.0 * (double)i, w, 144);
		answer(b, &vm->poll.answers[i], (int)i, (int)n, r);
	}
	if (thanks)
		counted(b, below);
	const struct semantics sem = {
		.id = "skip", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_BACK, 0, NULL}};
	struct widget_button skip = {.r = small  ? build_rect(b, 8, 288, 784, 76)
					  : land ? build_rect(b, 720, 790, 1160, 128)
						 : build_rect(b, 48, 1560, w, 128),
				     .kind = PART_PLAIN,
				     .look = LOOK_NONE,
				     .px = build_px(b, 40),
				     .label = thanks ? T(b, "Go on") : T(b, "I do not answer now")};
	if (!tight)
		widget_button(b->f, &skip, &sem);
	if (thanks)
		b->first_focus = "skip";
	part_dock(b);
}

const struct screen SCREEN_DEF_POLL = {"poll", load, build};
