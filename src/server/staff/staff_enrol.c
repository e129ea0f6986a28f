/* A new screen shows a code; a person who is logged in types it here (or comes by the screen's QR), compares the
 * fingerprint, says where the screen stands and authorises. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "feed/key.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff.h"
#include "server/staff/staff_device.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "spool/enrol_wire.h"
#include "store/enrol.h"
#include "store/store.h"
#include "web/http.h"

#define COOKIE "aula_code" /* a code that waits for its reader to log in */
#define WINDOW_S 300
#define TRIES_PERSON 20 /* wrong codes; the space of codes is 2^34 */
#define TRIES_CLIENT 100

enum outcome { NONE, ALLOWED, REFUSED };

struct page {
	const char *typed;     /* as it came, NULL nothing */
	const char *problem;   /* in the page's language, NULL none */
	struct enrolment found;
	bool known;
	const char *name, *centre, *device; /* as typed in the form */
	enum outcome outcome;
	const char *new_id;
};

/* --- looking the code up --- */

/* Every wrong code counts; a right one does not, so that a morning of twenty new screens goes through. */
static bool count_miss(struct web_request *r, bool *allowed, struct error *e)
{
	struct app *a = web_app(r);
	struct arena *arena = web_arena(r);
	bool by_person, by_client;
	if (store_begin(a->store, e) &&
	    throttle_hit(a->store, arena_printf(arena, "enrol-code:%s", staff_session(r)->user.name), WINDOW_S,
			 TRIES_PERSON, app_now(a), &by_person, e) &&
	    throttle_hit(a->store, arena_printf(arena, "enrol-code-from:%.64s", web_client(r)), WINDOW_S, TRIES_CLIENT,
			 app_now(a), &by_client, e) &&
	    store_commit(a->store, e)) {
		*allowed = by_person && by_client;
		return true;
	}
	store_rollback(a->store);
	return false;
}

static void look_up(struct web_request *r, struct page *p)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	char code[ENROL_USER_CODE_BYTES];
	struct error e = ERROR_INIT;
	bool allowed = true;
	p->known = enrol_code_read(p->typed, code) && enrol_find(a->store, code, app_now(a), &p->found, web_arena(r), &e);
	if (p->known)
		return;
	bool failed = e.kind != ERROR_NONE && e.kind != ERROR_NOT_FOUND;
	if (failed || !count_miss(r, &allowed, &e)) {
		log_error("enrolment: %s", e.text);
		p->problem = tr(l, "Not available just now");
	} else if (!allowed) {
		log_warning("enrolment: %s has typed too many wrong codes, from %s", staff_session(r)->user.name,
			    web_client(r));
		p->problem = tr(l, "Too many wrong codes. Wait five minutes.");
	} else {
		p->problem = tr(l, "No screen waits with this code. It may have expired: the screen shows a new one by "
				   "itself.");
	}
}

/* --- the page --- */

static void write_problem(struct html *h, const char *problem)
{
	if (problem == NULL)
		return;
	html_raw(h, "<p class=\"problem\" role=\"alert\">");
	html_text(h, problem);
	html_raw(h, "</p>");
}

static void write_code_form(struct html *h, const struct page *p, enum lang l)
{
	html_raw(h, "<form class=\"search\" method=\"get\" action=\"/staff/enrol\"><label>");
	html_text(h, tr(l, "Code on the screen"));
	html_raw(h, "<input name=\"code\" class=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" "
		    "spellcheck=\"false\" required maxlength=\"20\" placeholder=\"BCDF-GHJK\"");
	html_attr(h, "value", p->typed);
	html_raw(h, "></label><button class=\"primary\">");
	html_text(h, tr(l, "Continue"));
	html_raw(h, "</button></form><p class=\"lead\">");
	html_text(h, tr(l, "A new screen shows a code of eight letters when it starts and has a network. So does one "
			   "that was taken out of use; one whose card was copied shows it on its staff page."));
	html_raw(h, "</p>");
}

static void write_fact(struct html *h, const char *name, const char *value)
{
	if (str_empty(value))
		return;
	html_raw(h, "<div><dt>");
	html_text(h, name);
	html_raw(h, "</dt><dd>");
	html_text(h, value);
	html_raw(h, "</dd></div>");
}

static void write_told(struct html *h, struct web_request *r, const struct page *p, enum lang l)
{
	struct app *a = web_app(r);
	struct enrol_ask told;
	char fingerprint[KEY_FINGERPRINT_BYTES];
	key_fingerprint(a->key.public_hex, fingerprint);
	if (!enrol_ask_decode(p->found.told, strlen(p->found.told), &told, NULL))
		told = (struct enrol_ask){0};
	html_raw(h, "<dl class=\"health panel\">");
	write_fact(h, tr(l, "Code"), p->found.code);
	write_fact(h, tr(l, "Device"), told.model);
	if (told.width > 0)
		write_fact(h, tr(l, "Screen"),
			   arena_printf(web_arena(r), "%d × %d", (int)told.width, (int)told.height));
	write_fact(h, tr(l, "Version"), told.version);
	write_fact(h, tr(l, "Asked"), staff_moment(web_arena(r), l, p->found.created_at));
	write_fact(h, tr(l, "Fingerprint of the server"), fingerprint);
	html_raw(h, "</dl><p>");
	html_text(h, tr(l, "Compare: the screen must show the same code and the same fingerprint. If it does not, "
			   "refuse it."));
	html_raw(h, "</p>");
}

