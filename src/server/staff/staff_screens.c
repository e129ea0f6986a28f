/* The screens: which are well, which need somebody (picture 42). */
#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "store/devices.h"
#include "web/http.h"

#define OFFLINE_S 1000     /* longer than a screen on a metered link is silent (sync.metered_poll_s) */
#define OLD_CONTENT_S 3600 /* of a screen that is heard of */
#define STILL_S 120        /* the picture is drawn at least once a minute */
#define HOT_CELSIUS 55

enum mood { MOOD_WELL, MOOD_ATTENTION, MOOD_GONE, MOOD_COUNT };
static const char *const mood_icons[MOOD_COUNT] = {"check_circle", "warning", "cancel"};

/* What the health says, for one row. Texts live in the page's arena. */
struct health {
	int64_t last_frame, celsius; /* INSTANT_NONE: not told */
	bool touch, touch_told, safe_screen;
	const char *printer, *version; /* "" not told */
};

struct row {
	const struct device *device;
	struct health health;
	enum mood mood;
};

struct listing {
	struct html h;
	struct arena *arena;
	enum lang lang;
	int64_t now;
	struct row *rows;
	size_t n, counts[MOOD_COUNT];
	struct staff_centre *centres;
	size_t n_centres;
};

/* --- what it means --- */

static int64_t number(const cJSON *doc, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(doc, name);
	return cJSON_IsNumber(v) && v->valuedouble > -1e9 && v->valuedouble < 1e12 ? (int64_t)v->valuedouble
										   : INSTANT_NONE;
}

static const char *text(const cJSON *doc, const char *name, struct arena *a)
{
	const char *v = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(doc, name));
	return v != NULL ? arena_strdup(a, v) : "";
}

static struct health health_read(const char *json, struct arena *a)
{
	cJSON *doc = json != NULL ? json_parse(json, strlen(json), DEVICE_HEALTH_MAX, NULL) : NULL;
	const cJSON *touch = cJSON_GetObjectItemCaseSensitive(doc, "touch");
	struct health out = {
		.last_frame = number(doc, "last_frame"),
		.celsius = number(doc, "celsius"),
		.touch = cJSON_IsTrue(touch),
		.touch_told = cJSON_IsBool(touch),
		.safe_screen = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(doc, "safe_screen")),
		.printer = text(doc, "printer", a),
		.version = text(doc, "version", a),
	};
	cJSON_Delete(doc);
	return out;
}

static bool printer_bad(const char *word)
{
	return str_eq(word, "out-of-paper") || str_eq(word, "cover-open") || str_eq(word, "error") ||
	       str_eq(word, "silent");
}

/* Ages of frame and content are as of the last report, so that a silent minute does not make them old. */
static enum mood mood_of(const struct device *d, const struct health *x, int64_t now)
{
	if (d->state != DEVICE_ACTIVE || d->seen_at == INSTANT_NONE || now - d->seen_at > OFFLINE_S)
		return MOOD_GONE;
	bool still = x->last_frame == INSTANT_NONE || d->seen_at - x->last_frame > STILL_S;
	bool old = d->content_at == INSTANT_NONE || d->seen_at - d->content_at > OLD_CONTENT_S;
	bool bad = still || old || x->safe_screen || (x->touch_told && !x->touch) ||
		   printer_bad(x->printer) || (x->celsius != INSTANT_NONE && x->celsius >= HOT_CELSIUS);
	return bad ? MOOD_ATTENTION : MOOD_WELL;
}

static const struct staff_centre *centre_of(const struct listing *l, const char *id)
{
	for (size_t i = 0; i < l->n_centres; i++)
		if (str_eq(l->centres[i].id, id))
			return &l->centres[i];
	return NULL;
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
	for (size_t i = 0; i < n; i++) {
		/* a centre that is not known is seen by those who see all */
		if (centre_of(l, devices[i].centre) == NULL && !staff_may_everywhere(&staff_session(r)->user))
			continue;
		struct row row = {.device = &devices[i], .health = health_read(devices[i].health, l->arena)};
		row.mood = mood_of(row.device, &row.health, l->now);
		l->counts[row.mood]++;
		l->rows[l->n++] = row;
	}
	return true;
}

/* --- writing --- */

static const char *ago(const struct listing *l, int64_t at, int64_t now)
{
	int64_t s = now - at;
	if (at == INSTANT_NONE)
		return "–";
	s = s < 0 ? 0 : s;
	if (s < 60)
		return arena_printf(l->arena, "%d s", (int)s);
	if (s < (int64_t)2 * 86400)
		return words_duration(l->arena, l->lang, (int)(s / 60));
	long days = (long)(s / 86400);
	return arena_printf(l->arena, trn(l->lang, "%d day", "%d days", days), (int)days);
}

static const char *printer_words(enum lang l, const char *word)
{
	if (str_eq(word, "ready") || str_eq(word, "unknown"))
		return tr(l, "Good");
	if (str_eq(word, "near-end"))
		return tr(l, "Paper ends soon");
	if (str_eq(word, "out-of-paper"))
		return tr(l, "Out of paper");
	return printer_bad(word) ? tr(l, "Does not print") : "–";
}

static void write_cell(struct listing *l, const char *words, bool bad)
{
	html_raw_if(&l->h, bad, "<td><b class=\"warn\">", "<td>");
	html_text(&l->h, words);
	html_raw_if(&l->h, bad, "</b></td>", "</td>");
}

