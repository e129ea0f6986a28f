#include "ui/text_bidi.h"

#include <fribidi.h>
#include <string.h>

#include "base/arena.h"
#include "ui/text_split.h"

int text_levels(struct arena *scratch, const struct text_char *c, size_t n, enum text_base base,
		uint8_t *levels)
{
	FriBidiParType par = base == TEXT_BASE_RTL        ? FRIBIDI_PAR_RTL
			     : base == TEXT_BASE_LTR      ? FRIBIDI_PAR_LTR
			     : base == TEXT_BASE_WEAK_RTL ? FRIBIDI_PAR_WRTL
							  : FRIBIDI_PAR_WLTR;
	FriBidiChar *cps = ARENA_ARRAY(scratch, FriBidiChar, n + 1);
	FriBidiCharType *types = ARENA_ARRAY(scratch, FriBidiCharType, n + 1);
	FriBidiBracketType *brackets = ARENA_ARRAY(scratch, FriBidiBracketType, n + 1);
	FriBidiLevel *out = ARENA_ARRAY(scratch, FriBidiLevel, n + 1);
	for (size_t i = 0; i < n; i++)
		cps[i] = c[i].cp;
	fribidi_get_bidi_types(cps, (FriBidiStrIndex)n, types);
	fribidi_get_bracket_types(cps, (FriBidiStrIndex)n, types, brackets);
	FriBidiLevel most =
		fribidi_get_par_embedding_levels_ex(types, brackets, (FriBidiStrIndex)n, &par, out);
	int base_level = par == FRIBIDI_PAR_RTL || par == FRIBIDI_PAR_WRTL ? 1 : 0;
	for (size_t i = 0; i < n; i++)
		levels[i] = most != 0 ? out[i] : (uint8_t)base_level; /* 0: FriBidi ran out of memory */
	return base_level;
}

void text_visual_order(const uint8_t *run_levels, size_t n, size_t *order)
{
	int most = 0, least_odd = 127;
	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		if (run_levels[i] > most)
			most = run_levels[i];
		if ((run_levels[i] & 1) != 0 && run_levels[i] < least_odd)
			least_odd = run_levels[i];
	}
	for (int level = most; level >= least_odd; level--) {
		for (size_t i = 0; i < n;) {
			size_t j = i;
			while (j < n && run_levels[order[j]] >= level)
				j++;
			for (size_t a = i, b = j; a + 1 < b; a++, b--) {
				size_t swap = order[a];
				order[a] = order[b - 1];
				order[b - 1] = swap;
			}
			i = j > i ? j : i + 1;
		}
	}
}
