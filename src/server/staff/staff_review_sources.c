/* Where the content comes from: health of each source, its last runs, and removals that wait for a person's word. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/listing.h"
#include "server/staff/review_page.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/people.h"
#include "store/runs.h"
#include "store/store.h"
#include "web/http.h"

#define RUNS_READ 500
#define RUNS_SHOWN 5
#define SILENT_S ((int64_t)3 * 86400) /* no good run for longer than this is worth a look */

struct sources {
	struct source_state *v;
	struct run_note *runs; /* newest first */
	size_t n, n_runs;
};

static bool kept_here(const char *source)
{
	return str_eq(source, STAFF_SOURCE) || str_eq(source, LISTING_SOURCE);
}

static void write_why(struct html *h, const char *why, struct arena *a)
{
	struct strs lines = why != NULL ? str_split(a, why, "\n") : (struct strs){0};
	if (lines.n == 0)
		return;
	html_raw(h, "<ul class=\"said\">");
	for (size_t i = 0; i < lines.n; i++)
		staff_el(h, "li", "", lines.v[i]);
	html_raw(h, "</ul>");
}

/* --- removals that wait --- */

static void write_refused(struct html *h, struct web_request *r, const struct run_note *x, bool may, enum lang l)
{
	struct arena *a = web_arena(r);
	html_raw(h, "<li class=\"panel card\"><div class=\"facts\"><strong>");
	html_text(h, arena_printf(a, trn(l, "%1$s: %2$d record would be removed", "%1$s: %2$d records would be removed",
					 (long)x->would_remove),
				  x->source, (int)x->would_remove));
	html_raw(h, "</strong><span class=\"by\">");
	html_text(h, arena_printf(a, tr(l, "The run of %s did not have them any more. So many at once are removed only when a person says so."),
				  staff_moment(a, l, x->started_at)));
	html_raw(h, "</span></div>");
	if (may) {
		html_raw(h, "<div class=\"actions\">");
		staff_form(h, r, "/staff/review/sweep", "");
		staff_hidden(h, "source", x->source);
		staff_hidden(h, "run", x->run);
		html_raw(h, "<button class=\"primary\" name=\"verdict\" value=\"keep\">");
		html_text(h, tr(l, "Keep them"));
		html_raw(h, "</button><button class=\"danger\" name=\"verdict\" value=\"accept\">");
		html_text(h, tr(l, "Remove them"));
		html_raw(h, "</button></form></div>");
	}
	html_raw(h, "</li>");
}

/* Only the newest full run of a source can still be decided about. */
static bool decidable(const struct sources *s, size_t i)
{
	if (s->runs[i].sweep != SWEEP_REFUSED)
		return false;
	for (size_t j = 0; j < i; j++)
		if (str_eq(s->runs[j].source, s->runs[i].source) && !str_starts(s->runs[j].run, "report-"))
			return false;
	return true;
}

/* --- the list --- */

static void write_state(struct html *h, const struct source_state *x, const struct run_note *last, int64_t now, enum lang l)
{
	bool silent = x->last_ok_at == INSTANT_NONE || now - x->last_ok_at > SILENT_S;
	if (kept_here(x->source))
		staff_el(h, "span", "", "–");
	else if (last == NULL)
		staff_el(h, "span", " class=\"warn\"", tr(l, "Has never run"));
	else if (!last->ok)
		staff_el(h, "b", " class=\"bad\"", tr(l, "The last run failed"));
	else if (silent)
		staff_el(h, "b", " class=\"warn\"", tr(l, "No good run for three days"));
	else
		staff_el(h, "span", " class=\"well\"", tr(l, "Well"));
}

static void write_run(struct html *h, const struct run_note *x, enum lang l, struct arena *a)
{
	html_raw(h, "<li>");
	html_text(h, arena_printf(a, tr(l, "%1$s: taken %2$d, changed %3$d, removed %4$d, refused %5$d"),
				  staff_moment(a, l, x->started_at), (int)x->taken, (int)x->changed, (int)x->removed,
				  (int)x->refused));
	if (!x->ok)
		staff_el(h, "b", " class=\"bad\"", tr(l, "failed"));
	write_why(h, x->why, a);
	html_raw(h, "</li>");
}

