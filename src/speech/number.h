/* Numbers written out, as they are said. Finnish, Swedish and English in full; the other voices read
 * digits well themselves. Whole numbers up to 999,999,999; larger ones stay digits. */
#ifndef AULA_SPEECH_NUMBER_H
#define AULA_SPEECH_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/* Finnish inflects numbers; the forms that ranges and times need. */
enum number_case {
	NUMBER_PLAIN,	  /* kolme */
	NUMBER_FROM,	  /* kolmesta (elative) */
	NUMBER_TO,	  /* kolmeen (illative) */
};

void number_fi(struct buf *out, int64_t n, enum number_case form);
void number_sv(struct buf *out, int64_t n);
void number_en(struct buf *out, int64_t n);

/* Day of the month and floor: "yhdestoista", "elfte", "eleventh"; 1–31, others as plain numbers. */
void ordinal_fi(struct buf *out, int n);
void ordinal_sv(struct buf *out, int n);
void ordinal_en(struct buf *out, int n);

#endif
