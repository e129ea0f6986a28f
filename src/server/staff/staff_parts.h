/* Small pieces of the staff pages: headings, fields, buttons, times. */
#ifndef AULA_SERVER_STAFF_PARTS_H
#define AULA_SERVER_STAFF_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/lang.h"
#include "server/field.h"
#include "server/reader.h"
#include "web/html.h"

struct arena;
struct error;
struct ltext;
struct web_request;

/* An element with text in it; tag and attrs are literals: staff_el(h, "p", " class=\"lead\"", text). */
#define staff_el(h, tag, attrs, text)                                                                                  \
	do {                                                                                                           \
		html_raw((h), "<" tag attrs ">");                                                                      \
		html_text((h), (text));                                                                                \
		html_raw((h), "</" tag ">");                                                                           \
	} while (0)

/* The same with the text of a record in the page's language; another one, when there is no such, is marked (lang=…). */
#define staff_ltext_el(h, tag, attrs, text, l)                                                                         \
	do {                                                                                                           \
		html_raw((h), "<" tag attrs);                                                                          \
		staff_ltext_inner((h), (text), (l));                                                                   \
		html_raw((h), "</" tag ">");                                                                           \
	} while (0)
/* " lang=…>" and the text: what stands in such an element. */
void staff_ltext_inner(struct html *h, const struct ltext *text, enum lang l);

/* Opens a form that posts to the literal path and carries the session's token. */
#define staff_form(h, r, path, attrs)                                                                                  \
	do {                                                                                                           \
		html_raw((h), "<form method=\"post\" action=\"" path "\"" attrs ">");                                  \
		staff_csrf_field((h), (r));                                                                            \
	} while (0)

/* "187 found", and that only the first of them are shown when that is so. */
void staff_found(struct html *h, enum lang l, size_t total, size_t shown, struct arena *a);
void staff_back(struct html *h, const char *path, const char *words);
/* Heading of the page and a line under it (NULL: none). */
void staff_title(struct html *h, const char *title, const char *lead);
/* The green line after something was done; NULL: nothing. */
void staff_done(struct html *h, const char *text);
void staff_hidden(struct html *h, const char *name, const char *value);

/* With its label around it, for small forms whose mistakes are told at the top (staff_problems). */
void staff_field(struct html *h, const struct field *f);
void staff_option(struct html *h, const char *value, const char *words, bool selected);
/* class: "", "primary", "danger", "small"…; icon may be NULL. */
void staff_button(struct html *h, const char *class_name, const char *icon, const char *words);
/* The same as a link. */
void staff_link_button(struct html *h, const char *class_name, const char *icon, const char *path, const char *words);
/* Heads of a table: <table class="panel"><caption class="skip">…<thead>… and opens the body. NULL: a column whose head
 * is for nobody ("Actions" is told to screen readers). */
void staff_table(struct html *h, enum lang l, const char *caption, const char *const *heads, size_t n);
void staff_table_end(struct html *h);
/* One cell; its head's words stand beside it on narrow screens. */
void staff_cell(struct html *h, const char *head, const char *text);

/* What differs between two documents, as a list; nothing when they are the same. */
void staff_changes(struct html *h, const char *before, const char *after, enum lang l, struct arena *a);

/* "/staff/person?name=" and the value, percent-encoded. */
const char *staff_url(struct arena *a, const char *lead, const char *value);
/* "11.3.2026 klo 12.15"; "–" for INSTANT_NONE */
const char *staff_moment(struct arena *a, enum lang l, int64_t at);
/* A field of the form without blanks around; NULL when empty. */
const char *staff_typed(struct web_request *r, const char *name);
/* Rolls back, logs "what: …" and answers 503. */
void staff_unavailable(struct web_request *r, const char *what, const struct error *e);

/* For a page whose question takes long (server/reader.h). False: the request is parked, or answered with 503. */
bool staff_asked(struct web_request *r, const char *about, reader_ask_fn *ask, size_t size, reader_fill_fn *fill,
		 const void *user, void **what);

#endif
