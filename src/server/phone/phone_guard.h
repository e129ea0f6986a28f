/* What keeps the public forms from being flooded without knowing anybody: a stamp in the form (when it was
 * opened, for which page; signed, so it cannot be made elsewhere), a field that only programs fill in, and
 * counts under a keyed hash of the client's address that means nothing outside this server and nothing
 * tomorrow. */
#ifndef AULA_SERVER_PHONE_GUARD_H
#define AULA_SERVER_PHONE_GUARD_H

#include <stdbool.h>

#include "web/html.h"

struct error;
struct web_request;

#define GUARD_FORM_LIFE_S (4 * 3600)
#define GUARD_WINDOW_S 3600
#define GUARD_TRIES 6 /* forms of one kind from one address in that time */

enum guard_verdict {
	GUARD_OK,
	GUARD_STALE, /* no stamp, too old, of another page: show the form again */
	GUARD_ROBOT, /* the trap was filled in: thank and forget */
	GUARD_TOO_MANY
};

/* The hidden fields; purpose is a literal, subject the page's code. */
void guard_fields(struct html *h, struct web_request *r, const char *purpose, const char *subject);
/* Counts the try. False: the store failed. */
bool guard_check(struct web_request *r, const char *purpose, const char *subject, enum guard_verdict *out,
		 struct error *e);

#endif
