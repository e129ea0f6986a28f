#include "server/password.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/str.h"

/* Beginnings of what people choose first, in Finland too. A password that is one of these with a few digits
 * or signs around it is refused as well. */
static const char *const common[] = {
	"password",  "passw0rd",   "salasana",    "qwerty",   "qwertyui", "123456",  "1234567",  "12345678",
	"123456789", "1234567890", "abc123",      "iloveyou", "admin",    "welcome", "letmein",  "monkey",
	"dragon",    "football",   "jalkapallo",  "suomi",    "perkele",  "kissa",   "koira",    "testi",
	"test",      "tervetuloa", "kesä",        "talvi",    "syksy",    "kevät",   "aula",     "pohde",
	"oulu",      "raahe",      "hyvinvointi", "järjestö", "111111",   "000000",  "asdfgh",   "asdfghjk",
	"qwerty123", "finland",    "helsinki",    "aurinko",  "rakkaus",  "minä",    "lösenord", "sommar",
	"vinter",    "hejhej",
};

/* Digits and signs at both ends do not make a word a password. */
static bool is_common(const char *password)
{
	size_t from = strspn(password, "0123456789!?.,-_#*+ "), to = strlen(password);
	while (to > from &&
	       (isdigit((unsigned char)password[to - 1]) || strchr("!?.,-_#*+ ", password[to - 1]) != NULL))
		to--;
	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
		size_t n = strlen(common[i]);
		if (strcasecmp(password, common[i]) == 0 ||
		    (n == to - from && strncasecmp(password + from, common[i], n) == 0))
			return true;
	}
	return to == from; /* only digits and signs */
}

bool password_acceptable(const char *password, const char *user, struct error *e)
{
	if (utf8_count(password) < PASSWORD_LETTERS_MIN)
		return error_set(e, ERROR_INPUT, "at least %d characters, better 15", PASSWORD_LETTERS_MIN);
	if (strlen(password) > PASSWORD_BYTES_MAX)
		return error_set(e, ERROR_INPUT, "at most %d bytes", PASSWORD_BYTES_MAX);
	if (is_common(password) || strcasecmp(password, user) == 0)
		return error_set(e, ERROR_INPUT,
				 "one of the first that are tried; a sentence of your own is better");
	return true;
}

bool password_hash(const char *password, char out[PASSWORD_HASH_BYTES], struct error *e)
{
	_Static_assert(PASSWORD_HASH_BYTES >= crypto_pwhash_STRBYTES, "room for libsodium's string");
	return crypto_pwhash_str_alg(out, password, strlen(password), PASSWORD_OPS, PASSWORD_MEMORY_BYTES,
				     crypto_pwhash_ALG_ARGON2ID13) == 0 ||
	       error_set(e, ERROR_INTERNAL, "argon2id: out of memory");
}

bool password_fits(const char *hash, const char *password)
{
	char scratch[PASSWORD_HASH_BYTES];
	if (str_empty(hash) || strlen(password) > PASSWORD_BYTES_MAX) {
		password_hash("the same work for nobody", scratch, NULL);
		return false;
	}
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
