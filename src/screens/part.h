/* The parts that several screens share. Coordinates are design px of the screen's class. */
#ifndef AULA_SCREENS_PART_H
#define AULA_SCREENS_PART_H

#include "screens/build.h"

/* Status bar, and the table's colour under everything. On a topic's pages pass its look, elsewhere LOOK_NONE;
 * line: hairline under the bar where the sign goes on in the same colour. */
void part_status(struct build *b, enum look look, bool line);
/* Landscape: the whole sign on the left with heading and lead (or the age of the content); returns where these end, design px. */
double part_side_sign(struct build *b, const char *title, const char *lead, double bottom);
/* A picture at the foot of that sign where the words leave room below `top` (design px): a band across it from `row` of the picture
 * (as in a band of 1080) on, or, row < 0, the whole of the high one. */
void part_side_art(struct build *b, const char *name, int row, double top);
/* The sign's ground from y0 to y1 (design px), across the width. */
void part_sign(struct build *b, enum look look, double y0, double y1);
/* The dock, drawn last; it stays live under sheets. */
void part_dock(struct build *b);
/* What is being said, straight above the dock (dialog: above the time-out question; large text and low view: in place of
 * the status bar; landscape and small: in the strip above everything); nothing when nothing is said. Drawn once, over everything. */
void part_caption(struct build *b, bool dialog);
/* Name and clock in the strip above everything (build.strip_px), while nothing is said. */
void part_strip(struct build *b);
/* True when the strip takes the status bar's place. */
bool part_caption_on_top(const struct build *b);

/* "Tiedot ovat …": drawn and true when the content is old. */
bool part_age_notice(struct build *b, struct rect r);

/* Words of a card. */
struct card_words {
	const char *day, *clock, *until; /* "tänään", "13.00", "–14.30"; clock NULL: see block_icon */
	const char *block_icon;          /* instead of a clock: "call" */
	const char *meta_icon, *meta;
	const char *meta_short[4]; /* the same in fewer words, NULL-ended: without the language, without the name of the place */
	const char *tag; /* "Peruttu", NULL none */
	bool cancelled;
	const char *spoken; /* when and where in one sentence, for the hint */
};
struct card_words part_card_words(const struct build *b, const struct card *c);
/* Place in words: "Tässä talossa", "Kaakkurin kirjasto, 600 m", "Etänä, videopuhelu"; NULL unknown. */
const char *part_place_words(const struct build *b, const struct card *c);
/* The same without the place's name: "600 m", "Etänä". */
const char *part_place_brief(const struct build *b, const struct card *c);
const char *part_place_icon(const struct card *c);
const char *part_clock(const struct build *b, const struct card *c); /* NULL: no clock */

/* A place note's first sentence (the room); *rest is how to get there, or NULL. */
const char *part_split_note(const struct build *b, const char *note, const char **rest);

/* Result card; position from 1. */
void part_card(struct build *b, struct rect r, const struct card *c, int position, int of);
void part_calendar_card(struct build *b, struct rect r, const struct card *c, int position, int of);
/* 7": the cards of a list and the row of buttons below them, design px: as usual or, where a name wants a third line, higher
 * cards and a lower row. */
struct small_list {
	double y, h, pitch, foot, foot_h;
};
struct small_list part_small_list(struct build *b, const struct card *v, size_t n, struct small_list usual);
/* Height it needs, px. */
int part_card_height(struct build *b, const struct card *c, double w);
void part_board_row(struct build *b, struct rect r, const struct card *c, int position, int of);
/* As many rows as stand whole above `bottom` (px), each as high as its words need and at least as `row`, which is the
 * first one's place; returns how many. */
#define PART_BOARD_ROWS_MAX 4
size_t part_board(struct build *b, const struct card *v, size_t n, struct rect row, int gap, int bottom);

/* An organisation's own picture over r with its description and, small at its lower edge, whom to thank; false and nothing
 * drawn when there is none or it cannot be read: the topic's art stands in then. */
bool part_image(struct build *b, struct rect r, const struct shown_image *image);
/* The centre's logo on a white plate, its left edge and middle given, at most high × 4 wide (design px); returns the
 * plate's width, 0: none. */
double part_logo(struct build *b, double x, double middle, double high);

/* "Edelliset", "1 / 4", "Seuraavat". Draws nothing on a single page. r: the whole row. */
void part_pager(struct build *b, struct rect r, size_t page, size_t n_pages);
/* With ids "ID:previous", "ID", "ID:next": of a sheet that lies on a screen with a pager of its own. beyond: where the
 * next button of the last page leads (the next day); NULL: the last page is the end. */
