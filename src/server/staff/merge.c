#include "server/staff/merge.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/codec.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/view.h"
#include "store/people.h"
#include "store/review.h"

/* The document without the soft hyphens the intake had put in, so that it can go through the intake again. */
static bool parse(struct record *out, enum record_kind kind, const char *id, const char *doc, struct arena *a,
		  struct error *e)
{
	const char *plain = view_plain(doc, a);
	cJSON *json = json_parse(plain, strlen(plain), RECORD_BYTES_MAX, e);
	bool ok = json != NULL && record_from_json(out, kind, id, json, a, e);
	cJSON_Delete(json);
	return ok;
}

static bool take(struct app *app, const char *source, struct record *r, struct arena *a, struct error *e)
{
	enum store_outcome outcome;
	const struct intake in = {.store = app->store,
				  .analyser = app->analyser,
				  .source = source,
				  .any_kind = true,
				  .now = app_now(app)};
	return intake_record(&in, r, &outcome, a, e);
}

static bool move_feature(struct app *app, const struct store_record *stored, const char *keep, const char *drop,
			 struct arena *a, struct error *e)
{
	struct record r;
	if (!parse(&r, KIND_FEATURE, stored->id, stored->doc, a, e))
		return false;
	if (!str_eq(r.feature.activity, drop))
		return true;
	r.feature.activity = keep;
	return take(app, stored->source, &r, a, e);
}

static bool move_features(struct app *app, const char *keep, const char *drop, struct arena *a, struct error *e)
{
	struct store_filter f = {.kind = KIND_FEATURE, .limit = STORE_LIST_MAX, .docs = true};
	struct store_records list;
	do { /* by id: the order stays while they are changed */
		if (!store_list(app->store, &f, &list, a, e))
			return false;
		for (size_t i = 0; i < list.n; i++)
			if (!move_feature(app, &list.v[i], keep, drop, a, e))
				return false;
		f.offset += list.n;
	} while (list.n == f.limit);
	return true;
}

static bool move_activities(struct app *app, const char *keep, const char *drop, struct arena *a, struct error *e)
{
	struct review_item *v;
	size_t n;
	if (!review_of_organisation(app->store, drop, MERGE_MOVED_MAX + 1, &v, &n, a, e))
		return false;
	if (n > MERGE_MOVED_MAX)
		return error_set(e, ERROR_LIMIT, "%s has more than %d activities", drop, MERGE_MOVED_MAX);
	for (size_t i = 0; i < n; i++) {
		struct store_record stored;
		struct record r;
		if (!store_get(app->store, KIND_ACTIVITY, v[i].id, &stored, a, e) ||
		    !parse(&r, KIND_ACTIVITY, v[i].id, stored.doc, a, e))
			return false;
		r.activity.organisation = keep;
		if (!take(app, stored.source, &r, a, e))
			return false;
	}
	return true;
}

static bool note(struct app *app, const char *who, const char *what, const char *id, const char *other,
		 struct error *e)
{
	const struct audit_entry entry = {.at = app_now(app), .who = who, .what = what, .target = id, .after = other};
	return audit_add(app->store, &entry, e);
}

bool merge_do(struct app *app, enum record_kind kind, const char *keep, const char *drop, const char *who,
	      struct arena *a, struct error *e)
{
	struct store_record stored;
	enum store_outcome outcome;
	if (!store_get(app->store, kind, drop, &stored, a, e))
		return false;
	const struct merge m = {kind, drop, keep, stored.source, stored.title, stored.doc, who, app_now(app)};
	return merge_add(app->store, &m, e) &&
	       (kind == KIND_ACTIVITY ? move_features(app, keep, drop, a, e) : move_activities(app, keep, drop, a, e)) &&
	       store_remove(app->store, kind, drop, NULL, app_now(app), &outcome, e) &&
	       note(app, who, "review.merge", drop, keep, e);
}

bool merge_undo(struct app *app, enum record_kind kind, const char *id, const char *who, struct arena *a,
		struct error *e)
{
	struct merge m;
	struct record r;
	return merge_get(app->store, kind, id, &m, a, e) && merge_drop(app->store, kind, id, e) &&
	       (kind == KIND_ACTIVITY || review_read_again(app->store, m.into, e)) &&
	       parse(&r, kind, id, m.doc, a, e) && take(app, m.source, &r, a, e) &&
	       note(app, who, "review.unmerge", id, m.into, e);
}
