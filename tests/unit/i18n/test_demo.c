/* The demo data: every record decodes, nothing real is named, and on any day there is something to do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "model/codec.h"
#include "model/geo.h"
#include "model/record.h"

#define TODAY "2026-03-11"
#define RECORDS_MAX 600
#define OULU_LAT 64.9530
#define OULU_LON 25.5050
#define NEAR_M 25000.0

static struct arena arena;
static struct record records[RECORDS_MAX];
static size_t n_records;

static int load(void **state)
{
	(void)state;
	FILE *f = popen("scripts/demo-data.sh " TODAY, "r");
	char *line = NULL;
	size_t cap = 0;
	bool ok = f != NULL;
	for (ssize_t len; ok && (len = getline(&line, &cap, f)) > 0;) {
		struct error e = ERROR_INIT;
		ok = n_records < RECORDS_MAX && record_parse(&records[n_records], line, (size_t)len, &arena, &e);
		if (!ok)
			fprintf(stderr, "%s: %.80s\n", e.text, line);
		n_records++;
	}
	free(line);
	return f != NULL && pclose(f) == 0 && ok ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

static const struct record *find(enum record_kind kind, const char *id)
{
	for (size_t i = 0; i < n_records; i++)
		if (records[i].kind == kind && str_eq(records[i].id, id))
			return &records[i];
	return NULL;
}

#define EACH(r, which)                                                                                            \
	for (const struct record *r = records; r < records + n_records; r++)                                      \
		if (r->kind == (which))

static void references_exist(void **state)
{
	(void)state;
	size_t activities = 0;
	for (size_t i = 0; i < n_records; i++)
		assert_ptr_equal(find(records[i].kind, records[i].id), &records[i]); /* no id twice */
	EACH(r, KIND_ACTIVITY)
	{
		activities++;
		const struct activity *x = &r->activity;
		assert_non_null(find(KIND_ORGANISATION, x->organisation));
		assert_true(x->place != NULL ? find(KIND_PLACE, x->place) != NULL : (x->attend & ATTEND_SITE) == 0);
		assert_true(x->topics.n > 0);
		for (size_t i = 0; i < x->topics.n; i++)
			assert_non_null(find(KIND_TOPIC, x->topics.v[i]));
	}
	EACH(r, KIND_FEATURE)
	{
		assert_non_null(find(KIND_ACTIVITY, r->feature.activity));
		assert_true(utf8_count(ltext_get(&r->feature.sentence, LANG_FI, NULL)) <= 60);
	}
	EACH(r, KIND_CENTRE) assert_non_null(find(KIND_PLACE, r->centre.place));
	EACH(r, KIND_PLACE) assert_true(geo_plausible(r->place.lat, r->place.lon));
	assert_in_range(activities, 140, RECORDS_MAX);
}

static bool number_allowed(const char *phone)
{
	static const char *const public_numbers[] = {"112", "116117", "116006", "116111"};
	if (phone == NULL || str_starts(phone, "+35844000") || str_starts(phone, "+3584012345"))
		return true;
	for (size_t i = 0; i < sizeof public_numbers / sizeof public_numbers[0]; i++)
		if (str_eq(phone, public_numbers[i]))
			return true;
	return false;
}

static bool address_allowed(const char *address)
{
	if (address == NULL)
		return true;
	if (!str_starts(address, "https://"))
		return str_ends(address, ".example.org");
	const char *host = address + strlen("https://");
	const char *end = strchr(host, '/');
	return end != NULL && end - host > 12 && strncmp(end - 12, ".example.org", 12) == 0;
}

/* Names from the design pictures; every other organisation says that it is an example. */
static bool name_allowed(const char *name)
{
	static const char *const pictured[] = {"Oulunseudun Läheiset ry", "Pohjoisen Polut ry", "Oulun Ystäväpiiri ry",
					       "Valon Talo ry", "Arjen Tuki ry"};
	for (size_t i = 0; i < sizeof pictured / sizeof pictured[0]; i++)
		if (str_eq(name, pictured[i]))
			return true;
	return strstr(name, "simerkki") != NULL;
}

