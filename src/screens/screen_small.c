#include "screens/screen_small.h"

#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen_detail.h"
#include "screens/screen_results.h"

#define CELL_W 384.0
#define CELL_H 105.0
#define BLOCK_WIDE 96
#define BLOCK_NARROW 72
#define TOPICS_FIRST_PAGE 4
#define DETAIL_PAGES 4 /* when, where, number; the rest of the facts; text; listening and telling of a fault */

/* Cell i of 3 rows × 2 columns. */
static struct rect cell(const struct build *b, int i)
{
	return build_rect(b, i % 2 == 0 ? 8 : 408, 10 + 121.0 * (i / 2), CELL_W, CELL_H);
}

/* The block of the picture, narrower where the words of a language need its room. */
static int block_w(struct build *b, const char *title)
{
	struct text_box t = build_text(b, build_rect(b, 0, 0, CELL_W - BLOCK_WIDE - 38, CELL_H), TYPE_CARD, b->t->ink, title);
	t.max_lines = 2;
	t.line_pct = 118;
	struct text_size size = title == NULL ? (struct text_size){0} : node_text_size(b->f, &t);
	return size.truncated || size.cut ? BLOCK_NARROW : BLOCK_WIDE;
}

static void topic_cell(struct build *b, const struct named_topic *t, int at, size_t i, size_t n)
{
	int block = block_w(b, ltext_get(&t->topic.title, b->lang, NULL));
	struct widget_tile w = {.r = cell(b, at), .title_px = 38, .block_w = block, .icon_px = block * 3 / 4 + 4};
	part_topic_tile(b, w, t, i, n, true);
}

static void today_cell(struct build *b, const struct viewmodel_home *vm)
{
	const char *title = vm->tomorrow           ? T(b, "Tomorrow")
			    : b->frame->time_known ? T(b, "Today")
						   : T(b, "Coming up");
	const char *count =
		!b->frame->time_known ? NULL /* all that is to come would be counted */
		: vm->n_today == 0
			? T(b, "no events")
			: arena_printf(b->a, trn(b->lang, "%zu event", "%zu events", (long)vm->n_today),
				       vm->n_today);
	const struct semantics sem = {.id = "calendar",
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .label = build_join(b, ", ", title, count),
				      .action = {ACT_OPEN, SCREEN_CALENDAR, NULL}};
	struct rect r = cell(b, 0);
	int part = node_open_part(b->f, r, PART_PRIMARY, LOOK_NONE, &sem);
	struct rect face = node_part_face(b->f, part);
	struct part_colours c = node_part_ink(b->f, part);
	int block = metrics_px(b->m, BLOCK_WIDE), icon = metrics_px(b->m, 76);
	struct box_style white = {
		.face = b->t->surface, .radius = metrics_px(b->m, 16), .corners = CORNERS_START};
	node_box(b->f, RECT(face.x, face.y, block, face.h), &white);
	node_icon(b->f, RECT(face.x + (block - icon) / 2, face.y + (face.h - icon) / 2, icon, icon), "today",
		  b->t->plain);
	int x = face.x + block + metrics_px(b->m, 19), w = face.x + face.w - x;
	/* both lines close together in the middle */
	int line = metrics_em(b->m, 38) * 118 / 100, y = face.y;
	if (line > face.h / 2)
		line = face.h / 2;
	if (count != NULL)
		y += (face.h - 2 * line) / 2;
	struct text_box t = build_text(b, RECT(x, y, w, count == NULL ? face.h : line), TYPE_CARD, c.ink, title);
	t.max_lines = 1;
	t.valign = VALIGN_CENTRE;
	struct text_box n = build_text(b, RECT(x, y + line, w, line), TYPE_LEAD, c.ink, count);
	n.max_lines = 1;
	n.line_pct = 118;
	n.valign = VALIGN_CENTRE;
	n.sizes_px = build_sizes(b, 38);
	if (count != NULL && node_text_size(b->f, &n).truncated) /* a long word in some languages: the number alone */
		n.s = arena_printf(b->a, "%zu", vm->n_today);
	node_text(b->f, &t, NULL);
	if (count != NULL)
		node_text(b->f, &n, NULL);
	node_close(b->f);
	b->first_focus = "calendar";
}

static void more_cell(struct build *b, int at, size_t page, size_t n_pages)
{
	const struct semantics sem = {.id = "page:next",
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_PAGE, (int64_t)((page + 1) % n_pages), NULL}};
	struct widget_button w = {
		.r = cell(b, at),
		.kind = PART_PLAIN,
		.look = LOOK_NONE,
		.icon = "arrow_forward",
		.icon_after = true,
		.px = 38,
		.label = arena_printf(b->a, "%s %zu / %zu", T(b, "More"), page + 1, n_pages)};
	widget_button(b->f, &w, &sem);
}