static void write_source(struct html *h, struct web_request *r, const struct sources *s, const struct source_state *x,
			 const char *const *heads, enum lang l)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	const struct run_note *last = NULL;
	size_t shown = 0;
	for (size_t i = 0; i < s->n_runs && last == NULL; i++)
		last = str_eq(s->runs[i].source, x->source) ? &s->runs[i] : NULL;
	html_raw(h, "<tr><th scope=\"row\"><strong>");
	html_text(h, review_source_words(x->source, l));
	html_raw(h, "</strong></th><td");
	html_attr(h, "data-head", heads[1]);
	html_raw(h, ">");
	write_state(h, x, last, app_now(app), l);
	html_raw(h, "</td>");
	staff_cell(h, heads[2], arena_printf(a, "%lld", (long long)x->live));
	html_raw(h, "<td");
	html_attr(h, "data-head", heads[3]);
	html_raw(h, ">");
	html_text(h, staff_moment(a, l, x->last_run_at));
	if (last != NULL) {
		html_raw(h, "<details><summary>");
		html_text(h, tr(l, "Last runs"));
		html_raw(h, "</summary><ul class=\"said\">");
		for (size_t i = 0; i < s->n_runs && shown < RUNS_SHOWN; i++) {
			if (!str_eq(s->runs[i].source, x->source))
				continue;
			write_run(h, &s->runs[i], l, a);
			shown++;
		}
		html_raw(h, "</ul></details>");
	}
	html_raw(h, "</td></tr>");
}

static bool ask(struct store *store, void *what, struct arena *a, struct error *e)
{
	struct sources *s = what;
	return run_sources(store, &s->v, &s->n, a, e) && run_list(store, NULL, RUNS_READ, &s->runs, &s->n_runs, a, e);
}

void staff_review_sources(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	void *what;
	bool may = staff_session(r)->user.role >= ROLE_EDITOR;
	const char *const heads[] = {tr(l, "Source"), tr(l, "State"), tr(l, "Records"), tr(l, "Last run")};
	if (!staff_asked(r, "sources", ask, sizeof(struct sources), NULL, NULL, &what))
		return;
	const struct sources *s = what;
	review_begin(&h, r, REVIEW_TAB_SOURCES);
	html_raw(&h, "<ul class=\"cards\">");
	for (size_t i = 0; i < s->n_runs; i++)
		if (decidable(s, i))
			write_refused(&h, r, &s->runs[i], may, l);
	html_raw(&h, "</ul>");
	staff_table(&h, l, tr(l, "Sources"), heads, 4);
	for (size_t i = 0; i < s->n; i++)
		write_source(&h, r, s, &s->v[i], heads, l);
	staff_table_end(&h);
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- the word --- */

void staff_review_sweep(struct web_request *r)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	int64_t removed = 0;
	if (!staff_form_ok(r))
		return;
	const char *source = web_form(r, "source"), *run = web_form(r, "run");
	bool accept = str_eq(web_form(r, "verdict"), "accept");
	if (source == NULL || run == NULL || (!accept && !str_eq(web_form(r, "verdict"), "keep"))) {
		staff_error_page(r, 422, tr(staff_lang(r), "This is no longer so. Look at the list again."));
		return;
	}
	bool ok = store_begin(a->store, &e) &&
		  (accept ? run_sweep_accept(a->store, source, run, app_now(a), &removed, &e)
			  : run_sweep_keep(a->store, source, run, &e));
	const struct audit_entry entry = {
		.at = app_now(a),
		.who = staff_session(r)->user.name,
		.what = accept ? "sweep.accept" : "sweep.keep",
		.target = source,
		.after = arena_printf(web_arena(r), "{\"run\":\"%s\",\"removed\":%lld}", run, (long long)removed),
	};
	if (ok && audit_add(a->store, &entry, &e) && store_commit(a->store, &e)) {
		app_published(a);
		web_redirect(r, "/staff/review/sources?saved=1");
	} else if (e.kind == ERROR_NOT_FOUND || e.kind == ERROR_REFUSED) {
		store_rollback(a->store);
		staff_error_page(r, 409, tr(staff_lang(r), "This is no longer so. Look at the list again."));
	} else {
		staff_unavailable(r, "sweep", &e);
	}
}
