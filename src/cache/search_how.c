/* Search explained: for the command line, for tests, and for whoever tunes it. */
#include "base/arena.h"
#include "base/buf.h"
#include "cache/search_engine_internal.h"

#define SHOWN_ALTS 12

static const char *shown(const struct alt *a)
{
	return a->lower;
}

void how_words(const struct scoring *s, const struct query_words *q, struct buf *how)
{
	for (size_t i = 0; i < q->n; i++)
		if (s->taken[i])
			buf_printf(how, "\"%s\": names a day\n", q->v[i].typed);
	for (size_t i = 0; i < s->n_words; i++) {
		const struct scored_word *w = &s->words[i];
		buf_printf(how, "\"%s\": in %zu, weight %.2f", w->word->typed, w->found, w->weight);
		if (w->fixed != NULL)
			buf_printf(how, ", taken as \"%s\"", w->fixed);
		for (size_t k = 0; k < w->alts.n && k < SHOWN_ALTS; k++)
			buf_printf(how, "; %s %s%s %.2f", alt_kind_word(w->alts.v[k].kind),
				   shown(&w->alts.v[k]), w->alts.v[k].prefix ? "…" : "",
				   w->alts.v[k].weight / 1000.0);
		if (w->alts.n > SHOWN_ALTS)
			buf_printf(how, "; and %zu more", w->alts.n - SHOWN_ALTS);
		buf_putc(how, '\n');
	}
}

/* The parts of a compound that a document has. */
static unsigned how_parts(struct scoring *s, const struct alt *a, size_t document, struct buf *names)
{
	unsigned n = 0;
	for (size_t i = 0; i < a->n_parts; i++) {
		for (size_t k = 0; k < a->parts[i].n; k++) {
			if (score_of_document(s, &a->parts[i].v[k], document) == 0)
				continue;
			buf_printf(names, "%s%s", n++ > 0 ? " + " : "", a->parts[i].v[k].lower);
			break;
		}
	}
	return n;
}

const char *how_document(struct scoring *s, size_t document)
{
	struct buf line = BUF_INIT;
	for (size_t i = 0; i < s->n_words; i++) {
		const struct scored_word *w = &s->words[i];
		const struct alt *best = NULL;
		unsigned most = 0;
		for (size_t k = 0; k < w->alts.n; k++) {
			unsigned v = score_of_document(s, &w->alts.v[k], document);
			if (v > most) {
				most = v;
				best = &w->alts.v[k];
			}
		}
		if (line.len > 0)
			buf_puts(&line, "; ");
		if (best != NULL) {
			buf_printf(&line, "%s: %s %s%s %.2f", w->word->typed, alt_kind_word(best->kind),
				   shown(best), best->prefix ? "…" : "", most / 1000.0);
			continue;
		}
		struct buf names = BUF_INIT;
		unsigned parts = 0;
		for (size_t k = 0; k < w->alts.n && parts == 0; k++)
			parts = how_parts(s, &w->alts.v[k], document, &names);
		if (parts > 0)
			buf_printf(&line, "%s: parts %s", w->word->typed, buf_str(&names));
		else
			buf_printf(&line, "%s: no", w->word->typed);
		buf_fini(&names);
	}
	const char *kept = arena_strdup(s->context.arena, buf_str(&line));
	buf_fini(&line);
	return kept;
}
