/* 19 Printing: tells where the paper comes out; when it does not, gives the same things another way. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/print.h"
#include "screens/screen.h"
#include "screens/screen_detail.h"
#include "screens/slip_words.h"
#include "screens/viewmodel_tray.h"

struct viewmodel_print {
	struct viewmodel_detail detail; /* found: one activity */
	struct viewmodel_tray tray;
	bool help;
};

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_print *p = ARENA_NEW(l->a, struct viewmodel_print);
	*vm = p;
	p->help = str_eq(in->place->arg, "help");
	if (p->help)
		return true;
	if (str_empty(in->place->arg))
		return viewmodel_tray_load(&p->tray, l, in->session, e);
	return viewmodel_detail_load(&p->detail, l, in->place->arg, e);
}

static void ok_button(struct build *b, const struct area *a, double y, double h, bool check)
{
	const struct semantics sem = {
		.id = "ok", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_BACK, 0, NULL}};
	struct widget_button w = {.r = build_rect(b, a->x + 48, a->y + y, a->w - 96, h),
				  .kind = PART_PRIMARY,
				  .look = LOOK_NONE,
				  .icon = check ? "check" : NULL,
				  .icon_px = 56,
				  .label = T(b, "All right"),
				  .px = build_px(b, 48)};
	b->first_focus = "ok";
	widget_button(b->f, &w, &sem);
}

static const char *paper_words(const struct build *b)
{
	if (b->moment->print == PRINT_DONE)
		return T(b, "Take the slip. It is ready.");
	const char *place = b->lang == LANG_FI || b->lang == LANG_SELKO ? b->config->paper_place : NULL;
	if (str_empty(place))
		place = T(b, "Take the slip from below the screen.");
	return arena_printf(b->a, "%s %s", place, T(b, "This takes about 5 seconds."));
}

static void progress(struct build *b, struct rect r)
{
	const struct semantics sem = {.id = "progress",
				      .role = ROLE_STATUS,
				      .busy = b->moment->print == PRINT_RUNNING,
				      .label = arena_printf(b->a, "%d %%", b->moment->print_percent)};
	struct box_style rest = {.face = b->t->surface,
				 .border = b->t->plain,
				 .border_px = metrics_px(b->m, 3),
				 .radius = r.h / 2};
	struct box_style done = {.face = b->t->plain, .radius = r.h / 2};
	node_open_box(b->f, r, &rest, &sem);
	int w = r.w * b->moment->print_percent / 100;
	if (w >= r.h)
		node_box(b->f, RECT(r.x, r.y, w, r.h), &done);
	node_close(b->f);
}

static void running(struct build *b)
{
	const struct area a = part_sheet_area(b, 700);
	bool small = build_small(b), picture = b->t->pictures && !small;
	double w = a.w, top = a.y;
	const char *title =
		b->moment->print == PRINT_DONE ? T(b, "The slip is ready") : T(b, "The slip is printing");
	part_sheet_open(b, build_rect(b, a.x, top, w, a.h), "printing", title);
	if (picture)
		node_picture(b->f, build_rect(b, a.x + 64, top + 40, 360, 400), "slip-printing", 0, 0, false,
			     NULL);
	double x = a.x + (picture ? 460 : 48), tw = a.x + w - x - 48;
	struct text_box h = build_text(b, build_rect(b, x, top + (small ? 8 : 52), tw, 96), TYPE_DIALOG,
				       b->t->ink, title);
	const struct semantics head = {.id = "print:heading", .role = ROLE_HEADING, .level = 1},
			       text = {.id = "print:text", .role = ROLE_STATUS};
	h.max_lines = 1;
	h.sizes_px = build_sizes(b, build_px(b, 64));
	node_text(b->f, &h, &head);
	struct text_box t = build_text(b, build_rect(b, x, top + (small ? 84 : 156), tw, 180), TYPE_BODY,
				       b->t->ink, paper_words(b));
	t.max_lines = 3;
	t.sizes_px = build_sizes(b, build_px(b, 36));
	node_text(b->f, &t, &text);
	progress(b, build_rect(b, x, top + (small ? 206 : 356), tw, 28));
	ok_button(b, &a, small ? 248 : 500, small ? 112 : 148, true);
	node_close(b->f);
}

static struct take_along take_of(struct build *b, const struct viewmodel_print *vm)
{
	struct take_along t = {.instruction = T(b, "Take a picture of the code or write it down"),
			       .icon = b->t->plain};
	if (vm->help) {
		t.address = part_address(b, "apu");
		t.phone = b->frame->advice_phone == NULL ? NULL : words_phone(b->a, b->frame->advice_phone);
		t.phone_label = T(b, "Advice service");
	} else if (vm->detail.found) {
		struct detail_words w;
		detail_words_make(&w, b, &vm->detail);
		t = detail_take_along(b, &w, theme_look_from(vm->detail.d.card.look));
		t.instruction = T(b, "Take a picture of the code or write it down");
	} else {
		const char *path = slip_list_path(vm->tray.codes, vm->tray.n, b->a);
		t.address = path == NULL ? NULL : part_address(b, path);
	}
	return t;
}

