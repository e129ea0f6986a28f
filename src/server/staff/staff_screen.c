/* One screen: how it is, what it shows, its name and centre, its log; out of use. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "model/codec.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/staff/deeds.h"
#include "server/staff/screen_health.h"
#include "server/staff/staff.h"
#include "server/staff/staff_device.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "store/device_files.h"
#include "store/devices.h"
#include "store/enrol.h"
#include "store/store.h"
#include "web/http.h"

#define CHANGES_SHOWN 10

struct page {
	struct html h;
	struct web_request *r;
	struct arena *arena;
	enum lang lang;
	int64_t now;
	struct device device;
	struct screen_health health;
	enum screen_mood mood;
	bool may;
};

/* --- how it is --- */

static void write_fact(struct page *p, const char *name, const char *value, bool bad)
{
	html_raw(&p->h, "<div><dt>");
	html_text(&p->h, name);
	html_raw_if(&p->h, bad, "</dt><dd class=\"warn\">", "</dt><dd>");
	html_text(&p->h, value);
	html_raw(&p->h, "</dd></div>");
}

/* With "ago" words; nothing when it was never told. */
static void write_age(struct page *p, const char *name, int64_t at, bool bad)
{
	write_fact(p, name, screen_age_told(p->lang, at, p->now, bad, p->arena), bad);
}

static void write_number(struct page *p, const char *name, int64_t value, const char *unit, bool bad)
{
	if (value != INSTANT_NONE)
		write_fact(p, name, arena_printf(p->arena, "%lld %s", (long long)value, unit), bad);
}

static void write_yes_no(struct page *p, const char *name, bool told, bool good, const char *good_words,
			 const char *bad_words)
{
	if (told)
		write_fact(p, name, good ? good_words : bad_words, !good);
}

static void write_machine(struct page *p)
{
	const struct screen_health *x = &p->health;
	enum lang l = p->lang;
	write_number(p, tr(l, "Heat"), x->celsius, "°C",
		     x->celsius != INSTANT_NONE && x->celsius >= SCREEN_HOT_CELSIUS);
	write_yes_no(p, tr(l, "Power"), x->undervoltage_told, !x->undervoltage, tr(l, "Good"),
		     tr(l, "The voltage has been too low"));
	write_number(p, tr(l, "Free on the card"), x->disk_free_mb, "MB",
		     x->disk_free_mb != INSTANT_NONE && x->disk_free_mb < SCREEN_DISK_LOW_MB);
	write_number(p, tr(l, "Wear of the card"), x->card_worn_percent, "%",
		     x->card_worn_percent != INSTANT_NONE && x->card_worn_percent >= SCREEN_CARD_WORN_PERCENT);
	write_number(p, tr(l, "Written to the card since the start"), x->card_written_mb, "MB", false);
	write_number(p, tr(l, "Free memory"), x->memory_free_mb, "MB",
		     x->memory_free_mb != INSTANT_NONE && x->memory_free_mb < SCREEN_MEMORY_LOW_MB);
	write_number(p, tr(l, "Memory of the screen program"),
		     x->memory_kb == INSTANT_NONE ? INSTANT_NONE : x->memory_kb / 1024, "MB", false);
	write_age(p, tr(l, "Running for"), x->started, false);
	write_fact(p, tr(l, "Version"), str_empty(x->version) ? "–" : x->version, false);
}

static void write_health(struct page *p)
{
	const struct screen_health *x = &p->health;
	const struct device *d = &p->device;
	enum lang l = p->lang;
	bool seen = d->seen_at != INSTANT_NONE;
	html_raw(&p->h, "<section><h2>");
	html_text(&p->h, tr(l, "How it is"));
	html_raw(&p->h, "</h2><dl class=\"health panel\">");
	write_age(p, tr(l, "Seen"), d->seen_at, p->mood == SCREEN_GONE);
	write_age(p, tr(l, "Age of content"), d->content_at, seen && screen_content_old(d, p->now));
	write_age(p, tr(l, "Picture drawn"), x->last_frame,
		  x->safe_screen || (p->mood != SCREEN_GONE && screen_still(d, x)));
	write_age(p, tr(l, "Last touch"), x->last_touch, false);
	write_yes_no(p, tr(l, "Display"), x->display_told, x->display, tr(l, "Good"), tr(l, "Not found"));
	write_yes_no(p, tr(l, "Touch"), x->touch_told, x->touch, tr(l, "Good"), tr(l, "Not found"));
	write_fact(p, tr(l, "Printer"), screen_printer_words(l, x->printer), screen_printer_bad(x->printer));
	bool mute;
	const char *sound = screen_sound_words(l, x, &mute);
	write_fact(p, tr(l, "Sound"), sound, mute);
	write_yes_no(p, tr(l, "Clock"), seen, !x->clock_behind, tr(l, "Good"),
		     tr(l, "Behind the server"));
	write_machine(p);
	html_raw(&p->h, "</dl></section>");
}

