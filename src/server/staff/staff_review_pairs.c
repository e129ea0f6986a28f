/* The same thing from two sources: keep both, or let one stand for the other. */
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/merge.h"
#include "server/staff/review_page.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/review.h"
#include "store/store.h"
#include "web/http.h"

#define MERGES_SHOWN 50

static bool may_decide(struct web_request *r)
{
	return staff_session(r)->user.role >= ROLE_EDITOR;
}

static void write_keep(struct html *h, struct web_request *r, const struct review_pair *p, const char *keep,
		       const char *drop, enum lang l)
{
	staff_form(h, r, "/staff/review/merge", "");
	staff_hidden(h, "kind", record_kind_word(p->kind));
	staff_hidden(h, "keep", keep);
	staff_hidden(h, "drop", drop);
	staff_button(h, "", "check", tr(l, "The same: keep this one"));
	html_raw(h, "</form>");
}

static void write_pair(struct html *h, struct web_request *r, const struct review_pair *p, enum lang l)
{
	const char *const ids[2] = {p->a, p->b};
	html_raw(h, "<li class=\"panel card pair\"><p class=\"reason\">");
	if (p->why == REVIEW_SAME_NAME)
		html_text(h, p->kind == KIND_ACTIVITY ? tr(l, "The same name in the same municipality")
						      : tr(l, "The same name"));
	else
		html_text(h, p->kind == KIND_ACTIVITY ? tr(l, "The same phone or e-mail, weekday and time")
						      : tr(l, "The same business id"));
	html_raw(h, "</p>");
	for (size_t i = 0; i < 2; i++) {
		html_raw(h, "<div class=\"side\"><div class=\"facts\">");
		review_write_record(h, r, p->kind, ids[i]);
		html_raw(h, "</div>");
		if (may_decide(r))
			write_keep(h, r, p, ids[i], ids[1 - i], l);
		html_raw(h, "</div>");
	}
	if (may_decide(r)) {
		staff_form(h, r, "/staff/review/apart", "");
		staff_hidden(h, "kind", record_kind_word(p->kind));
		staff_hidden(h, "a", p->a);
		staff_hidden(h, "b", p->b);
		staff_button(h, "primary", "list", tr(l, "Two different things: keep both"));
		html_raw(h, "</form>");
	}
	html_raw(h, "</li>");
}

static void write_merges(struct html *h, struct web_request *r, const struct merge *v, size_t n, enum lang l)
{
	const char *const heads[] = {tr(l, "Merged"), tr(l, "Into"), tr(l, "Who"), tr(l, "When"), NULL};
	if (n == 0)
		return;
	staff_el(h, "h2", "", tr(l, "Merged so far"));
	staff_table(h, l, tr(l, "Merged so far"), heads, 5);
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<tr><th scope=\"row\"><strong>");
		html_text(h, v[i].title);
		html_raw(h, "</strong><span class=\"by\">");
		html_text(h, v[i].source);
		html_raw(h, "</span></th><td><div class=\"facts\">");
		review_write_record(h, r, v[i].kind, v[i].into);
		html_raw(h, "</div></td>");
		staff_cell(h, heads[2], v[i].who);
		staff_cell(h, heads[3], staff_moment(web_arena(r), l, v[i].at));
		html_raw(h, "<td>");
		if (may_decide(r)) {
			staff_form(h, r, "/staff/review/unmerge", "");
			staff_hidden(h, "kind", record_kind_word(v[i].kind));
			staff_hidden(h, "id", v[i].id);
			staff_button(h, "", NULL, tr(l, "Undo"));
			html_raw(h, "</form>");
		}
		html_raw(h, "</td></tr>");
	}
	staff_table_end(h);
}

struct twice {
	size_t offset;
	struct review_pair *v;
	size_t n;
	int64_t total;
	struct merge *merges;
	size_t n_merges;
};

static void fill(void *what, struct arena *a, const void *user)
{
	(void)a;
	((struct twice *)what)->offset = *(const size_t *)user;
}

static bool ask(struct store *s, void *what, struct arena *a, struct error *e)
{
	struct twice *x = what;
	return review_pairs(s, x->offset, REVIEW_PAGE_ITEMS, &x->v, &x->n, &x->total, a, e) &&
	       merge_list(s, MERGES_SHOWN, &x->merges, &x->n_merges, a, e);
}

