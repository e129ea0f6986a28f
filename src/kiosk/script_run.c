#include "kiosk/script_run.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/str.h"
#include "kiosk/keymap.h"
#include "kiosk/say.h"
#include "kiosk/script.h"
#include "kiosk/stage.h"
#include "model/civil.h"
#include "ui/draw.h"
#include "ui/node.h"
#include "ui/screenshot.h"
#include "ui/semantic.h"

#define SCRIPT_START "2026-03-11T12:15:00"
#define TAP_MS 600 /* a tap takes so long that no lock of the screen before it stands in the way */
#define TAP_DOWN_MS 60
#define STEPS_MAX 2000000 /* of one wait */
#define CONTRAST_LEAST 4.5
#define CODES_MAX 4       /* rounds of drawing codes after a picture */

struct player {
	const struct settings *set;
	struct stage stage;
	struct say say; /* words only */
	struct clock_source clock;
	int64_t frames_before;
	bool down;
	int down_x, down_y;
	struct arena line; /* of the command being played */
};

static struct app_now now_of(const struct player *p)
{
	return (struct app_now){.mono_ms = clock_mono_ms(&p->clock), .wall_s = clock_wall_s(&p->clock)};
}

static void settle(struct player *p)
{
	app_tick(p->stage.app, now_of(p));
	stage_draw(&p->stage, now_of(p), false);
	say_turn(&p->say, p->stage.app);
	for (int i = 0; i < CODES_MAX && stage_encode_codes(&p->stage); i++) {
		const struct frame *f = app_frame(p->stage.app, now_of(p));
		const struct draw_state looks = app_looks(p->stage.app);
		canvas_draw(p->stage.canvas, &p->stage.ui, f, &looks);
	}
}

/* Time passes from one thing that is due to the next, as the real loop would wake. */
static void pass(struct player *p, int64_t ms)
{
	int64_t until = clock_mono_ms(&p->clock) + ms;
	for (int i = 0; i < STEPS_MAX; i++) {
		settle(p);
		int64_t now = clock_mono_ms(&p->clock);
		if (now >= until)
			return;
		int64_t next = app_deadline_ms(p->stage.app);
		if (next <= now)
			next = now + 1;
		clock_advance_ms(&p->clock, (next < until ? next : until) - now);
	}
}

static void touch(struct player *p, enum gesture_phase phase, int x, int y)
{
	app_touch(p->stage.app, phase, 1, x, y, now_of(p));
	settle(p);
}

static void tap_at(struct player *p, int x, int y)
{
	pass(p, TAP_MS - TAP_DOWN_MS);
	touch(p, GESTURE_DOWN, x, y);
	pass(p, TAP_DOWN_MS);
	touch(p, GESTURE_UP, x, y);
}

/* Soft hyphens and bidi isolates are in the text but not on the screen: a script need not know of them. */
static const char *visible(const char *text, struct arena *a)
{
	size_t len = strlen(text);
	char *out = arena_alloc(a, len * 3 + 1);
	size_t n = 0;
	for (size_t at = 0; at < len;) {
		uint32_t cp = utf8_next(text, len, &at);
		bool unseen = cp == 0xad || (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2066 && cp <= 0x2069);
		if (!unseen)
			n += utf8_put(cp, out + n);
	}
	return out;
}

static bool holds(const char *text, const char *part)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	return strstr(visible(text, &a), part) != NULL;
}

static bool label_fits(const struct frame *f, int i, const char *text, bool whole)
{
	const char *label = node_label(f, i);
	if (label == NULL)
		return false;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	return whole ? str_eq(visible(label, &a), text) : holds(label, text);
}

/* The live acting node of that id, or whose label is the text, or holds it. */
static int find_target(const struct frame *f, const char *text)
{
	if (text[0] == '#')
		return frame_find_id(f, text + 1);
	for (int whole = 1; whole >= 0; whole--) {
		for (int i = 0; i < f->n; i++) {
			const struct node *n = &f->nodes[i];
			bool acts = n->sem != NULL && n->sem->action.verb != 0;
			if (acts && label_fits(f, i, text, whole) &&
			    frame_hit(f, n->r.x + n->r.w / 2, n->r.y + n->r.h / 2) == i)
				return i;
		}
	}
	return -1;
}

