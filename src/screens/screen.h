/* The table of screens: how each is read out of the cache and built. A screen is two functions; what it shows
 * follows from its place on the path, the visit and the cache alone. */
#ifndef AULA_SCREENS_SCREEN_H
#define AULA_SCREENS_SCREEN_H

#include "screens/build.h"
#include "screens/viewmodel.h"

struct search;

/* What reading a screen may look at besides the cache. */
struct screen_in {
	struct place_on_path *place;      /* reading may correct the page when content shrank */
	const struct place_on_path *base; /* the screen a sheet lies on; else the place itself */
	const struct session *session;
	const struct metrics *m;
	const struct screen_config *config;
	struct search *search; /* NULL: none */
	const char *status_dir; /* what aula-sync and aula-print say of themselves; NULL: nothing */
};

struct screen {
	const char *name; /* in scripts, logs and the semantic dump */
	/* *vm is allocated in l->a; NULL load: nothing to read. */
	bool (*load)(void **vm, const struct load *l, const struct screen_in *in, struct error *e);
	void (*build)(struct build *b, const void *vm);
};

const struct screen *screen_of(enum screen_kind kind);

/* Each in its own screen_NAME.c. */
extern const struct screen SCREEN_DEF_ATTRACT, SCREEN_DEF_HOME, SCREEN_DEF_RESULTS, SCREEN_DEF_DETAIL,
	SCREEN_DEF_LANGUAGE, SCREEN_DEF_FILTERS, SCREEN_DEF_CALENDAR, SCREEN_DEF_HELP, SCREEN_DEF_TRAY,
	SCREEN_DEF_SEARCH, SCREEN_DEF_HITS, SCREEN_DEF_GUIDE, SCREEN_DEF_ABOUT, SCREEN_DEF_NOTICES,
	SCREEN_DEF_PIN, SCREEN_DEF_STAFF, SCREEN_DEF_ACCESS, SCREEN_DEF_POLL, SCREEN_DEF_TEXT,
	SCREEN_DEF_REPORT, SCREEN_DEF_PRINT;

/* Not on the path: shown instead of any screen. */
void screen_first_build(struct build *b); /* before the first content is there */
void screen_out_build(struct build *b);   /* out of order: nothing can be shown for long */
/* Over any screen. */
void screen_question_build(struct build *b); /* "Oletko vielä siinä?" */

#endif
