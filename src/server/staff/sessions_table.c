#include "server/staff/sessions_table.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "web/http.h"

static const struct {
	const char *mark, *name;
} browsers[] = {
	/* the first that is found: Edge and Opera also call themselves Chrome, Chrome also Safari */
	{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
};
static const struct {
	const char *mark, *name;
} systems[] = {
	{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"},
	{"Mac OS", "macOS"},	{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
};

/* "Firefox, Windows": what a person recognises of the browser's own name. */
static const char *agent_words(const char *agent, struct arena *a, enum lang l)
{
	const char *browser = NULL, *system = NULL;
	for (size_t i = 0; agent != NULL && browser == NULL && i < sizeof browsers / sizeof browsers[0]; i++)
		browser = strstr(agent, browsers[i].mark) != NULL ? browsers[i].name : NULL;
	for (size_t i = 0; agent != NULL && system == NULL && i < sizeof systems / sizeof systems[0]; i++)
		system = strstr(agent, systems[i].mark) != NULL ? systems[i].name : NULL;
	if (browser == NULL && system == NULL)
		return tr(l, "Unknown browser");
	if (browser == NULL || system == NULL)
		return browser != NULL ? browser : system;
	return arena_printf(a, "%s, %s", browser, system);
}

static void write_end(struct html *h, struct web_request *r, const char *user, const char *id, const char *words,
		      bool own)
{
	if (own)
		staff_form(h, r, SESSIONS_OWN, "");
	else
		staff_form(h, r, SESSIONS_OF_PERSON, "");
	staff_hidden(h, "name", user);
	staff_hidden(h, "id", id);
	staff_button(h, "", "logout", words);
	html_raw(h, "</form>");
}

void sessions_table_write(struct html *h, struct web_request *r, const char *user, const char *action)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	enum lang l = staff_lang(r);
	struct session_row *rows;
	struct error e = ERROR_INIT;
	size_t n;
	bool own = str_eq(action, SESSIONS_OWN);
	const char *current = staff_session(r)->id;
	const char *const heads[] = {tr(l, "Browser"), tr(l, "Address"), tr(l, "Begun"), tr(l, "Last used"), NULL};
	if (!session_list(app->store, user, app_now(app), &rows, &n, a, &e)) {
		log_error("sessions: %s", e.text);
		return;
	}
	if (n == 0) {
		staff_el(h, "p", " class=\"lead\"", tr(l, "None."));
		return;
	}
	staff_table(h, l, tr(l, "Open sessions"), heads, 5);
	for (size_t i = 0; i < n; i++) {
		bool this_one = str_eq(rows[i].id, current);
		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, agent_words(rows[i].agent, a, l));
		if (this_one)
			staff_el(h, "span", " class=\"by\"", tr(l, "This one"));
		html_raw(h, "</th>");
		staff_cell(h, heads[1], rows[i].client != NULL ? rows[i].client : "–");
		staff_cell(h, heads[2], staff_moment(a, l, rows[i].created_at));
		staff_cell(h, heads[3], staff_moment(a, l, rows[i].seen_at));
		html_raw(h, "<td>");
		if (!this_one)
			write_end(h, r, user, rows[i].id, tr(l, "End"), own);
		html_raw(h, "</td></tr>");
	}
	staff_table_end(h);
	if (n > (own ? 1 : 0))
		write_end(h, r, user, "all", own ? tr(l, "End all others") : tr(l, "End all"), own);
}
