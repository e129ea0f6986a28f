/* Changes that staff make to records: who may, in one transaction with their line in the audit log, and taking the last
 * one back. */
#ifndef AULA_SERVER_STAFF_CHANGE_H
#define AULA_SERVER_STAFF_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"

struct arena;
struct error;
struct user;
struct web_request;

#define STAFF_SOURCE "staff"

/* Every centre the record shows in is this person's: changing it reaches nobody else's screens. Activities: written by
 * staff at one of this person's centres. */
bool staff_may_change(const struct user *u, const struct record *record);
/* It can be seen by this person. */
bool staff_may_see(const struct user *u, const struct record *record);
/* The record this person may change; NULL after answering 404 or 403. */
const struct record *staff_own_record(struct web_request *r, enum record_kind kind, const char *id);

struct staff_change {
	const struct record *before; /* NULL: new */
	struct record *after;        /* NULL: taken away */
	const char *what;            /* "feature.put" */
};
/* All or nothing. */
bool staff_publish(struct web_request *r, const struct staff_change *changes, size_t n, struct error *e);
/* The same for one, with the 503 page when it fails. */
bool staff_publish_one(struct web_request *r, const struct record *before, struct record *after, const char *what);
/* The record's document, in a; NULL for NULL. */
const char *staff_doc_of(const struct record *record, struct arena *a);
/* A document of the store or the log as a record. */
bool staff_parse_doc(enum record_kind kind, const char *id, const char *doc, struct record *out, struct arena *a);
/* "staff:LETTER-…", in the request's arena. */
const char *staff_new_id(struct web_request *r, const char *letter);

/* POST /staff/undo: back to what the record was before this person's last change, as long as nobody changed it since. */
void staff_undo(struct web_request *r);
/* "Saved" with a button to undo, when the page was reached after a change (?saved=ID). */
struct html;
void staff_saved(struct html *h, struct web_request *r, enum record_kind kind, const char *words);
/* Where to go after a change: PATH?saved=ID. */
void staff_redirect_saved(struct web_request *r, const char *path, const char *id);

#endif
