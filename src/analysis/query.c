#include "analysis/query.h"

#include <stdint.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "base/cleanup.h"
#include "base/str.h"

#define FORMS_MAX 48
#define TAGS_MAX 4

/* Languages a word in this script may be in, the screen's own first. Visitors do not change the screen's
 * language to type one word. */
static size_t tags_for(const char *screen, const char *word, const char *tags[TAGS_MAX])
{
	static const char *const latin[] = {"fi", "sv", "en"};
	size_t at = 0, n = 0;
	uint32_t cp = utf8_next(word, strlen(word), &at);
	if (cp >= 0x400 && cp < 0x530) {
		tags[n++] = "ru";
	} else if (cp >= 0x600 && cp < 0x700) {
		tags[n++] = "ar";
	} else {
		if (str_eq(screen, "et"))
			tags[n++] = "et";
		for (size_t i = 0; i < 3; i++) /* the screen's own first */
			if (str_eq(screen, latin[i]))
				tags[n++] = latin[i];
		for (size_t i = 0; i < 3; i++)
			if (!str_eq(screen, latin[i]))
				tags[n++] = latin[i];
	}
	return n;
}

static bool has_form(const struct query_word *w, const struct words_item *item)
{
	for (size_t i = 0; i < w->n_forms; i++)
		if (w->forms[i].mark == item->mark && strncmp(w->forms[i].word, item->word, item->len) == 0 &&
		    w->forms[i].word[item->len] == '\0')
			return true;
	return false;
}

void query_analyse_word(struct analyser *a, const char *tag, const char *lower, struct query_word *out,
			struct arena *arena)
{
	const char *tags[TAGS_MAX];
	size_t n = tags_for(tag, lower, tags);
	CLEANUP_BUF struct buf forms = BUF_INIT;
	fold_base(lower, strlen(lower), &forms);
	out->typed = arena_strdup(arena, lower);
	out->key = arena_strdup(arena, buf_str(&forms));
	out->forms = ARENA_ARRAY(arena, struct query_form, FORMS_MAX);
	out->n_forms = 0;
	for (size_t i = 0; i < n; i++) {
		struct words_item item;
		buf_clear(&forms);
		analyser_word(a, tags[i], lower, &forms);
		const char *at = buf_str(&forms);
		while (out->n_forms < FORMS_MAX && words_next(&at, &item))
			if (!has_form(out, &item))
				out->forms[out->n_forms++] = (struct query_form){
					item.mark, arena_strndup(arena, item.word, item.len), tags[i]};
	}
}

/* Everything here is run by an association: the word says nothing beside others, but is indexed and found alone. */
static bool says_nothing(const char *word)
{
	static const char *const words[] = {"yhdistys", "yhdistyksen", "yhdistykset", "järjestö", "järjestön", "järjestöt",
					    "förening", "föreningen",  "föreningar",  "association", "associations"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_eq(word, words[i]))
			return true;
	return false;
}

void query_analyse(struct analyser *a, const char *tag, const char *text, size_t len, size_t words_max,
		   struct query_words *out, struct arena *arena)
{
	struct token_reader r;
	struct token t;
	token_start(&r, text, len);
	r.keep_addresses = true;
	*out = (struct query_words){.v = ARENA_ARRAY(arena, struct query_word, words_max)};
	while (out->n < words_max && token_next(&r, &t)) {
		struct query_word *w = &out->v[out->n];
		query_analyse_word(a, tag, t.word, w, arena);
		if (*w->key == '\0')
			continue;
		w->start = t.start;
		w->end = t.end;
		w->stop = token_is_stop("fi", t.word) || token_is_stop("sv", t.word) ||
			  token_is_stop("en", t.word) || says_nothing(t.word);
		out->open = t.end == len;
		out->n++;
	}
}
