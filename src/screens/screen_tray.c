/* 13 Own list: several activities on one code and one slip. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/slip_words.h"
#include "screens/viewmodel_tray.h"
#include "ui/ui.h"

#define PER_PAGE 3
#define PER_PAGE_SMALL 2
#define PER_PAGE_WIDE 5

static size_t per_page_of(const struct metrics *m)
{
	return m->cls == SCREEN_SMALL       ? m->large ? 1 : PER_PAGE_SMALL
	       : m->cls == SCREEN_LANDSCAPE ? PER_PAGE_WIDE
					    : PER_PAGE;
}

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_tray *t = ARENA_NEW(l->a, struct viewmodel_tray);
	*vm = t;
	if (!viewmodel_tray_load(t, l, in->session, e))
		return false;
	while (in->place->page > 0 && in->place->page * per_page_of(in->m) >= t->n)
		in->place->page--;
	return true;
}

static void print_or_hint(struct build *b, struct rect r)
{
	if (b->moment->printer) {
		const struct semantics sem = {.id = "print",
					      .role = ROLE_BUTTON,
					      .focus = FOCUS_TABLE,
					      .action = {ACT_PRINT, 0, ""}};
		struct widget_button w = {.r = r,
					  .kind = PART_PRIMARY,
					  .look = LOOK_NONE,
					  .icon = b->moment->printer_empty ? "print_error" : "print",
					  .label = b->moment->printer_empty ? T(b, "Out of paper")
									    : T(b, "Print a slip"),
					  .px = 36};
		widget_button(b->f, &w, &sem);
		b->first_focus = "print";
		return;
	}
	struct text_box t = build_text(b, r, TYPE_FACT, b->t->ink2,
				       T(b, "The page shows all of them, also the numbers to call."));
	const struct semantics text = {.role = ROLE_TEXT};
	t.max_lines = 3;
	node_text(b->f, &t, &text);
}

static void panel(struct build *b, const struct viewmodel_tray *vm, double x, double y, double w)
{
	const char *path = slip_list_path(vm->codes, vm->n, b->a);
	struct rect r = build_rect(b, x, y, w, 373), right = build_rect(b, x + 388, y + 206, w - 412, 128);
	const struct take_along t = {.address = path == NULL ? NULL : part_address(b, path),
				     .instruction = T(b, "Take a picture of the code or type the address"),
				     .top = metrics_px(b->m, 46)};
	part_take_along(b, r, &t);
	print_or_hint(b, right);
}

/* A row that was just taken off: it can come back for a while. */
static void undo_row(struct build *b, double x, double y, double w)
{
	struct rect r = build_rect(b, x, y, w, 104);
	const struct semantics sem = {
		.id = "undo", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_UNDO, 0, NULL}};
	const struct semantics text = {.id = "removed", .role = ROLE_STATUS};
	struct box_style face = {.face = b->t->info_face,
				 .radius = metrics_px(b->m, 18),
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_box(b->f, r, &face);
	struct text_box t = build_text(b, rect_inset(r, metrics_px(b->m, 32), 0, metrics_px(b->m, 240), 0),
				       TYPE_BUTTON, b->t->info_ink, T(b, "Removed"));
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	node_text(b->f, &t, &text);
	struct widget_button w2 = {.r = build_rect(b, x + w - 232, y + 8, 224, 88),
				   .kind = PART_PLAIN,
				   .look = LOOK_NONE,
				   .icon = "undo",
				   .label = T(b, "Undo"),
				   .px = 34};
	widget_button(b->f, &w2, &sem);
}