void screen_home_small(struct build *b, const struct viewmodel_home *vm)
{
	size_t pages = 3, page = b->place->page % pages;
	b->f->background = b->t->page;
	if (page == 0) {
		today_cell(b, vm);
		for (size_t i = 0; i < TOPICS_FIRST_PAGE && i < vm->n_topics; i++)
			topic_cell(b, &vm->topics[i], (int)i + 1, i, vm->n_topics);
		more_cell(b, 5, 0, pages);
		return;
	}
	if (page == 2) {
		part_button(b, cell(b, 0), PART_DANGER, "crisis", "sos", T(b, "Crisis help"),
			    (struct action){ACT_CRISIS, 0, NULL});
		if (b->session->n_picks > 0)
			part_button(b, cell(b, 1), PART_PLAIN, "tray", "checklist",
				    arena_printf(b->a, "%s (%zu)", T(b, "My list"), b->session->n_picks),
				    (struct action){ACT_OPEN, SCREEN_TRAY, NULL});
		b->first_focus = "crisis";
		more_cell(b, 5, 2, pages);
		return;
	}
	int at = 0;
	for (size_t i = TOPICS_FIRST_PAGE; i < vm->n_topics && at < 4; i++)
		topic_cell(b, &vm->topics[i], at++, i, vm->n_topics);
	part_button(b, cell(b, 4), PART_PLAIN, "search", "search", T(b, "Search"),
		    (struct action){ACT_OPEN, SCREEN_SEARCH, NULL});
	more_cell(b, 5, 1, pages);
}

void screen_results_small(struct build *b, const struct viewmodel_results *vm)
{
	size_t per_page = results_per_page(b->m);
	b->f->background = b->t->page;
	for (size_t i = 0; i < vm->n_cards; i++)
		part_card(b, build_rect(b, 8, 6 + 122.0 * (double)i, 784, per_page == 1 ? 236 : 114), &vm->cards[i],
			  (int)(vm->page * per_page + i) + 1, (int)vm->total);
	part_button(b, build_rect(b, 8, 254, 240, 105), PART_PLAIN, "filters", "tune",
		    trc(b->lang, "chip", "Filter"), (struct action){ACT_OPEN, SCREEN_FILTERS, NULL});
	part_pager(b, build_rect(b, 264, 254, 528, 105), vm->page, vm->n_pages);
}

/* ---- detail ---- */

struct small_fact {
	const char *icon, *text;
	bool bold;
};

static void fact_line(struct build *b, enum look look, const struct small_fact *f, int i, double y, double h)
{
	if (f->text == NULL)
		return;
	struct rect r = build_rect(b, 16, y, 472, h);
	const struct semantics sem = {.id = arena_printf(b->a, "fact:%d", i),
				      .role = ROLE_TEXT,
				      .stop = true,
				      .focus = FOCUS_TABLE};
	struct text_box t = build_text(b, r, f->bold ? TYPE_CARD : TYPE_BODY, b->t->ink, f->text);
	t.max_lines = h > 60 ? 2 : 1;
	t.may_end = true;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 38);
	widget_icon_line(b->f, r, f->icon, metrics_px(b->m, 44), metrics_px(b->m, 12), &t, theme_look(b->t, look).line, &sem);
}

static void small_title(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w)
{
	enum look look = theme_look_from(vm->d.card.look);
	bool dark = b->t->name == THEME_DARK;
	struct rect r = build_rect(b, 0, 0, 496, 116);
	node_fill(b->f, r,
		  w->cancelled                ? b->t->error
		  : dark || look == LOOK_NONE ? b->t->sign
					      : theme_look(b->t, look).line);
	const char *title =
		w->banner == NULL ? vm->d.card.title : build_join(b, ": ", w->banner, vm->d.card.title);
	struct text_box t = build_text(b, rect_inset(r, metrics_px(b->m, 16), 0, metrics_px(b->m, 8), 0),
				       TYPE_H3, w->cancelled && dark ? b->t->on_error : b->t->on_sign, title);
	const struct semantics head = detail_heading(b, vm);
	t.max_lines = 2;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 44);
	t.may_end = true;
	node_text(b->f, &t, &head);
}

