/* The staff page: a PIN pad, then how this device is and the few things that may be done on the spot. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "screens/app.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "spool/printer_status.h"
#include "spool/sync_status.h"

#define PIN_SHOWN_MAX 8
#define ROWS_MAX 9
#define TOUCH_SPOTS 9
#define SMALL_PAGES 4
#define SMALL_ROWS 5

static void dots(struct build *b, struct rect r, colour ink)
{
	size_t want = strlen(b->config->pin), typed = b->moment->pin_digits;
	const struct semantics sem = {
		.id = "pin", .role = ROLE_STATUS, .label = arena_printf(b->a, "%zu / %zu", typed, want)};
	node_open_group(b->f, r, &sem);
	int side = metrics_px(b->m, build_small(b) ? 32 : 52), gap = metrics_px(b->m, 28),
	    n = (int)(want < PIN_SHOWN_MAX ? want : PIN_SHOWN_MAX);
	int x = r.x + (r.w - n * side - (n - 1) * gap) / 2;
	for (int i = 0; i < n; i++) {
		struct box_style s = {.face = (size_t)i < typed ? ink : COLOUR_NONE,
				      .border = ink,
				      .border_px = metrics_px(b->m, 4),
				      .radius = side / 2};
		node_box(b->f, RECT(x + i * (side + gap), r.y + (r.h - side) / 2, side, side), &s);
	}
	node_close(b->f);
}

static void digit(struct build *b, struct rect r, int d)
{
	const struct semantics sem = {.id = arena_printf(b->a, "pin:%d", d),
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .disabled = b->moment->pin_locked,
				      .why = T(b, "Too many wrong codes. Wait five minutes."),
				      .action = {ACT_PIN_DIGIT, d, NULL}};
	struct widget_button w = {.r = r,
				  .kind = PART_PLAIN,
				  .look = LOOK_NONE,
				  .label = arena_printf(b->a, "%d", d),
				  .px = 56};
	widget_button(b->f, &w, &sem);
}

static void build_pin(struct build *b, const void *vm)
{
	(void)vm;
	bool small = build_small(b), land = build_landscape(b);
	double w = small  ? 490
		   : land ? 1160
			  : build_w(b) - 96,
	       cell = (w - 48) / 3,
	       x = small  ? 302
		   : land ? 720
			  : 48;
	double y = small  ? 6
		   : land ? 60
			  : 900,
	       pitch = small  ? 90
		       : land ? 200
			      : 168,
	       h = small  ? 84
		   : land ? 180
			  : 148;
	const char *lead = b->moment->pin_locked  ? T(b, "Too many wrong codes. Wait five minutes.")
			   : b->moment->pin_wrong ? T(b, "The code was wrong. Try again.")
						  : T(b, "Type the code of this screen.");
	b->f->background = b->t->page;
	if (small) {
		build_label(b, build_rect(b, 12, 12, 280, 250), TYPE_BODY, b->t->ink, lead);
		dots(b, build_rect(b, 12, 280, 280, 60), b->t->ink);
	} else if (land) {
		part_side_sign(b, T(b, "For staff"), lead, 840);
		dots(b, build_rect(b, 40, 620, 600, 80), b->t->on_sign);
	} else {
		part_sign(b, LOOK_NONE, 0, 868);
		part_status(b, LOOK_NONE, true);
		build_heading(b, build_rect(b, 48, 124, w, 88), 72, 1, b->t->on_sign, T(b, "For staff"));
		build_label(b, build_rect(b, 48, 214, w, 110), TYPE_BODY, b->t->on_sign2, lead);
		dots(b, build_rect(b, 48, 560, w, 80), b->t->on_sign);
	}
	for (int i = 0; i < 9; i++)
		digit(b, build_rect(b, x + (cell + 24) * (i % 3), y + pitch * (i / 3), cell, h), i + 1);
	digit(b, build_rect(b, x + cell + 24, y + 3 * pitch, cell, h), 0);
	part_button(b, build_rect(b, x + 2 * (cell + 24), y + 3 * pitch, cell, h), PART_PLAIN, "pin:erase",
		    "backspace", small ? "" : T(b, "Erase"), (struct action){ACT_PIN_ERASE, 0, NULL});
	b->first_focus = "pin:1";
	part_dock(b);
}

/* What aula-sync wrote last; read when the page opens and with every minute. */
struct staff_view {
	bool has_sync;
	struct sync_status sync;
	enum printer_state printer;
	const char *printer_model;
};

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct staff_view *v = ARENA_NEW(l->a, struct staff_view);
	struct printer_watch *w = in->status_dir == NULL ? NULL : printer_watch_new(in->status_dir);
	(void)e;
	v->has_sync = in->status_dir != NULL && sync_status_read(in->status_dir, &v->sync, NULL);
	if (w != NULL) {
		printer_watch_poll(w);
		v->printer = printer_watch_status(w)->state;
		v->printer_model = arena_strdup(l->a, printer_watch_status(w)->model);
		printer_watch_free(w);
	}
	*vm = v;
	return true;
}

