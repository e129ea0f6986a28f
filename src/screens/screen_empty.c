/* 11 Nothing to show: never a dead end. Only ways on that give something, each with its number. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen_results.h"

#define WAYS_MAX 4

static size_t add_limit(struct build *b, const struct viewmodel_results *vm, struct part_way *ways, size_t n)
{
	static const char *const LABELS[] = {TR("Drop the time limit"), TR("Drop the distance limit"),
					     TR("Drop the other limits")};
	for (int what = RESULTS_WITHOUT_WHEN; what <= RESULTS_WITHOUT_REST && n < WAYS_MAX - 2; what++) {
		if (vm->total_without[what] == 0)
			continue;
		ways[n++] = (struct part_way){arena_printf(b->a, "without:%d", what),
					      "tune",
					      T(b, LABELS[what]),
					      results_groups(b, vm->total_without[what]),
					      {ACT_FILTER_WITHOUT, what, NULL}};
	}
	if (n == 0 && vm->total_unlimited > 0 && filters_any(&vm->filters))
		ways[n++] = (struct part_way){"without:all",
					      "tune",
					      T(b, "Drop all limits"),
					      results_groups(b, vm->total_unlimited),
					      {ACT_FILTER_CLEAR, 0, NULL}};
	return n;
}

static size_t find_ways(struct build *b, const struct viewmodel_results *vm, struct part_way *ways)
{
	size_t n = add_limit(b, vm, ways, 0);
	ways[n++] = part_way_topics(b);
	ways[n++] = part_way_help(b);
	return n;
}

void screen_empty_build(struct build *b, const struct viewmodel_results *vm)
{
	struct part_way ways[WAYS_MAX];
	size_t n = find_ways(b, vm, ways);
	bool land = build_landscape(b);
	if (build_small(b)) {
		b->f->background = b->t->page;
		b->first_focus = ways[0].id;
		for (size_t i = 0; i < n && i < 3; i++)
			part_way(b, build_rect(b, 8, 6 + 121.0 * (double)i, 784, 113), &ways[i], i == 0);
		return;
	}
	double x = land ? 720 : 48, w = land ? 1160 : build_w(b) - 96, y = land ? 60 : 884;
	part_sign(b, LOOK_NONE, 0, land ? build_h(b) - 128 : 844);
	part_status(b, LOOK_NONE, false);
	if (b->t->pictures)
		node_picture(b->f, build_rect(b, 0, 96, land ? 680 : build_w(b), land ? 300 : 430),
			     "signpost", -1, 0, false, NULL);
	double hx = land ? 40 : 48, hy = land ? 440 : 556, hw = land ? 600 : w;
	const char *name = vm->topic == NULL ? T(b, "All groups and events")
					     : ltext_get(&vm->words.title, b->lang, NULL);
	const char *title = tr_fill(b->a,
				    filters_any(&vm->filters) ? T(b, "Nothing with these limits: {topic}")
							      : T(b, "Nothing right now: {topic}"),
				    "topic", name, NULL);
	struct rect h = build_heading(b, build_rect(b, hx, hy, hw, land ? 220 : 84), 64, land ? 3 : 1,
				      b->t->on_sign, title);
	struct rect sign = build_rect(b, hx, hy, hw, (land ? build_h(b) - 128 : 844) - 12 - hy);
	int ly = h.y + h.h + metrics_px(b->m, 12);
	struct text_box lead = build_text(b, RECT(h.x, ly, sign.w, sign.y + sign.h - ly), TYPE_BODY, b->t->on_sign,
					  T(b, "The limits may be too tight. Try one of these."));
	lead.r.x = metrics_px(b->m, hx);
	lead.sizes_px = build_sizes(b, build_px(b, theme_type(TYPE_BODY).px));
	const struct semantics text = {.role = ROLE_TEXT};
	node_text(b->f, &lead, &text);
	b->first_focus = ways[0].id;
	for (size_t i = 0; i < n; i++)
		part_way(b, build_rect(b, x, y + 168.0 * (double)i, w, 148), &ways[i], i == 0);
}
