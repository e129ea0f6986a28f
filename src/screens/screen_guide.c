/* "Näin käytät" and "Mistä tiedot tulevat? Tietosuoja": short pages of plain text behind the help page. */
#include "base/arena.h"
#include "base/str.h"
#include "screens/part.h"
#include "screens/screen.h"

#define LINES_MAX 6

struct page_line {
	const char *icon, *text;
};

static const struct page_line GUIDE[LINES_MAX] = {
	{"touch_app", TR("Press with one finger. What can be pressed has a thick lower edge.")},
	{"palette", TR("Choose a topic on the home screen, or search with a word.")},
	{"qr_code",
	 TR("Take the information along: a code for the phone, a slip of paper or the number to call.")},
	{"checklist", TR("Gather several on your own list. You get them all with one code.")},
	{"accessibility_new", TR("Larger text, dark colours and speech are behind Ease of use.")},
	{"logout", TR("When you are done, press Finish. The screen forgets your choices.")},
};

static const struct page_line ABOUT[LINES_MAX] = {
	{"groups", TR("The associations and the public event calendars keep the information. Each page says "
		      "when it was checked.")},
	{"verified", TR("Something wrong? Press “Something is wrong” on the page, and it is checked.")},
	{"lock", TR("This screen does not know who you are. It has no camera, no account and no cookies.")},
	{"history", TR("Your list, searches and settings are forgotten when you finish or leave.")},
	{"speed", TR("Only sums an hour are counted: how many times something was opened or printed.")},
	{"cloud_off", TR("Without a network the screen shows its last content and says how old it is.")},
};

static void lines(struct build *b, const struct page_line *page, double x, double y, double w, double pitch)
{
	size_t from = build_small(b) ? b->place->page % 3 * 2 : 0, to = build_small(b) ? from + 2 : LINES_MAX;
	for (size_t i = from; i < to; i++) {
		struct rect r = build_rect(b, x, y + pitch * (double)(i - from), w, pitch - 8);
		const struct semantics sem = {.id = arena_printf(b->a, "line:%zu", i),
					      .role = ROLE_TEXT,
					      .stop = true,
					      .focus = FOCUS_TABLE};
		struct text_box t = build_text(b, r, TYPE_BODY, b->t->ink, T(b, page[i].text));
		t.valign = VALIGN_CENTRE;
		t.max_lines = 3;
		t.line_pct = build_landscape(b) ? 108 : 0;
		t.sizes_px = build_sizes(b, build_px(b, 36));
		widget_icon_line(b->f, r, page[i].icon, metrics_px(b->m, 64), metrics_px(b->m, 28), &t,
				 b->t->plain, &sem);
	}
}

static void page(struct build *b, const char *title, const char *lead, const struct page_line *text)
{
	double w = build_w(b) - 96;
	b->f->background = b->t->page;
	if (build_small(b)) {
		lines(b, text, 16, 4, 768, 124);
		return;
	}
	if (build_landscape(b)) {
		part_side_art(b, "arches", -1, part_side_sign(b, title, lead, 840));
		lines(b, text, 720, 20, 1160, 132);
		return;
	}
	part_sign(b, LOOK_NONE, 0, 640);
	part_status(b, LOOK_NONE, true);
	struct rect h = build_heading(b, build_rect(b, 48, 124, w - 480, 180), 72, 2, b->t->on_sign, title);
	build_label(
		b,
		RECT(h.x, h.y + h.h + metrics_px(b->m, 16), metrics_px(b->m, w - 500),
		     metrics_px(b->m, 640 - 12 - 16) - h.y - h.h),
		TYPE_BODY, b->t->on_sign2, lead);
	if (b->t->pictures)
		node_picture(b->f, build_rect(b, build_w(b) - 440, 130, 340, 510), "arches", -1, 0, true,
			     NULL);
	lines(b, text, 48, 672, w, 150);
}

/* The buttons under the text: home, on the small screen also the next lines, and the way to the staff page.
 */
static void foot(struct build *b, bool staff)
{
	bool small = build_small(b), land = build_landscape(b);
	double x = small  ? 8
		   : land ? 720
			  : 48,
	       y = small  ? 256
		   : land ? 826
			  : 1596,
	       w = small  ? 784
		   : land ? 1160
			  : build_w(b) - 96;
	double h = small ? 104 : 112, half = (w - 24) / 2;
	bool two = small || staff;
	part_button(b, build_rect(b, x, y, two ? half : w, h), PART_PRIMARY, "home", "home",
		    T(b, "To the home screen"), (struct action){ACT_HOME, 0, NULL});
	b->first_focus = "home";
	bool last = small && b->place->page % 3 == 2;
	if (small && !(staff && last))
		part_button(b, build_rect(b, x + half + 24, y, half, h), PART_PLAIN, "page:next",
			    "arrow_forward", T(b, "More"),
			    (struct action){ACT_PAGE, (int64_t)(b->place->page + 1) % 3, NULL});
	else if (staff)
		part_button(b, build_rect(b, x + half + 24, y, half, h), PART_PLAIN, "staff", "lock",
			    T(b, "For staff"), (struct action){ACT_OPEN, SCREEN_PIN, NULL});
}

static void build_guide(struct build *b, const void *vm)
{
	(void)vm;
	page(b, T(b, "How to use this"), T(b, "Nothing breaks by pressing. You can always go back."), GUIDE);
	foot(b, false);
	part_dock(b);
}

static void build_about(struct build *b, const void *vm)
{
	(void)vm;
	page(b, T(b, "Where the content comes from"), arena_printf(b->a, "Aula %s", b->config->version),
	     ABOUT);
	foot(b, !str_empty(b->config->pin));
	part_dock(b);
}

const struct screen SCREEN_DEF_GUIDE = {"guide", NULL, build_guide};
const struct screen SCREEN_DEF_ABOUT = {"about", NULL, build_about};
