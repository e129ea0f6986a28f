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
 * looking a word up in a list that both engines have. */
#define ASKED                                                                                                \
	" FROM usage_hours WHERE hour >= ?1 AND hour < ?2 AND (?3 = '' OR device = ?3)"                      \
	" AND (?4 = '' OR action = ?4) AND (?5 = '' OR topic = ?5)"                                          \
	" AND (?6 = '' OR replace(?6, ',' || centre || ',', '') <> ?6)"

static const char *centre_list(const struct strs *centres, struct arena *a)
{
	if (centres == NULL)
		return "";
	const char *list = ",";
	for (size_t i = 0; i < centres->n; i++)
		list = arena_printf(a, "%s%s,", list, centres->v[i]);
	return list;
}

static struct sql_rows *ask_rows(struct store *s, const struct usage_ask *q, const char *text, int64_t least,
				 size_t limit, struct arena *a, struct error *e)
{
	return sql_query(s->sql, e, text, "ssssssii", q->from, q->until, or_empty(q->device), or_empty(q->action),
			 or_empty(q->topic), centre_list(q->centres, a), least, (int64_t)limit);
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

#define SUMS_BY(column)                                                                                      \
	"SELECT " column ", CAST(SUM(n) AS BIGINT)" ASKED " AND " column " <> '' GROUP BY " column           \
	" HAVING SUM(n) >= ?7 ORDER BY 2 DESC, 1 LIMIT ?8"

static const char *const sums_by[USAGE_BY_COUNT] = {
	[USAGE_BY_ACTION] = SUMS_BY("action"),	 [USAGE_BY_TOPIC] = SUMS_BY("topic"),
	[USAGE_BY_SUBJECT] = SUMS_BY("subject"), [USAGE_BY_CENTRE] = SUMS_BY("centre"),
	[USAGE_BY_DEVICE] = SUMS_BY("device"),
};

bool usage_sums(struct store *s, const struct usage_ask *q, enum usage_by by, struct usage_sum **out, size_t *n,
		struct arena *a, struct error *e)
{
	bool ok;
	ASSERT((unsigned)by < USAGE_BY_COUNT);
	*out = ARENA_ARRAY(a, struct usage_sum, q->limit);
	*n = 0;
	struct sql_rows *r = ask_rows(s, q, sums_by[by], q->least, q->limit, a, e);
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

#define BY_HOUR "SELECT hour, CAST(SUM(n) AS BIGINT)" ASKED " GROUP BY hour HAVING SUM(n) >= ?7 ORDER BY 1 LIMIT ?8"
#define HOURS_MOST ((size_t)WEEKS_MOST * WEEK_DAYS * 24)

typedef void hour_fn(void *user, struct civil local, int64_t n);

static bool each_hour(struct store *s, const struct usage_ask *q, hour_fn *visit, void *user, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	bool ok;
	/* least 1: what is too few is known only when the hours are summed */
	struct sql_rows *r = ask_rows(s, q, BY_HOUR, 1, HOURS_MOST, &a, e);
	while (sql_next(r, &ok, e)) {
		int64_t at = usage_hour_start(sql_text_borrow(r, 0, NULL));
		if (at != INSTANT_NONE)
			visit(user, zone_to_civil(ZONE_DEFAULT, at), sql_i64(r, 1));
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

struct weeks {
	struct usage_week *v;
	size_t n;
	int32_t first; /* Monday of v[0], days */
};

static void add_to_week(void *user, struct civil local, int64_t n)
{
	struct weeks *w = user;
	int32_t week = (monday_of(local.date) - w->first) / WEEK_DAYS;
	if (week >= 0 && (size_t)week < w->n)
		w->v[week].n += n;
}

static int64_t told(int64_t n, int64_t least)
{
	return n > 0 && n < least ? USAGE_FEW : n;
}

bool usage_weeks(struct store *s, const struct usage_ask *q, struct usage_week **out, size_t *n, struct arena *a,
		 struct error *e)
{
	int64_t from = usage_hour_start(q->from), until = usage_hour_start(q->until);
	if (from == INSTANT_NONE || until == INSTANT_NONE || until <= from)
		return error_set(e, ERROR_INPUT, "weeks from %s until %s", q->from, q->until);
	struct weeks w = {.first = monday_at(from)};
	int32_t last = monday_at(until - 1);
	size_t most = q->limit < WEEKS_MOST ? q->limit : WEEKS_MOST;
	int32_t weeks = (last - w.first) / WEEK_DAYS + 1;
	w.n = (size_t)weeks;
	if (w.n > most) {
		w.first += (int32_t)(w.n - most) * WEEK_DAYS;
		w.n = most;
	}
	w.v = ARENA_ARRAY(a, struct usage_week, w.n);
	for (size_t i = 0; i < w.n; i++)
		w.v[i].monday = date_from_days(w.first + (int32_t)i * WEEK_DAYS);
	if (!each_hour(s, q, add_to_week, &w, e))
		return false;
	for (size_t i = 0; i < w.n; i++)
		w.v[i].n = told(w.v[i].n, q->least);
	*out = w.v;
	*n = w.n;
	return true;
}

static void add_to_rhythm(void *user, struct civil local, int64_t n)
{
	int64_t(*out)[24] = user;
	out[date_weekday(local.date) - 1][local.hour] += n;
}

bool usage_rhythm(struct store *s, const struct usage_ask *q, int64_t out[7][24], struct error *e)
{
	memset(out, 0, sizeof(int64_t[7][24]));
	if (!each_hour(s, q, add_to_rhythm, out, e))
		return false;
	for (int day = 0; day < WEEK_DAYS; day++)
		for (int hour = 0; hour < 24; hour++)
			out[day][hour] = told(out[day][hour], q->least);
	return true;
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

bool flag_list(struct store *s, size_t limit, struct device_flag **out, size_t *n, struct arena *a,
	       struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct device_flag, limit);
	*n = 0;
	struct sql_rows *r = sql_query(
		s->sql, e, "SELECT device, hour, subject, why FROM flags ORDER BY at DESC, id LIMIT ?1", "i",
		(int64_t)limit);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct device_flag){.device = sql_text(r, 0, a),
						      .hour = sql_text(r, 1, a),
						      .subject = sql_text(r, 2, a),
						      .why = sql_text(r, 3, a)};
	return ok;
}
