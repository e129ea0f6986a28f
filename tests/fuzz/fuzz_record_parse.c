/* layers: model base */
/* record_parse and what follows it on every machine: encode, and expand the schedules. A record that was accepted must be
 * accepted again in its canonical form, and that form must not change. */
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
	buf_fini(&one);
	buf_fini(&two);
	arena_fini(&a);
	return 0;
}
