/* Every address aula-server answers, and who may call it. */
#ifndef AULA_SERVER_ROUTES_H
#define AULA_SERVER_ROUTES_H

#include "store/people.h"

struct web_options;

/* What a route demands, its tag. */
enum access {
	ACCESS_PUBLIC,   /* anybody */
	ACCESS_DEVICE,   /* a screen, by its credential */
	ACCESS_IMPORTER, /* a known token; the handler checks the source */
	ACCESS_LOGIN,    /* the login pages: anybody, with a session if there is one */
	ACCESS_ORGANISATION, /* a session with at least this role */
	ACCESS_READER,
	ACCESS_CONTACT,
	ACCESS_EDITOR,
	ACCESS_ADMIN,
};

void routes_fill(struct web_options *o);

#endif
