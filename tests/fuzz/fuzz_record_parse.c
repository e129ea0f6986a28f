/* layers: model base */
/* record_parse and what follows it on every machine: encode, and expand the schedules. A record that was accepted must be
 * accepted again in its canonical form, and that form must not change. */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "model/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expand(const struct activity *v, struct arena *a)
{
	for (size_t i = 0; i < v->n_schedules; i++) {
		struct occurrence *o = NULL;
		size_t n = schedule_expand(&v->schedules[i], 1795338000, 1795338000 + 120 * 86400, 200, &o, a);
		for (size_t k = 1; k < n; k++)
			if (o[k].start_at <= o[k - 1].start_at)
				abort();
	}
}

/* The short way from a doc's text to a record (model/codec_quick.h) and the long one agree on any bytes. */
static void both_ways(enum record_kind kind, const char *doc, size_t len, struct arena *a)
{
	struct record quick, tree;
	struct buf one = BUF_INIT;
	struct buf two = BUF_INIT;
	bool ok = record_decode(&quick, kind, "id", doc, len, a, NULL);
	cJSON *json = json_parse(doc, len, RECORD_BYTES_MAX, NULL);
	if (ok != (json != NULL && record_from_json(&tree, kind, "id", json, a, NULL)))
		abort();
	if (ok) {
		record_doc_write(&quick, &one);
		record_doc_write(&tree, &two);
		if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0)
			abort();
	}
	cJSON_Delete(json);
	buf_fini(&one);
	buf_fini(&two);
}

/* The doc of a line, cut out without parsing it: whatever stands behind "doc": up to the last byte but one. */
static void cut_doc(const char *line, size_t len, struct arena *a)
{
	static const char before[] = "\"doc\":";
	const char *doc = memmem(line, len, before, sizeof before - 1);
	size_t at = doc != NULL ? (size_t)(doc - line) + sizeof before - 1 : len;
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		both_ways((enum record_kind)kind, line, len, a);
		if (at < len)
			both_ways((enum record_kind)kind, line + at, len - at - 1, a);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct buf one = BUF_INIT;
	struct buf two = BUF_INIT;
	struct error e = ERROR_INIT;
	struct record r;
	struct record again;
	if (record_parse(&r, (const char *)data, size, &a, &e)) {
		record_line_write(&r, &one);
		if (one.len <= RECORD_BYTES_MAX) {
			if (!record_parse(&again, one.data, one.len, &a, &e))
				abort();
			record_line_write(&again, &two);
			if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0)
				abort();
		}
		if (r.kind == KIND_ACTIVITY)
			expand(&r.activity, &a);
	}
	cut_doc((const char *)data, size, &a);
	buf_fini(&one);
	buf_fini(&two);
	arena_fini(&a);
	return 0;
}
