/* What people looked for and took along, per centre and week. Sums only; small ones are left out (store/usage.h). */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/app.h"
#include "server/csv.h"
#include "server/icons.h"
#include "server/staff/plot.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/statistics_sums.h"
#include "server/view.h"
#include "store/usage.h"
#include "web/http.h"

#define ROWS_MAX 15
#define CSV_ROWS_MAX 1000
#define WEEKS_DEFAULT 12

static const int week_choices[] = {4, 12, 26, 52};

struct statistics {
	struct web_request *r;
	struct app *app;
	struct arena *arena;
	enum lang lang;
	struct staff_centre *centres;
	size_t n_centres;
	const char *centre; /* chosen; NULL: all one sees */
	struct strs ids;
	int weeks;
	char from[USAGE_HOUR_BYTES], until[USAGE_HOUR_BYTES];
};

/* --- what is asked for --- */

static int weeks_asked(struct web_request *r)
{
	int64_t n;
	const char *typed = web_query(r, "weeks");
	for (size_t i = 0; typed != NULL && i < sizeof week_choices / sizeof week_choices[0]; i++)
		if (str_to_i64(typed, 1, 60, &n) && n == week_choices[i])
			return (int)n;
	return WEEKS_DEFAULT;
}

/* Only centres this person sees; false after answering. */
static bool choose_centres(struct statistics *s)
{
	const char *asked = web_query(s->r, "centre");
	s->ids = (struct strs){ARENA_ARRAY(s->arena, const char *, s->n_centres + 1), 0};
	for (size_t i = 0; i < s->n_centres; i++) {
		if (!str_empty(asked) && !str_eq(asked, s->centres[i].id))
			continue;
		s->ids.v[s->ids.n++] = s->centres[i].id;
	}
	if (str_empty(asked))
		return true;
	s->centre = asked;
	if (s->ids.n > 0)
		return true;
	log_warning("statistics of %.80s refused to %s", asked, staff_session(s->r)->user.name);
	staff_error_page(s->r, 404, tr(s->lang, "There is no such centre."));
	return false;
}

static bool statistics_init(struct statistics *s, struct web_request *r)
{
	struct error e = ERROR_INIT;
	*s = (struct statistics){.r = r, .app = web_app(r), .arena = web_arena(r), .lang = staff_lang(r)};
	s->weeks = weeks_asked(r);
	struct date today = app_civil_now(s->app).date;
	struct date monday = date_add(today, 1 - date_weekday(today) - 7 * (s->weeks - 1));
	usage_hour(zone_day_start(ZONE_DEFAULT, monday), s->from);
	usage_hour(app_now(s->app) + 3600, s->until);
	if (!staff_centres(r, &s->centres, &s->n_centres)) {
		error_set(&e, ERROR_IO, "centres cannot be read");
		staff_unavailable(r, "statistics", &e);
		return false;
	}
	return choose_centres(s);
}

/* Who sees everything also sees counts of screens whose centre is no longer listed. */
static struct usage_ask ask_of(const struct statistics *s, size_t limit)
{
	bool all = s->centre == NULL && staff_may_everywhere(&staff_session(s->r)->user);
	return (struct usage_ask){.centres = all ? NULL : &s->ids,
				  .from = s->from,
				  .until = s->until,
				  .least = USAGE_LEAST,
				  .limit = limit};
}

/* --- names of things --- */

static void name_topic(const struct statistics *s, const char *id, struct plot_row *out)
{
	const struct record *topic = view_record(s->app->store, KIND_TOPIC, id, s->arena);
	out->label = topic != NULL ? ltext_get(&topic->topic.title, s->lang, NULL) : id;
	out->look = topic != NULL ? topic->topic.look : NULL;
}

static void name_activity(const struct statistics *s, const char *id, struct plot_row *out)
{
	const struct record *x = view_record(s->app->store, KIND_ACTIVITY, id, s->arena);
	out->label = x != NULL ? view_plain(ltext_get(&x->activity.title, s->lang, NULL), s->arena) : id;
	const struct record *by =
		x != NULL ? view_record(s->app->store, KIND_ORGANISATION, x->activity.organisation, s->arena) : NULL;
	out->note = by != NULL ? ltext_get(&by->organisation.name, s->lang, NULL)
		    : x == NULL ? tr(s->lang, "no longer listed")
				: NULL;
}

