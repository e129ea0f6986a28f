#include "sync/engine.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/cli.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "sync/applier.h"
#include "sync/exit.h"

#define STATUS_EVERY_MS 30000
#define FIRST_CHECK_MS 60000
#define CHECK_EVERY_MS ((int64_t)24 * 3600 * 1000)
/* An answer that brings nothing and did not wait either: not to be asked again at once. */
#define EMPTY_PAUSE_MS 1000
/* A cache that turns out damaged more often than this in a row: the card or the memory is to blame, so wait
 * between. */
#define CONDEMNED_MAX 3
/* Loads in a row whose digest did not agree; after that the longest wait, for each costs a whole download. */
#define MISMATCHES_MAX 3
#define HELD_PAUSE_MS 500
#define KEY_FILE_BYTES 256

/* --- telling --- */

static void tell(struct engine *x, enum sync_state state, const char *why)
{
	struct sync_status *s = &x->status;
	bool changed = s->state != state || !str_eq(s->why, why);
	if (s->state != state)
		s->since = clock_wall_s(&x->clock);
	s->state = state;
	snprintf(s->why, sizeof s->why, "%s", why);
	/* what could be cut in the middle of a letter is cut before it */
	while (!utf8_valid(s->why, strlen(s->why)))
		s->why[strlen(s->why) - 1] = '\0';
	x->status_changed |= changed;
}

static void copy_meta(struct engine *x)
{
	const struct cache_meta *m = &x->vault.meta;
	struct sync_status *s = &x->status;
	x->status_changed |= s->seq != m->seq || s->load_have != m->load_have || s->complete != m->complete ||
			     s->rebuilding != x->vault.rebuilding;
	s->content_at = m->signed_at;
	s->verified_at = m->verified_at;
	s->seq = m->seq;
	s->complete = m->complete;
	s->rebuilding = x->vault.rebuilding;
	s->load_have = m->load_have;
	s->load_total = m->load_total;
	/* The lower bound of the clock: an instant the server has signed is over. */
	struct clock_source system = x->clock;
	system.floor_s = INSTANT_NONE;
	s->clock_behind =
		m->signed_at != INSTANT_NONE && clock_wall_s(&system) < m->signed_at - APPLIER_AT_SLACK_S;
	x->clock.floor_s = m->signed_at;
}

static void write_status(struct engine *x)
{
	struct error e = ERROR_INIT;
	int64_t now = clock_mono_ms(&x->clock);
	copy_meta(x);
	if (!x->status_changed && x->status_written_ms >= 0 && now - x->status_written_ms < STATUS_EVERY_MS)
		return;
	log_once("status", sync_status_write(x->status_dir, &x->status, &e) ? NULL : e.text);
	x->status_written_ms = now;
	x->status_changed = false;
}

/* --- life --- */

static enum fetched fetch_page(void *user, int64_t after, int64_t wait_s, struct http_response *response,
			       enum sync_state *state, struct error *e)
{
	return fetch_feed(user, after, wait_s, response, state, e);
}

static void stop_fetching(void *user, bool stop)
{
	fetcher_stop(user, stop);
}

/* From here on others use the fetcher. */
static void drop_ahead(struct engine *x)
{
	if (x->vault.w != NULL)
		cache_writer_settle(x->vault.w); /* its search index may be at the last pages still */
	ahead_drop(&x->ahead);
}

bool engine_open(struct engine *x, const struct settings *s, struct error *e)
{
	*x = (struct engine){
		.settings = s,
		.backoff = {.first_ms = s->backoff_first_ms, .most_ms = s->backoff_most_s * 1000},
		.status = {.state = SYNC_STARTING,
			   .last_contact = INSTANT_NONE,
			   .content_at = INSTANT_NONE,
			   .verified_at = INSTANT_NONE},
		.status_written_ms = -1,
	};
	clock_init_system(&x->clock);
	if (!fs_join(s->state, "status", x->status_dir, e) || !fs_mkdirs(x->status_dir, e) ||
	    !vault_open(&x->vault, s->state, e))
		return false;
	fetcher_init(&x->fetcher, s);
	ahead_init(&x->ahead, &(struct ahead_source){fetch_page, stop_fetching, &x->fetcher});
	x->check_at_ms = clock_mono_ms(&x->clock) + FIRST_CHECK_MS;
	x->status.since = clock_wall_s(&x->clock);
	write_status(x);
	return true;
}

