/* What organisations have sent in, for the contact persons of the centres: what would change, and the word on it. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/listing.h"
#include "server/staff/review_page.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/people.h"
#include "store/store.h"
#include "web/http.h"
#include "web/json.h"

#define WAITING_MAX 100

/* --- the list --- */

static const char *published_doc(struct web_request *r, enum record_kind kind, const char *id)
{
	struct app *app = web_app(r);
	struct store_record stored;
	return id != NULL && store_get(app->store, kind, id, &stored, web_arena(r), NULL) ? stored.doc : NULL;
}

static const enum lang told[] = {LANG_FI, LANG_SV, LANG_EN};

/* "Title (Finnish)": text; nothing without text. */
static void describe_text(struct json *j, const char *field, const char *more, const char *text, struct arena *a)
{
	if (str_empty(text))
		return;
	json_key(j, more != NULL ? arena_printf(a, "%s (%s)", field, more) : field);
	json_text(j, text);
}

static const char *when_words(const struct record *x, enum lang l, struct app *app, struct arena *a)
{
	const struct activity *v = &x->activity;
	struct date today = app_civil_now(app).date;
	const char *repeats = words_schedules(a, l, v, SCHEDULE_CLOCK | SCHEDULE_SEASON, today);
	if (v->n_schedules == 0)
		return tr(l, "No fixed time");
	struct civil start = v->schedules[0].start, end = civil_add_minutes(start, v->schedules[0].duration_min);
	const char *first = arena_printf(a, "%s %s", words_date(a, l, start.date, DATE_FULL_WEEKDAY),
					 words_at_clock(a, l, start, end));
	return repeats != NULL ? arena_printf(a, "%s; %s", repeats, first) : first;
}

static void write_decision(struct html *h, struct web_request *r, const struct listing *x, enum lang l)
{
	const struct field note = {.label = tr(l, "When sent back: why"), .name = "note", .max = LISTING_NOTE_MAX,
					 .rows = 2};
	html_raw(h, "<form class=\"decision\" method=\"post\" action=\"/staff/review/listing\">");
	staff_csrf_field(h, r);
	staff_hidden(h, "id", x->id);
	staff_field(h, &note);
	html_raw(h, "<div class=\"actions\"><button class=\"primary\" name=\"verdict\" value=\"publish\">");
	html_icon(h, "check");
	html_text(h, x->doc != NULL ? tr(l, "Publish") : tr(l, "End the activity"));
	html_raw(h, "</button><button name=\"verdict\" value=\"refuse\">");
	html_text(h, tr(l, "Send back"));
	html_raw(h, "</button></div></form>");
}

/* What visitors see of an activity, as a document whose fields are named in the page's language: what a person compares. */
static const char *described(struct web_request *r, const struct record *x, const struct record *place, enum lang l)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	struct json j = JSON_INIT;
	const struct activity *v = &x->activity;
	const struct record *topic = v->topics.n > 0 ? view_record(app->store, KIND_TOPIC, v->topics.v[0], a) : NULL;
	json_open(&j, '{');
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		const char *name = words_language(l, lang_tag(told[i]));
		describe_text(&j, tr(l, "Title"), name, v->title.v[told[i]], a);
		describe_text(&j, tr(l, "Text"), name, v->text.v[told[i]], a);
		describe_text(&j, tr(l, "Room or way in"), name, v->place_note.v[told[i]], a);
	}
	describe_text(&j, tr(l, "Topic"), NULL, topic != NULL ? ltext_get(&topic->topic.title, l, NULL) : NULL, a);
	describe_text(&j, tr(l, "When"), NULL, when_words(x, l, app, a), a);
	describe_text(&j, tr(l, "Where"), NULL, place != NULL ? ltext_get(&place->place.name, l, NULL) : NULL, a);
	describe_text(&j, tr(l, "Street"), NULL, place != NULL ? ltext_get(&place->place.street, l, NULL) : NULL, a);
	describe_text(&j, tr(l, "Town"), NULL, place != NULL ? ltext_get(&place->place.city, l, NULL) : NULL, a);
	describe_text(&j, tr(l, "Phone"), NULL, words_phone(a, v->phone), a);
	describe_text(&j, tr(l, "Price"), NULL, v->price == PRICE_FREE ? tr(l, "Free of charge") : NULL, a);
	describe_text(&j, tr(l, "Picture"), NULL, ltext_get(&v->image.alt, l, NULL), a);
	describe_text(&j, tr(l, "Picture"), "#", v->image.hash, a);
	json_close(&j, '}');
	const char *out = arena_strdup(a, buf_str(&j.out));
	buf_fini(&j.out);
	return out;
}

