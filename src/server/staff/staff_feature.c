/* One feature: the form with its four steps and the screen beside it (picture 41), publishing, ending. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "feed/page.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/phone/phone_parts.h"
#include "server/staff/drafts.h"
#include "server/staff/feature_form.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/staff_preview.h"
#include "server/view.h"
#include "web/http.h"

#define DRAFT_ID "preview:draft"

/* --- the form --- */

/* Another activity, as long as there is no feature yet; or its text, when staff have written it. */
static void write_other(struct form *f, const struct feature_form *x, const struct activity *activity)
{
	struct html *h = &f->h;
	struct buf url = BUF_INIT;
	bool ours = activity != NULL && str_eq(activity->from.source, STAFF_SOURCE);
	buf_puts(&url, ours ? "/staff/write?id=" : "/staff/features/new");
	if (ours)
		html_url_part(&url, x->activity);
	if (ours || x->id == NULL) {
		html_raw(h, "<a class=\"button\"");
		html_link(h, buf_str(&url));
		html_raw(h, ">");
		html_text(h, ours ? tr(f->lang, "Edit the text") : tr(f->lang, "Change"));
		html_raw(h, "</a>");
	}
	buf_fini(&url);
}

static void write_what(struct form *f, const struct feature_form *x)
{
	struct html *h = &f->h;
	struct app *a = web_app(f->r);
	struct store_record stored;
	struct view v;
	bool known = x->activity != NULL &&
		     store_get(a->store, KIND_ACTIVITY, x->activity, &stored, web_arena(f->r), NULL) &&
		     view_load(a->store, &stored, app_now(a), &v, web_arena(f->r), NULL);
	form_step(f, 1, tr(f->lang, "What"));
	html_raw(h, "<input type=\"hidden\" name=\"activity\"");
	html_attr(h, "value", x->activity);
	html_raw(h, "><div");
	page_look_class(h, "chosen", known ? v.look : "peer", web_arena(f->r));
	html_raw(h, "><span class=\"plate\">");
	html_icon(h, page_look_icon(known ? v.look : "peer"));
	html_raw(h, "</span><span>");
	if (known)
		staff_ltext_el(h, "strong", "", &v.activity->title, f->lang);
	else
		staff_el(h, "strong", "", tr(f->lang, "No longer listed, so no screen shows it"));
	html_raw(h, "<span class=\"by\">");
	if (known && v.organisation != NULL)
		html_text(h, ltext_get(&v.organisation->name, f->lang, NULL));
	if (known && v.n_times > 0) {
		html_raw(h, " · ");
		html_text(h, part_when(a, &v.times[0], f->lang, web_arena(f->r)));
	}
	html_raw(h, "</span></span>");
	write_other(f, x, known ? v.activity : NULL);
	html_raw(h, "</div>");
	form_step_end(f);
}

static void fill_preview(struct preview *p, struct web_request *r, const char *id, const struct feature *feature)
{
	struct record draft = {.kind = KIND_FEATURE, .id = id != NULL ? id : DRAFT_ID, .feature = *feature};
	preview_init(p, r, &feature->centres, feature->from_at, feature->until_at);
	p->subject = feature->activity != NULL ? feature->activity : "";
	if (p->screen[0] == '\0')
		draft.feature.screens.n = 0; /* a screen that is none of the real ones */
	if (draft.feature.until_at != INSTANT_NONE && draft.feature.until_at <= p->at)
		draft.feature.until_at = p->at + 60;
	if (feature->activity != NULL)
		preview_add(p, &draft);
}

/* A button of the form itself: its id goes along, the rest of the fields is not looked at. */
static void write_end(struct form *f)
{
	html_raw(&f->h, "<button class=\"danger apart\" formnovalidate formaction=\"/staff/feature/end\">");
	html_text(&f->h, tr(f->lang, "End the feature now"));
	html_raw(&f->h, "</button>");
}

