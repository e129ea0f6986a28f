/* Inside speech/: finds the written forms and says them by the language's rules. */
#ifndef AULA_SPEECH_RECOGNISE_H
#define AULA_SPEECH_RECOGNISE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct speech_rules;

struct recogniser {
	const struct speech_rules *rules;
	struct buf *out;
	bool clock_next; /* "klo" or a weekday stands before: a bare number is an hour */
};

/* Says what begins at p and returns its length in bytes; 0 when nothing is recognised. p is the start of a
 * word, or any other character. */
size_t recognise(struct recogniser *r, const char *p);

/* Bytes of the piece at p that goes through unchanged: a whole word, or one other character. */
size_t recognise_plain(const char *p);

/* Keeps the context right when the caller copies a piece unchanged. */
void recogniser_saw_plain(struct recogniser *r, const char *p, size_t len);

#endif
