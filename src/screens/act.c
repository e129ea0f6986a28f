/* What happens when a part is acted on: moving about, settings, the list. Filters, search, printing and the
 * staff page have files of their own. */
#include "screens/act_inside.h"

#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "cache/search.h"
#include "screens/count.h"
#include "spool/report.h"

#define NOTICE_MS 5000
#define UNDO_MS 8000
#define THANKS_MS 4000

void app_count(struct app *app, int action, const char *topic, const char *subject)
{
	if (app->report != NULL && app->now.wall_s != INSTANT_NONE)
		report_count(app->report, app->now.wall_s, (enum report_action)action, topic, subject);
}

void app_moved(struct app *app, enum motion motion)
{
	bool sheet = motion == MOTION_SLIDE_UP;
	app->motion = (struct app_motion){motion, RECT(0, 0, 0, 0), sheet ? MOTION_SHEET_MS : MOTION_PAGE_MS};
	app->stale_content = app->dirty = app->fresh_screen = true;
	gesture_screen_changed(&app->gesture, app->now.mono_ms);
}

void app_say_notice(struct app *app, const char *text)
{
	app->moment.notice = text;
	app->notice_until_ms = app->now.mono_ms + NOTICE_MS;
	app_speak(app, SPEAK_NOTICE);
	app->dirty = true;
}

static void keep_focus(struct app *app)
{
	memcpy(nav_top(&app->nav)->focus, app->last_focus, sizeof app->last_focus);
}

static void close_sheets(struct app *app)
{
	while (screen_is_overlay(nav_top(&app->nav)->kind))
		nav_back(&app->nav);
}

struct place_on_path *act_go(struct app *app, enum screen_kind kind, const char *arg)
{
	char copy[RECORD_ID_MAX + 1] = "";
	if (arg != NULL && strlen(arg) <= RECORD_ID_MAX)
		memcpy(copy, arg, strlen(arg) + 1);
	keep_focus(app);
	struct place_on_path *p = nav_push(&app->nav, kind, copy);
	app_moved(app, screen_is_overlay(kind) ? MOTION_SLIDE_UP : MOTION_FADE);
	return p;
}

/* Once a visit, after something was taken along: never in the way before. */
static void offer_poll(struct app *app)
{
	char id[RECORD_ID_MAX + 1];
	if (app->session.poll_offered || !app_find_poll(app, id))
		return;
	app->session.poll_offered = true;
	act_go(app, SCREEN_POLL, id);
}

static void act_back(struct app *app, const struct action *a)
{
	(void)a;
	enum screen_kind kind = nav_top(&app->nav)->kind;
	bool printed = kind == SCREEN_PRINT &&
		       (app->printing.step == PRINT_RUNNING || app->printing.step == PRINT_DONE);
	if (kind == SCREEN_PRINT)
		print_dismiss(app);
	if (kind == SCREEN_HOME)
		app_end_visit(app);
	else if (nav_back(&app->nav))
		app_moved(app, MOTION_FADE);
	if (printed)
		offer_poll(app);
}

static void act_home(struct app *app, const struct action *a)
{
	(void)a;
	if (nav_top(&app->nav)->kind == SCREEN_HOME && nav_top(&app->nav)->page == 0)
		return;
	nav_home(&app->nav);
	app_moved(app, MOTION_FADE);
}

static void act_quit(struct app *app, const struct action *a)
{
	(void)a;
	app_end_visit(app);
}

static void act_wake(struct app *app, const struct action *a)
{
	(void)a;
	nav_home(&app->nav);
	app_count(app, REPORT_VISIT, NULL, NULL);
	app_moved(app, MOTION_FADE);
}

static void act_open(struct app *app, const struct action *a)
{
	enum screen_kind kind = (enum screen_kind)a->number;
	if (kind == SCREEN_RESULTS)
		app_count(app, REPORT_OPEN_TOPIC, a->text, NULL);
	if (kind == SCREEN_SEARCH && app->search != NULL)
		app->prepare_search = true;
	act_go(app, kind, a->text);
}

static void act_open_dock(struct app *app, const struct action *a)
{
	enum screen_kind kind = (enum screen_kind)a->number;
	close_sheets(app);
	if (nav_top(&app->nav)->kind == kind)
		return;
	keep_focus(app);
	nav_open(&app->nav, kind, NULL);
	if (kind == SCREEN_HELP)
		app_count(app, REPORT_HELP, NULL, NULL);
	app_moved(app, MOTION_FADE);
}

static void act_open_item(struct app *app, const struct action *a)
{
	if (nav_top(&app->nav)->kind == SCREEN_ATTRACT)
		nav_home(&app->nav);
	count_thing(app, REPORT_OPEN, a->text);
	act_go(app, SCREEN_DETAIL, a->text);
}

