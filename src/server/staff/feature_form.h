/* The form of a feature: what was typed, and the feature it means. */
#ifndef AULA_SERVER_FEATURE_FORM_H
#define AULA_SERVER_FEATURE_FORM_H

#include <stdbool.h>

#include "model/record.h"

struct user;
struct web_request;

#define FEATURE_SENTENCE_MAX 60 /* characters, as much as the screen has room for */
#define FEATURE_ORDER_MAX 5
#define FEATURE_DAYS_MAX 400

struct feature_form {
	const char *id; /* NULL: new */
	const char *activity;
	struct strs centres;
	bool everywhere;
	const char *from_day, *from_clock, *until_day, *until_clock; /* "2026-03-09", "07:00" */
	const char *order, *sentence, *sentence_sv;
	const char *problems[8]; /* in the page's language */
	size_t n_problems;
};

void feature_form_read(struct feature_form *f, struct web_request *r);
/* From today 7.00 for two weeks. */
void feature_form_fresh(struct feature_form *f, struct web_request *r, const char *activity);
void feature_form_of(struct feature_form *f, struct web_request *r, const char *id, const struct feature *x);
/* False with problems filled. old: what stands now, or NULL; its centres that are not this person's are kept.
 */
bool feature_form_check(struct feature_form *f, struct web_request *r, const struct feature *old,
			struct feature *out);
/* Every centre it shows in is this person's: changing it reaches nobody else's screens. */
bool feature_may_change(const struct user *u, const struct feature *x);

#endif
