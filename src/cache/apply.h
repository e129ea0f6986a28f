/* The writing side of the cache: exactly one process (aula-sync) opens it this way.
 * A page is applied in one transaction or not at all. */
#ifndef AULA_CACHE_APPLY_H
#define AULA_CACHE_APPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct error;
struct cache_writer;

/* Creates or migrates the file; ERROR_CORRUPT when it is damaged (the caller quarantines it and starts
 * over). zone: for expanding occurrences' local days. */
bool cache_writer_open(struct cache_writer **out, const char *path, struct error *e);
void cache_writer_close(struct cache_writer *w);

struct cache_meta {
	int64_t seq, signed_at, verified_at;
	char digest[65]; /* hex */
	char key[65];	 /* signing key pinned, hex */
	bool complete;
	int64_t load_have, load_total;
};
bool cache_writer_meta(struct cache_writer *w, struct cache_meta *out, struct error *e);

/* One page: begin, put/remove each record, then commit with the new state; or rollback. */
bool cache_page_begin(struct cache_writer *w, struct error *e);
bool cache_page_put(struct cache_writer *w, int64_t seq, const struct record *r, const char *doc, size_t doc_len,
		    struct error *e);
bool cache_page_remove(struct cache_writer *w, int64_t seq, enum record_kind kind, const char *id,
		       struct error *e);
bool cache_page_commit(struct cache_writer *w, const struct cache_meta *after, struct error *e);
void cache_page_rollback(struct cache_writer *w);

/* Keeps occurrences expanded from now for CACHE_HORIZON_DAYS; drops past ones. Run once a day and after time jumps. */
#define CACHE_HORIZON_DAYS 120
bool cache_expand_all(struct cache_writer *w, int64_t now, struct error *e);
/* The clock used for expansion inside cache_page_put. */
void cache_writer_set_now(struct cache_writer *w, int64_t now);

/* (kind, id, seq) of every live record, for the set digest. */
bool cache_each_live(struct cache_writer *w,
		     bool (*visit)(void *user, enum record_kind kind, const char *id, int64_t seq), void *user,
		     struct error *e);

#endif
