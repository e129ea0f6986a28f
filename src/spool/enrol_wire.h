/* What device and server say to each other at enrolment (docs/API.md, /v1/enrol), as JSON texts: both ends use these,
 * and what the other side sent is believed only in this form. Plain structs, no memory of their own. */
#ifndef AULA_SPOOL_ENROL_WIRE_H
#define AULA_SPOOL_ENROL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct error;

#define ENROL_WIRE_BYTES_MAX 4096
#define ENROL_CODE_MAX 64
#define ENROL_URL_MAX 160
#define ENROL_NAME_MAX 80
#define ENROL_ID_MAX 96
#define ENROL_CREDENTIAL_MAX 200
#define ENROL_KEY_HEX 64

/* POST /v1/enrol: {"version":"0.2","model":"Raspberry Pi 4","width":1080,"height":1920}; all of it may be absent. */
struct enrol_ask {
	char version[24], model[ENROL_NAME_MAX + 1];
	int64_t width, height; /* 0: not told */
};
void enrol_ask_encode(const struct enrol_ask *a, struct buf *out);
bool enrol_ask_decode(const char *json, size_t len, struct enrol_ask *out, struct error *e);

/* Its answer. */
struct enrol_offer {
	char device_code[ENROL_CODE_MAX + 1], user_code[ENROL_CODE_MAX + 1];
	char url[ENROL_URL_MAX + 1], url_complete[ENROL_URL_MAX + 1]; /* verification_uri, verification_uri_complete */
	char key[ENROL_KEY_HEX + 1];				      /* the server's signing key */
	int64_t expires_in_s, interval_s;
};
void enrol_offer_encode(const struct enrol_offer *o, struct buf *out);
bool enrol_offer_decode(const char *json, size_t len, struct enrol_offer *out, struct error *e);

/* POST /v1/enrol/token: {"device_code":"…"} */
void enrol_poll_encode(const char *device_code, struct buf *out);
bool enrol_poll_decode(const char *json, size_t len, char device_code[ENROL_CODE_MAX + 1], struct error *e);

/* Its answer while all is not (yet) well: {"error":"authorization_pending"}. False: it is none of that form. */
#define ENROL_ERROR_MAX 64
bool enrol_error_decode(const char *json, size_t len, char word[ENROL_ERROR_MAX + 1]);

/* Its answer when all is well. */
struct enrol_grant_answer {
	char id[ENROL_ID_MAX + 1], name[ENROL_NAME_MAX + 1], centre[ENROL_ID_MAX + 1];
	char credential[ENROL_CREDENTIAL_MAX + 1], key[ENROL_KEY_HEX + 1];
	char base[ENROL_URL_MAX + 1]; /* public address for QR codes; "" not told */
};
void enrol_grant_encode(const struct enrol_grant_answer *g, struct buf *out);
bool enrol_grant_decode(const char *json, size_t len, struct enrol_grant_answer *out, struct error *e);

#endif
