/* JSON → record. */
#include <cjson/cJSON.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "model/check.h"
#include "model/codec.h"
#include "model/codec_quick.h"
#include "model/fields.h"

#define JSON_DEPTH_MAX 32

static bool read_fields(const struct fields *f, void *to, const cJSON *doc, struct arena *a, struct error *e);

static void *at(void *base, size_t offset)
{
	return (char *)base + offset;
}

static const char *copy_text(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	return utf8_valid(s, n) ? arena_strndup(a, s, n) : utf8_clean(a, s, n);
}

/* An empty string is an absent one. */
static bool read_string(const cJSON *j, const char **out, struct arena *a, struct error *e)
{
	if (!cJSON_IsString(j))
		return error_set(e, ERROR_INPUT, "not a string");
	*out = j->valuestring[0] != '\0' ? copy_text(a, j->valuestring) : NULL;
	return true;
}

static bool read_ltext(const cJSON *j, struct ltext *out, struct arena *a, struct error *e)
{
	if (!cJSON_IsObject(j))
		return error_set(e, ERROR_INPUT, "not an object of languages");
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j) {
		enum lang l = lang_from_tag(v->string);
		if (l == LANG_NONE || cJSON_IsNull(v))
			continue;
		if (!read_string(v, &out->v[l], a, e))
			return error_context(e, "%s", v->string);
	}
	return true;
}

static bool list_size(const cJSON *j, size_t most, size_t *n, struct error *e)
{
	if (!cJSON_IsArray(j))
		return error_set(e, ERROR_INPUT, "not an array");
	*n = (size_t)cJSON_GetArraySize(j);
	if (*n > most)
		return error_set(e, ERROR_LIMIT, "%zu entries, at most %zu", *n, most);
	return true;
}

static bool read_strings(const cJSON *j, struct strs *out, struct arena *a, struct error *e)
{
	size_t n = 0;
	if (!list_size(j, RECORD_LIST_MAX, &n, e))
		return false;
	out->v = ARENA_ARRAY(a, const char *, n);
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j) {
		const char *s = NULL;
		if (!read_string(v, &s, a, e))
			return false;
		if (s != NULL)
			out->v[out->n++] = s;
	}
	return true;
}

static bool read_int(const cJSON *j, int *out, struct error *e)
{
	if (!cJSON_IsNumber(j) || j->valuedouble != floor(j->valuedouble) || fabs(j->valuedouble) > INT_MAX)
		return error_set(e, ERROR_INPUT, "not a whole number");
	*out = (int)j->valuedouble;
	return true;
}

static bool read_number(const cJSON *j, double *out, struct error *e)
{
	if (!cJSON_IsNumber(j) || !isfinite(j->valuedouble))
		return error_set(e, ERROR_INPUT, "not a number");
	*out = j->valuedouble;
	return true;
}

static bool read_civils(const cJSON *j, struct civils *out, struct arena *a, struct error *e)
{
	size_t n = 0;
	if (!list_size(j, SCHEDULE_EXCEPTIONS_MAX, &n, e))
		return false;
	out->v = ARENA_ARRAY(a, struct civil, n);
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j) {
		struct civil *c = &out->v[out->n];
		const char *s = cJSON_IsString(v) ? v->valuestring : NULL;
		if (!civil_parse(s, c) && !date_parse(s, &c->date))
			return error_set(e, ERROR_INPUT, "entry %zu is neither a date nor a local time", out->n);
		out->n++;
	}
	return true;
}

/* Index of the word, or -1. */
static int word_index(const char *const *words, const cJSON *j)
{
	for (int i = 0; cJSON_IsString(j) && words[i] != NULL; i++)
		if (strcmp(words[i], j->valuestring) == 0)
			return i;
	return -1;
}

static bool read_word(const cJSON *j, const char *const *words, unsigned *out, struct error *e)
{
	int i = word_index(words, j);
	if (i < 0)
		return error_set(e, ERROR_INPUT, "'%.40s' is not one of the known words",
				 cJSON_IsString(j) ? j->valuestring : "(not a string)");
	*out = (unsigned)i;
	return true;
}

