/* Breaking, bidi order, fitting, the mask cache. */
#include "bench.h"

#include <stdio.h>

#include "ui/text_bidi.h"
#include "ui/text_split.h"

struct fixture {
	struct text *t;
	struct arena a;
};

static int open_text(void **state)
{
	struct fixture *x = calloc(1, sizeof *x);
	x->t = text_new(NULL, TEXT_CACHE_BYTES, NULL);
	assert_non_null(x->t);
	*state = x;
	return 0;
}

static int close_text(void **state)
{
	struct fixture *x = *state;
	arena_fini(&x->a);
	text_free(x->t);
	free(x);
	return 0;
}

/* The lines as they are drawn from left to right, runs joined, with "|" between lines. */
static const char *lines_of(struct fixture *x, const char *s, struct text_style style, int width)
{
	const struct text_layout *l = text_lay(x->t, &x->a, s, &style, width);
	char *out = arena_alloc(&x->a, 8192);
	for (int i = 0; i < l->size.lines; i++) {
		strcat(out, i > 0 ? "|" : "");
		for (size_t k = 0; k < l->lines[i].n_runs; k++)
			strcat(out, l->lines[i].runs[k].s);
	}
	return out;
}

static const struct text_style body = {.px = 36};

static int width_of(struct fixture *x, const char *s)
{
	return text_measure(x->t, s, &body, 0).w;
}

static void soft_hyphens_part_a_long_compound_at_its_joints(void **state)
{
	struct fixture *x = *state;
	const char *word = "kehitys\u00ADvamma\u00ADpalvelu\u00ADsäätiön";
	assert_string_equal(lines_of(x, word, body, 0), "kehitysvammapalvelusäätiön");
	assert_string_equal(lines_of(x, word, body, width_of(x, "kehitysvammapalvelu-") + 2),
			    "kehitysvammapalvelu-|säätiön");
	assert_string_equal(lines_of(x, word, body, width_of(x, "palvelu-") + 2),
			    "kehitys-|vamma-|palvelu-|säätiön");
}

static void a_hyphen_must_fit_too(void **state)
{
	struct fixture *x = *state;
	int just_without = width_of(x, "kehitysvammapalvelu") + 1;
	assert_string_equal(lines_of(x, "kehitysvamma\u00ADpalvelu\u00ADsäätiön", body, just_without),
			    "kehitysvamma-|palvelusäätiön");
}

static void a_word_that_fits_on_the_next_line_stays_whole(void **state)
{
	struct fixture *x = *state;
	int w = width_of(x, "Omaishoitajien kahvihet");
	assert_string_equal(lines_of(x, "Omaishoitajien kahvi\u00ADhetki", body, w),
			    "Omaishoitajien|kahvihetki");
	/* but not when that would leave most of the line empty */
	assert_string_equal(
		lines_of(x, "Se omais\u00ADhoitajien\u00ADkerho", body, width_of(x, "Se omaishoitajienk")),
		"Se omaishoitajien-|kerho");
}

static void soft_hyphens_are_used_when_lines_are_few(void **state)
{
	struct fixture *x = *state;
	struct text_style two = {.px = 36, .max_lines = 2};
	const char *s = "Hyvinvointi ja omais\u00ADhoitajien kahvi\u00ADhetki";
	struct text_size size = text_measure(x->t, s, &two, width_of(x, "Hyvinvointi ja omais-") + 4);
	assert_false(size.truncated);
	assert_int_equal(size.lines, 2);
}

static void a_word_without_joints_is_cut_only_when_alone_too_wide(void **state)
{
	struct fixture *x = *state;
	int w = width_of(x, "keskiviikkona") + 1;
	struct text_size fits = text_measure(x->t, "Ryhmä on keskiviikkona", &body, w);
	assert_false(fits.cut);
	assert_string_equal(lines_of(x, "Ryhmä on keskiviikkona", body, w), "Ryhmä on|keskiviikkona");
	struct text_size cut = text_measure(x->t, "keskiviikkona", &body, w / 2);
	assert_true(cut.cut);
	assert_true(cut.w <= w / 2);
}

