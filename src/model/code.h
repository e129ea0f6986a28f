/* Public short codes: the part of https://BASE/CODE that a person may have to type. */
#ifndef AULA_MODEL_CODE_H
#define AULA_MODEL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE_ALPHABET "23456789abcdefghjkmnpqrstvwxyz" /* no 0 o, 1 i l, u (v) */
#define CODE_LEN_MIN 4
#define CODE_LEN_MAX 8
#define CODE_BASE_MAX 37 /* characters of BASE with its scheme: with "/" and the shortest code 42, a QR code of version 3 */

/* Lower-cases and checks; look-alikes people type are mapped (O→0 is absent, so "o" and "0" are refused). */
bool code_normalise(const char *typed, char out[CODE_LEN_MAX + 1]);
/* The n-th candidate for a record: a hash of kind and id gives CODE_LEN_MIN letters for attempt 0; each further attempt
 * another hash, one letter longer after every 8 attempts. The store takes the first that is free and keeps it. */
void code_candidate(const char *kind, const char *id, unsigned attempt, char out[CODE_LEN_MAX + 1]);

#endif
