/* 03 List of a topic. */
#include "screens/screen_results.h"

#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/screen_small.h"

#define PER_PAGE 5
#define PER_PAGE_LARGE 3
#define PER_PAGE_SMALL 2
#define CARD_GAP 12.0
#define CARDS_BOTTOM 1508.0 /* above the quick filters */
#define CARDS_TOP 868.0
#define PICTURE_H 400.0

size_t results_per_page(const struct metrics *m)
{
	if (m->cls == SCREEN_SMALL)
		return m->large ? 1 : PER_PAGE_SMALL;
	return m->large || m->low_reach ? PER_PAGE_LARGE : PER_PAGE;
}

const char *results_groups(const struct build *b, size_t n)
{
	return arena_printf(b->a, trn(b->lang, "%zu group", "%zu groups", (long)n), n);
}

const char *results_count_words(const struct build *b, const struct viewmodel_results *vm)
{
	if (vm->total == 0)
		return T(b, "No groups");
	if (vm->n_free == vm->total)
		return arena_printf(b->a,
				    trn(b->lang, "%zu group, free of charge", "%zu groups, free of charge",
					(long)vm->total),
				    vm->total);
	return results_groups(b, vm->total);
}

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_results *r = ARENA_NEW(l->a, struct viewmodel_results);
	*vm = r;
	if (!viewmodel_results_load(r, l, in->place->arg, &in->place->filters, in->place->page,
				    results_per_page(in->m), e))
		return false;
	in->place->page = r->page;
	return true;
}

struct quick {
	const char *id, *icon, *label;
	double w;
	bool selected;
	struct action action;
};

static void quick_filter(struct build *b, const struct quick *q, double x, double y)
{
	const struct semantics sem = {.id = q->id,
				      .role = str_eq(q->id, "filters") ? ROLE_BUTTON : ROLE_TOGGLE,
				      .selected = q->selected,
				      .on = q->selected,
				      .focus = FOCUS_TABLE,
				      .action = q->action};
	struct widget_button w = {.r = build_rect(b, x, y, q->w, 84),
				  .kind = PART_PLAIN,
				  .look = LOOK_NONE,
				  .icon = q->icon,
				  .icon_px = 40,
				  .label = q->label,
				  .px = 34};
	widget_button(b->f, &w, &sem);
}

static void quick_filters(struct build *b, const struct viewmodel_results *vm, double y)
{
	const struct filters *f = &vm->filters;
	const struct quick all[] = {
		{"filters",
		 "tune",
		 trc(b->lang, "chip", "Filter"),
		 216,
		 false,
		 {ACT_OPEN, SCREEN_FILTERS, NULL}},
		{"quick:today",
		 "today",
		 trc(b->lang, "chip", "Today"),
		 232,
		 f->when == WHEN_TODAY,
		 {ACT_FILTER_WHEN, f->when == WHEN_TODAY ? WHEN_ANY : WHEN_TODAY, NULL}},
		{"quick:near",
		 "near_me",
		 trc(b->lang, "chip", "Nearby"),
		 232,
		 f->where == WHERE_NEAR,
		 {ACT_FILTER_WHERE, f->where == WHERE_NEAR ? WHERE_ANY : WHERE_NEAR, NULL}},
		{"quick:free",
		 "euro",
		 trc(b->lang, "chip", "Free"),
		 256,
		 f->free,
		 {ACT_FILTER_TOGGLE, FILTER_FREE, NULL}},
	};
	double x = 48, stretch = (build_w(b) - 96) / 984;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		struct quick q = all[i];
		q.w *= stretch;
		quick_filter(b, &q, x, y);
		x += q.w + 16 * stretch;
	}
}

