/* How the device's link to the server is, from aula-sync to the kiosk: status/sync.json, written atomically.
 * The kiosk shows the age of the content and the progress of a first load from it; the cache itself
 * (cache/query.h) stays the only source of content. */
#ifndef AULA_SPOOL_SYNC_STATUS_H
#define AULA_SPOOL_SYNC_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct error;

enum sync_state {
	SYNC_STARTING,    /* "starting" */
	SYNC_LOADING,     /* "loading": pages come in */
	SYNC_CURRENT,     /* "current": everything the server has, digest agreed */
	SYNC_NO_NETWORK,  /* "no-network": no connection, or something that is not our server answers (captive
			     portal) */
	SYNC_SERVER_DOWN, /* "server-down": the server is reached but cannot answer */
	SYNC_REFUSED, /* "refused": what came was not signed by our key, damaged, or older than what we have
		       */
	SYNC_CERTIFICATE, /* "certificate": TLS did not come about (expired, not yet valid, unknown) */
	SYNC_DISK,        /* "disk": the cache cannot be written */
	SYNC_ENROLLING, /* "enrolling": nothing is fetched before a person has authorised this screen (device_status.h) */
	SYNC_REVOKED,	/* "revoked": staff took this screen out of use: nothing is fetched */
	SYNC_STATE_COUNT,
};

#define SYNC_STATUS_MAX_BYTES 4096
#define SYNC_STATUS_WHY_BYTES 200
#define SYNC_STATUS_FILE "sync.json"
/* Beside it: how many pictures are there. It changes when they do, and the screen looks then. */
#define SYNC_IMAGES_FILE "images.json"

struct sync_status {
	enum sync_state state;
	int64_t since;        /* wall clock of the last change of state */
	int64_t last_contact; /* wall clock of the last good answer; INSTANT_NONE: never */
	int64_t content_at;   /* server's signed time of the newest page: the content's age; INSTANT_NONE */
	int64_t verified_at;  /* when the digest last agreed; INSTANT_NONE */
	int64_t seq;
	bool complete;     /* there is a whole content to show */
	bool rebuilding;   /* the cache was damaged and is being fetched anew beside the old one */
	bool clock_behind; /* the system clock is earlier than the server's signed time */
	int64_t load_have, load_total;   /* of the load in progress; total 0 = none or unknown */
	char why[SYNC_STATUS_WHY_BYTES]; /* for staff; "" when all is well */
};

const char *sync_state_word(enum sync_state s);
void sync_status_encode(const struct sync_status *s, struct buf *out);
bool sync_status_decode(const char *json, size_t len, struct sync_status *out, struct error *e);
/* folder: …/status */
bool sync_status_write(const char *folder, const struct sync_status *s, struct error *e);
bool sync_status_read(const char *folder, struct sync_status *out, struct error *e);

#endif
