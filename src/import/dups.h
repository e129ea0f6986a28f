/* The same thing from two sources. Each source leaves the keys of what it sent in STATE/keys/NAME; a run
 * looks its records up in the keys of the sources that go before it (smaller `priority`, then name). What is
 * found there is not sent, and says why in the run report and, one line each, in STATE/duplicates/NAME.ndjson
 * for review: organisation   the business id (Y-tunnus) is the same: references are turned to the one that
 * stays activity       normalised name + local date of the next occurrence (or "ongoing") + postcode (or
 * municipality, or "remote") When the one that stayed goes away, the other comes back with the next full run
 * of its source. */
#ifndef AULA_IMPORT_DUPS_H
#define AULA_IMPORT_DUPS_H

#include <stdbool.h>
#include <stdint.h>

#include "import/options.h"
#include "model/record.h"

struct dups;
struct error;

/* Loads the keys of the sources before `own`. A missing folder is an empty one. */
struct dups *dups_new(const struct import_options *o, const struct source_options *own, int64_t now);
void dups_free(struct dups *d);

struct dup_match {
	const char *source, *id; /* who has it already */
	const char *why;         /* "same business id 0586977-6" */
	bool sent_before;        /* the last run sent this one: the server is told that it is gone */
};
/* Remembers the record's key; true when another source's record stays instead. References of an activity to
 * merged organisations are rewritten. Places are only remembered (for postcodes). */
bool dups_check(struct dups *d, struct record *r, struct dup_match *m);
void dups_forget(struct dups *d, const char *id); /* gone */

/* Writes this source's keys and the review file. partial: keep keys of records not seen in this run. */
bool dups_save(struct dups *d, bool partial, struct error *e);

#endif
