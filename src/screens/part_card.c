/* Cards and rows of activities: the words, and the three shapes they are shown in. */
#include "screens/part.h"

#include <string.h>

#include "base/arena.h"
#include "base/str.h"

#define BOARD_TITLE_LINES_MAX 6 /* where the board has room */
#define WALK_MAX_M 2000.0 /* further than this nobody is sent on foot */
#define MINUTE_S 60

static bool remote(const struct card *c)
{
	return c->attend != 0 && (c->attend & ATTEND_SITE) == 0;
}

const char *part_place_icon(const struct card *c)
{
	if (remote(c))
		return (c->attend & ATTEND_ONLINE) != 0 ? "videocam" : "call";
	if (!c->here && !c->approximate && c->distance_m >= 0 && c->distance_m <= WALK_MAX_M)
		return "directions_walk";
	return "location_on";
}

/* Of somewhere else, as far as it is known. */
static const char *place_name(const struct build *b, const struct card *c)
{
	return words_isolate(b->a, b->lang, str_empty(c->place_name) ? c->city : c->place_name);
}

/* NULL: here, not a place, or not known. */
static const char *distance_words(const struct build *b, const struct card *c)
{
	bool far = !remote(c) && !c->here && !c->approximate && c->distance_m >= 0;
	return far ? words_distance(b->a, b->lang, c->distance_m) : NULL;
}

const char *part_place_words(const struct build *b, const struct card *c)
{
	if (remote(c))
		return build_capital(b, words_attend(b->lang, c->attend));
	if (c->here)
		return T(b, "In this building");
	return build_join(b, ", ", place_name(b, c), distance_words(b, c));
}

const char *part_clock(const struct build *b, const struct card *c)
{
	if (c->start_at == INSTANT_NONE || c->all_day)
		return NULL;
	return words_clock(b->a, b->lang, c->start.hour, c->start.minute);
}

/* Where a sentence ends: ". " that is not the end of an ordinal ("1. kerros"), or "; ". */
static const char *sentence_end(const char *s)
{
	for (const char *p = s; *p != '\0'; p++) {
		bool ordinal = p > s && p[-1] >= '0' && p[-1] <= '9';
		if (p[1] == ' ' && (*p == ';' || (*p == '.' && !ordinal)))
			return p;
	}
	return NULL;
}

const char *part_split_note(const struct build *b, const char *note, const char **rest)
{
	*rest = NULL;
	if (note == NULL)
		return NULL;
	const char *end = sentence_end(note);
	if (end == NULL) {
		size_t len = strlen(note);
		return arena_strndup(b->a, note, len > 0 && note[len - 1] == '.' ? len - 1 : len);
	}
	*rest = build_capital(b, end + 2);
	return arena_strndup(b->a, note, (size_t)(end - note));
}

static struct civil end_of(const struct card *c)
{
	return civil_add_minutes(c->start, (int32_t)((c->end_at - c->start_at) / MINUTE_S));
}

/* What stands in the block when there is no clock. */
static void without_clock(const struct build *b, const struct card *c, struct card_words *w)
{
	if (c->start_at != INSTANT_NONE) {
		w->block_icon = "today";
	} else if (c->hours != NULL && words_schedule_days(b->a, b->lang, c->hours) != NULL) {
		struct civil opens = c->hours->start;
		w->day = words_schedule_days(b->a, b->lang, c->hours);
		w->clock = words_clock_span(b->a, b->lang, opens,
					    civil_add_minutes(opens, c->hours->duration_min));
	} else if (remote(c)) {
		w->block_icon = (c->attend & ATTEND_PHONE) != 0 ? "call" : "videocam";
		w->day = (c->attend & ATTEND_PHONE) != 0 ? T(b, "Phone") : T(b, "Online");
	} else {
		w->block_icon = "schedule";
		w->day = T(b, "Ask when");
	}
}

/* Said of what could not be had in the visitor's language; NULL: it was. Plain Finnish is Finnish. */
static const char *language_words(const struct build *b, const struct card *c)
{
	if (build_other_lang(b, c->title_lang) == NULL || (b->lang == LANG_SELKO && c->title_lang == LANG_FI))
		return NULL;
	switch (c->title_lang) {
	case LANG_FI:
	case LANG_SELKO:
		return T(b, "In Finnish");
	case LANG_SV:
		return T(b, "In Swedish");
	case LANG_EN:
		return T(b, "In English");
	default:
		return words_language(b->lang, lang_tag(c->title_lang));
	}
}

