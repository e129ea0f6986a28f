/* The visit, the path through the screens, and who waits how long. */
#include "unit.h"

#include "screens/nav.h"
#include "screens/session.h"

static void picks_are_kept_once_and_capped(void **state)
{
	(void)state;
	struct session s;
	char id[RECORD_ID_MAX + 1];
	session_reset(&s, LANG_FI);
	assert_true(session_pick(&s, "a:1"));
	assert_true(session_pick(&s, "a:1"));
	assert_int_equal(s.n_picks, 1);
	for (int i = 2; i <= SESSION_PICKS_MAX; i++) {
		snprintf(id, sizeof id, "a:%d", i);
		assert_true(session_pick(&s, id));
	}
	assert_false(session_pick(&s, "a:more"));
	assert_true(session_unpick(&s, "a:1"));
	assert_false(session_unpick(&s, "a:1"));
	assert_false(session_has_pick(&s, "a:1"));
	assert_string_equal(s.picks[0], "a:2");
}

static void reset_leaves_no_trace(void **state)
{
	(void)state;
	struct session s, fresh;
	session_reset(&fresh, LANG_FI);
	session_reset(&s, LANG_FI);
	session_pick(&s, "a:1");
	session_query_add(&s, "masennus");
	s.dark = s.speech = s.low_view = s.more_time = true;
	s.text = TEXT_STEP_LARGEST;
	s.lang = LANG_AR;
	session_reset(&s, LANG_FI);
	assert_memory_equal(&s, &fresh, sizeof s);
}

static void restoring_settings_keeps_the_list(void **state)
{
	(void)state;
	struct session s, fresh;
	session_reset(&s, LANG_SV);
	session_pick(&s, "a:1");
	fresh = s;
	s.text = TEXT_STEP_LARGE;
	s.dark = s.speech = s.low_view = s.more_time = s.still = s.slow_touch = true;
	s.volume = 5;
	session_restore_settings(&s);
	assert_memory_equal(&s, &fresh, sizeof s);
	assert_int_equal(s.n_picks, 1);
}

static void the_word_is_erased_by_letters(void **state)
{
	(void)state;
	struct session s;
	session_reset(&s, LANG_FI);
	assert_true(session_query_add(&s, "yö"));
	session_query_erase(&s);
	assert_string_equal(s.query, "y");
	session_query_erase(&s);
	session_query_erase(&s);
	assert_string_equal(s.query, "");
	assert_false(session_query_add(&s, "\xff"));
	for (int i = 0; i < SESSION_QUERY_BYTES - 1; i++)
		assert_true(session_query_add(&s, "a"));
	assert_false(session_query_add(&s, "a"));
}

static void those_who_need_it_get_more_time(void **state)
{
	(void)state;
	struct session s;
	session_reset(&s, LANG_FI);
	assert_int_equal(session_idle_s(&s, 90), 90);
	assert_int_equal(session_question_s(&s, 30), 30);
	s.text = TEXT_STEP_LARGE;
	assert_int_equal(session_idle_s(&s, 90), 150);
	assert_int_equal(session_question_s(&s, 30), 60);
}

static void back_undoes_one_step(void **state)
{
	(void)state;
	struct nav nav;
	nav_reset(&nav);
	assert_int_equal(nav_top(&nav)->kind, SCREEN_ATTRACT);
	nav_home(&nav);
	assert_false(nav_back(&nav));
	nav_push(&nav, SCREEN_RESULTS, "peer")->page = 2;
	nav_push(&nav, SCREEN_FILTERS, NULL);
	assert_int_equal(nav_base(&nav)->kind, SCREEN_RESULTS);
	assert_true(nav_back(&nav));
	assert_int_equal(nav_top(&nav)->page, 2);
	assert_string_equal(nav_top(&nav)->arg, "peer");
	assert_true(nav_back(&nav));
	assert_int_equal(nav_top(&nav)->kind, SCREEN_HOME);
}

static void a_deep_path_forgets_its_middle_not_home(void **state)
{
	(void)state;
	struct nav nav;
	char arg[8];
	nav_reset(&nav);
	nav_home(&nav);
	for (int i = 0; i < 3 * NAV_DEPTH_MAX; i++) {
		snprintf(arg, sizeof arg, "a:%d", i);
		nav_push(&nav, SCREEN_DETAIL, arg);
	}
	assert_int_equal(nav.n, NAV_DEPTH_MAX);
	assert_int_equal(nav.v[0].kind, SCREEN_HOME);
	assert_string_equal(nav_top(&nav)->arg, arg);
}

static void the_dock_goes_back_to_what_is_open(void **state)
{
	(void)state;
	struct nav nav;
	nav_reset(&nav);
	nav_home(&nav);
	nav_push(&nav, SCREEN_HELP, NULL);
	nav_push(&nav, SCREEN_GUIDE, NULL);
	nav_open(&nav, SCREEN_HELP, NULL);
	assert_int_equal(nav.n, 2);
	nav_open(&nav, SCREEN_ACCESS, NULL);
	assert_int_equal(nav.n, 3);
}

TEST_MAIN(T(picks_are_kept_once_and_capped), T(reset_leaves_no_trace), T(restoring_settings_keeps_the_list),
	  T(the_word_is_erased_by_letters), T(those_who_need_it_get_more_time), T(back_undoes_one_step),
	  T(a_deep_path_forgets_its_middle_not_home), T(the_dock_goes_back_to_what_is_open))
