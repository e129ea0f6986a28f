/* Letters made comparable. Two strengths:
 *   lower  what a reader sees as the same word: lower case, composed (NFC), soft hyphens and other invisible
 *	    marks gone. å, ä and ö stay themselves.
 *   base   what a hurried finger types: marks gone too (ä → a, š → s, ё → е, đ → d), hyphens and apostrophes
 *	    gone, Arabic vowel signs gone and its alef, yeh and teh forms made one.
 * A base form is the key words are found by; the lower form then tells an exact find from a loose one. */
#ifndef AULA_ANALYSIS_FOLD_H
#define AULA_ANALYSIS_FOLD_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* Appends. Any bytes: invalid UTF-8 becomes U+FFFD, which neither form keeps. */
void fold_lower(const char *s, size_t len, struct buf *out);
void fold_base(const char *s, size_t len, struct buf *out);

#endif
