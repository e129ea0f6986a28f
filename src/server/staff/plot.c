#include "server/staff/plot.h"

#include <math.h>

#include "base/arena.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "server/page.h"
#include "server/staff/staff_parts.h"

/* units of the picture of columns */
#define WIDE 720
#define HIGH 220
#define LEFT 48
#define FLOOR 180
#define TOP 16
#define FEW_HIGH 5
#define VALUES_SHOWN_MAX 14 /* columns that still have room for their number */

/* units of the picture of a week */
#define CELL 27
#define WEEK_LEFT 44
#define WEEK_TOP 30
#define HOUR_FIRST 6
#define HOUR_END 22
#define DOT_MOST 12.5

static const char *few_words(void)
{
	return "1–4";
}

static const char *number_words(struct arena *a, int64_t n)
{
	return n == PLOT_FEW ? few_words() : arena_printf(a, "%lld", (long long)n);
}

/* The next number that can be cut into three to five round steps. */
static int64_t round_up(int64_t n)
{
	static const int tenths[] = {10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100};
	int64_t power = 1;
	while (power * 10 < n)
		power *= 10;
	for (size_t i = 0; i < sizeof tenths / sizeof tenths[0]; i++)
		if (power * tenths[i] % 10 == 0 && n <= power * tenths[i] / 10)
			return power * tenths[i] / 10;
	return power * 10;
}

static int steps_of(int64_t scale)
{
	static const int wanted[] = {4, 5, 3, 2};
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		if (scale % wanted[i] == 0)
			return wanted[i];
	return 1;
}

static int64_t largest(const int64_t *v, size_t n)
{
	int64_t most = 0;
	for (size_t i = 0; i < n; i++)
		most = v[i] > most ? v[i] : most;
	return most;
}

/* class_name: "value" and "odd" are left out where the picture is small. */
static void write_svg_text(struct html *h, const char *class_name, int x, int y, const char *anchor, const char *text)
{
	html_raw(h, "<text");
	html_attr(h, "class", class_name);
	html_attr_number(h, "x", x);
	html_attr_number(h, "y", y);
	html_attr(h, "text-anchor", anchor);
	html_raw(h, ">");
	html_text(h, text);
	html_raw(h, "</text>");
}

static void write_rect(struct html *h, const char *class_name, int x, int y, int width, int height)
{
	html_raw(h, "<rect");
	html_attr(h, "class", class_name);
	html_attr_number(h, "x", x);
	html_attr_number(h, "y", y);
	html_attr_number(h, "width", width);
	html_attr_number(h, "height", height);
	html_raw(h, " rx=\"3\"/>");
}

/* --- columns --- */

static void write_grid(struct html *h, int64_t scale, struct arena *a)
{
	int steps = steps_of(scale);
	for (int i = 0; i <= steps; i++) {
		int y = FLOOR - (FLOOR - TOP) * i / steps;
		html_raw(h, "<path class=\"grid\"");
		html_attr(h, "d", arena_printf(a, "M%d %dH%d", LEFT, y, WIDE));
		html_raw(h, "/>");
		write_svg_text(h, NULL, LEFT - 8, y + 4, "end", arena_printf(a, "%lld", (long long)(scale * i / steps)));
	}
}

static void write_columns(struct html *h, const struct plot_columns *p, int64_t scale, struct arena *a)
{
	int room = (WIDE - LEFT) / (int)(p->n > 0 ? p->n : 1);
	int width = room * 7 / 10 > 44 ? 44 : room * 7 / 10 < 3 ? 3 : room * 7 / 10;
	size_t every = (p->n + 12) / 13;
	for (size_t i = 0; i < p->n; i++) {
		int middle = LEFT + room * (int)i + room / 2;
		int64_t v = p->values[i];
		int high = v > 0 ? (int)((FLOOR - TOP) * v / scale) : 0;
		if (v == PLOT_FEW)
			write_rect(h, "few", middle - width / 2, FLOOR - FEW_HIGH, width, FEW_HIGH);
		else if (v > 0)
			write_rect(h, "fill", middle - width / 2, FLOOR - (high > 2 ? high : 2), width, high > 2 ? high : 2);
		if (p->n <= VALUES_SHOWN_MAX && v != 0)
			write_svg_text(h, "value", middle, FLOOR - (v > 0 ? high : FEW_HIGH) - 5, "middle", number_words(a, v));
		if (i % every == 0)
			write_svg_text(h, i / every % 2 == 1 ? "odd" : NULL, middle, FLOOR + 22, "middle", p->labels[i]);
	}
}

static void write_columns_table(struct html *h, const struct plot_columns *p, enum lang l, struct arena *a)
{
	html_raw(h, "<details><summary>");
	html_text(h, tr(l, "As a table"));
	html_raw(h, "</summary>");
	staff_table(h, l, p->title, p->heads, 2);
	for (size_t i = 0; i < p->n; i++) {
		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, p->labels[i]);
		html_raw(h, "</th>");
		staff_cell(h, p->heads[1], number_words(a, p->values[i]));
		html_raw(h, "</tr>");
	}
	staff_table_end(h);
	html_raw(h, "</details>");
}

