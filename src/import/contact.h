/* Phone numbers, addresses of web and mail: brought to one form, or dropped. All results are in the arena. */
#ifndef AULA_IMPORT_CONTACT_H
#define AULA_IMPORT_CONTACT_H

#include <stdbool.h>

#include "base/arena.h"

/* The first number in the text as E.164 ("+358401234567") or a short national number ("112", "116117"); NULL
 * when there is none. "0…" is Finnish, "00…" international, "(0)" is dropped. */
const char *phone_normalise(struct arena *a, const char *text);
/* PTV keeps the country code apart: "+358" and "401234567". */
const char *phone_join(struct arena *a, const char *prefix, const char *number);

/* http(s) address with a host; "www.example.org" gets https://. NULL for anything else (javascript:, blanks,
 * no dot). */
const char *url_normalise(struct arena *a, const char *text);
/* One address, mailto: and "(at)" understood; NULL when it is none. */
const char *email_normalise(struct arena *a, const char *text);

/* "0586977-6" with a right check digit (Finnish Y-tunnus); also "FI05869776". NULL otherwise. */
const char *business_id_normalise(struct arena *a, const char *text);
/* Five digits, not 00000; NULL otherwise. */
const char *postcode_normalise(struct arena *a, const char *text);

#endif
