/* From the panel's pixels, its px/mm and the viewing distance to sizes (ACCESS.md "Sizes").
 *
 * The design has one picture per class: portrait 1080×1920 at 2.71 px/mm, landscape 1920×1080 at 3.64 px/mm,
 * small 800×480 at 5.25 px/mm. Screens write the numbers of that picture; metrics_px() brings them to this
 * panel. Text also follows the millimetre rule and the visitor's own step: metrics_em(). `text_factor` says
 * how much larger text is than in the picture; from METRICS_LARGE on a screen lays itself out as for large
 * text. */
#ifndef AULA_UI_METRICS_H
#define AULA_UI_METRICS_H

#include <stdbool.h>

#include "ui/rect.h"

enum screen_class { SCREEN_PORTRAIT, SCREEN_LANDSCAPE, SCREEN_SMALL };
enum text_step {
	TEXT_STEP_NORMAL,
	TEXT_STEP_LARGE,
	TEXT_STEP_LARGEST,
	TEXT_STEP_COUNT
}; /* ×1, ×1.25, ×1.5 */

#define METRICS_LARGE 1.2
#define METRICS_DOCK_LOW 152 /* height of the dock in the low view of a portrait panel, design px */

/* What is known of the device (config) and chosen by the visitor. */
struct metrics_in {
	int panel_w, panel_h; /* px of the panel as the driver gives it */
	int rotation;         /* 0, 90, 180, 270: clockwise turn of our picture on the panel */
	double px_per_mm;     /* 0: taken from the class's design */
	double distance_mm;   /* 0: from the class's design (600, 600, 400) */
	enum text_step step;
	bool low_reach; /* everything that acts in the lower 800 px (portrait only) */
	bool rtl;       /* the layout is mirrored */
};

struct metrics {
	struct metrics_in in;
	int w, h; /* logical picture, after rotation */
	enum screen_class cls;
	enum screen_class panel; /* class of the whole panel: cls differs from it inside (metrics_inside) */
	double px_per_mm, distance_mm;
	double unit;        /* design px of the class → px of this panel */
	double unit_x, unit_y; /* the same for places; they differ only in a part of a panel (metrics_inside) */
	int dock_px;           /* height of the dock inside a part of the panel; 0: the class's own */
	double design_w, design_h; /* the picture in design px */
	double scale;       /* s of tokens.md: min em / 28 */
	double text_factor; /* text against the picture of the class: user step and millimetre rule together
			     */
	int min_em;         /* px; no text is smaller */
	bool large;         /* text_factor >= METRICS_LARGE: one column, taller dock */
	bool low_reach;
	bool rtl;
	int target_px;     /* 22 mm (20 on small) */
	int target_min_px; /* 15 mm */
	int drift_px;      /* 10 mm, for the tap filter */
	int gap_px;        /* 3 mm */
};

void metrics_init(struct metrics *m, const struct metrics_in *in);
/* Lays the picture of `cls` into the whole width and h px of the panel's height, text as large as the panel's: a
 * layout with fewer and larger parts for large text and the low view, or the class's own with room left for a strip. The
 * dock keeps its shape, the table takes up what the shapes differ. */
void metrics_inside(struct metrics *m, const struct metrics *panel, enum screen_class cls, int h);
int metrics_px(const struct metrics *m, double design_px); /* sizes of parts, icons, gaps */
int metrics_x(const struct metrics *m, double design_px);  /* places across… */
int metrics_y(const struct metrics *m, double design_px);  /* …and down */
int metrics_em(const struct metrics *m, double design_px); /* text; never below min_em */
int metrics_mm(const struct metrics *m, double mm);
double text_step_factor(enum text_step s);

/* Panel point → logical point and logical rectangle → panel rectangle, for any rotation. */
void metrics_to_logical(const struct metrics *m, int panel_x, int panel_y, int *x, int *y);
struct rect metrics_to_panel(const struct metrics *m, struct rect r);

#endif
