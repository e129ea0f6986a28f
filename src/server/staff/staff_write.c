/* Featuring what is in no list yet: the activity is written here and published together with its feature; later its
 * text can be mended on the same form. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/drafts.h"
#include "server/staff/feature_form.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_preview.h"
#include "server/staff/templates.h"
#include "server/staff/written.h"
#include "web/http.h"

struct writing {
	struct form form;
	struct written written;
	struct feature_form feature_form;
	struct record activity, place, feature;
	const struct record *old; /* activity that is mended; NULL: new */
};

static void begin_with(struct writing *w, const struct template *t)
{
	w->written.title = t->title;
	w->written.text = t->text;
	w->written.topic = t->topic;
	w->feature_form.sentence = t->sentence;
	if (t->repeat != NULL)
		w->written.repeat = t->repeat;
	if (t->start != NULL)
		w->written.start = t->start;
	if (t->end != NULL)
		w->written.end = t->end;
}

/* From what was typed. False after answering. */
static bool writing_read(struct writing *w, struct web_request *r)
{
	memset(w, 0, sizeof *w);
	form_init(&w->form, r);
	written_read(&w->written, &w->form);
	if (w->written.id != NULL) {
		struct written was;
		w->old = staff_own_record(r, KIND_ACTIVITY, w->written.id);
		if (w->old == NULL)
			return false;
		written_of(&was, r, w->old);
		w->written.place_id = was.place_id;
		return true;
	}
	feature_form_read(&w->feature_form, r);
	return true;
}

/* From the address. False after answering. */
static bool writing_open(struct writing *w, struct web_request *r)
{
	const char *id = web_query(r, "id"), *template = web_query(r, "template"), *draft = web_query(r, "draft");
	struct template *all;
	if (draft != NULL)
		return draft_open(r, &draft_of_writing, draft) && writing_read(w, r);
	memset(w, 0, sizeof *w);
	form_init(&w->form, r);
	if (id != NULL) {
		w->old = staff_own_record(r, KIND_ACTIVITY, id);
		if (w->old != NULL)
			written_of(&w->written, r, w->old);
		return w->old != NULL;
	}
	written_fresh(&w->written, r);
	feature_form_fresh(&w->feature_form, r, NULL);
	size_t n = template != NULL ? templates_read(r, &all) : 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].id, template))
			begin_with(w, &all[i]);
	return true;
}

static void writing_check(struct writing *w, struct form *f)
{
	written_check(&w->written, f, &w->activity, &w->place);
	if (w->old != NULL)
		return;
	w->feature_form.activity = w->activity.id;
	w->feature = (struct record){.kind = KIND_FEATURE, .id = "preview:draft"};
	feature_form_check(&w->feature_form, f, &w->feature.feature);
}

static void fill_preview(struct preview *p, struct writing *w, struct web_request *r)
{
	const struct feature *x = &w->feature.feature;
	struct strs home = {&w->written.centre, w->written.centre != NULL ? 1 : 0};
	bool mending = w->old != NULL;
	preview_init(p, r, mending || x->centres.n == 0 ? &home : &x->centres, mending ? INSTANT_NONE : x->from_at,
		     mending ? INSTANT_NONE : x->until_at);
	if (mending) {
		preview_only(p, "detail");
		p->shows[1] = "slip";
	}
	p->subject = w->activity.id;
	if (ltext_empty(&w->activity.activity.title))
		w->activity.activity.title.v[LANG_FI] = "…";
	if (w->place.id != NULL)
		preview_add(p, &w->place);
	preview_add(p, &w->activity);
	if (p->screen[0] == '\0')
		w->feature.feature.screens.n = 0;
	if (!mending)
		preview_add(p, &w->feature);
}

