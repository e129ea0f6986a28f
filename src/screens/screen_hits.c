/* All hits of the word, as a list; without hits, ways on. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/screen_results.h"
#include "screens/viewmodel_search.h"

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_search *s = ARENA_NEW(l->a, struct viewmodel_search);
	*vm = s;
	size_t rows = results_per_page(in->m);
	if (!viewmodel_search_load(s, l, in->search, in->session->query, in->place->page, rows, e))
		return false;
	/* 112 takes the place of a row, so there is one less for hits */
	if (s->result.danger != SEARCH_DANGER_NONE && rows > 1 &&
	    !viewmodel_search_load(s, l, in->search, in->session->query, in->place->page, rows - 1, e))
		return false;
	in->place->page = s->page;
	return true;
}

static void none(struct build *b, const struct viewmodel_search *vm)
{
	double w = build_w(b) - 96;
	bool portrait = build_portrait(b), small = build_small(b);
	const char *title = tr_fill(b->a, T(b, "No hits for “{word}”"), "word", vm->query, NULL);
	if (portrait) {
		part_sign(b, LOOK_NONE, 0, 844);
		part_status(b, LOOK_NONE, false);
		if (b->t->pictures)
			node_picture(b->f, build_rect(b, 0, 96, build_w(b), 430), "signpost", -1, 0, false,
				     NULL);
		build_heading(b, build_rect(b, 48, 556, w, 84), 64, 1, b->t->on_sign, title);
		build_label(b, build_rect(b, 48, 648, w, 844 - 12 - 648), TYPE_BODY, b->t->on_sign,
			    T(b, "The word may be spelt otherwise. Try one of these."));
	} else if (!small) {
		double end = part_side_sign(b, title, T(b, "The word may be spelt otherwise. Try one of these."), 840);
		part_side_art(b, "signpost", 0, end);
	} else {
		b->f->background = b->t->page;
	}
	struct part_way ways[3];
	size_t n = 0, above = vm->result.danger != SEARCH_DANGER_NONE;
	if (above == 1 && portrait)
		part_danger(b, 48, 884, w, 148);
	else if (above == 1)
		part_danger(b, small ? 8 : 720, small ? 6 : 40, small ? 784 : 1160, small ? 113 : 160);
	if (vm->result.did_you_mean != NULL)
		ways[n++] = (struct part_way){
			"way:word",
			"search",
			tr_fill(b->a, T(b, "Did you mean: {word}"), "word", vm->result.did_you_mean, NULL),
			T(b, "Search with this word"),
			{ACT_WORD, 0, vm->result.did_you_mean}};
	ways[n++] = part_way_topics(b);
	ways[n++] = part_way_help(b);
	if (small && n + above > 3)
		n = 3 - above;
	for (size_t i = 0; i < n; i++)
		part_way(b,
			 portrait ? build_rect(b, 48, 884 + 168.0 * (double)(i + above), w, 148)
			 : small  ? build_rect(b, 8, 6 + 121.0 * (double)(i + above), 784, 113)
				  : build_rect(b, 720, 40 + 176.0 * (double)(i + above), 1160, 160),
			 &ways[i], i == 0);
	if (small && n + above > 2)
		return;
	part_button(b,
		    portrait ? build_rect(b, 48, 1576, w, 112)
		    : small  ? build_rect(b, 8, 248, 784, 113)
			     : build_rect(b, 720, 820, 1160, 112),
		    PART_PLAIN, "way:correct", "keyboard_return",
		    tr_fill(b->a, T(b, "Correct the word “{word}”"), "word", vm->query, NULL),
		    (struct action){ACT_BACK, 0, NULL});
	b->first_focus = ways[0].id;
}

static struct part_heading hits_heading(const struct build *b, const struct viewmodel_search *vm)
{
	const struct search_result *r = &vm->result;
	return (struct part_heading){
		.look = LOOK_NONE,
		.art = "signpost",
		.row = 0,
		.icon = "search",
		.title = tr_fill(b->a, T(b, "“{word}”"), "word", r->corrected && r->did_you_mean != NULL ? r->did_you_mean : vm->query, NULL),
		.count = arena_printf(b->a, trn(b->lang, "%zu hit in all", "%zu hits in all", (long)r->cards.total), r->cards.total),
		.lead = r->partial ? T(b, "Nothing has all the words. These have some of them.") : T(b, "The best ones first."),
	};
}

