/* The tokens of the design (design/tokens.md): colours of both themes, the eight topic looks, type roles,
 * radii, motion. Everything here is constant; numbers are baseline px of the 32" portrait screen. */
#ifndef AULA_UI_THEME_H
#define AULA_UI_THEME_H

#include "ui/rect.h"

enum theme_name { THEME_LIGHT, THEME_DARK, THEME_COUNT };

/* Topic looks; theme_look_from() maps the record's word ("peer", "mind"…). */
enum look {
	LOOK_PEER,
	LOOK_MIND,
	LOOK_OLD,
	LOOK_FAMILY,
	LOOK_ILL,
	LOOK_DAILY,
	LOOK_HOBBY,
	LOOK_VOL,
	LOOK_COUNT,
	LOOK_NONE = -1, /* no topic: the house's own blue */
};

struct look_colours {
	colour line;    /* tile block, sign, foot */
	colour on_line; /* icon and text on line: white, black in the dark theme */
	colour deep;    /* status bar, text on tint */
	colour tint;    /* time block, fact icon plate */
	const char *icon;
	const char *art;      /* picture name for picture.h: "topic-peer" */
	const char *art_wide; /* band picture; differs for peer only */
	const char *art_detail;
	int wide_row; /* first row of the 400-row band in art_wide (1080 × 860 picture) */
};

struct theme {
	enum theme_name name;
	colour page, surface, ink, ink2;
	colour sign, on_sign, on_sign2, sign_line;
	colour accent;              /* star, poll on the sign */
	colour primary, on_primary; /* also open dock cell */
	colour plain;               /* text, border and icons of plain buttons */
	colour neutral;             /* border and foot of choices */
	colour key_bed, key;
	colour info_face, info_ink, info_bar;
	colour error, error_face, on_error;
	colour warning_face, warning_ink, warning_icon, warning_bar;
	colour success, success_face, success_ink;
	colour hairline;                                          /* decoration inside a white panel */
	colour dim_sheet, dim_dialog;                             /* with alpha */
	colour caption, on_caption, caption_icon, caption_border; /* border COLOUR_NONE in light */
	colour dock_line; /* line 4 above the dock, COLOUR_NONE in light */
	colour dock, dock_open, on_dock, dock_icon, dock_hairline;
	colour not_available, not_available_ink;
	colour pressed, pressed_primary;
	colour ring_inner, ring_outer, ring_sign;
	int ring_inner_px, ring_outer_px;
	int surface_border_px; /* border of panels: 0 light, 2 dark */
	colour surface_border;
	bool pictures; /* false in the dark theme */
};

/* What a pressable part looks like. */
enum part_kind {
	PART_PRIMARY,
	PART_PLAIN,
	PART_NEUTRAL, /* choices: neutral border, ink text */
	PART_KEY,
	PART_LINE,   /* white face, border and foot in the look's line colour: tiles, cards */
	PART_BOARD,  /* departure board row on the sign */
	PART_SIGN,   /* button on the sign: the row's colours, with a border and the foot of a button */
	PART_DANGER, /* red border, white face ("Kriisiapua") */
	PART_DOCK,   /* dock cell: no foot; selected = open page */
};

struct part_colours {
	colour face, border, foot, ink, ink2, pressed_face;
	colour selected_face, selected_ink;
	int border_px, foot_px, radius;
};

enum type_role {
	TYPE_ATTRACT,    /* 112 bold */
	TYPE_H1,         /* 72 bold */
	TYPE_DIALOG,     /* 64 bold */
	TYPE_H2,         /* 56 bold */
	TYPE_H3,         /* 44 bold */
	TYPE_BIG_BUTTON, /* 40 bold */
	TYPE_CARD,       /* 38 bold */
	TYPE_BUTTON,     /* 36 bold; tile titles */
	TYPE_BODY,       /* 36 */
	TYPE_LEAD,       /* 34 */
	TYPE_FACT,       /* 32 */
	TYPE_META,       /* 30; dock label */
	TYPE_SMALL,      /* 28, the smallest */
	TYPE_SMALL_BOLD,
	TYPE_COUNT,
};

struct type_style {
	int px; /* baseline */
	bool bold;
	int line_pct; /* line height in per cent of px */
};

enum {
	RADIUS_BUTTON = 18,
	RADIUS_BOARD = 14,
	RADIUS_KEY = 14,
	RADIUS_PANEL = 20,
	RADIUS_TAG = 8,
	RADIUS_SHEET = 32,
	BORDER = 2,
	FOOT = 8,
	FOOT_LOW = 6, /* buttons up to FOOT_LOW_HEIGHT high, board rows */
	FOOT_LOW_HEIGHT = 84,
	MOTION_PAGE_MS = 160,
	MOTION_SHEET_MS = 200,
	MOTION_ATTRACT_MS = 400,
};

const struct theme *theme_get(enum theme_name name);
/* LOOK_NONE gives the house's own colours (primary blue, no art). */
struct look_colours theme_look(const struct theme *t, enum look l);
/* "peer" → LOOK_PEER; unknown or NULL → LOOK_NONE. */
enum look theme_look_from(const char *word);
struct part_colours theme_part(const struct theme *t, enum part_kind kind, enum look l);
struct type_style theme_type(enum type_role role);

#endif