/* What is wrong, and what a person can do about it. */
static void write_state(struct page *p)
{
	const char *what = NULL, *todo = NULL;
	enum lang l = p->lang;
	if (p->device.state == DEVICE_QUARANTINED) {
		what = tr(l, "The memory card has been copied: two devices say they are this screen.");
		todo = tr(l, "Neither may report until you say which one it is. Go to the right one, open its staff page, "
			     "type its code at Add a screen and choose this screen there. Take the other card out of use.");
	} else if (p->device.state == DEVICE_REVOKED) {
		what = tr(l, "Removed from use");
		todo = tr(l, "It fetches nothing, tells nothing and says so. To take it back into use, type the code it "
			     "shows at Add a screen and choose this screen there.");
	} else if (p->health.safe_screen) {
		what = tr(l, "The program keeps falling over and shows the out of order screen.");
		todo = tr(l, "Look at its log below. A restart of the device often helps.");
	}
	if (what == NULL)
		return;
	html_raw(&p->h, "<div class=\"problems\" role=\"status\"><h2>");
	html_text(&p->h, what);
	html_raw(&p->h, "</h2><p>");
	html_text(&p->h, todo);
	html_raw(&p->h, "</p><p><a class=\"button\" href=\"/staff/enrol\">");
	html_text(&p->h, tr(l, "Add a screen"));
	html_raw(&p->h, "</a></p></div>");
}

/* --- picture and log --- */

static void write_ask(struct page *p, enum device_file what, const char *words)
{
	struct app *a = web_app(p->r);
	int64_t asked_at = INSTANT_NONE;
	(void)device_wanted(a->store, p->device.id, what, p->now, &asked_at, NULL);
	if (asked_at != INSTANT_NONE) {
		html_raw(&p->h, "<p class=\"lead\" role=\"status\">");
		html_text(&p->h, tr(p->lang, "Asked for. It comes with the next report, a picture when nobody uses the "
					     "screen. Open this page again in a minute."));
		html_raw(&p->h, "</p>");
	}
	if (!p->may || p->device.state != DEVICE_ACTIVE)
		return;
	html_raw(&p->h, "<form method=\"post\" action=\"/staff/screen/ask\">");
	staff_csrf_field(&p->h, p->r);
	html_raw(&p->h, "<input type=\"hidden\" name=\"id\"");
	html_attr(&p->h, "value", p->device.id);
	html_raw(&p->h, "><button name=\"what\"");
	html_attr(&p->h, "value", device_file_word(what));
	html_raw(&p->h, ">");
	html_text(&p->h, words);
	html_raw(&p->h, "</button></form>");
}

static void write_taken_at(struct page *p, int64_t at)
{
	html_raw(&p->h, "<p class=\"by\">");
	html_text(&p->h, staff_moment(p->arena, p->lang, at));
	html_raw(&p->h, "</p>");
}

static void write_picture(struct page *p)
{
	struct app *a = web_app(p->r);
	struct device_file_row row;
	html_raw(&p->h, "<section><h2>");
	html_text(&p->h, tr(p->lang, "What it shows"));
	html_raw(&p->h, "</h2>");
	if (device_file_get(a->store, p->device.id, DEVICE_PICTURE, &row, p->arena, NULL)) {
		html_raw(&p->h, "<img class=\"shot\"");
		html_attr(&p->h, "src",
			  arena_printf(p->arena, "/staff/screen/picture?id=%s&at=%lld", p->device.id,
				       (long long)row.at));
		html_attr(&p->h, "alt",
			  arena_printf(p->arena, tr(p->lang, "The idle screen of %s"), p->device.name));
		html_raw(&p->h, ">");
		write_taken_at(p, row.at);
	}
	write_ask(p, DEVICE_PICTURE, tr(p->lang, "Ask for a picture"));
	html_raw(&p->h, "<p class=\"by\">");
	html_text(&p->h, tr(p->lang, "Only the idle screen is ever pictured, never what a visitor looks at."));
	html_raw(&p->h, "</p></section>");
}