const char *part_place_brief(const struct build *b, const struct card *c)
{
	if (remote(c))
		return (c->attend & ATTEND_PHONE) != 0 ? T(b, "Phone") : T(b, "Online");
	const char *distance = distance_words(b, c);
	return distance != NULL ? distance : part_place_words(b, c);
}

static void make_notes(const struct build *b, const struct card *c, struct card_words *w)
{
	const char *language = language_words(b, c), *place = part_place_words(b, c), *brief = part_place_brief(b, c);
	const char *const forms[] = {place, build_join(b, " · ", language, brief), brief};
	size_t n = 0;
	w->meta_icon = part_place_icon(c);
	w->meta = build_join(b, " · ", language, place);
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (forms[i] != NULL && !str_eq(forms[i], n > 0 ? w->meta_short[n - 1] : w->meta))
			w->meta_short[n++] = forms[i];
}

struct card_words part_card_words(const struct build *b, const struct card *c)
{
	struct card_words w = {0};
	make_notes(b, c, &w);
	w.cancelled = c->status == STATUS_CANCELLED || c->status == STATUS_POSTPONED;
	if (c->status != STATUS_SCHEDULED)
		w.tag = build_capital(b, words_status(b->lang, c->status));
	if (c->start_at != INSTANT_NONE)
		w.day = words_day(b->a, b->lang, c->start.date, b->frame->today);
	w.clock = part_clock(b, c);
	if (w.clock == NULL)
		without_clock(b, c, &w);
	else if (c->end_at > c->start_at)
		w.until = words_clock_until(b->a, b->lang, end_of(c));
	const char *when = c->start_at == INSTANT_NONE ? build_join(b, " ", w.day, w.clock)
						       : words_when(b->a, b->lang, c->start, c->start,
								    c->all_day, b->frame->today);
	w.spoken = build_join(b, ". ", build_join(b, ". ", w.tag, build_capital(b, when)), w.meta);
	return w;
}

static struct semantics item_semantics(const struct build *b, const struct card *c,
				       const struct card_words *w, const char *prefix, int position, int of)
{
	return (struct semantics){
		.id = arena_printf(b->a, "%s:%s", prefix, c->id),
		.role = ROLE_ITEM,
		.label = c->title,
		.hint = w->spoken,
		.lang = build_other_lang(b, c->title_lang),
		.position = position,
		.of = of,
		.focus = FOCUS_TABLE,
		.action = {ACT_OPEN_ITEM, position, c->id},
	};
}

static struct widget_card card_of(const struct build *b, const struct card *c, const struct card_words *w)
{
	bool land = build_landscape(b);
	return (struct widget_card){
		.look = theme_look_from(c->look),
		.top = w->day,
		.clock = w->clock,
		.block_icon = w->block_icon,
		.struck = w->cancelled,
		.title = c->title,
		.meta_icon = w->meta_icon,
		.meta = w->meta,
		.meta_short = w->meta_short,
		.tag = !w->tag        ? TAG_NONE
		       : w->cancelled ? TAG_CANCELLED
				      : TAG_MOVED,
		.tag_text = w->tag,
		.lang = build_other_lang(b, c->title_lang),
		.block_w = land             ? (b->m->rtl ? 270 : 226) /* Arabic weekdays are never short */
			   : build_small(b) ? 224
					    : 0,
		.no_arrow = build_small(b), /* the foot says enough where every px is a letter */
		.top_px = land ? 38 : 0,
		.clock_px = land ? 56 : 0,
		.title_px = land ? 48 : 0,
		.meta_px = land ? 40 : 0,
		.arrow_px = land ? 72 : 0,
	};
}

int part_card_height(struct build *b, const struct card *c, double w)
{
	struct card_words words = part_card_words(b, c);
	struct widget_card card = card_of(b, c, &words);
	card.r = build_rect(b, 0, 0, w, build_landscape(b) ? 146 : 116);
	return widget_card_height(b->f, &card);
}

struct small_list part_small_list(struct build *b, const struct card *v, size_t n, struct small_list usual)
{
	static const struct small_list LONG = {.y = 3, .h = 128, .pitch = 133, .foot = 270, .foot_h = 92};
	for (size_t i = 0; i < n && usual.h < LONG.h; i++) {
		struct card_words words = part_card_words(b, &v[i]);
		struct widget_card card = card_of(b, &v[i], &words);
		card.r = build_rect(b, 8, usual.y, 784, usual.h);
		if (!widget_card_whole(b->f, &card))
			return LONG;
	}
	return usual;
}

