#include "server/staff/review_page.h"

#include "base/arena.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/phone/phone_parts.h"
#include "server/staff/listing.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "web/http.h"

static const struct {
	const char *path, *words;
} tabs[] = {
	[REVIEW_TAB_FLAGS] = {"/staff/review", TR("Out of date?")},
	[REVIEW_TAB_TWICE] = {"/staff/review/twice", TR("The same twice?")},
	[REVIEW_TAB_QUALITY] = {"/staff/review/quality", TR("Quality")},
	[REVIEW_TAB_LISTINGS] = {"/staff/review/listings", TR("From organisations")},
	[REVIEW_TAB_SOURCES] = {"/staff/review/sources", TR("Sources")},
};

void review_begin(struct html *h, struct web_request *r, enum review_tab tab)
{
	enum lang l = staff_lang(r);
	staff_begin(h, r, arena_printf(web_arena(r), "%s: %s", tr(l, "Review"), tr(l, tabs[tab].words)), STAFF_TAB_REVIEW);
	staff_title(h, tr(l, "Review"), tr(l, "What is worth a look before visitors find it."));
	html_raw(h, "<nav class=\"tabs\"");
	html_attr(h, "aria-label", tr(l, "Review"));
	html_raw(h, ">");
	for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
		html_raw(h, "<a");
		html_link(h, tabs[i].path);
		html_raw_if(h, i == (size_t)tab, " aria-current=\"page\">", ">");
		html_text(h, tr(l, tabs[i].words));
		html_raw(h, "</a>");
	}
	html_raw(h, "</nav>");
	staff_done(h, web_query(r, "saved") != NULL ? tr(l, "Saved.") : NULL);
}

int64_t review_page_asked(struct web_request *r)
{
	int64_t page = 0;
	const char *typed = web_query(r, "page");
	return typed != NULL && str_to_i64(typed, 0, 1000000, &page) ? page : 0;
}

void review_paging(struct html *h, struct web_request *r, const char *path, int64_t page, int64_t total)
{
	enum lang l = staff_lang(r);
	struct arena *a = web_arena(r);
	html_raw(h, "<div class=\"actions\">");
	if (page > 0)
		staff_link_button(h, "", NULL, arena_printf(a, "%s%lld", path, (long long)page - 1), tr(l, "Previous"));
	if ((page + 1) * REVIEW_PAGE_ITEMS < total)
		staff_link_button(h, "", NULL, arena_printf(a, "%s%lld", path, (long long)page + 1), tr(l, "Next"));
	html_raw(h, "</div>");
}

const char *review_source_words(const char *source, enum lang l)
{
	if (str_eq(source, STAFF_SOURCE))
		return tr(l, "Kept here by staff");
	if (str_eq(source, LISTING_SOURCE))
		return tr(l, "Kept here by organisations");
	return source;
}

static void write_line(struct html *h, const char *text)
{
	if (!str_empty(text))
		staff_el(h, "span", " class=\"by\"", text);
}

static void write_links(struct html *h, const char *code, const struct provenance *from, enum lang l, struct arena *a)
{
	html_raw(h, "<span class=\"by\">");
	html_text(h, review_source_words(from->source, l));
	if (from->modified_at != INSTANT_NONE) {
		html_raw(h, " · ");
		html_text(h, staff_moment(a, l, from->modified_at));
	}
	if (code != NULL) {
		html_raw(h, " · <a");
		html_link(h, arena_printf(a, "/a/%s", code));
		html_raw(h, ">");
		html_text(h, tr(l, "Page"));
		html_raw(h, "</a>");
	}
	if (from->url != NULL && html_link_ok(from->url)) {
		html_raw(h, " · <a rel=\"noreferrer\"");
		html_link(h, from->url);
		html_raw(h, ">");
		html_text(h, tr(l, "Original listing"));
		html_raw(h, "</a>");
	}
	html_raw(h, "</span>");
}

static void write_activity(struct html *h, struct web_request *r, const struct store_record *stored, enum lang l)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	struct view v;
	if (!view_load(app->store, stored, app_now(app), &v, a, NULL)) {
		staff_el(h, "strong", "", stored->title);
		write_line(h, tr(l, "Over, or no longer listed"));
		return;
	}
	staff_ltext_el(h, "strong", "", &v.activity->title, l);
	write_line(h, v.organisation != NULL ? ltext_get(&v.organisation->name, l, NULL) : NULL);
	enum lang got;
	write_line(h, part_where(&v, l, &got, a));
	write_line(h, v.n_times > 0 ? part_when(app, &v.times[0], l, a) : NULL);
	char *repeats = words_schedules(a, l, v.activity, SCHEDULE_CLOCK, app_civil_now(app).date);
	write_line(h, repeats != NULL ? words_capital(a, repeats) : NULL);
	write_line(h, v.activity->phone != NULL ? words_phone(a, v.activity->phone) : NULL);
	write_links(h, v.code, &v.activity->from, l, a);
}

void review_write_record(struct html *h, struct web_request *r, int kind, const char *id)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	enum lang l = staff_lang(r);
	struct store_record stored;
	if (!store_get(app->store, (enum record_kind)kind, id, &stored, a, NULL) || stored.doc == NULL) {
		staff_el(h, "strong", "", id);
		write_line(h, tr(l, "Over, or no longer listed"));
		return;
	}
	if (kind == KIND_ACTIVITY) {
		write_activity(h, r, &stored, l);
		return;
	}
	const struct record *x = view_record(app->store, KIND_ORGANISATION, id, a);
	if (x == NULL)
		return;
	staff_ltext_el(h, "strong", "", &x->organisation.name, l);
	write_line(h, x->organisation.business_id);
	write_line(h, x->organisation.phone);
	write_line(h, x->organisation.email);
	write_links(h, NULL, &x->organisation.from, l, a);
}