void engine_close(struct engine *x)
{
	vault_close(&x->vault); /* first: it may be at the pages still */
	ahead_fini(&x->ahead);
	fetcher_fini(&x->fetcher);
}

/* --- trust --- */

/* The key of the enrolment, in the arena; "" when there was none. */
static const char *enrolled_key(const struct engine *x, struct arena *a)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	const char *path = arena_printf(a, "%s/device/server-key", x->settings->state);
	if (!fs_exists(path) || !fs_read(path, KEY_FILE_BYTES, &text, NULL))
		return "";
	const char *key = str_trim(a, buf_str(&text));
	return str_is_hex(key, 64) ? key : "";
}

/* Which key pages must be signed with. A configured key is where trust begins, or the one a person compared
 * at the enrolment; another one later begins it anew. Without one, the first key met is believed and kept. */
static bool settle_key(struct engine *x, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct cache_meta *m = &x->vault.meta;
	const char *configured = str_empty(x->settings->key) ? enrolled_key(x, &a) : x->settings->key;
	char key[65];
	if (!str_empty(configured) && !str_eq(m->anchor, configured)) {
		snprintf(m->anchor, sizeof m->anchor, "%s", configured);
		snprintf(m->key, sizeof m->key, "%s", configured);
		return vault_pin(&x->vault, e);
	}
	if (m->key[0] != '\0')
		return true;
	if (!fetch_key(&x->fetcher, "", key, e))
		return false;
	log_info("no key configured: believing the first one met, %s", key);
	memcpy(m->key, key, sizeof key);
	memcpy(m->anchor, key, sizeof key);
	return vault_pin(&x->vault, e);
}

/* A page that our key did not sign: has the key been handed over? */
static bool follow_rotation(struct engine *x)
{
	char key[65];
	struct error e = ERROR_INIT;
	struct cache_meta *m = &x->vault.meta;
	if (!fetch_key(&x->fetcher, m->key, key, &e)) {
		log_once("rotation", e.text);
		return false;
	}
	if (str_eq(key, m->key))
		return false;
	log_info("signing key handed over to %s", key);
	memcpy(m->key, key, sizeof key);
	log_once("pin", vault_pin(&x->vault, &e) ? NULL : e.text);
	return true;
}

/* --- a page --- */

static enum step refuse(struct engine *x, const struct error *e)
{
	log_once("refused", e->text);
	tell(x, SYNC_REFUSED, e->text);
	x->current = false;
	return STEP_REFUSED;
}

static enum step broken(struct engine *x, struct error *e)
{
	struct error more = ERROR_INIT;
	x->current = false;
	if (e->kind == ERROR_CORRUPT) {
		log_error("cache is damaged, fetching it anew: %s", e->text);
		bool again = vault_condemn(&x->vault, &more);
		if (again && x->n_condemned++ < CONDEMNED_MAX)
			return STEP_MORE;
		if (!again)
			*e = more;
	}
	log_once("disk", e->text);
	tell(x, SYNC_DISK, e->text);
	return STEP_BROKEN;
}

/* The digest would not agree. Once: an answer from an older HTTP cache can do that; ask again. Then: load
 * anew. */
static enum step mismatch(struct engine *x)
{
	struct error e = {.kind = ERROR_TRUST};
	x->n_mismatches++;
	snprintf(e.text, sizeof e.text, "digest does not agree after sequence %lld",
		 (long long)x->vault.meta.after);
	if (x->n_mismatches >= 2) {
		struct error why = ERROR_INIT;
		log_warning("%s: loading from the start", e.text);
		if (!cache_load_begin(x->vault.w, &why) || !vault_reload(&x->vault, &why))
			return broken(x, &why);
	}
	return refuse(x, &e);
}

