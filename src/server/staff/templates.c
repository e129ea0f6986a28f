#include "server/staff/templates.h"

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "model/codec.h"
#include "server/app.h"
#include "web/http.h"

static const char *text_of(const cJSON *doc, const char *name, struct arena *a)
{
	const char *v = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(doc, name));
	return str_empty(v) ? NULL : arena_strdup(a, v);
}

static struct ltext texts_of(const cJSON *doc, const char *name, struct arena *a)
{
	struct ltext out = {0};
	const cJSON *in = cJSON_GetObjectItemCaseSensitive(doc, name);
	for (int l = 0; l < LANG_COUNT; l++)
		out.v[l] = text_of(in, lang_tag((enum lang)l), a);
	return out;
}

size_t templates_read(struct web_request *r, struct template **out)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	CLEANUP_BUF struct buf text = BUF_INIT;
	struct error e = ERROR_INIT;
	const cJSON *one;
	size_t n = 0;
	*out = ARENA_ARRAY(a, struct template, TEMPLATES_MAX);
	const char *path = arena_printf(a, "%s/templates.json", app->settings.site);
	cJSON *all = fs_read(path, TEMPLATES_BYTES_MAX, &text, &e)
			     ? json_parse(buf_str(&text), text.len, TEMPLATES_BYTES_MAX, &e)
			     : NULL;
	log_once("templates", all == NULL ? e.text : NULL);
	cJSON_ArrayForEach(one, all)
	{
		struct template *t = &(*out)[n];
		*t = (struct template){.id = text_of(one, "id", a),
				       .name = texts_of(one, "name", a),
				       .title = texts_of(one, "title", a),
				       .text = texts_of(one, "text", a),
				       .sentence = texts_of(one, "sentence", a),
				       .topic = text_of(one, "topic", a),
				       .repeat = text_of(one, "repeat", a),
				       .start = text_of(one, "start", a),
				       .end = text_of(one, "end", a)};
		if (t->id != NULL && !ltext_empty(&t->name) && ++n == TEMPLATES_MAX)
			break;
	}
	cJSON_Delete(all);
	return n;
}
