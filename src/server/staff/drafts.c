#include "server/staff/drafts.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/store.h"
#include "web/http.h"
#include "web/json.h"

#define OF_FEATURE                                                                                                     \
	"everywhere", "centre", "screen", "from_day", "from_clock", "until_day", "until_clock", "order", "sentence_fi", \
		"sentence_sv", "sentence_en"

static const char *const feature_names[] = {"id", "activity", OF_FEATURE};
static const char *const writing_names[] = {
	"written", "title_fi", "title_sv", "title_en", "text_fi",  "text_sv", "text_en", "room_fi", "room_sv",
	"room_en", "place_fi", "place_sv", "place_en", "topic",    "repeat",  "day",     "start",   "end",
	"until",   "home",     "where",    "street",   "city",     "phone",   "free",    "alt_fi",  "alt_sv",
	"alt_en",  "picture_kept", OF_FEATURE,
};
const struct draft_kind draft_of_feature = {"feature", "/staff/feature", feature_names,
					    sizeof feature_names / sizeof feature_names[0]};
const struct draft_kind draft_of_writing = {"write", "/staff/write", writing_names,
					    sizeof writing_names / sizeof writing_names[0]};

/* --- who may --- */

static bool may(const struct user *u, const struct draft *d)
{
	if (staff_may_everywhere(u))
		return true;
	for (size_t i = 0; i < d->centres.n; i++)
		if (!staff_may_centre(u, d->centres.v[i]))
			return false;
	return u->role >= ROLE_CONTACT && (d->centres.n > 0 || str_eq(d->saved_by, u->name));
}

bool drafts_of(struct web_request *r, struct draft **out, size_t *n)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	size_t all, kept = 0;
	if (!draft_list(a->store, out, &all, web_arena(r), &e)) {
		log_error("drafts: %s", e.text);
		return false;
	}
	for (size_t i = 0; i < all; i++)
		if (may(&staff_session(r)->user, &(*out)[i]))
			(*out)[kept++] = (*out)[i];
	*n = kept;
	return true;
}

/* --- taking up --- */

static bool add_field(struct web_request *r, const cJSON *field)
{
	const char *name = arena_strdup(web_arena(r), field->string);
	const cJSON *one = NULL;
	bool ok = true;
	if (cJSON_IsString(field))
		return web_form_add(r, name, arena_strdup(web_arena(r), field->valuestring));
	cJSON_ArrayForEach(one, field)
		ok = ok && cJSON_IsString(one) && web_form_add(r, name, arena_strdup(web_arena(r), one->valuestring));
	return ok;
}

static bool fill_in(struct web_request *r, const struct draft *d)
{
	const cJSON *field = NULL;
	cJSON *all = json_parse(d->fields, strlen(d->fields), DRAFT_FIELDS_BYTES_MAX, NULL);
	bool ok = all != NULL && web_form_add(r, "draft", d->id) &&
		  web_form_add(r, "draft_seen", arena_printf(web_arena(r), "%lld", (long long)d->saved_at));
	cJSON_ArrayForEach(field, all)
		ok = ok && add_field(r, field);
	cJSON_Delete(all);
	return ok;
}

bool draft_open(struct web_request *r, const struct draft_kind *k, const char *id)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	struct draft d;
	if (web_form(r, "draft") != NULL)
		return true; /* a preview that waits comes here again and again */
	bool found = draft_get(a->store, id, &d, web_arena(r), &e);
	if (!found && e.kind != ERROR_NOT_FOUND) {
		staff_unavailable(r, "draft", &e);
	} else if (!found || !str_eq(d.form, k->form)) {
		staff_error_page(r, 404, tr(staff_lang(r), "It is not there any more."));
	} else if (!may(&staff_session(r)->user, &d)) {
		log_warning("staff: draft %s refused to %s", id, staff_session(r)->user.name);
		staff_error_page(r, 403, tr(staff_lang(r), "This belongs to other centres."));
	} else if (fill_in(r, &d)) {
		return true;
	} else {
		log_error("draft %s cannot be read", id);
		staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
	}
	return false;
}

static int64_t seen_at(struct web_request *r)
{
	int64_t at = 0;
	const char *seen = web_form(r, "draft_seen");
	return seen != NULL && str_to_i64(seen, 0, INT64_MAX, &at) ? at : INSTANT_NONE;
}

void draft_write(struct form *f, enum record_kind kind, const char *record)
{
	struct app *a = web_app(f->r);
	struct store_record stored;
	const char *id = web_form(f->r, "draft");
	if (id == NULL)
		return;
	staff_hidden(&f->h, "draft", id);
	staff_hidden(&f->h, "draft_seen", web_form(f->r, "draft_seen"));
	if (record == NULL || !store_get(a->store, kind, record, &stored, web_arena(f->r), NULL) ||
	    seen_at(f->r) == INSTANT_NONE || stored.changed_at <= seen_at(f->r))
		return;
	html_raw(&f->h, "<p class=\"warn\" role=\"status\">");
	html_icon(&f->h, "warning");
	html_text(&f->h, tr(f->lang, "What is published has been changed after this draft was saved."));
	html_raw(&f->h, "</p>");
}

