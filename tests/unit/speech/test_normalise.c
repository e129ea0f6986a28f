/* The normaliser against its tables (tests/unit/speech/normalise_LANG.tsv), and what tables do not say. */
#include "unit.h"

#include "speech/normalise.h"
#include "speech/number.h"

static void check_table(enum lang l, const char *path)
{
	FILE *f = fopen(path, "r");
	if (f == NULL)
		fail_msg("cannot open %s (run from the top of the tree)", path);
	char line[1024];
	int n = 0;
	int wrong = 0;
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (line[0] == '#' || tab == NULL)
			continue;
		*tab = '\0';
		struct arena a = ARENA_INIT;
		const char *got = speech_normalise(l, line, &a);
		if (strcmp(got, tab + 1) != 0) {
			print_error("\"%s\" is said \"%s\", not \"%s\"\n", line, got, tab + 1);
			wrong++;
		}
		n++;
		arena_fini(&a);
	}
	fclose(f);
	assert_int_equal(wrong, 0);
	assert_true(n >= 60);
}

static void finnish(void **state)
{
	(void)state;
	check_table(LANG_FI, "tests/unit/speech/normalise_fi.tsv");
}

static void swedish(void **state)
{
	(void)state;
	check_table(LANG_SV, "tests/unit/speech/normalise_sv.tsv");
}

static void english(void **state)
{
	(void)state;
	check_table(LANG_EN, "tests/unit/speech/normalise_en.tsv");
}

static void other_voices_get_their_ranges_and_days(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	assert_string_equal(speech_normalise(LANG_RU, "пн–пт 9–15", &a), "с понедельника по пятницу 9 до 15");
	assert_string_equal(speech_normalise(LANG_ET, "11.3.2026 kell 13.00", &a), "11 märts 2026 kell 13");
	assert_string_equal(speech_normalise(LANG_RU, "−10 °C, 1½ часа", &a), "минус 10 градусов, полтора часа");
	assert_string_equal(speech_normalise(LANG_ET, "5 §", &a), "paragrahv 5");
	assert_string_equal(speech_normalise(LANG_UK, "040 123 4567", &a), "0 4 0, 1 2 3, 4 5 6 7");
	assert_string_equal(speech_normalise(LANG_AR, "\xe2\x81\xa6" "13.00–14.30\xe2\x81\xa9", &a), "13 إلى 14 30");
	arena_fini(&a);
}

static void without_a_voice_text_is_only_cleaned(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	assert_null(speech_voice(LANG_SE));
	assert_null(speech_voice(LANG_SO));
	assert_string_equal(speech_normalise(LANG_SE, "dii. 13.00", &a), "dii. 13.00");
	arena_fini(&a);
}

/* Whatever comes in: no crash, bounded length, valid UTF-8 out. */
static void any_bytes_are_survived(void **state)
{
	(void)state;
	unsigned seed = 7;
	static const char pieces[] = "0123456789.,:-/@ +klomape\xc3\xa4\xe2\x80\x93\xe2\x82\xac\xff\xc2\xb7\xc2\xbd\xc2\xa7\xc2\xb0()_&\xe2\x88\x92 am.";
	for (int round = 0; round < 5000; round++) {
		char text[64];
		size_t n = (size_t)(rand_r(&seed) % 60);
		for (size_t i = 0; i < n; i++)
			text[i] = pieces[(size_t)rand_r(&seed) % (sizeof pieces - 1)];
		text[n] = '\0';
		struct arena a = ARENA_INIT;
		for (int l = 0; l < LANG_COUNT; l++) {
			const char *got = speech_normalise((enum lang)l, text, &a);
			assert_true(utf8_valid(got, strlen(got)));
		}
		arena_fini(&a);
	}
	struct arena a = ARENA_INIT;
	char *longest = arena_alloc(&a, 20001);
	memset(longest, '9', 20000);
	assert_true(strlen(speech_normalise(LANG_FI, longest, &a)) < 200000);
	arena_fini(&a);
}

TEST_MAIN(T(finnish), T(swedish), T(english), T(other_voices_get_their_ranges_and_days),
	  T(without_a_voice_text_is_only_cleaned), T(any_bytes_are_survived))
