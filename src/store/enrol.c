#include "store/enrol.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "store/internal.h"

#define CODE_LETTERS 8
#define CODE_TRIES 8 /* to find a code that nobody holds: one in a million is taken */
#define HASH_BYTES 65

static const char alphabet[] = "BCDFGHJKLMNPQRSTVWXZ"; /* RFC 8628, 6.1 */

const char *enrol_answer_word(enum enrol_answer a)
{
	static const char *const words[] = {[ENROL_PENDING] = "authorization_pending",
					    [ENROL_SLOW_DOWN] = "slow_down",
					    [ENROL_DENIED] = "access_denied",
					    [ENROL_EXPIRED] = "expired_token",
					    [ENROL_GIVEN] = ""};
	ASSERT((unsigned)a <= ENROL_GIVEN);
	return words[a];
}

static void write_code(const char letters[CODE_LETTERS], char out[ENROL_USER_CODE_BYTES])
{
	snprintf(out, ENROL_USER_CODE_BYTES, "%.4s-%.4s", letters, letters + CODE_LETTERS / 2);
}

bool enrol_code_read(const char *typed, char out[ENROL_USER_CODE_BYTES])
{
	char letters[CODE_LETTERS];
	size_t n = 0;
	for (const char *p = typed; *p != '\0'; p++) {
		char c = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
		if (c == ' ' || c == '-' || c == '\t')
			continue;
		if (n == CODE_LETTERS || strchr(alphabet, c) == NULL)
			return false;
		letters[n++] = c;
	}
	if (n != CODE_LETTERS)
		return false;
	write_code(letters, out);
	return true;
}

static void code_hash(const char *code, char out[HASH_BYTES])
{
	uint8_t hash[32];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)code, strlen(code), NULL, 0);
	sodium_bin2hex(out, HASH_BYTES, hash, sizeof hash);
}

static void new_codes(struct enrol_codes *out)
{
	uint8_t bytes[32];
	char letters[CODE_LETTERS];
	for (size_t i = 0; i < CODE_LETTERS; i++)
		letters[i] = alphabet[randombytes_uniform(sizeof alphabet - 1)];
	write_code(letters, out->user);
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(out->device, sizeof out->device, bytes, sizeof bytes,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool count_live(struct store *s, int64_t now, int64_t *n, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT count(*) FROM enrolments WHERE expires_at > ?1 AND state = 'waiting'", "i",
				       now);
	if (!sql_next(r, &ok, e))
		return false;
	*n = sql_i64(r, 0);
	sql_done(r);
	return true;
}

bool enrol_begin(struct store *s, const char *told, int64_t interval_s, int64_t now, struct enrol_codes *out,
		 struct error *e)
{
	int64_t live, added = 0;
	ASSERT(sql_in_transaction(s->sql));
	if (strlen(told) > ENROL_TOLD_MAX)
		return error_set(e, ERROR_LIMIT, "what a device tells of itself has at most %d bytes", ENROL_TOLD_MAX);
	if (!count_live(s, now, &live, e))
		return false;
	if (live >= ENROL_LIVE_MOST)
		return error_set(e, ERROR_BUSY, "%d screens wait to be enrolled", ENROL_LIVE_MOST);
	for (int i = 0; i < CODE_TRIES && added == 0; i++) {
		char hash[HASH_BYTES];
		new_codes(out);
		code_hash(out->device, hash);
		if (!sql_run(s->sql, e, &added,
			     "INSERT INTO enrolments (hash, code, state, told, created_at, expires_at, polled_at,"
			     " interval_s) VALUES (?1, ?2, 'waiting', ?3, ?4, ?5, 0, ?6) ON CONFLICT (code) DO NOTHING",
			     "sssiii", hash, out->user, told, now, now + ENROL_LIFE_S, interval_s))
			return false;
	}
	return added == 1 || error_set(e, ERROR_BUSY, "no free code");
}

bool enrol_find(struct store *s, const char *user_code, int64_t now, struct enrolment *out, struct arena *a,
		struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT code, told, created_at, expires_at FROM enrolments"
				       " WHERE code = ?1 AND state = 'waiting' AND expires_at > ?2",
				       "si", user_code, now);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no screen waits with this code") : false;
	*out = (struct enrolment){.code = sql_text(r, 0, a),
				  .told = sql_text(r, 1, a),
				  .created_at = sql_i64(r, 2),
				  .expires_at = sql_i64(r, 3)};
	sql_done(r);
	return true;
}

