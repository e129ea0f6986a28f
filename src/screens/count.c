/* What is counted that no single button means: searches, idle pictures, slips. Sums an hour only (spool/report.h). */
#include "screens/count.h"

#include <string.h>

#include "analysis/fold.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "screens/app_inside.h"
#include "screens/viewmodel_attract.h"
#include "screens/viewmodel_search.h"
#include "spool/report.h"

#define WORDS_MOST 60 /* bytes: more is no search but a text, and texts are about somebody */

/* The topic whose list the visitor came by; NULL none. */
static const char *topic_on_path(const struct app *app)
{
	for (size_t i = app->nav.n; i-- > 0;)
		if (app->nav.v[i].kind == SCREEN_RESULTS && app->nav.v[i].arg[0] != '\0')
			return app->nav.v[i].arg;
	return NULL;
}

void count_thing(struct app *app, int action, const char *activity)
{
	app_count(app, action, topic_on_path(app), activity);
}

/* Each thing of the own list, or the one slip; "help" is the sheet of numbers. */
void count_print(struct app *app, const char *subject)
{
	if (str_eq(subject, "help")) {
		app_count(app, REPORT_PRINT, "help", NULL);
	} else if (subject[0] != '\0') {
		count_thing(app, REPORT_PRINT, subject);
	} else {
		for (size_t i = 0; i < app->session.n_picks; i++)
			app_count(app, REPORT_PRINT, NULL, app->session.picks[i]);
	}
}

/* Folded, letters only, single blanks: numbers of any kind could be somebody's. */
static const char *words_of(const char *query, struct arena *a)
{
	CLEANUP_BUF struct buf folded = BUF_INIT;
	fold_lower(query, strlen(query), &folded);
	char *out = arena_alloc(a, folded.len + 1);
	size_t n = 0;
	for (size_t i = 0; i < folded.len; i++) {
		unsigned char c = (unsigned char)folded.data[i];
		bool letter = c >= 0x80 || (c >= 'a' && c <= 'z') || c == '-';
		if (letter)
			out[n++] = (char)c;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return n > 0 && n <= WORDS_MOST && utf8_valid(out, n) ? out : NULL;
}

void count_search(struct app *app)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const struct content *c = app_shown(app);
	const struct viewmodel_search *vm = c->base;
	if (!c->ready || c->base_kind != SCREEN_SEARCH || vm == NULL || !vm->asked || !vm->ready ||
	    !str_eq(vm->query, app->session.query) || str_eq(app->searched, app->session.query))
		return;
	memcpy(app->searched, app->session.query, sizeof app->searched);
	if (vm->result.cards.total > 0) {
		app_count(app, REPORT_SEARCH, NULL, NULL);
		return;
	}
	const char *words = words_of(vm->query, &a);
	if (words != NULL)
		app_count(app, REPORT_SEARCH_EMPTY, NULL, words);
}

bool count_search_ends(const struct app *app, const struct action *a)
{
	switch (a->verb) {
	case ACT_KEY:
	case ACT_KEY_ERASE:
	case ACT_KEY_MODE:
	case ACT_PAGE:
	case ACT_VOLUME: return false;
	default: return app->nav.v[app->nav.n - 1].kind == SCREEN_SEARCH;
	}
}

void count_attract(struct app *app)
{
	const struct content *c = app_shown(app);
	const struct viewmodel_attract *vm = c->base;
	if (!c->ready || c->base_kind != SCREEN_ATTRACT || vm == NULL || app->moment.attract_card >= vm->n_cards)
		return;
	app_count(app, REPORT_ATTRACT, NULL, vm->cards[app->moment.attract_card].id);
}
