/* Sends home what the screen has counted (spool/report) and how it is, on a thread and a connection of its
 * own, so that content never waits for it. It shares nothing with the engine: what it tells, it reads from the
 * files that the other programs write, and the engine asks it only for its link (sync/link.h).
 *
 *   device/credential   the device's secret, made by the server (`aula-server device add`, enrolment); without
 *                       it nothing is sent
 *   device/nonce        what the last answer gave: on the disk before the files of that report are removed
 *
 * A file of spool/report is removed when the server has said that it has it (or will never take it), and not
 * before; without network they wait. */
#ifndef AULA_SYNC_REPORT_UP_H
#define AULA_SYNC_REPORT_UP_H

#include <stdbool.h>

struct error;
struct link;
struct report_up;
struct settings;

enum report_sent {
	REPORT_SENT,         /* and nothing more waits */
	REPORT_SENT_MORE,    /* there is more to send at once */
	REPORT_NO_CREDENTIAL,
	REPORT_REFUSED,      /* credential not known, revoked, quarantined: a person must act */
	REPORT_NOT_SENT,     /* no connection, server down: later */
	REPORT_STOPPED,
};

/* Borrows settings. cancel_fd: readable = stop, may be -1. On the main thread, before any other. */
struct report_up *report_up_new(const struct settings *s, int cancel_fd);
/* For the engine; as long as the report_up. */
const struct link *report_up_link(const struct report_up *u);
void report_up_free(struct report_up *u);
/* One report. e says why for REPORT_REFUSED and REPORT_NOT_SENT. */
enum report_sent report_up_send(struct report_up *u, struct error *e);
/* Until cancel_fd is readable: a report every sync.report_s, and soon after the picture has changed. With server.enrol
 * and no credential that is good, it asks to be enrolled instead (sync/enrol.h). */
void report_up_run(struct report_up *u);

#endif
