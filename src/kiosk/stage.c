#include "kiosk/stage.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "cache/schema.h"
#include "i18n/catalogue.h"
#include "ui/draw.h"
#include "ui/node.h"
#include "ui/qr.h"

static const char *or_null(const char *s)
{
	return str_empty(s) ? NULL : s;
}

static bool open_words(const struct settings *set)
{
	struct error e = ERROR_INIT;
	if (i18n_open(i18n_dir(set->locale), &e))
		return true;
	log_warning("%s; the screen speaks English", e.text);
	return false;
}

static struct app_in app_inputs(struct stage *s, const struct settings *set, int w, int h, bool safe,
				struct arena *a)
{
	bool turned = set->rotation == 90 || set->rotation == 270;
	return (struct app_in){
		.ui = &s->ui,
		.config = &set->screen,
		.panel = {.panel_w = w,
			  .panel_h = h,
			  .rotation = (int)set->rotation,
			  .px_per_mm = set->width_mm > 0 ? (turned ? h : w) / set->width_mm : 0,
			  .distance_mm = set->distance_mm},
		.cache_path = arena_printf(a, "%s/" CACHE_PATH, set->state),
		.words_dir = arena_printf(a, "%s/thesaurus", settings_assets(set)),
		.spool_dir = arena_printf(a, "%s/spool", set->state),
		.images_dir = arena_printf(a, "%s/images", set->state),
		.safe = safe,
		.status_dir = arena_printf(a, "%s/status", set->state),
	};
}

bool stage_open(struct stage *s, const struct settings *set, int panel_w, int panel_h, bool safe,
		struct app_now now, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	memset(s, 0, sizeof *s);
	const struct ui_paths paths = {
		.fonts = {.regular = or_null(set->font_regular), .bold = or_null(set->font_bold), .lenient = true},
		.assets = settings_assets(set)};
	open_words(set);
	if (!ui_open(&s->ui, &paths, e))
		return false;
	qrs_set_lazy(s->ui.qrs, true);
	const struct app_in in = app_inputs(s, set, panel_w, panel_h, safe || text_wordless(s->ui.text), &a);
	/* On a device the folders come with the package; at a desk they are made here. */
	if (!fs_mkdirs(arena_printf(&a, "%s/print", in.spool_dir), NULL) ||
	    !fs_mkdirs(arena_printf(&a, "%s/report", in.spool_dir), NULL))
		log_warning("%s cannot be made: nothing is printed or counted", in.spool_dir);
	s->app = app_new(&in, now);
	const struct metrics *m = app_metrics(s->app);
	s->canvas = canvas_new(m->w, m->h);
	return true;
}

void stage_close(struct stage *s)
{
	app_free(s->app);
	if (s->canvas != NULL)
		canvas_free(s->canvas);
	if (s->ui.text != NULL)
		ui_close(&s->ui);
	i18n_close();
	memset(s, 0, sizeof *s);
}

bool stage_draw(struct stage *s, struct app_now now, bool motion)
{
	if (!app_dirty(s->app))
		return false;
	const struct frame *f = app_frame(s->app, now);
	const struct app_motion m = app_take_motion(s->app);
	const struct draw_state looks = app_looks(s->app);
	if (motion && m.kind != MOTION_NONE)
		canvas_hold(s->canvas, m.kind, m.sheet, m.duration_ms, now.mono_ms);
	if (canvas_draw(s->canvas, &s->ui, f, &looks) == 0)
		return false;
	s->frames++;
	return true;
}

bool stage_encode_codes(struct stage *s)
{
	if (!qrs_pending(s->ui.qrs))
		return false;
	qrs_encode_pending(s->ui.qrs);
	return true;
}
