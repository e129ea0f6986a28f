#include "unit.h"

#include "cache/search_format.h"
#include "cache/search_fuzzy.h"

static unsigned distance(const char *typed, const char *meant, bool open)
{
	struct fuzzy_word w;
	if (!fuzzy_start(&w, typed))
		return FUZZY_FAR;
	return fuzzy_distance(&w, meant, strlen(meant), search_letters(meant, (unsigned)strlen(meant)), open);
}

static void errors_cost_what_fingers_make_likely(void **state)
{
	(void)state;
	assert_int_equal(distance("masennus", "masennus", false), 0);
	assert_int_equal(distance("masenus", "masennus", false), 4);   /* single for double */
	assert_int_equal(distance("diabettes", "diabetes", false), 4); /* double for single */
	assert_int_equal(distance("kerjo", "kerho", false), 6);        /* beside it on the keyboard */
	assert_int_equal(distance("krheo", "kerho", false),
			 FUZZY_FAR); /* two errors are too many in five letters */
	assert_int_equal(distance("krho", "kerho", false), 10);
	assert_int_equal(distance("kehro", "kerho", false), 7); /* exchanged */
	assert_int_equal(distance("kerpo", "kerho", false), 10);
	assert_int_equal(distance("lerho", "kerho", false), FUZZY_FAR); /* a wrong beginning, in five letters */
	assert_int_equal(distance("vertaistuli", "vertaistuki", false), 6);
	assert_int_equal(distance("certaistuki", "vertaistuki", false), 11);
}

static void short_words_are_left_alone(void **state)
{
	(void)state;
	assert_int_equal(distance("aa", "ab", false), FUZZY_FAR);
	assert_int_equal(distance("uni", "una", false), FUZZY_FAR);
	assert_int_equal(distance("", "", false), FUZZY_FAR);
}

static void an_open_word_is_a_beginning(void **state)
{
	(void)state;
	assert_int_equal(distance("omaisoi", "omaishoitaja", false), FUZZY_FAR);
	assert_true(distance("omaisoi", "omaishoitaja", true) <= 12);
	assert_int_equal(distance("omaishoi", "omaishoitaja", true), 1);
}

static void other_scripts_and_long_words_are_safe(void **state)
{
	(void)state;
	assert_true(distance("депресия", "депрессия", false) <= 10);
	char a[TOKEN_BYTES_MAX], b[TOKEN_BYTES_MAX];
	memset(a, 'a', sizeof a);
	memset(b, 'a', sizeof b);
	a[sizeof a - 1] = b[sizeof b - 1] = '\0';
	b[0] = 'b';
	assert_true(distance(a, b, true) <= FUZZY_FAR);
	assert_true(distance("\xff\xfe\xff\xfe", "\xc3\xa4\xc3\xa4", false) <= FUZZY_FAR);
}

TEST_MAIN(T(errors_cost_what_fingers_make_likely), T(short_words_are_left_alone),
	  T(an_open_word_is_a_beginning), T(other_scripts_and_long_words_are_safe))
