/* What staff asked this screen for, as the answer to a report says: a picture of the idle screen, the log of the last
 * day. The picture is made by the kiosk when nobody uses the screen (spool/device_status.h); until then the wish
 * stands. Part of the report thread. */
#ifndef AULA_SYNC_WANTS_H
#define AULA_SYNC_WANTS_H

#include <limits.h>
#include <stdbool.h>

struct cJSON;
struct error;
struct http_client;
struct settings;

struct wants {
	const struct settings *settings; /* borrowed */
	struct http_client *http;	 /* borrowed */
	int cancel_fd;
	bool picture, log;
	char want_file[PATH_MAX], picture_file[PATH_MAX], kiosk_log[PATH_MAX];
};

void wants_init(struct wants *w, const struct settings *s, struct http_client *http, int cancel_fd);
/* list: "wants" of the answer, may be NULL. */
void wants_note(struct wants *w, const struct cJSON *list);
/* There is something to send now. */
bool wants_ready(const struct wants *w);
/* False: why in e; it is tried again when the server asks again. */
bool wants_send(struct wants *w, const char *credential, struct error *e);

#endif
