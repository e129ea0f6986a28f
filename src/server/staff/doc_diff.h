/* What differs between two JSON documents, field by field, for people who look at a change. */
#ifndef AULA_SERVER_DOC_DIFF_H
#define AULA_SERVER_DOC_DIFF_H

#include <stddef.h>

struct arena;

#define DOC_DIFF_MAX 60		/* fields told */
#define DOC_DIFF_TEXT_BYTES 600 /* of a value; longer ones end in "…" */

struct doc_change {
	const char *field;	    /* "title.fi", "schedules.0.start" */
	const char *before, *after; /* NULL: was or is not there */
};

/* NULL stands for no document. Text that is no JSON object is compared as a whole, under the field "". What the server
 * adds by itself (words for search, the code) is left out; soft hyphens do not count. In the order of `after`, then
 * what is gone. Strings live in the arena. */
size_t doc_diff(const char *before, const char *after, struct doc_change out[DOC_DIFF_MAX], struct arena *a);

#endif
