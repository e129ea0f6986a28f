#include "analysis/finnish.h"

#include <libvoikko/voikko.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/fold.h"
#include "analysis/token.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"

#define READINGS_MAX 3 /* base forms kept of an ambiguous word */
#define PARTS_MAX 6
#define SUGGEST_LETTERS_MAX 24
#define SUGGESTIONS_MAX 5

struct finnish {
	struct VoikkoHandle *voikko;
};

/* One reading of a word, copied out of Voikko. base is in lower form. */
struct reading {
	char base[TOKEN_BYTES_MAX];
	char structure[2 * TOKEN_BYTES_MAX];
	char wordbases[4 * TOKEN_BYTES_MAX];
};

struct finnish *finnish_new(void)
{
	const char *why = NULL;
	struct VoikkoHandle *h = voikkoInit(&why, "fi", NULL);
	if (h == NULL) {
		log_once("voikko", "Voikko has no Finnish dictionary: Finnish words are used as written "
				   "(install voikko-fi)");
		return NULL;
	}
	struct finnish *f = calloc(1, sizeof *f);
	ASSERT(f != NULL);
	f->voikko = h;
	return f;
}

void finnish_free(struct finnish *f)
{
	if (f == NULL)
		return;
	voikkoTerminate(f->voikko);
	free(f);
}

/* False when the value is missing or does not fit. */
static bool value(const struct voikko_mor_analysis *m, const char *key, char *out, size_t size)
{
	char *s = voikko_mor_analysis_value_cstr(m, key);
	bool fits = s != NULL && strlen(s) < size;
	if (fits)
		memcpy(out, s, strlen(s) + 1);
	if (s != NULL)
		voikko_free_mor_analysis_value_cstr(s);
	return fits;
}

static bool lower_into(const char *s, size_t len, char out[TOKEN_BYTES_MAX])
{
	CLEANUP_BUF struct buf low = {.limit = TOKEN_BYTES_MAX - 1};
	fold_lower(s, len, &low);
	if (low.len == 0 || low.overflowed || strpbrk(buf_str(&low), " *=+^~") != NULL)
		return false;
	memcpy(out, low.data, low.len + 1);
	return true;
}

static bool take_reading(const struct voikko_mor_analysis *m, struct reading *r)
{
	char base[TOKEN_BYTES_MAX];
	if (!value(m, "BASEFORM", base, sizeof base) ||
	    !value(m, "STRUCTURE", r->structure, sizeof r->structure))
		return false;
	if (!value(m, "WORDBASES", r->wordbases, sizeof r->wordbases))
		r->wordbases[0] = '\0';
	return lower_into(base, strlen(base), r->base);
}

static size_t count_parts(const char *structure)
{
	size_t n = 0;
	for (; *structure != '\0'; structure++)
		n += *structure == '=';
	return n;
}

/* Readings with different base forms; of those with the same base form the one with fewest parts (Voikko also
 * proposes compounds nobody means). */
static size_t read_word(struct finnish *f, const char *word, struct reading *out, size_t max)
{
	size_t n = 0;
	struct voikko_mor_analysis **all = voikkoAnalyzeWordCstr(f->voikko, word);
	for (size_t i = 0; all != NULL && all[i] != NULL; i++) {
		struct reading r;
		if (!take_reading(all[i], &r))
			continue;
		size_t k = 0;
		while (k < n && strcmp(out[k].base, r.base) != 0)
			k++;
		if (k < n && count_parts(r.structure) < count_parts(out[k].structure))
			out[k] = r;
		else if (k == n && n < max)
			out[n++] = r;
	}
	if (all != NULL)
		voikko_free_mor_analysis(all);
	return n;
}

/* Byte offset of letter number `letters` in s, or its length. */
static size_t byte_of(const char *s, size_t letters)
{
	size_t at = 0, len = strlen(s);
	while (letters-- > 0 && at < len)
		utf8_next(s, len, &at);
	return at;
}

/* Letters (of the word as it stands) at which parts begin; a hyphen belongs to the part before it. */
static size_t boundaries(const char *structure, size_t *where, size_t max)
{
	size_t letter = 0, n = 0;
	for (const char *c = structure; *c != '\0'; c++) {
		if (*c != '=')
			letter++;
		else if (letter > 0 && n < max)
			where[n++] = letter;
	}
	return n;
}

/* The base a dictionary gives for a first part that is no word by itself: "omais" in
 * "+omais(omainen)+hoita(hoitaa)". False when there is none. */
static bool base_in_brackets(const char *wordbases, const char *slice, char out[TOKEN_BYTES_MAX])
{
	for (const char *at = wordbases; (at = strchr(at, '+')) != NULL; at++) {
		size_t len = strcspn(at + 1, "(+");
		if (at[1 + len] == '(' && len == strlen(slice) && strncmp(at + 1, slice, len) == 0) {
			const char *base = at + len + 2;
			return *base != '+' && lower_into(base, strcspn(base, "=|)"), out);
		}
	}
	return false;
}

