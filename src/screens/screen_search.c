/* 06 Search: a word in, hits at once. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "screens/keyboard.h"
#include "screens/part.h"
#include "screens/screen.h"
#include "screens/screen_results.h"
#include "screens/viewmodel_search.h"

static bool load(void **vm, const struct load *l, const struct screen_in *in, struct error *e)
{
	*vm = ARENA_NEW(l->a, struct viewmodel_search);
	return viewmodel_search_load(*vm, l, in->search, in->session->query, 0, SEARCH_SCREEN_HITS, e);
}

static const char *heading_words(const struct build *b, const struct viewmodel_search *vm)
{
	size_t n = vm->result.cards.total;
	if (!vm->asked)
		return NULL;
	if (n == 0)
		return T(b, "No hits");
	if (vm->result.corrected && vm->result.did_you_mean != NULL)
		return tr_fill(b->a, T(b, "Nothing with that word. These are with “{word}”"), "word",
			       vm->result.did_you_mean, NULL);
	return arena_printf(b->a, trn(b->lang, "%zu hit", "%zu hits – these first", (long)n), n);
}

#define HIT_FORMS 4

static struct widget_board_row hit_of(struct build *b, const struct card *c, struct rect r, struct semantics *sem,
				      int position, int of)
{
	struct card_words w = part_card_words(b, c);
	const char *when = NULL; /* without hours the place says "by phone" */
	if (c->start_at != INSTANT_NONE)
		when = words_when(b->a, b->lang, c->start, c->start, c->all_day, b->frame->today);
	else if (w.clock != NULL || (c->attend & ATTEND_SITE) != 0)
		when = build_join(b, " ", w.day, w.clock);
	const char *before = build_join(b, " · ", w.tag, when);
	const char **forms = ARENA_ARRAY(b->a, const char *, HIT_FORMS + 2);
	size_t n = 0;
	for (; n < HIT_FORMS - 1 && w.meta_short[n] != NULL; n++)
		forms[n] = build_join(b, " · ", before, w.meta_short[n]);
	forms[n++] = before;
	forms[n] = w.tag; /* that it is cancelled stands to the last */
	*sem = (struct semantics){.id = arena_printf(b->a, "item:%s", c->id),
				  .role = ROLE_ITEM,
				  .label = c->title,
				  .hint = w.spoken,
				  .lang = build_other_lang(b, c->title_lang),
				  .position = position,
				  .of = of,
				  .focus = FOCUS_SIGN,
				  .ring_inside = true,
				  .action = {ACT_OPEN_ITEM, position, c->id}};
	return (struct widget_board_row){.r = r,
					 .plain = true,
					 .title = c->title,
					 .meta = build_join(b, " · ", before, w.meta),
					 .meta_short = forms,
					 .lang = sem->lang};
}

/* As many as stand whole above `bottom` (design px), each as high as its words need. */
static void hit_rows(struct build *b, const struct cards *cards, struct rect r, double gap, double bottom)
{
	for (size_t i = 0; i < cards->n; i++) {
		struct semantics sem;
		struct widget_board_row row = hit_of(b, &cards->v[i], r, &sem, (int)i + 1, (int)cards->total);
		row.r.h = widget_board_height(b->f, &row, 3);
		if (row.r.y + row.r.h > metrics_px(b->m, bottom) + 1)
			return;
		widget_board_row(b->f, &row, &sem);
		r.y += row.r.h + metrics_px(b->m, gap);
	}
}

static void field(struct build *b, struct rect r, const char *query)
{
	const struct semantics sem = {.id = "field",
				      .role = ROLE_STATUS,
				      .label = *query == '\0' ? T(b, "Nothing typed yet") : query,
				      .stop = true,
				      .focus = FOCUS_TABLE};
	struct box_style face = {.face = b->t->surface,
				 .radius = metrics_px(b->m, 18),
				 .border = b->t->surface_border,
				 .border_px = metrics_px(b->m, b->t->surface_border_px)};
	node_open_box(b->f, r, &face, &sem);
	int icon = metrics_px(b->m, 60), left = metrics_px(b->m, 28), gap = metrics_px(b->m, 20);
	node_icon(b->f, RECT(r.x + left, r.y + (r.h - icon) / 2, icon, icon), "search", b->t->plain);
	struct text_box t =
		build_text(b, rect_inset(r, left + icon + gap, 0, left, 0), TYPE_H2, b->t->ink, query);
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.sizes_px = build_sizes(b, build_px(b, 56));
	t.may_end = END_TOLD;
	struct rect used = RECT(t.r.x, r.y, 0, r.h);
	if (*query != '\0')
		used = node_text(b->f, &t, NULL);
	int h = metrics_px(b->m, 64);
	node_fill(b->f,
		  RECT(used.x + used.w + metrics_px(b->m, 6), r.y + (r.h - h) / 2, metrics_px(b->m, 4), h),
		  b->t->plain);
	node_close(b->f);
}

