/* Places and organisations of a run wait here until a record that is taken uses them: what only skipped activities use (all
 * of them over) would else stay in the store for nobody. In memory until then, a few hundred bytes each. */
#ifndef AULA_IMPORT_HELD_H
#define AULA_IMPORT_HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"

struct buf;
struct held;

struct held *held_new(void);
void held_free(struct held *h);

/* Keeps the record, as its line; false: it is used already, send it. */
bool held_keep(struct held *h, const struct record *r);
/* Something that is taken uses it. Puts the kept line into `line` for sending; false: nothing was kept (yet). */
bool held_use(struct held *h, enum record_kind kind, const char *id, struct buf *line);
/* Something that was skipped would have used it. */
void held_pass(struct held *h, enum record_kind kind, const char *id);

struct held_rest {
	enum record_kind kind;
	const char *id, *line; /* borrowed */
	bool passed;	       /* only what was skipped would have used it */
};
/* Those still kept, in the order they came; *at begins with 0. False at the end. */
bool held_next(const struct held *h, size_t *at, struct held_rest *out);

#endif
