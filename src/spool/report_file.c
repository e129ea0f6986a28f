#include "spool/report_file.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/random.h"
#include "base/str.h"
#include "spool/json.h"

#define COUNT_MAX 1000000000
#define ID_LEN (2 + REPORT_HOUR_BYTES - 1 + 1 + 8)

static const char *const action_words[REPORT_ACTION_COUNT] = {
	[REPORT_VISIT] = "visit",
	[REPORT_OPEN_TOPIC] = "topic",
	[REPORT_OPEN] = "open",
	[REPORT_PRINT] = "print",
	[REPORT_PRINT_FAILED] = "print-failed",
	[REPORT_TRAY] = "tray",
	[REPORT_LISTEN] = "listen",
	[REPORT_SEARCH] = "search",
	[REPORT_SEARCH_EMPTY] = "search-empty",
	[REPORT_POLL] = "poll",
	[REPORT_LANGUAGE] = "language",
	[REPORT_MODE] = "mode",
	[REPORT_ATTRACT] = "attract",
	[REPORT_HELP] = "help",
};

const char *report_action_word(enum report_action a)
{
	ASSERT((unsigned)a < REPORT_ACTION_COUNT);
	return action_words[a];
}

void report_hour(int64_t wall_s, char out[REPORT_HOUR_BYTES])
{
	time_t t = (time_t)(wall_s < 0              ? 0
			    : wall_s > 253402300799 ? 253402300799
						    : wall_s); /* years 1970–9999 */
	struct tm tm;
	ASSERT(gmtime_r(&t, &tm) != NULL);
	ASSERT(strftime(out, REPORT_HOUR_BYTES, "%Y%m%dT%H", &tm) == REPORT_HOUR_BYTES - 1);
}

void report_new_id(char kind, const char *hour, char out[REPORT_ID_BYTES])
{
	uint32_t r;
	random_bytes(&r, sizeof r);
	snprintf(out, REPORT_ID_BYTES, "%c-%s-%08" PRIx32, kind, hour, r);
}

static bool hour_ok(const char *h)
{
	return strlen(h) == REPORT_HOUR_BYTES - 1 && strspn(h, "0123456789") == 8 && h[8] == 'T' &&
	       strspn(h + 9, "0123456789") == 2;
}

static bool id_ok(const char *id)
{
	char hour[REPORT_HOUR_BYTES];
	if (strlen(id) != ID_LEN || (id[0] != 'c' && id[0] != 'f') || id[1] != '-')
		return false;
	snprintf(hour, sizeof hour, "%s", id + 2);
	return hour_ok(hour) && id[2 + REPORT_HOUR_BYTES - 1] == '-' &&
	       str_is_hex(id + 2 + REPORT_HOUR_BYTES, 8);
}

/* Whether it is the name of a finished report ("c-….json", "f-….json"). */
static bool name_ok(const char *name)
{
	char id[ID_LEN + 1];
	if (strlen(name) != ID_LEN + 5 || !str_ends(name, ".json"))
		return false;
	snprintf(id, sizeof id, "%s", name);
	return id_ok(id);
}

void report_encode(const struct report_batch *b, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "id", b->id);
	json_put_text(o, "kind", b->kind == REPORT_KIND_FLAG ? "flag" : "counters");
	json_put_text(o, "hour", b->hour);
	if (b->kind == REPORT_KIND_FLAG) {
		json_put_text(o, "subject", b->subject);
		json_put_text(o, "why", b->why);
	} else {
		cJSON *counts = json_put_array(o, "counts");
		for (size_t i = 0; i < b->n_counts; i++) {
			cJSON *c = json_put_object(counts);
			json_put_text(c, "action", b->counts[i].action);
			json_put_text(c, "topic", b->counts[i].topic);
			json_put_text(c, "subject", b->counts[i].subject);
			json_put_int(c, "n", b->counts[i].n);
		}
	}
	/* REPORT_MAX_COUNTS entries of at most three texts always fit */
	ASSERT(json_print(o, REPORT_MAX_BYTES, out, NULL));
}

static bool decode_count(const cJSON *o, struct arena *a, struct report_counter *out, struct error *e)
{
	bool known = false;
	if (!json_get_text(o, "action", 32, a, &out->action, e) ||
	    !json_get_text(o, "topic", REPORT_TEXT_BYTES - 1, a, &out->topic, e) ||
	    !json_get_text(o, "subject", REPORT_TEXT_BYTES - 1, a, &out->subject, e) ||
	    !json_get_int(o, "n", 1, COUNT_MAX, &out->n, e))
		return false;
	for (size_t i = 0; i < REPORT_ACTION_COUNT; i++)
		known = known || str_eq(out->action, action_words[i]);
	if (!known || out->n == 0)
		return error_set(e, ERROR_INPUT, "a counter without a known action or a number");
	return true;
}

