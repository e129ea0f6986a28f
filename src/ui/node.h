/* What a screen is made of. A screen is rebuilt for every dirty frame: frame_begin, nodes, frame_end. Nothing
 * in a node outlives the frame's arena; what must live across frames (focus, press) is keyed by the node's
 * id.
 *
 * Coordinates are px of the logical picture as if it were left-to-right: frame_end() mirrors every rectangle
 * around the picture's width in a right-to-left layout (one place), text START/END and arrow icons follow.
 * Pressed and focused looks are put on when drawing (draw.h): a screen does not know of them.
 *
 * Nodes form a tree: what is added between node_open_*() and node_close() lies inside. Drawing is in the
 * order of adding. Children of a pressed part move down with it. Reading order = order of adding. */
#ifndef AULA_UI_NODE_H
#define AULA_UI_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/metrics.h"
#include "ui/qr.h"
#include "ui/rect.h"
#include "ui/text.h"
#include "ui/theme.h"

struct arena;
struct ui;

#define FRAME_MAX_NODES 4000 /* more are dropped and counted in frame.dropped */

enum role {
	ROLE_NONE, /* decoration */
	ROLE_HEADING,
	ROLE_TEXT,
	ROLE_BUTTON,
	ROLE_CHOICE, /* one of several */
	ROLE_TOGGLE, /* on or off */
	ROLE_KEY,    /* of the on-screen keyboard; sliding to another key changes the key */
	ROLE_ITEM,   /* list item that opens something */
	ROLE_STATUS, /* notices, counts, countdown */
	ROLE_IMAGE,
	ROLE_GROUP,
	ROLE_DIALOG,
	ROLE_COUNT,
};

/* What happens when the part is acted on; meaning belongs to the screens. verb 0: nothing. */
struct action {
	int verb;
	int64_t number;
	const char *text;
};

/* Order groups for the focus: first by group, then by order of adding. */
enum focus_group {
	FOCUS_SKIP = -200,
	FOCUS_HEADING = -100,
	FOCUS_TABLE = 0,
	FOCUS_SIGN = 100,
	FOCUS_DOCK = 200
};

struct semantics {
	const char *id; /* stable across frames, unique in a frame ("topic:peer", "dock:home"); NULL: made
			   from place */
	enum role role;
	const char *label; /* spoken name; NULL: the text of the node and its children */
	const char *hint;  /* spoken explanation after the name */
	const char *lang;  /* BCP 47 tag of label and hint when it differs from the screen's */
	bool selected, disabled, busy;
	bool on;          /* ROLE_TOGGLE */
	const char *why;  /* why it is disabled (spoken) */
	int position, of; /* "3 / 7"; 0: none */
	struct action action;
	int focus;        /* enum focus_group; anything that acts is a stop unless FOCUS_SKIP */
	bool stop;        /* a focus stop although it does not act (headings, facts, panels) */
	bool over_modal;  /* stays live under a sheet or print dialog (the dock) */
	bool ring_inside; /* focus ring at the inner edge (dock, sign) */
	int level;        /* of a heading, 1… */
};

enum node_kind {
	NODE_GROUP, /* draws nothing */
	NODE_BOX,   /* rounded rectangle with optional border, dashes */
	NODE_PART,  /* pressable: face, border, foot */
	NODE_TEXT,
	NODE_ICON,
	NODE_PICTURE,
	NODE_QR,
	NODE_DIM, /* covers everything drawn before it */
};

/* Which corners are round, as in a left-to-right layout. */
enum corners {
	CORNER_START_TOP = 1,
	CORNER_END_TOP = 2,
	CORNER_START_BOTTOM = 4,
	CORNER_END_BOTTOM = 8,
	CORNERS_START = 5,
	CORNERS_TOP = 3,
	CORNERS_ALL = 15,
	CORNERS_NONE = 0,
};

struct box_style {
	colour face, border;
	int border_px, radius;
	int corners; /* enum corners; 0 with a radius means all */
	bool square; /* ignore radius */
	bool dashed; /* border in dashes */
};

struct part_style {
	struct part_colours c;
	bool selected, disabled;
};

enum valign { VALIGN_TOP, VALIGN_CENTRE, VALIGN_BOTTOM };

/* What "…" at the end of a text means. */
enum text_end {
	END_NEVER,  /* something was lost: a finding */
	END_LISTED, /* of the longest content alone: a list's row, which opens the whole, or what another page has whole */
	END_TOLD,   /* long text with the rest one press away, text as typed, a name that stands elsewhere too */
};

/* A text to place. px is final (metrics_em). */
struct text_box {
	struct rect r;
	const char *s;
	int px;
	bool bold, strike;
	colour ink;
	enum text_align align;
	enum valign valign;
	int line_pct;  /* 0: 125 */
	int max_lines; /* 0: as many as fit in r.h (at least one) */
	enum text_direction direction;
	const int *sizes_px; /* falling, 0-ended: the first that fits max_lines is taken instead of px */
	const struct text_span *spans;
	size_t n_spans;
	const char *lang;
	enum text_end may_end; /* whether "…" is in order here (semantic_check) */
};

