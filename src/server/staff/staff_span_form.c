#include "server/staff/staff_span_form.h"

#include "base/arena.h"
#include "base/clock.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_parts.h"
#include "server/staff/staff_preview.h"
#include "server/staff/staff_spans.h"
#include "web/http.h"

#define DAY_S 86400
#define PREVIEW_LASTS_S 60 /* of a draft that is over already */

struct span_form {
	const struct span_kind *kind;
	const char *id; /* NULL: new */
	struct strs centres;
	bool everywhere;
	const char *from_day, *from_clock, *until_day, *until_clock;
	void *own;
};

/* --- what is in it --- */

static void blank(struct span_form *x, struct web_request *r, const struct span_kind *k)
{
	*x = (struct span_form){.kind = k, .own = arena_alloc(web_arena(r), k->own_bytes)};
}

static void fresh(struct span_form *x, struct web_request *r, const struct span_kind *k)
{
	int64_t now = app_now(web_app(r));
	const struct user *u = &staff_session(r)->user;
	blank(x, r, k);
	if (k->fresh != NULL)
		k->fresh(x->own);
	if (u->role == ROLE_CONTACT)
		x->centres = u->centres;
	form_times_of(r, now, &x->from_day, &x->from_clock);
	form_times_of(r, now + (int64_t)k->days * DAY_S, &x->until_day, &x->until_clock);
}

static void of(struct span_form *x, struct web_request *r, const struct span_kind *k,
	       const struct record *record)
{
	const struct span s = span_of(record);
	fresh(x, r, k);
	x->id = record->id;
	k->of(x->own, record);
	x->centres = *s.centres;
	x->everywhere = s.centres->n == 0;
	if (s.from != INSTANT_NONE)
		form_times_of(r, s.from, &x->from_day, &x->from_clock);
	if (s.until != INSTANT_NONE)
		form_times_of(r, s.until, &x->until_day, &x->until_clock);
}

/* What was posted. False after answering: it is not this person's. */
static bool posted(struct span_form *x, struct web_request *r, const struct span_kind *k,
		   const struct record **old)
{
	*old = NULL;
	if (!staff_form_ok(r))
		return false;
	blank(x, r, k);
	x->id = form_value(r, "id");
	k->read(x->own, r);
	x->centres = form_values(r, "centre", FORM_CENTRES_MAX);
	x->everywhere = web_form(r, "everywhere") != NULL;
	x->from_day = form_value(r, "from_day");
	x->from_clock = form_value(r, "from_clock");
	x->until_day = form_value(r, "until_day");
	x->until_clock = form_value(r, "until_clock");
	return x->id == NULL || (*old = staff_own_record(r, k->kind, x->id)) != NULL;
}

static void check(const struct span_form *x, struct form *f, struct record *out)
{
	struct span s = {0};
	struct strs centres;
	bool everywhere;
	*out = (struct record){.kind = x->kind->kind};
	x->kind->check(x->own, f, out);
	form_read_centres(f, &centres, &everywhere);
	if (everywhere && staff_may_everywhere(&staff_session(f->r)->user))
		centres.n = 0;
	s.centres = &centres;
	s.from = form_moment(f, "from", x->from_day, x->from_clock);
	s.until = form_moment(f, "until", x->until_day, x->until_clock);
	form_span(f, s.from, s.until, x->kind->days_max);
	span_set(out, &s);
}

/* --- the page --- */

static void fill_preview(struct preview *p, struct web_request *r, const struct span_form *x,
			 struct record *draft)
{
	struct span s = span_of(draft);
	draft->id = x->id != NULL ? x->id : "preview:draft";
	preview_init(p, r, &x->centres, s.from, s.until);
	if (!x->kind->preview(p, draft))
		return;
	if (s.until != INSTANT_NONE && s.until <= p->at) {
		s.until = p->at + PREVIEW_LASTS_S;
		span_set(draft, &s);
	}
	preview_add(p, draft);
}