struct row_words {
	const char *text;
	size_t typed; /* bytes at the beginning that are as typed: bold */
	size_t count; /* 0: none is shown */
};

struct word_rows {
	double x, y, w, h, pitch;
};

static void plain_row(struct build *b, const struct row_words *s, struct rect r, const struct semantics *sem)
{
	int part = node_open_part(b->f, r, PART_PLAIN, LOOK_NONE, sem);
	struct rect face =
		rect_inset(node_part_face(b->f, part), metrics_px(b->m, 24), 0, metrics_px(b->m, 20), 0);
	int count_w = s->count > 0 ? metrics_px(b->m, build_px(b, 56)) : 0;
	const struct text_span span = {0, s->typed};
	struct text_box t =
		build_text(b, RECT(face.x, face.y, face.w - count_w, face.h), TYPE_BODY, b->t->ink, s->text);
	t.valign = VALIGN_CENTRE;
	t.max_lines = 1;
	t.may_end = END_LISTED;
	t.sizes_px = build_sizes(b, build_px(b, 36));
	t.spans = &span;
	t.n_spans = s->typed > 0 && s->typed <= strlen(s->text) ? 1 : 0;
	if (node_text_size(b->f, &t).truncated) {
		t.max_lines = 2;
		t.line_pct = 115;
	}
	node_text(b->f, &t, NULL);
	if (count_w > 0) {
		struct text_box n = build_text(b, RECT(face.x + face.w - count_w, face.y, count_w, face.h),
					       TYPE_LEAD, b->t->ink2, arena_printf(b->a, "%zu", s->count));
		n.align = TEXT_END;
		n.valign = VALIGN_CENTRE;
		n.max_lines = 1;
		n.sizes_px = build_sizes(b, build_px(b, 34));
		node_text(b->f, &n, NULL);
	}
	node_close(b->f);
}

static void suggestion(struct build *b, const struct suggestion *s, int i, struct rect r)
{
	const struct semantics sem = {
		.id = arena_printf(b->a, "word:%d", i),
		.role = ROLE_BUTTON,
		.label = s->text,
		.focus = FOCUS_TABLE,
		.action = s->id != NULL ? (struct action){ACT_OPEN_ITEM, 0, s->id}
					: (struct action){ACT_WORD, 0, s->text},
	};
	plain_row(b,
		  &(struct row_words){
			  .text = s->text, .typed = s->typed, .count = s->kind == SUGGESTION_WORD ? s->n : 0},
		  r, &sem);
}

/* Few have the word as typed: another spelling, which gives more, is asked about. */
static bool did_you_mean(const struct viewmodel_search *vm)
{
	return vm->result.did_you_mean != NULL && !vm->result.corrected;
}

static void offer_row(struct build *b, const struct viewmodel_search *vm, struct rect r)
{
	const struct search_result *found = &vm->result;
	const char *words = tr_fill(b->a, T(b, "Did you mean: {word}"), "word", found->did_you_mean, NULL);
	const struct semantics sem = {.id = "word:meant",
				      .role = ROLE_BUTTON,
				      .label = words,
				      .hint = results_groups(b, found->n_did_you_mean),
				      .focus = FOCUS_TABLE,
				      .action = {ACT_WORD, 0, found->did_you_mean}};
	plain_row(b, &(struct row_words){.text = words, .count = found->n_did_you_mean}, r, &sem);
}

/* Completed words and names, two a row; an offer has the first row to itself. top: rows' distance is pitch.
 */
static void suggestions(struct build *b, const struct viewmodel_search *vm, const struct word_rows *rows)
{
	const struct search_result *r = &vm->result;
	double half = (rows->w - 24) / 2;
	int place = 0;
	if (did_you_mean(vm)) {
		offer_row(b, vm, build_rect(b, rows->x, rows->y, rows->w, rows->h));
		place = 2;
	}
	for (size_t i = 0; i < r->n_suggestions && place < SEARCH_SCREEN_WORDS; i++, place++)
		suggestion(b, &r->suggestions[i], (int)i,
			   build_rect(b, place % 2 == 0 ? rows->x : rows->x + half + 24,
				      rows->y + rows->pitch * (place / 2), half, rows->h));
}