static void write_log(struct page *p)
{
	struct app *a = web_app(p->r);
	struct device_file_row row;
	html_raw(&p->h, "<section><h2>");
	html_text(&p->h, tr(p->lang, "Log of the last day"));
	html_raw(&p->h, "</h2>");
	if (device_file_get(a->store, p->device.id, DEVICE_LOG, &row, p->arena, NULL)) {
		write_taken_at(p, row.at);
		html_raw(&p->h, "<pre class=\"log panel\" tabindex=\"0\">");
		html_text(&p->h, row.len > 0 ? row.bytes : tr(p->lang, "Nothing happened."));
		html_raw(&p->h, "</pre>");
	}
	write_ask(p, DEVICE_LOG, tr(p->lang, "Ask for the log"));
	html_raw(&p->h, "</section>");
}

/* --- changing --- */

/* What the log keeps of a screen, for people: its name and centre, or what it was asked for. */
static const char *told(struct page *p, const char *doc)
{
	const char *brace = doc != NULL ? strchr(doc, '{') : NULL; /* an enrolment writes the code before it */
	if (str_eq(doc, device_file_word(DEVICE_PICTURE)))
		return tr(p->lang, "picture");
	if (str_eq(doc, device_file_word(DEVICE_LOG)))
		return tr(p->lang, "log");
	cJSON *json = brace != NULL ? json_parse(brace, strlen(brace), DEVICE_HEALTH_MAX, NULL) : NULL;
	const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "name")),
		   *centre = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "centre"));
	const char *out = name != NULL && centre != NULL
				  ? arena_printf(p->arena, "%s, %s", name, staff_device_centre_name(p->r, centre))
				  : NULL;
	cJSON_Delete(json);
	return out;
}

static void write_difference(struct page *p, const char *before, const char *after)
{
	if (before == NULL && after == NULL)
		return;
	html_raw(&p->h, ": ");
	html_text(&p->h, before);
	html_raw_if(&p->h, before != NULL && after != NULL, " → ", "");
	html_text(&p->h, after);
}

static void write_changes(struct page *p)
{
	struct app *a = web_app(p->r);
	struct audit_entry *v;
	size_t n;
	if (!audit_list(a->store, p->device.id, CHANGES_SHOWN, &v, &n, p->arena, NULL) || n == 0)
		return;
	html_raw(&p->h, "<section><h2>");
	html_text(&p->h, tr(p->lang, "Changes"));
	html_raw(&p->h, "</h2><ul class=\"changes panel\">");
	for (size_t i = 0; i < n; i++) {
		html_raw(&p->h, "<li><span class=\"by\">");
		html_text(&p->h, arena_printf(p->arena, "%s · %s", staff_moment(p->arena, p->lang, v[i].at),
					      deed_doer(v[i].who, p->lang)));
		html_raw(&p->h, "</span>");
		html_text(&p->h, deed_words(v[i].what, p->lang));
		write_difference(p, told(p, v[i].before), told(p, v[i].after));
		html_raw(&p->h, "</li>");
	}
	html_raw(&p->h, "</ul></section>");
}

static void begin_form(struct page *p, const char *action)
{
	html_raw(&p->h, "<form method=\"post\"");
	html_attr(&p->h, "action", action);
	html_raw(&p->h, ">");
	staff_csrf_field(&p->h, p->r);
	html_raw(&p->h, "<input type=\"hidden\" name=\"id\"");
	html_attr(&p->h, "value", p->device.id);
	html_raw(&p->h, ">");
}

