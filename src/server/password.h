/* Passwords: argon2id (libsodium), and what is asked of a new one (OWASP ASVS 5.0, 6.2). */
#ifndef AULA_SERVER_PASSWORD_H
#define AULA_SERVER_PASSWORD_H

#include <stdbool.h>

struct error;

#define PASSWORD_LETTERS_MIN 8
#define PASSWORD_BYTES_MAX 256
#define PASSWORD_HASH_BYTES 128
/* t=2, m=19 MiB, p=1: about 40 ms on a small server */
#define PASSWORD_OPS 2
#define PASSWORD_MEMORY_BYTES ((unsigned long)19 * 1024 * 1024)

/* Length, and not one of the passwords everybody tries first, nor the user's name. */
bool password_acceptable(const char *password, const char *user, struct error *e);
bool password_hash(const char *password, char out[PASSWORD_HASH_BYTES], struct error *e);
/* Takes as long for a user that does not exist (hash NULL or ""). */
bool password_fits(const char *hash, const char *password);

#endif
