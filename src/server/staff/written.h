/* An activity that staff write themselves: its form and the record it means. It belongs to the centre where it was
 * written (from.source "staff", from.source_id the centre): whoever may change that centre may change it. */
#ifndef AULA_SERVER_WRITTEN_H
#define AULA_SERVER_WRITTEN_H

#include <stdbool.h>

#include "model/record.h"
#include "server/staff/staff_form.h"

struct template;
struct web_request;

struct written {
	const char *id;    /* NULL: new */
	const char *place_id; /* of the place that was made for it, NULL: none yet */
	struct ltext title, text, place_note, place_name;
	const char *topic;
	const char *repeat; /* "once", "weekly", "none" */
	const char *day, *start, *end, *until;
	const char *centre; /* whose it is */
	const char *where;  /* "here", "elsewhere" */
	const char *street, *city;
	const char *phone;
	bool free;
	struct image image;
};

void written_read(struct written *w, struct form *f);
void written_fresh(struct written *w, struct web_request *r);
void written_of(struct written *w, struct web_request *r, const struct record *record);
/* Fills activity and place (place->id NULL: none needed); f->problems say what is wrong. */
void written_check(struct written *w, struct form *f, struct record *activity, struct record *place);
/* The steps "what", "when it is held", "where", "picture", numbered from first; returns the next number. */
int written_write(const struct written *w, struct form *f, int first);

#endif
