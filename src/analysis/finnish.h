/* Voikko behind a wall: the one file pair that includes its header. See analyser.h for what callers use. */
#ifndef AULA_ANALYSIS_FINNISH_H
#define AULA_ANALYSIS_FINNISH_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct finnish;

/* Returns owned; NULL without a dictionary (logged once). */
struct finnish *finnish_new(void);
void finnish_free(struct finnish *f);

/* Appends base forms, parts and roots as analysed words (words.h); false and nothing for an unknown word. */
bool finnish_forms(struct finnish *f, const char *word, struct buf *out);
size_t finnish_boundaries(struct finnish *f, const char *word, size_t *where, size_t max);
bool finnish_knows(struct finnish *f, const char *word);
void finnish_suggest(struct finnish *f, const char *word, struct buf *out);

#endif
