#include "server/phone/phone_parts.h"

#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/phone/phone.h"
#include "server/view.h"
#include "web/http.h"

#define RANGE_DASH "\u2013"
#define WORD_JOINER "\u2060"
#define WORD_WHOLE_MAX 17 /* letters of the heading's size that fit on a phone of 320 px */

const char *part_url(struct web_request *r)
{
	const struct app *a = web_app(r);
	struct buf url = BUF_INIT;
	buf_puts(&url, a->settings.public_base);
	buf_puts(&url, web_path(r));
	const char *out = arena_strdup(web_arena(r), buf_str(&url));
	buf_fini(&url);
	return out;
}

const char *part_address(const struct app *a, const char *code, struct arena *arena)
{
	return arena_printf(arena, "%s/%s", a->settings.public_base, code);
}

/* A browser may begin a new line behind the dash of "10.00–14.00"; a span of time is read in one. */
static const char *kept_together(const char *text, struct arena *arena)
{
	struct buf out = BUF_INIT;
	for (const char *dash; (dash = strstr(text, RANGE_DASH)) != NULL; text = dash + strlen(RANGE_DASH)) {
		buf_append(&out, text, (size_t)(dash - text) + strlen(RANGE_DASH));
		buf_puts(&out, WORD_JOINER);
	}
	buf_puts(&out, text);
	const char *kept = arena_strdup(arena, buf_str(&out));
	buf_fini(&out);
	return kept;
}

const char *part_when(struct app *a, const struct view_time *t, enum lang l, struct arena *arena)
{
	char *text = words_when(arena, l, t->start, t->end, t->all_day, app_civil_now(a).date);
	return text != NULL ? kept_together(words_capital(arena, text), arena) : NULL;
}

const char *part_where(const struct view *v, enum lang l, enum lang *got, struct arena *arena)
{
	*got = l;
	if (v->place != NULL && (v->activity->attend & ATTEND_SITE || v->activity->attend == 0))
		return ltext_get(&v->place->name, l, got);
	const char *way = words_attend(l, v->activity->attend);
	return way != NULL ? words_capital(arena, way) : NULL;
}

const char *part_repeats(struct app *a, const struct view *v, enum lang l, struct arena *arena)
{
	struct civil next = v->n_times > 1 ? v->times[1].start : (struct civil){0};
	char *repeats = words_repeats(arena, l, v->activity, SCHEDULE_SEASON, next, app_civil_now(a).date);
	return repeats != NULL ? words_capital(arena, repeats) : NULL;
}

const char *part_street(const struct view *v, enum lang l, struct arena *arena)
{
	const struct place *place = v->place;
	const char *const parts[] = {ltext_get(&v->activity->place_note, l, NULL),
				     place != NULL ? ltext_get(&place->street, l, NULL) : NULL,
				     place != NULL ? ltext_get(&place->city, l, NULL) : NULL};
	const char *line = NULL;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i] != NULL)
			line = line != NULL ? arena_printf(arena, "%s, %s", line, parts[i]) : parts[i];
	return line;
}

void part_fact(struct html *h, const char *icon, const char *strong, const char *second, enum lang page,
	       enum lang strong_lang)
{
	if (strong == NULL)
		return;
	html_raw(h, "<li><span class=\"icon\">");
	html_icon(h, icon);
	html_raw(h, "</span><div><strong");
	page_text_lang(h, page, strong_lang);
	html_raw(h, ">");
	html_text(h, strong);
	html_raw(h, "</strong>");
	if (second != NULL) {
		/* often words of the page and of the record together */
		html_raw_if(h, lang_is_rtl(page), "<span dir=\"auto\">", "<span>");
		html_text(h, second);
		html_raw(h, "</span>");
	}
	html_raw(h, "</div></li>");
}

void part_button(struct html *h, const char *url, const char *icon, const char *text, bool primary)
{
	html_raw(h, "<a");
	bool turns = str_eq(icon, "arrow_back"); /* points the other way where one reads from the right */
	html_raw_if(h, turns, " class=\"turns button", " class=\"button");
	html_raw_if(h, primary, " primary\"", "\"");
	html_link(h, url);
	html_raw(h, ">");
	html_icon(h, icon);
	html_text(h, text);
	html_raw(h, "</a>");
}