static void nothing_real(void **state)
{
	(void)state;
	EACH(r, KIND_ORGANISATION)
	{
		assert_true(name_allowed(r->organisation.name.v[LANG_FI]));
		assert_non_null(r->organisation.description.v[LANG_FI]);
		assert_true(number_allowed(r->organisation.phone));
		assert_true(address_allowed(r->organisation.web) && address_allowed(r->organisation.email));
	}
	EACH(r, KIND_ACTIVITY)
	{
		assert_true(number_allowed(r->activity.phone));
		assert_true(address_allowed(r->activity.web) && address_allowed(r->activity.email) &&
			    address_allowed(r->activity.signup_url));
		assert_non_null(r->activity.from.attribution);
	}
	EACH(r, KIND_CONTACT) assert_true(number_allowed(r->contact.phone));
	EACH(r, KIND_PLACE) assert_non_null(strstr(r->place.street.v[LANG_FI], "simerkki"));
	assert_false(number_allowed("+358401112222"));
	assert_false(address_allowed("https://example.com/"));
	assert_false(name_allowed("Oulun kaupunki"));
}

/* tokens.md §11: no exclamation marks, no "ilmainen", no "klikkaa", no "asiakas". */
static void finnish_keeps_house_style(void **state)
{
	(void)state;
	static const char *const never[] = {"!", "ilmai", "klikkaa", "asiakas", "käyttäjä"};
	EACH(r, KIND_ACTIVITY)
	{
		for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
			if (strstr(r->activity.title.v[LANG_FI], never[i]) || strstr(r->activity.text.v[LANG_FI], never[i]))
				fail_msg("%s says \"%s\"", r->id, never[i]);
		}
	}
}

static void languages(void **state)
{
	(void)state;
	size_t n = 0, sv = 0, en = 0, selko = 0;
	EACH(r, KIND_ACTIVITY)
	{
		const struct activity *x = &r->activity;
		n++;
		assert_non_null(x->title.v[LANG_FI]);
		assert_non_null(x->text.v[LANG_FI]);
		sv += x->title.v[LANG_SV] != NULL && x->text.v[LANG_SV] != NULL;
		en += x->title.v[LANG_EN] != NULL && x->text.v[LANG_EN] != NULL;
		selko += x->text.v[LANG_SELKO] != NULL;
	}
	assert_true(sv * 4 >= n * 3 && en * 4 >= n * 3 && selko >= 5);
	assert_true(sv < n && en < n); /* some only in Finnish: the screens must say so */
	EACH(r, KIND_TOPIC)
	{
		for (int l = 0; l < LANG_COUNT; l++)
			assert_true(r->topic.title.v[l] != NULL && r->topic.subtitle.v[l] != NULL &&
				    r->topic.lead.v[l] != NULL);
	}
}

static void kinds_of_help(void **state)
{
	(void)state;
	static const char *const wanted[] = {
		"peer-support", "meeting-place", "support-person", "friend-visiting", "volunteering",	"caregivers",
		"mental-health", "substance-use", "chronic-illness", "families",	"elderly",	"bereavement",
		"immigrants",	"food-aid",	 "parish",	    "crafts",		"exercise",	"digital",
	};
	unsigned attends = 0;
	unsigned reaches = 0;
	unsigned statuses = 0;
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		bool found = false;
		EACH(r, KIND_ACTIVITY) found = found || strs_has(&r->activity.keywords, wanted[i]);
		if (!found)
			fail_msg("no activity about %s", wanted[i]);
	}
	EACH(r, KIND_ACTIVITY)
	{
		attends |= 1U << r->activity.attend;
		reaches |= 1U << r->activity.reach;
		statuses |= 1U << r->activity.status;
		for (size_t i = 0; i < r->activity.n_exceptions; i++)
			statuses |= 1U << r->activity.exceptions[i].status;
	}
	assert_true(attends & 1U << ATTEND_SITE && attends & 1U << ATTEND_PHONE && attends & 1U << ATTEND_ONLINE &&
		    attends & 1U << (ATTEND_SITE | ATTEND_ONLINE));
	assert_int_equal(reaches, 7);
	assert_int_equal(statuses, 15);
	assert_non_null(find(KIND_ACTIVITY, "demo:arjen-palapeli")); /* experts by experience */
	assert_non_null(find(KIND_CONTACT, "advice"));
	assert_non_null(find(KIND_POLL, "demo-poll"));
	assert_non_null(find(KIND_NOTICE, "demo-notice"));
}

static bool near_oulu(const struct activity *x)
{
	const struct record *p = x->place == NULL ? NULL : find(KIND_PLACE, x->place);
	return p != NULL && geo_distance_m(OULU_LAT, OULU_LON, p->place.lat, p->place.lon) < NEAR_M;
}

