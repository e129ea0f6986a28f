/* 04 Filters: four decisions on the first page, two on the second, so that the sheet is never denser than its
 * picture; each acts at once on the list below. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/screen_results.h"

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	/* The sheet's numbers are those of the list it lies on: the same filters, counted. */
	struct viewmodel_results *r = ARENA_NEW(l->a, struct viewmodel_results);
	*vm = r;
	return viewmodel_results_load(r, l, in->base->arg, &in->base->filters, 0, 1, e);
}

struct choice {
	const char *label;
	bool selected;
	struct action action;
};

#define GROUPS_MAX 6
#define CHOICES_MAX PART_CELLS_MAX

struct group {
	const char *id, *title;
	struct choice choices[CHOICES_MAX];
	int n;
	bool many; /* any number of them */
};

static void choice_button(struct build *b, struct rect r, const struct group *g, int i)
{
	const struct choice *c = &g->choices[i];
	const char *id = arena_printf(b->a, "%s:%d", g->id, i);
	const struct semantics sem = {.id = id,
				      .role = g->many ? ROLE_TOGGLE : ROLE_CHOICE,
				      .label = c->label,
				      .selected = c->selected,
				      .on = c->selected,
				      .focus = FOCUS_TABLE,
				      .action = c->action,
				      .position = i + 1,
				      .of = g->n};
	struct widget_button w = {
		.r = r, .kind = PART_NEUTRAL, .look = LOOK_NONE, .label = c->label, .px = build_px(b, 34)};
	widget_button(b->f, &w, &sem);
	if (c->selected && b->first_focus == NULL)
		b->first_focus = id;
}

static void group(struct build *b, const struct group *g, double x, double y, double w)
{
	const struct semantics head = {.role = ROLE_HEADING, .level = 2};
	struct text_box t = build_text(b, build_rect(b, x, y, w, 46), TYPE_LEAD, b->t->ink, g->title);
	t.bold = true;
	t.px = metrics_em(b->m, 34);
	t.max_lines = 1;
	node_text(b->f, &t, &head);
	double gap = 16, cell = (w - gap * (g->n - 1)) / g->n;
	/* of four the first says the most ("All languages") and carries the mark */
	double first = g->n == 4 && build_landscape(b) ? cell * 1.3 : cell;
	double rest = g->n > 1 ? (w - first - gap * (g->n - 1)) / (g->n - 1) : cell;
	double widths[CHOICES_MAX];
	const char *labels[CHOICES_MAX];
	int selected = g->n;
	for (int i = 0; i < g->n; i++) {
		widths[i] = i == 0 ? first : rest;
		labels[i] = g->choices[i].label;
		selected = g->choices[i].selected ? i : selected;
	}
	part_cells(b, labels, (size_t)g->n, (size_t)selected, widths);
	for (int i = 0; i < g->n; x += widths[i++] + gap)
		choice_button(b, build_rect(b, x, y + 50, widths[i], build_landscape(b) ? 98 : 88), g, i);
}

static size_t groups_of(struct build *b, const struct filters *f, struct group *out)
{
	size_t n = 0;
	out[n++] = (struct group){
		"when",
		T(b, "When"),
		{{T(b, "Any time"), f->when == WHEN_ANY, {ACT_FILTER_WHEN, WHEN_ANY, NULL}},
		 {T(b, "Today"), f->when == WHEN_TODAY, {ACT_FILTER_WHEN, WHEN_TODAY, NULL}},
		 {T(b, "This week"), f->when == WHEN_WEEK, {ACT_FILTER_WHEN, WHEN_WEEK, NULL}}},
		3,
		false};
	out[n++] = (struct group){
		"where",
		T(b, "Where"),
		{{T(b, "Everywhere"), f->where == WHERE_ANY, {ACT_FILTER_WHERE, WHERE_ANY, NULL}},
		 {T(b, "Within 1 km"), f->where == WHERE_NEAR, {ACT_FILTER_WHERE, WHERE_NEAR, NULL}},
		 {T(b, "Remote"), f->where == WHERE_REMOTE, {ACT_FILTER_WHERE, WHERE_REMOTE, NULL}}},
		3,
		false};
	out[n++] = (struct group){
		"language",
		T(b, "Language of the group"),
		{{T(b, "All languages"), f->language == NULL, {ACT_FILTER_LANGUAGE, 0, ""}},
		 {"suomi", str_eq(f->language, "fi"), {ACT_FILTER_LANGUAGE, 0, "fi"}},
		 {"svenska", str_eq(f->language, "sv"), {ACT_FILTER_LANGUAGE, 0, "sv"}},
		 {T(b, "another one"), str_eq(f->language, "other"), {ACT_FILTER_LANGUAGE, 0, "other"}}},
		4,
		false};
	out[n++] = (struct group){
		"only",
		T(b, "Only these"),
		{{trc(b->lang, "chip", "Free"), f->free, {ACT_FILTER_TOGGLE, FILTER_FREE, NULL}},
		 {T(b, "Accessible"), f->wheelchair, {ACT_FILTER_TOGGLE, FILTER_WHEELCHAIR, NULL}},
		 {T(b, "Hearing loop"), f->loop, {ACT_FILTER_TOGGLE, FILTER_LOOP, NULL}}},
		3,
		true};
	return n;
}

