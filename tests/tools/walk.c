/* Walks the visitor program breadth first by tapping every target of every state it meets, and looks at each picture.
 *   walk STATE-DIR WxH MAX-STATES [NAME=VALUE…]      (settings as in a script's `set`)
 * A state is a screen with what can be tapped on it; pages of one list count once. Prints "finding: SCREEN: CHECK: TEXT"
 * once for each, and at the end how much was walked. Exit 0 also with findings: tests/screens/walk.sh judges. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "model/civil.h"
#include "screens/app.h"
#include "ui/draw.h"
#include "ui/node.h"
#include "ui/qr.h"
#include "ui/semantic.h"
#include "ui/ui.h"

#define WALK_NOW "2026-03-11T12:15:00"
#define WALK_BASE "https://aula.example"
#define STATES_MAX 1000
#define DEPTH_MAX 8
#define TARGETS_MAX 128
#define SEEN_MAX 4096
#define STOPS_MAX 512
#define TAP_MS 60
#define BETWEEN_MS 600
#define LONG_AGO_MS (200 * 1000) /* more than any time-out's step */
#define ATTRACT_TRIES 8
#define ATTRACT_PICTURES 5
#define ATTRACT_MS 10500
#define IDLE_STEP_MS 20000 /* the question stands longer */
#define IDLE_STEPS 10
#define OLD_DAYS 2
#define OLD_STATES 12

struct state {
	const char *path[DEPTH_MAX];
	int depth;
	uint64_t kind;
};

struct walk {
	struct arena a;
	struct ui ui;
	struct app *app;
	struct app_now now;
	struct canvas *canvas;
	struct state states[STATES_MAX];
	int n_states, max_states;
	uint64_t seen[SEEN_MAX]; /* findings already printed */
	int n_seen, findings;
	int64_t taps, targets, comfortable; /* of targets: at least 22 mm (20 on the small screen) */
	char **settings;
	int n_settings;
};

static uint64_t mix(uint64_t h, const char *s)
{
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211U;
	return (h ^ 0xFF) * 1099511628211U;
}

static const struct frame *picture(struct walk *w)
{
	app_tick(w->app, w->now);
	return app_frame(w->app, w->now);
}

static bool is_target(const struct frame *f, int i)
{
	const struct semantics *s = f->nodes[i].sem;
	return s != NULL && s->id != NULL && s->action.verb != 0 && !s->disabled && frame_live(f, i);
}

/* Which state this is: the screen and the targets by name; rows of lists and suggested words count as one. */
static uint64_t kind_of(struct walk *w, const struct frame *f)
{
	uint64_t sum = 0;
	bool rows = false; /* a list with nothing on it is another state */
	for (int i = 0; i < f->n; i++) {
		if (!is_target(f, i))
			continue;
		const char *id = f->nodes[i].sem->id;
		static const char *const many[] = {"item:", "board:", "word:"};
		bool row = false;
		for (size_t k = 0; k < sizeof many / sizeof many[0]; k++)
			row = row || strncmp(id, many[k], strlen(many[k])) == 0;
		rows = rows || row;
		if (!row)
			sum += mix(1469598103934665603U, id); /* order does not matter */
	}
	return mix(mix(sum, rows ? "rows" : "none"), app_screen_name(w->app));
}

/* Everything a visitor sees: equal means that nothing has changed. */
static uint64_t look_of(struct walk *w, const struct frame *f)
{
	uint64_t h = mix(kind_of(w, f), f->in.lang);
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		if (n->kind == NODE_TEXT)
			h = mix(h, n->as.text.s);
		if (n->sem != NULL)
			h = mix(h, n->sem->selected ? "s" : n->sem->on ? "o" : "-");
		h = (h ^ (uint64_t)(n->r.x * 7 + n->r.y * 4099 + n->r.w * 65537)) * 1099511628211U;
	}
	return h;
}

