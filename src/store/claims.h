/* Records that another source brought and staff have changed here. From then on they are staff's: what the source sends
 * does not overwrite them, but is kept, to be seen beside them and taken after all. */
#ifndef AULA_STORE_CLAIMS_H
#define AULA_STORE_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct arena;
struct error;
struct store;

#define CLAIMS_LISTED 500

struct claim {
	const char *id, *source;
	const char *doc; /* canonical; NULL: the source lists it no more */
	int64_t at;      /* when the source last said something else */
};

/* The record is owner's, and source's version is kept; harmless when it has been claimed before. Inside a transaction. */
bool claim_add(struct store *s, enum record_kind kind, const struct claim *c, const char *owner, struct error *e);
/* ERROR_NOT_FOUND when it is not claimed. */
bool claim_get(struct store *s, enum record_kind kind, const char *id, struct claim *out, struct arena *a,
	       struct error *e);
bool claim_list(struct store *s, enum record_kind kind, struct claim **out, size_t *n, struct arena *a, struct error *e);
/* What its source says now (doc NULL: that it is gone). *claimed: it is kept here and nothing else is to be done. Inside a
 * transaction. */
bool claim_take(struct store *s, enum record_kind kind, const struct claim *c, bool *claimed, struct error *e);
/* The record is its source's again. Inside a transaction. */
bool claim_give_back(struct store *s, enum record_kind kind, const char *id, struct error *e);

#endif
