/* PTV serviceHours → schedules. */
#include <string.h>

#include "import/json.h"
#include "import/ptv.h"

#define CLOSED_DAYS_MAX 200
#define SPECIAL_MAX 40 /* lines of hours on exceptional days */
#define SPECIAL_DAYS_MAX 31

static struct date date_of(const cJSON *h, const char *field, const char *zone)
{
	const cJSON *v = j_get(h, field);
	struct when w = when_parse(cJSON_IsString(v) ? v->valuestring : NULL, zone);
	return w.local.date;
}

static int day_of(const cJSON *line, const char *field)
{
	const cJSON *v = j_get(line, field);
	return cJSON_IsString(v) ? weekday_from_word(v->valuestring) : 0;
}

static void add_lines(struct week *w, const cJSON *h, const char *zone)
{
	const cJSON *type = j_get(h, "serviceHourType");
	bool over_midnight = cJSON_IsString(type) && strcmp(type->valuestring, "OverMidnight") == 0;
	struct week_line like = {.from = date_of(h, "validFrom", zone), .until = date_of(h, "validTo", zone)};
	const cJSON *line = NULL;
	if (j_true(h, "isAlwaysOpen")) {
		like.minutes_to = 1440;
		for (int d = 1; d <= 7; d++)
			week_add(w, d, like);
		return;
	}
	cJSON_ArrayForEach(line, j_list(h, "openingHour"))
	{
		const cJSON *from = j_get(line, "from");
		const cJSON *to = j_get(line, "to");
		int first = day_of(line, "dayFrom");
		int last = day_of(line, "dayTo");
		if (first == 0 || !cJSON_IsString(from) || !cJSON_IsString(to) ||
		    !clock_parse(from->valuestring, &like.minutes_from) ||
		    !clock_parse(to->valuestring, &like.minutes_to))
			continue;
		if (over_midnight ||
		    last == 0) /* dayTo "" is the day itself; over midnight it is the morning after */
			last = first;
		for (int d = first, n = 0; n < 7; d = d % 7 + 1, n++) {
			week_add(w, d, like);
			if (d == last)
				break;
		}
	}
}

/* Days on which other hours hold ("8–12 on Christmas Eve"): dates of their own. A line without a day is about all of them. */
static void add_special(struct schedule *out, size_t *n, const cJSON *h, const char *zone, struct arena *a)
{
	struct date first = date_of(h, "validFrom", zone);
	struct date last = date_of(h, "validTo", zone);
	const cJSON *line = NULL;
	if (!date_is_set(last))
		last = first;
	cJSON_ArrayForEach(line, j_list(h, "openingHour"))
	{
		struct schedule s = schedule_blank(zone);
		int from = 0;
		int to = 0;
		int day = day_of(line, "dayFrom");
		if (*n == SPECIAL_MAX || !date_is_set(first) || !clock_parse(j_str(line, "from", a), &from) ||
		    !clock_parse(j_str(line, "to", a), &to))
			continue;
		s.rdates.v = ARENA_ARRAY(a, struct civil, SPECIAL_DAYS_MAX);
		for (struct date d = first; date_compare(d, last) <= 0 && s.rdates.n < SPECIAL_DAYS_MAX; d = date_add(d, 1))
			if (day == 0 || day == date_weekday(d))
				s.rdates.v[s.rdates.n++] =
					(struct civil){.date = d, .hour = (int8_t)(from / 60 % 24), .minute = (int8_t)(from % 60)};
		if (s.rdates.n == 0)
			continue;
		s.start = *s.rdates.v++;
		s.rdates.n--;
		s.duration_min = to > from ? to - from : to + 1440 - from;
		out[(*n)++] = s;
	}
}

/* Exceptional: each day of the span is taken out of the week. */
static void add_closed(struct civils *out, const cJSON *h, const char *zone, struct arena *a)
{
	struct date from = date_of(h, "validFrom", zone);
	struct date to = date_of(h, "validTo", zone);
	if (!date_is_set(from))
		return;
	if (!date_is_set(to))
		to = from;
	if (out->v == NULL)
		out->v = ARENA_ARRAY(a, struct civil, CLOSED_DAYS_MAX);
	for (struct date d = from; date_compare(d, to) <= 0 && out->n < CLOSED_DAYS_MAX; d = date_add(d, 1))
		out->v[out->n++] = (struct civil){.date = d};
}

struct schedule *ptv_hours(const cJSON *channel, const char *zone, size_t *n, struct arena *a)
{
	struct week w = {0};
	struct schedule special[SPECIAL_MAX];
	size_t n_special = 0;
	struct civils closed = {0};
	const cJSON *h = NULL;
	cJSON_ArrayForEach(h, j_list(channel, "serviceHours"))
	{
		const cJSON *type = j_get(h, "serviceHourType");
		bool exceptional = cJSON_IsString(type) && strcmp(type->valuestring, "Exceptional") == 0;
		if (exceptional) {
			size_t before = n_special;
			if (!j_true(h, "isClosed"))
				add_special(special, &n_special, h, zone, a);
			if (j_true(h, "isClosed") || n_special > before) /* without hours it says nothing */
				add_closed(&closed, h, zone, a);
		} else if (!j_true(h, "isClosed")) {
			add_lines(&w, h, zone);
		}
	}
	struct schedule *all = ARENA_ARRAY(a, struct schedule, w.n + n_special + 1);
	memcpy(all, week_schedules(&w, closed, zone, a), w.n * sizeof *all);
	memcpy(all + w.n, special, n_special * sizeof *all);
	*n = w.n + n_special;
	return all;
}
