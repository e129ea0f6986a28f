#include "kiosk/search_cli.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/cli.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "cache/search.h"
#include "kiosk/settings.h"
#include "model/civil.h"
#include "model/codec.h"

struct request {
	const char *cache, *centre, *lang, *limit, *now, *words, *explain, *json;
	struct cache_view view;
	size_t n;
};

/* The thesaurus that was named, else the one that the screen takes. */
static const char *words_dir(const struct request *r, struct arena *a)
{
	struct settings set;
	settings_init(&set);
	return r->words != NULL ? r->words : arena_printf(a, "%s/thesaurus", settings_assets(&set));
}

/* The centre named, or the cache's first. */
static bool find_centre(struct request *r, struct cache *c, struct arena *a, struct error *e)
{
	struct strs ids;
	r->view.centre = r->centre;
	if (r->centre != NULL)
		return true;
	if (!cache_centre_ids(c, &ids, a, e))
		return false;
	r->view.centre = ids.n > 0 ? ids.v[0] : "";
	return true;
}

static bool take_options(struct request *r, struct error *e)
{
	int64_t n = 15;
	struct civil civil;
	struct clock_source clock;
	clock_init_system(&clock);
	r->view = (struct cache_view){.screen = "", .now = clock_wall_s(&clock), .lang = LANG_FI};
	if (r->cache == NULL)
		return error_set(e, ERROR_INPUT, "--cache FILE is needed");
	if (r->lang != NULL && (r->view.lang = lang_from_tag(r->lang)) == LANG_NONE)
		return error_set(e, ERROR_INPUT, "--lang %s: not a language of the screens", r->lang);
	if (r->limit != NULL && !str_to_i64(r->limit, 0, SEARCH_LIMIT_MAX, &n))
		return error_set(e, ERROR_INPUT, "--limit %s: wants 0-%d", r->limit, SEARCH_LIMIT_MAX);
	if (r->now != NULL && !civil_parse(r->now, &civil))
		return error_set(e, ERROR_INPUT, "--now %s: wants YYYY-MM-DDTHH:MM", r->now);
	if (r->now != NULL)
		r->view.now = zone_to_instant(ZONE_DEFAULT, civil);
	r->n = (size_t)n;
	return true;
}

/* --- JSON --- */

static void put_danger(const struct search_result *s, struct buf *out)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = {{SEARCH_DANGER_EMERGENCY, "emergency"},
		     {SEARCH_DANGER_CRISIS, "crisis"},
		     {SEARCH_DANGER_VIOLENCE, "violence"},
		     {SEARCH_DANGER_POISON, "poison"}};
	const char *comma = "";
	buf_puts(out, "\"danger\":[");
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if ((s->danger & words[i].bit) == 0)
			continue;
		buf_printf(out, "%s\"%s\"", comma, words[i].word);
		comma = ",";
	}
	buf_puts(out, "]");
}

static void put_text(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "\"%s\":", name);
	if (text != NULL)
		json_write_string(out, text);
	else
		buf_puts(out, "null");
}

static void put_card(const struct card *c, const struct search_factors *f, struct buf *out)
{
	buf_puts(out, "{");
	put_text(out, "id", c->id);
	buf_puts(out, ",");
	put_text(out, "title", c->title);
	buf_printf(out,
		   ",\"lang\":\"%s\",\"score\":%.4f,\"text\":%.4f,\"near\":%.4f,\"feature\":%.2f,\"every_"
		   "word\":%s",
		   lang_tag(c->title_lang), c->score, f->text, f->near, f->feature,
		   f->every_word ? "true" : "false");
	if (c->distance_m >= 0)
		buf_printf(out, ",\"distance_m\":%.0f", c->distance_m);
	if (f->how != NULL) {
		buf_puts(out, ",");
		put_text(out, "how", f->how);
	}
	buf_puts(out, "}");
}

static void put_json(const struct search_result *s, const char *query, const struct buf *how, struct buf *out)
{
	buf_puts(out, "{");
	put_text(out, "query", query);
	buf_printf(out, ",\"total\":%zu,\"partial\":%s,\"corrected\":%s,", s->cards.total,
		   s->partial ? "true" : "false", s->corrected ? "true" : "false");
	put_text(out, "did_you_mean", s->did_you_mean);
	buf_printf(out, ",\"understood\":\"%s\",", lang_tag(s->understood));
	put_danger(s, out);
	buf_puts(out, ",\"results\":[");
	for (size_t i = 0; i < s->cards.n; i++) {
		buf_puts(out, i > 0 ? "," : "");
		put_card(&s->cards.v[i], &s->factors[i], out);
	}
	buf_puts(out, "],\"suggestions\":[");
	for (size_t i = 0; i < s->n_suggestions; i++) {
		buf_puts(out, i > 0 ? ",{" : "{");
		put_text(out, "text", s->suggestions[i].text);
		buf_printf(out, ",\"n\":%zu,\"typed\":%zu,", s->suggestions[i].n, s->suggestions[i].typed);
		put_text(out, "id", s->suggestions[i].id);
		buf_puts(out, "}");
	}
	buf_puts(out, "]");
	if (how->len > 0) {
		buf_puts(out, ",");
		put_text(out, "how", buf_str(how));
	}
	buf_puts(out, "}\n");
}