static bool decode_counts(const cJSON *o, struct arena *a, struct report_batch *out, struct error *e)
{
	const cJSON *counts = cJSON_GetObjectItemCaseSensitive(o, "counts"), *c;
	int n = cJSON_GetArraySize(counts);
	/* every action may have one "(other)" beside the counted ones */
	if (!cJSON_IsArray(counts) || n > REPORT_MAX_COUNTS + REPORT_ACTION_COUNT)
		return error_set(e, ERROR_LIMIT, "counts: not a list, or longer than %d", REPORT_MAX_COUNTS);
	out->counts = ARENA_ARRAY(a, struct report_counter, (size_t)n);
	cJSON_ArrayForEach(c, counts) if (!decode_count(c, a, &out->counts[out->n_counts++], e)) return false;
	return true;
}

bool report_decode(const char *json, size_t len, struct arena *a, struct report_batch *out, struct error *e)
{
	const char *kind;
	*out = (struct report_batch){0};
	CLEANUP_JSON cJSON *o = json_parse_object(json, len, e);
	if (o == NULL || !json_get_text(o, "id", REPORT_ID_BYTES - 1, a, &out->id, e) ||
	    !json_get_text(o, "kind", 16, a, &kind, e) ||
	    !json_get_text(o, "hour", REPORT_HOUR_BYTES - 1, a, &out->hour, e) ||
	    !json_get_text(o, "subject", REPORT_TEXT_BYTES - 1, a, &out->subject, e) ||
	    !json_get_text(o, "why", REPORT_TEXT_BYTES - 1, a, &out->why, e))
		return false;
	if (out->id == NULL || !id_ok(out->id) || out->hour == NULL || !hour_ok(out->hour))
		return error_set(e, ERROR_INPUT, "no proper id or hour");
	if (str_eq(kind, "flag")) {
		out->kind = REPORT_KIND_FLAG;
		return (out->subject != NULL && out->why != NULL) ||
		       error_set(e, ERROR_INPUT, "a flag without subject or why");
	}
	out->kind = REPORT_KIND_COUNTERS;
	return str_eq(kind, "counters") ? decode_counts(o, a, out, e)
					: error_set(e, ERROR_INPUT, "unknown kind");
}

bool report_read(const char *folder, const char *name, struct arena *a, struct report_batch *out,
		 struct buf *json, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf text = BUF_INIT;
	if (!fs_join(folder, name, path, e) || !fs_read(path, REPORT_MAX_BYTES, &text, e))
		return false;
	if (!report_decode(buf_str(&text), text.len, a, out, e))
		return error_context(e, "%s", path);
	if (json != NULL && !buf_append(json, text.data, text.len))
		return error_set(e, ERROR_LIMIT, "%s: does not fit the buffer", path);
	return true;
}

bool report_remove(const char *folder, const char *name, struct error *e)
{
	char path[PATH_MAX];
	if (!name_ok(name))
		return error_set(e, ERROR_INPUT, "%s is not the name of a report", name);
	if (!fs_join(folder, name, path, e))
		return false;
	return unlink(path) == 0 || errno == ENOENT || error_set_errno(e, "%s", path);
}

/* By hour, then by the rest of the name. */
static int older(const void *x, const void *y)
{
	const char *a = *(const char *const *)x, *b = *(const char *const *)y;
	int by_hour = strncmp(a + 2, b + 2, REPORT_HOUR_BYTES - 1);
	return by_hour != 0 ? by_hour : strcmp(a, b);
}

bool report_list(const char *folder, size_t max, struct arena *a, const char ***names, size_t *n,
		 struct error *e)
{
	CLEANUP_DIR DIR *dir = opendir(folder);
	size_t cap = 64;
	*names = ARENA_ARRAY(a, const char *, cap);
	*n = 0;
	if (dir == NULL)
		return error_set_errno(e, "%s", folder);
	for (struct dirent *d; (d = readdir(dir)) != NULL;) {
		if (!name_ok(d->d_name))
			continue;
		if (*n == cap) {
			const char **more = ARENA_ARRAY(a, const char *, cap * 2);
			memcpy(more, *names, cap * sizeof *more);
			*names = more;
			cap *= 2;
		}
		(*names)[(*n)++] = arena_strdup(a, d->d_name);
	}
	if (*n > 0)
		qsort(*names, *n, sizeof **names, older);
	if (*n > max)
		*n = max;
	return true;
}
