/* The form of what is told from one moment until another at some centres (staff_spans.h): writing it, seeing
 * it on the screen, publishing it, ending it. A kind brings its own words and fields; centres, times and the
 * ways are here. */
#ifndef AULA_SERVER_STAFF_SPAN_FORM_H
#define AULA_SERVER_STAFF_SPAN_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"
#include "server/staff/staff_frame.h"

struct form;
struct preview;
struct web_request;

struct span_kind {
	enum record_kind kind;
	enum staff_tab tab;
	const char *list_path, *list_words;   /* back to the list; words are msgids */
	const char *path, *preview_path, *id; /* of the form */
	const char *new_words, *edit_words;   /* msgids */
	const char *letter;                   /* of new ids */
	const char *put, *end;                /* in the audit log */
	int days, days_max;                   /* how long a new one stands; the longest allowed */
	size_t own_bytes;                     /* of the kind's own fields; zeroed before fresh and read */
	void (*fresh)(void *own);             /* NULL: zeros will do */
	void (*of)(void *own, const struct record *record);
	void (*read)(void *own, struct web_request *r);
	/* Into out, which has its kind; what is wrong becomes the form's problems. Centres and times are not
	 * its business. */
	void (*check)(const void *own, struct form *f, struct record *out);
	/* Writes its steps from 1; the number of the next one. */
	int (*fields)(const void *own, struct form *f);
	/* Sets what the preview shows; false: nothing to be seen yet. */
	bool (*preview)(struct preview *p, const struct record *draft);
};

void span_form_page(struct web_request *r, const struct span_kind *k);
void span_form_preview(struct web_request *r, const struct span_kind *k);
void span_form_save(struct web_request *r, const struct span_kind *k);
void span_form_end(struct web_request *r, const struct span_kind *k);

#endif
