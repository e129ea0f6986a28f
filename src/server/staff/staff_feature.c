/* One feature: the form with its four steps (picture 41), publishing, ending. */
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
#include "server/page.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "server/staff/feature_form.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "web/http.h"

#define SOURCE_STAFF "staff"

/* --- the form
 * ------------------------------------------------------------------------------------------------------ */

static void write_what(struct html *h, struct web_request *r, const struct feature_form *f, enum lang l)
{
	struct app *a = web_app(r);
	struct store_record stored;
	struct view v;
	bool known = f->activity != NULL &&
		     store_get(a->store, KIND_ACTIVITY, f->activity, &stored, web_arena(r), NULL) &&
		     view_load(a->store, &stored, app_now(a), &v, web_arena(r), NULL);
	html_raw(h, "<fieldset><legend>1. ");
	html_text(h, tr(l, "What"));
	html_raw(h, "</legend><input type=\"hidden\" name=\"activity\"");
	html_attr(h, "value", f->activity);
	html_raw(h, "><div");
	page_look_class(h, "chosen", known ? v.look : "peer", web_arena(r));
	html_raw(h, "><span class=\"plate\">");
	html_icon(h, page_look_icon(known ? v.look : "peer"));
	html_raw(h, "</span><span><strong>");
	html_text(h, known ? ltext_get(&v.activity->title, l, NULL)
			   : tr(l, "No longer listed, so no screen shows it"));
	html_raw(h, "</strong><span class=\"by\">");
	if (known && v.organisation != NULL)
		html_text(h, ltext_get(&v.organisation->name, l, NULL));
	if (known && v.n_times > 0) {
		html_raw(h, " · ");
		html_text(h, part_when(a, &v.times[0], l, web_arena(r)));
	}
	html_raw(h, "</span></span>");
	if (f->id == NULL) {
		html_raw(h, "<a class=\"button\" href=\"/staff/features/new\">");
		html_text(h, tr(l, "Change"));
		html_raw(h, "</a>");
	}
	html_raw(h, "</div></fieldset>");
}

static void write_where(struct html *h, struct web_request *r, const struct feature_form *f, enum lang l)
{
	struct staff_centre *centres = NULL;
	size_t n = 0;
	staff_centres(r, &centres, &n);
	html_raw(h, "<fieldset><legend>2. ");
	html_text(h, tr(l, "In which centres"));
	html_raw(h, "</legend><div class=\"checks\">");
	if (staff_may_everywhere(&staff_session(r)->user)) {
		html_raw(h,
			 "<label class=\"check\"><input type=\"checkbox\" name=\"everywhere\" value=\"1\"");
		html_raw_if(h, f->everywhere, " checked>", ">");
		html_text(h, tr(l, "Everywhere"));
		html_raw(h, "</label>");
	}
	for (size_t i = 0; i < n; i++) {
		if (!centres[i].may)
			continue;
		html_raw(h, "<label class=\"check\"><input type=\"checkbox\" name=\"centre\"");
		html_attr(h, "value", centres[i].id);
		html_raw_if(h, strs_has(&f->centres, centres[i].id), " checked>", ">");
		html_text(h, centres[i].name);
		html_raw(h, "</label>");
	}
	html_raw(h, "</div></fieldset>");
}

static void write_moment(struct html *h, const char *label, const char *day_name, const char *day,
			 const char *clock_name, const char *clock)
{
	html_raw(h, "<label>");
	html_text(h, label);
	html_raw(h, "<span class=\"moment\"><input type=\"date\" required");
	html_attr(h, "name", day_name);
	html_attr(h, "value", day);
	html_raw(h, "><input type=\"time\" required");
	html_attr(h, "name", clock_name);
	html_attr(h, "value", clock);
	html_attr(h, "aria-label", label);
	html_raw(h, "></span></label>");
}