static void page(struct form *f, const struct span_form *x, const struct preview *p, const char *src,
		 const char *problem)
{
	struct html *h = &f->h;
	const struct span_kind *k = x->kind;
	form_page_begin(f, (int)k->tab, k->list_path, tr(f->lang, k->list_words),
			tr(f->lang, x->id != NULL ? k->edit_words : k->new_words));
	form_open(f, k->path, k->id, false);
	html_raw(h, "<div class=\"beside\"><div>");
	if (x->id != NULL)
		staff_hidden(h, "id", x->id);
	int step = k->fields(x->own, f);
	form_step(f, step, tr(f->lang, "In which centres"));
	form_field_centres(f, &x->centres, x->everywhere);
	form_step_end(f);
	form_step(f, step + 1, tr(f->lang, "When it is on the screens"));
	html_raw(h, "<div class=\"two\">");
	form_field_moment(f, tr(f->lang, "Begins"), "from", x->from_day, x->from_clock);
	form_field_moment(f, tr(f->lang, "Ends"), "until", x->until_day, x->until_clock);
	html_raw(h, "</div>");
	form_step_end(f);
	form_publish(f);
	html_raw(h, "</div>");
	preview_write(f, p, k->id, k->preview_path, src, problem);
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

/* The page as it is before a picture is asked for; its problems are those the form has. */
static void show(struct form *f, const struct span_form *x)
{
	struct form quiet;
	struct record draft;
	struct preview p;
	form_init(&quiet, f->r);
	check(x, &quiet, &draft);
	fill_preview(&p, f->r, x, &draft);
	page(f, x, &p, NULL, NULL);
	preview_fini(&p);
}

/* --- the ways --- */

void span_form_page(struct web_request *r, const struct span_kind *k)
{
	struct form f;
	struct span_form x;
	const char *id = web_query(r, "id");
	const struct record *old = id != NULL ? staff_own_record(r, k->kind, id) : NULL;
	if (id != NULL && old == NULL)
		return;
	form_init(&f, r);
	if (old != NULL)
		of(&x, r, k, old);
	else
		fresh(&x, r, k);
	show(&f, &x);
}

void span_form_preview(struct web_request *r, const struct span_kind *k)
{
	struct form f, quiet;
	struct span_form x;
	struct record draft;
	const struct record *old;
	struct preview p;
	const char *src, *problem;
	if (!posted(&x, r, k, &old))
		return;
	form_init(&f, r);
	form_init(&quiet, r);
	check(&x, &quiet, &draft);
	fill_preview(&p, r, &x, &draft);
	if (!preview_answer(&p, r, &src, &problem))
		page(&f, &x, &p, src, problem);
	preview_fini(&p);
}

void span_form_save(struct web_request *r, const struct span_kind *k)
{
	struct form f;
	struct span_form x;
	struct record record;
	const struct record *old;
	if (!posted(&x, r, k, &old))
		return;
	form_init(&f, r);
	check(&x, &f, &record);
	if (f.n_problems > 0) {
		show(&f, &x);
		return;
	}
	record.id = x.id != NULL ? x.id : staff_new_id(r, k->letter);
	if (staff_publish_one(r, old, &record, k->put))
		staff_redirect_saved(r, k->list_path, record.id);
}

void span_form_end(struct web_request *r, const struct span_kind *k)
{
	if (!staff_form_ok(r))
		return;
	const struct record *old = staff_own_record(r, k->kind, web_form(r, "id"));
	if (old == NULL)
		return;
	struct record record = *old;
	struct span s = span_of(old);
	int64_t now = app_now(web_app(r));
	s.until = now;
	if (s.from != INSTANT_NONE && s.from >= now)
		s.from = now - 1;
	span_set(&record, &s);
	if (staff_publish_one(r, old, &record, k->end))
		staff_redirect_saved(r, k->list_path, record.id);
}
