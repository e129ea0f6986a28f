/* The set digest: order does not matter, each of kind, id and seq does, and removing undoes adding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "feed/digest.h"

static void order_does_not_matter(void **state)
{
	(void)state;
	struct digest a = DIGEST_EMPTY, b = DIGEST_EMPTY;
	char id[16];
	for (int i = 0; i < 500; i++) {
		snprintf(id, sizeof id, "x:%d", i);
		digest_add(&a, "activity", id, i + 1);
	}
	for (int i = 499; i >= 0; i--) {
		snprintf(id, sizeof id, "x:%d", i);
		digest_add(&b, "activity", id, i + 1);
	}
	assert_true(digest_equal(&a, &b));
}

static void removing_undoes_adding_across_limbs(void **state)
{
	(void)state;
	struct digest d = DIGEST_EMPTY, empty = DIGEST_EMPTY, mid;
	char id[16];
	for (int i = 0; i < 200; i++) { /* enough sums to carry out of every limb */
		snprintf(id, sizeof id, "x:%d", i);
		digest_add(&d, "place", id, i);
		if (i == 99)
			mid = d;
	}
	for (int i = 199; i >= 100; i--) {
		snprintf(id, sizeof id, "x:%d", i);
		digest_remove(&d, "place", id, i);
	}
	assert_true(digest_equal(&d, &mid));
	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof id, "x:%d", i);
		digest_remove(&d, "place", id, i);
	}
	assert_true(digest_equal(&d, &empty));
}

static void every_part_counts(void **state)
{
	(void)state;
	struct digest base = DIGEST_EMPTY, d;
	digest_add(&base, "place", "a:b", 7);
	d = DIGEST_EMPTY, digest_add(&d, "plac", "ea:b", 7);
	assert_false(digest_equal(&base, &d)); /* the boundary between kind and id */
	d = DIGEST_EMPTY, digest_add(&d, "place", "a:c", 7);
	assert_false(digest_equal(&base, &d));
	d = DIGEST_EMPTY, digest_add(&d, "place", "a:b", 7 + 256);
	assert_false(digest_equal(&base, &d));
	d = base, digest_add(&d, "place", "a:b", 7); /* twice is not once, and not never */
	struct digest empty = DIGEST_EMPTY;
	assert_false(digest_equal(&base, &d));
	assert_false(digest_equal(&empty, &d));
}

/* Computed beside with Python:
 * int.from_bytes(blake2b(b"place\0a:b\0"+(7).to_bytes(8,"little"),digest_size=32),"little"). */
static void known_answer(void **state)
{
	(void)state;
	struct digest d = DIGEST_EMPTY;
	char hex[DIGEST_HEX_BYTES];
	digest_add(&d, "place", "a:b", 7);
	digest_to_hex(&d, hex);
	assert_string_equal(hex, "7bdf4dcbaa2579bfd984be298fb2a7cb7407feabbd7c219e3b47a1cb3520142d");
	digest_add(&d, "place", "a:c", 8);
	digest_to_hex(&d, hex);
	assert_string_equal(hex, "e2e691f03b8a90f791488be4f24c4913cd12623b0a7a01d4408125ca79a0c8ae");
}

static void hex_is_strict(void **state)
{
	(void)state;
	struct digest d = DIGEST_EMPTY, back;
	char hex[DIGEST_HEX_BYTES];
	digest_add(&d, "place", "a:b", 7);
	digest_to_hex(&d, hex);
	assert_true(digest_from_hex(hex, &back));
	assert_true(digest_equal(&d, &back));
	assert_false(digest_from_hex("", &back));
	assert_false(digest_from_hex(hex + 1, &back));
	hex[10] = 'G';
	assert_false(digest_from_hex(hex, &back));
	hex[10] = 'A';
	assert_false(digest_from_hex(hex, &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(removing_undoes_adding_across_limbs),
		cmocka_unit_test(every_part_counts),
		cmocka_unit_test(known_answer),
		cmocka_unit_test(hex_is_strict),
	};
	return cmocka_run_group_tests_name("feed/digest", tests, NULL, NULL);
}
