/* Drafts of the forms that publish to screens: what was typed, kept until it is published or thrown away
 * (store/drafts.h). A draft is for those who may change all the centres chosen in it; one without a centre is for whoever
 * saved it, and for those who may everywhere. */
#ifndef AULA_SERVER_DRAFTS_H
#define AULA_SERVER_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"
#include "server/staff/staff_form.h"
#include "store/drafts.h"

struct error;
struct html;
struct web_request;

struct draft_kind {
	const char *form;	  /* "feature" */
	const char *path;	  /* where it is taken up again: PATH?draft=ID */
	const char *const *names; /* the fields that are kept */
	size_t n_names;
};
extern const struct draft_kind draft_of_feature, draft_of_writing;

/* Those this person may take up, newest first. */
bool drafts_of(struct web_request *r, struct draft **out, size_t *n);

/* GET ?draft=ID: the form's fields are in the request as if they had just been sent. False after answering. */
bool draft_open(struct web_request *r, const struct draft_kind *k, const char *id);
/* In the form: which draft it is of; and a notice when the record it would change was changed after it was saved. */
void draft_write(struct form *f, enum record_kind kind, const char *record);
/* "Save the draft", which needs nothing to be right. */
void draft_button(struct form *f, const char *action);

struct draft_facts {
	const struct strs *centres; /* chosen; NULL: none */
	const char *record;	    /* it would change; NULL: something new */
	const char *title;	    /* for the list; NULL: none yet */
};
/* POST: keeps the request's fields and answers. Never over what somebody else has saved meanwhile: then it is another
 * draft. */
void draft_save(struct web_request *r, const struct draft_kind *k, const struct draft_facts *facts);
/* Inside the transaction that publishes the request's form: its draft is done with. */
bool draft_published(struct web_request *r, struct error *e);

#endif
