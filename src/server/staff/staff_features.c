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
#include "server/staff/staff.h"
#include "server/staff/staff_change.h"
#include "server/staff/staff_frame.h"
#include "store/store.h"
#include "web/http.h"

#define FEATURES_MAX 500
#define DAY_S ((int64_t)86400)
#define CHART_DAYS 28
#define CHART_WIDTH 320 /* units of the bar picture */

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
	enum when tab;
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

static bool load(struct listing *l)
{
	const struct store_filter f = {.kind = KIND_FEATURE, .limit = FEATURES_MAX};
	struct store_records list;
	struct error e = ERROR_INIT;
	int64_t now = app_now(l->app);
	if (!store_list(l->app->store, &f, &list, l->arena, &e) ||
	    !device_list(l->app->store, &l->devices, &l->n_devices, l->arena, &e)) {
		log_error("features: %s", e.text);
		return false;
	}
	l->rows = ARENA_ARRAY(l->arena, struct row, list.n);
	for (size_t i = 0; i < list.n; i++) {
		const struct record *record =
			view_record(l->app->store, KIND_FEATURE, list.v[i].id, l->arena);
		if (record == NULL || !staff_may_see(&staff_session(l->r)->user, record))
			continue;
		struct row row = {.id = record->id,
				  .record = record,
				  .x = &record->feature,
				  .when = when_of(&record->feature, now),
				  .seq = list.v[i].seq};
		l->counts[row.when]++;
		if (row.when != l->tab)
			continue;
		complete(l, &row);
		l->rows[l->n++] = row;
	}
	qsort(l->rows, l->n, sizeof *l->rows, by_time);
	return true;
}

/* --- writing
 * ------------------------------------------------------------------------------------------------------ */

static void write_tabs(struct listing *l)
{
	const char *const names[WHEN_COUNT] = {tr(l->lang, "Showing now"), tr(l->lang, "Coming"),
					       tr(l->lang, "Ended")};
	html_raw(&l->h, "<nav class=\"tabs\"");
	html_attr(&l->h, "aria-label", tr(l->lang, "Which features"));
	html_raw(&l->h, ">");
	for (enum when w = 0; w < WHEN_COUNT; w++) {
		html_raw(&l->h, "<a");
		html_link(&l->h, arena_printf(l->arena, "/staff/features?when=%s", when_words[w]));
		if (w == l->tab)
			html_raw(&l->h, " aria-current=\"page\"");
		html_raw(&l->h, ">");
		html_text(&l->h, names[w]);
		html_raw(&l->h, " <b>");
		html_number(&l->h, (int64_t)l->counts[w]);
		html_raw(&l->h, "</b></a>");
	}
	html_raw(&l->h, "<a class=\"aside\" href=\"/staff/hidden\">");
	html_text(&l->h, tr(l->lang, "Hidden"));
	html_raw(&l->h, "</a></nav>");
}

static int64_t chart_x(const struct listing *l, int64_t at)
{
	int64_t x = (at - l->monday) * CHART_WIDTH / (CHART_DAYS * DAY_S);
	return x < 0 ? 0 : x > CHART_WIDTH ? CHART_WIDTH : x;
}

/* The time bar as a picture, and as words for those who do not see it. */
static void write_bar(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	struct civil from = zone_to_civil(ZONE_DEFAULT, row->x->from_at),
		     until = zone_to_civil(ZONE_DEFAULT, row->x->until_at);
	int64_t x = chart_x(l, row->x->from_at), width = chart_x(l, row->x->until_at) - x;
	const char *last = words_date(l->arena, l->lang, until.date, DATE_SHORT);
	html_raw(h, "<svg class=\"bar\" role=\"img\" viewBox=\"0 0 320 36\"");
	html_attr(
		h, "aria-label",
		arena_printf(l->arena, "%s–%s", words_date(l->arena, l->lang, from.date, DATE_SHORT), last));
	html_raw(h, "><g class=\"weeks\"><path d=\"M0 0V36M80 0V36M160 0V36M240 0V36\"/></g><rect y=\"1\" "
		    "height=\"34\" rx=\"8\"");
	html_attr(h, "class", row->when == WHEN_LATER ? "later" : "fill");
	html_attr_number(h, "x", x);
	html_attr_number(h, "width", width > 4 ? width : 4);
	html_raw(h, "/><path class=\"today\"");
	html_attr(h, "d", arena_printf(l->arena, "M%lld 0V36", (long long)chart_x(l, app_now(l->app))));
	html_raw(h, "/></svg><span class=\"until\">");
	html_text(h, arena_printf(l->arena, "%s–%s", words_date(l->arena, l->lang, from.date, DATE_SHORT),
				  last));
	html_raw(h, "</span>");
}