bool part_load(struct web_request *r, const char *typed, struct view *out)
{
	struct app *a = web_app(r);
	struct store_record stored;
	struct error e = ERROR_INIT;
	char code[CODE_LEN_MAX + 1];
	if (!code_normalise(typed, code)) {
		phone_refuse(r, 404, NULL);
		return false;
	}
	bool known = view_by_code(a->store, code, &stored, web_arena(r), &e);
	if (known && view_load(a->store, &stored, app_now(a), out, web_arena(r), &e))
		return true;
	if (e.kind != ERROR_NOT_FOUND)
		log_error("page of %s: %s", code, e.text);
	phone_refuse(r, e.kind != ERROR_NOT_FOUND ? 500 : known ? 410 : 404, NULL);
	return false;
}

/* A browser parts every word that has a soft hyphen and would reach over the line; a name is read better with
 * its words whole, unless one is wider than a phone. */
const char *part_title(const char *title, struct arena *arena)
{
	const char *plain = view_plain(title, arena);
	size_t letters = 0, longest = 0;
	for (const char *p = plain; p != NULL && *p != '\0'; p++) {
		if (((unsigned char)*p & 0xC0) != 0x80)
			letters = *p == ' ' || *p == '-' ? 0 : letters + 1;
		longest = letters > longest ? letters : longest;
	}
	return longest > WORD_WHOLE_MAX ? title : plain;
}

void part_sign(struct html *h, const struct view *v, enum lang l, struct arena *arena)
{
	enum lang got;
	html_raw(h, "<div");
	page_look_class(h, "sign", v->look, arena);
	html_raw(h, ">");
	if (v->topic != NULL) {
		const char *topic = ltext_get(&v->topic->title, l, &got);
		html_raw(h, "<p class=\"topic\"");
		page_text_lang(h, l, got);
		html_raw(h, ">");
		html_icon(h, page_look_icon(v->look));
		html_text(h, topic);
		html_raw(h, "</p>");
	}
	const char *title = ltext_get(&v->activity->title, l, &got);
	html_raw(h, "<h1");
	page_text_lang(h, l, got);
	html_raw(h, ">");
	html_text(h, part_title(title, arena));
	html_raw(h, "</h1>");
	if (v->organisation != NULL) {
		const char *name = ltext_get(&v->organisation->name, l, &got);
		html_raw(h, "<p class=\"by\"");
		page_text_lang(h, l, got);
		html_raw(h, ">");
		html_text(h, name);
		html_raw(h, "</p>");
	}
	html_raw(h, "</div>");
}

void part_field(struct html *h, struct web_request *r, const struct field *f)
{
	struct field own = *f;
	own.value = web_method(r) == WEB_POST ? web_form(r, f->name) : NULL;
	own.complete = f->complete != NULL ? f->complete : "off";
	field_write(h, &own, FIELD_NOTES_BEFORE, web_arena(r));
}

void part_thanks(struct web_request *r, const struct view *v, enum lang l, const char *title, const char *text)
{
	struct html h = HTML_INIT;
	struct arena *a = web_arena(r);
	page_begin(&h, r, l, title, arena_printf(a, "/a/%s", v->code));
	part_sign(&h, v, l, a);
	html_raw(&h, "<h2 role=\"status\">");
	html_text(&h, title);
	html_raw(&h, "</h2>");
	html_paragraphs(&h, text);
	html_raw(&h, "<div class=\"buttons\">");
	part_button(&h, arena_printf(a, "/a/%s?lang=%s", v->code, lang_tag(l)), "arrow_back", tr(l, "Back"), true);
	html_raw(&h, "</div>");
	page_end(&h, l);
	page_send(r, &h, 200, 0);
}

void part_small_link(struct html *h, const char *icon, const char *url, const char *text)
{
	html_raw(h, "<li><a");
	html_link(h, url);
	html_raw(h, ">");
	html_icon(h, icon);
	html_text(h, text);
	html_raw(h, "</a></li>");
}

/* Passing on without script: the phone's own message and mail programs do it. */
void part_share(struct html *h, const char *title, const char *address, enum lang l, struct arena *arena)
{
	struct buf sms = BUF_INIT, mail = BUF_INIT;
	buf_puts(&sms, "sms:?body=");
	html_url_part(&sms, arena_printf(arena, "%s %s", title, address));
	buf_puts(&mail, "mailto:?subject=");
	html_url_part(&mail, title);
	buf_puts(&mail, "&body=");
	html_url_part(&mail, address);
	part_small_link(h, "share", buf_str(&sms), tr(l, "Share by text message"));
	part_small_link(h, "mail", buf_str(&mail), tr(l, "Share by e-mail"));
	buf_fini(&sms);
	buf_fini(&mail);
}

void part_problem(struct html *h, const char *text)
{
	if (text == NULL)
		return;
	html_raw(h, "<p class=\"problem\" role=\"alert\">");
	html_text(h, text);
	html_raw(h, "</p>");
}
