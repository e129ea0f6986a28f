/* Draws a slip as one would set it by hand: picture 30 of the design, one bit, black on white, with the
 * screen's own text engine. Sizes are those of 80 mm paper at 203 dpi (576 dots), body 14 pt; narrower paper
 * gets smaller ones, a visitor who used large text larger ones. The height follows the content. */
#ifndef AULA_PRINT_SLIP_DRAW_H
#define AULA_PRINT_SLIP_DRAW_H

#include <stdbool.h>

struct error;
struct paper;
struct slip;
struct ui;

#define SLIP_MIN_DOTS 256
#define SLIP_MAX_DOTS 1200
#define SLIP_MIN_QR_MODULE 4 /* dots: below this, phones have trouble with thermal paper */

struct slip_format {
	int dots; /* printable width: 576, 512, 384 */
	int dpi;  /* 203, 180 */
};

/* out: owned by the caller, paper_fini. False when the slip is longer than the paper may be. */
bool slip_draw(struct ui *ui, const struct slip *s, const struct slip_format *format, struct paper *out,
	       struct error *e);

#endif
