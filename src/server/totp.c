#include "server/totp.h"

#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/random.h"
#include "web/html.h"

#define DIGITS 6
#define QUIET_MODULES 4

void totp_new_secret(char out[TOTP_SECRET_TEXT])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648 */
	uint8_t bytes[TOTP_SECRET_TEXT - 1];
	random_bytes(bytes, sizeof bytes);
	for (size_t i = 0; i < sizeof bytes; i++)
		out[i] = letters[bytes[i] & 31];
	out[TOTP_SECRET_TEXT - 1] = '\0';
}

bool totp_secret_ok(const char *secret)
{
	return secret != NULL && strlen(secret) == TOTP_SECRET_TEXT - 1 &&
	       strspn(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == TOTP_SECRET_TEXT - 1;
}

static bool read_code(const char *typed, char out[DIGITS + 1])
{
	size_t n = 0;
	for (; *typed != '\0'; typed++) {
		if (*typed == ' ')
			continue;
		if (*typed < '0' || *typed > '9' || n == DIGITS)
			return false;
		out[n++] = *typed;
	}
	out[n] = '\0';
	return n == DIGITS;
}

bool totp_step_of(const char *secret, const char *code, int64_t now, int64_t *step)
{
	char typed[DIGITS + 1], right[DIGITS + 1], *key = NULL;
	size_t key_len = 0;
	bool found = false;
	if (!totp_secret_ok(secret) || !read_code(code, typed) ||
	    oath_base32_decode(secret, strlen(secret), &key, &key_len) != OATH_OK)
		return false;
	for (int64_t s = now / TOTP_STEP_S - 1; s <= now / TOTP_STEP_S + 1; s++) {
		if (oath_hotp_generate(key, key_len, (uint64_t)s, DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION,
				       right) != OATH_OK)
			continue;
		if (sodium_memcmp(typed, right, DIGITS) == 0) {
			*step = s;
			found = true;
		}
	}
	sodium_memzero(key, key_len);
	free(key);
	return found;
}

void totp_write_qr(struct html *h, const char *secret, const char *user, struct arena *a)
{
	const char *address =
		arena_printf(a, "otpauth://totp/Aula:%s?secret=%s&issuer=Aula&digits=%d&period=%d", user,
			     secret, DIGITS, TOTP_STEP_S);
	QRcode *qr = QRcode_encodeString(address, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	struct buf path = BUF_INIT;
	if (qr == NULL)
		return;
	for (int y = 0; y < qr->width; y++)
		for (int x = 0; x < qr->width; x++)
			if (qr->data[y * qr->width + x] & 1)
				buf_printf(&path, "M%d %dh1v1h-1z", x + QUIET_MODULES, y + QUIET_MODULES);
	html_raw(h, "<svg class=\"qr\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"");
	html_attr(h, "viewBox",
		  arena_printf(a, "0 0 %d %d", qr->width + 2 * QUIET_MODULES, qr->width + 2 * QUIET_MODULES));
	html_raw(h, "><path");
	html_attr(h, "d", buf_str(&path));
	html_raw(h, "/></svg>");
	buf_fini(&path);
	QRcode_free(qr);
}