static void letter(struct build *b, const char *s, struct rect r)
{
	const struct semantics sem = {.id = arena_printf(b->a, "key:%s", s),
				      .role = ROLE_KEY,
				      .focus = FOCUS_TABLE,
				      .action = {ACT_KEY, 0, s}};
	widget_key(b->f, r, s, NULL, &sem);
}

static void command(struct build *b, struct rect r, enum part_kind kind, const char *id, const char *icon,
		    const char *label, int verb, const char *text, int64_t number)
{
	const struct semantics sem = {.id = id,
				      .role = kind == PART_KEY ? ROLE_KEY : ROLE_BUTTON,
				      .label = label,
				      .focus = FOCUS_TABLE,
				      .action = {verb, number, text}};
	struct widget_button w = {
		.r = r, .kind = kind, .look = LOOK_NONE, .icon = icon, .label = label, .px = build_px(b, 34), .icon_px = 44};
	w.icon_after = icon != NULL && str_eq(icon, "arrow_forward");
	if (icon == NULL && utf8_count(label) <= 3) /* as large as it can be beside the letters */
		w.px = build_px(b, 44);
	widget_button(b->f, &w, &sem);
}

static void show_button(struct build *b, struct rect r, const struct viewmodel_search *vm)
{
	size_t n = vm->result.cards.total;
	const struct semantics sem = {.id = "show",
				      .role = ROLE_BUTTON,
				      .focus = FOCUS_TABLE,
				      .disabled = !vm->asked,
				      .why = T(b, "Type at least two letters"),
				      .action = {ACT_SHOW_HITS, 0, NULL}};
	struct widget_button w = {.r = r,
				  .kind = PART_PRIMARY,
				  .look = LOOK_NONE,
				  .icon = "search",
				  .icon_px = 48,
				  .px = build_px(b, 34),
				  .label = vm->asked && n > 0 ? arena_printf(b->a, "%s %zu", T(b, "Show"), n)
							      : T(b, "Show")};
	widget_button(b->f, &w, &sem);
}

/* Rows fill the bed's width: eleven keys on the 1080 of the picture, more keys are narrower. h: of the whole
 * bed. */
static void key_bed(struct build *b, const struct viewmodel_search *vm, double x, double y, double w,
		    double h)
{
	bool digits = b->place->step != 0;
	double x0 = x + 22, usable = w - 44 + 9, pitch_y = (h - 56) / 4, key_h = pitch_y - 12,
	       p = usable / 11;
	node_fill(b->f, build_rect(b, x, y, w, h), b->t->key_bed);
	for (int row = 0; row < KEYBOARD_ROWS; row++) {
		const char *const *keys = keyboard_row(b->lang, digits, row);
		int n = keyboard_row_length(b->lang, digits, row), across = row < 2 ? n : n + 3;
		double pitch = usable / (across < 11 ? 11 : across), yy = y + 28 + pitch_y * row;
		for (int i = 0; i < n; i++)
			letter(b, keys[i], build_rect(b, x0 + pitch * i, yy, pitch - 9, key_h));
		if (row == KEYBOARD_ROWS - 1) {
			double left = x0 + pitch * n < x0 + p * 8 ? x0 + p * 8 : x0 + pitch * n;
			command(b, build_rect(b, left, yy, x + w - 22 - left, key_h), PART_KEY, "key:erase",
				"backspace", T(b, "Erase"), ACT_KEY_ERASE, NULL, 0);
		}
	}
	double yy = y + 28 + 3 * pitch_y;
	command(b, build_rect(b, x0, yy, 2 * p - 9, key_h), PART_KEY, "key:mode", NULL,
		digits ? T(b, "ABC") : "123", ACT_KEY_MODE, NULL, 0);
	command(b, build_rect(b, x0 + 2 * p, yy, 4 * p - 9, key_h), PART_KEY, "key:space", "space_bar",
		T(b, "space"), ACT_KEY, " ", 0);
	command(b, build_rect(b, x0 + 6 * p, yy, 2 * p - 9, key_h), PART_KEY, "key:clear", NULL,
		T(b, "Clear"), ACT_KEY_CLEAR, NULL, 0);
	show_button(b, build_rect(b, x0 + 8 * p, yy, 3 * p - 9, key_h), vm);
}