static void item(struct build *b, const struct card *c, int position, int of, double x, double y, double w,
		 double h)
{
	struct card_words words = part_card_words(b, c);
	const struct semantics sem = {.id = arena_printf(b->a, "item:%s", c->id),
				      .role = ROLE_ITEM,
				      .label = c->title,
				      .hint = words.spoken,
				      .lang = build_other_lang(b, c->title_lang),
				      .position = position,
				      .of = of,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_OPEN_ITEM, position, c->id}};
	bool small = build_small(b), land = build_landscape(b);
	double remove_w = land ? 240 : small ? 112 : 176;
	struct widget_card card = {.r = build_rect(b, x, y, w - remove_w - 12, h),
				   .look = theme_look_from(c->look),
				   .top = words.day,
				   .clock = words.clock,
				   .block_icon = words.block_icon,
				   .struck = words.cancelled,
				   .title = c->title,
				   .meta = small ? NULL : words.meta,
				   .meta_short = words.meta_short,
				   .tag = words.tag == NULL ? TAG_NONE
					  : words.cancelled ? TAG_CANCELLED
							    : TAG_MOVED,
				   .tag_text = words.tag,
				   .lang = sem.lang,
				   .block_w = land    ? 220
					      : small ? 190
						      : 172,
				   .top_px = land ? 38 : 28,
				   .clock_px = land ? 52 : 40,
				   .title_px = build_px(b, 36),
				   .meta_px = build_px(b, 30),
				   .no_arrow = true};
	widget_card(b->f, &card, &sem);
	const struct semantics remove = {
		.id = arena_printf(b->a, "remove:%s", c->id),
		.role = ROLE_BUTTON,
		.label = tr_fill(b->a, T(b, "Remove {title}"), "title", c->title, NULL),
		.focus = FOCUS_TABLE,
		.action = {ACT_UNPICK, 0, c->id}};
	struct widget_button r = {.r = build_rect(b, x + w - remove_w, y, remove_w, h),
				  .kind = PART_PLAIN,
				  .look = LOOK_NONE,
				  .icon = "close",
				  .label = small ? "" : T(b, "Remove"),
				  .px = build_px(b, 32)};
	widget_button(b->f, &r, &remove);
}

static void items(struct build *b, const struct viewmodel_tray *vm, double y, double w)
{
	size_t from = b->place->page * PER_PAGE, shown = 0;
	for (size_t i = from; i < vm->n && shown < PER_PAGE; i++, shown++)
		item(b, &vm->cards[i], (int)i + 1, (int)vm->n, 48, y + 112.0 * (double)shown, w, 104);
	if (b->moment->undo_title != NULL && shown < PER_PAGE)
		undo_row(b, 48, y + 112.0 * (double)shown, w);
}

static void foot(struct build *b, const struct viewmodel_tray *vm, double y, double w)
{
	size_t pages = (vm->n + PER_PAGE - 1) / PER_PAGE;
	if (b->moment->undo_title != NULL && vm->n % PER_PAGE == 0 && vm->n > 0) {
		undo_row(b, 48, y, w);
	} else if (pages > 1) {
		part_pager(b, build_rect(b, 48, y, w, 104), b->place->page, pages);
	} else if (vm->n > 0) {
		part_button(b, build_rect(b, 48, y, w, 104), PART_PLAIN, "clear", "delete",
			    T(b, "Clear the list"), (struct action){ACT_CLEAR_PICKS, 0, NULL});
	}
}

static const char *count_words(const struct build *b, size_t n)
{
	return n == 0 ? T(b, "The list is empty")
		      : arena_printf(b->a, trn(b->lang, "%zu activity", "%zu activities", (long)n), n);
}

/* Where something for the list is found. */
static void ways_from_empty(struct build *b, double x, double y, double w)
{
	const struct part_way topics = part_way_topics(b),
			      search = {"search", "search", T(b, "Search by word"), T(b, "for example sleep"), {ACT_OPEN, SCREEN_SEARCH, NULL}},
			      help = part_way_help(b);
	part_way(b, build_rect(b, x, y, w, 148), &topics, true);
	part_way(b, build_rect(b, x, y + 168, w, 148), &search, false);
	part_way(b, build_rect(b, x, y + 336, w, 148), &help, false);
	b->first_focus = topics.id;
}

/* The ways on from an empty list; what was just taken off can come back. */
static void empty_wide(struct build *b, const struct viewmodel_tray *vm, const struct part_heading *h, double x, double w)
{
	bool small = build_small(b);
	if (small) {
		part_button(b, build_rect(b, x, 254, w, 105), PART_PRIMARY, "way:topics", "palette", T(b, "Browse topics"),
			    (struct action){ACT_HOME, 0, NULL});
		b->first_focus = "way:topics";
	} else {
		ways_from_empty(b, x, 40, w);
	}
	if (b->moment->undo_title != NULL)
		undo_row(b, x, small ? 6 : 40 + 3 * 168, w);
	else if (small)
		build_label(b, build_rect(b, x + 8, 16, w - 16, 100), TYPE_H3, b->t->ink,
			    h->count != NULL ? h->count : count_words(b, vm->n));
}

