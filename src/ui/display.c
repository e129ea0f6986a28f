#include "ui/display.h"

#include <SDL.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "ui/draw.h"

#define MOUSE_CONTACT (-1)
#define WINDOWED_DEFAULT_W 540
#define WINDOWED_DEFAULT_H 960

struct display {
	SDL_Window *window;
	int w, h;
	bool exposed; /* the window's pixels are lost: show everything */
	uint32_t wake_event;
	uint32_t *row; /* one panel row, for surfaces of other formats */
};

static bool make_window(struct display *d, const struct display_config *config, struct error *e)
{
	SDL_DisplayMode mode = {0};
	int w = config->w, h = config->h;
	if ((w <= 0 || h <= 0) && !config->windowed && SDL_GetDesktopDisplayMode(0, &mode) == 0) {
		w = mode.w;
		h = mode.h;
	}
	if (w <= 0 || h <= 0) {
		w = WINDOWED_DEFAULT_W;
		h = WINDOWED_DEFAULT_H;
	}
	/* a borderless window of the screen's size comes up much faster than FULLSCREEN_DESKTOP on X11 */
	uint32_t flags = config->windowed ? 0 : SDL_WINDOW_BORDERLESS | SDL_WINDOW_ALWAYS_ON_TOP;
	int place = config->windowed ? (int)SDL_WINDOWPOS_CENTERED : 0;
	d->window = SDL_CreateWindow(config->title, place, place, w, h, flags);
	if (d->window == NULL)
		return error_set(e, ERROR_IO, "window: %s", SDL_GetError());
	SDL_GetWindowSize(d->window, &d->w, &d->h);
	if (config->hide_pointer)
		SDL_ShowCursor(SDL_DISABLE);
	return true;
}

/* X11 has pixels of its own, which are the quickest way and need no GPU. The console (KMS/DRM) and Wayland
 * have none: there SDL shows the same surface through a texture, and gives no surface at all when it may not
 * (SDL 2.26, SDL_CreateWindowFramebuffer). OpenGL ES is what SDL sets such a window up for. */
static void choose_surface(void)
{
	const char *driver = SDL_GetCurrentVideoDriver();
	bool texture = SDL_strcasecmp(driver, "kmsdrm") == 0 || SDL_strcasecmp(driver, "wayland") == 0;
	SDL_SetHintWithPriority(SDL_HINT_FRAMEBUFFER_ACCELERATION, texture ? "opengles2" : "0",
				SDL_HINT_OVERRIDE);
}

struct display *display_open(const struct display_config *config, struct error *e)
{
	SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
	SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
	SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
		error_set(e, ERROR_IO, "screen: %s", SDL_GetError());
		return NULL;
	}
	struct display *d = calloc(1, sizeof *d);
	ASSERT(d != NULL);
	choose_surface();
	bool ok = make_window(d, config, e);
	if (ok && SDL_GetWindowSurface(d->window) == NULL)
		ok = error_set(e, ERROR_IO, "no picture on %s: %s", SDL_GetCurrentVideoDriver(),
			       SDL_GetError());
	if (!ok) {
		display_close(d);
		return NULL;
	}
	d->wake_event = SDL_RegisterEvents(1);
	ASSERT(d->w > 0);
	d->row = malloc((size_t)d->w * sizeof *d->row);
	ASSERT(d->row != NULL);
	d->exposed = true;
	SDL_StopTextInput();
	return d;
}

