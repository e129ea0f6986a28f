#include "kiosk/starts.h"

#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"

#define FILE_MAX 16

static int64_t count_of(const char *path)
{
	int64_t n = 0;
	CLEANUP_BUF struct buf text = BUF_INIT;
	if (!fs_read(path, FILE_MAX, &text, NULL) || !str_to_i64(buf_str(&text), 0, STARTS_MAX, &n))
		return 0;
	return n;
}

bool starts_note(const char *path)
{
	char text[FILE_MAX];
	struct error e = ERROR_INIT;
	int64_t before = count_of(path);
	int64_t now = before < STARTS_MAX ? before + 1 : before;
	int len = snprintf(text, sizeof text, "%lld", (long long)now);
	if (!fs_write_atomic(path, text, (size_t)len, &e))
		log_warning("starts: %s", e.text);
	return before >= STARTS_MAX;
}

void starts_fine(const char *path)
{
	(void)unlink(path);
}
