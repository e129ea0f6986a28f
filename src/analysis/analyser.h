/* What words are made of, per language: Voikko for Finnish (base forms, compound parts, the word it is
 * derived from), Snowball for Swedish, English, Russian, Estonian and Arabic, letters as they are for the
 * others.
 *
 * One handle belongs to one thread. Making one is free; Voikko (9 ms, its dictionary shared read-only by all
 * processes) is loaded at the first Finnish word. Without Voikko's dictionary Finnish words are indexed raw
 * and the log says so once. */
#ifndef AULA_ANALYSIS_ANALYSER_H
#define AULA_ANALYSIS_ANALYSER_H

#include <stdbool.h>
#include <stddef.h>

struct analyser;
struct buf;

struct analyser *analyser_new(void); /* returns owned */
void analyser_free(struct analyser *a);
/* Loads Voikko now instead of at the first word. False: no Finnish dictionary on this machine. */
bool analyser_load(struct analyser *a);

/* Appends the forms of one word (lower form, see token.h) as analysed words (format in words.h), without
 * counts. tag: BCP 47 as in lang_tag(). Results are remembered, so repeated words cost nothing. */
void analyser_word(struct analyser *a, const char *tag, const char *word, struct buf *out);

/* Compound boundaries of a Finnish word as it stands: where[i] is the letter (code point index) at which part
 * i + 1 begins. Returns how many, at most max; 0 for a simple or unknown word. */
size_t analyser_boundaries(struct analyser *a, const char *word, size_t *where, size_t max);

/* True for a word (in any form) of the Finnish dictionary. */
bool analyser_knows(struct analyser *a, const char *word);

/* Finnish dictionary words near a misspelt one, best first, space-separated lower forms; about 1.5 ms, so
 * only for words nothing else explains. Nothing for words over 24 letters (their suggestions are slow). */
void analyser_suggest(struct analyser *a, const char *word, struct buf *out);

#endif