static void numbers_times_and_phones_stay_together(void **state)
{
	struct fixture *x = *state;
	assert_string_equal(lines_of(x, "Soita 040 123 4567", body, width_of(x, "Soita 040 123")),
			    "Soita|040 123 4567");
	assert_string_equal(lines_of(x, "klo 13.00–14.30", body, width_of(x, "13.00–14.30") + 2),
			    "klo|13.00–14.30");
	assert_string_equal(lines_of(x, "Voimassa 1.3.–31.5. asti", body, width_of(x, "Voimassa 1.3.–31")),
			    "Voimassa|1.3.–31.5. asti");
}

static void addresses_break_after_slashes_only(void **state)
{
	struct fixture *x = *state;
	const char *s = "Katso www.oulu.example/ryhmat/vertaistuki.";
	assert_string_equal(lines_of(x, s, body, width_of(x, "Katso www.oulu.example/ry")),
			    "Katso www.oulu.example/|ryhmat/vertaistuki.");
	assert_string_equal(lines_of(x, "aula.example/7k4m", body, 0), "aula.example/7k4m");
}

static void hyphens_and_slashes_of_words_are_breaks(void **state)
{
	struct fixture *x = *state;
	assert_string_equal(lines_of(x, "Itä-Suomi", body, width_of(x, "Itä-Suom")), "Itä-|Suomi");
	assert_string_equal(lines_of(x, "mieli- ja päihdetyö", body, width_of(x, "päihdetyö") + 2),
			    "mieli- ja|päihdetyö");
	assert_string_equal(lines_of(x, "tai/eller", body, width_of(x, "tai/elle")), "tai/|eller");
}

static void spaces_at_line_ends_take_no_room(void **state)
{
	struct fixture *x = *state;
	assert_string_equal(lines_of(x, "yksi   kaksi", body, width_of(x, "kaksi") + 1), "yksi|kaksi");
	assert_string_equal(lines_of(x, "yksi\n\nkaksi", body, 500), "yksi||kaksi");
	assert_string_equal(lines_of(x, "", body, 500), "");
}

static void the_last_allowed_line_ends_after_a_whole_word(void **state)
{
	struct fixture *x = *state;
	struct text_style one = {.px = 36, .max_lines = 1};
	const struct text_layout *l = text_lay(x->t, &x->a, "Juodaan kahvit ja jutellaan arjesta", &one,
					       width_of(x, "Juodaan kahvit ja ju"));
	assert_true(l->size.truncated);
	assert_string_equal(
		lines_of(x, "Juodaan kahvit, ja jutellaan", one, width_of(x, "Juodaan kahvit, ja")),
		"Juodaan kahvit…");
	assert_true(l->size.w <= width_of(x, "Juodaan kahvit ja ju"));
}

static void arabic_keeps_clock_and_phone_readable(void **state)
{
	struct fixture *x = *state;
	struct text_style rtl = {.px = 36, .layout_rtl = true};
	/* left to right on the glass: the number stands left of the words before it, and is not turned round
	 */
	const char *drawn = lines_of(x, "الساعة 10:30", rtl, 0);
	assert_string_equal(drawn, "10:30الساعة ");
	drawn = lines_of(x, "اتصل 040 123 4567 الآن", rtl, 0);
	assert_non_null(strstr(drawn, "040 123 4567"));
	/* a date keeps its last full stop on its own side */
	assert_non_null(strstr(lines_of(x, "المرة القادمة 25.3.", rtl, 0), "25.3."));
	assert_int_equal(strncmp(lines_of(x, "المرة القادمة 25.3.", rtl, 0), "25.3.", 5), 0);
}

static void a_finnish_name_in_arabic_is_a_left_to_right_run(void **state)
{
	struct fixture *x = *state;
	struct text_style rtl = {.px = 36, .layout_rtl = true};
	assert_string_equal(lines_of(x, "Oulunseudun Läheiset ry", rtl, 0), "Oulunseudun Läheiset ry");
	const struct text_layout *l = text_lay(x->t, &x->a, "Oulunseudun Läheiset ry", &rtl, 900);
	assert_int_equal(l->lines[0].x + l->lines[0].w, 900); /* and stands at the start: on the right */
}