/* --- text --- */

static void put_plain(const struct search_result *s, const struct buf *how, struct buf *out)
{
	if (s->danger != 0) {
		put_danger(s, out);
		buf_puts(out, "\n");
	}
	if (s->did_you_mean != NULL)
		buf_printf(out, "%s: %s\n", s->corrected ? "nothing as typed; found for" : "did you mean",
			   s->did_you_mean);
	buf_printf(out, "%zu%s\n", s->cards.total, s->partial ? ", none with every word" : "");
	for (size_t i = 0; i < s->cards.n; i++) {
		const struct card *c = &s->cards.v[i];
		const struct search_factors *f = &s->factors[i];
		buf_printf(out, "%.3f = text %.3f x near %.3f x feature %.2f  %s  %s (%s)\n", c->score,
			   f->text, f->near, f->feature, c->id, c->title != NULL ? c->title : "",
			   lang_tag(c->title_lang));
		if (f->how != NULL)
			buf_printf(out, "        %s\n", f->how);
	}
	for (size_t i = 0; i < s->n_suggestions; i++)
		buf_printf(out, "  > %s (%zu)\n", s->suggestions[i].text, s->suggestions[i].n);
	buf_puts(out, buf_str(how));
}

static bool answer(struct request *r, const char *query, struct cache *c, struct arena *a, struct error *e)
{
	struct search *s = NULL;
	struct search_result result;
	CLEANUP_BUF struct buf how = BUF_INIT;
	CLEANUP_BUF struct buf out = BUF_INIT;
	bool ok = find_centre(r, c, a, e) && search_open(&s, c, words_dir(r, a), e) &&
		  (r->explain != NULL ? search_explain(s, &r->view, query, r->n, &result, &how, a, e)
				      : search_query(s, &r->view, query, r->n, &result, a, e));
	if (ok && r->json != NULL)
		put_json(&result, query, &how, &out);
	else if (ok)
		put_plain(&result, &how, &out);
	fputs(buf_str(&out), stdout);
	search_close(s);
	return ok;
}

static const char *joined(const struct cli *cli, struct arena *a)
{
	const char *query = "";
	for (size_t i = 0; i < cli->n_rest; i++)
		query = arena_printf(a, "%s%s%s", query, i > 0 ? " " : "", cli->rest[i]);
	return query;
}

int search_cli(int argc, char **argv)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct request r = {0};
	struct error e = ERROR_INIT;
	struct cache *c = NULL;
	const struct cli_option options[] = {
		{"cache", "FILE", "the cache to search", &r.cache},
		{"centre", "ID", "seen from this centre (the cache's first)", &r.centre},
		{"lang", "TAG", "the screen's language (fi)", &r.lang},
		{"limit", "N", "at most so many results (15)", &r.limit},
		{"now", "YYYY-MM-DDTHH:MM", "local time to search at (now)", &r.now},
		{"words-dir", "FOLDER", "the thesaurus; found by itself", &r.words},
		{"explain", NULL, "also say how words were understood and what met them", &r.explain},
		{"json", NULL, "one JSON object", &r.json},
	};
	struct cli cli = {
		.program = "aula-kiosk search",
		.purpose = "Searches the cache as the search screen does.",
		.usage = "--cache FILE [OPTIONS] WORDS…",
		.epilogue = "Score = text x near x feature; docs/SEARCH.md tells what each is.\n",
		.options = options,
		.n_options = sizeof options / sizeof options[0],
	};
	int code = CLI_EXIT_OK;
	if (!cli_parse(&cli, argc, argv, &a, &code))
		return code;
	if (!take_options(&r, &e)) {
		fprintf(stderr, "aula-kiosk search: %s\n", e.text);
		return CLI_EXIT_USAGE;
	}
	bool ok = cache_open(&c, r.cache, &e) && answer(&r, joined(&cli, &a), c, &a, &e);
	cache_close(c);
	if (!ok)
		log_error("%s", e.text);
	return ok ? CLI_EXIT_OK : CLI_EXIT_FAILED;
}
