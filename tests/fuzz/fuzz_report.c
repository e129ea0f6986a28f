/* layers: spool base */
/* A report file as aula-sync reads it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "spool/report_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct buf json = BUF_INIT;
	struct report_batch b, back;
	struct error e = ERROR_INIT;
	if (report_decode((const char *)data, size, &a, &b, &e)) {
		report_encode(&b, &json);
		if (!report_decode(json.data, json.len, &a, &back, &e) || back.n_counts != b.n_counts)
			abort();
	}
	buf_fini(&json);
	arena_fini(&a);
	return 0;
}