void display_close(struct display *d)
{
	if (d == NULL)
		return;
	if (d->window != NULL)
		SDL_DestroyWindow(d->window);
	free(d->row);
	free(d);
	SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

void display_size(const struct display *d, int *panel_w, int *panel_h)
{
	*panel_w = d->w;
	*panel_h = d->h;
}

/* One row of the panel rectangle: from the canvas in the panel's turn. */
static void fetch_row(const uint32_t *px, int pitch, const struct metrics *m, int x, int y, int n,
		      uint32_t *out)
{
	int lx, ly;
	metrics_to_logical(m, x, y, &lx, &ly);
	switch (m->in.rotation) {
	case 90:
		for (int i = 0; i < n; i++)
			out[i] = px[(size_t)(ly - i) * (size_t)pitch + (size_t)lx];
		break;
	case 180:
		for (int i = 0; i < n; i++)
			out[i] = px[(size_t)ly * (size_t)pitch + (size_t)(lx - i)];
		break;
	case 270:
		for (int i = 0; i < n; i++)
			out[i] = px[(size_t)(ly + i) * (size_t)pitch + (size_t)lx];
		break;
	default: memcpy(out, px + (size_t)ly * (size_t)pitch + (size_t)lx, (size_t)n * sizeof *out);
	}
}

static void show_rect(struct display *d, SDL_Surface *s, const struct canvas *c, const struct metrics *m,
		      SDL_Rect r)
{
	bool direct =
		s->format->format == SDL_PIXELFORMAT_RGB888 || s->format->format == SDL_PIXELFORMAT_ARGB8888;
	for (int y = r.y; y < r.y + r.h; y++) {
		uint8_t *out = (uint8_t *)s->pixels + (size_t)y * (size_t)s->pitch +
			       (size_t)r.x * s->format->BytesPerPixel;
		uint32_t *row = direct ? (uint32_t *)(void *)out : d->row;
		fetch_row(canvas_pixels(c), canvas_w(c), m, r.x, y, r.w, row);
		if (!direct)
			SDL_ConvertPixels(r.w, 1, SDL_PIXELFORMAT_ARGB8888, d->row, r.w * 4,
					  s->format->format, out, s->pitch);
	}
}

bool display_present(struct display *d, const struct canvas *c, const struct metrics *m)
{
	int n = 0;
	const struct rect *damage = canvas_damage(c, &n);
	SDL_Rect rects[CANVAS_MAX_DAMAGE];
	struct rect all = RECT(0, 0, canvas_w(c), canvas_h(c));
	SDL_Surface *s = SDL_GetWindowSurface(d->window);
	if (s == NULL) {
		d->exposed = true;
		log_once("screen", SDL_GetError());
		return false;
	}
	if (d->exposed) {
		damage = &all;
		n = 1;
	}
	int shown = 0;
	for (int i = 0; i < n; i++) {
		struct rect r = rect_meet(metrics_to_panel(m, damage[i]), RECT(0, 0, s->w, s->h));
		if (rect_empty(r))
			continue;
		rects[shown] = (SDL_Rect){r.x, r.y, r.w, r.h};
		show_rect(d, s, c, m, rects[shown++]);
	}
	bool ok = shown == 0 || SDL_UpdateWindowSurfaceRects(d->window, rects, shown) == 0;
	log_once("screen", ok ? NULL : SDL_GetError());
	d->exposed = !ok;
	return ok;
}

static void point(const struct metrics *m, int x, int y, struct input *in)
{
	metrics_to_logical(m, x, y, &in->x, &in->y);
}

static bool from_window(struct display *d, const SDL_WindowEvent *w, struct input *in)
{
	if (w->event != SDL_WINDOWEVENT_EXPOSED && w->event != SDL_WINDOWEVENT_SIZE_CHANGED)
		return false;
	d->exposed = true;
	in->kind = INPUT_EXPOSE;
	return true;
}

static bool from_finger(struct display *d, const struct metrics *m, const SDL_Event *ev, struct input *in)
{
	in->kind = ev->type == SDL_FINGERDOWN ? INPUT_DOWN : ev->type == SDL_FINGERUP ? INPUT_UP : INPUT_MOVE;
	in->contact = ev->tfinger.fingerId == MOUSE_CONTACT ? MOUSE_CONTACT - 1 : ev->tfinger.fingerId;
	point(m, (int)(ev->tfinger.x * (float)d->w), (int)(ev->tfinger.y * (float)d->h), in);
	return true;
}

static bool from_mouse(const struct metrics *m, const SDL_Event *ev, struct input *in)
{
	in->contact = MOUSE_CONTACT;
	if (ev->type == SDL_MOUSEMOTION) {
		if ((ev->motion.state & SDL_BUTTON_LMASK) == 0)
			return false;
		in->kind = INPUT_MOVE;
		point(m, ev->motion.x, ev->motion.y, in);
		return true;
	}
	if (ev->button.button != SDL_BUTTON_LEFT)
		return false;
	in->kind = ev->type == SDL_MOUSEBUTTONDOWN ? INPUT_DOWN : INPUT_UP;
	point(m, ev->button.x, ev->button.y, in);
	return true;
}

static bool translate(struct display *d, const struct metrics *m, const SDL_Event *ev, struct input *in)
{
	*in = (struct input){0};
	switch (ev->type) {
	case SDL_QUIT: in->kind = INPUT_QUIT; return true;
	case SDL_WINDOWEVENT: return from_window(d, &ev->window, in);
	case SDL_FINGERDOWN:
	case SDL_FINGERUP:
	case SDL_FINGERMOTION: return from_finger(d, m, ev, in);
	case SDL_MOUSEBUTTONDOWN:
	case SDL_MOUSEBUTTONUP:
	case SDL_MOUSEMOTION: return from_mouse(m, ev, in);
	case SDL_KEYDOWN:
		if (ev->key.repeat != 0) /* a key held down acts once: hands may be slow (EN 301 549 5.6.2) */
			return false;
		in->kind = INPUT_KEY;
		SDL_strlcpy(in->key, SDL_GetKeyName(ev->key.keysym.sym), sizeof in->key);
		return true;
	case SDL_AUDIODEVICEADDED: in->kind = INPUT_SOUND; return ev->adevice.iscapture == 0;
	default: break;
	}
	if (ev->type == d->wake_event) {
		in->kind = INPUT_WAKE;
		return true;
	}
	return false;
}

bool display_key_known(const char *name)
{
	return SDL_GetKeyFromName(name) != SDLK_UNKNOWN;
}

bool display_wait(struct display *d, const struct metrics *m, int timeout_ms, struct input *in)
{
	SDL_Event ev;
	*in = (struct input){0};
	/* what means nothing to us ends the wait: the caller works out its next deadline again */
	bool got = timeout_ms < 0 ? SDL_WaitEvent(&ev) == 1 : SDL_WaitEventTimeout(&ev, timeout_ms) == 1;
	while (got) {
		if (translate(d, m, &ev, in))
			return true;
		got = SDL_PollEvent(&ev) == 1;
	}
	return false;
}

void display_wake(struct display *d)
{
	SDL_Event ev = {.type = d->wake_event};
	SDL_PushEvent(&ev);
}