static bool find_point(struct player *p, const char *text, int *x, int *y, struct error *e)
{
	settle(p);
	const struct frame *f = app_frame(p->stage.app, now_of(p));
	int i = find_target(f, text);
	if (i < 0)
		return error_set(e, ERROR_NOT_FOUND, "nothing to tap is called \"%s\" on screen %s", text,
				 app_screen_name(p->stage.app));
	*x = f->nodes[i].r.x + f->nodes[i].r.w / 2;
	*y = f->nodes[i].r.y + f->nodes[i].r.h / 2;
	return frame_hit(f, *x, *y) == i || error_set(e, ERROR_REFUSED, "\"%s\" is covered", text);
}

static bool tap(struct player *p, const struct script_command *c, struct error *e)
{
	int x = 0, y = 0;
	if (!find_point(p, c->text, &x, &y, e))
		return false;
	if (c->verb == SCRIPT_TAP) {
		tap_at(p, x, y);
		return true;
	}
	pass(p, TAP_MS);
	p->down = true;
	p->down_x = x;
	p->down_y = y;
	touch(p, GESTURE_DOWN, x, y);
	return true;
}

static bool press_key(struct player *p, const char *name, struct error *e)
{
	enum app_key key;
	if (!keymap_find(p->set->keys, name, &key))
		return error_set(e, ERROR_INPUT, "no key of the configuration is called \"%s\"", name);
	pass(p, TAP_MS);
	app_key(p->stage.app, key, now_of(p));
	settle(p);
	return true;
}

static void type(struct player *p, const char *text)
{
	size_t len = strlen(text), at = 0;
	while (at < len) {
		size_t from = at;
		utf8_next(text, len, &at);
		app_type(p->stage.app, arena_strndup(&p->line, text + from, at - from), now_of(p));
		pass(p, TAP_DOWN_MS);
	}
}

static bool set_clock(struct player *p, const char *text, struct error *e)
{
	struct civil c;
	if (!civil_parse(text, &c))
		return error_set(e, ERROR_INPUT, "\"%s\" is no local time like 2026-03-11T12:15", text);
	p->clock.fake_wall_ms = zone_to_instant(ZONE_DEFAULT, c) * 1000;
	settle(p);
	return true;
}

static bool dump(struct player *p, const char *path, struct error *e)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	settle(p);
	semantic_dump(app_frame(p->stage.app, now_of(p)), &out);
	if (!str_eq(path, "-"))
		return fs_write_atomic(path, buf_str(&out), out.len, e);
	fwrite(out.data, 1, out.len, stdout);
	fflush(stdout);
	return true;
}

/* What ui/semantic.h finds wrong with the picture, contrast included. */
static bool findings(struct player *p, const char *path, struct error *e)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	struct finding found[SEMANTIC_MAX_FINDINGS];
	settle(p);
	const struct frame *f = app_frame(p->stage.app, now_of(p));
	int n = semantic_check(f, &p->line, found, SEMANTIC_MAX_FINDINGS);
	n += semantic_check_contrast(f, canvas_pixels(p->stage.canvas), CONTRAST_LEAST, &p->line, found + n, SEMANTIC_MAX_FINDINGS - n);
	for (int i = 0; i < n; i++)
		buf_printf(&out, "%s: %s\n", found[i].check, found[i].text);
	if (!str_eq(path, "-"))
		return fs_write_atomic(path, buf_str(&out), out.len, e);
	printf("%s.\n", buf_str(&out));
	fflush(stdout);
	return true;
}

/* Everything said since the last time, one utterance a paragraph; also for a test that talks with the program. */
static bool spoken_log(struct player *p, const char *path, struct error *e)
{
	settle(p);
	bool ok = true;
	if (str_eq(path, "-")) {
		printf("%s.\n", buf_str(&p->say.all));
		fflush(stdout);
	} else {
		ok = fs_write_atomic(path, buf_str(&p->say.all), p->say.all.len, e);
	}
	buf_clear(&p->say.all);
	return ok;
}

static bool shows(const struct frame *f, const char *text)
{
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		if (n->kind == NODE_TEXT && n->as.text.s != NULL && holds(n->as.text.s, text))
			return true;
	}
	return false;
}

