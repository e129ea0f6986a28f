#include "kiosk/settings.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/str.h"
#include "base/version.h"
#include "model/code.h"
#include "model/lang.h"
#include "ui/display.h"

#define ASSETS_IN_TREE "assets"
#define ASSETS_INSTALLED "/usr/share/aula"

static struct config_key *add(struct settings *s, const char *section, const char *name,
			      enum config_type type, void *value, const char *help)
{
	ASSERT(s->n_table < SETTINGS_KEYS_MAX);
	struct config_key *k = &s->table[s->n_table++];
	*k = (struct config_key){
		.section = section, .name = name, .type = type, .value = value, .help = help};
	return k;
}

static bool language_ok(const char *value, struct error *e)
{
	return lang_from_tag(value) != LANG_NONE || error_set(e, ERROR_INPUT, "'%s' is no language of Aula's", value);
}

static bool languages_ok(const char *value, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct strs tags = str_split(&a, value, " ,");
	for (size_t i = 0; i < tags.n; i++)
		if (!language_ok(tags.v[i], e))
			return false;
	return tags.n > 0 || error_set(e, ERROR_INPUT, "no language is named");
}

static bool base_ok(const char *value, struct error *e)
{
	size_t len = strlen(value);
	if (len > CODE_BASE_MAX)
		return error_set(e, ERROR_INPUT, "'%s' is longer than %d characters", value, CODE_BASE_MAX);
	CLEANUP_ARENA struct arena a = ARENA_INIT; /* the screen takes it with a slash at its end too */
	return config_check_address(arena_strndup(&a, value, len > 0 && value[len - 1] == '/' ? len - 1 : len), e);
}

static bool pin_ok(const char *value, struct error *e)
{
	size_t len = strlen(value);
	return len == 0 || (len >= 4 && len <= 8 && strspn(value, "0123456789") == len) ||
	       error_set(e, ERROR_INPUT, "not 4 to 8 digits");
}

static bool keys_ok(const char *value, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct strs words = str_split(&a, value, " ");
	for (size_t i = 0; i < words.n; i++) {
		char *name = arena_strdup(&a, words.v[i]);
		for (char *c = name; *c != '\0'; c++)
			*c = *c == '_' && c != name ? ' ' : *c;
		if (!display_key_known(name))
			return error_set(e, ERROR_INPUT, "'%s' is no key of SDL's", words.v[i]);
	}
	return true;
}

static struct config_key *text(struct settings *s, const char *section, const char *name, const char **value,
			       const char *help)
{
	return add(s, section, name, CONFIG_STRING, value, help);
}

static void number(struct settings *s, const char *section, const char *name, int64_t *value, double min,
		   double max, const char *help)
{
	struct config_key *k = add(s, section, name, CONFIG_INT, value, help);
	k->min = min;
	k->max = max;
}

static void flag(struct settings *s, const char *section, const char *name, bool *value, const char *help)
{
	add(s, section, name, CONFIG_BOOL, value, help);
}

static void millimetres(struct settings *s, const char *name, double *value, double max, const char *help)
{
	struct config_key *k = add(s, "panel", name, CONFIG_DOUBLE, value, help);
	k->max = max;
}

static void key_words(struct settings *s)
{
	/* A plain keyboard, a keypad set to its keyboard codes (arrows, Enter), and the function keys that NavPad and
	 * EZ-Access pads send as they come (docs/OPERATIONS.md, "Keypads"). */
	static const struct {
		const char *name, *words;
	} KEYS[APP_KEY_COUNT] = {
		[APP_KEY_UP] = {"up", "Up Left F22"},
		[APP_KEY_DOWN] = {"down", "Down Right Tab F21 F23"},
		[APP_KEY_SELECT] = {"select", "Return Space Keypad_Enter F24"},
		[APP_KEY_BACK] = {"back", "Escape AC_Back F19 F20"},
		[APP_KEY_HELP] = {"help", "F1 Help F18"},
		[APP_KEY_HOME] = {"home", "Home AC_Home F17"},
		[APP_KEY_VOLUME_UP] = {"volume_up", "VolumeUp F14"},
		[APP_KEY_VOLUME_DOWN] = {"volume_down", "VolumeDown F13"},
		[APP_KEY_JACK] = {"jack", "F15"},
	};
	for (size_t i = 0; i < APP_KEY_COUNT; i++) {
		s->keys[i] = KEYS[i].words;
		text(s, "keys", KEYS[i].name, &s->keys[i], "key names that do this, separated by blanks")->check = keys_ok;
	}
}