static void write_existing(struct html *h, struct web_request *r, const struct page *p, enum lang l)
{
	struct app *a = web_app(r);
	struct device *v;
	size_t n;
	if (!device_list(a->store, &v, &n, web_arena(r), NULL))
		return;
	html_raw(h, "<label>");
	html_text(h, tr(l, "Is it a screen you already have?"));
	html_raw(h, "<select name=\"device\"><option value=\"\">");
	html_text(h, tr(l, "No, a new screen"));
	html_raw(h, "</option>");
	for (size_t i = 0; i < n; i++) {
		if (!staff_may_centre(&staff_session(r)->user, v[i].centre))
			continue;
		html_raw(h, "<option");
		html_attr(h, "value", v[i].id);
		html_raw_if(h, str_eq(p->device, v[i].id), " selected>", ">");
		html_text(h, arena_printf(web_arena(r), tr(l, "Yes, %s: its old card stops working"), v[i].name));
		html_raw(h, "</option>");
	}
	html_raw(h, "</select></label>");
}

static void write_decision(struct html *h, struct web_request *r, const struct page *p, enum lang l)
{
	html_raw(h, "<form method=\"post\" action=\"/staff/enrol\">");
	staff_csrf_field(h, r);
	html_raw(h, "<input type=\"hidden\" name=\"code\"");
	html_attr(h, "value", p->found.code);
	html_raw(h, "><fieldset>");
	write_existing(h, r, p, l);
	html_raw(h, "<label>");
	html_text(h, tr(l, "Name, for example the place in the house"));
	html_raw(h, "<input name=\"name\" maxlength=\"60\" autocomplete=\"off\"");
	html_attr(h, "value", p->name);
	html_raw(h, "></label><label>");
	html_text(h, tr(l, "Centre"));
	staff_device_centres(h, r, p->centre);
	html_raw(h, "</label></fieldset><p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"allow\">");
	html_text(h, tr(l, "Authorise this screen"));
	html_raw(h, "</button><button class=\"danger\" name=\"do\" value=\"refuse\" formnovalidate>");
	html_text(h, tr(l, "Refuse"));
	html_raw(h, "</button></p></form>");
}

static void write_outcome(struct html *h, const struct page *p, enum lang l)
{
	html_raw(h, "<p class=\"saved\" role=\"status\">");
	html_text(h, p->outcome == ALLOWED ? tr(l, "The screen is yours. It fetches its content within a few seconds.")
					   : tr(l, "Refused. The screen shows a new code and gets nothing."));
	html_raw(h, "</p><p class=\"actions\">");
	if (p->outcome == ALLOWED) {
		html_raw(h, "<a class=\"button primary\"");
		html_link(h, p->new_id);
		html_raw(h, ">");
		html_text(h, tr(l, "Open its page"));
		html_raw(h, "</a>");
	}
	html_raw(h, "<a class=\"button\" href=\"/staff/enrol\">");
	html_text(h, tr(l, "Add another"));
	html_raw(h, "</a></p>");
}

