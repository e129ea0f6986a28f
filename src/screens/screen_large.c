/* Large text (×1.25, ×1.5) on the portrait screen: the same order in one column, more pages, the taller dock.
 */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen_detail.h"
#include "screens/screen_results.h"
#include "screens/screen_small.h"

#define DOCK_TOP 1704.0
#define TOPICS_PER_PAGE 4
#define CARD_GAP 14.0
#define CARDS_MAX 5
#define CARDS_TOP 500.0 /* a heading of two lines and the count stand above */
#define CARDS_BOTTOM 1460.0
#define DETAIL_PAGES 2
#define SIGN_END 428.0
#define FACTS_TOP 448.0
#define FACT_H 176.0
#define FACT_LEAST 120.0
#define FACT_GAP 14.0
#define PANEL_SPARE 64.0 /* of what the code and its address can do without */

static void home_pager(struct build *b, size_t page, size_t n, double y, double w)
{
	if (page > 0) {
		part_pager(b, build_rect(b, 48, y, w, 112), page, n);
		return;
	}
	const struct semantics sem = {.id = "page", .role = ROLE_STATUS};
	const char *text = arena_printf(b->a, "1 / %zu", n);
	const struct text_span regular = {(size_t)(strchr(text, ' ') - text), strlen(text)};
	struct text_box t = build_text(b, build_rect(b, 48, y, 380, 112), TYPE_H3, b->t->ink, text);
	t.spans = &regular;
	t.n_spans = 1;
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.direction = TEXT_LTR;
	t.align = TEXT_START;
	t.sizes_px = build_sizes(b, 44);
	node_text(b->f, &t, &sem);
	part_button(b, build_rect(b, 472, y, w - 424, 112), PART_PRIMARY, "page:next", "arrow_forward", T(b, "More topics"),
		    (struct action){ACT_PAGE, 1, NULL});
}

static void topic_rows(struct build *b, const struct viewmodel_home *vm, size_t from, double y, double w)
{
	for (size_t i = from; i < vm->n_topics && i < from + TOPICS_PER_PAGE; i++, y += 148) {
		struct widget_tile tile = {.r = build_rect(b, 48, y, w, 136),
					   .title_px = 38,
					   .subtitle_px = 28,
					   .block_w = 136,
					   .icon_px = 104};
		part_topic_tile(b, tile, &vm->topics[i], i, vm->n_topics, false);
	}
}

static void other_ways(struct build *b, double y, double w)
{
	part_button(b, build_rect(b, 48, y, w, 136), PART_PLAIN, "search", "search", T(b, "Search by word"),
		    (struct action){ACT_OPEN, SCREEN_SEARCH, NULL});
	part_button(b, build_rect(b, 48, y + 148, w, 136), PART_PLAIN, "calendar", "calendar_month",
		    T(b, "Calendar"), (struct action){ACT_OPEN, SCREEN_CALENDAR, NULL});
	part_button(b, build_rect(b, 48, y + 296, w, 136), PART_PLAIN, "crisis", "sos", T(b, "Crisis help"),
		    (struct action){ACT_CRISIS, 0, NULL});
	if (b->session->n_picks > 0)
		part_button(b, build_rect(b, 48, y + 444, w, 136), PART_PLAIN, "tray", "checklist",
			    arena_printf(b->a, "%s (%zu)", T(b, "My list"), b->session->n_picks),
			    (struct action){ACT_OPEN, SCREEN_TRAY, NULL});
	b->first_focus = "search";
}

static void emergency_line(struct build *b, double y)
{
	struct rect band = build_rect(b, 0, y, build_w(b), 96);
	node_fill(b->f, band, b->t->error_face);
	struct text_box t = build_text(b, rect_inset(band, metrics_px(b->m, 48), 0, metrics_px(b->m, 48), 0),
				       TYPE_BUTTON, b->t->error, T(b, "In an emergency call 112"));
	const struct semantics sem = {
		.id = "emergency", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	t.max_lines = 1;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 36);
	widget_icon_line(b->f, t.r, "sos", metrics_px(b->m, 80), metrics_px(b->m, 24), &t, b->t->error, &sem);
}

