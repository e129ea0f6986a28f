#include "cache/search_thesaurus.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/query.h"
#include "analysis/words.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "cache/search.h"
#include "cache/search_format.h"
#include "cache/search_fuzzy.h"

#define FILE_BYTES_MAX ((size_t)1024 * 1024)
#define CONCEPTS_MAX 600
#define WORDS_MAX 8000
#define DANGERS_MAX 600
#define TIMES_MAX 600
#define CONCEPT_LINKS_MAX 24
#define DANGER_DISTANCE 7 /* a swap, a neighbouring key, a double letter: see search_fuzzy.h */
#define TIME_LETTERS_MIN 5 /* typed */

struct danger {
	const char *key;
	size_t len;
	size_t last; /* of several words, where the last begins: "puoliso" is not yet "puoliso lyö" */
	uint32_t letters;
	unsigned kinds;
};

struct time_word {
	const char *key;
	const char *lower; /* of a slip what is meant */
	unsigned when;	   /* 0: a slip */
	enum lang lang;
	uint32_t letters;
};

struct thesaurus {
	struct arena arena;
	struct thesaurus_concept *concepts;
	size_t n_concepts;
	struct thesaurus_word *words;
	size_t n_words;
	struct thesaurus_entry *entries; /* sorted by key */
	size_t n_entries;
	struct danger *dangers;
	size_t n_dangers;
	struct time_word *times; /* sorted by key */
	size_t n_times;
};

/* Where a line came from, for the log. */
struct place_in_file {
	const char *path;
	unsigned line;
};

static void complain(const struct place_in_file *p, const char *what, const char *about)
{
	log_warning("%s:%u: %s: %s", p->path, p->line, what, about);
}

static const char *key_of(struct thesaurus *t, const char *lower)
{
	CLEANUP_BUF struct buf key = BUF_INIT;
	for (const char *at = lower; *at != '\0';) {
		size_t len = strcspn(at, " ");
		fold_base(at, len, &key);
		at += len + (at[len] == ' ');
	}
	return arena_strdup(&t->arena, buf_str(&key));
}

static struct thesaurus_concept *concept_named(struct thesaurus *t, const char *name)
{
	for (size_t i = 0; i < t->n_concepts; i++)
		if (strcmp(t->concepts[i].name, name) == 0)
			return &t->concepts[i];
	return NULL;
}

/* "word=0.7" → weight, and the word cut there. False for a number that is none. */
static bool take_weight(char *word, uint16_t *weight)
{
	char *eq = strrchr(word, '=');
	double v = 1;
	*weight = THESAURUS_WEIGHT;
	if (eq == NULL)
		return true;
	if (!str_to_double(eq + 1, 0, 1, &v))
		return false;
	*eq = '\0';
	*weight = (uint16_t)(v * THESAURUS_WEIGHT);
	return true;
}

static void add_entry(struct thesaurus *t, const char *key, uint32_t word)
{
	t->entries[t->n_entries++] = (struct thesaurus_entry){key, word};
}

/* Languages with stems are also found by the stem: their files list one form, visitors type many. */
static void add_stem_entry(struct thesaurus *t, struct analyser *a, const struct thesaurus_word *w,
			   uint32_t number)
{
	CLEANUP_BUF struct buf forms = BUF_INIT;
	struct words_item item;
	if (w->lang == LANG_FI || w->lang == LANG_SELKO || strpbrk(w->lower, " -") != NULL)
		return;
	analyser_word(a, lang_tag(w->lang), w->lower, &forms);
	const char *at = buf_str(&forms);
	while (words_next(&at, &item)) {
		if (item.mark != WORDS_STEM)
			continue;
		const char *key = key_of(t, arena_strndup(&t->arena, item.word, item.len));
		if (strlen(key) >= 3 && strcmp(key, w->key) != 0)
			add_entry(t, key, number);
	}
}