static void finding(struct walk *w, const char *screen, const char *check, const char *text)
{
	/* the same part stands on many pictures: node numbers and places do not make it another finding */
	uint64_t h = mix(mix(1, screen), check);
	const char *quote = strchr(text, ' ');
	const char *from = quote != NULL && strncmp(text, "node ", 5) == 0 ? strchr(quote + 1, ' ') : text;
	const char *to = from != NULL ? strstr(from, "\" at ") : NULL;
	char *core = arena_strndup(&w->a, from, to != NULL ? (size_t)(to - from) : strlen(from));
	h = mix(h, core);
	for (int i = 0; i < w->n_seen; i++)
		if (w->seen[i] == h)
			return;
	if (w->n_seen < SEEN_MAX)
		w->seen[w->n_seen++] = h;
	w->findings++;
	printf("finding: %s: %s: %s\n", screen, check, text);
}

/* Everything that acts is a stop of the keypad. */
static void check_keypad(struct walk *w, const struct frame *f)
{
	int order[STOPS_MAX];
	size_t n = frame_focus_order(f, order, STOPS_MAX);
	for (int i = 0; i < f->n; i++) {
		const struct semantics *s = f->nodes[i].sem;
		bool found = s == NULL || s->action.verb == 0 || !frame_live(f, i);
		for (size_t k = 0; k < n && !found; k++)
			found = order[k] == i;
		if (!found)
			finding(w, app_screen_name(w->app), "keypad", s->id != NULL ? s->id : "a part without an id");
	}
}

static void check(struct walk *w, const struct frame *f)
{
	struct arena a = ARENA_INIT;
	check_keypad(w, f);
	struct finding out[SEMANTIC_MAX_FINDINGS];
	int n = semantic_check(f, &a, out, SEMANTIC_MAX_FINDINGS);
	for (int i = 0; i < n; i++)
		finding(w, app_screen_name(w->app), out[i].check, out[i].text);
	arena_fini(&a);
}

static void check_contrast(struct walk *w, const struct frame *f)
{
	struct arena a = ARENA_INIT;
	struct finding out[SEMANTIC_MAX_FINDINGS];
	const struct draw_state none = {0};
	canvas_draw(w->canvas, &w->ui, f, &none);
	int n = semantic_check_contrast(f, canvas_pixels(w->canvas), 4.5, &a, out, SEMANTIC_MAX_FINDINGS);
	for (int i = 0; i < n; i++)
		finding(w, app_screen_name(w->app), out[i].check, out[i].text);
	arena_fini(&a);
}

/* A finger in the middle of it. False: there is none, or something lies over it. */
static bool tap(struct walk *w, const char *id)
{
	const struct frame *f = picture(w);
	int i = frame_find_id(f, id);
	if (i < 0)
		return false;
	struct rect r = f->nodes[i].r;
	int x = r.x + r.w / 2, y = r.y + r.h / 2;
	if (frame_hit(f, x, y) != i)
		return false;
	w->now.mono_ms += BETWEEN_MS;
	app_touch(w->app, GESTURE_DOWN, 1, x, y, w->now);
	w->now.mono_ms += TAP_MS;
	app_touch(w->app, GESTURE_UP, 1, x, y, w->now);
	w->taps++;
	picture(w);
	return true;
}

/* The visitor walks away: whatever the state, time alone must bring the idle picture back. */
static bool begin_again(struct walk *w)
{
	for (int i = 0; i == 0 || (i < ATTRACT_TRIES && !str_eq(app_screen_name(w->app), "attract")); i++) {
		w->now.mono_ms += LONG_AGO_MS; /* once even while idle: stopped pictures run again */
		picture(w);
	}
	if (!str_eq(app_screen_name(w->app), "attract"))
		return false;
	for (int i = 0; i < w->n_settings; i++) {
		char name[32];
		const char *eq = strchr(w->settings[i], '=');
		snprintf(name, sizeof name, "%.*s", (int)(eq - w->settings[i]), w->settings[i]);
		if (!app_set(w->app, name, eq + 1))
			return false;
	}
	picture(w);
	return true;
}

