/* From viewmodel to nodes: what every build function gets, and the small helpers that keep the screens in
 * design px (design/screens.md): numbers are those of the picture of the screen's class, brought to the panel
 * here. A build function draws what it is given: it sees no cache, clock, network or SDL. */
#ifndef AULA_SCREENS_BUILD_H
#define AULA_SCREENS_BUILD_H

#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "screens/act.h"
#include "screens/config.h"
#include "screens/nav.h"
#include "screens/session.h"
#include "screens/viewmodel_frame.h"
#include "spool/device_status.h"
#include "ui/node.h"
#include "ui/theme.h"
#include "ui/widget.h"

/* Short-lived state of the screen that is no content: it changes without reading the cache. */
struct moment {
	int64_t question_left_s; /* time-out dialog: seconds left, < 0 not shown */
	int64_t question_of_s;
	size_t attract_card;
	bool attract_stopped;
	const char *notice;     /* "Lisätty listalle", NULL none */
	const char *undo_title; /* what was taken off the list, while it can be put back */
	int print;              /* enum print_step (print.h) */
	int print_percent;
	bool thanks; /* poll answered, report sent */
	size_t pin_digits;
	bool pin_wrong, pin_locked;
	bool touch_test_done[9];
	bool printer, printer_empty; /* there is one; it has no paper */
	const char *printer_word;    /* staff page */
	const char *caption;         /* what is being said, NULL none */
	int sound;                   /* enum app_sound (app.h): staff page */
};

struct build {
	struct frame *f;
	const struct metrics *m;
	const struct theme *t;
	const struct session *session;
	const struct place_on_path *place;
	const struct viewmodel_frame *frame;
	const struct screen_config *config;
	const struct moment *moment;
	const struct device_status *device; /* who this screen is to the server */
	enum lang lang;
	struct arena *a;         /* the frame's */
	const char *first_focus; /* set by the screen: node id */
	int dy;                  /* design px that the table of home moves up (caption strip) */
	int strip_px; /* height of the strip above everything, 0: none (landscape and small screens) */
	double room, cut; /* build_rect: what stands from `cut` on moves up by `room` (0: nothing does) */
	bool squeeze; /* a screen without a layout of its own for large text: its table gives way to the
			 taller dock */
};

/* Edges are rounded, not sizes, so that neighbours stay neighbours. */
struct rect build_rect(const struct build *b, double x, double y, double w, double h);
/* Text size of this class for one given as in the 32" portrait pictures: on the 24" ×1.25, on the 7" never
 * under 38. */
int build_px(const struct build *b, int portrait_px);
/* A text box in one of the design's type roles. */
struct text_box build_text(const struct build *b, struct rect r, enum type_role role, colour ink,
			   const char *s);
/* The same, drawn at once as plain text that is read out; returns the lines' rectangle. */
struct rect build_label(struct build *b, struct rect r, enum type_role role, colour ink, const char *s);
/* Heading of the screen; falls through the sizes until it fits its lines. */
struct rect build_heading(struct build *b, struct rect r, int px, int max_lines, colour ink, const char *s);
/* A large heading is read as a picture: its words are not parted at soft hyphens when it fits without. t as it would be
 * drawn; changes t->s. */
void build_whole_words(struct build *b, struct text_box *t);
/* Falling sizes from px down to the smallest text, 0-ended, in the frame's arena. */
const int *build_sizes(const struct build *b, int px);

/* Design size of the picture: 1080 × 1920, 1920 × 1080 or 800 × 480, grown on panels of another shape. */
double build_w(const struct build *b);
double build_h(const struct build *b);
bool build_portrait(const struct build *b);
bool build_landscape(const struct build *b);
bool build_small(const struct build *b);

const char *T(const struct build *b, const char *msgid) __attribute__((format_arg(2)));
/* First letter large. */
const char *build_capital(const struct build *b, const char *s);
/* First letter small, for the middle of a sentence (Latin and Cyrillic). */
const char *build_lower(const struct build *b, const char *s);
/* "a, b" leaving out what is NULL or empty; NULL when nothing is left. */
const char *build_join(const struct build *b, const char *separator, const char *one, const char *two);
/* BCP 47 tag when a text is in another language than the screen's, else NULL. */
const char *build_other_lang(const struct build *b, enum lang got);

#endif
