/* 64-bit hashes of the cache: short names and checksums of bytes, both stored, and words of tables in memory.
 * None is for security: what comes into the cache is signed, these notice a card that forgets bits. */
#ifndef AULA_CACHE_HASH_H
#define AULA_CACHE_HASH_H

#include <stdbool.h>
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

/* Up to eight bytes as one number, which with their count tells them from others. */
static inline uint64_t hash_few_(const char *p, size_t len)
{
	uint32_t first, last;
	if (len >= sizeof first) {
		memcpy(&first, p, sizeof first);
		memcpy(&last, p + len - sizeof last, sizeof last);
		return first | (uint64_t)last << 32;
	}
	if (len == 0)
		return 0;
	return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[len / 2] << 8 |
	       (uint64_t)(unsigned char)p[len - 1] << 16;
}

/* Of words, most of which are short: no loop, and no look beyond their end. Its high bits are the good ones. */
static inline uint64_t hash_word(const char *p, size_t len)
{
	uint64_t h = 0x243f6a8885a308d3u ^ len, word;
	if (len <= sizeof word)
		return hash_mix_(h, hash_few_(p, len));
	for (size_t at = 0; at + sizeof word < len; at += sizeof word) {
		memcpy(&word, p + at, sizeof word);
		h = hash_mix_(h, word);
	}
	memcpy(&word, p + len - sizeof word, sizeof word);
	return hash_mix_(h, word);
}

/* Both len bytes long. */
static inline bool same_word(const char *a, const char *b, size_t len)
{
	uint64_t x, y;
	if (len <= sizeof x)
		return hash_few_(a, len) == hash_few_(b, len);
	for (size_t at = 0; at + sizeof x < len; at += sizeof x) {
		memcpy(&x, a + at, sizeof x);
		memcpy(&y, b + at, sizeof y);
		if (x != y)
			return false;
	}
	memcpy(&x, a + len - sizeof x, sizeof x);
	memcpy(&y, b + len - sizeof y, sizeof y);
	return x == y;
}

#endif
