#include "ui/semantic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "ui/node.h"

#define STOPS_MAX 512

const char *role_word(int role)
{
	static const char *const words[ROLE_COUNT] = {
		[ROLE_NONE] = "none",     [ROLE_HEADING] = "heading", [ROLE_TEXT] = "text",
		[ROLE_BUTTON] = "button", [ROLE_CHOICE] = "choice",   [ROLE_TOGGLE] = "toggle",
		[ROLE_KEY] = "key",       [ROLE_ITEM] = "item",       [ROLE_STATUS] = "status",
		[ROLE_IMAGE] = "image",   [ROLE_GROUP] = "group",     [ROLE_DIALOG] = "dialog",
	};
	return role >= 0 && role < ROLE_COUNT ? words[role] : "none";
}

static void put_string(struct buf *b, const char *name, const char *s)
{
	if (s == NULL)
		return;
	buf_printf(b, ",\"%s\":\"", name);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c < 0x20)
			buf_printf(b, "\\u%04x", c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}

static void put_states(struct buf *b, const struct semantics *s)
{
	static const char *const names[] = {"selected", "on", "disabled", "busy"};
	const bool is[] = {s->selected, s->on, s->disabled, s->busy};
	bool any = false;
	for (size_t i = 0; i < sizeof is / sizeof is[0]; i++) {
		if (!is[i])
			continue;
		buf_printf(b, "%s\"%s\"", any ? "," : ",\"state\":[", names[i]);
		any = true;
	}
	if (any)
		buf_putc(b, ']');
}

static void put_semantics(struct buf *b, const struct frame *f, int i)
{
	const struct semantics *s = f->nodes[i].sem;
	put_string(b, "id", s->id);
	put_string(b, "role", role_word(s->role));
	put_string(b, "label", node_label(f, i));
	put_string(b, "hint", s->hint);
	put_string(b, "lang", s->lang);
	put_states(b, s);
	put_string(b, "why", s->why);
	if (s->of > 0)
		buf_printf(b, ",\"pos\":%d,\"of\":%d", s->position, s->of);
	if (s->level > 0)
		buf_printf(b, ",\"level\":%d", s->level);
	if (s->action.verb != 0) {
		buf_printf(b, ",\"verb\":%d,\"number\":%lld", s->action.verb, (long long)s->action.number);
		put_string(b, "arg", s->action.text);
	}
}

/* The colour of what was drawn last under the middle of the text. */
static colour under_text(const struct frame *f, int i)
{
	struct rect r = f->nodes[i].r;
	int x = r.x + r.w / 2, y = r.y + r.h / 2;
	colour under = f->background;
	for (int k = 0; k < i; k++) {
		const struct node *n = &f->nodes[k];
		if (!rect_has(n->r, x, y))
			continue;
		if (n->kind == NODE_BOX && n->as.box.face >> 24 == 0xFF)
			under = n->as.box.face;
		else if (n->kind == NODE_PART && !n->as.part.disabled)
			under = n->as.part.selected ? n->as.part.c.selected_face : n->as.part.c.face;
	}
	return under;
}

static void put_text(struct buf *b, const struct frame *f, int i)
{
	const struct node *n = &f->nodes[i];
	const struct text_layout *t = n->as.text.layout;
	put_string(b, "text", n->as.text.s);
	buf_printf(b, ",\"px\":%d,\"bold\":%s,\"lines\":%d,\"ink\":\"#%06X\",\"under\":\"#%06X\"", t->px,
		   t->bold ? "true" : "false", t->size.lines, n->as.text.ink & 0xFFFFFF,
		   under_text(f, i) & 0xFFFFFF);
	if (t->size.truncated)
		buf_puts(b, ",\"truncated\":true");
	if (n->sem == NULL || n->sem->lang == NULL)
		put_string(b, "lang", n->as.text.lang);
}

void semantic_dump(const struct frame *f, struct buf *out)
{
	int order[STOPS_MAX];
	int stops = (int)frame_focus_order(f, order, STOPS_MAX);
	buf_printf(out, "{\"frame\":[%d,%d]", f->in.m->w, f->in.m->h);
	put_string(out, "lang", f->in.lang);
	buf_printf(out, ",\"rtl\":%s,\"min_em\":%d,\"modals\":%d}\n", f->in.m->rtl ? "true" : "false",
		   f->in.m->min_em, f->modals);
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		if (n->sem == NULL && n->kind != NODE_TEXT)
			continue;
		buf_printf(out, "{\"i\":%d,\"parent\":%d", i, n->parent);
		if (n->sem != NULL)
			put_semantics(out, f, i);
		if (n->kind == NODE_TEXT)
			put_text(out, f, i);
		buf_printf(out, ",\"rect\":[%d,%d,%d,%d]", n->r.x, n->r.y, n->r.w, n->r.h);
		for (int k = 0; k < stops; k++)
			if (order[k] == i)
				buf_printf(out, ",\"focus\":%d", k);
		buf_printf(out, ",\"live\":%s}\n", frame_live(f, i) ? "true" : "false");
	}
}

