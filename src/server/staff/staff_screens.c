/* The screens: which are well, which need somebody (picture 42). */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/screen_health.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "store/devices.h"
#include "web/http.h"

#define ROWS_FIRST 25 /* of a page that does not show all… */
#define ROWS_ALL 2000 /* …and of one that does */

struct row {
	const struct device *device;
	struct screen_health health;
	enum screen_mood mood;
	bool shown;
};

struct listing {
	struct html h;
	struct arena *arena;
	enum lang lang;
	int64_t now, oldest; /* oldest: content of a screen that is heard of; INSTANT_NONE: none is */
	bool all, may_add;
	struct row *rows;
	size_t n, n_shown, counts[SCREEN_MOOD_COUNT];
	struct staff_centre *centres;
	size_t n_centres;
};

static const struct staff_centre *centre_of(const struct listing *l, const char *id)
{
	for (size_t i = 0; i < l->n_centres; i++)
		if (str_eq(l->centres[i].id, id))
			return &l->centres[i];
	return NULL;
}

/* --- which --- */

static void add_row(struct listing *l, const struct device *d)
{
	struct row row = {.device = d, .health = screen_health_read(d->health, l->arena)};
	row.mood = screen_mood(d, &row.health, l->now);
	l->counts[row.mood]++;
	if (row.mood != SCREEN_GONE && d->content_at != INSTANT_NONE &&
	    (l->oldest == INSTANT_NONE || d->content_at < l->oldest))
		l->oldest = d->content_at;
	l->rows[l->n++] = row;
}

/* What needs somebody is always among them. */
static void choose(struct listing *l)
{
	size_t most = l->all ? ROWS_ALL : ROWS_FIRST;
	for (int well = 0; well < 2; well++)
		for (size_t i = 0; i < l->n && l->n_shown < most; i++)
			if ((l->rows[i].mood == SCREEN_WELL) == (well == 1)) {
				l->rows[i].shown = true;
				l->n_shown++;
			}
}

static bool load(struct listing *l, struct web_request *r)
{
	struct app *a = web_app(r);
	struct device *devices;
	struct error e = ERROR_INIT;
	size_t n;
	if (!staff_centres(r, &l->centres, &l->n_centres))
		return false;
	if (!device_list(a->store, &devices, &n, l->arena, &e)) {
		log_error("screens: %s", e.text);
		return false;
	}
	l->rows = ARENA_ARRAY(l->arena, struct row, n);
	for (size_t i = 0; i < n; i++)
		/* a centre that is not known is seen by those who see all */
		if (centre_of(l, devices[i].centre) != NULL || staff_may_everywhere(&staff_session(r)->user))
			add_row(l, &devices[i]);
	choose(l);
	return true;
}

/* --- writing --- */

static void write_cell(struct listing *l, const char *label, const char *words, bool bad)
{
	html_raw(&l->h, "<td");
	html_attr(&l->h, "data-head", label);
	html_raw_if(&l->h, bad, "><b class=\"warn\">", ">");
	html_text(&l->h, words);
	html_raw_if(&l->h, bad, "</b></td>", "</td>");
}

static const char *note(const struct listing *l, const struct row *row)
{
	const struct device *d = row->device;
	const struct staff_centre *c = centre_of(l, d->centre);
	const char *where = c != NULL ? c->name : d->centre;
	if (d->state == DEVICE_QUARANTINED)
		return tr(l->lang, "The memory card has been copied: give this screen a new credential");
	if (d->state == DEVICE_REVOKED)
		return tr(l->lang, "Removed from use");
	if (d->seen_at == INSTANT_NONE)
		return tr(l->lang, "Has not been heard of yet");
	if (row->mood == SCREEN_GONE)
		return arena_printf(l->arena, "%s · %s", where, tr(l->lang, "Shows its last content and its age"));
	if (row->health.width != INSTANT_NONE && row->health.height != INSTANT_NONE)
		return arena_printf(l->arena, "%s · %d × %d", where, (int)row->health.width, (int)row->health.height);
	return where;
}

static const char *screen_link(const struct listing *l, const char *id)
{
	return arena_printf(l->arena, "/staff/screen?id=%s", id); /* an id is letters and digits */
}

static void write_name(struct listing *l, const struct row *row)
{
	struct html *h = &l->h;
	html_raw(h, "<td class=\"what\"><span");
	html_attr(h, "class", screen_mood_class(row->mood));
	html_attr(h, "title", screen_mood_words(l->lang, row->mood));
	html_raw(h, ">");
	html_icon(h, screen_mood_icon(row->mood));
	html_raw(h, "<span class=\"skip\">");
	html_text(h, screen_mood_words(l->lang, row->mood));
	html_raw(h, "</span></span><span><strong>");
	html_text(h, row->device->name);
	html_raw(h, "</strong><span class=\"by\">");
	html_text(h, note(l, row));
	html_raw(h, "</span></span></td>");
}

#define HEADS 6
static const char *const heads[HEADS] = {TR("Seen"),  TR("Age of content"), TR("Picture alive"),
					 TR("Touch"), TR("Printer"),	    TR("Heat")};