/* The cards of the page, one under the other; the danger notice stands in the first one's place. */
static void hit_cards(struct build *b, const struct viewmodel_search *vm, struct area first, double pitch, size_t per_page)
{
	const struct cards *c = &vm->result.cards;
	double y = first.y;
	if (vm->result.danger != SEARCH_DANGER_NONE) {
		part_danger(b, first.x, y, first.w, first.h);
		y += pitch;
	}
	for (size_t i = 0; i < c->n; i++, y += pitch)
		part_card(b, build_rect(b, first.x, y, first.w, first.h), &c->v[i], (int)(vm->page * per_page + i) + 1, (int)c->total);
	b->first_focus = arena_printf(b->a, "item:%s", c->v[0].id);
}

static void foot_wide(struct build *b, const struct viewmodel_search *vm, const struct small_list *l)
{
	bool small = build_small(b), alone = vm->n_pages < 2; /* without a pager the whole row says what it does */
	part_pager(b, small ? build_rect(b, 232, l->foot, 560, l->foot_h) : build_rect(b, 1000, 836, 880, 104), vm->page, vm->n_pages);
	const struct semantics correct = {.id = "way:correct",
					  .role = ROLE_BUTTON,
					  .label = T(b, "Change the word"),
					  .focus = FOCUS_TABLE,
					  .action = {ACT_BACK, 0, NULL}};
	const struct widget_button back = {.r = small ? build_rect(b, 8, l->foot, alone ? 784 : 208, l->foot_h)
						      : build_rect(b, 720, 836, alone ? 1160 : 260, 104),
					   .kind = PART_PLAIN,
					   .look = LOOK_NONE,
					   .icon = "keyboard_return",
					   .label = alone   ? T(b, "Change the word")
						    : small ? ""
							    : T(b, "Search")};
	widget_button(b->f, &back, &correct);
}

static void hits(struct build *b, const struct viewmodel_search *vm)
{
	const struct part_heading h = hits_heading(b, vm);
	size_t above = vm->result.danger != SEARCH_DANGER_NONE, per_page = results_per_page(b->m);
	if (above > 0 && per_page > 1)
		per_page--;
	if (!build_portrait(b)) {
		bool small = build_small(b);
		double pitch = (small ? 244.0 : 800.0) / (double)(per_page + above);
		struct small_list l = {28, pitch - 12, pitch, 0, 0};
		if (small)
			l = part_small_list(b, vm->result.cards.v, vm->result.cards.n, (struct small_list){6, pitch - 8, pitch, 254, 105});
		b->f->background = b->t->page;
		if (!small) {
			part_status(b, LOOK_NONE, false);
			part_list_sign(b, &h, 400);
		}
		hit_cards(b, vm, (struct area){small ? 8 : 720, l.y, small ? 784 : 1160, l.h}, l.pitch, per_page);
		foot_wide(b, vm, &l);
		return;
	}
	double w = build_w(b) - 96, pitch = b->m->large ? 212 : 128;
	part_status(b, LOOK_NONE, false);
	part_list_sign(b, &h, 400);
	hit_cards(b, vm, (struct area){48, 868, w, pitch - 12}, pitch, per_page);
	part_button(b, build_rect(b, 48, vm->n_pages < 2 ? 1616 : 1512, w, 96), PART_PLAIN, "way:correct", "keyboard_return",
		    T(b, "Change the word"), (struct action){ACT_BACK, 0, NULL});
	part_pager(b, build_rect(b, 48, 1624, w, 96), vm->page, vm->n_pages);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_search *vm = data;
	if (vm->result.cards.n == 0)
		none(b, vm);
	else
		hits(b, vm);
	part_dock(b);
}

const struct screen SCREEN_DEF_HITS = {"hits", load, build};
