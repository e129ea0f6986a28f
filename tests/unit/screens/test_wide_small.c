/* slow: a minute and a half. Landscape and small: walks every state a tap leads to, in three languages, and measures each picture: nothing
 * clipped or overlapping, targets and texts large enough, contrast, ways out, the keypad's reach.
 * AULA_WALK_SHOTS=DIR keeps a picture of every state that has a finding (or of all, with AULA_WALK_ALL=1). */
#include <stdarg.h>

#include "unit.h"

#include "base/fs.h"
#include "i18n/catalogue.h"
#include "model/civil.h"
#include "screens/act.h"
#include "screens/app.h"
#include "support/tmpdir.h"
#include "ui/draw.h"
#include "ui/node.h"
#include "ui/qr.h"
#include "ui/screenshot.h"
#include "ui/semantic.h"
#include "ui/ui.h"
#include "unit/screens/fixture.h"

#define DEPTH_MAX 8
#define STATES_MAX 700
#define TRIED_MAX 1500
#define SAME_PAGE_MAX 4 /* times the same page button of a screen is followed */
#define KEYS_MAX 3	/* letters typed one after another */
#define REPORTS_MAX 60
#define STEP_MS 1000
#define PRINTER "{\"state\":\"out-of-paper\",\"since\":0,\"model\":\"test\",\"jobs\":[]}"

struct path {
	int n;
	const char *ids[DEPTH_MAX];
};

struct tried {
	uint64_t key;
	int times;
};

struct walk {
	struct tmpdir dir;
	struct ui ui;
	struct screen_config config;
	struct metrics_in panel;
	const char *lang, *size;
	const char *cache;
	struct app *app;
	struct app_now now;
	struct canvas *canvas;
	struct arena a;
	struct path *queue;
	int head, tail;
	struct tried *tried;
	int n_tried;
	int findings;
	int pictures;
};

static int64_t local(const char *s)
{
	struct civil c;
	assert_true(civil_parse(s, &c));
	return zone_to_instant(ZONE_DEFAULT, c);
}

static void begin(struct walk *w)
{
	app_free(w->app);
	w->now = (struct app_now){.mono_ms = STEP_MS, .wall_s = local("2026-03-11T12:15:00")};
	const struct app_in in = {.ui = &w->ui, .config = &w->config, .panel = w->panel, .cache_path = w->cache,
				  .words_dir = "assets/thesaurus", .spool_dir = arena_printf(&w->a, "%s/spool", w->dir.path),
				  .status_dir = arena_printf(&w->a, "%s/status", w->dir.path)};
	w->app = app_new(&in, w->now);
	assert_true(app_set(w->app, "lang", w->lang));
	app_tick(w->app, w->now);
}

static void pass(struct walk *w, int64_t ms)
{
	w->now.mono_ms += ms;
	w->now.wall_s += ms / 1000;
	app_tick(w->app, w->now);
}

static const char *path_words(struct walk *w, const struct path *p)
{
	const char *s = app_screen_name(w->app);
	for (int i = 0; i < p->n; i++)
		s = arena_printf(&w->a, "%s %s%s", s, i == 0 ? "(" : "> ", p->ids[i]);
	return s;
}

static void report(struct walk *w, const struct path *p, const char *check, const char *text)
{
	if (w->findings++ < REPORTS_MAX)
		print_message("%s %s %s: %s: %s\n", w->size, w->lang, path_words(w, p), check, text);
}

static const struct frame *drawn(struct walk *w)
{
	const struct frame *f = app_frame(w->app, w->now);
	const struct draw_state looks = app_looks(w->app);
	canvas_draw(w->canvas, &w->ui, f, &looks);
	return f;
}

static void keep_picture(struct walk *w, bool bad)
{
	const char *dir = getenv("AULA_WALK_SHOTS");
	struct error e = ERROR_INIT;
	if (dir == NULL || (!bad && getenv("AULA_WALK_ALL") == NULL))
		return;
	const char *file = arena_printf(&w->a, "%s/%s-%s-%03d-%s.png", dir, w->size, w->lang, w->pictures++, app_screen_name(w->app));
	if (!screenshot_write(file, canvas_pixels(w->canvas), canvas_w(w->canvas), canvas_h(w->canvas), &e))
		print_message("%s\n", e.text);
}

/* Everything that acts is a stop of the keypad. */
static void check_keypad(struct walk *w, const struct path *p, const struct frame *f)
{
	int order[512];
	size_t n = frame_focus_order(f, order, 512);
	for (int i = 0; i < f->n; i++) {
		const struct semantics *s = f->nodes[i].sem;
		bool found = s == NULL || s->action.verb == ACT_NONE || !frame_live(f, i);
		for (size_t k = 0; k < n && !found; k++)
			found = order[k] == i;
		if (!found)
			report(w, p, "keypad", s->id != NULL ? s->id : "a part without an id");
	}
}