static void form_page(struct form *f, const struct feature_form *x, const struct preview *p, const char *src,
		      const char *problem)
{
	struct html *h = &f->h;
	form_page_begin(f, STAFF_TAB_FEATURES, "/staff/features", tr(f->lang, "Features"),
			x->id != NULL ? tr(f->lang, "Edit the feature") : tr(f->lang, "New feature"));
	form_open(f, "/staff/feature", "feature", false);
	html_raw(h, "<div class=\"beside\"><div>");
	if (x->id != NULL) {
		html_raw(h, "<input type=\"hidden\" name=\"id\"");
		html_attr(h, "value", x->id);
		html_raw(h, ">");
	}
	draft_write(f, KIND_FEATURE, x->id);
	write_what(f, x);
	feature_form_write(x, f, 2);
	form_actions(f);
	draft_button(f, "/staff/feature/draft");
	if (x->id != NULL)
		write_end(f);
	form_actions_end(f);
	html_raw(h, "<p class=\"lead\">");
	html_text(h, tr(f->lang, "Every connected screen shows it in about a second. The change is kept in the log."));
	html_raw(h, "</p></div>");
	preview_write(f, p, "feature", "/staff/feature/preview", src, problem);
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

/* The activity cannot be another one later, and must be there. False after answering. */
static bool read_form(struct web_request *r, struct feature_form *x, const struct record **old)
{
	struct app *a = web_app(r);
	*old = NULL;
	feature_form_read(x, r);
	if (x->id != NULL) {
		*old = staff_own_record(r, KIND_FEATURE, x->id);
		if (*old == NULL)
			return false;
		x->activity = (*old)->feature.activity;
	} else if (view_record(a->store, KIND_ACTIVITY, x->activity, web_arena(r)) == NULL) {
		x->activity = NULL;
	}
	return true;
}

/* What the address asks for; false after answering. */
static bool form_from_address(struct web_request *r, struct feature_form *x)
{
	const char *id = web_query(r, "id"), *activity = web_query(r, "activity"), *draft = web_query(r, "draft");
	const struct record *unused;
	if (draft != NULL)
		return draft_open(r, &draft_of_feature, draft) && read_form(r, x, &unused);
	if (id != NULL) {
		const struct record *record = staff_own_record(r, KIND_FEATURE, id);
		if (record == NULL)
			return false;
		feature_form_of(x, r, record->id, &record->feature);
		return true;
	}
	if (activity == NULL || !feed_id_ok(activity) || staff_session(r)->user.role < ROLE_CONTACT) {
		web_redirect(r, "/staff/features/new");
		return false;
	}
	feature_form_fresh(x, r, activity);
	return true;
}

/* Address of the same thing as a picture, for a page that is opened without script. */
static const char *picture_address(struct web_request *r, const struct feature_form *x)
{
	const char *draft = web_form(r, "draft");
	return draft != NULL   ? staff_url(web_arena(r), "/staff/feature/preview?draft=", draft)
	       : x->id != NULL ? staff_url(web_arena(r), "/staff/feature/preview?id=", x->id)
			       : staff_url(web_arena(r), "/staff/feature/preview?activity=", x->activity);
}

void staff_feature_page(struct web_request *r)
{
	struct form f, quiet;
	struct feature_form x;
	struct feature feature;
	struct preview p;
	if (!form_from_address(r, &x))
		return;
	form_init(&f, r);
	form_init(&quiet, r);
	feature_form_check(&x, &quiet, &feature);
	fill_preview(&p, r, x.id, &feature);
	form_page(&f, &x, &p, picture_address(r, &x), NULL);
	preview_fini(&p);
}

/* GET: the picture of what stands. */
void staff_feature_picture(struct web_request *r)
{
	struct form quiet;
	struct feature_form x;
	struct feature feature;
	struct preview p;
	const char *src, *problem;
	if (!form_from_address(r, &x))
		return;
	form_init(&quiet, r);
	feature_form_check(&x, &quiet, &feature);
	fill_preview(&p, r, x.id, &feature);
	if (!preview_answer(&p, r, &src, &problem)) {
		if (src != NULL)
			web_redirect(r, src);
		else
			web_refuse(r, 503, problem);
	}
	preview_fini(&p);
}

/* POST: the picture of what is in the form; to a browser without script the form with it. */
void staff_feature_preview(struct web_request *r)
{
	struct form f, quiet;
	struct feature_form x;
	struct feature feature;
	struct preview p;
	const struct record *old;
	const char *src, *problem;
	if (!staff_form_ok(r) || !read_form(r, &x, &old))
		return;
	form_init(&f, r);
	form_init(&quiet, r);
	feature_form_check(&x, &quiet, &feature);
	fill_preview(&p, r, x.id, &feature);
	if (!preview_answer(&p, r, &src, &problem))
		form_page(&f, &x, &p, src, problem);
	preview_fini(&p);
}

/* --- saving --- */

void staff_feature_save(struct web_request *r)
{
	struct app *a = web_app(r);
	struct form f;
	struct feature_form x;
	const struct record *old;
	struct record record = {.kind = KIND_FEATURE};
	if (!staff_form_ok(r) || !read_form(r, &x, &old))
		return;
	form_init(&f, r);
	feature_form_check(&x, &f, &record.feature);
	if (f.n_problems > 0) {
		struct preview p;
		fill_preview(&p, r, x.id, &record.feature);
		form_page(&f, &x, &p, NULL, NULL);
		preview_fini(&p);
		return;
	}
	record.id = x.id != NULL ? x.id : staff_new_id(r, "f");
	if (staff_publish_one(r, old, &record, "feature.put"))
		staff_redirect_saved(
			r, record.feature.from_at > app_now(a) ? "/staff/features?when=later" : "/staff/features",
			record.id);
}

/* POST: kept as it is, right or wrong. */
void staff_feature_draft(struct web_request *r)
{
	struct feature_form x;
	const struct record *old;
	if (!staff_form_ok(r) || !read_form(r, &x, &old))
		return;
	const struct record *activity =
		x.activity != NULL ? view_record(((struct app *)web_app(r))->store, KIND_ACTIVITY, x.activity, web_arena(r))
				   : NULL;
	const struct draft_facts facts = {
		.centres = &x.centres,
		.record = x.id,
		.title = activity != NULL ? ltext_get(&activity->activity.title, LANG_FI, NULL) : NULL};
	draft_save(r, &draft_of_feature, &facts);
}

void staff_feature_end(struct web_request *r)
{
	struct app *a = web_app(r);
	if (!staff_form_ok(r))
		return;
	const struct record *old = staff_own_record(r, KIND_FEATURE, web_form(r, "id"));
	if (old == NULL)
		return;
	struct record record = *old;
	int64_t now = app_now(a);
	if (record.feature.until_at > now)
		record.feature.until_at = now;
	if (record.feature.from_at >= now)
		record.feature.from_at = now - 1;
	if (staff_publish_one(r, old, &record, "feature.end"))
		staff_redirect_saved(r, "/staff/features?when=over", record.id);
}