struct findings {
	struct arena *a;
	struct finding *out;
	int n, max;
};

static void find(struct findings *l, const char *check, const char *text)
{
	if (l->n < l->max)
		l->out[l->n++] = (struct finding){check, text};
}

static const char *named(struct findings *l, const struct frame *f, int i)
{
	const struct node *n = &f->nodes[i];
	const char *label = n->kind == NODE_TEXT ? n->as.text.s : node_label(f, i);
	return arena_printf(l->a, "node %d %s \"%s\" at %d,%d %dx%d", i,
			    n->sem != NULL && n->sem->id != NULL ? n->sem->id : "", label, n->r.x, n->r.y,
			    n->r.w, n->r.h);
}

static void check_text(struct findings *l, const struct frame *f, int i)
{
	const struct node *n = &f->nodes[i];
	const struct text_layout *t = n->as.text.layout;
	struct rect used = n->as.text.ink_box;
	if (n->as.text.s[0] == '\0')
		return;
	if (t->size.truncated && n->as.text.may_end != END_TOLD)
		find(l, n->as.text.may_end == END_LISTED ? "ended" : "clipped", arena_printf(l->a, "%s ends in …", named(l, f, i)));
	if (t->size.cut)
		find(l, "clipped", arena_printf(l->a, "%s has a word cut inside", named(l, f, i)));
	/* pieces laid one by one may be a few px wider than the line measured whole */
	if (t->size.w > used.w + t->px / 10)
		find(l, "clipped", arena_printf(l->a, "%s is %d px wide", named(l, f, i), t->size.w));
	if (n->kind == NODE_TEXT && t->px < f->in.m->min_em)
		find(l, "small-text",
		     arena_printf(l->a, "%s is %d px, least %d", named(l, f, i), t->px, f->in.m->min_em));
	/* line height reaches a little beyond letters: a quarter of an em is not ink */
	struct rect ink = rect_inset(used, 0, t->px / 4, 0, t->px / 4);
	if (!rect_within(ink, RECT(0, 0, f->in.m->w, f->in.m->h)))
		find(l, "off-screen", named(l, f, i));
	for (int p = n->parent; p >= 0; p = f->nodes[p].parent) {
		const struct node *part = &f->nodes[p];
		if ((part->kind == NODE_PART || part->kind == NODE_BOX) && !rect_within(ink, part->r))
			find(l, "clipped",
			     arena_printf(l->a, "%s reaches out of %s", named(l, f, i), named(l, f, p)));
	}
}

static bool is_target(const struct frame *f, int i)
{
	const struct semantics *s = f->nodes[i].sem;
	return s != NULL && s->action.verb != 0 && frame_live(f, i);
}

static bool inside(const struct frame *f, int i, int ancestor)
{
	for (; i >= 0; i = f->nodes[i].parent)
		if (i == ancestor)
			return true;
	return false;
}

static void check_target(struct findings *l, const struct frame *f, int i)
{
	const struct node *n = &f->nodes[i];
	int least = f->in.m->target_min_px;
	if (n->r.w < least || n->r.h < least)
		find(l, "small-target", arena_printf(l->a, "%s, least %d", named(l, f, i), least));
	if (!rect_within(n->r, RECT(0, 0, f->in.m->w, f->in.m->h)))
		find(l, "off-screen", named(l, f, i));
	if (str_empty(node_label(f, i)))
		find(l, "label", named(l, f, i));
	for (int k = i + 1; k < f->n; k++)
		if (is_target(f, k) && !inside(f, k, i) && !rect_empty(rect_meet(n->r, f->nodes[k].r)))
			find(l, "overlap", arena_printf(l->a, "%s with %s", named(l, f, i), named(l, f, k)));
}

/* Where the letters stand: line height reaches a little beyond them. */
static struct rect ink_rect(const struct node *n)
{
	const struct text_layout *t = n->as.text.layout;
	struct rect ink = RECT(0, 0, 0, 0);
	for (int i = 0; i < t->size.lines; i++)
		ink = rect_join(ink, RECT(t->lines[i].x, t->lines[i].top, t->lines[i].w, t->line_px));
	return rect_inset(rect_moved(ink, n->as.text.ink_box.x, n->as.text.ink_box.y), 0, t->px / 4, 0,
			  t->px / 4);
}

