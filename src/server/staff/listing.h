/* Activities that organisations keep here themselves: whose they are, sending a change in, publishing it. */
#ifndef AULA_SERVER_LISTING_H
#define AULA_SERVER_LISTING_H

#include <stdbool.h>

#include "model/record.h"
#include "store/listings.h"

struct app;
struct arena;
struct error;
struct user;
struct web_request;

#define LISTING_SOURCE "own"
#define LISTINGS_READ 200 /* newest of an organisation that are looked at */

/* The organisation the session is for; NULL after answering (everybody else is sent to their own first page). */
const char *listing_organisation(struct web_request *r);
/* A document of the store or of a listing as a record, without soft hyphens; NULL when it cannot be read. */
struct record *listing_parse(enum record_kind kind, const char *id, const char *doc, struct arena *a);

struct listing_own {
	const struct record *activity; /* as last sent, when that waits or came back; else as published */
	const struct record *place;    /* of its own, as sent; NULL: none or the published one */
	const char *published;	       /* document, NULL: not published */
	const struct listing *sent;    /* what waits or came back; NULL: nothing */
};
/* The activity if this organisation keeps it here; false without answering. */
bool listing_find_own(struct app *app, const char *organisation, const char *id, struct listing_own *out,
		      struct arena *a);

/* Sends x in, and publishes it at once when its centre says so (*direct). With lines in the log; one transaction. */
bool listing_submit(struct web_request *r, const struct listing *x, bool *direct, struct error *e);
/* Publishes what x says. Inside a transaction. */
bool listing_publish(struct app *app, const struct listing *x, const char *who, struct arena *a, struct error *e);

#endif