struct page_beyond {
	const char *id, *label;
	struct action action;
};
void part_pager_named(struct build *b, struct rect r, const char *id, size_t page, size_t n_pages, const struct page_beyond *beyond);

/* Code, address and number to take along. */
struct take_along {
	const char *address;             /* whole address in the code; NULL: no code */
	const char *instruction;         /* above the readable address */
	const char *phone_label, *phone; /* phone as written for people; NULL: none */
	const char *instead;             /* in place of a number: how to sign up */
	const char *check;               /* "Tarkista aika soittamalla" */
	colour icon;                     /* of the phone icon */
	int top;                         /* px from the panel's edge to the words, 0: centred */
};
void part_take_along(struct build *b, struct rect r, const struct take_along *t);
/* Code with its address below, on white. */
void part_code_panel(struct build *b, struct rect r, const char *address);
/* "https://aula.example/7k4m" and the same as it is read ("aula.example/7k4m"). */
const char *part_address(const struct build *b, const char *path);
const char *part_address_shown(const char *address);
/* The same with a place to break before each slash. */
const char *part_address_breaking(const struct build *b, const char *address);

/* Sheet from below (dims what is under it, the dock stays): open until node_close. title: what it is called when spoken. */
void part_sheet_open(struct build *b, struct rect r, const char *id, const char *title);
/* Its heading at r and, unless `close` is empty (small: "Takaisin" closes), the button that closes it. */
struct part_sheet_head {
	const char *id, *title;
	struct rect r, close;
	int px, max_lines; /* px: as build_sizes() takes it */
	enum text_end may_end;
};
void part_sheet_head(struct build *b, const struct part_sheet_head *h);
/* Where a sheet of this height lies: along the bottom; landscape: at the right, 1200 wide; small: the whole
 * table. Design px. */
struct area {
	double x, y, w, h;
};
struct area part_sheet_area(const struct build *b, double h);

/* Widths (design px) of cells in a row: those whose longest word or mark needs more take it from those that have room.
 * widths: as they would be, changed in place. selected: the one with the mark, n: none. */
#define PART_CELLS_MAX 4
double part_cells_need(const struct build *b, const char *const *labels, size_t n, size_t selected); /* all together */
void part_cells(const struct build *b, const char *const *labels, size_t n, size_t selected, double *widths);

/* Plain or primary button. */
void part_button(struct build *b, struct rect r, enum part_kind kind, const char *id, const char *icon,
		 const char *label, struct action action);

/* The topic's tile: w has its place and sizes, the words and the rest come from the topic; quiet: its subtitle is only
 * spoken. i of n, from 0. The first one that is drawn has the first focus. */
void part_topic_tile(struct build *b, struct widget_tile w, const struct named_topic *t, size_t i, size_t n, bool quiet);

/* Plain, in a lower row: in landscape such are narrow, and two lines of their smaller letters leave air in them. */
void part_button_lesser(struct build *b, struct rect r, const char *id, const char *icon, const char *label,
			struct action action);
/* What was done just now ("Lisätty listalle"), green with its check. */
void part_done_notice(struct build *b, struct rect r);

/* A way on: large button with icon, title and what it gives. */
struct part_way {
	const char *id, *icon, *title, *text;
	struct action action;
	const char *text_short; /* what of the text must stay where there is no room, NULL: nothing */
};
void part_way(struct build *b, struct rect r, const struct part_way *w, bool primary);
/* The two that are always there: the topics, and a person with the number. */
struct part_way part_way_topics(const struct build *b);
struct part_way part_way_help(const struct build *b);

/* 112 and the way to the crisis lines, for a dangerous word; design px. Under 700 wide the button stands below;
 * small: one button says both. */
void part_danger(struct build *b, double x, double y, double w, double h);

/* Bands of a list page: picture, plate with icon, title, count, lead. y0: top of the picture; picture_h: its
 * height; the sign's text block of 348 follows. Falls back to no picture in the dark theme. */
struct part_heading {
	enum look look;
	const char *art; /* picture name; NULL: the look's wide one */
	int row;         /* first row of art, < 0: the look's */
	const char *icon, *title, *count, *lead;
	const char *order; /* said after the lead where there is room for both; NULL: not */
};
void part_list_sign(struct build *b, const struct part_heading *h, double picture_h);
/* The lead in t, and the order where both stand whole at t's first size. */
void part_lead(struct build *b, struct text_box t, const struct part_heading *h);

#endif
