/* The parts of the design's component sheet, made of nodes (design/tokens.md §4–8, 00-components.png). All
 * sizes are design px of the class and pass through metrics here; rectangles are final px. `sem.role` may be
 * left ROLE_NONE: the widget's own role is used. */
#ifndef AULA_UI_WIDGET_H
#define AULA_UI_WIDGET_H

#include "ui/node.h"

struct widget_button {
	struct rect r;
	enum part_kind kind;
	enum look look;
	const char *icon; /* NULL: none; a selected choice gets "check" by itself */
	const char *label;
	const char *note; /* second text after the label, regular ("esim. uni") */
	int px;           /* design px of the label, 0: 36 (40 in parts from 120 high) */
	int icon_px;      /* 0: 44 */
	bool start;       /* content at the start instead of centred */
	bool icon_after;  /* "Kriisiapua >" */
	int count;        /* > 0: disc with a number at the end ("Oma lista") */
	struct widget_button_size {
		int px, icon;
	} most; /* final px of label and icon at the most, 0: as they are: of buttons that share a size (widget_button_size) */
};
/* Icon and label centred together; the label shrinks to min_em, then takes two lines, then ends in "…".
 * Returns the node. */
int widget_button(struct frame *f, const struct widget_button *b, const struct semantics *sem);
/* What its label and icon would have. */
struct widget_button_size widget_button_size(struct frame *f, const struct widget_button *b, const struct semantics *sem);

/* Topic tile: block with icon, title, subtitle. */
struct widget_tile {
	struct rect r;
	enum look look;
	const char *icon; /* NULL: the look's */
	const char *title, *subtitle;
	bool primary; /* blue face, white block ("Tänään" on the small screen) */
	int title_px, subtitle_px, block_w, icon_px; /* design px, 0: 36, 28, 112, 80 */
};
int widget_tile(struct frame *f, const struct widget_tile *t, const struct semantics *sem);

enum card_tag { TAG_NONE, TAG_CANCELLED, TAG_MOVED };

/* Result card (block: day over clock) and calendar card (spine: icon; block: start over end). */
struct widget_card {
	struct rect r;
	enum look look;
	bool spine;
	const char *top, *clock; /* "tänään", "13.00"; icon instead when block_icon ("call") */
	const char *block_icon;
	bool struck;   /* cancelled: grey block, clock struck through */
	bool no_arrow; /* another button stands beside it */
	const char *title;
	const char *meta_icon, *meta;
	const char *const *meta_short; /* tried in turn where meta does not stand whole; NULL-ended, NULL: none */
	enum card_tag tag;
	const char *tag_text;                             /* "Peruttu" */
	const char *lang;                                 /* of title and meta */
	int block_w, top_px, clock_px, title_px, meta_px; /* 0: 184, 30, 44, 38, 30 */
	int title_lines;                                  /* 0: as many as fit */
	int arrow_px;                                     /* 0: 56 */
};
int widget_card(struct frame *f, const struct widget_card *c, const struct semantics *sem);
/* Height the card needs so that its title is not cut (116 for one line at ×1), px. */
int widget_card_height(struct frame *f, const struct widget_card *c);
/* Whether its title stands whole in r, the lines not closer than they like to be. */
bool widget_card_whole(struct frame *f, const struct widget_card *c);

/* Departure board row on the sign; star instead of the clock for a feature. */
struct widget_board_row {
	struct rect r;
	const char *clock; /* NULL: star */
	const char *below; /* under the clock, in the note's letters, or NULL */
	bool plain;	   /* neither: the words begin at the edge */
	bool tight;	   /* nothing but the arrow's own air around it */
	const char *title, *meta_icon, *meta;
	const char *const *meta_short; /* as of the card */
	const char *lang;
	int clock_px, title_px, meta_px, clock_w, arrow_px; /* 0: 56, 38, 30, 184, 56 */
};
int widget_board_row(struct frame *f, const struct widget_board_row *b, const struct semantics *sem);
/* Height it needs so that note and title, on up to so many lines, stand whole: at least r.h, px. */
int widget_board_height(struct frame *f, const struct widget_board_row *b, int title_lines);

/* Fact on the detail page: icon plate, value, explanation. Not pressable. */
struct widget_fact {
	struct rect r;
	enum look look;
	const char *icon, *value, *text;
	bool struck; /* text is the old time of something moved or cancelled */
	const char *lang;
	int plate_px, value_px, text_px; /* 0: 88, 40, 32 */
};
int widget_fact(struct frame *f, const struct widget_fact *w, const struct semantics *sem);
/* Height it needs so that nothing is cut: at least r.h, px. */
int widget_fact_height(struct frame *f, const struct widget_fact *w);

enum notice_kind { NOTICE_INFO, NOTICE_WARNING, NOTICE_ERROR, NOTICE_SUCCESS };
struct widget_notice {
	struct rect r;
	enum notice_kind kind;
	bool strong;              /* error: white on red (the cancelled banner) */
	const char *icon;         /* NULL: the kind's */
	const char *title, *text; /* one of them may be NULL */
	int title_px, text_px;    /* 0: 36, 32 */
	enum text_end may_end;	  /* of both */
};
int widget_notice(struct frame *f, const struct widget_notice *n, const struct semantics *sem);
/* Height with which both texts stand whole at their own sizes, px. */
int widget_notice_height(struct frame *f, const struct widget_notice *n);

/* The bar at the leading edge of what lies on `face`, within its round corners (widths final px). */
void widget_bar(struct frame *f, struct rect r, colour c, colour face, int bar, int radius);

/* White panel (radius 20), stays white in the dark theme when paper is true (QR panels). Open until
 * node_close. */
int widget_panel_open(struct frame *f, struct rect r, bool paper, const struct semantics *sem);

struct widget_dock_cell {
	const char *id, *icon, *label;
	bool open; /* this page */
	bool disabled;
	const char *lang;
	struct action action;
	const char *hint, *why;
	bool icon_alone;	 /* the label is only said */
	const char *other_label; /* that the cell has on other screens: it has room for both */
};
#define DOCK_CELLS_MAX 5
/* The dock along the bottom. Icon over label; beside it on landscape. Cells of equal width; where one has an icon alone it
 * is as wide as a target, and the others as their labels need. */
void widget_dock(struct frame *f, struct rect r, const struct widget_dock_cell *cells, int n);
/* Where the dock stands on this screen (184 high in portrait, 216 with large text, 152 in low reach, 128,
 * 112). */
struct rect widget_dock_rect(const struct metrics *m);

/* Keyboard key. */
int widget_key(struct frame *f, struct rect r, const char *label, const char *icon,
	       const struct semantics *sem);

/* Line of text with a leading icon; returns the rectangle used. */
struct rect widget_icon_line(struct frame *f, struct rect r, const char *icon, int icon_px, int gap_px,
			     const struct text_box *text, colour icon_ink, const struct semantics *sem);

#endif
