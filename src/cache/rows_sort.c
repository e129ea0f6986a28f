#include <string.h>

#include "cache/rows.h"

#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)

/* Radix sort from the lowest digit: linear, where comparing 100,000 rows would be felt under the finger. */
void rows_radix(uint32_t *numbers, const uint32_t *keys, size_t n, struct arena *scratch)
{
	uint32_t *other = ARENA_ARRAY(scratch, uint32_t, n), *from = numbers, *to = other;
	uint32_t *count = ARENA_ARRAY(scratch, uint32_t, DIGITS + 1);
	for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
		memset(count, 0, (DIGITS + 1) * sizeof *count);
		for (size_t i = 0; i < n; i++)
			count[(keys[from[i]] >> shift & (DIGITS - 1)) + 1]++;
		for (size_t d = 1; d <= DIGITS; d++)
			count[d] += count[d - 1];
		for (size_t i = 0; i < n; i++)
			to[count[keys[from[i]] >> shift & (DIGITS - 1)]++] = from[i];
		uint32_t *swap = from;
		from = to;
		to = swap;
	}
	if (from != numbers && n > 0)
		memcpy(numbers, from, n * sizeof *numbers);
}
