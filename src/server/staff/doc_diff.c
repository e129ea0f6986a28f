#include "server/staff/doc_diff.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/codec.h"
#include "server/view.h"

static const char *const own_fields[] = {"words_title", "words_text", "words", "code"};

struct diff {
	struct doc_change *out;
	size_t n;
	struct arena *arena;
};

static bool own(const char *field)
{
	for (size_t i = 0; i < sizeof own_fields / sizeof own_fields[0]; i++)
		if (str_eq(field, own_fields[i]))
			return true;
	return false;
}

/* The value as text: strings as they are, everything else as JSON. */
static const char *text_of(const cJSON *v, struct arena *a)
{
	if (v == NULL)
		return NULL;
	char *printed = cJSON_IsString(v) ? NULL : cJSON_PrintUnformatted(v);
	const char *text = view_plain(printed != NULL ? printed : cJSON_GetStringValue(v), a);
	cJSON_free(printed);
	if (text == NULL || strlen(text) <= DOC_DIFF_TEXT_BYTES)
		return text;
	size_t n = DOC_DIFF_TEXT_BYTES;
	while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return arena_printf(a, "%.*s…", (int)n, text);
}

static void note(struct diff *d, const char *field, const cJSON *before, const cJSON *after)
{
	const char *was = text_of(before, d->arena);
	const char *is = text_of(after, d->arena);
	bool same = was == NULL || is == NULL ? was == is : strcmp(was, is) == 0;
	if (!same && d->n < DOC_DIFF_MAX)
		d->out[d->n++] = (struct doc_change){field, was, is};
}

static const cJSON *member(const cJSON *v, const cJSON *like, int index)
{
	if (v == NULL)
		return NULL;
	return like->string != NULL ? cJSON_GetObjectItemCaseSensitive(v, like->string) : cJSON_GetArrayItem(v, index);
}

static const char *path_of(const struct diff *d, const char *lead, const cJSON *v, int index)
{
	const char *name = v->string != NULL ? v->string : arena_printf(d->arena, "%d", index);
	return lead[0] != '\0' ? arena_printf(d->arena, "%s.%s", lead, name) : arena_strdup(d->arena, name);
}

static bool plain_list(const cJSON *v)
{
	return cJSON_IsArray(v) && (v->child == NULL || cJSON_IsString(v->child));
}

static void compare(struct diff *d, const char *field, const cJSON *before, const cJSON *after)
{
	const cJSON *shape = after != NULL ? after : before;
	const cJSON *child = NULL;
	int i = 0;
	bool deep = (cJSON_IsObject(shape) || cJSON_IsArray(shape)) && !plain_list(shape) &&
		    (before == NULL || after == NULL || (before->type & 0xFF) == (after->type & 0xFF));
	if (!deep) {
		note(d, field, before, after);
		return;
	}
	cJSON_ArrayForEach(child, shape)
	{
		if (child->string == NULL || !own(child->string))
			compare(d, path_of(d, field, child, i), member(before, child, i), member(after, child, i));
		i++;
	}
	if (after == NULL || before == NULL)
		return;
	i = 0;
	cJSON_ArrayForEach(child, before)
	{
		if (member(after, child, i) == NULL && (child->string == NULL || !own(child->string)))
			compare(d, path_of(d, field, child, i), child, NULL);
		i++;
	}
}

size_t doc_diff(const char *before, const char *after, struct doc_change out[DOC_DIFF_MAX], struct arena *a)
{
	struct diff d = {.out = out, .arena = a};
	cJSON *was = before != NULL ? json_parse(before, strlen(before), RECORD_BYTES_MAX, NULL) : NULL;
	cJSON *is = after != NULL ? json_parse(after, strlen(after), RECORD_BYTES_MAX, NULL) : NULL;
	bool objects = (before == NULL || cJSON_IsObject(was)) && (after == NULL || cJSON_IsObject(is));
	if (objects && (was != NULL || is != NULL))
		compare(&d, "", was, is);
	else if (!objects && !str_eq(before, after))
		out[d.n++] = (struct doc_change){"", before, after};
	cJSON_Delete(was);
	cJSON_Delete(is);
	return d.n;
}
