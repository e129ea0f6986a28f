/* Staff: accounts, sessions, the audit log, and counters against guessing. Passwords come and go as argon2id
 * strings (server/password.h makes them); of session tokens only a hash is stored. Writes stand inside a
 * transaction. */
#ifndef AULA_STORE_PEOPLE_H
#define AULA_STORE_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct error;
struct store;

#define USER_NAME_MAX 64
#define SESSION_TOKEN_BYTES 44 /* 43 base64url characters (256 bits) and NUL */
#define SESSION_CSRF_BYTES 33  /* 32 hex digits and NUL */
#define SESSION_ID_BYTES 17    /* 16 hex digits and NUL */
#define SESSION_IDLE_S ((int64_t)30 * 60)
#define SESSION_ABSOLUTE_S ((int64_t)12 * 3600)
#define SESSION_TOUCH_S 60 /* how stale seen_at may be before it is written again */

enum role {
	ROLE_NONE = 0,
	ROLE_ORGANISATION, /* "organisation": its own listings, nothing else */
	ROLE_READER,  /* "reader": looks, changes nothing */
	ROLE_CONTACT, /* "contact": contact person of the centres named */
	ROLE_EDITOR,  /* "editor": all centres, content */
	ROLE_ADMIN,   /* "admin": also people, screens, sources */
};
const char *role_word(enum role r);
enum role role_from_word(const char *word); /* ROLE_NONE for others */

struct user {
	const char *name;     /* what is typed at login: lower-case ASCII letters, digits, .-_@ */
	const char *display;  /* "Maija M." */
	const char *password; /* crypto_pwhash_str; "" = cannot log in */
	enum role role;
	struct strs centres; /* ids; not of ROLE_EDITOR and ROLE_ADMIN, who have all; empty = none */
	const char *lang;    /* tag */
	const char *totp;    /* base32 secret or NULL = not enrolled */
	int64_t totp_step;   /* last time step used, against replay */
	bool disabled;
	int64_t created_at;
	const char *organisation; /* id; ROLE_ORGANISATION only, else NULL */
	const char *email;	  /* NULL: not told */
};
bool user_name_ok(const char *name);
/* Adds or replaces. */
bool user_put(struct store *s, const struct user *u, struct error *e);
/* ERROR_NOT_FOUND. */
bool user_get(struct store *s, const char *name, struct user *out, struct arena *a, struct error *e);
bool user_list(struct store *s, struct user **out, size_t *n, struct arena *a, struct error *e);
/* True in *first for a step newer than any used before; it is then used up. */
bool user_use_totp_step(struct store *s, const char *name, int64_t step, bool *first, struct error *e);

/* Recovery codes stand in for the second factor, each once; only hashes are stored. New ones replace the old.
 */
#define RECOVERY_CODES 10
#define RECOVERY_CODE_BYTES 12 /* "abcde-fghjk" and NUL: 49 random bits */
bool recovery_renew(struct store *s, const char *user, char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES],
		    struct error *e);
/* Uses the code up; *ok false when it is none of this user's. */
bool recovery_use(struct store *s, const char *user, const char *code, bool *ok, struct error *e);
bool recovery_drop(struct store *s, const char *user, struct error *e);
bool recovery_left(struct store *s, const char *user, int64_t *n, struct error *e);

/* A link by which a user sets a password; of the token only a hash is stored. One a user: a new one replaces it. */
#define INVITATION_TOKEN_BYTES 44
#define INVITATION_S ((int64_t)7 * 86400)
struct invitation {
	const char *user, *invited_by;
	int64_t created_at, until_at;
};
bool invitation_make(struct store *s, const char *user, const char *invited_by, int64_t now,
		     char token[INVITATION_TOKEN_BYTES], struct error *e);
/* ERROR_NOT_FOUND: unknown, used or too old. */
bool invitation_get(struct store *s, const char *token, int64_t now, struct invitation *out, struct arena *a,
		    struct error *e);
/* Those still good, by user. */
bool invitation_list(struct store *s, int64_t now, struct invitation **out, size_t *n, struct arena *a,
		     struct error *e);
bool invitation_end(struct store *s, const char *user, struct error *e);

enum session_stage {
	SESSION_PASSWORD, /* "password": password was right, the second factor is still owed */
	SESSION_FULL,     /* "full" */
};
struct session {
	struct user user;
	char csrf[SESSION_CSRF_BYTES];
	char id[SESSION_ID_BYTES]; /* see session_id */
	enum session_stage stage;
	int64_t created_at, seen_at;
};
/* A new token each time: at login and at every change of stage (no fixation). */
bool session_start(struct store *s, const char *user, enum session_stage stage, int64_t now,
		   char token[SESSION_TOKEN_BYTES], struct error *e);
/* ERROR_NOT_FOUND when unknown, idle or old for too long, or the user is disabled or gone. */
bool session_get(struct store *s, const char *token, int64_t now, struct session *out, struct arena *a,
		 struct error *e);
bool session_touch(struct store *s, const char *token, int64_t now, struct error *e);
bool session_end(struct store *s, const char *token, struct error *e);
/* Where it was begun, for the list a person looks at. Longer agents are cut. */
#define SESSION_AGENT_BYTES_MAX 200
bool session_note_place(struct store *s, const char *token, const char *client, const char *agent, struct error *e);
struct session_row {
	const char *id; /* part of the hash: names the session, opens nothing */
	const char *user, *client, *agent; /* client, agent: NULL when not known */
	enum session_stage stage;
	int64_t created_at, seen_at;
};
void session_id(const char *token, char out[SESSION_ID_BYTES]);
/* Live ones, newest first; user NULL: everybody's. */
bool session_list(struct store *s, const char *user, int64_t now, struct session_row **out, size_t *n,
		  struct arena *a, struct error *e);
/* *ended false: this user has no such session. */
bool session_end_by_id(struct store *s, const char *user, const char *id, bool *ended, struct error *e);
/* All of the user's but the one of the id. */
bool session_end_others(struct store *s, const char *user, const char *id, struct error *e);
bool session_end_all(struct store *s, const char *user, struct error *e);
bool session_purge(struct store *s, int64_t now, struct error *e);

struct audit_entry {
	int64_t n, at;
	const char *who, *what, *target; /* "maija", "feature.put", "staff:f-19" */
	const char *before, *after;      /* documents or NULL */
};
bool audit_add(struct store *s, const struct audit_entry *entry, struct error *e);
/* Newest first. target NULL = all. */
bool audit_list(struct store *s, const char *target, size_t limit, struct audit_entry **out, size_t *n,
		struct arena *a, struct error *e);

/* What the page of the log asks for; NULL: any. what: the beginning of the word ("feature", "user.put"). before: entries
 * with a smaller n; 0: from the newest. */
struct audit_filter {
	const char *who, *what, *target;
	int64_t from_at, until_at; /* INSTANT_NONE: open */
	int64_t before;
	size_t limit;
};
bool audit_find(struct store *s, const struct audit_filter *f, struct audit_entry **out, size_t *n, struct arena *a,
		struct error *e);
/* Everybody who is in the log, in order of name. */
bool audit_names(struct store *s, struct strs *out, struct arena *a, struct error *e);

/* Counts one try under a name ("login:maija"); *allowed = at most `most` within window_s. */
bool throttle_hit(struct store *s, const char *name, int64_t window_s, int64_t most, int64_t now,
		  bool *allowed, struct error *e);
bool throttle_clear(struct store *s, const char *name, struct error *e);

#endif
