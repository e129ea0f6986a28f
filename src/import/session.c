#include "import/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "import/coords.h"
#include "import/dups.h"
#include "import/lease.h"
#include "import/report.h"
#include "import/run.h"
#include "import/state.h"
#include "net/http.h"

#define DELTA_OVERLAP_S 600 /* clocks differ, and a record may be written while the list is read */
#define TOKEN_BYTES_MAX 4096

struct session {
	struct session_options o;
	struct tables tables;
	/* one request at a time each: a page is still arriving while its items ask for details and are sent
	 */
	struct http_client *pages, *details, *server;
	const char *token;
	struct arena a;
	struct clock_source clock;
};

static bool read_token(struct session *s, struct error *e)
{
	const struct import_options *o = s->o.import;
	CLEANUP_BUF struct buf text = BUF_INIT;
	s->token = o->server_token;
	if (s->token == NULL && o->server_token_file != NULL) {
		if (!fs_read(o->server_token_file, TOKEN_BYTES_MAX, &text, e))
			return error_context(e, "server.token_file");
		s->token = str_trim(&s->a, buf_str(&text));
	}
	return s->o.dry_run || !str_empty(s->token) ||
	       error_set(e, ERROR_INPUT, "server.token or server.token_file is needed (or --dry-run)");
}

struct session *session_new(const struct session_options *o, struct error *e)
{
	struct session *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->o = *o;
	clock_init_system(&s->clock);
	const char *topics = arena_printf(&s->a, "%s/topics", o->import->assets_dir);
	if (!tables_load(&s->tables, topics, &s->a, e) || !read_token(s, e)) {
		session_free(s);
		return NULL;
	}
	struct http_options h = {.proxy = o->import->proxy,
				 .ca_file = o->import->ca_file,
				 .user_agent = "aula-import (lobby screens of Finnish health centres)"};
	s->pages = http_client_new(&h);
	s->details = http_client_new(&h);
	s->server = http_client_new(&h);
	return s;
}

void session_free(struct session *s)
{
	if (s == NULL)
		return;
	http_client_free(s->pages);
	http_client_free(s->details);
	http_client_free(s->server);
	arena_fini(&s->a);
	free(s);
	coords_fini();
}

static void choose_mode(struct run *r, const struct session *s, const struct source_type *type,
			const struct source_state *state)
{
	int64_t full_every_s = r->source->full_every_days * 86400;
	bool due = state->last_full == INSTANT_NONE || r->now - state->last_full >= full_every_s;
	bool delta = type->delta && r->source->url != NULL && !due && !s->o.force_full &&
		     state->last_ok != INSTANT_NONE;
	r->mode = delta ? RUN_DELTA : RUN_FULL;
	if (delta)
		instant_format(state->last_ok - DELTA_OVERLAP_S, r->since);
	/* now and then it is read although it has not changed: what was made of it may have (dates to come, a newer reader) */
	if (!s->o.force_full && !due && r->source->url != NULL) {
		memcpy(r->etag, state->etag, sizeof r->etag);
		memcpy(r->last_modified, state->last_modified, sizeof r->last_modified);
	}
}

/* A source that gave plenty and now gives nothing is broken, whatever its status code says. */
static void check_not_emptied(struct run *r, const struct source_state *state)
{
	if (r->mode == RUN_FULL && !r->not_modified && state->last_taken > 0 &&
	    r->of_kind[KIND_ACTIVITY] == 0)
		run_incomplete(r, "the source gave nothing; last time it gave %zu", state->last_taken);
}

static void keep_state(const struct session *s, struct run *r, struct source_state *state)
{
	struct error e = ERROR_INIT;
	if (s->o.dry_run || s->o.stateless)
		return;
	if (r->dups != NULL && !r->not_modified &&
	    !dups_save(r->dups, r->mode == RUN_DELTA || r->incomplete, &e))
		log_warning("%s", e.text);
	if (r->incomplete)
		return; /* the next run asks for the same span again */
	state->last_ok = r->now;
	if (r->mode == RUN_FULL && !r->not_modified) {
		state->last_full = r->now;
		state->last_taken = r->of_kind[KIND_ACTIVITY];
	}
	memcpy(state->etag, r->etag, sizeof state->etag);
	memcpy(state->last_modified, r->last_modified, sizeof state->last_modified);
	if (!state_save(state, s->o.import->state_dir, r->source->name, &e))
		log_warning("%s", e.text);
}

static bool read_and_send(struct run *r, const struct source_type *type, const struct source_state *state,
			  struct error *e)
{
	if (!type->read(r, e) || !run_take_rest(r, e))
		return false;
	check_not_emptied(r, state);
	if (r->not_modified)
		return true;
	return sink_finish(r->sink, r->mode == RUN_FULL && !r->incomplete, e);
}

static enum session_result result_of(const struct run *r, bool ok)
{
	if (!ok || (r->incomplete && r->taken == 0))
		return SESSION_FAILED;
	return r->incomplete ? SESSION_INCOMPLETE : SESSION_OK;
}

static enum session_result run_source(struct session *s, const struct source_options *source)
{
	const struct source_type *type = source_type_find(source->type);
	ASSERT(type != NULL);
	struct error e = ERROR_INIT;
	struct source_state state = {.last_ok = INSTANT_NONE, .last_full = INSTANT_NONE};
	struct run r;
	run_init(&r);
	r.options = s->o.import;
	r.source = source;
	r.tables = &s->tables;
	r.http = s->pages;
	r.http_details = s->details;
	r.progress = s->o.progress;
	r.now = s->o.now != INSTANT_NONE ? s->o.now : clock_wall_s(&s->clock);
	if (!s->o.stateless)
		state_load(&state, s->o.import->state_dir, source->name);
	choose_mode(&r, s, type, &state);
	if (s->o.import->duplicates && !s->o.stateless)
		r.dups = dups_new(s->o.import, source, r.now);
	r.sink = sink_new(&(struct sink_target){.http = s->o.dry_run ? NULL : s->server,
						.url = s->o.import->server_url,
						.token = s->token,
						.source = source->name,
						.full = r.mode == RUN_FULL,
						.retry_base_ms = s->o.import->retry_base_ms});
	int64_t began = clock_mono_ms(&s->clock);
	bool ok = read_and_send(&r, type, &state, &e);
	if (ok)
		keep_state(s, &r, &state);
	struct report p = {.run = &r,
			   .http = s->server,
			   .sent = sink_result(r.sink),
			   .started = r.now,
			   .seconds = (double)(clock_mono_ms(&s->clock) - began) / 1000,
			   .ok = ok && !r.incomplete,
			   .dry = s->o.dry_run,
			   .error = ok ? NULL : e.text};
	report_print(&p);
	struct error report_error = ERROR_INIT;
	if (!s->o.dry_run && !report_post(&p, s->token, &report_error))
		log_warning("%s: %s", source->name, report_error.text);
	enum session_result result = result_of(&r, ok);
	sink_free(r.sink);
	dups_free(r.dups);
	run_fini(&r);
	return result;
}

enum session_result session_run(struct session *s, const struct source_options *source)
{
	const struct lease_target lease = {.http = s->server,
					   .url = s->o.import->server_url,
					   .token = s->token,
					   .source = source->name,
					   .retry_base_ms = s->o.import->retry_base_ms};
	if (s->o.dry_run)
		return run_source(s, source);
	if (!lease_begin(&lease, s->o.scheduled))
		return SESSION_OK;
	enum session_result result = run_source(s, source);
	lease_end(&lease, result == SESSION_OK);
	return result;
}
