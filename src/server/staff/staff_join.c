/* The page behind an invitation's link: the invited choose a password and, when they have no second step yet, take one
 * into use. The link is the proof of who they are; it is used up by it. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/password.h"
#include "server/staff/person.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/totp.h"
#include "store/store.h"
#include "web/http.h"

#define JOIN_WINDOW_S 300
#define JOIN_TRIES 60 /* an address: a whole house may join on one day */

struct join {
	const char *token, *problem;
	struct user user;
	char secret[TOTP_SECRET_TEXT];
	enum lang lang;
};

/* False after answering. */
static bool join_begin(struct web_request *r, struct join *j)
{
	struct app *a = web_app(r);
	struct arena *arena = web_arena(r);
	struct invitation i;
	struct error e = ERROR_INIT;
	bool allowed = false;
	*j = (struct join){.token = web_param(r, "token"), .lang = staff_lang(r)};
	if (!store_begin(a->store, &e) ||
	    !throttle_hit(a->store, arena_printf(arena, "join:%.64s", web_client(r)), JOIN_WINDOW_S, JOIN_TRIES,
			  app_now(a), &allowed, &e) ||
	    !store_commit(a->store, &e)) {
		staff_unavailable(r, "join", &e);
		return false;
	}
	if (allowed && invitation_get(a->store, j->token, app_now(a), &i, arena, &e) &&
	    user_get(a->store, i.user, &j->user, arena, &e) && !j->user.disabled)
		return true;
	log_warning("join: link refused from %s", web_client(r));
	staff_error_page(r, allowed ? 404 : 429,
			 allowed ? tr(j->lang, "This link has been used or is too old. Ask for a new one.")
				 : tr(j->lang, "Too many tries. Wait five minutes."));
	return false;
}

static void write_second(struct html *h, struct web_request *r, const struct join *j)
{
	enum lang l = j->lang;
	const struct field code = {.label = tr(l, "Code"), .name = "code", .complete = "one-time-code", .max = 16,
					 .required = true};
	staff_el(h, "h2", "", tr(l, "Second step of the login"));
	staff_el(h, "p", "",
		 tr(l, "Read this with the code app of your phone, then write the six digits it shows."));
	totp_write_qr(h, j->secret, j->user.name, web_arena(r));
	html_raw(h, "<p>");
	html_text(h, tr(l, "Or write this key into the app:"));
	html_raw(h, " <code>");
	html_text(h, j->secret);
	html_raw(h, "</code></p>");
	staff_hidden(h, "secret", j->secret);
	staff_field(h, &code);
}

static void join_page(struct web_request *r, const struct join *j, unsigned status)
{
	enum lang l = j->lang;
	struct html h = HTML_INIT;
	const struct field password = {.label = tr(l, "New password, at least 8 characters, better a sentence"),
					     .name = "password",
					     .type = "password",
					     .complete = "new-password",
					     .required = true};
	staff_begin(&h, r, tr(l, "Welcome to Aula"), STAFF_TAB_NONE);
	html_raw(&h, "<form class=\"login panel\" method=\"post\"><h1>");
	html_text(&h, tr(l, "Welcome to Aula"));
	html_raw(&h, "</h1><p class=\"lead\">");
	html_text(&h, arena_printf(web_arena(r), tr(l, "%1$s, your user name is %2$s."), j->user.display, j->user.name));
	html_raw(&h, "</p>");
	if (j->problem != NULL)
		staff_el(&h, "p", " class=\"problem\" role=\"alert\"", j->problem);
	/* for password managers */
	html_raw(&h, "<input class=\"hidden\" name=\"username\" autocomplete=\"username\" readonly tabindex=\"-1\" "
		     "aria-hidden=\"true\"");
	html_attr(&h, "value", j->user.name);
	html_raw(&h, ">");
	staff_field(&h, &password);
	if (j->user.totp == NULL)
		write_second(&h, r, j);
	staff_button(&h, "primary", NULL, tr(l, "Ready"));
	html_raw(&h, "</form>");
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_join_page(struct web_request *r)
{
	struct join j;
	if (!join_begin(r, &j))
		return;
	totp_new_secret(j.secret);
	join_page(r, &j, 200);
}

/* The link works only once, also when two requests come at the same moment: it is looked up again inside the
 * transaction. */
static bool commit_join(struct web_request *r, const struct join *j, const struct user *u, bool first_second,
			char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES], struct error *e)
{
	struct app *a = web_app(r);
	struct invitation i;
	return store_begin(a->store, e) && invitation_get(a->store, j->token, app_now(a), &i, web_arena(r), e) &&
	       user_put(a->store, u, e) && invitation_end(a->store, u->name, e) &&
	       session_end_all(a->store, u->name, e) &&
	       (!first_second || (recovery_renew(a->store, u->name, codes, e) &&
				  staff_new_session(r, u->name, SESSION_FULL, e))) &&
	       person_note(r, u, "user.join", e) && store_commit(a->store, e);
}

static void codes_page(struct web_request *r, char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES])
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	staff_begin(&h, r, tr(l, "Recovery codes"), STAFF_TAB_NONE);
	staff_title(&h, tr(l, "Recovery codes"), NULL);
	html_raw(&h, "<div class=\"narrow\">");
	staff_codes(&h, codes, l);
	html_raw(&h, "<p>");
	staff_link_button(&h, "primary", "check", staff_first_page(&staff_session(r)->user), tr(l, "I have kept them"));
	html_raw(&h, "</p></div>");
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* The reason in j->problem, or u filled with the new password and second step. */
static bool read_join(struct web_request *r, struct join *j, struct user *u, char hash[PASSWORD_HASH_BYTES])
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	const char *password = web_form(r, "password"), *secret = web_form(r, "secret"), *code = web_form(r, "code");
	totp_new_secret(j->secret);
	if (j->user.totp == NULL && totp_secret_ok(secret))
		memcpy(j->secret, secret, sizeof j->secret);
	if (password == NULL || !password_acceptable(password, j->user.name, &e))
		j->problem = tr(j->lang, "The new password is too short, or one of those that are tried first.");
	else if (j->user.totp == NULL &&
		 (code == NULL || !totp_step_of(j->secret, code, app_now(a), &u->totp_step)))
		j->problem = tr(j->lang, "The code did not fit. Wait for a new one and try again.");
	else if (!password_hash(password, hash, &e)) {
		log_error("join: %s", e.text);
		j->problem = tr(j->lang, "Not available just now");
	}
	return j->problem == NULL;
}

void staff_join(struct web_request *r)
{
	struct join j;
	struct error e = ERROR_INIT;
	char hash[PASSWORD_HASH_BYTES], codes[RECOVERY_CODES][RECOVERY_CODE_BYTES];
	if (!staff_origin_ok(r) || !join_begin(r, &j))
		return;
	struct user u = j.user;
	bool first_second = u.totp == NULL;
	if (!read_join(r, &j, &u, hash)) {
		join_page(r, &j, 422);
		return;
	}
	u.password = hash;
	if (first_second)
		u.totp = j.secret;
	if (!commit_join(r, &j, &u, first_second, codes, &e)) {
		staff_unavailable(r, "join", &e);
		return;
	}
	log_info("%s has joined from %s", u.name, web_client(r));
	if (first_second)
		codes_page(r, codes);
	else
		web_redirect(r, "/staff/login");
}