static void act_crisis(struct app *app, const struct action *a)
{
	(void)a;
	struct place_on_path *p = act_go(app, SCREEN_HELP, NULL);
	memcpy(p->focus, "number:112", sizeof "number:112");
	app_count(app, REPORT_HELP, NULL, NULL);
}

static void act_page(struct app *app, const struct action *a)
{
	struct place_on_path *p = nav_top(&app->nav);
	p->page = a->number < 0 ? 0 : (size_t)a->number;
	app_moved(app, MOTION_FADE);
}

static void act_day(struct app *app, const struct action *a)
{
	struct place_on_path *p = nav_top(&app->nav);
	p->day = (int)a->number;
	p->page = 0;
	app_moved(app, MOTION_FADE);
}

static void act_attract_stop(struct app *app, const struct action *a)
{
	(void)a;
	app->moment.attract_stopped = !app->moment.attract_stopped;
	app->attract_ms = app->now.mono_ms;
	app->dirty = true;
}

static void act_attract_show(struct app *app, const struct action *a)
{
	app->moment.attract_card = (size_t)a->number;
	app->motion = (struct app_motion){MOTION_FADE, RECT(0, 0, 0, 0), MOTION_PAGE_MS};
	app->dirty = true;
}

static void act_language(struct app *app, const struct action *a)
{
	app->session.lang = (enum lang)a->number;
	app_count(app, REPORT_LANGUAGE, NULL, lang_tag(app->session.lang));
	app_apply_settings(app);
	if (nav_back(&app->nav))
		app_moved(app, MOTION_FADE);
}

static void act_text_size(struct app *app, const struct action *a)
{
	app->session.text = (enum text_step)a->number;
	if (app->session.text != TEXT_STEP_NORMAL)
		app_count(app, REPORT_MODE, NULL, "large");
	app_apply_settings(app);
}

#define ACCESS_LOW_PAGE 2

static void act_setting(struct app *app, const struct action *a)
{
	static const char *const MODES[SETTING_COUNT] = {
		[SETTING_DARK] = "contrast", [SETTING_SPEECH] = "speech", [SETTING_LOW] = "low"};
	struct session *s = &app->session;
	bool *const flags[SETTING_COUNT] = {[SETTING_DARK] = &s->dark,
					    [SETTING_SPEECH] = &s->speech,
					    [SETTING_LOW] = &s->low_view,
					    [SETTING_TIME] = &s->more_time,
					    [SETTING_STILL] = &s->still,
					    [SETTING_TOUCH] = &s->slow_touch};
	*flags[a->number] = str_eq(a->text, "1");
	/* the screen of the aids comes in pages of two in low view: on the one where the switch stands */
	if (a->number == SETTING_LOW && nav_top(&app->nav)->kind == SCREEN_ACCESS)
		nav_top(&app->nav)->page = ACCESS_LOW_PAGE;
	if (*flags[a->number] && MODES[a->number] != NULL)
		app_count(app, REPORT_MODE, NULL, MODES[a->number]);
	app_apply_settings(app);
}

static void act_volume(struct app *app, const struct action *a)
{
	int v = app->session.volume + (int)a->number;
	app->session.volume = v < 1 ? 1 : v > SESSION_VOLUME_MAX ? SESSION_VOLUME_MAX : v;
	app_speak(app, SPEAK_VOLUME);
	app->dirty = true;
}

static void act_restore(struct app *app, const struct action *a)
{
	(void)a;
	session_restore_settings(&app->session);
	app_apply_settings(app);
}

static void act_pick(struct app *app, const struct action *a)
{
	if (!session_pick(&app->session, a->text)) {
		app_say_notice(app, tr(app->session.lang, "The list is full"));
		return;
	}
	count_thing(app, REPORT_TRAY, a->text);
	app_say_notice(app, tr(app->session.lang, "Added to the list"));
}

static void act_unpick(struct app *app, const struct action *a)
{
	size_t len = strlen(a->text);
	if (len > RECORD_ID_MAX)
		return;
	memcpy(app->undo_id, a->text, len + 1);
	session_unpick(&app->session, app->undo_id);
	app->undo_until_ms = app->now.mono_ms + UNDO_MS;
	app->moment.undo_title = "";
	app->stale_content = app->dirty = true;
}

static void act_undo(struct app *app, const struct action *a)
{
	(void)a;
	if (app->undo_id[0] != '\0')
		session_pick(&app->session, app->undo_id);
	memset(app->undo_id, 0, sizeof app->undo_id);
	app->undo_until_ms = INSTANT_NONE;
	app->moment.undo_title = NULL;
	app->stale_content = app->dirty = true;
}

