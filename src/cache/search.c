#include "cache/search.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/log.h"
#include "cache/reader_internal.h"
#include "cache/search_engine.h"
#include "cache/search_format.h"
#include "cache/search_thesaurus.h"
#include "cache/search_when.h"
#include "model/nearby.h"

#define NEAR_LEAST 0.15 /* what the far end of the country is still worth */
#define NEAR_HALF 16.0  /* cost (model/nearby.h) at which half of the rest is left: 65 km, for one */

struct search {
	struct cache *cache;
	char *words_dir;
	struct analyser *analyser;
	struct thesaurus *thesaurus;
	struct search_engine *engine; /* NULL until the first use */
	/* what the factors were made for */
	bool factors_made;
	uint64_t rows_generation, epoch;
	int64_t rows_from;
	uint32_t *entries; /* of the index, one a document; INDEX_NONE */
};

bool search_open(struct search **out, struct cache *c, const char *words_dir, struct error *e)
{
	(void)e;
	struct search *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->cache = c;
	s->words_dir = strdup(words_dir);
	ASSERT(s->words_dir != NULL);
	*out = s;
	return true;
}

void search_close(struct search *s)
{
	if (s == NULL)
		return;
	engine_free(s->engine);
	thesaurus_free(s->thesaurus);
	analyser_free(s->analyser);
	free(s->words_dir);
	free(s->entries);
	free(s);
}

static void start(struct search *s)
{
	if (s->engine != NULL)
		return;
	s->analyser = analyser_new();
	analyser_load(s->analyser);
	s->thesaurus = thesaurus_load(s->words_dir, s->analyser);
	s->engine = engine_new(s->analyser, s->thesaurus);
}

/* --- segments --- */

static bool load_level(struct search *s, int level, int64_t made, struct error *e)
{
	bool row;
	size_t len;
	struct error why = ERROR_INIT;
	struct db_stmt *st = db_use(s->cache->db, "SELECT data FROM search_segment WHERE level=?1", e);
	if (st == NULL)
		return false;
	db_bind_i64(st, 1, level);
	if (!db_step(st, &row, e))
		return false;
	if (!row)
		return engine_set_segment(s->engine, level, 0, NULL, 0, e);
	const void *data = db_column_borrow_blob(st, 0, &len);
	void *copy = malloc(len + 1);
	ASSERT(copy != NULL);
	if (len > 0)
		memcpy(copy, data, len);
	db_reset(st);
	if (engine_set_segment(s->engine, level, made, copy, len, &why)) {
		log_once("search index", NULL);
		return true;
	}
	/* sync builds it anew when it opens the cache; until then search finds less rather than nothing */
	log_once("search index", why.text);
	return engine_set_segment(s->engine, level, made, NULL, 0, e);
}

/* What the table has now against what is loaded. */
static bool load_segments(struct search *s, struct error *e)
{
	int64_t made[ENGINE_LEVELS] = {0};
	bool ok, changed = false;
	struct db_stmt *st = db_use(s->cache->db, "SELECT level, made FROM search_segment", e);
	while (db_next(st, &ok, e)) {
		int64_t level = db_column_i64(st, 0);
		if (level >= 0 && level < ENGINE_LEVELS)
			made[level] = db_column_i64(st, 1);
	}
	if (!ok)
		return false;
	for (int level = 0; level < ENGINE_LEVELS; level++) {
		if (made[level] == engine_made(s->engine, level))
			continue;
		if (!load_level(s, level, made[level], e))
			return false;
		changed = true;
	}
	if (changed) {
		engine_settle(s->engine);
		s->factors_made = false;
		free(s->entries);
		s->entries = NULL;
	}
	return true;
}

/* --- factors: where and when --- */

static void find_entries(struct search *s)
{
	size_t n = engine_docs(s->engine);
	free(s->entries);
	s->entries = calloc(n > 0 ? n : 1, sizeof *s->entries);
	ASSERT(s->entries != NULL);
	for (size_t i = 0; i < n; i++)
		s->entries[i] = engine_doc_live(s->engine, i)
					? index_find(&s->cache->index, engine_doc(s->engine, i)->name)
					: INDEX_NONE;
}

static double near_factor(const struct search *s, const struct row *row)
{
	const struct rows *rows = &s->cache->rows;
	struct date day = rows->today;
	if (row->occurrence != INDEX_NONE) {
		const struct index_entry *entry = &s->cache->index.entries[row->entry];
		day = fact_civil(index_occurrences(&s->cache->index, entry) + row->occurrence).date;
	}
	bool remote = (row->flags & ROW_REMOTE) != 0;
	struct nearby_key k = nearby_key_of(row->start_at, day, rows->today, (double)row->distance_m, remote);
	return NEAR_LEAST + (1 - NEAR_LEAST) / (1 + k.cost / NEAR_HALF);
}