static void name_centre(const struct statistics *s, const char *id, struct plot_row *out)
{
	out->label = id;
	for (size_t i = 0; i < s->n_centres; i++)
		if (str_eq(s->centres[i].id, id))
			out->label = s->centres[i].name;
}

static void name_words(const struct statistics *s, const char *words, struct plot_row *out)
{
	(void)s;
	out->label = words;
}

static void name_language(const struct statistics *s, const char *tag, struct plot_row *out)
{
	enum lang lang = lang_from_tag(tag);
	out->label = lang != LANG_NONE ? view_plain(lang_own_name(lang), s->arena) : tag;
}

static void name_mode(const struct statistics *s, const char *mode, struct plot_row *out)
{
	out->label = str_eq(mode, "contrast") ? tr(s->lang, "High contrast")
		     : str_eq(mode, "large")  ? tr(s->lang, "Large text")
		     : str_eq(mode, "low")    ? tr(s->lang, "Low reach")
		     : str_eq(mode, "speech") ? tr(s->lang, "Speech")
					      : mode;
}

/* --- the lists, for the page and for the files --- */

static const struct list {
	const char *word, *title, *head, *unit;
	void (*name)(const struct statistics *s, const char *key, struct plot_row *out);
} lists[SUMS_LISTS] = {
	[SUMS_TOPICS] = {"topics", TR("What people looked for"), TR("Topic"), TR("Opened"), name_topic},
	[SUMS_OPENED] = {"opened", TR("Most opened"), TR("Activity"), TR("Opened"), name_activity},
	[SUMS_PRINTED] = {"printed", TR("Taken along on paper"), TR("Activity"), TR("Printed"), name_activity},
	[SUMS_TRAY] = {"own-list", TR("Put on the own list"), TR("Activity"), TR("Times"), name_activity},
	[SUMS_UNFOUND] = {"searches", TR("Searches that found nothing"), TR("Words"), TR("Times"), name_words},
	[SUMS_CENTRES] = {"centres", TR("Visits by centre"), TR("Centre"), TR("Visits"), name_centre},
	[SUMS_LANGUAGES] = {"languages", TR("Languages chosen"), TR("Language"), TR("Times"), name_language},
	[SUMS_MODES] = {"modes", TR("Ways of using the screen"), TR("Mode"), TR("Times"), name_mode},
};

static struct plot_row *name_rows(const struct statistics *s, const struct list *x, const struct usage_rows *sums)
{
	struct plot_row *rows = ARENA_ARRAY(s->arena, struct plot_row, sums->n);
	for (size_t i = 0; i < sums->n; i++) {
		rows[i] = (struct plot_row){.n = sums->v[i].n};
		x->name(s, sums->v[i].key, &rows[i]);
	}
	return rows;
}

static const char *address(const struct statistics *s, const char *path)
{
	const char *url = arena_printf(s->arena, "%s?weeks=%d", path, s->weeks);
	return s->centre != NULL ? staff_url(s->arena, arena_printf(s->arena, "%s&centre=", url), s->centre) : url;
}

static void write_file_link(const struct statistics *s, struct html *h, const char *word)
{
	html_raw(h, "<a class=\"file\"");
	html_link(h, arena_printf(s->arena, "%s&list=%s", address(s, "/staff/statistics/csv"), word));
	html_raw(h, ">CSV</a>");
}

static void write_list(const struct statistics *s, struct html *h, const struct list *x, const struct usage_rows *sums)
{
	size_t n = sums->n;
	const char *const heads[2] = {tr(s->lang, x->head), tr(s->lang, x->unit)};
	html_raw(h, "<section class=\"panel plotted\"><div class=\"heading\"><h2>");
	html_text(h, tr(s->lang, x->title));
	html_raw(h, "</h2>");
	if (n > 0)
		write_file_link(s, h, x->word);
	html_raw(h, "</div>");
	if (n > 0)
		plot_rows(h, tr(s->lang, x->title), heads, name_rows(s, x, sums), n, s->lang);
	else
		staff_el(h, "p", " class=\"lead\"", tr(s->lang, "Nothing that at least five visitors did."));
	html_raw(h, "</section>");
}

/* --- the page --- */

