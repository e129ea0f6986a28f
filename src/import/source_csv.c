/* A table an organisation's secretary fills in LibreOffice; columns are described in docs/CSV.md. An error
 * names the row and the column as the spreadsheet shows them, and leaves out that row only. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/csv.h"
#include "import/finish.h"
#include "import/sources.h"
#include "import/text.h"
#include "model/codec.h"

#define NIGHT_MAX_MIN 720 /* an end before the start is one after midnight up to this length, else a slip */
#define TABLE_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct row {
	struct run *r;
	const struct csv *table;
	const struct csv_row *cells;
	struct error why; /* what is wrong with the row */
	bool bad;
};

static const char *get(const struct row *w, const char *column)
{
	return csv_get(w->table, w->cells, column);
}

/* "row 7, column D (date): '31.2.2026' is not a date" */
static void wrong(struct row *w, const char *column, const char *what)
{
	char name[8] = "?";
	int i = csv_column(w->table, column);
	const char *cell = get(w, column);
	if (w->bad)
		return;
	if (i >= 0)
		csv_column_name(i, name);
	w->bad = true;
	error_set(&w->why, ERROR_INPUT, "row %d, column %s (%s): '%.40s' %s", w->cells->line, name, column,
		  cell != NULL ? cell : "", what);
}

/* ---- cells ---- */

/* Behind a word that people write before a date or a time: "ti 1.12.2026", "klo 13". */
static const char *behind_word(struct arena *a, const char *s, bool weekday)
{
	size_t n = s != NULL ? strcspn(s, " .") : 0;
	if (n == 0 || s[n] == '\0')
		return s;
	const char *word = arena_strndup(a, s, n);
	bool known = weekday ? weekday_from_word(word) != 0 : strcasecmp(word, "klo") == 0 || strcasecmp(word, "kello") == 0;
	return known ? s + n + strspn(s + n, " .") : s;
}

/* "2026-03-11" or as Finns write it: "11.3.2026", "11.3.26". */
static struct date date_cell(struct row *w, const char *column)
{
	const char *s = behind_word(&w->r->item, get(w, column), true);
	struct date d = {0};
	int day = 0;
	int month = 0;
	int year = 0;
	int n = 0;
	if (s == NULL || date_parse(s, &d))
		return d;
	bool dotted = sscanf(s, "%2d.%2d.%4d%n", &day, &month, &year, &n) == 3 && s[n] == '\0';
	year += year >= 0 && year < 100 ? 2000 : 0;
	d = (struct date){.year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day};
	if (!dotted || year < 2000 || year > 2100 || !date_valid(d)) {
		wrong(w, column, "is not a date (11.3.2026 or 2026-03-11)");
		return (struct date){0};
	}
	return d;
}

static int clock_cell(struct row *w, const char *column)
{
	const char *s = behind_word(&w->r->item, get(w, column), false);
	int minutes = -1;
	int hours = 0;
	int n = 0;
	if (s == NULL || clock_parse(s, &minutes))
		return minutes;
	if (sscanf(s, "%2d%n", &hours, &n) == 1 && s[n] == '\0' && hours >= 0 && hours <= 24)
		return hours * 60;
	wrong(w, column, "is not a time (13.00 or 13:00)");
	return -1;
}

static double number_cell(struct row *w, const char *column, double min, double max)
{
	const char *s = get(w, column);
	double v = 0;
	if (s == NULL)
		return 0;
	char *point = arena_strdup(&w->r->item, s);
	for (char *p = point; *p != '\0'; p++)
		if (*p == ',') /* LibreOffice in Finnish */
			*p = '.';
	if (!str_to_double(point, min, max, &v))
		wrong(w, column, "is not a number in its range");
	return v;
}

static int yes_no_cell(struct row *w, const char *column) /* 1, 0, -1: empty */
{
	const char *s = get(w, column);
	if (s == NULL)
		return -1;
	if (strcasecmp(s, "kyllä") == 0 || strcasecmp(s, "yes") == 0 || strcasecmp(s, "x") == 0 ||
	    str_eq(s, "1"))
		return 1;
	if (strcasecmp(s, "ei") == 0 || strcasecmp(s, "no") == 0 || str_eq(s, "0"))
		return 0;
	wrong(w, column, "is neither kyllä nor ei");
	return -1;
}

