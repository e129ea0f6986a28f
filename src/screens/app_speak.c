#include "screens/app_speak.h"

#include <string.h>

#include "base/str.h"
#include "i18n/words.h"
#include "screens/app_inside.h"
#include "screens/languages.h"
#include "spool/slip.h"

void app_speak(struct app *app, enum speak_due due)
{
	if (app->session.speech && due > app->speak_due)
		app->speak_due = due;
}

void app_speak_interrupt(struct app *app)
{
	speak_silence(&app->speak);
}

static void echo(struct app *app, const char *text)
{
	app->speak_echo[0] = '\0';
	if (text != NULL && strlen(text) < sizeof app->speak_echo)
		memcpy(app->speak_echo, text, strlen(text) + 1);
	app->speak_hits_ms = app->now.mono_ms + SPEAK_HITS_AFTER_MS;
	app_speak(app, SPEAK_ECHO);
}

void app_speak_acted(struct app *app, const struct semantics *sem)
{
	if (!app->session.speech)
		return;
	if (sem->role == ROLE_KEY)
		echo(app, sem->label != NULL ? sem->label : sem->action.text);
	else
		app_speak(app, SPEAK_STATE);
}

void app_speak_typed(struct app *app, const char *utf8)
{
	if (app->session.speech)
		echo(app, str_eq(utf8, "\b") ? tr(app->session.lang, "Erase") : utf8);
}

void app_speak_turn_on(struct app *app)
{
	if (app->session.speech)
		return;
	app->session.speech = true;
	app_apply_settings(app);
	app_speak(app, SPEAK_ARRIVAL);
}

void app_speak_end_visit(struct app *app)
{
	speak_forget(&app->speak);
	app->speak_due = SPEAK_NOTHING;
	app->speak_said_lang = LANG_NONE;
	app->speak_hits_ms = INSTANT_NONE;
	memset(app->speak_echo, 0, sizeof app->speak_echo);
	arena_reset(&app->speak_slip_arena);
	app->speak_slip = NULL;
}

/* ---- slip ---- */

static const char *sentence(struct arena *a, const char *all, const char *more)
{
	if (str_empty(more))
		return all;
	return str_empty(all) ? arena_strdup(a, more) : arena_printf(a, "%s. %s", all, more);
}

void app_speak_keep_slip(struct app *app, const struct slip *s)
{
	struct arena *a = &app->speak_slip_arena;
	const char *all = NULL;
	arena_reset(a);
	for (size_t i = 0; i < s->n_items; i++) {
		const struct slip_item *it = &s->items[i];
		const char *const texts[] = {it->cancelled, it->title, it->organisation, it->date, it->time, it->repeats,
					     it->place, it->price, it->access, it->phone_label, it->phone};
		for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
			all = sentence(a, all, texts[k]);
	}
	app->speak_slip = sentence(a, all, s->address);
}

/* ---- composing ---- */

static enum speak_scene scene_of(const struct app *app)
{
	if (app->question_ms != INSTANT_NONE)
		return SPEAK_SCENE_LIST;
	switch (app->nav.v[app->nav.n - 1].kind) {
	case SCREEN_ATTRACT: return SPEAK_SCENE_IDLE;
	case SCREEN_HOME: return SPEAK_SCENE_HOME;
	case SCREEN_DETAIL:
	case SCREEN_TEXT:
	case SCREEN_HELP:
	case SCREEN_GUIDE:
	case SCREEN_ABOUT:
	case SCREEN_NOTICES:
	case SCREEN_PRINT:
	case SCREEN_STAFF: return SPEAK_SCENE_READ;
	default: return SPEAK_SCENE_LIST;
	}
}

