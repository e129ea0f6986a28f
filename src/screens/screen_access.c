/* 08 Accessibility: every aid in one place, each with the result in view. */
#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen.h"

#define CHOICES_X 504.0
#define ROWS_MAX 8

struct option {
	const char *label;
	bool selected;
	struct action action;
	int px;    /* of the label */
	bool dark; /* drawn as the dark theme draws */
};

struct row {
	const char *id, *icon, *label;
	struct option options[3];
	int n;
};

static double row_h(const struct build *b)
{
	return build_portrait(b) ? 82 : 92;
}

static void sample(struct build *b, double x, double y, double w, double h)
{
	struct rect r = build_rect(b, x, y, w, h);
	const struct semantics sem = {
		.id = "sample", .role = ROLE_IMAGE, .label = T(b, "This is how the text looks")};
	struct box_style face = {.face = b->t->page,
				 .radius = metrics_px(b->m, 24),
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_box(b->f, r, &face, &sem);
	int pad = metrics_px(b->m, 32);
	struct text_box t = build_text(
		b, RECT(r.x + pad, r.y + metrics_px(b->m, 20), r.w - 2 * pad, metrics_px(b->m, build_landscape(b) ? 112 : 56)),
		TYPE_FACT, b->t->ink2, T(b, "This is how the text looks"));
	t.max_lines = build_landscape(b) ? 2 : 1;
	t.sizes_px = build_sizes(b, build_px(b, 32));
	int yy = t.r.y + node_text(b->f, &t, NULL).h + metrics_px(b->m, 12);
	struct widget_card card = {.r = RECT(r.x + pad, yy, r.w - 2 * pad, metrics_px(b->m, 132)),
				   .look = LOOK_PEER,
				   .top = words_day(b->a, b->lang, b->frame->today, b->frame->today),
				   .clock = words_clock(b->a, b->lang, 13, 0),
				   .title = T(b, "Coffee together"),
				   .meta_icon = "location_on",
				   .meta = T(b, "In this building"),
				   .no_arrow = true};
	struct semantics card_sem = {.id = "sample:card", .role = ROLE_TEXT, .focus = FOCUS_SKIP};
	int high = widget_card_height(b->f, &card);
	card.r.h = high > card.r.h ? high : card.r.h;
	widget_card(b->f, &card, &card_sem);
	yy += card.r.h + metrics_px(b->m, 28);
	struct text_box body = build_text(
		b, RECT(r.x + pad, yy, r.w - 2 * pad, r.y + r.h - yy - metrics_px(b->m, 12)), TYPE_BODY,
		b->t->ink,
		T(b, "We have coffee and talk about everyday life. You may come once or every time."));
	const char *rest = NULL; /* the first sentence alone where there is no room for two */
	if (node_text_size(b->f, &body).truncated)
		body.s = arena_printf(b->a, "%s.", part_split_note(b, body.s, &rest));
	if (body.r.h > body.px && !node_text_size(b->f, &body).truncated)
		node_text(b->f, &body, NULL);
	node_close(b->f);
}

static void option_button(struct build *b, struct rect r, const struct row *row, int i)
{
	const struct option *o = &row->options[i];
	const char *id = arena_printf(b->a, "%s:%d", row->id, i);
	const struct semantics sem = {.id = id,
				      .role = ROLE_CHOICE,
				      .label = arena_printf(b->a, "%s: %s", row->label, o->label),
				      .selected = o->selected,
				      .position = i + 1,
				      .of = row->n,
				      .focus = FOCUS_TABLE,
				      .action = o->action};
	if (o->selected && b->first_focus == NULL)
		b->first_focus = id;
	if (o->dark && !o->selected && b->t->name == THEME_LIGHT) {
		/* Shows what it gives: black with yellow. */
		struct part_colours c = theme_part(b->t, PART_NEUTRAL, LOOK_NONE);
		c.face = 0xFF000000;
		c.ink = 0xFFFFD84D;
		int part = node_open_part_styled(b->f, r, &c, &sem);
		struct text_box t = build_text(b, node_part_face(b->f, part), TYPE_LEAD, c.ink, o->label);
		t.bold = true;
		t.align = TEXT_CENTRE;
		t.valign = VALIGN_CENTRE;
		t.max_lines = 1;
		t.sizes_px = build_sizes(b, build_px(b, 34));
		node_text(b->f, &t, NULL);
		node_close(b->f);
		return;
	}
	struct widget_button w = {.r = r,
				  .kind = PART_NEUTRAL,
				  .look = LOOK_NONE,
				  .label = o->label,
				  .px = o->px > 0 ? o->px : build_px(b, 34)};
	widget_button(b->f, &w, &sem);
}

static void row_label(struct build *b, const char *icon, const char *label, double x, double y, double w)
{
	struct rect r = build_rect(b, x, y, w, row_h(b));
	const struct semantics sem = {.role = ROLE_HEADING, .level = 2};
	struct text_box t = build_text(b, r, TYPE_BUTTON, b->t->ink, label);
	t.max_lines = 2;
	t.valign = VALIGN_CENTRE;
	t.sizes_px = build_sizes(b, build_px(b, 36));
	if (b->m->large && !build_portrait(b)) {
		t.px = b->m->min_em; /* two lines have no room for more; the sample beside shows the size */
		t.sizes_px = NULL;
	}
	struct text_box beside = t;
	beside.r.w -= metrics_px(b->m, 56 + 20);
	struct text_size size = node_text_size(b->f, &beside);
	if (size.truncated || size.cut) /* the word before its picture */
		node_text(b->f, &t, &sem);
	else
		widget_icon_line(b->f, r, icon, metrics_px(b->m, 56), metrics_px(b->m, 20), &t, b->t->plain, &sem);
}

#define OPTION_GAP 16.0

/* Labels of a row's options; returns the selected one, row->n: none. */
static size_t option_labels(const struct row *row, const char **out)
{
	int selected = row->n;
	for (int i = 0; i < row->n; i++) {
		out[i] = row->options[i].label;
		selected = row->options[i].selected ? i : selected;
	}
	return (size_t)selected;
}

static void options_row(struct build *b, const struct row *row, double x, double y, double w)
{
	double widths[PART_CELLS_MAX];
	const char *labels[PART_CELLS_MAX];
	size_t selected = option_labels(row, labels);
	for (int i = 0; i < row->n; i++)
		widths[i] = (w - OPTION_GAP * (row->n - 1)) / row->n;
	part_cells(b, labels, (size_t)row->n, selected, widths);
	for (int i = 0; i < row->n; x += widths[i++] + OPTION_GAP)
		option_button(b, build_rect(b, x, y, widths[i], row_h(b)), row, i);
}

/* What the row's name has of w: the usual, less where the options need more. */
static double label_width(struct build *b, const struct row *row, double usual, double w)
{
	const char *labels[PART_CELLS_MAX];
	size_t selected = option_labels(row, labels);
	double left = w - part_cells_need(b, labels, (size_t)row->n, selected) - OPTION_GAP * (row->n - 1);
	return left < usual ? left : usual;
}

static void volume_button(struct build *b, struct rect r, int by)
{
	int to = b->session->volume + by;
	const struct semantics sem = {.id = by < 0 ? "volume:less" : "volume:more",
				      .role = ROLE_BUTTON,
				      .label = by < 0 ? T(b, "Quieter") : T(b, "Louder"),
				      .disabled = to < 1 || to > SESSION_VOLUME_MAX,
				      .why = by < 0 ? T(b, "This is the quietest")
						    : T(b, "This is the loudest"),
				      .focus = FOCUS_TABLE,
				      .action = {ACT_VOLUME, by, NULL}};
	struct widget_button w = {
		.r = r, .kind = PART_PLAIN, .look = LOOK_NONE, .icon = by < 0 ? "remove" : "add"};
	widget_button(b->f, &w, &sem);
}

static void volume(struct build *b, double x, double y, double w)
{
	const struct semantics sem = {
		.id = "volume",
		.role = ROLE_STATUS,
		.label = arena_printf(b->a, "%d / %d", b->session->volume, SESSION_VOLUME_MAX)};
	double side = build_landscape(b) ? 180 : 128;
	volume_button(b, build_rect(b, x, y, side, row_h(b)), -1);
	volume_button(b, build_rect(b, x + w - side, y, side, row_h(b)), 1);
	struct rect middle = build_rect(b, x + side, y, w - 2 * side, row_h(b));
	node_open_group(b->f, middle, &sem);
	int bar = metrics_px(b->m, 28), gap = metrics_px(b->m, 12),
	    all = SESSION_VOLUME_MAX * bar + (SESSION_VOLUME_MAX - 1) * gap;
	for (int i = 0; i < SESSION_VOLUME_MAX; i++) {
		int h = metrics_px(b->m, 24 + 10 * i);
		bool on = i < b->session->volume;
		struct box_style style = {.face = on ? b->t->plain : b->t->surface,
					  .border = b->t->plain,
					  .border_px = metrics_px(b->m, 3),
					  .radius = metrics_px(b->m, 6)};
		node_box(b->f,
			 RECT(middle.x + (middle.w - all) / 2 + i * (bar + gap),
			      middle.y + (middle.h - h) / 2, bar, h),
			 &style);
	}
	node_close(b->f);
}

static struct row on_off(const struct build *b, const char *id, const char *icon, const char *label,
			 enum setting s, bool on, bool inverse)
{
	/* "Liikkuvat tehosteet: päälle" is the setting "still" off. */
	bool shown = on != inverse;
	return (struct row){id,
			    icon,
			    label,
			    {{T(b, "Off"), !shown, {ACT_SETTING, s, inverse ? "1" : "0"}, 0, false},
			     {T(b, "On"), shown, {ACT_SETTING, s, inverse ? "0" : "1"}, 0, false}},
			    2};
}

static int rows_of(struct build *b, struct row *out)
{
	const struct session *s = b->session;
	int n = 0;
	out[n++] = (struct row){
		"size",
		"format_size",
		T(b, "Text size"),
		{{"A", s->text == TEXT_STEP_NORMAL, {ACT_TEXT_SIZE, TEXT_STEP_NORMAL, NULL}, 34, false},
		 {"A", s->text == TEXT_STEP_LARGE, {ACT_TEXT_SIZE, TEXT_STEP_LARGE, NULL}, 44, false},
		 {"A", s->text == TEXT_STEP_LARGEST, {ACT_TEXT_SIZE, TEXT_STEP_LARGEST, NULL}, 56, false}},
		3};
	out[n++] = (struct row){"colours",
				"contrast",
				T(b, "Colours"),
				{{T(b, "Light"), !s->dark, {ACT_SETTING, SETTING_DARK, "0"}, 0, false},
				 {T(b, "Dark"), s->dark, {ACT_SETTING, SETTING_DARK, "1"}, 0, true}},
				2};
	out[n++] = on_off(b, "speech", "record_voice_over", T(b, "Speech"), SETTING_SPEECH, s->speech, false);
	out[n++] = (struct row){"volume", "volume_up", T(b, "Volume"), {{0}}, 0};
	if (b->m->panel == SCREEN_PORTRAIT) /* elsewhere all of the picture is low enough */
		out[n++] = on_off(b, "low", "vertical_align_bottom", T(b, "Everything low"), SETTING_LOW, s->low_view,
				  false);
	out[n++] = on_off(b, "time", "timer", T(b, "More time"), SETTING_TIME, s->more_time, false);
	out[n++] = on_off(b, "touch", "touch_app", T(b, "Slower touch"), SETTING_TOUCH, s->slow_touch, false);
	out[n++] = on_off(b, "motion", "animation", T(b, "Moving effects"), SETTING_STILL, s->still, true);
	return n;
}

/* Landscape: sample on the left, rows on the right; 7": two rows on a page. */
static void build_wide(struct build *b, const struct row *rows, int n)
{
	bool small = build_small(b);
	int per_page = small ? 2 : n, pages = (n + per_page - 1) / per_page,
	    page = small ? (int)(b->place->page % (size_t)pages) : 0;
	double x = small ? 8 : 720, w = small ? 784 : 1160, y = small ? 6 : 20, pitch = small ? 120 : 784.0 / n,
	       label = small ? 352 : 470;
	b->f->background = b->t->page;
	if (!small) {
		part_side_sign(b, T(b, "Ease of use"), T(b, "The settings go back when you finish."), 412);
		sample(b, 40, 384, 600, 552);
	}
	for (int i = page * per_page; i < n && i < (page + 1) * per_page; i++, y += pitch) {
		double name = label_width(b, &rows[i], label, w);
		row_label(b, rows[i].icon, rows[i].label, x, y, name - 16);
		if (rows[i].n == 0)
			volume(b, x + name, y, w - name);
		else
			options_row(b, &rows[i], x + name, y, w - name);
	}
	const struct action restore = {ACT_RESTORE, 0, NULL}, next = {ACT_PAGE, (page + 1) % pages, NULL};
	if (small) {
		part_button(b, build_rect(b, 8, 254, 384, 105), PART_PLAIN, "restore", "replay",
			    T(b, "Restore"), restore);
		part_button(b, build_rect(b, 408, 254, 384, 105), PART_PRIMARY, "page:next", "arrow_forward",
			    arena_printf(b->a, "%s %d / %d", T(b, "More"), page + 1, pages), next);
	} else {
		part_button(b, build_rect(b, x, 816, w, 112), PART_PLAIN, "restore", "replay",
			    T(b, "Restore the original settings"), restore);
	}
	if (b->first_focus == NULL)
		b->first_focus = "page:next";
}

static void build(struct build *b, const void *vm)
{
	(void)vm;
	struct row rows[ROWS_MAX];
	double w = build_w(b) - 96, y = 892;
	int n = rows_of(b, rows);
	b->first_focus = NULL;
	if (!build_portrait(b)) {
		build_wide(b, rows, n);
		part_dock(b);
		return;
	}
	part_sign(b, LOOK_NONE, 0, 868);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 124, w, 88), 72, 1, b->t->on_sign, T(b, "Ease of use"));
	build_label(b, build_rect(b, 48, 214, w, 60), TYPE_BODY, b->t->on_sign2,
		    T(b, "The settings go back when you finish."));
	sample(b, 48, 366, w, 396);
	for (int i = 0; i < n; i++, y += 92) {
		row_label(b, rows[i].icon, rows[i].label, 48, y, 440);
		if (rows[i].n == 0)
			volume(b, CHOICES_X, y, w + 48 - CHOICES_X);
		else
			options_row(b, &rows[i], CHOICES_X, y, w + 48 - CHOICES_X);
	}
	part_button(b, build_rect(b, 48, 1628, w, 92), PART_PLAIN, "restore", "replay",
		    T(b, "Restore the original settings"), (struct action){ACT_RESTORE, 0, NULL});
	part_dock(b);
}

const struct screen SCREEN_DEF_ACCESS = {"access", NULL, build};
