#include "import/state.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "import/json.h"
#include "model/codec.h"

#define STATE_BYTES_MAX 65536

static const char *path_of(struct arena *a, const char *dir, const char *source)
{
	char *path = arena_printf(a, "%s/state/%s.json", dir, source);
	for (char *p = path + strlen(dir) + 7; *p != '\0'; p++)
		if (*p == '/' || *p == ':' || *p == ' ')
			*p = '_';
	return path;
}

static void copy_to(char *to, size_t size, const char *s)
{
	snprintf(to, size, "%s", s != NULL ? s : "");
}

void state_load(struct source_state *s, const char *state_dir, const char *source)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf text = BUF_INIT;
	struct error e = ERROR_INIT;
	*s = (struct source_state){.last_ok = INSTANT_NONE, .last_full = INSTANT_NONE};
	if (!fs_read(path_of(&a, state_dir, source), STATE_BYTES_MAX, &text, &e)) {
		if (e.kind != ERROR_NOT_FOUND)
			log_warning("%s", e.text);
		return;
	}
	cJSON *j = json_parse(buf_str(&text), text.len, STATE_BYTES_MAX, &e);
	if (j == NULL) {
		log_warning("state of %s: %s; reading everything", source, e.text);
		return;
	}
	instant_parse(j_str(j, "last_ok", &a), &s->last_ok);
	instant_parse(j_str(j, "last_full", &a), &s->last_full);
	s->last_taken = (size_t)j_int(j, "last_taken", 0);
	copy_to(s->etag, sizeof s->etag, j_str(j, "etag", &a));
	copy_to(s->last_modified, sizeof s->last_modified, j_str(j, "last_modified", &a));
	cJSON_Delete(j);
}

static void put_instant(struct buf *out, const char *name, int64_t at)
{
	char text[21];
	if (at == INSTANT_NONE)
		return;
	instant_format(at, text);
	buf_printf(out, "\"%s\":\"%s\",", name, text);
}

bool state_save(const struct source_state *s, const char *state_dir, const char *source, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf out = BUF_INIT;
	buf_putc(&out, '{');
	put_instant(&out, "last_ok", s->last_ok);
	put_instant(&out, "last_full", s->last_full);
	buf_puts(&out, "\"etag\":");
	json_write_string(&out, s->etag);
	buf_puts(&out, ",\"last_modified\":");
	json_write_string(&out, s->last_modified);
	buf_printf(&out, ",\"last_taken\":%zu}\n", s->last_taken);
	return fs_mkdirs(arena_printf(&a, "%s/state", state_dir), e) &&
	       fs_write_atomic(path_of(&a, state_dir, source), out.data, out.len, e);
}