static void write_times(struct html *h, const struct feature_form *f, enum lang l)
{
	html_raw(h, "<fieldset><legend>3. ");
	html_text(h, tr(l, "When"));
	html_raw(h, "</legend><div class=\"three\">");
	write_moment(h, tr(l, "Begins"), "from_day", f->from_day, "from_clock", f->from_clock);
	write_moment(h, tr(l, "Ends"), "until_day", f->until_day, "until_clock", f->until_clock);
	html_raw(h, "<label>");
	html_text(h, tr(l, "Order"));
	html_raw(h, "<select name=\"order\">");
	for (int i = 1; i <= FEATURE_ORDER_MAX; i++) {
		const char number[2] = {(char)('0' + i), '\0'};
		html_raw(h, "<option");
		html_attr(h, "value", number);
		html_raw_if(h, str_eq(f->order, number), " selected>", ">");
		html_text(h, number);
		html_raw(h, "</option>");
	}
	html_raw(h, "</select></label></div></fieldset>");
}

static void write_sentence(struct html *h, const char *label, const char *name, const char *lang,
			   const char *value)
{
	html_raw(h, "<label>");
	html_text(h, label);
	html_raw(h, "<input maxlength=\"60\"");
	html_attr(h, "name", name);
	html_attr(h, "lang", lang);
	html_attr(h, "value", value);
	html_raw(h, "></label>");
}

static void write_end_form(struct html *h, struct web_request *r, const struct feature_form *f, enum lang l)
{
	if (f->id == NULL)
		return;
	html_raw(h, "<form class=\"end\" method=\"post\" action=\"/staff/feature/end\">");
	staff_csrf_field(h, r);
	html_raw(h, "<input type=\"hidden\" name=\"id\"");
	html_attr(h, "value", f->id);
	html_raw(h, "><button class=\"danger\">");
	html_text(h, tr(l, "End the feature now"));
	html_raw(h, "</button></form>");
}

static void form_page(struct web_request *r, const struct feature_form *f, unsigned status)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	const char *title = f->id != NULL ? tr(l, "Edit the feature") : tr(l, "New feature");
	staff_begin(&h, r, title, STAFF_TAB_FEATURES);
	html_raw(&h, "<p><a class=\"back\" href=\"/staff/features\">");
	html_icon(&h, "arrow_back");
	html_text(&h, tr(l, "Features"));
	html_raw(&h, "</a></p><h1>");
	html_text(&h, title);
	html_raw(&h, "</h1>");
	staff_problems(&h, l, f->problems, f->n_problems);
	html_raw(&h, "<form class=\"steps\" method=\"post\" action=\"/staff/feature\">");
	staff_csrf_field(&h, r);
	if (f->id != NULL) {
		html_raw(&h, "<input type=\"hidden\" name=\"id\"");
		html_attr(&h, "value", f->id);
		html_raw(&h, ">");
	}
	write_what(&h, r, f, l);
	write_where(&h, r, f, l);
	write_times(&h, f, l);
	html_raw(&h, "<fieldset><legend>4. ");
	html_text(&h, tr(l, "A sentence on the screen (not needed)"));
	html_raw(&h, "</legend><div class=\"two\">");
	write_sentence(&h, "suomi", "sentence", "fi", f->sentence);
	write_sentence(&h, "svenska", "sentence_sv", "sv", f->sentence_sv);
	html_raw(&h, "</div></fieldset><div class=\"actions\"><button class=\"primary\">");
	html_icon(&h, "send");
	html_text(&h, tr(l, "Publish"));
	html_raw(&h, "</button></div></form>");
	write_end_form(&h, r, f, l);
	html_raw(&h, "<p class=\"lead\">");
	html_text(&h,
		  tr(l, "Every connected screen shows it in about a second. The change is kept in the log."));
	html_raw(&h, "</p>");
	staff_end(&h);
	staff_send(r, &h, status);
}

/* --- saving
 * -------------------------------------------------------------------------------------------------------- */

/* The feature this person may change; NULL after answering. */
static const struct record *own_feature(struct web_request *r, const char *id)
{
	struct app *a = web_app(r);
	const struct record *record = view_record(a->store, KIND_FEATURE, id, web_arena(r));
	if (record == NULL) {
		staff_error_page(r, 404, tr(staff_lang(r), "There is no such feature."));
		return NULL;
	}
	if (!feature_may_change(&staff_session(r)->user, &record->feature)) {
		log_warning("staff: feature %s refused to %s", id, staff_session(r)->user.name);
		staff_error_page(r, 403, tr(staff_lang(r), "This feature is of other centres."));
		return NULL;
	}
	return record;
}

