/* The central store: every record at its newest version, tombstones for the horizon, and the sequence that
 * the feed is made of. One interface over any engine (store/sql.h); callers never see SQL.
 *
 * A struct store belongs to one thread. Writes stand between store_begin and store_commit; several go into
 * one transaction. Sequence numbers follow the order of commits, over all processes of a store. Strings that
 * come out live in the caller's arena.
 *
 * Companions: store/runs.h (importers' runs, the sweep, tokens), store/people.h (staff, sessions, audit,
 * throttle), store/leases.h (what only one process may do), store/move.h (another engine). */
#ifndef AULA_STORE_STORE_H
#define AULA_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feed/digest.h"
#include "model/code.h"
#include "model/record.h"

struct arena;
struct error;
struct store;

#define STORE_TOMBSTONE_DAYS 90 /* the horizon: how long a removed record is still told to screens */
#define STORE_FINGERPRINT_BYTES 32
#define STORE_KEY_HEX_BYTES 65
#define STORE_IMAGE_BYTES_MAX ((size_t)4 * 1024 * 1024)

/* Opens and migrates; ERROR_BUSY when the engine allows one writer and another has it. */
bool store_open(struct store **out, const char *address, struct error *e);
/* A connection of its own that only asks, for another thread of the program that has the store open; what it reads may be
 * put between store_freeze and store_thaw. A struct store and what it gives belong to one thread. */
bool store_open_reader(struct store **out, const char *address, struct error *e);
/* What a configuration may say: "sqlite:/path" or "postgresql://…". Opens nothing. */
bool store_address_ok(const char *address, struct error *e);
/* The address without password and parameters, for logs. */
const char *store_address_shown(const char *address, struct arena *a);
void store_close(struct store *s);
/* "sqlite", for /healthz and logs. */
const char *store_engine(const struct store *s);
/* What the engine has failed at since opening (lost connections, full disks…), for monitoring. */
int64_t store_errors(const struct store *s);
/* Becomes readable when another process has committed (-1: no other process can); then call store_refresh. */
int store_watch_fd(struct store *s);
/* True in *moved when the head differs from what this process last saw. */
bool store_refresh(struct store *s, bool *moved, struct error *e);

bool store_begin(struct store *s, struct error *e);
bool store_commit(struct store *s, struct error *e);
/* After a backup was put back: the sequence goes on above all that screens may have seen in the time that is lost, or
 * they would refuse every page as one that goes back; the same old backup may be put back twice, so the wall clock
 * (seconds) counts, in milliseconds: no store changes a thousand records a second for years. Inside a transaction. */
#define STORE_RESTORED_SKIP 1000000
void store_restored(struct store *s, int64_t now);
/* Harmless without a transaction. */
void store_rollback(struct store *s);

/* --- the feed ----------------------------------------------------------------------------------------------
 */
struct store_head {
	int64_t head;    /* newest sequence, 0 = nothing yet */
	int64_t horizon; /* tombstones up to here are gone: a reader after 0 < after < horizon must start over
			  */
	int64_t live;
	struct digest digest; /* of the live records */
};
/* As of the last commit or refresh of this process (inside a transaction: with its changes). */
struct store_head store_head(const struct store *s);

/* Between these what is read is of one moment, and so is store_head: a page's records and the head and digest it is signed
 * with belong together, whatever other processes commit meanwhile. No writing in between. */
bool store_freeze(struct store *s, struct error *e);
void store_thaw(struct store *s);

/* Newest versions with seq > after in rising order, at most limit, until visit returns false. doc NULL =
 * tombstone; everything is borrowed for the call. */
typedef bool (*store_change_fn)(void *user, int64_t seq, const char *kind, const char *id, const char *doc,
				size_t doc_len);
bool store_changes(struct store *s, int64_t after, size_t limit, store_change_fn visit, void *user,
		   struct error *e);

/* Counts and digests the live records afresh: what `aula-server digest --check` and the tests compare with.
 */
bool store_recount(struct store *s, struct store_head *out, struct error *e);

/* --- records
 * ------------------------------------------------------------------------------------------------- */
enum store_outcome { STORE_NEW, STORE_CHANGED, STORE_UNCHANGED, STORE_REMOVED };