static void write_place(struct page *p)
{
	html_raw(&p->h, "<section><h2>");
	html_text(&p->h, tr(p->lang, "Name and centre"));
	html_raw(&p->h, "</h2>");
	begin_form(p, "/staff/screen");
	html_raw(&p->h, "<fieldset><label>");
	html_text(&p->h, tr(p->lang, "Name, for example the place in the house"));
	html_raw(&p->h, "<input name=\"name\" maxlength=\"60\" required autocomplete=\"off\"");
	html_attr(&p->h, "value", p->device.name);
	html_raw(&p->h, "></label><label>");
	html_text(&p->h, tr(p->lang, "Centre"));
	staff_device_centres(&p->h, p->r, p->device.centre);
	html_raw(&p->h, "</label></fieldset><button class=\"primary\">");
	html_text(&p->h, tr(p->lang, "Save"));
	html_raw(&p->h, "</button></form><p class=\"by\">");
	html_text(&p->h, tr(p->lang, "The screen follows by itself with its next report, usually within a minute."));
	html_raw(&p->h, "</p></section>");
}

static void write_revoke(struct page *p)
{
	if (p->device.state == DEVICE_REVOKED)
		return;
	html_raw(&p->h, "<section><h2>");
	html_text(&p->h, tr(p->lang, "Out of use"));
	html_raw(&p->h, "</h2><p>");
	html_text(&p->h, tr(p->lang, "A lost, stolen or retired screen. It stops fetching content and reporting, and says "
				     "so with a code for taking it back into use."));
	html_raw(&p->h, "</p>");
	begin_form(p, "/staff/screen/revoke");
	html_raw(&p->h, "<label class=\"check\"><input type=\"checkbox\" name=\"sure\" value=\"1\" required>");
	html_text(&p->h, tr(p->lang, "I am sure"));
	html_raw(&p->h, "</label><p><button class=\"danger\">");
	html_text(&p->h, tr(p->lang, "Take out of use"));
	html_raw(&p->h, "</button></p></form></section>");
}

/* --- the page --- */

static bool begin(struct page *p, struct web_request *r, const char *id, bool change)
{
	struct app *a = web_app(r);
	*p = (struct page){.h = HTML_INIT, .r = r, .arena = web_arena(r), .lang = staff_lang(r), .now = app_now(a)};
	if (!staff_device_find(r, id, change, &p->device))
		return false;
	p->may = staff_may_centre(&staff_session(r)->user, p->device.centre);
	p->health = screen_health_read(p->device.health, p->arena);
	p->mood = screen_mood(&p->device, &p->health, p->now);
	return true;
}

static void send_page(struct page *p, unsigned status, const char *problem)
{
	struct html *h = &p->h;
	staff_begin(h, p->r, p->device.name, STAFF_TAB_SCREENS);
	staff_back(h, "/staff/screens", tr(p->lang, "Screens"));
	html_raw(h, "<h1><span");
	html_attr(h, "class", screen_mood_class(p->mood));
	html_raw(h, ">");
	html_icon(h, screen_mood_icon(p->mood));
	html_raw(h, "</span> ");
	html_text(h, p->device.name);
	html_raw(h, "</h1><p class=\"lead\">");
	html_text(h, arena_printf(p->arena, "%s · %s · %s", staff_device_centre_name(p->r, p->device.centre),
				  screen_mood_words(p->lang, p->mood), p->device.id));
	html_raw(h, "</p>");
	if (problem != NULL) {
		html_raw(h, "<p class=\"problem\" role=\"alert\">");
		html_text(h, problem);
		html_raw(h, "</p>");
	} else if (web_query(p->r, "saved") != NULL) {
		html_raw(h, "<p class=\"saved\" role=\"status\">");
		html_text(h, tr(p->lang, "Saved"));
		html_raw(h, "</p>");
	}
	write_state(p);
	html_raw(h, "<div class=\"halves\"><div>");
	write_health(p);
	html_raw(h, "</div><div>");
	write_picture(p);
	if (p->may)
		write_place(p);
	html_raw(h, "</div></div>");
	write_log(p);
	write_changes(p);
	if (p->may)
		write_revoke(p);
	staff_end(h);
	staff_send(p->r, h, status);
}

void staff_screen(struct web_request *r)
{
	struct page p;
	if (begin(&p, r, web_query(r, "id"), false))
		send_page(&p, 200, NULL);
}

