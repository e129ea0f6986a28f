#include "server/staff/feature_bar.h"

#include "base/arena.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "web/html.h"

#define DAY_S ((int64_t)86400)
#define CHART_DAYS 28
#define CHART_WIDTH 320 /* units of the picture, as all of these */
#define BAR_MIN 4
#define BAR_CUT 12
#define BAR_TEXT_MIN 52
#define BAR_LONG_TEXT_MIN 104

static int64_t chart_x(const struct feature_bar *b, int64_t at)
{
	int64_t x = (at - b->monday) * CHART_WIDTH / (CHART_DAYS * DAY_S);
	return x < 0 ? 0 : x > CHART_WIDTH ? CHART_WIDTH : x;
}

/* The day it ends, in the bar's end where there is room, else behind it, or before one that goes on outside. */
static void write_end(struct html *h, const struct feature_bar *b, int64_t x, int64_t end, const char *day, enum lang l,
		      struct arena *a)
{
	bool inside = end - x >= BAR_TEXT_MIN, before = !inside && end > CHART_WIDTH - BAR_TEXT_MIN;
	html_raw(h, "<text y=\"24\"");
	html_attr(h, "class", inside && !b->later ? "on" : "off");
	html_attr(h, "text-anchor", inside || before ? "end" : "start");
	html_attr_number(h, "x", before ? x - 8 : inside ? end - 10 : end + 8);
	html_raw(h, ">");
	html_text(h, end - x >= BAR_LONG_TEXT_MIN
			     ? tr_fill(a, tr(l, "until {date}"), "date", day, (char *)NULL)
			     : day);
	html_raw(h, "</text>");
}

/* The time bar as a picture, and as words for those who do not see it. What goes on outside the four weeks has a cut edge
 * there: its round one lies outside the picture. */
void feature_bar(struct html *h, const struct feature_bar *b, enum lang l, struct arena *a)
{
	struct civil from = zone_to_civil(ZONE_DEFAULT, b->from),
		     until = zone_to_civil(ZONE_DEFAULT, b->until);
	int64_t x = chart_x(b, b->from), end = chart_x(b, b->until);
	int64_t left = b->from < b->monday ? -BAR_CUT : x,
		right = b->until > b->monday + CHART_DAYS * DAY_S ? CHART_WIDTH + BAR_CUT : end;
	const char *last = words_date(a, l, until.date, DATE_SHORT);
	html_raw(h, "<svg class=\"bar\" role=\"img\" viewBox=\"0 0 320 36\"");
	html_attr(
		h, "aria-label",
		arena_printf(a, "%s–%s", words_date(a, l, from.date, DATE_SHORT), last));
	html_raw(h, "><g class=\"weeks\"><path d=\"M0 0V36M80 0V36M160 0V36M240 0V36\"/></g>");
	if (end > 0) {
		html_raw(h, "<rect y=\"2\" height=\"32\" rx=\"8\"");
		html_attr(h, "class", b->later ? "later" : "fill");
		html_attr_number(h, "x", left);
		html_attr_number(h, "width", right - left > BAR_MIN ? right - left : BAR_MIN);
		html_raw(h, "/>");
	}
	html_raw(h, "<path class=\"today\"");
	html_attr(h, "d", arena_printf(a, "M%lld 0V36", (long long)chart_x(b, b->now)));
	html_raw(h, "/>");
	write_end(h, b, x, end, last, l, a);
	html_raw(h, "</svg>");
}
