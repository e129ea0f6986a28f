/* /t/CODES and /l/CODES: a visitor's own list (picture 52), and the small pages. */
#include <string.h>

#include "base/error.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/page.h"
#include "server/phone/ics.h"
#include "server/phone/json_ld.h"
#include "server/phone/phone.h"
#include "server/phone/phone_paper.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "web/http.h"

#define SEPARATORS "-.,+~"
#define PAGE_MAX_AGE_S 60

struct list {
	struct view *v;
	size_t n, gone;
};

static void load(struct web_request *r, const char *codes, struct list *out)
{
	struct app *a = web_app(r);
	struct arena *arena = web_arena(r);
	struct strs parts = str_split(arena, codes, SEPARATORS);
	size_t most = parts.n < PHONE_LIST_MAX ? parts.n : PHONE_LIST_MAX;
	*out = (struct list){.v = ARENA_ARRAY(arena, struct view, most)};
	for (size_t i = 0; i < most; i++) {
		char code[CODE_LEN_MAX + 1];
		struct store_record stored;
		if (code_normalise(parts.v[i], code) && view_by_code(a->store, code, &stored, arena, NULL) &&
		    view_load(a->store, &stored, app_now(a), &out->v[out->n], arena, NULL))
			out->n++;
		else
			out->gone++;
	}
}

static void write_card(struct html *h, struct web_request *r, const struct view *v, enum lang l)
{
	struct app *a = web_app(r);
	struct arena *arena = web_arena(r);
	enum lang got;
	const char *title = ltext_get(&v->activity->title, l, &got);
	html_raw(h, "<li><a");
	page_look_class(h, "card", v->look, arena);
	html_link(h, arena_printf(arena, "/a/%s?lang=%s", v->code, lang_tag(l)));
	html_raw(h, "><span class=\"plate\">");
	html_icon_use(h, page_look_icon(v->look));
	html_raw(h, "</span><span class=\"what\"><strong");
	page_text_lang(h, l, got);
	html_raw(h, ">");
	html_text(h, part_title(title, arena));
	html_raw(h, "</strong>");
	if (v->n_times > 0) {
		html_raw(h, "<span>");
		html_text(h, part_when(a, &v->times[0], l, arena));
		html_raw(h, "</span>");
	}
	const char *where = part_where(v, l, &got, arena);
	html_raw(h, "<span class=\"where\"");
	page_text_lang(h, l, got);
	html_raw(h, ">");
	html_text(h, where);
	html_raw(h, "</span></span></a></li>");
}

/* Each outline once in the page, however long the list. */
static void define_icons(struct html *h, const struct list *list)
{
	html_raw(h, "<svg class=\"defs\" aria-hidden=\"true\">");
	for (size_t i = 0; i < list->n; i++) {
		size_t first = 0;
		while (!str_eq(page_look_icon(list->v[first].look), page_look_icon(list->v[i].look)))
			first++;
		if (first == i)
			html_icon_define(h, page_look_icon(list->v[i].look));
	}
	html_raw(h, "</svg>");
}

static void send_page(struct web_request *r, const struct list *list, const char *codes)
{
	enum lang l = page_lang(r);
	struct arena *arena = web_arena(r);
	struct html h = HTML_INIT;
	bool times = false;
	page_begin(&h, r, l, tr(l, "My list"), web_path(r));
	html_raw(&h, "<div class=\"hills\"></div><h1>");
	html_text(&h, tr(l, "My list"));
	html_raw(&h, "</h1><p class=\"lead\">");
	html_text(&h,
		  arena_printf(arena, trn(l, "%d activity", "%d activities", (long)list->n), (int)list->n));
	html_raw(&h, "</p>");
	define_icons(&h, list);
	html_raw(&h, "<ul class=\"cards\">");
	for (size_t i = 0; i < list->n; i++) {
		write_card(&h, r, &list->v[i], l);
		times = times || list->v[i].activity->n_schedules > 0;
	}
	html_raw(&h, "</ul>");
	if (list->gone > 0) {
		html_raw(&h, "<p class=\"hint\">");
		html_text(&h, arena_printf(arena,
					   trn(l, "%d is no longer listed.", "%d are no longer listed.",
					       (long)list->gone),
					   (int)list->gone));
		html_raw(&h, "</p>");
	}
	struct buf url = BUF_INIT;
	buf_puts(&url, "/t/");
	html_url_part(&url, codes);
	html_raw(&h, "<div class=\"buttons\">");
	if (times)
		part_button(&h, arena_printf(arena, "%s.ics", buf_str(&url)), "event",
			    tr(l, "Add all to the calendar"), true);
	part_button(&h, arena_printf(arena, "?paper=1&lang=%s", lang_tag(l)), "print", tr(l, "Print"), false);
	html_raw(&h, "</div>");
	buf_fini(&url);
	html_raw(&h, "<ul class=\"more\">");
	part_share(&h, tr(l, "My list"), part_url(r), l, arena);
	html_raw(&h, "</ul>");
	ld_list(&h, web_app(r), list->v, list->n, l, part_url(r), arena);
	page_end(&h, l);
	page_send(r, &h, 200, PAGE_MAX_AGE_S);
}

