#include "store/usage.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/devices.h"
#include "store/internal.h"

#define HOUR_S 3600
#define DAY_S 86400
#define WEEK_DAYS 7
#define WEEKS_MOST 530 /* ten years */

void usage_hour(int64_t at, char out[USAGE_HOUR_BYTES])
{
	char text[21];
	instant_format(at, text); /* 2026-11-22T05:… */
	snprintf(out, USAGE_HOUR_BYTES, "%.4s%.2s%.2sT%.2s", text, text + 5, text + 8, text + 11);
}

int64_t usage_hour_start(const char *hour)
{
	char text[21];
	int64_t at;
	if (strlen(hour) != USAGE_HOUR_BYTES - 1 || hour[8] != 'T')
		return INSTANT_NONE;
	snprintf(text, sizeof text, "%.4s-%.2s-%.2sT%.2s:00:00Z", hour, hour + 4, hour + 6, hour + 9);
	return instant_parse(text, &at) ? at : INSTANT_NONE;
}

/* --- taking --- */

/* Of a report that is taken, once: key and counts are written together, or a crash between would lose the counts.
 */
static bool take_key(struct store *s, const char *device, const char *report_id, int64_t now, bool *first,
		     struct error *e)
{
	int64_t changed;
	ASSERT(sql_in_transaction(s->sql));
	if (!sql_run(s->sql, e, &changed,
		     "INSERT INTO reports (device, id, at) VALUES (?1, ?2, ?3) ON CONFLICT (device, id) DO NOTHING",
		     "ssi", device, report_id, now))
		return false;
	*first = changed == 1;
	return true;
}

static const char *or_empty(const char *text)
{
	return text != NULL ? text : "";
}

static const char *or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static bool add_count(struct store *s, const char *device, const char *centre, const char *hour,
		      const struct usage_count *c, struct error *e)
{
	char day[USAGE_HOUR_BYTES];
	/* what somebody typed in vain is not kept by the hour */
	snprintf(day, sizeof day, "%.8sT00", hour);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO usage_hours (hour, device, action, topic, subject, n, centre)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
		       " ON CONFLICT (hour, device, action, topic, subject)"
		       " DO UPDATE SET n = usage_hours.n + excluded.n",
		       "sssssis", str_eq(c->action, USAGE_UNFOUND) ? day : hour, device, c->action,
		       or_empty(c->topic), or_empty(c->subject), c->n, centre);
}

static bool centre_then(struct store *s, const char *device, const char *hour, int64_t now, const char **centre,
			struct arena *a, struct error *e)
{
	int64_t at = usage_hour_start(hour);
	return device_centre_at(s, device, at == INSTANT_NONE ? now : at + HOUR_S - 1, centre, a, e);
}

bool usage_take(struct store *s, const char *device, const char *report_id, const char *hour,
		const struct usage_count *counts, size_t n, int64_t now, bool *first, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *centre;
	if (!take_key(s, device, report_id, now, first, e) || !centre_then(s, device, hour, now, &centre, &a, e))
		return false;
	for (size_t i = 0; *first && i < n; i++)
		if (!add_count(s, device, centre, hour, &counts[i], e))
			return false;
	return true;
}

bool usage_forget(struct store *s, int64_t now, struct error *e)
{
	char before[USAGE_HOUR_BYTES];
	usage_hour(now - USAGE_WORDS_KEPT_S, before);
	return sql_run(s->sql, e, NULL,
		       "DELETE FROM usage_hours WHERE action = '" USAGE_UNFOUND "' AND hour < ?1 AND subject IN"
		       " (SELECT subject FROM usage_hours WHERE action = '" USAGE_UNFOUND "'"
		       " GROUP BY subject HAVING SUM(n) < ?2)",
		       "si", before, (int64_t)USAGE_LEAST);
}

/* --- asking --- */

/* ?1 from, ?2 until, ?3 device, ?4 action, ?5 topic, ?6 ",oulu,raahe," ('' = all): replace() is the one way of
 * looking a word up in a list that both engines have, and takes longer than all the rest of a row; a few centres, which is
 * what a contact person has, are ?9 to ?12 (NULL where there are fewer) and ?6 is ','. What is asked of one action and all
 * devices, which is nearly all of the statistics, is read from an index that has it together. */
#define FEW_CENTRES 4
#define ASKED_REST                                                                                           \
	" AND (?5 = '' OR topic = ?5) AND (?6 = '' OR centre IN (?9, ?10, ?11, ?12)"                         \
	" OR (?6 <> ',' AND replace(?6, ',' || centre || ',', '') <> ?6))"
