/* What is featured now, later and before (picture 40). */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/view.h"
#include "server/receipt.h"
#include "server/staff/drafts.h"
#include "server/staff/feature_bar.h"
#include "server/staff/review_page.h"
#include "server/staff/screen_health.h"
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/store.h"
#include "web/http.h"

enum when { WHEN_NOW, WHEN_LATER, WHEN_OVER, WHEN_COUNT };
static const char *const when_words[WHEN_COUNT] = {"now", "later", "over"};

struct row {
	const char *id;
	const struct record *record;
	const struct feature *x;
	const struct record *activity;
	const char *look, *title, *by;
	enum when when;
	int64_t seq;
};

struct listing {
	struct html h;
	struct web_request *r;
	struct app *app;
	struct arena *arena;
	enum lang lang;
	struct row *rows;
	size_t n, counts[WHEN_COUNT];
	struct staff_centre *centres;
	size_t n_centres;
	struct device *devices;
	size_t n_devices;
	const char *centre; /* only what shows at this one; NULL: all of them */
	bool drafts;	    /* the list of drafts instead of features */
	struct draft *draft;
	size_t n_drafts;
	enum when tab;
	int64_t page; /* of what has ended */
	int64_t monday; /* where the four weeks of the chart begin */
};

static enum when when_of(const struct feature *x, int64_t now)
{
	return x->until_at <= now ? WHEN_OVER : x->from_at > now ? WHEN_LATER : WHEN_NOW;
}

static void complete(struct listing *l, struct row *row)
{
	row->activity = view_record(l->app->store, KIND_ACTIVITY, row->x->activity, l->arena);
	row->look = "peer";
	row->title = row->x->activity;
	if (row->activity == NULL)
		return;
	const struct activity *x = &row->activity->activity;
	const struct record *topic =
		x->topics.n > 0 ? view_record(l->app->store, KIND_TOPIC, x->topics.v[0], l->arena) : NULL;
	const struct record *by = view_record(l->app->store, KIND_ORGANISATION, x->organisation, l->arena);
	row->title = ltext_get(&x->title, l->lang, NULL);
	row->look = topic != NULL && topic->topic.look != NULL ? topic->topic.look : "peer";
	row->by = by != NULL ? ltext_get(&by->organisation.name, l->lang, NULL) : NULL;
}

static int by_time(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	if (a->x->order != b->x->order && a->when == WHEN_NOW && b->when == WHEN_NOW)
		return a->x->order - b->x->order;
	return a->x->from_at < b->x->from_at ? -1 : a->x->from_at > b->x->from_at;
}

/* none: what it means that no centre is named. */
static bool at_centre(const struct listing *l, const struct strs *centres, bool none)
{
	return l->centre == NULL || (centres->n == 0 ? none : strs_has(centres, l->centre));
}