struct node {
	enum node_kind kind;
	struct rect r;               /* mirrored after frame_end */
	int parent;                  /* index, -1: top */
	int end;                     /* index after the last descendant */
	int modal;                   /* number of the modal group it lies in, 0: base */
	uint64_t key;                /* hash of the id, 0: none */
	const struct semantics *sem; /* NULL: decoration */
	union {
		struct box_style box;
		struct part_style part;
		struct {
			const struct text_layout *layout;
			struct rect ink_box; /* where the layout's top left stands */
			const char *s;
			colour ink;
			enum text_end may_end;
			const char *lang;
		} text;
		struct {
			const char *name;
			colour ink;
			bool mirrored;
		} icon;
		struct {
			const char *name;
			int row; /* first row shown, in px of the picture scaled to r.w */
			int radius, corners;
			bool mirrored;
		} picture;
		struct {
			const char *text;
			enum qr_level level;
			int module_px;
		} qr;
		struct {
			colour ink;
		} dim;
	} as;
};

struct frame_in {
	struct ui *ui;
	const struct metrics *m;
	const struct theme *theme;
	const char *lang; /* BCP 47 tag of the screen */
};

struct frame {
	struct arena *arena; /* borrows */
	struct frame_in in;
	struct node *nodes;
	int n, cap;
	int open; /* innermost open node, -1: none */
	int modals, modal_open;
	int dropped, dropped_open; /* nodes over FRAME_MAX_NODES, and those of them still open */
	colour background;         /* under everything */
	bool ended;
};

/* arena: borrows until the frame is dropped; the caller resets it (two alternate). */
void frame_begin(struct frame *f, struct arena *arena, const struct frame_in *in);
void frame_end(struct frame *f);

/* sem may be NULL (decoration); it and its strings are copied. All return the node's index. */
int node_open_group(struct frame *f, struct rect r, const struct semantics *sem);
int node_open_box(struct frame *f, struct rect r, const struct box_style *style, const struct semantics *sem);
/* r includes the foot. Colours come from theme_part(); selected and disabled from sem. The sizes in
 * part_colours are design px. */
int node_open_part(struct frame *f, struct rect r, enum part_kind kind, enum look look,
		   const struct semantics *sem);
int node_open_part_styled(struct frame *f, struct rect r, const struct part_colours *c,
			  const struct semantics *sem);
/* Everything inside takes touch and focus alone until closed (topmost modal wins); dims what is below when
 * ink is not COLOUR_NONE, within `dimmed`. */
int node_open_modal(struct frame *f, struct rect r, struct rect dimmed, colour ink,
		    const struct semantics *sem);
void node_close(struct frame *f);

int node_box(struct frame *f, struct rect r, const struct box_style *style);
int node_fill(struct frame *f, struct rect r, colour c); /* plain rectangle */
/* Returns the rectangle the lines take (unmirrored), for flowing on below. */
struct rect node_text(struct frame *f, const struct text_box *t, const struct semantics *sem);
/* The same measured only. */
struct text_size node_text_size(struct frame *f, const struct text_box *t);
/* Square icon centred in r; size is the smaller side. Mirrors by itself in right-to-left where the design
 * says so. */
int node_icon(struct frame *f, struct rect r, const char *name, colour ink);
/* Covers r; row: first row shown when the picture scaled to r.w is higher than r.h (-1: centre). flips:
 * turned round in right-to-left. sem for a spoken description, or NULL. */
int node_picture(struct frame *f, struct rect r, const char *name, int row, int radius, bool flips,
		 const struct semantics *sem);
/* It can be drawn over r: there, and whole. Decodes it when it was not yet, as drawing would. Width and height (may be
 * NULL) are its own. */
bool node_picture_ready(struct frame *f, struct rect r, const char *name, int *w, int *h);
/* Centred in r on its white field. */
int node_qr(struct frame *f, struct rect r, const char *text, enum qr_level level, int module_px,
	    const struct semantics *sem);

/* Face of a part (without foot), unmirrored: where its content is laid. */
struct rect node_part_face(const struct frame *f, int index);
/* The face that a part will have. */
struct rect node_face_to_be(const struct frame *f, struct rect r, enum part_kind kind, enum look look, const struct semantics *sem);
/* Colours for text and icons on it: differs when selected or disabled. */
struct part_colours node_part_ink(const struct frame *f, int index);

/* Moves everything added since `from` down; before frame_end. */
void frame_move_down(struct frame *f, int from, int dy);

/* After frame_end: the live (not covered by a modal) acting node under a point, -1: none. Disabled parts are
 * found. */
int frame_hit(const struct frame *f, int x, int y);
bool frame_live(const struct frame *f, int index);        /* not under the topmost modal group */
int frame_find(const struct frame *f, uint64_t key);      /* index or -1 */
int frame_find_id(const struct frame *f, const char *id); /* index or -1 */
uint64_t node_key(const char *id);                        /* never 0 */
/* Focus stops in order, live ones only; returns how many were written. */
size_t frame_focus_order(const struct frame *f, int *out, size_t cap);
/* Spoken name: label, or the text inside joined with ". ". In the frame's arena. */
const char *node_label(const struct frame *f, int index);

#endif
