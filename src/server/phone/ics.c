#include "server/phone/ics.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "server/view.h"

#define FOLD_BYTES 73 /* RFC 5545 3.1: at most 75 octets a line */

/* A content line, folded between characters. */
static void put_line(struct buf *out, const char *line)
{
	size_t len = strlen(line), column = 0;
	for (size_t i = 0; i < len;) {
		size_t next = i + 1;
		while (next < len && ((unsigned char)line[next] & 0xC0) == 0x80)
			next++;
		if (column + (next - i) > FOLD_BYTES) {
			buf_puts(out, "\r\n ");
			column = 1;
		}
		buf_append(out, line + i, next - i);
		column += next - i;
		i = next;
	}
	buf_puts(out, "\r\n");
}

/* TEXT value: backslash, comma, semicolon and line breaks escaped. */
static const char *escape(const char *text, struct arena *a)
{
	struct buf b = BUF_INIT;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\n')
			buf_puts(&b, "\\n");
		else if (strchr("\\,;", *p) != NULL)
			buf_printf(&b, "\\%c", *p);
		else if ((unsigned char)*p >= ' ')
			buf_putc(&b, *p);
	}
	const char *kept = arena_strdup(a, buf_str(&b));
	buf_fini(&b);
	return kept;
}

static void put_text(struct buf *out, const char *name, const char *text, struct arena *a)
{
	if (text != NULL)
		put_line(out, arena_printf(a, "%s:%s", name, escape(view_plain(text, a), a)));
}

static const char *local(struct civil c, struct arena *a)
{
	return arena_printf(a, "%04d%02d%02dT%02d%02d%02d", c.date.year, c.date.month, c.date.day, c.hour,
			    c.minute, c.second);
}

static const char *day(struct date d, struct arena *a)
{
	return arena_printf(a, "%04d%02d%02d", d.year, d.month, d.day);
}

static const char *utc(int64_t at, struct arena *a)
{
	struct civil c = zone_to_civil("UTC", at);
	return arena_printf(a, "%sZ", local(c, a));
}

static void put_times(struct buf *out, const char *name, const struct schedule *s, struct civil at,
		      struct arena *a)
{
	if (s->all_day)
		put_line(out, arena_printf(a, "%s;VALUE=DATE:%s", name, day(at.date, a)));
	else
		put_line(out, arena_printf(a, "%s;TZID=%s:%s", name, s->zone, local(at, a)));
}

static void put_part(struct buf *rule, const char *name, const char *value)
{
	if (value != NULL)
		buf_printf(rule, ";%s=%s", name, value);
}

