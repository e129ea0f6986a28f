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

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/fs.h"
#include "i18n/catalogue.h"
#include "i18n/holders.h"
#include "i18n/plural.h"
#include "support/tmpdir.h"

static struct tmpdir folder;
static struct arena arena;

struct entry {
	const char *key, *text;
	size_t key_len, text_len; /* without the last NUL; plural forms hold NULs */
};

#define E(k, t)                                                                                                   \
	{                                                                                                         \
		k, t, sizeof(k) - 1, sizeof(t) - 1                                                                \
	}

static void put32(struct buf *b, size_t v)
{
	uint32_t w = (uint32_t)v;
	buf_append(b, &w, sizeof w);
}

/* A .mo as msgfmt would write it; entries in order of their keys. */
static void make_mo(struct buf *b, const struct entry *v, size_t n)
{
	size_t at = 28 + n * 16;
	put32(b, 0x950412de);
	put32(b, 0);
	put32(b, n);
	put32(b, 28);
	put32(b, 28 + n * 8);
	put32(b, 0);
	put32(b, 0);
	for (size_t i = 0; i < n; at += v[i++].key_len + 1) {
		put32(b, v[i].key_len);
		put32(b, at);
	}
	for (size_t i = 0; i < n; at += v[i++].text_len + 1) {
		put32(b, v[i].text_len);
		put32(b, at);
	}
	for (size_t i = 0; i < n; i++)
		buf_append(b, v[i].key, v[i].key_len + 1);
	for (size_t i = 0; i < n; i++)
		buf_append(b, v[i].text, v[i].text_len + 1);
}

static void save(const char *name, const struct buf *b)
{
	char path[100];
	snprintf(path, sizeof path, "%s/%s", folder.path, name);
	assert_true(fs_write_atomic(path, b->data, b->len, NULL));
}

static void save_entries(const char *name, const struct entry *v, size_t n)
{
	struct buf b = BUF_INIT;
	make_mo(&b, v, n);
	save(name, &b);
	buf_fini(&b);
}

static const struct entry finnish[] = {
	E("", "Plural-Forms: nplurals=2; plural=(n != 1);\n"),
	E("%d group\0%d groups", "%d ryhmä\0%d ryhmää"),
	E("%d of %s", "%s %d"),
	E("Back", "Takaisin"),
	E("Data from {day}", "Tiedot: {dayy}"),
	E("dock\004Home", "Alkuun"),
};

static const struct entry russian[] = {
	E("", "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
	      "n%100>=20) ? 1 : 2);\n"),
	E("%d group\0%d groups", "%d группа\0%d группы\0%d групп"),
};

static void open_both(void)
{
	struct error e = ERROR_INIT;
	save_entries("fi.mo", finnish, 6);
	save_entries("ru.mo", russian, 2);
	assert_true(i18n_open(folder.path, &e));
}

static void looks_up(void **state)
{
	(void)state;
	open_both();
	assert_string_equal(tr(LANG_FI, "Back"), "Takaisin");
	assert_string_equal(tr(LANG_EN, "Back"), "Back");
	assert_string_equal(trc(LANG_FI, "dock", "Home"), "Alkuun");
	assert_string_equal(trc(LANG_FI, "heading", "Home"), "Home");
	assert_string_equal(tr(LANG_FI, "Home"), "Home");
	assert_string_equal(tr(LANG_FI, ""), "");
	assert_true(i18n_has(LANG_FI));
	assert_true(i18n_has(LANG_EN));
	assert_false(i18n_has(LANG_SV));
}

static void falls_back(void **state)
{
	(void)state;
	open_both();
	assert_string_equal(tr(LANG_SELKO, "Back"), "Takaisin");
	assert_string_equal(tr(LANG_SE, "Back"), "Takaisin");
	assert_string_equal(trn(LANG_SELKO, "%d group", "%d groups", 2), "%d ryhmää");
	assert_string_equal(tr(LANG_SV, "Back"), "Back");
	assert_string_equal(tr(LANG_RU, "Back"), "Back");
}

static void counts(void **state)
{
	(void)state;
	static const struct {
		long n;
		const char *fi, *ru, *en;
	} cases[] = {
		{0, "%d ryhmää", "%d групп", "%d groups"},  {1, "%d ryhmä", "%d группа", "%d group"},
		{2, "%d ryhmää", "%d группы", "%d groups"}, {5, "%d ryhmää", "%d групп", "%d groups"},
		{11, "%d ryhmää", "%d групп", "%d groups"}, {21, "%d ryhmää", "%d группа", "%d groups"},
		{-1, "%d ryhmä", "%d группа", "%d group"},
	};
	open_both();
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_string_equal(trn(LANG_FI, "%d group", "%d groups", cases[i].n), cases[i].fi);
		assert_string_equal(trn(LANG_RU, "%d group", "%d groups", cases[i].n), cases[i].ru);
		assert_string_equal(trn(LANG_EN, "%d group", "%d groups", cases[i].n), cases[i].en);
	}
}