void screen_home_large(struct build *b, const struct viewmodel_home *vm)
{
	b->squeeze = false;
	double w = build_w(b) - 96;
	size_t pages = (vm->n_topics + TOPICS_PER_PAGE - 1) / TOPICS_PER_PAGE + 1,
	       page = b->place->page < pages ? b->place->page : 0;
	const struct semantics head = {.role = ROLE_HEADING, .level = 2};
	part_sign(b, LOOK_NONE, 0, 792);
	part_status(b, LOOK_NONE, true);
	if (!part_age_notice(b, build_rect(b, 48, 148, w, 240)))
		build_heading(b, build_rect(b, 48, 148, w, 250), 72, 2, b->t->on_sign,
			      T(b, "Help, company and things to do"));
	struct text_box day = build_text(b, build_rect(b, 48, 408, w, 84), TYPE_H3, b->t->on_sign,
					 vm->tomorrow           ? T(b, "Tomorrow")
					 : b->frame->time_known ? T(b, "Today")
								: T(b, "Coming up"));
	day.max_lines = 1;
	node_text(b->f, &day, &head);
	if (vm->n_rows > 0)
		part_board_row(b, build_rect(b, 48, 504, w, 260), &vm->rows[0], 1, 1);
	else
		build_label(b, build_rect(b, 48, 504, w, 250), TYPE_BODY, b->t->on_sign,
			    T(b, "There are no events today. See the calendar."));
	struct text_box q = build_text(b, build_rect(b, 48, 800, w, 84), TYPE_BIG_BUTTON, b->t->ink,
				       T(b, "What are you looking for?"));
	q.max_lines = 1;
	q.sizes_px = build_sizes(b, 40);
	node_text(b->f, &q, &head);
	if (page + 1 < pages)
		topic_rows(b, vm, page * TOPICS_PER_PAGE, 884, w);
	else
		other_ways(b, 884, w);
	home_pager(b, page, pages, 1480, w);
	emergency_line(b, 1608);
}

/* Each as high as its words need; where that is too much the highest give way, and their names are written
 * smaller. Returns the height of all. */
static double card_heights(struct build *b, const struct viewmodel_results *vm, double w, double *heights)
{
	size_t n = vm->n_cards < CARDS_MAX ? vm->n_cards : CARDS_MAX;
	double gaps = CARD_GAP * ((double)n - 1), room = CARDS_BOTTOM - CARDS_TOP - gaps, sum = gaps,
	       fair = room;
	for (size_t i = 0; i < n; i++)
		heights[i] = part_card_height(b, &vm->cards[i], w) / b->m->unit;
	for (size_t pass = 0; pass < n; pass++) { /* what the low ones leave goes to the high ones */
		double left = room;
		size_t high = 0;
		for (size_t i = 0; i < n; i++) {
			high += pass == 0 || heights[i] > fair;
			left -= pass == 0 || heights[i] > fair ? 0 : heights[i];
		}
		fair = high > 0 ? left / (double)high : fair;
	}
	for (size_t i = 0; i < n; i++) {
		heights[i] = heights[i] < fair ? heights[i] : fair;
		sum += heights[i];
	}
	return sum;
}

