#include "feed/digest.h"

#include <sodium.h>
#include <string.h>

#include "base/assert.h"
#include "feed/hex.h"

static struct digest digest_member(const char *kind, const char *id, int64_t seq)
{
	uint8_t hash[32], number[8];
	for (int i = 0; i < 8; i++)
		number[i] = (uint8_t)((uint64_t)seq >> (8 * i));
	crypto_generichash_state state;
	ASSERT(crypto_generichash_init(&state, NULL, 0, sizeof hash) == 0);
	crypto_generichash_update(&state, (const uint8_t *)kind, strlen(kind) + 1);
	crypto_generichash_update(&state, (const uint8_t *)id, strlen(id) + 1);
	crypto_generichash_update(&state, number, sizeof number);
	crypto_generichash_final(&state, hash, sizeof hash);
	struct digest d = DIGEST_EMPTY;
	for (int i = 0; i < 32; i++)
		d.limb[i / 8] |= (uint64_t)hash[i] << (8 * (i % 8));
	return d;
}

void digest_join(struct digest *d, const struct digest *other)
{
	uint64_t carry = 0;
	for (int i = 0; i < 4; i++) {
		uint64_t sum = d->limb[i] + other->limb[i];
		uint64_t over = sum < other->limb[i];
		d->limb[i] = sum + carry;
		carry = over | (d->limb[i] < carry);
	}
}

void digest_add(struct digest *d, const char *kind, const char *id, int64_t seq)
{
	struct digest m = digest_member(kind, id, seq);
	digest_join(d, &m);
}

void digest_remove(struct digest *d, const char *kind, const char *id, int64_t seq)
{
	struct digest m = digest_member(kind, id, seq);
	uint64_t borrow = 0;
	for (int i = 0; i < 4; i++) {
		uint64_t difference = d->limb[i] - m.limb[i];
		uint64_t under = d->limb[i] < m.limb[i];
		d->limb[i] = difference - borrow;
		borrow = under | (difference < borrow);
	}
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->limb, b->limb, sizeof a->limb) == 0;
}

void digest_to_hex(const struct digest *d, char out[DIGEST_HEX_BYTES])
{
	uint8_t bytes[32];
	for (int i = 0; i < 32; i++)
		bytes[31 - i] = (uint8_t)(d->limb[i / 8] >> (8 * (i % 8)));
	hex_write(bytes, sizeof bytes, out);
}

bool digest_from_hex(const char *hex, struct digest *out)
{
	uint8_t bytes[32];
	if (!hex_read(hex, bytes, sizeof bytes))
		return false;
	*out = DIGEST_EMPTY;
	for (int i = 0; i < 32; i++)
		out->limb[i / 8] |= (uint64_t)bytes[31 - i] << (8 * (i % 8));
	return true;
}