static void write_row(struct listing *l, const struct row *row)
{
	const struct device *d = row->device;
	const struct screen_health *x = &row->health;
	struct html *h = &l->h;
	enum lang g = l->lang;
	bool gone = row->mood == SCREEN_GONE, still = !gone && screen_still(d, x);
	bool old = d->seen_at != INSTANT_NONE && screen_content_old(d, l->now);
	html_raw_if(h, gone, "<tr class=\"gone\">", "<tr>");
	write_name(l, row);
	write_cell(l, tr(g, heads[0]), screen_age(g, d->seen_at, l->now, l->arena), gone);
	/* content grows old while nobody is heard of, so this one is counted up to now */
	write_cell(l, tr(g, heads[1]), screen_age_told(g, d->content_at, l->now, old, l->arena), old);
	write_cell(l, tr(g, heads[2]), gone ? "–" : screen_age_told(g, x->last_frame, d->seen_at, still, l->arena), still);
	write_cell(l, tr(g, heads[3]),
		   gone || !x->touch_told ? "–"
		   : x->touch		  ? tr(g, "Good")
					  : tr(g, "Not found"),
		   !gone && x->touch_told && !x->touch);
	write_cell(l, tr(g, heads[4]), gone ? "–" : screen_printer_words(g, x->printer),
		   !gone && screen_printer_bad(x->printer));
	write_cell(l, tr(g, heads[5]),
		   gone || x->celsius == INSTANT_NONE ? "–" : arena_printf(l->arena, "%d °C", (int)x->celsius),
		   !gone && x->celsius != INSTANT_NONE && x->celsius >= SCREEN_HOT_CELSIUS);
	html_raw(h, "<td class=\"act\"><a class=\"button\"");
	html_link(h, screen_link(l, d->id));
	html_attr(h, "aria-label", arena_printf(l->arena, "%s: %s", tr(g, "Open"), d->name));
	html_raw(h, ">");
	html_text(h, tr(g, "Open"));
	html_raw(h, "</a></td></tr>");
}

static void write_tile(struct html *h, const char *class, const char *icon, const char *figure, const char *words)
{
	html_raw(h, "<li");
	html_attr(h, "class", class);
	html_raw(h, ">");
	html_icon(h, icon);
	html_raw(h, "<span><b>");
	html_text(h, figure);
	html_raw(h, "</b>");
	html_text(h, words);
	html_raw(h, "</span></li>");
}

static void write_counts(struct listing *l)
{
	html_raw(&l->h, "<ul class=\"tiles\">");
	for (int i = 0; i < SCREEN_MOOD_COUNT; i++)
		write_tile(&l->h, screen_mood_class((enum screen_mood)i), screen_mood_icon((enum screen_mood)i),
			   arena_printf(l->arena, "%zu", l->counts[i]),
			   screen_mood_words(l->lang, (enum screen_mood)i));
	write_tile(&l->h, "old-age", "schedule", screen_age(l->lang, l->oldest, l->now, l->arena),
		   tr(l->lang, "oldest content among the connected"));
	html_raw(&l->h, "</ul>");
}

static void write_table(struct listing *l)
{
	struct html *h = &l->h;
	html_raw(h, "<table class=\"panel screens\"><thead><tr><th scope=\"col\">");
	html_text(h, tr(l->lang, "Screen"));
	html_raw(h, "</th>");
	for (size_t i = 0; i < HEADS; i++) {
		html_raw(h, "<th scope=\"col\">");
		html_text(h, tr(l->lang, heads[i]));
		html_raw(h, "</th>");
	}
	html_raw(h, "<td></td></tr></thead><tbody>");
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].shown)
			write_row(l, &l->rows[i]);
	html_raw(h, "</tbody></table>");
}

static void write_foot(struct listing *l)
{
	struct html *h = &l->h;
	if (l->n_shown == l->n)
		return;
	html_raw(h, "<p class=\"foot\"><span>");
	html_text(h, arena_printf(l->arena, tr(l->lang, "Showing %d of %d. Those that need attention are always among them."),
				  (int)l->n_shown, (int)l->n));
	html_raw(h, "</span>");
	if (!l->all) {
		html_raw(h, "<a href=\"/staff/screens?all=1\">");
		html_text(h, arena_printf(l->arena, tr(l->lang, "Show all %d"), (int)l->n));
		html_raw(h, "</a>");
	}
	html_raw(h, "</p>");
}

static void write_head(struct listing *l)
{
	struct html *h = &l->h;
	html_raw(h, "<div class=\"heading\"><div><h1>");
	html_text(h, tr(l->lang, "Screens"));
	html_raw(h, "</h1><p class=\"lead\">");
	html_text(h, arena_printf(l->arena, trn(l->lang, "%d screen", "%d screens", (long)l->n), (int)l->n));
	html_raw(h, "</p></div>");
	if (l->may_add) {
		html_raw(h, "<a class=\"button\" href=\"/staff/enrol\">");
		html_icon(h, "add");
		html_text(h, tr(l->lang, "Add a screen"));
		html_raw(h, "</a>");
	}
	html_raw(h, "</div>");
}

void staff_screens(struct web_request *r)
{
	struct app *a = web_app(r);
	struct listing l = {.h = HTML_INIT,
			    .arena = web_arena(r),
			    .lang = staff_lang(r),
			    .now = app_now(a),
			    .oldest = INSTANT_NONE,
			    .all = web_query(r, "all") != NULL,
			    .may_add = staff_session(r)->user.role >= ROLE_CONTACT};
	if (!load(&l, r)) {
		staff_error_page(r, 503, tr(l.lang, "Not available just now"));
		return;
	}
	staff_begin(&l.h, r, tr(l.lang, "Screens"), STAFF_TAB_SCREENS);
	write_head(&l);
	write_counts(&l);
	if (l.n > 0)
		write_table(&l);
	write_foot(&l);
	staff_end(&l.h);
	staff_send(r, &l.h, 200);
}