static void put_item(struct buf *out, char mark, const char *word)
{
	if (out->len > 0)
		buf_putc(out, ' ');
	if (mark != ' ')
		buf_putc(out, mark);
	buf_puts(out, word);
}

static void put_part(struct finnish *f, const struct reading *whole, const char *slice, struct buf *out)
{
	struct reading r[READINGS_MAX];
	char base[TOKEN_BYTES_MAX];
	if (utf8_count(slice) < 2)
		return;
	size_t n = read_word(f, slice, r, READINGS_MAX), same = 0;
	while (same < n && strcmp(r[same].base, slice) != 0) /* "tuki" is the noun, not a form of "tukea" */
		same++;
	if (n > 0)
		put_item(out, '+', r[same < n ? same : 0].base);
	else if (base_in_brackets(whole->wordbases, slice, base))
		put_item(out, '+', base);
	else
		put_item(out, '+', slice);
}

/* base[from, to) without hyphens at its ends. */
static void slice_of(const char *base, size_t from, size_t to, char out[TOKEN_BYTES_MAX])
{
	while (from < to && base[from] == '-')
		from++;
	while (to > from && base[to - 1] == '-')
		to--;
	memcpy(out, base + from, to - from);
	out[to - from] = '\0';
}

/* Parts of the base form, and of three or more also the compounds inside ("mielenterveys" of
 * "mielenterveysyhdistys") that are words themselves. */
static void put_parts(struct finnish *f, const struct reading *r, struct buf *out)
{
	size_t where[PARTS_MAX], at[PARTS_MAX + 2];
	size_t n = boundaries(r->structure, where, PARTS_MAX);
	if (n == 0)
		return;
	size_t len = strlen(r->base);
	at[0] = 0;
	for (size_t i = 0; i < n; i++)
		at[i + 1] = byte_of(r->base, where[i]);
	at[n + 1] = len;
	if (at[n] >= len)
		return; /* the base form is shorter than the boundary says: no parts rather than wrong ones */
	char slice[TOKEN_BYTES_MAX];
	for (size_t i = 0; i <= n; i++) {
		slice_of(r->base, at[i], at[i + 1], slice);
		put_part(f, r, slice, out);
	}
	for (size_t i = 0; n >= 2 && i < n; i++) {
		struct reading inner;
		slice_of(r->base, at[i], at[i + 2], slice);
		if (read_word(f, slice, &inner, 1) == 1)
			put_item(out, '+', inner.base);
	}
}

/* The word a simple word is derived from: the first bracket of several elements, "+masenn(masentaa)+us(+us)".
 */
static void put_root(const struct reading *r, struct buf *out)
{
	const char *w = r->wordbases;
	size_t len = *w == '+' ? strcspn(w + 1, "(+") : 0;
	char root[TOKEN_BYTES_MAX];
	if (len == 0 || w[1 + len] != '(' || count_parts(r->structure) != 1)
		return;
	const char *base = w + len + 2;
	const char *end = strchr(base, ')');
	if (end == NULL || end[1] != '+' || *base == '+')
		return;
	if (lower_into(base, strcspn(base, "=|)"), root) && strcmp(root, r->base) != 0)
		put_item(out, '^', root);
}

bool finnish_forms(struct finnish *f, const char *word, struct buf *out)
{
	struct reading r[READINGS_MAX];
	CLEANUP_BUF struct buf forms = BUF_INIT;
	size_t n = read_word(f, word, r, READINGS_MAX);
	for (size_t i = 0; i < n; i++)
		put_item(&forms, ' ', r[i].base);
	for (size_t i = 0; i < n; i++)
		put_parts(f, &r[i], &forms);
	for (size_t i = 0; i < n; i++)
		put_root(&r[i], &forms);
	buf_puts(out, buf_str(&forms));
	return n > 0;
}

size_t finnish_boundaries(struct finnish *f, const char *word, size_t *where, size_t max)
{
	struct reading r[READINGS_MAX];
	size_t n = read_word(f, word, r, READINGS_MAX);
	const struct reading *best = NULL;
	for (size_t i = 0; i < n; i++)
		if (best == NULL || count_parts(r[i].structure) < count_parts(best->structure))
			best = &r[i];
	return best != NULL ? boundaries(best->structure, where, max) : 0;
}

bool finnish_knows(struct finnish *f, const char *word)
{
	return voikkoSpellCstr(f->voikko, word) == VOIKKO_SPELL_OK;
}

void finnish_suggest(struct finnish *f, const char *word, struct buf *out)
{
	if (utf8_count(word) > SUGGEST_LETTERS_MAX)
		return;
	char **all = voikkoSuggestCstr(f->voikko, word);
	for (size_t i = 0; all != NULL && all[i] != NULL && i < SUGGESTIONS_MAX; i++) {
		char low[TOKEN_BYTES_MAX];
		if (lower_into(all[i], strlen(all[i]), low))
			put_item(out, ' ', low);
	}
	if (all != NULL)
		voikkoFreeCstrArray(all);
}
