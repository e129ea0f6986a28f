#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "i18n/catalogue.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/staff/person.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/store.h"
#include "web/http.h"

#define CENTRES_MAX 200
#define DISPLAY_MAX 60
#define EMAIL_MAX 120
#define ORGANISATIONS_SHOWN 12

static const char *const languages[] = {"fi", "sv", "en"};
static const char *const language_names[] = {"suomi", "svenska", "English"};

void person_form_read(struct person_form *f, struct web_request *r, bool fresh)
{
	*f = (struct person_form){
		.fresh = fresh,
		.name = staff_typed(r, "name"),
		.display = staff_typed(r, "display"),
		.email = staff_typed(r, "email"),
		.lang = staff_typed(r, "lang"),
		.role = role_from_word(web_form(r, "role")),
		.centres = {ARENA_ARRAY(web_arena(r), const char *, CENTRES_MAX), 0},
		.organisation = staff_typed(r, "organisation"),
		.organisation_words = staff_typed(r, "organisation_words"),
	};
	for (const char *c; f->centres.n < CENTRES_MAX && (c = web_form_nth(r, "centre", f->centres.n)) != NULL;)
		f->centres.v[f->centres.n++] = c;
}

void person_form_of(struct person_form *f, const struct user *u)
{
	*f = (struct person_form){
		.name = u->name,
		.display = u->display,
		.email = u->email,
		.lang = u->lang,
		.role = u->role,
		.centres = u->centres,
		.organisation = u->organisation,
	};
}

static void problem(struct person_form *f, const char *text)
{
	ASSERT(f->n_problems < sizeof f->problems / sizeof f->problems[0]);
	f->problems[f->n_problems++] = text;
}

/* Enough to send to: one "@" with something on both sides, nothing that could begin another header. */
static bool email_ok(const char *email)
{
	const char *at = strchr(email, '@');
	return at != NULL && at > email && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
	       strpbrk(email, " \t\r\n,;<>\"") == NULL && strlen(email) <= EMAIL_MAX;
}

static void check_names(struct person_form *f, struct web_request *r, enum lang l, struct user *out)
{
	struct app *a = web_app(r);
	struct user other;
	if (f->display == NULL || utf8_count(f->display) > DISPLAY_MAX)
		problem(f, tr(l, "Give the person's name, at most 60 characters."));
	if (f->email != NULL && !email_ok(f->email))
		problem(f, tr(l, "The e-mail address is not one."));
	if (f->fresh && !user_name_ok(f->name))
		problem(f, tr(l, "The user name has lower-case letters a–z, digits and . - _ @ only."));
	else if (f->fresh && user_get(a->store, f->name, &other, web_arena(r), NULL))
		problem(f, tr(l, "The user name is taken."));
	if (f->fresh)
		out->name = f->name;
	out->display = f->display;
	out->email = f->email;
	out->lang = "fi";
	for (size_t i = 0; i < 3; i++)
		if (str_eq(f->lang, languages[i]))
			out->lang = languages[i];
}

static void check_centres(struct person_form *f, struct web_request *r, enum lang l, struct user *out)
{
	struct app *a = web_app(r);
	struct store_record centre;
	const struct user *me = &staff_session(r)->user;
	out->centres = (struct strs){0};
	if (out->role >= ROLE_EDITOR)
		return;
	out->centres = f->centres;
	if (f->centres.n == 0)
		problem(f, tr(l, "Choose at least one centre."));
	for (size_t i = 0; i < f->centres.n; i++) {
		if (!staff_may_centre(me, f->centres.v[i]) ||
		    !store_get(a->store, KIND_CENTRE, f->centres.v[i], &centre, web_arena(r), NULL)) {
			problem(f, tr(l, "One of the centres is not yours."));
			return;
		}
	}
}

static void check_organisation(struct person_form *f, struct web_request *r, enum lang l, struct user *out)
{
	struct app *a = web_app(r);
	struct store_record stored;
	out->organisation = NULL;
	if (out->role != ROLE_ORGANISATION)
		return;
	if (f->organisation == NULL)
		problem(f, tr(l, "Choose the organisation: write words of its name, then pick it from the list."));
	else if (str_eq(f->organisation, PERSON_ORGANISATION_NEW) ? f->organisation_words == NULL
								  : !store_get(a->store, KIND_ORGANISATION, f->organisation,
									       &stored, web_arena(r), NULL))
		problem(f, tr(l, "There is no such organisation."));
	else
		out->organisation = f->organisation;
}

bool person_form_check(struct person_form *f, struct web_request *r, const struct user *old, struct user *out)
{
	enum lang l = staff_lang(r);
	const struct user *me = &staff_session(r)->user;
	*out = old != NULL ? *old : (struct user){.password = ""};
	check_names(f, r, l, out);
	if (f->role == ROLE_NONE || (me->role != ROLE_ADMIN && f->role != ROLE_ORGANISATION))
		problem(f, tr(l, "Choose a role."));
	else if (old != NULL && str_eq(old->name, me->name) && old->role != f->role)
		problem(f, tr(l, "You cannot change your own role."));
	else
		out->role = f->role;
	check_centres(f, r, l, out);
	check_organisation(f, r, l, out);
	return f->n_problems == 0;
}

/* --- writing --- */

