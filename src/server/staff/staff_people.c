/* People: the list, inviting, one person's page. What is done to a person from there: staff_person.c. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "feed/hex.h"
#include "i18n/catalogue.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/person.h"
#include "server/staff/sessions_table.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/store.h"
#include "web/http.h"

#define SOURCE_OWN "own" /* records that organisations keep here */

/* --- the list --- */

static const struct invitation *invitation_of(const struct invitation *v, size_t n, const char *user)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].user, user))
			return &v[i];
	return NULL;
}

static void write_state(struct html *h, const struct user *u, const struct invitation *waiting, const char *head,
			enum lang l, struct arena *a)
{
	html_raw(h, "<td");
	html_attr(h, "data-head", head);
	html_raw(h, ">");
	if (u->disabled)
		staff_el(h, "b", " class=\"bad\"", tr(l, "Disabled"));
	else if (waiting != NULL)
		staff_el(h, "span", " class=\"warn\"",
			 arena_printf(a, tr(l, "Invited, until %s"), staff_moment(a, l, waiting->until_at)));
	else if (u->password[0] == '\0')
		staff_el(h, "span", " class=\"warn\"", tr(l, "The invitation has run out"));
	else
		staff_el(h, "span", " class=\"well\"", tr(l, "In use"));
	html_raw(h, "</td>");
}

static const char *place_of(struct web_request *r, const struct user *u, const struct staff_centre *centres, size_t n,
			    enum lang l)
{
	struct app *a = web_app(r);
	struct store_record stored;
	const char *where = u->role >= ROLE_EDITOR ? tr(l, "all centres")
			    : u->centres.n == 0	   ? "–"
						   : staff_centre_names(&u->centres, centres, n, l, web_arena(r));
	if (u->organisation == NULL || !store_get(a->store, KIND_ORGANISATION, u->organisation, &stored, web_arena(r), NULL))
		return where;
	return arena_printf(web_arena(r), "%s · %s", stored.title != NULL ? stored.title : u->organisation, where);
}

struct people {
	struct user *users;
	struct invitation *invitations;
	struct staff_centre *centres;
	size_t n, n_invitations, n_centres;
};

static bool load(struct web_request *r, struct people *p, struct error *e)
{
	struct app *a = web_app(r);
	return staff_centres(r, &p->centres, &p->n_centres) &&
	       user_list(a->store, &p->users, &p->n, web_arena(r), e) &&
	       invitation_list(a->store, app_now(a), &p->invitations, &p->n_invitations, web_arena(r), e);
}

static void write_people(struct html *h, struct web_request *r, const struct people *p, enum lang l)
{
	const char *const heads[] = {tr(l, "Name"), tr(l, "Role"), tr(l, "Centres"), tr(l, "Second step"), tr(l, "State"),
				     NULL};
	staff_table(h, l, tr(l, "People"), heads, 6);
	for (size_t i = 0; i < p->n; i++) {
		const struct user *u = &p->users[i];
		if (!person_may_manage(&staff_session(r)->user, u))
			continue;
		html_raw(h, "<tr><th scope=\"row\"><strong>");
		html_text(h, u->display);
		html_raw(h, "</strong><span class=\"by\">");
		html_text(h, u->name);
		html_raw(h, "</span></th>");
		staff_cell(h, heads[1], person_role_words(u->role, l));
		staff_cell(h, heads[2], place_of(r, u, p->centres, p->n_centres, l));
		staff_cell(h, heads[3], u->totp != NULL ? tr(l, "On") : tr(l, "Off"));
		write_state(h, u, invitation_of(p->invitations, p->n_invitations, u->name), heads[4], l, web_arena(r));
		html_raw(h, "<td>");
		staff_link_button(h, "", "edit", staff_url(web_arena(r), "/staff/person?name=", u->name), tr(l, "Edit"));
		html_raw(h, "</td></tr>");
	}
	staff_table_end(h);
}

void staff_people(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	struct people p = {0};
	struct error e = ERROR_INIT;
	if (!load(r, &p, &e)) {
		staff_unavailable(r, "people", &e);
		return;
	}
	staff_begin(&h, r, tr(l, "People"), STAFF_TAB_PEOPLE);
	html_raw(&h, "<div class=\"heading\"><div>");
	staff_title(&h, tr(l, "People"), tr(l, "Who may log in, and what each of them may do."));
	html_raw(&h, "</div><div class=\"actions\">");
	if (staff_session(r)->user.role == ROLE_ADMIN)
		staff_link_button(&h, "", "list", "/staff/log", tr(l, "Log"));
	staff_link_button(&h, "primary", "add", "/staff/people/new", tr(l, "Invite a person"));
	html_raw(&h, "</div></div>");
	write_people(&h, r, &p, l);
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- the form --- */

static void write_actions(struct html *h, struct web_request *r, const struct user *u, enum lang l)
{
	bool self = str_eq(u->name, staff_session(r)->user.name);
	staff_el(h, "h2", "", tr(l, "Access"));
	html_raw(h, "<div class=\"actions\">");
	staff_form(h, r, "/staff/person/link", "");
	staff_hidden(h, "name", u->name);
	staff_button(h, "", "send", tr(l, "New link for setting a password"));
	html_raw(h, "</form>");
	if (u->totp != NULL && !self) {
		staff_form(h, r, "/staff/person/second-off", "");
		staff_hidden(h, "name", u->name);
		staff_button(h, "", "lock", tr(l, "Reset the second step"));
		html_raw(h, "</form>");
	}
	if (!self) {
		staff_form(h, r, "/staff/person/disable", "");
		staff_hidden(h, "name", u->name);
		staff_hidden(h, "disabled", u->disabled ? "0" : "1");
		staff_button(h, u->disabled ? "" : "danger", u->disabled ? "check" : "cancel",
			     u->disabled ? tr(l, "Enable again") : tr(l, "Disable"));
		html_raw(h, "</form>");
	}
	html_raw(h, "</div>");
	staff_el(h, "h2", "", tr(l, "Open sessions"));
	sessions_table_write(h, r, u->name, "/staff/person/end-session");
}

static void form_page(struct web_request *r, const struct person_form *f, const struct user *u, unsigned status,
		      const char *done)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	const char *title = u != NULL ? u->display : tr(l, "Invite a person");
	staff_begin(&h, r, title, STAFF_TAB_PEOPLE);
	staff_back(&h, "/staff/people", tr(l, "People"));
	staff_title(&h, title, u != NULL ? u->name : NULL);
	staff_done(&h, done);
	staff_problems(&h, l, f->problems, f->n_problems);
	if (u != NULL)
		staff_form(&h, r, "/staff/person", "");
	else
		staff_form(&h, r, "/staff/people/new", "");
	if (u != NULL)
		staff_hidden(&h, "name", u->name);
	person_form_write(f, r, &h);
	html_raw(&h, "<div class=\"actions\">");
	staff_button(&h, "primary", u != NULL ? "check" : "send", u != NULL ? tr(l, "Save") : tr(l, "Invite"));
	html_raw(&h, "</div></form>");
	if (u != NULL)
		write_actions(&h, r, u, l);
	staff_end(&h);
	staff_send(r, &h, status);
}

