/* Enrolment of a screen in the manner of RFC 8628: the device asks and gets a long code to poll with and a short one
 * to show; a person who is logged in types the short one, says where the screen stands and authorises; the next poll
 * brings the credential. All of it lies in the store, so any server of several can answer each step.
 *
 * The short code dies with its first decision or after ENROL_LIFE_S. The long one brings the credential once; only
 * while the device has not reported with it (its answer may have been lost) does polling again bring a fresh one, and
 * the one before is worth nothing. Of the long code only a hash is kept, of the credential too.
 *
 * Writes stand inside a transaction. Strings that come out live in the caller's arena. */
#ifndef AULA_STORE_ENROL_H
#define AULA_STORE_ENROL_H

#include <stdbool.h>
#include <stdint.h>

#include "store/devices.h"

struct arena;
struct error;
struct store;

#define ENROL_LIFE_S 600
#define ENROL_KEPT_S 3600 /* an expired one still answers "expired" or "denied" that long */
#define ENROL_INTERVAL_S 5
#define ENROL_SLOWER_S 5     /* added to the interval of a device that asks too fast… */
#define ENROL_INTERVAL_MOST_S 60 /* …up to this */
#define ENROL_LIVE_MOST 1000 /* waiting at once; more are refused */
#define ENROL_TOLD_MAX 1024
#define ENROL_DEVICE_CODE_BYTES 44 /* 43 base64url characters (256 bits) and NUL */
#define ENROL_USER_CODE_BYTES 10   /* "BCDF-GHJK" and NUL: 34 bits, consonants only, so no words and no look-alikes */

struct enrol_codes {
	char device[ENROL_DEVICE_CODE_BYTES];
	char user[ENROL_USER_CODE_BYTES];
};

/* What a person typed, in any case and with any blanks or dashes, as codes are written; false: it is none. */
bool enrol_code_read(const char *typed, char out[ENROL_USER_CODE_BYTES]);

/* told: JSON object, what the device says of itself, at most ENROL_TOLD_MAX bytes. ERROR_BUSY: too many wait. */
bool enrol_begin(struct store *s, const char *told, int64_t interval_s, int64_t now, struct enrol_codes *out,
		 struct error *e);

struct enrolment {
	const char *code, *told;
	int64_t created_at, expires_at;
};
/* One that waits for a decision. ERROR_NOT_FOUND: never given, expired or decided. */
bool enrol_find(struct store *s, const char *user_code, int64_t now, struct enrolment *out, struct arena *a,
		struct error *e);
/* The decision, once: ERROR_NOT_FOUND as above. device: an existing one, whose old credential is good until the new
 * one is fetched. */
bool enrol_grant(struct store *s, const char *user_code, const char *device, int64_t now, struct error *e);
bool enrol_refuse(struct store *s, const char *user_code, int64_t now, struct error *e);
/* What was granted to this device and not used is refused: it has been revoked. */
bool enrol_withdraw(struct store *s, const char *device, struct error *e);

enum enrol_answer {
	ENROL_PENDING,
	ENROL_SLOW_DOWN, /* asked before its interval was over, which is longer from now on */
	ENROL_DENIED,
	ENROL_EXPIRED, /* or never known */
	ENROL_GIVEN,
};
/* "authorization_pending", "slow_down", "access_denied", "expired_token"; ENROL_GIVEN: "" */
const char *enrol_answer_word(enum enrol_answer a);
/* device and credential are filled for ENROL_GIVEN only. */
bool enrol_poll(struct store *s, const char *device_code, int64_t now, enum enrol_answer *answer,
		struct device *device, char credential[DEVICE_CREDENTIAL_BYTES], struct arena *a, struct error *e);

bool enrol_purge(struct store *s, int64_t now, struct error *e);

#endif
