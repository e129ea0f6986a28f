#include "server/staff/staff_spans.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_form.h"
#include "server/staff/staff_parts.h"
#include "server/view.h"
#include "store/store.h"
#include "web/http.h"

struct span span_of(const struct record *r)
{
	switch (r->kind) {
	case KIND_NOTICE: return (struct span){&r->notice.centres, r->notice.from_at, r->notice.until_at};
	case KIND_POLL: return (struct span){&r->poll.centres, r->poll.from_at, r->poll.until_at};
	default: return (struct span){&r->hide.centres, INSTANT_NONE, INSTANT_NONE};
	}
}

void span_set(struct record *r, const struct span *s)
{
	ASSERT(r->kind == KIND_NOTICE || r->kind == KIND_POLL);
	if (r->kind == KIND_NOTICE) {
		r->notice.centres = *s->centres;
		r->notice.from_at = s->from;
		r->notice.until_at = s->until;
	} else {
		r->poll.centres = *s->centres;
		r->poll.from_at = s->from;
		r->poll.until_at = s->until;
	}
}

static enum span_when when_of(const struct span *s, int64_t now)
{
	return s->until != INSTANT_NONE && s->until <= now ? SPAN_OVER
	       : s->from != INSTANT_NONE && s->from > now  ? SPAN_LATER
							   : SPAN_NOW;
}

static int by_when(const void *pa, const void *pb)
{
	const struct spanned *a = pa, *b = pb;
	if (a->when != b->when)
		return a->when < b->when ? -1 : 1;
	return a->span.from > b->span.from ? -1 : a->span.from < b->span.from;
}

bool staff_spanned(struct web_request *r, enum record_kind kind, struct spanned **out, size_t *n)
{
	struct app *a = web_app(r);
	const struct user *u = &staff_session(r)->user;
	struct view_stored *all;
	size_t n_all;
	struct error e = ERROR_INIT;
	*n = 0;
	if (!view_newest(a->store, kind, &all, &n_all, web_arena(r), &e)) {
		log_error("staff: %s", e.text);
		return false;
	}
	*out = ARENA_ARRAY(web_arena(r), struct spanned, n_all);
	for (size_t i = 0; i < n_all; i++) {
		struct spanned x = {.record = all[i].record};
		if (!staff_may_see(u, x.record))
			continue;
		x.may = staff_may_change(u, x.record);
		x.span = span_of(x.record);
		x.when = when_of(&x.span, app_now(a));
		(*out)[(*n)++] = x;
	}
	qsort(*out, *n, sizeof **out, by_when);
	return true;
}

/* --- the page --- */

static const char *when_words(const struct spanned *x, enum lang l, struct arena *a)
{
	if (x->span.from == INSTANT_NONE && x->span.until == INSTANT_NONE)
		return tr(l, "until it is shown again");
	return arena_printf(a, "%s – %s", staff_moment(a, l, x->span.from),
			    staff_moment(a, l, x->span.until));
}

static const char *state_words(const struct spanned *x, enum lang l)
{
	return x->when == SPAN_NOW ? tr(l, "Now") : x->when == SPAN_LATER ? tr(l, "Later") : tr(l, "Over");
}

static void write_buttons(struct html *h, struct web_request *r, const struct span_page *p,
			  const struct spanned *x, const char *name)
{
	enum lang l = staff_lang(r);
	struct arena *a = web_arena(r);
	html_raw(h, "<td><div class=\"row\">");
	if (p->results_path != NULL)
		staff_link_button(h, "", NULL, staff_url(a, p->results_path, x->record->id),
				  tr(l, "Results"));
	if (x->may && p->edit_path != NULL && x->when != SPAN_OVER)
		staff_link_button(h, "", "edit", staff_url(a, p->edit_path, x->record->id), tr(l, "Edit"));
	if (x->may && p->end_path != NULL && x->when != SPAN_OVER)
		form_button(h, r, p->end_path, x->record->id, "danger", NULL,
			    x->record->kind == KIND_HIDE ? tr(l, "Show again") : tr(l, "End now"), name);
	html_raw(h, "</div></td>");
}

static void write_table(struct html *h, struct web_request *r, const struct span_page *p,
			const struct spanned *v, size_t n)
{
	enum lang l = staff_lang(r);
	struct staff_centre *centres = NULL;
	size_t n_centres = 0;
	const char *const heads[] = {p->title, tr(l, "Where"), tr(l, "When"), tr(l, "State"), NULL};
	staff_centres(r, &centres, &n_centres);
	staff_table(h, l, p->title, heads, sizeof heads / sizeof heads[0]);
	for (size_t i = 0; i < n; i++) {
		const char *name = p->name(v[i].record, r);
		html_raw(h, "<tr><th scope=\"row\"><strong>");
		html_text(h, name);
		html_raw(h, "</strong></th>");
		staff_cell(h, heads[1],
			   staff_centre_names(v[i].span.centres, centres, n_centres, l, web_arena(r)));
		staff_cell(h, heads[2], when_words(&v[i], l, web_arena(r)));
		staff_cell(h, heads[3], state_words(&v[i], l));
		write_buttons(h, r, p, &v[i], name);
		html_raw(h, "</tr>");
	}
	staff_table_end(h);
}

void staff_span_page(struct web_request *r, const struct span_page *p)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	struct spanned *v;
	size_t n;
	if (!staff_spanned(r, p->kind, &v, &n)) {
		staff_error_page(r, 503, tr(l, "Not available just now"));
		return;
	}
	staff_begin(&h, r, p->title, p->tab);
	html_raw(&h, "<div class=\"heading\"><div>");
	staff_title(&h, p->title, p->lead);
	html_raw(&h, "</div>");
	if (p->new_path != NULL && staff_session(r)->user.role >= ROLE_CONTACT)
		staff_link_button(&h, "primary", "add", p->new_path, p->new_words);
	html_raw(&h, "</div>");
	staff_saved(&h, r, p->kind, p->saved);
	if (p->more != NULL)
		p->more(&h, r);
	if (n > 0)
		write_table(&h, r, p, v, n);
	else
		staff_el(&h, "p", " class=\"lead\"", p->nothing);
	staff_end(&h);
	staff_send(r, &h, 200);
}
