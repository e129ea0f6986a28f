#include "server/staff/phone_field.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

#define DIGITS_MIN 3
#define DIGITS_MAX 15 /* E.164 */
#define DIGITS_SHORT 6 /* "116117": national, not dialled with a country code */

const char *phone_field(const char *typed, struct arena *a)
{
	char *out = arena_alloc(a, strlen(typed) + 1);
	size_t n = 0, digits = 0;
	for (const char *p = typed; *p != '\0'; p++) {
		if (strchr(" -()", *p) != NULL)
			continue;
		if (*p == '+' && n == 0)
			out[n++] = '+';
		else if (*p >= '0' && *p <= '9' && ++digits <= DIGITS_MAX)
			out[n++] = *p;
		else
			return NULL;
	}
	out[n] = '\0';
	if (digits < DIGITS_MIN)
		return NULL;
	return out[0] == '0' && digits > DIGITS_SHORT ? arena_printf(a, "+358%s", out + 1) : out;
}
