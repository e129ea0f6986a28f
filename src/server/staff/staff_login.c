/* Who is there: the gate before every staff page, login and logout. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/password.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "store/store.h"
#include "web/http.h"

#define COOKIE "aula_session"
#define LOGIN_WINDOW_S 300
#define LOGIN_TRIES_NAME 10
#define LOGIN_TRIES_CLIENT 60 /* a whole health centre may come from one address */

static void touch(struct app *a, const struct session *s, const char *token)
{
	struct error e = ERROR_INIT;
	if (app_now(a) - s->seen_at < SESSION_TOUCH_S)
		return;
	if (!store_begin(a->store, &e) || !session_touch(a->store, token, app_now(a), &e) ||
	    !store_commit(a->store, &e)) {
		store_rollback(a->store);
		log_error("staff: %s", e.text);
	}
}

/* Where a second step is asked of everybody, those without one get no further than their own account. The county's
 * identity provider has its own second step. */
static bool second_settled(struct web_request *r, const struct session *s)
{
	const struct app *a = web_app(r);
	if (!a->settings.second_required || s->user.totp != NULL || staff_proxy_vouches(r, &s->user) ||
	    str_starts(web_path(r), "/staff/account") || str_eq(web_path(r), "/staff/logout") ||
	    str_starts(web_path(r), "/staff/join/"))
		return true;
	if (web_method(r) == WEB_GET)
		web_redirect(r, "/staff/account");
	else
		staff_error_page(r, 403, tr(staff_lang(r), "Turn the second step of the login on first."));
	return false;
}

bool staff_gate(struct web_request *r, enum role least)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	struct session *s = ARENA_NEW(web_arena(r), struct session);
	const char *token = web_cookie(r, COOKIE);
	if (token != NULL && session_get(a->store, token, app_now(a), s, web_arena(r), &e)) {
		web_set_user(r, s);
		touch(a, s, token);
	} else {
		s = NULL;
	}
	if (staff_proxy_session(r, s))
		s = staff_session(r);
	if (s != NULL && s->stage == SESSION_FULL && !second_settled(r, s))
		return false;
	if (least == ROLE_NONE || (s != NULL && s->stage == SESSION_FULL && s->user.role >= least))
		return true;
	if (s != NULL && s->stage == SESSION_FULL) {
		log_warning("staff: %s refused to %s", web_path(r), s->user.name);
		staff_error_page(r, 403, tr(staff_lang(r), "Your role does not include this."));
	} else if (web_method(r) == WEB_GET) {
		staff_enrol_remember(r);
		web_redirect(r, "/staff/login");
	} else {
		staff_error_page(r, 403, tr(staff_lang(r), "Log in first."));
	}
	return false;
}

void staff_home(struct web_request *r)
{
	const struct session *s = staff_session(r);
	web_redirect(r, s != NULL && s->stage == SESSION_FULL ? staff_first_page(&s->user) : "/staff/login");
}

static void login_page(struct web_request *r, unsigned status, const char *problem)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	const char *name = web_method(r) == WEB_POST ? web_form(r, "name") : NULL;
	staff_begin(&h, r, tr(l, "Log in"), STAFF_TAB_NONE);
	html_raw(&h, "<form class=\"login panel\" method=\"post\" action=\"/staff/login\"><h1>");
	html_text(&h, tr(l, "Log in"));
	html_raw(&h, "</h1>");
	if (problem != NULL) {
		html_raw(&h, "<p class=\"problem\" role=\"alert\">");
		html_text(&h, problem);
		html_raw(&h, "</p>");
	}
	html_raw(&h, "<label>");
	html_text(&h, tr(l, "User name"));
	html_raw(&h, "<input name=\"name\" autocomplete=\"username\" autocapitalize=\"none\" "
		     "spellcheck=\"false\" required "
		     "maxlength=\"64\"");
	html_attr(&h, "value", name);
	html_raw(&h, "></label><label>");
	html_text(&h, tr(l, "Password"));
	html_raw(&h, "<input name=\"password\" type=\"password\" autocomplete=\"current-password\" "
		     "required></label>"
		     "<button class=\"primary\">");
	html_text(&h, tr(l, "Log in"));
	html_raw(&h, "</button></form>");
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_login_page(struct web_request *r)
{
	login_page(r, 200, NULL);
}