static struct ltext text_cells(const struct row *w, const char *column)
{
	static const struct {
		enum lang l;
		const char *tag;
	} langs[] = {{LANG_FI, "fi"}, {LANG_SV, "sv"}, {LANG_EN, "en"}, {LANG_SELKO, "selko"}};
	struct ltext t = {0};
	char name[64];
	for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++) {
		snprintf(name, sizeof name, "%s_%s", column, langs[i].tag);
		t.v[langs[i].l] = get(w, name);
	}
	if (t.v[LANG_FI] == NULL)
		t.v[LANG_FI] = get(w, column);
	for (int l = 0; l < LANG_COUNT; l++)
		t.v[l] = text_clean(&w->r->item, t.v[l]);
	return t;
}

/* A cell that must be normalisable when it is not empty. */
static const char *checked(struct row *w, const char *column,
			   const char *(*normalise)(struct arena *, const char *), const char *what)
{
	const char *s = get(w, column);
	const char *good = s != NULL ? normalise(&w->r->item, s) : NULL;
	if (s != NULL && good == NULL)
		wrong(w, column, what);
	return good;
}

/* Words of a list, each one of `allowed` ("a|b|c"; NULL: any). */
static struct strs words_cell(struct row *w, const char *column, const char *allowed)
{
	struct strs words = str_split(&w->r->item, get(w, column), " ,;");
	struct strs known = str_split(&w->r->item, allowed, "|");
	for (size_t i = 0; allowed != NULL && i < words.n; i++)
		if (!strs_has(&known, words.v[i]))
			wrong(w, column,
			      arena_printf(&w->r->item, "has a word that is not one of %s", allowed));
	return words;
}

/* ---- time ---- */

static void set_repeat(struct row *w, struct schedule *s)
{
	static const struct {
		const char *word;
		enum schedule_freq freq;
		int interval;
	} words[] = {{"päivittäin", SCHEDULE_DAILY, 1},          {"daily", SCHEDULE_DAILY, 1},
		     {"viikoittain", SCHEDULE_WEEKLY, 1},        {"weekly", SCHEDULE_WEEKLY, 1},
		     {"joka päivä", SCHEDULE_DAILY, 1},          {"joka viikko", SCHEDULE_WEEKLY, 1},
		     {"joka toinen viikko", SCHEDULE_WEEKLY, 2}, {"every other week", SCHEDULE_WEEKLY, 2},
		     {"kuukausittain", SCHEDULE_MONTHLY, 1},     {"monthly", SCHEDULE_MONTHLY, 1}};
	const char *word = get(w, "repeat");
	size_t i = 0;
	const size_t n = sizeof words / sizeof words[0];
	if (word == NULL)
		return;
	while (i < n && strcasecmp(words[i].word, word) != 0)
		i++;
	if (i == n) {
		wrong(w, "repeat", "is not päivittäin, viikoittain, joka toinen viikko or kuukausittain");
		return;
	}
	s->freq = words[i].freq;
	s->interval = words[i].interval;
	if (s->freq == SCHEDULE_MONTHLY) /* the same weekday of the month: "second Tuesday" */
		s->byday = weekday_of_month(s->start.date, &w->r->item);
}

static void set_weekdays(struct row *w, struct schedule *s)
{
	struct strs words = str_split(&w->r->item, get(w, "weekdays"), " ,;");
	char days[32] = "";
	for (size_t i = 0; i < words.n && i < 7; i++) {
		int day = weekday_from_word(words.v[i]);
		if (day == 0) {
			wrong(w, "weekdays", "has a word that is no weekday (ma ti ke to pe la su)");
			return;
		}
		snprintf(days + strlen(days), sizeof days - strlen(days), "%s%s", i > 0 ? "," : "",
			 weekday_code(day));
	}
	if (days[0] != '\0' && s->freq != SCHEDULE_WEEKLY) /* else one day would stand for a whole autumn */
		wrong(w, "weekdays", "needs viikoittain or joka toinen viikko in column repeat");
	else if (days[0] != '\0')
		s->byday = arena_strdup(&w->r->item, days);
}

static void set_except(struct row *w, struct schedule *s)
{
	struct strs days = str_split(&w->r->item, get(w, "except"), " ,;");
	s->exdates.v = ARENA_ARRAY(&w->r->item, struct civil, days.n);
	for (size_t i = 0; i < days.n && i < SCHEDULE_EXCEPTIONS_MAX; i++) {
		int d = 0;
		int m = 0;
		int y = 0;
		struct date day = {0};
		if (!date_parse(days.v[i], &day) && sscanf(days.v[i], "%2d.%2d.%4d", &d, &m, &y) == 3)
			day = (struct date){.year = (int16_t)y, .month = (int8_t)m, .day = (int8_t)d};
		if (!date_valid(day)) {
			wrong(w, "except", "has something that is not a date");
			return;
		}
		s->exdates.v[s->exdates.n++] = (struct civil){.date = day};
	}
}

