/* Who this screen is, from aula-sync to the kiosk: status/device.json, written atomically and only when it changes.
 * While the screen is being enrolled it holds the code to show; afterwards the name and the centre as the server
 * has them, so that a screen that staff move to another centre shows that centre's content without being touched. */
#ifndef AULA_SPOOL_DEVICE_STATUS_H
#define AULA_SPOOL_DEVICE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spool/enrol_wire.h"

struct buf;
struct error;

#define DEVICE_STATUS_FILE "device.json"
#define DEVICE_STATUS_MAX_BYTES 4096
#define DEVICE_FINGERPRINT_MAX 40

enum device_link {
	DEVICE_LINK_NONE,	 /* "none": not enrolled and not to be; the configuration says who it is */
	DEVICE_LINK_ASKING,	 /* "asking": wants to be enrolled, has no code (no network yet, or too many ask) */
	DEVICE_LINK_CODE,	 /* "code": a code to show */
	DEVICE_LINK_ACTIVE,	 /* "active" */
	DEVICE_LINK_REVOKED,	 /* "revoked": staff took it out of use; no content is fetched. May have a code */
	DEVICE_LINK_QUARANTINED, /* "quarantined": its card has been copied, or its credential is not known any more:
				  * content goes on, reports do not. May have a code */
	DEVICE_LINK_COUNT,
};

struct device_status {
	enum device_link link;
	char id[ENROL_ID_MAX + 1], name[ENROL_NAME_MAX + 1], centre[ENROL_ID_MAX + 1]; /* "" not known */
	char base[ENROL_URL_MAX + 1];		     /* public address as the server says; "" not told */
	char code[ENROL_CODE_MAX + 1];		     /* "" none; this and the next four */
	char url[ENROL_URL_MAX + 1], url_complete[ENROL_URL_MAX + 1];
	char fingerprint[DEVICE_FINGERPRINT_MAX + 1]; /* of the server's key, to compare by eye */
	int64_t code_until;			     /* wall clock */
};

void device_status_encode(const struct device_status *s, struct buf *out);
bool device_status_decode(const char *json, size_t len, struct device_status *out, struct error *e);
/* folder: …/status. ERROR_NOT_FOUND from reading: none yet; *out is then DEVICE_LINK_NONE. */
bool device_status_write(const char *folder, const struct device_status *s, struct error *e);
bool device_status_read(const char *folder, struct device_status *out, struct error *e);

/* What staff asked for goes the same way: status/want-picture exists while a picture of the idle screen is wanted.
 * The kiosk leaves it in spool/report/idle.png; sync takes it from there. */
#define DEVICE_WANT_PICTURE_FILE "want-picture"
#define DEVICE_IDLE_PICTURE_FILE "idle.png"
#define DEVICE_IDLE_PICTURE_BYTES_MAX ((size_t)768 * 1024)

#endif