static void add_word(struct thesaurus *t, struct analyser *a, enum lang lang, uint16_t concept, char *text,
		     const struct place_in_file *p)
{
	uint16_t weight;
	if (!take_weight(text, &weight)) {
		complain(p, "weight is not 0–1", text);
		return;
	}
	const char *lower = arena_strdup(&t->arena, text);
	const char *key = key_of(t, lower);
	if (*key == '\0' || strlen(key) >= TOKEN_BYTES_MAX || t->n_words == WORDS_MAX) {
		complain(p, "word left out", text);
		return;
	}
	uint32_t number = (uint32_t)t->n_words++;
	t->words[number] = (struct thesaurus_word){.lower = lower,
						   .key = key,
						   .lang = lang,
						   .concept = concept,
						   .weight = weight,
						   .letters = search_letters(key, (unsigned)strlen(key)),
						   .key_len = (uint16_t)strlen(key),
						   .lower_len = (uint16_t)strlen(lower)};
	add_entry(t, key, number);
	add_stem_entry(t, a, &t->words[number], number);
}

static void link_line(struct thesaurus *t, struct thesaurus_concept *c, const struct strs *fields,
		      const struct place_in_file *p)
{
	struct strs links = str_split(&t->arena, fields->n > 1 ? fields->v[1] : "", ";");
	c->links = ARENA_ARRAY(&t->arena, struct thesaurus_link, CONCEPT_LINKS_MAX);
	for (size_t i = 0; i < links.n && c->n_links < CONCEPT_LINKS_MAX; i++) {
		struct thesaurus_link *l = &c->links[c->n_links];
		char *text = arena_strdup(&t->arena, links.v[i]);
		if (!take_weight(text, &l->weight)) {
			complain(p, "weight is not 0–1", text);
			continue;
		}
		if (strchr(text, ':') != NULL) {
			l->tag = arena_printf(&t->arena, "#%s", text);
			c->n_links++;
			continue;
		}
		const struct thesaurus_concept *other = concept_named(t, text);
		if (other == NULL) {
			complain(p, "no such concept", text);
			continue;
		}
		l->concept = (uint16_t)(other - t->concepts);
		c->n_links++;
	}
}

typedef void line_fn(struct thesaurus *t, const struct strs *fields, const struct place_in_file *p,
		     void *user);

static void each_line(struct thesaurus *t, const char *dir, const char *name, line_fn *fn, void *user)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	struct place_in_file p = {.path = arena_printf(&t->arena, "%s/%s", dir, name)};
	struct error e = ERROR_INIT;
	if (!fs_read(p.path, FILE_BYTES_MAX, &text, &e)) {
		log_warning("thesaurus: %s", e.text);
		return;
	}
	for (const char *at = buf_str(&text); *at != '\0';) {
		size_t len = strcspn(at, "\n");
		p.line++;
		char *line = arena_strndup(&t->arena, at, len);
		at += len + (at[len] == '\n');
		if (*line == '#' || *line == '\0')
			continue;
		struct strs fields = str_split(&t->arena, line, ",");
		if (fields.n > 0 && p.line > 1) /* the first line names the columns */
			fn(t, &fields, &p, user);
	}
}

static void read_concept(struct thesaurus *t, const struct strs *fields, const struct place_in_file *p,
			 void *user)
{
	(void)user;
	if (t->n_concepts == CONCEPTS_MAX || concept_named(t, fields->v[0]) != NULL) {
		complain(p, "concept twice, or too many", fields->v[0]);
		return;
	}
	t->concepts[t->n_concepts++] = (struct thesaurus_concept){.name = fields->v[0]};
}

static void read_links(struct thesaurus *t, const struct strs *fields, const struct place_in_file *p,
		       void *user)
{
	(void)user;
	struct thesaurus_concept *c = concept_named(t, fields->v[0]);
	if (c != NULL && c->links == NULL)
		link_line(t, c, fields, p);
}