static bool read_flags(const cJSON *j, const char *const *words, unsigned *out, struct error *e)
{
	size_t n = 0;
	if (!list_size(j, RECORD_LIST_MAX, &n, e))
		return false;
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j) {
		unsigned i = 0;
		if (!read_word(v, words, &i, e))
			return false;
		*out |= 1U << i;
	}
	return true;
}

static bool read_list(const struct field *f, void *base, const cJSON *j, struct arena *a, struct error *e)
{
	size_t n = 0;
	if (!list_size(j, RECORD_LIST_MAX, &n, e))
		return false;
	char *items = arena_array(a, n, f->inner->size);
	size_t i = 0;
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j) {
		if (!read_fields(f->inner, items + i * f->inner->size, v, a, e))
			return error_context(e, "[%zu]", i);
		i++;
	}
	memcpy(at(base, f->offset), &(void *){items}, sizeof(void *));
	*(size_t *)at(base, f->count_offset) = n;
	return true;
}

static bool read_text_form(const struct field *f, void *to, const cJSON *j, struct error *e)
{
	const char *s = cJSON_IsString(j) ? j->valuestring : NULL;
	switch (f->type) {
	case FIELD_INSTANT: return instant_parse(s, to) || error_set(e, ERROR_INPUT, "not an RFC 3339 time");
	case FIELD_DATE: return date_parse(s, to) || error_set(e, ERROR_INPUT, "not a date (YYYY-MM-DD)");
	case FIELD_CIVIL: {
		struct civil *c = to;
		return civil_parse(s, c) || date_parse(s, &c->date) ||
		       error_set(e, ERROR_INPUT, "not a local time (YYYY-MM-DDTHH:MM)");
	}
	default: ASSERT(false);
	}
	return false;
}

static bool read_field(const struct field *f, void *base, const cJSON *j, struct arena *a, struct error *e)
{
	void *to = at(base, f->offset);
	switch (f->type) {
	case FIELD_STRING: return read_string(j, to, a, e);
	case FIELD_LTEXT: return read_ltext(j, to, a, e);
	case FIELD_STRINGS: return read_strings(j, to, a, e);
	case FIELD_BOOL:
		if (!cJSON_IsBool(j))
			return error_set(e, ERROR_INPUT, "neither true nor false");
		*(bool *)to = cJSON_IsTrue(j);
		return true;
	case FIELD_INT: return read_int(j, to, e);
	case FIELD_NUMBER: return read_number(j, to, e);
	case FIELD_POSITION: return read_number(j, to, e);
	case FIELD_INSTANT:
	case FIELD_DATE:
	case FIELD_CIVIL: return read_text_form(f, to, j, e);
	case FIELD_CIVILS: return read_civils(j, to, a, e);
	case FIELD_WORD: return read_word(j, f->words, to, e);
	case FIELD_FLAGS: return read_flags(j, f->words, to, e);
	case FIELD_STRUCT: return read_fields(f->inner, to, j, a, e);
	case FIELD_LIST: return read_list(f, base, j, a, e);
	}
	return false;
}

static bool read_fields(const struct fields *f, void *to, const cJSON *doc, struct arena *a, struct error *e)
{
	fields_set_defaults(f, to);
	if (!cJSON_IsObject(doc))
		return error_set(e, ERROR_INPUT, "not an object");
	int positions = 0;
	size_t next = 0;
	uint64_t seen = 0; /* of two with the same name the first counts */
	const cJSON *j = NULL;
	ASSERT(f->n <= 64);
	cJSON_ArrayForEach(j, doc) {
		size_t i = fields_find(f, j->string, &next);
		if (i == f->n || (seen >> i & 1) != 0)
			continue;
		seen |= UINT64_C(1) << i;
		if (cJSON_IsNull(j))
			continue;
		if (!read_field(&f->v[i], to, j, a, e))
			return error_context(e, "%s", f->v[i].name);
		positions += f->v[i].type == FIELD_POSITION;
	}
	fields_settle(f, to, positions);
	return true;
}

