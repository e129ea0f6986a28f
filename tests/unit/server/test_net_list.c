#include "unit.h"

#include "server/net_list.h"

static void addresses_and_networks_are_found(void **state)
{
	(void)state;
	static const char list[] = "127.0.0.1, ::1 192.0.2.64/26 2001:db8::/33";
	static const struct {
		const char *client;
		bool in;
	} cases[] = {
		{"127.0.0.1", true}, {"127.0.0.2", false}, {"::1", true}, {"::2", false}, {"::ffff:127.0.0.1", true},
		{"192.0.2.64", true}, {"192.0.2.127", true}, {"192.0.2.128", false}, {"192.0.2.63", false},
		{"2001:db8:7fff::1", true}, {"2001:db8:8000::1", false}, {"", false}, {"localhost", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (net_list_has(list, cases[i].client) != cases[i].in)
			fail_msg("%s", cases[i].client);
	assert_false(net_list_has("", "127.0.0.1"));
	assert_true(net_list_has("0.0.0.0/0", "198.51.100.7"));
	assert_false(net_list_has("0.0.0.0/0", "2001:db8::1"));
}

static void what_is_no_address_is_named(void **state)
{
	(void)state;
	static const char *const bad[] = {"localhost", "127.0.0.1/33", "::1/129", "127.0.0.1/x", "1.2.3"};
	struct error e = ERROR_INIT;
	assert_true(net_list_ok("", &e));
	assert_true(net_list_ok("127.0.0.1 ::1, 10.0.0.0/8", &e));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(net_list_ok(bad[i], &e));
		assert_contains(e.text, bad[i]);
	}
}

TEST_MAIN(T(addresses_and_networks_are_found), T(what_is_no_address_is_named))
