#include "spool/device_status.h"

#include <limits.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "spool/json.h"

#define LEN(v) (sizeof(v) / sizeof(v)[0])
#define TEXT(member) {.name = #member, JSON_TEXT(struct device_status, member)}

static const char *const words[DEVICE_LINK_COUNT] = {
	[DEVICE_LINK_NONE] = "none",	 [DEVICE_LINK_ASKING] = "asking",   [DEVICE_LINK_CODE] = "code",
	[DEVICE_LINK_ACTIVE] = "active", [DEVICE_LINK_REVOKED] = "revoked", [DEVICE_LINK_QUARANTINED] = "quarantined",
};

static const struct json_text texts[] = {TEXT(id), TEXT(name), TEXT(centre), TEXT(base), TEXT(code)};
/* Told only while there is a code. */
static const struct json_text code_texts[] = {TEXT(url), TEXT(url_complete), TEXT(fingerprint)};

void device_status_encode(const struct device_status *s, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	ASSERT((unsigned)s->link < DEVICE_LINK_COUNT);
	json_put_text(o, "link", words[s->link]);
	json_put_texts(o, s, texts, LEN(texts));
	if (s->code[0] != '\0') {
		json_put_texts(o, s, code_texts, LEN(code_texts));
		json_put_int(o, "code_until", s->code_until);
	}
	ASSERT(json_print(o, DEVICE_STATUS_MAX_BYTES, out, NULL));
}

bool device_status_decode(const char *json, size_t len, struct device_status *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = json_parse_object(json, len, e);
	int link;
	*out = (struct device_status){0};
	if (o == NULL || !json_get_texts(o, out, texts, LEN(texts), e) ||
	    !json_get_texts(o, out, code_texts, LEN(code_texts), e) ||
	    !json_get_int(o, "code_until", 0, JSON_INT_MAX, &out->code_until, e) ||
	    !json_get_word(o, "link", words, DEVICE_LINK_COUNT, &link, e))
		return false;
	out->link = (enum device_link)link;
	return true;
}

bool device_status_write(const char *folder, const struct device_status *s, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	device_status_encode(s, &text);
	return fs_join(folder, DEVICE_STATUS_FILE, path, e) && fs_write_atomic(path, text.data, text.len, e);
}

bool device_status_read(const char *folder, struct device_status *out, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	*out = (struct device_status){0};
	if (!fs_join(folder, DEVICE_STATUS_FILE, path, e) || !fs_read(path, DEVICE_STATUS_MAX_BYTES, &text, e))
		return false;
	if (device_status_decode(buf_str(&text), text.len, out, e))
		return true;
	*out = (struct device_status){0};
	return false;
}