/* Into an empty record; what follows it is the reading of `doc`. */
static const struct fields *begin(struct record *r, enum record_kind kind, const char *id, struct arena *a,
				  struct error *e)
{
	*r = (struct record){.kind = kind};
	const struct fields *f = fields_of_kind(kind);
	if (f == NULL)
		error_set(e, ERROR_INPUT, "kind: unknown");
	if (f == NULL || !record_check_id(id, e))
		return NULL;
	r->id = arena_strdup(a, id);
	return f;
}

bool record_from_json(struct record *r, enum record_kind kind, const char *id, const cJSON *doc, struct arena *a,
		      struct error *e)
{
	const struct fields *f = begin(r, kind, id, a, e);
	if (f == NULL)
		return false;
	if (!read_fields(f, &r->organisation, doc, a, e) || !record_check(r, e))
		return error_context(e, "%s %s", record_kind_word(kind), id);
	return true;
}

bool record_decode(struct record *r, enum record_kind kind, const char *id, const char *doc, size_t len,
		   struct arena *a, struct error *e)
{
	const struct fields *f = begin(r, kind, id, a, e);
	if (f == NULL)
		return false;
	if (record_quick_read(f, &r->organisation, doc, len, a))
		return record_check(r, e) || error_context(e, "%s %s", record_kind_word(kind), id);
	cJSON *tree = json_parse(doc, len, RECORD_BYTES_MAX, e);
	bool ok = tree != NULL && record_from_json(r, kind, id, tree, a, e);
	cJSON_Delete(tree);
	return ok;
}

cJSON *json_parse(const char *text, size_t len, size_t max_bytes, struct error *e)
{
	if (len > max_bytes) {
		error_set(e, ERROR_LIMIT, "JSON of %zu bytes, at most %zu", len, max_bytes);
		return NULL;
	}
	/* cJSON caps nesting only at 1000: count brackets outside strings first, against our own cap */
	int depth = 0;
	bool in_string = false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_DEPTH_MAX) {
				error_set(e, ERROR_LIMIT, "JSON nested deeper than %d at byte %zu", JSON_DEPTH_MAX, i);
				return NULL;
			}
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	const char *end = NULL;
	cJSON *doc = cJSON_ParseWithLengthOpts(text, len, &end, 0);
	if (doc == NULL) {
		error_set(e, ERROR_INPUT, "not JSON at byte %td", end != NULL ? end - text : (ptrdiff_t)0);
		return NULL;
	}
	while (end < text + len && (*end == ' ' || *end == '\n' || *end == '\r' || *end == '\t' || *end == '\0'))
		end++;
	if (end < text + len) {
		error_set(e, ERROR_INPUT, "text after JSON at byte %td", end - text);
		cJSON_Delete(doc);
		return NULL;
	}
	return doc;
}

static bool parse_line(struct record *r, const cJSON *line, struct arena *a, struct error *e)
{
	const cJSON *kind = cJSON_GetObjectItemCaseSensitive(line, "kind");
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(line, "id");
	const cJSON *doc = cJSON_GetObjectItemCaseSensitive(line, "doc");
	if (!cJSON_IsString(kind) || record_kind_from_word(kind->valuestring) == KIND_NONE)
		return error_set(e, ERROR_INPUT, "kind: missing or unknown");
	if (!cJSON_IsString(id))
		return error_set(e, ERROR_INPUT, "id: missing");
	return record_from_json(r, record_kind_from_word(kind->valuestring), id->valuestring, doc, a, e);
}

bool record_parse(struct record *r, const char *text, size_t len, struct arena *a, struct error *e)
{
	cJSON *line = json_parse(text, len, RECORD_BYTES_MAX, e);
	if (line == NULL)
		return false;
	bool ok = parse_line(r, line, a, e);
	cJSON_Delete(line);
	return ok;
}
