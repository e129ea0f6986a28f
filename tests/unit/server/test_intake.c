/* What the intake makes of a record, and what it refuses; passwords; calendar entries. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/analyser.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "feed/key.h"
#include "server/api/intake.h"
#include "server/password.h"
#include "server/phone/ics.h"
#include "server/view.h"
#include "support/tmpdir.h"

#define NOW 1763800000 /* 2025-11-22T08:26:40Z, a Saturday */

static struct store *store;
static struct analyser *analyser;
static struct tmpdir dir;

static int setup(void **state)
{
	char address[64];
	(void)state;
	feed_init();
	tmpdir_make(&dir);
	snprintf(address, sizeof address, "sqlite:%s/aula.db", dir.path);
	analyser = analyser_new();
	return store_open(&store, address, NULL) ? 0 : 1;
}

static int teardown(void **state)
{
	(void)state;
	store_close(store);
	analyser_free(analyser);
	tmpdir_remove(&dir);
	return 0;
}

static bool take(const char *line, bool any_kind, enum store_outcome *out, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *id;
	const struct intake in = {
		.store = store, .analyser = analyser, .source = "t", .any_kind = any_kind, .now = NOW};
	assert_true(store_begin(store, NULL));
	bool ok = intake_line(&in, line, strlen(line), out, &id, &a, e);
	assert_true(store_commit(store, NULL));
	return ok;
}

static const char *doc_of(const char *id, struct arena *a)
{
	struct store_record r;
	assert_true(store_get(store, KIND_ACTIVITY, id, &r, a, NULL));
	return r.doc;
}

#define ACTIVITY(id, more)                                                                                   \
	"{\"kind\":\"activity\",\"id\":\"" id                                                                \
	"\",\"doc\":{\"type\":\"event\",\"attend\":[\"site\"],\"reach\":\"local\","                          \
	"\"topics\":[\"peer\"],\"from\":{\"source\":\"t\",\"source_id\":\"1\"}," more "}}"

static void work_is_done_once_and_shared_by_all_screens(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	enum store_outcome out;
	(void)state;
	const char *line =
		ACTIVITY("t:1", "\"code\":\"zzzz\",\"image\":{\"url\":\"http://x/y.png\",\"hash\":"
				"\"00000000000000000000000000000000000000000000000000000000000000aa\"},"
				"\"title\":{\"fi\":\"Mielenterveysyhdistyksen kerho\",\"en\":\"Club\"}");
	assert_true(take(line, false, &out, NULL));
	assert_int_equal(out, STORE_NEW);
	const char *doc = doc_of("t:1", &a);
	assert_null(strstr(doc, "zzzz"));       /* the code is given here */
	assert_null(strstr(doc, "http://x/y")); /* screens fetch by hash only */
	assert_non_null(strstr(doc, "\"code\":\""));
	assert_non_null(strstr(doc, "\xC2\xAD")); /* soft hyphens */
	assert_non_null(strstr(doc, "\"words_title\":{\"fi\":\""));
	assert_non_null(strstr(doc, "kerho"));
	assert_true(take(line, false, &out, NULL));
	assert_int_equal(out, STORE_UNCHANGED);
}

static void names_come_with_their_words(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	enum store_outcome out;
	struct store_record r;
	(void)state;
	assert_true(take("{\"kind\":\"organisation\",\"id\":\"t:o\",\"doc\":{\"name\":{\"fi\":\"Omaishoitajayhdistys\"},"
			 "\"words\":{\"fi\":\"forged\"}}}",
			 false, &out, NULL));
	assert_true(store_get(store, KIND_ORGANISATION, "t:o", &r, &a, NULL));
	assert_non_null(strstr(r.doc, "\"words\":{\"fi\":\"omaishoitajayhdistys "));
	assert_null(strstr(r.doc, "forged"));
	assert_true(take("{\"kind\":\"place\",\"id\":\"t:p\",\"doc\":{\"name\":{\"fi\":\"Kylätalo\"},"
			 "\"city\":{\"fi\":\"Raahe\",\"sv\":\"Brahestad\"},\"postcode\":\"92100\",\"street\":{\"fi\":\"Kirkkokatu 5 A\"}}}",
			 false, &out, NULL));
	assert_true(store_get(store, KIND_PLACE, "t:p", &r, &a, NULL));
	assert_non_null(strstr(r.doc, "kylätalo"));
	assert_non_null(strstr(r.doc, "raahe"));
	assert_non_null(strstr(r.doc, "\"sv\":\"92100 brahestad"));
	assert_non_null(strstr(r.doc, " ~kirkkokatu ~kirkkokatu5\""));
	assert_null(strstr(r.doc, "+kirkko"));
}

