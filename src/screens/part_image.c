/* Pictures that organisations and centres give (docs/ARCHITECTURE.md: records name them by hash). Photographs are not turned round
 * in right-to-left layouts. */
#include "base/arena.h"
#include "i18n/catalogue.h"
#include "screens/part.h"

#define CREDIT_PAD 10
#define LOGO_PAD 6
#define LOGO_WIDEST 4 /* times its height */

static void credit(struct build *b, struct rect r, const char *whom)
{
	const struct semantics sem = {.id = "picture-credit", .role = ROLE_TEXT};
	int pad = metrics_px(b->m, CREDIT_PAD);
	const char *words = tr_fill(b->a, T(b, "Picture: {name}"), "name", whom, NULL);
	struct text_box t = build_text(b, RECT(r.x + pad, r.y, r.w - 2 * pad, r.h), TYPE_SMALL, b->t->on_sign, words);
	t.max_lines = 3; /* in the corner of the details a name and its licence take two or three */
	struct text_size size = node_text_size(b->f, &t);
	int h = size.h + pad, w = size.w + 2 * pad < r.w ? size.w + 2 * pad : r.w;
	struct rect strip = RECT(r.x + r.w - w, r.y + r.h - h, w, h);
	node_fill(b->f, strip, b->t->sign);
	t.r = rect_inset(strip, pad, 0, pad, 0);
	t.valign = VALIGN_CENTRE;
	node_text(b->f, &t, &sem);
}

bool part_image(struct build *b, struct rect r, const struct shown_image *image)
{
	if (image->path == NULL || !b->t->pictures || !node_picture_ready(b->f, r, image->path, NULL, NULL))
		return false;
	const struct semantics sem = {.id = "picture",
				      .role = ROLE_IMAGE,
				      .label = image->alt,
				      .lang = build_other_lang(b, image->alt_lang),
				      .stop = true,
				      .focus = FOCUS_HEADING};
	node_picture(b->f, r, image->path, -1, 0, false, image->alt != NULL ? &sem : NULL);
	if (image->credit != NULL)
		credit(b, r, image->credit);
	return true;
}

double part_logo(struct build *b, double x, double middle, double high)
{
	const char *path = b->frame->logo.path;
	int w = 0, h = 0;
	struct rect probe = build_rect(b, x, middle, high, high);
	if (path == NULL || !b->t->pictures || !node_picture_ready(b->f, probe, path, &w, &h))
		return 0;
	double wide = high * w / h;
	if (wide > high * LOGO_WIDEST)
		wide = high * LOGO_WIDEST;
	struct box_style plate = {.face = 0xFFFFFFFF, .radius = metrics_px(b->m, LOGO_PAD)};
	node_box(b->f, build_rect(b, x, middle - high / 2 - LOGO_PAD, wide + 2 * LOGO_PAD, high + 2 * LOGO_PAD), &plate);
	node_picture(b->f, build_rect(b, x + LOGO_PAD, middle - high / 2, wide, high), path, -1, 0, false, NULL);
	return wide + 2 * LOGO_PAD;
}