void settings_init(struct settings *s)
{
	memset(s, 0, sizeof *s);
	s->state = "/var/lib/aula";
	s->assets = s->locale = s->font_regular = s->font_bold = "";
	s->touch_lock_ms = 500;
	s->stale_h = 26;
	s->speech_device = "";
	s->screen = (struct screen_config){.centre = "",
					   .screen = "",
					   .base = SCREEN_BASE_DEFAULT,
					   .first_language = "fi",
					   .languages = "fi sv fi-x-selko en se et ru uk ar so",
					   .idle_s = 90,
					   .question_s = 30,
					   .attract_s = 10,
					   .printer = true,
					   .paper_place = "",
					   .pin = "",
					   .speech_on_key = true,
					   .speech_on_headphones = true,
					   .advice_phone = "",
					   .version = AULA_VERSION};
	text(s, "screen", "centre", &s->screen.centre,
	     "id of the centre this screen stands in; empty: the only one there is");
	text(s, "screen", "id", &s->screen.screen, "id of this device");
	text(s, "screen", "language", &s->screen.first_language, "language the screen starts in")->check = language_ok;
	text(s, "screen", "languages", &s->screen.languages, "languages offered when the centre names none")->check =
		languages_ok;
	text(s, "screen", "advice_phone", &s->screen.advice_phone,
	     "number of the advice service for the out of order screen, when no content can be read");
	text(s, "public", "base", &s->screen.base,
	     "public address in codes, at most 37 characters")->check = base_ok;
	text(s, "paths", "state", &s->state, "device folder: cache, spool, status, images");
	text(s, "paths", "assets", &s->assets,
	     "folder with art and icons; empty: beside the source or /usr/share/aula");
	text(s, "paths", "locale", &s->locale, "folder of the message catalogues; empty: found by itself");
	text(s, "paths", "font_regular", &s->font_regular, "font file; empty: Debian's Noto Sans");
	text(s, "paths", "font_bold", &s->font_bold, "font file; empty: Debian's Noto Sans Bold");
	number(s, "panel", "width", &s->width, 0, 8192, "pixels; 0: the size of the screen");
	number(s, "panel", "height", &s->height, 0, 8192, "pixels; 0: the size of the screen");
	struct config_key *turn = add(s, "panel", "rotation", CONFIG_INT, &s->rotation,
				      "degrees clockwise, picture and touch");
	turn->max = 270;
	turn->choices = "0|90|180|270";
	millimetres(s, "width_mm", &s->width_mm, 3000,
		    "width of the picture as it hangs, millimetres; 0: the design's");
	millimetres(s, "distance_mm", &s->distance_mm, 3000,
		    "viewing distance, millimetres; 0: the design's");
	flag(s, "panel", "fullscreen", &s->fullscreen, "cover the whole screen");
	flag(s, "panel", "kiosk", &s->kiosk, "with fullscreen: nothing a visitor does closes the program");
	number(s, "time", "idle_s", &s->screen.idle_s, 10, 3600,
	       "seconds without a touch until the question");
	number(s, "time", "question_s", &s->screen.question_s, 10, 600, "seconds the question stands");
	number(s, "time", "picture_s", &s->screen.attract_s, 3, 600,
	       "seconds of each picture while idle");
	number(s, "time", "stale_h", &s->stale_h, 1, 10000, "hours after which content counts as old");
	number(s, "touch", "lock_ms", &s->touch_lock_ms, 0, 5000,
	       "the same target acts again only after this");
	flag(s, "print", "printer", &s->screen.printer, "this screen has a printer");
	text(s, "print", "paper_place", &s->screen.paper_place,
	     "where the slip comes out, as a sentence in Finnish; empty: a general one");
	text(s, "staff", "pin", &s->screen.pin, "4 to 8 digits; empty: no staff page")->check = pin_ok;
	flag(s, "speech", "start_on_key", &s->screen.speech_on_key,
	     "the first key of a keypad or keyboard turns speech on");
	flag(s, "speech", "start_on_headphones", &s->screen.speech_on_headphones,
	     "an audio device that is plugged in turns speech on");
	text(s, "speech", "device", &s->speech_device, "audio device by SDL's name; empty: the default one");
	key_words(s);
}

void settings_finish(struct settings *s)
{
	s->screen.touch_lock_ms = (int)s->touch_lock_ms;
	s->screen.stale_after_s = s->stale_h * 3600;
}

const char *settings_assets(const struct settings *s)
{
	if (!str_empty(s->assets))
		return s->assets;
	return fs_exists(ASSETS_IN_TREE "/art") ? ASSETS_IN_TREE : ASSETS_INSTALLED;
}

bool settings_size(const char *text, int most, int *w, int *h)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct strs sides = str_split(&a, text, "xX");
	int64_t x = 0, y = 0;
	if (sides.n != 2 || !str_to_i64(sides.v[0], SETTINGS_SIDE_MIN, most, &x) ||
	    !str_to_i64(sides.v[1], SETTINGS_SIDE_MIN, most, &y))
		return false;
	*w = (int)x;
	*h = (int)y;
	return true;
}
