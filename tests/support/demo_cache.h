/* The demo data as a cache: records from scripts/demo-data.sh, analysed as the server's intake does, put by
 * the real writer. For tests and benches of search. */
#ifndef AULA_TESTS_DEMO_CACHE_H
#define AULA_TESTS_DEMO_CACHE_H

#include "unit.h"

#include "analysis/analyser.h"
#include "analysis/words.h"
#include "base/clock.h"
#include "cache/apply.h"
#include "model/codec.h"

#define DEMO_DAY "2026-03-11"

static inline void demo_words(struct analyser *a, struct activity *x, struct arena *arena)
{
	struct buf out = BUF_INIT, text = BUF_INIT;
	for (int l = 0; l < LANG_COUNT; l++) {
		const char *tag = lang_tag((enum lang)l);
		buf_clear(&out);
		words_analyse(a, tag, x->title.v[l], WORDS_TITLE, &out);
		x->words_title.v[l] = out.len > 0 ? arena_strdup(arena, buf_str(&out)) : NULL;
		buf_clear(&text);
		buf_printf(&text, "%s\n%s", x->summary.v[l] != NULL ? x->summary.v[l] : "",
			   x->text.v[l] != NULL ? x->text.v[l] : "");
		buf_clear(&out);
		words_analyse(a, tag, buf_str(&text), WORDS_TEXT, &out);
		x->words_text.v[l] = out.len > 0 ? arena_strdup(arena, buf_str(&out)) : NULL;
	}
	buf_fini(&out);
	buf_fini(&text);
}

static inline void demo_place_words(struct analyser *a, struct place *p, struct arena *arena)
{
	struct buf out = BUF_INIT, text = BUF_INIT;
	for (int l = 0; l < LANG_COUNT; l++) {
		const char *tag = lang_tag((enum lang)l), *name = p->name.v[l], *city = p->city.v[l];
		buf_clear(&out);
		buf_clear(&text);
		if (name != NULL || city != NULL)
			buf_printf(&text, "%s\n%s %s", name != NULL ? name : "", p->postcode != NULL ? p->postcode : "",
				   city != NULL ? city : "");
		words_analyse(a, tag, buf_str(&text), WORDS_TITLE, &out);
		words_street(a, tag, p->street.v[l], &out);
		p->words.v[l] = out.len > 0 ? arena_strdup(arena, buf_str(&out)) : NULL;
	}
	buf_fini(&out);
	buf_fini(&text);
}

/* visit gets every record before it is put; may be NULL. Returns how many were put. */
static inline size_t demo_cache_fill(struct cache_writer *w, int64_t now,
				     void (*visit)(void *user, const struct record *r), void *user)
{
	struct error e = ERROR_INIT;
	struct arena arena = ARENA_INIT;
	struct analyser *a = analyser_new();
	struct cache_meta m;
	char *line = NULL;
	size_t cap = 0, n = 0;
	ssize_t len;
	FILE *f = popen("scripts/demo-data.sh " DEMO_DAY, "r");
	assert_non_null(f);
	cache_writer_set_now(w, now);
	assert_ok(cache_page_begin(w, &e), e);
	while ((len = getline(&line, &cap, f)) > 0) {
		struct record r;
		struct buf doc = BUF_INIT;
		int64_t was;
		arena_reset(&arena);
		while (len > 0 && line[len - 1] == '\n')
			len--;
		assert_ok(record_parse(&r, line, (size_t)len, &arena, &e), e);
		if (r.kind == KIND_ACTIVITY)
			demo_words(a, &r.activity, &arena);
		if (r.kind == KIND_PLACE)
			demo_place_words(a, &r.place, &arena);
		if (visit != NULL)
			visit(user, &r);
		record_doc_write(&r, &doc);
		assert_ok(cache_page_put(w, (int64_t)++n, &r, doc.data, doc.len, &was, &e), e);
		buf_fini(&doc);
	}
	free(line);
	assert_int_equal(pclose(f), 0);
	assert_ok(cache_writer_meta(w, &m, &e), e);
	m.seq = m.after = (int64_t)n;
	m.complete = true;
	m.loading = false;
	m.signed_at = now;
	assert_ok(cache_page_commit(w, &m, &e), e);
	analyser_free(a);
	arena_fini(&arena);
	return n;
}

#endif