static void visual_order_follows_the_levels(void **state)
{
	(void)state;
	const uint8_t levels[] = {1, 2, 1, 0};
	size_t order[4];
	text_visual_order(levels, 4, order);
	const size_t want[] = {2, 1, 0, 3};
	assert_memory_equal(order, want, sizeof want);
	const uint8_t plain[] = {0, 0};
	text_visual_order(plain, 2, order);
	assert_int_equal(order[0], 0);
}

static void isolates_stand_around_islands(void **state)
{
	(void)state;
	struct text_char c[TEXT_SPLIT_ROOM(16)];
	size_t n = text_split("klo 10:30.", 10, true, c);
	assert_int_equal(n, 12);
	assert_int_equal(c[4].cp, 0x2066);
	assert_int_equal(c[10].cp, 0x2069);
	assert_int_equal(c[11].cp, '.'); /* the sentence's own full stop stays outside */
	assert_int_equal(text_split("klo 10:30.", 10, false, c), 10);
}

static void old_embeddings_and_controls_of_outside_text_are_dropped(void **state)
{
	struct fixture *x = *state;
	assert_string_equal(lines_of(x,
				     "a\u202Eb\x07"
				     "c",
				     body, 0),
			    "abc");
	assert_string_equal(lines_of(x, "bad \xFF byte", body, 0), "bad \uFFFD byte");
}

static void alignment_follows_the_layout_direction(void **state)
{
	struct fixture *x = *state;
	static const struct {
		enum text_align align;
		bool rtl;
		int where;
	} cases[] = {
		{TEXT_START, false, -1}, {TEXT_CENTRE, false, 0}, {TEXT_END, false, 1},
		{TEXT_START, true, 1},   {TEXT_CENTRE, true, 0},  {TEXT_END, true, -1},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct text_style style = {.px = 30, .align = cases[i].align, .layout_rtl = cases[i].rtl};
		const struct text_line *l = &text_lay(x->t, &x->a, "sana", &style, 500)->lines[0];
		int want = cases[i].where < 0 ? 0 : cases[i].where > 0 ? 500 - l->w : (500 - l->w) / 2;
		assert_int_equal(l->x, want);
	}
}

static void digits_are_tabular(void **state)
{
	struct fixture *x = *state;
	for (int px = 28; px <= 112; px += 21) {
		struct text_style style = {.px = px, .bold = true};
		int ones = text_measure(x->t, "11111", &style, 0).w,
		    eights = text_measure(x->t, "88888", &style, 0).w;
		assert_in_range(eights - ones + 1, 0,
				2); /* SDL_ttf counts the last digit's ink: a px at most */
	}
}

static void bold_spans_make_runs(void **state)
{
	struct fixture *x = *state;
	struct text_span start = {0, 3};
	struct text_style style = {.px = 36, .spans = &start, .n_spans = 1};
	const struct text_layout *l = text_lay(x->t, &x->a, "unihäiriöt", &style, 0);
	assert_int_equal(l->lines[0].n_runs, 2);
	assert_string_equal(l->lines[0].runs[0].s, "uni");
	assert_int_not_equal(l->lines[0].runs[0].face, l->lines[0].runs[1].face);
	assert_int_equal(l->lines[0].runs[1].x, l->lines[0].runs[0].w);
}

static void fit_takes_the_largest_that_stays_whole(void **state)
{
	struct fixture *x = *state;
	static const int sizes[] = {112, 72, 56, 0};
	struct text_style style = {.px = 112, .bold = true, .max_lines = 2};
	assert_int_equal(text_fit(x->t, "Kahvihetki", &style, 984, sizes), 112);
	assert_int_equal(text_fit(x->t, "Omaishoitajien yhteinen kahvihetki", &style, 984, sizes), 72);
	assert_int_equal(
		text_fit(x->t, "sana sana sana sana sana sana sana sana sana sana sana sana sana sana sana",
			 &style, 300, sizes),
		56);
}

