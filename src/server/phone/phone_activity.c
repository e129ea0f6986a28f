/* /a/CODE: one activity on a phone (picture 50). */
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/phone/ics.h"
#include "server/phone/json_ld.h"
#include "server/phone/phone.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "web/http.h"

#define PAGE_MAX_AGE_S 60

struct page {
	struct html h;
	struct app *app;
	struct arena *arena;
	struct view v;
	enum lang lang;
};

/* --- parts, from top to bottom
 * ---------------------------------------------------------------------------------- */

static void write_notice(struct page *p)
{
	const struct activity *x = p->v.activity;
	enum activity_status status = p->v.n_times > 0 ? p->v.times[0].status : x->status;
	const char *word = words_status(p->lang, status);
	if (word == NULL)
		return;
	html_raw(&p->h, "<div class=\"notice\" role=\"status\">");
	html_icon(&p->h, "cancel");
	html_raw(&p->h, "<p><strong>");
	html_text(&p->h, words_capital(p->arena, word));
	html_raw(&p->h, "</strong> ");
	html_text(&p->h, ltext_get(&x->status_note, p->lang, NULL));
	html_raw(&p->h, "</p></div>");
}

static void write_when(struct page *p)
{
	const struct view *v = &p->v;
	const char *repeats = part_repeats(p->app, v, p->lang, p->arena);
	if (v->n_times > 0)
		part_fact(&p->h, "schedule", part_when(p->app, &v->times[0], p->lang, p->arena), repeats,
			  p->lang, p->lang);
	else if (repeats != NULL)
		part_fact(&p->h, "schedule", repeats, NULL, p->lang, p->lang);
}

static void write_price(struct page *p)
{
	const struct activity *x = p->v.activity;
	char *price = words_price(p->arena, p->lang, x->price, &x->price_text);
	char *signup = words_signup(p->arena, p->lang, x->signup, x->signup_until);
	price = price != NULL ? words_capital(p->arena, price) : NULL;
	signup = signup != NULL ? words_capital(p->arena, signup) : NULL;
	part_fact(&p->h, "euro", price != NULL ? price : signup, price != NULL ? signup : NULL, p->lang,
		  p->lang);
}

static void write_access(struct page *p)
{
	const struct strs *access = p->v.activity->access.n > 0 || p->v.place == NULL ? &p->v.activity->access
										      : &p->v.place->access;
	struct buf line = BUF_INIT;
	for (size_t i = 0; i < access->n; i++) {
		const char *word = words_access(p->lang, access->v[i]);
		if (word != NULL)
			buf_printf(&line, "%s%s", line.len > 0 ? " · " : "", word);
	}
	if (line.len > 0)
		part_fact(&p->h, "accessible", tr(p->lang, "Accessible"),
			  words_capital(p->arena, buf_str(&line)), p->lang, p->lang);
	buf_fini(&line);
}

static void write_languages(struct page *p)
{
	const struct strs *spoken = &p->v.activity->languages;
	const char **names = ARENA_ARRAY(p->arena, const char *, spoken->n);
	for (size_t i = 0; i < spoken->n; i++)
		names[i] = words_language(p->lang, spoken->v[i]);
	char *list = words_list(p->arena, p->lang, names, spoken->n);
	if (list != NULL)
		part_fact(&p->h, "group", tr(p->lang, "Languages spoken"), list, p->lang, p->lang);
}

static void write_facts(struct page *p)
{
	enum lang got;
	const char *where = part_where(&p->v, p->lang, &got, p->arena);
	html_raw(&p->h, "<ul");
	page_look_class(&p->h, "facts", p->v.look, p->arena);
	html_raw(&p->h, ">");
	write_when(p);
	part_fact(&p->h, "location_on", where, part_street(&p->v, p->lang, p->arena), p->lang, got);
	write_price(p);
	write_access(p);
	write_languages(p);
	html_raw(&p->h, "</ul>");
}

static void write_text(struct page *p)
{
	const struct activity *x = p->v.activity;
	enum lang got = LANG_NONE;
	const char *text = ltext_get(ltext_empty(&x->text) ? &x->summary : &x->text, p->lang, &got);
	if (text == NULL)
		return;
	if (got != p->lang) {
		html_raw(&p->h, "<p class=\"hint\">");
		html_text(&p->h,
			  tr_fill(p->arena, tr(p->lang, "The text is only in this language: {language}"),
				  "language", words_language(p->lang, lang_tag(got)), (char *)NULL));
		html_raw(&p->h, "</p>");
	}
	html_raw(&p->h, "<div class=\"text\"");
	page_text_lang(&p->h, p->lang, got);
	html_raw(&p->h, ">");
	html_paragraphs(&p->h, text);
	html_raw(&p->h, "</div>");
}

static void write_more_times(struct page *p)
{
	if (p->v.n_times < 2)
		return;
	html_raw(&p->h, "<h2>");
	html_text(&p->h, tr(p->lang, "Next times"));
	html_raw(&p->h, "</h2><ul class=\"times\">");
	for (size_t i = 0; i < p->v.n_times; i++) {
		const char *status = words_status(p->lang, p->v.times[i].status);
		html_raw(&p->h, "<li>");
		html_text(&p->h, part_when(p->app, &p->v.times[i], p->lang, p->arena));
		if (status != NULL) {
			html_raw(&p->h, " <strong>");
			html_text(&p->h, status);
			html_raw(&p->h, "</strong>");
		}
		html_raw(&p->h, "</li>");
	}
	html_raw(&p->h, "</ul>");
}

