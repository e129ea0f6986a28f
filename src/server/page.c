#include "server/page.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "feed/compress.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/icons.h"
#include "web/http.h"

#define COMPRESS_FROM_BYTES 1000

/* The three that the bar offers; the others come by ?lang= from a screen that was used in them. */
static const enum lang offered[] = {LANG_FI, LANG_SV, LANG_EN};
static const char *const offered_names[] = {"suomi", "svenska", "English"};

static const struct {
	const char *look, *icon;
} looks[] = {
	{"peer", "diversity_3"}, {"mind", "psychology"}, {"old", "elderly"},   {"family", "family_restroom"},
	{"ill", "cardiology"},   {"daily", "food_bank"}, {"hobby", "palette"}, {"vol", "volunteer_activism"},
};

static size_t look_index(const char *look)
{
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
		if (str_eq(look, looks[i].look))
			return i;
	return 0;
}

const char *page_look_icon(const char *look)
{
	return looks[look_index(look)].icon;
}

void page_look_class(struct html *h, const char *lead, const char *look, struct arena *a)
{
	html_attr(h, "class", arena_printf(a, "%s %s", lead, looks[look_index(look)].look));
}

enum lang page_lang(struct web_request *r)
{
	const char *asked = web_query(r, "lang"), *accepted = web_header(r, "Accept-Language");
	enum lang l = asked != NULL ? lang_from_tag(asked) : LANG_NONE;
	if (l != LANG_NONE)
		return l;
	struct strs tags = accepted != NULL ? str_split(web_arena(r), accepted, ",") : (struct strs){0};
	for (size_t i = 0; i < tags.n; i++) {
		char tag[16];
		size_t n = strcspn(tags.v[i], "-; ");
		if (n >= sizeof tag)
			continue;
		memcpy(tag, tags.v[i], n);
		tag[n] = '\0';
		l = lang_from_tag(tag);
		if (l != LANG_NONE)
			return l;
	}
	return LANG_FI;
}

void page_text_lang(struct html *h, enum lang page, enum lang text)
{
	if (text == page || text == LANG_NONE)
		return;
	html_attr(h, "lang", lang_tag(text));
	if (lang_is_rtl(text) != lang_is_rtl(page))
		html_attr(h, "dir", lang_is_rtl(text) ? "rtl" : "ltr");
}

void page_begin(struct html *h, struct web_request *r, enum lang l, const char *title, const char *path)
{
	struct app *a = web_app(r);
	html_raw(h, "<!DOCTYPE html><html");
	html_attr(h, "lang", lang_tag(l));
	if (lang_is_rtl(l))
		html_raw(h, " dir=\"rtl\"");
	html_raw(h,
		 "><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		 "content=\"width=device-width,initial-scale=1\">"
		 "<meta name=\"theme-color\" content=\"#073A50\"><link rel=\"icon\" href=\"data:,\"><title>");
	html_text(h, title);
	html_raw(h, " · Aula</title><link rel=\"stylesheet\"");
	html_link(h, arena_printf(web_arena(r), "/static/%s/phone.css", a->style_tag));
	html_raw(h, "></head><body><a class=\"skip\" href=\"#main\">");
	html_text(h, tr(l, "Skip to the content"));
	html_raw(h, "</a><header class=\"bar\"><a class=\"mark\" href=\"/\"><svg aria-hidden=\"true\" "
		    "viewBox=\"0 0 48 48\">"
		    "<path d=\"M6 46V24a18 18 0 0 1 36 0v22a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2z\" fill=\"#fff\"/>"
		    "<path d=\"M16 48V27a8 8 0 0 1 16 0v21z\" fill=\"#073a50\"/><circle cx=\"24\" cy=\"33\" "
		    "r=\"5\" "
		    "fill=\"#fff\"/><path d=\"M17 48a7 9 0 0 1 14 0z\" fill=\"#fff\"/></svg>Aula</a><nav");
	html_attr(h, "aria-label", tr(l, "Language"));
	html_raw(h, ">");
	for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++) {
		if (i > 0)
			html_raw(h, " · ");
		html_raw(h, "<a");
		html_attr(h, "lang", lang_tag(offered[i]));
		html_attr(h, "hreflang", lang_tag(offered[i]));
		if (offered[i] == l)
			html_raw(h, " aria-current=\"true\"");
		html_link(h, arena_printf(web_arena(r), "%s?lang=%s", path, lang_tag(offered[i])));
		html_raw(h, ">");
		html_text(h, offered_names[i]);
		html_raw(h, "</a>");
	}
	html_raw(h, "</nav></header><main id=\"main\">");
}

static void about_link(struct html *h, enum lang l, const char *path, const char *text)
{
	char url[64];
	snprintf(url, sizeof url, "%s?lang=%s", path, lang_tag(l));
	html_raw(h, "<a");
	html_link(h, url);
	html_raw(h, ">");
	html_text(h, text);
	html_raw(h, "</a>");
}

void page_end(struct html *h, enum lang l)
{
	html_raw(h, "</main><footer><p class=\"private\">");
	html_icon(h, "lock");
	html_raw(h, "<span>");
	html_text(h, tr(l, "No cookies, no tracking."));
	html_raw(h, "</span></p><p class=\"about\">");
	about_link(h, l, "/about/accessibility", tr(l, "Accessibility statement"));
	html_raw(h, " · ");
	about_link(h, l, "/about/privacy", tr(l, "Privacy notice"));
	html_raw(h, "</p></footer></body></html>\n");
}

void page_send(struct web_request *r, struct html *h, unsigned status, int max_age_s)
{
	struct error e = ERROR_INIT;
	struct buf packed = BUF_INIT;
	enum coding coding = web_accepts_coding(r, "gzip") ? CODING_GZIP : CODING_IDENTITY;
	if (h->out.len < COMPRESS_FROM_BYTES)
		coding = CODING_IDENTITY;
	if (!compress_bytes(coding, h->out.data, h->out.len, &packed, &e)) {
		log_error("page: %s", e.text);
		coding = CODING_IDENTITY;
	}
	if (coding != CODING_IDENTITY)
		web_set_header(r, "Content-Encoding", coding_word(coding));
	web_set_header(r, "Vary", "Accept-Encoding, Accept-Language");
	web_set_header(r, "Cache-Control",
		       max_age_s > 0 ? arena_printf(web_arena(r), "public, max-age=%d", max_age_s)
				     : "no-store");
	web_send(r, status, "text/html; charset=utf-8", coding != CODING_IDENTITY ? &packed : &h->out);
	buf_fini(&packed);
	html_fini(h);
}
