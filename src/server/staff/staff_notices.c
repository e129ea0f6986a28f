/* Notices of a centre: "the lobby café is closed today". */
#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/staff_preview.h"
#include "server/staff/staff_spans.h"
#include "web/http.h"

#define NOTICE_TITLE_MAX 60 /* what fits the first screen */
#define NOTICE_TEXT_MAX 240
#define NOTICE_DAYS_MAX 400

struct notice_form {
	const char *id;
	struct ltext title, text;
	const char *level;
	struct strs centres;
	bool everywhere;
	const char *from_day, *from_clock, *until_day, *until_clock;
};

static const char *name_of(const struct record *record, struct web_request *r)
{
	return ltext_get(&record->notice.title, staff_lang(r), NULL);
}

void staff_notices(struct web_request *r)
{
	enum lang l = staff_lang(r);
	const struct span_page page = {
		.kind = KIND_NOTICE,
		.tab = STAFF_TAB_NOTICES,
		.title = tr(l, "Notices"),
		.lead = tr(l, "What the first screen tells before anything else."),
		.new_words = tr(l, "New notice"),
		.new_path = "/staff/notice",
		.edit_path = "/staff/notice?id=",
		.end_path = "/staff/notice/end",
		.saved = tr(l, "Published. The screens show it in about a second."),
		.nothing = tr(l, "No notices."),
		.name = name_of,
	};
	staff_span_page(r, &page);
}

/* --- the form --- */

static void fresh(struct notice_form *x, struct web_request *r)
{
	int64_t now = app_now(web_app(r));
	const struct user *u = &staff_session(r)->user;
	*x = (struct notice_form){.level = "info"};
	if (u->role == ROLE_CONTACT)
		x->centres = u->centres;
	form_times_of(r, now, &x->from_day, &x->from_clock);
	form_times_of(r, now + (int64_t)7 * 86400, &x->until_day, &x->until_clock);
}

static void of(struct notice_form *x, struct web_request *r, const struct record *record)
{
	const struct notice *n = &record->notice;
	fresh(x, r);
	x->id = record->id;
	x->title = n->title;
	x->text = n->text;
	x->level = n->level;
	x->centres = n->centres;
	x->everywhere = n->centres.n == 0;
	if (n->from_at != INSTANT_NONE)
		form_times_of(r, n->from_at, &x->from_day, &x->from_clock);
	if (n->until_at != INSTANT_NONE)
		form_times_of(r, n->until_at, &x->until_day, &x->until_clock);
}

static void read_form(struct notice_form *x, struct web_request *r)
{
	*x = (struct notice_form){
		.id = form_value(r, "id"),
		.title = form_ltext(r, "title"),
		.text = form_ltext(r, "text"),
		.level = form_value(r, "level"),
		.centres = form_values(r, "centre", FORM_CENTRES_MAX),
		.everywhere = web_form(r, "everywhere") != NULL,
		.from_day = form_value(r, "from_day"),
		.from_clock = form_value(r, "from_clock"),
		.until_day = form_value(r, "until_day"),
		.until_clock = form_value(r, "until_clock"),
	};
}

static void check(const struct notice_form *x, struct form *f, struct notice *out)
{
	bool everywhere;
	*out = (struct notice){.title = x->title, .text = x->text};
	out->level = str_eq(x->level, "warning") ? "warning" : "info";
	if (x->title.v[LANG_FI] == NULL)
		form_problem(f, "title_fi", tr(f->lang, "Give a title in Finnish."));
	form_limit_ltext(f, "title", &x->title, NOTICE_TITLE_MAX);
	form_limit_ltext(f, "text", &x->text, NOTICE_TEXT_MAX);
	form_read_centres(f, &out->centres, &everywhere);
	if (everywhere && staff_may_everywhere(&staff_session(f->r)->user))
		out->centres.n = 0;
	out->from_at = form_moment(f, "from", x->from_day, x->from_clock);
	out->until_at = form_moment(f, "until", x->until_day, x->until_clock);
	form_span(f, out->from_at, out->until_at, NOTICE_DAYS_MAX);
}

static void fill_preview(struct preview *p, struct web_request *r, const struct notice_form *x, const struct notice *n)
{
	struct record draft = {.kind = KIND_NOTICE, .id = x->id != NULL ? x->id : "preview:draft", .notice = *n};
	preview_init(p, r, &x->centres, n->from_at, n->until_at);
	p->shows[0] = "home";
	p->shows[1] = "notices";
	p->shows[2] = NULL;
	if (ltext_empty(&n->title))
		return;
	if (draft.notice.until_at != INSTANT_NONE && draft.notice.until_at <= p->at)
		draft.notice.until_at = p->at + 60;
	preview_add(p, &draft);
}