struct store_put {
	enum record_kind kind;
	const char *id;
	const char *source; /* whose record it is: "linkedevents:helsinki", "staff" */
	const char *run;    /* id of the full run it was seen in, or NULL */
	const char *doc;    /* canonical (record_doc_write) */
	size_t doc_len;
	const char *title;                            /* for lists */
	const char *search;                           /* folded words for store_list, may be NULL */
	uint8_t fingerprint[STORE_FINGERPRINT_BYTES]; /* of what came in, see store_seen */
	int64_t now;
};
/* New sequence only when the document differs from the stored one. ERROR_REFUSED when the record belongs to
 * another source. */
bool store_put(struct store *s, const struct store_put *p, enum store_outcome *out, struct error *e);
/* Before the work of analysing: *same = the live record of that source was made from the same fingerprint;
 * then it is also marked as seen in run, and nothing more need be done. */
bool store_seen(struct store *s, enum record_kind kind, const char *id, const char *source, const char *run,
		const uint8_t fingerprint[STORE_FINGERPRINT_BYTES], bool *same, struct error *e);
/* Leaves a tombstone. STORE_UNCHANGED when there is no live record. source NULL: whoever's it is. */
bool store_remove(struct store *s, enum record_kind kind, const char *id, const char *source, int64_t now,
		  enum store_outcome *out, struct error *e);
/* The record's public code; given at the first asking and kept for ever. Inside a transaction. */
bool store_code(struct store *s, enum record_kind kind, const char *id, char out[CODE_LEN_MAX + 1],
		struct error *e);
/* Drops tombstones older than STORE_TOMBSTONE_DAYS and moves the horizon. Inside a transaction. */
bool store_purge(struct store *s, int64_t now, int64_t *dropped, struct error *e);

struct store_record {
	const char *kind, *id, *source, *title;
	const char *code; /* NULL: has none */
	int64_t seq, changed_at;
	const char *doc; /* NULL: removed */
	size_t doc_len;
};
/* ERROR_NOT_FOUND when there never was one or its tombstone is gone. */
bool store_get(struct store *s, enum record_kind kind, const char *id, struct store_record *out,
	       struct arena *a, struct error *e);
/* By public code, also of removed records (doc NULL). */
bool store_by_code(struct store *s, const char *code, struct store_record *out, struct arena *a,
		   struct error *e);

#define STORE_LIST_MAX 500
struct store_filter {
	enum record_kind kind;
	struct strs words;  /* folded; all must occur in the title or search text, the last as a beginning */
	bool docs;          /* also fetch the documents */
	size_t offset, limit; /* limit: at most STORE_LIST_MAX */
};
struct store_records {
	struct store_record *v;
	size_t n, total;
};
/* Live records by title, then id. Without words a page costs what it shows; with words all records of the kind are looked
 * at, which with 100,000 of them is nothing for the server's loop (server/reader.h). */
bool store_list(struct store *s, const struct store_filter *f, struct store_records *out, struct arena *a,
		struct error *e);
/* Live records of the filter's kind that changed at since or later, in the order of their changes: one that changes again
 * while somebody turns the pages comes once more, and none is missed. No words. */
bool store_list_changed(struct store *s, const struct store_filter *f, int64_t since, struct store_records *out,
			struct arena *a, struct error *e);
/* Live records, what was changed last first. No words. */
bool store_list_newest(struct store *s, const struct store_filter *f, struct store_records *out, struct arena *a,
		       struct error *e);

/* --- images and key rotations
 * -------------------------------------------------------------------------------- */
/* hash: lower-case hex SHA-256 of the bytes. Again is fine. */
bool store_image_put(struct store *s, const char *hash, const char *type, const void *bytes, size_t len,
		     int64_t now, struct error *e);
struct store_image {
	const char *type;
	const void *bytes;
	size_t len;
};
bool store_image_get(struct store *s, const char *hash, struct store_image *out, struct arena *a,
		     struct error *e);
/* Pictures that nothing has used for this long go: uploads that were never published, and those whose activity is gone. It is
 * longer than any change can be taken back. */
#define STORE_IMAGE_UNUSED_S ((int64_t)7 * 86400)
/* *dropped = how many went. Inside a transaction. */
bool store_image_purge(struct store *s, int64_t now, int64_t *dropped, struct error *e);
bool store_rotation_add(struct store *s, const char *statement, int64_t at, struct error *e);
bool store_rotations(struct store *s, struct strs *out, struct arena *a, struct error *e);
/* The public key that the servers of this store sign with, as hex digits; "" before the first. A
 * server whose key file says otherwise must not serve: screens would refuse its pages. */
bool store_signing_key(struct store *s, char hex[STORE_KEY_HEX_BYTES], struct error *e);
bool store_signing_key_set(struct store *s, const char *hex, struct error *e);

#endif
