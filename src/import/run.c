#include "import/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "import/dups.h"
#include "import/finish.h"
#include "import/held.h"
#include "import/id_set.h"
#include "import/sink.h"
#include "model/codec.h"

void run_init(struct run *r)
{
	*r = (struct run){.now = 0};
	r->seen = id_set_new();
	r->held = held_new();
}

void run_fini(struct run *r)
{
	id_set_free(r->seen);
	held_free(r->held);
	arena_fini(&r->keep);
	arena_fini(&r->item);
}

void run_skip(struct run *r, const char *why, const char *example)
{
	tally_add(&r->skipped, why, example);
}

void run_changed(struct run *r, const char *what, const char *id)
{
	tally_add(&r->changed, what, id);
}

void run_incomplete(struct run *r, const char *fmt, ...)
{
	if (r->incomplete)
		return; /* the first reason is the one to look at */
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(r->why_incomplete, sizeof r->why_incomplete, fmt, ap);
	va_end(ap);
	r->incomplete = true;
}

void run_depends_on_day(struct run *r)
{
	r->etag[0] = r->last_modified[0] = '\0';
}

void run_read_all(struct run *r)
{
	r->mode = RUN_FULL;
	sink_set_full(r->sink);
}

static const char *seen_key(char *to, size_t size, enum record_kind kind, const char *id)
{
	snprintf(to, size, "%s %s", record_kind_word(kind), id);
	return to;
}

bool run_has(const struct run *r, enum record_kind kind, const char *id)
{
	char key[RECORD_ID_MAX + 32];
	return id != NULL && id_set_has(r->seen, seen_key(key, sizeof key, kind, id));
}

/* Whether the encoded record would be accepted; the same check the server makes. */
static bool check(struct run *r, const struct record *rec, struct error *e)
{
	struct buf line = BUF_INIT;
	struct record back;
	record_line_write(rec, &line);
	bool ok = record_parse(&back, line.data, line.len, &r->item, e);
	buf_fini(&line);
	return ok;
}

static bool is_duplicate(struct run *r, struct record *rec, bool *sent_before)
{
	struct dup_match m;
	if (r->dups == NULL || !dups_check(r->dups, rec, &m))
		return false;
	*sent_before = m.sent_before;
	char why[TALLY_REASON_BYTES];
	snprintf(why, sizeof why, "same as in %s", m.source);
	run_skip(r, why, arena_printf(&r->item, "%s = %s: %s", rec->id, m.id, m.why));
	return true;
}

static void count(struct run *r, enum record_kind kind)
{
	r->taken++;
	r->of_kind[kind]++;
}

static const char *place_of(const struct record *rec)
{
	return rec->kind == KIND_ACTIVITY ? rec->activity.place : rec->kind == KIND_CENTRE ? rec->centre.place : NULL;
}

static bool send_used(struct run *r, enum record_kind kind, const char *id, struct error *e)
{
	CLEANUP_BUF struct buf line = BUF_INIT;
	if (id == NULL || !held_use(r->held, kind, id, &line))
		return true;
	count(r, kind);
	return sink_put_line(r->sink, buf_str(&line), false, e);
}

/* What it uses goes before it. */
static bool send(struct run *r, const struct record *rec, struct error *e)
{
	const char *organisation = rec->kind == KIND_ACTIVITY ? rec->activity.organisation : NULL;
	if ((rec->kind == KIND_PLACE || rec->kind == KIND_ORGANISATION) && held_keep(r->held, rec))
		return true;
	if (!send_used(r, KIND_PLACE, place_of(rec), e) || !send_used(r, KIND_ORGANISATION, organisation, e))
		return false;
	count(r, rec->kind);
	return sink_put(r->sink, rec, e);
}

static void pass(struct run *r, const struct record *rec)
{
	if (rec->kind == KIND_ACTIVITY && rec->activity.place != NULL)
		held_pass(r->held, KIND_PLACE, rec->activity.place);
	if (rec->kind == KIND_ACTIVITY && rec->activity.organisation != NULL)
		held_pass(r->held, KIND_ORGANISATION, rec->activity.organisation);
}

bool run_take_rest(struct run *r, struct error *e)
{
	struct held_rest rest;
	for (size_t at = 0; held_next(r->held, &at, &rest);) {
		if (rest.passed)
			run_skip(r, "used only by what was skipped", rest.id);
		else
			count(r, rest.kind);
		if (!sink_put_line(r->sink, rest.line, rest.passed, e))
			return false;
	}
	return true;
}

bool run_take(struct run *r, struct record *rec, struct error *e)
{
	char key[RECORD_ID_MAX + 32];
	struct error why = ERROR_INIT;
	if (strlen(rec->id) <= RECORD_ID_MAX && run_has(r, rec->kind, rec->id)) {
		r->repeated++;
		return true;
	}
	const char *out = finish_record(r, rec);
	if (out == NULL && !check(r, rec, &why))
		out = why.text +
		      (str_starts(why.text, record_kind_word(rec->kind)) && strstr(why.text, ": ") != NULL
			       ? strstr(why.text, ": ") + 2 - why.text
			       : 0);
	if (out != NULL) {
		run_skip(r, out, rec->id);
		pass(r, rec);
		/* a full run is swept; after a change the version sent earlier must not stay */
		return r->mode == RUN_FULL || rec->kind != KIND_ACTIVITY ||
		       sink_gone(r->sink, rec->kind, rec->id, e);
	}
	id_set_add(r->seen, seen_key(key, sizeof key, rec->kind, rec->id));
	bool sent_before = false;
	if (is_duplicate(r, rec, &sent_before)) { /* not left to the sweep, whose guard is for surprises */
		pass(r, rec);
		return !sent_before || sink_gone(r->sink, rec->kind, rec->id, e);
	}
	return send(r, rec, e);
}

bool run_gone(struct run *r, enum record_kind kind, const char *id, struct error *e)
{
	if (run_has(r, kind, id))
		return true;
	r->gone++;
	if (r->dups != NULL)
		dups_forget(r->dups, id);
	/* in a full run, what is not in it is swept anyway */
	return r->mode == RUN_FULL || sink_gone(r->sink, kind, id, e);
}

struct provenance run_provenance(const struct run *r, const char *source_id)
{
	return (struct provenance){.source = r->source->name,
				   .source_id = source_id,
				   .license = r->source->license,
				   .attribution = r->source->attribution,
				   .modified_at = INSTANT_NONE};
}

const char *run_hash(struct arena *a, const char *text)
{
	return arena_printf(a, "%012llx", (unsigned long long)(text_hash(text) & 0xffffffffffffULL));
}

const char *run_id(struct run *r, const char *prefix, const char *source_id)
{
	char *id = arena_printf(&r->item, "%s:%s", prefix, source_id);
	bool plain = strlen(id) <= RECORD_ID_MAX;
	for (char *p = id; *p != '\0'; p++)
		plain = plain && *p > ' ' && *p < 0x7f && *p != '"' && *p != '\\';
	return plain ? id : arena_printf(&r->item, "%s:#%s", prefix, run_hash(&r->item, source_id));
}
