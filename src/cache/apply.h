/* The writing side of the cache: exactly one process (aula-sync) opens it this way.
 * A page is applied in one transaction or not at all.
 *
 * A first load, and a load from the start after it (the server's 410, a digest that does not agree), is a
 * *load*: the records of it are marked, everything the cache had stays in place and readable, and the sweep
 * in the load's last transaction takes away what the load did not bring. A load that was cut off goes on
 * where it was. */
#ifndef AULA_CACHE_APPLY_H
#define AULA_CACHE_APPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/record.h"

struct db;
struct error;
struct cache_writer;

/* Creates or migrates the file; ERROR_CORRUPT when it is damaged (the caller quarantines it and starts
 * over). Looks only where opening looks: see cache_writer_check.
 */
bool cache_writer_open(struct cache_writer **out, const char *path, struct error *e);
void cache_writer_close(struct cache_writer *w);

struct cache_meta {
	int64_t seq;         /* everything up to here is in the cache; 0 before the first load is done */
	int64_t after;       /* where to ask on from: seq, or how far the load in progress has come */
	int64_t signed_at;   /* server's time of the newest page applied; INSTANT_NONE = none yet */
	int64_t verified_at; /* device clock when the digest last agreed; INSTANT_NONE = never */
	char digest[65]; /* hex, running digest of all live records, during a load of those it has brought;
			    "" = to be counted anew */
	char key[65];    /* signing key pinned, hex; "" = none yet */
	char anchor[65]; /* the key the pinning began with (configured, or met first): key descends from it by
			    rotation */
	bool complete;   /* a load has finished once: there is something whole to show */
	bool loading;    /* a load is in progress */
	int64_t load_have, load_total; /* records of the load in progress; total 0 = unknown */
};
bool cache_writer_meta(struct cache_writer *w, struct cache_meta *out, struct error *e);

/* Begins a load: marks anew, after = 0, digest = "". Inside no page. */
bool cache_load_begin(struct cache_writer *w, struct error *e);

/* One page: begin, put what it brings, then commit with the new state; or rollback (which is harmless at any
 * time). */
bool cache_page_begin(struct cache_writer *w, struct error *e);

/* How far the search index may be behind the rows: the disk makes these wait now and then, and the index uses
 * that. */
#define CACHE_PAGES_BEHIND 3

/* A record with what is taken out of it (facts.h), which needs no cache and may be done in another thread. */
struct cache_item {
	int64_t seq;
	const char *kind, *id; /* the kind's word: it may be one this program does not know */
	bool gone;             /* the record is removed; the rest is not looked at */
	const char *doc;
	size_t doc_len;
	uint64_t sum; /* cache_sum of doc */
	const struct record *record; /* NULL: not known or not readable here: kept and counted, not shown. A
					newer program reads it again */
	const void *facts;           /* of facts_of; NULL when that said false */
	size_t facts_len;
};
/* The checksum that is stored beside a record's doc. */
uint64_t cache_sum(const char *doc, size_t len);

/* Puts and removes, in that order; the search index takes in the words in a thread of its own, and borrows
 * the items until CACHE_PAGES_BEHIND + 1 calls more, a rollback or cache_writer_settle. was_seq[i]: that
 * record's sequence before, as the running digest has it: 0 when it was not there, or is left from before the
 * load in progress. A sequence lower than the record has already is ERROR_TRUST. On failure roll back. */
bool cache_page_put_items(struct cache_writer *w, const struct cache_item *items, size_t n, int64_t *was_seq,
			  struct error *e);
/* One, for who has nothing but the record, and borrowed for the call only: takes the facts out itself
 * (occurrences need cache_writer_set_now first). */
bool cache_page_put(struct cache_writer *w, int64_t seq, const struct record *r, const char *doc,
		    size_t doc_len, int64_t *was_seq, struct error *e);
bool cache_page_remove(struct cache_writer *w, int64_t seq, const char *kind, const char *id,
		       int64_t *was_seq, struct error *e);
/* May be called before the page that ends a load begins, with its items: the search index is then finished in
 * its thread while the file takes in what the pages before have written. */
bool cache_load_ends(struct cache_writer *w, const struct cache_item *items, size_t n, struct error *e);
/* End of a load, within its last page: removes what the load did not bring. */
bool cache_page_sweep(struct cache_writer *w, int64_t *n_removed, struct error *e);
bool cache_page_commit(struct cache_writer *w, const struct cache_meta *after, struct error *e);
void cache_page_rollback(struct cache_writer *w);

/* Waits until nothing is borrowed. */
void cache_writer_settle(struct cache_writer *w);

/* Keeps occurrences expanded from now for CACHE_HORIZON_DAYS; drops past ones. Run once a day and after time
 * jumps. In several transactions, each of which leaves the cache whole. */
#define CACHE_HORIZON_DAYS 120
bool cache_expand_all(struct cache_writer *w, int64_t now, struct error *e);
/* True when the last complete cache_expand_all was for another local day than now's. */
bool cache_expand_due(struct cache_writer *w, int64_t now);
/* The clock used for expansion inside cache_page_put. */
void cache_writer_set_now(struct cache_writer *w, int64_t now);

/* (kind, id, seq) of every live record, for the set digest. Also within a page. visit returns false to stop,
 * which is an error here. */
typedef bool (*cache_live_fn)(void *user, const char *kind, const char *id, int64_t seq);
bool cache_each_live(struct cache_writer *w, cache_live_fn visit, void *user, struct error *e);

/* Reads everything and checks SQLite's structure and the checksum of every record and of what was taken out
 * of it: ERROR_CORRUPT names the first that is wrong. */
bool cache_writer_check(struct cache_writer *w, struct error *e);

/* For benches and fault tests; borrowed. */
struct db *cache_writer_db(struct cache_writer *w);

#endif
