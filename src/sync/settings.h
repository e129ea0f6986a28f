/* What config/aula-sync.ini and the command line say. Strings live as long as the program. */
#ifndef AULA_SYNC_SETTINGS_H
#define AULA_SYNC_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "net/http.h"

struct settings {
	const char *url; /* of the server, without a slash at the end */
	const char *key; /* its signing key, hex; "" = the first one met is believed and kept */
	const char *ca_file, *proxy;
	bool https_only;
	bool enrol; /* without a credential, ask for one; see sync/enrol.h */
	const char *state;  /* the device's folder */
	int64_t page_limit; /* records asked for at a time */
	int64_t wait_s;     /* long poll */
	int64_t backoff_first_ms, backoff_most_s;
	bool metered; /* the link costs money: ask seldom, do not wait in line */
	int64_t metered_poll_s;
	int64_t report_s; /* between reports home; 0: none are sent */
	int64_t images_budget_mb;  /* of disk; 0: no pictures are fetched */
	int64_t images_metered_mb; /* of them a day when metered */
	/* command line */
	bool once;
	int64_t max_age_s; /* verify: content older than this is an error; 0 = any age */
};

/* How the server is reached; borrows the strings. */
struct http_options settings_http(const struct settings *s);

#endif
