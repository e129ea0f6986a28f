#include "analysis/analyser.h"

#include <libstemmer.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/finnish.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/str.h"

#define MEMORY_SLOTS 4096 /* remembered words; a text's vocabulary comes again and again */

struct remembered {
	char *word; /* "fi word" */
	char *forms;
};

/* Languages Snowball knows of those the screens speak. */
static const struct {
	const char *tag, *algorithm;
} snowball[] = {
	{"sv", "swedish"}, {"en", "english"}, {"ru", "russian"}, {"et", "estonian"}, {"ar", "arabic"},
};
#define N_SNOWBALL (sizeof snowball / sizeof snowball[0])

struct analyser {
	struct finnish *fi; /* NULL until the first Finnish word, or without a dictionary */
	bool fi_tried;
	struct sb_stemmer *stemmers[N_SNOWBALL];
	bool stemmer_tried[N_SNOWBALL];
	struct remembered memory[MEMORY_SLOTS];
};

struct analyser *analyser_new(void)
{
	struct analyser *a = calloc(1, sizeof *a);
	ASSERT(a != NULL);
	return a;
}

void analyser_free(struct analyser *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < MEMORY_SLOTS; i++) {
		free(a->memory[i].word);
		free(a->memory[i].forms);
	}
	for (size_t i = 0; i < N_SNOWBALL; i++)
		if (a->stemmers[i] != NULL)
			sb_stemmer_delete(a->stemmers[i]);
	finnish_free(a->fi);
	free(a);
}

bool analyser_load(struct analyser *a)
{
	if (!a->fi_tried) {
		a->fi_tried = true;
		a->fi = finnish_new();
	}
	return a->fi != NULL;
}

static struct sb_stemmer *stemmer_of(struct analyser *a, const char *tag)
{
	for (size_t i = 0; i < N_SNOWBALL; i++) {
		if (!str_eq(tag, snowball[i].tag))
			continue;
		if (!a->stemmer_tried[i]) {
			a->stemmer_tried[i] = true;
			a->stemmers[i] = sb_stemmer_new(snowball[i].algorithm, "UTF_8");
		}
		return a->stemmers[i];
	}
	return NULL;
}

/* Parts of a word written with a hyphen, for words no dictionary knows. */
static void put_hyphen_parts(const char *word, struct buf *out)
{
	if (strchr(word, '-') == NULL)
		return;
	for (const char *at = word; *at != '\0';) {
		size_t len = strcspn(at, "-");
		if (len > 0) {
			buf_puts(out, " +");
			buf_append(out, at, len);
		}
		at += len + (at[len] == '-');
	}
}

static void put_stemmed(struct sb_stemmer *st, const char *word, struct buf *out)
{
	buf_puts(out, word);
	const sb_symbol *stem = sb_stemmer_stem(st, (const sb_symbol *)word, (int)strlen(word));
	size_t len = stem != NULL ? (size_t)sb_stemmer_length(st) : 0;
	if (len > 0 && (len != strlen(word) || memcmp(stem, word, len) != 0)) {
		buf_puts(out, " ~");
		buf_append(out, stem, len);
	}
	put_hyphen_parts(word, out);
}

static void forms_of(struct analyser *a, const char *tag, const char *word, struct buf *out)
{
	struct sb_stemmer *st = stemmer_of(a, tag);
	if (st != NULL) {
		put_stemmed(st, word, out);
		return;
	}
	bool known = strncmp(tag, "fi", 2) == 0 && analyser_load(a) && finnish_forms(a->fi, word, out);
	if (!known) {
		buf_puts(out, word);
		put_hyphen_parts(word, out);
	}
}

static size_t slot_of(const char *key)
{
	uint64_t h = 1469598103934665603u;
	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return (size_t)((h ^ (h >> 32)) % MEMORY_SLOTS);
}

void analyser_word(struct analyser *a, const char *tag, const char *word, struct buf *out)
{
	CLEANUP_BUF struct buf key = BUF_INIT;
	buf_printf(&key, "%.2s %s", tag, word);
	struct remembered *m = &a->memory[slot_of(buf_str(&key))];
	if (m->word == NULL || strcmp(m->word, buf_str(&key)) != 0) {
		CLEANUP_BUF struct buf forms = BUF_INIT;
		forms_of(a, tag, word, &forms);
		free(m->word);
		free(m->forms);
		m->word = strdup(buf_str(&key));
		m->forms = strdup(buf_str(&forms));
		ASSERT(m->word != NULL && m->forms != NULL);
	}
	buf_puts(out, m->forms);
}

size_t analyser_boundaries(struct analyser *a, const char *word, size_t *where, size_t max)
{
	return analyser_load(a) ? finnish_boundaries(a->fi, word, where, max) : 0;
}

bool analyser_knows(struct analyser *a, const char *word)
{
	return analyser_load(a) && finnish_knows(a->fi, word);
}

void analyser_suggest(struct analyser *a, const char *word, struct buf *out)
{
	if (analyser_load(a))
		finnish_suggest(a->fi, word, out);
}