static void page(struct writing *w, const struct preview *p, const char *src, const char *problem)
{
	struct form *f = &w->form;
	struct html *h = &f->h;
	bool mending = w->old != NULL;
	form_page_begin(f, STAFF_TAB_FEATURES, "/staff/features", tr(f->lang, "Features"),
			mending ? tr(f->lang, "Edit the text") : tr(f->lang, "Write a feature"));
	form_open(f, "/staff/write", "write", true);
	html_raw(h, "<div class=\"beside\"><div>");
	draft_write(f, KIND_ACTIVITY, w->written.id);
	int next = written_write(&w->written, f, 1);
	if (!mending)
		feature_form_write(&w->feature_form, f, next);
	form_actions(f);
	draft_button(f, "/staff/write/draft");
	form_actions_end(f);
	html_raw(h, "</div>");
	preview_write(f, p, "write", "/staff/write/preview", src, problem);
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

void staff_write_page(struct web_request *r)
{
	struct writing w;
	struct form quiet;
	struct preview p;
	if (!writing_open(&w, r))
		return;
	w.form.n_problems = 0; /* a draft may be wrong: it is told when it is published */
	form_init(&quiet, r);
	writing_check(&w, &quiet);
	fill_preview(&p, &w, r);
	page(&w, &p, NULL, NULL);
	preview_fini(&p);
}

void staff_write_preview(struct web_request *r)
{
	struct writing w;
	struct form quiet;
	struct preview p;
	const char *src, *problem;
	if (!staff_form_ok(r) || !writing_read(&w, r))
		return;
	w.form.n_problems = 0; /* it is only looked at */
	form_init(&quiet, r);
	writing_check(&w, &quiet);
	fill_preview(&p, &w, r);
	if (!preview_answer(&p, r, &src, &problem))
		page(&w, &p, src, problem);
	preview_fini(&p);
}

/* POST: kept as it is, right or wrong; only a file that is no picture is told at once, for it would be lost. */
void staff_write_draft(struct web_request *r)
{
	struct writing w;
	if (!staff_form_ok(r) || !writing_read(&w, r))
		return;
	if (form_has_problem(&w.form, "picture")) {
		struct form quiet;
		struct preview p;
		form_init(&quiet, r);
		writing_check(&w, &quiet);
		fill_preview(&p, &w, r);
		page(&w, &p, NULL, NULL);
		preview_fini(&p);
		return;
	}
	const struct strs home = {&w.written.centre, w.written.centre != NULL ? 1 : 0};
	const struct draft_facts facts = {.centres = w.feature_form.centres.n > 0 ? &w.feature_form.centres : &home,
					  .record = w.written.id,
					  .title = ltext_get(&w.written.title, LANG_FI, NULL)};
	draft_save(r, &draft_of_writing, &facts);
}

static void give_ids(struct writing *w, struct web_request *r)
{
	if (w->old == NULL) {
		w->activity.id = staff_new_id(r, "a");
		w->feature.id = staff_new_id(r, "f");
		w->feature.feature.activity = w->activity.id;
	}
	if (w->place.id == NULL || w->written.place_id != NULL)
		return;
	w->place.id = staff_new_id(r, "p");
	w->activity.activity.place = w->place.id;
}

static bool save(struct writing *w, struct web_request *r, struct error *e)
{
	struct staff_change changes[3];
	size_t n = 0;
	give_ids(w, r);
	if (w->place.id != NULL)
		changes[n++] = (struct staff_change){NULL, &w->place, "place.put"};
	changes[n++] = (struct staff_change){w->old, &w->activity, "activity.put"};
	if (w->old == NULL)
		changes[n++] = (struct staff_change){NULL, &w->feature, "feature.put"};
	return staff_publish(r, changes, n, e);
}

void staff_write_save(struct web_request *r)
{
	struct app *a = web_app(r);
	struct writing w;
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r) || !writing_read(&w, r))
		return;
	writing_check(&w, &w.form);
	if (w.form.n_problems > 0) {
		struct preview p;
		fill_preview(&p, &w, r);
		page(&w, &p, NULL, NULL);
		preview_fini(&p);
		return;
	}
	if (!save(&w, r, &e)) {
		log_error("write: %s", e.text);
		staff_error_page(r, 503, tr(w.form.lang, "Not available just now"));
		return;
	}
	bool later = w.old == NULL && w.feature.feature.from_at > app_now(a);
	staff_redirect_saved(r, later ? "/staff/features?when=later" : "/staff/features",
			     w.old == NULL ? w.feature.id : w.activity.id);
}
