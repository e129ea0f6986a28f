#include "spool/sync_status.h"

#include <limits.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "spool/json.h"

static const char *const words[SYNC_STATE_COUNT] = {
	[SYNC_STARTING] = "starting",       [SYNC_LOADING] = "loading",
	[SYNC_CURRENT] = "current",         [SYNC_NO_NETWORK] = "no-network",
	[SYNC_SERVER_DOWN] = "server-down", [SYNC_REFUSED] = "refused",
	[SYNC_CERTIFICATE] = "certificate", [SYNC_DISK] = "disk",
	[SYNC_ENROLLING] = "enrolling",     [SYNC_REVOKED] = "revoked",
};

static const struct json_text why = {.name = "why", JSON_TEXT(struct sync_status, why)};

const char *sync_state_word(enum sync_state s)
{
	ASSERT((unsigned)s < SYNC_STATE_COUNT);
	return words[s];
}

static void put_instant(cJSON *o, const char *name, int64_t at)
{
	if (at != INSTANT_NONE)
		json_put_int(o, name, at);
}

void sync_status_encode(const struct sync_status *s, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "state", sync_state_word(s->state));
	put_instant(o, "since", s->since);
	put_instant(o, "last_contact", s->last_contact);
	put_instant(o, "content_at", s->content_at);
	put_instant(o, "verified_at", s->verified_at);
	json_put_int(o, "seq", s->seq);
	json_put_bool(o, "complete", s->complete);
	json_put_bool(o, "rebuilding", s->rebuilding);
	json_put_bool(o, "clock_behind", s->clock_behind);
	json_put_int(o, "load_have", s->load_have);
	json_put_int(o, "load_total", s->load_total);
	json_put_texts(o, s, &why, 1);
	ASSERT(json_print(o, SYNC_STATUS_MAX_BYTES, out, NULL));
}

bool sync_status_decode(const char *json, size_t len, struct sync_status *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = json_parse_object(json, len, e);
	*out = (struct sync_status){.since = INSTANT_NONE,
				    .last_contact = INSTANT_NONE,
				    .content_at = INSTANT_NONE,
				    .verified_at = INSTANT_NONE};
	const int64_t most = JSON_INT_MAX;
	int state;
	if (o == NULL || !json_get_word(o, "state", words, SYNC_STATE_COUNT, &state, e))
		return false;
	out->state = (enum sync_state)state;
	return json_get_texts(o, out, &why, 1, e) && json_get_int(o, "since", -most, most, &out->since, e) &&
	       json_get_int(o, "last_contact", -most, most, &out->last_contact, e) &&
	       json_get_int(o, "content_at", -most, most, &out->content_at, e) &&
	       json_get_int(o, "verified_at", -most, most, &out->verified_at, e) &&
	       json_get_int(o, "seq", 0, most, &out->seq, e) && json_get_bool(o, "complete", &out->complete, e) &&
	       json_get_bool(o, "rebuilding", &out->rebuilding, e) &&
	       json_get_bool(o, "clock_behind", &out->clock_behind, e) &&
	       json_get_int(o, "load_have", 0, most, &out->load_have, e) &&
	       json_get_int(o, "load_total", 0, most, &out->load_total, e);
}

bool sync_status_write(const char *folder, const struct sync_status *s, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	sync_status_encode(s, &text);
	return fs_join(folder, SYNC_STATUS_FILE, path, e) && fs_write_atomic(path, text.data, text.len, e);
}

bool sync_status_read(const char *folder, struct sync_status *out, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	return fs_join(folder, SYNC_STATUS_FILE, path, e) && fs_read(path, SYNC_STATUS_MAX_BYTES, &text, e) &&
	       sync_status_decode(buf_str(&text), text.len, out, e);
}