static void set_times(struct row *w, struct activity *v)
{
	struct schedule *s = ARENA_NEW(&w->r->item, struct schedule);
	struct date date = date_cell(w, "date");
	int from = clock_cell(w, "start");
	int to = clock_cell(w, "end");
	v->type = date_is_set(date) ? ACTIVITY_EVENT : ACTIVITY_ONGOING;
	if (!date_is_set(date)) {
		if (from >= 0)
			wrong(w, "start", "needs a date in column date");
		return;
	}
	*s = schedule_blank(w->r->source->zone);
	s->start = (struct civil){.date = date};
	s->all_day = from < 0;
	if (from >= 0) {
		s->start.hour = (int8_t)(from / 60 % 24);
		s->start.minute = (int8_t)(from % 60);
	}
	if (from < 0 && to >= 0)
		wrong(w, "end", "needs a time in column start");
	else if (to >= 0 && to <= from && to + 1440 - from > NIGHT_MAX_MIN)
		wrong(w, "end", "is before the start (what ends after midnight lasts 12 hours at most)");
	s->duration_min = from < 0 ? 1440 : to < 0 ? 0 : to > from ? to - from : to + 1440 - from;
	set_repeat(w, s);
	set_weekdays(w, s);
	set_except(w, s);
	s->until = date_cell(w, "until");
	struct error why = ERROR_INIT;
	if (!w->bad && !schedule_check(s, &why))
		wrong(w, str_starts(why.text, "until") ? "until" : "date",
		      strchr(why.text, ':') != NULL ? strchr(why.text, ':') + 2 : why.text);
	v->schedules = s;
	v->n_schedules = 1;
}

/* ---- the record ---- */

static void set_details(struct row *w, struct activity *v)
{
	v->title = text_cells(w, "title");
	v->summary = text_cells(w, "summary");
	v->text = text_cells(w, "text");
	v->place_note = text_cells(w, "place_note");
	v->price_text = text_cells(w, "price_text");
	v->signup_note = text_cells(w, "signup_note");
	v->status_note = text_cells(w, "cancelled_note");
	v->phone = checked(w, "phone", phone_normalise, "is not a telephone number");
	v->email = checked(w, "email", email_normalise, "is not an e-mail address");
	v->web = checked(w, "web", url_normalise, "is not a web address");
	v->signup_url = checked(w, "signup_url", url_normalise, "is not a web address");
	v->signup_until = date_cell(w, "signup_until");
	v->assured = date_cell(w, "checked");
	v->topics = words_cell(w, "topics", "peer|mind|old|family|ill|daily|hobby|vol");
	v->keywords = words_cell(w, "keywords", NULL);
	v->languages = words_cell(w, "languages", NULL);
	v->access = words_cell(w, "access", "wheelchair|toilet|loop|parking|rollator");
	v->age_min = (int)number_cell(w, "age_min", 0, 120);
	v->age_max = (int)number_cell(w, "age_max", 0, 120);
	struct strs attend = words_cell(w, "attend", "site|phone|online");
	for (size_t i = 0; i < attend.n; i++)
		v->attend |= str_eq(attend.v[i], "site")    ? (unsigned)ATTEND_SITE
			     : str_eq(attend.v[i], "phone") ? (unsigned)ATTEND_PHONE
							    : (unsigned)ATTEND_ONLINE;
	int signup = yes_no_cell(w, "signup");
	v->signup = signup < 0 ? SIGNUP_UNKNOWN : signup == 1 ? SIGNUP_YES : SIGNUP_NO;
	int free_of_charge = yes_no_cell(w, "free");
	v->price = free_of_charge == 1 ? PRICE_FREE : free_of_charge == 0 ? PRICE_PAID : PRICE_UNKNOWN;
	if (yes_no_cell(w, "cancelled") == 1)
		v->status = STATUS_CANCELLED;
	struct date expires = date_cell(w, "expires");
	if (date_is_set(expires))
		v->expires_at = zone_day_start(w->r->source->zone, date_add(expires, 1));
	for (size_t i = 0; i < v->keywords.n; i++)
		if (!strs_has(&w->r->tables->keywords, v->keywords.v[i]))
			wrong(w, "keywords", "has a word that is not in assets/topics/keywords.csv");
}

