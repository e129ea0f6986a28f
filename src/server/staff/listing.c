#include "server/staff/listing.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "model/codec.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/staff/staff_frame.h"
#include "server/view.h"
#include "store/people.h"
#include "store/review.h"
#include "store/store.h"
#include "web/http.h"

const char *listing_organisation(struct web_request *r)
{
	const struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	const char *stands = u->organisation;
	if (u->role == ROLE_ORGANISATION && u->organisation != NULL) {
		merge_stands_for(a->store, KIND_ORGANISATION, u->organisation, &stands, web_arena(r), NULL);
		return stands;
	}
	if (web_method(r) == WEB_GET)
		web_redirect(r, "/staff/features");
	else
		staff_error_page(r, 403, tr(staff_lang(r), "Your role does not include this."));
	return NULL;
}

struct record *listing_parse(enum record_kind kind, const char *id, const char *doc, struct arena *a)
{
	struct record *out = ARENA_NEW(a, struct record);
	const char *plain = view_plain(doc, a);
	cJSON *json = plain != NULL ? json_parse(plain, strlen(plain), RECORD_BYTES_MAX, NULL) : NULL;
	bool ok = json != NULL && record_from_json(out, kind, id, json, a, NULL);
	cJSON_Delete(json);
	return ok ? out : NULL;
}

/* --- whose it is --- */

static const struct listing *sent_before(struct app *app, const char *organisation, const char *id, struct arena *a)
{
	struct listing *v;
	size_t n;
	if (!listing_of_organisation(app->store, organisation, LISTINGS_READ, &v, &n, a, NULL))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(v[i].record, id))
			continue;
		/* only the newest tells how things stand */
		return v[i].state == LISTING_WAITING || v[i].state == LISTING_REFUSED ? &v[i] : NULL;
	}
	return NULL;
}

static const char *published_doc(struct app *app, const char *organisation, const char *id, struct arena *a)
{
	struct store_record stored;
	if (!store_get(app->store, KIND_ACTIVITY, id, &stored, a, NULL) || stored.doc == NULL ||
	    !str_eq(stored.source, LISTING_SOURCE))
		return NULL;
	const struct record *x = listing_parse(KIND_ACTIVITY, id, stored.doc, a);
	return x != NULL && str_eq(x->activity.organisation, organisation) ? stored.doc : NULL;
}

bool listing_find_own(struct app *app, const char *organisation, const char *id, struct listing_own *out,
		      struct arena *a)
{
	*out = (struct listing_own){0};
	if (id == NULL || !str_starts(id, LISTING_SOURCE ":"))
		return false;
	out->published = published_doc(app, organisation, id, a);
	out->sent = sent_before(app, organisation, id, a);
	const char *doc = out->sent != NULL && out->sent->doc != NULL ? out->sent->doc : out->published;
	if (doc == NULL)
		return false;
	out->activity = listing_parse(KIND_ACTIVITY, id, doc, a);
	if (out->activity != NULL && out->sent != NULL && out->sent->place_doc != NULL)
		out->place = listing_parse(KIND_PLACE, out->activity->activity.place, out->sent->place_doc, a);
	return out->activity != NULL;
}

/* --- publishing --- */

static bool take(struct app *app, struct record *r, struct arena *a, struct error *e)
{
	enum store_outcome outcome;
	const struct intake in = {.store = app->store,
				  .analyser = app->analyser,
				  .source = LISTING_SOURCE,
				  .any_kind = true,
				  .now = app_now(app)};
	return r != NULL ? intake_record(&in, r, &outcome, a, e)
			 : error_set(e, ERROR_CORRUPT, "a document that was sent in cannot be read");
}

static bool end(struct app *app, const struct listing *x, const char *before, struct arena *a, struct error *e)
{
	enum store_outcome outcome;
	const struct record *was = before != NULL ? listing_parse(KIND_ACTIVITY, x->record, before, a) : NULL;
	const char *place = was != NULL ? was->activity.place : NULL;
	return store_remove(app->store, KIND_ACTIVITY, x->record, LISTING_SOURCE, app_now(app), &outcome, e) &&
	       (place == NULL || !str_starts(place, LISTING_SOURCE ":p-") ||
		store_remove(app->store, KIND_PLACE, place, LISTING_SOURCE, app_now(app), &outcome, e));
}

static bool put(struct app *app, const struct listing *x, struct arena *a, struct error *e)
{
	struct record *activity = listing_parse(KIND_ACTIVITY, x->record, x->doc, a);
	if (activity != NULL && x->place_doc != NULL &&
	    !take(app, listing_parse(KIND_PLACE, activity->activity.place, x->place_doc, a), a, e))
		return false;
	return take(app, activity, a, e);
}

bool listing_publish(struct app *app, const struct listing *x, const char *who, struct arena *a, struct error *e)
{
	struct store_record stored;
	bool there = store_get(app->store, KIND_ACTIVITY, x->record, &stored, a, NULL);
	const struct audit_entry entry = {
		.at = app_now(app),
		.who = who,
		.what = "listing.publish",
		.target = x->record,
		.before = there ? stored.doc : NULL,
		.after = x->doc,
	};
	return (x->doc != NULL ? put(app, x, a, e) : end(app, x, entry.before, a, e)) && audit_add(app->store, &entry, e);
}

static bool submit(struct web_request *r, const struct listing *x, bool *direct, struct error *e)
{
	struct app *app = web_app(r);
	char id[LISTING_ID_BYTES];
	const struct audit_entry entry = {
		.at = app_now(app), .who = x->sent_by, .what = "listing.send", .target = x->record, .after = x->doc};
	if (!listing_send(app->store, x, id, e) || !listing_direct(app->store, x->centre, direct, e) ||
	    !audit_add(app->store, &entry, e))
		return false;
	return !*direct || (listing_publish(app, x, x->sent_by, web_arena(r), e) &&
			    listing_decide(app->store, id, LISTING_PUBLISHED, x->sent_by, NULL, app_now(app), e));
}

bool listing_submit(struct web_request *r, const struct listing *x, bool *direct, struct error *e)
{
	struct app *app = web_app(r);
	*direct = false;
	if (store_begin(app->store, e) && submit(r, x, direct, e) && store_commit(app->store, e)) {
		app_published(app);
		return true;
	}
	store_rollback(app->store);
	return false;
}
