#include "feed/key.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "feed/hex.h"
#include "model/civil.h"

#define KEY_FILE_HEAD "aula-signing-key-1 ed25519 "
#define KEY_FILE_BYTES (sizeof KEY_FILE_HEAD - 1 + 64 + 1)
#define ROTATION_HEAD "aula-key-rotation-1 "
/* head, old, blank, new, blank, instant: what is signed */
#define ROTATION_SIGNED_BYTES (sizeof ROTATION_HEAD - 1 + 64 + 1 + 64 + 1 + 20)

void feed_init(void)
{
	ASSERT(sodium_init() >= 0);
}

static void key_from_seed(struct signing_key *k, const uint8_t seed[32])
{
	uint8_t public[KEY_PUBLIC_BYTES];
	crypto_sign_seed_keypair(public, k->secret, seed);
	hex_write(public, sizeof public, k->public_hex);
}

void signing_key_generate(struct signing_key *k)
{
	uint8_t seed[32];
	randombytes_buf(seed, sizeof seed);
	key_from_seed(k, seed);
	sodium_memzero(seed, sizeof seed);
}

void signing_key_fini(struct signing_key *k)
{
	sodium_memzero(k, sizeof *k);
}

bool signing_key_load(struct signing_key *k, const char *path, struct error *e)
{
	CLEANUP_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0)
		return error_set_errno(e, "signing key %s", path);
	if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
		return error_set(e, ERROR_REFUSED,
				 "signing key %s: others may read it (mode %o); chmod 600 it", path,
				 (unsigned)st.st_mode & 0777);
	char text[KEY_FILE_BYTES + 1];
	uint8_t seed[32];
	ssize_t n = read(fd, text, sizeof text);
	bool ok =
		n == (ssize_t)KEY_FILE_BYTES && memcmp(text, KEY_FILE_HEAD, sizeof KEY_FILE_HEAD - 1) == 0 &&
		text[KEY_FILE_BYTES - 1] == '\n' && hex_read_n(text + sizeof KEY_FILE_HEAD - 1, 64, seed, 32);
	if (ok)
		key_from_seed(k, seed);
	sodium_memzero(text, sizeof text);
	sodium_memzero(seed, sizeof seed);
	return ok || error_set(e, ERROR_CORRUPT, "signing key %s: not a signing key file", path);
}

bool signing_key_create(struct signing_key *k, const char *path, struct error *e)
{
	CLEANUP_CLOSE int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == EEXIST)
		return error_set(e, ERROR_REFUSED, "signing key %s: exists already", path);
	if (fd < 0)
		return error_set_errno(e, "signing key %s", path);
	signing_key_generate(k);
	char text[KEY_FILE_BYTES + 1];
	memcpy(text, KEY_FILE_HEAD, sizeof KEY_FILE_HEAD - 1);
	hex_write(k->secret, 32, text + sizeof KEY_FILE_HEAD - 1); /* the seed is the secret's first half */
	text[KEY_FILE_BYTES - 1] = '\n';
	bool ok = write(fd, text, KEY_FILE_BYTES) == (ssize_t)KEY_FILE_BYTES && fsync(fd) == 0;
	sodium_memzero(text, sizeof text);
	if (!ok) {
		error_set_errno(e, "signing key %s", path);
		unlink(path);
	}
	return ok;
}

bool signing_key_open(struct signing_key *k, const char *path, struct error *e)
{
	if (access(path, F_OK) == 0)
		return signing_key_load(k, path, e);
	return signing_key_create(k, path, e);
}

void key_fingerprint(const char *public_hex, char out[KEY_FINGERPRINT_BYTES])
{
	uint8_t hash[32];
	char hex[17];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)public_hex, strlen(public_hex), NULL, 0);
	hex_write(hash, 8, hex);
	snprintf(out, KEY_FINGERPRINT_BYTES, "%.4s %.4s %.4s %.4s", hex, hex + 4, hex + 8, hex + 12);
}

