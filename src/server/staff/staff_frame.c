#include "server/staff/staff_frame.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/staff/person.h"
#include "server/view.h"
#include "store/store.h"
#include "web/http.h"

#define CENTRES_MAX 500
/* As other pages, and the site's own script file: never one in the page. blob: previews that the script fetched. */
#define STAFF_CSP                                                                                              \
	"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "   \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

struct session *staff_session(struct web_request *r)
{
	return web_user(r);
}

enum lang staff_lang(struct web_request *r)
{
	const struct session *s = staff_session(r);
	enum lang l = s != NULL ? lang_from_tag(s->user.lang) : LANG_NONE;
	return l != LANG_NONE && web_query(r, "lang") == NULL ? l : page_lang(r);
}

bool staff_may_everywhere(const struct user *u)
{
	return u->role >= ROLE_EDITOR;
}

bool staff_may_centre(const struct user *u, const char *centre)
{
	return staff_may_everywhere(u) || (u->role >= ROLE_CONTACT && strs_has(&u->centres, centre));
}

bool staff_may_write_at(const struct user *u, const char *centre)
{
	return staff_may_centre(u, centre) || (u->role == ROLE_ORGANISATION && strs_has(&u->centres, centre));
}

/* --- forms
 * ------------------------------------------------------------------------------------------------------ */

bool staff_origin_ok(struct web_request *r)
{
	struct app *a = web_app(r);
	const char *site = web_header(r, "Sec-Fetch-Site"), *origin = web_header(r, "Origin");
	const char *host = web_header(r, "Host");
	bool ok = site == NULL || str_eq(site, "same-origin") || str_eq(site, "none");
	if (origin != NULL && !str_eq(origin, a->settings.public_base)) {
		const char *bare = strstr(origin, "://");
		ok = ok && bare != NULL && host != NULL && str_eq(bare + 3, host);
	}
	if (!ok) {
		log_warning("staff: form from another site refused, from %s", web_client(r));
		staff_error_page(r, 403, tr(staff_lang(r), "This form came from another site."));
	}
	return ok;
}

bool staff_form_ok(struct web_request *r)
{
	const struct session *s = staff_session(r);
	const char *token = web_form(r, "csrf");
	if (!staff_origin_ok(r))
		return false;
	if (s != NULL && token != NULL && strlen(token) == strlen(s->csrf) &&
	    sodium_memcmp(token, s->csrf, strlen(s->csrf)) == 0)
		return true;
	log_warning("staff: form without the session's token refused, from %s", web_client(r));
	staff_error_page(r, 403, tr(staff_lang(r), "This form has expired. Open the page again."));
	return false;
}

void staff_csrf_field(struct html *h, struct web_request *r)
{
	html_raw(h, "<input type=\"hidden\" name=\"csrf\"");
	html_attr(h, "value", staff_session(r)->csrf);
	html_raw(h, ">");
}

/* --- frame
 * -------------------------------------------------------------------------------------------------------- */

/* "Contact person, 3 centres" */
static void write_role(struct html *h, const struct user *u, enum lang l, struct arena *a)
{
	const char *role = person_role_words(u->role, l);
	html_raw(h, "<small>");
	html_text(h, u->centres.n == 0
			     ? role
			     : arena_printf(a, trn(l, "%1$s, %2$d centre", "%1$s, %2$d centres", (long)u->centres.n), role,
					    (int)u->centres.n));
	html_raw(h, "</small>");
}

static void write_person(struct html *h, struct web_request *r, enum lang l)
{
	const struct session *s = staff_session(r);
	if (s == NULL || s->stage != SESSION_FULL)
		return;
	html_raw(h, "<div class=\"person\">");
	html_icon(h, "badge");
	html_raw(h, "<span class=\"name\"><a href=\"/staff/account\">");
	html_text(h, s->user.display);
	html_raw(h, "</a>");
	write_role(h, &s->user, l, web_arena(r));
	html_raw(h, "</span><form method=\"post\" action=\"/staff/logout\">");
	staff_csrf_field(h, r);
	html_raw(h, "<button class=\"quiet\">");
	html_text(h, tr(l, "Log out"));
	html_raw(h, "</button></form></div>");
}