static void small_code(struct build *b, const struct detail_words *w)
{
	struct rect panel = build_rect(b, 496, 0, 304, 368);
	node_fill(b->f, panel, 0xFFFFFFFF);
	if (w->path == NULL)
		return;
	const char *address = part_address(b, w->path);
	const struct semantics sem = {.id = "code",
				      .role = ROLE_IMAGE,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .label = T(b, "Code for your phone"),
				      .hint = part_address_shown(address)};
	node_qr(b->f, build_rect(b, 518, 4, 259, 259), address, QR_M, metrics_px(b->m, 7), &sem);
	struct text_box t = build_text(b, build_rect(b, 500, 262, 296, 100), TYPE_CARD, 0xFF0B4F6C,
				       part_address_breaking(b, address));
	t.align = TEXT_CENTRE;
	t.max_lines = 2;
	t.direction = TEXT_LTR;
	t.sizes_px = build_sizes(b, 38);
	node_text(b->f, &t, NULL);
}

static void small_words(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w)
{
	const char *way = NULL;
	const struct semantics text = {.id = "description",
				       .role = ROLE_TEXT,
				       .stop = true,
				       .focus = FOCUS_TABLE,
				       .lang = w->text_lang};
	if (w->text == NULL)
		return;
	struct text_box t = build_text(b, build_rect(b, 16, 120, 472, 138), TYPE_BODY, b->t->ink,
				       build_join(b, ". ", part_split_note(b, vm->d.card.place_note, &way), w->text));
	t.line_pct = 122;
	t.may_end = true;
	node_text(b->f, &t, &text);
}

/* The one button that each page has beside "More"; returns its id. */
static const char *small_main_button(struct build *b, struct rect r, const char *id, size_t page)
{
	bool picked = session_has_pick(b->session, id);
	if (page == 2)
		part_button(b, r, PART_PRIMARY, "text", NULL, T(b, "Read it all"), (struct action){ACT_OPEN, SCREEN_TEXT, id});
	else if (page == 3)
		part_button(b, r, PART_PLAIN, "report", NULL, T(b, "Something is wrong"),
			    (struct action){ACT_OPEN, SCREEN_REPORT, id});
	else if (page == 0 && b->moment->printer)
		part_button(b, r, PART_PRIMARY, "print", "print", T(b, "Print"), (struct action){ACT_PRINT, 0, id});
	else if (picked)
		part_button(b, r, PART_PRIMARY, "pick", "checklist", T(b, "My list"), (struct action){ACT_OPEN, SCREEN_TRAY, NULL});
	else
		part_button(b, r, PART_PRIMARY, "pick", "playlist_add", T(b, "To my list"), (struct action){ACT_PICK, 0, id});
	return page == 2 ? "text" : page == 3 ? "report" : page == 0 && b->moment->printer ? "print" : "pick";
}

void screen_detail_small(struct build *b, const struct viewmodel_detail *vm)
{
	struct detail_words w;
	size_t page = b->place->page % DETAIL_PAGES;
	const char *id = vm->d.card.id;
	enum look look = theme_look_from(vm->d.card.look);
	detail_words_make(&w, b, vm);
	b->f->background = b->t->page;
	small_title(b, vm, &w);
	if (page == 0) {
		fact_line(b, look, &(struct small_fact){"schedule", w.when.value, true}, 0, 122, 46);
		fact_line(b, look, &(struct small_fact){w.where.icon, part_place_words(b, &vm->d.card), false}, 1,
			  168, 46);
		fact_line(b, look, &(struct small_fact){"call", w.phone != NULL ? w.phone : w.signup, true}, 2, 214,
			  46);
	} else if (page == 1) {
		bool repeats = w.when.text != NULL;
		const char *way = NULL, *note = part_split_note(b, vm->d.card.place_note, &way);
		fact_line(b, look, &(struct small_fact){"schedule", w.when.text, false}, 0, 118, 96);
		fact_line(b, look,
			  &(struct small_fact){
				  "euro", build_join(b, ". ", w.price.value, repeats ? NULL : w.price.text),
				  true},
			  1, repeats ? 212 : 118, repeats ? 46 : 92);
		if (!repeats)
			fact_line(b, look, &(struct small_fact){"info", note, false}, 2, 212, 46);
	} else if (page == 2) {
		small_words(b, vm, &w);
	} else {
		part_button(b, build_rect(b, 8, 140, 480, 105), PART_PLAIN, "listen", "volume_up", T(b, "Listen"),
			    (struct action){ACT_LISTEN, 0, id});
	}
	b->first_focus = small_main_button(b, build_rect(b, 8, 260, 244, 104), id, page);
	const struct semantics sem = {.id = "more", /* the whole text's sheet has a pager of its own */
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_PAGE, (int64_t)((page + 1) % DETAIL_PAGES), NULL}};
	struct widget_button more = {.r = build_rect(b, 268, 260, 220, 104),
				     .kind = PART_PLAIN,
				     .look = LOOK_NONE,
				     .icon = "arrow_forward",
				     .icon_after = true,
				     .label = T(b, "More"),
				     .px = 38};
	widget_button(b->f, &more, &sem);
	small_code(b, &w);
}
