/* The semantic tree as JSON lines for tests and scripts, and the checks tests make of a frame. */
#ifndef AULA_UI_SEMANTIC_H
#define AULA_UI_SEMANTIC_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct buf;
struct frame;

/* One line a node that means something (semantics or text):
 * {"i":3,"parent":1,"id":"topic:peer","role":"button","label":…,"hint":…,
 * "state":["selected"],"why":…,"pos":3,"of":8,"rect":[x,y,w,h],"focus":2,"live":true,"verb":7,"number":0,"arg":…,
 * "text":…,"px":36,"bold":true,"lines":1,"truncated":false,"ink":"#14212B","under":"#FFFFFF","lang":"fi"}.
 * Absent members mean none. The first line describes the frame: {"frame":[w,h],"lang":…,"rtl":…,"min_em":…}.
 */
void semantic_dump(const struct frame *f, struct buf *out);

const char *role_word(int role); /* "button"… static */

/* What a check found wrong; text is in the arena. */
struct finding {
	const char *check; /* "clipped", "ended", "overlap", "small-target", "small-text", "contrast", "off-screen",
			      "label", "id" */
	const char *text;  /* which node and by how much */
};

#define SEMANTIC_MAX_FINDINGS 64

/* Text cut or ended (unless END_TOLD; "ended": END_LISTED), text outside its part or the screen, live targets overlapping, targets
 * under target_min_px, text under min_em, acting nodes without a label, ids used twice. Returns how many were
 * written (at most max). */
int semantic_check(const struct frame *f, struct arena *a, struct finding *out, int max);
/* Contrast of every text node measured from pixels (w × h, 0xAARRGGBB as canvas_pixels): the ink's colour
 * against the commonest other colour in its rectangle; below `least` (4.5) is a finding. Texts fully covered
 * by a modal are left out. */
int semantic_check_contrast(const struct frame *f, const uint32_t *px, double least, struct arena *a,
			    struct finding *out, int max);
double contrast_ratio(uint32_t a, uint32_t b); /* WCAG, 1…21 */

#endif
