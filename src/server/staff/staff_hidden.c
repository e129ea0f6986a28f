/* What a centre keeps off its screens: an activity, an organisation or a whole topic. It stays hidden until somebody
 * shows it again. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "feed/page.h"
#include "i18n/catalogue.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/reader_list.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/staff_spans.h"
#include "server/view.h"
#include "store/store.h"
#include "web/http.h"

#define FOUND_MAX 30
#define TYPED_BYTES_MAX 200

static enum record_kind kind_of(const char *what)
{
	enum record_kind kind = what != NULL ? record_kind_from_word(what) : KIND_NONE;
	return kind == KIND_ACTIVITY || kind == KIND_ORGANISATION || kind == KIND_TOPIC ? kind : KIND_NONE;
}

static const char *kind_words(enum record_kind kind, enum lang l)
{
	return kind == KIND_TOPIC	   ? tr(l, "Topic")
	       : kind == KIND_ORGANISATION ? tr(l, "Organiser")
					   : tr(l, "Activity");
}

/* Of an activity; NULL: none, or not known here. Several have the same title. */
static const struct ltext *organiser(struct web_request *r, const struct record *x)
{
	struct app *a = web_app(r);
	const struct record *by =
		x->kind == KIND_ACTIVITY ? view_record(a->store, KIND_ORGANISATION, x->activity.organisation, web_arena(r)) : NULL;
	return by != NULL ? view_name(by) : NULL;
}

/* "Activity: Omaishoitajien kahvihetki, Oulunseudun Läheiset ry"; NULL: not there. */
static const char *target_name(struct web_request *r, enum record_kind kind, const char *id)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	const struct record *x = kind != KIND_NONE ? view_record(a->store, kind, id, web_arena(r)) : NULL;
	const char *name = x != NULL ? ltext_get(view_name(x), l, NULL) : NULL;
	const struct ltext *by = x != NULL ? organiser(r, x) : NULL;
	if (name == NULL)
		return NULL;
	return arena_printf(web_arena(r), "%s: %s%s%s", kind_words(kind, l), view_plain(name, web_arena(r)), by != NULL ? ", " : "",
			    by != NULL ? ltext_get(by, l, NULL) : "");
}

static const char *name_of(const struct record *record, struct web_request *r)
{
	const char *name = target_name(r, kind_of(record->hide.what), record->hide.target);
	return name != NULL ? name : record->hide.target;
}

/* --- finding what to hide --- */

static const char *typed_words(struct web_request *r)
{
	const char *typed = web_query(r, "q");
	return typed != NULL ? utf8_clean(web_arena(r), typed, strnlen(typed, TYPED_BYTES_MAX)) : "";
}

/* True with n 0 when nothing is looked for; false: the request is parked or answered. The same answer at every call. */
static bool find(struct web_request *r, struct store_records *out)
{
	enum record_kind kind = kind_of(web_query(r, "what"));
	const struct store_filter filter = {
		.kind = kind, .limit = FOUND_MAX, .words = intake_search_words(typed_words(r), web_arena(r))};
	void *what;
	*out = (struct store_records){.n = 0};
	if (kind == KIND_NONE || staff_session(r)->user.role < ROLE_CONTACT)
		return true;
	if (!staff_asked(r, "hidden", reader_list_ask, sizeof(struct reader_list), reader_list_fill, &filter, &what))
		return false;
	*out = ((const struct reader_list *)what)->found;
	return true;
}

static void write_one(struct html *h, struct web_request *r, enum record_kind kind, const char *id)
{
	struct app *a = web_app(r);
	const struct record *x = view_record(a->store, kind, id, web_arena(r));
	const char *lead = arena_printf(web_arena(r), "/staff/hide?what=%s&target=", record_kind_word(kind));
	if (x == NULL) /* it went since the question was asked */
		return;
	const struct ltext *by = organiser(r, x);
	html_raw(h, "<li><a");
	html_link(h, staff_url(web_arena(r), lead, id));
	html_raw(h, "><span>");
	staff_ltext_el(h, "strong", "", view_name(x), staff_lang(r));
	if (by != NULL)
		staff_ltext_el(h, "span", " class=\"by\"", by, staff_lang(r));
	html_raw(h, "</span></a></li>");
}

static void write_found(struct html *h, struct web_request *r, enum record_kind kind)
{
	struct store_records list;
	if (!find(r, &list))
		return;
	html_raw(h, "<ul class=\"found panel\">");
	for (size_t i = 0; i < list.n; i++)
		write_one(h, r, kind, list.v[i].id);
	html_raw(h, "</ul><p class=\"lead\" role=\"status\">");
	staff_found(h, staff_lang(r), list.total, list.n, web_arena(r));
	html_raw(h, "</p>");
}