void part_card(struct build *b, struct rect r, const struct card *c, int position, int of)
{
	struct card_words words = part_card_words(b, c);
	struct widget_card card = card_of(b, c, &words);
	struct semantics sem = item_semantics(b, c, &words, "item", position, of);
	card.r = r;
	widget_card(b->f, &card, &sem);
}

void part_calendar_card(struct build *b, struct rect r, const struct card *c, int position, int of)
{
	struct card_words words = part_card_words(b, c);
	struct widget_card card = card_of(b, c, &words);
	struct semantics sem = item_semantics(b, c, &words, "item", position, of);
	/* The same activity may come twice on a day. */
	sem.id = arena_printf(b->a, "item:%s@%lld", c->id, (long long)c->start_at);
	card.r = r;
	if (build_small(b)) {
		/* No room for a spine beside the title: the border's colour tells the topic. */
		widget_card(b->f, &card, &sem);
		return;
	}
	card.spine = true;
	if (words.clock != NULL) {
		card.top = words.clock;
		card.clock = words.until != NULL ? words.until : "";
	}
	card.block_w = build_landscape(b) ? 0 : 160;
	card.title_px = build_landscape(b) ? 44 : 36;
	widget_card(b->f, &card, &sem);
}

static struct widget_board_row board_of(const struct build *b, struct rect r, const struct card *c,
					struct card_words *words)
{
	bool land = build_landscape(b);
	const char *distance = land ? distance_words(b, c) : NULL; /* under the clock: beside a name it would cost a row */
	struct widget_board_row row = {
		.r = r,
		.clock = c->featured ? NULL : words->clock,
		.below = distance,
		.title = c->title,
		.meta_icon = land ? NULL : words->meta_icon,
		.meta = build_join(b, " · ", words->tag,
				   distance != NULL ? place_name(b, c) : land ? part_place_words(b, c) : words->meta),
		.meta_short = words->tag == NULL && distance == NULL ? words->meta_short : NULL,
		.lang = build_other_lang(b, c->title_lang),
		.clock_px = land ? 52 : 0,
		.clock_w = land ? 140 : 0,
		.arrow_px = land ? 44 : 0,
		.tight = land, /* long words need the room */
		.title_px = land ? 42 : 0,
		.meta_px = land ? 37 : 0,
	};
	if (c->featured) {
		struct civil until = civil_add_minutes(zone_to_civil(b->frame->zone, c->feature_until), -1);
		row.meta_icon = land ? NULL : "badge";
		row.meta = land || c->feature_until == INSTANT_NONE /* wide: too narrow for the day */
				   ? T(b, "This centre's pick")
				   : tr_fill(b->a, T(b, "Recommended by this centre until {day}"), "day",
					     words_date(b->a, b->lang, until.date, DATE_SHORT), NULL);
		row.meta_short = NULL;
		words->spoken = row.meta;
	}
	return row;
}

static int board_height(struct build *b, const struct card *c, struct rect r, int title_lines)
{
	struct card_words words = part_card_words(b, c);
	struct widget_board_row row = board_of(b, r, c, &words);
	return widget_board_height(b->f, &row, title_lines);
}

void part_board_row(struct build *b, struct rect r, const struct card *c, int position, int of)
{
	struct card_words words = part_card_words(b, c);
	struct widget_board_row row = board_of(b, r, c, &words);
	struct semantics sem = item_semantics(b, c, &words, "board", position, of);
	sem.focus = FOCUS_SIGN;
	sem.ring_inside = true;
	widget_board_row(b->f, &row, &sem);
}

size_t part_board(struct build *b, const struct card *v, size_t n, struct rect row, int gap, int bottom)
{
	int heights[PART_BOARD_ROWS_MAX], y = row.y;
	size_t fit = 0;
	for (size_t i = 0; i < n && i < PART_BOARD_ROWS_MAX; i++) {
		heights[i] = board_height(b, &v[i], row, 3);
		if (y + heights[i] > bottom)
			break;
		y += heights[i] + gap;
		fit++;
	}
	int left = bottom + gap - y; /* for names that want more lines */
	for (size_t i = 0; i < fit; i++) {
		int more = board_height(b, &v[i], row, BOARD_TITLE_LINES_MAX) - heights[i], share = left / (int)(fit - i);
		more = more < share ? more : share;
		heights[i] += more;
		left -= more;
		part_board_row(b, RECT(row.x, row.y, row.w, heights[i]), &v[i], (int)i + 1, (int)fit);
		row.y += heights[i] + gap;
	}
	return fit;
}