void screen_results_large(struct build *b, const struct viewmodel_results *vm)
{
	b->squeeze = false;
	double w = build_w(b) - 96, heights[CARDS_MAX], top = CARDS_BOTTOM - card_heights(b, vm, w, heights);
	struct part_heading h = results_heading(b, vm);
	part_status(b, h.look, false);
	part_sign(b, h.look, 128, top - 20);
	struct rect used = build_heading(b, build_rect(b, 48, 148, w, 250), 72, 2, b->t->on_sign, h.title);
	struct text_box count =
		build_text(b, RECT(used.x, used.y + used.h, metrics_px(b->m, w), metrics_px(b->m, 80)),
			   TYPE_LEAD, b->t->on_sign, h.count);
	const struct semantics sem = {.id = "count", .role = ROLE_STATUS};
	count.r.x = metrics_px(b->m, 48);
	count.max_lines = 1;
	count.sizes_px = build_sizes(b, 34);
	used = node_text(b->f, &count, &sem);
	double y = (used.y + used.h) / b->m->unit + 16, room = top - 20 - y;
	if (room > 200 && !part_age_notice(b, build_rect(b, 48, y, w, room < 240 ? room - 10 : 230)) &&
	    h.lead != NULL) {
		struct text_box lead =
			build_text(b, build_rect(b, 48, y, w, room - 8), TYPE_BODY, b->t->on_sign, h.lead);
		lead.sizes_px = build_sizes(b, 36);
		part_lead(b, lead, &h);
	}
	y = top;
	for (size_t i = 0; i < vm->n_cards && i < CARDS_MAX; i++) {
		part_card(b, build_rect(b, 48, y, w, heights[i]), &vm->cards[i],
			  (int)(vm->page * results_per_page(b->m) + i) + 1, (int)vm->total);
		y += heights[i] + CARD_GAP;
	}
	part_button(b, build_rect(b, 48, 1476, w, 104), PART_PLAIN, "filters", "tune",
		    trc(b->lang, "chip", "Filter"), (struct action){ACT_OPEN, SCREEN_FILTERS, NULL});
	part_pager(b, build_rect(b, 48, 1590, w, 104), vm->page, vm->n_pages);
}

/* ---- detail: facts and code first, text and the rest on the second page ---- */

/* False: there is no room for the whole name of the organisation. */
static bool large_sign(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w)
{
	enum look look = theme_look_from(vm->d.card.look);
	bool dark = b->t->name == THEME_DARK;
	part_status(b, look, false);
	node_fill(b->f, build_rect(b, 0, 128, build_w(b), SIGN_END - 128),
		  dark || look == LOOK_NONE ? b->t->sign : theme_look(b->t, look).line);
	struct text_box t = build_text(b, build_rect(b, 48, 140, build_w(b) - 96, 200), TYPE_H2,
				       b->t->on_sign, vm->d.card.title);
	const struct semantics head = detail_heading(b, vm);
	t.max_lines = 2;
	t.sizes_px = build_sizes(b, 56);
	struct rect used = node_text(b->f, &t, &head);
	const char *under = w->banner != NULL ? w->banner : w->organisation;
	if (under == NULL)
		return true;
	int y = used.y + used.h + metrics_px(b->m, 8), sign_end = metrics_px(b->m, SIGN_END - 8);
	struct text_box o = build_text(b, RECT(used.x, y, metrics_px(b->m, build_w(b) - 96), sign_end - y),
				       TYPE_LEAD, b->t->on_sign, under);
	const struct semantics text = {.id = w->banner != NULL ? "banner" : NULL,
				       .role = w->banner != NULL ? ROLE_STATUS : ROLE_TEXT};
	o.r.x = metrics_px(b->m, 48);
	o.bold = w->banner != NULL;
	o.max_lines = 2;
	o.sizes_px = build_sizes(b, 34);
	o.may_end = w->banner == NULL ? END_LISTED : END_NEVER;
	bool whole = !node_text_size(b->f, &o).truncated;
	node_text(b->f, &o, &text);
	return whole || w->banner != NULL;
}

