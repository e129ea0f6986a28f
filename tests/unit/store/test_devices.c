/* Screens and their nonces, on every engine. */
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
#include "store/devices.h"
#include "store/people.h"

#define NOW 1763800000

struct added {
	char id[DEVICE_ID_BYTES], credential[DEVICE_CREDENTIAL_BYTES];
};

static struct added add(struct store *s, const char *name)
{
	struct added d = {0};
	struct error e = ERROR_INIT;
	if (!store_begin(s, &e) || !device_add(s, name, "oulu", NOW, d.id, d.credential, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
	return d;
}

/* Reports with the nonce and gives the new one ("" when it was held for a clone). */
static void report(struct store *s, const char *id, const char *nonce, int64_t seq, char out[DEVICE_NONCE_BYTES])
{
	struct error e = ERROR_INIT;
	enum device_verdict verdict = DEVICE_REPORT_TAKEN;
	char given[DEVICE_NONCE_BYTES] = "";
	const struct device_report r = {.nonce = nonce,
					.displayed_seq = seq,
					.displayed_at = NOW,
					.verified_seq = seq,
					.content_at = NOW,
					.health = "{}"};
	if (!store_begin(s, &e) || !device_report(s, id, &r, NOW, &verdict, given, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
	snprintf(out, DEVICE_NONCE_BYTES, "%s", verdict == DEVICE_REPORT_TAKEN ? given : "");
}

static enum device_state state_of(struct store *s, const char *id)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct device d;
	assert_true(device_get(s, id, &d, &a, NULL));
	return d.state;
}

static void a_device_is_known_by_its_credential(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct device d;
	struct error e = ERROR_INIT;
	struct added x = add(b->store, "Pääaula");
	assert_true(device_by_credential(b->store, x.credential, &d, &a, NULL));
	assert_string_equal(d.id, x.id);
	assert_string_equal(d.name, "Pääaula");
	assert_int_equal(d.state, DEVICE_ACTIVE);
	assert_true(d.seen_at == INSTANT_NONE);
	assert_false(device_by_credential(b->store, "aula-device-wrong", &d, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(store_begin(b->store, NULL));
	char credential[DEVICE_CREDENTIAL_BYTES];
	assert_true(device_renew(b->store, x.id, credential, NULL));
	assert_true(device_move(b->store, x.id, "Kahvio", "raahe", NOW + 100, NULL));
	assert_false(device_move(b->store, x.id, "", "raahe", NOW + 100, NULL));
	assert_false(device_renew(b->store, "d-nobody", x.credential, &e));
	assert_true(store_commit(b->store, NULL));
	assert_true(device_by_credential(b->store, credential, &d, &a, NULL));
	assert_string_equal(d.centre, "raahe");
	const char *then;
	assert_true(device_centre_at(b->store, x.id, NOW + 99, &then, &a, NULL));
	assert_string_equal(then, "oulu");
	assert_true(device_centre_at(b->store, x.id, NOW + 100, &then, &a, NULL));
	assert_string_equal(then, "raahe");
	assert_true(device_centre_at(b->store, x.id, NOW - 5000, &then, &a, NULL));
	assert_string_equal(then, "oulu");
	assert_true(device_centre_at(b->store, "d-nobody", NOW, &then, &a, NULL));
	assert_string_equal(then, "");
}

static void a_report_is_noted(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct device *v;
	size_t n;
	char nonce[DEVICE_NONCE_BYTES], next[DEVICE_NONCE_BYTES];
	struct added x = add(b->store, "A");
	add(b->store, "B");
	report(b->store, x.id, "", 12, nonce);
	assert_int_equal(strlen(nonce), 32);
	report(b->store, x.id, nonce, -1, next);
	assert_string_not_equal(nonce, next);
	assert_true(device_list(b->store, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].id, x.id);
	assert_int_equal(v[0].seen_at, NOW);
	assert_int_equal(v[0].displayed_seq, 12); /* what is not known leaves what was told before */
	assert_string_equal(v[0].health, "{}");
	assert_null(v[1].health);
}

static void lost_answers_are_no_clone(void **state)
{
	struct backend *b = *state;
	char n1[DEVICE_NONCE_BYTES], lost[DEVICE_NONCE_BYTES], n2[DEVICE_NONCE_BYTES];
	struct added x = add(b->store, "A");
	report(b->store, x.id, "", 1, lost);
	report(b->store, x.id, "", 1, n1);
	for (int i = 0; i < 3; i++)
		report(b->store, x.id, n1, 1, lost);
	report(b->store, x.id, n1, 1, n2);
	assert_true(n2[0] != '\0');
	report(b->store, x.id, n2, 1, n1);
	assert_true(n1[0] != '\0');
	assert_int_equal(state_of(b->store, x.id), DEVICE_ACTIVE);
}

static void after_a_backup_every_screen_may_report_once_with_what_it_has(void **state)
{
	struct backend *b = *state;
	char since[DEVICE_NONCE_BYTES], next[DEVICE_NONCE_BYTES];
	struct added x = add(b->store, "A");
	report(b->store, x.id, "", 1, next);
	assert_true(store_begin(b->store, NULL));
	assert_true(device_forget_nonces(b->store, NULL));
	assert_true(store_commit(b->store, NULL));
	report(b->store, x.id, "00112233445566778899aabbccddeeff", 2, since); /* given after the backup */
	assert_int_equal(strlen(since), 32);
	report(b->store, x.id, since, 3, next);
	report(b->store, x.id, "00112233445566778899aabbccddeeff", 3, next); /* from then on as before */
	assert_int_equal(state_of(b->store, x.id), DEVICE_QUARANTINED);
}

static void a_copied_card_is_quarantined(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char n1[DEVICE_NONCE_BYTES], original[DEVICE_NONCE_BYTES], copy[DEVICE_NONCE_BYTES];
	struct audit_entry *v;
	size_t n;
	struct added x = add(b->store, "A");
	report(b->store, x.id, "", 1, n1); /* copied now: both hold n1 */
	report(b->store, x.id, n1, 2, original);
	report(b->store, x.id, n1, 3, copy); /* looks like a lost answer */
	report(b->store, x.id, original, 4, original);
	assert_string_equal(original, "");
	assert_int_equal(state_of(b->store, x.id), DEVICE_QUARANTINED);
	assert_true(audit_list(b->store, x.id, 5, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].what, "device.quarantine");
	/* a new credential ends it, whatever nonce the device remembers */
	assert_true(store_begin(b->store, NULL));
	assert_true(device_renew(b->store, x.id, x.credential, NULL));
	assert_true(store_commit(b->store, NULL));
	report(b->store, x.id, "0123", 5, copy);
	assert_int_equal(strlen(copy), 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_device_is_known_by_its_credential), CASE(a_report_is_noted),
		CASE(lost_answers_are_no_clone),           CASE(a_copied_card_is_quarantined),
		CASE(after_a_backup_every_screen_may_report_once_with_what_it_has),
	};
	return cmocka_run_group_tests_name("store/devices", tests, NULL, NULL);
}
