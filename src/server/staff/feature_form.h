/* The form of a feature: what was typed, and the feature it means. */
#ifndef AULA_SERVER_FEATURE_FORM_H
#define AULA_SERVER_FEATURE_FORM_H

#include <stdbool.h>

#include "model/record.h"
#include "server/staff/staff_form.h"

struct device;
struct web_request;

#define FEATURE_SENTENCE_MAX 60 /* characters, as much as the screen has room for */
#define FEATURE_ORDER_MAX 5
#define FEATURE_DAYS_MAX 400
#define FEATURE_SCREENS_MAX 200

struct feature_form {
	const char *id; /* NULL: new */
	const char *activity;
	struct strs centres, screens;
	bool everywhere;
	const char *from_day, *from_clock, *until_day, *until_clock; /* "2026-03-09", "07:00" */
	const char *order;
	struct ltext sentence;
};

void feature_form_read(struct feature_form *x, struct web_request *r);
/* From today 7.00 for two weeks. */
void feature_form_fresh(struct feature_form *x, struct web_request *r, const char *activity);
void feature_form_of(struct feature_form *x, struct web_request *r, const char *id, const struct feature *feature);
/* What it means; f->problems say what is wrong with it (then out is what can be made of it, for a preview). */
void feature_form_check(struct feature_form *x, struct form *f, struct feature *out);
/* The steps "in which centres", "when" and "a sentence", numbered from first. */
void feature_form_write(const struct feature_form *x, struct form *f, int first);

#endif
