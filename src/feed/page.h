/* One page of the feed: NDJSON, one line a record, closed by a signed trailer. The server writes pages, the
 * device verifies and reads them; nothing of a page is looked at before its signature fits.
 *
 *   {"seq":812,"kind":"activity","id":"le:helsinki:abc","doc":{…}}
 *   {"seq":813,"kind":"feature","id":"staff:f-19","gone":true}
 *   {"after":811,"head":813,"to":813,"more":false,"live":4021,"at":"2026-11-22T09:00:00Z","digest":"…","key":"…","sig":"…"}
 *
 * Each line ends in \n. Fields stand in exactly this order without blanks; `doc` is the last of its line.
 * `sig` is Ed25519 over every byte of the page before `,"sig":"` — so also over `after`, and a page that
 * answers another question than the one asked is noticed. Kinds that the reader does not know come with kind
 * KIND_NONE (an older screen reads a newer feed) and still count in the digest by their word.
 *
 * Meaning: the records are those changed after `after` up to `to`, by rising seq, each at its newest version
 * only. `head` is the newest seq of the store, `more` = to < head, `live` the number of live records at head,
 * `digest` (feed/digest.h) that of the live records at head: it can be compared when more is false. */
#ifndef AULA_FEED_PAGE_H
#define AULA_FEED_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "feed/digest.h"
#include "feed/key.h"
#include "model/record.h"

struct arena;
struct buf;
struct error;

#define FEED_LIMIT_DEFAULT 500
#define FEED_LIMIT_MAX 2000
#define FEED_PAGE_BYTES_MAX ((size_t)8 * 1024 * 1024)  /* a reader refuses more */
#define FEED_PAGE_BYTES_FULL ((size_t)4 * 1024 * 1024) /* a writer ends the page past this */
#define FEED_SEQ_MAX ((int64_t)1 << 53)                /* what every JSON reader holds exactly */

struct feed_trailer {
	int64_t after, head, to, live;
	bool more;
	int64_t at; /* signed time, instant */
	char digest[DIGEST_HEX_BYTES];
	char key[KEY_HEX_BYTES]; /* the public key that signed */
};

/* Whether an id can stand in a page: 1–120 printable ASCII characters, no blank, quote or backslash. */
bool feed_id_ok(const char *id);

/* --- writing: any number of put/gone, then finish
 * ----------------------------------------------------------- */
void feed_page_put(struct buf *out, int64_t seq, const char *kind, const char *id, const char *doc,
		   size_t doc_len);
void feed_page_gone(struct buf *out, int64_t seq, const char *kind, const char *id);
/* Appends the trailer and signs the whole of out, which holds this page only. t->key is ignored. */
void feed_page_finish(struct buf *out, const struct feed_trailer *t, const struct signing_key *key);

/* --- reading
 * ------------------------------------------------------------------------------------------------- */
struct feed_item {
	int64_t seq;
	enum record_kind kind; /* KIND_NONE: not known here */
	const char *kind_word;
	const char *id;
	bool gone;
	const char
		*doc; /* borrowed from the page's text, not NUL-terminated; not yet parsed. NULL when gone */
	size_t doc_len;
};

struct feed_page {
	struct feed_item *items; /* in the arena */
	size_t n_items;
	struct feed_trailer trailer;
};

/* Verifies with the pinned key, then parses. after: what was asked for. ERROR_TRUST: signature, key or the
 * answer to another question; ERROR_INPUT: not a page at all (captive portal, cut off); ERROR_LIMIT: over a
 * cap. Checked besides the signature: seqs rise and lie in (after, to], to ≤ head, more = to < head. */
bool feed_page_read(struct feed_page *out, const char *text, size_t len, const char *pinned_key_hex,
		    int64_t after, struct arena *a, struct error *e);

#endif