static void put_rule(struct buf *out, const struct schedule *s, struct arena *a)
{
	static const char *const words[] = {NULL, "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	struct buf rule = BUF_INIT;
	struct date until = date_is_set(s->until) ? s->until : s->valid_to;
	if (s->freq == SCHEDULE_ONCE)
		return;
	if (date_is_set(s->until) && date_is_set(s->valid_to) && date_compare(s->valid_to, s->until) < 0)
		until = s->valid_to;
	buf_printf(&rule, "RRULE:FREQ=%s;INTERVAL=%d", words[s->freq], s->interval);
	put_part(&rule, "BYDAY", s->byday);
	put_part(&rule, "BYMONTHDAY", s->bymonthday);
	put_part(&rule, "BYMONTH", s->bymonth);
	put_part(&rule, "BYSETPOS", s->bysetpos);
	if (s->count > 0)
		buf_printf(&rule, ";COUNT=%d", s->count);
	else if (date_is_set(until) && s->all_day)
		buf_printf(&rule, ";UNTIL=%s", day(until, a));
	else if (date_is_set(until)) /* inclusive local day → the last instant of it */
		buf_printf(&rule, ";UNTIL=%s", utc(zone_day_start(s->zone, date_add(until, 1)) - 1, a));
	put_line(out, buf_str(&rule));
	buf_fini(&rule);
}

/* A date moved or cancelled is of one schedule: in the others it would be a second meeting. */
static bool has_date(const struct schedule *s, struct civil start, struct arena *a)
{
	struct occurrence *o = NULL;
	int64_t at = zone_to_instant(s->zone, start);
	size_t n = schedule_expand(s, at, at + 1, 8, &o, a);
	for (size_t i = 0; i < n; i++)
		if (o[i].start_at == at)
			return true;
	return false;
}

static void put_exceptions(struct buf *out, const struct activity *x, const struct schedule *s,
			   struct arena *a)
{
	for (size_t i = 0; i < s->exdates.n; i++) {
		struct civil at = s->exdates.v[i];
		if (at.hour == 0 && at.minute == 0 &&
		    at.second == 0) { /* the whole day: the regular time of it */
			at.hour = s->start.hour;
			at.minute = s->start.minute;
		}
		put_times(out, "EXDATE", s, at, a);
	}
	for (size_t i = 0; i < x->n_exceptions; i++) {
		if (!has_date(s, x->exceptions[i].start, a))
			continue;
		put_times(out, "EXDATE", s, x->exceptions[i].start, a);
		if (x->exceptions[i].status == STATUS_RESCHEDULED && date_is_set(x->exceptions[i].to.date))
			put_times(out, "RDATE", s, x->exceptions[i].to, a);
	}
	for (size_t i = 0; i < s->rdates.n; i++)
		put_times(out, "RDATE", s, s->rdates.v[i], a);
}

static void put_place(struct buf *out, const struct view *v, enum lang l, struct arena *a)
{
	const struct place *p = v->place;
	if (p == NULL)
		return;
	const char *parts[] = {ltext_get(&p->name, l, NULL), ltext_get(&p->street, l, NULL),
			       ltext_get(&p->city, l, NULL)};
	struct buf where = BUF_INIT;
	for (size_t i = 0; i < 3; i++)
		if (parts[i] != NULL)
			buf_printf(&where, "%s%s", where.len > 0 ? ", " : "", parts[i]);
	if (where.len > 0)
		put_text(out, "LOCATION", buf_str(&where), a);
	if (p->has_position && !p->approximate)
		put_line(out, arena_printf(a, "GEO:%.6f;%.6f", p->lat, p->lon));
	buf_fini(&where);
}

static void put_event(struct buf *out, const struct view *v, size_t i, enum lang l, const char *url,
		      int64_t now, struct arena *a)
{
	const struct activity *x = v->activity;
	const struct schedule *s = &x->schedules[i];
	put_line(out, "BEGIN:VEVENT");
	put_line(out, arena_printf(a, "UID:%s-%zu@aula", v->code, i));
	put_line(out, arena_printf(a, "DTSTAMP:%s", utc(now, a)));
	put_times(out, "DTSTART", s, s->start, a);
	if (s->all_day)
		put_line(out, arena_printf(a, "DURATION:P%dD",
					   s->duration_min >= 1440 ? s->duration_min / 1440 : 1));
	else if (s->duration_min > 0)
		put_line(out, arena_printf(a, "DURATION:PT%dM", s->duration_min));
	put_rule(out, s, a);
	put_exceptions(out, x, s, a);
	put_text(out, "SUMMARY", ltext_get(&x->title, l, NULL), a);
	put_text(out, "DESCRIPTION", ltext_get(ltext_empty(&x->summary) ? &x->text : &x->summary, l, NULL),
		 a);
	put_place(out, v, l, a);
	put_line(out, arena_printf(a, "URL:%s", url));
	if (x->status == STATUS_CANCELLED)
		put_line(out, "STATUS:CANCELLED");
	put_line(out, "END:VEVENT");
}

void ics_begin(struct buf *out)
{
	put_line(out, "BEGIN:VCALENDAR");
	put_line(out, "VERSION:2.0");
	put_line(out, "PRODID:-//Aula//Aula//FI");
	/* every phone knows the zone by its name; this is for the ones that insist on a definition */
	buf_puts(
		out,
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Helsinki\r\n"
		"BEGIN:STANDARD\r\nDTSTART:19961027T040000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
		"TZNAME:EET\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\n"
		"BEGIN:DAYLIGHT\r\nDTSTART:19960331T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"
		"TZNAME:EEST\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n");
}

void ics_activity(struct buf *out, const struct view *v, enum lang l, const char *url, int64_t now,
		  struct arena *a)
{
	for (size_t i = 0; i < v->activity->n_schedules; i++)
		put_event(out, v, i, l, url, now, a);
}

void ics_end(struct buf *out)
{
	put_line(out, "END:VCALENDAR");
}
