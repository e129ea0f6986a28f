#include "server/staff/staff_change.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "feed/hex.h"
#include "feed/page.h"
#include "i18n/catalogue.h"
#include "model/codec.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/drafts.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/claims.h"
#include "store/store.h"
#include "web/http.h"

/* --- who may --- */

/* The centres a record shows in. *all: everywhere. */
static struct strs centres_of(const struct record *x, const char **one, bool *all)
{
	struct strs none = {one, 0};
	const struct strs *list = NULL;
	*all = false;
	switch (x->kind) {
	case KIND_FEATURE: list = &x->feature.centres; break;
	case KIND_HIDE: list = &x->hide.centres; break;
	case KIND_NOTICE: list = &x->notice.centres; break;
	case KIND_POLL: list = &x->poll.centres; break;
	case KIND_CONTACT: list = &x->contact.centres; break;
	case KIND_CENTRE: *one = x->id; return (struct strs){one, 1};
	case KIND_ACTIVITY:
		*one = x->activity.from.source_id;
		if (str_eq(x->activity.from.source, STAFF_SOURCE) && !str_empty(*one))
			return (struct strs){one, 1};
		return none;
	default: return none;
	}
	*all = list->n == 0;
	return *list;
}

bool staff_may_change(const struct user *u, const struct record *record)
{
	const char *one = NULL;
	bool all;
	struct strs centres = centres_of(record, &one, &all);
	if (staff_may_everywhere(u))
		return true;
	for (size_t i = 0; i < centres.n; i++)
		if (!staff_may_centre(u, centres.v[i]))
			return false;
	return centres.n > 0;
}

bool staff_may_see(const struct user *u, const struct record *record)
{
	const char *one = NULL;
	bool all;
	struct strs centres = centres_of(record, &one, &all);
	if (staff_may_everywhere(u) || all)
		return true;
	for (size_t i = 0; i < centres.n; i++)
		if (strs_has(&u->centres, centres.v[i]))
			return true;
	return false;
}

const struct record *staff_own_record(struct web_request *r, enum record_kind kind, const char *id)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	const struct record *record = id != NULL ? view_record(a->store, kind, id, web_arena(r)) : NULL;
	if (record == NULL) {
		staff_error_page(r, 404, tr(staff_lang(r), "It is not there any more."));
		return NULL;
	}
	if (!staff_may_change(u, record)) {
		log_warning("staff: %s %s refused to %s", record_kind_word(kind), id, u->name);
		staff_error_page(r, 403, tr(staff_lang(r), "This belongs to other centres."));
		return NULL;
	}
	return record;
}

/* --- changing --- */

const char *staff_doc_of(const struct record *record, struct arena *a)
{
	CLEANUP_BUF struct buf doc = BUF_INIT;
	if (record == NULL)
		return NULL;
	record_doc_write(record, &doc);
	return arena_strdup(a, buf_str(&doc));
}

/* What another source brought becomes staff's when they change it: else its next run would undo them (store/claims.h). */
static bool take_over(struct web_request *r, const struct record *record, struct error *e)
{
	struct app *a = web_app(r);
	struct store_record stored;
	struct error none = ERROR_INIT;
	if (!store_get(a->store, record->kind, record->id, &stored, web_arena(r), &none))
		return none.kind == ERROR_NOT_FOUND || error_pass(e, &none);
	if (str_eq(stored.source, STAFF_SOURCE) || stored.doc == NULL)
		return true;
	const struct claim c = {
		.id = record->id, .source = stored.source, .doc = stored.doc, .at = app_now(a)};
	return claim_add(a->store, record->kind, &c, STAFF_SOURCE, e);
}

/* Staff have taken it back to just what its source says: it follows the source again. */
static bool maybe_give_back(struct web_request *r, const struct record *record, const char *doc, struct error *e)
{
	struct app *a = web_app(r);
	struct claim c;
	struct error none = ERROR_INIT;
	if (!claim_get(a->store, record->kind, record->id, &c, web_arena(r), &none))
		return none.kind == ERROR_NOT_FOUND || error_pass(e, &none);
	bool same = doc != NULL && c.doc != NULL ? str_eq(doc, c.doc) : doc == c.doc;
	return !same || claim_give_back(a->store, record->kind, record->id, e);
}

