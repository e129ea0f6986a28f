#include "base/assert.h"

#include <stdlib.h>

#include "base/log.h"

_Noreturn void assert_failed(const char *expr, const char *file, int line)
{
	log_error("assertion failed at %s:%d: %s", file, line, expr);
	abort();
}