static bool go(struct walk *w, const struct state *s)
{
	if (!begin_again(w)) {
		finding(w, app_screen_name(w->app), "dead-end", "time does not bring the idle picture back");
		return false;
	}
	for (int i = 0; i < s->depth; i++)
		if (!tap(w, s->path[i]))
			return false;
	return true;
}

static void add(struct walk *w, const struct state *from, const char *id)
{
	uint64_t kind = kind_of(w, picture(w));
	for (int i = 0; i < w->n_states; i++)
		if (w->states[i].kind == kind)
			return;
	if (w->n_states >= w->max_states)
		return;
	struct state *s = &w->states[w->n_states];
	*s = (struct state){.kind = kind};
	if (from != NULL) {
		if (from->depth + 1 >= DEPTH_MAX)
			return;
		memcpy(s->path, from->path, sizeof s->path);
		s->depth = from->depth;
		s->path[s->depth++] = arena_strdup(&w->a, id);
	}
	w->n_states++;
}

/* "Takaisin" leaves, "Alkuun" leads home; where there is no dock there is another way that leaves. */
static void check_ways_out(struct walk *w, const struct state *s, bool leaves)
{
	const char *screen = arena_strdup(&w->a, app_screen_name(w->app));
	const struct frame *f = picture(w);
	uint64_t look = look_of(w, f);
	int home = frame_find_id(f, "dock:home"), back = frame_find_id(f, "dock:back");
	bool has_home = home >= 0 && is_target(f, home), has_back = back >= 0 && is_target(f, back);
	if (!leaves)
		finding(w, screen, "dead-end", "nothing on it leads anywhere else");
	if (has_home && !str_eq(screen, "home") && (!tap(w, "dock:home") || !str_eq(app_screen_name(w->app), "home")))
		finding(w, screen, "home", "\"dock:home\" does not lead home");
	if (has_back && go(w, s) && (!tap(w, "dock:back") || look_of(w, picture(w)) == look))
		finding(w, screen, "back", "\"dock:back\" does not leave");
	if (!has_home && !str_eq(screen, "attract") && !str_eq(screen, "staff") && !str_eq(screen, "question"))
		finding(w, screen, "home", "there is no way home");
}

static int targets_of(struct walk *w, const struct frame *f, const char **out)
{
	int n = 0;
	for (int i = 0; i < f->n && n < TARGETS_MAX; i++) {
		if (!is_target(f, i))
			continue;
		struct rect r = f->nodes[i].r;
		int least = r.w < r.h ? r.w : r.h;
		w->targets++;
		w->comfortable += least + 1 >= app_metrics(w->app)->target_px;
		out[n++] = arena_strdup(&w->a, f->nodes[i].sem->id);
	}
	return n;
}

static void expand(struct walk *w, const struct state *s)
{
	const char *ids[TARGETS_MAX];
	if (!go(w, s)) {
		finding(w, app_screen_name(w->app), "unsteady", "the way to a state works only once");
		return;
	}
	const struct frame *f = picture(w);
	const char *screen = arena_strdup(&w->a, app_screen_name(w->app));
	uint64_t look = look_of(w, f);
	bool leaves = false;
	check(w, f);
	check_contrast(w, f);
	int n = targets_of(w, f, ids);
	for (int i = 0; i < n; i++) {
		if (look_of(w, picture(w)) != look && !go(w, s))
			return;
		/* the idle pictures run on by themselves: the last one has no "next" */
		if (str_eq(screen, "attract") && frame_find_id(picture(w), ids[i]) < 0)
			continue;
		if (!tap(w, ids[i])) {
			finding(w, screen, "covered", ids[i]);
			continue;
		}
		f = picture(w);
		check(w, f);
		leaves = leaves || !str_eq(screen, app_screen_name(w->app));
		add(w, s, ids[i]);
	}
	if (go(w, s))
		check_ways_out(w, s, leaves);
}

static void pass(struct walk *w, int64_t ms)
{
	w->now.mono_ms += ms;
	w->now.wall_s += ms / 1000;
	const struct frame *f = picture(w);
	check(w, f);
	check_contrast(w, f);
}