#define ASKED                                                                                                \
	" FROM usage_hours WHERE hour >= ?1 AND hour < ?2 AND (?3 = '' OR device = ?3)"                      \
	" AND (?4 = '' OR action = ?4)" ASKED_REST
#define ASKED_ACTION " FROM usage_hours WHERE action = ?4 AND hour >= ?1 AND hour < ?2 AND ?3 = ''" ASKED_REST

static const char *centre_list(const struct strs *centres, struct arena *a)
{
	if (centres == NULL)
		return "";
	const char *list = ",";
	if (centres->n <= FEW_CENTRES)
		return list;
	for (size_t i = 0; i < centres->n; i++)
		list = arena_printf(a, "%s%s,", list, centres->v[i]);
	return list;
}

static struct sql_rows *ask_rows(struct store *s, const struct usage_ask *q, const char *text, int64_t least,
				 size_t limit, struct arena *a, struct error *e)
{
	const char *few[FEW_CENTRES] = {NULL};
	for (size_t i = 0; q->centres != NULL && q->centres->n <= FEW_CENTRES && i < q->centres->n; i++)
		few[i] = q->centres->v[i];
	return sql_query(s->sql, e, text, "ssssssiissss", q->from, q->until, or_empty(q->device), or_empty(q->action),
			 or_empty(q->topic), centre_list(q->centres, a), least, (int64_t)limit, few[0], few[1], few[2],
			 few[3]);
}

bool usage_list(struct store *s, const struct usage_ask *q, struct usage_count **out, size_t *n, struct arena *a,
		struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct usage_count, q->limit);
	*n = 0;
	struct sql_rows *r = ask_rows(s, q,
				      "SELECT action, topic, subject, CAST(SUM(n) AS BIGINT)" ASKED
				      " GROUP BY action, topic, subject HAVING SUM(n) >= ?7"
				      " ORDER BY 4 DESC, 1, 2, 3 LIMIT ?8",
				      q->least, q->limit, a, e);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct usage_count){.action = sql_text(r, 0, a),
						      .topic = or_null(sql_text(r, 1, a)),
						      .subject = or_null(sql_text(r, 2, a)),
						      .n = sql_i64(r, 3)};
	return ok;
}

#define SUMS_OF(column, asked)                                                                               \
	"SELECT " column ", CAST(SUM(n) AS BIGINT)" asked " AND " column " <> '' GROUP BY " column           \
	" HAVING SUM(n) >= ?7 ORDER BY 2 DESC, 1 LIMIT ?8"
#define SUMS_BY(column) {SUMS_OF(column, ASKED), SUMS_OF(column, ASKED_ACTION)}

/* [1]: of one action */
static const char *const sums_by[USAGE_BY_COUNT][2] = {
	[USAGE_BY_ACTION] = SUMS_BY("action"),	 [USAGE_BY_TOPIC] = SUMS_BY("topic"),
	[USAGE_BY_SUBJECT] = SUMS_BY("subject"), [USAGE_BY_CENTRE] = SUMS_BY("centre"),
	[USAGE_BY_DEVICE] = SUMS_BY("device"),
};

static bool of_one_action(const struct usage_ask *q)
{
	return !str_empty(q->action) && str_empty(q->device);
}

bool usage_sums(struct store *s, const struct usage_ask *q, enum usage_by by, struct usage_sum **out, size_t *n,
		struct arena *a, struct error *e)
{
	bool ok;
	ASSERT((unsigned)by < USAGE_BY_COUNT);
	*out = ARENA_ARRAY(a, struct usage_sum, q->limit);
	*n = 0;
	struct sql_rows *r = ask_rows(s, q, sums_by[by][of_one_action(q)], q->least, q->limit, a, e);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct usage_sum){.key = sql_text(r, 0, a), .n = sql_i64(r, 1)};
	return ok;
}

bool usage_unfound(struct store *s, const struct usage_ask *q, struct usage_sum **out, size_t *n, struct arena *a,
		   struct error *e)
{
	struct usage_ask ask = *q;
	ask.action = USAGE_UNFOUND;
	ask.least = q->least > USAGE_LEAST ? q->least : USAGE_LEAST;
	return usage_sums(s, &ask, USAGE_BY_SUBJECT, out, n, a, e);
}

/* --- weeks and clocks of Finland --- */

