#include "server/phone/phone_paper.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/page.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "web/http.h"

#define PAGE_MAX_AGE_S 60
#define WEEK_DAYS 7

static void write_line(struct html *h, const char *text, enum lang page, enum lang got)
{
	if (text == NULL)
		return;
	html_raw(h, "<p");
	page_text_lang(h, page, got);
	html_raw(h, ">");
	html_text(h, text);
	html_raw(h, "</p>");
}

static void write_when(struct html *h, struct app *a, const struct view *v, enum lang l, struct arena *arena)
{
	enum activity_status status = v->n_times > 0 ? v->times[0].status : v->activity->status;
	const char *word = words_status(l, status);
	if (word != NULL) {
		html_raw(h, "<p><strong>");
		html_text(h, words_capital(arena, word));
		html_raw(h, "</strong></p>");
	}
	if (v->n_times > 0) {
		const struct view_time *t = &v->times[0];
		/* never "tomorrow": paper is read on other days */
		char *day = words_when(arena, l, t->start, t->end, t->all_day,
				       date_add(t->start.date, -WEEK_DAYS));
		write_line(h, words_capital(arena, day), l, l);
	}
	write_line(h, part_repeats(a, v, l, arena), l, l);
}

static void write_item(struct html *h, struct app *a, const struct view *v, enum lang l, struct arena *arena)
{
	enum lang got;
	const struct activity *x = v->activity;
	const char *title = view_plain(ltext_get(&x->title, l, &got), arena);
	html_raw(h, "<li><h2");
	page_text_lang(h, l, got);
	html_raw(h, ">");
	html_text(h, title);
	html_raw(h, "</h2>");
	if (v->organisation != NULL) {
		const char *by = ltext_get(&v->organisation->name, l, &got);
		write_line(h, by, l, got);
	}
	write_when(h, a, v, l, arena);
	const char *where = part_where(v, l, &got, arena);
	write_line(h, where, l, got);
	write_line(h, part_street(v, l, arena), l, l);
	if (x->phone != NULL)
		write_line(h, words_isolate(arena, l, words_phone(arena, x->phone)), l, l);
	write_line(h, words_isolate(arena, l, part_address(a, v->code, arena)), l, l);
	html_raw(h, "</li>");
}

void phone_paper(struct web_request *r, const struct view *v, size_t n, const char *codes)
{
	struct app *a = web_app(r);
	enum lang l = page_lang(r);
	struct arena *arena = web_arena(r);
	struct html h = HTML_INIT;
	struct buf back = BUF_INIT;
	struct civil now = app_civil_now(a);
	buf_puts(&back, "/t/");
	html_url_part(&back, codes);
	page_begin(&h, r, l, tr(l, "My list"), buf_str(&back));
	html_raw(&h, "<h1>");
	html_text(&h, tr(l, "My list"));
	html_raw(&h, "</h1><p class=\"hint\">");
	html_text(&h, tr(l, "Choose Print in the menu of the browser. On a phone it may be under Share."));
	html_raw(&h, "</p><p class=\"lead\">");
	html_text(&h, words_date(arena, l, now.date, DATE_FULL));
	html_raw(&h, "</p><ol class=\"paper\">");
	for (size_t i = 0; i < n; i++)
		write_item(&h, a, &v[i], l, arena);
	html_raw(&h, "</ol><div class=\"buttons\">");
	part_button(&h, arena_printf(arena, "%s?lang=%s", buf_str(&back), lang_tag(l)), "arrow_back",
		    tr(l, "Back"), false);
	html_raw(&h, "</div>");
	buf_fini(&back);
	page_end(&h, l);
	page_send(r, &h, 200, PAGE_MAX_AGE_S);
}
