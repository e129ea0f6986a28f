/* Open sessions of a person, each with a button that ends it. */
#ifndef AULA_SERVER_SESSIONS_TABLE_H
#define AULA_SERVER_SESSIONS_TABLE_H

#include "web/html.h"

struct web_request;

/* action: where the buttons post to, with fields "name" and "id" ("all": every one). One of two literals:
 * SESSIONS_OF_PERSON or SESSIONS_OWN. */
#define SESSIONS_OF_PERSON "/staff/person/end-session"
#define SESSIONS_OWN "/staff/account/end-session"
void sessions_table_write(struct html *h, struct web_request *r, const char *user, const char *action);

#endif