struct words_reader {
	struct analyser *analyser;
	enum lang lang;
};

static void read_words(struct thesaurus *t, const struct strs *fields, const struct place_in_file *p,
		       void *user)
{
	const struct words_reader *r = user;
	const struct thesaurus_concept *c = concept_named(t, fields->v[0]);
	if (c == NULL || fields->n != 2) {
		complain(p, "needs \"concept,words\" with a concept of concepts.csv", fields->v[0]);
		return;
	}
	struct strs words = str_split(&t->arena, fields->v[1], ";");
	for (size_t i = 0; i < words.n; i++)
		add_word(t, r->analyser, r->lang, (uint16_t)(c - t->concepts),
			 arena_strdup(&t->arena, words.v[i]), p);
}

static void read_danger(struct thesaurus *t, const struct strs *fields, const struct place_in_file *p,
			void *user)
{
	(void)user;
	static const struct {
		const char *word;
		unsigned kind;
	} kinds[] = {{"emergency", SEARCH_DANGER_EMERGENCY},
		     {"crisis", SEARCH_DANGER_CRISIS},
		     {"violence", SEARCH_DANGER_VIOLENCE},
		     {"poison", SEARCH_DANGER_POISON}};
	unsigned kind = 0;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		kind |= str_eq(fields->v[0], kinds[i].word) ? kinds[i].kind : 0;
	if (kind == 0 || fields->n != 3) {
		complain(p, "needs \"kind,language,words\"", fields->v[0]);
		return;
	}
	struct strs words = str_split(&t->arena, fields->v[2], ";");
	for (size_t i = 0; i < words.n && t->n_dangers < DANGERS_MAX; i++) {
		const char *key = key_of(t, words.v[i]);
		const char *blank = strrchr(words.v[i], ' ');
		size_t last = blank == NULL ? 0 : strlen(key_of(t, arena_strndup(&t->arena, words.v[i], (size_t)(blank - words.v[i]))));
		if (*key != '\0')
			t->dangers[t->n_dangers++] = (struct danger){
				key, strlen(key), last, search_letters(key, (unsigned)strlen(key)), kind};
	}
}

static void read_when(struct thesaurus *t, const struct strs *fields, const struct place_in_file *p, void *user)
{
	(void)user;
	static const char *const kinds[] = {"today",   "tomorrow",  "day-after", "weekend", "week",     "next-week", "monday",
					    "tuesday", "wednesday", "thursday",  "friday",  "saturday", "sunday",    "any"};
	unsigned when = 0;
	for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		when |= str_eq(fields->v[0], kinds[i]) ? 1u << i : 0;
	if (when == 0 || fields->n != 3) {
		complain(p, "needs \"when,language,words\"", fields->v[0]);
		return;
	}
	struct strs words = str_split(&t->arena, fields->v[2], ";");
	for (size_t i = 0; i < words.n && t->n_times < TIMES_MAX; i++) {
		size_t eq = strcspn(words.v[i], "="); /* "wensday=wednesday": a slip too far off to be told by itself */
		bool slip = words.v[i][eq] == '=';
		const char *key = key_of(t, arena_strndup(&t->arena, words.v[i], eq));
		if (*key != '\0')
			t->times[t->n_times++] = (struct time_word){key, words.v[i] + (slip ? eq + 1 : 0), slip ? 0 : when,
								    lang_from_tag(fields->v[1]),
								    search_letters(key, (unsigned)strlen(key))};
	}
}

static int compare_times(const void *a, const void *b)
{
	return strcmp(((const struct time_word *)a)->key, ((const struct time_word *)b)->key);
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct thesaurus_entry *)a)->key, ((const struct thesaurus_entry *)b)->key);
}

