#include "model/code.h"

#include <stdint.h>
#include <string.h>

#define ATTEMPTS_PER_LENGTH 8

bool code_normalise(const char *typed, char out[CODE_LEN_MAX + 1])
{
	size_t n = strnlen(typed, CODE_LEN_MAX + 1);
	if (n < CODE_LEN_MIN || n > CODE_LEN_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = typed[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c == '\0' || strchr(CODE_ALPHABET, c) == NULL)
			return false;
		out[i] = c;
	}
	out[n] = '\0';
	return true;
}

/* FNV-1a, 64 bit (offset basis and prime from the FNV specification), with a final avalanche so that
 * the low digits depend on every byte. Codes are public: the hash only has to spread well. */
static uint64_t hash_bytes(uint64_t h, const char *s)
{
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (h ^ 0xff) * UINT64_C(1099511628211); /* ends the part: "a","bc" differs from "ab","c" */
}

static uint64_t avalanche(uint64_t h)
{
	h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ (h >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ (h >> 33);
}

void code_candidate(const char *kind, const char *id, unsigned attempt, char out[CODE_LEN_MAX + 1])
{
	size_t len = CODE_LEN_MIN + attempt / ATTEMPTS_PER_LENGTH;
	if (len > CODE_LEN_MAX)
		len = CODE_LEN_MAX;
	uint64_t h = hash_bytes(hash_bytes(UINT64_C(14695981039346656037), kind), id);
	h = avalanche(h + attempt);
	const unsigned base = sizeof CODE_ALPHABET - 1;
	for (size_t i = 0; i < len; i++) {
		out[i] = CODE_ALPHABET[h % base];
		h /= base;
	}
	out[len] = '\0';
}
