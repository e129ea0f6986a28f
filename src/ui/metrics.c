#include "ui/metrics.h"

#include <math.h>

#include "base/assert.h"

/* EN 301 549 5.1.4: capital height 0.7° of view; Noto Sans capitals are 0.714 em high. */
#define CAPITAL_PER_MM 0.01222
#define CAPITAL_PER_EM 0.714
#define BASELINE_EM 28.0

static const struct {
	int w, h;
	double px_per_mm, distance_mm;
	double scale; /* s of the picture that was drawn for this class */
	double target_mm;
	int body, dock_h; /* px of its body text; px of its dock */
} designs[] = {
	[SCREEN_PORTRAIT] = {1080, 1920, 2.71, 600, 1.0, 22, 36, 184},
	[SCREEN_LANDSCAPE] = {1920, 1080, 3.64, 600, 37.0 / 28, 22, 45, 128},
	[SCREEN_SMALL] = {800, 480, 5.25, 400, 36.0 / 28, 20, 38, 112},
};

/* A screen lower than 110 mm and in landscape cannot hold the rows of the landscape picture. */
#define SMALL_HEIGHT_MM 110.0

double text_step_factor(enum text_step s)
{
	return s == TEXT_STEP_LARGEST ? 1.5 : s == TEXT_STEP_LARGE ? 1.25 : 1.0;
}

static enum screen_class class_of(int w, int h, double px_per_mm)
{
	if (h >= w)
		return SCREEN_PORTRAIT;
	if (px_per_mm > 0)
		return h / px_per_mm < SMALL_HEIGHT_MM ? SCREEN_SMALL : SCREEN_LANDSCAPE;
	return h < 720 ? SCREEN_SMALL : SCREEN_LANDSCAPE;
}

void metrics_init(struct metrics *m, const struct metrics_in *in)
{
	ASSERT(in->panel_w > 0 && in->panel_h > 0);
	ASSERT(in->rotation == 0 || in->rotation == 90 || in->rotation == 180 || in->rotation == 270);
	*m = (struct metrics){.in = *in};
	bool turned = in->rotation == 90 || in->rotation == 270;
	m->w = turned ? in->panel_h : in->panel_w;
	m->h = turned ? in->panel_w : in->panel_h;
	m->cls = m->panel = class_of(m->w, m->h, in->px_per_mm);
	m->unit = fmin((double)m->w / designs[m->cls].w, (double)m->h / designs[m->cls].h);
	m->unit_x = m->unit_y = m->unit;
	m->design_w = floor(m->w / m->unit + 0.5);
	m->design_h = floor(m->h / m->unit + 0.5);
	m->px_per_mm = in->px_per_mm > 0 ? in->px_per_mm : designs[m->cls].px_per_mm * m->unit;
	m->distance_mm = in->distance_mm > 0 ? in->distance_mm : designs[m->cls].distance_mm;
	m->min_em = (int)lround(CAPITAL_PER_MM * m->distance_mm * m->px_per_mm / CAPITAL_PER_EM);
	m->scale = m->min_em / BASELINE_EM;
	double grow = m->scale / (designs[m->cls].scale * m->unit);
	if (grow < 1.04) /* rounding of the millimetre rule; text is never smaller than in the picture */
		grow = 1;
	m->text_factor = grow * text_step_factor(in->step);
	m->large = m->text_factor >= METRICS_LARGE;
	m->low_reach = in->low_reach && m->cls == SCREEN_PORTRAIT;
	m->rtl = in->rtl;
	m->target_px = metrics_mm(m, designs[m->cls].target_mm);
	m->target_min_px = metrics_mm(m, 15);
	m->drift_px = metrics_mm(m, 10);
	m->gap_px = metrics_mm(m, 3);
}

void metrics_inside(struct metrics *m, const struct metrics *panel, enum screen_class cls, int h)
{
	ASSERT(h > 0 && h <= panel->h);
	*m = *panel;
	m->h = h;
	m->cls = cls;
	m->design_w = designs[cls].w;
	m->design_h = designs[cls].h;
	m->unit_x = m->w / m->design_w;
	double table = m->design_h - designs[cls].dock_h;
	m->unit = fmin(m->unit_x, h / m->design_h);
	m->dock_px = (int)lround(designs[cls].dock_h * m->unit);
	if (panel->low_reach) /* one dock on all screens of the low view: a sheet of one layout lies on another's */
		m->dock_px = metrics_px(panel, METRICS_DOCK_LOW);
	if (m->panel == SCREEN_SMALL) { /* every px is needed: the dock gives the most, down to the least target */
		m->dock_px = m->target_min_px + 1;
		m->unit = fmin(m->unit_x, (h - m->dock_px) / table);
	}
	m->unit_y = (h - m->dock_px) / table;
	m->text_factor = panel->text_factor * panel->unit * designs[panel->cls].body / (m->unit * designs[cls].body);
	m->large = m->text_factor >= METRICS_LARGE;
	m->low_reach = false;
}

int metrics_x(const struct metrics *m, double design_px)
{
	return (int)lround(design_px * m->unit_x);
}

int metrics_y(const struct metrics *m, double design_px)
{
	return (int)lround(design_px * m->unit_y);
}

int metrics_px(const struct metrics *m, double design_px)
{
	return (int)lround(design_px * m->unit);
}

int metrics_em(const struct metrics *m, double design_px)
{
	int px = (int)lround(design_px * m->unit * m->text_factor);
	return px > m->min_em ? px : m->min_em;
}

int metrics_mm(const struct metrics *m, double mm)
{
	return (int)lround(mm * m->px_per_mm);
}

void metrics_to_logical(const struct metrics *m, int panel_x, int panel_y, int *x, int *y)
{
	switch (m->in.rotation) {
	case 90:
		*x = panel_y;
		*y = m->in.panel_w - 1 - panel_x;
		break;
	case 180:
		*x = m->in.panel_w - 1 - panel_x;
		*y = m->in.panel_h - 1 - panel_y;
		break;
	case 270:
		*x = m->in.panel_h - 1 - panel_y;
		*y = panel_x;
		break;
	default: *x = panel_x; *y = panel_y;
	}
}

struct rect metrics_to_panel(const struct metrics *m, struct rect r)
{
	switch (m->in.rotation) {
	case 90: return RECT(m->in.panel_w - r.y - r.h, r.x, r.h, r.w);
	case 180: return RECT(m->in.panel_w - r.x - r.w, m->in.panel_h - r.y - r.h, r.w, r.h);
	case 270: return RECT(r.y, m->in.panel_h - r.x - r.w, r.h, r.w);
	default: return r;
	}
}
