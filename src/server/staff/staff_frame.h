/* What the staff pages share: who is there, the frame, forms that carry the session's token. */
#ifndef AULA_SERVER_STAFF_FRAME_H
#define AULA_SERVER_STAFF_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "model/lang.h"
#include "store/people.h"
#include "web/html.h"

struct app;
struct arena;
struct error;
struct record;
struct web_request;

/* Of a request that passed the gate; NULL on the login pages without a session. */
struct session *staff_session(struct web_request *r);
enum lang staff_lang(struct web_request *r);
/* Ends the request's session, starts a new one and sets its cookie; web_user then is the new one (another
 * token for forms). Inside a transaction. */
bool staff_new_session(struct web_request *r, const char *user, enum session_stage stage, struct error *e);
/* Signs in the person whom a trusted proxy names; true when that began a session. have: the request's, or NULL. */
bool staff_proxy_session(struct web_request *r, const struct session *have);
/* A trusted proxy names this person in this very request. */
bool staff_proxy_vouches(struct web_request *r, const struct user *u);
/* Recovery codes as a list to copy, with what they are for. */
void staff_codes(struct html *h, char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES], enum lang l);
/* May this person change things at the centre? */
bool staff_may_centre(const struct user *u, const char *centre);
/* May this person write activities that belong to the centre? Organisations may at theirs; what they write goes the way
 * of server/staff/listing.h. */
bool staff_may_write_at(const struct user *u, const char *centre);
/* All centres, also such as come later ("everywhere"). */
bool staff_may_everywhere(const struct user *u);

/* The POST carries this session's token and was not sent by another site. Else it has answered 403. */
bool staff_form_ok(struct web_request *r);
/* The same without a session (login). */
bool staff_origin_ok(struct web_request *r);
void staff_csrf_field(struct html *h, struct web_request *r);

/* In the order of the bar; staff_frame.c has their addresses, words and who sees them. */
enum staff_tab {
	STAFF_TAB_NONE,
	STAFF_TAB_FEATURES,
	STAFF_TAB_NOTICES,
	STAFF_TAB_POLLS,
	STAFF_TAB_SCREENS,
	STAFF_TAB_CENTRES,
	STAFF_TAB_REVIEW,
	STAFF_TAB_STATISTICS,
	STAFF_TAB_PEOPLE,
	STAFF_TAB_LISTINGS,
};
/* Where a person begins after the login. */
const char *staff_first_page(const struct user *u);
void staff_begin(struct html *h, struct web_request *r, const char *title, enum staff_tab tab);
void staff_end(struct html *h);
/* Not compressed (these pages hold the token beside text that others wrote), not stored. */
void staff_send(struct web_request *r, struct html *h, unsigned status);
void staff_error_page(struct web_request *r, unsigned status, const char *text);
/* A box with the reasons a form was not taken; nothing when n is 0. */
void staff_problems(struct html *h, enum lang l, const char *const *problems, size_t n);

/* Centres this person sees, named in the language of the page and in order of name. */
struct staff_centre {
	const char *id, *name;
	bool may; /* change */
};
bool staff_centres(struct web_request *r, struct staff_centre **out, size_t *n);
/* "Kaakkuri, Myllyoja", "3 centres" or "everywhere" */
const char *staff_centre_names(const struct strs *ids, const struct staff_centre *all, size_t n, enum lang l,
			       struct arena *a);

#endif
