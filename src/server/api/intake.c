#include "server/api/intake.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/hyphenate.h"
#include "analysis/words.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "feed/page.h"
#include "model/codec.h"
#include "server/api/review_facts.h"
#include "server/view.h"
#include "store/claims.h"
#include "store/review.h"

/* --- work on a record
 * --------------------------------------------------------------------------------------- */

static const char *kept(struct buf *b, struct arena *a)
{
	const char *text = b->len > 0 ? arena_strndup(a, b->data, b->len) : NULL;
	buf_clear(b);
	return text;
}

/* The words of two texts that are as one. */
static void analyse(const struct intake *in, const struct ltext *first, const struct ltext *second,
		    enum words_field field, struct ltext *words, struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	CLEANUP_BUF struct buf text = BUF_INIT;
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		buf_printf(&text, "%s\n%s", first->v[l] != NULL ? first->v[l] : "",
			   second != NULL && second->v[l] != NULL ? second->v[l] : "");
		words_analyse(in->analyser, lang_tag(l), buf_str(&text), field, &out);
		words->v[l] = kept(&out, a);
		buf_clear(&text);
	}
}

static void hyphenate(const struct intake *in, struct ltext *t, struct arena *a)
{
	static const enum lang finnish[] = {LANG_FI, LANG_SELKO};
	CLEANUP_BUF struct buf out = BUF_INIT;
	for (size_t i = 0; i < 2; i++) {
		if (t->v[finnish[i]] == NULL)
			continue;
		hyphenate_finnish(in->analyser, t->v[finnish[i]], &out);
		t->v[finnish[i]] = kept(&out, a);
	}
}

static bool work_on_activity(const struct intake *in, const char *id, struct activity *x, struct arena *a,
			     struct error *e)
{
	char code[CODE_LEN_MAX + 1];
	if (!store_code(in->store, KIND_ACTIVITY, id, code, e))
		return false;
	x->code = arena_strdup(a, code);
	x->image.url = NULL; /* screens fetch by hash, from here only */
	/* before the soft hyphens go in */
	analyse(in, &x->title, NULL, WORDS_TITLE, &x->words_title, a);
	analyse(in, &x->summary, &x->text, WORDS_TEXT, &x->words_text, a);
	hyphenate(in, &x->title, a);
	hyphenate(in, &x->summary, a);
	hyphenate(in, &x->text, a);
	return true;
}

/* A place is looked for by its name, its city, its postcode and its street. */
static void work_on_place(const struct intake *in, struct place *p, struct arena *a)
{
	struct ltext city = p->city;
	for (enum lang l = 0; l < LANG_COUNT && p->postcode != NULL; l++)
		if (p->name.v[l] != NULL || city.v[l] != NULL)
			city.v[l] = arena_printf(a, "%s %s", p->postcode, city.v[l] != NULL ? city.v[l] : "");
	analyse(in, &p->name, &city, WORDS_TITLE, &p->words, a);
	for (enum lang l = 0; l < LANG_COUNT; l++) {
		CLEANUP_BUF struct buf words = BUF_INIT;
		buf_puts(&words, p->words.v[l] != NULL ? p->words.v[l] : "");
		words_street(in->analyser, lang_tag(l), p->street.v[l], &words);
		p->words.v[l] = kept(&words, a);
	}
}

/* What screens would else do with every name, over and over. */
static bool work_on(const struct intake *in, struct record *r, struct arena *a, struct error *e)
{
	switch (r->kind) {
	case KIND_ACTIVITY: return work_on_activity(in, r->id, &r->activity, a, e);
	case KIND_ORGANISATION:
		analyse(in, &r->organisation.name, NULL, WORDS_TITLE, &r->organisation.words, a);
		return true;
	case KIND_PLACE:
		work_on_place(in, &r->place, a);
		return true;
	case KIND_TOPIC:
		hyphenate(in, &r->topic.title, a);
		hyphenate(in, &r->topic.subtitle, a);
		hyphenate(in, &r->topic.lead, a);
		return true;
	default: return true;
	}
}

/* --- for lists
 * -------------------------------------------------------------------------------------------------- */