static void write_choice(const struct statistics *s, struct html *h)
{
	html_raw(h, "<form class=\"filters\" method=\"get\" action=\"/staff/statistics\"><label>");
	html_text(h, tr(s->lang, "Centre"));
	html_raw(h, "<select name=\"centre\">");
	staff_option(h, "", tr(s->lang, "All"), s->centre == NULL);
	for (size_t i = 0; i < s->n_centres; i++)
		staff_option(h, s->centres[i].id, s->centres[i].name, str_eq(s->centre, s->centres[i].id));
	html_raw(h, "</select></label><label>");
	html_text(h, tr(s->lang, "Time"));
	html_raw(h, "<select name=\"weeks\">");
	for (size_t i = 0; i < sizeof week_choices / sizeof week_choices[0]; i++)
		staff_option(h, arena_printf(s->arena, "%d", week_choices[i]),
			     arena_printf(s->arena, trn(s->lang, "%d week", "%d weeks", (long)week_choices[i]), week_choices[i]),
			     week_choices[i] == s->weeks);
	html_raw(h, "</select></label>");
	staff_button(h, "primary", "visibility", tr(s->lang, "Show"));
	html_raw(h, "</form>");
}

static void write_tile(struct html *h, const char *icon, int64_t n, const char *words)
{
	html_raw(h, "<li>");
	html_icon(h, icon);
	html_raw(h, "<span><b>");
	html_number(h, n);
	html_raw(h, "</b>");
	html_text(h, words);
	html_raw(h, "</span></li>");
}

static int64_t sum_of_hours(const struct usage_hours *hours)
{
	int64_t sum = 0;
	for (size_t i = 0; i < hours->n; i++)
		sum += hours->v[i].n;
	return sum < USAGE_LEAST ? 0 : sum;
}

static int64_t sum_of(const struct usage_rows *x)
{
	return x->n > 0 ? x->v[0].n : 0;
}

static void write_tiles(const struct statistics *s, struct html *h, const struct statistics_sums *g)
{
	html_raw(h, "<ul class=\"tiles\">");
	write_tile(h, "group", sum_of_hours(&g->visits), tr(s->lang, "visits"));
	write_tile(h, "visibility", sum_of(&g->tiles[SUMS_TILE_OPENED]), tr(s->lang, "activities opened"));
	write_tile(h, "print", sum_of_hours(&g->printed), tr(s->lang, "taken along on paper"));
	write_tile(h, "search", sum_of(&g->tiles[SUMS_TILE_SEARCHED]) + sum_of(&g->tiles[SUMS_TILE_UNFOUND]), tr(s->lang, "searches"));
	html_raw(h, "</ul>");
}

static bool read_weeks(const struct statistics *s, const struct usage_hours *hours, struct usage_week **v, size_t *n,
		       struct error *e)
{
	const struct usage_ask ask = ask_of(s, PLOT_COLUMNS_MAX);
	return usage_weeks(hours, &ask, v, n, s->arena, e);
}

static bool write_weeks(const struct statistics *s, struct html *h, const struct usage_hours *hours, const char *file,
			const char *title, struct error *e)
{
	const char *labels[PLOT_COLUMNS_MAX];
	int64_t values[PLOT_COLUMNS_MAX];
	struct usage_week *v;
	struct plot_columns p = {.title = title,
				 .heads = {tr(s->lang, "Week from"), tr(s->lang, "Times")},
				 .labels = labels,
				 .values = values};
	if (!read_weeks(s, hours, &v, &p.n, e))
		return false;
	for (size_t i = 0; i < p.n; i++) {
		labels[i] = words_date(s->arena, s->lang, v[i].monday, DATE_SHORT);
		values[i] = v[i].n == USAGE_FEW ? PLOT_FEW : v[i].n;
	}
	html_raw(h, "<section class=\"panel plotted\"><div class=\"heading\"><h2>");
	html_text(h, title);
	html_raw(h, "</h2>");
	write_file_link(s, h, file);
	html_raw(h, "</div>");
	plot_columns(h, &p, s->lang, s->arena);
	html_raw(h, "</section>");
	return true;
}

static void write_rhythm(const struct statistics *s, struct html *h, const struct usage_hours *hours)
{
	int64_t values[7][24];
	usage_rhythm(hours, USAGE_LEAST, values);
	html_raw(h, "<section class=\"panel plotted\"><h2>");
	html_text(h, tr(s->lang, "When the screens are used"));
	html_raw(h, "</h2>");
	plot_week(h, tr(s->lang, "When the screens are used"), values, s->lang, s->arena);
	html_raw(h, "</section>");
}

