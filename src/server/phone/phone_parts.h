/* Pieces that the phone pages share. */
#ifndef AULA_SERVER_PHONE_PARTS_H
#define AULA_SERVER_PHONE_PARTS_H

#include "model/lang.h"
#include "server/field.h"
#include "web/html.h"

struct app;
struct arena;
struct error;
struct view;
struct web_request;
struct view_time;

/* The activity of the request's ":code" (typed as people type it). False: it has answered 404, 410 or 500. */
bool part_load(struct web_request *r, const char *typed, struct view *out);
/* A name with its soft hyphens only where a word is wider than a phone; in the arena. */
const char *part_title(const char *title, struct arena *arena);
/* The heading block of a small page about it: title, and the organisation below. */
void part_sign(struct html *h, const struct view *v, enum lang l, struct arena *arena);

/* --- forms --- */
/* With what was typed before (of this request's form) and no completing by the browser unless it says so. */
void part_field(struct html *h, struct web_request *r, const struct field *f);
/* What is wrong with the whole form; NULL: nothing. */
void part_problem(struct html *h, const char *text);
/* The page after a form was taken: title, paragraphs, and a way back to the activity. */
void part_thanks(struct web_request *r, const struct view *v, enum lang l, const char *title, const char *text);

/* "tänään klo 13.00–14.30", NULL without times. */
const char *part_when(struct app *a, const struct view_time *t, enum lang l, struct arena *arena);
/* Where: the place's name, or how one takes part without coming; NULL when neither is known. */
const char *part_where(const struct view *v, enum lang l, enum lang *got, struct arena *arena);
/* What of it comes again, with a capital: "Joka toinen keskiviikko, seuraavaksi 25.3."; NULL when there is nothing to say. */
const char *part_repeats(struct app *a, const struct view *v, enum lang l, struct arena *arena);
/* Room, street and town as far as they are known; NULL when none is. */
const char *part_street(const struct view *v, enum lang l, struct arena *arena);
/* One row of facts: icon, strong line, second line. NULL strong writes nothing. */
void part_fact(struct html *h, const char *icon, const char *strong, const char *second, enum lang page,
	       enum lang strong_lang);
/* A button that is a link. primary: filled. */
void part_button(struct html *h, const char *url, const char *icon, const char *text, bool primary);
/* <li> of a list "more": a link with its icon; and the two that pass a page on. */
void part_small_link(struct html *h, const char *icon, const char *url, const char *text);
void part_share(struct html *h, const char *title, const char *address, enum lang l, struct arena *arena);
/* This page's own address, absolute. */
const char *part_url(struct web_request *r);
/* "https://BASE/CODE" */
const char *part_address(const struct app *a, const char *code, struct arena *arena);

#endif