static void what_nothing_uses_stays_and_does_not_come_anew(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	enum store_outcome out;
	struct store_record r;
	(void)state;
	assert_true(take("{\"kind\":\"place\",\"id\":\"t:u\",\"doc\":{\"name\":{\"fi\":\"Sali\"}},\"unused\":true}", false, &out, NULL));
	assert_int_equal(out, STORE_UNCHANGED);
	assert_false(store_get(store, KIND_PLACE, "t:u", &r, &a, NULL));
	assert_true(take("{\"kind\":\"place\",\"id\":\"t:u\",\"doc\":{\"name\":{\"fi\":\"Sali\"}}}", false, &out, NULL));
	assert_int_equal(out, STORE_NEW);
	assert_true(take("{\"kind\":\"place\",\"id\":\"t:u\",\"doc\":{\"name\":{\"fi\":\"Halli\"}},\"unused\":true}", false, &out, NULL));
	assert_int_equal(out, STORE_CHANGED);
	assert_true(take("{\"kind\":\"place\",\"id\":\"t:u\",\"gone\":true}", false, &out, NULL));
	assert_true(take("{\"kind\":\"place\",\"id\":\"t:u\",\"doc\":{\"name\":{\"fi\":\"Sali\"}},\"unused\":true}", false, &out, NULL));
	assert_int_equal(out, STORE_UNCHANGED);
}

static void what_is_not_a_record_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *line, *why;
	} bad[] = {
		{"{}", "kind and id"},
		{"[]", "kind and id"},
		{"{\"kind\":\"activity\"", "JSON"},
		{"{\"kind\":\"activity\",\"id\":\"a b\",\"doc\":{}}", "id"},
		{"{\"kind\":\"activity\",\"id\":\"a\\\"b\",\"doc\":{}}", "id"},
		{"{\"kind\":\"what\",\"id\":\"t:1\",\"doc\":{}}", "kind"},
		{"{\"kind\":\"activity\",\"id\":\"t:1\"}", "doc"},
		{"{\"kind\":\"topic\",\"id\":\"t:1\",\"doc\":{\"title\":{\"fi\":\"x\"},\"look\":\"peer\"}}",
		 "may not send"},
	};
	(void)state;
	int64_t head = store_head(store).head;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct error e = ERROR_INIT;
		enum store_outcome out;
		assert_false(take(bad[i].line, false, &out, &e));
		assert_non_null(strstr(e.text, bad[i].why));
	}
	assert_int_equal(store_head(store).head, head);
}

static void words_are_found_by_their_beginnings_without_marks(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	enum store_outcome out;
	struct store_records found;
	(void)state;
	assert_true(take(ACTIVITY("t:2", "\"title\":{\"fi\":\"Äitien kävelyryhmä, Öllölä\"}"), false, &out,
			 NULL));
	struct store_filter f = {
		.kind = KIND_ACTIVITY, .limit = 10, .words = intake_search_words("KAVELY ölö", &a)};
	assert_true(store_list(store, &f, &found, &a, NULL));
	assert_int_equal(found.n, 0);
	f.words = intake_search_words("KAVELY öll", &a);
	assert_true(store_list(store, &f, &found, &a, NULL));
	assert_int_equal(found.n, 1);
	assert_string_equal(found.v[0].id, "t:2");
}