void staff_statistics(struct web_request *r)
{
	struct statistics s;
	struct html h = HTML_INIT;
	struct error e = ERROR_INIT;
	if (!statistics_init(&s, r))
		return;
	const struct usage_ask ask = ask_of(&s, ROWS_MAX);
	int64_t counted_at;
	const struct statistics_sums *g = statistics_sums(r, &ask, &counted_at);
	if (g == NULL)
		return;
	staff_begin(&h, r, tr(s.lang, "Statistics"), STAFF_TAB_STATISTICS);
	staff_title(&h, tr(s.lang, "Statistics"),
		    tr(s.lang, "Sums of what was done at the screens. Nobody is counted one by one, and what fewer than five did is not told."));
	write_choice(&s, &h);
	staff_el(&h, "p", " class=\"hint\"",
		 arena_printf(s.arena, tr(s.lang, "Counted %s. The sums are counted again every five minutes."),
			      staff_moment(s.arena, s.lang, counted_at)));
	write_tiles(&s, &h, g);
	html_raw(&h, "<div class=\"plots\">");
	bool ok = write_weeks(&s, &h, &g->visits, "weeks", tr(s.lang, "Visits a week"), &e) &&
		  write_weeks(&s, &h, &g->printed, "weeks-printed", tr(s.lang, "Taken along on paper, a week"), &e);
	if (!ok) {
		html_fini(&h);
		staff_unavailable(r, "statistics", &e);
		return;
	}
	write_rhythm(&s, &h, &g->visits);
	for (size_t i = 0; i < SUMS_LISTS; i++)
		write_list(&s, &h, &lists[i], &g->lists[i]);
	html_raw(&h, "</div>");
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* --- files --- */

static bool csv_of_weeks(const struct statistics *s, struct csv *c, const struct usage_hours *hours, struct error *e)
{
	struct usage_week *v;
	size_t n;
	char day[11];
	if (!read_weeks(s, hours, &v, &n, e))
		return false;
	csv_text(c, tr(s->lang, "Week from"));
	csv_text(c, tr(s->lang, "Times"));
	csv_end_row(c);
	for (size_t i = 0; i < n; i++) {
		date_format(v[i].monday, day);
		csv_text(c, day);
		if (v[i].n == USAGE_FEW)
			csv_text(c, "1–4");
		else
			csv_number(c, v[i].n);
		csv_end_row(c);
	}
	return true;
}

static bool csv_of_list(const struct statistics *s, struct csv *c, const struct list *x, const struct usage_rows *sums)
{
	const struct plot_row *rows = name_rows(s, x, sums);
	csv_text(c, tr(s->lang, x->head));
	csv_text(c, tr(s->lang, "Organiser"));
	csv_text(c, tr(s->lang, x->unit));
	csv_end_row(c);
	for (size_t i = 0; i < sums->n; i++) {
		csv_text(c, rows[i].label);
		csv_text(c, rows[i].note);
		csv_number(c, rows[i].n);
		csv_end_row(c);
	}
	return true;
}

void staff_statistics_csv(struct web_request *r)
{
	struct statistics s;
	struct csv c = CSV_INIT;
	struct error e = ERROR_INIT;
	const struct list *found = NULL;
	const char *word = web_query(r, "list");
	if (!statistics_init(&s, r))
		return;
	for (size_t i = 0; i < SUMS_LISTS; i++)
		found = str_eq(word, lists[i].word) ? &lists[i] : found;
	bool weeks = str_eq(word, "weeks") || str_eq(word, "weeks-printed");
	if (found == NULL && !weeks) {
		staff_error_page(r, 404, tr(s.lang, "There is no such list."));
		return;
	}
	const struct usage_ask ask = ask_of(&s, CSV_ROWS_MAX);
	const struct statistics_sums *g = weeks ? statistics_weeks(r, &ask)
						: statistics_list(r, &ask, (enum statistics_list)(found - lists));
	if (g == NULL)
		return;
	if (weeks ? csv_of_weeks(&s, &c, str_eq(word, "weeks") ? &g->visits : &g->printed, &e)
		  : csv_of_list(&s, &c, found, &g->lists[found - lists])) {
		csv_send(&c, r, arena_printf(s.arena, "aula-%s", word));
		return;
	}
	buf_fini(&c.out);
	staff_unavailable(r, "statistics", &e);
}
