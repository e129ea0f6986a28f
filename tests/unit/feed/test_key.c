/* The signing key's file and the hand-over from one key to the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "feed/key.h"
#include "support/tmpdir.h"

static struct tmpdir dir;
static char path[128];

static int setup(void **state)
{
	(void)state;
	feed_init();
	tmpdir_make(&dir);
	snprintf(path, sizeof path, "%s", tmpdir_file(&dir, "key"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tmpdir_remove(&dir);
	return 0;
}

static void made_once_and_read_back(void **state)
{
	(void)state;
	struct signing_key a, b;
	struct error e = ERROR_INIT;
	struct stat st;
	unlink(path);
	assert_true(signing_key_open(&a, path, &e));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(signing_key_open(&b, path, &e));
	assert_string_equal(a.public_hex, b.public_hex);
	char sig[KEY_SIGNATURE_HEX_BYTES];
	signing_key_sign(&b, "hello", 5, sig);
	assert_true(signature_check(a.public_hex, "hello", 5, sig, 128));
	assert_false(signature_check(a.public_hex, "hellp", 5, sig, 128));
	assert_false(signing_key_create(&b, path, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
}

static void a_file_others_may_read_is_refused(void **state)
{
	(void)state;
	struct signing_key k;
	struct error e = ERROR_INIT;
	unlink(path);
	assert_true(signing_key_create(&k, path, &e));
	chmod(path, 0640);
	assert_false(signing_key_open(&k, path, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	assert_non_null(strstr(e.text, path));
}

static void a_damaged_file_is_not_a_key(void **state)
{
	(void)state;
	struct signing_key k;
	struct error e = ERROR_INIT;
	unlink(path);
	assert_true(signing_key_create(&k, path, &e));
	assert_int_equal(truncate(path, 40), 0);
	assert_false(signing_key_open(&k, path, &e));
	assert_int_equal(e.kind, ERROR_CORRUPT);
}

static void rotation_is_followed_over_several_keys(void **state)
{
	(void)state;
	struct signing_key k[4];
	char s[3][KEY_ROTATION_BYTES], now[KEY_HEX_BYTES];
	struct error e = ERROR_INIT;
	for (int i = 0; i < 4; i++)
		signing_key_generate(&k[i]);
	for (int i = 0; i < 3; i++)
		key_rotation_write(&k[i], k[i + 1].public_hex, 1700000000 + i, s[i]);
	const char *mixed[] = {s[2], s[0], s[1]};
	assert_true(key_rotation_follow(mixed, 3, k[0].public_hex, now, &e));
	assert_string_equal(now, k[3].public_hex);
	assert_true(key_rotation_follow(mixed, 3, k[2].public_hex, now, &e));
	assert_string_equal(now, k[3].public_hex);
	assert_true(key_rotation_follow(mixed, 0, k[0].public_hex, now, &e));
	assert_string_equal(now, k[0].public_hex);
}

static void forged_and_circular_rotations_are_refused(void **state)
{
	(void)state;
	struct signing_key a, b, thief;
	char s[KEY_ROTATION_BYTES], back[KEY_ROTATION_BYTES], now[KEY_HEX_BYTES];
	struct error e = ERROR_INIT;
	signing_key_generate(&a), signing_key_generate(&b), signing_key_generate(&thief);
	/* the thief's statement does not begin at a pinned key: no effect */
	key_rotation_write(&thief, b.public_hex, 1700000000, s);
	const char *list[] = {s, back};
	assert_true(key_rotation_follow(list, 1, a.public_hex, now, &e));
	assert_string_equal(now, a.public_hex);
	/* the same with the old key's name written over */
	memcpy(s + strlen("aula-key-rotation-1 "), a.public_hex, 64);
	assert_false(key_rotation_follow(list, 1, a.public_hex, now, &e));
	assert_int_equal(e.kind, ERROR_TRUST);
	key_rotation_write(&a, b.public_hex, 1700000000, s);
	s[40 + 64] ^= 1; /* another new key */
	assert_false(key_rotation_follow(list, 1, a.public_hex, now, &e));
	s[40 + 64] ^= 1;
	s[100] = '\0'; /* cut off */
	assert_false(key_rotation_follow(list, 1, a.public_hex, now, &e));
	key_rotation_write(&a, b.public_hex, 1700000000, s);
	key_rotation_write(&b, a.public_hex, 1700000001, back);
	assert_false(key_rotation_follow(list, 2, a.public_hex, now, &e));
	assert_int_equal(e.kind, ERROR_TRUST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_once_and_read_back),
		cmocka_unit_test(a_file_others_may_read_is_refused),
		cmocka_unit_test(a_damaged_file_is_not_a_key),
		cmocka_unit_test(rotation_is_followed_over_several_keys),
		cmocka_unit_test(forged_and_circular_rotations_are_refused),
	};
	return cmocka_run_group_tests_name("feed/key", tests, setup, teardown);
}