static void write_buttons(struct page *p)
{
	const struct activity *x = p->v.activity;
	const struct place *place = p->v.place;
	html_raw(&p->h, "<div class=\"buttons\">");
	if (x->phone != NULL)
		part_button(&p->h, arena_printf(p->arena, "tel:%s", x->phone), "call",
			    tr_fill(p->arena, tr(p->lang, "Call {phone}"), "phone",
				    words_isolate(p->arena, p->lang, words_phone(p->arena, x->phone)),
				    (char *)NULL),
			    true);
	html_raw(&p->h, "<div class=\"pair\">");
	if (x->n_schedules > 0)
		part_button(&p->h, arena_printf(p->arena, "/a/%s.ics", p->v.code), "event",
			    tr(p->lang, "To calendar"), false);
	if (place != NULL && place->has_position && !place->approximate)
		part_button(
			&p->h,
			arena_printf(p->arena,
				     "https://www.openstreetmap.org/?mlat=%.6f&mlon=%.6f#map=17/%.6f/%.6f",
				     place->lat, place->lon, place->lat, place->lon),
			"map", tr(p->lang, "Directions"), false);
	html_raw(&p->h, "</div>");
	if (x->signup_url != NULL && html_link_ok(x->signup_url))
		part_button(&p->h, x->signup_url, "edit", tr(p->lang, "Sign up"), false);
	if (phone_contact_offered(p->app, &p->v))
		part_button(&p->h,
			    arena_printf(p->arena, "/a/%s/contact?lang=%s", p->v.code, lang_tag(p->lang)),
			    "call", tr(p->lang, "Ask them to contact you"), false);
	if (x->email != NULL)
		part_button(&p->h, arena_printf(p->arena, "mailto:%s", x->email), "mail",
			    tr(p->lang, "Send e-mail"), false);
	if (x->web != NULL && html_link_ok(x->web))
		part_button(&p->h, x->web, "info", tr(p->lang, "Web page"), false);
	html_raw(&p->h, "</div>");
}

static void write_more(struct page *p)
{
	html_raw(&p->h, "<ul class=\"more\">");
	part_share(&p->h, view_plain(ltext_get(&p->v.activity->title, p->lang, NULL), p->arena),
		   part_address(p->app, p->v.code, p->arena), p->lang, p->arena);
	part_small_link(&p->h, "flag",
			arena_printf(p->arena, "/a/%s/flag?lang=%s", p->v.code, lang_tag(p->lang)),
			tr(p->lang, "Is something out of date?"));
	html_raw(&p->h, "</ul>");
}

static void write_source(struct page *p)
{
	const struct activity *x = p->v.activity;
	html_raw(&p->h, "<p class=\"checked\">");
	if (date_is_set(x->assured)) {
		html_icon(&p->h, "verified");
		html_raw(&p->h, "<span>");
		html_text(&p->h, words_checked_on(p->arena, p->lang, x->assured));
		html_raw(&p->h, ". </span>");
	}
	html_raw(&p->h, "</p><p class=\"source\">");
	if (x->from.attribution != NULL || x->from.license != NULL) {
		/* in the source's own language and direction: its full stop stands at its end in an Arabic page, too */
		html_raw_if(&p->h, lang_is_rtl(p->lang), "<span dir=\"auto\">", "<span>");
		html_text(&p->h, x->from.attribution);
		if (x->from.license != NULL) {
			html_raw(&p->h, " · ");
			html_text(&p->h, x->from.license);
		}
		html_raw(&p->h, ".</span> ");
	}
	if (x->from.url != NULL && html_link_ok(x->from.url)) {
		html_raw(&p->h, "<a rel=\"noreferrer\"");
		html_link(&p->h, x->from.url);
		html_raw(&p->h, ">");
		html_text(&p->h, tr(p->lang, "Original listing"));
		html_raw(&p->h, "</a>");
	}
	html_raw(&p->h, "</p>");
	write_more(p);
}

/* --- the page, and its calendar entry
 * ---------------------------------------------------------------------------- */

static void send_page(struct web_request *r, struct page *p)
{
	struct html *h = &p->h;
	page_begin(h, r, p->lang, view_plain(ltext_get(&p->v.activity->title, p->lang, NULL), p->arena),
		   web_path(r));
	part_sign(h, &p->v, p->lang, p->arena);
	write_notice(p);
	write_facts(p);
	write_text(p);
	write_buttons(p);
	write_more_times(p);
	write_source(p);
	ld_activity(h, &p->v, p->lang, part_address(p->app, p->v.code, p->arena), p->arena);
	page_end(h, p->lang);
	page_send(r, h, 200, PAGE_MAX_AGE_S);
}

static void send_calendar(struct web_request *r, struct page *p)
{
	struct buf out = BUF_INIT;
	ics_begin(&out);
	ics_activity(&out, &p->v, p->lang, part_address(p->app, p->v.code, p->arena), app_now(p->app),
		     p->arena);
	ics_end(&out);
	web_set_header(r, "Content-Disposition",
		       arena_printf(p->arena, "attachment; filename=\"aula-%s.ics\"", p->v.code));
	web_set_header(r, "Cache-Control", "public, max-age=60");
	web_send(r, 200, "text/calendar; charset=utf-8", &out);
	buf_fini(&out);
}

void phone_activity(struct web_request *r)
{
	struct page p = {.app = web_app(r), .arena = web_arena(r), .lang = page_lang(r)};
	char *typed = arena_strdup(p.arena, web_param(r, "code"));
	bool calendar = str_ends(typed, ".ics");
	if (calendar)
		typed[strlen(typed) - 4] = '\0';
	if (!part_load(r, typed, &p.v))
		return;
	if (calendar)
		send_calendar(r, &p);
	else
		send_page(r, &p);
}