/* What time alone brings: the other idle pictures, the question, old content on the screens that were met first. */
static void as_time_goes(struct walk *w)
{
	for (int i = 0; begin_again(w) && i < ATTRACT_PICTURES; i++)
		pass(w, i * ATTRACT_MS);
	bool home = begin_again(w) && tap(w, "wake");
	for (int i = 0; home && i < IDLE_STEPS && !str_eq(app_screen_name(w->app), "question"); i++)
		pass(w, IDLE_STEP_MS);
	if (!str_eq(app_screen_name(w->app), "question"))
		finding(w, app_screen_name(w->app), "question", "does not come after a long rest");
	w->now.wall_s += OLD_DAYS * 86400;
	for (int i = 0; i < w->n_states && i < OLD_STATES; i++)
		if (go(w, &w->states[i])) /* by then some of it is over */
			pass(w, 0);
}

static bool open_walk(struct walk *w, const char *state_dir, int width, int height, struct error *e)
{
	static const struct screen_config config = {.centre = "kaakkuri",
						    .screen = "",
						    .base = WALK_BASE,
						    .first_language = "fi",
						    .languages = "fi sv en",
						    .idle_s = 90,
						    .question_s = 30,
						    .attract_s = 10,
						    .stale_after_s = 26 * 3600,
						    .printer = true,
						    .pin = "4321",
						    .version = "walk",
						    .touch_lock_ms = 500};
	const struct ui_paths paths = {.assets = "assets"};
	struct civil c;
	if (!civil_parse(WALK_NOW, &c) || !i18n_open(i18n_dir(""), e) || !ui_open(&w->ui, &paths, e))
		return false;
	w->now = (struct app_now){1000000, zone_to_instant(ZONE_DEFAULT, c)};
	const struct app_in in = {.ui = &w->ui,
				  .config = &config,
				  .panel = {.panel_w = width, .panel_h = height},
				  .cache_path = arena_printf(&w->a, "%s/cache/cache.db", state_dir),
				  .words_dir = "assets/thesaurus",
				  .spool_dir = arena_printf(&w->a, "%s/spool", state_dir),
				  .status_dir = arena_printf(&w->a, "%s/status", state_dir)};
	w->app = app_new(&in, w->now);
	w->canvas = canvas_new(app_metrics(w->app)->w, app_metrics(w->app)->h);
	return true;
}

static void close_walk(struct walk *w)
{
	app_free(w->app);
	if (w->canvas != NULL)
		canvas_free(w->canvas);
	if (w->ui.text != NULL)
		ui_close(&w->ui);
	i18n_close();
	arena_fini(&w->a);
}

int main(int argc, char **argv)
{
	static struct walk w;
	struct error e = ERROR_INIT;
	int width, height;
	int64_t most;
	if (argc < 4 || sscanf(argv[2], "%dx%d", &width, &height) != 2 || !str_to_i64(argv[3], 1, STATES_MAX, &most)) {
		fprintf(stderr, "usage: walk STATE-DIR WxH MAX-STATES [NAME=VALUE…]\n");
		return 2;
	}
	w.max_states = (int)most;
	w.settings = argv + 4;
	w.n_settings = argc - 4;
	if (!open_walk(&w, argv[1], width, height, &e)) {
		fprintf(stderr, "walk: %s\n", e.text);
		return 1;
	}
	pass(&w, 0);
	int at = 0;
	bool first = str_eq(app_screen_name(w.app), "first"); /* no content yet: there is nowhere to go */
	if (!first && begin_again(&w))
		add(&w, NULL, NULL);
	for (; at < w.n_states; at++)
		expand(&w, &w.states[at]);
	if (!first)
		as_time_goes(&w);
	printf("walked: %d states%s, %lld targets (%lld%% of 22 mm), %lld taps, %d findings\n", at,
	       at == w.max_states ? " (the bound)" : "", (long long)w.targets,
	       (long long)(w.targets > 0 ? w.comfortable * 100 / w.targets : 0), (long long)w.taps, w.findings);
	close_walk(&w);
	return first || at > 1 ? 0 : 1;
}
