/* People as staff manage them: who may manage whom, and saving a change with its line in the log. */
#ifndef AULA_SERVER_PERSON_H
#define AULA_SERVER_PERSON_H

#include <stdbool.h>

#include "model/lang.h"
#include "store/people.h"
#include "web/html.h"

struct arena;
struct error;
struct web_request;

/* Administrators manage everybody; contact persons and editors the people of organisations whose centres are all theirs. */
bool person_may_manage(const struct user *me, const struct user *u);
/* What the log says of a user: everything but secrets. */
const char *person_doc(const struct user *u, struct arena *a);
/* Saves, with sessions ended when asked, and the line "who: what, target" in the log. Inside a transaction. before NULL:
 * new. */
bool person_save(struct web_request *r, const struct user *before, const struct user *after, const char *what,
		 bool end_sessions, struct error *e);
/* A line in the log about the user that is no change of the account itself. Inside a transaction. */
bool person_note(struct web_request *r, const struct user *u, const char *what, struct error *e);
/* Puts a letter with the link into the queue when the person has an address and letters can be sent at all (*sent). Inside
 * a transaction; staff_person_link_page says whether it went. */
bool person_mail_link(struct web_request *r, const struct user *u, const char *token, bool *sent, struct error *e);
/* The person named in the form or the query (field "name") whom this session may manage; NULL after answering. */
const struct user *person_asked(struct web_request *r, const char *name);
/* "Contact person" in the page's language. */
const char *person_role_words(enum role role, enum lang l);

/* --- the form --- */
struct person_form {
	bool fresh;
	const char *name, *display, *email, *lang;
	enum role role;
	struct strs centres;
	const char *organisation, *organisation_words; /* id or "new", and what was typed */
	const char *problems[8];
	size_t n_problems;
};
#define PERSON_ORGANISATION_NEW "new"
void person_form_read(struct person_form *f, struct web_request *r, bool fresh);
void person_form_of(struct person_form *f, const struct user *u);
/* False with problems told. out: old (NULL: new) with what the form says; its organisation may be
 * PERSON_ORGANISATION_NEW. */
bool person_form_check(struct person_form *f, struct web_request *r, const struct user *old, struct user *out);
/* The fields, inside a form. */
void person_form_write(const struct person_form *f, struct web_request *r, struct html *h);

#endif
