/* Forms of the staff pages: what was typed, what is wrong with it and where, and the fields themselves. Every field has a
 * label; a wrong one says why beside it and in the list at the top of the page, which links to it (WCAG 3.3.1). */
#ifndef AULA_SERVER_STAFF_FORM_H
#define AULA_SERVER_STAFF_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/civil.h"
#include "model/lang.h"
#include "server/field.h"
#include "web/html.h"

struct device;
struct strs;
struct web_request;

#define FORM_PROBLEMS_MAX 16
#define FORM_CENTRES_MAX 200
#define FORM_TITLE_MAX 100 /* characters */
#define FORM_TEXT_MAX 4000

struct form {
	struct html h;
	struct web_request *r;
	enum lang lang;
	struct {
		const char *field, *text; /* field: the name of the input it belongs to; text in the page's language */
	} problems[FORM_PROBLEMS_MAX];
	size_t n_problems;
};

void form_init(struct form *f, struct web_request *r);
/* A second problem of the same field is not told. */
void form_problem(struct form *f, const char *field, const char *text);
bool form_has_problem(const struct form *f, const char *field);
/* The box at the top; nothing when all is well. */
void form_problems(struct form *f);

/* --- reading; NULL: not given or blank --- */
const char *form_value(struct web_request *r, const char *name);
struct strs form_values(struct web_request *r, const char *name, size_t max);
/* NAME_fi, NAME_sv, NAME_en. */
struct ltext form_ltext(struct web_request *r, const char *name);
/* NAME_day and NAME_clock; INSTANT_NONE with a problem when they are no time. */
int64_t form_moment(struct form *f, const char *name, const char *day, const char *clock);
/* "from" and "until" against each other and against days_max. */
void form_span(struct form *f, int64_t from, int64_t until, int days_max);
/* Longer than max characters is a problem. */
void form_limit(struct form *f, const char *field, const char *value, size_t max);
void form_limit_ltext(struct form *f, const char *field, const struct ltext *value, size_t max);
/* "2026-03-09" and "07:00" of an instant, in the request's arena. */
void form_times_of(struct web_request *r, int64_t at, const char **day, const char **clock);

/* --- writing --- */
/* What is wrong with it is known by its name. */
void form_field(struct form *f, const struct field *field);
/* One field a language: Finnish, Swedish, English. area: with room for paragraphs. */
void form_field_ltext(struct form *f, const char *label, const char *name, const struct ltext *value, size_t max,
		      bool area, bool required);
void form_field_moment(struct form *f, const char *label, const char *name, const char *day, const char *clock);
struct form_choice {
	const char *value, *label;
};
void form_field_select(struct form *f, const char *label, const char *name, const char *value,
		       const struct form_choice *choices, size_t n);
/* For inputs written elsewhere: the attributes of a field that is wrong, and why it is. */
void form_state(struct form *f, const char *name);
void form_problem_of(struct form *f, const char *name);
/* Numbered step: <fieldset><legend>. number 0: none. */
void form_step(struct form *f, int number, const char *legend);
void form_step_end(struct form *f);

/* The centres this person may change, as boxes named "centre", with the number of their screens; "everywhere" for those
 * who may. */
void form_field_centres(struct form *f, const struct strs *chosen, bool everywhere);
/* What was ticked. A centre that is not this person's is a problem, so is none at all. out->n 0: everywhere. */
void form_check_centres(struct form *f, const struct strs *chosen, bool everywhere);
void form_read_centres(struct form *f, struct strs *out, bool *everywhere);

/* Frame of a page with a form: back link, heading, problems, <form method=post> with the token. id: of the form. */
void form_page_begin(struct form *f, int tab, const char *back, const char *back_words, const char *title);
void form_open(struct form *f, const char *action, const char *id, bool upload);
/* The button that sends it: "Publish to 10 screens". */
void form_publish(struct form *f);
/* The same with more buttons beside it, between the two. */
void form_actions(struct form *f);
void form_actions_end(struct form *f);
void form_close(struct form *f);
void form_page_send(struct form *f);
/* A form of one button: POST action with hidden id. look: class of the button. */
void form_button(struct html *h, struct web_request *r, const char *action, const char *id, const char *look,
		 const char *icon, const char *words, const char *about);

#endif
