/* HTML and JSON writers: whatever text goes in, no markup comes out; and routes match what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "web/html.h"
#include "web/internal.h"
#include "web/json.h"

static void text_is_escaped_everywhere(void **state)
{
	(void)state;
	struct html h = HTML_INIT;
	html_raw(&h, "<p");
	html_attr(&h, "title", "\"><script>alert('1')</script>&");
	html_attr(&h, "lang", NULL);
	html_raw(&h, ">");
	html_text(&h, "<b>\"ä\" & 'ö'</b>\x01\x7f\xff");
	html_text(&h, NULL);
	html_raw(&h, "</p>");
	assert_string_equal(buf_str(&h.out),
			    "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\">"
			    "&lt;b&gt;&quot;ä&quot; &amp; &#39;ö&#39;&lt;/b&gt;\x7f\xEF\xBF\xBD</p>");
	html_fini(&h);
}

static void paragraphs_break_lines(void **state)
{
	(void)state;
	struct html h = HTML_INIT;
	html_paragraphs(&h, "yksi\nkaksi\n\n\n<kolme>\n");
	html_paragraphs(&h, "");
	html_paragraphs(&h, NULL);
	assert_string_equal(buf_str(&h.out), "<p>yksi<br>kaksi</p><p>&lt;kolme&gt;</p>");
	html_fini(&h);
}

static void only_harmless_links_are_links(void **state)
{
	(void)state;
	static const char *const good[] = {"https://example.org/",
					   "HTTP://example.org",
					   "mailto:a@example.org",
					   "tel:+358401234567",
					   "/a/abcd",
					   "#top",
					   "?lang=sv"};
	static const char *const bad[] = {"javascript:alert(1)",
					  " javascript:alert(1)",
					  "data:text/html,x",
					  "//evil.example",
					  "/\\evil.example",
					  "vbscript:x",
					  "",
					  NULL,
					  "java\nscript:x",
					  "file:///etc/passwd"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(html_link_ok(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(html_link_ok(bad[i]));
	struct html h = HTML_INIT;
	html_link(&h, "javascript:alert(1)");
	html_link(&h, "https://example.org/?a=1&b=\"");
	assert_string_equal(buf_str(&h.out), " href=\"#\" href=\"https://example.org/?a=1&amp;b=&quot;\"");
	html_fini(&h);
}

static void url_parts_are_encoded(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	html_url_part(&b, "a b/ä?&=#%");
	assert_string_equal(buf_str(&b), "a%20b%2F%C3%A4%3F%26%3D%23%25");
	buf_fini(&b);
}

static void json_has_its_commas(void **state)
{
	(void)state;
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "a");
	json_number(&j, -5);
	json_key(&j, "b");
	json_open(&j, '[');
	json_text(&j, "x\"\n");
	json_text(&j, NULL);
	json_open(&j, '{');
	json_close(&j, '}');
	json_close(&j, ']');
	json_key(&j, "c");
	json_bool(&j, true);
	json_close(&j, '}');
	assert_string_equal(buf_str(&j.out), "{\"a\":-5,\"b\":[\"x\\\"\\n\",null,{}],\"c\":true}");
	buf_fini(&j.out);
}

static void routes_match_whole_paths(void **state)
{
	(void)state;
	assert_true(web_route_matches_("/", "/"));
	assert_true(web_route_matches_("/a/:code", "/a/kahvi"));
	assert_true(web_route_matches_("/:code", "/kahvi"));
	assert_false(web_route_matches_("/:code", "/"));
	assert_false(web_route_matches_("/a/:code", "/a/"));
	assert_false(web_route_matches_("/a/:code", "/a"));
	assert_false(web_route_matches_("/a/:code", "/a/b/c"));
	assert_false(web_route_matches_("/a", "/ab"));
	assert_false(web_route_matches_("/a", "a"));
	assert_false(web_route_matches_("/a", ""));
	assert_false(web_route_matches_("/a", "/a/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped_everywhere),    cmocka_unit_test(paragraphs_break_lines),
		cmocka_unit_test(only_harmless_links_are_links), cmocka_unit_test(url_parts_are_encoded),
		cmocka_unit_test(json_has_its_commas),           cmocka_unit_test(routes_match_whole_paths),
	};
	return cmocka_run_group_tests_name("web/writers", tests, NULL, NULL);
}
