/* What another source says of a centre and its contacts, where staff have changed it here: shown on the centre's page, and
 * taken when somebody wants it after all. */
#include "server/staff/staff_centre_source.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/claims.h"
#include "web/http.h"

/* --- showing --- */

static bool of_centre(const struct record *x, const struct record *centre)
{
	return x->kind == KIND_CENTRE ? str_eq(x->id, centre->id) : strs_has(&x->contact.centres, centre->id);
}

static void write_one(struct form *f, const struct claim *c, const struct record *now, const struct record *theirs)
{
	struct html *h = &f->h;
	struct arena *a = web_arena(f->r);
	html_raw(h, "<section class=\"panel other\"><h2>");
	html_text(h, ltext_get(view_name(theirs), f->lang, NULL));
	html_raw(h, "</h2><p>");
	html_text(h, tr_fill(a,
			     now != NULL ? tr(f->lang, "Changed here, and it stays so. The source {source} says otherwise since {time}:")
					 : tr(f->lang, "Removed here, and it stays so. The source {source} lists it still, since {time}:"),
			     "source", c->source, "time", staff_moment(a, f->lang, c->at), (char *)NULL));
	html_raw(h, "</p>");
	staff_changes(h, staff_doc_of(now, a), c->doc, f->lang, a);
	staff_form(h, f->r, "/staff/centre/source", "");
	staff_hidden(h, "kind", record_kind_word(theirs->kind));
	staff_hidden(h, "id", c->id);
	staff_button(h, "", NULL, tr(f->lang, "Take the source's version"));
	html_raw(h, "</form></section>");
}

static void write_kind(struct form *f, enum record_kind kind, const struct record *centre)
{
	struct app *app = web_app(f->r);
	struct arena *a = web_arena(f->r);
	struct error e = ERROR_INIT;
	struct claim *v;
	size_t n;
	if (!claim_list(app->store, kind, &v, &n, a, &e)) {
		log_error("centre: %s", e.text);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct record *theirs = ARENA_NEW(a, struct record);
		const struct record *now = view_record(app->store, kind, v[i].id, a);
		if (v[i].doc != NULL && staff_parse_doc(kind, v[i].id, v[i].doc, theirs, a) &&
		    of_centre(now != NULL ? now : theirs, centre) && !str_eq(staff_doc_of(now, a), v[i].doc))
			write_one(f, &v[i], now, theirs);
	}
}

void staff_centre_sources(struct form *f, const struct record *centre)
{
	write_kind(f, KIND_CENTRE, centre);
	write_kind(f, KIND_CONTACT, centre);
}

/* --- taking --- */

void staff_centre_source(struct web_request *r)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const char *id = form_value(r, "id"), *word = form_value(r, "kind");
	const struct user *u = &staff_session(r)->user;
	struct claim c;
	struct record theirs;
	if (!staff_form_ok(r))
		return;
	enum record_kind kind = word != NULL ? record_kind_from_word(word) : KIND_NONE;
	bool fits = id != NULL && (kind == KIND_CENTRE || kind == KIND_CONTACT);
	if (!fits || !claim_get(app->store, kind, id, &c, a, NULL) || c.doc == NULL ||
	    !staff_parse_doc(kind, id, c.doc, &theirs, a)) {
		staff_error_page(r, 404, tr(staff_lang(r), "It is not there any more."));
		return;
	}
	const struct record *now = view_record(app->store, kind, id, a);
	if ((now != NULL && !staff_may_change(u, now)) || !staff_may_change(u, &theirs)) {
		log_warning("staff: %s %s refused to %s", word, id, u->name);
		staff_error_page(r, 403, tr(staff_lang(r), "This belongs to other centres."));
		return;
	}
	if (staff_publish_one(r, now, &theirs, kind == KIND_CENTRE ? "centre.source" : "contact.source"))
		staff_redirect_saved(r, arena_printf(a, "/staff/centres?kind=%s", word), id);
}