static const char *sync_words(const struct build *b, const struct staff_view *v)
{
	if (!v->has_sync)
		return T(b, "aula-sync does not run");
	switch (v->sync.state) {
	case SYNC_STARTING: return T(b, "starting");
	case SYNC_LOADING: return T(b, "content is coming");
	case SYNC_CURRENT: return T(b, "works");
	case SYNC_NO_NETWORK: return T(b, "no network");
	case SYNC_SERVER_DOWN: return T(b, "the server does not answer");
	case SYNC_REFUSED: return T(b, "the content was not signed right");
	case SYNC_CERTIFICATE: return T(b, "the certificate is not good");
	case SYNC_ENROLLING: return T(b, "waits to be enrolled");
	case SYNC_REVOKED: return T(b, "taken out of use");
	case SYNC_DISK: return T(b, "the disk is full or broken");
	default: return T(b, "not known");
	}
}

static const char *printer_words(const struct build *b, const struct staff_view *v)
{
	const char *s = T(b, "not known");
	switch (v->printer) {
	case PRINTER_NONE: s = T(b, "none"); break;
	case PRINTER_READY: s = T(b, "ready"); break;
	case PRINTER_NEAR_END: s = T(b, "the paper ends soon"); break;
	case PRINTER_OUT_OF_PAPER: s = T(b, "out of paper"); break;
	case PRINTER_COVER_OPEN: s = T(b, "the cover is open"); break;
	case PRINTER_ERROR: s = T(b, "a fault"); break;
	case PRINTER_SILENT: s = T(b, "does not answer"); break;
	default: break;
	}
	return str_empty(v->printer_model) ? s : build_join(b, ", ", s, v->printer_model);
}

struct staff_row {
	const char *name, *value;
	bool bad;
};

static const char *sound_word(const struct build *b)
{
	switch ((enum app_sound)b->moment->sound) {
	case APP_SOUND_WORKS: return T(b, "works");
	case APP_SOUND_NO_DEVICE: return T(b, "no audio device");
	case APP_SOUND_NO_VOICE: return T(b, "espeak-ng is missing");
	default: return T(b, "not tried yet");
	}
}

