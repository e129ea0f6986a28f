/* Runs sources one after another: state, mode, reading, sending, report. */
#ifndef AULA_IMPORT_SESSION_H
#define AULA_IMPORT_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "import/options.h"

struct error;
struct session;

struct session_options {
	const struct import_options *import;
	bool dry_run, force_full, progress;
	bool scheduled; /* --all: what another machine has just read is left alone */
	bool stateless; /* --source with --url or --file: keep nothing between runs */
	int64_t now;    /* INSTANT_NONE: the clock */
};

enum session_result {
	SESSION_OK,
	SESSION_INCOMPLETE, /* taken, but not everything of the source could be read */
	SESSION_FAILED,
};

/* Loads the tables, reads the token, makes the connections. NULL with e filled. */
struct session *session_new(const struct session_options *o, struct error *e);
void session_free(struct session *s);
enum session_result session_run(struct session *s, const struct source_options *source);

#endif