static double large_fact(struct build *b, const struct fact_words *f, const char *id, enum look look,
			 double y, double h)
{
	if (f->value == NULL)
		return y;
	const struct semantics sem = {.id = id, .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
	struct widget_fact w = {.r = build_rect(b, 48, y, build_w(b) - 96, h),
				.look = look,
				.icon = f->icon,
				.value = f->value,
				.text = f->text,
				.struck = f->struck};
	widget_fact(b->f, &w, &sem);
	return y + h + FACT_GAP;
}

/* How high a fact must be to be whole, design px. */
static double large_fact_need(struct build *b, const struct fact_words *f)
{
	const struct widget_fact w = {
		.r = build_rect(b, 48, 0, build_w(b) - 96, FACT_LEAST), .value = f->value, .text = f->text};
	return f->value != NULL ? widget_fact_height(b->f, &w) / b->m->unit : 0;
}

static void large_text(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w,
		       bool name)
{
	enum look look = theme_look_from(vm->d.card.look);
	double width = build_w(b) - 96, y = FACTS_TOP;
	y = large_fact(b, &w->price, "fact:price", look, y, fmax(FACT_H, large_fact_need(b, &w->price)));
	y = large_fact(b, &w->access, "fact:access", look, y, fmax(FACT_H, large_fact_need(b, &w->access)));
	const char *told = detail_told(b, w);
	if (told != NULL) {
		detail_strip(b, build_rect(b, 48, y, width, 96), told);
		y += 96 + FACT_GAP;
	}
	const char *words = name ? build_join(b, "\n", w->organisation, w->text) : w->text;
	if (words != NULL) {
		const struct semantics sem = {.id = "description",
					      .role = ROLE_TEXT,
					      .stop = true,
					      .focus = FOCUS_TABLE,
					      .lang = w->text_lang};
		struct text_box t =
			build_text(b, build_rect(b, 48, y, width, 1150 - y), TYPE_BODY, b->t->ink, words);
		t.may_end = END_TOLD;
		node_text(b->f, &t, &sem);
	}
	const char *id = vm->d.card.id;
	part_button(b, build_rect(b, 48, 1170, width, 112), PART_PLAIN, "text", "article",
		    T(b, "Read it all"), (struct action){ACT_OPEN, SCREEN_TEXT, id});
	part_button(b, build_rect(b, 48, 1296, width, 112), PART_PLAIN, "listen", "volume_up", T(b, "Listen"),
		    (struct action){ACT_LISTEN, 0, id});
	part_button(b, build_rect(b, 48, 1422, width, 112), PART_PLAIN, "report", "flag",
		    T(b, "Something is wrong"), (struct action){ACT_OPEN, SCREEN_REPORT, id});
	b->first_focus = "text";
}

static void large_taking(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w)
{
	enum look look = theme_look_from(vm->d.card.look);
	double width = build_w(b) - 96;
	const char *id = vm->d.card.id;
	/* a place with a long name gets what the time can spare, then some of the panel's margin */
	double when = large_fact_need(b, &w->when), where = large_fact_need(b, &w->where), y = FACTS_TOP;
	double when_h = fmin(FACT_H, fmax(when, 2 * FACT_H - where));
	double more = fmin(PANEL_SPARE, fmax(0, when_h + where - 2 * FACT_H));
	y = large_fact(b, &w->when, "fact:when", look, y, when_h);
	large_fact(b, &w->where, "fact:where", look, y,
		   (y > FACTS_TOP ? 2 * FACT_H - when_h : FACT_H) + more);
	struct take_along t = detail_take_along(b, w, look);
	part_take_along(b, build_rect(b, 48, 846 + more, width, 400 - more), &t);
	y = 1268;
	if (b->moment->printer) {
		part_button(b, build_rect(b, 48, y, width, 124), PART_PRIMARY, "print", "print",
			    b->moment->printer_empty ? T(b, "Out of paper") : T(b, "Print a slip"),
			    (struct action){ACT_PRINT, 0, id});
		y += 138;
		b->first_focus = "print";
	}
	bool picked = session_has_pick(b->session, id);
	part_button(b, build_rect(b, 48, y, width, 124), b->moment->printer ? PART_PLAIN : PART_PRIMARY,
		    "pick", picked ? "checklist" : "playlist_add",
		    picked ? arena_printf(b->a, "%s (%zu)", T(b, "Open my list"), b->session->n_picks)
			   : T(b, "Add to my list"),
		    picked ? (struct action){ACT_OPEN, SCREEN_TRAY, NULL} : (struct action){ACT_PICK, 0, id});
	if (!b->moment->printer)
		b->first_focus = "pick";
}

void screen_detail_large(struct build *b, const struct viewmodel_detail *vm)
{
	b->squeeze = false;
	struct detail_words w;
	detail_words_make(&w, b, vm);
	bool named = large_sign(b, vm, &w);
	if (b->place->page % DETAIL_PAGES == 0)
		large_taking(b, vm, &w);
	else
		large_text(b, vm, &w, !named);
	part_pager(b, build_rect(b, 48, DOCK_TOP - 132, build_w(b) - 96, 116), b->place->page % DETAIL_PAGES,
		   DETAIL_PAGES);
}
