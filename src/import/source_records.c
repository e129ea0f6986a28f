/* Our own record lines (NDJSON, see model/codec.h): demo data, and moving content from one Aula to another.
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "import/run.h"
#include "import/sources.h"
#include "model/codec.h"

#define FILE_BYTES_MAX ((size_t)512 * 1024 * 1024)

static bool take_line(struct run *r, const char *line, size_t len, size_t number, struct error *e)
{
	struct error why = ERROR_INIT;
	struct record rec;
	arena_reset(&r->item);
	if (!utf8_valid(line, len)) {
		run_skip(r, "bad UTF-8", arena_printf(&r->item, "line %zu", number));
		return true;
	}
	if (!record_parse(&rec, line, len, &r->item, &why)) {
		run_skip(r, why.text, arena_printf(&r->item, "line %zu", number));
		return true;
	}
	return run_take(r, &rec, e);
}

bool source_records_read(struct run *r, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	if (!run_document(r, "records", FILE_BYTES_MAX, &text, e))
		return false;
	size_t number = 0;
	for (const char *p = buf_str(&text), *end = p + text.len; p < end;) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = nl != NULL ? (size_t)(nl - p) : (size_t)(end - p);
		number++;
		if (len > 0 && strspn(p, " \t\r") < len && p[0] != '#' && !take_line(r, p, len, number, e))
			return false;
		p += len + 1;
	}
	return true;
}
