/* An activity in words: the same sentences for the detail page, the slip and the speech. */
#ifndef AULA_SCREENS_DETAIL_WORDS_H
#define AULA_SCREENS_DETAIL_WORDS_H

#include "screens/build.h"
#include "screens/viewmodel_detail.h"

struct fact_words {
	const char *icon;
	const char *value, *text; /* value NULL: the fact is left out */
	bool struck;              /* text is the old time */
};

struct detail_words {
	bool cancelled;
	const char *banner, *banner_text; /* "Tämän päivän kerta on peruttu" and why */
	struct fact_words when, where, price, access;
	const char *text;      /* summary and text together, paragraphs with \n */
	const char *text_lang; /* tag when it is not in the screen's language */
	const char *only_in;   /* "Teksti on vain suomeksi", NULL: it is in the visitor's language */
	const char *languages; /* "Kielet: suomi, svenska", NULL: not known */
	const char *notable_languages; /* the same where it is not the visitor's language alone, else NULL */
	const char *sign_languages;    /* what the sign says of them: set by a screen without room for a strip */
	const char *checked;   /* "Tiedot tarkistettu 2.3.2026. Lähde: …" */
	const char *organisation;
	const char *phone, *phone_label; /* phone written for people */
	const char *signup;              /* how to sign up when there is no number */
	const char *path;                /* short code; NULL: none */
};

void detail_words_make(struct detail_words *w, const struct build *b, const struct viewmodel_detail *vm);

#endif
