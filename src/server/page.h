/* The frame of the phone pages: head, bar with the languages, foot. */
#ifndef AULA_SERVER_PAGE_H
#define AULA_SERVER_PAGE_H

#include "model/lang.h"
#include "web/html.h"

struct arena;
struct web_request;

/* ?lang=, else the first language of Accept-Language that Aula speaks, else Finnish. */
enum lang page_lang(struct web_request *r);

/* title: of the window. path: this page's own, for the language links. */
void page_begin(struct html *h, struct web_request *r, enum lang l, const char *title, const char *path);
void page_end(struct html *h, enum lang l);
/* Sends, compressed when the browser takes it. These pages hold nothing secret. max_age_s 0: not stored. */
void page_send(struct web_request *r, struct html *h, unsigned status, int max_age_s);

/* " lang=… dir=…" when the text is in another language than the page. */
void page_text_lang(struct html *h, enum lang page, enum lang text);
/* Icon and colours of a topic. */
const char *page_look_icon(const char *look);
/* class="LEAD LOOK" with an unknown look replaced */
void page_look_class(struct html *h, const char *lead, const char *look, struct arena *a);

#endif