void staff_review_twice(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	int64_t page = review_page_asked(r);
	size_t offset = (size_t)page * REVIEW_PAGE_ITEMS;
	void *what;
	if (!staff_asked(r, "review", ask, sizeof(struct twice), fill, &offset, &what))
		return;
	const struct twice *x = what;
	int64_t total = x->total;
	review_begin(&h, r, REVIEW_TAB_TWICE);
	staff_el(&h, "p", " class=\"lead\"",
		 total == 0 ? tr(l, "No pairs wait for a decision.")
			    : arena_printf(web_arena(r),
					   trn(l, "%d pair waits for a decision.", "%d pairs wait for a decision.", (long)total),
					   (int)total));
	html_raw(&h, "<ul class=\"cards\">");
	for (size_t i = 0; i < x->n; i++)
		write_pair(&h, r, &x->v[i], l);
	html_raw(&h, "</ul>");
	review_paging(&h, r, "/staff/review/twice?page=", page, total);
	write_merges(&h, r, x->merges, x->n_merges, l);
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- deciding --- */

static enum record_kind kind_asked(struct web_request *r)
{
	enum record_kind kind = record_kind_from_word(web_form(r, "kind"));
	return kind == KIND_ACTIVITY || kind == KIND_ORGANISATION ? kind : KIND_NONE;
}

static bool there(struct web_request *r, enum record_kind kind, const char *id)
{
	struct app *a = web_app(r);
	struct store_record stored;
	return kind != KIND_NONE && id != NULL && store_get(a->store, kind, id, &stored, web_arena(r), NULL) &&
	       stored.doc != NULL;
}

static void answer(struct web_request *r, bool ok, struct error *e)
{
	struct app *a = web_app(r);
	if (ok) {
		app_published(a);
		web_redirect(r, "/staff/review/twice?saved=1");
	} else if (e->kind == ERROR_REFUSED || e->kind == ERROR_NOT_FOUND || e->kind == ERROR_LIMIT) {
		store_rollback(a->store);
		log_warning("review: %s", e->text);
		staff_error_page(r, 409, tr(staff_lang(r), "This is no longer so. Look at the list again."));
	} else {
		staff_unavailable(r, "review", e);
	}
}

void staff_review_apart(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	const struct user *u = &staff_session(r)->user;
	if (!staff_form_ok(r))
		return;
	enum record_kind kind = kind_asked(r);
	const char *one = web_form(r, "a"), *other = web_form(r, "b");
	if (!there(r, kind, one) || !there(r, kind, other) || str_eq(one, other)) {
		error_set(&e, ERROR_NOT_FOUND, "pair to keep apart");
		answer(r, false, &e);
		return;
	}
	const struct audit_entry entry = {.at = app_now(a), .who = u->name, .what = "review.apart", .target = one, .after = other};
	answer(r,
	       store_begin(a->store, &e) && review_apart(a->store, kind, one, other, u->name, app_now(a), &e) &&
		       audit_add(a->store, &entry, &e) && store_commit(a->store, &e),
	       &e);
}

void staff_review_merge(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r))
		return;
	enum record_kind kind = kind_asked(r);
	const char *keep = web_form(r, "keep"), *drop = web_form(r, "drop");
	if (!there(r, kind, keep) || !there(r, kind, drop) || str_eq(keep, drop)) {
		error_set(&e, ERROR_NOT_FOUND, "pair to merge");
		answer(r, false, &e);
		return;
	}
	answer(r,
	       store_begin(a->store, &e) &&
		       merge_do(a, kind, keep, drop, staff_session(r)->user.name, web_arena(r), &e) &&
		       store_commit(a->store, &e),
	       &e);
}

void staff_review_unmerge(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r))
		return;
	enum record_kind kind = kind_asked(r);
	const char *id = web_form(r, "id");
	answer(r,
	       kind != KIND_NONE && id != NULL
		       ? store_begin(a->store, &e) &&
				 merge_undo(a, kind, id, staff_session(r)->user.name, web_arena(r), &e) &&
				 store_commit(a->store, &e)
		       : error_set(&e, ERROR_NOT_FOUND, "merge to undo"),
	       &e);
}
