/* What a visitor, or a professional for a client, writes to ask an organisation to get in touch; whether it is enough; and
 * the letter it becomes. */
#ifndef AULA_SERVER_CONTACT_FORM_H
#define AULA_SERVER_CONTACT_FORM_H

#include <stdbool.h>

#include "model/lang.h"
#include "server/view.h"

struct app;
struct arena;
struct web_request;

#define CONTACT_NAME_MAX 80
#define CONTACT_PHONE_MAX 24
#define CONTACT_EMAIL_MAX 254
#define CONTACT_UNIT_MAX 120
#define CONTACT_MESSAGE_MAX 1000

/* Fields that can be wrong, in the order of the page. */
enum contact_field { CONTACT_NAME, CONTACT_PHONE, CONTACT_EMAIL, CONTACT_MESSAGE, CONTACT_PRO, CONTACT_UNIT, CONTACT_AGREE, CONTACT_FIELDS };
extern const char *const contact_names[CONTACT_FIELDS]; /* of the inputs */

#define CONTACT_TIMES 3
extern const char *const contact_times[CONTACT_TIMES];	    /* values of "when" */
extern const char *const contact_time_words[CONTACT_TIMES]; /* msgids */

struct contact_form {
	struct view v;
	enum lang lang;
	bool client; /* a professional asks for somebody else */
	const char *name, *pro, *unit, *phone, *email, *message; /* trimmed; "" when empty */
	int when;						 /* of contact_times; -1: not said */
	bool agreed;
	const char *wrong[CONTACT_FIELDS]; /* NULL: fine */
	const char *problem;		   /* of the whole; NULL: none */
};

void contact_form_read(struct web_request *r, struct contact_form *f);
/* False: wrong and problem say why. */
bool contact_form_check(struct contact_form *f);
/* The organisation's name, or NULL. */
const char *contact_organisation(const struct contact_form *f);
/* In the organisation's likely language; the visitor's own is told. */
const char *contact_letter(const struct app *a, const struct contact_form *f, struct arena *arena);

#endif
