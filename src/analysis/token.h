/* Text into words. A word is a run of letters and digits; a hyphen or an apostrophe between two of them stays
 * inside ("aa-kerho"); a colon ends the word and its Finnish ending goes with it ("THL:n" → "thl"). Web and
 * mail addresses and long digit runs (phone numbers) are skipped. Words come out in their lower form
 * (fold.h). */
#ifndef AULA_ANALYSIS_TOKEN_H
#define AULA_ANALYSIS_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#define TOKEN_LETTERS_MAX 48                        /* longer words are cut here */
#define TOKEN_BYTES_MAX (TOKEN_LETTERS_MAX * 4 + 1) /* with the final NUL */

struct token_reader {
	const char *s; /* borrowed */
	size_t len, at;
	bool keep_addresses; /* a query: what a visitor types is a word whatever it looks like */
};

struct token {
	char word[TOKEN_BYTES_MAX]; /* lower form */
	size_t start, end;          /* bytes of the text it was */
};

void token_start(struct token_reader *r, const char *s, size_t len);
bool token_next(struct token_reader *r, struct token *t);

/* Words too common to find anything by ("ja", "och", "the"); tag as in lang_tag(). */
bool token_is_stop(const char *tag, const char *word);

#endif