static const struct row *row_of_document(const struct search *s, size_t i)
{
	const struct rows *rows = &s->cache->rows;
	uint32_t entry = s->entries[i];
	if (entry == INDEX_NONE || entry >= s->cache->index.n_entries ||
	    rows->row_of_entry[entry] == INDEX_NONE)
		return NULL;
	return &rows->v[rows->row_of_entry[entry]];
}

/* Of the next WHEN_DAYS days those on which one occurrence, or any that is not over, happens. */
static uint16_t days_of_occurrence(const struct search *s, const struct fact_occurrence *o)
{
	int32_t today = date_to_days(s->cache->rows.today), first = fact_day(o) - today, last = fact_last_day(o) - today;
	first = first > 0 ? first : 0;
	last = last < WHEN_DAYS ? last : WHEN_DAYS - 1;
	if (first > last)
		return 0;
	return when_span(first, last - first + 1);
}

static uint16_t days_of_row(const struct search *s, const struct row *row)
{
	const struct index_entry *entry = &s->cache->index.entries[row->entry];
	const struct fact_occurrence *v = index_occurrences(&s->cache->index, entry);
	uint16_t days = 0;
	/* by start, so the first that begins later ends the search */
	for (uint32_t i = row->occurrence; i < entry->n_occurrences; i++) {
		if (fact_day(&v[i]) >= date_to_days(s->cache->rows.today) + WHEN_DAYS)
			break;
		days |= days_of_occurrence(s, &v[i]);
	}
	return days;
}

/* The next one on these days; the next one when they are none. */
static uint32_t occurrence_on(const struct search *s, const struct row *row, uint16_t days)
{
	const struct index_entry *entry = &s->cache->index.entries[row->entry];
	const struct fact_occurrence *v = index_occurrences(&s->cache->index, entry);
	for (uint32_t i = row->occurrence; days != 0 && i < entry->n_occurrences; i++)
		if ((days_of_occurrence(s, &v[i]) & days) != 0)
			return i;
	return row->occurrence;
}

static void make_factors(struct search *s)
{
	const struct rows *rows = &s->cache->rows;
	float *factors = engine_factors(s->engine);
	uint16_t *days = engine_days(s->engine);
	size_t n = engine_docs(s->engine);
	if (s->factors_made && s->rows_generation == rows->generation && s->rows_from == rows->from &&
	    s->epoch == s->cache->index.epoch)
		return;
	find_entries(s);
	for (size_t i = 0; i < n; i++) {
		const struct row *row = row_of_document(s, i);
		factors[i] = row != NULL ? (float)near_factor(s, row) : 0;
		days[i] = row != NULL && rows->time_known ? days_of_row(s, row) : 0;
	}
	engine_set_weekday(s->engine, rows->time_known ? date_weekday(rows->today) : 0);
	for (size_t i = 0; i < n && rows->n_features > 0; i++)
		if (factors[i] > 0 && rows_feature(rows, engine_doc(s->engine, i)->name) != NULL)
			factors[i] *= (float)SEARCH_FEATURE_FACTOR;
	engine_factors_made(s->engine);
	s->factors_made = true;
	s->rows_generation = rows->generation;
	s->rows_from = rows->from;
	s->epoch = s->cache->index.epoch;
}

/* Begins a snapshot; on success the caller ends it. */
static bool begin(struct search *s, const struct cache_view *view, struct error *e)
{
	start(s);
	if (!cache_read_view(s->cache, view, e))
		return false;
	if (load_segments(s, e)) {
		make_factors(s);
		return true;
	}
	cache_read_end(s->cache);
	return false;
}

bool search_prepare(struct search *s, const struct cache_view *view, struct error *e)
{
	if (!begin(s, view, e))
		return false;
	cache_read_end(s->cache);
	return true;
}

/* --- results --- */

static bool same_language(enum lang shown, enum lang asked)
{
	return shown == asked || shown == LANG_NONE || (asked == LANG_SELKO && shown == LANG_FI);
}