/* Concepts get the list of their words once all files are read. */
static void gather(struct thesaurus *t)
{
	for (size_t i = 0; i < t->n_words; i++)
		t->concepts[t->words[i].concept].n_words++;
	for (size_t i = 0; i < t->n_concepts; i++) {
		t->concepts[i].words =
			ARENA_ARRAY(&t->arena, const struct thesaurus_word *, t->concepts[i].n_words);
		t->concepts[i].n_words = 0;
	}
	for (size_t i = 0; i < t->n_words; i++) {
		struct thesaurus_concept *c = &t->concepts[t->words[i].concept];
		c->words[c->n_words++] = &t->words[i];
	}
	qsort(t->entries, t->n_entries, sizeof *t->entries, compare_entries);
	qsort(t->times, t->n_times, sizeof *t->times, compare_times);
}

struct thesaurus *thesaurus_load(const char *dir, struct analyser *a)
{
	struct thesaurus *t = calloc(1, sizeof *t);
	ASSERT(t != NULL);
	t->concepts = ARENA_ARRAY(&t->arena, struct thesaurus_concept, CONCEPTS_MAX);
	t->words = ARENA_ARRAY(&t->arena, struct thesaurus_word, WORDS_MAX);
	t->entries = ARENA_ARRAY(&t->arena, struct thesaurus_entry, 2 * WORDS_MAX);
	t->dangers = ARENA_ARRAY(&t->arena, struct danger, DANGERS_MAX);
	t->times = ARENA_ARRAY(&t->arena, struct time_word, TIMES_MAX);
	each_line(t, dir, "concepts.csv", read_concept, NULL);
	each_line(t, dir, "concepts.csv", read_links, NULL);
	for (int l = 0; l < LANG_COUNT; l++) {
		char path[256], name[32];
		struct words_reader r = {a, (enum lang)l};
		snprintf(name, sizeof name, "%s.csv", lang_tag(r.lang));
		snprintf(path, sizeof path, "%s/%s", dir, name);
		if (fs_exists(path)) /* not every language has its own words */
			each_line(t, dir, name, read_words, &r);
	}
	each_line(t, dir, "danger.csv", read_danger, NULL);
	each_line(t, dir, "when.csv", read_when, NULL);
	gather(t);
	return t;
}

void thesaurus_free(struct thesaurus *t)
{
	if (t == NULL)
		return;
	arena_fini(&t->arena);
	free(t);
}

