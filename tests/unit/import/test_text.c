#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/arena.h"
#include "base/error.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/csv.h"
#include "import/text.h"

static struct arena a;

static void phones_become_e164(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to;
	} cases[] = {{"040 123 4567", "+358401234567"},
		     {"+358 9 8165 7603", "+358981657603"},
		     {"+358 (0)40 123 4567", "+358401234567"},
		     {"+358 040 123 4567", "+358401234567"},
		     {"00358401234567", "+358401234567"},
		     {"p. (08) 123 456 (ma-pe)", "+3588123456"},
		     {"116 117", "116117"},
		     {"112", "112"},
		     {"040-123 4567, 050 999 9999", "+358401234567"},
		     {"+46 8 123 456 78", "+46812345678"},
		     {"405166046", NULL},
		     {"ei numeroa", NULL},
		     {"", NULL},
		     {"+0123456789", NULL},
		     {"0401234567890123456", NULL}};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *got = phone_normalise(&a, cases[i].from);
		if (cases[i].to == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].to);
	}
	assert_string_equal(phone_join(&a, "+358", "401234567"), "+358401234567");
	assert_string_equal(phone_join(&a, NULL, "116123"), "116123");
	assert_null(phone_join(&a, "+358", NULL));
}

static void only_web_addresses_pass(void **state)
{
	(void)state;
	assert_string_equal(url_normalise(&a, "www.Example.org/Polku"), "https://www.example.org/Polku");
	assert_string_equal(url_normalise(&a, " HTTP://EXAMPLE.ORG "), "http://example.org");
	static const char *const bad[] = {
		"javascript:alert(1)",       "ftp://example.org",     "https://",  "ei osoitetta",
		"https://user@example.org/", "https://ex ample.org",  "localhost", "https://a..b/",
		"file:///etc/passwd",        "https://example.org:x/"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_null(url_normalise(&a, bad[i]));
}

static void mail_addresses_are_checked(void **state)
{
	(void)state;
	assert_string_equal(email_normalise(&a, "mailto:Nimi@Example.ORG?subject=x"), "Nimi@example.org");
	assert_string_equal(email_normalise(&a, "nimi(at)example.org"), "nimi@example.org");
	assert_null(email_normalise(&a, "nimi@example"));
	assert_null(email_normalise(&a, "a@b@c.fi"));
	assert_null(email_normalise(&a, "väärä nimi@example.org"));
}

static void business_id_needs_its_check_digit(void **state)
{
	(void)state;
	assert_string_equal(business_id_normalise(&a, "0586977-6"), "0586977-6");
	assert_string_equal(business_id_normalise(&a, "FI05869776"), "0586977-6");
	assert_null(business_id_normalise(&a, "0586977-5"));
	assert_null(business_id_normalise(&a, "123"));
}

static void tm35fin_becomes_wgs84(void **state)
{
	(void)state;
	double lat = 0;
	double lon = 0;
	/* the false origin of the projection: 500 km east on the equator is 27° E; 7 211 137 north is Oulu's
	 * latitude */
	assert_true(coords_from_tm35fin(7211137, 500000, &lat, &lon));
	assert_true(fabs(lon - 27.0) < 1e-6 && fabs(lat - 65.02) < 0.03);
	/* Sundom's school in Vaasa, known from the map */
	assert_true(coords_from_tm35fin(7001836.409, 224930.408, &lat, &lon));
	assert_true(fabs(lat - 63.041) < 0.002 && fabs(lon - 21.557) < 0.002);
	assert_false(coords_from_tm35fin(61.6887, 27.2721, &lat, &lon));
	assert_false(coords_from_tm35fin(NAN, 1, &lat, &lon));
	assert_false(coords_from_tm35fin(224930, 7001836, &lat, &lon));
	coords_fini();
}

static void filler_positions_are_told_from_absurd_ones(void **state)
{
	(void)state;
	struct place p = {.has_position = false};
	assert_int_equal(coords_set(&p, 0, 0), COORDS_FILLER);
	assert_int_equal(coords_set(&p, 60.1699, 24.9384), COORDS_FILLER);
	assert_int_equal(coords_set(&p, 100, 101), COORDS_ABSURD);
	assert_int_equal(coords_set(&p, 25.47, 65.01), COORDS_ABSURD);
	assert_false(p.has_position);
	assert_int_equal(coords_set(&p, 65.01, 25.47), COORDS_TAKEN);
	assert_true(p.has_position);
}

static void html_becomes_text(void **state)
{
	(void)state;
	assert_string_equal(html_to_text(&a, "<p>Yksi<br>kaksi</p><p>kolme</p>"), "Yksi\nkaksi\n\nkolme");
	assert_string_equal(html_to_text(&a, "Mies &amp; koira\nrivi"), "Mies & koira\nrivi");
	assert_string_equal(html_to_text(&a, "alle 18 v < 5 €"), "alle 18 v < 5 €");
	assert_string_equal(html_to_text(&a, "<ul><li>a<li>b</ul>"), "• a\n• b");
	assert_string_equal(html_to_text(&a, "<script>x</script><style>y</style>z<!-- c -->"), "z");
	assert_string_equal(html_to_text(&a, "<a href='https://x.example'>https://x.example</a>"),
			    "https://x.example");
	assert_string_equal(html_to_text(&a, "<a href='javascript:x'>tästä</a>"), "tästä");
}

static void blanks_and_noise_are_cleaned(void **state)
{
	(void)state;
	assert_string_equal(text_clean(&a, "  a \xc2\xa0 b\r\n\n\n\nc\xe2\x80\x8b\xc2\xad"
					   "d  "),
			    "a b\n\ncd");
	assert_string_equal(text_line(&a, "a\nb"), "a b");
	assert_string_equal(text_clean(&a, "x\xff"), "x\xef\xbf\xbd");
}

static void caps_cut_between_words(void **state)
{
	(void)state;
	bool cut = false;
	assert_string_equal(text_cap(&a, "yksi kaksi kolme", 11, &cut), "yksi kaksi…");
	assert_true(cut);
	cut = false;
	assert_string_equal(text_cap(&a, "ääkköset", 8, &cut), "ääkköset");
	assert_false(cut);
}

static void names_compare_by_key(void **state)
{
	(void)state;
	assert_string_equal(text_key(&a, "Café  Lähde ry"), "café lähde");
	assert_string_equal(text_key(&a, "NEULEKAHVILA!"), "neulekahvila");
	assert_string_equal(text_key(&a, "ÅÄÖ–oy Ab"), "åäö oy");
}

static void csv_columns_are_named_as_a_spreadsheet_does(void **state)
{
	(void)state;
	char name[8];
	csv_column_name(0, name);
	assert_string_equal(name, "A");
	csv_column_name(26, name);
	assert_string_equal(name, "AA");
	csv_column_name(701, name);
	assert_string_equal(name, "ZZ");
	struct csv c;
	struct error e = ERROR_INIT;
	const char text[] = "\xef\xbb\xbf# note\na;b\n1;\"x;\"\"y\"\n\n;2\n";
	assert_true(csv_parse(&c, text, sizeof text - 1, &a, &e));
	assert_int_equal(c.n, 2);
	assert_string_equal(csv_get(&c, &c.rows[0], "b"), "x;\"y");
	assert_int_equal(c.rows[0].line, 3);
	assert_int_equal(c.rows[1].line, 5);
	assert_null(csv_get(&c, &c.rows[1], "a"));
}

static int free_arena(void **state)
{
	(void)state;
	arena_fini(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phones_become_e164),
		cmocka_unit_test(only_web_addresses_pass),
		cmocka_unit_test(mail_addresses_are_checked),
		cmocka_unit_test(business_id_needs_its_check_digit),
		cmocka_unit_test(tm35fin_becomes_wgs84),
		cmocka_unit_test(filler_positions_are_told_from_absurd_ones),
		cmocka_unit_test(html_becomes_text),
		cmocka_unit_test(blanks_and_noise_are_cleaned),
		cmocka_unit_test(caps_cut_between_words),
		cmocka_unit_test(names_compare_by_key),
		cmocka_unit_test(csv_columns_are_named_as_a_spreadsheet_does),
	};
	return cmocka_run_group_tests(tests, NULL, free_arena);
}
