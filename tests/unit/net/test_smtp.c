/* What may stand as an address. The conversation itself: tests/integration/contact.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "net/smtp.h"

static void addresses(void **state)
{
	(void)state;
	static const char *const good[] = {"a@b.fi", "etu.suku+lista@alue.example.org", "x_y-z@1.example.org", "o'neil@example.org"};
	static const char *const bad[] = {"", "a", "a@", "@b.fi", "a@b", "a@b.", "a@.b.fi", "a b@c.fi", "a@b.fi\r\nBcc: x@y.fi", "a@b.fi,c@d.fi", "<a@b.fi>",
					  "a..b@c.fi", ".a@c.fi", "a.@c.fi", "\"a b\"@c.fi", "ä@b.fi", "a@ä.fi", "a@b..fi"};
	char long_one[300];
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!smtp_address_ok(good[i]))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (smtp_address_ok(bad[i]))
			fail_msg("%s", bad[i]);
	assert_false(smtp_address_ok(NULL));
	memset(long_one, 'a', sizeof long_one);
	snprintf(long_one + 65, sizeof long_one - 65, "@example.org");
	assert_false(smtp_address_ok(long_one)); /* local part over 64 */
}

static void urls_and_refusals(void **state)
{
	(void)state;
	const struct smtp_options o = {.url = "smtp://127.0.0.1:1", .from = "a@example.org", .timeout_ms = 2000};
	struct smtp_letter l = {.id = "x", .to = "b@example.org\r\n", .subject = "s", .body = "t"};
	struct error e = ERROR_INIT;
	assert_true(smtp_url_ok("smtp://h") && smtp_url_ok("smtps://h:465"));
	assert_false(smtp_url_ok("http://h") || smtp_url_ok("smtp://") || smtp_url_ok(""));
	assert_false(smtp_send(&o, &l, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	l.to = "b@example.org";
	assert_false(smtp_send(&o, &l, &e));
	assert_int_equal(e.kind, ERROR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(urls_and_refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