/* Words to begin with, so that the first press may be a word and not a letter. */
static void examples(struct build *b, double x, double y, double w)
{
	static const char *const WORDS[SEARCH_SCREEN_WORDS] = {TR("sleep"), TR("loneliness"), TR("caregiver"),
							       TR("exercise")};
	double half = (w - 24) / 2;
	for (int i = 0; i < SEARCH_SCREEN_WORDS; i++) {
		const struct suggestion s = {.kind = SUGGESTION_ACTIVITY, .text = T(b, WORDS[i])};
		suggestion(b, &s, i,
			   build_rect(b, i % 2 == 0 ? x : x + half + 24, y + 108.0 * (i / 2), half, 92));
	}
}

static void no_word_yet(struct build *b, const struct viewmodel_search *vm)
{
	const char *s = vm->ready ? T(b, "Begin with a letter below or take one of these words.")
				  : T(b, "The search is not ready yet. Browse the topics.");
	if (vm->asked && vm->ready)
		s = T(b, "Try a shorter word or browse the topics.");
	build_label(b, build_rect(b, 48, 356, build_w(b) - 96, 160), TYPE_BODY, b->t->on_sign2, s);
}

static void build_portrait_search(struct build *b, const struct viewmodel_search *vm)
{
	double w = build_w(b) - 96;
	const struct search_result *r = &vm->result;
	const struct semantics count = {.id = "count", .role = ROLE_STATUS}, text = {.role = ROLE_TEXT};
	part_sign(b, LOOK_NONE, 0, 868);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 48, 120, w, 88), 72, 1, b->t->on_sign, T(b, "Search by word"));
	double y = 290;
	if (r->danger != SEARCH_DANGER_NONE) {
		part_danger(b, 48, 212, w, 124);
		y = 344;
	} else {
		struct text_box lead =
			build_text(b, build_rect(b, 48, 212, w, 56), TYPE_BODY, b->t->on_sign2,
				   T(b, "Type a thing, a symptom, something to do or a name."));
		lead.max_lines = 1;
		lead.sizes_px = build_sizes(b, 36);
		node_text(b->f, &lead, &text);
	}
	struct text_box h =
		build_text(b, build_rect(b, 48, y, w, 52), TYPE_BUTTON, b->t->on_sign, heading_words(b, vm));
	h.max_lines = 1;
	h.sizes_px = build_sizes(b, 36);
	if (h.s != NULL)
		node_text(b->f, &h, &count);
	hit_rows(b, &r->cards, build_rect(b, 48, y + 60, w, 112), 8, 720 - b->room);
	if (r->cards.n == 0)
		no_word_yet(b, vm);
	field(b, build_rect(b, 48, 726, w, 112), vm->query);
	suggestions(b, vm, &(struct word_rows){.x = 48, .y = 884, .w = w, .h = 92, .pitch = 108});
	if (*vm->query == '\0' && vm->ready)
		examples(b, 48, 884, w);
	key_bed(b, vm, 0, 1104, build_w(b), 632);
}

/* Landscape: hits on the left, field, words and bed on the right. */
static void build_landscape_search(struct build *b, const struct viewmodel_search *vm)
{
	const struct search_result *r = &vm->result;
	const struct semantics count = {.id = "count", .role = ROLE_STATUS};
	part_sign(b, LOOK_NONE, 0, build_h(b) - 128);
	part_status(b, LOOK_NONE, true);
	build_heading(b, build_rect(b, 40, 112, 600, 96), 84, 1, b->t->on_sign, T(b, "Search by word"));
	double y = 218;
	if (r->danger != SEARCH_DANGER_NONE) {
		part_danger(b, 40, y, 600, 240);
		y += 256;
	}
	struct text_box h = build_text(b, build_rect(b, 40, y, 600, 120), TYPE_BUTTON, b->t->on_sign,
				       heading_words(b, vm));
	h.max_lines = 3;
	h.sizes_px = build_sizes(b, theme_type(TYPE_BUTTON).px);
	if (h.s != NULL)
		y += node_text(b->f, &h, &count).h / b->m->unit - 50; /* one line: 72 to the first hit */
	else
		build_label(b, build_rect(b, 40, y, 600, 240), TYPE_LEAD, b->t->on_sign2,
			    T(b, "Type a thing, a symptom, something to do or a name."));
	y += 72;
	hit_rows(b, &r->cards, build_rect(b, 40, y, 600, 150), 12, build_h(b) - 132);
	field(b, build_rect(b, 720, 24, 1160, 112), vm->query);
	suggestions(b, vm, &(struct word_rows){.x = 720, .y = 152, .w = 1160, .h = 96, .pitch = 108});
	if (*vm->query == '\0' && vm->ready)
		examples(b, 720, 152, 1160);
	key_bed(b, vm, 680, 376, build_w(b) - 680, 576);
}

