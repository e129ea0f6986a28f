/* Writes N realistic but invented activities, with their organisations and places, as NDJSON records.
 *   generate N [--seed S] [--today YYYY-MM-DD] [--check]
 * The same arguments give the same bytes on every machine: for benches and load tests. --check decodes every line
 * again and writes nothing. Organisations and places come before the activities that name them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "model/codec.h"
#include "model/record.h"
#include "tools/generate_tables.h"

#define ACTIVITIES_PER_ORGANISATION 11
#define ACTIVITIES_PER_PLACE 6
#define SENTENCES_MOST 7
#define WORD_MAX 200

struct generator {
	uint64_t state; /* SplitMix64 */
	struct date today;
	size_t n_organisations, n_places;
	unsigned town_weight;
	bool check;
	struct buf line;
};

/* SplitMix64 (Steele, Lea, Flood 2014): small, quick, the same everywhere. */
static uint64_t next(struct generator *g)
{
	uint64_t z = g->state += 0x9e3779b97f4a7c15U;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

static unsigned below(struct generator *g, size_t n)
{
	return (unsigned)(next(g) % n);
}

static bool chance(struct generator *g, unsigned percent)
{
	return below(g, 100) < percent;
}

/* Rank 0 … n-1 with a probability that falls about as 1/rank (Zipf): ranks 1, 2–3, 4–7, 8–15 … are equally
 * likely. Integers only, so that no machine's arithmetic gives other bytes. */
static unsigned zipf(struct generator *g, size_t n)
{
	unsigned doublings = 0;
	while ((size_t)2 << doublings <= n)
		doublings++;
	size_t low = (size_t)1 << below(g, doublings + 1);
	size_t high = low * 2 <= n ? low * 2 : n + 1;
	return (unsigned)(low + below(g, high - low)) - 1;
}

static const struct town *draw_town(struct generator *g)
{
	unsigned at = below(g, g->town_weight);
	for (size_t i = 0; i < n_towns; i++) {
		if (at < towns[i].thousands)
			return &towns[i];
		at -= towns[i].thousands;
	}
	return &towns[0];
}

static void emit(struct generator *g, const struct record *r)
{
	buf_clear(&g->line);
	record_line_write(r, &g->line);
	if (!g->check) {
		puts(buf_str(&g->line));
		return;
	}
	struct arena a = ARENA_INIT;
	struct record back;
	struct error e = ERROR_INIT;
	if (!record_parse(&back, g->line.data, g->line.len, &a, &e)) {
		fprintf(stderr, "generate: %s: %s\n", r->id, e.text);
		exit(1);
	}
	arena_fini(&a);
}

static struct provenance provenance(const char *id)
{
	return (struct provenance){.source = "generated",
				   .source_id = id,
				   .license = "CC0-1.0",
				   .attribution = "Keksitty aineisto",
				   .modified_at = INSTANT_NONE};
}

/* What a number of an organisation or place decides, so that activities can refer to it without a table. */
static struct generator of_number(const struct generator *g, uint64_t salt, size_t i)
{
	return (struct generator){.state = salt * 0x2545f4914f6cdd1dU + i, .town_weight = g->town_weight};
}

#define SALT_PLACE 7
#define SALT_ORGANISATION 11

static void write_organisation(struct generator *g, size_t i, uint64_t seed, struct arena *a)
{
	struct generator own = of_number(g, SALT_ORGANISATION + seed, i);
	const struct town *t = draw_town(&own);
	const char *stem = stems[zipf(&own, n_stems)];
	char *name = arena_printf(a, "%s Esimerkki-%syhdistys %zu ry", t->genitive, stem, i + 1);
	struct record r = {.kind = KIND_ORGANISATION, .id = arena_printf(a, "gen:o%zu", i)};
	r.organisation = (struct organisation){.type = "ngo",
					       .name.v[LANG_FI] = name,
					       .phone = arena_printf(a, "+35844000%04zu", i % 10000),
					       .web = arena_printf(a, "https://o%zu.example.org/", i),
					       .from = provenance(r.id)};
	emit(g, &r);
}

static void write_place(struct generator *g, size_t i, uint64_t seed, struct arena *a)
{
	static const char *const access[] = {"wheelchair", "toilet", "loop", "parking", "rollator"};
	struct generator own = of_number(g, SALT_PLACE + seed, i);
	const struct town *t = draw_town(&own);
	struct record r = {.kind = KIND_PLACE, .id = arena_printf(a, "gen:p%zu", i)};
	struct place *p = &r.place;
	p->name.v[LANG_FI] = arena_printf(a, "%s %s", t->genitive, buildings[zipf(&own, n_buildings)]);
	const char *street = streets[zipf(&own, n_streets)];
	p->street.v[LANG_FI] = arena_printf(a, "%s %u", street, 1 + below(&own, 90));
	p->city.v[LANG_FI] = t->name;
	p->postcode = arena_printf(a, "%05u", 100 + below(&own, 99) * 1000);
	p->municipality = t->code;
	/* the sum of three even draws is near enough to a town's shape: dense centre, thin edges (some 8 km) */
	int north = (int)(below(&own, 500) + below(&own, 500) + below(&own, 500)) - 750;
	int east = (int)(below(&own, 500) + below(&own, 500) + below(&own, 500)) - 750;
	p->lat = t->lat + north * 0.0001;
	p->lon = t->lon + east * 0.0002;
	p->has_position = true;
	p->access.v = ARENA_ARRAY(a, const char *, 5);
	for (size_t k = 0; k < 5; k++)
		if (chance(&own, 55))
			p->access.v[p->access.n++] = access[k];
	p->from = provenance(r.id);
	emit(g, &r);
}

static void put_word(struct buf *out, const char *stem, const char *form, bool capital)
{
	size_t at = out->len;
	buf_puts(out, stem);
	buf_puts(out, form);
	if (!capital)
		return;
	char *c = &out->data[at];
	if (*c >= 'a' && *c <= 'z')
		*c = (char)(*c - 'a' + 'A');
	else if ((unsigned char)c[0] == 0xc3 && (unsigned char)c[1] >= 0xa0)
		c[1] = (char)(c[1] - 0x20); /* ä, ö → Ä, Ö */
}

static void put_sentence(struct generator *g, struct buf *out, const char *sentence, const char *town)
{
	const char *stem = stems[zipf(g, n_stems)];
	const struct head *h = &heads[zipf(g, n_heads)];
	for (const char *s = sentence; *s != '\0'; s++) {
		if (*s != '{') {
			buf_putc(out, *s);
			continue;
		}
		switch (s[1]) {
		case 'n': put_word(out, stem, h->nominative, false); break;
		case 'N': put_word(out, stem, h->nominative, true); break;
		case 'G': put_word(out, stem, h->genitive, true); break;
		case 'P': put_word(out, stem, h->partitive, true); break;
		case 'i': put_word(out, stem, h->inessive, false); break;
		case 'I': put_word(out, stem, h->inessive, true); break;
		case 'l': put_word(out, stem, h->illative, false); break;
		default: buf_puts(out, town); break;
		}
		s += 2;
	}
}

static char *make_text(struct generator *g, const char *town, struct arena *a)
{
	struct buf out = BUF_INIT;
	unsigned n = 2 + zipf(g, SENTENCES_MOST);
	for (unsigned i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(&out, ' ');
		put_sentence(g, &out, sentences[zipf(g, n_sentences)], town);
	}
	char *text = arena_strdup(a, buf_str(&out));
	buf_fini(&out);
	return text;
}

static const char *draw_days(struct generator *g, unsigned n, struct arena *a)
{
	static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	unsigned days = 0;
	for (unsigned i = 0; i < n; i++)
		days |= 1U << (chance(g, 85) ? below(g, 5) : 5 + below(g, 2));
	char *out = arena_strdup(a, "");
	for (unsigned d = 0; d < 7; d++)
		if (days >> d & 1U)
			out = arena_printf(a, "%s%s%s", out, out[0] == '\0' ? "" : ",", codes[d]);
	return out;
}

static struct civil draw_start(struct generator *g, int32_t from_days, unsigned spread)
{
	static const int8_t hours[] = {18, 17, 13, 10, 12, 14, 11, 9, 16, 19, 15, 8};
	static const int8_t minutes[] = {0, 0, 30, 0, 15, 45};
	/* one draw a statement: the order of draws within one is the compiler's choice */
	struct civil c = {.date = date_add(g->today, from_days + (int32_t)below(g, spread))};
	c.hour = hours[zipf(g, sizeof hours)];
	c.minute = minutes[below(g, sizeof minutes)];
	return c;
}

/* True when the day is one of "1TU,3TU", "-1FR" or "MO,WE". */
static bool day_matches(struct date d, const char *byday)
{
	static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	const char *code = codes[date_weekday(d) - 1];
	for (const char *p = byday; *p != '\0'; p += strcspn(p, ","), p += *p == ',') {
		char *name = NULL;
		long nth = strtol(p, &name, 10);
		bool last = date_add(d, 7).month != d.month;
		if (strncmp(name, code, 2) == 0 && (nth == 0 || nth == (d.day - 1) / 7 + 1 || (nth == -1 && last)))
			return true;
	}
	return false;
}

/* Kinds of schedule as often as in real listings: every week most, then single dates, then the rest. */
static void draw_schedule(struct generator *g, struct schedule *s, struct arena *a)
{
	static const char *const monthly[] = {"1MO", "1TU", "2WE", "3TH", "-1FR", "1SA", "2SU", "1TU,3TU"};
	unsigned kind = below(g, 100);
	*s = (struct schedule){.freq = SCHEDULE_WEEKLY, .interval = 1, .zone = ZONE_DEFAULT};
	s->start = draw_start(g, -400, 390);
	s->duration_min = 30 * (int)(2 + zipf(g, 6));
	if (kind < 50) {
		s->byday = draw_days(g, 1, a);
	} else if (kind < 60) {
		s->byday = draw_days(g, 1, a);
		s->interval = 2;
	} else if (kind < 70) {
		s->byday = draw_days(g, 3, a);
	} else if (kind < 82) {
		s->freq = SCHEDULE_MONTHLY;
		s->byday = monthly[below(g, sizeof monthly / sizeof monthly[0])];
	} else {
		s->freq = SCHEDULE_ONCE;
		s->start = draw_start(g, 0, 110);
	}
	while (kind < 82 && !day_matches(s->start.date, s->byday))
		s->start.date = date_add(s->start.date, 1);
	if (kind < 82 && chance(g, 15))
		s->bymonth = "1,2,3,4,5,9,10,11,12";
	if (kind < 82 && chance(g, 20))
		s->until = date_add(g->today, 30 + (int32_t)below(g, 300));
}

static void draw_times(struct generator *g, struct activity *x, struct arena *a)
{
	x->type = chance(g, 12) ? ACTIVITY_ONGOING : ACTIVITY_EVENT;
	if (x->type == ACTIVITY_ONGOING && chance(g, 40))
		return;
	x->n_schedules = x->type == ACTIVITY_EVENT && chance(g, 6) ? 2 : 1;
	x->schedules = ARENA_ARRAY(a, struct schedule, x->n_schedules);
	for (size_t i = 0; i < x->n_schedules; i++)
		draw_schedule(g, &x->schedules[i], a);
	if (x->type == ACTIVITY_ONGOING) {
		x->schedules[0] = (struct schedule){.freq = SCHEDULE_WEEKLY, .interval = 1, .zone = ZONE_DEFAULT};
		x->schedules[0].byday = "MO,TU,WE,TH,FR";
		x->schedules[0].start = (struct civil){.date = {2025, 1, 6}, .hour = 9};
		x->schedules[0].duration_min = 60 * (int)(3 + below(g, 5));
	}
}

static void draw_facts(struct generator *g, struct activity *x, const struct subject *subject, struct arena *a)
{
	x->topics.v = ARENA_ARRAY(a, const char *, 2);
	x->topics.v[x->topics.n++] = subject->topic;
	const char *second = subjects[zipf(g, n_subjects)].topic;
	if (chance(g, 30) && !str_eq(second, subject->topic))
		x->topics.v[x->topics.n++] = second;
	x->keywords.v = ARENA_ARRAY(a, const char *, 1);
	x->keywords.v[x->keywords.n++] = subject->keyword;
	x->price = chance(g, 70) ? PRICE_FREE : chance(g, 70) ? PRICE_PAID : PRICE_UNKNOWN;
	if (x->price == PRICE_PAID)
		x->price_text.v[LANG_FI] = arena_printf(a, "%u €", 2 + below(g, 14));
	x->signup = chance(g, 50) ? SIGNUP_NO : chance(g, 70) ? SIGNUP_YES : SIGNUP_UNKNOWN;
	x->languages.v = ARENA_ARRAY(a, const char *, 2);
	x->languages.v[x->languages.n++] = "fi";
	if (chance(g, 15))
		x->languages.v[x->languages.n++] = chance(g, 50) ? "sv" : "en";
	if (chance(g, 15))
		x->age_min = chance(g, 50) ? 60 : 18;
	if (chance(g, 2))
		x->status = STATUS_CANCELLED;
	x->assured = date_add(g->today, -(int32_t)below(g, 400));
}

static void draw_titles(struct generator *g, struct activity *x, const struct subject *s, const char *town,
			struct arena *a)
{
	const struct head *h = &heads[zipf(g, n_heads)];
	const char *stem = stems[zipf(g, n_stems)];
	bool with_town = chance(g, 30);
	char word[WORD_MAX];
	snprintf(word, sizeof word, "%s%s", stem, h->nominative);
	x->title.v[LANG_FI] = with_town ? arena_printf(a, "%s %s, %s", s->fi, word, town)
					: arena_printf(a, "%s %s", s->fi, word);
	x->text.v[LANG_FI] = make_text(g, town, a);
	if (chance(g, 25)) {
		x->title.v[LANG_SV] = arena_printf(a, "%s %s", s->sv, h->sv);
		x->text.v[LANG_SV] = arena_printf(a, "Välkommen med. Vi träffas i %s.", town);
	}
	if (chance(g, 30)) {
		x->title.v[LANG_EN] = arena_printf(a, "%s %s", s->en, h->en);
		x->text.v[LANG_EN] = arena_printf(a, "Everyone is welcome. We meet in %s.", town);
	}
}

static void write_activity(struct generator *g, size_t i, uint64_t seed, struct arena *a)
{
	struct record r = {.kind = KIND_ACTIVITY, .id = arena_printf(a, "gen:a%zu", i)};
	struct activity *x = &r.activity;
	size_t place = below(g, g->n_places);
	size_t organisation = below(g, g->n_organisations);
	struct generator own = of_number(g, SALT_PLACE + seed, place);
	const struct town *town = draw_town(&own);
	const struct subject *subject = &subjects[zipf(g, n_subjects)];
	*x = (struct activity){.expires_at = INSTANT_NONE, .reach = REACH_LOCAL, .attend = ATTEND_SITE};
	draw_titles(g, x, subject, town->name, a);
	x->organisation = arena_printf(a, "gen:o%zu", organisation);
	if (chance(g, 88)) {
		x->place = arena_printf(a, "gen:p%zu", place);
		x->attend |= chance(g, 8) ? ATTEND_ONLINE : 0;
	} else {
		x->attend = chance(g, 50) ? ATTEND_ONLINE : ATTEND_PHONE;
		x->reach = chance(g, 50) ? REACH_NATIONAL : REACH_REGIONAL;
	}
	if (x->reach != REACH_NATIONAL) {
		x->areas.v = ARENA_ARRAY(a, const char *, 1);
		x->areas.v[x->areas.n++] = town->code;
	}
	draw_facts(g, x, subject, a);
	draw_times(g, x, a);
	x->phone = arena_printf(a, "+35844000%04zu", organisation % 10000);
	x->web = arena_printf(a, "https://o%zu.example.org/a%zu", organisation, i);
	x->from = provenance(r.id);
	emit(g, &r);
}

static void generate(struct generator *g, size_t n, uint64_t seed)
{
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < n_towns; i++)
		g->town_weight += towns[i].thousands;
	g->n_organisations = n / ACTIVITIES_PER_ORGANISATION + 1;
	g->n_places = n / ACTIVITIES_PER_PLACE + 1;
	for (size_t i = 0; i < g->n_organisations; i++, arena_reset(&a))
		write_organisation(g, i, seed, &a);
	for (size_t i = 0; i < g->n_places; i++, arena_reset(&a))
		write_place(g, i, seed, &a);
	for (size_t i = 0; i < n; i++, arena_reset(&a))
		write_activity(g, i, seed, &a);
	arena_fini(&a);
}

int main(int argc, char **argv)
{
	struct generator g = {.today = {2026, 3, 11}};
	int64_t n = 0;
	int64_t seed = 1;
	bool ok = argc > 1 && str_to_i64(argv[1], 1, 1000000, &n);
	for (int i = 2; ok && i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		if (str_eq(argv[i], "--check"))
			g.check = true;
		else if (str_eq(argv[i], "--seed"))
			ok = str_to_i64(value, 0, INT32_MAX, &seed) && ++i;
		else if (str_eq(argv[i], "--today"))
			ok = date_parse(value, &g.today) && ++i;
		else
			ok = false;
	}
	if (!ok) {
		fputs("usage: generate N [--seed S] [--today YYYY-MM-DD] [--check]\n", stderr);
		return 2;
	}
	g.state = (uint64_t)seed;
	generate(&g, (size_t)n, (uint64_t)seed);
	buf_fini(&g.line);
	return fflush(stdout) == 0 ? 0 : 1;
}