/* How many of the screens that should show it say they do. The script asks for it again while it grows. */
static void write_receipt(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	const struct receipt got =
		receipt_count(l->devices, l->n_devices, &row->x->centres, &row->x->screens, row->seq);
	html_raw(h, "<td><div data-live");
	html_attr(h, "id", arena_printf(l->arena, "receipt-%s", row->id));
	if (row->when != WHEN_NOW || got.total == 0) {
		html_raw(h, "><p class=\"receipt\">");
		html_text(h, row->when == WHEN_LATER ? tr(l->lang, "Not begun yet")
			     : row->when == WHEN_OVER ? tr(l->lang, "Over")
						      : tr(l->lang, "No screens"));
		html_raw(h, "</p></div></td>");
		return;
	}
	bool all = got.shown == got.total;
	html_raw_if(h, all, "><p class=\"receipt well\">", " data-waiting><p class=\"receipt waits\">");
	html_icon(h, all ? "check_circle" : "schedule");
	html_text(h, arena_printf(l->arena,
				  trn(l->lang, "Shown on %1$d / %2$d screen", "Shown on %1$d / %2$d screens",
				      (long)got.total),
				  (int)got.shown, (int)got.total));
	html_raw(h, "</p>");
	if (got.last_at != INSTANT_NONE) {
		struct civil at = zone_to_civil(ZONE_DEFAULT, got.last_at);
		html_raw(h, "<p class=\"hint\">");
		html_text(h, arena_printf(l->arena, tr(l->lang, "last heard at %s"),
					  words_clock(l->arena, l->lang, at.hour, at.minute)));
		html_raw(h, "</p>");
	}
	html_raw(h, "</div></td>");
}

static void write_row(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	html_raw(h, "<tr");
	page_look_class(h, "feature", row->look, l->arena);
	html_raw(h, "><td class=\"what\"><span class=\"plate\">");
	html_icon(h, page_look_icon(row->look));
	html_raw(h, "</span><span><strong>");
	html_text(h, row->title);
	html_raw(h, "</strong>");
	if (row->activity == NULL) {
		html_raw(h, "<em class=\"warn\">");
		html_text(h, tr(l->lang, "No longer listed, so no screen shows it"));
		html_raw(h, "</em>");
	}
	html_raw(h, "<span class=\"by\">");
	html_text(h, row->by);
	html_raw(h, "</span></span></td><td>");
	html_text(h, staff_centre_names(&row->x->centres, l->centres, l->n_centres, l->lang, l->arena));
	if (row->x->screens.n > 0) {
		html_raw(h, "<span class=\"by\">");
		html_text(h, arena_printf(l->arena, trn(l->lang, "%d screen", "%d screens", (long)row->x->screens.n),
					  (int)row->x->screens.n));
		html_raw(h, "</span>");
	}
	html_raw(h, "</td><td class=\"chart\">");
	write_bar(l, row);
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
	staff_saved(h, l->r, KIND_FEATURE,
		    l->tab == WHEN_OVER ? tr(l->lang, "Ended. The screens take it away in about a second.")
					: tr(l->lang, "Published. The screens show it in about a second."));
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
	l.monday = zone_day_start(ZONE_DEFAULT, date_add(today, 1 - date_weekday(today)));
	if (!staff_centres(r, &l.centres, &l.n_centres) || !load(&l)) {
		staff_error_page(r, 503, tr(l.lang, "Not available just now"));
		return;
	}
	staff_begin(&l.h, r, tr(l.lang, "Features"), STAFF_TAB_FEATURES);
	write_head(&l);
	write_tabs(&l);
	write_table(&l);
	staff_end(&l.h);
	staff_send(r, &l.h, 200);
}
