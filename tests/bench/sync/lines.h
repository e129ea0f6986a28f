/* What the server would send: the generator's records, each worked on as the server's intake does (analysed words,
 * code). */
#ifndef AULA_BENCH_SYNC_LINES_H
#define AULA_BENCH_SYNC_LINES_H

#include <stdio.h>
#include <stdlib.h>

#include "analysis/analyser.h"
#include "analysis/words.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "bench/sync/floor.h"
#include "model/codec.h"

struct line {
	const char *kind, *id, *doc;
	size_t doc_len;
};

struct lines {
	struct arena a; /* everything that lives long */
	struct analyser *analyser;
	struct line *v;
	size_t n;
};

static inline const char *analysed(struct lines *b, enum lang l, const char *text, enum words_field field,
			    struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	words_analyse(b->analyser, lang_tag(l), text, field, &out);
	return out.len > 0 ? arena_strdup(a, buf_str(&out)) : NULL;
}

/* What the server adds at intake: without it a record would be half as big and the index next to empty. */
static inline void work_on(struct lines *b, struct activity *x, struct arena *a)
{
	x->code = arena_printf(a, "%06zu", b->n);
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		const char *text = arena_printf(a, "%s\n%s", x->summary.v[l] != NULL ? x->summary.v[l] : "",
						x->text.v[l] != NULL ? x->text.v[l] : "");
		x->words_title.v[l] = analysed(b, l, x->title.v[l], WORDS_TITLE, a);
		x->words_text.v[l] = analysed(b, l, text, WORDS_TEXT, a);
	}
}

static inline void name_words(struct lines *b, struct record *r, struct arena *a)
{
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		if (r->kind == KIND_ORGANISATION)
			r->organisation.words.v[l] =
				analysed(b, l, r->organisation.name.v[l], WORDS_TITLE, a);
		else if (r->place.name.v[l] != NULL || r->place.city.v[l] != NULL)
			r->place.words.v[l] =
				analysed(b, l,
					 arena_printf(a, "%s\n%s",
						      r->place.name.v[l] != NULL ? r->place.name.v[l] : "",
						      r->place.city.v[l] != NULL ? r->place.city.v[l] : ""),
					 WORDS_TITLE, a);
	}
}

/* One line of the generator: {"kind":"K","id":"I","doc":{…}} */
static inline void take_line(struct lines *b, const char *text, size_t len, size_t room)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf doc = BUF_INIT;
	struct record r;
	struct error e = ERROR_INIT;
	must(b->n < room && record_parse(&r, text, len, &a, &e), &e);
	if (r.kind == KIND_ACTIVITY)
		work_on(b, &r.activity, &a);
	else if (r.kind == KIND_ORGANISATION || r.kind == KIND_PLACE)
		name_words(b, &r, &a);
	record_doc_write(&r, &doc);
	b->v[b->n++] = (struct line){.kind = record_kind_word(r.kind),
					 .id = arena_strdup(&b->a, r.id),
					 .doc = arena_strndup(&b->a, doc.data, doc.len),
					 .doc_len = doc.len};
}

static inline bool read_lines(struct lines *b, size_t n_activities)
{
	char command[256], *text = NULL;
	size_t cap = 0, room = n_activities * 2 + 1000;
	const char *build = getenv("B");
	snprintf(command, sizeof command, "%s/tools/generate %zu", build != NULL ? build : "build",
		 n_activities);
	FILE *f = popen(command, "r");
	if (f == NULL)
		return false;
	b->v = ARENA_ARRAY(&b->a, struct line, room);
	b->analyser = analyser_new();
	for (ssize_t len; (len = getline(&text, &cap, f)) > 0;) {
		if (text[len - 1] == '\n')
			len--;
		take_line(b, text, (size_t)len, room);
	}
	free(text);
	analyser_free(b->analyser);
	return pclose(f) == 0 && b->n > n_activities;
}

/* For SQLite's index: the words alone. */
static inline const char *words_of(const struct ltext *lists, struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		struct words_item item;
		for (const char *at = lists->v[l]; at != NULL && words_next(&at, &item);) {
			buf_append(&out, item.word, item.len);
			buf_putc(&out, ' ');
		}
	}
	return arena_strdup(a, buf_str(&out));
}

static inline struct texts gather_texts(struct lines *b)
{
	struct texts t = {.v = ARENA_ARRAY(&b->a, struct text, b->n)};
	for (size_t i = 0; i < b->n; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		struct record r;
		if (record_decode(&r, record_kind_from_word(b->v[i].kind), b->v[i].id, b->v[i].doc,
				  b->v[i].doc_len, &a, NULL) &&
		    r.kind == KIND_ACTIVITY)
			t.v[t.n++] = (struct text){.key = (int64_t)i + 1,
						   .title = words_of(&r.activity.words_title, &b->a),
						   .text = words_of(&r.activity.words_text, &b->a)};
	}
	return t;
}

#endif
