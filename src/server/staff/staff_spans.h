/* Lists of what is told from one moment until another at some centres: notices, polls, what is hidden. */
#ifndef AULA_SERVER_STAFF_SPANS_H
#define AULA_SERVER_STAFF_SPANS_H

#include <stddef.h>
#include <stdint.h>

#include "model/record.h"
#include "server/staff/staff_frame.h"

struct web_request;

/* Where and when a notice or a poll is told; what is hidden has no times. */
struct span {
	const struct strs *centres; /* borrowed */
	int64_t from, until;        /* INSTANT_NONE: open */
};
struct span span_of(const struct record *record);
/* Of a notice or a poll. */
void span_set(struct record *record, const struct span *s);

enum span_when { SPAN_NOW, SPAN_LATER, SPAN_OVER };

struct spanned {
	const struct record *record;
	struct span span;
	enum span_when when;
	bool may; /* this person may change it */
};
/* Those of the kind that this person sees: what stands now, then what comes, then what is over, the newest
 * first. false: the store failed, logged. */
bool staff_spanned(struct web_request *r, enum record_kind kind, struct spanned **out, size_t *n);

struct span_page {
	enum record_kind kind;
	enum staff_tab tab;
	const char *title, *lead, *new_words, *new_path; /* new_path NULL: nobody adds here */
	const char *edit_path, *end_path, *results_path; /* "/staff/notice?id="; results_path NULL: none */
	const char *saved, *nothing;
	const char *(*name)(const struct record *record, struct web_request *r);
	/* before the list; may be NULL */
	void (*more)(struct html *h, struct web_request *r);
};
/* The whole page. */
void staff_span_page(struct web_request *r, const struct span_page *p);

#endif