/* Ages are asked by one age that stands for the group (list_filter.age). */
enum { AGE_CHILD = 8, AGE_YOUNG = 20, AGE_OLD = 70 };

static size_t more_groups_of(struct build *b, const struct filters *f, struct group *out)
{
	out[0] = (struct group){
		"attend",
		T(b, "How"),
		{{T(b, "Any way"), f->attend == 0, {ACT_FILTER_ATTEND, 0, NULL}},
		 {T(b, "On site"), f->attend == ATTEND_SITE, {ACT_FILTER_ATTEND, ATTEND_SITE, NULL}},
		 {T(b, "Phone"), f->attend == ATTEND_PHONE, {ACT_FILTER_ATTEND, ATTEND_PHONE, NULL}},
		 {T(b, "Online"), f->attend == ATTEND_ONLINE, {ACT_FILTER_ATTEND, ATTEND_ONLINE, NULL}}},
		4,
		false};
	out[1] = (struct group){
		"age",
		T(b, "For whom"),
		{{T(b, "All ages"), f->age == 0, {ACT_FILTER_AGE, 0, NULL}},
		 {T(b, "Children"), f->age == AGE_CHILD, {ACT_FILTER_AGE, AGE_CHILD, NULL}},
		 {T(b, "Young people"), f->age == AGE_YOUNG, {ACT_FILTER_AGE, AGE_YOUNG, NULL}},
		 {T(b, "Over 65"), f->age == AGE_OLD, {ACT_FILTER_AGE, AGE_OLD, NULL}}},
		4,
		false};
	return 2;
}

static const char *hint_words(const struct build *b, const struct viewmodel_results *vm)
{
	if (vm->total > 0)
		return T(b, "A hearing loop helps those who use a hearing aid.");
	if (vm->total_without[RESULTS_WITHOUT_WHEN] > 0)
		return T(b, "Nothing is left. Try another time.");
	if (vm->total_without[RESULTS_WITHOUT_WHERE] > 0)
		return T(b, "Nothing is left. Try a wider area.");
	return T(b, "Nothing is left. Remove some of the limits.");
}

static void show_button(struct build *b, struct rect r, const struct viewmodel_results *vm)
{
	const char *label =
		vm->total == 0
			? T(b, "No groups")
			: arena_printf(b->a,
				       trn(b->lang, "Show %zu group", "Show %zu groups", (long)vm->total),
				       vm->total);
	const struct semantics sem = {.id = "show",
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .disabled = vm->total == 0,
				      .why = hint_words(b, vm),
				      .action = {ACT_FILTER_SHOW, 0, NULL}};
	struct widget_button w = {.r = r,
				  .kind = PART_PRIMARY,
				  .look = LOOK_NONE,
				  .icon = vm->total == 0 ? NULL : "arrow_forward",
				  .icon_after = true,
				  .label = label,
				  .px = build_px(b, 40)};
	widget_button(b->f, &w, &sem);
}

