/* 03b Calendar: all topics in the order of time; the spine tells the topic. */
#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/screen_results.h"
#include "screens/viewmodel_calendar.h"

#define PICTURE_H 400.0

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	struct viewmodel_calendar *c = ARENA_NEW(l->a, struct viewmodel_calendar);
	*vm = c;
	if (!date_is_set(l->today))
		return true;
	if (!viewmodel_calendar_load(c, l, in->place->day, in->place->page, results_per_page(in->m), e))
		return false;
	in->place->page = c->page;
	return true;
}

static void day_line(struct build *b, struct rect r, enum type_role role, int px, colour ink, const char *s)
{
	struct text_box t = build_text(b, r, role, ink, s);
	t.align = TEXT_CENTRE;
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, px);
	node_text(b->f, &t, NULL);
}

static void day_button(struct build *b, struct rect r, const struct viewmodel_calendar *vm, int i)
{
	struct date d = date_add(vm->first, i);
	const char *name = words_weekday(b->lang, date_weekday(d), WEEKDAY_SHORT),
		   *number = words_day_of_month(b->a, b->lang, d);
	const struct semantics sem = {
		.id = arena_printf(b->a, "day:%d", i),
		.role = ROLE_CHOICE,
		.label = words_date(b->a, b->lang, d, DATE_WEEKDAY_LONG),
		.selected = i == vm->day,
		.disabled = vm->counts[i] == 0 && i != vm->day,
		.why = T(b, "No events on this day"),
		.position = i + 1,
		.of = CALENDAR_DAYS,
		.focus = FOCUS_TABLE,
		.action = {ACT_DAY, i, NULL},
	};
	int part = node_open_part(b->f, r, PART_PLAIN, LOOK_NONE, &sem);
	struct part_colours c = node_part_ink(b->f, part);
	struct rect face = node_part_face(b->f, part);
	day_line(b, RECT(face.x, face.y + face.h * 6 / 100, face.w, face.h * 42 / 100), TYPE_META,
		 theme_type(TYPE_META).px, c.ink, name);
	day_line(b, RECT(face.x, face.y + face.h * 46 / 100, face.w, face.h * 50 / 100), TYPE_CARD, 38, c.ink, number);
	node_close(b->f);
}

static void days(struct build *b, const struct viewmodel_calendar *vm, double x, double y, double w, double h)
{
	double gap = 10, cell = (w - gap * (CALENDAR_DAYS - 1)) / CALENDAR_DAYS;
	for (int i = 0; i < CALENDAR_DAYS; i++)
		day_button(b, build_rect(b, x + (cell + gap) * i, y, cell, h), vm, i);
}

static const char *count_words(const struct build *b, const struct viewmodel_calendar *vm)
{
	const char *day = build_capital(
		b, words_date(b->a, b->lang, vm->date, build_portrait(b) ? DATE_WEEKDAY_LONG : DATE_WEEKDAY));
	const char *n = vm->total == 0
				? T(b, "no events")
				: arena_printf(b->a, trn(b->lang, "%zu event", "%zu events", (long)vm->total),
					       vm->total);
	return arena_printf(b->a, "%s – %s", day, n);
}

/* After the last page of a day the next button opens the next day. */
static void pager(struct build *b, const struct viewmodel_calendar *vm, struct rect r)
{
	if (vm->next_day < 0) {
		part_pager(b, r, vm->page, vm->n_pages);
		return;
	}
	const struct page_beyond day = {
		"day:next", build_capital(b, words_day(b->a, b->lang, date_add(vm->first, vm->next_day), vm->first)), {ACT_DAY, vm->next_day, NULL}};
	part_pager_named(b, r, "page", vm->page, vm->n_pages, &day);
	if (vm->n_pages <= 1)
		part_button(b, RECT(r.x + r.w - r.w / 2, r.y, r.w / 2, r.h), PART_PRIMARY, day.id, "arrow_forward", day.label, day.action);
}

static void no_events(struct build *b, struct rect r)
{
	const struct semantics sem = {.id = "no-events", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_TABLE};
	struct widget_notice n = {.r = r, .kind = NOTICE_INFO, .title = T(b, "No events on this day"), .title_px = 44};
	widget_notice(b->f, &n, &sem);
	b->first_focus = sem.id;
}

