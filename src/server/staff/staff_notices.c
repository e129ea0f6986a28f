/* Notices of a centre: "the lobby café is closed today". */
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/staff/staff.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_preview.h"
#include "server/staff/staff_span_form.h"
#include "server/staff/staff_spans.h"

#define NOTICE_TITLE_MAX 60 /* what fits the first screen */
#define NOTICE_TEXT_MAX 240

struct notice_form {
	struct ltext title, text;
	const char *level;
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

static void fresh(void *own)
{
	struct notice_form *x = own;
	x->level = "info";
}

static void of(void *own, const struct record *record)
{
	struct notice_form *x = own;
	x->title = record->notice.title;
	x->text = record->notice.text;
	x->level = record->notice.level;
}

static void read_form(void *own, struct web_request *r)
{
	struct notice_form *x = own;
	x->title = form_ltext(r, "title");
	x->text = form_ltext(r, "text");
	x->level = form_value(r, "level");
}

static void check(const void *own, struct form *f, struct record *out)
{
	const struct notice_form *x = own;
	out->notice = (struct notice){.title = x->title, .text = x->text};
	out->notice.level = str_eq(x->level, "warning") ? "warning" : "info";
	if (x->title.v[LANG_FI] == NULL)
		form_problem(f, "title_fi", tr(f->lang, "Give a title in Finnish."));
	form_limit_ltext(f, "title", &x->title, NOTICE_TITLE_MAX);
	form_limit_ltext(f, "text", &x->text, NOTICE_TEXT_MAX);
}

static int fields(const void *own, struct form *f)
{
	const struct notice_form *x = own;
	const struct form_choice levels[] = {{"info", tr(f->lang, "Notice")},
					     {"warning", tr(f->lang, "Warning")}};
	form_step(f, 1, tr(f->lang, "What"));
	form_field_ltext(f, tr(f->lang, "Title"), "title", &x->title, NOTICE_TITLE_MAX, false, true);
	form_field_ltext(f, tr(f->lang, "Text"), "text", &x->text, NOTICE_TEXT_MAX, true, false);
	form_field_select(f, tr(f->lang, "Kind"), "level", x->level, levels, 2);
	form_step_end(f);
	return 2;
}

static bool preview(struct preview *p, const struct record *draft)
{
	preview_only(p, "home");
	p->shows[1] = "notices";
	return !ltext_empty(&draft->notice.title);
}

static const struct span_kind notices = {
	.kind = KIND_NOTICE,
	.tab = STAFF_TAB_NOTICES,
	.list_path = "/staff/notices",
	.list_words = TR("Notices"),
	.path = "/staff/notice",
	.preview_path = "/staff/notice/preview",
	.id = "notice",
	.new_words = TR("New notice"),
	.edit_words = TR("Edit the notice"),
	.letter = "n",
	.put = "notice.put",
	.end = "notice.end",
	.days = 7,
	.days_max = 400,
	.own_bytes = sizeof(struct notice_form),
	.fresh = fresh,
	.of = of,
	.read = read_form,
	.check = check,
	.fields = fields,
	.preview = preview,
};

void staff_notice_page(struct web_request *r)
{
	span_form_page(r, &notices);
}

void staff_notice_preview(struct web_request *r)
{
	span_form_preview(r, &notices);
}

void staff_notice_save(struct web_request *r)
{
	span_form_save(r, &notices);
}

void staff_notice_end(struct web_request *r)
{
	span_form_end(r, &notices);
}
