/* Enrolment from the device's end, in the manner of RFC 8628: asks the server for a code, hands it to whoever shows
 * it, polls until a person has decided. What comes of it lies in the device's folder:
 *
 *   device/server-key   the server's signing key as it was shown (by its fingerprint) when the person compared: trust
 *                       begins there
 *   device/credential   mode 0600, written last: with it the enrolment is over
 *
 * Trust in the exchange itself is TLS's. One question at a time; the caller waits between them. */
#ifndef AULA_SYNC_ENROL_H
#define AULA_SYNC_ENROL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "spool/device_status.h"
#include "spool/enrol_wire.h"

struct error;
struct http_client;
struct settings;

enum enrol_step {
	ENROL_WAITS,	/* ask again after enrol.pause_ms; code is filled when there is one to show */
	ENROL_ENROLLED, /* credential and key are on the disk; answer is filled */
	ENROL_OVER,	/* refused or expired: the code is gone. Ask again when it suits */
	ENROL_FAILED,	/* no network, no answer, disk: why in e; ask again later, the code stands */
	ENROL_STOPPED,
};

struct enrol {
	const struct settings *settings; /* borrowed */
	struct http_client *http;	 /* borrowed */
	struct clock_source clock;
	int cancel_fd;
	bool has_code;
	struct enrol_offer offer;
	int64_t until_ms; /* monotonic: the code is not worth polling for after that */
	int64_t until_s;  /* the same by the wall clock, to be shown */
	int64_t pause_ms;
	struct enrol_grant_answer answer;
};

void enrol_init(struct enrol *x, const struct settings *s, struct http_client *http, int cancel_fd);
enum enrol_step enrol_step(struct enrol *x, struct error *e);
/* Code, addresses and fingerprint into the status that the kiosk reads; "" when there is none. */
void enrol_show(const struct enrol *x, struct device_status *out);

#endif
