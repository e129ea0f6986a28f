#include "import/json.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "import/text.h"

const cJSON *j_get(const cJSON *j, const char *path)
{
	char key[64];
	while (j != NULL && path != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");
		if (n >= sizeof key)
			return NULL;
		memcpy(key, path, n);
		key[n] = '\0';
		j = cJSON_GetObjectItemCaseSensitive(j, key);
		path += n + (path[n] == '.');
	}
	return j == NULL || cJSON_IsNull(j) ? NULL : j;
}

const char *j_str(const cJSON *j, const char *path, struct arena *a)
{
	const cJSON *v = j_get(j, path);
	if (cJSON_IsNumber(v) && isfinite(v->valuedouble))
		return arena_printf(a, "%.15g", v->valuedouble);
	if (!cJSON_IsString(v))
		return NULL;
	const char *s = text_clean(a, v->valuestring);
	return str_empty(s) ? NULL : s;
}

bool j_num(const cJSON *j, const char *path, double *out)
{
	const cJSON *v = j_get(j, path);
	if (cJSON_IsString(v))
		return str_to_double(v->valuestring, -1e15, 1e15, out);
	if (!cJSON_IsNumber(v) || !isfinite(v->valuedouble))
		return false;
	*out = v->valuedouble;
	return true;
}

int j_int(const cJSON *j, const char *path, int otherwise)
{
	double v = 0;
	return j_num(j, path, &v) && v == floor(v) && fabs(v) <= INT_MAX ? (int)v : otherwise;
}

bool j_true(const cJSON *j, const char *path)
{
	return cJSON_IsTrue(j_get(j, path));
}

const cJSON *j_list(const cJSON *j, const char *path)
{
	const cJSON *v = j_get(j, path);
	return cJSON_IsArray(v) ? v : NULL;
}

static const char *shown(const char *s, enum j_text form, struct arena *a)
{
	s = form == J_HTML ? html_to_text(a, s) : text_clean(a, s);
	return str_empty(s) ? NULL : s;
}

struct ltext j_ltext(const cJSON *j, const char *path, enum j_text form, struct arena *a)
{
	struct ltext out = {0};
	const cJSON *map = j_get(j, path);
	if (cJSON_IsString(map))
		out.v[LANG_FI] = shown(map->valuestring, form, a);
	if (!cJSON_IsObject(map))
		return out;
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, map)
	{
		enum lang l = lang_from_tag(v->string);
		if (l != LANG_NONE && cJSON_IsString(v))
			out.v[l] = shown(v->valuestring, form, a);
	}
	return out;
}