static void act_clear_picks(struct app *app, const struct action *a)
{
	(void)a;
	memset(app->session.picks, 0, sizeof app->session.picks);
	app->session.n_picks = 0;
	app->undo_until_ms = INSTANT_NONE;
	app->moment.undo_title = NULL;
	app_moved(app, MOTION_FADE);
}

static void act_report(struct app *app, const struct action *a)
{
	static const char *const WHY[WRONG_COUNT] = {"time", "place", "phone", "over"};
	struct error e = ERROR_INIT;
	struct place_on_path *p = nav_top(&app->nav);
	if (app->report != NULL && app->now.wall_s != INSTANT_NONE &&
	    !report_flag(app->report, app->now.wall_s, p->arg, WHY[a->number], &e))
		log_warning("report: %s", e.text);
	nav_back(&app->nav);
	app_moved(app, MOTION_FADE);
	app_say_notice(app, tr(app->session.lang, "Thank you. We will check it."));
}

static void act_answer(struct app *app, const struct action *a)
{
	struct place_on_path *p = nav_top(&app->nav);
	app_count(app, REPORT_POLL, p->arg, a->text);
	app->moment.thanks = true;
	app->thanks_until_ms = app->now.mono_ms + THANKS_MS;
	app_speak(app, SPEAK_ARRIVAL);
	app->dirty = true;
}

static void act_print(struct app *app, const struct action *a)
{
	char subject[RECORD_ID_MAX + 1] = "";
	if (a->text != NULL && strlen(a->text) <= RECORD_ID_MAX)
		memcpy(subject, a->text, strlen(a->text) + 1);
	print_start(app, subject);
	act_go(app, SCREEN_PRINT, subject);
}

static void act_listen(struct app *app, const struct action *a)
{
	count_thing(app, REPORT_LISTEN, a->text);
	app->session.speech = true;
	app_apply_settings(app);
	app_speak(app, SPEAK_ARRIVAL);
}

typedef void act_fn(struct app *app, const struct action *a);

static act_fn *const ACTS[ACT_COUNT] = {
	[ACT_BACK] = act_back,
	[ACT_HOME] = act_home,
	[ACT_QUIT] = act_quit,
	[ACT_WAKE] = act_wake,
	[ACT_OPEN] = act_open,
	[ACT_OPEN_DOCK] = act_open_dock,
	[ACT_OPEN_ITEM] = act_open_item,
	[ACT_CRISIS] = act_crisis,
	[ACT_PAGE] = act_page,
	[ACT_DAY] = act_day,
	[ACT_ATTRACT_STOP] = act_attract_stop,
	[ACT_ATTRACT_SHOW] = act_attract_show,
	[ACT_FILTER_WHEN] = act_filter_when,
	[ACT_FILTER_WHERE] = act_filter_where,
	[ACT_FILTER_LANGUAGE] = act_filter_language,
	[ACT_FILTER_ATTEND] = act_filter_attend,
	[ACT_FILTER_AGE] = act_filter_age,
	[ACT_FILTER_TOGGLE] = act_filter_toggle,
	[ACT_FILTER_CLEAR] = act_filter_clear,
	[ACT_FILTER_WITHOUT] = act_filter_without,
	[ACT_FILTER_SHOW] = act_back,
	[ACT_LANGUAGE] = act_language,
	[ACT_TEXT_SIZE] = act_text_size,
	[ACT_SETTING] = act_setting,
	[ACT_VOLUME] = act_volume,
	[ACT_RESTORE] = act_restore,
	[ACT_PICK] = act_pick,
	[ACT_UNPICK] = act_unpick,
	[ACT_UNDO] = act_undo,
	[ACT_CLEAR_PICKS] = act_clear_picks,
	[ACT_PRINT] = act_print,
	[ACT_LISTEN] = act_listen,
	[ACT_REPORT] = act_report,
	[ACT_ANSWER] = act_answer,
	[ACT_KEY] = act_key,
	[ACT_KEY_ERASE] = act_key_erase,
	[ACT_KEY_CLEAR] = act_key_clear,
	[ACT_KEY_MODE] = act_key_mode,
	[ACT_WORD] = act_word,
	[ACT_SHOW_HITS] = act_show_hits,
	[ACT_PIN_DIGIT] = act_pin_digit,
	[ACT_PIN_ERASE] = act_pin_erase,
	[ACT_STAFF] = act_staff,
};

void app_act(struct app *app, const struct action *a)
{
	if (count_search_ends(app, a))
		count_search(app);
	if (a->verb > ACT_NONE && a->verb < ACT_COUNT && ACTS[a->verb] != NULL)
		ACTS[a->verb](app, a);
}
