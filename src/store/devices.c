#include "store/devices.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/people.h"

#define DEVICES_MAX 20000
#define CREDENTIAL_START "aula-device-"
#define COLUMNS                                                                                              \
	"id, name, centre, state, created_at, seen_at, displayed_seq, displayed_at, verified_seq, content_at, health"

static const char *const state_words[] = {
	[DEVICE_ACTIVE] = "active", [DEVICE_REVOKED] = "revoked", [DEVICE_QUARANTINED] = "quarantined"};

const char *device_state_word(enum device_state s)
{
	ASSERT((unsigned)s <= DEVICE_QUARANTINED);
	return state_words[s];
}

/* A word that a newer program wrote counts as revoked: the side that lets nobody in. */
static enum device_state state_from_word(const char *word)
{
	for (size_t i = 0; i < sizeof state_words / sizeof state_words[0]; i++)
		if (str_eq(word, state_words[i]))
			return (enum device_state)i;
	return DEVICE_REVOKED;
}

static void random_letters(char *out, size_t n)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	for (size_t i = 0; i < n; i++)
		out[i] = letters[randombytes_uniform(sizeof letters - 1)];
	out[n] = '\0';
}

static void new_credential(char out[DEVICE_CREDENTIAL_BYTES])
{
	const size_t start = sizeof CREDENTIAL_START - 1;
	memcpy(out, CREDENTIAL_START, start);
	random_letters(out + start, DEVICE_CREDENTIAL_BYTES - 1 - start);
}

static void credential_hash(const char *credential, char out[65])
{
	uint8_t hash[32];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)credential, strlen(credential), NULL, 0);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

static bool name_ok(const char *name, struct error *e)
{
	size_t n = strlen(name);
	return (n > 0 && n <= DEVICE_NAME_MAX && utf8_valid(name, n)) ||
	       error_set(e, ERROR_INPUT, "a screen's name has 1 to %d bytes", DEVICE_NAME_MAX);
}

/* Where the screen stands from now on; twice the same or within one second is one. */
static bool note_centre(struct store *s, const char *id, const char *centre, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO device_centres (device, since, centre) VALUES (?1, ?2, ?3)"
		       " ON CONFLICT (device, since) DO UPDATE SET centre = excluded.centre",
		       "sis", id, now, centre);
}

bool device_add(struct store *s, const char *name, const char *centre, int64_t now, char id[DEVICE_ID_BYTES],
		char credential[DEVICE_CREDENTIAL_BYTES], struct error *e)
{
	char hash[65];
	if (!name_ok(name, e))
		return false;
	id[0] = 'd';
	id[1] = '-';
	random_letters(id + 2, DEVICE_ID_BYTES - 3);
	new_credential(credential);
	credential_hash(credential, hash);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO devices (id, name, centre, hash, state, nonce, nonce_before, created_at,"
		       " displayed_seq, verified_seq) VALUES (?1, ?2, ?3, ?4, 'active', '', '', ?5, 0, 0)",
		       "ssssi", id, name, centre, hash, now) &&
	       note_centre(s, id, centre, now, e);
}

static bool touched(int64_t changed, const char *id, struct error *e)
{
	return changed == 1 || error_set(e, ERROR_NOT_FOUND, "no device %s", id);
}

bool device_renew(struct store *s, const char *id, char credential[DEVICE_CREDENTIAL_BYTES], struct error *e)
{
	char hash[65];
	int64_t changed;
	new_credential(credential);
	credential_hash(credential, hash);
	return sql_run(s->sql, e, &changed,
		       "UPDATE devices SET hash = ?2, state = 'active', nonce = '', nonce_before = '' WHERE id = ?1",
		       "ss", id, hash) &&
	       touched(changed, id, e);
}

bool device_forget_nonces(struct store *s, struct error *e)
{
	return sql_run(s->sql, e, NULL, "UPDATE devices SET nonce = '', nonce_before = ''", "");
}

bool device_set_state(struct store *s, const char *id, enum device_state state, struct error *e)
{
	int64_t changed;
	return sql_run(s->sql, e, &changed, "UPDATE devices SET state = ?2 WHERE id = ?1", "ss", id,
		       device_state_word(state)) &&
	       touched(changed, id, e);
}

bool device_move(struct store *s, const char *id, const char *name, const char *centre, int64_t now,
		 struct error *e)
{
	int64_t changed;
	return name_ok(name, e) &&
	       sql_run(s->sql, e, &changed, "UPDATE devices SET name = ?2, centre = ?3 WHERE id = ?1", "sss", id,
		       name, centre) &&
	       touched(changed, id, e) && note_centre(s, id, centre, now, e);
}

static void read_device(struct sql_rows *r, struct device *out, struct arena *a)
{
	*out = (struct device){
		.id = sql_text(r, 0, a),
		.name = sql_text(r, 1, a),
		.centre = sql_text(r, 2, a),
		.state = state_from_word(sql_text_borrow(r, 3, NULL)),
		.created_at = sql_i64(r, 4),
		.seen_at = sql_instant(r, 5),
		.displayed_seq = sql_i64(r, 6),
		.displayed_at = sql_instant(r, 7),
		.verified_seq = sql_i64(r, 8),
		.content_at = sql_instant(r, 9),
		.health = sql_text(r, 10, a),
	};
}

