/* What a screen analyses: only the few words a visitor has typed, in every language it might be. */
#ifndef AULA_ANALYSIS_QUERY_H
#define AULA_ANALYSIS_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/words.h"

struct analyser;
struct arena;

/* One form of a word in one language: marks as in words.h. */
struct query_form {
	enum words_mark mark;
	const char *word; /* lower form */
	const char *tag;  /* static: "fi", "sv", "en", "ru", "et", "ar" or the language of the screen */
};

struct query_word {
	const char *typed;        /* lower form */
	const char *key;          /* base form; never empty */
	size_t start, end;        /* bytes of the text */
	bool stop;                /* too common to ask for beside others ("ja", "yhdistys") */
	struct query_form *forms; /* the screen's language first; the typed form itself is not among the
				     unmarked ones twice */
	size_t n_forms;
};

struct query_words {
	struct query_word *v;
	size_t n;
	bool open; /* the text ends inside the last word: it may be only the beginning of one */
};

/* Looks at the first words_max words of text (len bytes, any bytes). tag: the screen's language as in
 * lang_tag(). Results belong to the arena. */
void query_analyse(struct analyser *a, const char *tag, const char *text, size_t len, size_t words_max,
		   struct query_words *out, struct arena *arena);
/* The forms of one word alone, as for a word of a query. */
void query_analyse_word(struct analyser *a, const char *tag, const char *lower, struct query_word *out,
			struct arena *arena);

#endif