static bool decide(struct store *s, const char *user_code, const char *state, const char *device, int64_t now,
		   struct error *e)
{
	int64_t changed;
	if (!sql_run(s->sql, e, &changed,
		     "UPDATE enrolments SET state = ?2, device = ?3"
		     " WHERE code = ?1 AND state = 'waiting' AND expires_at > ?4",
		     "sssi", user_code, state, device, now))
		return false;
	return changed == 1 || error_set(e, ERROR_NOT_FOUND, "no screen waits with this code");
}

bool enrol_grant(struct store *s, const char *user_code, const char *device, int64_t now, struct error *e)
{
	/* of two grants of one screen only the newer may be fetched */
	return decide(s, user_code, "granted", device, now, e) &&
	       sql_run(s->sql, e, NULL, "UPDATE enrolments SET state = 'refused' WHERE device = ?1 AND code <> ?2", "ss",
		       device, user_code);
}

bool enrol_refuse(struct store *s, const char *user_code, int64_t now, struct error *e)
{
	return decide(s, user_code, "refused", NULL, now, e);
}

bool enrol_withdraw(struct store *s, const char *device, struct error *e)
{
	return sql_run(s->sql, e, NULL, "UPDATE enrolments SET state = 'refused' WHERE device = ?1", "s", device);
}

/* --- the device's end --- */

struct polled {
	const char *state, *device;
	int64_t expires_at, polled_at, interval_s, given_at;
};

static bool read_polled(struct store *s, const char *hash, struct polled *out, bool *found, struct arena *a,
			struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT state, device, expires_at, polled_at, interval_s, given_at"
				       " FROM enrolments WHERE hash = ?1",
				       "s", hash);
	*found = sql_next(r, &ok, e);
	if (!*found)
		return ok;
	*out = (struct polled){.state = sql_text(r, 0, a),
			       .device = sql_text(r, 1, a),
			       .expires_at = sql_i64(r, 2),
			       .polled_at = sql_i64(r, 3),
			       .interval_s = sql_i64(r, 4),
			       .given_at = sql_instant(r, 5)};
	sql_done(r);
	return true;
}

/* A second early is no hurry: both clocks count whole seconds. */
static bool too_fast(const struct polled *p, int64_t now)
{
	return p->polled_at > 0 && now - p->polled_at < p->interval_s - 1;
}

static bool note_poll(struct store *s, const char *hash, const struct polled *p, int64_t now, struct error *e)
{
	int64_t interval = p->interval_s + (too_fast(p, now) ? ENROL_SLOWER_S : 0);
	return sql_run(s->sql, e, NULL, "UPDATE enrolments SET polled_at = ?2, interval_s = ?3 WHERE hash = ?1", "sii",
		       hash, now, interval < ENROL_INTERVAL_MOST_S ? interval : ENROL_INTERVAL_MOST_S);
}

static enum enrol_answer judge(const struct polled *p, int64_t now)
{
	if (str_eq(p->state, "refused"))
		return ENROL_DENIED;
	if (now >= p->expires_at)
		return ENROL_EXPIRED;
	if (too_fast(p, now))
		return ENROL_SLOW_DOWN;
	return str_eq(p->state, "waiting") ? ENROL_PENDING : ENROL_GIVEN;
}

static bool give(struct store *s, const char *hash, const struct polled *p, int64_t now, enum enrol_answer *answer,
		 struct device *device, char credential[DEVICE_CREDENTIAL_BYTES], struct arena *a, struct error *e)
{
	if (!device_get(s, p->device, device, a, e))
		return false;
	if (p->given_at != INSTANT_NONE && device->seen_at != INSTANT_NONE && device->seen_at >= p->given_at) {
		*answer = ENROL_EXPIRED; /* it has come to use its credential: the code is used up */
		return true;
	}
	device->state = DEVICE_ACTIVE;
	return device_renew(s, p->device, credential, e) &&
	       sql_run(s->sql, e, NULL, "UPDATE enrolments SET state = 'given', given_at = ?2 WHERE hash = ?1", "si", hash,
		       now);
}

bool enrol_poll(struct store *s, const char *device_code, int64_t now, enum enrol_answer *answer,
		struct device *device, char credential[DEVICE_CREDENTIAL_BYTES], struct arena *a, struct error *e)
{
	struct polled p;
	char hash[HASH_BYTES];
	bool found;
	ASSERT(sql_in_transaction(s->sql));
	code_hash(device_code, hash);
	if (!read_polled(s, hash, &p, &found, a, e))
		return false;
	*answer = found ? judge(&p, now) : ENROL_EXPIRED;
	if (*answer == ENROL_GIVEN)
		return give(s, hash, &p, now, answer, device, credential, a, e);
	return !found || note_poll(s, hash, &p, now, e);
}

bool enrol_purge(struct store *s, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM enrolments WHERE expires_at < ?1", "i", now - ENROL_KEPT_S);
}
