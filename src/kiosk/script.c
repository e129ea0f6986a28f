#include "kiosk/script.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#define SCRIPT_LINE_MAX 1000
#define SCRIPT_WAIT_MAX_S (400.0 * 24 * 3600)
#define SCRIPT_PIXEL_MAX 20000.0

enum shape { NO_ARGUMENT, TEXT, TARGET, SECONDS, NAME_TEXT, COUNT };

static const struct {
	const char *word;
	enum script_verb verb;
	enum shape shape;
} VERBS[] = {
	{"tap", SCRIPT_TAP, TARGET},
	{"press", SCRIPT_PRESS, TARGET},
	{"release", SCRIPT_RELEASE, NO_ARGUMENT},
	{"key", SCRIPT_KEY, TEXT},
	{"type", SCRIPT_TYPE, TEXT},
	{"wait", SCRIPT_WAIT, SECONDS},
	{"clock", SCRIPT_CLOCK, TEXT},
	{"screenshot", SCRIPT_SCREENSHOT, TEXT},
	{"dump", SCRIPT_DUMP, TEXT},
	{"expect", SCRIPT_EXPECT, TEXT},
	{"expect-not", SCRIPT_EXPECT_NOT, TEXT},
	{"expect-screen", SCRIPT_EXPECT_SCREEN, TEXT},
	{"expect-focus", SCRIPT_EXPECT_FOCUS, TEXT},
	{"expect-frames", SCRIPT_EXPECT_FRAMES, COUNT},
	{"spoken", SCRIPT_SPOKEN, TEXT},
	{"findings", SCRIPT_FINDINGS, TEXT},
	{"expect-spoken", SCRIPT_EXPECT_SPOKEN, TEXT},
	{"reload", SCRIPT_RELOAD, NO_ARGUMENT},
	{"headphones", SCRIPT_HEADPHONES, NO_ARGUMENT},
	{"set", SCRIPT_SET, NAME_TEXT},
};

/* "quoted" (with \" and \\) or the rest of the line as it stands. */
static const char *unquote(const char *s, struct arena *a, struct error *e)
{
	size_t len = strlen(s);
	if (s[0] != '"')
		return arena_strdup(a, s);
	char *out = arena_alloc(a, len + 1);
	size_t n = 0, i = 1;
	for (; i < len && s[i] != '"'; i++) {
		if (s[i] == '\\' && i + 1 < len)
			i++;
		out[n++] = s[i];
	}
	if (i + 1 != len) {
		error_set(e, ERROR_INPUT, "the quotation mark is not closed at the end of the line");
		return NULL;
	}
	return out;
}

static bool parse_point(const char *rest, struct script_command *out, struct arena *a)
{
	struct strs words = str_split(a, rest, " \t");
	return words.n == 2 && str_to_double(words.v[0], 0, SCRIPT_PIXEL_MAX, &out->x) &&
	       str_to_double(words.v[1], 0, SCRIPT_PIXEL_MAX, &out->y);
}

static bool parse_argument(enum shape shape, const char *rest, struct script_command *out, struct arena *a,
			   struct error *e)
{
	double seconds = 0;
	if (shape == NO_ARGUMENT)
		return *rest == '\0' || error_set(e, ERROR_INPUT, "takes no argument");
	if (*rest == '\0')
		return error_set(e, ERROR_INPUT, "needs an argument");
	switch (shape) {
	case SECONDS:
		if (!str_to_double(rest, 0, SCRIPT_WAIT_MAX_S, &seconds))
			return error_set(e, ERROR_INPUT, "\"%s\" is not a number of seconds", rest);
		out->value = (int64_t)(seconds * 1000 + 0.5);
		return true;
	case COUNT:
		return str_to_i64(rest, 0, INT32_MAX, &out->value) ||
		       error_set(e, ERROR_INPUT, "\"%s\" is not a count", rest);
	case TARGET:
		if (out->verb == SCRIPT_TAP && parse_point(rest, out, a)) {
			out->verb = SCRIPT_TAP_AT;
			return true;
		}
		break;
	case NAME_TEXT: {
		size_t len = strcspn(rest, " \t");
		out->name = arena_strndup(a, rest, len);
		rest += len + strspn(rest + len, " \t");
		break;
	}
	default: break;
	}
	out->text = unquote(rest, a, e);
	return out->text != NULL;
}

bool script_parse(const char *line, struct script_command *out, struct arena *a, struct error *e)
{
	memset(out, 0, sizeof *out);
	if (strlen(line) > SCRIPT_LINE_MAX || !utf8_valid(line, strlen(line)))
		return error_set(e, ERROR_INPUT, "longer than %d bytes or not UTF-8", SCRIPT_LINE_MAX);
	const char *s = str_trim(a, line);
	if (*s == '\0' || (*s == '#' && (s[1] == ' ' || s[1] == '\0')))
		return true;
	size_t len = strcspn(s, " \t");
	const char *rest = s + len + strspn(s + len, " \t");
	for (size_t i = 0; i < sizeof VERBS / sizeof VERBS[0]; i++) {
		if (strlen(VERBS[i].word) != len || strncmp(s, VERBS[i].word, len) != 0)
			continue;
		out->verb = VERBS[i].verb;
		if (!parse_argument(VERBS[i].shape, rest, out, a, e))
			return error_context(e, "%s", VERBS[i].word);
		return true;
	}
	return error_set(e, ERROR_INPUT, "no command \"%.*s\"", (int)len, s);
}
