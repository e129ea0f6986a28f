/* Where the visitor is: a stack of places. "Takaisin" takes one off, "Alkuun" all but the first,
 * "Lopeta" everything. Each place keeps its page, filters and focus, so coming back is coming back. */
#ifndef AULA_SCREENS_NAV_H
#define AULA_SCREENS_NAV_H

#include <stdbool.h>
#include <stddef.h>

#include "cache/query.h"
#include "model/codec.h"

#define NAV_DEPTH_MAX 16
#define NAV_FOCUS_BYTES 160

enum screen_kind {
	SCREEN_ATTRACT,
	SCREEN_HOME,
	SCREEN_RESULTS, /* arg: topic id; "" = all topics */
	SCREEN_CALENDAR,
	SCREEN_DETAIL, /* arg: activity id */
	SCREEN_SEARCH,
	SCREEN_HITS, /* all hits of the word */
	SCREEN_LANGUAGE,
	SCREEN_ACCESS,
	SCREEN_HELP,
	SCREEN_GUIDE, /* "Näin käytät" */
	SCREEN_ABOUT, /* "Mistä tiedot tulevat? Tietosuoja" */
	SCREEN_TRAY,
	SCREEN_POLL, /* arg: poll id */
	SCREEN_NOTICES,
	SCREEN_PIN,
	SCREEN_STAFF,
	/* sheets and dialogs: drawn over the place below them */
	SCREEN_FILTERS,
	SCREEN_REPORT, /* "Tieto on väärin"; arg: activity id */
	SCREEN_PRINT,  /* arg: activity id, "" = own list, "help" = numbers */
	SCREEN_TEXT,   /* whole text of an activity; arg: its id */
	SCREEN_KIND_COUNT,
};

/* What the filter sheet and the quick filters decide. All zero: no limits. */
struct filters {
	enum when_filter when;
	enum where_filter where;
	const char *language; /* one of FILTER_LANGUAGES or NULL */
	bool free, wheelchair, loop;
	unsigned attend; /* bit set of enum attend, 0 = any */
	int age;         /* 0 = any */
};

struct place_on_path {
	enum screen_kind kind;
	char arg[RECORD_ID_MAX + 1];
	size_t page;
	struct filters filters;
	int day;                     /* calendar: days from today */
	int step;                    /* screen's own small state (page of the guide, state of a dialog) */
	char focus[NAV_FOCUS_BYTES]; /* node id, "" = the screen's first focus */
};

struct nav {
	struct place_on_path v[NAV_DEPTH_MAX];
	size_t n; /* ≥ 1 after nav_reset */
};

/* The idle picture. */
void nav_reset(struct nav *nav);
struct place_on_path *nav_top(struct nav *nav);
/* The screen a sheet lies on; the top itself when it is no sheet. */
struct place_on_path *nav_base(struct nav *nav);
/* Goes one further. When the stack is full the oldest place after home is forgotten. */
struct place_on_path *nav_push(struct nav *nav, enum screen_kind kind, const char *arg);
/* As nav_push, but when that place is already on the stack goes back to it instead (dock cells). */
struct place_on_path *nav_open(struct nav *nav, enum screen_kind kind, const char *arg);
/* One back; false on home and on the idle picture. */
bool nav_back(struct nav *nav);
void nav_home(struct nav *nav);
bool screen_is_overlay(enum screen_kind kind);
bool filters_any(const struct filters *f);

#endif