static void build_wide(struct build *b, const struct viewmodel_calendar *vm, const struct part_heading *h)
{
	bool small = build_small(b);
	size_t per_page = results_per_page(b->m);
	double x = small ? 8 : 720, w = small ? 784 : 1160, pitch = (small ? 246.0 : 690.0) / (double)per_page;
	struct small_list l = {28, pitch - 10, pitch, 0, 0};
	if (small)
		l = part_small_list(b, vm->cards, vm->n_cards, (struct small_list){4, pitch - 8, pitch, 254, 105});
	b->f->background = b->t->page;
	if (!small) {
		part_status(b, LOOK_NONE, false);
		part_list_sign(b, h, PICTURE_H);
	}
	for (size_t i = 0; i < vm->n_cards; i++)
		part_calendar_card(b, build_rect(b, x, l.y + l.pitch * (double)i, w, l.h),
				   &vm->cards[i], (int)(vm->page * per_page + i) + 1, (int)vm->total);
	if (vm->n_cards > 0)
		b->first_focus =
			arena_printf(b->a, "item:%s@%lld", vm->cards[0].id, (long long)vm->cards[0].start_at);
	else
		no_events(b, build_rect(b, x, l.y, w, small ? 120 : 150));
	if (small) {
		struct rect row = build_rect(b, 8, l.foot, 784, l.foot_h);
		if (vm->next_day >= 0)
			part_button(b, RECT(row.x, row.y, row.w * 30 / 100, row.h), PART_PLAIN, "day:next",
				    NULL,
				    build_capital(b, words_day(b->a, b->lang,
							       date_add(vm->first, vm->next_day), vm->first)),
				    (struct action){ACT_DAY, vm->next_day, NULL});
		part_pager(b, RECT(row.x + row.w * 32 / 100, row.y, row.w * 68 / 100, row.h), vm->page,
			   vm->n_pages);
		return;
	}
	days(b, vm, x, 722, w, 112);
	pager(b, vm, build_rect(b, x, 846, w, 96));
}

/* What works without the time. */
static void other_ways(struct build *b, double x, double y, double w)
{
	const struct part_way topics = part_way_topics(b), help = part_way_help(b);
	part_way(b, build_rect(b, x, y, w, 148), &topics, true);
	part_way(b, build_rect(b, x, y + 168, w, 148), &help, false);
	b->first_focus = topics.id;
}

static void no_time(struct build *b)
{
	const struct look_colours old = theme_look(b->t, LOOK_OLD);
	if (!build_portrait(b)) {
		double end = part_side_sign(b, T(b, "Time is not known"),
					 T(b, "The calendar comes back when the clock of this screen is right. The "
					      "topics work."),
					 840);
		part_side_art(b, old.art_wide, old.wide_row, end);
		if (!build_small(b))
			other_ways(b, 720, 40, 1160);
		return;
	}
	const struct part_heading h = {.look = LOOK_NONE,
				       .art = old.art_wide,
				       .row = old.wide_row,
				       .icon = "calendar_month",
				       .title = T(b, "Calendar"),
				       .count = T(b, "Time is not known"),
				       .lead = T(b, "The calendar comes back when the clock of this screen is right. The topics work.")};
	part_status(b, LOOK_NONE, false);
	part_list_sign(b, &h, PICTURE_H);
	other_ways(b, 48, 884, build_w(b) - 96);
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_calendar *vm = data;
	if (!date_is_set(vm->first)) {
		no_time(b);
		part_dock(b);
		return;
	}
	const struct part_heading h = {
		.look = LOOK_NONE,
		.art = theme_look(b->t, LOOK_OLD).art_wide,
		.row = theme_look(b->t, LOOK_OLD).wide_row,
		.icon = "calendar_month",
		.title = T(b, "Calendar"),
		.count = count_words(b, vm),
		.lead = T(b, "All topics in the order of time. Colour and picture tell the topic."),
	};
	if (!build_portrait(b)) {
		build_wide(b, vm, &h);
		part_dock(b);
		return;
	}
	double w = build_w(b) - 96;
	part_status(b, LOOK_NONE, false);
	part_list_sign(b, &h, PICTURE_H - b->dy);
	for (size_t i = 0; i < vm->n_cards; i++)
		part_calendar_card(b,
				   build_rect(b, 48, 868 - b->dy + (b->m->large ? 212.0 : 128.0) * (double)i,
					      w, b->m->large ? 200 : 116),
				   &vm->cards[i], (int)(vm->page * results_per_page(b->m) + i) + 1,
				   (int)vm->total);
	if (vm->n_cards > 0)
		b->first_focus =
			arena_printf(b->a, "item:%s@%lld", vm->cards[0].id, (long long)vm->cards[0].start_at);
	else
		no_events(b, build_rect(b, 48, 868, w, 116));
	days(b, vm, 48, 1512 - b->dy, w, 100);
	pager(b, vm, build_rect(b, 48, 1628 - b->dy, w, 92));
	part_dock(b);
}

const struct screen SCREEN_DEF_CALENDAR = {"calendar", load, build};