static bool expect(struct player *p, const struct script_command *c, struct error *e)
{
	settle(p);
	const struct frame *f = app_frame(p->stage.app, now_of(p));
	const char *name = app_screen_name(p->stage.app);
	int64_t frames = p->stage.frames - p->frames_before;
	switch (c->verb) {
	case SCRIPT_EXPECT:
		return shows(f, c->text) ||
		       error_set(e, ERROR_REFUSED, "\"%s\" is not on screen %s", c->text, name);
	case SCRIPT_EXPECT_NOT:
		return !shows(f, c->text) ||
		       error_set(e, ERROR_REFUSED, "\"%s\" is on screen %s", c->text, name);
	case SCRIPT_EXPECT_SPOKEN:
		return holds(buf_str(&p->say.last), c->text) ||
		       error_set(e, ERROR_REFUSED, "\"%s\" was not said last, but \"%s\"", c->text, buf_str(&p->say.last));
	case SCRIPT_EXPECT_SCREEN:
		return str_eq(name, c->text) ||
		       error_set(e, ERROR_REFUSED, "the screen is %s, not %s", name, c->text);
	case SCRIPT_EXPECT_FOCUS: {
		const char *id = c->text[0] == '#' ? c->text + 1 : c->text;
		return app_looks(p->stage.app).focused == node_key(id) ||
		       error_set(e, ERROR_REFUSED, "the focus is not on #%s", id);
	}
	default:
		p->frames_before = p->stage.frames;
		return frames == c->value || error_set(e, ERROR_REFUSED, "%lld frames were drawn, not %lld",
						       (long long)frames, (long long)c->value);
	}
}

static bool screenshot(struct player *p, const char *path, struct error *e)
{
	settle(p);
	const struct canvas *c = p->stage.canvas;
	return screenshot_write(path, canvas_pixels(c), canvas_w(c), canvas_h(c), e);
}

static bool play(struct player *p, const struct script_command *c, struct error *e)
{
	switch (c->verb) {
	case SCRIPT_NOTHING: return true;
	case SCRIPT_TAP_AT: tap_at(p, (int)c->x, (int)c->y); return true;
	case SCRIPT_TAP:
	case SCRIPT_PRESS: return tap(p, c, e);
	case SCRIPT_RELEASE: touch(p, GESTURE_UP, p->down_x, p->down_y); return true;
	case SCRIPT_KEY: return press_key(p, c->text, e);
	case SCRIPT_TYPE: type(p, c->text); return true;
	case SCRIPT_WAIT: pass(p, c->value); return true;
	case SCRIPT_CLOCK: return set_clock(p, c->text, e);
	case SCRIPT_SCREENSHOT: return screenshot(p, c->text, e);
	case SCRIPT_DUMP: return dump(p, c->text, e);
	case SCRIPT_FINDINGS:
		return findings(p, c->text, e);
	case SCRIPT_SPOKEN:
		return spoken_log(p, c->text, e);
	case SCRIPT_HEADPHONES:
		pass(p, TAP_MS);
		app_headphones(p->stage.app, now_of(p));
		settle(p);
		return true;
	case SCRIPT_RELOAD:
		app_content_changed(p->stage.app, now_of(p));
		app_images_changed(p->stage.app, now_of(p));
		app_device_changed(p->stage.app, now_of(p));
		settle(p);
		return true;
	case SCRIPT_SET:
		return app_set(p->stage.app, c->name, c->text) ||
		       error_set(e, ERROR_INPUT, "set: no %s %s", c->name, c->text);
	default: return expect(p, c, e);
	}
}

static bool play_lines(struct player *p, FILE *f, const char *name, struct error *e)
{
	CLEANUP_FREE char *line = NULL;
	size_t cap = 0;
	for (int n = 1; getline(&line, &cap, f) >= 0; n++) {
		struct script_command c;
		line[strcspn(line, "\r\n")] = '\0';
		arena_reset(&p->line);
		if (!script_parse(line, &c, &p->line, e) || !play(p, &c, e))
			return error_context(e, "%s:%d", name, n);
	}
	return true;
}

bool script_play(const struct settings *set, int w, int h, const char *path, struct error *e)
{
	struct player p = {.set = set, .say = {.keep_all = true}};
	struct civil start;
	bool standard = str_eq(path, "-"), ok;
	FILE *f = standard ? stdin : fopen(path, "re");
	if (f == NULL)
		return error_set_errno(e, "%s", path);
	ok = civil_parse(SCRIPT_START, &start);
	clock_init_fake(&p.clock, zone_to_instant(ZONE_DEFAULT, start));
	ok = ok && stage_open(&p.stage, set, w, h, false, now_of(&p), e);
	if (ok) {
		settle(&p);
		p.frames_before = p.stage.frames;
		ok = play_lines(&p, f, standard ? "standard input" : path, e);
	}
	say_close(&p.say);
	stage_close(&p.stage);
	arena_fini(&p.line);
	if (!standard)
		fclose(f);
	return ok;
}