/* A box drawn in between hides the first one (the caption strip over what a dialog dims). */
static bool covered(const struct frame *f, int i, int k, struct rect ink)
{
	for (int m = i + 1; m < k; m++) {
		const struct node *n = &f->nodes[m];
		if (n->kind == NODE_BOX && n->as.box.face >> 24 == 0xFF && rect_within(rect_meet(ink, f->nodes[k].r), n->r))
			return true;
	}
	return false;
}

/* Two texts of the same layer on top of each other. */
static void check_text_overlap(struct findings *l, const struct frame *f, int i)
{
	struct rect ink = ink_rect(&f->nodes[i]);
	for (int k = i + 1; k < f->n; k++) {
		const struct node *n = &f->nodes[k];
		if (n->kind == NODE_TEXT && n->modal == f->nodes[i].modal &&
		    !rect_empty(rect_meet(ink, ink_rect(n))) && !covered(f, i, k, ink))
			find(l, "overlap", arena_printf(l->a, "%s with %s", named(l, f, i), named(l, f, k)));
	}
}

int semantic_check(const struct frame *f, struct arena *a, struct finding *out, int max)
{
	struct findings l = {a, out, 0, max};
	if (f->dropped > 0)
		find(&l, "nodes", arena_printf(a, "%d nodes over the cap", f->dropped));
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		if (n->kind == NODE_TEXT) {
			check_text(&l, f, i);
			check_text_overlap(&l, f, i);
		}
		if (is_target(f, i))
			check_target(&l, f, i);
		if (n->key != 0 && frame_find(f, n->key) != i)
			find(&l, "id", arena_printf(a, "%s: id used twice", named(&l, f, i)));
	}
	return l.n;
}

static double linear(uint32_t channel)
{
	double c = channel / 255.0;
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t c)
{
	return 0.2126 * linear(c >> 16 & 0xFF) + 0.7152 * linear(c >> 8 & 0xFF) + 0.0722 * linear(c & 0xFF);
}

double contrast_ratio(uint32_t a, uint32_t b)
{
	double la = luminance(a), lb = luminance(b);
	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

struct shade {
	uint32_t c;
	int n;
};

static int by_count(const void *a, const void *b)
{
	return ((const struct shade *)b)->n - ((const struct shade *)a)->n;
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = ((const struct shade *)a)->c, y = ((const struct shade *)b)->c;
	return x < y ? -1 : x > y;
}

/* Colours in the rectangle, the commonest first; returns how many. */
static int shades_in(const uint32_t *px, int w, struct rect r, struct arena *a, struct shade **out)
{
	struct shade *s = ARENA_ARRAY(a, struct shade, (size_t)r.w * (size_t)r.h);
	size_t runs = 0; /* pixels of one colour beside each other: most of a picture is flat, and sorting it all is slow */
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++) {
			uint32_t c = px[(size_t)y * (size_t)w + (size_t)x] & 0xFFFFFF;
			if (runs == 0 || s[runs - 1].c != c)
				s[runs++] = (struct shade){c, 0};
			s[runs - 1].n++;
		}
	qsort(s, runs, sizeof *s, by_value);
	int shades = 0;
	for (size_t i = 0; i < runs; i++) {
		if (shades > 0 && s[shades - 1].c == s[i].c)
			s[shades - 1].n += s[i].n;
		else
			s[shades++] = s[i];
	}
	qsort(s, (size_t)shades, sizeof *s, by_count);
	*out = s;
	return shades;
}

static bool covered_by_modal(const struct frame *f, int i)
{
	return f->nodes[i].modal < f->modals && !frame_live(f, i);
}

int semantic_check_contrast(const struct frame *f, const uint32_t *px, double least, struct arena *a,
			    struct finding *out, int max)
{
	struct findings l = {a, out, 0, max};
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		if (n->kind != NODE_TEXT || n->as.text.s[0] == '\0' || covered_by_modal(f, i))
			continue;
		struct arena scratch = ARENA_INIT;
		struct shade *shades;
		struct rect r = rect_meet(n->as.text.ink_box, RECT(0, 0, f->in.m->w, f->in.m->h));
		int count = rect_empty(r) ? 0 : shades_in(px, f->in.m->w, r, &scratch, &shades);
		uint32_t ink = n->as.text.ink & 0xFFFFFF;
		int k = count > 0 && shades[0].c == ink ? 1 : 0;
		if (k < count && contrast_ratio(shades[k].c, ink) < least)
			find(&l, "contrast",
			     arena_printf(a, "%s: %.2f between #%06X and #%06X", named(&l, f, i),
					  contrast_ratio(shades[k].c, ink), ink, shades[k].c));
		arena_fini(&scratch);
	}
	return l.n;
}
