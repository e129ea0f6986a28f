/* Codes of the second factor: RFC 6238's own numbers, the window, and what is typed around them. */
#include "unit.h"

#include "server/totp.h"

/* RFC 6238 appendix B uses the ASCII key "12345678901234567890" with eight digits; the last six of them. */
#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static void the_numbers_of_the_rfc(void **state)
{
	static const struct {
		int64_t at;
		const char *code;
	} known[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
		     {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		int64_t step = 0;
		assert_true(totp_step_of(SECRET, known[i].code, known[i].at, &step));
		assert_int_equal(step, known[i].at / TOTP_STEP_S);
	}
}

static void one_step_early_or_late_is_taken_and_no_more(void **state)
{
	int64_t step;
	(void)state;
	assert_true(totp_step_of(SECRET, "005924", 1234567890 + 30, &step));
	assert_int_equal(step, 1234567890 / 30);
	assert_true(totp_step_of(SECRET, "005924", 1234567890 - 30, &step));
	assert_false(totp_step_of(SECRET, "005924", 1234567890 + 60, &step));
	assert_false(totp_step_of(SECRET, "005924", 1234567890 - 60, &step));
}

static void only_six_digits_are_a_code(void **state)
{
	static const char *const bad[] = {"",       "00592",         "0059244", "00592a",
					  "005925", "recovery-code", "٠٠٥٩٢٤"};
	int64_t step;
	(void)state;
	assert_true(totp_step_of(SECRET, " 005 924 ", 1234567890, &step));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(totp_step_of(SECRET, bad[i], 1234567890, &step));
	assert_false(totp_step_of("GEZDGNBV", "005924", 1234567890, &step));
	assert_false(totp_step_of(NULL, "005924", 1234567890, &step));
}

static void secrets_are_new_each_time(void **state)
{
	char a[TOTP_SECRET_TEXT], b[TOTP_SECRET_TEXT];
	(void)state;
	totp_new_secret(a);
	totp_new_secret(b);
	assert_true(totp_secret_ok(a));
	assert_string_not_equal(a, b);
}

TEST_MAIN(T(the_numbers_of_the_rfc), T(one_step_early_or_late_is_taken_and_no_more),
	  T(only_six_digits_are_a_code), T(secrets_are_new_each_time))