static const char *described_doc(struct web_request *r, const char *id, const char *doc, const char *place_doc, enum lang l)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const struct record *x = doc != NULL ? listing_parse(KIND_ACTIVITY, id, doc, a) : NULL;
	if (x == NULL)
		return NULL;
	const struct record *place = place_doc != NULL ? listing_parse(KIND_PLACE, x->activity.place, place_doc, a)
						       : view_record(app->store, KIND_PLACE, x->activity.place, a);
	return described(r, x, place, l);
}

static void write_changes(struct html *h, struct web_request *r, const struct listing *x, enum lang l)
{
	const char *before = published_doc(r, KIND_ACTIVITY, x->record);
	if (x->doc == NULL) {
		staff_el(h, "p", "", tr(l, "The activity is to be ended."));
		return;
	}
	staff_changes(h, described_doc(r, x->record, before, NULL, l), described_doc(r, x->record, x->doc, x->place_doc, l), l,
		      web_arena(r));
}

static void write_listing(struct html *h, struct web_request *r, const struct listing *x, enum lang l)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const char *doc = x->doc != NULL ? x->doc : published_doc(r, KIND_ACTIVITY, x->record);
	const struct record *activity = doc != NULL ? listing_parse(KIND_ACTIVITY, x->record, doc, a) : NULL;
	const struct record *by = view_record(app->store, KIND_ORGANISATION, x->organisation, a);
	html_raw(h, "<li class=\"panel card whole\"><div class=\"facts\"><strong>");
	html_text(h, activity != NULL ? ltext_get(&activity->activity.title, l, NULL) : x->record);
	html_raw(h, "</strong><span class=\"by\">");
	html_text(h, by != NULL ? ltext_get(&by->organisation.name, l, NULL) : x->organisation);
	html_raw(h, " · ");
	html_text(h, x->sent_by);
	html_raw(h, " · ");
	html_text(h, staff_moment(a, l, x->sent_at));
	html_raw(h, "</span></div>");
	write_changes(h, r, x, l);
	if (staff_may_centre(&staff_session(r)->user, x->centre))
		write_decision(h, r, x, l);
	html_raw(h, "</li>");
}

static void write_rules(struct html *h, struct web_request *r, const struct staff_centre *centres, size_t n, enum lang l)
{
	struct app *app = web_app(r);
	const char *const heads[] = {tr(l, "Centre"), tr(l, "What organisations send"), NULL};
	staff_el(h, "h2", "", tr(l, "How it is done at each centre"));
	staff_table(h, l, tr(l, "How it is done at each centre"), heads, 3);
	for (size_t i = 0; i < n; i++) {
		bool direct = false;
		listing_direct(app->store, centres[i].id, &direct, NULL);
		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, centres[i].name);
		html_raw(h, "</th>");
		staff_cell(h, heads[1], direct ? tr(l, "is published at once") : tr(l, "waits for the contact person"));
		html_raw(h, "<td>");
		if (centres[i].may) {
			staff_form(h, r, "/staff/review/listing-rule", "");
			staff_hidden(h, "centre", centres[i].id);
			staff_hidden(h, "direct", direct ? "0" : "1");
			staff_button(h, "", NULL, direct ? tr(l, "Look at it first") : tr(l, "Publish at once"));
			html_raw(h, "</form>");
		}
		html_raw(h, "</td></tr>");
	}
	staff_table_end(h);
}

