/* The log of changes: who, what, before and after. Only administrators see it. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/staff/deeds.h"
#include "server/staff/doc_diff.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "web/http.h"

#define PAGE_ENTRIES 50

/* Groups to choose from: beginnings of the words in the log. */
static const struct {
	const char *beginning, *words;
} groups[] = {
	{"login", TR("Logins")},	 {"user.", TR("People")},	   {"session.", TR("Sessions")},
	{"feature.", TR("Features")},	 {"draft.", TR("Drafts")},	 {"notice.", TR("Notices")},	   {"poll.", TR("Polls")},
	{"hide.", TR("Hidden things")},	 {"centre.", TR("Hours of centres")}, {"contact.", TR("Contacts")}, {"activity.", TR("Activities")}, {"device.", TR("Screens")},
	{"listing.", TR("Organisations")}, {"review.", TR("Review")},	   {"sweep.", TR("Sources")},
};

/* --- what is asked for --- */

static int64_t day_start(const char *typed, int days_after)
{
	struct date d;
	return typed != NULL && date_parse(typed, &d) ? zone_day_start(ZONE_DEFAULT, date_add(d, days_after))
						      : INSTANT_NONE;
}

static const char *asked(struct web_request *r, const char *name)
{
	const char *v = web_query(r, name);
	return str_empty(v) ? NULL : v;
}

static struct audit_filter filter_of(struct web_request *r)
{
	int64_t before = 0;
	const char *typed = asked(r, "before");
	if (typed != NULL && !str_to_i64(typed, 1, INT64_MAX, &before))
		before = 0;
	return (struct audit_filter){
		.who = asked(r, "who"),
		.what = asked(r, "what"),
		.target = asked(r, "target"),
		.from_at = day_start(asked(r, "from"), 0),
		.until_at = day_start(asked(r, "until"), 1),
		.before = before,
		.limit = PAGE_ENTRIES + 1,
	};
}

static const char *older_link(struct web_request *r, int64_t before)
{
	static const char *const names[] = {"who", "what", "target", "from", "until"};
	struct arena *a = web_arena(r);
	const char *url = arena_printf(a, "/staff/log?before=%lld", (long long)before);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (asked(r, names[i]) != NULL)
			url = staff_url(a, arena_printf(a, "%s&%s=", url, names[i]), asked(r, names[i]));
	return url;
}

/* --- writing --- */

static void write_select(struct html *h, const char *label, const char *name, const char *any)
{
	html_raw(h, "<label>");
	html_text(h, label);
	html_raw(h, "<select");
	html_attr(h, "name", name);
	html_raw(h, ">");
	staff_option(h, "", any, false);
}

static void write_filter(struct html *h, struct web_request *r, const struct strs *names, enum lang l)
{
	const char *who = asked(r, "who"), *what = asked(r, "what");
	html_raw(h, "<form class=\"filters\" method=\"get\" action=\"/staff/log\">");
	write_select(h, tr(l, "Who"), "who", tr(l, "Everybody"));
	for (size_t i = 0; i < names->n; i++)
		staff_option(h, names->v[i], deed_doer(names->v[i], l), str_eq(who, names->v[i]));
	html_raw(h, "</select></label>");
	write_select(h, tr(l, "What"), "what", tr(l, "Everything"));
	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		staff_option(h, groups[i].beginning, tr(l, groups[i].words), str_eq(what, groups[i].beginning));
	html_raw(h, "</select></label>");
	const struct field days[] = {
		{.label = tr(l, "From"), .name = "from", .type = "date", .value = asked(r, "from")},
		{.label = tr(l, "To"), .name = "until", .type = "date", .value = asked(r, "until")},
		{.label = tr(l, "Target"), .name = "target", .value = asked(r, "target"), .max = 120},
	};
	for (size_t i = 0; i < 3; i++)
		staff_field(h, &days[i]);
	staff_button(h, "primary", "search", tr(l, "Show"));
	html_raw(h, "</form>");
}

