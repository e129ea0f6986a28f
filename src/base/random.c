#include "base/random.h"

#include <errno.h>
#include <sys/random.h>

#include "base/assert.h"

void random_bytes(void *out, size_t len)
{
	unsigned char *p = out;
	while (len > 0) {
		ssize_t n = getrandom(p, len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		ASSERT(n > 0);
		p += n;
		len -= (size_t)n;
	}
}

uint32_t random_below(uint32_t n)
{
	ASSERT(n > 0);
	uint32_t least = (uint32_t)(-n) % n; /* reject the short first interval, so every value is as likely */
	for (;;) {
		uint32_t v = 0;
		random_bytes(&v, sizeof v);
		if (v >= least)
			return v % n;
	}
}