static void set_place(struct row *w, struct place *p)
{
	p->name = text_cells(w, "place");
	p->street = text_cells(w, "street");
	p->city = text_cells(w, "city");
	p->postcode = checked(w, "postcode", postcode_normalise, "is not five digits");
	double lat = number_cell(w, "lat", -90, 90);
	double lon = number_cell(w, "lon", -180, 180);
	if (get(w, "lat") != NULL && get(w, "lon") != NULL && coords_set(p, lat, lon) != COORDS_TAKEN)
		wrong(w, "lat", "and lon are not in Finland");
}

static bool take_row(struct run *r, const struct csv *table, const struct csv_row *cells, struct error *e)
{
	struct row w = {.r = r, .table = table, .cells = cells};
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	struct place place = {.has_position = false};
	struct organisation org = {.name = {{NULL}}};
	struct votes votes = {0};
	const char *prefix = run_prefix(r, "csv");
	*v = (struct activity){.expires_at = INSTANT_NONE};
	set_details(&w, v);
	set_times(&w, v);
	set_place(&w, &place);
	if (ltext_empty(&v->title))
		wrong(&w, "title_fi", "is empty: a title is needed");
	if (w.bad) {
		run_skip(r, w.why.text, NULL);
		return true;
	}
	/* without an id column, name and first day tell rows apart, so that a row may be moved in the sheet
	 */
	const char *id = get(&w, "id");
	const char *date = get(&w, "date");
	const char *own = id != NULL ? id
				     : run_hash(&r->item, arena_printf(&r->item, "%s|%s",
								       ltext_get(&v->title, LANG_FI, NULL),
								       date != NULL ? date : ""));
	rec.id = run_id(r, prefix, own);
	v->from = run_provenance(r, own);
	struct strs topics = v->topics;
	struct strs keywords = v->keywords;
	finish_topics(r, v, &votes);
	v->topics = topics.n > 0 ? topics : v->topics;
	v->keywords = keywords.n > 0 ? keywords : v->keywords;
	org.name = text_cells(&w, "organisation");
	bool anywhere = !ltext_empty(&place.name) || !ltext_empty(&place.street) ||
			!ltext_empty(&place.city) || (v->attend & ATTEND_SITE) != 0;
	if (anywhere)
		run_default_municipality(r, &place);
	return run_organisation(r, prefix, &org, &v->organisation, e) &&
	       (!anywhere || address_take(r, prefix, &place, &v->place, e)) && run_take(r, &rec, e);
}

/* A column nobody reads is a spelling mistake: say so instead of dropping its content silently. */
static bool check_header(const struct csv *table, struct error *e)
{
	static const char known[] =
		"|id|title|summary|text|organisation|place|street|city|postcode|lat|lon|place_note|date|"
		"start|end|until|repeat|"
		"weekdays|except|free|price_text|signup|signup_until|signup_url|signup_note|phone|email|web|"
		"topics|keywords|"
		"languages|attend|access|age_min|age_max|checked|expires|cancelled|cancelled_note|";
	char name[8];
	char word[80];
	for (size_t i = 0; i < table->header.n; i++) {
		const char *cell = table->header.cell[i];
		size_t n = strlen(cell);
		static const char *const tags[] = {"_fi", "_sv", "_en", "_selko"};
		for (size_t k = 0; k < sizeof tags / sizeof tags[0]; k++)
			if (str_ends(cell, tags[k]))
				n = strlen(cell) - strlen(tags[k]);
		snprintf(word, sizeof word, "|%.*s|", (int)n, cell);
		csv_column_name((int)i, name);
		if (cell[0] == '\0' || cell[0] == '#')
			continue;
		if (strcasestr(known, word) == NULL)
			return error_set(e, ERROR_INPUT, "row %d, column %s: '%.40s' is not a known column",
					 table->header.line, name, cell);
		for (size_t k = 0; k < i; k++)
			if (strcasecmp(table->header.cell[k], cell) == 0)
				return error_set(e, ERROR_INPUT, "row %d, column %s: a second column '%.40s'", table->header.line,
						 name, cell);
	}
	return true;
}

bool source_csv_read(struct run *r, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	struct csv table;
	struct error why = ERROR_INIT;
	if (!run_document(r, "table", TABLE_BYTES_MAX, &text, e))
		return false;
	if (r->not_modified)
		return true;
	if (!csv_parse(&table, buf_str(&text), text.len, &r->keep, &why) || !check_header(&table, &why)) {
		run_incomplete(r, "%s", why.text);
		return true;
	}
	for (size_t i = 0; i < table.n; i++) {
		arena_reset(&r->item);
		if (!take_row(r, &table, &table.rows[i], e))
			return false;
	}
	return true;
}
