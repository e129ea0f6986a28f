/* "Tieto on väärin": four ready choices, nothing is typed. */
#include "base/arena.h"
#include "screens/part.h"
#include "screens/screen.h"

static const struct {
	const char *id, *icon, *label;
} REASONS[WRONG_COUNT] = {
	[WRONG_TIME] = {"wrong:time", "schedule", TR("The time is wrong")},
	[WRONG_PLACE] = {"wrong:place", "location_on", TR("The place is wrong")},
	[WRONG_PHONE] = {"wrong:phone", "call", TR("The phone number is wrong")},
	[WRONG_OVER] = {"wrong:over", "event_busy", TR("The activity has ended")},
};

static void build(struct build *b, const void *vm)
{
	(void)vm;
	const struct area a = part_sheet_area(b, 876);
	double x = a.x, w = a.w, top = a.y;
	bool small = build_small(b);
	part_sheet_open(b, build_rect(b, x, top, w, a.h), "sheet:report", T(b, "What is wrong?"));
	const struct part_sheet_head head = {
		.id = "report:heading",
		.title = T(b, "What is wrong?"),
		.r = build_rect(b, x + (small ? 16 : 48), top + (small ? 4 : 28), w - 300, small ? 64 : 88),
		.close = small ? RECT(0, 0, 0, 0) : build_rect(b, x + w - 260, top + 28, 212, 88),
		.px = build_px(b, 56),
		.max_lines = 1,
	};
	part_sheet_head(b, &head);
	struct text_box lead =
		build_text(b, build_rect(b, x + 48, top + 132, w - 96, 60), TYPE_LEAD, b->t->ink2,
			   T(b, "We tell those who keep the information. Nothing about you is sent."));
	const struct semantics text = {.role = ROLE_TEXT};
	lead.max_lines = 2;
	lead.line_pct = 105;
	lead.r.h = metrics_px(b->m, build_landscape(b) ? 84 : 76);
	lead.r.y -= build_landscape(b) ? metrics_px(b->m, 16) : 0;
	lead.sizes_px = build_sizes(b, build_px(b, 34));
	if (!small)
		node_text(b->f, &lead, &text);
	for (int i = 0; i < WRONG_COUNT; i++) {
		const struct semantics sem = {.id = REASONS[i].id,
					      .role = ROLE_BUTTON,
					      .position = i + 1,
					      .of = WRONG_COUNT,
					      .focus = FOCUS_TABLE,
					      .action = {ACT_REPORT, i, NULL}};
		struct widget_button r = {
			.r = small ? build_rect(b, i % 2 == 0 ? 8 : 408, 76 + 146.0 * (i / 2), 384, 134)
				   : build_rect(b, x + 48, top + 212 + 160.0 * i, w - 96, 144),
			.kind = PART_PLAIN,
			.look = LOOK_NONE,
			.icon = REASONS[i].icon,
			.icon_px = small ? 48 : 64,
			.label = T(b, REASONS[i].label),
			.px = small ? 38 : build_px(b, 44),
			.start = true};
		widget_button(b->f, &r, &sem);
	}
	b->first_focus = REASONS[0].id;
	node_close(b->f);
}

const struct screen SCREEN_DEF_REPORT = {"report", NULL, build};
