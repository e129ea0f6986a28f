#include "spool/json.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

#define WORD_BYTES_MAX 32

cJSON *json_parse_object(const char *json, size_t len, struct error *e)
{
	const char *end = NULL;
	cJSON *o = cJSON_ParseWithLengthOpts(json, len, &end, 0);
	if (o == NULL) {
		error_set(e, ERROR_INPUT, "not JSON (byte %zu)", end != NULL ? (size_t)(end - json) : 0);
		return NULL;
	}
	const char *stop = json + len;
	while (end < stop && strchr(" \t\r\n", *end) != NULL && *end != '\0')
		end++;
	if (end == stop && cJSON_IsObject(o))
		return o;
	error_set(e, ERROR_INPUT, end == stop ? "not a JSON object" : "something follows the JSON object");
	cJSON_Delete(o);
	return NULL;
}

bool json_text_ok(const char *s, size_t max_bytes)
{
	size_t len = strlen(s);
	if (len > max_bytes || !utf8_valid(s, len))
		return false;
	for (const char *p = s; *p != '\0'; p++)
		if (((unsigned char)*p < 0x20 && *p != '\n') || *p == 0x7f)
			return false;
	return true;
}

bool json_get_text(const cJSON *o, const char *name, size_t max_bytes, struct arena *a, const char **out,
	       struct error *e)
{
	*out = NULL;
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);
	if (v == NULL || cJSON_IsNull(v))
		return true;
	const char *s = cJSON_GetStringValue(v);
	if (s == NULL)
		return error_set(e, ERROR_INPUT, "%s is not a text", name);
	if (!json_text_ok(s, max_bytes))
		return error_set(e, ERROR_INPUT, "%s is longer than %zu bytes or not clean UTF-8", name,
				 max_bytes);
	if (*s != '\0')
		*out = arena_strdup(a, s);
	return true;
}

bool json_get_word(const cJSON *o, const char *name, const char *const *words, size_t n, int *out, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *word;
	if (!json_get_text(o, name, WORD_BYTES_MAX, &a, &word, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (str_eq(word, words[i])) {
			*out = (int)i;
			return true;
		}
	}
	return error_set(e, ERROR_INPUT, "unknown %s %s", name, word != NULL ? word : "(none)");
}

void json_put_texts(cJSON *o, const void *from, const struct json_text *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_put_text(o, table[i].name, (const char *)from + table[i].offset);
}

bool json_get_texts(const cJSON *o, void *to, const struct json_text *table, size_t n, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	for (const struct json_text *t = table; t < table + n; t++) {
		char *member = (char *)to + t->offset;
		const char *text;
		if (!json_get_text(o, t->name, t->size - 1, &a, &text, e))
			return false;
		if (t->needed && text == NULL)
			return error_set(e, ERROR_INPUT, "%s is missing", t->name);
		snprintf(member, t->size, "%s", text != NULL ? text : "");
		if (t->check != NULL && !t->check(t->name, member, e))
			return false;
	}
	return true;
}

bool json_get_int(const cJSON *o, const char *name, int64_t min, int64_t max, int64_t *out, struct error *e)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);
	if (v == NULL || cJSON_IsNull(v))
		return true;
	double d = cJSON_IsNumber(v) ? v->valuedouble : 0.5;
	/* written so that NaN fails too */
	if (!(d >= -(double)JSON_INT_MAX && d <= (double)JSON_INT_MAX) || (double)(int64_t)d != d || (int64_t)d < min ||
	    (int64_t)d > max)
		return error_set(e, ERROR_INPUT, "%s is not a whole number in range", name);
	*out = (int64_t)d;
	return true;
}

bool json_get_bool(const cJSON *o, const char *name, bool *out, struct error *e)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);
	if (v == NULL || cJSON_IsNull(v))
		return true;
	if (!cJSON_IsBool(v))
		return error_set(e, ERROR_INPUT, "%s is not true or false", name);
	*out = cJSON_IsTrue(v);
	return true;
}

void json_put_text(cJSON *o, const char *name, const char *s)
{
	if (!str_empty(s))
		ASSERT(cJSON_AddStringToObject(o, name, s) != NULL);
}

void json_put_int(cJSON *o, const char *name, int64_t v)
{
	ASSERT(cJSON_AddNumberToObject(o, name, (double)v) != NULL);
}

void json_put_bool(cJSON *o, const char *name, bool v)
{
	ASSERT(cJSON_AddBoolToObject(o, name, v) != NULL);
}

cJSON *json_put_array(cJSON *o, const char *name)
{
	cJSON *v = cJSON_AddArrayToObject(o, name);
	ASSERT(v != NULL);
	return v;
}

cJSON *json_put_object(cJSON *array)
{
	cJSON *v = json_new_object();
	ASSERT(cJSON_AddItemToArray(array, v));
	return v;
}

cJSON *json_new_object(void)
{
	cJSON *v = cJSON_CreateObject();
	ASSERT(v != NULL);
	return v;
}

bool json_print(const cJSON *o, size_t max_bytes, struct buf *out, struct error *e)
{
	char *text = cJSON_PrintUnformatted(o);
	ASSERT(text != NULL);
	size_t len = strlen(text);
	bool ok = len <= max_bytes && buf_append(out, text, len);
	cJSON_free(text);
	return ok || error_set(e, ERROR_LIMIT, "%zu bytes of JSON do not fit", len);
}
