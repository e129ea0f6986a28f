/* The Ed25519 key that signs the feed, its file, and how one key hands over to the next.
 *
 * File: one line "aula-signing-key-1 ed25519 SEEDHEX\n", mode 0600, made with O_EXCL; a file that others may
 * read is refused. A device pins the public key when it is enrolled. To rotate, the old key signs a statement
 * naming the new one; /v1/key hands out all statements, oldest first, and a device follows the chain from the
 * key it has pinned. Whoever has no statement signed by a device's pinned key cannot move that device. */
#ifndef AULA_FEED_KEY_H
#define AULA_FEED_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

#define KEY_PUBLIC_BYTES 32
#define KEY_SECRET_BYTES 64
#define KEY_SIGNATURE_BYTES 64
#define KEY_HEX_BYTES 65 /* public key as 64 hex digits and NUL */
#define KEY_FINGERPRINT_BYTES 20 /* "3f2a 91bc 07de 55aa" and NUL */
#define KEY_SIGNATURE_HEX_BYTES 129
#define KEY_ROTATION_BYTES 320 /* a statement and NUL */
#define KEY_ROTATIONS_MAX 64   /* statements a device follows at most */

struct signing_key {
	uint8_t secret[KEY_SECRET_BYTES]; /* wiped by signing_key_fini */
	char public_hex[KEY_HEX_BYTES];
};

/* Once before anything else of this layer; aborts when the machine has no randomness. */
void feed_init(void);

/* Reads the file, or makes it when it is not there. */
bool signing_key_open(struct signing_key *k, const char *path, struct error *e);
bool signing_key_load(struct signing_key *k, const char *path, struct error *e);
/* ERROR_REFUSED when the file exists. */
bool signing_key_create(struct signing_key *k, const char *path, struct error *e);
/* A key that lives in memory only (tests; the next key of a rotation). */
void signing_key_generate(struct signing_key *k);
void signing_key_fini(struct signing_key *k);

/* 64 bits of the key's BLAKE2b hash, for people to compare on two screens. */
void key_fingerprint(const char *public_hex, char out[KEY_FINGERPRINT_BYTES]);

void signing_key_sign(const struct signing_key *k, const void *data, size_t len,
		      char sig_hex[KEY_SIGNATURE_HEX_BYTES]);
/* False for a bad key or signature text as well as for a signature that does not fit. */
bool signature_check(const char *public_hex, const void *data, size_t len, const char *sig_hex,
		     size_t sig_hex_len);

/* "aula-key-rotation-1 OLDHEX NEWHEX 2026-11-22T09:00:00Z SIGHEX", signed by old. */
void key_rotation_write(const struct signing_key *old, const char *new_public_hex, int64_t at,
			char out[KEY_ROTATION_BYTES]);
/* Follows statements (in any order) from pinned as far as they lead; the newest key goes to out, which equals
 * pinned when nothing leads on. False (ERROR_TRUST) when a statement that begins at a key on the way has a
 * wrong signature, or when keys go round in a circle. Statements about other keys are ignored. */
bool key_rotation_follow(const char *const *statements, size_t n, const char *pinned_hex,
			 char out[KEY_HEX_BYTES], struct error *e);

#endif