void draft_button(struct form *f, const char *action)
{
	html_raw(&f->h, "<button formnovalidate");
	html_attr(&f->h, "formaction", action);
	html_raw(&f->h, ">");
	html_text(&f->h, tr(f->lang, "Save the draft"));
	html_raw(&f->h, "</button>");
}

/* --- saving --- */

static const char *fields_of(struct web_request *r, const struct draft_kind *k)
{
	struct json j = JSON_INIT;
	json_open(&j, '{');
	for (size_t i = 0; i < k->n_names; i++) {
		const char *first = web_form(r, k->names[i]);
		if (str_empty(first))
			continue;
		json_key(&j, k->names[i]);
		bool several = web_form_nth(r, k->names[i], 1) != NULL;
		if (several)
			json_open(&j, '[');
		for (size_t n = 0; n == 0 || (several && web_form_nth(r, k->names[i], n) != NULL); n++)
			json_text(&j, web_form_nth(r, k->names[i], n));
		if (several)
			json_close(&j, ']');
	}
	json_close(&j, '}');
	const char *out = arena_strdup(web_arena(r), buf_str(&j.out));
	buf_fini(&j.out);
	return out;
}

static bool note(struct web_request *r, const char *what, const char *id, const char *before, const char *after,
		 struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {.at = app_now(a),
					  .who = staff_session(r)->user.name,
					  .what = what,
					  .target = id,
					  .before = before,
					  .after = after};
	return audit_add(a->store, &entry, e);
}

/* The draft that the form says it is of, when it is there and this person's. */
static bool find_own(struct web_request *r, const char *id, struct draft *out)
{
	struct app *a = web_app(r);
	return id != NULL && draft_get(a->store, id, out, web_arena(r), NULL) && may(&staff_session(r)->user, out);
}

static bool put(struct web_request *r, struct draft *d, struct error *e)
{
	struct app *a = web_app(r);
	struct draft was;
	const char *id = web_form(r, "draft");
	bool same = find_own(r, id, &was) && was.saved_at == seen_at(r) && str_eq(was.form, d->form);
	d->id = same ? was.id : staff_new_id(r, "d");
	return draft_put(a->store, d, e) && note(r, "draft.save", d->id, same ? was.fields : NULL, d->fields, e);
}

static bool centres_are_own(struct web_request *r, const struct strs *centres)
{
	for (size_t i = 0; centres != NULL && i < centres->n; i++)
		if (!staff_may_centre(&staff_session(r)->user, centres->v[i]))
			return false;
	return true;
}

void draft_save(struct web_request *r, const struct draft_kind *k, const struct draft_facts *facts)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	struct draft d = {.form = k->form,
			  .record = facts->record,
			  .title = facts->title,
			  .fields = fields_of(r, k),
			  .saved_by = staff_session(r)->user.name,
			  .saved_at = app_now(a)};
	if (!centres_are_own(r, facts->centres)) {
		staff_error_page(r, 403, tr(staff_lang(r), "This belongs to other centres."));
		return;
	}
	if (facts->centres != NULL)
		d.centres = *facts->centres;
	if (store_begin(a->store, &e) && put(r, &d, &e) && store_commit(a->store, &e)) {
		staff_redirect_saved(r, "/staff/features?when=draft", d.id);
		return;
	}
	if (e.kind != ERROR_LIMIT) {
		staff_unavailable(r, "draft", &e);
		return;
	}
	store_rollback(a->store);
	log_warning("draft: %s", e.text);
	staff_error_page(r, 422, tr(staff_lang(r), "There is no room for another draft. Throw some away first."));
}

/* --- being done with --- */

bool draft_published(struct web_request *r, struct error *e)
{
	struct app *a = web_app(r);
	struct draft d;
	return !find_own(r, web_form(r, "draft"), &d) ||
	       (draft_drop(a->store, d.id, e) && note(r, "draft.publish", d.id, d.fields, NULL, e));
}

void staff_draft_discard(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	struct draft d;
	const char *id = web_form(r, "id");
	if (!staff_form_ok(r))
		return;
	if (!find_own(r, id, &d)) {
		staff_error_page(r, 404, tr(staff_lang(r), "It is not there any more."));
		return;
	}
	if (store_begin(a->store, &e) && draft_drop(a->store, d.id, &e) &&
	    note(r, "draft.discard", d.id, d.fields, NULL, &e) && store_commit(a->store, &e))
		web_redirect(r, "/staff/features?when=draft&gone=1");
	else
		staff_unavailable(r, "draft", &e);
}