/* A language without a voice: said in the language of the house, once; written in the visitor's own. */
static void say_voiceless(struct app *app)
{
	struct speak *s = &app->speak;
	enum lang own = app->session.lang, house = lang_from_tag(app->in.config->first_language);
	if (languages_has_voice(own) || app->speak_said_lang == own)
		return;
	if (house == LANG_NONE || !languages_has_voice(house))
		house = LANG_FI;
	speak_add(s, own, tr(own, "There is no speech in this language. The text stands here."));
	speak_add(s, house, tr_fill(&s->arena, tr(house, "There is no speech in this language: {language}."), "language",
				    words_language(house, lang_tag(own)), NULL));
}

static void say_arrival(struct app *app, const struct frame *f, int focus)
{
	struct speak *s = &app->speak;
	say_voiceless(app);
	app->speak_said_lang = app->session.lang;
	speak_arrival(s, f, scene_of(app), focus);
	if (app->question_ms != INSTANT_NONE)
		speak_add(s, LANG_NONE, tr(app->session.lang, "Go on with the select key."));
	else if (nav_top(&app->nav)->kind == SCREEN_PRINT && app->moment.print == PRINT_RUNNING && app->speak_slip != NULL) {
		speak_add(s, LANG_NONE, tr(app->session.lang, "The slip says:"));
		speak_add(s, LANG_NONE, app->speak_slip);
	}
}

static void say_hits(struct app *app, const struct frame *f)
{
	struct speak *s = &app->speak;
	int count = frame_find_id(f, "count");
	speak_add(s, LANG_NONE, app->session.query);
	if (count >= 0)
		speak_add(s, LANG_NONE, node_label(f, count));
	else if (app->session.query[0] == '\0')
		speak_add(s, LANG_NONE, tr(app->session.lang, "Nothing typed yet"));
	int danger = frame_find_id(f, "danger");
	if (danger >= 0)
		speak_add(s, LANG_NONE, node_label(f, danger));
}

static void say_volume(struct app *app)
{
	struct speak *s = &app->speak;
	speak_add(s, LANG_NONE, tr_fill(&s->arena, tr(app->session.lang, "Volume {n} of {of}. It sounds like this."), "n",
					arena_printf(&s->arena, "%d", app->session.volume), "of",
					arena_printf(&s->arena, "%d", SESSION_VOLUME_MAX), NULL));
}

static void say_countdown(struct app *app)
{
	struct speak *s = &app->speak;
	speak_add(s, LANG_NONE, tr_fill(&s->arena, tr(app->session.lang, "The screen clears in {n} seconds."), "n",
					arena_printf(&s->arena, "%d", (int)app->moment.question_left_s), NULL));
	speak_add(s, LANG_NONE, tr(app->session.lang, "Go on with the select key."));
}

static void compose(struct app *app, const struct frame *f, int focus)
{
	struct speak *s = &app->speak;
	switch (app->speak_due) {
	case SPEAK_STATE:
		if (focus >= 0)
			speak_state(s, f, focus);
		break;
	case SPEAK_STEP:
		if (focus >= 0)
			speak_focus(s, f, focus);
		break;
	case SPEAK_REFUSED:
		if (focus >= 0)
			speak_refused(s, f, focus);
		break;
	case SPEAK_ECHO:
		speak_add(s, LANG_NONE, str_eq(app->speak_echo, " ") ? tr(app->session.lang, "space") : app->speak_echo);
		break;
	case SPEAK_HITS:
		say_hits(app, f);
		break;
	case SPEAK_VOLUME:
		say_volume(app);
		break;
	case SPEAK_NOTICE:
		speak_add(s, LANG_NONE, app->moment.notice);
		break;
	case SPEAK_COUNTDOWN:
		say_countdown(app);
		break;
	case SPEAK_ARRIVAL:
		say_arrival(app, f, focus);
		break;
	default:
		break;
	}
}