/* Counted before the password is looked at, under the name typed and under the address. */
static bool throttled(struct web_request *r, const char *name, bool *yes, struct error *e)
{
	struct app *a = web_app(r);
	struct arena *arena = web_arena(r);
	bool by_name, by_client;
	if (!store_begin(a->store, e) ||
	    !throttle_hit(a->store, arena_printf(arena, "login:%.64s", name), LOGIN_WINDOW_S,
			  LOGIN_TRIES_NAME, app_now(a), &by_name, e) ||
	    !throttle_hit(a->store, arena_printf(arena, "login-from:%.64s", web_client(r)), LOGIN_WINDOW_S,
			  LOGIN_TRIES_CLIENT, app_now(a), &by_client, e) ||
	    !store_commit(a->store, e)) {
		store_rollback(a->store);
		return false;
	}
	*yes = !by_name || !by_client;
	return true;
}

/* The right person, or NULL; as slow for a name that does not exist. */
static const struct user *person(struct web_request *r, const char *name, const char *password)
{
	struct app *a = web_app(r);
	struct user *u = ARENA_NEW(web_arena(r), struct user);
	bool known = user_name_ok(name) && user_get(a->store, name, u, web_arena(r), NULL) && !u->disabled;
	return password_fits(known ? u->password : NULL, password) ? u : NULL;
}

bool staff_new_session(struct web_request *r, const char *user, enum session_stage stage, struct error *e)
{
	struct app *a = web_app(r);
	char token[SESSION_TOKEN_BYTES];
	const char *old = web_cookie(r, COOKIE);
	struct session *s = ARENA_NEW(web_arena(r), struct session);
	if ((old != NULL && !session_end(a->store, old, e)) ||
	    !session_start(a->store, user, stage, app_now(a), token, e) ||
	    !session_note_place(a->store, token, web_client(r), web_header(r, "User-Agent"), e) ||
	    !session_get(a->store, token, app_now(a), s, web_arena(r), e))
		return false;
	web_set_cookie(r, COOKIE, token, -1);
	web_set_user(r, s);
	return true;
}

static bool begin_session(struct web_request *r, const struct user *u, struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {.at = app_now(a), .who = u->name, .what = "login"};
	if (store_begin(a->store, e) &&
	    staff_new_session(r, u->name, u->totp != NULL ? SESSION_PASSWORD : SESSION_FULL, e) &&
	    throttle_clear(a->store, arena_printf(web_arena(r), "login:%s", u->name), e) &&
	    audit_add(a->store, &entry, e) && store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

void staff_login(struct web_request *r)
{
	enum lang l = staff_lang(r);
	const char *name = web_form(r, "name"), *password = web_form(r, "password");
	struct error e = ERROR_INIT;
	bool too_many;
	if (!staff_origin_ok(r))
		return;
	if (name == NULL || password == NULL) {
		login_page(r, 400, tr(l, "Write both the user name and the password."));
		return;
	}
	if (!throttled(r, name, &too_many, &e)) {
		log_error("login: %s", e.text);
		login_page(r, 503, tr(l, "Not available just now"));
		return;
	}
	const struct user *u = too_many ? NULL : person(r, name, password);
	if (u == NULL) {
		log_warning("login refused for \"%.64s\" from %s%s", name, web_client(r),
			    too_many ? " (too many tries)" : "");
		login_page(r, too_many ? 429 : 403,
			   too_many ? tr(l, "Too many tries. Wait five minutes.")
				    : tr(l, "The user name and the password do not fit together."));
		return;
	}
	if (!begin_session(r, u, &e)) {
		log_error("login: %s", e.text);
		login_page(r, 503, tr(l, "Not available just now"));
		return;
	}
	log_info("login of %s from %s", u->name, web_client(r));
	web_redirect(r, u->totp != NULL ? "/staff/second" : staff_landing(r, u));
}

void staff_logout(struct web_request *r)
{
	struct app *a = web_app(r);
	const char *token = web_cookie(r, COOKIE);
	struct error e = ERROR_INIT;
	if (staff_session(r) != NULL && !staff_form_ok(r))
		return;
	if (token != NULL && (!store_begin(a->store, &e) || !session_end(a->store, token, &e) ||
			      !store_commit(a->store, &e))) {
		store_rollback(a->store);
		log_error("logout: %s", e.text);
	}
	web_set_cookie(r, COOKIE, "", 0);
	web_set_header(r, "Clear-Site-Data", "\"cache\", \"storage\"");
	web_redirect(r, "/staff/login");
}
