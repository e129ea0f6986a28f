#include "feed/hex.h"

#include <sodium.h>
#include <string.h>

void hex_write(const uint8_t *bytes, size_t len, char *out)
{
	sodium_bin2hex(out, 2 * len + 1, bytes, len);
}

bool hex_read(const char *text, uint8_t *out, size_t len)
{
	return text != NULL && hex_read_n(text, strlen(text), out, len);
}

bool hex_read_n(const char *text, size_t text_len, uint8_t *out, size_t len)
{
	size_t got = 0;
	if (text_len != 2 * len)
		return false;
	/* sodium also takes upper case; one spelling only keeps text comparison meaningful */
	for (size_t i = 0; i < text_len; i++)
		if (text[i] >= 'A' && text[i] <= 'F')
			return false;
	return sodium_hex2bin(out, len, text, text_len, NULL, &got, NULL) == 0 && got == len;
}