/* 7": the words on the left, the code in its usual place. */
static void small_no_paper(struct build *b, const struct viewmodel_print *vm, const char *title, const char *lead)
{
	const struct take_along t = take_of(b, vm);
	const struct semantics head = {.id = "print:heading", .role = ROLE_HEADING, .level = 1},
			       text = {.id = "print:text", .role = ROLE_STATUS},
			       number = {.id = "print:phone", .role = ROLE_TEXT, .stop = true, .focus = FOCUS_TABLE};
	const struct area left = {-40, 0, 576, 368};
	struct text_box h = build_text(b, build_rect(b, 16, 2, 476, 82), TYPE_H3, b->t->ink, title);
	h.max_lines = 2;
	h.line_pct = 108;
	h.sizes_px = build_sizes(b, 44);
	struct rect used = node_text(b->f, &h, &head);
	int under = used.y + used.h;
	struct text_box l = build_text(b, RECT(used.x, under, metrics_px(b->m, 476), metrics_px(b->m, 204) - under), TYPE_BODY, b->t->ink, lead);
	l.max_lines = 3;
	l.line_pct = 108;
	l.sizes_px = build_sizes(b, 38);
	node_text(b->f, &l, &text);
	struct text_box n = build_text(b, build_rect(b, 16, 202, 472, 50), TYPE_H3, b->t->ink, t.phone);
	n.max_lines = 1;
	n.direction = TEXT_LTR;
	if (t.phone != NULL)
		widget_icon_line(b->f, n.r, "call", metrics_px(b->m, 44), metrics_px(b->m, 12), &n, b->t->plain, &number);
	ok_button(b, &left, 254, 105, false);
	if (t.address != NULL)
		part_code_panel(b, build_rect(b, 496, 0, 304, 368), t.address);
}

static void no_paper(struct build *b, const struct viewmodel_print *vm)
{
	const struct area a = part_sheet_area(b, 916);
	bool small = build_small(b);
	double w = a.w, top = a.y, x = a.x;
	bool empty = b->moment->print == PRINT_EMPTY, refused = b->moment->print == PRINT_REFUSED;
	const char *title = empty     ? T(b, "Out of paper")
			    : refused ? T(b, "Enough slips for now")
				      : T(b, "The printer does not answer");
	const char *lead = refused ? T(b, "You get the same information this way:")
				   : T(b, "We told the staff. You get the same information this way:");
	const struct semantics head = {.id = "print:heading", .role = ROLE_HEADING, .level = 1},
			       text = {.id = "print:text", .role = ROLE_STATUS};
	part_sheet_open(b, build_rect(b, x, top, w, a.h), "no-paper", title);
	if (small) {
		small_no_paper(b, vm, title, lead);
		node_close(b->f);
		return;
	}
	struct box_style plate = {.face = b->t->warning_face,
				  .radius = metrics_px(b->m, 20),
				  .border = b->t->warning_bar,
				  .border_px = metrics_px(b->m, b->t->surface_border_px)};
	struct rect icon = build_rect(b, x + 48, top + 40, 104, 104);
	node_box(b->f, icon, &plate);
	int in = icon.w / 6;
	node_icon(b->f, rect_inset(icon, in, in, in, in), "print_error", b->t->warning_icon);
	struct text_box h = build_text(b,
				       build_rect(b, x + 180, top + 40,
						  w - 228, 104),
				       TYPE_DIALOG, b->t->ink, title);
	h.valign = VALIGN_CENTRE;
	h.max_lines = 1;
	h.sizes_px = build_sizes(b, build_px(b, 64));
	node_text(b->f, &h, &head);
	struct text_box t =
		build_text(b, build_rect(b, x + 48, top + 160, w - 96, 64),
			   TYPE_BODY, b->t->ink, lead);
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, build_px(b, 36));
	node_text(b->f, &t, &text);
	struct take_along along = take_of(b, vm);
	part_take_along(b, build_rect(b, x + 48, top + 232, w - 96, 373), &along);
	struct rect r = build_rect(b, x + 48, top + 622, w - 96, 84);
	const struct semantics desk = {.id = "print:desk", .role = ROLE_STATUS};
	struct text_box hint =
		build_text(b, r, TYPE_LEAD, b->t->ink, T(b, "The advice desk prints the slip for you."));
	hint.valign = VALIGN_CENTRE;
	hint.max_lines = 1;
	hint.sizes_px = build_sizes(b, build_px(b, 34));
	widget_icon_line(b->f, r, "badge", metrics_px(b->m, 48), metrics_px(b->m, 20), &hint, b->t->plain,
			 &desk);
	ok_button(b, &a, 728, 148, false);
	node_close(b->f);
}

static void build(struct build *b, const void *data)
{
	if (b->moment->print == PRINT_RUNNING || b->moment->print == PRINT_DONE)
		running(b);
	else
		no_paper(b, data);
}

const struct screen SCREEN_DEF_PRINT = {"print", load, build};
