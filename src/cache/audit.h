/* Looking at a cache as its keeper does, not as a screen: what it says of itself and whether that is true.
 * Works on any connection, so `aula-sync verify` can look while the service writes. */
#ifndef AULA_CACHE_AUDIT_H
#define AULA_CACHE_AUDIT_H

#include "cache/apply.h"

/* A read-only connection to a cache of this program's version; close with db_close. Errors as cache_open. */
bool cache_audit_open(struct db **out, const char *path, struct error *e);
bool cache_audit_meta(struct db *db, struct cache_meta *out, struct error *e);
bool cache_audit_each(struct db *db, cache_live_fn visit, void *user, struct error *e);
bool cache_audit_check(struct db *db, struct error *e);

#endif