static bool change_one(struct web_request *r, const struct staff_change *c, struct error *e)
{
	struct app *a = web_app(r);
	enum store_outcome outcome;
	const struct record *any = c->after != NULL ? c->after : c->before;
	const struct intake in = {.store = a->store,
				  .analyser = a->analyser,
				  .source = STAFF_SOURCE,
				  .any_kind = true,
				  .now = app_now(a)};
	const char *before = staff_doc_of(c->before, web_arena(r));
	bool ok = take_over(r, any, e) &&
		  (c->after != NULL ? intake_record(&in, c->after, &outcome, web_arena(r), e)
				    : store_remove(a->store, any->kind, any->id, NULL, app_now(a), &outcome, e));
	const char *after = staff_doc_of(c->after, web_arena(r)); /* as it went in: with what the intake added */
	ok = ok && maybe_give_back(r, any, after, e);
	const struct audit_entry entry = {
		.at = app_now(a),
		.who = staff_session(r)->user.name,
		.what = c->what,
		.target = any->id,
		.before = before,
		.after = after,
	};
	return ok && audit_add(a->store, &entry, e);
}

bool staff_publish(struct web_request *r, const struct staff_change *changes, size_t n, struct error *e)
{
	struct app *a = web_app(r);
	bool ok = store_begin(a->store, e);
	for (size_t i = 0; ok && i < n; i++)
		ok = change_one(r, &changes[i], e);
	/* a form that is published needs its draft no more; ending something is no publishing */
	ok = ok && (n == 0 || !str_ends(changes[0].what, ".put") || draft_published(r, e));
	if (ok && store_commit(a->store, e)) {
		app_published(a);
		return true;
	}
	store_rollback(a->store);
	return false;
}

bool staff_publish_one(struct web_request *r, const struct record *before, struct record *after, const char *what)
{
	struct error e = ERROR_INIT;
	const struct staff_change change = {before, after, what};
	if (staff_publish(r, &change, 1, &e))
		return true;
	log_error("staff: %s: %s", what, e.text);
	staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
	return false;
}

const char *staff_new_id(struct web_request *r, const char *letter)
{
	uint8_t bytes[6];
	char hex[13];
	random_bytes(bytes, sizeof bytes);
	hex_write(bytes, sizeof bytes, hex);
	return arena_printf(web_arena(r), "staff:%s-%s", letter, hex);
}

/* --- taking back --- */

#define UNDO_S 3600 /* later it is a change like any other */

bool staff_parse_doc(enum record_kind kind, const char *id, const char *doc, struct record *out, struct arena *a)
{
	CLEANUP_BUF struct buf line = BUF_INIT;
	buf_printf(&line, "{\"kind\":\"%s\",\"id\":", record_kind_word(kind));
	json_write_string(&line, id);
	buf_printf(&line, ",\"doc\":%s}", doc);
	return record_parse(out, buf_str(&line), line.len, a, NULL);
}

/* The newest change of it, when this person made it and it still stands. */
static const struct audit_entry *last_change(struct web_request *r, enum record_kind kind, const char *id)
{
	struct app *a = web_app(r);
	struct audit_entry *v;
	size_t n;
	const char *lead = arena_printf(web_arena(r), "%s.", record_kind_word(kind));
	if (!audit_list(a->store, id, 1, &v, &n, web_arena(r), NULL) || n != 1 || !str_starts(v->what, lead) ||
	    app_now(a) - v->at > UNDO_S ||
	    str_ends(v->what, ".undo") || !str_eq(v->who, staff_session(r)->user.name))
		return NULL;
	const struct record *now = view_record(a->store, kind, id, web_arena(r));
	return str_eq(staff_doc_of(now, web_arena(r)), v->after) ? v : NULL;
}

/* A feature that is taken back takes along the activity that was written together with it. */
static const struct record *written_with(struct web_request *r, const struct record *feature, int64_t at)
{
	struct app *a = web_app(r);
	struct audit_entry *v;
	size_t n;
	const struct record *x = view_record(a->store, KIND_ACTIVITY, feature->feature.activity, web_arena(r));
	bool ours = x != NULL && str_eq(x->activity.from.source, STAFF_SOURCE) &&
		    audit_list(a->store, x->id, 1, &v, &n, web_arena(r), NULL) && n == 1 && v->at == at &&
		    v->before == NULL && str_eq(v->who, staff_session(r)->user.name);
	return ours ? x : NULL;
}

