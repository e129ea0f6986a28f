/* What the review list keeps of a record that comes in (store/review.h). */
#ifndef AULA_SERVER_REVIEW_FACTS_H
#define AULA_SERVER_REVIEW_FACTS_H

#include "store/review.h"

/* An organisation or activity as it came, before soft hyphens. Two activities may be the same when the name and the
 * municipality (of the place, else "remote") are equal, or the phone or e-mail and the weekday and clock of the first
 * time. Two organisations, when the name without its legal form or the business id is equal. Strings live in the
 * arena. */
void review_facts(struct store *s, const struct record *r, const char *source, struct review_row *out,
		  struct arena *a);

#endif