static size_t starts_between(const struct activity *x, int64_t from, int64_t to, struct arena *a)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n_schedules; i++) {
		struct occurrence *o;
		size_t most = schedule_expand(&x->schedules[i], from, to, 40, &o, a);
		for (size_t j = 0; j < most; j++)
			n += o[j].start_at >= from && o[j].start_at < to;
	}
	return n;
}

/* Only records without a date of their own count, so that the promise holds on any day of any year. */
static bool lasting_event(const struct activity *x)
{
	return x->type == ACTIVITY_EVENT && x->n_schedules > 0 && x->schedules[0].freq != SCHEDULE_ONCE;
}

static void something_every_day(void **state)
{
	(void)state;
	struct date first = {2026, 1, 1};
	for (int d = 0; d < 730; d += 1 + d % 3) {
		struct arena a = ARENA_INIT;
		struct date day = date_add(first, d);
		int64_t morning = zone_to_instant(ZONE_DEFAULT, (struct civil){.date = day, .hour = 8});
		int64_t evening = zone_to_instant(ZONE_DEFAULT, (struct civil){.date = day, .hour = 17});
		int64_t end = zone_to_instant(ZONE_DEFAULT, (struct civil){.date = day, .hour = 20});
		size_t all = 0, late = 0;
		EACH(r, KIND_ACTIVITY)
		{
			if (!lasting_event(&r->activity) || !near_oulu(&r->activity))
				continue;
			all += starts_between(&r->activity, morning, end, &a);
			late += starts_between(&r->activity, evening, end, &a);
		}
		arena_fini(&a);
		bool weekend = date_weekday(day) > 5;
		if (all < (weekend ? 4 : 6) || late < 1)
			fail_msg("day %d: %zu events in Oulu, %zu in the evening", d, all, late);
	}
}

static void every_topic_every_week(void **state)
{
	(void)state;
	struct date first = {2026, 1, 1};
	EACH(topic, KIND_TOPIC)
	{
		for (int d = 0; d < 365; d += 5) {
			struct arena a = ARENA_INIT;
			int64_t start = zone_day_start(ZONE_DEFAULT, date_add(first, d));
			size_t near = 0;
			EACH(r, KIND_ACTIVITY)
			{
				if (lasting_event(&r->activity) && near_oulu(&r->activity) &&
				    strs_has(&r->activity.topics, topic->id))
					near += starts_between(&r->activity, start, start + 7 * 86400, &a);
			}
			arena_fini(&a);
			if (near < 3)
				fail_msg("topic %s: %zu in the week of day %d", topic->id, near, d);
		}
	}
}

/* What the design's pictures show stands in the data on their day, 11.3.2026. */
static void as_in_the_pictures(void **state)
{
	(void)state;
	static const struct {
		const char *id, *at;
	} shown[] = {
		{"demo:omaishoitajien-kahvihetki", "2026-03-11T13:00"}, {"demo:digituki-kirjasto", "2026-03-11T14:00"},
		{"demo:avoin-perhekahvila", "2026-03-11T15:00"},	{"demo:kavelyryhma", "2026-03-11T16:30"},
		{"demo:uupumuksen-vertaisryhma", "2026-03-11T18:00"},	{"demo:muistisairaan-laheiset", "2026-03-12T17:30"},
		{"demo:unettomien-vertaisryhma", "2026-03-12T17:00"},	{"demo:surevien-keskusteluryhma", "2026-03-16T18:00"},
		{"demo:diabeteksen-vertaisryhma", "2026-03-17T10:00"},	{"demo:uniklubi", "2026-03-17T18:00"},
	};
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
		const struct record *r = find(KIND_ACTIVITY, shown[i].id);
		struct civil c;
		assert_non_null(r);
		assert_true(civil_parse(shown[i].at, &c));
		int64_t at = zone_to_instant(ZONE_DEFAULT, c);
		if (starts_between(&r->activity, at, at + 60, &arena) != 1)
			fail_msg("%s does not start at %s", shown[i].id, shown[i].at);
	}
	const struct record *cancelled = find(KIND_ACTIVITY, "demo:surevien-keskusteluryhma");
	assert_int_equal(cancelled->activity.exceptions[0].status, STATUS_CANCELLED);
	assert_int_equal(cancelled->activity.exceptions[0].start.date.day, 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_exist),
		cmocka_unit_test(nothing_real),
		cmocka_unit_test(finnish_keeps_house_style),
		cmocka_unit_test(languages),
		cmocka_unit_test(kinds_of_help),
		cmocka_unit_test(something_every_day),
		cmocka_unit_test(every_topic_every_week),
		cmocka_unit_test(as_in_the_pictures),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