void plot_columns(struct html *h, const struct plot_columns *p, enum lang l, struct arena *a)
{
	int64_t most = largest(p->values, p->n), scale = round_up(most > 4 ? most : 5);
	html_raw(h, "<svg class=\"plot\" role=\"img\" viewBox=\"0 0 720 220\"");
	html_attr(h, "aria-label", arena_printf(a, tr(l, "%1$s. The most is %2$lld."), p->title, (long long)most));
	html_raw(h, ">");
	write_grid(h, scale, a);
	write_columns(h, p, scale, a);
	html_raw(h, "</svg>");
	write_columns_table(h, p, l, a);
}

/* --- rows --- */

void plot_rows(struct html *h, const char *title, const char *const heads[2], const struct plot_row *rows, size_t n,
	       enum lang l)
{
	int64_t most = 1;
	for (size_t i = 0; i < n; i++)
		most = rows[i].n > most ? rows[i].n : most;
	html_raw(h, "<div class=\"rows\">");
	staff_table(h, l, title, heads, 2);
	for (size_t i = 0; i < n; i++) {
		html_raw(h, "<tr");
		html_attr(h, "class", rows[i].look);
		html_raw(h, "><th scope=\"row\">");
		html_text(h, rows[i].label);
		if (rows[i].note != NULL)
			staff_el(h, "span", " class=\"by\"", rows[i].note);
		html_raw(h, "</th><td><div><svg aria-hidden=\"true\" class=\"rowbar\" viewBox=\"0 0 200 20\" "
			    "preserveAspectRatio=\"none\">");
		write_rect(h, "fill", 0, 0, (int)(200 * rows[i].n / most > 1 ? 200 * rows[i].n / most : 1), 20);
		html_raw(h, "</svg><b>");
		if (rows[i].n == PLOT_FEW)
			html_text(h, "–");
		else
			html_number(h, rows[i].n);
		html_raw(h, "</b></div></td></tr>");
	}
	staff_table_end(h);
	html_raw(h, "</div>");
}

/* --- the week --- */

static void write_dots(struct html *h, int64_t values[7][24], int64_t most, struct arena *a)
{
	for (int d = 0; d < 7; d++) {
		for (int hour = HOUR_FIRST; hour < HOUR_END; hour++) {
			int64_t v = values[d][hour];
			double r = v == PLOT_FEW ? 2.5 : v > 0 && most > 0 ? DOT_MOST * sqrt((double)v / (double)most) : 0;
			if (r <= 0)
				continue;
			html_raw(h, "<circle");
			html_attr(h, "class", v == PLOT_FEW ? "few" : "fill");
			html_attr_number(h, "cx", WEEK_LEFT + (hour - HOUR_FIRST) * CELL + CELL / 2);
			html_attr_number(h, "cy", WEEK_TOP + d * CELL + CELL / 2);
			html_attr(h, "r", arena_printf(a, "%.1f", r < 2.5 ? 2.5 : r));
			html_raw(h, "/>");
		}
	}
}

static void write_week_table(struct html *h, const char *title, int64_t values[7][24], enum lang l, struct arena *a)
{
	const char *heads[8] = {tr(l, "Hour")};
	for (int d = 0; d < 7; d++)
		heads[d + 1] = words_weekday(l, d + 1, WEEKDAY_SHORT);
	html_raw(h, "<details><summary>");
	html_text(h, tr(l, "As a table"));
	html_raw(h, "</summary>");
	staff_table(h, l, title, heads, 8);
	for (int hour = HOUR_FIRST; hour < HOUR_END; hour++) {
		html_raw(h, "<tr><th scope=\"row\">");
		html_text(h, words_clock(a, l, hour, 0));
		html_raw(h, "</th>");
		for (int d = 0; d < 7; d++)
			staff_cell(h, heads[d + 1], number_words(a, values[d][hour]));
		html_raw(h, "</tr>");
	}
	staff_table_end(h);
	html_raw(h, "</details>");
}

void plot_week(struct html *h, const char *title, int64_t values[7][24], enum lang l, struct arena *a)
{
	int64_t most = largest(&values[0][0], 7 * 24);
	html_raw(h, "<svg class=\"plot week\" role=\"img\" viewBox=\"0 0 480 224\"");
	html_attr(h, "aria-label", arena_printf(a, tr(l, "%1$s. The most is %2$lld."), title, (long long)most));
	html_raw(h, ">");
	for (int hour = HOUR_FIRST; hour <= HOUR_END; hour += 2)
		write_svg_text(h, NULL, WEEK_LEFT + (hour - HOUR_FIRST) * CELL, 18, "middle", arena_printf(a, "%d", hour));
	for (int d = 0; d < 7; d++) {
		html_raw(h, "<path class=\"grid\"");
		html_attr(h, "d", arena_printf(a, "M%d %dH480", WEEK_LEFT, WEEK_TOP + d * CELL + CELL / 2));
		html_raw(h, "/>");
		write_svg_text(h, NULL, WEEK_LEFT - 12, WEEK_TOP + d * CELL + CELL / 2 + 5, "end", words_weekday(l, d + 1, WEEKDAY_SHORT));
	}
	write_dots(h, values, most, a);
	html_raw(h, "</svg>");
	write_week_table(h, title, values, l, a);
}
