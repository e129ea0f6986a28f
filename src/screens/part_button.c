/* Buttons, choices and the pager. */
#include "screens/part.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "ui/text.h"
#include "ui/ui.h"

void part_button(struct build *b, struct rect r, enum part_kind kind, const char *id, const char *icon,
		 const char *label, struct action action)
{
	const struct semantics sem = {.id = id, .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = action};
	struct widget_button w = {.r = r, .kind = kind, .look = LOOK_NONE, .icon = icon, .label = label};
	/* what leads on points on after its words */
	w.icon_after = icon != NULL && (strcmp(icon, "arrow_forward") == 0 || strcmp(icon, "chevron_right") == 0);
	if (!build_portrait(b))
		w.px = build_px(b, r.h >= metrics_px(b->m, 120) ? 40 : 36);
	widget_button(b->f, &w, &sem);
}

void part_button_lesser(struct build *b, struct rect r, const char *id, const char *icon, const char *label,
			struct action action)
{
	const struct semantics sem = {.id = id, .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = action};
	const struct widget_button w = {.r = r, .kind = PART_PLAIN, .look = LOOK_NONE, .icon = icon, .label = label,
					.px = build_landscape(b) ? 42 : 0};
	widget_button(b->f, &w, &sem);
}

/* One of the two buttons of a pager. */
struct page_button {
	struct widget_button w;
	struct semantics sem;
};

static struct page_button page_button(struct build *b, struct rect r, const char *id, bool next, struct action to, bool possible)
{
	struct page_button p = {
		.w = {.r = r,
		      .look = LOOK_NONE,
		      .icon = next ? "arrow_forward" : "arrow_back",
		      .icon_after = next,
		      .label = next ? T(b, "Next") : T(b, "Previous"),
		      .px = build_px(b, 36)},
		.sem = {.id = arena_printf(b->a, "%s:%s", id, next ? "next" : "previous"),
			.role = ROLE_BUTTON,
			.focus = FOCUS_TABLE,
			.disabled = !possible,
			.why = next ? T(b, "You are on the last page") : T(b, "You are on the first page"),
			.action = to},
	};
	if (build_small(b)) {
		p.sem.label = p.w.label;
		p.w.label = "";
		p.w.icon_px = 64;
	}
	return p;
}

/* Letters and arrows of one size; the one that leads on is the primary one. */
static void pair_buttons(struct build *b, struct page_button *back, struct page_button *next)
{
	back->w.kind = next->sem.disabled ? PART_PRIMARY : PART_PLAIN;
	next->w.kind = next->sem.disabled ? PART_PLAIN : PART_PRIMARY;
	struct widget_button_size one = widget_button_size(b->f, &back->w, &back->sem),
				  other = widget_button_size(b->f, &next->w, &next->sem);
	back->w.most = next->w.most = (struct widget_button_size){one.px < other.px ? one.px : other.px,
								  one.icon < other.icon ? one.icon : other.icon};
}

void part_pager(struct build *b, struct rect r, size_t page, size_t n_pages)
{
	part_pager_named(b, r, "page", page, n_pages, NULL);
}

void part_pager_named(struct build *b, struct rect r, const char *id, size_t page, size_t n_pages, const struct page_beyond *beyond)
{
	if (n_pages <= 1)
		return;
	bool last = page + 1 == n_pages;
	/* landscape: "Seuraavat" is the wider one, as it is pressed the more */
	int w = build_landscape(b) ? r.w * 330 / 880 : r.w * 336 / 984,
	    w_next = build_landscape(b) ? r.w * 370 / 880 : w;
	struct page_button back = page_button(b, RECT(r.x, r.y, w, r.h), id, false,
					      (struct action){ACT_PAGE, page == 0 ? 0 : (int64_t)page - 1, NULL}, page > 0);
	struct page_button next = page_button(b, RECT(r.x + r.w - w_next, r.y, w_next, r.h), id, true,
					      (struct action){ACT_PAGE, (int64_t)(last ? page : page + 1), NULL}, !last);
	if (last && beyond != NULL) {
		next.w.label = beyond->label;
		next.sem.id = beyond->id;
		next.sem.disabled = false;
		next.sem.action = beyond->action;
	}
	const char *label =
		tr_fill(b->a, T(b, "Page {page} of {pages}"), "page", arena_printf(b->a, "%zu", page + 1),
			"pages", arena_printf(b->a, "%zu", n_pages), NULL);
	const char *text = arena_printf(b->a, "%zu / %zu", page + 1, n_pages);
	const struct text_span regular = {(size_t)(strchr(text, ' ') - text), strlen(text)};
	const struct semantics sem = {.id = id, .role = ROLE_STATUS, .label = label};
	struct text_box t =
		build_text(b, RECT(r.x + w, r.y, r.w - w - w_next, r.h), TYPE_H3, b->t->ink, text);
	t.align = TEXT_CENTRE;
	t.valign = VALIGN_CENTRE;
	t.direction = TEXT_LTR;
	t.spans = &regular;
	t.n_spans = 1;
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, build_px(b, 44));
	pair_buttons(b, &back, &next);
	widget_button(b->f, &back.w, &back.sem);
	node_text(b->f, &t, &sem);
	widget_button(b->f, &next.w, &next.sem);
}

/* px of the longest word at the smallest size. */
static int longest_word(const struct build *b, const char *label)
{
	const struct text_style style = {.px = b->m->min_em, .bold = true, .layout_rtl = b->m->rtl};
	struct strs words = str_split(b->a, label, " ");
	int most = 0;
	for (size_t i = 0; i < words.n; i++) {
		int w = text_measure(b->f->in.ui->text, words.v[i], &style, 0).w;
		most = w > most ? w : most;
	}
	return most;
}

#define CELL_PAD 14 /* border, room beside the words */

static double cell_need(const struct build *b, const char *label, bool selected)
{
	int mark = selected ? b->m->min_em + metrics_px(b->m, 12) : 0;
	return (longest_word(b, label) + mark) / b->m->unit + 2 * CELL_PAD;
}

double part_cells_need(const struct build *b, const char *const *labels, size_t n, size_t selected)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += cell_need(b, labels[i], i == selected);
	return sum;
}

void part_cells(const struct build *b, const char *const *labels, size_t n, size_t selected, double *widths)
{
	double need[PART_CELLS_MAX], lack = 0, slack = 0;
	for (size_t i = 0; i < n && i < PART_CELLS_MAX; i++) {
		need[i] = cell_need(b, labels[i], i == selected);
		lack += need[i] > widths[i] ? need[i] - widths[i] : 0;
		slack += need[i] < widths[i] ? widths[i] - need[i] : 0;
	}
	if (lack <= 0 || slack <= 0)
		return;
	double moved = lack < slack ? lack : slack;
	for (size_t i = 0; i < n && i < PART_CELLS_MAX; i++) {
		double d = need[i] - widths[i];
		widths[i] += d > 0 ? d * moved / lack : d * moved / slack;
	}
}
