/* What is done to a person: a new link, the second step reset, disabling, ending sessions. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/mailer.h"
#include "server/staff/person.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/mail.h"
#include "store/store.h"
#include "web/http.h"

/* --- the link --- */

static const char *letter(const struct user *u, const char *link, enum lang l, struct arena *a)
{
	return arena_printf(a, tr(l, "Open this link within a week and choose a password. Your user name is %1$s.\n\n%2$s"),
			    u->name, link);
}

/* mailto: with the link in it, so that the inviter's own mail program sends it. */
static const char *mail_link(const struct user *u, const char *link, enum lang l, struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	buf_puts(&out, "mailto:");
	html_url_part(&out, u->email);
	buf_puts(&out, "?subject=");
	html_url_part(&out, tr(l, "Your login to Aula"));
	buf_puts(&out, "&body=");
	html_url_part(&out, letter(u, link, l, a));
	return arena_strdup(a, buf_str(&out));
}

static const char *link_of(struct web_request *r, const char *token)
{
	const struct app *a = web_app(r);
	return arena_printf(web_arena(r), "%s/staff/join/%s", a->settings.public_base, token);
}

bool person_mail_link(struct web_request *r, const struct user *u, const char *token, bool *sent, struct error *e)
{
	struct app *a = web_app(r);
	enum lang l = lang_from_tag(u->lang);
	*sent = u->email != NULL && mailer_configured(&a->settings);
	if (!*sent)
		return true;
	l = l != LANG_NONE ? l : staff_lang(r);
	const struct mail m = {.to = u->email,
			       .subject = "Aula",
			       .body = arena_printf(web_arena(r), "%s\n", letter(u, link_of(r, token), l, web_arena(r)))};
	return mail_put(a->store, &m, app_now(a), e);
}

void staff_person_link_page(struct web_request *r, const struct user *u, const char *token, bool mailed)
{
	struct app *a = web_app(r);
	enum lang l = staff_lang(r), theirs = lang_from_tag(u->lang);
	struct html h = HTML_INIT;
	const char *link = link_of(r, token);
	mailer_look(a->mailer);
	staff_begin(&h, r, tr(l, "Link for setting a password"), STAFF_TAB_PEOPLE);
	staff_back(&h, "/staff/people", tr(l, "People"));
	staff_title(&h, tr(l, "Link for setting a password"), NULL);
	html_raw(&h, "<div class=\"narrow\">");
	staff_el(&h, "p", "",
		 arena_printf(web_arena(r),
			      tr(l, "Give this link to %1$s (user name %2$s). It works once, for seven days, and is not shown again."),
			      u->display, u->name));
	html_raw(&h, "<label>");
	html_text(&h, tr(l, "Link"));
	html_raw(&h, "<input readonly name=\"link\"");
	html_attr(&h, "value", link);
	html_raw(&h, "></label>");
	if (mailed) {
		staff_done(&h, arena_printf(web_arena(r), tr(l, "Sent to %s."), u->email));
	} else if (u->email != NULL) {
		html_raw(&h, "<p>");
		staff_link_button(&h, "primary", "mail", mail_link(u, link, theirs != LANG_NONE ? theirs : l, web_arena(r)),
				  tr(l, "Send by e-mail"));
		html_raw(&h, "</p>");
	}
	html_raw(&h, "</div>");
	staff_end(&h);
	staff_send(r, &h, 200);
}

void staff_person_link(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	char token[INVITATION_TOKEN_BYTES];
	bool mailed = false;
	if (!staff_form_ok(r))
		return;
	const struct user *u = person_asked(r, web_form(r, "name"));
	if (u == NULL)
		return;
	if (u->disabled) {
		staff_error_page(r, 409, tr(staff_lang(r), "This person is disabled."));
		return;
	}
	if (store_begin(a->store, &e) &&
	    invitation_make(a->store, u->name, staff_session(r)->user.name, app_now(a), token, &e) &&
	    person_mail_link(r, u, token, &mailed, &e) && person_note(r, u, "user.link", &e) && store_commit(a->store, &e))
		staff_person_link_page(r, u, token, mailed);
	else
		staff_unavailable(r, "link", &e);
}

/* --- changes --- */

/* The person of the form, who is not oneself: nobody locks oneself out or lifts one's own second step here. */
static const struct user *other_person(struct web_request *r)
{
	if (!staff_form_ok(r))
		return NULL;
	const struct user *u = person_asked(r, web_form(r, "name"));
	if (u == NULL || !str_eq(u->name, staff_session(r)->user.name))
		return u;
	staff_error_page(r, 409, tr(staff_lang(r), "You cannot do this to yourself."));
	return NULL;
}

static void save(struct web_request *r, const struct user *old, const struct user *u, const char *what)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	bool no_codes = old->totp != NULL && u->totp == NULL;
	if (store_begin(a->store, &e) && person_save(r, old, u, what, true, &e) &&
	    (!no_codes || recovery_drop(a->store, u->name, &e)) &&
	    (!u->disabled || invitation_end(a->store, u->name, &e)) && store_commit(a->store, &e)) {
		log_info("%s of %s by %s", what, u->name, staff_session(r)->user.name);
		web_redirect(r, staff_url(web_arena(r), "/staff/person?saved=1&name=", u->name));
	} else {
		staff_unavailable(r, what, &e);
	}
}

void staff_person_second_off(struct web_request *r)
{
	const struct user *old = other_person(r);
	if (old == NULL)
		return;
	struct user u = *old;
	u.totp = NULL;
	u.totp_step = 0;
	save(r, old, &u, "user.second-off");
}

void staff_person_disable(struct web_request *r)
{
	const struct user *old = other_person(r);
	if (old == NULL)
		return;
	struct user u = *old;
	u.disabled = str_eq(web_form(r, "disabled"), "1");
	save(r, old, &u, u.disabled ? "user.disable" : "user.enable");
}

/* --- sessions --- */

static bool end_sessions(struct web_request *r, const struct user *u, const char *id, bool *ended, struct error *e)
{
	struct app *a = web_app(r);
	*ended = true;
	bool ok = str_eq(id, "all") ? session_end_all(a->store, u->name, e)
				    : session_end_by_id(a->store, u->name, id, ended, e);
	return ok && (!*ended || person_note(r, u, "session.end", e));
}

void staff_person_end_session(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	bool ended;
	if (!staff_form_ok(r))
		return;
	const struct user *u = person_asked(r, web_form(r, "name"));
	const char *id = web_form(r, "id");
	if (u == NULL)
		return;
	if (store_begin(a->store, &e) && end_sessions(r, u, id != NULL ? id : "", &ended, &e) &&
	    store_commit(a->store, &e))
		web_redirect(r, staff_url(web_arena(r), "/staff/person?saved=1&name=", u->name));
	else
		staff_unavailable(r, "sessions", &e);
}
