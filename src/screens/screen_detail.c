/* 05 Detail: everything needed to decide and to go, and four ways to take it along. */
#include "screens/screen_detail.h"

#include "base/arena.h"
#include "screens/screen.h"
#include "screens/screen_small.h"

#define FACTS_MAX 4
#define FACT_PITCH 104.0
#define FACT_PITCH_TIGHT 102.0
#define FACT_PITCH_TIGHTEST 98.0 /* a note on two lines: the description keeps its third */
#define TEXT_BOTTOM 984.0
#define TEXT_LINE 49.0
#define READ_ALL_LEAST 250.0
#define READ_ALL_MOST 308.0
#define READ_ALL_PAD 16
#define CHECKED_H 44 /* of one line */
#define CHECKED_MORE 22.0
#define STRIP_GAP 12.0 /* below the strip that tells the language */

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	*vm = ARENA_NEW(l->a, struct viewmodel_detail);
	return viewmodel_detail_load(*vm, l, in->place->arg, e);
}

struct take_along detail_take_along(const struct build *b, const struct detail_words *w, enum look look)
{
	return (struct take_along){
		.address = w->path == NULL ? NULL : part_address(b, w->path),
		.instruction = T(b, "Take a picture of the code or type the address"),
		.phone = w->phone,
		.phone_label = w->phone_label,
		.instead = w->signup,
		.check = b->frame->stale && w->phone != NULL ? T(b, "Check the time by phone") : NULL,
		.icon = b->t->name == THEME_DARK ? b->t->plain : theme_look(b->t, look).line,
	};
}

static void print_button(struct build *b, struct rect r, const char *id)
{
	const char *label = b->moment->printer_empty ? T(b, "Out of paper") : T(b, "Print a slip");
	if (build_landscape(b) && !b->moment->printer_empty)
		label = T(b, "Print");
	part_button(b, r, PART_PRIMARY, "print", b->moment->printer_empty ? "print_error" : "print", label,
		    (struct action){ACT_PRINT, 0, id});
	b->first_focus = "print";
}

static void list_button(struct build *b, struct rect r, const char *id, bool primary)
{
	bool land = build_landscape(b);
	if (!session_has_pick(b->session, id)) {
		part_button(b, r, primary ? PART_PRIMARY : PART_PLAIN, "pick", "playlist_add",
			    land ? T(b, "To my list") : T(b, "Add to my list"),
			    (struct action){ACT_PICK, 0, id});
	} else {
		const struct semantics sem = {.id = "pick",
					      .role = ROLE_BUTTON,
					      .selected = true,
					      .focus = FOCUS_TABLE,
					      .action = {ACT_OPEN, SCREEN_TRAY, NULL}};
		const char *label = arena_printf(b->a, "%s (%zu)", T(b, "Open my list"), b->session->n_picks);
		struct widget_button w = {
			.r = r, .kind = PART_PLAIN, .look = LOOK_NONE, .icon = "checklist", .label = label};
		if (!build_portrait(b))
			w.px = build_px(b, 40);
		widget_button(b->f, &w, &sem);
	}
	if (primary)
		b->first_focus = "pick";
}

void detail_buttons(struct build *b, const struct viewmodel_detail *vm, const struct rect r[4], bool more)
{
	const char *id = vm->d.card.id;
	bool printer = b->moment->printer;
	int gap = metrics_px(b->m, 16);
	if (printer) {
		print_button(b, r[0], id);
		list_button(b, r[1], id, false);
	} else {
		list_button(b, RECT(r[0].x, r[0].y, r[1].x + r[1].w - r[0].x, r[0].h), id, true);
	}
	struct rect listen = r[2];
	if (more)
		listen.w = (r[2].w - gap) / 2;
	part_button_lesser(b, listen, "listen", "volume_up", T(b, "Listen"), (struct action){ACT_LISTEN, 0, id});
	if (more)
		part_button(b, RECT(listen.x + listen.w + gap, listen.y, listen.w, listen.h), PART_PLAIN,
			    "text", NULL, T(b, "Read it all"), (struct action){ACT_OPEN, SCREEN_TEXT, id});
	part_button_lesser(b, r[3], "report", "flag", T(b, "Something is wrong"), (struct action){ACT_OPEN, SCREEN_REPORT, id});
}

