/* ESC/POS, the part that nearly every receipt printer understands: the whole slip as raster bands
 * (GS v 0), so that no code page, no QR command and no missing Sámi letter can go wrong; feed and cut; and
 * the status replies. Formats from the vendors' public command references (Epson's "ESC/POS Command
 * Reference": DLE EOT, GS a, GS r, GS v 0, GS V, FS .). Bytes only: the device is device.h. */
#ifndef AULA_PRINT_ESCPOS_H
#define AULA_PRINT_ESCPOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spool/printer_status.h"

struct buf;
struct paper;

#define ESCPOS_BAND_ROWS 48

enum escpos_cut { ESCPOS_CUT_NONE, ESCPOS_CUT_PARTIAL, ESCPOS_CUT_FULL };

/* ESC @ and FS .: known state, no Chinese mode. */
void escpos_begin(struct buf *out);
/* When a program died in the middle of a slip the printer may still be waiting for the rest of a band:
 * as many NULs as a band can have complete it (white), and are ignored otherwise. Then as escpos_begin. */
void escpos_recover(struct buf *out, size_t row_bytes);
/* Rows [from, to) as bands. */
void escpos_rows(struct buf *out, const struct paper *r, int from, int to);
/* Feeds past the cutter or the tear bar and cuts. */
void escpos_end(struct buf *out, enum escpos_cut cut);
/* GS a: the printer tells by itself when paper, cover or cutter change; these replies come even while it
 * takes no data, which is how paper that ends in the middle of a slip is noticed. */
void escpos_watch(struct buf *out, bool on);
/* GS r 1: answered only when everything before it is on paper. */
void escpos_ask_done(struct buf *out);
/* DLE EOT n, n = 1…4: answered at once. */
void escpos_ask(struct buf *out, int n);

/* ---- replies ---- */

/* What the printer has said so far; zero it to forget. */
struct escpos_status {
	uint8_t reply[5]; /* of DLE EOT 1…4, index = n */
	bool have[5];
	uint8_t watch[4]; /* last whole GS a message */
	bool have_watch;
};

/* The state they add up to. PRINTER_UNKNOWN when nothing was said. What stops the printer wins over what
 * does not, and what a person must do first (cover, then paper) over the rest. */
enum printer_state escpos_status_state(const struct escpos_status *s);

enum escpos_event {
	ESCPOS_NOTHING, /* part of a message, XON/XOFF */
	ESCPOS_REPLY,   /* answer to the DLE EOT that was asked */
	ESCPOS_WATCH,   /* a whole GS a message */
	ESCPOS_DONE,    /* answer to GS r */
	ESCPOS_GARBAGE, /* fits nothing that was asked */
};

struct escpos_reader {
	struct escpos_status status;
	int asked;       /* n of the DLE EOT in flight, 0: none */
	bool asked_done; /* GS r in flight */
	bool watching;   /* GS a is on */
	uint8_t part[4];
	int n_part;
};

/* Takes one byte from the printer. Any byte is fine at any time. */
enum escpos_event escpos_read(struct escpos_reader *r, uint8_t byte);

#endif