static const char *note(const struct listing *l, const struct row *row)
{
	const struct device *d = row->device;
	const struct staff_centre *c = centre_of(l, d->centre);
	if (d->state == DEVICE_QUARANTINED)
		return tr(l->lang, "The memory card has been copied: give this screen a new credential");
	if (d->state == DEVICE_REVOKED)
		return tr(l->lang, "Removed from use");
	if (d->seen_at == INSTANT_NONE)
		return tr(l->lang, "Has not been heard of yet");
	return c != NULL ? c->name : d->centre;
}

static void write_row(struct listing *l, const struct row *row)
{
	const struct device *d = row->device;
	const struct health *x = &row->health;
	struct html *h = &l->h;
	const char *const moods[MOOD_COUNT] = {tr(l->lang, "Well"), tr(l->lang, "Needs attention"),
					       tr(l->lang, "Not connected")};
	bool gone = row->mood == MOOD_GONE, hot = x->celsius != INSTANT_NONE && x->celsius >= HOT_CELSIUS;
	html_raw_if(h, gone, "<tr class=\"gone\">", "<tr>");
	html_raw(h, "<td class=\"what\"><span");
	html_attr(h, "class", row->mood == MOOD_WELL ? "well" : gone ? "bad" : "warn");
	html_attr(h, "title", moods[row->mood]);
	html_raw(h, ">");
	html_icon(h, mood_icons[row->mood]);
	html_raw(h, "<span class=\"skip\">");
	html_text(h, moods[row->mood]);
	html_raw(h, "</span></span><span><strong>");
	html_text(h, d->name);
	html_raw(h, "</strong><span class=\"by\">");
	html_text(h, note(l, row));
	html_raw(h, "</span></span></td>");
	write_cell(l, ago(l, d->seen_at, l->now), gone);
	/* content grows old while nobody is heard of, so this one is counted up to now */
	write_cell(l, ago(l, d->content_at, l->now),
		   d->content_at != INSTANT_NONE && l->now - d->content_at > OLD_CONTENT_S);
	write_cell(l, gone ? "–" : ago(l, x->last_frame, d->seen_at), !gone && x->last_frame == INSTANT_NONE);
	write_cell(l,
		   gone || !x->touch_told ? "–"
		   : x->touch             ? tr(l->lang, "Good")
					  : tr(l->lang, "Not found"),
		   !gone && x->touch_told && !x->touch);
	write_cell(l, gone ? "–" : printer_words(l->lang, x->printer), !gone && printer_bad(x->printer));
	write_cell(l,
		   gone || x->celsius == INSTANT_NONE ? "–"
						      : arena_printf(l->arena, "%d °C", (int)x->celsius),
		   !gone && hot);
	write_cell(l, x->version[0] != '\0' ? x->version : "–", false);
	html_raw(h, "</tr>");
}

static void write_counts(struct listing *l)
{
	struct html *h = &l->h;
	const char *const words[MOOD_COUNT] = {tr(l->lang, "Well"), tr(l->lang, "Needs attention"),
					       tr(l->lang, "Not connected")};
	static const char *const classes[MOOD_COUNT] = {"well", "warn", "bad"};
	html_raw(h, "<ul class=\"tiles\">");
	for (int i = 0; i < MOOD_COUNT; i++) {
		html_raw(h, "<li");
		html_attr(h, "class", classes[i]);
		html_raw(h, ">");
		html_icon(h, mood_icons[i]);
		html_raw(h, "<span><b>");
		html_number(h, (int64_t)l->counts[i]);
		html_raw(h, "</b>");
		html_text(h, words[i]);
		html_raw(h, "</span></li>");
	}
	html_raw(h, "</ul>");
}

static void write_table(struct listing *l)
{
	struct html *h = &l->h;
	const char *const heads[] = {tr(l->lang, "Screen"),         tr(l->lang, "Seen"),
				     tr(l->lang, "Age of content"), tr(l->lang, "Picture alive"),
				     tr(l->lang, "Touch"),          tr(l->lang, "Printer"),
				     tr(l->lang, "Heat"),           tr(l->lang, "Version")};
	html_raw(h, "<table class=\"panel\"><thead><tr>");
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		html_raw(h, "<th>");
		html_text(h, heads[i]);
		html_raw(h, "</th>");
	}
	html_raw(h, "</tr></thead><tbody>");
	for (size_t i = 0; i < l->n; i++)
		write_row(l, &l->rows[i]);
	html_raw(h, "</tbody></table>");
}

void staff_screens(struct web_request *r)
{
	struct app *a = web_app(r);
	struct listing l = {.h = HTML_INIT, .arena = web_arena(r), .lang = staff_lang(r), .now = app_now(a)};
	if (!load(&l, r)) {
		staff_error_page(r, 503, tr(l.lang, "Not available just now"));
		return;
	}
	staff_begin(&l.h, r, tr(l.lang, "Screens"), STAFF_TAB_SCREENS);
	html_raw(&l.h, "<h1>");
	html_text(&l.h, tr(l.lang, "Screens"));
	html_raw(&l.h, "</h1><p class=\"lead\">");
	html_text(&l.h, arena_printf(l.arena, trn(l.lang, "%d screen", "%d screens", (long)l.n), (int)l.n));
	html_raw(&l.h, "</p>");
	write_counts(&l);
	if (l.n > 0)
		write_table(&l);
	staff_end(&l.h);
	staff_send(r, &l.h, 200);
}
