/* Enrolment of screens, and what staff ask of them, on every engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backends.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "store/device_files.h"
#include "store/enrol.h"

#define NOW 1763800000
#define INTERVAL 5

static struct enrol_codes begin(struct store *s, int64_t now)
{
	struct enrol_codes c = {0};
	struct error e = ERROR_INIT;
	if (!store_begin(s, &e) || !enrol_begin(s, "{}", INTERVAL, now, &c, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
	return c;
}

static enum enrol_answer poll_for(struct store *s, const char *code, int64_t now, char credential[DEVICE_CREDENTIAL_BYTES])
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct device d;
	enum enrol_answer answer = 0;
	if (!store_begin(s, &e) || !enrol_poll(s, code, now, &answer, &d, credential, &a, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
	return answer;
}

static void new_device(struct store *s, char id[DEVICE_ID_BYTES])
{
	char credential[DEVICE_CREDENTIAL_BYTES];
	assert_true(store_begin(s, NULL));
	assert_true(device_add(s, "Aula", "oulu", NOW, id, credential, NULL));
	assert_true(store_commit(s, NULL));
}

static bool grant(struct store *s, const char *code, const char *device, int64_t now)
{
	struct error e = ERROR_INIT;
	assert_true(store_begin(s, NULL));
	bool ok = enrol_grant(s, code, device, now, &e);
	if (!ok)
		assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(store_commit(s, NULL));
	return ok;
}

static bool report_with(struct store *s, const char *credential, int64_t now)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct device d;
	enum device_verdict verdict;
	char nonce[DEVICE_NONCE_BYTES];
	const struct device_report r = {
		.nonce = "", .displayed_seq = -1, .content_at = INSTANT_NONE, .displayed_at = INSTANT_NONE};
	if (!device_by_credential(s, credential, &d, &a, NULL))
		return false;
	assert_true(store_begin(s, NULL));
	assert_true(device_report(s, d.id, &r, now, &verdict, nonce, NULL));
	assert_true(store_commit(s, NULL));
	return true;
}

static void codes_are_read_as_people_type(void **state)
{
	(void)state;
	char out[ENROL_USER_CODE_BYTES];
	assert_true(enrol_code_read("bcdf ghjk", out));
	assert_string_equal(out, "BCDF-GHJK");
	assert_true(enrol_code_read(" BCDFGHJK- ", out));
	assert_string_equal(out, "BCDF-GHJK");
	static const char *const wrong[] = {"", "BCDF-GHJ", "BCDF-GHJKL", "BCDF-GHJA", "BCDF-GHJ0", "BCDF GHJ\xc3\xa4"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(enrol_code_read(wrong[i], out));
}

static void the_whole_way(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct enrolment found;
	struct enrol_codes c = begin(b->store, NOW);
	char id[DEVICE_ID_BYTES], first[DEVICE_CREDENTIAL_BYTES] = "", second[DEVICE_CREDENTIAL_BYTES] = "";
	char read[ENROL_USER_CODE_BYTES];
	assert_int_equal(strlen(c.device), ENROL_DEVICE_CODE_BYTES - 1);
	assert_true(enrol_code_read(c.user, read));
	assert_string_equal(read, c.user);
	assert_int_equal(poll_for(b->store, c.device, NOW + 1, first), ENROL_PENDING);
	assert_true(enrol_find(b->store, c.user, NOW + 2, &found, &a, NULL));
	assert_int_equal(found.expires_at, NOW + ENROL_LIFE_S);
	new_device(b->store, id);
	assert_true(grant(b->store, c.user, id, NOW + 3));
	assert_false(enrol_find(b->store, c.user, NOW + 3, &found, &a, NULL)); /* the short code is used up */
	assert_false(grant(b->store, c.user, id, NOW + 3));
	assert_int_equal(poll_for(b->store, c.device, NOW + 6, first), ENROL_GIVEN);
	/* the answer was lost: another credential, and the first is worth nothing */
	assert_int_equal(poll_for(b->store, c.device, NOW + 11, second), ENROL_GIVEN);
	assert_string_not_equal(first, second);
	assert_false(report_with(b->store, first, NOW + 12));
	assert_true(report_with(b->store, second, NOW + 12));
	assert_int_equal(poll_for(b->store, c.device, NOW + 16, first), ENROL_EXPIRED);
	assert_true(report_with(b->store, second, NOW + 17)); /* and that poll took nothing away */
}

