#include "cache/search_fuzzy.h"

#include <string.h>

#include "base/str.h"
#include "cache/search_format.h"

#define COST_EDIT 10
#define COST_NEIGHBOUR 6
#define COST_DOUBLE 4
#define COST_SWAP 7
#define COST_FIRST 5

static const char *const latin_rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
/* йцукен, as code points (base forms: ё is е, й is и) */
static const uint32_t cyrillic_rows[3][13] = {
	{0x438, 0x446, 0x443, 0x43A, 0x435, 0x43D, 0x433, 0x448, 0x449, 0x437, 0x445, 0x44A, 0},
	{0x444, 0x44B, 0x432, 0x430, 0x43F, 0x440, 0x43E, 0x43B, 0x434, 0x436, 0x44D, 0},
	{0x44F, 0x447, 0x441, 0x43C, 0x438, 0x442, 0x44C, 0x431, 0x44E, 0},
};

/* Row and column of a letter's key; false for letters of other layouts. */
static bool key_at(uint32_t cp, int *row, int *column)
{
	for (*row = 0; *row < 3; (*row)++) {
		if (cp < 0x80) {
			const char *at = cp != 0 ? strchr(latin_rows[*row], (int)cp) : NULL;
			if (at != NULL) {
				*column = (int)(at - latin_rows[*row]);
				return true;
			}
			continue;
		}
		for (*column = 0; cyrillic_rows[*row][*column] != 0; (*column)++)
			if (cyrillic_rows[*row][*column] == cp)
				return true;
	}
	return false;
}

static bool neighbours(uint32_t a, uint32_t b)
{
	int ra, ca, rb, cb;
	if ((a < 0x80) != (b < 0x80) || !key_at(a, &ra, &ca) || !key_at(b, &rb, &cb))
		return false;
	int dr = rb - ra, dc = cb - ca;
	if (dr == 0)
		return dc == 1 || dc == -1;
	/* rows stand half a key to the right of the row above */
	return (dr == 1 && (dc == 0 || dc == -1)) || (dr == -1 && (dc == 0 || dc == 1));
}

static unsigned decode(const char *s, size_t len, uint32_t out[TOKEN_LETTERS_MAX])
{
	unsigned n = 0;
	for (size_t at = 0; at < len && n < TOKEN_LETTERS_MAX;)
		out[n++] = utf8_next(s, len, &at);
	return n;
}

static uint32_t bit(uint32_t cp)
{
	return cp >= 'a' && cp <= 'z' ? UINT32_C(1) << (cp - 'a') : 0;
}

static uint32_t keys_beside(uint32_t cp)
{
	uint32_t bits = 0;
	for (uint32_t other = 'a'; other <= 'z'; other++)
		bits |= neighbours(cp, other) ? bit(other) : 0;
	return bits;
}

bool fuzzy_start(struct fuzzy_word *w, const char *key)
{
	size_t len = strlen(key);
	w->n = decode(key, len, w->letters);
	w->set = search_letters(key, (unsigned)len);
	w->limit = w->n < 4 ? 0 : w->n < 6 ? 10 : w->n < 8 ? 14 : w->n < 11 ? 20 : 24;
	for (unsigned i = 0; i < w->n; i++)
		w->near[i] = keys_beside(w->letters[i]);
	w->first = w->n > 0 ? bit(w->letters[0]) | w->near[0] | (w->n > 1 ? bit(w->letters[1]) : 0) : 0;
	return w->limit > 0;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Cost of x standing beside its equal y: a doubled letter, else a full edit. */
static unsigned extra(uint32_t x, uint32_t y)
{
	return x == y ? COST_DOUBLE : COST_EDIT;
}

static unsigned wrong(const struct fuzzy_word *w, const uint32_t *b, unsigned i, unsigned j)
{
	uint32_t x = w->letters[i - 1], y = b[j - 1];
	if (x == y)
		return 0;
	bool beside = y < 0x80 ? (w->near[i - 1] & bit(y)) != 0 : neighbours(x, y);
	return (beside ? COST_NEIGHBOUR : COST_EDIT) + (i == 1 && j == 1 ? COST_FIRST : 0);
}

/* Damerau–Levenshtein (optimal string alignment) with the costs above, three rows, left early once a whole
 * row is over the limit. */
static unsigned align(const struct fuzzy_word *w, const uint32_t *b, unsigned m, bool open)
{
	unsigned rows[3][TOKEN_LETTERS_MAX + 1];
	const uint32_t *a = w->letters;
	for (unsigned j = 0; j <= m; j++)
		rows[0][j] = j * COST_EDIT + (j > 0 ? COST_FIRST : 0);
	for (unsigned i = 1; i <= w->n; i++) {
		unsigned *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
		row[0] = i * COST_EDIT + COST_FIRST;
		unsigned low = row[0];
		for (unsigned j = 1; j <= m; j++) {
			unsigned d = up[j - 1] + wrong(w, b, i, j);
			d = least(d, up[j] + (i > 1 ? extra(a[i - 1], a[i - 2]) : COST_EDIT));
			d = least(d, row[j - 1] + (j > 1 ? extra(b[j - 1], b[j - 2]) : COST_EDIT));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d = least(d, up2[j - 2] + COST_SWAP);
			row[j] = d;
			low = least(low, d);
		}
		if (low > w->limit)
			return FUZZY_FAR;
	}
	const unsigned *last = rows[w->n % 3];
	unsigned d = last[m];
	for (unsigned j = 1; open && j < m; j++)
		d = least(d, last[j] + 1);
	return d <= w->limit ? d : FUZZY_FAR;
}

unsigned fuzzy_distance(const struct fuzzy_word *w, const char *candidate, size_t len, uint32_t set,
			bool open)
{
	/* each letter of the typed word that the candidate lacks costs an edit of some kind */
	unsigned missing = (unsigned)__builtin_popcount(w->set & ~set);
	unsigned lacking = open ? 0 : (unsigned)__builtin_popcount(set & ~w->set);
	unsigned most = w->limit / COST_NEIGHBOUR;
	if (missing > most || lacking > most)
		return FUZZY_FAR;
	/* a wrong beginning is its key's neighbour, a swap, or a letter too many or too few */
	bool begins = len == 0 || (unsigned char)candidate[0] >= 0x80 ||
		      (w->first & bit((uint32_t)candidate[0])) != 0 ||
		      (len > 1 && (uint32_t)candidate[1] == w->letters[0]);
	if (!begins)
		return FUZZY_FAR;
	uint32_t b[TOKEN_LETTERS_MAX];
	unsigned m = decode(candidate, len, b);
	unsigned gap = w->n > m ? w->n - m : open ? 0 : m - w->n;
	if (gap > w->limit / COST_EDIT + 1)
		return FUZZY_FAR;
	if (open && m > w->n + w->limit / COST_EDIT + 1)
		m = w->n + w->limit / COST_EDIT + 1; /* what follows cannot matter */
	return align(w, b, m, open);
}
