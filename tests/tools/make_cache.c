/* Makes a device's cache from records on standard input, without server or network: for pictures and walks.
 *   make_cache CACHE.db NOW SIGNED [empty|long] <records.ndjson
 * NOW and SIGNED are local times such as 2026-03-11T11:00; SIGNED is the age of the content. "empty" leaves out
 * everything a list could show; "long" gives every title, place and organisation a name as long as any real one.
 * The same arguments and records give the same rows with every compiler. */
#include <stdio.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/hyphenate.h"
#include "analysis/words.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "cache/apply.h"
#include "model/civil.h"
#include "model/code.h"
#include "model/codec.h"

enum content { CONTENT_NORMAL, CONTENT_EMPTY, CONTENT_LONG };

struct maker {
	enum content content;
	struct analyser *analyser;
	struct cache_writer *writer;
	struct cache_meta meta;
};

static void part_words(struct maker *k, struct ltext *t, struct arena *a)
{
	static const enum lang FINNISH[] = {LANG_FI, LANG_SELKO};
	for (size_t i = 0; i < sizeof FINNISH / sizeof FINNISH[0]; i++) {
		CLEANUP_BUF struct buf out = BUF_INIT;
		if (t->v[FINNISH[i]] == NULL)
			continue;
		hyphenate_finnish(k->analyser, t->v[FINNISH[i]], &out);
		t->v[FINNISH[i]] = arena_strdup(a, buf_str(&out));
	}
}

/* What the server does at intake: the code, words for the search, and where Finnish words may part. */
static void take_in(struct maker *k, struct record *r, struct arena *a)
{
	char code[CODE_LEN_MAX + 1];
	struct activity *x = &r->activity;
	if (r->kind != KIND_ACTIVITY)
		return;
	code_candidate(record_kind_word(r->kind), r->id, 0, code);
	x->code = arena_strdup(a, code);
	for (int l = 0; l < LANG_COUNT; l++) {
		CLEANUP_BUF struct buf title = BUF_INIT, text = BUF_INIT;
		words_analyse(k->analyser, lang_tag((enum lang)l), x->title.v[l], WORDS_TITLE, &title);
		words_analyse(k->analyser, lang_tag((enum lang)l), x->text.v[l], WORDS_TEXT, &text);
		x->words_title.v[l] = title.len > 0 ? arena_strdup(a, buf_str(&title)) : NULL;
		x->words_text.v[l] = text.len > 0 ? arena_strdup(a, buf_str(&text)) : NULL;
	}
	part_words(k, &x->title, a);
	part_words(k, &x->summary, a);
	part_words(k, &x->text, a);
}

static void lengthen(struct ltext *t, const char *fi, const char *sv, const char *en, struct arena *a)
{
	const struct {
		enum lang lang;
		const char *more;
	} with[] = {{LANG_FI, fi}, {LANG_SV, sv}, {LANG_EN, en}};
	for (size_t i = 0; i < sizeof with / sizeof with[0]; i++) {
		const char **s = &t->v[with[i].lang];
		if (!str_empty(*s))
			*s = arena_printf(a, "%s %s", *s, with[i].more);
	}
}

/* A description of some 600 characters: it ends on a page of its own. */
#define LONG_FI                                                                                                        \
	"Aloitamme yhteisellä kahvilla ja kuulumisilla. Sen jälkeen on aikaa keskustelulle aiheesta, jonka ryhmä on valinnut " \
	"edellisellä kerralla. Mukaan voi tulla milloin vain, eikä aiempaa kokemusta tarvita. Tilaan pääsee pyörätuolilla, ja " \
	"paikalla on induktiosilmukka. Jos tarvitset tulkin, kuljetuksen tai avustajan, kerro siitä ohjaajalle viimeistään "  \
	"kolme päivää ennen tapaamista. Tapaamisen jälkeen voit jäädä juttelemaan vapaaehtoisen kanssa kahden kesken."
#define LONG_SV                                                                                                        \
	"Vi börjar med kaffe och berättar hur vi har det. Sedan finns det tid att samtala om ett ämne som gruppen har valt. "  \
	"Du kan komma med när som helst och behöver ingen tidigare erfarenhet. Lokalen är tillgänglig med rullstol och har "   \
	"induktionsslinga. Om du behöver tolk, transport eller assistent, berätta det för ledaren tre dagar före träffen. "    \
	"Efter träffen kan du stanna kvar och prata med en frivillig på tu man hand."
