/* Opening hours in a form: two clocks a weekday. */
#ifndef AULA_SERVER_HOURS_FORM_H
#define AULA_SERVER_HOURS_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"
#include "server/staff/staff_form.h"

struct hours_form {
	const char *opens[7], *closes[7]; /* from Monday; NULL: closed */
};

/* Fields LEAD_MO_opens, LEAD_MO_closes … */
void hours_read(struct hours_form *x, struct web_request *r, const char *lead);
/* The first span of each day; further ones are not shown in the form. */
void hours_of(struct hours_form *x, const struct open_hours *v, size_t n);
/* Days with the same clocks together. Half a day given is a problem. */
void hours_check(const struct hours_form *x, struct form *f, const char *lead, struct open_hours **out, size_t *n);
void hours_write(const struct hours_form *x, struct form *f, const char *lead, const char *legend, const char *hint);

#endif