static void foot(struct build *b, const struct viewmodel_results *vm, double x, double y, double w)
{
	double more = w * 300 / 984;
	struct rect r = build_rect(b, x, y, w - more - 24, 84);
	struct text_box hint = build_text(b, r, TYPE_FACT, b->t->ink, hint_words(b, vm));
	const struct semantics text = {.id = "hint", .role = ROLE_STATUS};
	hint.valign = VALIGN_CENTRE;
	hint.max_lines = 2;
	hint.sizes_px = build_sizes(b, build_px(b, 32));
	widget_icon_line(b->f, r, "info", metrics_px(b->m, 44), metrics_px(b->m, 16), &hint, b->t->plain,
			 &text);
	part_button(b, build_rect(b, x + w - more, y, more, 84), PART_NEUTRAL, "more",
		    b->place->page == 0 ? "chevron_right" : "arrow_back",
		    b->place->page == 0 ? T(b, "More") : T(b, "First ones"),
		    (struct action){ACT_PAGE, b->place->page == 0, NULL});
	const struct action clear = {ACT_FILTER_CLEAR, 0, NULL};
	double left = w * 400 / 984;
	part_button(b, build_rect(b, x, y + 104, left, 112), PART_PLAIN, "clear", NULL,
		    T(b, "Remove the limits"), clear);
	show_button(b, build_rect(b, x + left + 24, y + 104, w - left - 24, 112), vm);
}

#define SIDE_W 1400.0

/* Landscape: from the right, above the dock. */
static void build_side_sheet(struct build *b, const struct viewmodel_results *vm, const struct group *g,
			     size_t n)
{
	double x = build_w(b) - SIDE_W, h = build_h(b) - 128;
	part_sheet_open(b, build_rect(b, x, 0, SIDE_W, h), "sheet:filters", T(b, "Narrow down the groups"));
	const struct part_sheet_head head = {.id = "filters:heading",
					     .title = T(b, "Narrow down the groups"),
					     .r = build_rect(b, x + 40, 16, SIDE_W - 360, 96),
					     .close = build_rect(b, x + SIDE_W - 280, 16, 240, 92),
					     .px = 66,
					     .max_lines = 1};
	part_sheet_head(b, &head);
	for (size_t i = 0; i < n; i++)
		group(b, &g[i], x + 40, 118 + 153.0 * (double)i, SIDE_W - 80);
	foot(b, vm, x + 40, 736, SIDE_W - 80);
	node_close(b->f);
}

/* 7": one group on a page, three buttons one under the other. */
static void build_small_sheet(struct build *b, const struct viewmodel_results *vm, const struct group *g,
			      size_t n)
{
	size_t page = b->place->page % n;
	const struct group *now = &g[page];
	part_sheet_open(b, build_rect(b, 0, 0, 800, 368), "sheet:filters", now->title);
	for (int i = 0; i < now->n; i++) {
		struct rect r = build_rect(b, i % 2 == 0 ? 8 : 408, 66 + 92.0 * (i / 2), 384, 84);
		choice_button(b, r, now, i);
	}
	struct text_box t = build_text(b, build_rect(b, 16, 4, 768, 58), TYPE_CARD, b->t->ink,
				       arena_printf(b->a, "%s  %zu / %zu", now->title, page + 1, n));
	const struct semantics head = {.id = "filters:heading", .role = ROLE_HEADING, .level = 1};
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, 38);
	node_text(b->f, &t, &head);
	part_button(b, build_rect(b, 8, 254, 250, 105), PART_PLAIN, "group:next", "arrow_forward",
		    T(b, "More"), (struct action){ACT_PAGE, (int64_t)((page + 1) % n), NULL});
	show_button(b, build_rect(b, 274, 254, 518, 105), vm);
	node_close(b->f);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_results *vm = data;
	struct group all[GROUPS_MAX], *g = all;
	size_t n = groups_of(b, &vm->filters, all);
	double top = 680, w = build_w(b);
	b->first_focus = NULL;
	size_t n_more = more_groups_of(b, &vm->filters, all + n);
	if (build_small(b)) {
		build_small_sheet(b, vm, g, n + n_more);
		return;
	}
	if (b->place->page > 0) {
		g = all + n;
		n = n_more;
	}
	if (build_landscape(b)) {
		build_side_sheet(b, vm, g, n);
		return;
	}
	part_sheet_open(b, build_rect(b, 0, top, w, 1736 - top), "sheet:filters",
			T(b, "Narrow down the groups"));
	const struct part_sheet_head head = {.id = "filters:heading",
					     .title = T(b, "Narrow down the groups"),
					     .r = build_rect(b, 48, top + 28, w - 300, 88),
					     .close = build_rect(b, w - 212, top + 28, 164, 88),
					     .px = 56,
					     .max_lines = 1};
	part_sheet_head(b, &head);
	for (size_t i = 0; i < n; i++)
		group(b, &g[i], 48, top + 156 + 160.0 * (double)i, w - 96);
	foot(b, vm, 48, top + 808, w - 96);
	node_close(b->f);
}

const struct screen SCREEN_DEF_FILTERS = {"filters", load, build};
