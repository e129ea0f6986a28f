#include "spool/device_status.h"

#include <limits.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/str.h"
#include "spool/json.h"

#define INT_MAX_EXACT ((int64_t)1 << 53)

static const char *const words[DEVICE_LINK_COUNT] = {
	[DEVICE_LINK_NONE] = "none",	 [DEVICE_LINK_ASKING] = "asking",   [DEVICE_LINK_CODE] = "code",
	[DEVICE_LINK_ACTIVE] = "active", [DEVICE_LINK_REVOKED] = "revoked", [DEVICE_LINK_QUARANTINED] = "quarantined",
};

const char *device_link_word(enum device_link l)
{
	ASSERT((unsigned)l < DEVICE_LINK_COUNT);
	return words[l];
}

void device_status_encode(const struct device_status *s, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "link", device_link_word(s->link));
	json_put_text(o, "id", s->id);
	json_put_text(o, "name", s->name);
	json_put_text(o, "centre", s->centre);
	json_put_text(o, "base", s->base);
	json_put_text(o, "code", s->code);
	if (s->code[0] != '\0') {
		json_put_text(o, "url", s->url);
		json_put_text(o, "url_complete", s->url_complete);
		json_put_text(o, "fingerprint", s->fingerprint);
		json_put_int(o, "code_until", s->code_until);
	}
	ASSERT(json_print(o, DEVICE_STATUS_MAX_BYTES, out, NULL));
}

static bool get(const cJSON *o, const char *name, char *out, size_t most, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *text;
	if (!json_get_text(o, name, most, &a, &text, e))
		return false;
	snprintf(out, most + 1, "%s", text != NULL ? text : "");
	return true;
}

bool device_status_decode(const char *json, size_t len, struct device_status *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = json_parse_object(json, len, e);
	char link[32];
	*out = (struct device_status){0};
	if (o == NULL || !get(o, "link", link, sizeof link - 1, e) || !get(o, "id", out->id, ENROL_ID_MAX, e) ||
	    !get(o, "name", out->name, ENROL_NAME_MAX, e) || !get(o, "centre", out->centre, ENROL_ID_MAX, e) ||
	    !get(o, "base", out->base, ENROL_URL_MAX, e) || !get(o, "code", out->code, ENROL_CODE_MAX, e) ||
	    !get(o, "url", out->url, ENROL_URL_MAX, e) ||
	    !get(o, "url_complete", out->url_complete, ENROL_URL_MAX, e) ||
	    !get(o, "fingerprint", out->fingerprint, DEVICE_FINGERPRINT_MAX, e) ||
	    !json_get_int(o, "code_until", 0, INT_MAX_EXACT, &out->code_until, e))
		return false;
	for (int i = 0; i < DEVICE_LINK_COUNT; i++) {
		if (str_eq(link, words[i])) {
			out->link = (enum device_link)i;
			return true;
		}
	}
	return error_set(e, ERROR_INPUT, "unknown link %s", link);
}

static bool status_path(const char *folder, char out[PATH_MAX], struct error *e)
{
	if (snprintf(out, PATH_MAX, "%s/" DEVICE_STATUS_FILE, folder) >= PATH_MAX)
		return error_set(e, ERROR_LIMIT, "%s: path too long", folder);
	return true;
}

bool device_status_write(const char *folder, const struct device_status *s, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	device_status_encode(s, &text);
	return status_path(folder, path, e) && fs_write_atomic(path, text.data, text.len, e);
}

bool device_status_read(const char *folder, struct device_status *out, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	*out = (struct device_status){0};
	if (!status_path(folder, path, e) || !fs_read(path, DEVICE_STATUS_MAX_BYTES, &text, e))
		return false;
	if (device_status_decode(buf_str(&text), text.len, out, e))
		return true;
	*out = (struct device_status){0};
	return false;
}
