/* Analysed words: what intake adds to an activity (words_title, words_text in model/record.h) so that screens
 * analyse only what a visitor types.
 *
 * Format: words separated by one space. Each is an optional mark, the word in its lower form (fold.h), and
 *"*N" when it occurs N = 2…9 times (9 also stands for more): (none)  the base form as a dictionary has it, or
 *the word as written where no dictionary knows it; fit for showing as a suggestion =       as written, where
 *that differs from the base form (titles only)
 *   +       a part of a compound, in base form: "omaishoitaja +omainen +hoitaja"
 *   ^       the word it is derived from: "yksinäisyys ^yksinäinen"
 *   ~       a Snowball stem: finds, never shown
 * Each marked word stands once, in order of first occurrence. */
#ifndef AULA_ANALYSIS_WORDS_H
#define AULA_ANALYSIS_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/token.h"

struct analyser;
struct buf;

enum words_field {
	WORDS_TITLE, /* also keeps words as written */
	WORDS_TEXT,
};

#define WORDS_TEXT_MAX 600 /* different words kept of one text; what follows is left out */

/* Appends the analysed words of text (NULL = none). Server's intake, for each language an activity has:
 *   words_title.v[lang] = analysis of title.v[lang], WORDS_TITLE
 *   words_text.v[lang]  = analysis of summary.v[lang] + "\n" + text.v[lang], WORDS_TEXT
 * and NULL where that comes out empty. tag: lang_tag(lang). */
void words_analyse(struct analyser *a, const char *tag, const char *text, enum words_field field,
		   struct buf *out);

/* Appends the words of a street address, marked as stems: found, never shown. Without the parts of compounds, for nobody who
 * types "kirkko" means Kirkkokatu. The number stands only joined to the name ("kirkkokatu5"), as two words typed side by
 * side are also looked for; what follows it, stairs and floors, is left out. tag: lang_tag(lang). */
void words_street(struct analyser *a, const char *tag, const char *street, struct buf *out);

enum words_mark {
	WORDS_BASE = ' ',
	WORDS_WRITTEN = '=',
	WORDS_PART = '+',
	WORDS_ROOT = '^',
	WORDS_STEM = '~',
};

struct words_item {
	enum words_mark mark;
	const char *word; /* in the list: no NUL behind it */
	size_t len;       /* of word, below TOKEN_BYTES_MAX */
	unsigned count; /* 1–9 */
};

/* Reads the next item of an analysed list from *at and advances it; false at the end. Items that are not of
 * the format are skipped (the list came over the network). */
bool words_next(const char **at, struct words_item *item);

#endif