static void calendar_entries_repeat_and_leave_out(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf out = BUF_INIT;
	struct store_record stored;
	struct view v;
	enum store_outcome outcome;
	(void)state;
	assert_true(
		take(ACTIVITY("t:3",
			      "\"title\":{\"fi\":\"Kerho; pitkä, nimi\\nja "
			      "rivi\"},\"schedules\":[{\"freq\":\"weekly\","
			      "\"interval\":2,\"byday\":\"WE\",\"start\":\"2025-11-05T13:00:00\",\"duration_"
			      "min\":90,"
			      "\"until\":\"2026-05-31\",\"zone\":\"Europe/"
			      "Helsinki\",\"exdates\":[\"2025-12-31T13:00:00\"]}],"
			      "\"exceptions\":[{\"start\":\"2025-12-03T13:00:00\",\"status\":\"cancelled\"},"
			      "{\"start\":\"2025-12-17T13:00:00\",\"status\":\"rescheduled\",\"to\":\"2025-"
			      "12-18T15:00:00\"}]"),
		     false, &outcome, NULL));
	assert_true(store_get(store, KIND_ACTIVITY, "t:3", &stored, &a, NULL));
	assert_true(view_load(store, &stored, NOW, &v, &a, NULL));
	/* the 3rd is cancelled but told of, the 17th has moved to the 18th, the 31st does not exist */
	assert_int_equal(v.times[0].start.date.day, 3);
	assert_int_equal(v.times[0].status, STATUS_CANCELLED);
	assert_int_equal(v.times[1].start.date.day, 18);
	assert_int_equal(v.times[1].status, STATUS_RESCHEDULED);
	assert_int_equal(v.times[2].start.date.month, 1);
	assert_int_equal(v.times[2].start.date.day, 14);
	ics_begin(&out);
	ics_activity(&out, &v, LANG_FI, "https://aula.example.org/abcd", NOW, &a);
	ics_end(&out);
	const char *text = buf_str(&out);
	assert_non_null(strstr(text, "DTSTART;TZID=Europe/Helsinki:20251105T130000\r\n"));
	assert_non_null(strstr(text, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;UNTIL=20260531T205959Z\r\n"));
	assert_non_null(strstr(text, "EXDATE;TZID=Europe/Helsinki:20251231T130000\r\n"));
	assert_non_null(strstr(text, "EXDATE;TZID=Europe/Helsinki:20251203T130000\r\n"));
	assert_non_null(strstr(text, "RDATE;TZID=Europe/Helsinki:20251218T150000\r\n"));
	assert_non_null(strstr(text, "SUMMARY:Kerho\\; pitkä\\, nimi\\nja rivi\r\n"));
	for (const char *line = text, *end; (end = strstr(line, "\r\n")) != NULL; line = end + 2)
		assert_true(end - line <= 75);
}

static int count_of(const char *text, const char *what)
{
	int n = 0;
	for (const char *p = text; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

static void a_moved_date_is_in_the_calendar_once(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf out = BUF_INIT;
	struct store_record stored;
	struct view v;
	enum store_outcome outcome;
	(void)state;
	assert_true(take(ACTIVITY("t:5", "\"title\":{\"fi\":\"Kerho\"},\"schedules\":["
					 "{\"freq\":\"weekly\",\"start\":\"2025-11-05T13:00:00\",\"duration_min\":60,\"until\":\"2025-12-09\"},"
					 "{\"freq\":\"weekly\",\"start\":\"2025-12-10T14:00:00\",\"duration_min\":60}],"
					 "\"exceptions\":[{\"start\":\"2025-12-17T14:00:00\",\"status\":\"rescheduled\","
					 "\"to\":\"2025-12-18T15:00:00\"}]"),
			 false, &outcome, NULL));
	assert_true(store_get(store, KIND_ACTIVITY, "t:5", &stored, &a, NULL));
	assert_true(view_load(store, &stored, NOW, &v, &a, NULL));
	ics_activity(&out, &v, LANG_FI, "https://aula.example.org/abcd", NOW, &a);
	assert_int_equal(count_of(buf_str(&out), "RDATE;TZID=Europe/Helsinki:20251218T150000\r\n"), 1);
	assert_int_equal(count_of(buf_str(&out), "EXDATE;TZID=Europe/Helsinki:20251217T140000\r\n"), 1);
}

static void an_expired_or_removed_activity_has_no_page(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct store_record stored;
	struct view v;
	enum store_outcome outcome;
	struct error e = ERROR_INIT;
	(void)state;
	assert_true(take(ACTIVITY("t:4", "\"title\":{\"fi\":\"x\"},\"expires_at\":\"2025-11-22T08:00:00Z\""),
			 false, &outcome, NULL));
	assert_true(store_get(store, KIND_ACTIVITY, "t:4", &stored, &a, NULL));
	assert_false(view_load(store, &stored, NOW, &v, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(view_load(store, &stored, NOW - 86400, &v, &a, &e));
	assert_true(take("{\"kind\":\"activity\",\"id\":\"t:4\",\"gone\":true}", false, &outcome, NULL));
	assert_true(store_get(store, KIND_ACTIVITY, "t:4", &stored, &a, NULL));
	assert_false(view_load(store, &stored, NOW - 86400, &v, &a, &e));
}

static void passwords_everybody_tries_are_refused(void **state)
{
	static const char *const bad[] = {"short",       "salasana", "Salasana1!", "12345678",    "2026!!!!!",
					  "password123", "maija.m",  "Talvi2026",  "MAIJA.MEIKKU"};
	char hash[PASSWORD_HASH_BYTES];
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(password_acceptable(bad[i], "maija.meikku", NULL));
	assert_true(password_acceptable("oikea hevonen paristo", "maija", NULL));
	assert_true(password_acceptable("ääkkösetkin", "maija", NULL));
	assert_true(password_hash("oikea hevonen paristo", hash, NULL));
	assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
	assert_true(password_fits(hash, "oikea hevonen paristo"));
	assert_false(password_fits(hash, "oikea hevonen paristO"));
	assert_false(password_fits(NULL, ""));
	assert_false(password_fits("", "the same work for nobody"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_is_done_once_and_shared_by_all_screens),
		cmocka_unit_test(names_come_with_their_words), cmocka_unit_test(what_nothing_uses_stays_and_does_not_come_anew),
		 cmocka_unit_test(what_is_not_a_record_is_refused_with_a_reason),
		cmocka_unit_test(words_are_found_by_their_beginnings_without_marks),
		cmocka_unit_test(calendar_entries_repeat_and_leave_out),
		cmocka_unit_test(a_moved_date_is_in_the_calendar_once),
		cmocka_unit_test(an_expired_or_removed_activity_has_no_page),
		cmocka_unit_test(passwords_everybody_tries_are_refused),
	};
	return cmocka_run_group_tests_name("server/intake", tests, setup, teardown);
}