static void page(struct form *f, const struct notice_form *x, const struct preview *p, const char *src, const char *problem)
{
	struct html *h = &f->h;
	const struct form_choice levels[] = {{"info", tr(f->lang, "Notice")}, {"warning", tr(f->lang, "Warning")}};
	form_page_begin(f, STAFF_TAB_NOTICES, "/staff/notices", tr(f->lang, "Notices"),
			x->id != NULL ? tr(f->lang, "Edit the notice") : tr(f->lang, "New notice"));
	form_open(f, "/staff/notice", "notice", false);
	html_raw(h, "<div class=\"beside\"><div>");
	if (x->id != NULL)
		staff_hidden(h, "id", x->id);
	form_step(f, 1, tr(f->lang, "What"));
	form_field_ltext(f, tr(f->lang, "Title"), "title", &x->title, NOTICE_TITLE_MAX, false, true);
	form_field_ltext(f, tr(f->lang, "Text"), "text", &x->text, NOTICE_TEXT_MAX, true, false);
	form_field_select(f, tr(f->lang, "Kind"), "level", x->level, levels, 2);
	form_step_end(f);
	form_step(f, 2, tr(f->lang, "In which centres"));
	form_field_centres(f, &x->centres, x->everywhere);
	form_step_end(f);
	form_step(f, 3, tr(f->lang, "When it is on the screens"));
	html_raw(h, "<div class=\"two\">");
	form_field_moment(f, tr(f->lang, "Begins"), "from", x->from_day, x->from_clock);
	form_field_moment(f, tr(f->lang, "Ends"), "until", x->until_day, x->until_clock);
	html_raw(h, "</div>");
	form_step_end(f);
	form_publish(f);
	html_raw(h, "</div>");
	preview_write(f, p, "notice", "/staff/notice/preview", src, problem);
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

static void show(struct form *f, const struct notice_form *x)
{
	struct form quiet;
	struct notice n;
	struct preview p;
	form_init(&quiet, f->r);
	check(x, &quiet, &n);
	fill_preview(&p, f->r, x, &n);
	page(f, x, &p, NULL, NULL);
	preview_fini(&p);
}

void staff_notice_page(struct web_request *r)
{
	struct form f;
	struct notice_form x;
	const char *id = web_query(r, "id");
	const struct record *old = id != NULL ? staff_own_record(r, KIND_NOTICE, id) : NULL;
	if (id != NULL && old == NULL)
		return;
	form_init(&f, r);
	if (old != NULL)
		of(&x, r, old);
	else
		fresh(&x, r);
	show(&f, &x);
}

void staff_notice_preview(struct web_request *r)
{
	struct form f, quiet;
	struct notice_form x;
	struct notice n;
	struct preview p;
	const char *src, *problem;
	if (!staff_form_ok(r))
		return;
	read_form(&x, r);
	if (x.id != NULL && staff_own_record(r, KIND_NOTICE, x.id) == NULL)
		return;
	form_init(&f, r);
	form_init(&quiet, r);
	check(&x, &quiet, &n);
	fill_preview(&p, r, &x, &n);
	if (!preview_answer(&p, r, &src, &problem))
		page(&f, &x, &p, src, problem);
	preview_fini(&p);
}

void staff_notice_save(struct web_request *r)
{
	struct form f;
	struct notice_form x;
	struct record record = {.kind = KIND_NOTICE};
	const struct record *old = NULL;
	if (!staff_form_ok(r))
		return;
	read_form(&x, r);
	if (x.id != NULL && (old = staff_own_record(r, KIND_NOTICE, x.id)) == NULL)
		return;
	form_init(&f, r);
	check(&x, &f, &record.notice);
	if (f.n_problems > 0) {
		show(&f, &x);
		return;
	}
	record.id = x.id != NULL ? x.id : staff_new_id(r, "n");
	if (staff_publish_one(r, old, &record, "notice.put"))
		staff_redirect_saved(r, "/staff/notices", record.id);
}

void staff_notice_end(struct web_request *r)
{
	if (!staff_form_ok(r))
		return;
	const struct record *old = staff_own_record(r, KIND_NOTICE, web_form(r, "id"));
	if (old == NULL)
		return;
	struct record record = *old;
	int64_t now = app_now(web_app(r));
	record.notice.until_at = now;
	if (record.notice.from_at != INSTANT_NONE && record.notice.from_at >= now)
		record.notice.from_at = now - 1;
	if (staff_publish_one(r, old, &record, "notice.end"))
		staff_redirect_saved(r, "/staff/notices", record.id);
}
