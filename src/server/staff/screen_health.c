#include "server/staff/screen_health.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "model/codec.h"
#include "store/devices.h"

#define STILL_S 120 /* the picture is drawn at least once a minute */

static int64_t number(const cJSON *doc, const char *name)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(doc, name);
	return cJSON_IsNumber(v) && v->valuedouble > -1e9 && v->valuedouble < 1e12 ? (int64_t)v->valuedouble
										   : INSTANT_NONE;
}

static const char *text(const cJSON *doc, const char *name, struct arena *a)
{
	const char *v = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(doc, name));
	return v != NULL ? arena_strdup(a, v) : "";
}

static bool flag(const cJSON *doc, const char *name, bool *told)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(doc, name);
	if (told != NULL)
		*told = cJSON_IsBool(v);
	return cJSON_IsTrue(v);
}

struct screen_health screen_health_read(const char *json, struct arena *a)
{
	cJSON *doc = json != NULL ? json_parse(json, strlen(json), DEVICE_HEALTH_MAX, NULL) : NULL;
	struct screen_health out = {
		.last_frame = number(doc, "last_frame"),
		.last_touch = number(doc, "last_touch"),
		.started = number(doc, "started"),
		.celsius = number(doc, "celsius"),
		.width = number(doc, "width"),
		.height = number(doc, "height"),
		.memory_kb = number(doc, "memory_kb"),
		.memory_free_mb = number(doc, "memory_free_mb"),
		.disk_free_mb = number(doc, "disk_free_mb"),
		.card_written_mb = number(doc, "card_written_mb"),
		.card_worn_percent = number(doc, "card_worn_percent"),
		.safe_screen = flag(doc, "safe_screen", NULL),
		.clock_behind = flag(doc, "clock_behind", NULL),
		.printer = text(doc, "printer", a),
		.version = text(doc, "version", a),
		.sync = text(doc, "sync", a),
		.audio = text(doc, "audio", a),
		.sound = text(doc, "sound", a),
	};
	out.touch = flag(doc, "touch", &out.touch_told);
	out.display = flag(doc, "display", &out.display_told);
	out.undervoltage = flag(doc, "undervoltage", &out.undervoltage_told);
	cJSON_Delete(doc);
	return out;
}

const char *screen_sound_words(enum lang l, const struct screen_health *x, bool *bad)
{
	*bad = str_eq(x->sound, "no-device") || str_eq(x->sound, "no-voice");
	if (str_eq(x->sound, "no-device"))
		return tr(l, "No audio device: the screen cannot speak");
	if (str_eq(x->sound, "no-voice"))
		return tr(l, "The voice is not installed: the screen cannot speak");
	if (str_eq(x->sound, "works") && str_empty(x->audio))
		return tr(l, "Good");
	return str_empty(x->audio) ? "–" : x->audio;
}

bool screen_printer_bad(const char *word)
{
	return str_eq(word, "out-of-paper") || str_eq(word, "cover-open") || str_eq(word, "error") ||
	       str_eq(word, "silent");
}

const char *screen_printer_words(enum lang l, const char *word)
{
	if (str_eq(word, "ready"))
		return tr(l, "Good");
	if (str_eq(word, "unknown")) /* many printers print and never tell */
		return tr(l, "Does not tell");
	if (str_eq(word, "near-end"))
		return tr(l, "Paper ends soon");
	if (str_eq(word, "out-of-paper"))
		return tr(l, "Out of paper");
	if (str_eq(word, "cover-open"))
		return tr(l, "The cover is open");
	if (str_eq(word, "silent"))
		return tr(l, "Does not answer");
	return screen_printer_bad(word) ? tr(l, "Does not print") : "–";
}

static bool below(int64_t value, int64_t least)
{
	return value != INSTANT_NONE && value < least;
}

static bool from(int64_t value, int64_t most)
{
	return value != INSTANT_NONE && value >= most;
}

bool screen_still(const struct device *d, const struct screen_health *x)
{
	return x->last_frame == INSTANT_NONE || d->seen_at - x->last_frame > STILL_S;
}

bool screen_content_old(const struct device *d, int64_t at)
{
	return d->content_at == INSTANT_NONE || at - d->content_at > SCREEN_OLD_CONTENT_S;
}

enum screen_mood screen_mood(const struct device *d, const struct screen_health *x, int64_t now)
{
	if (d->state == DEVICE_QUARANTINED)
		return SCREEN_ATTENTION;
	if (d->state != DEVICE_ACTIVE || d->seen_at == INSTANT_NONE || now - d->seen_at > SCREEN_OFFLINE_S)
		return SCREEN_GONE;
	bool worn = below(x->disk_free_mb, SCREEN_DISK_LOW_MB) || below(x->memory_free_mb, SCREEN_MEMORY_LOW_MB) ||
		    from(x->card_worn_percent, SCREEN_CARD_WORN_PERCENT) || x->undervoltage;
	bool bad = screen_still(d, x) || screen_content_old(d, d->seen_at) || worn || x->safe_screen || (x->touch_told && !x->touch) ||
		   screen_printer_bad(x->printer) || from(x->celsius, SCREEN_HOT_CELSIUS);
	return bad ? SCREEN_ATTENTION : SCREEN_WELL;
}

const char *screen_mood_words(enum lang l, enum screen_mood m)
{
	static const char *const words[SCREEN_MOOD_COUNT] = {TR("Well"), TR("Needs attention"), TR("Not connected")};
	return tr(l, words[m]);
}

const char *screen_mood_icon(enum screen_mood m)
{
	static const char *const icons[SCREEN_MOOD_COUNT] = {"check_circle", "warning", "cancel"};
	return icons[m];
}

const char *screen_mood_class(enum screen_mood m)
{
	static const char *const classes[SCREEN_MOOD_COUNT] = {"well", "warn", "bad"};
	return classes[m];
}

const char *screen_age(enum lang l, int64_t at, int64_t now, struct arena *a)
{
	int64_t s = now - at;
	if (at == INSTANT_NONE)
		return "–";
	s = s < 0 ? 0 : s;
	if (s < 60)
		return arena_printf(a, "%d s", (int)s);
	if (s < (int64_t)2 * 86400)
		return words_duration(a, l, (int)(s / 60));
	long days = (long)(s / 86400);
	return arena_printf(a, trn(l, "%d day", "%d days", days), (int)days);
}

const char *screen_age_told(enum lang l, int64_t at, int64_t now, bool wrong, struct arena *a)
{
	return wrong && at == INSTANT_NONE ? tr(l, "not yet") : screen_age(l, at, now, a);
}
