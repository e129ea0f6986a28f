/* The pages of the content review share a heading with tabs. */
#ifndef AULA_SERVER_REVIEW_PAGE_H
#define AULA_SERVER_REVIEW_PAGE_H

#include <stdint.h>

#include "model/lang.h"
#include "web/html.h"

struct arena;
struct web_request;

enum review_tab { REVIEW_TAB_FLAGS, REVIEW_TAB_TWICE, REVIEW_TAB_QUALITY, REVIEW_TAB_SOURCES, REVIEW_TAB_LISTINGS };
#define REVIEW_PAGE_ITEMS 25

/* Begins the page; the "saved" line when the query says so. */
void review_begin(struct html *h, struct web_request *r, enum review_tab tab);
/* "Earlier", "More" under a list; path ends in "page=". */
void review_paging(struct html *h, struct web_request *r, const char *path, int64_t page, int64_t total);
/* From 0; what the query asks for. */
int64_t review_page_asked(struct web_request *r);
/* Of a source, in the page's language where it has one. */
const char *review_source_words(const char *source, enum lang l);
/* Name, organiser, place and next time of an activity or organisation, with links to its page and original listing. */
void review_write_record(struct html *h, struct web_request *r, int kind, const char *id);

#endif