void staff_feature_page(struct web_request *r)
{
	struct feature_form f;
	const char *id = web_query(r, "id"), *activity = web_query(r, "activity");
	if (id != NULL) {
		const struct record *record = own_feature(r, id);
		if (record == NULL)
			return;
		feature_form_of(&f, r, record->id, &record->feature);
	} else if (activity != NULL && feed_id_ok(activity) && staff_session(r)->user.role >= ROLE_CONTACT) {
		feature_form_fresh(&f, r, activity);
	} else {
		web_redirect(r, "/staff/features/new");
		return;
	}
	form_page(r, &f, 200);
}

static const char *doc_of(const struct record *record, struct arena *a)
{
	CLEANUP_BUF struct buf doc = BUF_INIT;
	if (record == NULL)
		return NULL;
	record_doc_write(record, &doc);
	return arena_strdup(a, buf_str(&doc));
}

/* Staff may change what an importer brought (demo data); it then stays that source's. */
static const char *owner_of(struct web_request *r, const struct record *record)
{
	struct app *a = web_app(r);
	struct store_record stored;
	bool there =
		record != NULL && store_get(a->store, record->kind, record->id, &stored, web_arena(r), NULL);
	return there ? stored.source : SOURCE_STAFF;
}

/* One transaction: the record and its line in the audit log. */
static bool publish(struct web_request *r, const struct record *before, struct record *after,
		    const char *what, struct error *e)
{
	struct app *a = web_app(r);
	enum store_outcome outcome;
	const struct intake in = {.store = a->store,
				  .analyser = a->analyser,
				  .source = owner_of(r, before),
				  .any_kind = true,
				  .now = app_now(a)};
	const struct audit_entry entry = {
		.at = app_now(a),
		.who = staff_session(r)->user.name,
		.what = what,
		.target = after->id,
		.before = doc_of(before, web_arena(r)),
		.after = doc_of(after, web_arena(r)),
	};
	if (store_begin(a->store, e) && intake_record(&in, after, &outcome, web_arena(r), e) &&
	    audit_add(a->store, &entry, e) && store_commit(a->store, e)) {
		app_published(a);
		return true;
	}
	store_rollback(a->store);
	return false;
}

static const char *new_id(struct arena *a)
{
	uint8_t bytes[6];
	char hex[13];
	random_bytes(bytes, sizeof bytes);
	hex_write(bytes, sizeof bytes, hex);
	return arena_printf(a, "staff:f-%s", hex);
}

void staff_feature_save(struct web_request *r)
{
	struct app *a = web_app(r);
	struct feature_form f;
	const struct record *old = NULL;
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r))
		return;
	feature_form_read(&f, r);
	if (f.id != NULL) {
		old = own_feature(r, f.id);
		if (old == NULL)
			return;
		f.activity = old->feature.activity;
	} else if (view_record(a->store, KIND_ACTIVITY, f.activity, web_arena(r)) == NULL) {
		f.activity = NULL;
	}
	struct record record = {.kind = KIND_FEATURE};
	if (!feature_form_check(&f, r, old != NULL ? &old->feature : NULL, &record.feature)) {
		form_page(r, &f, 422);
		return;
	}
	record.id = f.id != NULL ? f.id : new_id(web_arena(r));
	if (!publish(r, old, &record, "feature.put", &e)) {
		log_error("feature: %s", e.text);
		staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
		return;
	}
	web_redirect(r, record.feature.from_at > app_now(a) ? "/staff/features?when=later&saved=1"
							    : "/staff/features?saved=1");
}

void staff_feature_end(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r))
		return;
	const struct record *old = own_feature(r, web_form(r, "id"));
	if (old == NULL)
		return;
	struct record record = *old;
	int64_t now = app_now(a);
	if (record.feature.until_at > now)
		record.feature.until_at = now;
	if (record.feature.from_at >= now)
		record.feature.from_at = now - 1;
	if (!publish(r, old, &record, "feature.end", &e)) {
		log_error("feature: %s", e.text);
		staff_error_page(r, 503, tr(staff_lang(r), "Not available just now"));
		return;
	}
	web_redirect(r, "/staff/features?when=over");
}