#define BY_HOUR(asked)                                                                                       \
	"SELECT hour, CAST(SUM(n) AS BIGINT)" asked " GROUP BY hour HAVING SUM(n) >= ?7 ORDER BY 1 LIMIT ?8"
#define HOURS_MOST ((size_t)WEEKS_MOST * WEEK_DAYS * 24)

static size_t hours_between(const char *from, const char *until)
{
	int64_t first = usage_hour_start(from), end = usage_hour_start(until);
	if (first == INSTANT_NONE || end == INSTANT_NONE || end <= first)
		return 0;
	int64_t n = (end - first) / HOUR_S;
	return n < (int64_t)HOURS_MOST ? (size_t)n : HOURS_MOST;
}

bool usage_by_hour(struct store *s, const struct usage_ask *q, struct usage_hours *out, struct arena *a,
		   struct error *e)
{
	bool ok;
	size_t room = hours_between(q->from, q->until);
	*out = (struct usage_hours){ARENA_ARRAY(a, struct usage_at, room), 0};
	/* least 1: what is too few is known only when the hours are summed */
	struct sql_rows *r =
		ask_rows(s, q, of_one_action(q) ? BY_HOUR(ASKED_ACTION) : BY_HOUR(ASKED), 1, room, a, e);
	while (sql_next(r, &ok, e)) {
		int64_t at = usage_hour_start(sql_text_borrow(r, 0, NULL));
		if (at != INSTANT_NONE && out->n < room)
			out->v[out->n++] = (struct usage_at){at, sql_i64(r, 1)};
	}
	return ok;
}

static int32_t monday_of(struct date d)
{
	return date_to_days(d) - (date_weekday(d) - 1);
}

static int32_t monday_at(int64_t at)
{
	return monday_of(zone_to_civil(ZONE_DEFAULT, at).date);
}

static int64_t told(int64_t n, int64_t least)
{
	return n > 0 && n < least ? USAGE_FEW : n;
}

bool usage_weeks(const struct usage_hours *hours, const struct usage_ask *q, struct usage_week **out, size_t *n,
		 struct arena *a, struct error *e)
{
	int64_t from = usage_hour_start(q->from), until = usage_hour_start(q->until);
	if (from == INSTANT_NONE || until == INSTANT_NONE || until <= from)
		return error_set(e, ERROR_INPUT, "weeks from %s until %s", q->from, q->until);
	int32_t first = monday_at(from), weeks = (monday_at(until - 1) - first) / WEEK_DAYS + 1;
	size_t most = q->limit < WEEKS_MOST ? q->limit : WEEKS_MOST;
	*n = (size_t)weeks;
	if (*n > most) {
		first += (int32_t)(*n - most) * WEEK_DAYS;
		*n = most;
	}
	struct usage_week *v = *out = ARENA_ARRAY(a, struct usage_week, *n);
	for (size_t i = 0; i < *n; i++)
		v[i] = (struct usage_week){.monday = date_from_days(first + (int32_t)i * WEEK_DAYS)};
	for (size_t i = 0; i < hours->n; i++) {
		int32_t day = monday_at(hours->v[i].at) - first;
		if (day >= 0 && (size_t)(day / WEEK_DAYS) < *n)
			v[day / WEEK_DAYS].n += hours->v[i].n;
	}
	for (size_t i = 0; i < *n; i++)
		v[i].n = told(v[i].n, q->least);
	return true;
}

void usage_rhythm(const struct usage_hours *hours, int64_t least, int64_t out[7][24])
{
	memset(out, 0, sizeof(int64_t[7][24]));
	for (size_t i = 0; i < hours->n; i++) {
		struct civil local = zone_to_civil(ZONE_DEFAULT, hours->v[i].at);
		out[date_weekday(local.date) - 1][local.hour] += hours->v[i].n;
	}
	for (int day = 0; day < WEEK_DAYS; day++)
		for (int hour = 0; hour < 24; hour++)
			out[day][hour] = told(out[day][hour], least);
}

/* --- flags --- */

bool flag_take(struct store *s, const char *report_id, const struct device_flag *f, int64_t now, bool *first,
	       struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *centre;
	return take_key(s, f->device, report_id, now, first, e) &&
	       centre_then(s, f->device, f->hour, now, &centre, &a, e) &&
	       (!*first || sql_run(s->sql, e, NULL,
				   "INSERT INTO flags (device, id, hour, subject, why, at, centre)"
				   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (device, id) DO NOTHING",
				   "sssssis", f->device, report_id, f->hour, f->subject, f->why, now, centre));
}
