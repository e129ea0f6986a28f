/* Text of other people made presentable: HTML to text, blanks, caps. */
#ifndef AULA_IMPORT_TEXT_H
#define AULA_IMPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/lang.h"

#define TEXT_TITLE_MAX 200 /* characters; longer is cut at a word, with "…" */
#define TEXT_SUMMARY_MAX 400
#define TEXT_BODY_MAX 6000
#define HTML_BYTES_MAX ((size_t)512 * 1024)

/* Bad UTF-8 replaced, control characters dropped, blanks (also no-break and zero-width) folded to one, line
 * ends kept (at most one empty line in a row), ends trimmed. NULL stays NULL. */
char *text_clean(struct arena *a, const char *s);
/* A document as UTF-8: one that holds no well-formed letter beyond ASCII, only bytes of another set, is read as Windows-1252
 * (old web pages and calendars); in others bad bytes are replaced. */
const char *text_decode(struct arena *a, const char *s, size_t len);
/* The same on one line. */
char *text_line(struct arena *a, const char *s);
/* HTML fragment or page to plain text (libxml2): paragraphs, headings and breaks become line ends, list items
 * begin with "• ", scripts and styles vanish, entities are resolved; a link whose text does not show its
 * address gets " (address)" behind it. Text without any tag or entity only goes through text_clean. */
char *html_to_text(struct arena *a, const char *html);
/* At most max characters, cut between words with "…"; *cut (may be NULL) tells that something fell off. */
const char *text_cap(struct arena *a, const char *s, size_t max, bool *cut);

/* Removes from the other languages what is only a copy of the Finnish text (Turku fills all fields with
 * Finnish); returns how many. For readers that know their source does it: a name may rightly be the same
 * everywhere. */
int ltext_drop_copies(struct ltext *t);
void ltext_cap(struct ltext *t, size_t max, struct arena *a);
int ltext_count(const struct ltext *t); /* languages present */

/* Lower-case, letters and digits only, words separated by one blank, for comparing names: "Café Lähde ry" →
 * "café lähde". Legal forms at the end (ry, rf, oy, …) fall off. */
char *text_key(struct arena *a, const char *s);

#endif