/* A translation that would read the wrong argument is not used. */
static void refuses_wrong_placeholders(void **state)
{
	(void)state;
	open_both();
	assert_string_equal(tr(LANG_FI, "%d of %s"), "%d of %s");
	assert_string_equal(tr(LANG_FI, "Data from {day}"), "Data from {day}");

	assert_true(holders_agree("%d of %s", "%2$s: %1$d"));
	assert_true(holders_agree("%d groups", "one group"));
	assert_true(holders_agree("100 %% of %s", "%s %%"));
	assert_true(holders_agree("{a} {b}", "{b}"));
	assert_true(holders_agree("%5.1f", "%.1f"));
	assert_false(holders_agree("%d of %s", "%2$s")); /* a gap: printf could not know the type of 1 */
	assert_false(holders_agree("%d", "%s"));
	assert_false(holders_agree("%d", "%ld"));
	assert_false(holders_agree("%d", "%d %d"));
	assert_false(holders_agree("%s", "%n"));
	assert_false(holders_agree("%d", "%*d"));
	assert_false(holders_agree("plain", "100 %"));
	assert_false(holders_agree("{a}", "{b}"));
	assert_false(holders_agree("{a}", "{a"));
	assert_false(holders_agree("{a}", "%s"));
}

static void fills(void **state)
{
	(void)state;
	assert_string_equal(tr_fill(&arena, "{day} at {time}", "time", "13.00", "day", "today", NULL),
			    "today at 13.00");
	assert_string_equal(tr_fill(&arena, "{a}{a}", "a", "x", NULL), "xx");
	assert_string_equal(tr_fill(&arena, "{unknown} {a}", "a", "{b}", "b", "no", NULL), "{unknown} {b}");
	assert_string_equal(tr_fill(&arena, "open {", "a", "x", NULL), "open {");
	assert_string_equal(tr_fill(&arena, "[{a}]", "a", (const char *)NULL, NULL), "[]");
}

static void refuses_damage(void **state)
{
	(void)state;
	struct buf good = BUF_INIT;
	make_mo(&good, finnish, 6);
	/* every cut, and every byte of the tables turned over, is either refused or harmless */
	for (size_t cut = 0; cut < good.len; cut += 3) {
		struct buf b = BUF_INIT;
		buf_append(&b, good.data, cut);
		save("fi.mo", &b);
		struct error e = ERROR_INIT;
		assert_false(i18n_open(folder.path, &e));
		assert_string_equal(tr(LANG_FI, "Back"), "Back");
		buf_fini(&b);
	}
	for (size_t i = 0; i < 28 + 6 * 16; i++) {
		struct buf b = BUF_INIT;
		buf_append(&b, good.data, good.len);
		b.data[i] = (char)~b.data[i];
		save("fi.mo", &b);
		(void)i18n_open(folder.path, NULL);
		(void)tr(LANG_FI, "Back");
		buf_fini(&b);
	}
	const struct entry wrong_order[] = {E("b", "b"), E("a", "a")};
	save_entries("fi.mo", wrong_order, 2);
	struct error e = ERROR_INIT;
	assert_false(i18n_open(folder.path, &e));
	assert_int_equal(e.kind, ERROR_CORRUPT);
	assert_non_null(strstr(e.text, "fi.mo"));
	buf_fini(&good);
	open_both();
}

static void empty_folder(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	assert_false(i18n_open("/nonexistent", &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_string_equal(i18n_dir("/x"), "/x");
	assert_string_equal(i18n_dir(""), i18n_dir(NULL));
}

static void plural_rules(void **state)
{
	(void)state;
	struct plural p;
	assert_true(plural_parse(&p, "Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && "
				     "n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"));
	static const unsigned char want[] = {0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4};
	for (unsigned n = 0; n < sizeof want; n++)
		assert_int_equal(plural_index(&p, n), want[n]);
	assert_int_equal(plural_index(&p, 100), 5);
	assert_int_equal(plural_index(&p, 103), 3);
	assert_true(plural_parse(&p, "nplurals=1; plural=0;"));
	assert_int_equal(plural_index(&p, 7), 0);
	assert_true(plural_parse(&p, "nplurals=2; plural=n>1;"));
	assert_int_equal(plural_index(&p, 1), 0);
	assert_true(plural_parse(&p, "nplurals=2; plural=n/0+n%0;"));
	assert_int_equal(plural_index(&p, 9), 0);
	assert_true(plural_parse(&p, "nplurals=2; plural=n*5;")); /* beyond the forms: the last */
	assert_int_equal(plural_index(&p, 9), 1);
	static const char *const bad[] = {"",	 "nplurals=2;",		   "nplurals=9; plural=n;", "nplurals=2; plural=n ?;",
					  "nplurals=2; plural=system(n);", "nplurals=2; plural=(n", "nplurals=2; plural=n n;"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(plural_parse(&p, bad[i]));
		assert_int_equal(plural_index(&p, 1), 0);
		assert_int_equal(plural_index(&p, 2), 1);
	}
	/* deep and long expressions end at a cap instead of the stack */
	struct buf deep = BUF_INIT;
	buf_puts(&deep, "nplurals=2; plural=");
	for (int i = 0; i < 100000; i++)
		buf_putc(&deep, i % 2 ? '!' : '(');
	assert_false(plural_parse(&p, buf_str(&deep)));
	buf_clear(&deep);
	buf_puts(&deep, "nplurals=2; plural=n");
	for (int i = 0; i < 1000; i++)
		buf_puts(&deep, "+1");
	assert_false(plural_parse(&p, buf_str(&deep)));
	buf_fini(&deep);
}

static int setup(void **state)
{
	(void)state;
	tmpdir_make(&folder);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	i18n_close();
	arena_fini(&arena);
	tmpdir_remove(&folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_up),	  cmocka_unit_test(falls_back),
		cmocka_unit_test(counts),	  cmocka_unit_test(refuses_wrong_placeholders),
		cmocka_unit_test(fills),	  cmocka_unit_test(refuses_damage),
		cmocka_unit_test(empty_folder),	  cmocka_unit_test(plural_rules),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