void staff_person_new(struct web_request *r)
{
	const struct user *me = &staff_session(r)->user;
	struct person_form f = {.fresh = true,
				.lang = "fi",
				.role = me->role == ROLE_ADMIN ? ROLE_CONTACT : ROLE_ORGANISATION,
				.centres = me->role == ROLE_CONTACT ? me->centres : (struct strs){0}};
	form_page(r, &f, NULL, 200, NULL);
}

void staff_person_page(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct person_form f;
	const struct user *u = person_asked(r, web_query(r, "name"));
	if (u == NULL)
		return;
	person_form_of(&f, u);
	form_page(r, &f, u, 200, web_query(r, "saved") != NULL ? tr(l, "Saved.") : NULL);
}

/* --- saving --- */

/* The record of an organisation that is new here; its id becomes the user's. */
static bool add_organisation(struct web_request *r, const char *name, struct user *u, struct error *e)
{
	struct app *a = web_app(r);
	uint8_t bytes[6];
	char hex[13];
	enum store_outcome outcome;
	random_bytes(bytes, sizeof bytes);
	hex_write(bytes, sizeof bytes, hex);
	struct record record = {.kind = KIND_ORGANISATION, .id = arena_printf(web_arena(r), "own:o-%s", hex)};
	record.organisation.name.v[LANG_FI] = name;
	record.organisation.type = "ngo";
	record.organisation.from = (struct provenance){
		.source = SOURCE_OWN, .source_id = arena_strdup(web_arena(r), hex), .modified_at = app_now(a)};
	const struct intake in = {
		.store = a->store, .analyser = a->analyser, .source = SOURCE_OWN, .any_kind = true, .now = app_now(a)};
	u->organisation = record.id;
	return intake_record(&in, &record, &outcome, web_arena(r), e);
}

static bool commit_person(struct web_request *r, const struct person_form *f, const struct user *old, struct user *u,
			  char token[INVITATION_TOKEN_BYTES], bool *mailed, struct error *e)
{
	struct app *a = web_app(r);
	const struct user *me = &staff_session(r)->user;
	bool new_organisation = str_eq(u->organisation, PERSON_ORGANISATION_NEW);
	/* who loses rights loses the sessions that had them */
	bool end = old != NULL && !str_eq(old->name, me->name);
	if (store_begin(a->store, e) &&
	    (!new_organisation || add_organisation(r, f->organisation_words, u, e)) &&
	    person_save(r, old, u, old != NULL ? "user.put" : "user.invite", end, e) &&
	    (old != NULL || invitation_make(a->store, u->name, me->name, app_now(a), token, e)) &&
	    (old != NULL || person_mail_link(r, u, token, mailed, e)) &&
	    store_commit(a->store, e)) {
		app_published(a);
		return true;
	}
	return false;
}

void staff_person_invite(struct web_request *r)
{
	struct app *a = web_app(r);
	struct person_form f;
	struct user u;
	struct error e = ERROR_INIT;
	char token[INVITATION_TOKEN_BYTES];
	bool mailed = false;
	if (!staff_form_ok(r))
		return;
	person_form_read(&f, r, true);
	if (!person_form_check(&f, r, NULL, &u)) {
		form_page(r, &f, NULL, 422, NULL);
		return;
	}
	u.created_at = app_now(a);
	if (commit_person(r, &f, NULL, &u, token, &mailed, &e))
		staff_person_link_page(r, &u, token, mailed);
	else
		staff_unavailable(r, "invite", &e);
}

void staff_person_save(struct web_request *r)
{
	struct person_form f;
	struct user u;
	struct error e = ERROR_INIT;
	char token[INVITATION_TOKEN_BYTES]; /* neither is used for one who is there already */
	bool mailed = false;
	if (!staff_form_ok(r))
		return;
	const struct user *old = person_asked(r, web_form(r, "name"));
	if (old == NULL)
		return;
	person_form_read(&f, r, false);
	if (!person_form_check(&f, r, old, &u))
		form_page(r, &f, old, 422, NULL);
	else if (commit_person(r, &f, old, &u, token, &mailed, &e))
		web_redirect(r, staff_url(web_arena(r), "/staff/person?saved=1&name=", u.name));
	else
		staff_unavailable(r, "person", &e);
}
