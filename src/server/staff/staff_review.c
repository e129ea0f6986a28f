/* Content review: what visitors said is out of date, and what is thin. Pairs: staff_review_pairs.c; sources:
 * staff_review_sources.c. */
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/review_page.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/review.h"
#include "web/http.h"

#define FLAGS_MAX 500
#define CENTRE_ANY NULL

/* --- out of date --- */

static const char *why_words(const char *why, enum lang l)
{
	if (str_eq(why, "time"))
		return tr(l, "the time is wrong");
	if (str_eq(why, "place"))
		return tr(l, "the place is wrong");
	if (str_eq(why, "phone"))
		return tr(l, "the contact details are wrong");
	if (str_eq(why, "over"))
		return tr(l, "it has ended");
	return tr(l, "something else");
}

/* Screens whose centre is not known are seen by those who see all. */
static bool sees(const struct user *u, const struct flag_sum *f)
{
	return staff_may_everywhere(u) || (f->centre != NULL && strs_has(&u->centres, f->centre));
}

static bool may_handle(const struct user *u, const struct flag_sum *f)
{
	return staff_may_everywhere(u) || (f->centre != NULL && staff_may_centre(u, f->centre));
}

/* A letter to the organiser, with what was said in it. */
static const char *letter(const char *email, const char *title, const char *why, enum lang l, struct arena *a)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	buf_puts(&out, "mailto:");
	html_url_part(&out, email);
	buf_puts(&out, "?subject=");
	html_url_part(&out, view_plain(title, a));
	buf_puts(&out, "&body=");
	html_url_part(&out, arena_printf(a, tr(l, "Visitors of the health centre told us about \"%1$s\": %2$s. Is your listing up to date?"),
					 view_plain(title, a), why));
	return arena_strdup(a, buf_str(&out));
}

static void write_organiser(struct html *h, struct web_request *r, const char *id, const char *why, enum lang l)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const struct record *x = view_record(app->store, KIND_ACTIVITY, id, a);
	if (x == NULL)
		return;
	const struct record *by = view_record(app->store, KIND_ORGANISATION, x->activity.organisation, a);
	const char *email = x->activity.email != NULL ? x->activity.email : by != NULL ? by->organisation.email : NULL;
	const char *phone = x->activity.phone != NULL ? x->activity.phone : by != NULL ? by->organisation.phone : NULL;
	const char *title = ltext_get(&x->activity.title, l, NULL);
	if (email != NULL)
		staff_link_button(h, "", "mail", letter(email, title, why, l, a), tr(l, "Write to the organiser"));
	if (phone != NULL)
		staff_link_button(h, "", "call", arena_printf(a, "tel:%s", phone), tr(l, "Call"));
}

/* The sums of one subject stand together, in the order of the newest. */
static void write_flag(struct html *h, struct web_request *r, const struct flag_sum *v, size_t n, size_t first, enum lang l)
{
	struct arena *a = web_arena(r);
	const struct user *u = &staff_session(r)->user;
	const char *why = NULL;
	int64_t last = 0;
	bool may = false;
	html_raw(h, "<li class=\"panel card\"><div class=\"facts\">");
	review_write_record(h, r, KIND_ACTIVITY, v[first].subject);
	html_raw(h, "<ul class=\"said\">");
	for (size_t i = first; i < n; i++) {
		if (!str_eq(v[i].subject, v[first].subject) || !sees(u, &v[i]))
			continue;
		why = why == NULL ? why_words(v[i].why, l) : why;
		last = v[i].last_at > last ? v[i].last_at : last;
		may = may || may_handle(u, &v[i]);
		staff_el(h, "li", "",
			 arena_printf(a, trn(l, "%1$d visitor: %2$s", "%1$d visitors: %2$s", (long)v[i].n), (int)v[i].n,
				      why_words(v[i].why, l)));
	}
	html_raw(h, "</ul><span class=\"by\">");
	html_text(h, arena_printf(a, tr(l, "Last reported %s"), staff_moment(a, l, last)));
	html_raw(h, "</span></div><div class=\"actions\">");
	write_organiser(h, r, v[first].subject, why, l);
	if (may) {
		staff_form(h, r, "/staff/review/flag", "");
		staff_hidden(h, "subject", v[first].subject);
		staff_button(h, "primary", "check", tr(l, "Handled"));
		html_raw(h, "</form>");
	}
	html_raw(h, "</div></li>");
}

static bool told_before(const struct flag_sum *v, size_t i, const struct user *u)
{
	for (size_t j = 0; j < i; j++)
		if (str_eq(v[j].subject, v[i].subject) && sees(u, &v[j]))
			return true;
	return false;
}

void staff_review(struct web_request *r)
{
	struct app *app = web_app(r);
	enum lang l = staff_lang(r);
	const struct user *u = &staff_session(r)->user;
	struct html h = HTML_INIT;
	struct error e = ERROR_INIT;
	struct flag_sum *v;
	size_t n, told = 0;
	if (!flag_open(app->store, FLAGS_MAX, &v, &n, web_arena(r), &e)) {
		staff_unavailable(r, "review", &e);
		return;
	}
	review_begin(&h, r, REVIEW_TAB_FLAGS);
	html_raw(&h, "<ul class=\"cards\">");
	for (size_t i = 0; i < n; i++) {
		if (!sees(u, &v[i]) || told_before(v, i, u))
			continue;
		write_flag(&h, r, v, n, i, l);
		told++;
	}
	html_raw(&h, "</ul>");
	if (told == 0)
		staff_el(&h, "p", " class=\"lead\"", tr(l, "Visitors have not told of anything that is out of date."));
	staff_end(&h);
	staff_send(r, &h, 200);
}