static void send_calendar(struct web_request *r, const struct list *list)
{
	struct app *a = web_app(r);
	struct buf out = BUF_INIT;
	ics_begin(&out);
	for (size_t i = 0; i < list->n; i++)
		ics_activity(&out, &list->v[i], page_lang(r), part_address(a, list->v[i].code, web_arena(r)),
			     app_now(a), web_arena(r));
	ics_end(&out);
	web_set_header(r, "Content-Disposition", "attachment; filename=\"aula.ics\"");
	web_set_header(r, "Cache-Control", "public, max-age=60");
	web_send(r, 200, "text/calendar; charset=utf-8", &out);
	buf_fini(&out);
}

void phone_list(struct web_request *r)
{
	char *codes = arena_strdup(web_arena(r), web_param(r, "codes"));
	struct list list;
	bool calendar = str_ends(codes, ".ics");
	if (calendar)
		codes[strlen(codes) - 4] = '\0';
	load(r, codes, &list);
	if (list.n == 0)
		phone_refuse(r, 404, NULL);
	else if (calendar)
		send_calendar(r, &list);
	else if (web_query(r, "paper") != NULL)
		phone_paper(r, list.v, list.n, codes);
	else
		send_page(r, &list, codes);
}

void phone_home(struct web_request *r)
{
	enum lang l = page_lang(r);
	struct html h = HTML_INIT;
	page_begin(&h, r, l, tr(l, "Welcome"), "/");
	html_raw(&h, "<div class=\"hills\"></div><h1>Aula</h1><p class=\"lead\">");
	html_text(&h, tr(l, "Activities near you, on the screen in the lobby of your health centre. The code "
			    "under a picture "
			    "or on a printed slip opens its page here."));
	html_raw(&h, "</p><p class=\"lead\"><a href=\"/staff\">");
	html_text(&h, tr(l, "For staff"));
	html_raw(&h, "</a></p>");
	ld_page(&h, "WebSite", "Aula", l, part_url(r));
	page_end(&h, l);
	page_send(r, &h, 200, PAGE_MAX_AGE_S);
}

void phone_refuse(struct web_request *r, unsigned status, const char *why)
{
	enum lang l = page_lang(r);
	struct html h = HTML_INIT;
	const char *title = status == 410   ? tr(l, "No longer listed")
			    : status == 404 ? tr(l, "Page not found")
			    : status < 500  ? tr(l, "This did not work")
					    : tr(l, "Not available just now");
	page_begin(&h, r, l, title, "/");
	html_raw(&h, "<h1>");
	html_text(&h, title);
	html_raw(&h, "</h1><p class=\"lead\">");
	if (status == 410)
		html_text(&h, tr(l, "This activity has ended or its organiser has taken it away."));
	else if (status == 404)
		html_text(&h, tr(l, "Check the code: it has letters and digits only."));
	else
		html_text(&h, why);
	html_raw(&h, "</p>");
	page_end(&h, l);
	page_send(r, &h, status, 0);
}

void phone_style(struct web_request *r)
{
	struct app *a = web_app(r);
	const char *name = web_param(r, "name");
	struct web_page *page = str_eq(name, "phone.css")   ? a->style_phone
				: str_eq(name, "staff.css") ? a->style_staff
				: str_eq(name, "staff.js")  ? a->script_staff
							    : NULL;
	if (page != NULL)
		web_send_page(r, 200, page);
	else
		phone_refuse(r, 404, NULL);
}
