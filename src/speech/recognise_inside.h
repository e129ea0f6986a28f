/* Inside the recogniser: the looks at a piece of text, and one recogniser a subject. Each recogniser says what begins at p
 * and returns its length in bytes, 0 when it is something else. */
#ifndef AULA_SPEECH_RECOGNISE_INSIDE_H
#define AULA_SPEECH_RECOGNISE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "speech/recognise.h"
#include "speech/rules.h"

#define EN_DASH "\xe2\x80\x93"
#define EURO "\xe2\x82\xac"
#define MINUS "\xe2\x88\x92"
#define SECTION "\xc2\xa7"
#define WORD_MAX 48

size_t piece_dash(const char *p);
size_t piece_digits(const char *p);
size_t piece_grouped(const struct speech_rules *rules, const char *p, int64_t *v);
bool piece_in_list(const char *list, const char *word);
const char *piece_lookup(const struct word_pair *table, const char *written);
int64_t piece_number(const char *p, size_t n);
size_t piece_word(const char *p, char out[WORD_MAX]);
bool piece_goes_on(const char *p);

size_t recognise_address(struct recogniser *r, const char *p);
size_t recognise_clock(struct recogniser *r, const char *p);
size_t recognise_date(struct recogniser *r, const char *p);
size_t recognise_floor(struct recogniser *r, const char *p);
size_t recognise_number(struct recogniser *r, const char *p);
size_t recognise_phone(struct recogniser *r, const char *p);
size_t recognise_position(struct recogniser *r, const char *p);
size_t recognise_postcode(struct recogniser *r, const char *p);
size_t recognise_price(struct recogniser *r, const char *p);
size_t recognise_sign(struct recogniser *r, const char *p);
size_t recognise_twelve_hours(struct recogniser *r, const char *p);

#endif
