/* The second factor: time-based codes (RFC 6238, SHA-1, 30 s, six digits: what every phone app takes). */
#ifndef AULA_SERVER_TOTP_H
#define AULA_SERVER_TOTP_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct html;

#define TOTP_STEP_S 30
#define TOTP_SECRET_TEXT 33 /* 32 base32 letters and NUL */

void totp_new_secret(char out[TOTP_SECRET_TEXT]);
bool totp_secret_ok(const char *secret);
/* The step whose code was typed: now's, the one before or after. Blanks in code are skipped. */
bool totp_step_of(const char *secret, const char *code, int64_t now, int64_t *step);
/* otpauth:// address as a QR code in SVG. */
void totp_write_qr(struct html *h, const char *secret, const char *user, struct arena *a);

#endif