void staff_screen_picture(struct web_request *r)
{
	struct app *a = web_app(r);
	struct device d;
	struct device_file_row row;
	struct error e = ERROR_INIT;
	CLEANUP_BUF struct buf body = BUF_INIT;
	if (!staff_device_find(r, web_query(r, "id"), false, &d))
		return;
	if (!device_file_get(a->store, d.id, DEVICE_PICTURE, &row, web_arena(r), &e)) {
		staff_error_page(r, e.kind == ERROR_NOT_FOUND ? 404 : 503, tr(staff_lang(r), "Not available just now"));
		return;
	}
	buf_append(&body, row.bytes, row.len);
	web_set_header(r, "Cache-Control", "private, no-store");
	web_send(r, 200, row.type, &body);
}

/* After a change that took: to the page, so that reloading it does not do it again. */
static void done(struct web_request *r, struct page *p, bool ok, struct error *e)
{
	struct app *a = web_app(r);
	if (ok && store_commit(a->store, e)) {
		web_redirect(r, arena_printf(p->arena, "/staff/screen?id=%s&saved=1", p->device.id));
		return;
	}
	store_rollback(a->store);
	log_error("screen %s: %s", p->device.id, e->text);
	send_page(p, e->kind == ERROR_INPUT ? 422 : 503,
		  e->kind == ERROR_INPUT ? tr(p->lang, "Give the screen a name") : tr(p->lang, "Not available just now"));
}

static bool note(struct web_request *r, struct page *p, const char *what, const char *before, const char *after,
		 struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {.at = p->now,
					  .who = staff_session(r)->user.name,
					  .what = what,
					  .target = p->device.id,
					  .before = before,
					  .after = after};
	return audit_add(a->store, &entry, e);
}

void staff_screen_save(struct web_request *r)
{
	struct app *a = web_app(r);
	struct page p;
	struct store_record known;
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r) || !begin(&p, r, web_form(r, "id"), true))
		return;
	const char *name = web_form(r, "name"), *centre = web_form(r, "centre");
	name = name != NULL ? str_trim(p.arena, name) : "";
	bool same = str_eq(centre, p.device.centre);
	if (!same && (str_empty(centre) || !staff_may_centre(&staff_session(r)->user, centre) ||
		      !store_get(a->store, KIND_CENTRE, centre, &known, p.arena, NULL) || known.doc == NULL)) {
		send_page(&p, 422, tr(p.lang, "Choose the centre"));
		return;
	}
	bool ok = store_begin(a->store, &e) && device_move(a->store, p.device.id, name, centre, p.now, &e) &&
		  note(r, &p, same ? "device.rename" : "device.move",
		       staff_device_doc(r, p.device.name, p.device.centre), staff_device_doc(r, name, centre), &e);
	done(r, &p, ok, &e);
}

void staff_screen_revoke(struct web_request *r)
{
	struct app *a = web_app(r);
	struct page p;
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r) || !begin(&p, r, web_form(r, "id"), true))
		return;
	if (web_form(r, "sure") == NULL) {
		send_page(&p, 422, tr(p.lang, "Say that you are sure"));
		return;
	}
	bool ok = store_begin(a->store, &e) && device_set_state(a->store, p.device.id, DEVICE_REVOKED, &e) &&
		  enrol_withdraw(a->store, p.device.id, &e) && device_files_forget(a->store, p.device.id, &e) &&
		  note(r, &p, "device.revoke", device_state_word(p.device.state), device_state_word(DEVICE_REVOKED), &e);
	done(r, &p, ok, &e);
}

void staff_screen_ask(struct web_request *r)
{
	struct app *a = web_app(r);
	struct page p;
	struct error e = ERROR_INIT;
	if (!staff_form_ok(r) || !begin(&p, r, web_form(r, "id"), true))
		return;
	enum device_file what = str_eq(web_form(r, "what"), device_file_word(DEVICE_LOG)) ? DEVICE_LOG : DEVICE_PICTURE;
	bool ok = store_begin(a->store, &e) && device_want(a->store, p.device.id, what, p.now, &e) &&
		  note(r, &p, "device.ask", NULL, device_file_word(what), &e);
	done(r, &p, ok, &e);
}
