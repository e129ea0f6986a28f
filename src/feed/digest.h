/* The set digest: one 256-bit number for "which live records, each at which sequence", independent of
 * order and kept up to date by one addition or subtraction a change.
 *
 *   member = BLAKE2b-256(kind NUL id NUL seq as 8 bytes little-endian)      digest = Σ member mod 2^256
 *
 * This is AdHash (Bellare and Micciancio 1997; a multiset hash in the sense of Clarke et al. 2003). Why a sum
 * and not the cheaper exclusive or: xor is linear over bits, so sets that collide can be solved for, and a
 * member that is added twice vanishes unnoticed. Why not the 2 KiB of LtHash: a sum of 256 bits can be
 * attacked with a generalised birthday search by somebody who chooses the members freely, but what is
 * digested here comes in pages that are signed already. The digest is there to notice accidents (a page
 * skipped, a row lost, two servers mixed), and for those 2^-256 is the chance of not noticing. The content
 * itself is not in it: a record's content changes only together with its seq. */
#ifndef AULA_FEED_DIGEST_H
#define AULA_FEED_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#define DIGEST_HEX_BYTES 65 /* 64 lower-case hex digits and NUL */

struct digest {
	uint64_t limb[4]; /* least significant first; all zero = the empty set */
};

#define DIGEST_EMPTY ((struct digest){{0, 0, 0, 0}})

void digest_add(struct digest *d, const char *kind, const char *id, int64_t seq);
void digest_remove(struct digest *d, const char *kind, const char *id, int64_t seq);
/* All members of `other`, which are none of d's. */
void digest_join(struct digest *d, const struct digest *other);
bool digest_equal(const struct digest *a, const struct digest *b);

/* Most significant digit first. */
void digest_to_hex(const struct digest *d, char out[DIGEST_HEX_BYTES]);
/* Exactly 64 lower-case hex digits. */
bool digest_from_hex(const char *hex, struct digest *out);

#endif
