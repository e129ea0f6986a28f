/* layers: media base */
/* The heads of pictures from outside, which are read before the sandbox is even started: no byte may be read past the end
 * (the input is copied to a block of its very size). Decoding itself runs in the child; tests/faults/images.py throws damaged
 * pictures at it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "media/clean.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int w = -1, h = -1;
	uint8_t *exact = malloc(size > 0 ? size : 1);
	if (exact == NULL)
		return 0;
	memcpy(exact, data, size);
	bool known = media_probe(exact, size, &w, &h);
	if (known != (w > 0 && h > 0))
		known = false; /* a head that says 0 × n */
	if (known && (w > 1 << 24 || h > 1 << 24))
		abort();
	free(exact);
	return 0;
}