static size_t bound(const struct thesaurus *t, const char *key, size_t len, bool past)
{
	size_t low = 0, high = t->n_entries;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strncmp(t->entries[mid].key, key, len);
		if (c < 0 || (past && c == 0))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t thesaurus_find(const struct thesaurus *t, const char *key, size_t len, bool whole,
		      const struct thesaurus_entry **first)
{
	size_t from = bound(t, key, len, false), to = bound(t, key, len, true);
	if (whole) { /* the whole key sorts before its continuations */
		size_t end = from;
		while (end < to && t->entries[end].key[len] == '\0')
			end++;
		to = end;
	}
	*first = &t->entries[from];
	return to - from;
}

const struct thesaurus_word *thesaurus_word(const struct thesaurus *t, uint32_t number)
{
	ASSERT(number < t->n_words);
	return &t->words[number];
}

const struct thesaurus_concept *thesaurus_concept(const struct thesaurus *t, uint16_t number)
{
	ASSERT(number < t->n_concepts);
	return &t->concepts[number];
}

size_t thesaurus_count(const struct thesaurus *t)
{
	return t->n_concepts;
}

unsigned thesaurus_danger(const struct thesaurus *t, const char *word, bool open)
{
	CLEANUP_BUF struct buf folded = BUF_INIT;
	fold_base(word, strlen(word), &folded);
	const char *key = buf_str(&folded);
	size_t len = folded.len;
	unsigned kinds = 0;
	struct fuzzy_word f;
	bool long_enough = len >= 6 && len < TOKEN_BYTES_MAX && fuzzy_start(&f, key);
	for (size_t i = 0; i < t->n_dangers; i++) {
		const struct danger *d = &t->dangers[i];
		bool same = len == d->len && memcmp(key, d->key, len) == 0;
		/* a long danger word at the beginning of a longer one: "itsemurha-ajatuksia" */
		bool within = d->len >= 6 && len > d->len && memcmp(key, d->key, d->len) == 0;
		bool begins = open && len >= 5 && len > d->last && len < d->len && len * 5 >= d->len * 3 &&
			      memcmp(key, d->key, len) == 0;
		bool misspelt = !same && long_enough && d->len >= 7 &&
				fuzzy_distance(&f, d->key, d->len, d->letters, false) <= DANGER_DISTANCE;
		if (same || within || begins || misspelt)
			kinds |= d->kinds;
	}
	return kinds;
}

unsigned thesaurus_danger_word(const struct thesaurus *t, const struct query_word *w, bool open)
{
	unsigned kinds = thesaurus_danger(t, w->key, open);
	for (size_t k = 0; k < w->n_forms; k++)
		if (w->forms[k].mark != WORDS_PART && w->forms[k].mark != WORDS_ROOT)
			kinds |= thesaurus_danger(t, w->forms[k].word, false);
	return kinds;
}

static const struct time_word *time_word(const struct thesaurus *t, const char *key)
{
	const struct time_word wanted = {.key = key};
	return bsearch(&wanted, t->times, t->n_times, sizeof wanted, compare_times);
}

unsigned thesaurus_when(const struct thesaurus *t, const char *key)
{
	const struct time_word *found = time_word(t, key);
	return found != NULL ? found->when : 0;
}

const char *thesaurus_when_slip(const struct thesaurus *t, const char *key)
{
	const struct time_word *found = time_word(t, key);
	return found != NULL && found->when == 0 ? found->lower : NULL;
}

/* A wrong letter more in a long word: "helgon" is no "helgen", "imorgn" can only be "imorgon". */
static unsigned time_distance(size_t len)
{
	return len < 7 ? 7 : len < 10 ? 10 : 14;
}

const char *thesaurus_when_near(const struct thesaurus *t, const char *key, unsigned langs, bool open)
{
	const struct time_word *best = NULL;
	unsigned least = FUZZY_FAR, len = (unsigned)strlen(key);
	bool two_days = false;
	struct fuzzy_word f;
	if (utf8_count(key) < TIME_LETTERS_MIN || len >= TOKEN_BYTES_MAX || !fuzzy_start(&f, key))
		return NULL;
	for (size_t i = 0; i < t->n_times; i++) {
		const struct time_word *w = &t->times[i];
		size_t letters = strlen(w->key);
		if (w->when == 0 || w->when == WHEN_WORD_ANY || (langs & 1u << w->lang) == 0)
			continue;
		/* a beginning is not misspelt yet, and "lauantaik" will be a club */
		if (open && strncmp(w->key, key, len < letters ? len : letters) == 0)
			return NULL;
		f.limit = time_distance(letters);
		unsigned d = fuzzy_distance(&f, w->key, letters, w->letters, false);
		if (d == FUZZY_FAR || d > least)
			continue;
		two_days = d == least && (two_days || w->when != best->when);
		if (d < least)
			best = w;
		least = d;
	}
	return best == NULL || two_days ? NULL : best->lower;
}

const char *thesaurus_help(const struct thesaurus *t, unsigned danger)
{
	const char *name = (danger & SEARCH_DANGER_VIOLENCE) != 0                             ? "violence"
			   : (danger & (SEARCH_DANGER_CRISIS | SEARCH_DANGER_EMERGENCY)) != 0 ? "crisis"
											      : "";
	for (size_t i = 0; i < t->n_words; i++)
		if (t->words[i].lang == LANG_FI && str_eq(t->concepts[t->words[i].concept].name, name))
			return t->words[i].lower;
	return NULL;
}
