/* layers: import net model base */
/* The item cutter fed in pieces of any size gives the same items as fed at once. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "import/id_set.h"
#include "import/item_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool on_item(void *user, const char *text, size_t len)
{
	uint64_t *sum = user;
	if (strlen(text) > len)
		abort();
	*sum = *sum * 31 + text_hash(text) + len;
	return true;
}

static void on_skip(void *user, size_t number, const char *why)
{
	uint64_t *sum = user;
	*sum = *sum * 31 + number + text_hash(why);
}

static uint64_t cut(const uint8_t *data, size_t size, size_t step)
{
	uint64_t sum = 0;
	struct error e = ERROR_INIT;
	struct item_handler h = {.on_item = on_item, .on_skip = on_skip, .user = &sum};
	struct item_stream *s = item_stream_new("data|items", &h);
	bool ok = true;
	for (size_t at = 0; ok && at < size; at += step)
		ok = item_stream_feed(s, (const char *)data + at, size - at < step ? size - at : step, &e);
	ok = ok && item_stream_end(s, &e);
	sum = sum * 2 + (ok ? 1 : 0);
	item_stream_free(s);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (cut(data, size, size + 1) != cut(data, size, 1) || cut(data, size, 7) != cut(data, size, 1))
		abort();
	return 0;
}