void staff_review_listings(struct web_request *r)
{
	struct app *app = web_app(r);
	enum lang l = staff_lang(r);
	const struct user *u = &staff_session(r)->user;
	struct html h = HTML_INIT;
	struct error e = ERROR_INIT;
	struct listing *v;
	struct staff_centre *centres;
	size_t n, n_centres;
	if (!listing_waiting(app->store, staff_may_everywhere(u) ? NULL : &u->centres, WAITING_MAX, &v, &n, web_arena(r), &e) ||
	    !staff_centres(r, &centres, &n_centres)) {
		staff_unavailable(r, "listings", &e);
		return;
	}
	review_begin(&h, r, REVIEW_TAB_LISTINGS);
	if (n == 0)
		staff_el(&h, "p", " class=\"lead\"", tr(l, "Nothing waits for you."));
	html_raw(&h, "<ul class=\"cards\">");
	for (size_t i = 0; i < n; i++)
		write_listing(&h, r, &v[i], l);
	html_raw(&h, "</ul>");
	write_rules(&h, r, centres, n_centres, l);
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- the word --- */

static bool decide(struct web_request *r, const struct listing *x, bool publish, const char *note, struct error *e)
{
	struct app *app = web_app(r);
	const char *who = staff_session(r)->user.name;
	const struct audit_entry refused = {
		.at = app_now(app), .who = who, .what = "listing.refuse", .target = x->record, .before = x->doc, .after = note};
	if (store_begin(app->store, e) &&
	    listing_decide(app->store, x->id, publish ? LISTING_PUBLISHED : LISTING_REFUSED, who, note, app_now(app), e) &&
	    (publish ? listing_publish(app, x, who, web_arena(r), e) : audit_add(app->store, &refused, e)) &&
	    store_commit(app->store, e)) {
		app_published(app);
		return true;
	}
	store_rollback(app->store);
	return false;
}

void staff_review_listing(struct web_request *r)
{
	struct app *app = web_app(r);
	enum lang l = staff_lang(r);
	struct error e = ERROR_INIT;
	struct listing x;
	if (!staff_form_ok(r))
		return;
	const char *id = web_form(r, "id"), *verdict = web_form(r, "verdict"), *note = staff_typed(r, "note");
	bool publish = str_eq(verdict, "publish");
	if (id == NULL || !listing_get(app->store, id, &x, web_arena(r), &e) ||
	    !staff_may_centre(&staff_session(r)->user, x.centre)) {
		log_warning("staff: listing %.40s refused to %s", id != NULL ? id : "", staff_session(r)->user.name);
		staff_error_page(r, 404, tr(l, "There is no such thing to decide about."));
	} else if ((!publish && !str_eq(verdict, "refuse")) || (note != NULL && utf8_count(note) > LISTING_NOTE_MAX)) {
		staff_error_page(r, 422, tr(l, "This is no longer so. Look at the list again."));
	} else if (decide(r, &x, publish, note, &e)) {
		web_redirect(r, "/staff/review/listings?saved=1");
	} else if (e.kind == ERROR_REFUSED) {
		staff_error_page(r, 409, tr(l, "This is no longer so. Look at the list again."));
	} else {
		staff_unavailable(r, "listing", &e);
	}
}

void staff_review_listing_rule(struct web_request *r)
{
	struct app *app = web_app(r);
	struct error e = ERROR_INIT;
	const struct user *u = &staff_session(r)->user;
	struct store_record stored;
	if (!staff_form_ok(r))
		return;
	const char *centre = web_form(r, "centre");
	bool direct = str_eq(web_form(r, "direct"), "1");
	if (centre == NULL || !staff_may_centre(u, centre) ||
	    !store_get(app->store, KIND_CENTRE, centre, &stored, web_arena(r), NULL)) {
		staff_error_page(r, 404, tr(staff_lang(r), "There is no such centre."));
		return;
	}
	const struct audit_entry entry = {.at = app_now(app),
					  .who = u->name,
					  .what = "listing.rule",
					  .target = centre,
					  .after = direct ? "{\"direct\":true}" : "{\"direct\":false}"};
	if (store_begin(app->store, &e) && listing_set_direct(app->store, centre, direct, &e) &&
	    audit_add(app->store, &entry, &e) && store_commit(app->store, &e))
		web_redirect(r, "/staff/review/listings?saved=1");
	else
		staff_unavailable(r, "listings", &e);
}
