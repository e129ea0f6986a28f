/* Someone in danger must not have to read hits: 112 and the crisis lines come first. */
#include "screens/part.h"

#define BUTTON_W 288.0
#define NARROW_W 700.0 /* below it the button stands under the words */

static void crisis_button(struct build *b, double x, double y, double w, double h, const char *label)
{
	const struct semantics sem = {
		.id = "crisis", .role = ROLE_BUTTON, .focus = FOCUS_TABLE, .action = {ACT_CRISIS, 0, NULL}};
	struct widget_button button = {.r = build_rect(b, x, y, w, h),
				       .kind = PART_DANGER,
				       .look = LOOK_NONE,
				       .icon = "chevron_right",
				       .icon_after = true,
				       .label = label};
	widget_button(b->f, &button, &sem);
}

void part_danger(struct build *b, double x, double y, double w, double h)
{
	const struct semantics sem = {
		.id = "danger", .role = ROLE_STATUS, .stop = true, .focus = FOCUS_HEADING};
	if (build_small(b)) { /* one button: there is no room for more words */
		crisis_button(b, x, y, w, h, build_join(b, " · ", "112", T(b, "Crisis help")));
		return;
	}
	bool narrow = w < NARROW_W;
	double below = narrow ? (h - 12) * 4 / 7 : h;
	struct widget_notice n = {.r = build_rect(b, x, y, narrow ? w : w - BUTTON_W - 16, below),
				  .kind = NOTICE_ERROR,
				  .strong = true,
				  .icon = "sos",
				  .title = T(b, "In an emergency call 112"),
				  .title_px = build_landscape(b) ? 44 : 0,
				  .text = narrow ? NULL : T(b, "There is help at once, day and night.")};
	widget_notice(b->f, &n, &sem);
	if (narrow)
		crisis_button(b, x, y + below + 12, w, h - below - 12, T(b, "Crisis help"));
	else
		crisis_button(b, x + w - BUTTON_W, y, BUTTON_W, h, T(b, "Crisis help"));
}
