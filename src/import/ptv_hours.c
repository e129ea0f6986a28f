/* PTV serviceHours → schedules. */
#include <string.h>

#include "import/json.h"
#include "import/ptv.h"

#define CLOSED_DAYS_MAX 200

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

/* Exceptional and closed: each day of the span is taken out of the week. */
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
	struct civils closed = {0};
	const cJSON *h = NULL;
	cJSON_ArrayForEach(h, j_list(channel, "serviceHours"))
	{
		const cJSON *type = j_get(h, "serviceHourType");
		bool exceptional = cJSON_IsString(type) && strcmp(type->valuestring, "Exceptional") == 0;
		if (exceptional && j_true(h, "isClosed"))
			add_closed(&closed, h, zone, a);
		else if (!exceptional && !j_true(h, "isClosed"))
			add_lines(&w, h, zone);
	}
	*n = w.n;
	return week_schedules(&w, closed, zone, a);
}
