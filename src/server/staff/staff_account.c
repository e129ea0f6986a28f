/* The second step of logging in (picture 43), and each person's own page: second factor, recovery codes,
 * password. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/password.h"
#include "server/staff/staff.h"
#include "server/staff/person.h"
#include "server/staff/sessions_table.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/totp.h"
#include "store/store.h"
#include "web/http.h"

#define CODE_WINDOW_S 300
#define CODE_TRIES 6

static const struct {
	const char *tag, *name;
} languages[] = {{"fi", "suomi"}, {"sv", "svenska"}, {"en", "English"}};

/* --- the second step of the login
 * ------------------------------------------------------------------------------------ */

static void second_page(struct web_request *r, unsigned status, const char *problem)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	staff_begin(&h, r, tr(l, "Second step"), STAFF_TAB_NONE);
	html_raw(&h, "<form class=\"login panel\" method=\"post\" action=\"/staff/second\"><h1>");
	html_text(&h, tr(l, "Second step"));
	html_raw(&h, "</h1><p class=\"lead\">");
	html_text(&h, tr(l, "Open the code app on your phone and write the six digits for Aula."));
	html_raw(&h, "</p>");
	if (problem != NULL) {
		html_raw(&h, "<p class=\"problem\" role=\"alert\">");
		html_text(&h, problem);
		html_raw(&h, "</p>");
	}
	staff_csrf_field(&h, r);
	html_raw(&h, "<label>");
	html_text(&h, tr(l, "Code"));
	html_raw(&h, "<input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" "
		     "maxlength=\"16\" required "
		     "autofocus></label><button class=\"primary\">");
	html_text(&h, tr(l, "Confirm"));
	html_raw(&h, "</button><p class=\"lead\">");
	html_text(&h, tr(l, "Without your phone, write one of your recovery codes in the same place. Without "
			    "those, ask your "
			    "administrator."));
	html_raw(&h, "</p></form>");
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_second_page(struct web_request *r)
{
	const struct session *s = staff_session(r);
	if (s == NULL || s->stage != SESSION_PASSWORD)
		web_redirect(r, "/staff");
	else
		second_page(r, 200, NULL);
}

/* A code of the phone that has not been used yet, or a recovery code. Inside a transaction. */
static bool code_fits(struct app *a, const struct user *u, const char *code, bool *fits, struct error *e)
{
	int64_t step;
	*fits = false;
	if (totp_step_of(u->totp, code, app_now(a), &step))
		return user_use_totp_step(a->store, u->name, step, fits, e);
	return recovery_use(a->store, u->name, code, fits, e);
}

/* Counts the try, looks at the code, and when it fits turns the session into a full one. */
static bool take_code(struct web_request *r, const char *code, bool *allowed, bool *fits, struct error *e)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	const char *throttle = arena_printf(web_arena(r), "code:%s", u->name);
	if (!store_begin(a->store, e) ||
	    !throttle_hit(a->store, throttle, CODE_WINDOW_S, CODE_TRIES, app_now(a), allowed, e))
		return false;
	*fits = false;
	if (*allowed && !code_fits(a, u, code, fits, e))
		return false;
	if (*fits &&
	    (!throttle_clear(a->store, throttle, e) || !staff_new_session(r, u->name, SESSION_FULL, e)))
		return false;
	return store_commit(a->store, e);
}

void staff_second(struct web_request *r)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	const char *code = web_form(r, "code");
	const struct session *s = staff_session(r);
	struct error e = ERROR_INIT;
	bool allowed, fits;
	if (s == NULL || s->stage != SESSION_PASSWORD) {
		web_redirect(r, "/staff/login");
		return;
	}
	if (!staff_form_ok(r))
		return;
	if (!take_code(r, code != NULL ? code : "", &allowed, &fits, &e)) {
		store_rollback(a->store);
		log_error("second step: %s", e.text);
		second_page(r, 503, tr(l, "Not available just now"));
	} else if (fits) {
		log_info("login of %s from %s, second step", s->user.name, web_client(r));
		web_redirect(r, staff_landing(r, &s->user));
	} else {
		log_warning("second step refused for %s from %s", s->user.name, web_client(r));
		second_page(r, allowed ? 403 : 429,
			    allowed ? tr(l, "The code did not fit. Wait for a new one and try again.")
				    : tr(l, "Too many tries. Wait five minutes."));
	}
}

/* --- one's own page
 * ------------------------------------------------------------------------------------------------------ */

struct account {
	const char *problem, *done;
	char secret[TOTP_SECRET_TEXT]; /* offered for enrolment */
	char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES];
	bool show_codes;
};

void staff_codes(struct html *h, char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES], enum lang l)
{
	html_raw(h, "<p>");
	html_text(h,
		  tr(l, "Keep these where you keep your keys. Each works once. They are not shown again."));
	html_raw(h, "</p><ul class=\"codes\">");
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		html_raw(h, "<li><code>");
		html_text(h, codes[i]);
		html_raw(h, "</code></li>");
	}
	html_raw(h, "</ul>");
}