static void write_search(struct html *h, struct web_request *r)
{
	enum lang l = staff_lang(r);
	static const enum record_kind kinds[] = {KIND_ACTIVITY, KIND_ORGANISATION, KIND_TOPIC};
	enum record_kind kind = kind_of(web_query(r, "what"));
	if (staff_session(r)->user.role < ROLE_CONTACT)
		return;
	html_raw(h, "<section><h2>");
	html_text(h, tr(l, "Hide something"));
	html_raw(h, "</h2><form class=\"search\" method=\"get\" action=\"/staff/hidden\" role=\"search\"><label>");
	html_text(h, tr(l, "What"));
	html_raw(h, "<select name=\"what\">");
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		staff_option(h, record_kind_word(kinds[i]), kind_words(kinds[i], l), kinds[i] == kind);
	html_raw(h, "</select></label><label>");
	html_text(h, tr(l, "Words from its name"));
	html_raw(h, "<input type=\"search\" name=\"q\" maxlength=\"100\"");
	html_attr(h, "value", typed_words(r));
	html_raw(h, "></label>");
	staff_button(h, "primary", "search", tr(l, "Search"));
	html_raw(h, "</form>");
	if (kind != KIND_NONE)
		write_found(h, r, kind);
	html_raw(h, "</section>");
}

void staff_hidden_page(struct web_request *r)
{
	enum lang l = staff_lang(r);
	const struct span_page page = {
		.kind = KIND_HIDE,
		.tab = STAFF_TAB_FEATURES,
		.title = tr(l, "Hidden"),
		.lead = tr(l, "What the screens of a centre do not show, until it is shown again."),
		.end_path = "/staff/hide/end",
		.saved = tr(l, "Done. The screens follow in about a second."),
		.nothing = tr(l, "Nothing is hidden."),
		.name = name_of,
		.more = write_search,
	};
	struct store_records unused;
	if (find(r, &unused))
		staff_span_page(r, &page);
}

/* --- hiding --- */

static void page(struct form *f, const char *what, const char *target, const struct strs *centres, bool everywhere)
{
	struct html *h = &f->h;
	const char *name = target_name(f->r, kind_of(what), target);
	if (name == NULL) {
		staff_error_page(f->r, 404, tr(f->lang, "It is not there any more."));
		return;
	}
	form_page_begin(f, STAFF_TAB_FEATURES, "/staff/hidden", tr(f->lang, "Hidden"), tr(f->lang, "Hide from the screens"));
	form_open(f, "/staff/hide", "hide", false);
	staff_hidden(h, "what", what);
	staff_hidden(h, "target", target);
	html_raw(h, "<p class=\"lead\"><strong>");
	html_text(h, name);
	html_raw(h, "</strong></p>");
	form_step(f, 0, tr(f->lang, "In which centres"));
	form_field_centres(f, centres, everywhere);
	form_step_end(f);
	html_raw(h, "<div class=\"actions\">");
	staff_button(h, "primary", "visibility_off", tr(f->lang, "Hide"));
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

void staff_hide_page(struct web_request *r)
{
	struct form f;
	const struct user *u = &staff_session(r)->user;
	const struct strs none = {0};
	form_init(&f, r);
	page(&f, web_query(r, "what"), web_query(r, "target"), u->role == ROLE_CONTACT ? &u->centres : &none, false);
}

void staff_hide_save(struct web_request *r)
{
	struct form f;
	bool everywhere;
	struct record record = {.kind = KIND_HIDE};
	if (!staff_form_ok(r))
		return;
	form_init(&f, r);
	const char *what = form_value(r, "what"), *target = form_value(r, "target");
	form_read_centres(&f, &record.hide.centres, &everywhere);
	if (target == NULL || !feed_id_ok(target) || target_name(r, kind_of(what), target) == NULL) {
		staff_error_page(r, 404, tr(f.lang, "It is not there any more."));
		return;
	}
	if (f.n_problems > 0) {
		page(&f, what, target, &record.hide.centres, everywhere);
		return;
	}
	if (everywhere && staff_may_everywhere(&staff_session(r)->user))
		record.hide.centres.n = 0;
	record.hide.what = record_kind_word(kind_of(what));
	record.hide.target = target;
	record.id = staff_new_id(r, "h");
	if (staff_publish_one(r, NULL, &record, "hide.put"))
		staff_redirect_saved(r, "/staff/hidden", record.id);
}

void staff_hide_end(struct web_request *r)
{
	if (!staff_form_ok(r))
		return;
	const struct record *old = staff_own_record(r, KIND_HIDE, web_form(r, "id"));
	if (old != NULL && staff_publish_one(r, old, NULL, "hide.end"))
		staff_redirect_saved(r, "/staff/hidden", old->id);
}
