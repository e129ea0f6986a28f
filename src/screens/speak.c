#include "screens/speak.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "ui/node.h"

#define PIECE_MS_PER_LETTER 75 /* 150 words a minute */
#define PIECE_LEAST_MS 1500

/* ---- composing ---- */

void speak_fini(struct speak *s)
{
	arena_fini(&s->arena);
}

void speak_begin(struct speak *s, enum lang screen)
{
	arena_reset(&s->arena);
	s->lang = screen;
	s->n = s->n_pieces = s->piece_at = 0;
	s->piece_until_ms = INSTANT_NONE;
}

static bool ends_sentence(const char *text)
{
	size_t len = strlen(text);
	return len > 0 && strchr(".!?:…", text[len - 1]) != NULL;
}

void speak_add(struct speak *s, enum lang lang, const char *text)
{
	if (str_empty(text) || s->n == SPEAK_PARTS_MAX)
		return;
	const char *end = ends_sentence(text) ? "" : ".";
	s->part[s->n++] = (struct spoken_part){lang == LANG_NONE ? s->lang : lang, arena_printf(&s->arena, "%s%s", text, end)};
}

static const char *T(const struct speak *s, const char *msgid) __attribute__((format_arg(2)));
static const char *T(const struct speak *s, const char *msgid)
{
	return tr(s->lang, msgid);
}

static enum lang lang_of(const struct semantics *sem, const struct speak *s)
{
	enum lang l = sem == NULL || sem->lang == NULL ? LANG_NONE : lang_from_tag(sem->lang);
	return l == LANG_NONE ? s->lang : l;
}

static bool is_id(const struct node *n, const char *id)
{
	return n->sem != NULL && n->sem->id != NULL && str_eq(n->sem->id, id);
}

static bool is_stop(const struct node *n)
{
	return n->sem != NULL && n->sem->focus != FOCUS_SKIP && (n->sem->stop || n->sem->action.verb != 0);
}

static bool is_status_bar(const struct node *n)
{
	return is_id(n, "centre") || is_id(n, "clock") || is_id(n, "date");
}

bool speak_is_loose(const struct frame *f, int index)
{
	const struct node *n = &f->nodes[index];
	if (!frame_live(f, index) || (n->sem == NULL && n->kind != NODE_TEXT))
		return false;
	if (n->sem != NULL && n->sem->label == NULL && n->kind != NODE_TEXT)
		return false; /* a group without a name of its own: its children speak */
	if (n->sem != NULL && (n->sem->role == ROLE_DIALOG || n->sem->role == ROLE_NONE))
		return false;
	for (int i = index; i >= 0; i = f->nodes[i].parent) {
		const struct node *k = &f->nodes[i];
		if (is_stop(k) || (i != index && k->sem != NULL && k->sem->label != NULL && k->sem->role != ROLE_DIALOG))
			return false;
	}
	return true;
}

static void say_node(struct speak *s, const struct frame *f, int i)
{
	const struct semantics *sem = f->nodes[i].sem;
	if (sem == NULL) {
		enum lang l = f->nodes[i].as.text.lang == NULL ? LANG_NONE : lang_from_tag(f->nodes[i].as.text.lang);
		speak_add(s, l, f->nodes[i].as.text.s);
		return;
	}
	speak_add(s, lang_of(sem, s), node_label(f, i));
	speak_add(s, s->lang, sem->hint);
}

static int first_stop(const struct frame *f)
{
	for (int i = 0; i < f->n; i++)
		if (frame_live(f, i) && is_stop(&f->nodes[i]) && f->nodes[i].sem->focus >= FOCUS_TABLE)
			return i;
	return f->n;
}

static int main_heading(const struct frame *f)
{
	for (int i = 0; i < f->n; i++) {
		const struct semantics *sem = f->nodes[i].sem;
		if (sem != NULL && sem->role == ROLE_HEADING && sem->level == 1 && frame_live(f, i))
			return i;
	}
	return -1;
}

static bool is_status(const struct node *n)
{
	return n->sem != NULL && n->sem->role == ROLE_STATUS;
}

/* What must be known before anything else: cancelled, old content, danger. */
static void say_notices(struct speak *s, const struct frame *f)
{
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		if (frame_live(f, i) && is_status(n) && n->sem->stop && n->sem->focus == FOCUS_HEADING)
			say_node(s, f, i);
	}
}