void staff_changes(struct html *h, const char *before, const char *after, enum lang l, struct arena *a)
{
	struct doc_change *v = ARENA_ARRAY(a, struct doc_change, DOC_DIFF_MAX);
	size_t n = doc_diff(before, after, v, a);
	if (n == 0)
		return;
	html_raw(h, "<dl class=\"diff\">");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<div><dt>");
		html_text(h, deed_field(v[i].field, l, a));
		html_raw(h, "</dt>");
		if (v[i].before != NULL) {
			html_raw(h, "<dd><del><span class=\"skip\">");
			html_text(h, tr(l, "Before:"));
			html_raw(h, " </span>");
			html_text(h, v[i].before);
			html_raw(h, "</del></dd>");
		}
		if (v[i].after != NULL) {
			html_raw(h, "<dd><ins><span class=\"skip\">");
			html_text(h, tr(l, "After:"));
			html_raw(h, " </span>");
			html_text(h, v[i].after);
			html_raw(h, "</ins></dd>");
		}
		html_raw(h, "</div>");
	}
	html_raw(h, "</dl>");
}

static void write_entry(struct html *h, const struct audit_entry *x, const char *const *heads, enum lang l,
			struct arena *a)
{
	html_raw(h, "<tr>");
	staff_cell(h, heads[0], staff_moment(a, l, x->at));
	staff_cell(h, heads[1], deed_doer(x->who, l));
	html_raw(h, "<td");
	html_attr(h, "data-head", heads[2]);
	html_raw(h, "><strong>");
	html_text(h, deed_words(x->what, l));
	html_raw(h, "</strong>");
	if (x->target != NULL && !str_eq(x->target, x->who))
		staff_el(h, "span", " class=\"by\"", x->target);
	if (x->before != NULL || x->after != NULL) {
		html_raw(h, "<details><summary>");
		html_text(h, tr(l, "What changed"));
		html_raw(h, "</summary>");
		staff_changes(h, x->before, x->after, l, a);
		html_raw(h, "</details>");
	}
	html_raw(h, "</td></tr>");
}

struct found {
	struct audit_filter filter;
	struct audit_entry *v;
	size_t n;
	struct strs names;
};

static void fill(void *what, struct arena *a, const void *user)
{
	struct audit_filter *f = &((struct found *)what)->filter;
	*f = *(const struct audit_filter *)user;
	f->who = arena_strdup(a, f->who);
	f->what = arena_strdup(a, f->what);
	f->target = arena_strdup(a, f->target);
}

/* What was done seldom is looked for in all of the log. */
static bool ask(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct found *x = what;
	return audit_find(s, &x->filter, &x->v, &x->n, a, e) && audit_names(s, &x->names, a, e);
}

void staff_log(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	const struct audit_filter f = filter_of(r);
	const char *const heads[] = {tr(l, "When"), tr(l, "Who"), tr(l, "What")};
	void *what;
	if (!staff_asked(r, "log", ask, sizeof(struct found), fill, &f, &what))
		return;
	const struct found *x = what;
	const struct audit_entry *v = x->v;
	size_t n = x->n;
	staff_begin(&h, r, tr(l, "Log"), STAFF_TAB_PEOPLE);
	staff_back(&h, "/staff/people", tr(l, "People"));
	staff_title(&h, tr(l, "Log"), tr(l, "Every change, with who made it and what it was before."));
	write_filter(&h, r, &x->names, l);
	staff_table(&h, l, tr(l, "Log"), heads, 3);
	size_t shown = n > PAGE_ENTRIES ? PAGE_ENTRIES : n;
	for (size_t i = 0; i < shown; i++)
		write_entry(&h, &v[i], heads, l, web_arena(r));
	staff_table_end(&h);
	if (n == 0)
		staff_el(&h, "p", " class=\"lead\"", tr(l, "Nothing here."));
	if (n > shown) {
		html_raw(&h, "<p>");
		staff_link_button(&h, "", NULL, older_link(r, v[shown - 1].n), tr(l, "Older"));
		html_raw(&h, "</p>");
	}
	staff_end(&h);
	staff_send(r, &h, 200);
}
