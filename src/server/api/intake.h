/* The one way a record comes into the store, whoever sends it (importers, staff pages, demo data): everything
 * that is the same for all screens is done here, once — analysis of words, soft hyphens, the public code. */
#ifndef AULA_SERVER_INTAKE_H
#define AULA_SERVER_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct analyser;

#define INTAKE_VERSION 5 /* raise when the work below changes: records then come through it again */

struct intake {
	struct store *store;
	struct analyser *analyser;
	const char *source; /* whose records these are */
	const char *run;    /* full run, or NULL */
	bool any_kind; /* also topics, centres, contacts…; else only organisations, places, activities */
	int64_t now;
};

/* One NDJSON line: {"kind","id","doc"} or {"kind","id","gone":true}. On an error nothing has been changed and
 * *id is the record's id when it could be read (in the arena; else NULL). Inside a transaction. */
bool intake_line(const struct intake *in, const char *line, size_t len, enum store_outcome *out,
		 const char **id, struct arena *a, struct error *e);
/* A record that staff merged into another (store/review.h) is kept beside and not taken while the other is there.
 * A record in hand; its texts may be replaced by worked ones (in the arena). Inside a transaction. */
bool intake_record(const struct intake *in, struct record *r, enum store_outcome *out, struct arena *a,
		   struct error *e);

/* Words as store_list takes them. */
struct strs intake_search_words(const char *typed, struct arena *a);

#endif
