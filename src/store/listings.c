#include "store/listings.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "store/internal.h"

static const char *const state_words[LISTING_STATES] = {"waiting", "published", "refused", "replaced"};

const char *listing_state_word(enum listing_state s)
{
	ASSERT(s < LISTING_STATES);
	return state_words[s];
}

static enum listing_state state_from_word(const char *word)
{
	for (enum listing_state s = 0; s < LISTING_STATES; s++)
		if (str_eq(word, state_words[s]))
			return s;
	return LISTING_REPLACED;
}

static bool next_id(struct store *s, char id[LISTING_ID_BYTES], struct error *e)
{
	bool ok;
	unsigned long long last = 0;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT MAX(id) FROM listings", "");
	if (!sql_next(r, &ok, e))
		return false;
	if (!sql_is_null(r, 0))
		last = strtoull(sql_text_borrow(r, 0, NULL), NULL, 16);
	sql_done(r);
	snprintf(id, LISTING_ID_BYTES, "%016llx", last + 1);
	return true;
}

bool listing_send(struct store *s, const struct listing *x, char id[LISTING_ID_BYTES], struct error *e)
{
	ASSERT(sql_in_transaction(s->sql)); /* what makes the next number safe */
	if (!next_id(s, id, e))
		return false;
	return sql_run(s->sql, e, NULL, "UPDATE listings SET state = 'replaced' WHERE record = ?1 AND state = 'waiting'", "s",
		       x->record) &&
	       sql_run(s->sql, e, NULL,
		       "INSERT INTO listings (id, record, organisation, centres, state, doc, place_doc, sent_by, sent_at)"
		       " VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7, ?8)",
		       "sssssssi", id, x->record, x->organisation, x->centre, x->doc, x->place_doc, x->sent_by, x->sent_at);
}

#define COLUMNS                                                                                                        \
	"SELECT id, record, organisation, centres, state, doc, place_doc, sent_by, sent_at, decided_by, decided_at, "  \
	"note FROM listings "

static void read_listing(struct sql_rows *r, struct listing *out, struct arena *a)
{
	*out = (struct listing){
		.id = sql_text(r, 0, a),
		.record = sql_text(r, 1, a),
		.organisation = sql_text(r, 2, a),
		.centre = sql_text(r, 3, a),
		.state = state_from_word(sql_text_borrow(r, 4, NULL)),
		.doc = sql_text(r, 5, a),
		.place_doc = sql_text(r, 6, a),
		.sent_by = sql_text(r, 7, a),
		.sent_at = sql_i64(r, 8),
		.decided_by = sql_text(r, 9, a),
		.decided_at = sql_instant(r, 10),
		.note = sql_text(r, 11, a),
	};
}

bool listing_get(struct store *s, const char *id, struct listing *out, struct arena *a, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, COLUMNS "WHERE id = ?1", "s", id);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no listing %s", id) : false;
	read_listing(r, out, a);
	sql_done(r);
	return true;
}

bool listing_waiting(struct store *s, const struct strs *centres, size_t limit, struct listing **out, size_t *n,
		     struct arena *a, struct error *e)
{
	bool ok;
	struct listing x;
	*out = ARENA_ARRAY(a, struct listing, limit);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e, COLUMNS "WHERE state = 'waiting' ORDER BY id", "");
	while (sql_next(r, &ok, e)) {
		read_listing(r, &x, a);
		if (*n < limit && (centres == NULL || strs_has(centres, x.centre)))
			(*out)[(*n)++] = x;
	}
	return ok;
}

bool listing_of_organisation(struct store *s, const char *organisation, size_t limit, struct listing **out, size_t *n,
			     struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct listing, limit);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e, COLUMNS "WHERE organisation = ?1 ORDER BY id DESC LIMIT ?2", "si",
				       organisation, (int64_t)limit);
	while (sql_next(r, &ok, e))
		read_listing(r, &(*out)[(*n)++], a);
	return ok;
}

bool listing_decide(struct store *s, const char *id, enum listing_state state, const char *who, const char *note,
		    int64_t now, struct error *e)
{
	int64_t changed = 0;
	return sql_run(s->sql, e, &changed,
		       "UPDATE listings SET state = ?2, decided_by = ?3, decided_at = ?4, note = ?5"
		       " WHERE id = ?1 AND state = 'waiting'",
		       "sssis", id, listing_state_word(state), who, now, note) &&
	       (changed == 1 || error_set(e, ERROR_REFUSED, "listing %s waits no longer", id));
}

bool listing_direct(struct store *s, const char *centre, bool *direct, struct error *e)
{
	bool ok;
	*direct = false;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT direct FROM centre_rules WHERE centre = ?1", "s", centre);
	if (sql_next(r, &ok, e)) {
		*direct = sql_i64(r, 0) != 0;
		sql_done(r);
	}
	return ok;
}

bool listing_set_direct(struct store *s, const char *centre, bool direct, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO centre_rules (centre, direct) VALUES (?1, ?2) ON CONFLICT (centre) DO UPDATE SET"
		       " direct = excluded.direct",
		       "si", centre, (int64_t)direct);
}
