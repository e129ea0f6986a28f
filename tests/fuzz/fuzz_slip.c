/* layers: spool base */
/* A slip file: what is taken must encode and decode again to the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "spool/slip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct error e = ERROR_INIT;
	struct slip s, back;
	if (slip_decode((const char *)data, size, &a, &s, &e) && slip_encode(&s, &first, &e)) {
		if (!slip_decode(first.data, first.len, &a, &back, &e) || !slip_encode(&back, &second, &e) ||
		    strcmp(first.data, second.data) != 0)
			abort();
	}
	buf_fini(&first);
	buf_fini(&second);
	arena_fini(&a);
	return 0;
}