static void who_asks_too_fast_waits_longer(void **state)
{
	struct backend *b = *state;
	struct enrol_codes c = begin(b->store, NOW);
	char id[DEVICE_ID_BYTES], credential[DEVICE_CREDENTIAL_BYTES];
	assert_int_equal(poll_for(b->store, c.device, NOW, credential), ENROL_PENDING);
	assert_int_equal(poll_for(b->store, c.device, NOW + 1, credential), ENROL_SLOW_DOWN);
	assert_int_equal(poll_for(b->store, c.device, NOW + 7, credential), ENROL_SLOW_DOWN); /* ten by now */
	new_device(b->store, id);
	assert_true(grant(b->store, c.user, id, NOW + 8));
	assert_int_equal(poll_for(b->store, c.device, NOW + 9, credential), ENROL_SLOW_DOWN); /* haste brings nothing */
	assert_int_equal(poll_for(b->store, c.device, NOW + 9 + 30, credential), ENROL_GIVEN);
}

static void refused_expired_and_unknown(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct enrolment found;
	struct error e = ERROR_INIT;
	char id[DEVICE_ID_BYTES], credential[DEVICE_CREDENTIAL_BYTES];
	struct enrol_codes c = begin(b->store, NOW), late = begin(b->store, NOW);
	assert_true(store_begin(b->store, NULL));
	assert_true(enrol_refuse(b->store, c.user, NOW + 1, NULL));
	assert_true(store_commit(b->store, NULL));
	assert_int_equal(poll_for(b->store, c.device, NOW + 2, credential), ENROL_DENIED);
	new_device(b->store, id);
	assert_false(grant(b->store, c.user, id, NOW + 3));
	assert_false(grant(b->store, late.user, id, NOW + ENROL_LIFE_S));
	assert_false(enrol_find(b->store, late.user, NOW + ENROL_LIFE_S, &found, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_int_equal(poll_for(b->store, late.device, NOW + ENROL_LIFE_S, credential), ENROL_EXPIRED);
	assert_int_equal(poll_for(b->store, "nonsense", NOW, credential), ENROL_EXPIRED);
	assert_int_equal(poll_for(b->store, "", NOW, credential), ENROL_EXPIRED);
	assert_true(store_begin(b->store, NULL));
	assert_true(enrol_purge(b->store, NOW + ENROL_LIFE_S + ENROL_KEPT_S + 1, NULL));
	assert_true(store_commit(b->store, NULL));
	assert_int_equal(poll_for(b->store, c.device, NOW + 2, credential), ENROL_EXPIRED); /* not known any more */
}

static void an_old_credential_lives_until_the_new_is_fetched(void **state)
{
	struct backend *b = *state;
	char id[DEVICE_ID_BYTES], old[DEVICE_CREDENTIAL_BYTES], fresh[DEVICE_CREDENTIAL_BYTES];
	struct enrol_codes c = begin(b->store, NOW), again = begin(b->store, NOW);
	assert_true(store_begin(b->store, NULL));
	assert_true(device_add(b->store, "Aula", "oulu", NOW, id, old, NULL));
	assert_true(store_commit(b->store, NULL));
	assert_true(grant(b->store, c.user, id, NOW + 1));
	assert_true(report_with(b->store, old, NOW + 2));
	assert_true(grant(b->store, again.user, id, NOW + 3)); /* thought better of: the other card */
	assert_int_equal(poll_for(b->store, c.device, NOW + 4, fresh), ENROL_DENIED);
	assert_int_equal(poll_for(b->store, again.device, NOW + 5, fresh), ENROL_GIVEN);
	assert_false(report_with(b->store, old, NOW + 6));
	assert_true(report_with(b->store, fresh, NOW + 6));
	/* revoked between the decision and the poll */
	struct enrol_codes third = begin(b->store, NOW);
	assert_true(grant(b->store, third.user, id, NOW + 7));
	assert_true(store_begin(b->store, NULL));
	assert_true(enrol_withdraw(b->store, id, NULL));
	assert_true(store_commit(b->store, NULL));
	assert_int_equal(poll_for(b->store, third.device, NOW + 12, fresh), ENROL_DENIED);
}

static void only_so_many_wait(void **state)
{
	struct backend *b = *state;
	struct error e = ERROR_INIT;
	struct enrol_codes c = {0};
	assert_true(store_begin(b->store, NULL));
	for (int i = 0; i < ENROL_LIVE_MOST; i++)
		assert_true(enrol_begin(b->store, "{}", INTERVAL, NOW, &c, NULL));
	assert_false(enrol_begin(b->store, "{}", INTERVAL, NOW, &c, &e));
	assert_int_equal(e.kind, ERROR_BUSY);
	assert_true(enrol_begin(b->store, "{}", INTERVAL, NOW + ENROL_LIFE_S, &c, NULL));
	char long_told[ENROL_TOLD_MAX + 2];
	memset(long_told, 'x', sizeof long_told);
	long_told[sizeof long_told - 1] = '\0';
	assert_false(enrol_begin(b->store, long_told, INTERVAL, NOW + ENROL_LIFE_S, &c, &e));
	assert_true(store_commit(b->store, NULL));
}

static void what_is_wanted_and_what_came(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct device_file_row row;
	struct error e = ERROR_INIT;
	int64_t at;
	assert_true(store_begin(b->store, NULL));
	assert_true(device_want(b->store, "d-1", DEVICE_PICTURE, NOW, NULL));
	assert_true(device_wanted(b->store, "d-1", DEVICE_PICTURE, NOW + 5, &at, NULL));
	assert_int_equal(at, NOW);
	assert_true(device_wanted(b->store, "d-1", DEVICE_LOG, NOW + 5, &at, NULL));
	assert_true(at == INSTANT_NONE);
	assert_true(device_wanted(b->store, "d-1", DEVICE_PICTURE, NOW + DEVICE_WANT_S, &at, NULL));
	assert_true(at == INSTANT_NONE);
	assert_false(device_file_get(b->store, "d-1", DEVICE_PICTURE, &row, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(device_file_put(b->store, "d-1", DEVICE_PICTURE, "image/png", "a\0b", 3, NOW + 6, NULL));
	assert_true(device_file_put(b->store, "d-1", DEVICE_PICTURE, "image/png", "\0c", 2, NOW + 7, NULL));
	assert_true(device_wanted(b->store, "d-1", DEVICE_PICTURE, NOW + 8, &at, NULL));
	assert_true(at == INSTANT_NONE);
	assert_true(device_file_get(b->store, "d-1", DEVICE_PICTURE, &row, &a, NULL));
	assert_int_equal(row.len, 2);
	assert_memory_equal(row.bytes, "\0c", 3);
	assert_int_equal(row.at, NOW + 7);
	assert_true(device_files_forget(b->store, "d-1", NULL));
	assert_false(device_file_get(b->store, "d-1", DEVICE_PICTURE, &row, &a, NULL));
	assert_true(store_commit(b->store, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_read_as_people_type),
		CASE(the_whole_way),
		CASE(who_asks_too_fast_waits_longer),
		CASE(refused_expired_and_unknown),
		CASE(an_old_credential_lives_until_the_new_is_fetched),
		CASE(only_so_many_wait),
		CASE(what_is_wanted_and_what_came),
	};
	return cmocka_run_group_tests_name("store/enrol", tests, NULL, NULL);
}