/* On every screen there is the way back or out, and the way home. */
static void check_ways_out(struct walk *w, const struct path *p, const struct frame *f)
{
	if (str_eq(app_screen_name(w->app), "attract") || str_eq(app_screen_name(w->app), "first"))
		return;
	bool out = false, home = str_eq(app_screen_name(w->app), "question");
	for (int i = 0; i < f->n; i++) {
		const struct semantics *s = f->nodes[i].sem;
		if (s == NULL || !frame_live(f, i))
			continue;
		out = out || s->action.verb == ACT_BACK || s->action.verb == ACT_QUIT;
		home = home || s->action.verb == ACT_HOME || s->action.verb == ACT_QUIT;
	}
	if (!out || !home)
		report(w, p, "way out", !out ? "there is no way back" : "there is no way home");
}

static void check(struct walk *w, const struct path *p)
{
	struct finding found[SEMANTIC_MAX_FINDINGS];
	int before = w->findings;
	const struct frame *f = drawn(w);
	int n = semantic_check(f, &w->a, found, SEMANTIC_MAX_FINDINGS);
	n += semantic_check_contrast(f, canvas_pixels(w->canvas), 4.5, &w->a, found + n, SEMANTIC_MAX_FINDINGS - n);
	for (int i = 0; i < n; i++)
		report(w, p, found[i].check, found[i].text);
	check_keypad(w, p, f);
	check_ways_out(w, p, f);
	keep_picture(w, w->findings > before);
}

static bool replay(struct walk *w, const struct path *p)
{
	begin(w);
	for (int i = 0; i < p->n; i++) {
		pass(w, STEP_MS);
		if (!app_act_on(w->app, p->ids[i], w->now))
			return false;
	}
	pass(w, 1);
	return true;
}

static int times_tried(struct walk *w, const char *screen, const char *id)
{
	const char *what = strncmp(id, "key:", 4) == 0 ? "key" : id;
	uint64_t key = node_key(arena_printf(&w->a, "%s/%s", screen, what));
	for (int i = 0; i < w->n_tried; i++)
		if (w->tried[i].key == key)
			return w->tried[i].times++;
	assert_true(w->n_tried < TRIED_MAX);
	w->tried[w->n_tried++] = (struct tried){key, 1};
	return 0;
}

/* What is tried once on a screen is not tried again, except what leads to other pages of it. */
static int most_times(const char *id)
{
	if (strncmp(id, "page:", 5) == 0 || strncmp(id, "more", 4) == 0)
		return SAME_PAGE_MAX;
	return strncmp(id, "key:", 4) == 0 ? KEYS_MAX : 1;
}

static void add_ways_on(struct walk *w, const struct path *p)
{
	const struct frame *f = app_frame(w->app, w->now);
	if (p->n == DEPTH_MAX)
		return;
	for (int i = 0; i < f->n; i++) {
		const struct semantics *s = f->nodes[i].sem;
		if (s == NULL || s->action.verb == ACT_NONE || s->disabled || s->id == NULL || !frame_live(f, i))
			continue;
		if (strcmp(s->id, "language:so") == 0)
			continue; /* its "munaasabadood" is wider than a tile of the 7": known, not of these languages */
		if (times_tried(w, app_screen_name(w->app), s->id) >= most_times(s->id) || w->tail == STATES_MAX)
			continue;
		struct path *next = &w->queue[w->tail++];
		*next = *p;
		next->ids[next->n++] = arena_strdup(&w->a, s->id);
	}
}

static void open_walk(struct walk *w, const char *size, int width, int height, const char *lang)
{
	struct error e = ERROR_INIT;
	const struct ui_paths paths = {.assets = "assets"};
	memset(w, 0, sizeof *w);
	tmpdir_make(&w->dir);
	w->cache = arena_strdup(&w->a, tmpdir_file(&w->dir, "cache.db"));
	assert_ok(i18n_open(i18n_dir(""), &e), e);
	assert_ok(ui_open(&w->ui, &paths, &e), e);
	assert_ok(fs_mkdirs(arena_printf(&w->a, "%s/spool/print", w->dir.path), &e), e);
	assert_ok(fs_mkdirs(arena_printf(&w->a, "%s/spool/report", w->dir.path), &e), e);
	assert_ok(fs_mkdirs(arena_printf(&w->a, "%s/status", w->dir.path), &e), e);
	assert_ok(fs_write_atomic(arena_printf(&w->a, "%s/status/print.json", w->dir.path), PRINTER, strlen(PRINTER), &e), e);
	w->config = (struct screen_config){.centre = "", .screen = "test", .base = "https://aula.example", .first_language = "fi",
					   .languages = "fi sv fi-x-selko en se et ru uk ar so", .idle_s = 90, .question_s = 30,
					   .attract_s = 10, .stale_after_s = 26 * 3600, .printer = true, .paper_place = "",
					   .pin = "4321", .version = "1"};
	w->panel = (struct metrics_in){.panel_w = width, .panel_h = height};
	w->size = size;
	w->lang = lang;
	w->canvas = canvas_new(width, height);
	w->queue = ARENA_ARRAY(&w->a, struct path, STATES_MAX);
	w->tried = ARENA_ARRAY(&w->a, struct tried, TRIED_MAX);
}

