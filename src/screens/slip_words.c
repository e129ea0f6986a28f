#include "screens/slip_words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "screens/app_inside.h"
#include "screens/detail_words.h"
#include "screens/part.h"
#include "spool/slip.h"

#define HELP_ITEMS_MAX 8
#define NO_BREAK_SPACE "\u00A0"

const char *slip_list_path(const char *const *codes, size_t n, struct arena *a)
{
	const char *out = NULL;
	for (size_t i = 0; i < n; i++) {
		if (codes[i] != NULL)
			out = out == NULL ? arena_printf(a, "l/%s", codes[i])
					  : arena_printf(a, "%s-%s", out, codes[i]);
	}
	return out;
}

/* Words without nodes: the same build context the screens use. */
static struct build words_only(struct app *app, struct arena *a)
{
	return (struct build){
		.m = &app->metrics,
		.t = theme_get(THEME_LIGHT),
		.session = &app->session,
		.place = nav_top(&app->nav),
		.frame = &app->content[app->shown].frame,
		.config = app->in.config,
		.moment = &app->moment,
		.lang = app->session.lang,
		.a = a,
	};
}

static struct load load_of(struct app *app, struct arena *a)
{
	const struct viewmodel_frame *f = &app->content[app->shown].frame;
	return (struct load){
		.cache = app->cache,
		.view = {.centre = f->centre_id,
			 .screen = app->in.config->screen,
			 .now = f->time_known ? app->now.wall_s : INSTANT_NONE,
			 .lang = app->session.lang},
		.zone = f->zone,
		.today = f->today,
		.a = a,
	};
}

/* "klo 13.00" stays on one line of paper: no break before a number. NULL for NULL. */
static const char *unbroken(struct arena *a, const char *words)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	if (words == NULL)
		return NULL;
	for (const char *s = words; *s != '\0'; s++) {
		if (s[0] == ' ' && s[1] >= '0' && s[1] <= '9')
			buf_puts(&out, NO_BREAK_SPACE);
		else
			buf_putc(&out, *s);
	}
	return arena_strdup(a, buf_str(&out));
}

static const char *two_lines(struct arena *a, const char *one, const char *two)
{
	if (one == NULL || two == NULL)
		return one == NULL ? two : one;
	return arena_printf(a, "%s.\n%s.", one, two);
}

static bool make_item(struct slip_item *item, struct build *b, const struct load *l, const char *id,
		      const char **code, const char **checked)
{
	struct viewmodel_detail *vm = ARENA_NEW(b->a, struct viewmodel_detail);
	struct detail_words w;
	if (!viewmodel_detail_load(vm, l, id, NULL) || !vm->found)
		return false;
	detail_words_make(&w, b, vm);
	*code = w.path;
	*checked = w.checked;
	*item = (struct slip_item){
		.title = vm->d.card.title,
		.organisation = w.organisation,
		.place = vm->d.card.here
				 ? build_join(b, ", ", ltext_get(&b->frame->centre.name, b->lang, NULL),
					      vm->d.card.place_note)
				 : two_lines(b->a, w.where.value, w.where.text),
		.price = two_lines(b->a, w.price.value, w.price.text),
		.access = w.access.text,
		.phone_label = w.phone == NULL ? NULL : w.phone_label,
		.phone = w.phone,
		.cancelled = w.banner,
	};
	const struct occurrence *o = w.cancelled ? vm->after : vm->shown;
	if (o == NULL) {
		item->repeats = w.when.value;
		return true;
	}
	struct civil end = civil_add_minutes(o->start, (int32_t)((o->end_at - o->start_at) / 60));
	item->date = words_date(b->a, b->lang, o->start.date, DATE_FULL_WEEKDAY);
	item->time = o->all_day ? NULL : unbroken(b->a, words_at_clock(b->a, b->lang, o->start, end));
	item->repeats = w.cancelled ? NULL : w.when.text;
	return true;
}

static void make_foot(struct slip *s, struct build *b, const char *path)
{
	const struct viewmodel_frame *f = b->frame;
	const char *name = ltext_get(&f->centre.name, b->lang, NULL);
	s->lang = lang_tag(b->lang);
	s->large_text = b->session->text != TEXT_STEP_NORMAL;
	s->centre = name == NULL ? "Aula" : name;
	if (path != NULL) {
		s->qr = part_address(b, path);
		s->address = part_address_shown(s->qr);
		s->qr_label = T(b, "More on your phone");
	}
	if (f->advice_phone != NULL) {
		const char *advice = ltext_get(&f->centre.advice_name, b->lang, NULL);
		s->advice_name = advice == NULL ? T(b, "Advice service") : advice;
		s->advice_phone = words_phone(b->a, f->advice_phone);
		s->advice_hours = unbroken(b->a, words_hours(b->a, b->lang, f->advice->hours,
							     f->advice->n_hours, f->advice->always));
	}
	if (f->time_known)
		s->printed = tr_fill(b->a, T(b, "Printed {date} {clock}."), "date",
				     words_date(b->a, b->lang, f->today, DATE_FULL), "clock",
				     unbroken(b->a, words_at_clock(b->a, b->lang, f->now, f->now)), NULL);
}

static bool make_help(struct slip *s, struct build *b, const struct load *l)
{
	struct contact *contacts = NULL;
	size_t n = 0;
	if (!cache_contacts(l->cache, &l->view, &contacts, &n, l->a, NULL))
		return false;
	s->heading = T(b, "Ask a person");
	for (size_t i = 0; i < n && s->n_items < HELP_ITEMS_MAX; i++) {
		if (contacts[i].phone == NULL)
			continue;
		s->items[s->n_items++] = (struct slip_item){
			.title = ltext_get(&contacts[i].name, b->lang, NULL),
			.phone = words_phone(b->a, contacts[i].phone),
			.repeats = unbroken(b->a, words_hours(b->a, b->lang, contacts[i].hours,
							      contacts[i].n_hours, contacts[i].always)),
		};
	}
	make_foot(s, b, "apu");
	return s->n_items > 0;
}

bool slip_words_make(struct slip *s, struct app *app, const char *subject, struct arena *a)
{
	if (app->cache == NULL || !app->content[app->shown].ready)
		return false;
	struct build b = words_only(app, a);
	struct load l = load_of(app, a);
	const char *codes[SESSION_PICKS_MAX] = {0}, *checked = NULL;
	*s = (struct slip){.items = ARENA_ARRAY(a, struct slip_item, SLIP_MAX_ITEMS)};
	if (str_eq(subject, "help"))
		return make_help(s, &b, &l);
	if (!str_empty(subject)) {
		if (!make_item(&s->items[0], &b, &l, subject, &codes[0], &checked))
			return false;
		s->n_items = 1;
		make_foot(s, &b, codes[0]);
		s->checked = checked;
		return true;
	}
	for (size_t i = 0; i < app->session.n_picks; i++) {
		if (make_item(&s->items[s->n_items], &b, &l, app->session.picks[i], &codes[s->n_items],
			      &checked))
			s->n_items++;
	}
	s->heading = T(&b, "My list");
	make_foot(s, &b, slip_list_path(codes, s->n_items, a));
	return s->n_items > 0;
}
