#include "import/times.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

#define YEAR_FIRST 2000
#define YEAR_LAST 2100
#define SPAN_MAX_MIN (366 * 1440)

static bool sane(struct date d)
{
	return d.year >= YEAR_FIRST && d.year <= YEAR_LAST;
}

struct when when_parse(const char *s, const char *zone)
{
	struct when w = {0};
	int64_t at = 0;
	char cut[20], joined[40];
	if (str_empty(s))
		return w;
	if (strlen(s) > 11 && strlen(s) < sizeof joined && s[10] == ' ') { /* "2026-12-01 18:00", as databases write it */
		snprintf(joined, sizeof joined, "%s", s);
		joined[10] = 'T';
		s = joined;
	}
	if (date_parse(s, &w.local.date)) {
		w.set = true;
	} else if (instant_parse(s, &at)) {
		w.local = zone_to_civil(zone, at);
		w.set = w.has_time = true;
	} else {
		snprintf(cut, sizeof cut, "%s", s); /* drops fractions of a second */
		w.set = w.has_time = civil_parse(cut, &w.local);
	}
	if (!w.set || !sane(w.local.date))
		return (struct when){0};
	return w;
}

struct when when_from_ms(double ms, const char *zone)
{
	struct when w = {0};
	if (!isfinite(ms) || fabs(ms) > 5e12)
		return w;
	w.local = zone_to_civil(zone, (int64_t)floor(ms / 1000.0));
	w.set = w.has_time = sane(w.local.date);
	return w;
}

int64_t when_instant(const struct when *w, const char *zone)
{
	return w->set ? zone_to_instant(zone, w->local) : INSTANT_NONE;
}

bool clock_parse(const char *s, int *minutes)
{
	int h = 0;
	int m = 0;
	int n = 0;
	if (s == NULL ||
	    (sscanf(s, "%2d:%2d%n", &h, &m, &n) != 2 && sscanf(s, "%2d.%2d%n", &h, &m, &n) != 2) || n == 0)
		return false;
	const char *rest = s + n;
	/* seconds and an offset from UTC are not read: clock times are those of the source's zone */
	bool tail_ok = *rest == '\0' || strchr(":Z+-", *rest) != NULL;
	if (!tail_ok || h < 0 || m < 0 || m > 59 || h > 24 || (h == 24 && m > 0))
		return false;
	*minutes = h * 60 + m;
	return true;
}

struct schedule schedule_blank(const char *zone)
{
	return (struct schedule){
		.freq = SCHEDULE_ONCE, .interval = 1, .zone = zone != NULL ? zone : ZONE_DEFAULT};
}

static int64_t flat_minutes(struct civil c)
{
	return (int64_t)date_to_days(c.date) * 1440 + c.hour * 60 + c.minute;
}

enum span_result schedule_from_span(struct schedule *s, const struct when *start, const struct when *end,
				    const char *zone)
{
	*s = schedule_blank(zone);
	if (!start->set)
		return SPAN_NO_START;
	s->start = start->local;
	s->all_day = !start->has_time;
	struct when last = *end;
	if (last.set && !last.has_time) { /* a date-only end is the last day itself */
		last.local = (struct civil){.date = date_add(last.local.date, 1)};
		if (start->has_time && date_compare(end->local.date, start->local.date) == 0)
			last.set = false; /* "10:00 to that day": the end is unknown */
	}
	int64_t minutes = last.set ? flat_minutes(last.local) - flat_minutes(start->local) : 0;
	if (s->all_day) {
		minutes = minutes < 1440 ? 1440 : (minutes + 1439) / 1440 * 1440;
	} else if (minutes < 0) {
		return SPAN_END_BEFORE_START;
	}
	if (minutes > SPAN_MAX_MIN) {
		s->freq = SCHEDULE_DAILY;
		s->all_day = true;
		s->start = (struct civil){.date = start->local.date};
		s->until = last.local.date;
		s->duration_min = 1440;
		return SPAN_TOO_LONG;
	}
	s->duration_min = (int)minutes;
	return last.set || !end->set || s->all_day || start->has_time ? SPAN_OK : SPAN_END_BEFORE_START;
}

const char *weekday_code(int iso)
{
	static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	return iso >= 1 && iso <= 7 ? codes[iso - 1] : NULL;
}

const char *weekday_of_month(struct date d, struct arena *a)
{
	int nth = (d.day - 1) / 7 + 1;
	return arena_printf(a, "%d%s", nth > 4 ? -1 : nth, weekday_code(date_weekday(d)));
}

int weekday_from_word(const char *word)
{
	static const char *const words[7][4] = {
		{"mo", "mon", "ma", "maanantai"},   {"tu", "tue", "ti", "tiistai"},
		{"we", "wed", "ke", "keskiviikko"}, {"th", "thu", "to", "torstai"},
		{"fr", "fri", "pe", "perjantai"},   {"sa", "sat", "la", "lauantai"},
		{"su", "sun", "su", "sunnuntai"},
	};
	/* "tiistaina", "tiistaisin" */
	static const char *const endings[] = {"na", "sin"};
	char base[32];
	for (size_t i = 0; word != NULL && i < 2; i++)
		if (strlen(word) < sizeof base && str_ends(word, endings[i])) {
			snprintf(base, sizeof base, "%.*s", (int)(strlen(word) - strlen(endings[i])), word);
			word = base;
		}
	if (str_eq(word, "keskiviikkoi")) /* -sin */
		word = "keskiviikko";
	static const char *const english[] = {"monday", "tuesday",  "wednesday", "thursday",
					      "friday", "saturday", "sunday"};
	for (int d = 0; word != NULL && d < 7; d++) {
		if (strcasecmp(word, english[d]) == 0)
			return d + 1;
		for (int i = 0; i < 4; i++)
			if (strcasecmp(word, words[d][i]) == 0)
				return d + 1;
	}
	return 0;
}
