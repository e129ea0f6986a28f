#include "screens/build.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

#define SIZES_MAX 12
#define SOFT_HYPHEN "\u00ad"

#define TABLE_TOP 868.0
#define DOCK_TOP 1736.0
#define DOCK_TOP_LARGE 1704.0

static double squeezed(const struct build *b, double y)
{
	if (!b->squeeze || y <= TABLE_TOP)
		return y;
	return TABLE_TOP + (y - TABLE_TOP) * (DOCK_TOP_LARGE - TABLE_TOP) / (DOCK_TOP - TABLE_TOP);
}

#define TABLE_END 1736.0 /* design px: the dock, and the band of the idle picture, stay where they are */

static double moved_up(const struct build *b, double y)
{
	if (b->room <= 0 || y <= b->cut - b->room || y > TABLE_END)
		return y;
	return y >= b->cut ? y - b->room : b->cut - b->room;
}

struct rect build_rect(const struct build *b, double x, double y, double w, double h)
{
	int x0 = metrics_x(b->m, x), y0 = metrics_y(b->m, squeezed(b, moved_up(b, y)));
	int y1 = metrics_y(b->m, squeezed(b, moved_up(b, y + h)));
	return RECT(x0, y0, metrics_x(b->m, x + w) - x0, y1 - y0);
}

int build_px(const struct build *b, int portrait_px)
{
	if (build_landscape(b))
		return portrait_px >= 72 ? portrait_px * 7 / 6 : portrait_px * 5 / 4;
	if (build_small(b))
		return portrait_px < 38 ? 38 : portrait_px > 56 ? 56 : portrait_px;
	return portrait_px;
}

struct text_box build_text(const struct build *b, struct rect r, enum type_role role, colour ink,
			   const char *s)
{
	struct type_style style = theme_type(role);
	return (struct text_box){
		.r = r,
		.s = s,
		.px = metrics_em(b->m, build_px(b, style.px)),
		.bold = style.bold,
		.line_pct = style.line_pct,
		.ink = ink,
	};
}

struct rect build_label(struct build *b, struct rect r, enum type_role role, colour ink, const char *s)
{
	const struct semantics sem = {.role = ROLE_TEXT};
	struct text_box t = build_text(b, r, role, ink, s);
	if (b->m->large)
		t.sizes_px = build_sizes(b, build_px(b, theme_type(role).px));
	return s == NULL ? RECT(r.x, r.y, 0, 0) : node_text(b->f, &t, &sem);
}

void build_whole_words(struct build *b, struct text_box *t)
{
	struct text_box whole = *t;
	if (t->s == NULL || strstr(t->s, SOFT_HYPHEN) == NULL)
		return;
	char *out = arena_strndup(b->a, "", 0);
	for (const char *s = t->s, *at; s != NULL; s = at != NULL ? at + strlen(SOFT_HYPHEN) : NULL) {
		at = strstr(s, SOFT_HYPHEN);
		out = arena_printf(b->a, "%s%.*s", out, (int)(at != NULL ? (size_t)(at - s) : strlen(s)), s);
	}
	whole.s = out;
	/* at the same size: never smaller for it */
	whole.sizes_px = NULL;
	whole.px = t->sizes_px != NULL ? t->sizes_px[0] : t->px;
	struct text_size size = node_text_size(b->f, &whole);
	if (!size.truncated && !size.cut)
		t->s = out;
}

const int *build_sizes(const struct build *b, int px)
{
	static const int STEPS[] = {112, 100, 92, 84, 72, 64, 56, 50, 44, 40, 36, 32, 30, 28};
	int *out = ARENA_ARRAY(b->a, int, SIZES_MAX + 5);
	size_t n = 0;
	out[n++] = metrics_em(b->m, px);
	for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0] && n < SIZES_MAX; i++) {
		int em = metrics_em(b->m, STEPS[i]);
		if (STEPS[i] < px && em < out[n - 1])
			out[n++] = em;
	}
	/* rather the least size than a word cut or an end lost */
	while (out[n - 1] > b->m->min_em && n < SIZES_MAX + 4) {
		int em = out[n - 1] * 9 / 10;
		out[n] = em > b->m->min_em && n < SIZES_MAX + 3 ? em : b->m->min_em;
		n++;
	}
	return out;
}

static bool same_lines(struct build *b, const struct text_box *t, int w, const struct text_size *full)
{
	struct text_box narrow = *t;
	narrow.r.w = w;
	struct text_size size = node_text_size(b->f, &narrow);
	return size.lines == full->lines && size.h == full->h && !size.truncated && !size.cut;
}

#define EVEN_STEPS 28 /* of a fortieth each: to half the width */

/* As even as the same number of lines at the same size allows: no "ja" or lone last word at an end. Words that may part
 * stay as they are, or a narrower box would part them. */
static void even_lines(struct build *b, struct text_box *t)
{
	const struct text_size full = node_text_size(b->f, t);
	int widths[EVEN_STEPS], right = 0, wrong = EVEN_STEPS; /* half as wide, the words are not in as many lines */
	if (full.lines < 2 || full.truncated || full.cut || strstr(t->s, SOFT_HYPHEN) != NULL || !same_lines(b, t, full.w, &full))
		return;
	for (int i = 0, w = full.w; i < EVEN_STEPS; w -= w / 40, i++)
		widths[i] = w;
	while (wrong - right > 1) {
		int i = (right + wrong) / 2;
		*(same_lines(b, t, widths[i], &full) ? &right : &wrong) = i;
	}
	t->r.w = widths[right];
}

struct rect build_heading(struct build *b, struct rect r, int px, int max_lines, colour ink, const char *s)
{
	const struct semantics sem = {
		.id = "heading", .role = ROLE_HEADING, .level = 1, .stop = true, .focus = FOCUS_HEADING};
	struct text_box t = build_text(b, r, TYPE_H1, ink, s);
	t.sizes_px = build_sizes(b, px);
	t.px = t.sizes_px[0];
	t.max_lines = max_lines;
	if (s != NULL)
		even_lines(b, &t);
	return node_text(b->f, &t, &sem);
}

double build_w(const struct build *b)
{
	return b->m->design_w;
}

double build_h(const struct build *b)
{
	return b->m->design_h;
}

bool build_portrait(const struct build *b)
{
	return b->m->cls == SCREEN_PORTRAIT;
}

bool build_landscape(const struct build *b)
{
	return b->m->cls == SCREEN_LANDSCAPE;
}

bool build_small(const struct build *b)
{
	return b->m->cls == SCREEN_SMALL;
}

const char *T(const struct build *b, const char *msgid)
{
	return tr(b->lang, msgid);
}

const char *build_capital(const struct build *b, const char *s)
{
	return s == NULL ? NULL : words_capital(b->a, s);
}

const char *build_lower(const struct build *b, const char *s)
{
	return s == NULL ? NULL : words_small(b->a, s);
}

const char *build_join(const struct build *b, const char *separator, const char *one, const char *two)
{
	if (str_empty(one))
		return str_empty(two) ? NULL : two;
	if (b->lang == LANG_AR && str_eq(separator, ", "))
		separator = "، ";
	return str_empty(two) ? one : arena_printf(b->a, "%s%s%s", one, separator, two);
}

const char *build_other_lang(const struct build *b, enum lang got)
{
	return got == LANG_NONE || got == b->lang ? NULL : lang_tag(got);
}
