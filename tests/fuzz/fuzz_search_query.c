/* layers: cache db analysis model base */
/* What is typed: any bytes, any language, over an index of a few activities. The first byte chooses the
 * language. No crash, no error, bounded work: never more postings than the limit, never more results than
 * asked for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/words.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "cache/search.h"
#include "cache/search_build.h"
#include "cache/search_engine.h"
#include "cache/search_thesaurus.h"
#include "model/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LIMIT 10

static struct search_engine *engine;

static void add(struct search_build *b, struct analyser *an, uint64_t name, const char *title)
{
	struct activity act = {0};
	struct buf words = BUF_INIT;
	words_analyse(an, "fi", title, WORDS_TITLE, &words);
	act.words_title.v[LANG_FI] = buf_str(&words);
	act.words_text.v[LANG_FI] = buf_str(&words);
	const struct search_doc doc = {.name = name, .key = (int64_t)name, .activity = &act};
	search_build_add(b, &doc);
	buf_fini(&words);
}

static void start(void)
{
	static const char *const TITLES[] = {"Muistikahvila",
					     "Omaishoitajan vapaailta",
					     "Masennus, vertaisryhmä",
					     "Liikuntaa ikäihmisille",
					     "AA-kerho",
					     "Mielenterveysyhdistyksen avoin ilta"};
	struct error e = ERROR_INIT;
	struct analyser *an = analyser_new();
	struct search_build *b;
	struct buf blob = BUF_INIT;
	analyser_load(an);
	b = search_build_new(an);
	for (size_t i = 0; i < sizeof TITLES / sizeof TITLES[0]; i++)
		add(b, an, i + 1, TITLES[i]);
	if (!search_build_write(b, &blob, &e))
		abort();
	void *copy = malloc(blob.len);
	memcpy(copy, blob.data, blob.len);
	engine = engine_new(an, thesaurus_load("assets/thesaurus", an));
	if (!engine_set_segment(engine, 0, 1, copy, blob.len, &e))
		abort();
	engine_settle(engine);
	for (size_t i = 0; i < engine_docs(engine); i++)
		engine_factors(engine)[i] = 1;
	engine_factors_made(engine);
	search_build_free(b);
	buf_fini(&blob);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct engine_result r;
	struct buf how = BUF_INIT;
	if (engine == NULL)
		start();
	if (size == 0)
		return 0;
	char *text = malloc(size); /* of its own, so that a byte read too far is noticed */
	memcpy(text, data + 1, size - 1);
	enum lang lang = (enum lang)(data[0] % LANG_COUNT);
	engine_query(engine, lang, text, size - 1, LIMIT, &r, data[0] >= 128 ? &how : NULL, &a);
	if (r.n_hits > LIMIT || r.total > engine_docs(engine) || r.postings > ENGINE_POSTINGS_MAX ||
	    r.n_words_offered > SEARCH_SUGGESTIONS_MAX || (r.corrected && r.did_you_mean == NULL) ||
	    (r.did_you_mean != NULL && !r.corrected && r.n_did_you_mean <= r.total))
		abort();
	for (size_t i = 0; i < r.n_words_offered; i++)
		if (r.words[i].typed > strlen(r.words[i].text))
			abort();
	for (size_t i = 1; i < r.n_hits; i++)
		if (r.hits[i].score > r.hits[i - 1].score * 1.000001)
			abort();
	free(text);
	buf_fini(&how);
	arena_fini(&a);
	return 0;
}
