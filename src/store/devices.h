/* The screens: who they are and what they last told. What visitors did at them: store/usage.h.
 *
 * A device proves itself with a credential, of which only a hash is kept, and with the nonce that the answer
 * to its last report gave it. A copied card has both, but from the moment original and copy have each reported
 * once, one of them comes with a nonce that is neither the last given nor the one before: both are then
 * quarantined (they cannot be told apart) until a person gives a new credential. An answer that was lost is
 * no clone: the device comes again with the nonce before, as often as need be, and gets a fresh one.
 *
 * Writes stand inside a transaction. Strings that come out live in the caller's arena. */
#ifndef AULA_STORE_DEVICES_H
#define AULA_STORE_DEVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct store;

#define DEVICE_NAME_MAX 80
#define DEVICE_ID_BYTES 11         /* "d-" + 8 characters, and NUL */
#define DEVICE_CREDENTIAL_BYTES 52 /* "aula-device-" + 39 characters (193 bits), and NUL */
#define DEVICE_NONCE_BYTES 33      /* 32 hex digits and NUL */
#define DEVICE_HEALTH_MAX 4096
#define DEVICE_REPORTS_KEPT_S ((int64_t)400 * 86400) /* longer than a screen keeps what it could not send */

enum device_state { DEVICE_ACTIVE, DEVICE_REVOKED, DEVICE_QUARANTINED };
/* "active", "revoked", "quarantined" */
const char *device_state_word(enum device_state s);

struct device {
	const char *id, *name, *centre;
	enum device_state state;
	int64_t created_at;
	int64_t seen_at;                     /* last report; INSTANT_NONE: never */
	int64_t displayed_seq, displayed_at; /* what is drawn and since when; 0, INSTANT_NONE */
	int64_t verified_seq, content_at;    /* what is in its cache, and the server's signed time of that */
	const char *health;                  /* JSON object as the device sent it, or NULL */
};

/* A new device and its credential, told this once. ERROR_INPUT: name empty or too long. */
bool device_add(struct store *s, const char *name, const char *centre, int64_t now, char id[DEVICE_ID_BYTES],
		char credential[DEVICE_CREDENTIAL_BYTES], struct error *e);
/* The old credential is worth nothing from now on and the state is active: after quarantine, a lost card, a
 * new enrolment. ERROR_NOT_FOUND. */
bool device_renew(struct store *s, const char *id, char credential[DEVICE_CREDENTIAL_BYTES], struct error *e);
bool device_set_state(struct store *s, const char *id, enum device_state state, struct error *e);
/* A new name, a new centre or both. What it counted before stays with the centre it was counted at. */
bool device_move(struct store *s, const char *id, const char *name, const char *centre, int64_t now,
		 struct error *e);
/* ERROR_NOT_FOUND. */
bool device_get(struct store *s, const char *id, struct device *out, struct arena *a, struct error *e);
bool device_by_credential(struct store *s, const char *credential, struct device *out, struct arena *a,
			  struct error *e);
/* By centre, then name. */
bool device_list(struct store *s, struct device **out, size_t *n, struct arena *a, struct error *e);

enum device_verdict {
	DEVICE_REPORT_TAKEN,
	DEVICE_REPORT_CLONED, /* and now quarantined, with an entry in the audit log */
};
struct device_report {
	const char *nonce;      /* "" = none yet */
	int64_t displayed_seq;  /* -1: nothing known, what was told before stays */
	int64_t displayed_at;   /* INSTANT_NONE: not known; so the others */
	int64_t verified_seq, content_at;
	const char *health;     /* may be NULL */
};
/* After a backup was put back: the store remembers nonces that screens have replaced since. Each may come with any once,
 * or all would be taken for copied cards. Inside a transaction. */
bool device_forget_nonces(struct store *s, struct error *e);
/* Checks and renews the nonce; notes the report when it is taken. A device that has never reported since its
 * credential was given may come with any nonce. */
bool device_report(struct store *s, const char *id, const struct device_report *r, int64_t now,
		   enum device_verdict *verdict, char nonce[DEVICE_NONCE_BYTES], struct error *e);

/* The centre the screen stood in then: its first one for times before it was known, "" for no such screen. */
bool device_centre_at(struct store *s, const char *id, int64_t at, const char **centre, struct arena *a,
		      struct error *e);

/* Forgets keys of reports that no device can still have. */
bool device_purge(struct store *s, int64_t now, struct error *e);

#endif
