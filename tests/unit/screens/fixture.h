/* A small cache with the content of the design's pictures, for tests and (through test_fixture) for scripts. */
#ifndef AULA_TESTS_FIXTURE_H
#define AULA_TESTS_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/hyphenate.h"
#include "analysis/words.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "cache/apply.h"
#include "model/codec.h"

#define FIXTURE_LINE_MAX 20000

/* What the server does at intake, so that the search finds base forms and parts of compounds. */
static inline void fixture_analyse(struct analyser *an, struct record *r, struct arena *a)
{
	struct activity *x = &r->activity;
	for (int l = 0; r->kind == KIND_ACTIVITY && l < LANG_COUNT; l++) {
		CLEANUP_BUF struct buf title = BUF_INIT, text = BUF_INIT;
		words_analyse(an, lang_tag((enum lang)l), x->title.v[l], WORDS_TITLE, &title);
		words_analyse(an, lang_tag((enum lang)l), x->text.v[l], WORDS_TEXT, &text);
		x->words_title.v[l] = title.len > 0 ? arena_strdup(a, buf_str(&title)) : NULL;
		x->words_text.v[l] = text.len > 0 ? arena_strdup(a, buf_str(&text)) : NULL;
	}
}

static inline void fixture_hyphenate(struct analyser *an, struct record *r, struct arena *a)
{
	struct ltext *const texts[] = {&r->activity.title, &r->activity.text, &r->activity.summary};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		CLEANUP_BUF struct buf out = BUF_INIT;
		struct ltext *t = r->kind == KIND_TOPIC && i == 0 ? &r->topic.title : texts[i];
		if ((r->kind != KIND_ACTIVITY && (r->kind != KIND_TOPIC || i > 0)) || t->v[LANG_FI] == NULL)
			continue;
		hyphenate_finnish(an, t->v[LANG_FI], &out);
		t->v[LANG_FI] = arena_strdup(a, buf_str(&out));
	}
}

/* Applies one NDJSON file as one page; now: clock of the expansion and signed time of the page. */
static inline bool fixture_apply(const char *cache, const char *ndjson, int64_t now, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_FILE FILE *f = fopen(ndjson, "re");
	struct cache_writer *w = NULL;
	struct cache_meta meta = {0};
	char line[FIXTURE_LINE_MAX];
	if (f == NULL)
		return error_set_errno(e, "%s", ndjson);
	if (!cache_writer_open(&w, cache, e))
		return false;
	struct analyser *an = analyser_new();
	cache_writer_set_now(w, now);
	bool ok = cache_writer_meta(w, &meta, e) && cache_page_begin(w, e);
	while (ok && fgets(line, sizeof line, f) != NULL) {
		struct record r;
		int64_t was;
		CLEANUP_BUF struct buf doc = BUF_INIT;
		ok = record_parse(&r, line, strcspn(line, "\n"), &a, e);
		if (!ok)
			break;
		fixture_analyse(an, &r, &a);
		fixture_hyphenate(an, &r, &a);
		record_doc_write(&r, &doc);
		ok = cache_page_put(w, ++meta.seq, &r, buf_str(&doc), doc.len, &was, e);
	}
	meta.signed_at = meta.verified_at = now;
	meta.complete = true;
	ok = ok && cache_page_commit(w, &meta, e);
	cache_writer_close(w);
	analyser_free(an);
	return ok;
}

#endif