bool app_speak_compose(struct app *app)
{
	struct speak *s = &app->speak;
	if (!app->session.speech) {
		bool was = speak_caption(s) != NULL;
		speak_forget(s);
		app->speak_due = SPEAK_NOTHING;
		app->speak_said_lang = LANG_NONE;
		return was;
	}
	if (app->speak_due == SPEAK_NOTHING)
		return false;
	if (app->speak_due == SPEAK_REPEAT && s->n > 0) {
		speak_again(s, app->now.mono_ms);
	} else {
		const struct frame *f = &app->frame[app->at];
		int focus = app->focus.key == 0 ? -1 : frame_find(f, app->focus.key);
		if (app->speak_due == SPEAK_REPEAT)
			app->speak_due = SPEAK_ARRIVAL;
		if (app->speak_due == SPEAK_HITS)
			app->speak_hits_ms = INSTANT_NONE;
		speak_begin(s, app->session.lang);
		compose(app, f, focus);
		speak_end(s, app->now.mono_ms, app_view_caption_letters(app));
	}
	app->speak_due = SPEAK_NOTHING;
	return true;
}

/* ---- time ---- */

void app_speak_tick(struct app *app)
{
	if (!app->session.speech)
		return;
	if (app->speak_hits_ms != INSTANT_NONE && app->now.mono_ms >= app->speak_hits_ms) {
		app->speak_hits_ms = INSTANT_NONE;
		if (nav_top(&app->nav)->kind == SCREEN_SEARCH)
			app_speak(app, SPEAK_HITS);
	}
	if (speak_tick(&app->speak, app->now.mono_ms))
		app->dirty = true;
}

int64_t app_speak_deadline_ms(const struct app *app)
{
	int64_t at = app->speak_hits_ms, piece = app->speak.piece_until_ms;
	return !app->session.speech || piece == INSTANT_NONE ? at : at == INSTANT_NONE || piece < at ? piece : at;
}

bool app_take_spoken(struct app *app, struct spoken *out)
{
	struct speak *s = &app->speak;
	*out = (struct spoken){.volume = app->session.volume};
	if (!s->fresh)
		return false;
	s->fresh = false;
	out->part = s->part;
	out->n = s->silenced ? 0 : s->n;
	return true;
}

bool app_take_beep(struct app *app)
{
	bool beep = app->beep;
	app->beep = false;
	return beep;
}

void app_headphones(struct app *app, struct app_now now)
{
	app->now = now;
	app->touched_ms = now.mono_ms;
	if (app->in.config->speech_on_headphones)
		app_speak_turn_on(app);
}

void app_set_sound(struct app *app, enum app_sound sound)
{
	if (app->moment.sound == (int)sound)
		return;
	app->moment.sound = (int)sound;
	app->dirty = true;
}

enum app_sound app_sound(const struct app *app)
{
	return (enum app_sound)app->moment.sound;
}

/* ---- room for the strip ---- */

/* From which design y everything moves up: what lies in the 112 px above it is picture, empty, or laid out tighter. */
static double cut_of(enum screen_kind kind)
{
	switch (kind) {
	case SCREEN_ATTRACT: return 860;
	case SCREEN_LANGUAGE:
	case SCREEN_ACCESS: return 868;
	case SCREEN_RESULTS:
	case SCREEN_CALENDAR:
	case SCREEN_HITS:
	case SCREEN_TRAY: return 496;
	case SCREEN_DETAIL: return 1044;
	case SCREEN_SEARCH: return 720;
	case SCREEN_HELP: return 836;
	case SCREEN_POLL: return 426;
	case SCREEN_GUIDE:
	case SCREEN_ABOUT: return 640;
	case SCREEN_NOTICES: return 1608;
	case SCREEN_PIN:
	case SCREEN_STAFF: return 1736;
	default: return 400; /* sheets: all of them */
	}
}

void app_speak_make_room(const struct app *app, struct build *b)
{
	b->dy = 0;
	b->room = 0;
	if (!app->session.speech || !build_portrait(b) || b->m->large || b->m->low_reach)
		return;
	/* Home lays its rows itself: one fewer, the table higher. */
	if (b->place->kind == SCREEN_HOME) {
		b->dy = CAPTION_ROOM;
		return;
	}
	b->room = CAPTION_ROOM;
	b->cut = cut_of(b->place->kind);
}
