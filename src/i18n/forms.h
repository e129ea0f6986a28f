/* Inside i18n: tables of message ids for weekdays and months, and the pieces words_*.c share. */
#ifndef AULA_I18N_FORMS_H
#define AULA_I18N_FORMS_H

#include "i18n/catalogue.h"
#include "i18n/words.h"

#define ORDINALS 5 /* first … fourth, last */

/* All: index 0 = Monday. Static text. */
const char *form_every(enum lang l, int day);	      /* "joka keskiviikko" */
const char *form_every_other(enum lang l, int day);   /* "joka toinen keskiviikko" */
const char *form_plural(enum lang l, int day);	      /* "keskiviikkoisin" */
/* ordinal: 0 first … 3 fourth, 4 last: "ensimmäinen lauantai" */
const char *form_ordinal(enum lang l, int ordinal, int day);
/* Short month name as a date needs it (English "Mar"); month 1–12. */
const char *form_month_short(enum lang l, int month);

/* Index of "MO" … "SU" (two letters at s), -1 for others. */
int form_day_of_code(const char *s);
/* "ma–pe" of a set of days (bit 0 = Monday): runs of three or more as a range. */
char *form_days_short(struct arena *a, enum lang l, unsigned days);

#endif
