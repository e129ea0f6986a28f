#include "cache/search_when.h"

#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "analysis/query.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "cache/search_alts.h"
#include "cache/search_thesaurus.h"

#define WORDS_TOGETHER 3 /* "at the weekend" */

/* One of them and the same day a week later: who asks for Mondays means those to come. */
static uint16_t weekdays(int day, int weekday)
{
	int first = (day - weekday + 7) % 7;
	return (uint16_t)(1u << first | 1u << (first + 7));
}

static uint16_t days_of(unsigned when, int weekday)
{
	int monday = 8 - weekday; /* the next one */
	switch (when) {
	case WHEN_WORD_TODAY: return when_span(0, 1);
	case WHEN_WORD_TOMORROW: return when_span(1, 1);
	case WHEN_WORD_DAY_AFTER: return when_span(2, 1);
	case WHEN_WORD_WEEKEND: return weekday == 7 ? when_span(0, 1) : when_span(monday - 2, 2);
	case WHEN_WORD_WEEK: return when_span(0, monday);
	case WHEN_WORD_NEXT_WEEK: return when_span(monday, 7);
	default: break;
	}
	for (int day = 1; day <= 7; day++)
		if (when == (unsigned)WHEN_WORD_MONDAY << (day - 1))
			return weekdays(day, weekday);
	return 0;
}

static unsigned when_of_word(const struct thesaurus *t, const struct query_word *w)
{
	unsigned when = thesaurus_when(t, w->key);
	for (size_t i = 0; i < w->n_forms && when == 0; i++) {
		CLEANUP_BUF struct buf key = BUF_INIT;
		if (w->forms[i].mark != WORDS_BASE)
			continue;
		fold_base(w->forms[i].word, strlen(w->forms[i].word), &key);
		when = thesaurus_when(t, buf_str(&key));
	}
	return when;
}

/* What the longest run of words that begins at i names; *n: how many they are. */
static unsigned when_of_run(const struct thesaurus *t, const struct query_words *q, size_t i, size_t *n)
{
	CLEANUP_BUF struct buf joined = BUF_INIT;
	unsigned when = when_of_word(t, &q->v[i]);
	*n = 1;
	buf_puts(&joined, q->v[i].key);
	for (size_t k = i + 1; k < q->n && k < i + WORDS_TOGETHER; k++) {
		buf_puts(&joined, q->v[k].key);
		unsigned longer = thesaurus_when(t, buf_str(&joined));
		if (longer == 0)
			continue;
		when = longer;
		*n = k - i + 1;
	}
	return when;
}

uint16_t when_of_words(const struct thesaurus *t, const struct query_words *q, int weekday, bool *taken)
{
	uint16_t days = 0;
	memset(taken, 0, q->n * sizeof *taken);
	for (size_t i = 0, n; weekday != 0 && i < q->n; i += n) {
		unsigned when = when_of_run(t, q, i, &n);
		uint16_t these = days_of(when, weekday);
		/* "next week on Monday" is one day, "on Monday and Tuesday" two */
		days = (days & these) != 0 ? days & these : days | these;
		memset(taken + i, when != 0, n * sizeof *taken);
	}
	if (days == 0)
		memset(taken, 0, q->n * sizeof *taken);
	return days;
}

/* Is it a word as it stands, of this index or of the thesaurus? */
static bool is_listed(const struct alt_context *c, const struct query_word *w, bool open)
{
	const struct thesaurus_entry *first;
	return alts_known(c, w->key, !open) || thesaurus_when(c->thesaurus, w->key) != 0 ||
	       thesaurus_find(c->thesaurus, w->key, strlen(w->key), !open, &first) > 0 ||
	       thesaurus_danger(c->thesaurus, w->key, open) != 0;
}

const char *when_mended(const struct alt_context *c, const struct query_words *q, const char *text)
{
	unsigned langs = 1u << LANG_FI | 1u << LANG_SV | 1u << LANG_EN | 1u << c->lang;
	const char *mended = NULL;
	for (size_t i = q->n; i-- > 0;) { /* from the end, so that places before stay true */
		const struct query_word *w = &q->v[i];
		bool open = q->open && i + 1 == q->n;
		const char *meant = thesaurus_when_slip(c->thesaurus, w->key);
		bool slip = meant != NULL;
		if (!slip && !w->stop && !is_listed(c, w, open))
			meant = thesaurus_when_near(c->thesaurus, w->key, langs, open);
		if (meant == NULL || (!slip && analyser_knows(c->analyser, w->typed))) /* Voikko last: it takes longest */
			continue;
		text = mended = arena_printf(c->arena, "%.*s%s%s", (int)w->start, text, meant, text + w->end);
	}
	return mended;
}
