/* Enrolment's JSON both ways, the screen's status file, the daybook: what comes back, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "spool/daybook.h"
#include "spool/device_status.h"
#include "spool/enrol_wire.h"
#include "support/folder_case.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void an_offer_comes_back(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf json = BUF_INIT;
	struct enrol_offer in = {.device_code = "abc", .user_code = "BCDF-GHJK", .url = "https://a.example/staff/enrol",
				 .url_complete = "https://a.example/staff/enrol?code=BCDF-GHJK", .key = KEY,
				 .expires_in_s = 600, .interval_s = 5}, out;
	enrol_offer_encode(&in, &json);
	assert_true(enrol_offer_decode(buf_str(&json), json.len, &out, NULL));
	assert_string_equal(out.url_complete, in.url_complete);
	assert_int_equal(out.expires_in_s, 600);
}

static void bad_offers_are_refused(void **state)
{
	(void)state;
#define REST "\"expires_in\":600,\"interval\":5,\"key\":\"" KEY "\"}"
	static const char *const bad[] = {
		"", "[]", "{}", "{\"device_code\":\"x\"",
		"{\"device_code\":\"x\",\"user_code\":\"B\",\"verification_uri\":\"javascript:x\"," REST,
		"{\"device_code\":\"x y\",\"user_code\":\"B\",\"verification_uri\":\"https://a\"," REST,
		"{\"device_code\":\"x\",\"user_code\":\"B\\u00e4\",\"verification_uri\":\"https://a\"," REST,
		"{\"device_code\":\"x\",\"user_code\":\"B\",\"verification_uri\":\"https://a b\"," REST,
		"{\"device_code\":\"x\",\"user_code\":\"B\",\"verification_uri\":\"https://a\",\"expires_in\":600,\"key\":\"12\"}",
		"{\"device_code\":\"x\",\"user_code\":\"B\",\"verification_uri\":\"https://a\",\"key\":\"" KEY "\"}",
		"{\"device_code\":\"x\",\"user_code\":\"B\",\"verification_uri\":\"https://a\",\"interval\":0," REST,
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct enrol_offer out;
		if (enrol_offer_decode(bad[i], strlen(bad[i]), &out, NULL))
			fail_msg("taken: %s", bad[i]);
	}
	char *large = calloc(1, ENROL_WIRE_BYTES_MAX + 3);
	struct enrol_ask ask;
	struct error e = ERROR_INIT;
	memset(large, ' ', ENROL_WIRE_BYTES_MAX + 1);
	assert_false(enrol_ask_decode(large, ENROL_WIRE_BYTES_MAX + 1, &ask, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	free(large);
}

static void a_credential_must_fit_a_header(void **state)
{
	(void)state;
	struct enrol_grant_answer g;
	const char *fine = "{\"id\":\"d-1\",\"name\":\"P\\u00e4\\u00e4aula\",\"centre\":\"c:a\",\"credential\":\"aula-device-x\",\"key\":\"" KEY "\"}";
	const char *crlf = "{\"id\":\"d-1\",\"name\":\"A\",\"centre\":\"c:a\",\"credential\":\"x y\",\"key\":\"" KEY "\"}";
	const char *key = "{\"id\":\"d-1\",\"name\":\"A\",\"centre\":\"c:a\",\"credential\":\"x\",\"key\":\"\"}";
	assert_true(enrol_grant_decode(fine, strlen(fine), &g, NULL));
	assert_string_equal(g.name, "Pääaula");
	assert_string_equal(g.base, "");
	assert_false(enrol_grant_decode(crlf, strlen(crlf), &g, NULL));
	assert_false(enrol_grant_decode(key, strlen(key), &g, NULL));
}

static void a_status_is_written_and_read(void **state)
{
	(void)state;
	struct device_status in = {.link = DEVICE_LINK_REVOKED, .id = "d-1", .name = "Aula", .code = "BCDF-GHJK",
				   .url = "https://a", .fingerprint = "ab", .code_until = 9}, out;
	struct error e = ERROR_INIT;
	assert_false(device_status_read(folder, &out, &e));
	assert_int_equal(out.link, DEVICE_LINK_NONE);
	assert_true(device_status_write(folder, &in, NULL));
	assert_true(device_status_read(folder, &out, NULL));
	assert_int_equal(out.link, DEVICE_LINK_REVOKED);
	assert_string_equal(out.code, "BCDF-GHJK");
	assert_int_equal(out.code_until, 9);
	in.code[0] = '\0'; /* without a code nothing about one is told */
	assert_true(device_status_write(folder, &in, NULL));
	assert_true(device_status_read(folder, &out, NULL));
	assert_string_equal(out.fingerprint, "");
	assert_false(device_status_decode("{\"link\":\"else\"}", 15, &out, NULL));
}

static void the_daybook_keeps_the_newest_lines(void **state)
{
	(void)state;
	char path[] = "/tmp/aula-daybook-XXXXXX";
	CLEANUP_BUF struct buf text = BUF_INIT;
	bool written;
	close(mkstemp(path));
	log_init("test", LOG_LEVEL_INFO);
	daybook_start();
	daybook_start();
	for (int i = 0; i < DAYBOOK_LINES + 7; i++)
		log_info("line %03d", i);
	log_debug("not this");
	char longest[2 * DAYBOOK_LINE_BYTES];
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	log_warning("%s", longest);
	daybook_write(&text);
	size_t lines = 0;
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	assert_int_equal(lines, DAYBOOK_LINES);
	assert_true(text.len <= DAYBOOK_BYTES_MAX);
	assert_null(strstr(buf_str(&text), "line 007"));
	assert_non_null(strstr(buf_str(&text), "Z test info: line 008\n"));
	assert_null(strstr(buf_str(&text), "not this"));
	assert_true(daybook_save(path, &written, NULL));
	assert_true(written);
	assert_true(daybook_save(path, &written, NULL));
	assert_false(written);
	log_set_tap(NULL);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_offer_comes_back),
		cmocka_unit_test(bad_offers_are_refused),
		cmocka_unit_test(a_credential_must_fit_a_header),
		FOLDER_CASE(a_status_is_written_and_read),
		cmocka_unit_test(the_daybook_keeps_the_newest_lines),
	};
	return cmocka_run_group_tests_name("spool/enrol_wire", tests, NULL, NULL);
}