#define SMALL_KEYS 10
#define SMALL_KEYS_MAX (KEYBOARD_ROWS * KEYBOARD_KEYS_MAX + SMALL_KEYS)

struct small_key {
	const char *s;
	int place;
};

static int by_alphabet(const void *a, const void *b)
{
	int x = ((const struct small_key *)a)->place, y = ((const struct small_key *)b)->place;
	return (x > y) - (x < y);
}

/* The language's letters in the order of its alphabet, in which a reader looks for them, then the digits. */
static size_t small_keys(const struct build *b, struct small_key *out)
{
	size_t n = 0;
	for (int row = 0; row < KEYBOARD_ROWS; row++)
		for (const char *const *k = keyboard_row(b->lang, false, row); *k != NULL && n < SMALL_KEYS_MAX; k++)
			out[n++] = (struct small_key){*k, keyboard_alphabet_place(b->lang, *k)};
	qsort(out, n, sizeof *out, by_alphabet);
	for (const char *const *k = keyboard_row(b->lang, true, 0); *k != NULL && n < SMALL_KEYS_MAX; k++)
		out[n++].s = *k;
	return n;
}

static void small_command(struct build *b, double x, double w, bool words, const char *id, const char *icon, const char *label, int verb,
			  const char *text)
{
	const struct semantics sem = {.id = id, .role = ROLE_BUTTON, .label = label, .focus = FOCUS_TABLE, .action = {verb, 0, text}};
	struct widget_button k = {
		.r = build_rect(b, x, 276, w, 88), .kind = PART_PLAIN, .look = LOOK_NONE, .icon = icon, .label = words ? label : "", .px = build_px(b, 32)};
	widget_button(b->f, &k, &sem);
}

/* 7": no keyboard fits 20 mm keys: letters in pages of ten, then the hits. */
static void build_small_search(struct build *b, const struct viewmodel_search *vm)
{
	struct small_key keys[SMALL_KEYS_MAX] = {0};
	size_t n = small_keys(b, keys), pages = n > 0 ? (n + SMALL_KEYS - 1) / SMALL_KEYS : 1;
	size_t page = b->place->page % pages;
	b->f->background = b->t->page;
	bool danger = vm->result.danger != SEARCH_DANGER_NONE;
	if (danger)
		part_danger(b, 8, 4, 480, 80);
	field(b, danger ? build_rect(b, 496, 8, 296, 72) : build_rect(b, 8, 4, 480, 72), vm->query);
	show_button(b, danger ? build_rect(b, 532, 276, 260, 88) : build_rect(b, 496, 4, 296, 85), vm);
	for (size_t i = 0; i < SMALL_KEYS && page * SMALL_KEYS + i < n; i++)
		letter(b, keys[page * SMALL_KEYS + i].s,
		       build_rect(b, 8 + 157.0 * (double)(i % 5), 92 + 92.0 * (double)(i / 5), 149, 86));
	double more = danger ? 236 : 250, key = danger ? 120 : 251;
	command(b, build_rect(b, 8, 276, more, 88), PART_PLAIN, "page:next", "arrow_forward", T(b, "More"),
		ACT_PAGE, NULL, (int64_t)((page + 1) % pages));
	small_command(b, 8 + more + 16, key, !danger, "key:space", "space_bar", T(b, "space"), ACT_KEY, " ");
	small_command(b, 8 + more + 16 + key + 16, key, !danger, "key:erase", "backspace", T(b, "Erase"), ACT_KEY_ERASE, NULL);
}

static void build(struct build *b, const void *data)
{
	if (build_small(b)) {
		build_small_search(b, data);
		part_dock(b);
		return;
	}
	if (build_landscape(b))
		build_landscape_search(b, data);
	else
		build_portrait_search(b, data);
	if (!build_small(b))
		b->first_focus =
			arena_printf(b->a, "key:%s", keyboard_row(b->lang, b->place->step != 0, 0)[0]);
	part_dock(b);
}

const struct screen SCREEN_DEF_SEARCH = {"search", load, build};