/* all: with the status bar and everything below, as the heading in focus says it. */
static void say_loose(struct speak *s, const struct frame *f, int heading, bool all)
{
	int first = first_stop(f);
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		bool small_heading = n->sem != NULL && n->sem->role == ROLE_HEADING;
		if (i == heading || !speak_is_loose(f, i) || (is_status_bar(n) && !all))
			continue;
		if (all || (!small_heading && (i < first || is_status(n))))
			say_node(s, f, i);
	}
}

/* Facts, numbers and texts that are stops but do not act. The number is said twice: it is to be remembered. */
static void say_facts(struct speak *s, const struct frame *f, bool table)
{
	for (int i = 0; i < f->n; i++) {
		const struct node *n = &f->nodes[i];
		bool fact = frame_live(f, i) && is_stop(n) && n->sem->action.verb == 0 && !is_status(n) && n->sem->role != ROLE_HEADING;
		if (!fact || (n->sem->focus == FOCUS_HEADING) == table || is_id(n, "code"))
			continue;
		say_node(s, f, i);
		if (is_id(n, "phone"))
			speak_add(s, s->lang, n->kind == NODE_TEXT ? n->as.text.s : NULL);
	}
}

static const char *fill_count(struct speak *s, const char *msgid, int n)
{
	return tr_fill(&s->arena, msgid, "n", arena_printf(&s->arena, "%d", n), NULL);
}

static void say_position(struct speak *s, const struct semantics *sem, const char *kind)
{
	if (sem->of < 2) {
		speak_add(s, s->lang, kind);
		return;
	}
	const char *n = arena_printf(&s->arena, "%d", sem->position), *of = arena_printf(&s->arena, "%d", sem->of);
	speak_add(s, s->lang, tr_fill(&s->arena, T(s, "{kind} {n} of {of}"), "kind", str_empty(kind) ? "" : kind, "n", n, "of", of, NULL));
}

static const char *kind_word(const struct speak *s, const struct semantics *sem)
{
	switch (sem->role) {
	case ROLE_BUTTON: return trc(s->lang, "spoken", "Button");
	case ROLE_CHOICE: return trc(s->lang, "spoken", "Choice");
	case ROLE_TOGGLE: return trc(s->lang, "spoken", "Switch");
	case ROLE_ITEM: return trc(s->lang, "spoken", "Item");
	case ROLE_HEADING: return trc(s->lang, "spoken", "Heading");
	default: return NULL;
	}
}

static void say_states(struct speak *s, const struct semantics *sem)
{
	if (sem->role == ROLE_TOGGLE)
		speak_add(s, s->lang, sem->on || sem->selected ? trc(s->lang, "spoken", "On") : trc(s->lang, "spoken", "Off"));
	else if (sem->selected)
		speak_add(s, s->lang, trc(s->lang, "spoken", "Selected"));
	if (sem->busy)
		speak_add(s, s->lang, trc(s->lang, "spoken", "Busy"));
	if (!sem->disabled)
		return;
	speak_add(s, s->lang, trc(s->lang, "spoken", "Not available"));
	speak_add(s, s->lang, sem->why);
}

static void say_how(struct speak *s, const struct semantics *sem)
{
	if (sem->action.verb == 0 || sem->disabled || sem->role == ROLE_KEY)
		return;
	if (sem->role == ROLE_CHOICE && sem->selected)
		return;
	speak_add(s, s->lang, sem->role == ROLE_CHOICE || sem->role == ROLE_TOGGLE ? T(s, "Choose with the select key.") : T(s, "Open with the select key."));
}

static void say_first(struct speak *s, const struct frame *f, int focus)
{
	const struct semantics *sem = focus < 0 ? NULL : f->nodes[focus].sem;
	if (sem == NULL || sem->role == ROLE_HEADING)
		return;
	const char *label = node_label(f, focus);
	if (str_empty(label))
		return;
	speak_add(s, s->lang, sem->position > 1 || sem->role == ROLE_CHOICE || sem->focus >= FOCUS_DOCK ? T(s, "Now at:") : T(s, "First:"));
	say_node(s, f, focus);
	say_states(s, sem);
}

void speak_arrival(struct speak *s, const struct frame *f, enum speak_scene scene, int focus)
{
	int heading = main_heading(f);
	const struct semantics *first = focus < 0 ? NULL : f->nodes[focus].sem;
	if (scene == SPEAK_SCENE_IDLE)
		speak_add(s, s->lang, T(s, "Welcome."));
	say_notices(s, f);
	if (scene == SPEAK_SCENE_HOME)
		speak_add(s, s->lang, T(s, "Start screen."));
	if (heading >= 0)
		say_node(s, f, heading);
	/* A dialog whose heading is no stop has no other place to say its texts. */
	say_loose(s, f, heading, scene == SPEAK_SCENE_IDLE || heading < 0 || !is_stop(&f->nodes[heading]));
	say_facts(s, f, false);
	if (scene == SPEAK_SCENE_READ)
		say_facts(s, f, true);
	if (scene == SPEAK_SCENE_HOME && first != NULL && first->of > 1)
		speak_add(s, s->lang, fill_count(s, T(s, "{n} topics."), first->of));
	say_first(s, f, focus);
	if (scene == SPEAK_SCENE_IDLE)
		speak_add(s, s->lang, T(s, "Begin with the select key. Move with the arrow keys."));
}

