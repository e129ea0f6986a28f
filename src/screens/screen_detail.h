/* The detail page, also drawn under its dialogs. */
#ifndef AULA_SCREENS_SCREEN_DETAIL_H
#define AULA_SCREENS_SCREEN_DETAIL_H

#include "screens/build.h"
#include "screens/detail_words.h"
#include "screens/part.h"

/* What the panel shows for this activity. */
struct take_along detail_take_along(const struct build *b, const struct detail_words *w, enum look look);
/* The sign with topic, title and organisation; r in px. picture: the corner picture at its end. */
void detail_sign(struct build *b, const struct viewmodel_detail *vm, const struct detail_words *w,
		 struct rect r, double picture_w);
/* What the name of the activity is, on every sign of the page. */
struct semantics detail_heading(const struct build *b, const struct viewmodel_detail *vm);
/* Which language the text is in where it is not the visitor's, and which ones are spoken there; NULL: as the visitor thinks. */
const char *detail_told(const struct build *b, const struct detail_words *w);
/* The strip that says it. */
void detail_strip(struct build *b, struct rect r, const char *s);
/* The four buttons: rectangles in px. more: a button for the whole text stands beside "Kuuntele". */
void detail_buttons(struct build *b, const struct viewmodel_detail *vm, const struct rect r[4], bool more);
/* 7": in screen_small.c. */
void screen_detail_small(struct build *b, const struct viewmodel_detail *vm);
void detail_gone_build(struct build *b);

#endif