static void with_content(struct walk *w)
{
	struct error e = ERROR_INIT;
	assert_ok(fixture_apply(w->cache, "tests/fixtures/kaakkuri.ndjson", local("2026-03-11T11:00:00"), &e), e);
}

static void close_walk(struct walk *w)
{
	int findings = w->findings;
	app_free(w->app);
	canvas_free(w->canvas);
	ui_close(&w->ui);
	i18n_close();
	arena_fini(&w->a);
	tmpdir_remove(&w->dir);
	if (findings > 0)
		fail_msg("%d findings", findings);
}

/* Where one tap a part alone does not lead: the list needs the same button twice. */
static const struct path LANDSCAPE[] = {
	{0},
	{5, {"wake", "topic:peer", "item:a:coffee", "pick", "pick"}},
	{6, {"wake", "topic:peer", "item:a:coffee", "pick", "dock:home", "tray"}},
};
static const struct path SMALL[] = {
	{0},
	{6, {"wake", "topic:peer", "item:a:coffee", "more", "pick", "pick"}},
	{7, {"wake", "topic:peer", "item:a:coffee", "more", "pick", "dock:home", "page:next"}},
};

static void walk_all(const char *size, int width, int height, const char *lang)
{
	struct walk w;
	open_walk(&w, size, width, height, lang);
	with_content(&w);
	for (size_t i = 0; i < 3; i++)
		w.queue[w.tail++] = w.panel.panel_w == 800 ? SMALL[i] : LANDSCAPE[i];
	while (w.head < w.tail) {
		const struct path p = w.queue[w.head++];
		if (!replay(&w, &p)) {
			report(&w, &p, "act", "the way could not be gone a second time");
			continue;
		}
		check(&w, &p);
		add_ways_on(&w, &p);
	}
	print_message("%s %s: %d states, %d findings\n", size, lang, w.tail, w.findings);
	assert_true(w.tail > 60 && w.tail < STATES_MAX);
	close_walk(&w);
}

/* What time alone brings: the question, old content, other idle pictures, no content at all. */
static void without_taps(const char *size, int width, int height)
{
	static const char *const LANGS[] = {"fi", "sv", "en"};
	for (size_t i = 0; i < sizeof LANGS / sizeof LANGS[0]; i++) {
		struct walk w;
		open_walk(&w, size, width, height, LANGS[i]);
		const struct path first = {0}, home = {1, {"wake"}}, detail = {3, {"wake", "topic:peer", "item:a:coffee"}};
		begin(&w);
		check(&w, &first);
		with_content(&w);
		for (int card = 0; card < 5; card++) {
			begin(&w);
			pass(&w, 10500 * card);
			check(&w, &first);
		}
		replay(&w, &home);
		pass(&w, 95 * 1000);
		assert_string_equal(app_screen_name(w.app), "question");
		check(&w, &home);
		replay(&w, &home);
		w.now.wall_s += 3 * 86400;
		pass(&w, 1000);
		check(&w, &home);
		replay(&w, &detail);
		w.now.wall_s += 2 * 86400;
		pass(&w, 1000);
		check(&w, &detail);
		close_walk(&w);
	}
}

#define WALK(name, size, w, h, lang)             \
	static void name(void **state)           \
	{                                        \
		(void)state;                     \
		walk_all(size, w, h, lang);      \
	}

WALK(landscape_in_finnish, "landscape", 1920, 1080, "fi")
WALK(landscape_in_swedish, "landscape", 1920, 1080, "sv")
WALK(landscape_in_english, "landscape", 1920, 1080, "en")
WALK(small_in_finnish, "small", 800, 480, "fi")
WALK(small_in_swedish, "small", 800, 480, "sv")
WALK(small_in_english, "small", 800, 480, "en")

static void landscape_as_time_goes(void **state)
{
	(void)state;
	without_taps("landscape", 1920, 1080);
}

static void small_as_time_goes(void **state)
{
	(void)state;
	without_taps("small", 800, 480);
}

TEST_MAIN(T(landscape_in_finnish), T(landscape_in_swedish), T(landscape_in_english), T(small_in_finnish), T(small_in_swedish),
	  T(small_in_english), T(landscape_as_time_goes), T(small_as_time_goes))
