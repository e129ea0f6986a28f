#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "spool/json.h"
#include "spool/report_file.h"

#define FILE_NAME "heartbeat.json"
#define MAX_BYTES 4096

#define NUMBER(member)                                                                                       \
	{                                                                                                    \
#member, offsetof(struct heartbeat, member)                                                  \
	}
static const struct {
	const char *name;
	size_t offset;
} numbers[] = {
	NUMBER(at_s),         NUMBER(started_s),     NUMBER(frames),         NUMBER(last_frame_s),
	NUMBER(last_touch_s), NUMBER(displayed_seq), NUMBER(displayed_at_s), NUMBER(slowest_frame_ms),
	NUMBER(memory_kb),    NUMBER(width),         NUMBER(height),
};
#define N_NUMBERS (sizeof numbers / sizeof numbers[0])

static const struct json_text texts[] = {{.name = "version", JSON_TEXT(struct heartbeat, version)},
					 {.name = "sound", JSON_TEXT(struct heartbeat, sound)}};
#define N_TEXTS (sizeof texts / sizeof texts[0])

bool heartbeat_write(const char *folder, const struct heartbeat *h, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf json = BUF_INIT;
	CLEANUP_JSON cJSON *o = json_new_object();
	for (size_t i = 0; i < N_NUMBERS; i++) {
		int64_t v;
		memcpy(&v, (const char *)h + numbers[i].offset, sizeof v);
		json_put_int(o, numbers[i].name, v);
	}
	json_put_bool(o, "display_ok", h->display_ok);
	json_put_bool(o, "touch_ok", h->touch_ok);
	json_put_bool(o, "safe_screen", h->safe_screen);
	json_put_texts(o, h, texts, N_TEXTS);
	return fs_join(folder, FILE_NAME, path, e) && json_print(o, MAX_BYTES, &json, e) &&
	       fs_write_atomic(path, json.data, json.len, e);
}

bool heartbeat_read(const char *folder, struct heartbeat *out, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf json = BUF_INIT;
	*out = (struct heartbeat){0};
	if (!fs_join(folder, FILE_NAME, path, e) || !fs_read(path, MAX_BYTES, &json, e))
		return false;
	CLEANUP_JSON cJSON *o = json_parse_object(buf_str(&json), json.len, e);
	if (o == NULL)
		return error_context(e, "%s", path);
	for (size_t i = 0; i < N_NUMBERS; i++) {
		int64_t v = 0;
		if (!json_get_int(o, numbers[i].name, 0, INT64_MAX, &v, e))
			return error_context(e, "%s", path);
		memcpy((char *)out + numbers[i].offset, &v, sizeof v);
	}
	if (!json_get_bool(o, "display_ok", &out->display_ok, e) ||
	    !json_get_bool(o, "touch_ok", &out->touch_ok, e) ||
	    !json_get_bool(o, "safe_screen", &out->safe_screen, e) ||
	    !json_get_texts(o, out, texts, N_TEXTS, e))
		return error_context(e, "%s", path);
	return true;
}