struct strs intake_search_words(const char *typed, struct arena *a)
{
	CLEANUP_BUF struct buf folded = BUF_INIT;
	struct strs words = str_split(a, typed, " \t\n,.;:/()\"");
	for (size_t i = 0; i < words.n; i++) {
		fold_base(words.v[i], strlen(words.v[i]), &folded);
		words.v[i] = arena_strdup(a, buf_str(&folded));
		buf_clear(&folded);
	}
	return words;
}

static const char *search_text(const struct record *r, struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	const struct ltext *name = view_name(r);
	for (enum lang l = 0; name != NULL && l < LANG_COUNT; l++) {
		struct strs words =
			name->v[l] != NULL ? intake_search_words(name->v[l], a) : (struct strs){0};
		for (size_t i = 0; i < words.n; i++)
			buf_printf(&out, " %s", words.v[i]);
	}
	return arena_strdup(a, buf_str(&out));
}

/* --- the way in
 * -------------------------------------------------------------------------------------------------- */

/* Of what came, and of the version of the work done here on it. */
static void fingerprint(const struct record *r, uint8_t out[STORE_FINGERPRINT_BYTES], struct buf *doc)
{
	const uint8_t version = INTAKE_VERSION;
	record_doc_write(r, doc);
	crypto_generichash(out, STORE_FINGERPRINT_BYTES, (const uint8_t *)doc->data, doc->len, NULL, 0);
	out[0] ^= version;
}

/* Two sources of one system (two Linked Events selections) bring the same places and organisations. Whoever came first keeps
 * them; when that source lets go, the next full run of the other brings them back. */
static bool shared(enum record_kind kind, struct error *e)
{
	bool is = e->kind == ERROR_REFUSED && (kind == KIND_PLACE || kind == KIND_ORGANISATION);
	if (is)
		*e = ERROR_INIT;
	return is;
}

/* What staff may change though another source brought it; activities and what belongs to them stay their source's. */
static bool claimable(enum record_kind kind)
{
	return kind != KIND_ORGANISATION && kind != KIND_PLACE && kind != KIND_ACTIVITY && kind != KIND_TOPIC;
}

/* Staff have changed this record since: theirs stays, and what the source says of it now is kept beside it. doc NULL: that
 * it is gone. */
static bool claimed(const struct intake *in, enum record_kind kind, const char *id, const char *doc, bool *is,
		    struct error *e)
{
	const struct claim c = {.id = id, .source = in->source, .doc = doc, .at = in->now};
	*is = false;
	return !claimable(kind) || claim_take(in->store, kind, &c, is, e);
}

static bool reviewed(const struct record *r)
{
	return r->kind == KIND_ORGANISATION || r->kind == KIND_ACTIVITY;
}

/* *into: the record stays merged into that one. References to merged organisations are turned. */
static bool merged(const struct intake *in, struct record *r, const char **into, struct arena *a, struct error *e)
{
	CLEANUP_BUF struct buf doc = BUF_INIT;
	record_doc_write(r, &doc);
	if (!merge_take(in->store, r->kind, r->id, buf_str(&doc), into, a, e))
		return false;
	return r->kind != KIND_ACTIVITY || r->activity.organisation == NULL ||
	       merge_stands_for(in->store, KIND_ORGANISATION, r->activity.organisation, &r->activity.organisation, a,
				e);
}