#define LONG_EN                                                                                                        \
	"We start with coffee and hear how everyone is doing. Then there is time to talk about a topic that the group has "    \
	"chosen. You can join at any time and need no earlier experience. The room is accessible by wheelchair and has a "     \
	"hearing loop. If you need an interpreter, transport or an assistant, tell the leader three days before the meeting. "  \
	"After the meeting you can stay and talk with a volunteer in private."

/* Words as long as real listings have them, not longer: what must still fit. */
static void make_long(struct record *r, struct arena *a)
{
	switch (r->kind) {
	case KIND_ACTIVITY:
		lengthen(&r->activity.title, "muistisairaiden omaishoitajille ja vapaaehtoistyöntekijöille",
			 "för närståendevårdare och frivilligarbetare i välfärdsområdet",
			 "for family caregivers and volunteers in the wellbeing services county", a);
		lengthen(&r->activity.place_note, "takapihan puolelta esteettömästä sisäänkäynnistä portaiden vierestä",
			 "från gårdssidan genom den tillgängliga ingången bredvid trapporna",
			 "from the yard through the step-free entrance beside the stairs", a);
		lengthen(&r->activity.text, LONG_FI, LONG_SV, LONG_EN, a);
		break;
	case KIND_ORGANISATION:
		lengthen(&r->organisation.name, "– Pohjois-Pohjanmaan vapaaehtoistoiminnan tukiyhdistys ry",
			 "– stödföreningen för frivilligverksamhet i Norra Österbotten rf",
			 "– supporting association of volunteering in North Ostrobothnia", a);
		break;
	case KIND_PLACE:
		lengthen(&r->place.name, "ja monitoimitalon hyvinvointikahvila", "och allaktivitetshusets välfärdscafé",
			 "and the wellbeing café of the community house", a);
		break;
	default: break;
	}
}

static bool left_out(const struct maker *k, const struct record *r)
{
	return k->content == CONTENT_EMPTY && (r->kind == KIND_ACTIVITY || r->kind == KIND_FEATURE ||
					       r->kind == KIND_POLL || r->kind == KIND_NOTICE);
}

static bool put_line(struct maker *k, const char *line, size_t len, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf doc = BUF_INIT;
	struct record r;
	int64_t was;
	if (!record_parse(&r, line, len, &a, e))
		return false;
	if (left_out(k, &r))
		return true;
	if (k->content == CONTENT_LONG)
		make_long(&r, &a);
	take_in(k, &r, &a);
	record_doc_write(&r, &doc);
	return cache_page_put(k->writer, ++k->meta.seq, &r, buf_str(&doc), doc.len, &was, e);
}

static bool put_all(struct maker *k, int64_t now, int64_t signed_at, struct error *e)
{
	CLEANUP_FREE char *line = NULL;
	size_t cap = 0;
	cache_writer_set_now(k->writer, now);
	if (!cache_writer_meta(k->writer, &k->meta, e) || !cache_page_begin(k->writer, e))
		return false;
	for (int n = 1; getline(&line, &cap, stdin) > 0; n++)
		if (!put_line(k, line, strcspn(line, "\n"), e))
			return error_context(e, "line %d", n);
	k->meta.after = k->meta.seq;
	k->meta.signed_at = k->meta.verified_at = signed_at;
	k->meta.complete = true;
	return cache_page_commit(k->writer, &k->meta, e);
}

static bool local_time(const char *s, int64_t *out)
{
	struct civil c;
	if (!civil_parse(s, &c))
		return false;
	*out = zone_to_instant(ZONE_DEFAULT, c);
	return true;
}

int main(int argc, char **argv)
{
	struct error e = ERROR_INIT;
	struct maker k = {.content = CONTENT_NORMAL};
	int64_t now, signed_at;
	bool ok = argc == 4 || argc == 5;
	if (argc == 5) {
		k.content = str_eq(argv[4], "empty") ? CONTENT_EMPTY : CONTENT_LONG;
		ok = k.content == CONTENT_EMPTY || str_eq(argv[4], "long");
	}
	if (!ok || !local_time(argv[2], &now) || !local_time(argv[3], &signed_at)) {
		fprintf(stderr, "usage: make_cache CACHE.db NOW SIGNED [empty|long] <records.ndjson\n");
		return 2;
	}
	k.analyser = analyser_new();
	ok = cache_writer_open(&k.writer, argv[1], &e) && put_all(&k, now, signed_at, &e);
	if (!ok)
		fprintf(stderr, "make_cache: %s\n", e.text);
	cache_writer_close(k.writer);
	analyser_free(k.analyser);
	return ok ? 0 : 1;
}