static bool fill_card(struct search *s, const struct cache_view *view, const struct engine_hit *hit, uint16_t days,
		      struct search_result *out, struct arena *a, struct error *e)
{
	const struct rows *rows = &s->cache->rows;
	uint32_t entry = index_find(&s->cache->index, hit->name);
	bool found = false;
	if (entry == INDEX_NONE || rows->row_of_entry[entry] == INDEX_NONE)
		return true;
	const struct row *row = &rows->v[rows->row_of_entry[entry]];
	struct card *card = &out->cards.v[out->cards.n];
	if (!cache_fill_card(s->cache, view, row, occurrence_on(s, row, days), card, &found, a, e))
		return false;
	if (!found)
		return true;
	card->score = hit->score;
	out->factors[out->cards.n++] = (struct search_factors){
		.text = hit->text,
		.near = near_factor(s, row),
		.feature = rows_feature(rows, hit->name) != NULL ? SEARCH_FEATURE_FACTOR : 1,
		.every_word = hit->every_word,
		.how = hit->how};
	out->n_other_language += !same_language(card->title_lang, view->lang);
	return true;
}

/* Bytes of a title (which may hold soft hyphens) that are as typed; 0 when it does not begin so. typed: base
 * form. */
static size_t begins_as(const char *title, const struct buf *typed)
{
	CLEANUP_BUF struct buf folded = BUF_INIT;
	size_t len = strlen(title);
	for (size_t at = 0; at < len && folded.len < typed->len;) {
		size_t from = at;
		utf8_next(title, len, &at);
		fold_base(title + from, at - from, &folded);
		if (folded.len > typed->len || memcmp(buf_str(&folded), typed->data, folded.len) != 0)
			return 0;
		if (folded.len == typed->len)
			return at;
	}
	return 0;
}

/* Names of activities that begin as typed; the first two. */
static void suggest_names(const char *text, struct search_result *out)
{
	CLEANUP_BUF struct buf typed = BUF_INIT;
	size_t names = 0;
	fold_base(text, strnlen(text, SEARCH_TEXT_MAX), &typed);
	for (size_t i = 0; typed.len >= 2 && i < out->cards.n && names < 2; i++) {
		const struct card *c = &out->cards.v[i];
		size_t same = c->title != NULL ? begins_as(c->title, &typed) : 0;
		if (same == 0 || out->n_suggestions == SEARCH_SUGGESTIONS_MAX)
			continue;
		out->suggestions[out->n_suggestions++] =
			(struct suggestion){SUGGESTION_ACTIVITY, c->title, same, 1, c->id};
		names++;
	}
}

static void copy_words(const struct engine_result *r, struct search_result *out)
{
	size_t room = SEARCH_SUGGESTIONS_MAX > 2 ? SEARCH_SUGGESTIONS_MAX - 2 : SEARCH_SUGGESTIONS_MAX;
	for (size_t i = 0; i < r->n_words_offered && i < room; i++)
		out->suggestions[out->n_suggestions++] = (struct suggestion){
			SUGGESTION_WORD, r->words[i].text, r->words[i].typed, r->words[i].n, NULL};
}

static bool answer(struct search *s, const struct cache_view *view, const char *text, size_t limit,
		   struct search_result *out, struct buf *how, struct arena *a, struct error *e)
{
	struct engine_result r;
	if (limit > SEARCH_LIMIT_MAX)
		limit = SEARCH_LIMIT_MAX;
	engine_query(s->engine, view->lang, text, strnlen(text, SEARCH_TEXT_MAX), limit, &r, how, a);
	*out = (struct search_result){.partial = r.partial,
				      .did_you_mean = r.did_you_mean,
				      .n_did_you_mean = r.n_did_you_mean,
				      .corrected = r.corrected,
				      .danger = r.danger,
				      .understood = r.understood};
	out->cards.total = r.total;
	out->cards.v = ARENA_ARRAY(a, struct card, r.n_hits);
	out->factors = ARENA_ARRAY(a, struct search_factors, r.n_hits);
	out->suggestions = ARENA_ARRAY(a, struct suggestion, SEARCH_SUGGESTIONS_MAX);
	for (size_t i = 0; i < r.n_hits; i++)
		if (!fill_card(s, view, &r.hits[i], r.days, out, a, e))
			return false;
	copy_words(&r, out);
	suggest_names(text, out);
	return true;
}

bool search_explain(struct search *s, const struct cache_view *view, const char *text, size_t limit,
		    struct search_result *out, struct buf *how, struct arena *a, struct error *e)
{
	CLEANUP_BUF struct buf unused = BUF_INIT;
	if (!begin(s, view, e))
		return false;
	bool ok = answer(s, view, text, limit, out, how != NULL ? how : &unused, a, e);
	cache_read_end(s->cache);
	return ok;
}

bool search_query(struct search *s, const struct cache_view *view, const char *text, size_t limit,
		  struct search_result *out, struct arena *a, struct error *e)
{
	if (!begin(s, view, e))
		return false;
	bool ok = answer(s, view, text, limit, out, NULL, a, e);
	cache_read_end(s->cache);
	return ok;
}
