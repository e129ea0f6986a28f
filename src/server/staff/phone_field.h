/* Telephone numbers as staff type them. */
#ifndef AULA_SERVER_PHONE_FIELD_H
#define AULA_SERVER_PHONE_FIELD_H

struct arena;

/* "040 123 4567" → "+358401234567"; short national numbers stay ("116117"). NULL: no number. */
const char *phone_field(const char *typed, struct arena *a);

#endif