static void send_page(struct web_request *r, const struct page *p, unsigned status)
{
	struct html h = HTML_INIT;
	enum lang l = staff_lang(r);
	staff_begin(&h, r, tr(l, "Add a screen"), STAFF_TAB_SCREENS);
	staff_back(&h, "/staff/screens", tr(l, "Screens"));
	html_raw(&h, "<h1>");
	html_text(&h, tr(l, "Add a screen"));
	html_raw(&h, "</h1><div class=\"narrow\">");
	write_problem(&h, p->problem);
	if (p->outcome != NONE) {
		write_outcome(&h, p, l);
	} else if (p->known) {
		write_told(&h, r, p, l);
		write_decision(&h, r, p, l);
	} else {
		write_code_form(&h, p, l);
	}
	html_raw(&h, "</div>");
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_enrol_remember(struct web_request *r)
{
	char code[ENROL_USER_CODE_BYTES];
	const char *typed = str_eq(web_path(r), "/staff/enrol") ? web_query(r, "code") : NULL;
	if (typed != NULL && enrol_code_read(typed, code))
		web_set_cookie(r, COOKIE, code, ENROL_LIFE_S);
}

const char *staff_landing(struct web_request *r, const struct user *u)
{
	char code[ENROL_USER_CODE_BYTES];
	const char *kept = web_cookie(r, COOKIE);
	if (kept == NULL)
		return staff_first_page(u);
	web_set_cookie(r, COOKIE, "", 0);
	/* nothing but a code ever gets into the address */
	return u->role >= ROLE_CONTACT && enrol_code_read(kept, code)
		       ? arena_printf(web_arena(r), "/staff/enrol?code=%s", code)
		       : staff_first_page(u);
}

void staff_enrol_page(struct web_request *r)
{
	struct page p = {.typed = web_query(r, "code")};
	if (p.typed != NULL)
		look_up(r, &p);
	send_page(r, &p, 200);
}

/* --- deciding --- */

static const char *audit_doc(struct web_request *r, const struct page *p, const char *name, const char *centre)
{
	return arena_printf(web_arena(r), "%s %s", p->found.code, staff_device_doc(r, name, centre));
}

static bool refuse(struct web_request *r, struct page *p, struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {.at = app_now(a),
					  .who = staff_session(r)->user.name,
					  .what = "device.enrol-refused",
					  .target = p->found.code,
					  .before = p->found.told};
	p->outcome = REFUSED;
	return enrol_refuse(a->store, p->found.code, app_now(a), e) && audit_add(a->store, &entry, e);
}

static bool allow_new(struct web_request *r, struct page *p, struct error *e)
{
	struct app *a = web_app(r);
	char id[DEVICE_ID_BYTES], unused[DEVICE_CREDENTIAL_BYTES];
	int64_t now = app_now(a);
	if (!device_add(a->store, p->name, p->centre, now, id, unused, e))
		return false;
	const struct audit_entry entry = {.at = now,
					  .who = staff_session(r)->user.name,
					  .what = "device.enrol",
					  .target = arena_strdup(web_arena(r), id),
					  .after = audit_doc(r, p, p->name, p->centre)};
	p->outcome = ALLOWED;
	p->new_id = arena_printf(web_arena(r), "/staff/screen?id=%s", id);
	return enrol_grant(a->store, p->found.code, id, now, e) && audit_add(a->store, &entry, e);
}

static bool allow_existing(struct web_request *r, struct page *p, const struct device *d, struct error *e)
{
	struct app *a = web_app(r);
	int64_t now = app_now(a);
	const char *name = str_empty(p->name) ? d->name : p->name;
	const struct audit_entry entry = {.at = now,
					  .who = staff_session(r)->user.name,
					  .what = "device.enrol-again",
					  .target = d->id,
					  .before = staff_device_doc(r, d->name, d->centre),
					  .after = audit_doc(r, p, name, p->centre)};
	p->outcome = ALLOWED;
	p->new_id = arena_printf(web_arena(r), "/staff/screen?id=%s", d->id);
	return device_move(a->store, d->id, name, p->centre, now, e) &&
	       enrol_grant(a->store, p->found.code, d->id, now, e) && audit_add(a->store, &entry, e);
}

/* NULL: fine. */
static const char *check(struct web_request *r, struct page *p, struct device *existing)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	const struct user *u = &staff_session(r)->user;
	struct store_record centre;
	if (str_empty(p->centre) || !store_get(a->store, KIND_CENTRE, p->centre, &centre, web_arena(r), NULL) ||
	    centre.doc == NULL)
		return tr(l, "Choose the centre");
	if (!staff_may_centre(u, p->centre))
		return tr(l, "Your role does not include this.");
	if (!str_empty(p->device) && (!device_get(a->store, p->device, existing, web_arena(r), NULL) ||
				      !staff_may_centre(u, existing->centre)))
		return tr(l, "There is no such screen.");
	if (str_empty(p->device) && str_empty(p->name))
		return tr(l, "Give the screen a name");
	return strlen(p->name) > DEVICE_NAME_MAX ? tr(l, "The name is too long") : NULL;
}

static void decide(struct web_request *r, struct page *p)
{
	struct app *a = web_app(r);
	struct device existing = {.id = NULL};
	struct error e = ERROR_INIT;
	bool refusing = str_eq(web_form(r, "do"), "refuse");
	p->problem = refusing ? NULL : check(r, p, &existing);
	if (p->problem != NULL)
		return;
	bool ok = store_begin(a->store, &e) && (refusing		? refuse(r, p, &e)
						: str_empty(p->device) ? allow_new(r, p, &e)
									: allow_existing(r, p, &existing, &e));
	if (ok && store_commit(a->store, &e))
		return;
	store_rollback(a->store);
	p->outcome = NONE;
	log_warning("enrolment: %s", e.text);
	p->known = e.kind != ERROR_NOT_FOUND; /* somebody else has decided in the meantime */
	p->problem = e.kind == ERROR_NOT_FOUND ? tr(staff_lang(r), "No screen waits with this code. It may have "
								   "expired: the screen shows a new one by itself.")
					       : tr(staff_lang(r), "Not available just now");
}

static const char *field(struct web_request *r, const char *name)
{
	const char *v = web_form(r, name);
	return v != NULL ? str_trim(web_arena(r), v) : "";
}

void staff_enrol(struct web_request *r)
{
	struct page p = {.typed = field(r, "code"),
			 .name = field(r, "name"),
			 .centre = field(r, "centre"),
			 .device = field(r, "device")};
	if (!staff_form_ok(r))
		return;
	look_up(r, &p);
	if (p.known)
		decide(r, &p);
	send_page(r, &p, p.problem != NULL ? 422 : 200);
}