static void the_caps_hold(void **state)
{
	struct fixture *x = *state;
	size_t len = TEXT_MAX_BYTES + 100;
	char *s = malloc(len + 1);
	memset(s, 'm', len);
	s[len] = '\0';
	struct text_size size = text_measure(x->t, s, &body, 100);
	assert_true(size.truncated);
	assert_true(size.lines <= TEXT_MAX_LINES);
	for (size_t i = 0; i < len; i++)
		s[i] = i % 2 == 0 ? 'm' : '\n';
	assert_true(text_measure(x->t, s, &body, 100).lines <= TEXT_MAX_LINES);
	free(s);
}

static void masks_stay_within_the_budget(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct text *t = text_new(NULL, 40000, NULL);
	struct text_mask m;
	for (int i = 0; i < 200; i++) {
		char s[32];
		snprintf(s, sizeof s, "sana %d", i);
		const struct text_layout *l = text_lay(t, &a, s, &body, 0);
		assert_true(text_mask_get(t, &l->lines[0].runs[0], 36, &m));
		assert_true(text_cache_used(t) <= 40000);
	}
	assert_true(m.w > 0 && m.h > 0 && m.ascent > 0);
	arena_fini(&a);
	text_free(t);
}

static void masks_are_the_same_after_eviction(void **state)
{
	struct fixture *x = *state;
	struct text *small = text_new(NULL, 1, NULL); /* nothing is kept beyond the one in use */
	const struct text_layout *l = text_lay(x->t, &x->a, "Äänestys", &body, 0);
	struct text_mask a, b;
	assert_true(text_mask_get(x->t, &l->lines[0].runs[0], 36, &a));
	assert_true(text_mask_get(small, &l->lines[0].runs[0], 36, &b));
	assert_int_equal(a.w, b.w);
	assert_int_equal(a.h, b.h);
	assert_memory_equal(a.a, b.a, (size_t)a.w * (size_t)a.h);
	text_free(small);
}

static void capitals_have_the_height_the_rule_counts_on(void **state)
{
	struct fixture *x = *state;
	struct text_mask h;
	assert_true(text_mask_get(x->t, &text_lay(x->t, &x->a, "H", &body, 0)->lines[0].runs[0], 100, &h));
	assert_in_range(h.h, 71, 72); /* 0.714 em */
}

static void a_missing_font_is_an_error_with_its_path(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	assert_null(text_new(&(struct text_paths){.regular = "/nowhere/Font.ttf"}, 1000, &e));
	assert_non_null(strstr(e.text, "/nowhere/Font.ttf"));
}

static void a_lenient_engine_draws_with_another_font(void **state)
{
	(void)state;
	struct text *t = text_new(&(struct text_paths){.regular = "/nowhere/Font.ttf", .lenient = true}, TEXT_CACHE_BYTES, NULL);
	const struct text_style style = {.px = 40};
	assert_non_null(t);
	assert_false(text_wordless(t));
	assert_true(text_measure(t, "Aula", &style, 0).w > 40);
	text_free(t);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_text, close_text)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(soft_hyphens_part_a_long_compound_at_its_joints),
		T(a_hyphen_must_fit_too),
		T(a_word_that_fits_on_the_next_line_stays_whole),
		T(soft_hyphens_are_used_when_lines_are_few),
		T(a_word_without_joints_is_cut_only_when_alone_too_wide),
		T(numbers_times_and_phones_stay_together),
		T(addresses_break_after_slashes_only),
		T(hyphens_and_slashes_of_words_are_breaks),
		T(spaces_at_line_ends_take_no_room),
		T(the_last_allowed_line_ends_after_a_whole_word),
		T(arabic_keeps_clock_and_phone_readable),
		T(a_finnish_name_in_arabic_is_a_left_to_right_run),
		T(visual_order_follows_the_levels),
		T(isolates_stand_around_islands),
		T(old_embeddings_and_controls_of_outside_text_are_dropped),
		T(alignment_follows_the_layout_direction),
		T(digits_are_tabular),
		T(bold_spans_make_runs),
		T(fit_takes_the_largest_that_stays_whole),
		T(the_caps_hold),
		T(masks_stay_within_the_budget),
		T(masks_are_the_same_after_eviction),
		T(capitals_have_the_height_the_rule_counts_on),
		T(a_missing_font_is_an_error_with_its_path),
		T(a_lenient_engine_draws_with_another_font),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