void signing_key_sign(const struct signing_key *k, const void *data, size_t len,
		      char sig_hex[KEY_SIGNATURE_HEX_BYTES])
{
	uint8_t sig[KEY_SIGNATURE_BYTES];
	crypto_sign_detached(sig, NULL, data, len, k->secret);
	hex_write(sig, sizeof sig, sig_hex);
}

/* By OpenSSL: a page is up to megabytes, and its SHA-512 is written for each processor (here 2.5 times as fast as
 * libsodium's). It takes keys of small order, under which more than the signer can sign: libsodium looks for those. */
static bool verify(const uint8_t public[KEY_PUBLIC_BYTES], const void *data, size_t len,
		   const uint8_t sig[KEY_SIGNATURE_BYTES])
{
	if (!crypto_core_ed25519_is_valid_point(public))
		return false;
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public, KEY_PUBLIC_BYTES);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	ASSERT(key != NULL && context != NULL);
	bool ok = EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
		  EVP_DigestVerify(context, sig, KEY_SIGNATURE_BYTES, data, len) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return ok;
}

bool signature_check(const char *public_hex, const void *data, size_t len, const char *sig_hex,
		     size_t sig_hex_len)
{
	uint8_t public[KEY_PUBLIC_BYTES], sig[KEY_SIGNATURE_BYTES];
	return hex_read(public_hex, public, sizeof public) &&
	       hex_read_n(sig_hex, sig_hex_len, sig, sizeof sig) && verify(public, data, len, sig);
}

void key_rotation_write(const struct signing_key *old, const char *new_public_hex, int64_t at,
			char out[KEY_ROTATION_BYTES])
{
	char when[21], sig[KEY_SIGNATURE_HEX_BYTES];
	instant_format(at, when);
	int n = snprintf(out, KEY_ROTATION_BYTES, ROTATION_HEAD "%s %s %s", old->public_hex, new_public_hex,
			 when);
	ASSERT(n == (int)ROTATION_SIGNED_BYTES);
	signing_key_sign(old, out, (size_t)n, sig);
	snprintf(out + n, KEY_ROTATION_BYTES - (size_t)n, " %s", sig);
}

/* Whether the statement hands over from `from`: 1 yes (new key in out), 0 about another key, -1 forged. */
static int rotation_step(const char *statement, const char *from, char out[KEY_HEX_BYTES])
{
	const size_t head = sizeof ROTATION_HEAD - 1;
	uint8_t scratch[KEY_PUBLIC_BYTES];
	if (strlen(statement) < head + 64 || memcmp(statement, ROTATION_HEAD, head) != 0 ||
	    memcmp(statement + head, from, 64) != 0)
		return 0;
	if (strlen(statement) != ROTATION_SIGNED_BYTES + 1 + 128 || statement[ROTATION_SIGNED_BYTES] != ' ')
		return -1;
	if (!signature_check(from, statement, ROTATION_SIGNED_BYTES, statement + ROTATION_SIGNED_BYTES + 1,
			     128))
		return -1;
	if (!hex_read_n(statement + head + 65, 64, scratch, sizeof scratch))
		return -1;
	memcpy(out, statement + head + 65, 64);
	out[64] = '\0';
	return 1;
}

bool key_rotation_follow(const char *const *statements, size_t n, const char *pinned_hex,
			 char out[KEY_HEX_BYTES], struct error *e)
{
	char key[KEY_HEX_BYTES], next[KEY_HEX_BYTES];
	snprintf(key, sizeof key, "%s", pinned_hex);
	size_t steps = 0;
	for (size_t i = 0; i < n;) {
		int step = rotation_step(statements[i], key, next);
		if (step < 0)
			return error_set(e, ERROR_TRUST, "key rotation from %.8s…: wrong signature", key);
		if (step == 0) {
			i++;
			continue;
		}
		if (++steps > KEY_ROTATIONS_MAX)
			return error_set(e, ERROR_TRUST, "key rotation from %.8s…: goes round or is too long",
					 pinned_hex);
		memcpy(key, next, sizeof key);
		i = 0; /* statements come in any order */
	}
	memcpy(out, key, sizeof key);
	return true;
}
