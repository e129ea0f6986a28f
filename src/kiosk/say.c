#include "kiosk/say.h"

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "kiosk/settings.h"
#include "screens/app.h"
#include "screens/speak.h"
#include "speech/normalise.h"
#include "speech/voice.h"

void say_open(struct say *s, const struct settings *set, struct app *app)
{
	struct error e = ERROR_INIT;
	const struct voice_config config = {.device = str_empty(set->speech_device) ? NULL : set->speech_device};
	if (!voice_new(&s->voice, &config, &e)) {
		log_warning("speech: %s", e.text);
		s->voice = NULL;
	}
	if (voice_devices() == 0)
		app_set_sound(app, APP_SOUND_NO_DEVICE);
}

void say_close(struct say *s)
{
	voice_free(s->voice);
	s->voice = NULL;
	buf_fini(&s->last);
	buf_fini(&s->all);
}

static bool same_voice(enum lang a, enum lang b)
{
	return str_eq(speech_voice(a) == NULL ? "" : speech_voice(a), speech_voice(b) == NULL ? "" : speech_voice(b));
}

/* Parts of one voice in one go: the pauses between sentences are the voice's own. */
static void say_run(struct say *s, const struct spoken_part *part, size_t n, bool first, struct arena *a)
{
	CLEANUP_BUF struct buf words = BUF_INIT;
	for (size_t i = 0; i < n; i++)
		buf_printf(&words, "%s%s", i > 0 ? " " : "", speech_normalise(part[i].lang, part[i].text, a));
	buf_printf(&s->last, "%s: %s\n", lang_tag(part[0].lang), buf_str(&words));
	if (s->voice == NULL)
		return;
	if (first)
		voice_say(s->voice, part[0].lang, buf_str(&words));
	else
		voice_add(s->voice, part[0].lang, buf_str(&words));
}

static void say_all(struct say *s, const struct spoken *spoken, bool after_beep)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	buf_clear(&s->last);
	for (size_t i = 0, run; i < spoken->n; i += run) {
		for (run = 1; i + run < spoken->n && same_voice(spoken->part[i].lang, spoken->part[i + run].lang);)
			run++;
		say_run(s, &spoken->part[i], run, i == 0 && !after_beep, &a);
	}
	if (s->keep_all)
		buf_printf(&s->all, "%s\n", buf_str(&s->last));
}

static void tell_sound(const struct say *s, struct app *app)
{
	switch (voice_state(s->voice)) {
	case VOICE_READY:
	case VOICE_SPEAKING: app_set_sound(app, APP_SOUND_WORKS); break;
	case VOICE_NO_AUDIO: app_set_sound(app, APP_SOUND_NO_DEVICE); break;
	case VOICE_NO_ENGINE: app_set_sound(app, APP_SOUND_NO_VOICE); break;
	default: break;
	}
}

bool say_turn(struct say *s, struct app *app)
{
	struct spoken spoken;
	bool new = app_take_spoken(app, &spoken);
	if (new && spoken.n == 0 && s->voice != NULL)
		voice_silence(s->voice);
	bool beep = app_take_beep(app);
	if ((beep || spoken.n > 0) && s->voice != NULL)
		voice_set_volume(s->voice, spoken.volume);
	if (beep && s->voice != NULL)
		voice_beep(s->voice);
	if (beep && s->keep_all)
		buf_puts(&s->all, "beep\n\n");
	if (new && spoken.n > 0) {
		say_all(s, &spoken, beep);
	}
	if (s->voice != NULL)
		tell_sound(s, app);
	return new;
}