/* Landscape: code on the sign's side, items on the table; 7": items in pages, the code on the page after
 * them. */
static void build_wide(struct build *b, const struct viewmodel_tray *vm, const struct part_heading *h)
{
	bool small = build_small(b);
	size_t per_page = per_page_of(b->m), item_pages = (vm->n + per_page - 1) / per_page,
	       pages = item_pages + (small && vm->n > 0);
	size_t page = b->place->page < pages ? b->place->page : 0;
	const char *path = slip_list_path(vm->codes, vm->n, b->a);
	b->f->background = b->t->page;
	if (!small) {
		double end = part_side_sign(b, h->title, h->count, 840);
		if (vm->n == 0)
			part_side_art(b, h->art, h->row, end);
		if (path != NULL)
			part_code_panel(b, build_rect(b, 40, 300, 600, 470), part_address(b, path));
		if (b->moment->printer && vm->n > 0)
			part_button(b, build_rect(b, 40, 790, 600, 140), PART_PRIMARY, "print", "print",
				    T(b, "Print a slip"), (struct action){ACT_PRINT, 0, ""});
	}
	double x = small ? 8 : 720, w = small ? 784 : 1160, pitch = small ? 242.0 / (double)per_page : 158;
	for (size_t i = page * per_page; i < vm->n && i < (page + 1) * per_page; i++)
		item(b, &vm->cards[i], (int)i + 1, (int)vm->n, x,
		     (small ? 6 : 28) + pitch * (double)(i - page * per_page), w, pitch - 12);
	if (small && page == item_pages && path != NULL) {
		const struct take_along t = {.address = part_address(b, path),
					     .instruction =
						     T(b, "Take a picture of the code or type the address")};
		bool print = b->moment->printer;
		part_take_along(b, build_rect(b, 8, 4, print ? 520 : 784, 242), &t);
		if (print)
			part_button(b, build_rect(b, 540, 4, 252, 242), PART_PRIMARY, "print", "print", T(b, "Print"),
				    (struct action){ACT_PRINT, 0, ""});
	}
	struct rect row = small ? build_rect(b, 8, 254, 784, 105) : build_rect(b, x, 836, w, 104);
	if (vm->n == 0)
		empty_wide(b, vm, h, x, w);
	else if (b->moment->undo_title != NULL) /* for 8 s; the pages can wait */
		part_button(b, row, PART_PLAIN, "undo", "undo", T(b, "Undo"),
			    (struct action){ACT_UNDO, 0, NULL});
	else if (pages > 1)
		part_pager(b, row, page, pages);
	else
		part_button(b, row, PART_PLAIN, "clear", "delete", T(b, "Clear the list"),
			    (struct action){ACT_CLEAR_PICKS, 0, NULL});
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_tray *vm = data;
	const struct part_heading h = {
		.look = LOOK_NONE,
		.art = theme_look(b->t, LOOK_HOBBY).art_wide,
		.row = theme_look(b->t, LOOK_HOBBY).wide_row,
		.icon = "checklist",
		.title = T(b, "My list"),
		.count = count_words(b, vm->n),
		.lead = T(b, "One code and one slip for all. The list goes away from the screen when you "
			     "press Finish."),
	};
	if (!build_portrait(b)) {
		build_wide(b, vm, &h);
		part_dock(b);
		return;
	}
	double w = build_w(b) - 96;
	part_status(b, LOOK_NONE, false);
	part_list_sign(b, &h, 400);
	if (vm->n > 0) {
		panel(b, vm, 48, 868, w);
		items(b, vm, 1261, w);
	} else {
		ways_from_empty(b, 48, 884, w);
		if (b->moment->undo_title != NULL)
			undo_row(b, 48, 884 + 3 * 168, w);
	}
	foot(b, vm, 1609, w);
	part_dock(b);
}

const struct screen SCREEN_DEF_TRAY = {"tray", load, build};