static void write_codes(struct html *h, struct web_request *r, struct account *x, enum lang l)
{
	const struct app *a = web_app(r);
	int64_t left = 0;
	staff_el(h, "h2", "", tr(l, "Recovery codes"));
	if (x->show_codes) {
		staff_codes(h, x->codes, l);
		return;
	}
	if (recovery_left(a->store, staff_session(r)->user.name, &left, NULL))
		staff_el(h, "p", "",
			 arena_printf(web_arena(r), trn(l, "%d code is left.", "%d codes are left.", (long)left),
				      (int)left));
	staff_form(h, r, "/staff/account/codes", "");
	const struct field password = {.label = tr(l, "Present password"), .name = "old", .type = "password",
					     .complete = "current-password", .required = true};
	staff_field(h, &password);
	html_raw(h, "<p>");
	staff_button(h, "", NULL, tr(l, "Make new recovery codes"));
	html_raw(h, "</p></form>");
}

static void write_language(struct html *h, struct web_request *r, enum lang l)
{
	const char *have = staff_session(r)->user.lang;
	staff_el(h, "h2", "", tr(l, "Language"));
	staff_form(h, r, "/staff/account/language", " class=\"search\"");
	html_raw(h, "<label>");
	html_text(h, tr(l, "Language of these pages"));
	html_raw(h, "<select name=\"lang\">");
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
		staff_option(h, languages[i].tag, languages[i].name, str_eq(have, languages[i].tag));
	html_raw(h, "</select></label>");
	staff_button(h, "", NULL, tr(l, "Save"));
	html_raw(h, "</form>");
}

static void write_enrolment(struct html *h, struct web_request *r, const struct account *x, enum lang l)
{
	const struct user *u = &staff_session(r)->user;
	html_raw(h, "<p>");
	html_text(h, tr(l, "Read this with the code app of your phone, then write the six digits it shows."));
	html_raw(h, "</p>");
	totp_write_qr(h, x->secret, u->name, web_arena(r));
	html_raw(h, "<p>");
	html_text(h, tr(l, "Or write this key into the app:"));
	html_raw(h, " <code>");
	html_text(h, x->secret);
	html_raw(h, "</code></p><form method=\"post\" action=\"/staff/account/second-on\">");
	staff_csrf_field(h, r);
	html_raw(h, "<input type=\"hidden\" name=\"secret\"");
	html_attr(h, "value", x->secret);
	html_raw(h, "><label>");
	html_text(h, tr(l, "Code"));
	html_raw(h,
		 "<input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"16\" "
		 "required></label><p><button class=\"primary\">");
	html_text(h, tr(l, "Turn the second step on"));
	html_raw(h, "</button></p></form>");
}

static void write_password(struct html *h, struct web_request *r, enum lang l)
{
	html_raw(h, "<h2>");
	html_text(h, tr(l, "Password"));
	html_raw(h, "</h2><form method=\"post\" action=\"/staff/account/password\">");
	staff_csrf_field(h, r);
	html_raw(h, "<label>");
	html_text(h, tr(l, "Present password"));
	html_raw(h, "<input name=\"old\" type=\"password\" autocomplete=\"current-password\" "
		    "required></label><label>");
	html_text(h, tr(l, "New password, at least 8 characters, better a sentence"));
	html_raw(h, "<input name=\"new\" type=\"password\" autocomplete=\"new-password\" minlength=\"8\" "
		    "required></label><p><button>");
	html_text(h, tr(l, "Change the password"));
	html_raw(h, "</button></p></form>");
}

