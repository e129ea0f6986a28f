#include "screens/screen_small.h"

#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen_detail.h"
#include "screens/screen_results.h"

#define CELL_W 384.0
#define CELL_H 105.0
#define BLOCK_WIDE 96
#define BLOCK_NARROW 72
#define TOPICS_FIRST_PAGE 4
#define OTHER_PAGES 2 /* after the facts: text; listening and telling of a fault */

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
	if (b->m->large) /* two lines of the picture's size fill the face */
		t.sizes_px = build_sizes(b, 38);
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
	struct small_list l = part_small_list(b, vm->cards, vm->n_cards,
					      (struct small_list){6, per_page == 1 ? 236 : 114, 122, 254, 105});
	for (size_t i = 0; i < vm->n_cards; i++)
		part_card(b, build_rect(b, 8, l.y + l.pitch * (double)i, 784, l.h), &vm->cards[i],
			  (int)(vm->page * per_page + i) + 1, (int)vm->total);
	part_button(b, build_rect(b, 8, l.foot, 240, l.foot_h), PART_PLAIN, "filters", "tune",
		    trc(b->lang, "chip", "Filter"), (struct action){ACT_OPEN, SCREEN_FILTERS, NULL});
	part_pager(b, build_rect(b, 264, l.foot, 528, l.foot_h), vm->page, vm->n_pages);
}

/* ---- detail ---- */

struct small_fact {
	const char *icon, *text, *id;
	bool bold, new_page; /* new_page: begins one */
};

/* What is read: facts one under the other on as many pages as they take. */
#define SMALL_FACTS 6 /* each on a page of its own at the most, after a title that fills the first */
#define READING_H 258.0
#define TITLE_H 116.0
#define TITLE_LINES 6	/* where it stands whole; afterwards two */
#define TIGHT_LINE 41.0 /* of the smallest text, where every line counts */

struct small_reading {
	struct small_fact facts[SMALL_FACTS];
	double h[SMALL_FACTS];
	size_t n, from[SMALL_FACTS + 2], n_pages;
	struct text_box title;
	double title_h;
	bool tight;
};

static struct rect fact_rect(const struct build *b, double y, double h)
{
	return build_rect(b, 16, y, 472, h);
}

static struct text_box fact_box(const struct build *b, const struct small_fact *f, struct rect r, bool tight)
{
	struct text_box t = build_text(b, r, f->bold ? TYPE_CARD : TYPE_BODY, b->t->ink, f->text);
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 38);
	t.max_lines = 1;
	if (tight)
		t.line_pct = 112;
	return t;
}

#define FACT_ICON 44
#define FACT_GAP 12

/* Lines that its words need beside the icon, at the smallest size when it is more than one. */
static int fact_lines(struct build *b, const struct small_fact *f)
{
	struct rect r = fact_rect(b, 0, 0);
	r.w -= metrics_px(b->m, FACT_ICON + FACT_GAP);
	struct text_box t = fact_box(b, f, r, false);
	if (!node_text_size(b->f, &t).truncated)
		return 1;
	t.max_lines = 0;
	t.sizes_px = NULL;
	t.px = b->m->min_em;
	return node_text_size(b->f, &t).lines;
}