static bool handle(struct web_request *r, const char *subject, int64_t *handled, struct error *e)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	int64_t some = 0;
	*handled = 0;
	if (staff_may_everywhere(u))
		return flag_handle(a->store, subject, CENTRE_ANY, u->name, app_now(a), handled, e);
	for (size_t i = 0; i < u->centres.n; i++) {
		if (!flag_handle(a->store, subject, u->centres.v[i], u->name, app_now(a), &some, e))
			return false;
		*handled += some;
	}
	return true;
}

void staff_review_flag(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	int64_t handled = 0;
	if (!staff_form_ok(r))
		return;
	const char *subject = staff_typed(r, "subject");
	const struct audit_entry entry = {
		.at = app_now(a), .who = staff_session(r)->user.name, .what = "review.flag", .target = subject};
	if (store_begin(a->store, &e) && handle(r, subject != NULL ? subject : "", &handled, &e) &&
	    (handled == 0 || audit_add(a->store, &entry, &e)) && store_commit(a->store, &e)) {
		web_redirect(r, "/staff/review?saved=1");
		return;
	}
	staff_unavailable(r, "review", &e);
}

/* --- quality --- */

static const struct {
	enum review_note note;
	const char *word, *words;
} notes[REVIEW_NOTES] = {
	/* in the order of the bits: review_counts counts so */
	{REVIEW_NO_PLACE, "no-place", TR("No place")},
	{REVIEW_ONE_LANGUAGE, "one-language", TR("One language only")},
	{REVIEW_NO_CONTACT, "no-contact", TR("No contact details")},
	{REVIEW_NO_TEXT, "no-text", TR("No text")},
	{REVIEW_NO_ORGANISATION, "no-organisation", TR("No organiser")},
	{REVIEW_NO_TOPIC, "no-topic", TR("No topic")},
	{REVIEW_OLD_TEXT, "old-text", TR("Text older than a year")},
};

static size_t note_asked(struct web_request *r)
{
	const char *word = web_query(r, "note");
	for (size_t i = 0; i < REVIEW_NOTES; i++)
		if (str_eq(word, notes[i].word))
			return i;
	return 0;
}

static void write_notes(struct html *h, struct web_request *r, const int64_t counts[REVIEW_NOTES], size_t chosen,
			enum lang l)
{
	html_raw(h, "<nav class=\"tabs small\"");
	html_attr(h, "aria-label", tr(l, "Quality"));
	html_raw(h, ">");
	for (size_t i = 0; i < REVIEW_NOTES; i++) {
		html_raw(h, "<a");
		html_link(h, arena_printf(web_arena(r), "/staff/review/quality?note=%s", notes[i].word));
		html_raw_if(h, i == chosen, " aria-current=\"page\">", ">");
		html_text(h, tr(l, notes[i].words));
		html_raw(h, " <b>");
		html_number(h, counts[i]);
		html_raw(h, "</b></a>");
	}
	html_raw(h, "</nav>");
}

static void write_item(struct html *h, struct web_request *r, const struct review_item *x, const char *const *heads,
		       enum lang l)
{
	struct arena *a = web_arena(r);
	const char *others = "";
	html_raw(h, "<tr><th scope=\"row\">");
	review_write_record(h, r, KIND_ACTIVITY, x->id);
	html_raw(h, "</th>");
	for (size_t i = 0; i < REVIEW_NOTES; i++)
		if ((x->notes & notes[i].note) != 0)
			others = arena_printf(a, "%s%s%s", others, others[0] != '\0' ? " · " : "", tr(l, notes[i].words));
	staff_cell(h, heads[1], others);
	staff_cell(h, heads[2], staff_moment(a, l, x->text_at));
	html_raw(h, "</tr>");
}

struct quality {
	size_t chosen, offset;
	int64_t now, counts[REVIEW_NOTES];
	struct review_item *v;
	size_t n;
};

static void fill(void *what, struct arena *a, const void *user)
{
	(void)a;
	*(struct quality *)what = *(const struct quality *)user;
}

static bool ask(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct quality *q = what;
	return review_counts(s, q->now, q->counts, e) &&
	       review_list(s, notes[q->chosen].note, q->now, q->offset, REVIEW_PAGE_ITEMS, &q->v, &q->n, a, e);
}

void staff_review_quality(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	void *what;
	int64_t page = review_page_asked(r);
	size_t chosen = note_asked(r);
	const struct quality wish = {
		.chosen = chosen, .offset = (size_t)page * REVIEW_PAGE_ITEMS, .now = app_now(web_app(r))};
	const char *const heads[] = {tr(l, "Activity"), tr(l, "What is missing"), tr(l, "Checked")};
	if (!staff_asked(r, "review", ask, sizeof wish, fill, &wish, &what))
		return;
	const struct quality *q = what;
	review_begin(&h, r, REVIEW_TAB_QUALITY);
	write_notes(&h, r, q->counts, chosen, l);
	if (q->n > 0) {
		staff_table(&h, l, tr(l, notes[chosen].words), heads, 3);
		for (size_t i = 0; i < q->n; i++)
			write_item(&h, r, &q->v[i], heads, l);
		staff_table_end(&h);
	} else {
		staff_el(&h, "p", " class=\"lead\"", tr(l, "Nothing here."));
	}
	review_paging(&h, r, arena_printf(web_arena(r), "/staff/review/quality?note=%s&page=", notes[chosen].word), page,
		      q->counts[chosen]);
	staff_end(&h);
	staff_send(r, &h, 200);
}