/* A title on two lines makes its card higher; the picture gives the room. */
static double cards_height(struct build *b, const struct viewmodel_results *vm, double *heights, double most)
{
	double sum = 0;
	for (size_t i = 0; i < vm->n_cards; i++) {
		heights[i] = part_card_height(b, &vm->cards[i], build_w(b) - 96) / b->m->unit_y;
		if (heights[i] < 116)
			heights[i] = 116;
		sum += heights[i] + (i > 0 ? CARD_GAP : 0);
	}
	if (sum > most) { /* the sign keeps its words: notes go to one line first */
		double less = (sum - most) / (double)vm->n_cards;
		for (size_t i = 0; i < vm->n_cards; i++)
			heights[i] -= less;
		sum = most;
	}
	return sum;
}

struct part_heading results_heading(const struct build *b, const struct viewmodel_results *vm)
{
	return (struct part_heading){
		.look = theme_look_from(vm->words.look),
		.row = -1,
		.icon = vm->topic == NULL ? "search" : NULL,
		.title = vm->topic == NULL ? T(b, "All groups and events")
					   : ltext_get(&vm->words.title, b->lang, NULL),
		.count = results_count_words(b, vm),
		.lead = ltext_get(&vm->words.lead, b->lang, NULL),
		.order = T(b, "The soonest and the nearest come first."),
	};
}

static void heading(struct build *b, const struct viewmodel_results *vm, double picture_h)
{
	const struct part_heading h = results_heading(b, vm);
	part_status(b, h.look, false);
	part_list_sign(b, &h, picture_h);
}

static void build_portrait_results(struct build *b, const struct viewmodel_results *vm)
{
	double heights[PER_PAGE], w = build_w(b) - 96;
	double bottom = CARDS_BOTTOM - b->dy;
	double sum = cards_height(b, vm, heights, bottom - (CARDS_TOP - PICTURE_H));
	double top = bottom - sum < CARDS_TOP - b->dy ? bottom - sum : CARDS_TOP - b->dy;
	heading(b, vm, PICTURE_H + top - CARDS_TOP);
	double y = top;
	for (size_t i = 0; i < vm->n_cards; i++) {
		part_card(b, build_rect(b, 48, y, w, heights[i]), &vm->cards[i],
			  (int)(vm->page * PER_PAGE + i) + 1, (int)vm->total);
		y += heights[i] + CARD_GAP;
	}
	quick_filters(b, vm, bottom + 12);
	part_pager(b, build_rect(b, 48, bottom + 116, w, 96), vm->page, vm->n_pages);
}

static void build_landscape_results(struct build *b, const struct viewmodel_results *vm)
{
	size_t per_page = results_per_page(b->m);
	double pitch = per_page == PER_PAGE ? 158 : 796.0 / (double)per_page;
	heading(b, vm, 420);
	for (size_t i = 0; i < vm->n_cards; i++)
		part_card(b, build_rect(b, 720, 28 + pitch * (double)i, 1160, pitch - 12), &vm->cards[i],
			  (int)(vm->page * per_page + i) + 1, (int)vm->total);
	part_button(b, build_rect(b, 720, 828, 260, 104), PART_PLAIN, "filters", "tune",
		    trc(b->lang, "chip", "Filter"), (struct action){ACT_OPEN, SCREEN_FILTERS, NULL});
	part_pager(b, build_rect(b, 1000, 828, 880, 104), vm->page, vm->n_pages);
}

void screen_results_build(struct build *b, const struct viewmodel_results *vm)
{
	if (vm->total == 0) {
		screen_empty_build(b, vm);
		return;
	}
	b->first_focus = arena_printf(b->a, "item:%s", vm->cards[0].id);
	if (build_small(b))
		screen_results_small(b, vm);
	else if (build_landscape(b))
		build_landscape_results(b, vm);
	else if (b->m->large)
		screen_results_large(b, vm);
	else if (b->m->low_reach)
		screen_results_low(b, vm);
	else
		build_portrait_results(b, vm);
}

static void build(struct build *b, const void *vm)
{
	screen_results_build(b, vm);
	part_dock(b);
}

const struct screen SCREEN_DEF_RESULTS = {"results", load, build};