static void fact_line(struct build *b, enum look look, const struct small_fact *f, double y, double h, bool tight)
{
	struct rect r = fact_rect(b, y, h);
	const struct semantics sem = {.id = f->id, .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
	struct text_box t = fact_box(b, f, r, tight);
	t.max_lines = fact_lines(b, f);
	widget_icon_line(b->f, r, f->icon, metrics_px(b->m, FACT_ICON), metrics_px(b->m, FACT_GAP), &t, theme_look(b->t, look).line, &sem);
}

/* Says less before it takes a second line: "Huomenna 17.30–19.00". */
static const char *small_when(const struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w)
{
	const struct card *c = &vm->d.card;
	if (w->banner != NULL || c->start_at == INSTANT_NONE || c->all_day || c->end_at <= c->start_at)
		return w->when.value;
	struct civil end = civil_add_minutes(c->start, (int32_t)((c->end_at - c->start_at) / 60));
	return build_capital(b, build_join(b, " ", words_day(b->a, b->lang, c->start.date, b->frame->today),
					   words_clock_span(b->a, b->lang, c->start, end)));
}

static void add_fact(struct build *b, struct small_reading *s, const char *icon, const char *text, bool bold)
{
	if (str_empty(text))
		return;
	s->facts[s->n] = (struct small_fact){icon, text, arena_printf(b->a, "fact:%zu", s->n), bold, false};
	s->n++;
}

static void collect_facts(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w, struct small_reading *s)
{
	bool repeats = w->when.text != NULL;
	const char *way = NULL, *note = part_split_note(b, vm->d.card.place_note, &way);
	add_fact(b, s, "schedule", w->when.value, true);
	if (s->n > 0 && fact_lines(b, &s->facts[0]) > 1)
		s->facts[0].text = small_when(b, vm, w);
	add_fact(b, s, w->where.icon, part_place_words(b, &vm->d.card), false);
	add_fact(b, s, "call", w->phone != NULL ? w->phone : w->signup, true);
	size_t rest = s->n;
	add_fact(b, s, "schedule", w->when.text, false);
	add_fact(b, s, "euro", build_join(b, ". ", w->price.value, repeats ? NULL : w->price.text), true);
	if (!repeats)
		add_fact(b, s, "info", note, false);
	add_fact(b, s, "translate", detail_told(b, w), false);
	if (rest < s->n)
		s->facts[rest].new_page = true;
}

/* Fills pages below a title of that height. */
static void break_pages(struct build *b, struct small_reading *s)
{
	double y = 0, below = READING_H + 2 - (s->tight ? 0 : 6), room = below - s->title_h;
	s->n_pages = 1;
	s->from[0] = 0;
	for (size_t i = 0; i < s->n; i++) {
		s->h[i] = (s->tight ? TIGHT_LINE : 46.0) * fact_lines(b, &s->facts[i]);
		if ((s->facts[i].new_page && y > 0) || y + s->h[i] > room) {
			s->from[s->n_pages++] = i;
			y = 0;
			room = below - (s->title_h > TITLE_H ? TITLE_H : s->title_h);
		}
		y += s->h[i];
	}
	s->from[s->n_pages] = s->n;
}

/* The title as in the picture; where facts would go over to another page for it, or it is longer, in its smallest lines. */
static void plan_reading(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w, struct small_reading *s)
{
	const char *words = w->banner == NULL ? vm->d.card.title : build_join(b, ": ", w->banner, vm->d.card.title);
	struct rect r = rect_inset(build_rect(b, 0, 0, 496, TITLE_H), metrics_px(b->m, 16), 0, metrics_px(b->m, 8), 0);
	colour ink = w->cancelled && b->t->name == THEME_DARK ? b->t->on_error : b->t->on_sign;
	s->title = build_text(b, r, TYPE_H3, ink, words);
	s->title.valign = VALIGN_CENTRE;
	s->title.max_lines = 2;
	s->title.sizes_px = build_sizes(b, 44);
	s->title_h = TITLE_H;
	collect_facts(b, vm, w, s);
	break_pages(b, s);
	bool whole = !node_text_size(b->f, &s->title).truncated, rests = s->n_pages > 1 && s->facts[s->from[1]].new_page;
	if (whole && (s->n_pages == 1 || rests))
		return;
	s->tight = true;
	s->title.sizes_px = NULL;
	s->title.px = b->m->min_em;
	s->title.line_pct = 112;
	s->title.max_lines = TITLE_LINES;
	s->title_h = TIGHT_LINE * node_text_size(b->f, &s->title).lines + 10;
	break_pages(b, s);
}

static void small_title(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w, struct small_reading *s, bool first)
{
	enum look look = theme_look_from(vm->d.card.look);
	bool dark = b->t->name == THEME_DARK;
	const struct semantics head = detail_heading(b, vm);
	if (!first && s->title_h > TITLE_H) { /* the first page has it whole */
		s->title_h = TITLE_H;
		s->title.max_lines = 2;
		s->title.may_end = END_TOLD;
	}
	struct rect r = build_rect(b, 0, 0, 496, s->title_h);
	node_fill(b->f, r,
		  w->cancelled                ? b->t->error
		  : dark || look == LOOK_NONE ? b->t->sign
					      : theme_look(b->t, look).line);
	s->title.r.h = r.h;
	node_text(b->f, &s->title, &head);
}

static void small_facts(struct build *b, enum look look, const struct small_reading *s, size_t page)
{
	double y = s->title_h + (s->tight ? 0 : 6);
	for (size_t i = s->from[page]; i < s->from[page + 1]; i++) {
		fact_line(b, look, &s->facts[i], y, s->h[i], s->tight);
		y += s->h[i];
	}
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

static void small_words(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w, double y)
{
	const char *way = NULL;
	const struct semantics text = {.id = "description",
				       .role = ROLE_TEXT,
				       .stop = true,
				       .focus = FOCUS_TABLE,
				       .lang = w->text_lang};
	if (w->text == NULL)
		return;
	struct text_box t = build_text(b, build_rect(b, 16, y + 4, 472, READING_H - y - 4), TYPE_BODY, b->t->ink,
				       build_join(b, ". ", part_split_note(b, vm->d.card.place_note, &way), w->text));
	t.line_pct = 122;
	t.may_end = END_TOLD;
	node_text(b->f, &t, &text);
}

enum small_page { PAGE_FIRST, PAGE_FACTS, PAGE_WORDS, PAGE_LAST };

/* The one button that each page has beside "More"; returns its id. */
static const char *small_main_button(struct build *b, struct rect r, const char *id, enum small_page page)
{
	bool picked = session_has_pick(b->session, id);
	if (page == PAGE_WORDS)
		part_button(b, r, PART_PRIMARY, "text", NULL, T(b, "Read it all"), (struct action){ACT_OPEN, SCREEN_TEXT, id});
	else if (page == PAGE_LAST)
		part_button(b, r, PART_PLAIN, "report", NULL, T(b, "Something is wrong"),
			    (struct action){ACT_OPEN, SCREEN_REPORT, id});
	else if (page == PAGE_FIRST && b->moment->printer)
		part_button(b, r, PART_PRIMARY, "print", "print", T(b, "Print"), (struct action){ACT_PRINT, 0, id});
	else if (picked)
		part_button(b, r, PART_PRIMARY, "pick", "checklist", T(b, "My list"), (struct action){ACT_OPEN, SCREEN_TRAY, NULL});
	else
		part_button(b, r, PART_PRIMARY, "pick", "playlist_add", T(b, "To my list"), (struct action){ACT_PICK, 0, id});
	return page == PAGE_WORDS ? "text" : page == PAGE_LAST ? "report" : page == PAGE_FIRST && b->moment->printer ? "print" : "pick";
}

static enum small_page small_page_at(const struct small_reading *s, size_t page)
{
	if (page < s->n_pages)
		return page == 0 ? PAGE_FIRST : PAGE_FACTS;
	return page == s->n_pages ? PAGE_WORDS : PAGE_LAST;
}

void screen_detail_small(struct build *b, const struct viewmodel_detail *vm)
{
	struct detail_words w;
	struct small_reading reading = {.n = 0};
	const char *id = vm->d.card.id;
	enum look look = theme_look_from(vm->d.card.look);
	detail_words_make(&w, b, vm);
	b->f->background = b->t->page;
	plan_reading(b, vm, &w, &reading);
	size_t pages = reading.n_pages + OTHER_PAGES, at = b->place->page % pages;
	enum small_page page = small_page_at(&reading, at);
	small_title(b, vm, &w, &reading, page == PAGE_FIRST);
	if (page == PAGE_WORDS)
		small_words(b, vm, &w, reading.title_h);
	else if (page == PAGE_LAST)
		part_button(b, build_rect(b, 8, 140, 480, 105), PART_PLAIN, "listen", "volume_up", T(b, "Listen"),
			    (struct action){ACT_LISTEN, 0, id});
	else
		small_facts(b, look, &reading, at);
	b->first_focus = small_main_button(b, build_rect(b, 8, 260, 244, 104), id, page);
	const struct semantics sem = {.id = "more", /* the whole text's sheet has a pager of its own */
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_PAGE, (int64_t)((at + 1) % pages), NULL}};
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