static const struct tab {
	enum staff_tab tab;
	const char *path, *words;
	enum role least, most;
} tabs[] = {
	{STAFF_TAB_FEATURES, "/staff/features", TR("Features"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_NOTICES, "/staff/notices", TR("Notices"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_POLLS, "/staff/polls", TR("Polls"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_SCREENS, "/staff/screens", TR("Screens"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_CENTRES, "/staff/centres", TR("Centres"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_LISTINGS, "/staff/listings", TR("Our activities"), ROLE_ORGANISATION, ROLE_ORGANISATION},
	{STAFF_TAB_REVIEW, "/staff/review", TR("Review"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_STATISTICS, "/staff/statistics", TR("Statistics"), ROLE_READER, ROLE_ADMIN},
	{STAFF_TAB_PEOPLE, "/staff/people", TR("People"), ROLE_CONTACT, ROLE_ADMIN},
};

const char *staff_first_page(const struct user *u)
{
	return u->role == ROLE_ORGANISATION ? "/staff/listings" : "/staff/features";
}

static void write_tabs(struct html *h, const struct user *u, enum staff_tab current, enum lang l)
{
	html_raw(h, "<nav");
	html_attr(h, "aria-label", tr(l, "Pages"));
	html_raw(h, ">");
	for (size_t i = 0; i < sizeof tabs / sizeof tabs[0]; i++) {
		if (u->role < tabs[i].least || u->role > tabs[i].most)
			continue;
		html_raw(h, "<a");
		html_link(h, tabs[i].path);
		html_raw_if(h, tabs[i].tab == current, " aria-current=\"page\">", ">");
		html_text(h, tr(l, tabs[i].words));
		html_raw(h, "</a>");
	}
	html_raw(h, "</nav>");
}

void staff_begin(struct html *h, struct web_request *r, const char *title, enum staff_tab tab)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	const struct session *s = staff_session(r);
	html_raw(h, "<!DOCTYPE html><html");
	html_attr(h, "lang", lang_tag(l));
	html_raw(h, "><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		    "content=\"width=device-width,initial-scale=1\">"
		    "<link rel=\"icon\" href=\"data:,\"><title>");
	html_text(h, title);
	html_raw(h, " · Aula</title><link rel=\"stylesheet\"");
	html_link(h, arena_printf(web_arena(r), "/static/%s/staff.css", a->style_tag));
	html_raw(h, "><script defer");
	html_attr(h, "src", arena_printf(web_arena(r), "/static/%s/staff.js", a->style_tag));
	html_raw(h, "></script></head><body><a class=\"skip\" href=\"#main\">");
	html_text(h, tr(l, "Skip to the content"));
	html_raw(h,
		 "</a><header class=\"top\"><a class=\"mark\" href=\"/staff\"><svg aria-hidden=\"true\" "
		 "viewBox=\"0 0 48 "
		 "48\"><path d=\"M6 46V24a18 18 0 0 1 36 0v22a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2z\" "
		 "fill=\"#fff\"/><path "
		 "d=\"M16 48V27a8 8 0 0 1 16 0v21z\" fill=\"#073a50\"/><circle cx=\"24\" cy=\"33\" r=\"5\" "
		 "fill=\"#fff\"/><path d=\"M17 48a7 9 0 0 1 14 0z\" fill=\"#fff\"/></svg>Aula</a>");
	if (s != NULL && s->stage == SESSION_FULL)
		write_tabs(h, &s->user, tab, l);
	write_person(h, r, l);
	html_raw(h, "</header><main id=\"main\">");
}

void staff_end(struct html *h)
{
	html_raw(h, "</main></body></html>\n");
}

void staff_send(struct web_request *r, struct html *h, unsigned status)
{
	web_set_header(r, "Cache-Control", "no-store");
	web_set_header(r, "Content-Security-Policy", STAFF_CSP);
	/* with "no-referrer" browsers send forms with "Origin: null", which says nothing of where they came from */
	web_set_header(r, "Referrer-Policy", "same-origin");
	web_send(r, status, "text/html; charset=utf-8", &h->out);
	html_fini(h);
}

void staff_error_page(struct web_request *r, unsigned status, const char *text)
{
	struct html h = HTML_INIT;
	enum lang l = staff_lang(r);
	staff_begin(&h, r, tr(l, "This did not work"), STAFF_TAB_NONE);
	html_raw(&h, "<h1>");
	html_text(&h, tr(l, "This did not work"));
	html_raw(&h, "</h1><p>");
	html_text(&h, text);
	html_raw(&h, "</p><p><a href=\"/staff\">");
	html_text(&h, tr(l, "To the first page"));
	html_raw(&h, "</a></p>");
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_problems(struct html *h, enum lang l, const char *const *problems, size_t n)
{
	if (n == 0)
		return;
	html_raw(h, "<div class=\"problems\" role=\"alert\"><h2>");
	html_text(h, tr(l, "Not saved yet"));
	html_raw(h, "</h2><ul>");
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<li>");
		html_text(h, problems[i]);
		html_raw(h, "</li>");
	}
	html_raw(h, "</ul></div>");
}

/* --- centres
 * ------------------------------------------------------------------------------------------------------ */

/* The store's title is the Finnish one, and all that is there without the document. */
static const char *centre_name(const struct store_record *c, enum lang l, struct arena *a)
{
	struct record x;
	const char *name = c->doc != NULL && record_decode(&x, KIND_CENTRE, c->id, c->doc, c->doc_len, a, NULL)
				   ? ltext_get(&x.centre.name, l, NULL)
				   : c->title;
	return name != NULL ? name : c->id;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct staff_centre *)a)->name, ((const struct staff_centre *)b)->name);
}

bool staff_centres(struct web_request *r, struct staff_centre **out, size_t *n)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	enum lang l = staff_lang(r);
	const struct store_filter f = {.kind = KIND_CENTRE, .docs = l != LANG_FI, .limit = CENTRES_MAX};
	struct store_records list;
	struct error e = ERROR_INIT;
	if (!store_list(a->store, &f, &list, web_arena(r), &e)) {
		log_error("staff: %s", e.text);
		return false;
	}
	*out = ARENA_ARRAY(web_arena(r), struct staff_centre, list.n);
	*n = 0;
	for (size_t i = 0; i < list.n; i++)
		if (staff_may_everywhere(u) || strs_has(&u->centres, list.v[i].id))
			(*out)[(*n)++] = (struct staff_centre){list.v[i].id, centre_name(&list.v[i], l, web_arena(r)),
							       staff_may_centre(u, list.v[i].id)};
	if (f.docs)
		qsort(*out, *n, sizeof **out, by_name);
	return true;
}

const char *staff_centre_names(const struct strs *ids, const struct staff_centre *all, size_t n, enum lang l,
			       struct arena *a)
{
	const char *names[3];
	size_t known = 0;
	if (ids->n == 0)
		return tr(l, "everywhere");
	if (ids->n > 3)
		return arena_printf(a, trn(l, "%d centre", "%d centres", (long)ids->n), (int)ids->n);
	size_t others = 0;
	for (size_t i = 0; i < ids->n; i++) {
		const char *name = NULL;
		for (size_t j = 0; j < n; j++)
			if (str_eq(all[j].id, ids->v[i]))
				name = all[j].name;
		if (name != NULL)
			names[known++] = name;
		else
			others++;
	}
	if (others > 0)
		names[known++] = arena_printf(a, trn(l, "%d other centre", "%d other centres", (long)others), (int)others);
	return words_list(a, l, names, known);
}