static void write_roles(const struct person_form *f, struct html *h, enum lang l, bool all)
{
	const char *const explained[] = {
		[ROLE_ORGANISATION] = tr(l, "Organisation: keeps its own activities up to date"),
		[ROLE_READER] = tr(l, "Reader: looks, changes nothing"),
		[ROLE_CONTACT] = tr(l, "Contact person: features, notices and hours of the centres chosen"),
		[ROLE_EDITOR] = tr(l, "Editor: content of all centres"),
		[ROLE_ADMIN] = tr(l, "Administrator: also people, screens and sources"),
	};
	html_raw(h, "<fieldset><legend>");
	html_text(h, tr(l, "Role"));
	html_raw(h, "</legend><div class=\"choices\">");
	for (enum role role = ROLE_ORGANISATION; role <= (all ? ROLE_ADMIN : ROLE_ORGANISATION); role++)
		field_choice(h, "radio", "role", role_word(role), explained[role], NULL, f->role == role || !all);
	html_raw(h, "</div></fieldset>");
}

static void write_centres(const struct person_form *f, struct web_request *r, struct html *h, enum lang l)
{
	struct staff_centre *centres = NULL;
	size_t n = 0;
	staff_centres(r, &centres, &n);
	html_raw(h, "<fieldset><legend>");
	html_text(h, tr(l, "Centres (not needed for editors and administrators)"));
	html_raw(h, "</legend><div class=\"checks\">");
	for (size_t i = 0; i < n; i++)
		if (centres[i].may)
			field_choice(h, "checkbox", "centre", centres[i].id, centres[i].name, NULL,
				     strs_has(&f->centres, centres[i].id));
	html_raw(h, "</div></fieldset>");
}

static void write_known(const struct person_form *f, struct web_request *r, struct html *h, const char *id, enum lang l)
{
	struct app *a = web_app(r);
	enum lang got = l;
	const struct record *x = view_record(a->store, KIND_ORGANISATION, id, web_arena(r));
	const char *name = x != NULL ? ltext_get(&x->organisation.name, l, &got) : id;
	field_choice_in(h, "radio", "organisation", id, name, got != l ? lang_tag(got) : NULL, NULL, str_eq(f->organisation, id));
}

/* What is known by the words typed, to pick from; and a new one of that name. */
static void write_found(const struct person_form *f, struct web_request *r, struct html *h, enum lang l)
{
	struct app *a = web_app(r);
	struct store_filter filter = {.kind = KIND_ORGANISATION, .limit = ORGANISATIONS_SHOWN};
	struct store_records found = {0};
	filter.words = intake_search_words(f->organisation_words, web_arena(r));
	store_list(a->store, &filter, &found, web_arena(r), NULL);
	html_raw(h, "<div class=\"choices\">");
	for (size_t i = 0; i < found.n; i++)
		write_known(f, r, h, found.v[i].id, l);
	field_choice(h, "radio", "organisation", PERSON_ORGANISATION_NEW,
		     arena_printf(web_arena(r), tr(l, "New organisation: %s"), f->organisation_words), NULL,
		     str_eq(f->organisation, PERSON_ORGANISATION_NEW));
	html_raw(h, "</div>");
}

static void write_organisation(const struct person_form *f, struct web_request *r, struct html *h, enum lang l)
{
	struct app *a = web_app(r);
	struct store_record stored;
	bool chosen = f->organisation != NULL && !str_eq(f->organisation, PERSON_ORGANISATION_NEW);
	html_raw(h, "<fieldset><legend>");
	html_text(h, tr(l, "Organisation (only for the role Organisation)"));
	html_raw(h, "</legend>");
	const struct field words = {.label = tr(l, "Words of its name"),
					  .name = "organisation_words",
					  .value = f->organisation_words,
					  .max = 120,
					  .hint = tr(l, "You pick it from a list after the first press of the button.")};
	staff_field(h, &words);
	if (f->organisation_words != NULL)
		write_found(f, r, h, l);
	else if (chosen && store_get(a->store, KIND_ORGANISATION, f->organisation, &stored, web_arena(r), NULL))
		write_known(f, r, h, f->organisation, l);
	html_raw(h, "</fieldset>");
}

void person_form_write(const struct person_form *f, struct web_request *r, struct html *h)
{
	enum lang l = staff_lang(r);
	const struct field fields[] = {
		{.label = tr(l, "Name"), .name = "display", .value = f->display, .max = DISPLAY_MAX, .required = true,
		 .complete = "off"},
		{.label = tr(l, "User name"), .name = "name", .value = f->name, .max = USER_NAME_MAX, .required = true,
		 .complete = "off", .hint = tr(l, "Written at the login. It cannot be changed later.")},
		{.label = tr(l, "E-mail (not needed)"), .name = "email", .value = f->email, .type = "email",
		 .max = EMAIL_MAX, .complete = "off"},
	};
	html_raw(h, "<div class=\"two\">");
	staff_field(h, &fields[0]);
	if (f->fresh)
		staff_field(h, &fields[1]);
	staff_field(h, &fields[2]);
	html_raw(h, "<label>");
	html_text(h, tr(l, "Language"));
	html_raw(h, "<select name=\"lang\">");
	for (size_t i = 0; i < 3; i++)
		staff_option(h, languages[i], language_names[i], str_eq(f->lang, languages[i]));
	html_raw(h, "</select></label></div>");
	write_roles(f, h, l, staff_session(r)->user.role == ROLE_ADMIN);
	write_centres(f, r, h, l);
	write_organisation(f, r, h, l);
}
