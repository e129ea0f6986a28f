/* Two 64-bit hashes of the cache: short names, and checksums of stored bytes. Neither is for security: what
 * comes into the cache is signed, these notice a card that forgets bits. */
#ifndef AULA_CACHE_HASH_H
#define AULA_CACHE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* FNV-1a; 0 for NULL and "", never 0 otherwise (0 = "none" in struct facts). */
static inline uint64_t hash_name(const char *s)
{
	uint64_t h = 14695981039346656037u;
	if (s == NULL || *s == '\0')
		return 0;
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h != 0 ? h : 1;
}

static inline uint64_t hash_mix_(uint64_t h, uint64_t word)
{
	h = (h ^ word) *
	    0x9e3779b97f4a7c15u; /* odd: the step is a bijection, so one changed word is always seen */
	return h ^ (h >> 29);
}

/* Checksum, eight bytes a step. Native byte order: the cache never leaves its device. */
static inline uint64_t hash_bytes(const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t h = 0x243f6a8885a308d3u ^ len, word;
	for (; len >= sizeof word; p += sizeof word, len -= sizeof word) {
		memcpy(&word, p, sizeof word);
		h = hash_mix_(h, word);
	}
	word = 0;
	if (len > 0)
		memcpy(&word, p, len);
	return hash_mix_(h, word);
}

#endif
