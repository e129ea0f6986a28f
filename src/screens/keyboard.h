/* The on-screen keyboard's letters: the bed of screen 06 in each language. */
#ifndef AULA_SCREENS_KEYBOARD_H
#define AULA_SCREENS_KEYBOARD_H

#include <stdbool.h>

#include "model/lang.h"

#define KEYBOARD_ROWS 3
#define KEYBOARD_KEYS_MAX 13

/* Keys of one row as UTF-8 strings, at most KEYBOARD_KEYS_MAX, NULL-ended. digits: digits and punctuation. */
const char *const *keyboard_row(enum lang l, bool digits, int row);
/* Place of a letter in the language's alphabet, from 0: å ä ö are the last three in Finnish and Swedish, and in that order;
 * what is not in it comes after it. */
int keyboard_alphabet_place(enum lang l, const char *letter);
int keyboard_row_length(enum lang l, bool digits, int row);

#endif