void speak_focus(struct speak *s, const struct frame *f, int index)
{
	const struct semantics *sem = f->nodes[index].sem;
	say_node(s, f, index);
	if (index == main_heading(f)) {
		say_loose(s, f, index, true);
		return;
	}
	if (sem->role == ROLE_KEY)
		return;
	say_position(s, sem, kind_word(s, sem));
	say_states(s, sem);
	say_how(s, sem);
}

void speak_state(struct speak *s, const struct frame *f, int index)
{
	const struct semantics *sem = f->nodes[index].sem;
	speak_add(s, lang_of(sem, s), node_label(f, index));
	say_states(s, sem);
}

void speak_refused(struct speak *s, const struct frame *f, int index)
{
	const struct semantics *sem = f->nodes[index].sem;
	speak_add(s, lang_of(sem, s), node_label(f, index));
	say_states(s, sem);
}

/* ---- saying and the caption ---- */

/* Cuts at a blank; a word longer than the strip is cut where it is. */
static size_t piece_bytes(const char *text, size_t letters)
{
	size_t len = strlen(text), at = 0, blank = 0, n = 0;
	while (at < len && n < letters) {
		if (utf8_next(text, len, &at) == ' ')
			blank = at;
		n++;
	}
	return at == len || blank == 0 ? at : blank;
}

static void put_piece(struct speak *s, const char *text, size_t bytes)
{
	if (s->n_pieces < SPEAK_PIECES_MAX && bytes > 0)
		s->piece[s->n_pieces++] = arena_strndup(&s->arena, text, bytes);
}

static void make_pieces(struct speak *s, size_t letters)
{
	const char *row = NULL;
	for (size_t i = 0; i < s->n; i++) {
		const char *text = s->part[i].text;
		if (row != NULL && utf8_count(row) + utf8_count(text) + 1 <= letters) {
			row = arena_printf(&s->arena, "%s %s", row, text);
			continue;
		}
		if (row != NULL)
			put_piece(s, row, strlen(row));
		while (piece_bytes(text, letters) < strlen(text)) {
			size_t bytes = piece_bytes(text, letters);
			put_piece(s, text, bytes);
			text += bytes;
		}
		row = text;
	}
	if (row != NULL)
		put_piece(s, row, strlen(row));
}

static void show_piece(struct speak *s, size_t at, int64_t now_ms)
{
	s->piece_at = at;
	s->piece_until_ms = INSTANT_NONE;
	if (at + 1 >= s->n_pieces)
		return;
	int64_t ms = (int64_t)utf8_count(s->piece[at]) * PIECE_MS_PER_LETTER;
	s->piece_until_ms = now_ms + (ms < PIECE_LEAST_MS ? PIECE_LEAST_MS : ms);
}

void speak_end(struct speak *s, int64_t now_ms, size_t letters)
{
	make_pieces(s, letters);
	s->silenced = false;
	s->fresh = s->n > 0;
	show_piece(s, 0, now_ms);
}

void speak_again(struct speak *s, int64_t now_ms)
{
	s->silenced = false;
	s->fresh = s->n > 0;
	show_piece(s, 0, now_ms);
}

void speak_silence(struct speak *s)
{
	if (s->n == 0 || s->silenced)
		return;
	s->silenced = s->fresh = true;
	s->piece_until_ms = INSTANT_NONE; /* what was being said when it stopped stays to be read */
}

void speak_forget(struct speak *s)
{
	bool was = s->n > 0 && !s->silenced;
	speak_begin(s, s->lang);
	s->silenced = s->fresh = was;
}

bool speak_tick(struct speak *s, int64_t now_ms)
{
	if (s->piece_until_ms == INSTANT_NONE || now_ms < s->piece_until_ms)
		return false;
	show_piece(s, s->piece_at + 1, now_ms);
	return true;
}

const char *speak_caption(const struct speak *s)
{
	return s->n_pieces == 0 ? NULL : s->piece[s->piece_at];
}