static size_t rows_of(struct build *b, const struct staff_view *sv, struct staff_row *out)
{
	const struct viewmodel_frame *f = b->frame;
	const struct civil verified = f->state.verified_at == INSTANT_NONE
					      ? (struct civil){0}
					      : zone_to_civil(f->zone, f->state.verified_at);
	size_t n = 0;
	const char *content = date_is_set(f->content_at.date) ? words_when(b->a, b->lang, f->content_at,
									   f->content_at, false, f->today)
							      : T(b, "never");
	out[n++] = (struct staff_row){T(b, "Content is from"), content, f->stale};
	bool sync_fine = sv->has_sync && sv->sync.state <= SYNC_CURRENT;
	out[n++] = (struct staff_row){T(b, "Network"), sync_words(b, sv), !sync_fine || f->stale};
	out[n++] = (struct staff_row){T(b, "Checked against the server"),
				      date_is_set(verified.date)
					      ? words_when(b->a, b->lang, verified, verified, false, f->today)
					      : T(b, "never"),
				      !date_is_set(verified.date)};
	out[n++] = (struct staff_row){
		T(b, "Activities"),
		arena_printf(b->a, "%lld (%lld)", (long long)f->state.n_activities, (long long)f->state.seq),
		f->state.n_activities == 0};
	out[n++] = (struct staff_row){
		T(b, "Clock"), f->time_known ? T(b, "right") : T(b, "Time is not known"), !f->time_known};
	bool printer_fine = sv->printer <= PRINTER_NEAR_END;
	out[n++] = (struct staff_row){T(b, "Printer"), printer_words(b, sv), !printer_fine};
	out[n++] = (struct staff_row){T(b, "Sound"), sound_word(b), b->moment->sound > APP_SOUND_WORKS};
	out[n++] = (struct staff_row){T(b, "Screen"),
				      arena_printf(b->a, "%s  %d × %d",
						   b->device->name[0] != '\0'	? b->device->name
						   : str_empty(b->config->screen) ? "–"
										  : b->config->screen,
						   b->m->w, b->m->h),
				      false};
	/* asks to be enrolled anew while content goes on: the code is for whoever stands here */
	out[n++] = b->device->code[0] != '\0' ? (struct staff_row){T(b, "Code for the staff site"), b->device->code, true}
					      : (struct staff_row){T(b, "Version"), b->config->version, false};
	return n;
}

/* Rows from `from` on, at most `most`. */
static void status_rows(struct build *b, const struct staff_view *sv, size_t from, size_t most, double x,
			double y, double w, double pitch)
{
	struct staff_row rows[ROWS_MAX];
	size_t n = rows_of(b, sv, rows);
	for (size_t i = from; i < n && i < from + most; i++) {
		struct rect r = build_rect(b, x, y + pitch * (double)(i - from), w, pitch);
		const struct semantics sem = {.id = arena_printf(b->a, "row:%zu", i),
					      .role = ROLE_TEXT,
					      .stop = true,
					      .focus = FOCUS_HEADING};
		node_open_group(b->f, r, &sem);
		bool land = build_landscape(b);
		int split = r.w * (land ? 54 : 50) / 100;
		struct text_box k = build_text(b, rect_inset(r, metrics_px(b->m, 72), 0, r.w - split + metrics_px(b->m, 12), 0),
					       TYPE_LEAD, b->t->on_sign2, rows[i].name);
		k.valign = VALIGN_CENTRE;
		k.max_lines = 1;
		k.sizes_px = build_sizes(b, 38);
		struct text_box v = build_text(b, rect_inset(r, split, 0, 0, 0), TYPE_LEAD, b->t->on_sign,
					       rows[i].value);
		v.bold = true;
		v.valign = VALIGN_CENTRE;
		v.max_lines = land ? 2 : 1;
		v.line_pct = land ? 105 : 0;
		v.sizes_px = build_sizes(b, 38);
		int icon = metrics_px(b->m, 48);
		node_icon(b->f, RECT(r.x, r.y + (r.h - icon) / 2, icon, icon),
			  rows[i].bad ? "warning" : "check_circle",
			  rows[i].bad ? b->t->accent : b->t->on_sign2);
		node_text(b->f, &k, NULL);
		if (rows[i].value != NULL)
			node_text(b->f, &v, NULL);
		node_close(b->f);
	}
}

static void touch_test(struct build *b, double x, double y, double w, double pitch)
{
	double cell = (w - 32) / 3;
	for (int i = 0; i < TOUCH_SPOTS; i++) {
		bool done = b->moment->touch_test_done[i];
		const char *text = arena_printf(b->a, "%d", i);
		const struct semantics sem = {.id = arena_printf(b->a, "touch:%d", i),
					      .role = ROLE_TOGGLE,
					      .selected = done,
					      .on = done,
					      .focus = FOCUS_TABLE,
					      .label = arena_printf(b->a, "%s %d", T(b, "Touch test"), i + 1),
					      .action = {ACT_STAFF, STAFF_TOUCH_TEST, text}};
		struct widget_button k = {
			.r = build_rect(b, x + (cell + 16) * (i % 3), y + pitch * (i / 3), cell, pitch - 12),
			.kind = PART_NEUTRAL,
			.look = LOOK_NONE,
			.label = arena_printf(b->a, "%d", i + 1)};
		widget_button(b->f, &k, &sem);
	}
}