static bool load_drafts(struct listing *l)
{
	size_t n, kept = 0;
	if (staff_session(l->r)->user.role < ROLE_CONTACT)
		return true;
	if (!drafts_of(l->r, &l->draft, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (at_centre(l, &l->draft[i].centres, false))
			l->draft[kept++] = l->draft[i];
	l->n_drafts = kept;
	return true;
}

static int by_end(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	return a->x->until_at > b->x->until_at ? -1 : a->x->until_at < b->x->until_at;
}

/* What is shown now is shown whole; what has ended only gets longer. */
static void take_page(struct listing *l)
{
	size_t from = (size_t)l->page * REVIEW_PAGE_ITEMS;
	if (l->tab != WHEN_OVER)
		return;
	from = from < l->n ? from : l->n;
	l->rows += from;
	l->n = l->n - from < REVIEW_PAGE_ITEMS ? l->n - from : REVIEW_PAGE_ITEMS;
}

static bool load(struct listing *l)
{
	struct view_stored *all;
	size_t n;
	struct error e = ERROR_INIT;
	int64_t now = app_now(l->app);
	if (!view_newest(l->app->store, KIND_FEATURE, &all, &n, l->arena, &e) ||
	    !device_list(l->app->store, &l->devices, &l->n_devices, l->arena, &e)) {
		log_error("features: %s", e.text);
		return false;
	}
	l->rows = ARENA_ARRAY(l->arena, struct row, n);
	for (size_t i = 0; i < n; i++) {
		const struct record *record = all[i].record;
		if (!staff_may_see(&staff_session(l->r)->user, record) || !at_centre(l, &record->feature.centres, true))
			continue;
		struct row row = {.id = record->id,
				  .record = record,
				  .x = &record->feature,
				  .when = when_of(&record->feature, now),
				  .seq = all[i].seq};
		l->counts[row.when]++;
		if (row.when == l->tab && !l->drafts)
			l->rows[l->n++] = row;
	}
	qsort(l->rows, l->n, sizeof *l->rows, l->tab == WHEN_OVER ? by_end : by_time);
	take_page(l);
	for (size_t i = 0; i < l->n; i++)
		complete(l, &l->rows[i]);
	return true;
}

/* --- writing
 * ------------------------------------------------------------------------------------------------------ */

/* The address of a tab: it keeps the choice of the centre. */
static const char *tab_url(struct listing *l, const char *when)
{
	const char *url = arena_printf(l->arena, "/staff/features?when=%s", when);
	return l->centre != NULL ? staff_url(l->arena, arena_printf(l->arena, "%s&centre=", url), l->centre) : url;
}

static void write_tab(struct listing *l, const char *when, const char *words, size_t n, bool current)
{
	struct html *h = &l->h;
	html_raw(h, "<a");
	html_link(h, tab_url(l, when));
	html_raw_if(h, current, " aria-current=\"page\">", ">");
	html_text(h, words);
	html_raw(h, " <b>");
	html_number(h, (int64_t)n);
	html_raw(h, "</b></a>");
}

static void write_centre_choice(struct listing *l)
{
	struct html *h = &l->h;
	if (l->n_centres < 2)
		return;
	html_raw(h, "<form class=\"choice\" method=\"get\" action=\"/staff/features\">");
	staff_hidden(h, "when", l->drafts ? "draft" : when_words[l->tab]);
	html_raw(h, "<label><span>");
	html_text(h, tr(l->lang, "Centre"));
	html_raw(h, "</span> <select name=\"centre\" data-submit>");
	staff_option(h, "",
		     arena_printf(l->arena, trn(l->lang, "All %d", "All %d", (long)l->n_centres), (int)l->n_centres),
		     l->centre == NULL);
	for (size_t i = 0; i < l->n_centres; i++)
		staff_option(h, l->centres[i].id, l->centres[i].name, str_eq(l->centre, l->centres[i].id));
	html_raw(h, "</select></label>");
	staff_button(h, "small", NULL, tr(l->lang, "Show"));
	html_raw(h, "</form>");
}

static void write_tabs(struct listing *l)
{
	const char *const names[WHEN_COUNT] = {tr(l->lang, "Showing now"), tr(l->lang, "Coming"),
					       tr(l->lang, "Ended")};
	html_raw(&l->h, "<div class=\"choose\"><nav class=\"tabs\"");
	html_attr(&l->h, "aria-label", tr(l->lang, "Which features"));
	html_raw(&l->h, ">");
	for (enum when w = 0; w < WHEN_COUNT; w++)
		write_tab(l, when_words[w], names[w], l->counts[w], !l->drafts && w == l->tab);
	if (staff_session(l->r)->user.role >= ROLE_CONTACT)
		write_tab(l, "draft", tr(l->lang, "Drafts"), l->n_drafts, l->drafts);
	html_raw(&l->h, "<a href=\"/staff/hidden\">");
	html_text(&l->h, tr(l->lang, "Hidden"));
	html_raw(&l->h, "</a></nav>");
	write_centre_choice(l);
	html_raw(&l->h, "</div>");
}

static void write_hint(struct listing *l, const char *words, const char *age)
{
	html_raw(&l->h, "<p class=\"hint\">");
	html_text(&l->h, age != NULL ? tr_fill(l->arena, words, "age", age, (char *)NULL) : words);
	html_raw(&l->h, "</p>");
}

static void write_no_receipt(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	struct civil from = zone_to_civil(ZONE_DEFAULT, row->x->from_at);
	html_raw(h, "><p class=\"receipt\">");
	if (row->when == WHEN_LATER)
		html_icon(h, "schedule");
	html_text(h, row->when == WHEN_LATER ? tr_fill(l->arena, tr(l->lang, "Begins {date}"), "date",
						       words_date(l->arena, l->lang, from.date, DATE_WEEKDAY), (char *)NULL)
		     : row->when == WHEN_OVER ? tr(l->lang, "Over")
					      : tr(l->lang, "No screens"));
	html_raw(h, "</p>");
	if (row->when == WHEN_LATER)
		write_hint(l, tr(l->lang, "timed"), NULL);
	html_raw(h, "</div></td>");
}

static void write_silent(struct listing *l, const struct receipt *got, int64_t now)
{
	const char *words = arena_printf(l->arena, trn(l->lang, "%d not reached", "%d not reached", (long)got->silent),
					 (int)got->silent);
	bool ever = got->silent_at != INSTANT_NONE;
	write_hint(l, ever ? arena_printf(l->arena, "%s, {age}", words) : words,
		   ever ? screen_age(l->lang, got->silent_at, now, l->arena) : NULL);
}

/* How many of the screens that should show it say they do. The script asks for it again while it grows. */
static void write_receipt(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	int64_t now = app_now(l->app);
	const struct receipt got =
		receipt_count(l->devices, l->n_devices, &row->x->centres, &row->x->screens, row->seq, now);
	html_raw(h, "<td><div data-live");
	html_attr(h, "id", arena_printf(l->arena, "receipt-%s", row->id));
	if (row->when != WHEN_NOW || got.total == 0) {
		write_no_receipt(l, row);
		return;
	}
	bool all = got.shown == got.total;
	html_raw_if(h, all, "><p class=\"receipt well\">", " data-waiting><p class=\"receipt waits\">");
	html_icon(h, all ? "check_circle" : got.silent > 0 ? "warning" : "schedule");
	html_text(h, arena_printf(l->arena,
				  trn(l->lang, "Shown on %1$d / %2$d screen", "Shown on %1$d / %2$d screens",
				      (long)got.total),
				  (int)got.shown, (int)got.total));
	html_raw(h, "</p>");
	if (got.silent > 0)
		write_silent(l, &got, now);
	else if (got.last_at != INSTANT_NONE)
		write_hint(l, tr(l->lang, "seen {age} ago"), screen_age(l->lang, got.last_at, now, l->arena));
	html_raw(h, "</div></td>");
}

static void write_row(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	html_raw(h, "<tr");
	page_look_class(h, "feature", row->look, l->arena);
	html_raw(h, "><td><div class=\"what\"><span class=\"plate\">");
	html_icon(h, page_look_icon(row->look));
	html_raw(h, "</span><span>");
	if (row->activity != NULL) {
		staff_ltext_el(h, "strong", "", view_name(row->activity), l->lang);
	} else {
		staff_el(h, "strong", "", row->title);
		html_raw(h, "<em class=\"warn\">");
		html_text(h, tr(l->lang, "No longer listed, so no screen shows it"));
		html_raw(h, "</em>");
	}
	html_raw(h, "<span class=\"by\">");
	html_text(h, row->by);
	html_raw(h, "</span></span></div></td><td>");
	html_text(h, staff_centre_names(&row->x->centres, l->centres, l->n_centres, l->lang, l->arena));
	if (row->x->screens.n > 0) {
		html_raw(h, "<span class=\"by\">");
		html_text(h, arena_printf(l->arena, trn(l->lang, "%d screen", "%d screens", (long)row->x->screens.n),
					  (int)row->x->screens.n));
		html_raw(h, "</span>");
	}
	html_raw(h, "</td><td class=\"chart\">");
	const struct feature_bar bar = {.monday = l->monday,
					.now = app_now(l->app),
					.from = row->x->from_at,
					.until = row->x->until_at,
					.later = row->when == WHEN_LATER};
	feature_bar(h, &bar, l->lang, l->arena);
	html_raw(h, "</td>");
	write_receipt(l, row);
	html_raw(h, "<td>");
	if (staff_may_change(&staff_session(l->r)->user, row->record)) {
		struct buf url = BUF_INIT;
		buf_puts(&url, "/staff/feature?id=");
		html_url_part(&url, row->id);
		html_raw(h, "<a class=\"button\"");
		html_link(h, buf_str(&url));
		html_raw(h, ">");
		html_icon(h, "edit");
		html_text(h, tr(l->lang, "Edit"));
		html_raw(h, "<span class=\"hidden\"> ");
		html_text(h, row->title);
		html_raw(h, "</span></a>");
		buf_fini(&url);
	}
	html_raw(h, "</td></tr>");
}

static void write_head(struct listing *l)
{
	struct html *h = &l->h;
	bool may = staff_session(l->r)->user.role >= ROLE_CONTACT;
	html_raw(h, "<div class=\"heading\"><div><h1>");
	html_text(h, tr(l->lang, "Features"));
	html_raw(h, "</h1><p class=\"lead\">");
	html_text(h, tr(l->lang, "What the screens put forward, in which centres and until when."));
	html_raw(h, "</p></div>");
	if (may) {
		html_raw(h, "<a class=\"button primary\" href=\"/staff/features/new\">");
		html_icon(h, "add");
		html_text(h, tr(l->lang, "New feature"));
		html_raw(h, "</a>");
	}
	html_raw(h, "</div>");
	if (l->drafts) {
		staff_done(h, web_query(l->r, "saved") != NULL ? tr(l->lang, "Saved as a draft. No screen shows it.")
			      : web_query(l->r, "gone") != NULL ? tr(l->lang, "The draft was thrown away.")
								: NULL);
		return;
	}
	staff_saved(h, l->r, KIND_FEATURE,
		    l->tab == WHEN_OVER ? tr(l->lang, "Ended. The screens take it away in about a second.")
					: tr(l->lang, "Published. The screens show it in about a second."));
}

/* What the red line is, and what a receipt means. */
static void write_legend(struct listing *l)
{
	struct html *h = &l->h;
	struct date today = app_civil_now(l->app).date;
	html_raw(h, "<p class=\"legend\"><span class=\"today\">");
	html_text(h, tr_fill(l->arena, tr(l->lang, "Today {date}"), "date",
			     words_date(l->arena, l->lang, today, DATE_WEEKDAY), (char *)NULL));
	html_raw(h, "</span> <span>");
	html_text(h, tr(l->lang, "A screen is counted when it has really drawn the feature."));
	html_raw(h, "</span></p>");
}

static void write_table(struct listing *l)
{
	struct html *h = &l->h;
	html_raw(h, "<table class=\"panel\"><thead><tr><th>");
	html_text(h, tr(l->lang, "Activity"));
	html_raw(h, "</th><th>");
	html_text(h, tr(l->lang, "Where"));
	html_raw(h, "</th><th class=\"chart\"><span class=\"scale\">");
	for (int i = 0; i < 4; i++) {
		html_raw(h, "<span>");
		html_text(h, words_date(l->arena, l->lang,
					date_add(zone_to_civil(ZONE_DEFAULT, l->monday).date, 7 * i),
					DATE_SHORT));
		html_raw(h, "</span>");
	}
	html_raw(h, "</span></th><th>");
	html_text(h, tr(l->lang, "On the screens"));
	html_raw(h, "</th><th><span class=\"hidden\">");
	html_text(h, tr(l->lang, "Change"));
	html_raw(h, "</span></th></tr></thead><tbody>");
	for (size_t i = 0; i < l->n; i++)
		write_row(l, &l->rows[i]);
	html_raw(h, "</tbody></table>");
	if (l->n == 0) {
		html_raw(h, "<p class=\"lead\">");
		html_text(h, tr(l->lang, "Nothing here."));
		html_raw(h, "</p>");
	}
	write_legend(l);
}

/* --- drafts --- */

static void write_draft(struct listing *l, const struct draft *d, const char *const *heads)
{
	struct html *h = &l->h;
	const struct draft_kind *k = str_eq(d->form, draft_of_writing.form) ? &draft_of_writing : &draft_of_feature;
	const char *title = d->title != NULL ? d->title : tr(l->lang, "No title yet");
	const char *url = staff_url(l->arena, arena_printf(l->arena, "%s?draft=", k->path), d->id);
	html_raw(h, "<tr><th scope=\"row\"><strong>");
	html_text(h, view_plain(title, l->arena));
	html_raw(h, "</strong><span class=\"by\">");
	html_text(h, d->record != NULL ? tr(l->lang, "A change of what is published") : tr(l->lang, "New"));
	html_raw(h, "</span></th>");
	staff_cell(h, heads[1], d->centres.n > 0 ? staff_centre_names(&d->centres, l->centres, l->n_centres, l->lang, l->arena) : "–");
	staff_cell(h, heads[2], arena_printf(l->arena, "%s, %s", staff_moment(l->arena, l->lang, d->saved_at), d->saved_by));
	html_raw(h, "<td><div class=\"row\">");
	staff_link_button(h, "", "edit", url, tr(l->lang, "Go on"));
	form_button(h, l->r, "/staff/draft/discard", d->id, "danger", NULL, tr(l->lang, "Throw away"), title);
	html_raw(h, "</div></td></tr>");
}

static void write_drafts(struct listing *l)
{
	const char *const heads[] = {tr(l->lang, "Draft"), tr(l->lang, "Where"), tr(l->lang, "Saved"), NULL};
	if (l->n_drafts == 0) {
		staff_el(&l->h, "p", " class=\"lead\"", tr(l->lang, "Nothing here."));
	} else {
		staff_table(&l->h, l->lang, tr(l->lang, "Drafts"), heads, 4);
		for (size_t i = 0; i < l->n_drafts; i++)
			write_draft(l, &l->draft[i], heads);
		staff_table_end(&l->h);
	}
	html_raw(&l->h, "<p class=\"hint\">");
	html_text(&l->h, arena_printf(l->arena,
				      trn(l->lang, "A draft that nobody saves again goes after %d day.",
					  "A draft that nobody saves again goes after %d days.", (long)DRAFT_KEPT_DAYS),
				      DRAFT_KEPT_DAYS));
	html_raw(&l->h, "</p>");
}

static const char *own_centre(const struct listing *l, const char *id)
{
	for (size_t i = 0; i < l->n_centres; i++)
		if (str_eq(l->centres[i].id, id))
			return l->centres[i].id;
	return NULL;
}

void staff_features(struct web_request *r)
{
	struct listing l = {
		.h = HTML_INIT, .r = r, .app = web_app(r), .arena = web_arena(r), .lang = staff_lang(r)};
	struct date today = app_civil_now(l.app).date;
	const char *when = web_query(r, "when");
	for (enum when w = 0; w < WHEN_COUNT; w++)
		if (str_eq(when, when_words[w]))
			l.tab = w;
	l.page = review_page_asked(r);
	l.monday = zone_day_start(ZONE_DEFAULT, date_add(today, 1 - date_weekday(today)));
	l.drafts = str_eq(when, "draft") && staff_session(r)->user.role >= ROLE_CONTACT;
	bool ok = staff_centres(r, &l.centres, &l.n_centres);
	l.centre = ok ? own_centre(&l, web_query(r, "centre")) : NULL;
	if (!ok || !load(&l) || !load_drafts(&l)) {
		staff_error_page(r, 503, tr(l.lang, "Not available just now"));
		return;
	}
	staff_begin(&l.h, r, tr(l.lang, "Features"), STAFF_TAB_FEATURES);
	write_head(&l);
	write_tabs(&l);
	if (l.drafts)
		write_drafts(&l);
	else
		write_table(&l);
	if (l.tab == WHEN_OVER && !l.drafts)
		review_paging(&l.h, r, arena_printf(l.arena, "%s&page=", tab_url(&l, "over")), l.page,
			      (int64_t)l.counts[WHEN_OVER]);
	staff_end(&l.h);
	staff_send(r, &l.h, 200);
}