static double facts(struct build *b, const struct detail_words *w, enum look look, double y, double pitch)
{
	const struct fact_words *all[FACTS_MAX] = {&w->when, &w->where, &w->price, &w->access};
	static const char *const IDS[FACTS_MAX] = {"fact:when", "fact:where", "fact:price", "fact:access"};
	struct widget_fact f[FACTS_MAX];
	double more[FACTS_MAX] = {0}, sum = 0;
	for (int i = 0; i < FACTS_MAX; i++) {
		f[i] = (struct widget_fact){.r = build_rect(b, 48, y, build_w(b) - 96, 96),
					    .look = look,
					    .icon = all[i]->icon,
					    .value = all[i]->value,
					    .text = all[i]->text,
					    .struck = all[i]->struck};
		if (all[i]->value == NULL)
			continue;
		more[i] = (widget_fact_height(b->f, &f[i]) - f[i].r.h) / b->m->unit; /* a note on two lines */
		sum += more[i];
	}
	if (sum > 0) {
		y -= 6;
		pitch = FACT_PITCH_TIGHTEST;
	}
	for (int i = 0; i < FACTS_MAX; i++) {
		if (all[i]->value == NULL)
			continue;
		const struct semantics sem = {
			.id = IDS[i], .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
		f[i].r = build_rect(b, 48, y, build_w(b) - 96, 96 + more[i]);
		widget_fact(b->f, &f[i], &sem);
		y += pitch + more[i];
	}
	return y;
}

/* True when the text did not fit. */
static bool description(struct build *b, const struct detail_words *w, double y, double bottom, int covered)
{
	int lines = (int)((bottom - y) / TEXT_LINE);
	if (w->text == NULL || lines < 1)
		return w->text != NULL;
	const struct semantics sem = {.id = "description", .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE, .lang = w->text_lang};
	struct text_box t = build_text(b, build_rect(b, 48, y, build_w(b) - 96, bottom - y), TYPE_BODY,
				       b->t->ink, w->text);
	t.max_lines = lines;
	t.may_end = END_TOLD;
	t.lang = w->text_lang;
	bool more = node_text_size(b->f, &t).truncated;
	t.max_lines = lines > covered ? lines - covered : 1;
	node_text(b->f, &t, &sem);
	return more;
}

const char *detail_told(const struct build *b, const struct detail_words *w)
{
	return build_join(b, " · ", w->only_in, w->notable_languages);
}

void detail_strip(struct build *b, struct rect r, const char *s)
{
	const struct semantics sem = {
		.id = "only-in", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	struct box_style face = {.face = b->t->info_face,
				 .radius = metrics_px(b->m, 14),
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_box(b->f, r, &face);
	struct text_box t = build_text(b, r, TYPE_LEAD, b->t->info_ink, s);
	t.bold = true;
	t.max_lines = 1;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 34);
	int pad = metrics_px(b->m, 20);
	struct text_box one = t;
	one.r.w -= 2 * pad + metrics_px(b->m, 44 + 16);
	if (node_text_size(b->f, &one).truncated) {
		t.max_lines = 2;
		t.line_pct = 106;
	}
	widget_icon_line(b->f, rect_inset(r, pad, 0, pad, 0), "translate", metrics_px(b->m, 44),
			 metrics_px(b->m, 16), &t, b->t->info_ink, &sem);
}

/* More than one line's height that it needs, design px. */
static double checked_more(struct build *b, const struct detail_words *w, double width)
{
	struct text_box t = build_text(b, build_rect(b, 0, 0, width - 36 - 12, CHECKED_H), TYPE_META, b->t->ink2, w->checked);
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, 30);
	return w->checked != NULL && node_text_size(b->f, &t).truncated ? CHECKED_MORE : 0;
}

static void checked(struct build *b, const struct detail_words *w, struct rect r)
{
	if (w->checked == NULL)
		return;
	const struct semantics sem = {.id = "checked", .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
	struct text_box t = build_text(b, r, TYPE_META, b->t->ink2, w->checked);
	t.max_lines = r.h > metrics_px(b->m, CHECKED_H) ? 2 : 1;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, 30);
	if (t.max_lines > 1)
		t.line_pct = 105;
	struct text_box beside = t;
	beside.r.w -= metrics_px(b->m, 36 + 12);
	if (node_text_size(b->f, &beside).truncated) /* every word before the picture */
		node_text(b->f, &t, &sem);
	else
		widget_icon_line(b->f, r, "verified", metrics_px(b->m, 36), metrics_px(b->m, 12), &t, b->t->success, &sem);
}

/* Cancelled or moved; said before anything else of it. */
static void detail_banner(struct build *b, const struct detail_words *w, struct rect r, int title_px, int text_px)
{
	const struct semantics sem = {.id = "banner", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_HEADING};
	struct widget_notice n = {.r = r,
				  .kind = w->cancelled ? NOTICE_ERROR : NOTICE_WARNING,
				  .strong = w->cancelled,
				  .icon = w->cancelled ? "event_busy" : "event_repeat",
				  .title = w->banner,
				  .text = w->banner_text,
				  .title_px = title_px,
				  .text_px = text_px};
	widget_notice(b->f, &n, &sem);
}

/* Down to the panel: what is read. Returns true when the text did not fit. */
static bool portrait_reading(struct build *b, const struct viewmodel_detail *vm,
			     const struct detail_words *words)
{
	const struct detail_words w = *words;
	enum look look = theme_look_from(vm->d.card.look);
	const char *told = detail_told(b, &w);
	double width = build_w(b) - 96, y = 398;
	part_status(b, look, false);
	detail_sign(b, vm, &w, build_rect(b, 0, 96, build_w(b), 272), 356);
	if (w.banner != NULL) {
		detail_banner(b, &w, build_rect(b, 48, 384, width, 120), 44, 32);
		y = 518;
	}
	if (told != NULL)
		y -= 4;
	y = facts(b, &w, look, y, told != NULL || w.banner != NULL ? FACT_PITCH_TIGHT : FACT_PITCH);
	if (told != NULL) {
		detail_strip(b, build_rect(b, 48, y + 6, width, 66), told);
		y += 84;
	}
	bool notice = b->moment->notice != NULL;
	/* The notice covers the last line for a moment: that alone is no reason for another button. The caption strip takes the last lines: what stands below 1044 moves up. A cancelled page has no line left. */
	double more_line = checked_more(b, &w, width), room = b->room, line = 992 - room - more_line;
	bool full = y - STRIP_GAP > line;
	bool more = description(b, &w, y + 10, TEXT_BOTTOM + 2 - room - more_line, notice ? 1 : 0);
	if (notice) {
		part_done_notice(b, build_rect(b, 48, 946 - room, width, 86));
	} else if (!full) {
		checked(b, &w, build_rect(b, 48, line, width, CHECKED_H + more_line));
	}
	return more;
}

/* The panel at `top` and the four buttons below it. */
static void portrait_taking(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w,
			    double top, const double rows[2][2], bool more)
{
	double width = build_w(b) - 96;
	struct take_along t = detail_take_along(b, w, theme_look_from(vm->d.card.look));
	part_take_along(b, build_rect(b, 48, top, width, 373), &t);
	double half = (width - 24) / 2;
	const struct rect r[4] = {build_rect(b, 48, rows[0][0], half, rows[0][1]),
				  build_rect(b, 72 + half, rows[0][0], half, rows[0][1]),
				  build_rect(b, 48, rows[1][0], half, rows[1][1]),
				  build_rect(b, 72 + half, rows[1][0], half, rows[1][1])};
	detail_buttons(b, vm, r, more);
}

static void build_portrait_detail(struct build *b, const struct viewmodel_detail *vm)
{
	static const double ROWS[2][2] = {{1437, 128}, {1589, 112}};
	struct detail_words w;
	detail_words_make(&w, b, vm);
	bool more = portrait_reading(b, vm, &w);
	portrait_taking(b, vm, &w, 1044, ROWS, more);
}

void screen_detail_low(struct build *b, const struct viewmodel_detail *vm)
{
	static const double ROWS[2][2] = {{1518, 116}, {1644, 112}};
	struct detail_words w;
	detail_words_make(&w, b, vm);
	bool more = portrait_reading(b, vm, &w);
	portrait_taking(b, vm, &w, 1132, ROWS, more);
}

/* Three facts of 1048; price and access share one. */
static double landscape_facts(struct build *b, const struct detail_words *w, enum look look, double y)
{
	struct fact_words shared = w->access.value != NULL ? w->access : w->price;
	if (w->access.value != NULL && w->price.value != NULL)
		shared.value = tr_fill(b->a, T(b, "{one} and {other}"), "one", w->price.value, "other",
				       build_lower(b, w->access.value), NULL);
	const struct fact_words *all[] = {&w->when, &w->where, &shared};
	static const char *const IDS[] = {"fact:when", "fact:where", "fact:price"};
	for (int i = 0; i < 3; i++) {
		if (all[i]->value == NULL)
			continue;
		const struct semantics sem = {
			.id = IDS[i], .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
		struct widget_fact f = {.r = build_rect(b, 48, y, 1048, 116),
					.look = look,
					.icon = all[i]->icon,
					.value = all[i]->value,
					.text = all[i]->text,
					.struck = all[i]->struck,
					.plate_px = 108,
					.value_px = 50,
					.text_px = 40};
		double more = (widget_fact_height(b->f, &f) - f.r.h) / b->m->unit;
		if (i == 2 && w->text != NULL && y + 116 + more > 860) { /* "Read it all" stands there, and says it */
			f.text = NULL;
			more = (widget_fact_height(b->f, &f) - f.r.h) / b->m->unit;
			if (y + 116 + more > 860)
				continue;
		}
		f.r = build_rect(b, 48, y, 1048, 116 + more);
		widget_fact(b->f, &f, &sem);
		y += 130 + more;
	}
	return y;
}

/* Of the button beside the line of source and licence, which wants every px that the words of the button leave. */
static double read_all_width(struct build *b)
{
	const char *label = T(b, "Read it all");
	double need = part_cells_need(b, &label, 1, 1) + READ_ALL_PAD;
	return need < READ_ALL_LEAST ? READ_ALL_LEAST : need > READ_ALL_MOST ? READ_ALL_MOST : need;
}

static void build_landscape_detail(struct build *b, const struct viewmodel_detail *vm)
{
	struct detail_words w;
	enum look look = theme_look_from(vm->d.card.look);
	detail_words_make(&w, b, vm);
	const char *told = w.only_in == NULL ? NULL : detail_told(b, &w);
	if (told == NULL) /* the line of the checked day stands where the strip would be */
		w.sign_languages = w.notable_languages;
	b->f->background = b->t->page;
	detail_sign(b, vm, &w, build_rect(b, 0, 0, 1120, 300), 400);
	double y = 324;
	if (w.banner != NULL) {
		detail_banner(b, &w, build_rect(b, 48, 316, 1048, 116), 48, 38);
		y = 446;
	}
	y = landscape_facts(b, &w, look, y) + 4;
	bool notice = b->moment->notice != NULL, more = w.text != NULL;
	const struct semantics text = {.id = "description", .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE, .lang = w.text_lang};
	struct text_box t =
		build_text(b, build_rect(b, 48, y, 1048, 868 - y), TYPE_BODY, b->t->ink, w.text);
	t.may_end = END_TOLD;
	t.max_lines = (int)((868 - y) / 62);
	if (w.text != NULL && t.max_lines > 0) {
		more = node_text_size(b->f, &t).truncated;
		node_text(b->f, &t, &text);
	}
	double more_w = read_all_width(b), line_w = more ? 1048 - 18 - more_w : 1048;
	if (notice)
		part_done_notice(b, build_rect(b, 48, 862, line_w, 84));
	else if (told != NULL)
		detail_strip(b, build_rect(b, 48, 862, line_w, 84), told);
	else if (y < 876) /* else the facts took its lines: the whole text says it too */
		checked(b, &w, build_rect(b, 48, 862, line_w, 86));
	if (more)
		part_button(b, build_rect(b, 1096 - more_w, 860, more_w, 86), PART_PLAIN, "text", NULL,
			    T(b, "Read it all"), (struct action){ACT_OPEN, SCREEN_TEXT, vm->d.card.id});
	struct take_along along = detail_take_along(b, &w, look);
	part_take_along(b, build_rect(b, 1152, 32, 720, 580), &along);
	const struct rect r[4] = {build_rect(b, 1152, 636, 352, 140), build_rect(b, 1520, 636, 352, 140),
				  build_rect(b, 1152, 796, 352, 132), build_rect(b, 1520, 796, 352, 132)};
	detail_buttons(b, vm, r, false);
}

void detail_gone_build(struct build *b)
{
	if (build_landscape(b)) {
		part_side_sign(b, T(b, "This is no longer on offer"),
			       T(b, "It has ended or was taken away. Go back to the list."), 840);
		part_button(b, build_rect(b, 720, 100, 1160, 160), PART_PRIMARY, "back", "arrow_back",
			    T(b, "Back to the list"), (struct action){ACT_BACK, 0, NULL});
		b->first_focus = "back";
		return;
	}
	part_sign(b, LOOK_NONE, 0, 868);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 124, build_w(b) - 96, 180), 72, 2, b->t->on_sign,
		      T(b, "This is no longer on offer"));
	build_label(b, build_rect(b, 48, 320, build_w(b) - 96, 200), TYPE_BODY, b->t->on_sign2,
		    T(b, "It has ended or was taken away. Go back to the list."));
	part_button(b, build_rect(b, 48, 900, build_w(b) - 96, 148), PART_PRIMARY, "back", "arrow_back",
		    T(b, "Back to the list"), (struct action){ACT_BACK, 0, NULL});
	b->first_focus = "back";
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_detail *vm = data;
	if (!vm->found)
		detail_gone_build(b);
	else if (build_small(b))
		screen_detail_small(b, vm);
	else if (build_landscape(b))
		build_landscape_detail(b, vm);
	else if (b->m->large)
		screen_detail_large(b, vm);
	else if (b->m->low_reach)
		screen_detail_low(b, vm);
	else
		build_portrait_detail(b, vm);
	part_dock(b);
}

const struct screen SCREEN_DEF_DETAIL = {"detail", load, build};
