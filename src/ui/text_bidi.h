/* Second step of text: embedding levels of a paragraph by FriBidi, and the visual order of a line's runs.
 * Pure. */
#ifndef AULA_UI_TEXT_BIDI_H
#define AULA_UI_TEXT_BIDI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct text_char;

enum text_base { TEXT_BASE_LTR, TEXT_BASE_RTL, TEXT_BASE_WEAK_LTR, TEXT_BASE_WEAK_RTL };

/* One level a character (room for n). WEAK: the first strong letter decides, otherwise that side. Returns the
 * base level (0 or 1). */
int text_levels(struct arena *scratch, const struct text_char *c, size_t n, enum text_base base,
		uint8_t *levels);
/* Permutes order[0…n) = 0…n-1 into left-to-right screen order (rule L2 of UAX 9). */
void text_visual_order(const uint8_t *run_levels, size_t n, size_t *order);

#endif
