#include "server/staff/person.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_frame.h"
#include "web/http.h"
#include "web/json.h"

bool person_may_manage(const struct user *me, const struct user *u)
{
	if (me->role == ROLE_ADMIN)
		return true;
	if (u->role != ROLE_ORGANISATION || me->role < ROLE_CONTACT || u->centres.n == 0)
		return false;
	for (size_t i = 0; i < u->centres.n; i++)
		if (!staff_may_centre(me, u->centres.v[i]))
			return false;
	return true;
}

const char *person_role_words(enum role role, enum lang l)
{
	switch (role) {
	case ROLE_ORGANISATION: return tr(l, "Organisation");
	case ROLE_READER: return tr(l, "Reader");
	case ROLE_CONTACT: return tr(l, "Contact person");
	case ROLE_EDITOR: return tr(l, "Editor");
	case ROLE_ADMIN: return tr(l, "Administrator");
	case ROLE_NONE: break;
	}
	return "–";
}

const char *person_doc(const struct user *u, struct arena *a)
{
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "display");
	json_text(&j, u->display);
	json_key(&j, "role");
	json_text(&j, role_word(u->role));
	json_key(&j, "centres");
	json_open(&j, '[');
	for (size_t i = 0; i < u->centres.n; i++)
		json_text(&j, u->centres.v[i]);
	json_close(&j, ']');
	if (u->organisation != NULL) {
		json_key(&j, "organisation");
		json_text(&j, u->organisation);
	}
	if (u->email != NULL) {
		json_key(&j, "email");
		json_text(&j, u->email);
	}
	json_key(&j, "lang");
	json_text(&j, u->lang);
	json_key(&j, "second_factor");
	json_bool(&j, u->totp != NULL);
	json_key(&j, "disabled");
	json_bool(&j, u->disabled);
	json_close(&j, '}');
	const char *out = arena_strdup(a, buf_str(&j.out));
	buf_fini(&j.out);
	return out;
}

static const char *actor(struct web_request *r, const struct user *u)
{
	const struct session *s = staff_session(r);
	return s != NULL ? s->user.name : u->name;
}

bool person_save(struct web_request *r, const struct user *before, const struct user *after, const char *what,
		 bool end_sessions, struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {
		.at = app_now(a),
		.who = actor(r, after),
		.what = what,
		.target = after->name,
		.before = before != NULL ? person_doc(before, web_arena(r)) : NULL,
		.after = person_doc(after, web_arena(r)),
	};
	return user_put(a->store, after, e) && (!end_sessions || session_end_all(a->store, after->name, e)) &&
	       audit_add(a->store, &entry, e);
}

bool person_note(struct web_request *r, const struct user *u, const char *what, struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {
		.at = app_now(a), .who = actor(r, u), .what = what, .target = u->name};
	return audit_add(a->store, &entry, e);
}

/* A person who may not be managed is answered like one who is not there: names are not for guessing. */
const struct user *person_asked(struct web_request *r, const char *name)
{
	struct app *a = web_app(r);
	struct user *u = ARENA_NEW(web_arena(r), struct user);
	struct error e = ERROR_INIT;
	const struct user *me = &staff_session(r)->user;
	bool there = user_name_ok(name) && user_get(a->store, name, u, web_arena(r), &e);
	if (there && person_may_manage(me, u))
		return u;
	if (there)
		log_warning("staff: person %s refused to %s", name, me->name);
	staff_error_page(r, 404, tr(staff_lang(r), "There is no such person."));
	return NULL;
}