static void account_page(struct web_request *r, unsigned status, struct account *x)
{
	enum lang l = staff_lang(r);
	const struct user *u = &staff_session(r)->user;
	struct html h = HTML_INIT;
	bool on = u->totp != NULL || x->show_codes;
	if (x->secret[0] == '\0')
		totp_new_secret(x->secret);
	staff_begin(&h, r, tr(l, "My account"), STAFF_TAB_NONE);
	html_raw(&h, "<h1>");
	html_text(&h, tr(l, "My account"));
	html_raw(&h, "</h1><div class=\"narrow\">");
	staff_problems(&h, l, &x->problem, x->problem != NULL);
	if (x->done != NULL) {
		html_raw(&h, "<p class=\"saved\" role=\"status\">");
		html_text(&h, x->done);
		html_raw(&h, "</p>");
	}
	html_raw(&h, "<h2>");
	html_text(&h, tr(l, "Second step of the login"));
	html_raw(&h, "</h2>");
	if (on) {
		html_raw(&h, "<p>");
		html_text(&h, tr(l, "The second step is on."));
		html_raw(&h, "</p>");
	} else {
		write_enrolment(&h, r, x, l);
	}
	if (on)
		write_codes(&h, r, x, l);
	write_password(&h, r, l);
	write_language(&h, r, l);
	html_raw(&h, "</div>");
	staff_el(&h, "h2", "", tr(l, "My sessions"));
	sessions_table_write(&h, r, u->name, SESSIONS_OWN);
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_account(struct web_request *r)
{
	struct account x = {0};
	account_page(r, 200, &x);
}

/* A change to one's own account ends every session, this one goes on with a new token. Inside a transaction.
 */
static bool save_account(struct web_request *r, const struct user *u, const char *what, struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {.at = app_now(a), .who = u->name, .what = what, .target = u->name};
	return user_put(a->store, u, e) && session_end_all(a->store, u->name, e) &&
	       staff_new_session(r, u->name, SESSION_FULL, e) && audit_add(a->store, &entry, e);
}

static void not_available(struct web_request *r, const struct error *e)
{
	store_rollback(((struct app *)web_app(r))->store);
	log_error("account: %s", e->text);
	staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
}

void staff_second_on(struct web_request *r)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	struct account x = {0};
	struct error e = ERROR_INIT;
	struct user u = staff_session(r)->user;
	const char *secret = web_form(r, "secret"), *code = web_form(r, "code");
	if (!staff_form_ok(r))
		return;
	if (u.totp != NULL || !totp_secret_ok(secret) || code == NULL ||
	    !totp_step_of(secret, code, app_now(a), &u.totp_step)) {
		if (u.totp == NULL && totp_secret_ok(secret))
			memcpy(x.secret, secret, sizeof x.secret);
		x.problem = tr(l, "The code did not fit. Wait for a new one and try again.");
		account_page(r, 422, &x);
		return;
	}
	u.totp = secret;
	if (!store_begin(a->store, &e) || !save_account(r, &u, "user.second-on", &e) ||
	    !recovery_renew(a->store, u.name, x.codes, &e) || !store_commit(a->store, &e)) {
		not_available(r, &e);
		return;
	}
	x.show_codes = true;
	account_page(r, 200, &x);
}

void staff_password(struct web_request *r)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	struct account x = {0};
	struct error e = ERROR_INIT;
	struct user u = staff_session(r)->user;
	char hash[PASSWORD_HASH_BYTES];
	const char *old = web_form(r, "old"), *new = web_form(r, "new");
	if (!staff_form_ok(r))
		return;
	if (old == NULL || !password_fits(u.password, old))
		x.problem = tr(l, "The present password is not right.");
	else if (new == NULL || !password_acceptable(new, u.name, &e))
		x.problem = tr(l, "The new password is too short, or one of those that are tried first.");
	if (x.problem != NULL) {
		account_page(r, 422, &x);
		return;
	}
	if (!password_hash(new, hash, &e)) {
		not_available(r, &e);
		return;
	}
	u.password = hash;
	if (!store_begin(a->store, &e) || !save_account(r, &u, "user.password", &e) ||
	    !store_commit(a->store, &e)) {
		not_available(r, &e);
		return;
	}
	x.done = tr(l, "The password is changed. Other sessions have ended.");
	account_page(r, 200, &x);
}

void staff_codes_renew(struct web_request *r)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r);
	struct account x = {0};
	struct error e = ERROR_INIT;
	const struct user *u = &staff_session(r)->user;
	const char *old = web_form(r, "old");
	if (!staff_form_ok(r))
		return;
	if (u->totp == NULL || old == NULL || !password_fits(u->password, old)) {
		x.problem = tr(l, "The present password is not right.");
		account_page(r, 422, &x);
		return;
	}
	if (!store_begin(a->store, &e) || !recovery_renew(a->store, u->name, x.codes, &e) ||
	    !person_note(r, u, "user.codes", &e) || !store_commit(a->store, &e)) {
		not_available(r, &e);
		return;
	}
	x.show_codes = true;
	account_page(r, 200, &x);
}

void staff_language(struct web_request *r)
{
	struct app *a = web_app(r);
	struct account x = {0};
	struct error e = ERROR_INIT;
	struct user *u = &staff_session(r)->user;
	const struct user old = *u;
	const char *asked = web_form(r, "lang");
	if (!staff_form_ok(r))
		return;
	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
		if (str_eq(asked, languages[i].tag))
			u->lang = languages[i].tag;
	if (!store_begin(a->store, &e) || !person_save(r, &old, u, "user.language", false, &e) ||
	    !store_commit(a->store, &e)) {
		not_available(r, &e);
		return;
	}
	x.done = tr(staff_lang(r), "Saved.");
	account_page(r, 200, &x);
}

void staff_session_end(struct web_request *r)
{
	struct app *a = web_app(r);
	struct account x = {0};
	struct error e = ERROR_INIT;
	const struct session *s = staff_session(r);
	const char *id = web_form(r, "id");
	bool ended = true;
	if (!staff_form_ok(r))
		return;
	if (!store_begin(a->store, &e) ||
	    !(str_eq(id, "all") ? session_end_others(a->store, s->user.name, s->id, &e)
				: session_end_by_id(a->store, s->user.name, id != NULL ? id : "", &ended, &e)) ||
	    (ended && !person_note(r, &s->user, "session.end", &e)) || !store_commit(a->store, &e)) {
		not_available(r, &e);
		return;
	}
	x.done = tr(staff_lang(r), "The sessions have ended.");
	account_page(r, 200, &x);
}
