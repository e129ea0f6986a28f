#include "print/escpos.h"

#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "print/paper.h"

#define ESC 0x1b
#define GS 0x1d
#define FS 0x1c
#define DLE 0x10
#define EOT 0x04

#define PUT(out, ...)                                                                                        \
	do {                                                                                                 \
		const uint8_t bytes_[] = {__VA_ARGS__};                                                      \
		buf_append((out), bytes_, sizeof bytes_);                                                    \
	} while (0)

void escpos_begin(struct buf *out)
{
	PUT(out, ESC, '@', FS, '.');
}

void escpos_recover(struct buf *out, size_t row_bytes)
{
	size_t n = row_bytes * ESCPOS_BAND_ROWS;
	char *zeros = buf_reserve(out, n);
	ASSERT(zeros != NULL);
	memset(zeros, 0, n);
	out->len += n;
	out->data[out->len] = '\0';
	escpos_begin(out);
}

void escpos_rows(struct buf *out, const struct paper *r, int from, int to)
{
	ASSERT(from >= 0 && to <= r->h);
	for (int y = from; y < to; y += ESCPOS_BAND_ROWS) {
		int rows = to - y < ESCPOS_BAND_ROWS ? to - y : ESCPOS_BAND_ROWS;
		PUT(out, GS, 'v', '0', 0, (uint8_t)(r->pitch & 0xff), (uint8_t)(r->pitch >> 8), (uint8_t)rows,
		    0);
		buf_append(out, r->bits + (size_t)y * r->pitch, (size_t)rows * r->pitch);
	}
}

void escpos_end(struct buf *out, enum escpos_cut cut)
{
	if (cut == ESCPOS_CUT_NONE) {
		PUT(out, ESC, 'd', 5); /* five lines: past the tear bar of the usual printers */
		return;
	}
	/* functions A and B of GS V: feed to the cutter and a little more, then cut */
	PUT(out, GS, 'V', cut == ESCPOS_CUT_FULL ? 65 : 66, 24);
}

void escpos_watch(struct buf *out, bool on)
{
	PUT(out, GS, 'a', on ? 0x0e : 0); /* online, error, paper sensor */
}

void escpos_ask_done(struct buf *out)
{
	PUT(out, GS, 'r', 1);
}

void escpos_ask(struct buf *out, int n)
{
	ASSERT(n >= 1 && n <= 4);
	PUT(out, DLE, EOT, (uint8_t)n);
}

/* Fixed bits tell the messages apart: DLE EOT 0xx1xx10, first byte of GS a 0xx1xx00, its others and GS r
 * 0xx0xxxx. */
static bool is_reply(uint8_t b)
{
	return (b & 0x93) == 0x12;
}

static bool is_watch_start(uint8_t b)
{
	return (b & 0x93) == 0x10;
}

static bool is_plain(uint8_t b)
{
	return (b & 0x90) == 0;
}

static enum escpos_event read_watch(struct escpos_reader *r, uint8_t byte)
{
	if (!is_plain(byte)) {
		r->n_part = 0;
		return ESCPOS_GARBAGE;
	}
	r->part[r->n_part++] = byte;
	if (r->n_part < 4)
		return ESCPOS_NOTHING;
	memcpy(r->status.watch, r->part, sizeof r->status.watch);
	r->status.have_watch = true;
	r->n_part = 0;
	return ESCPOS_WATCH;
}

enum escpos_event escpos_read(struct escpos_reader *r, uint8_t byte)
{
	if (is_reply(byte) && r->asked > 0) {
		r->status.reply[r->asked] = byte;
		r->status.have[r->asked] = true;
		r->asked = 0;
		r->n_part = 0;
		return ESCPOS_REPLY;
	}
	if (is_watch_start(byte) && r->watching) {
		r->part[0] = byte;
		r->n_part = 1;
		return ESCPOS_NOTHING;
	}
	if (r->n_part > 0)
		return read_watch(r, byte);
	if (is_plain(byte) && r->asked_done) {
		r->asked_done = false;
		return ESCPOS_DONE;
	}
	if (byte == 0x11 || byte == 0x13)
		return ESCPOS_NOTHING;
	return ESCPOS_GARBAGE;
}

/* Each fact from whichever message told it last is not known; any that says so counts. */
enum printer_state escpos_status_state(const struct escpos_status *s)
{
	if (!s->have[1] && !s->have[2] && !s->have[3] && !s->have[4] && !s->have_watch)
		return PRINTER_UNKNOWN;
	uint8_t offline = s->have[2] ? s->reply[2] : 0, fault = s->have[3] ? s->reply[3] : 0;
	uint8_t paper = s->have[4] ? s->reply[4] : 0;
	const uint8_t none[4] = {0}, *w = s->have_watch ? s->watch : none;
	if ((offline & 0x04) != 0 || (w[0] & 0x20) != 0)
		return PRINTER_COVER_OPEN;
	if ((paper & 0x60) != 0 || (offline & 0x20) != 0 || (w[2] & 0x0c) != 0)
		return PRINTER_OUT_OF_PAPER;
	if ((offline & 0x40) != 0 || (fault & 0x28) != 0 || (w[1] & 0x28) != 0)
		return PRINTER_ERROR;
	if ((paper & 0x0c) != 0 || (w[2] & 0x03) != 0)
		return PRINTER_NEAR_END;
	return PRINTER_READY;
}