static void commands(struct build *b, double x, double y, double w, double h)
{
	bool small = build_small(b);
	double half = (w - 24) / 2;
	part_button(b, build_rect(b, x, y, half, h), PART_PLAIN, "staff:print", small ? NULL : "print",
		    T(b, "Print a test slip"), (struct action){ACT_STAFF, STAFF_PRINT_TEST, ""});
	part_button(b, build_rect(b, x + half + 24, y, half, h), PART_PLAIN, "staff:restart",
		    small ? NULL : "restart_alt", T(b, "Restart the program"),
		    (struct action){ACT_STAFF, STAFF_RESTART, ""});
}

/* 7": the rows on two pages, what may be done on the third and fourth. */
static void build_staff_small(struct build *b, const struct staff_view *sv)
{
	size_t page = b->place->page % SMALL_PAGES;
	b->f->background = b->t->sign;
	node_fill(b->f, RECT(0, 0, b->m->w, b->m->h), b->t->sign);
	if (page < 2)
		status_rows(b, sv, page * SMALL_ROWS, SMALL_ROWS, 16, 2, 768, 50);
	else if (page == 2)
		touch_test(b, 8, 4, 784, 84);
	else
		commands(b, 8, 80, 784, 105);
	part_button(b, build_rect(b, 8, 258, 384, 105), PART_PLAIN, "page:next", "arrow_forward",
		    arena_printf(b->a, "%s %zu / %d", T(b, "More"), page + 1, SMALL_PAGES),
		    (struct action){ACT_PAGE, (int64_t)((page + 1) % SMALL_PAGES), NULL});
	part_button(b, build_rect(b, 408, 258, 384, 105), PART_PRIMARY, "staff:done", "check", T(b, "Done"),
		    (struct action){ACT_QUIT, 0, NULL});
	b->first_focus = "page:next";
}

/* One dark page: what is on the left, what may be done on the right. */
static void build_staff_wide(struct build *b, const struct staff_view *sv)
{
	b->f->background = b->t->sign;
	node_fill(b->f, RECT(0, 0, b->m->w, b->m->h), b->t->sign);
	status_rows(b, sv, 0, ROWS_MAX, 40, 110, 900, 84);
	build_heading(b, build_rect(b, 40, 16, 900, 90), 72, 1, b->t->on_sign, T(b, "This screen"));
	touch_test(b, 980, 30, 900, 150);
	commands(b, 980, 500, 900, 118);
	part_button(b, build_rect(b, 980, 700, 900, 140), PART_PRIMARY, "staff:done", "check", T(b, "Done"),
		    (struct action){ACT_QUIT, 0, NULL});
	b->first_focus = "touch:0";
}

static void build_staff(struct build *b, const void *vm)
{
	const struct staff_view *sv = vm;
	double w = build_w(b) - 96;
	if (!build_portrait(b)) {
		(build_small(b) ? build_staff_small : build_staff_wide)(b, sv);
		part_dock(b);
		return;
	}
	part_sign(b, LOOK_NONE, 0, 868);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 116, w, 88), 64, 1, b->t->on_sign, T(b, "This screen"));
	status_rows(b, sv, 0, ROWS_MAX, 48, 208, w, 72);
	struct text_box t = build_text(b, build_rect(b, 48, 892, w, 56), TYPE_BIG_BUTTON, b->t->ink,
				       T(b, "Touch test: press all nine"));
	const struct semantics head = {.role = ROLE_HEADING, .level = 2};
	t.max_lines = 1;
	node_text(b->f, &t, &head);
	touch_test(b, 48, 960, w, 108);
	commands(b, 48, 1320, w, 128);
	part_button(b, build_rect(b, 48, 1480, w, 128), PART_PRIMARY, "staff:done", "check", T(b, "Done"),
		    (struct action){ACT_QUIT, 0, NULL});
	b->first_focus = "touch:0";
	part_dock(b);
}

const struct screen SCREEN_DEF_PIN = {"pin", NULL, build_pin};
const struct screen SCREEN_DEF_STAFF = {"staff", load, build_staff};