static enum step applied(struct engine *x, enum applied result, size_t n_items)
{
	struct error e = ERROR_INIT;
	log_once("refused", NULL);
	log_once("disk", NULL);
	if (!vault_settle(&x->vault, &e))
		return broken(x, &e);
	if (n_items > 0)
		log_debug("%zu records up to %lld", n_items, (long long)x->vault.meta.after);
	x->current = result == APPLIED_CURRENT;
	x->n_empty = n_items > 0 ? 0 : x->n_empty + 1;
	if (x->current)
		x->n_condemned = x->n_mismatches = 0;
	x->status.last_contact = clock_wall_s(&x->clock);
	tell(x, x->current ? SYNC_CURRENT : SYNC_LOADING, "");
	return x->current ? STEP_CURRENT : STEP_MORE;
}

static enum step take_page(struct engine *x, const struct answer *in, bool *bad_key)
{
	struct error e = in->error;
	const struct feed_trailer *t = &in->page.page.trailer;
	enum applied result;
	struct vault *v = &x->vault;
	if (!in->verified) {
		*bad_key = e.kind == ERROR_TRUST;
		return refuse(x, &e);
	}
	/* Content from the future would be newer than its server's own time only if our clock is behind: the
	 * floor. */
	if (x->clock.floor_s == INSTANT_NONE || t->at > x->clock.floor_s)
		x->clock.floor_s = t->at;
	if (!applier_page(v->w, &v->meta, &in->page, clock_wall_s(&x->clock), &result, &e))
		return e.kind == ERROR_TRUST ? refuse(x, &e) : broken(x, &e);
	if (in->page.n_opaque > 0)
		log_once("opaque", "some records are of a kind or form this program does not know; they are "
				   "kept, not shown");
	return result == APPLIED_MISMATCH ? mismatch(x) : applied(x, result, in->page.page.n_items);
}

static enum step start_over(struct engine *x)
{
	struct error e = ERROR_INIT;
	if (x->vault.meta.after == 0) {
		error_set(&e, ERROR_BUSY, "the server says start over, and we have");
		tell(x, SYNC_SERVER_DOWN, e.text);
		log_once("fetch", e.text);
		return STEP_OFFLINE;
	}
	log_info("older than the server remembers: loading from the start, showing what we have");
	if (!cache_load_begin(x->vault.w, &e) || !vault_reload(&x->vault, &e))
		return broken(x, &e);
	x->current = false;
	return STEP_MORE;
}

static enum step failed(struct engine *x, enum sync_state state, const struct error *e)
{
	log_once("fetch", e->text);
	tell(x, state, e->text);
	x->current = false;
	return state == SYNC_REFUSED ? STEP_REFUSED : STEP_OFFLINE;
}

static enum step take_answer(struct engine *x, const struct answer *in, bool *bad_key)
{
	*bad_key = false;
	switch (in->fetched) {
	case FETCHED_PAGE: log_once("fetch", NULL); return take_page(x, in, bad_key);
	case FETCHED_START_OVER: return start_over(x);
	case FETCHED_CANCELLED: return STEP_STOP;
	case FETCHED_FAILED: break;
	}
	return failed(x, in->state, &in->error);
}

static enum step ask(struct engine *x, bool *bad_key)
{
	const struct settings *s = x->settings;
	const struct cache_meta *m = &x->vault.meta;
	struct question q = {.after = m->after,
			     .wait_s = x->current && !s->metered && !s->once ? s->wait_s : 0,
			     .now = clock_wall_s(&x->clock)};
	memcpy(q.key, m->key, sizeof q.key);
	if (q.wait_s > 0)
		x->fetcher.seen_at = m->signed_at;
	return take_answer(x, ahead_take(&x->ahead, &q), bad_key);
}

