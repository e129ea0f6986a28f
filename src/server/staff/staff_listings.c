/* An invited organisation's own pages: its activities, writing one, ending one. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "feed/hex.h"
#include "i18n/catalogue.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/listing.h"
#include "server/staff/review_page.h"
#include "server/staff/staff.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/written.h"
#include "server/view.h"
#include "store/review.h"
#include "web/http.h"

#define ACTIVITIES_MAX 500

/* --- the list --- */

static const char *title_of(const struct listing *x, enum lang l, struct arena *a)
{
	const struct record *r = listing_parse(KIND_ACTIVITY, x->record, x->doc, a);
	return r != NULL ? ltext_get(&r->activity.title, l, NULL) : x->record;
}

static bool newest_of_record(const struct listing *v, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (str_eq(v[j].record, v[i].record))
			return false;
	return true;
}

static void write_sent(struct html *h, struct web_request *r, const struct listing *x, enum lang l)
{
	struct arena *a = web_arena(r);
	html_raw(h, "<li class=\"panel card\"><div class=\"facts\"><strong>");
	html_text(h, x->doc != NULL ? title_of(x, l, a) : tr(l, "To be ended"));
	html_raw(h, "</strong>");
	if (x->state == LISTING_WAITING) {
		staff_el(h, "span", " class=\"by\"",
			 arena_printf(a, tr(l, "Sent %s. Waits for the contact person."), staff_moment(a, l, x->sent_at)));
	} else {
		staff_el(h, "b", " class=\"bad\"", tr(l, "Sent back by the contact person"));
		if (x->note != NULL)
			staff_el(h, "span", " class=\"by\"", x->note);
	}
	html_raw(h, "</div>");
	if (x->doc != NULL) {
		html_raw(h, "<div class=\"actions\">");
		staff_link_button(h, "", "edit", staff_url(a, "/staff/listing?id=", x->record), tr(l, "Edit"));
		html_raw(h, "</div>");
	}
	html_raw(h, "</li>");
}

static bool write_all_sent(struct html *h, struct web_request *r, const char *organisation, enum lang l, struct error *e)
{
	struct app *app = web_app(r);
	struct listing *v;
	size_t n;
	if (!listing_of_organisation(app->store, organisation, LISTINGS_READ, &v, &n, web_arena(r), e))
		return false;
	html_raw(h, "<ul class=\"cards\">");
	for (size_t i = 0; i < n; i++)
		if ((v[i].state == LISTING_WAITING || v[i].state == LISTING_REFUSED) && newest_of_record(v, i))
			write_sent(h, r, &v[i], l);
	html_raw(h, "</ul>");
	return true;
}

static void write_activity(struct html *h, struct web_request *r, const struct review_item *x, const char *const *heads,
			   enum lang l)
{
	struct arena *a = web_arena(r);
	bool own = str_eq(x->source, LISTING_SOURCE);
	html_raw(h, "<tr><th scope=\"row\"><div class=\"facts\">");
	review_write_record(h, r, KIND_ACTIVITY, x->id);
	html_raw(h, "</div></th>");
	staff_cell(h, heads[1],
		   own ? tr(l, "Kept here")
		       : arena_printf(a, tr(l, "Comes from %s: change it there"), x->source));
	html_raw(h, "<td>");
	if (own) {
		html_raw(h, "<div class=\"actions\">");
		staff_link_button(h, "", "edit", staff_url(a, "/staff/listing?id=", x->id), tr(l, "Edit"));
		staff_form(h, r, "/staff/listing/end", "");
		staff_hidden(h, "id", x->id);
		staff_button(h, "danger", NULL, tr(l, "End"));
		html_raw(h, "</form></div>");
	}
	html_raw(h, "</td></tr>");
}

static bool write_activities(struct html *h, struct web_request *r, const char *organisation, enum lang l, struct error *e)
{
	struct app *app = web_app(r);
	struct review_item *v;
	size_t n;
	const char *const heads[] = {tr(l, "Activity"), tr(l, "Source"), NULL};
	if (!review_of_organisation(app->store, organisation, ACTIVITIES_MAX, &v, &n, web_arena(r), e))
		return false;
	if (n == 0) {
		staff_el(h, "p", " class=\"lead\"", tr(l, "Nothing here."));
		return true;
	}
	staff_table(h, l, tr(l, "Our activities"), heads, 3);
	for (size_t i = 0; i < n; i++)
		write_activity(h, r, &v[i], heads, l);
	staff_table_end(h);
	return true;
}

