/* The whole text of an activity, as pages over facts and text; also the coming times and who is behind it. */
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "screens/screen.h"
#include "screens/screen_detail.h"

#define PAGES_MAX 20
#define TIMES_MAX 6

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	*vm = ARENA_NEW(l->a, struct viewmodel_detail);
	return viewmodel_detail_load(*vm, l, in->place->arg, e);
}

/* "Seuraavat kerrat: ke 25.3., ke 8.4." */
static const char *coming_times(const struct build *b, const struct viewmodel_detail *vm)
{
	const char *days[TIMES_MAX];
	size_t n = 0;
	for (size_t i = 0; i < vm->d.n_next && n < TIMES_MAX; i++) {
		if (vm->d.next_status[i] != STATUS_CANCELLED)
			days[n++] = words_date(b->a, b->lang, vm->d.next[i].start.date, DATE_WEEKDAY);
	}
	if (n < 2)
		return NULL;
	return tr_fill(b->a, T(b, "Next times: {days}"), "days", words_list(b->a, b->lang, days, n), NULL);
}

static const char *whole_text(struct build *b, const struct viewmodel_detail *vm,
			      const struct detail_words *w)
{
	const struct activity *a = &vm->d.activity;
	const char *ages = build_capital(b, words_ages(b->a, b->lang, a->age_min, a->age_max));
	/* landscape shows two facts in one place and leaves this out where lines are long */
	const char *access = build_landscape(b) ? build_join(b, ": ", w->access.value, w->access.text) : NULL;
	const char *out = build_join(b, "\n\n", w->text, coming_times(b, vm));
	out = build_join(b, "\n\n", out, access);
	out = build_join(b, "\n\n", out, w->languages);
	out = build_join(b, "\n", out, ages);
	const char *license = a->from.license == NULL ? NULL
						      : tr_fill(b->a, T(b, "Licence: {licence}"), "licence",
								a->from.license, NULL);
	return build_join(b, "\n\n", out, build_join(b, "\n", w->checked, license));
}

struct pages {
	const char *from[PAGES_MAX];
	size_t n;
};

/* Cuts after whole paragraphs or sentences, so that no page is cut inside one when that can be. */
static size_t cut(struct build *b, struct text_box *t, const char *s)
{
	size_t len = strlen(s), good = 0;
	for (size_t i = 1; i <= len; i++) {
		bool end = i == len || s[i] == '\n' ||
			   (s[i] == ' ' && (s[i - 1] == '.' || s[i - 1] == '?' || s[i - 1] == '!'));
		if (!end)
			continue;
		t->s = arena_strndup(b->a, s, i);
		if (node_text_size(b->f, t).truncated)
			return good > 0 ? good : i;
		good = i;
	}
	return len;
}

static struct pages split(struct build *b, struct text_box t, const char *s)
{
	struct pages p = {.n = 0};
	while (*s != '\0' && p.n < PAGES_MAX) {
		size_t n = cut(b, &t, s);
		p.from[p.n++] = arena_strndup(b->a, s, n);
		s += n;
		while (*s == ' ' || *s == '\n')
			s++;
	}
	return p;
}

static void build(struct build *b, const void *data)
{
	const struct viewmodel_detail *vm = data;
	const struct area a = part_sheet_area(b, 1352);
	bool small = build_small(b);
	double x = a.x, w = a.w, top = a.y, side = small ? 16 : 48, pager_h = small ? 92 : 104;
	if (!vm->found)
		return;
	struct detail_words words;
	detail_words_make(&words, b, vm);
	part_sheet_open(b, build_rect(b, x, top, w, a.h), "sheet:text", vm->d.card.title);
	const struct part_sheet_head head = {
		.id = "text:heading",
		.title = vm->d.card.title,
		.r = build_rect(b, x + side, top + (small ? 2 : 28), w - (small ? 32 : 340), small ? 60 : 100),
		.close = small ? RECT(0, 0, 0, 0) : build_rect(b, x + w - 260, top + 28, 212, 88),
		.px = small ? 44 : build_px(b, 50),
		.max_lines = small ? 1 : 2,
		.may_end = small ? END_LISTED : END_NEVER,
	};
	part_sheet_head(b, &head);
	struct text_box t = build_text(b,
				       build_rect(b, x + side, top + (small ? 64 : 152), w - 2 * side,
						  a.h - (small ? 64 : 152) - pager_h - (small ? 12 : 40)),
				       TYPE_BODY, b->t->ink, "");
	struct pages pages = split(b, t, whole_text(b, vm, &words));
	size_t page = b->place->page < pages.n ? b->place->page : pages.n == 0 ? 0 : pages.n - 1;
	const struct semantics sem = {.id = "text:page",
				      .role = ROLE_TEXT,
				      .stop = true,
				      .focus = FOCUS_TABLE,
				      .lang = words.text_lang};
	t.s = pages.n == 0 ? "" : pages.from[page];
	if (pages.n > 0)
		node_text(b->f, &t, &sem);
	part_pager_named(b, build_rect(b, x + side, top + a.h - pager_h - (small ? 4 : 24), w - 2 * side, pager_h), "words",
			 page, pages.n, NULL);
	b->first_focus = pages.n > 1 ? "words:next" : "close";
	node_close(b->f);
}

const struct screen SCREEN_DEF_TEXT = {"text", load, build};
