#include "model/civil.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_S 86400

bool date_is_set(struct date d)
{
	return d.year != 0;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

bool date_valid(struct date d)
{
	return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	       d.day <= days_in_month(d.year, d.month);
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year - b.year;
	if (a.month != b.month)
		return a.month - b.month;
	return a.day - b.day;
}

static int second_of_day(struct civil c)
{
	return c.hour * 3600 + c.minute * 60 + c.second;
}

int civil_compare(struct civil a, struct civil b)
{
	int by_date = date_compare(a.date, b.date);
	return by_date != 0 ? by_date : second_of_day(a) - second_of_day(b);
}

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil, civil_from_days.
 * The year begins in March, so the leap day is the last of its year. */
int32_t date_to_days(struct date d)
{
	int y = d.year - (d.month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

struct date date_from_days(int32_t days)
{
	int z = days + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;
	return (struct date){.year = (int16_t)(yoe + era * 400 + (month <= 2)),
			     .month = (int8_t)month,
			     .day = (int8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

struct date date_add(struct date d, int32_t days)
{
	return date_from_days(date_to_days(d) + days);
}

int date_weekday(struct date d)
{
	int w = (date_to_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */
	return (w < 0 ? w + 7 : w) + 1;
}

/* Seconds on a clock that knows no zones; used only for arithmetic on wall-clock times. */
static int64_t civil_to_flat(struct civil c)
{
	return (int64_t)date_to_days(c.date) * DAY_S + second_of_day(c);
}

static struct civil civil_from_flat(int64_t t)
{
	int64_t days = t / DAY_S - (t % DAY_S < 0);
	int s = (int)(t - days * DAY_S);
	return (struct civil){.date = date_from_days((int32_t)days),
			      .hour = (int8_t)(s / 3600),
			      .minute = (int8_t)(s / 60 % 60),
			      .second = (int8_t)(s % 60)};
}

struct civil civil_add_minutes(struct civil c, int32_t minutes)
{
	return civil_from_flat(civil_to_flat(c) + (int64_t)minutes * 60);
}

/* Exactly n digits. */
static bool digits(const char **s, int n, int *out)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		char c = (*s)[i];
		if (c < '0' || c > '9')
			return false;
		v = v * 10 + (c - '0');
	}
	*s += n;
	*out = v;
	return true;
}

static bool take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool take_date(const char **s, struct date *out)
{
	int y = 0;
	int m = 0;
	int d = 0;
	if (!digits(s, 4, &y) || !take_char(s, '-') || !digits(s, 2, &m) || !take_char(s, '-') || !digits(s, 2, &d))
		return false;
	*out = (struct date){.year = (int16_t)y, .month = (int8_t)m, .day = (int8_t)d};
	return date_valid(*out);
}

static bool take_clock(const char **s, struct civil *out)
{
	int h = 0;
	int m = 0;
	int sec = 0;
	if (!digits(s, 2, &h) || !take_char(s, ':') || !digits(s, 2, &m))
		return false;
	if (take_char(s, ':') && !digits(s, 2, &sec))
		return false;
	if (sec == 60) /* a leap second is the second before it */
		sec = 59;
	out->hour = (int8_t)h;
	out->minute = (int8_t)m;
	out->second = (int8_t)sec;
	return h <= 23 && m <= 59 && sec <= 59;
}

bool date_parse(const char *s, struct date *out)
{
	struct date d = {0};
	if (s == NULL || !take_date(&s, &d) || *s != '\0')
		return false;
	*out = d;
	return true;
}

bool civil_parse(const char *s, struct civil *out)
{
	struct civil c = {0};
	if (s == NULL || !take_date(&s, &c.date) || !take_char(&s, 'T') || !take_clock(&s, &c) || *s != '\0')
		return false;
	*out = c;
	return true;
}

void date_format(struct date d, char out[11])
{
	snprintf(out, 11, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void civil_format(struct civil c, char out[20])
{
	snprintf(out, 20, "%04d-%02d-%02dT%02d:%02d:%02d", c.date.year, c.date.month, c.date.day, c.hour, c.minute,
		 c.second);
}

static bool take_offset(const char **s, int *minutes)
{
	*minutes = 0;
	if (take_char(s, 'Z') || take_char(s, 'z'))
		return true;
	int sign = **s == '-' ? -1 : 1;
	int h = 0;
	int m = 0;
	if (!take_char(s, '+') && !take_char(s, '-'))
		return false;
	if (!digits(s, 2, &h))
		return false;
	take_char(s, ':');
	if (!digits(s, 2, &m))
		return false;
	*minutes = sign * (h * 60 + m);
	return h <= 23 && m <= 59;
}

bool instant_parse(const char *s, int64_t *out)
{
	struct civil c = {0};
	int offset = 0;
	if (s == NULL || !take_date(&s, &c.date))
		return false;
	if (!take_char(&s, 'T') && !take_char(&s, 't') && !take_char(&s, ' '))
		return false;
	if (!take_clock(&s, &c))
		return false;
	if (take_char(&s, '.'))
		while (*s >= '0' && *s <= '9')
			s++;
	if (!take_offset(&s, &offset) || *s != '\0')
		return false;
	*out = civil_to_flat(c) - (int64_t)offset * 60;
	return true;
}

void instant_format(int64_t at, char out[21])
{
	struct civil c = civil_from_flat(at);
	snprintf(out, 21, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.date.year, c.date.month, c.date.day, c.hour, c.minute,
		 c.second);
}

#define ZONE_NAME_MAX 64
static const char zone_folder[] = "/usr/share/zoneinfo/";

static bool zone_name_ok(const char *zone)
{
	if (zone == NULL || zone[0] == '\0' || zone[0] == '/' || strlen(zone) > ZONE_NAME_MAX)
		return false;
	return strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-") == strlen(zone);
}

/* glibc keeps one zone at a time for the whole process; reading a zone file costs tens of microseconds, so the zone
 * in force is remembered and only changed when another is asked for. Each thread has its own zone and what it knows
 * of it, and takes the lock only when it has to ask glibc. */
static pthread_mutex_t glibc_lock = PTHREAD_MUTEX_INITIALIZER;
static char zone_of_glibc[ZONE_NAME_MAX + 1]; /* with the lock */
static _Thread_local char zone_now[ZONE_NAME_MAX + 1];
static _Thread_local char zone_good[ZONE_NAME_MAX + 1]; /* last name found on disk */

bool zone_known(const char *zone)
{
	if (zone != NULL && zone[0] != '\0' && strcmp(zone, zone_good) == 0)
		return true;
	if (!zone_name_ok(zone))
		return false;
	char path[sizeof zone_folder + ZONE_NAME_MAX];
	snprintf(path, sizeof path, "%s%s", zone_folder, zone);
	if (access(path, R_OK) != 0)
		return false;
	snprintf(zone_good, sizeof zone_good, "%s", zone);
	return true;
}

/* UTC offsets of whole UTC days of zone_now: a series asks for the same few days over and over, and localtime
 * walks the zone's rules for each. */
#define DAYS_KEPT 1024 /* a power of two */

static _Thread_local struct {
	int64_t day;    /* + 1; 0 = free */
	int32_t offset; /* NO_OFFSET: it changes within the day */
	bool calm;      /* nor does it change two days before or after; false: not known yet */
} days_kept[DAYS_KEPT];
#define NO_OFFSET INT32_MAX

static void zone_use(const char *zone)
{
	if (zone != NULL && zone_now[0] != '\0' && strcmp(zone, zone_now) == 0)
		return;
	if (!zone_known(zone))
		zone = ZONE_DEFAULT;
	if (strcmp(zone, zone_now) == 0)
		return;
	snprintf(zone_now, sizeof zone_now, "%s", zone);
	memset(days_kept, 0, sizeof days_kept);
}

/* In this thread's zone; false when the year does not fit. */
static bool local_time(int64_t at, struct tm *out)
{
	time_t t = at;
	*out = (struct tm){0};
	pthread_mutex_lock(&glibc_lock);
	if (strcmp(zone_now, zone_of_glibc) != 0) {
		memcpy(zone_of_glibc, zone_now, sizeof zone_now);
		setenv("TZ", zone_now, 1);
		tzset();
	}
	bool ok = localtime_r(&t, out) != NULL;
	pthread_mutex_unlock(&glibc_lock);
	return ok;
}

static int32_t offset_by_rules(int64_t at)
{
	struct tm tm;
	return local_time(at, &tm) ? (int32_t)tm.tm_gmtoff : 0;
}

#define FLAT_MIN INT64_C(-62135596800) /* 0001-01-01T00:00:00 */
#define FLAT_MAX INT64_C(253402300799) /* 9999-12-31T23:59:59 */

/* UTC offset in force at that instant, in seconds. */
static int64_t offset_at(int64_t at)
{
	if (at < 0)
		return offset_by_rules(at);
	int64_t day = at / DAY_S;
	size_t slot = (size_t)day & (DAYS_KEPT - 1);
	if (days_kept[slot].day != day + 1) {
		int32_t first = offset_by_rules(day * DAY_S), last = offset_by_rules((day + 1) * DAY_S - 1);
		days_kept[slot].day = day + 1;
		days_kept[slot].offset = first == last ? first : NO_OFFSET;
		days_kept[slot].calm = false;
	}
	return days_kept[slot].offset != NO_OFFSET ? days_kept[slot].offset : offset_by_rules(at);
}

struct civil zone_to_civil(const char *zone, int64_t at)
{
	const struct civil none = {.date = {.year = 1970, .month = 1, .day = 1}};
	zone_use(zone);
	if (at < FLAT_MIN - DAY_S || at > FLAT_MAX + DAY_S)
		return none;
	int64_t flat = at + offset_at(at);
	return flat < FLAT_MIN || flat > FLAT_MAX ? none : civil_from_flat(flat);
}

/* True far from any change of the clock, which is nearly always: one offset then holds for every instant that
 * zone_to_instant might ask about. Offsets are at most 14 hours, so those lie within two UTC days of `flat`. */
static bool calm_offset(int64_t flat, int32_t *offset)
{
	int64_t day = flat / DAY_S;
	if (day < 2)
		return false;
	*offset = (int32_t)offset_at(day * DAY_S);
	size_t slot = (size_t)day & (DAYS_KEPT - 1);
	if (days_kept[slot].calm)
		return true;
	if (days_kept[slot].offset == NO_OFFSET)
		return false;
	for (int64_t d = day - 2; d <= day + 2; d++)
		if (offset_at(d * DAY_S) != *offset || offset_at((d + 1) * DAY_S - 1) != *offset)
			return false;
	days_kept[slot].calm = true;
	return true;
}

int64_t zone_to_instant(const char *zone, struct civil c)
{
	int32_t calm;
	zone_use(zone);
	/* mktime's choice inside a change is unspecified, so it is made here: the offset from before the
	 * change gives the first of two equal clock times, and the shifted time in a gap. */
	int64_t flat = civil_to_flat(c);
	if (calm_offset(flat, &calm))
		return flat - calm;
	int64_t before = offset_at(flat - offset_at(flat) - DAY_S);
	int64_t after = offset_at(flat - offset_at(flat) + DAY_S);
	int64_t with_before = flat - before;
	if (before == after || offset_at(with_before) == before)
		return with_before;
	int64_t with_after = flat - after;
	return offset_at(with_after) == after ? with_after : with_before;
}

int64_t zone_span(const char *zone, struct civil start, int32_t minutes, int64_t *end_at)
{
	int32_t calm;
	zone_use(zone);
	int64_t flat = civil_to_flat(start);
	if (minutes >= 0 && minutes <= 1440 && calm_offset(flat, &calm)) {
		*end_at = flat - calm + (int64_t)minutes * 60;
		return flat - calm;
	}
	*end_at = zone_to_instant(zone, civil_add_minutes(start, minutes));
	return zone_to_instant(zone, start);
}

int64_t zone_day_start(const char *zone, struct date d)
{
	return zone_to_instant(zone, (struct civil){.date = d});
}