bool intake_record(const struct intake *in, struct record *r, enum store_outcome *out, struct arena *a,
		   struct error *e)
{
	CLEANUP_BUF struct buf doc = BUF_INIT;
	struct store_put p = {
		.kind = r->kind, .id = r->id, .source = in->source, .run = in->run, .now = in->now};
	bool same;
	if (!feed_id_ok(r->id))
		return error_set(e, ERROR_INPUT,
				 "id: printable ASCII without blanks, quotes and backslashes");
	if (!in->any_kind && r->kind != KIND_ORGANISATION && r->kind != KIND_PLACE &&
	    r->kind != KIND_ACTIVITY)
		return error_set(e, ERROR_REFUSED, "this token may not send %s records",
				 record_kind_word(r->kind));
	if (r->kind == KIND_ACTIVITY)
		r->activity.code = NULL; /* given here, whatever came */
	fingerprint(r, p.fingerprint, &doc);
	*out = STORE_UNCHANGED;
	if (!claimed(in, r->kind, r->id, buf_str(&doc), &same, e))
		return false;
	if (same)
		return true;
	buf_clear(&doc);
	if (!store_seen(in->store, r->kind, r->id, in->source, in->run, p.fingerprint, &same, e))
		return shared(r->kind, e);
	if (same)
		return true;
	const char *into = NULL;
	if (reviewed(r) && !merged(in, r, &into, a, e))
		return false;
	if (into != NULL)
		return true;
	const struct ltext *name = view_name(r);
	p.title = name != NULL ? ltext_get(name, LANG_FI, NULL) : NULL;
	p.search = search_text(r, a);
	struct review_row row = {.title = NULL};
	if (reviewed(r)) /* before the soft hyphens go in */
		review_facts(in->store, r, in->source, &row, a);
	row.title = p.title;
	if (!work_on(in, r, a, e))
		return false;
	record_doc_write(r, &doc);
	if (doc.len > RECORD_BYTES_MAX)
		return error_set(e, ERROR_LIMIT, "record of %zu bytes is over the cap of %zu", doc.len,
				 RECORD_BYTES_MAX);
	p.doc = doc.data;
	p.doc_len = doc.len;
	return (!reviewed(r) || review_put(in->store, &row, e)) && store_put(in->store, &p, out, e);
}

static bool take_away(const struct intake *in, enum record_kind kind, const char *id, enum store_outcome *out,
		      struct error *e)
{
	bool is;
	*out = STORE_UNCHANGED;
	return claimed(in, kind, id, NULL, &is, e) &&
	       (is || store_remove(in->store, kind, id, in->source, in->now, out, e));
}

/* An importer marks what nothing of its source uses any more: that stays where it is, for staff may use it, and does not come
 * anew. */
static bool wanted(const struct intake *in, const cJSON *line, enum record_kind kind, const char *id, bool *is,
		   struct arena *a, struct error *e)
{
	struct store_record there = {.doc = NULL};
	struct error why = ERROR_INIT;
	*is = !cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(line, "unused"));
	if (*is)
		return true;
	if (!store_get(in->store, kind, id, &there, a, &why) && why.kind != ERROR_NOT_FOUND)
		return error_pass(e, &why);
	*is = there.doc != NULL;
	return true;
}

static bool take_json(const struct intake *in, const cJSON *line, enum store_outcome *out, const char **id,
		      struct arena *a, struct error *e)
{
	const cJSON *kind_word = cJSON_GetObjectItemCaseSensitive(line, "kind");
	const cJSON *id_text = cJSON_GetObjectItemCaseSensitive(line, "id");
	const cJSON *doc = cJSON_GetObjectItemCaseSensitive(line, "doc");
	if (!cJSON_IsString(kind_word) || !cJSON_IsString(id_text))
		return error_set(e, ERROR_INPUT, "kind and id are missing");
	*id = utf8_clean(a, id_text->valuestring, strnlen(id_text->valuestring, RECORD_ID_MAX + 1));
	enum record_kind kind = record_kind_from_word(kind_word->valuestring);
	if (kind == KIND_NONE || !feed_id_ok(*id))
		return error_set(e, ERROR_INPUT,
				 kind == KIND_NONE ? "kind is not known" : "id is not usable");
	if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(line, "gone")))
		return take_away(in, kind, *id, out, e);
	struct record r;
	bool is;
	if (!cJSON_IsObject(doc))
		return error_set(e, ERROR_INPUT, "doc is missing");
	*out = STORE_UNCHANGED;
	if (!wanted(in, line, kind, *id, &is, a, e))
		return false;
	return !is || (record_from_json(&r, kind, *id, doc, a, e) && intake_record(in, &r, out, a, e));
}

bool intake_line(const struct intake *in, const char *line, size_t len, enum store_outcome *out,
		 const char **id, struct arena *a, struct error *e)
{
	*id = NULL;
	cJSON *json = json_parse(line, len, RECORD_BYTES_MAX, e);
	if (json == NULL)
		return false;
	bool ok = take_json(in, json, out, id, a, e);
	cJSON_Delete(json);
	return ok;
}