/* One transaction for what belongs together. back NULL: away with it. */
static bool put_back(struct web_request *r, const struct record *now, struct record *back, int64_t at)
{
	struct error e = ERROR_INIT;
	const char *what = arena_printf(web_arena(r), "%s.undo", record_kind_word(now->kind));
	const struct record *with = now->kind == KIND_FEATURE && back == NULL ? written_with(r, now, at) : NULL;
	const struct staff_change changes[] = {{now, back, what}, {with, NULL, "activity.undo"}};
	if (staff_publish(r, changes, with != NULL ? 2 : 1, &e))
		return true;
	log_error("undo: %s", e.text);
	staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
	return false;
}

static const char *place_of(enum record_kind kind)
{
	switch (kind) {
	case KIND_HIDE: return "/staff/hidden";
	case KIND_NOTICE: return "/staff/notices";
	case KIND_POLL: return "/staff/polls";
	case KIND_CENTRE:
	case KIND_CONTACT: return "/staff/centres";
	default: return "/staff/features";
	}
}

void staff_undo(struct web_request *r)
{
	struct app *a = web_app(r);
	const char *id = web_form(r, "id"), *kind_word = web_form(r, "kind");
	if (!staff_form_ok(r))
		return;
	enum record_kind kind = kind_word != NULL ? record_kind_from_word(kind_word) : KIND_NONE;
	const struct audit_entry *entry =
		kind != KIND_NONE && id != NULL && feed_id_ok(id) ? last_change(r, kind, id) : NULL;
	if (entry == NULL) {
		staff_error_page(r, 409, tr(staff_lang(r), "It has been changed since, so it cannot be taken back."));
		return;
	}
	const struct user *u = &staff_session(r)->user;
	struct record before;
	const struct record *now = view_record(a->store, kind, id, web_arena(r));
	bool back = entry->before != NULL && staff_parse_doc(kind, id, entry->before, &before, web_arena(r));
	if (now == NULL && !back) { /* made and gone again: nothing to go back to */
		staff_error_page(r, 409, tr(staff_lang(r), "It has been changed since, so it cannot be taken back."));
		return;
	}
	if ((now != NULL && !staff_may_change(u, now)) || (back && !staff_may_change(u, &before))) {
		staff_error_page(r, 403, tr(staff_lang(r), "This belongs to other centres."));
		return;
	}
	if (put_back(r, now != NULL ? now : &before, back ? &before : NULL, entry->at))
		web_redirect(r, arena_printf(web_arena(r), "%s?undone=1", place_of(kind)));
}

void staff_saved(struct html *h, struct web_request *r, enum record_kind kind, const char *words)
{
	enum lang l = staff_lang(r);
	const char *id = web_query(r, "saved"), *kind_word = web_query(r, "kind");
	if (kind_word != NULL && record_kind_from_word(kind_word) != KIND_NONE)
		kind = record_kind_from_word(kind_word);
	if (web_query(r, "undone") != NULL) {
		staff_done(h, tr(l, "Taken back. It is as it was before."));
	}
	if (id == NULL)
		return;
	html_raw(h, "<div class=\"saved\" role=\"status\">");
	html_icon(h, "check_circle");
	html_raw(h, "<span>");
	html_text(h, words);
	html_raw(h, "</span>");
	if (feed_id_ok(id) && last_change(r, kind, id) != NULL) {
		html_raw(h, "<form method=\"post\" action=\"/staff/undo\">");
		staff_csrf_field(h, r);
		html_raw(h, "<input type=\"hidden\" name=\"kind\"");
		html_attr(h, "value", record_kind_word(kind));
		html_raw(h, "><input type=\"hidden\" name=\"id\"");
		html_attr(h, "value", id);
		html_raw(h, "><button>");
		html_text(h, tr(l, "Undo"));
		html_raw(h, "</button></form>");
	}
	html_raw(h, "</div>");
}

void staff_redirect_saved(struct web_request *r, const char *path, const char *id)
{
	struct buf url = BUF_INIT;
	buf_printf(&url, "%s%csaved=", path, strchr(path, '?') != NULL ? '&' : '?');
	html_url_part(&url, id);
	web_redirect(r, buf_str(&url));
	buf_fini(&url);
}
