/* The languages Aula speaks, and text that exists in some of them. */
#ifndef AULA_MODEL_LANG_H
#define AULA_MODEL_LANG_H

#include <stdbool.h>

enum lang {
	LANG_FI,    /* Finnish */
	LANG_SV,    /* Swedish */
	LANG_EN,    /* English */
	LANG_SELKO, /* plain Finnish; tag "fi-x-selko" */
	LANG_SE,    /* Northern Sámi */
	LANG_RU,
	LANG_UK,
	LANG_ET,
	LANG_AR, /* right to left */
	LANG_SO,
	LANG_COUNT,
	LANG_NONE = -1,
};

/* BCP 47 tag ("fi", "fi-x-selko"), static. */
const char *lang_tag(enum lang l);
/* Accepts the tag in any case, also "fi-FI", "fi_FI", "selko"; LANG_NONE for others. */
enum lang lang_from_tag(const char *tag);
/* Its own name for itself ("Suomi", "العربية"), static. */
const char *lang_own_name(enum lang l);
bool lang_is_rtl(enum lang l);

/* One text in several languages; an absent language is NULL (never ""). */
struct ltext {
	const char *v[LANG_COUNT];
};

/* The text in `want`, or the honest fallback: plain Finnish → Finnish; any → Finnish, English, Swedish,
 * then whatever exists. *got (may be NULL) tells which it was, LANG_NONE with NULL when there is none.
 * A caller that shows a fallback says so ("Teksti on vain suomeksi"). */
const char *ltext_get(const struct ltext *t, enum lang want, enum lang *got);
bool ltext_empty(const struct ltext *t);

#endif
