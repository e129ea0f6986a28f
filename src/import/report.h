/* What a run did: for a person on standard error, for the store by POST /v1/run. */
#ifndef AULA_IMPORT_REPORT_H
#define AULA_IMPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "import/run.h"
#include "import/sink.h"

struct report {
	const struct run *run;
	struct http_client *http; /* to the server */
	const struct sink_result *sent;
	int64_t started;
	double seconds;
	bool ok;
	bool dry;          /* nothing was sent */
	const char *error; /* why not ok; NULL */
};

void report_print(const struct report *p);
bool report_post(const struct report *p, const char *token, struct error *e);

#endif
