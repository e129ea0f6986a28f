/* Soft hyphens (U+00AD) in Finnish text where a compound may break: "mielenterveys·yhdistys". Done once at
 * intake; the screen's line breaker needs no dictionary then. */
#ifndef AULA_ANALYSIS_HYPHENATE_H
#define AULA_ANALYSIS_HYPHENATE_H

struct analyser;
struct buf;

#define HYPHENATE_WORD_MIN 10 /* letters: shorter words are left whole */
#define HYPHENATE_PART_MIN 3  /* letters on either side of a soft hyphen */

/* Appends text with soft hyphens. Words with digits, web and mail addresses, and existing hyphens are left as
 * they are; soft hyphens the text already has are replaced, so doing it twice changes nothing. Only for
 * Finnish and plain Finnish texts that are shown (title, summary, text); never for addresses, codes or names
 * of persons. */
void hyphenate_finnish(struct analyser *a, const char *text, struct buf *out);

#endif