static bool one_device(struct sql_rows *r, const char *what, struct device *out, struct arena *a, struct error *e)
{
	bool ok;
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no device %s", what) : false;
	read_device(r, out, a);
	sql_done(r);
	return true;
}

bool device_get(struct store *s, const char *id, struct device *out, struct arena *a, struct error *e)
{
	return one_device(sql_query(s->sql, e, "SELECT " COLUMNS " FROM devices WHERE id = ?1", "s", id), id, out, a,
			  e);
}

bool device_by_credential(struct store *s, const char *credential, struct device *out, struct arena *a,
			  struct error *e)
{
	char hash[65];
	credential_hash(credential, hash);
	return one_device(sql_query(s->sql, e, "SELECT " COLUMNS " FROM devices WHERE hash = ?1", "s", hash),
			  "with this credential", out, a, e);
}

static bool count_rows(struct store *s, const char *query, int64_t *n, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, query, "");
	if (!sql_next(r, &ok, e))
		return false;
	*n = sql_i64(r, 0);
	sql_done(r);
	return true;
}

bool device_list(struct store *s, struct device **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	int64_t total;
	*n = 0;
	if (!count_rows(s, "SELECT count(*) FROM devices", &total, e))
		return false;
	const size_t most = total < DEVICES_MAX ? (size_t)total : DEVICES_MAX;
	*out = ARENA_ARRAY(a, struct device, most);
	struct sql_rows *r =
		sql_query(s->sql, e, "SELECT " COLUMNS " FROM devices ORDER BY centre, name, id LIMIT ?1", "i",
			  (int64_t)most);
	while (sql_next(r, &ok, e))
		if (*n < most)
			read_device(r, &(*out)[(*n)++], a);
	return ok;
}

/* --- reports --- */

/* *fits: the nonce is the last given, the one before, or none has been given yet. */
static bool check_nonce(struct store *s, const char *id, const char *given, bool *fits, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT nonce, nonce_before FROM devices WHERE id = ?1", "s", id);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no device %s", id) : false;
	const char *last = sql_text_borrow(r, 0, NULL), *before = sql_text_borrow(r, 1, NULL);
	*fits = last[0] == '\0' || str_eq(last, given) || str_eq(before, given);
	sql_done(r);
	return true;
}

static bool quarantine(struct store *s, const char *id, int64_t now, struct error *e)
{
	const struct audit_entry entry = {.at = now,
					  .who = "server",
					  .what = "device.quarantine",
					  .target = id,
					  .after = "an older nonce: the card has been copied"};
	return device_set_state(s, id, DEVICE_QUARANTINED, e) && audit_add(s, &entry, e);
}

bool device_report(struct store *s, const char *id, const struct device_report *r, int64_t now,
		   enum device_verdict *verdict, char nonce[DEVICE_NONCE_BYTES], struct error *e)
{
	ASSERT(sql_in_transaction(s->sql)); /* between looking at the nonce and replacing it nobody may come */
	uint8_t bytes[(DEVICE_NONCE_BYTES - 1) / 2];
	bool fits = false;
	if (!check_nonce(s, id, r->nonce, &fits, e))
		return false;
	*verdict = fits ? DEVICE_REPORT_TAKEN : DEVICE_REPORT_CLONED;
	if (!fits)
		return quarantine(s, id, now, e);
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(nonce, DEVICE_NONCE_BYTES, bytes, sizeof bytes);
	/* What was presented becomes "before", also when it was so already: then the nonce that was given for it
	 * got lost, and whoever comes with that one later has it from somewhere else. */
	return sql_run(s->sql, e, NULL,
		       "UPDATE devices SET nonce = ?2, nonce_before = ?3, seen_at = ?4, verified_seq = ?5,"
		       " content_at = ?6, health = ?7 WHERE id = ?1",
		       "sssiits", id, nonce, r->nonce, now, r->verified_seq, r->content_at, r->health) &&
	       (r->displayed_seq < 0 ||
		sql_run(s->sql, e, NULL,
			"UPDATE devices SET displayed_seq = ?2, displayed_at = ?3 WHERE id = ?1", "sit", id,
			r->displayed_seq, r->displayed_at));
}

bool device_centre_at(struct store *s, const char *id, int64_t at, const char **centre, struct arena *a,
		      struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT centre FROM device_centres WHERE device = ?1"
				       " ORDER BY CASE WHEN since <= ?2 THEN 0 ELSE 1 END,"
				       " CASE WHEN since <= ?2 THEN -since ELSE since END LIMIT 1",
				       "si", id, at);
	*centre = "";
	if (!sql_next(r, &ok, e))
		return ok;
	*centre = sql_text(r, 0, a);
	sql_done(r);
	return true;
}

bool device_purge(struct store *s, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM reports WHERE at < ?1", "i", now - DEVICE_REPORTS_KEPT_S);
}