void staff_listings(struct web_request *r)
{
	struct app *app = web_app(r);
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	struct error e = ERROR_INIT;
	const char *organisation = listing_organisation(r), *saved = web_query(r, "saved");
	if (organisation == NULL)
		return;
	const struct record *by = view_record(app->store, KIND_ORGANISATION, organisation, web_arena(r));
	staff_begin(&h, r, tr(l, "Our activities"), STAFF_TAB_LISTINGS);
	html_raw(&h, "<div class=\"heading\"><div>");
	staff_title(&h, tr(l, "Our activities"), by != NULL ? ltext_get(&by->organisation.name, l, NULL) : organisation);
	html_raw(&h, "</div>");
	staff_link_button(&h, "primary", "add", "/staff/listing", tr(l, "New activity"));
	html_raw(&h, "</div>");
	if (saved != NULL)
		staff_done(&h, str_eq(saved, "published") ? tr(l, "Published. The screens show it in about a second.")
							  : tr(l, "Sent. It is published when the contact person has looked at it."));
	if (!write_all_sent(&h, r, organisation, l, &e) || !write_activities(&h, r, organisation, l, &e)) {
		html_fini(&h);
		staff_unavailable(r, "listings", &e);
		return;
	}
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- one --- */

struct own {
	struct form form;
	struct written written;
	struct listing_own own; /* activity NULL: new */
	const char *organisation;
	struct record activity, place;
};

/* The place as it was sent, which is not in the store yet. */
static void place_as_sent(struct written *w, const struct record *place)
{
	if (place == NULL)
		return;
	w->where = "elsewhere";
	w->place_id = place->id;
	w->place_name = place->place.name;
	w->street = ltext_get(&place->place.street, LANG_FI, NULL);
	w->city = ltext_get(&place->place.city, LANG_FI, NULL);
}

/* False after answering. */
static bool find(struct own *o, struct web_request *r, const char *id)
{
	struct app *app = web_app(r);
	if (id == NULL || listing_find_own(app, o->organisation, id, &o->own, web_arena(r)))
		return true;
	log_warning("staff: listing %.120s refused to %s", id, staff_session(r)->user.name);
	staff_error_page(r, 404, tr(staff_lang(r), "There is no such activity of yours."));
	return false;
}

static bool own_open(struct own *o, struct web_request *r)
{
	memset(o, 0, sizeof *o);
	form_init(&o->form, r);
	o->organisation = listing_organisation(r);
	return o->organisation != NULL;
}

static void own_page(struct own *o)
{
	struct form *f = &o->form;
	struct html *h = &f->h;
	form_page_begin(f, STAFF_TAB_LISTINGS, "/staff/listings", tr(f->lang, "Our activities"),
			o->own.activity != NULL ? tr(f->lang, "Edit the activity") : tr(f->lang, "New activity"));
	if (o->own.sent != NULL && o->own.sent->state == LISTING_REFUSED && o->own.sent->note != NULL)
		staff_el(h, "p", " class=\"problem\"", o->own.sent->note);
	form_open(f, "/staff/listing", "listing", true);
	written_write(&o->written, f, 1);
	html_raw(h, "<div class=\"actions\">");
	staff_button(h, "primary", "send", tr(f->lang, "Send"));
	html_raw(h, "</div>");
	form_close(f);
	form_page_send(f);
}

void staff_listing_page(struct web_request *r)
{
	struct own o;
	const char *id = web_query(r, "id");
	if (!own_open(&o, r) || !find(&o, r, id))
		return;
	if (id == NULL) {
		written_fresh(&o.written, r);
	} else {
		written_of(&o.written, r, o.own.activity);
		place_as_sent(&o.written, o.own.place);
	}
	own_page(&o);
}

/* --- saving --- */

static const char *new_id(struct arena *a, const char *letter)
{
	uint8_t bytes[6];
	char hex[13];
	random_bytes(bytes, sizeof bytes);
	hex_write(bytes, sizeof bytes, hex);
	return arena_printf(a, "%s:%s-%s", LISTING_SOURCE, letter, hex);
}

static const char *doc_of(const struct record *record, struct arena *a)
{
	CLEANUP_BUF struct buf doc = BUF_INIT;
	record_doc_write(record, &doc);
	return arena_strdup(a, buf_str(&doc));
}

/* From what was typed; false with problems told on the form. */
static bool own_check(struct own *o, struct web_request *r)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const struct record *by = view_record(app->store, KIND_ORGANISATION, o->organisation, a);
	written_check(&o->written, &o->form, &o->activity, &o->place);
	struct activity *x = &o->activity.activity;
	o->activity.id = o->own.activity != NULL ? o->own.activity->id : new_id(a, "a");
	x->organisation = o->organisation;
	x->from.source = LISTING_SOURCE;
	x->from.attribution = by != NULL ? ltext_get(&by->organisation.name, LANG_FI, NULL) : NULL;
	if (o->place.id != NULL) {
		if (o->written.place_id == NULL)
			o->place.id = new_id(a, "p");
		x->place = o->place.id;
		o->place.place.from = x->from;
	}
	return o->form.n_problems == 0;
}

static void send_in(struct web_request *r, const struct listing *x)
{
	struct error e = ERROR_INIT;
	bool direct;
	if (listing_submit(r, x, &direct, &e))
		web_redirect(r, direct ? "/staff/listings?saved=published" : "/staff/listings?saved=sent");
	else
		staff_unavailable(r, "listing", &e);
}

void staff_listing_save(struct web_request *r)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	struct own o;
	if (!staff_form_ok(r) || !own_open(&o, r))
		return;
	written_read(&o.written, &o.form);
	if (!find(&o, r, o.written.id))
		return;
	if (o.own.activity != NULL) {
		struct written was;
		written_of(&was, r, o.own.activity);
		place_as_sent(&was, o.own.place);
		o.written.place_id = was.place_id;
	}
	if (!own_check(&o, r)) {
		own_page(&o);
		return;
	}
	const struct listing x = {.record = o.activity.id,
				  .organisation = o.organisation,
				  .centre = o.written.centre,
				  .doc = doc_of(&o.activity, a),
				  .place_doc = o.place.id != NULL ? doc_of(&o.place, a) : NULL,
				  .sent_by = staff_session(r)->user.name,
				  .sent_at = app_now(app)};
	send_in(r, &x);
}

void staff_listing_end(struct web_request *r)
{
	struct app *app = web_app(r);
	struct own o;
	if (!staff_form_ok(r) || !own_open(&o, r) || !find(&o, r, web_form(r, "id") != NULL ? web_form(r, "id") : ""))
		return;
	if (o.own.published == NULL) {
		staff_error_page(r, 409, tr(staff_lang(r), "This is no longer so. Look at the list again."));
		return;
	}
	const struct listing x = {.record = o.own.activity->id,
				  .organisation = o.organisation,
				  .centre = o.own.activity->activity.from.source_id,
				  .sent_by = staff_session(r)->user.name,
				  .sent_at = app_now(app)};
	send_in(r, &x);
}