static bool held(struct engine *x)
{
	enum link_hold hold = link_holds(x->link);
	if (hold == LINK_HOLD_REVOKED)
		tell(x, SYNC_REVOKED, "taken out of use by staff");
	/* a screen that has content keeps it up to date while it waits for its credential */
	else if (hold == LINK_HOLD_ENROLLING && !x->vault.meta.complete)
		tell(x, SYNC_ENROLLING, "waits to be authorised");
	else
		return false;
	x->current = false;
	return true;
}

static enum step take_step(struct engine *x)
{
	struct error e = ERROR_INIT;
	bool bad_key;
	if (held(x))
		return STEP_HELD;
	if (!vault_reopen(&x->vault, &e))
		return broken(x, &e);
	if (!settle_key(x, &e)) {
		log_once("fetch", e.text);
		tell(x, SYNC_NO_NETWORK, e.text);
		return STEP_OFFLINE;
	}
	enum step step = ask(x, &bad_key);
	if (step == STEP_REFUSED && bad_key) {
		drop_ahead(x);
		if (follow_rotation(x))
			step = ask(x, &bad_key);
	}
	return step;
}

enum step engine_step(struct engine *x)
{
	enum step step = take_step(x);
	if (step != STEP_MORE)
		drop_ahead(x);
	return step;
}

/* --- housekeeping --- */

static void heal(struct engine *x, struct error *e)
{
	if (broken(x, e) == STEP_BROKEN)
		log_debug("will try again");
}

void engine_tidy(struct engine *x)
{
	struct error e = ERROR_INIT;
	int64_t now = clock_wall_s(&x->clock);
	if (x->vault.w != NULL && x->vault.meta.complete && cache_expand_due(x->vault.w, now) &&
	    !cache_expand_all(x->vault.w, now, &e))
		heal(x, &e);
	if (x->vault.w != NULL && clock_mono_ms(&x->clock) >= x->check_at_ms) {
		x->check_at_ms = clock_mono_ms(&x->clock) + CHECK_EVERY_MS;
		if (!cache_writer_check(x->vault.w, &e))
			heal(x, &e);
	}
	write_status(x);
}

static int64_t pause_after(struct engine *x, enum step step, int64_t took_ms)
{
	if (step == STEP_MORE || step == STEP_STOP)
		return 0;
	if (step == STEP_HELD)
		return HELD_PAUSE_MS;
	if (step == STEP_REFUSED && x->n_mismatches > MISMATCHES_MAX)
		x->backoff.n_failed = BACKOFF_LONGEST;
	if (step != STEP_CURRENT)
		return backoff_next_ms(&x->backoff);
	if (x->settings->metered)
		return x->settings->metered_poll_s * 1000 + (int64_t)random_below(10000);
	/* an answer that waited brings news or the end of the wait; the next may be asked at once */
	return took_ms < EMPTY_PAUSE_MS && x->n_empty > 1 ? EMPTY_PAUSE_MS : 0;
}

void engine_run(struct engine *x)
{
	for (;;) {
		engine_tidy(x);
		int64_t began = clock_mono_ms(&x->clock);
		enum step step = engine_step(x);
		int64_t took = clock_mono_ms(&x->clock) - began;
		if (step == STEP_CURRENT || step == STEP_MORE)
			backoff_reset(&x->backoff);
		write_status(x);
		if (step == STEP_STOP || fetcher_sleep(&x->fetcher, pause_after(x, step, took)))
			return;
	}
}

int engine_once(struct engine *x)
{
	for (;;) {
		enum step step = engine_step(x);
		write_status(x);
		switch (step) {
		case STEP_MORE: continue;
		case STEP_CURRENT: engine_tidy(x); return CLI_EXIT_OK;
		case STEP_OFFLINE: return SYNC_EXIT_OFFLINE;
		case STEP_REFUSED:
			/* a mismatch has begun a load: that is the way out of it, not the end */
			if (x->n_mismatches == 1 || (x->n_mismatches == 2 && x->vault.meta.after == 0))
				continue;
			return SYNC_EXIT_REFUSED;
		case STEP_BROKEN:
		case STEP_HELD:
		case STEP_STOP: return CLI_EXIT_FAILED;
		}
	}
}
